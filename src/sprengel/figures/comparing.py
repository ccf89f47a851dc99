"""Cities beside each other within one definition; per 1,000 inhabitants where asked.

Two figures are compared as they are: differing key dates and population figures of other years
are said in words, never evened out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.db.models import F
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Body, Organization
from sprengel.bodies.queries import body_of, members
from sprengel.figures import queries
from sprengel.figures.models import Definition, Figure, SeriesBreak
from sprengel.figures.wording import number_words
from sprengel.ui.wording import listed

LATEST = ""
"""No key date chosen: the latest of each."""
SORTS = ("name", "wert", "einwohner", "je1000")
MEDIAN_FROM = 4
"""Of fewer the middle says nothing."""


@dataclass(frozen=True, slots=True)
class Inhabitants:
    number: int
    on: date
    source: str
    """The definition's name, or "" where it stands in the register."""


@dataclass(frozen=True, slots=True)
class CityRow:
    figure: Figure
    body: Body
    inhabitants: Inhabitants | None
    per_thousand: Decimal | None
    is_own: bool
    is_other_year: bool
    """The inhabitants are of another year than the number."""


@dataclass(frozen=True, slots=True)
class Comparison:
    definition: Definition
    rows: Sequence[CityRow]
    keys: Sequence[date]
    """The key dates one can choose from, latest first."""
    key_on: date | None
    circle: Organization | None
    per_thousand: bool
    sort: str
    descending: bool
    warnings: Sequence[str]
    middle: Decimal | None


@dataclass(frozen=True, slots=True)
class Wanted:
    key_on: date | None = None
    circle: Organization | None = None
    per_thousand: bool = False
    sort: str = "name"
    descending: bool = False


def comparison(user: Viewer, definition: Definition, wanted: Wanted, *, today: date) -> Comparison:
    found = list(
        queries.figures(user)
        .filter(definition=definition, about__actor_kind="body")
        .order_by(F("key_on").asc(nulls_first=True), "pk")
    )
    keys = sorted({one.key_on for one in found if one.key_on}, reverse=True)
    if wanted.key_on is not None:
        found = [one for one in found if one.key_on == wanted.key_on]
    shown = list(_latest(found))
    bodies = _bodies(user, shown, wanted.circle, today)
    own = body_of(user)
    populations = queries.populations(user, list(bodies))
    rows = [
        _row(one, bodies[one.about_id], populations.get(one.about_id, ()), own)
        for one in shown
        if one.about_id in bodies
    ]
    rows = _sorted(rows, wanted)
    numbers = [_number(row, wanted.per_thousand) for row in rows]
    known = [number for number in numbers if number is not None]
    return Comparison(
        definition=definition,
        rows=rows,
        keys=keys,
        key_on=wanted.key_on,
        circle=wanted.circle,
        per_thousand=wanted.per_thousand,
        sort=wanted.sort,
        descending=wanted.descending,
        warnings=_warnings(rows, queries.breaks(user, definition), wanted),
        # Where two have counted the same city a middle would mix their counts.
        middle=median(known) if len(known) >= MEDIAN_FROM and not _twice(rows) else None,
    )


def _latest(found: Sequence[Figure]) -> Sequence[Figure]:
    """Of each body and each who counted the latest; two counters stay two rows."""
    latest: dict[tuple[int | None, int | None, str], Figure] = {}
    for one in found:
        latest[one.about_id, one.counted_by_id, one.counted_by_name] = one
    return list(latest.values())


def _bodies(
    user: Viewer, shown: Sequence[Figure], circle: Organization | None, today: date
) -> dict[int, Body]:
    found = Body.objects.visible_to(user).filter(pk__in=[one.about_id for one in shown])
    if circle is not None:
        found = found.filter(pk__in=members(user, circle, today).values("member"))
    return {body.pk: body for body in found}


def _row(figure: Figure, body: Body, populations: Sequence[Figure], own: Body | None) -> CityRow:
    inhabitants = inhabitants_at(body, populations, figure.key_on)
    per_thousand = None
    if figure.value is not None and inhabitants is not None:
        per_thousand = Decimal(figure.value) * 1000 / inhabitants.number
    return CityRow(
        figure=figure,
        body=body,
        inhabitants=inhabitants,
        per_thousand=per_thousand,
        is_own=own is not None and own.pk == body.pk,
        is_other_year=inhabitants is not None
        and (figure.key_on is None or inhabitants.on.year != figure.key_on.year),
    )


