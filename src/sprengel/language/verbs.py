"""The forms of German verbs, derived from a list of base verbs (``verbs.toml``)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from sprengel.language.words import word_set


class Form:
    """What a verb form can be, as bits; German forms are often several things at once."""

    FIRST: Final = 1
    """``sage``: first person present"""
    THIRD: Final = 2
    """``sagt``"""
    PLURAL: Final = 4
    """``sagen``: present plural"""
    PAST: Final = 8
    """``sagte``"""
    PAST_PLURAL: Final = 16
    """``sagten``"""
    KONJUNKTIV_1: Final = 32
    """``sage`` of a third person: speech reported"""
    KONJUNKTIV_2: Final = 64
    INFINITIVE: Final = 128
    PARTICIPLE: Final = 256
    ZU_INFINITIVE: Final = 512
    """``zuzusagen``: only separable verbs write it as one word"""


FINITE: Final = 127
NONE: Final = 0
_FIRST: Final = Form.FIRST | Form.KONJUNKTIV_1
_PLURAL: Final = Form.PLURAL | Form.INFINITIVE


@cache
def _data() -> dict[str, str]:
    core, wide = _file("verbs.toml"), _file("verbs_wide.toml")
    return {key: value + " " + wide.get(key, "") for key, value in core.items()}


def _file(name: str) -> dict[str, str]:
    raw = files("sprengel.language").joinpath(name).read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(raw).items()}


@cache
def _strong() -> dict[str, tuple[str, str, str, str]]:
    rows = (line.split() for line in _data()["strong"].splitlines() if line.strip())
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


@cache
def prefixes() -> tuple[str, ...]:
    return tuple(sorted(set(_data()["separable"].split()), key=len, reverse=True))


@cache
def inseparable_prefixes() -> tuple[str, ...]:
    return tuple(sorted(_data()["inseparable"].split(), key=len, reverse=True))


_INSEPARABLE = ("be", "ent", "er", "ge", "miss", "ver", "zer", "emp", "über", "unter", "wider")


def stem_of(infinitive: str) -> str:
    return infinitive.removesuffix("en") if infinitive.endswith("en") else infinitive[:-1]


def _split_strong(infinitive: str) -> tuple[str, str] | None:
    """``versprechen`` → (``ver``, ``sprechen``) when the rest is a strong base verb."""
    strong = _strong()
    if infinitive in strong:
        return "", infinitive
    for prefix in (*inseparable_prefixes(), *prefixes()):
        if infinitive.startswith(prefix) and infinitive[len(prefix) :] in strong:
            return prefix, infinitive[len(prefix) :]
    return None


@lru_cache(maxsize=4096)
def forms_of(infinitive: str, *, particle: str = "") -> dict[str, int]:
    """Every form of ``infinitive``, with ``particle`` the forms written as one word."""
    forms: dict[str, int] = {}

    def add(form: str, what: int) -> None:
        forms[form] = forms.get(form, NONE) | what

    strong = _split_strong(infinitive)
    if strong is not None:
        prefix, base = strong
        third, past, participle, subjunctive = (part for part in _strong()[base])
        weak_past = past.endswith("te")
        add(prefix + third, Form.THIRD)
        add(prefix + past, Form.PAST)
        add(prefix + (past + "n" if weak_past else past + _plural_n(past)), Form.PAST_PLURAL)
        add(prefix + subjunctive, Form.KONJUNKTIV_2)
        add(prefix + subjunctive + "n", Form.KONJUNKTIV_2)
        stem = stem_of(infinitive)
        if prefix and prefix in _INSEPARABLE and participle.startswith("ge"):
            participle = participle[2:]
        add(prefix + participle, Form.PARTICIPLE)
    else:
        stem = stem_of(infinitive)
        link = "e" if stem[-1] in "td" or stem.endswith(("chn", "dm", "tm", "gn", "fn")) else ""
        add(stem + link + "t", Form.THIRD)
        add(stem + link + "te", Form.PAST | Form.KONJUNKTIV_2)
        add(stem + link + "ten", Form.PAST_PLURAL | Form.KONJUNKTIV_2)
        add(_weak_participle(infinitive, stem, link), Form.PARTICIPLE)
    add(infinitive, _PLURAL)
    add(_first_person(infinitive, stem), _FIRST)
    if infinitive.endswith(("ern", "eln")):
        add(infinitive[:-1] + "e", _FIRST)
        add(infinitive[:-3] + infinitive[-2] + "e", _FIRST)  # bedaure, handle
    if not particle:
        return forms
    joined = {particle + form: what for form, what in forms.items()}
    joined[particle + "zu" + infinitive] = Form.ZU_INFINITIVE
    return joined


def _plural_n(past: str) -> str:
    return "n" if past.endswith("e") else "en"


def _first_person(infinitive: str, stem: str) -> str:
    if infinitive.endswith("eln"):
        return infinitive[:-3] + "le"
    if infinitive.endswith("ern"):
        return infinitive[:-1] + "e"
    return stem + "e"


def _weak_participle(infinitive: str, stem: str, link: str) -> str:
    if infinitive.endswith("ieren") or infinitive.startswith(_INSEPARABLE):
        return stem + link + "t"
    return "ge" + stem + link + "t"


@cache
def known_forms() -> dict[str, int]:
    """Form → what it can be, for all base verbs."""
    table: dict[str, int] = {}
    for infinitive in (*_strong(), *dict.fromkeys(_data()["weak"].split())):
        for form, what in forms_of(infinitive).items():
            table[form] = table.get(form, NONE) | what
    return table


_CLOSED: Final = {
    "ist": Form.THIRD, "bin": Form.FIRST, "sind": Form.PLURAL, "war": Form.PAST,
    "waren": Form.PAST_PLURAL, "sei": Form.KONJUNKTIV_1, "seien": Form.KONJUNKTIV_1,
    "wäre": Form.KONJUNKTIV_2, "wären": Form.KONJUNKTIV_2, "hat": Form.THIRD,
    "habe": _FIRST, "haben": _PLURAL, "hatte": Form.PAST, "hatten": Form.PAST_PLURAL,
    "hätte": Form.KONJUNKTIV_2, "hätten": Form.KONJUNKTIV_2, "wird": Form.THIRD,
    "werde": _FIRST, "werden": _PLURAL, "wurde": Form.PAST, "wurden": Form.PAST_PLURAL,
    "würde": Form.KONJUNKTIV_2, "würden": Form.KONJUNKTIV_2, "kann": Form.THIRD | Form.FIRST,
    "könne": Form.KONJUNKTIV_1, "können": _PLURAL, "konnte": Form.PAST,
    "konnten": Form.PAST_PLURAL, "könnte": Form.KONJUNKTIV_2, "könnten": Form.KONJUNKTIV_2,
    "muss": Form.THIRD | Form.FIRST, "muß": Form.THIRD | Form.FIRST,
    "müsse": Form.KONJUNKTIV_1, "müssen": _PLURAL, "musste": Form.PAST,
    "mussten": Form.PAST_PLURAL, "müsste": Form.KONJUNKTIV_2, "müssten": Form.KONJUNKTIV_2,
    "soll": Form.THIRD | Form.FIRST, "solle": Form.KONJUNKTIV_1, "sollen": _PLURAL,
    "sollte": Form.PAST | Form.KONJUNKTIV_2, "sollten": Form.PAST_PLURAL | Form.KONJUNKTIV_2,
    "will": Form.THIRD | Form.FIRST, "wolle": Form.KONJUNKTIV_1, "wollen": _PLURAL,
    "wollte": Form.PAST, "wollten": Form.PAST_PLURAL, "darf": Form.THIRD | Form.FIRST,
    "dürfe": Form.KONJUNKTIV_1, "dürfen": _PLURAL, "durfte": Form.PAST,
    "dürfte": Form.KONJUNKTIV_2, "dürften": Form.KONJUNKTIV_2, "mag": Form.THIRD | Form.FIRST,
    "möge": Form.KONJUNKTIV_1, "mögen": _PLURAL, "möchte": Form.THIRD | Form.FIRST,
    "möchten": Form.PLURAL, "läßt": Form.THIRD, "seid": Form.PLURAL, "wisse": Form.KONJUNKTIV_1,
    "weiß": Form.THIRD | Form.FIRST, "mußte": Form.PAST, "müßte": Form.KONJUNKTIV_2,
}  # fmt: skip


_ADJECTIVES: Final = word_set(
    "bekannt bereit gut gesamt recht nicht weit direkt insgesamt statt selbst damit heute jetzt "
    "rechte bezüglich sehr ihre seine eine keine diese alle viele mehrere gerade danke "
    "leicht schlecht echt dicht fest laut bunt hart alt kalt spät nett rund etwa eben neben gegen "
    "wegen zwischen oben unten innen außen morgen gestern meisten ersten letzten hinten vorne "
    "gerne lange halte nächste große kleine neue gute erste zweite dritte letzte ganze heutige "
    "genannten folgenden einige"
)


_ZU_INFINITIVE: Final = re.compile(
    r"(?:ab|an|auf|aus|bei|dar|durch|ein|fest|fort|her|heraus|herein|hin|hinaus|hinein|los|mit|nach|"
    r"nieder|statt|teil|um|vor|voran|weg|weiter|wieder|zu|zurück|zusammen|über|unter)zu[a-zäöüß]{3,}n"
)


@lru_cache(maxsize=65536)
def form_of(low: str) -> int:
    """What a lower-case word can be as a verb form; NONE when it is probably no verb."""
    closed = _CLOSED.get(low)
    if closed is not None:
        return closed
    if low in _ADJECTIVES:
        return NONE
    table = known_forms()
    found = table.get(low)
    if found is not None:
        return found
    for prefix in inseparable_prefixes():
        if low.startswith(prefix) and len(low) > len(prefix) + 2:
            rest = table.get(low[len(prefix) :], NONE) & ~Form.PARTICIPLE
            if not rest:
                rest = _participle_without_ge(low[len(prefix) :])
            if rest:
                return rest
    for prefix in prefixes():
        if low.startswith(prefix) and len(low) > len(prefix) + 2:
            rest_word = low[len(prefix) :]
            if rest_word.startswith("zu") and table.get(rest_word[2:], NONE) & Form.INFINITIVE:
                return Form.ZU_INFINITIVE
            rest = table.get(rest_word, NONE)
            if rest:
                return rest
            for inner in _INSEPARABLE:
                if rest_word.startswith(inner):
                    rest = table.get(rest_word[len(inner) :], NONE)
                    if rest:
                        return rest
    if _ZU_INFINITIVE.match(low) or _is_zu_infinitive(low, table):
        return Form.ZU_INFINITIVE
    if low.endswith("iert"):
        return Form.THIRD | Form.PARTICIPLE
    if low.endswith("ieren"):
        return _PLURAL
    if low.endswith("iere"):
        return _FIRST
    return NONE


def _is_zu_infinitive(low: str, table: dict[str, int]) -> bool:
    """``wertzuschätzen``: any first part, "zu", a known infinitive."""
    at = low.find("zu", 2)
    return (
        at > 0
        and low.endswith("n")
        and len(low) - at > 5
        and bool(table.get(low[at + 2 :], NONE) & Form.INFINITIVE)
    )


def _participle_without_ge(rest: str) -> int:
    if known_forms().get("ge" + rest, NONE) & Form.PARTICIPLE:
        return Form.PARTICIPLE | (known_forms().get(rest, NONE))
    return NONE


def is_finite(low: str) -> bool:
    return bool(form_of(low) & FINITE)


_CERTAIN_KONJUNKTIV: Final = word_set(
    "sei seien habe werde könne müsse solle wolle dürfe möge wisse gebe gehe stehe komme sehe "
    "bleibe finde liege lasse halte nehme handle bringe führe brauche mache stelle zeige gelte "
    "hätte hätten wäre wären würde würden könnte könnten müsste müssten dürfte sollte sollten "
    "gäbe gäben ginge bekomme bedeute heiße bestehe ergebe erhalte fehle seinen- hänge lägen läge "
    "stünde stünden trügen käme kämen"
)


def is_konjunktiv(low: str, first_person: bool = False) -> bool:
    """Whether the form reports somebody's words (``sei``, ``habe``, ``stünden``)."""
    if first_person and form_of(low) & Form.FIRST:
        return False
    if low in _CERTAIN_KONJUNKTIV:
        return True
    form = form_of(low)
    if form & Form.KONJUNKTIV_1:
        return not form & (Form.PAST | Form.THIRD)
    return bool(form & Form.KONJUNKTIV_2) and not form & (Form.PAST | Form.PAST_PLURAL)
