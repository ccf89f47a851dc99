"""A result in words: every criterion with its symbol, word and source, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.programmes.checks.forms import limit_words
from sprengel.programmes.engines.eligibility import (
    Criterion,
    Result,
    RouteResult,
    RuleSet,
    Verdict,
)

SYMBOLS = {Verdict.MET: "●", Verdict.UNMET: "✕", Verdict.UNKNOWN: "?"}


@dataclass(frozen=True, slots=True)
class SaidCriterion:
    verdict: str
    symbol: str
    word: str
    text: str
    limit: str
    source: str
    hint: str
    """What to do, or what the source leaves open."""


@dataclass(frozen=True, slots=True)
class SaidRoute:
    name: str
    verdict: str
    symbol: str
    word: str
    criteria: tuple[SaidCriterion, ...]


@dataclass(frozen=True, slots=True)
class SaidResult:
    verdict: str
    symbol: str
    sentence: str
    routes: tuple[SaidRoute, ...]
    nearest: str
    """The way with the least missing; "" where it is clear anyway."""


def said(result: Result) -> SaidResult:
    is_one_way = len(result.routes) == 1
    return SaidResult(
        verdict=result.verdict.value,
        symbol=SYMBOLS[result.verdict],
        sentence=_sentence(result.rules, result.verdict),
        routes=tuple(_route(one) for one in result.routes),
        nearest="" if is_one_way or result.verdict is Verdict.MET else result.nearest.route.name,
    )


def _sentence(rules: RuleSet, verdict: Verdict) -> str:
    person = {
        Verdict.MET: _("Ja: Nach diesen Regeln passt die Ausbildung."),
        Verdict.UNMET: _("Nein: Nach diesen Regeln passt die Ausbildung nicht."),
        Verdict.UNKNOWN: _("Noch offen: Dafür fehlen Angaben, oder die Quelle lässt es offen."),
    }
    city = {
        Verdict.MET: _("Ja: Nach diesen Regeln sind die Bedingungen erfüllt."),
        Verdict.UNMET: _("Nein: Nach diesen Regeln sind die Bedingungen nicht erfüllt."),
        Verdict.UNKNOWN: person[Verdict.UNKNOWN],
    }
    return (person if rules.about == "person" else city)[verdict]


def _route(route: RouteResult) -> SaidRoute:
    return SaidRoute(
        name=route.route.name,
        verdict=route.verdict.value,
        symbol=SYMBOLS[route.verdict],
        word=_word(route.verdict),
        criteria=tuple(_criterion(one) for one in route.criteria),
    )


def _criterion(one: Criterion) -> SaidCriterion:
    question = one.question
    missing = question.missing if one.verdict is Verdict.UNMET else ""
    return SaidCriterion(
        verdict=one.verdict.value,
        symbol=SYMBOLS[one.verdict],
        word=_word(one.verdict),
        text=question.text,
        limit=limit_words(question),
        source=question.source,
        hint=question.open_point or missing,
    )


def _word(verdict: Verdict) -> str:
    return {
        Verdict.MET: _("erfüllt"),
        Verdict.UNMET: _("nicht erfüllt"),
        Verdict.UNKNOWN: _("offen"),
    }[verdict]