def inhabitants_at(
    body: Body, populations: Sequence[Figure], day: date | None
) -> Inhabitants | None:
    """Those counted nearest to that day; without a day the latest. The register's as a last."""
    known = [
        Inhabitants(int(one.value), one.key_on, one.definition.name)
        for one in populations
        if one.value is not None and one.key_on is not None and int(one.value) > 0
    ]
    if not known and body.population and body.population_on:
        known = [Inhabitants(body.population, body.population_on, "")]
    if not known:
        return None
    if day is None:
        return max(known, key=lambda one: one.on)
    return min(known, key=lambda one: (abs((one.on - day).days), -one.on.toordinal()))


def _number(row: CityRow, per_thousand: bool) -> Decimal | None:
    return row.per_thousand if per_thousand else row.figure.value


def _sorted(rows: Sequence[CityRow], wanted: Wanted) -> list[CityRow]:
    """What has no number stands last, whichever way one sorts."""
    by_name = sorted(rows, key=lambda row: row.body.name)
    if wanted.sort == "name":
        return by_name[::-1] if wanted.descending else by_name
    numbers = {
        "wert": lambda row: row.figure.value,
        "einwohner": lambda row: row.inhabitants.number if row.inhabitants else None,
        "je1000": lambda row: row.per_thousand,
    }
    number = numbers[wanted.sort]
    known = [row for row in by_name if number(row) is not None]
    return sorted(known, key=number, reverse=wanted.descending) + [
        row for row in by_name if number(row) is None
    ]


def _warnings(rows: Sequence[CityRow], breaks: Sequence[SeriesBreak], wanted: Wanted) -> list[str]:
    warnings = []
    years = sorted({row.figure.key_on.year for row in rows if row.figure.key_on})
    if len(years) > 1:
        warnings.append(
            _(
                "Die Zahlen sind aus verschiedenen Jahren (%(first)s bis %(last)s). Für einen "
                "strengen Vergleich bitte einen Stichtag wählen."
            )
            % {"first": years[0], "last": years[-1]}
        )
    warnings += _straddled(rows, breaks)
    twice = _twice(rows)
    if twice:
        warnings.append(
            _("Mehrere Stellen haben gezählt: %(names)s. Die Angaben stehen einzeln da.")
            % {"names": listed(twice[:10])}
        )
    if wanted.per_thousand:
        warnings += _population_warnings(rows)
    return warnings


def _twice(rows: Sequence[CityRow]) -> list[str]:
    names = [row.body.name for row in rows]
    return sorted({name for name in names if names.count(name) > 1})


def _straddled(rows: Sequence[CityRow], breaks: Sequence[SeriesBreak]) -> list[str]:
    """A break between two of the dates: from then on something else was counted."""
    days = [row.figure.key_on for row in rows if row.figure.key_on]
    if not days:
        return []
    first, last = min(days), max(days)
    return [
        _("Zwischen den Stichtagen liegt ein Bruch der Reihe: %(reason)s") % {"reason": one.reason}
        for one in breaks
        if one.about_id is None and first < one.on <= last
    ]


def _population_warnings(rows: Sequence[CityRow]) -> list[str]:
    warnings = []
    without = [row.body.name for row in rows if row.inhabitants is None]
    if without:
        warnings.append(
            _("Ohne bekannte Einwohnerzahl: %(names)s.") % {"names": listed(without[:10])}
        )
    others = [row for row in rows if row.is_other_year and row.inhabitants is not None]
    if others:
        years = sorted({row.inhabitants.on.year for row in others if row.inhabitants})
        said = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        warnings.append(
            _(
                "Bei %(n)s von %(of)s Angaben ist die Einwohnerzahl aus einem anderen Jahr "
                "(%(years)s) als die Zahl selbst."
            )
            % {"n": number_words(len(others)), "of": number_words(len(rows)), "years": said}
        )
    return warnings
