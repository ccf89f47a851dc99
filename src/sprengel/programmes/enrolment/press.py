"""The list for the press: public rows only, in the order of the alphabet, with day and number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.models import Viewer
from sprengel.bodies.names import fold
from sprengel.bodies.wording import period
from sprengel.figures.models import Figure
from sprengel.figures.wording import key_words, spell
from sprengel.programmes.enrolment import queries
from sprengel.programmes.enrolment.queries import Filters, Row
from sprengel.programmes.models import FigureRole, Programme, ProgrammeKind, Round
from sprengel.ui.wording import long_date

EVERYBODY: Viewer = None
"""What anybody may see is all that goes out, whoever asks for the list."""


@dataclass(frozen=True, slots=True)
class PressList:
    programme: Programme
    day: date
    cities: tuple[Row, ...]
    stated: tuple[Figure, ...]
    """How many the source itself names, where it names more than are known one by one."""
    held_back: int
    """Taking part, but not public; only for whoever may see them."""
    text: str


def press_list(user: Viewer, programme: Programme, filters: Filters, today: date) -> PressList:
    rows = _once(_taking_part(EVERYBODY, programme, filters, today))
    stated = tuple(_stated(programme, filters, len(rows)))
    mine = _once(_taking_part(user, programme, filters, today))
    return PressList(
        programme=programme,
        day=today,
        cities=rows,
        stated=stated,
        held_back=len(mine) - len(rows),
        text=_text(programme, rows, stated, today),
    )


def _taking_part(user: Viewer, programme: Programme, filters: Filters, today: date) -> list[Row]:
    found = queries.overview(user, programme, filters, today)
    return [row for row in found.rows if row.takes_part and not row.ended and not _over(row, today)]


def _over(row: Row, today: date) -> bool:
    """Its term is over, or it has not begun."""
    term = row.enrolment
    return bool((term.end_on and term.end_on < today) or (term.start_on and term.start_on > today))


def _once(rows: list[Row]) -> tuple[Row, ...]:
    """A city of several rounds stands there once, since the earliest known day."""
    first: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: row.enrolment.start_on or date.max):
        first.setdefault(row.body.pk, row)
    return tuple(sorted(first.values(), key=lambda row: fold(row.body.name)))


def _stated(programme: Programme, filters: Filters, known: int) -> list[Figure]:
    if filters.state or filters.circle or filters.size:
        return []  # a part of the cities is compared with no total
    rounds = [
        one
        for one in Round.objects.visible_to(EVERYBODY).filter(programme=programme)
        if filters.round in ("", one.slug)
    ]
    figures = [
        one.figure
        for one in queries.round_figures(EVERYBODY, rounds)
        if one.role == FigureRole.PARTICIPANTS and one.figure.value is not None
    ]
    if not figures:
        return []
    latest = max(figures, key=lambda one: (one.key_on or date.min, one.pk))
    return [latest] if latest.value > known else []


def since(row: Row, today: date) -> str:
    """ "seit 1. März 2017", or what is known of the time, or nothing."""
    term = row.enrolment
    return period(term.start_on, term.end_on, today) or term.dates_note


def _text(
    programme: Programme, rows: tuple[Row, ...], stated: tuple[Figure, ...], today: date
) -> str:
    lines = [_heading(programme), "", _count(rows, today), ""]
    for row in rows:
        when = since(row, today)
        lines.append(f"{row.body.name} ({when})" if when else row.body.name)
    if not rows:
        lines.append(_("Es ist noch keine öffentlich eingetragen."))
    for figure in stated:
        lines += [
            "",
            _(
                "Genannt werden insgesamt %(number)s (%(key)s); hier stehen die, die einzeln "
                "bekannt sind."
            )
            % {"number": spell(figure), "key": key_words(figure)},
        ]
    return "\n".join(lines) + "\n"


def _heading(programme: Programme) -> str:
    if programme.kind == ProgrammeKind.CAMPAIGN:
        return _("Wer bei der Kampagne „%(name)s“ dabei ist") % {"name": programme.name}
    return _("Wer an „%(name)s“ teilnimmt") % {"name": programme.name}


def _count(rows: tuple[Row, ...], today: date) -> str:
    return ngettext(
        "%(n)s Stadt oder Gemeinde, Stand %(day)s",
        "%(n)s Städte und Gemeinden, Stand %(day)s",
        len(rows),
    ) % {"n": len(rows), "day": long_date(today)}
