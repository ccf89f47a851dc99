"""Words, numbers and punctuation of a text, each with its place in the original.

A word torn by a line end (``finanzi-⏎ellen``) is one token whose ``text`` is joined and whose
place still covers the tear, so that no offset map is needed anywhere behind this module.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sprengel.language.words import word_set

WORD: Final = "w"
NUMBER: Final = "n"
STOP: Final = "."
COMMA: Final = ","
PUNCT: Final = "p"
OPEN: Final = "o"
CLOSE: Final = "c"


class Token(NamedTuple):
    text: str
    low: str
    start: int
    end: int
    kind: str

    @property
    def is_word(self) -> bool:
        return self.kind == WORD

    @property
    def is_upper(self) -> bool:
        """Written with a capital: a noun, a name or a sentence's first word."""
        return self.kind == WORD and self.text[0].isupper()


_ABBREVIATIONS = [
    "bgbl",
    "gbl",
    "gvbl",
    "gvobl",
    "mbl",
    "abl",
    "ber",
    "ehem",
    "ehemal",
    "rgbl",
    "kgbl",
    "bay",
    "nds",
    "sächs",
    "thür",
    "hess",
    "amtsbl",
    "beschl",
    "urt",
    "abg",
    "abs",
    "abt",
    "abzgl",
    "allg",
    "alt",
    "anl",
    "anm",
    "art",
    "aufl",
    "az",
    "bd",
    "best",
    "betr",
    "bgl",
    "bgm",
    "bsp",
    "bspw",
    "bzgl",
    "bzw",
    "ca",
    "co",
    "ders",
    "dez",
    "dgl",
    "di",
    "dipl",
    "dr",
    "eigtl",
    "einschl",
    "entspr",
    "erg",
    "etc",
    "ev",
    "evtl",
    "exkl",
    "ff",
    "fr",
    "freiw",
    "frhr",
    "geb",
    "gem",
    "gez",
    "ggf",
    "ggfs",
    "ggü",
    "gr",
    "grds",
    "hbf",
    "hg",
    "hl",
    "hr",
    "hrsg",
    "i.a",
    "ing",
    "inkl",
    "insb",
    "insbes",
    "jan",
    "feb",
    "mär",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "nov",
    "jh",
    "kath",
    "kfm",
    "lfd",
    "lt",
    "max",
    "mgl",
    "mich",
    "min",
    "mind",
    "mio",
    "mo",
    "mrd",
    "nachf",
    "nr",
    "o.g",
    "o.ä",
    "öffentl",
    "orig",
    "pers",
    "phil",
    "pol",
    "pos",
    "priv",
    "prof",
    "prot",
    "quadr",
    "rd",
    "rer",
    "resp",
    "s",
    "sa",
    "sog",
    "soz",
    "spez",
    "st",
    "std",
    "stellv",
    "str",
    "südl",
    "tel",
    "theol",
    "tsd",
    "u.a",
    "ugs",
    "usw",
    "usf",
    "verh",
    "vgl",
    "vors",
    "vorst",
    "wg",
    "wiss",
    "z.b",
    "z.t",
    "zit",
    "ziff",
    "zul",
    "zw",
    "zzgl",
    "reg",
    "dir",
    "min.dir",
    "präs",
    "ass",
    "nördl",
    "westl",
    "östl",
    "urspr",
    "verantw",
    "vorauss",
    "ing",
    "sen",
    "jun",
]
_MULTI = (
    r"z\.\s?B\.|d\.\s?h\.|u\.\s?a\.|u\.\s?Ä\.|o\.\s?[gäÄ]\.|i\.\s?d\.\s?R\.|i\.\s?V\.|i\.\s?A\.|"
    r"e\.\s?V\.|z\.\s?T\.|v\.\s?a\.|s\.\s?[oua]\.|m\.\s?E\.|u\.\s?U\.|n\.\s?Chr\.|a\.\s?D\.|"
    r"i\.\s?S\.\s?d\.|V\.\s?i\.\s?S\.\s?d\.\s?P\.|h\.\s?c\.|e\.\s?G\.|[pP]\.\s?a\."
)
_TEAR = r"[-‐‑­][ \t]*\r?\n[ \t]*(?!(?:und|oder|bzw|sowie|bis)\b)(?=[^\W\d_])"
_TOKEN = re.compile(
    rf"(?P<page>^[ \t\f]*[-–—][ \t]*\d{{1,3}}[ \t]*[-–—][ \t]*$|^[ \t]*(?:>[ \t]?)+)"
    rf"|(?P<multi>(?<!\w)(?:{_MULTI}))"
    rf"|(?P<num>\d+(?:[.,:]\d+)*(?:[.](?=[ \t]?(?:\r?\n[ \t]*)?(?:[a-zäöü(]|Januar|Februar|März"
    rf"|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|\d)))?%?)"
    rf"|(?P<word>[^\W\d_]+(?:(?:[-‐‑/|’'*:_]|{_TEAR})[^\W_]+|[*:_]innen|­)*)"
    r"|(?P<open>[„‚›»])|(?P<quote>[“”«‹\"‘])"
    r"|(?P<stop>[.!?…]+)|(?P<comma>,)|(?P<punct>[^\s\w])|(?P<other>\w)",
    re.MULTILINE,
)
_TEAR_FOUND = re.compile(r"[-‐‑­][ \t]*\r?\n[ \t]*")
_ABBREVIATION = frozenset(_ABBREVIATIONS)
_ORDINAL_BEFORE = word_set(
    "am vom zum im der die das dem den des ab bis seit zur einer eine ein unserer ihrer seiner "
    "heutigen in"
)


