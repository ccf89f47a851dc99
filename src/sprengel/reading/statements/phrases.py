"""Noun phrases: who says it, to whom, about what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sprengel.language.tokens import COMMA, NUMBER, OPEN, PUNCT, WORD, Token
from sprengel.language.verbs import FINITE, Form, form_of
from sprengel.language.words import (
    ADVERBS,
    COORDINATORS,
    DETERMINERS,
    FEMININE_OBLIQUE,
    NEGATIONS,
    NOT_NOMINATIVE,
    PREPOSITIONS,
    REFLEXIVES,
    SUBJECT_PRONOUNS,
    looks_feminine_or_plural,
    word_set,
)

_NAME_PARTICLES = word_set("von van vom zu zur de del della der den al el ten ter da di la le und")
_GENITIVE = word_set(
    "des der eines einer ihres ihrer seines seiner unseres unserer dieses dieser aller mehrerer "
    "vieler beider deren dessen einiger"
)
_PRONOUNS = SUBJECT_PRONOUNS | word_set("ihm ihn ihnen mir mich uns dir dich euch ihr sie dies")
_ALONE = frozenset(
    ["beide", "alle", "viele", "einige", "mehrere", "dieser", "diese", "dies", "das", "dieses"]
)
_TITLES = word_set(
    "dr. prof. dipl. ing. med. phil. freiherr freifrau graf gräfin edler ritter h. c. jur."
)


def skip_soft(tokens: Sequence[Token], i: int, hi: int) -> int:
    """Past adverbs, reflexives and negations."""
    while i < hi:
        low = tokens[i].low
        if tokens[i].kind == WORD and (low in ADVERBS or low in REFLEXIVES or low in NEGATIONS):
            i += 1
        else:
            break
    return i


def phrase_end(tokens: Sequence[Token], i: int, hi: int) -> int:
    """Where the noun phrase beginning at ``i`` ends; ``i`` itself when none begins there."""
    if i >= hi:
        return i
    token = tokens[i]
    if (
        token.kind == WORD
        and token.low in _PRONOUNS
        and not (token.low in DETERMINERS and i + 1 < hi and _core_end(tokens, i, hi) > i + 1)
    ):
        return i + 1
    end = _core_end(tokens, i, hi)
    if end == i:
        return i
    return _attributes_end(tokens, end, hi)


def _core_end(tokens: Sequence[Token], i: int, hi: int) -> int:
    """Article, adjectives, noun, name, bracket."""
    j = i
    if tokens[j].kind == WORD and tokens[j].low in DETERMINERS:
        j += 1
        if j < hi and tokens[j].low in ("beiden", "drei", "zwei", "vielen", "anderen"):
            j += 1
    seen_noun = False
    quoted = False
    if j > i and j + 1 < hi and (tokens[j].low in PREPOSITIONS or tokens[j].low == "als"):
        j = _extended_attribute(tokens, j, hi)
    while j < hi:
        token = tokens[j]
        if token.kind == NUMBER:
            j += 1
            continue
        if token.kind == OPEN and not quoted:
            closing = next((k for k in range(j + 1, min(hi, j + 12)) if tokens[k].kind == "c"), -1)
            if closing < 0:
                break
            j = closing + 1
            quoted = seen_noun = True
            continue
        if token.kind != WORD:
            break
        if token.text[0].isupper():
            seen_noun = True
            j += 1
            continue
        if token.low in _TITLES:
            j += 1
            continue
        if seen_noun:
            if (
                token.low in _NAME_PARTICLES
                and token.low not in ("und", "der", "den", "da", "vom", "zur")
                and (
                    j + 1 < hi
                    and tokens[j + 1].is_upper
                    and j - i >= 1
                    and tokens[j - 1].is_upper
                    and not _is_common(tokens, j)
                )
            ):
                j += 1
                continue
            if "-" in token.text and j + 1 <= hi and token.text.split("-")[-1][:1].isupper():
                j += 1  # al-Haddad
                continue
            break
        if (
            token.low.endswith(("e", "en", "er", "es", "em", "s", "t", "n", "ig", "lich", "isch"))
            and (token.low not in PREPOSITIONS and token.low not in ADVERBS)
            and not (
                form_of(token.low) & FINITE and not form_of(token.low) & Form.PARTICIPLE and j == i
            )
        ):
            k = j + 1
            if token.low in COORDINATORS:
                break
            if _noun_follows(tokens, k, hi):
                j += 1
                continue
        break
    if not seen_noun:
        return i + 1 if tokens[i].low in _ALONE and j == i + 1 else i
    if j + 1 < hi and tokens[j].kind == PUNCT and tokens[j].text == "(":
        closing = next((k for k in range(j + 1, min(hi, j + 14)) if tokens[k].text == ")"), -1)
        if closing > 0:
            j = closing + 1
            if j < hi and tokens[j].is_upper and tokens[j - 1].kind == PUNCT:
                return _core_end(tokens, j, hi) if tokens[j].low not in DETERMINERS else j
    return j


def _extended_attribute(tokens: Sequence[Token], j: int, hi: int) -> int:
    """ "die in der Liste 1 enthaltenen Stellen": past the phrase before the participle."""
    end = j
    while end < hi and (tokens[end].low in PREPOSITIONS or tokens[end].low == "als"):
        following = phrase_end(tokens, end + 1, hi)
        if following == end + 1:
            return j
        end = following
    if (
        end < hi
        and tokens[end].kind == WORD
        and not tokens[end].text[0].isupper()
        and (
            tokens[end].low.endswith(("en", "e", "er", "es", "em"))
            and end + 1 < hi
            and _noun_follows(tokens, end + 1, hi)
        )
    ):
        return end
    return j


def _is_common(tokens: Sequence[Token], j: int) -> bool:
    """Whether "von" here joins two common nouns rather than the parts of a name."""
    return tokens[j].low in ("von", "zu") and (
        tokens[j - 1].low.endswith(("ung", "er", "in", "rat", "amt", "schaft", "en"))
        and tokens[j - 1].low not in ("freifrau",)
    )


def _noun_follows(tokens: Sequence[Token], k: int, hi: int) -> bool:
    for j in range(k, min(hi, k + 5)):
        token = tokens[j]
        if token.is_upper or token.kind == OPEN:
            return True
        if (
            token.kind == NUMBER
            or token.low in ("und", "oder", "bzw.", "sehr")
            or token.kind == COMMA
        ):
            continue
        if token.kind != WORD or token.low in PREPOSITIONS or token.low in DETERMINERS:
            return False
        if not token.low.endswith(("e", "en", "er", "es", "em", "t")):
            return False
    return False


def _attributes_end(tokens: Sequence[Token], end: int, hi: int) -> int:
    """Genitives and coordinated nouns: "des Städtetags", "und Rathauschefs"."""
    while end < hi:
        token = tokens[end]
        if (
            token.kind == WORD
            and token.low in _GENITIVE
            and tokens[end - 1].kind == WORD
            and not (end + 1 < hi and tokens[end + 1].kind == OPEN)
            and not _is_full_name(tokens, end)
        ):
            following = _core_end(tokens, end, hi)
            if following > end + 1:
                end = following
                continue
        if token.low in ("und", "sowie", "oder", "bzw.", "beziehungsweise") and end + 1 < hi:
            nxt = tokens[end + 1]
            if nxt.is_upper or nxt.low in DETERMINERS:
                following = _core_end(tokens, end + 1, hi)
                if following > end + 1 and not _clause_follows(tokens, following, hi):
                    end = following
                    continue
        break
    return end


def _is_full_name(tokens: Sequence[Token], end: int) -> bool:
    """ "Geschäftsführerin Marlene Ostheim": behind a full name no genitive follows."""
    run = 0
    while end - 1 - run >= 0 and tokens[end - 1 - run].is_upper and run < 4:
        run += 1
    return run >= 3 or (
        run == 2 and end >= 3 and tokens[end - 3].low in ("dr.", "prof.", "herr", "frau")
    )


def _clause_follows(tokens: Sequence[Token], i: int, hi: int) -> bool:
    if i >= hi or tokens[i].kind != WORD or tokens[i].text[0].isupper():
        return False
    form = form_of(tokens[i].low)
    return bool(form & (Form.THIRD | Form.PAST | Form.KONJUNKTIV_1)) and not form & Form.PARTICIPLE


def with_postmodifier(tokens: Sequence[Token], end: int, hi: int) -> int:
    """Past "vom Städtetag", "aus Lindach" behind a person."""
    if (
        end + 1 < hi
        and tokens[end].low in ("vom", "von", "aus", "im", "beim")
        and (tokens[end + 1].is_upper or tokens[end + 1].low in ("der", "dem", "den"))
        and tokens[end + 1].low not in _NO_PLACE
    ):
        following = phrase_end(tokens, end + 1, hi)
        if following > end + 1:
            return following
    return end


_NO_PLACE = word_set(
    "hinblick rahmen sinne zuge hintergrund falle interesse anschluss vorfeld gegensatz jahr "
    "januar februar märz april mai juni juli august september oktober november dezember frühjahr "
    "sommer herbst winter einzelnen übrigen folgenden moment augenblick einvernehmen auftrag"
)
"""What belongs to the act, not to who acts: "die Verwaltung im Hinblick auf …"."""


def with_apposition(tokens: Sequence[Token], start: int, end: int, hi: int) -> int:
    """Past ", Vorstandsmitglied des Städtetags," when it ends the clause or a comma closes it."""
    if end >= hi or tokens[end].kind != COMMA or end + 1 >= hi:
        return end
    begin = end + 1
    if tokens[begin].kind != WORD or tokens[begin].low in PREPOSITIONS:
        return end
    if (
        tokens[begin].low in ("die", "das", "der")
        and begin + 1 < hi
        and not tokens[begin + 1].is_upper
    ) and not _noun_follows(tokens, begin + 1, hi):
        return end
    following = phrase_end(tokens, begin, hi)
    if following <= begin + (1 if tokens[begin].low in _PRONOUNS else 0):
        return end
    following = with_postmodifier(tokens, following, hi)
    if (
        following >= hi
        or tokens[following].kind in (COMMA, ".", "c")
        or tokens[following].text in ";:)"
    ):
        if not any(t.is_upper for t in tokens[begin:following]):
            return end
        return following
    return end


_OBLIQUE = re.compile(r"(?:offenen|teiligten|gehörigen|ierenden|wesenden|stellten)$")
"""Without an article a dative: "rät Betroffenen"; the nominative is "Betroffene"."""


def can_be_subject(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the phrase can stand in the nominative, judged by its first word and its noun."""
    low = tokens[start].low
    if low in NOT_NOMINATIVE or low in PREPOSITIONS:
        return False
    if end - start == 1 and low in SUBJECT_PRONOUNS:
        return True
    if low in REFLEXIVES or (end - start == 1 and tokens[start].is_upper and _OBLIQUE.search(low)):
        return False
    if low in FEMININE_OBLIQUE and end - start > 1:
        noun = head_noun(tokens, start, end)
        if noun is not None and looks_feminine_or_plural(noun.text):
            return False
    return tokens[start].kind in (WORD, OPEN, NUMBER)


def head_noun(tokens: Sequence[Token], start: int, end: int) -> Token | None:
    """The first capitalised word behind the article: the noun the phrase is about."""
    for j in range(start, end):
        if tokens[j].is_upper and not (j == start and tokens[j].low in DETERMINERS):
            return tokens[j]
    return None


def is_person_like(tokens: Sequence[Token], start: int, end: int) -> bool:
    return (
        any(tokens[j].is_upper for j in range(start, end)) or tokens[start].low in SUBJECT_PRONOUNS
    )
