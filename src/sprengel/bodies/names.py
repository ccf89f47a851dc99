"""How names are compared: folding, and what a written mention is made of. Pure text, no database.

Two spellings of one name must meet ("Tuebingen", "TÜBINGEN", "OB Sprengel", "OB-Sprengel"), so
names are compared as tuples of folded words.
"""

from __future__ import annotations

import re
import unicodedata

Words = tuple[str, ...]

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ł": "l", "đ": "d"})
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_NOT_A_WORD = re.compile(r"[^\w]+", re.UNICODE)
_SPLIT_BY_FEMALE_FORM = re.compile(r"(?<=\w)[*:](?=in)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEADING = _words(
    "der die das dem den des ein eine einem einen eines einer beim vom zum zur von im seitens"
)
SALUTATIONS = _words("herr herrn frau kollege kollegen kollegin")
ACADEMIC = _words(
    "dr prof professor professorin dres hc med jur iur phil ing dipl rer nat pol oec habil"
)
NAME_PARTICLES = _words(
    "von van vom zu zum zur der de den ten al el la di da freiherr freifrau graf graefin edler edle"
)
CITY_WORDS = _words(
    "stadt stadtkreis stadtverwaltung kreisstadt grosse grossen landeshauptstadt "
    "universitaetsstadt hansestadt rathaus"
)
_LINKING = LEADING | _words("in am an bei aus fuer und")


def fold(text: str) -> str:
    """Lower case, umlauts and accents written out, hyphens and marks as blanks."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    plain = _SPLIT_BY_FEMALE_FORM.sub("", plain).translate(_UMLAUTS)
    plain = "".join(
        mark for mark in unicodedata.normalize("NFD", plain) if not unicodedata.combining(mark)
    )
    return _NOT_A_WORD.sub(" ", plain).strip()


def words_of(text: str) -> Words:
    return tuple(fold(text).split())


def without_brackets(text: str) -> str:
    """ "Ellwangen (Jagst)" is also called Ellwangen; "Weber (CDU)" is Weber."""
    return _IN_BRACKETS.sub(" ", text)


def in_brackets(text: str) -> str:
    return " ".join(_IN_BRACKETS.findall(text))


def without_leading(words: Words) -> Words:
    while words and words[0] in LEADING:
        words = words[1:]
    return words


def without_registered(words: Words) -> Words:
    """Drops the "e. V." at the end."""
    return words[:-2] if words[-2:] == ("e", "v") else words


def without_titles(words: Words) -> Words:
    """Drops Dr., Prof. and the like; "h. c." only where it belongs to a doctor's title."""
    kept: list[str] = []
    after_title = False
    for word in words:
        if word in ACADEMIC or (after_title and word in {"h", "c"}):
            after_title = True
            continue
        after_title = False
        kept.append(word)
    return tuple(kept)


def without_city_words(words: Words) -> Words:
    while len(words) > 1 and words[0] in CITY_WORDS:
        words = without_leading(words[1:])
    return words


def without_particles(words: Words) -> Words:
    while len(words) > 1 and words[0] in NAME_PARTICLES:
        words = words[1:]
    return words


def genitives(words: Words) -> list[Words]:
    """What stood there before a genitive ending was put on: "des Landes" -> "Land"."""
    bases: list[Words] = []
    for position, word in enumerate(words):
        for ending in ("es", "s"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                base = word.removesuffix(ending)
                bases.append((*words[:position], base, *words[position + 1 :]))
    return bases


def stem(word: str) -> str:
    """A crude stem under which "Tübinger" meets "Tübingen" and "Präsidentin" "Präsident".

    Only ever compared with another stem from the names and offices of the register, where it need
    not be beautiful, only the same on both sides.
    """
    if len(word) > 6:
        word = word.removesuffix("innen").removesuffix("in")
    while len(word) > 3:
        for ending in ("en", "er", "es", "em", "e", "n", "s"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word.removesuffix(ending)
                break
        else:
            break
    return f"{word.removesuffix('aedt')}adt" if word.endswith("staedt") else word


def stems(words: Words) -> frozenset[str]:
    """The stems of the words that say something; articles and prepositions do not."""
    return frozenset(stem(word) for word in words if word not in _LINKING)