def _joined(raw: str) -> str:
    """The word without its tear: hyphen kept before a capital (``KULT-⏎Fraktion``)."""

    def mend(found: re.Match[str]) -> str:
        after = raw[found.end() : found.end() + 1]
        return "-" if after.isupper() else ""

    return _TEAR_FOUND.sub(mend, raw).replace("­", "").replace("‑", "-").replace("‐", "-")


def tokenize(text: str) -> tuple[list[Token], list[tuple[int, int]]]:
    """The tokens of ``text`` and the page marks between them (``– 2 –``)."""
    tokens: list[Token] = []
    page_marks: list[tuple[int, int]] = []
    append = tokens.append
    skip_until = 0
    quote_open = False
    for found in _TOKEN.finditer(text):
        group = found.lastgroup
        start, end = found.span()
        if start < skip_until:
            continue
        raw = found.group()
        if group == "word":
            if "\n" in raw or "­" in raw or "‑" in raw or "‐" in raw:
                raw = _joined(raw)
            low = raw.lower() if raw != "OB" else "oberbürgermeister"  # not the word "ob"
            if _is_list_letter(text, raw, start, end):
                append(Token(raw + text[end], low + text[end], start, end + 1, NUMBER))
                skip_until = end + 1
                continue
            if text.startswith(".", end) and _is_abbreviation(text, low, raw, end):
                end += 1
                skip_until = end
                raw += "."
                low += "."
            append(Token(raw, low, start, end, WORD))
        elif group == "comma":
            append(Token(raw, raw, start, end, COMMA))
        elif group == "stop":
            if raw == "." and _is_ordinal(tokens, start, text, end):
                last = tokens.pop()
                append(Token(last.text + ".", last.low + ".", last.start, end, NUMBER))
            else:
                append(Token(raw, raw, start, end, STOP))
        elif group == "num":
            append(Token(raw, raw, start, end, NUMBER))
        elif group == "page":
            page_marks.append((start, end))
        elif group == "multi":
            append(Token(raw, raw.lower(), start, end, WORD))
        elif group == "open" or group == "quote":
            quote_open = True if group == "open" and raw in "„‚" else not quote_open
            append(Token(raw, raw, start, end, OPEN if quote_open else CLOSE))
        else:
            append(Token(raw, raw, start, end, PUNCT))
    return tokens, page_marks


def _is_list_letter(text: str, raw: str, start: int, end: int) -> bool:
    """``a.`` or ``ii)`` at the start of a line counts the items of a list."""
    if len(raw) > 3 or text[end : end + 1] not in (".", ")") or not text[end : end + 1]:
        return False
    if len(raw) > 1 and raw.strip("ivx"):
        return False
    before = text[max(0, start - 12) : start].rsplit("\n", 1)
    return not before[-1].strip() and (len(before) > 1 or start < 12) and raw.islower()


def _is_abbreviation(text: str, low: str, raw: str, end: int) -> bool:
    if low in _ABBREVIATION:
        return True
    if len(raw) == 1 and raw.isupper():  # an initial: "A. Kröger", not "Bauabschnitt B."
        return text[end + 1 : end + 2] == " " and text[end + 2 : end + 3].isupper()
    return False


def _is_ordinal(tokens: list[Token], start: int, text: str, end: int) -> bool:
    """``25.`` in "zum 25. Plenum" or at the start of a line is no end of a sentence."""
    if not tokens or tokens[-1].kind != NUMBER or tokens[-1].end != start:
        return False
    number = tokens[-1]
    if len(number.text) > 2 or not number.text.isdigit():
        return False
    line_start = text.rfind("\n", 0, number.start) + 1
    if not text[line_start : number.start].strip():
        return True
    if len(tokens) < 2:
        return True
    return tokens[-2].low in _ORDINAL_BEFORE and text[end : end + 1].isspace()
