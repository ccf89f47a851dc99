"""Rounds as they are compared and drawn: from rows of the database to the pure engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sprengel.programmes import timeline
from sprengel.programmes.changes import Number, Terms, Wording, changes
from sprengel.programmes.models import ApplicantKind, Round
from sprengel.programmes.queries import RoundView, Said
from sprengel.programmes.timeline import Chart, Term
from sprengel.programmes.wording import ChangeLine, change_line, number_text, since_words

CONTAINS = {ApplicantKind.STADTKREIS.value: ApplicantKind.CITY.value}
"""A Stadtkreis is a city: where cities may apply, it may."""


@dataclass(frozen=True, slots=True)
class ChangedRound:
    """A round with what is other than before."""

    round: Round
    lines: tuple[ChangeLine, ...]


def changed_rounds(views: Sequence[RoundView]) -> list[ChangedRound]:
    """The newest first; rounds in which nothing is known to have changed are left out."""
    of = {view.round.slug: view.round for view in views}
    found = [
        ChangedRound(of[one.key], tuple(change_line(change) for change in one.changes))
        for one in changes([_terms(view) for view in views], CONTAINS)
        if one.changes
    ]
    return found[::-1]


def chart(views: Sequence[RoundView], today: date) -> Chart | None:
    return timeline.lay_out([_term(view.round) for view in views], today)


def _term(terms: Round) -> Term:
    return Term(
        key=terms.slug,
        label=terms.name,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        is_permanent=terms.is_permanent,
        opens_on=terms.opens_on,
        deadline_on=terms.deadline_on,
    )


def _terms(view: RoundView) -> Terms:
    terms = view.round
    by_day = sorted(view.numbers, key=lambda said: (said.figure.key_on or date.min, said.row.pk))
    return Terms(
        key=terms.slug,
        name=terms.name,
        applicants=frozenset(terms.applicants),
        numbers=tuple(_number(said) for said in by_day),
        wordings=tuple(Wording(one.subject, one.wording, one.is_open) for one in view.provisions),
        is_permanent=terms.is_permanent,
        ends=terms.ends_on is not None,
        since=since_words(terms),
    )


def _number(said: Said) -> Number:
    figure = said.figure
    return Number(
        role=said.role,
        definition=figure.definition.slug,
        about=str(figure.about_id or figure.scope),
        name=figure.definition.name,
        value=figure.value,
        text=number_text(figure),
        is_approximate=figure.is_approximate,
    )
