"""A forecast as a workbook: the ways by year, the plain cases, the assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.forecasts import wording
from sprengel.programmes.forecasts.plan import Plan
from sprengel.programmes.forecasts.reckoning import Outcome, reckon
from sprengel.programmes.scenarios.queries import ShownAssumption
from sprengel.ui.excel import Cell, Sheet
from sprengel.ui.excel import workbook as make


def workbook(
    title: str,
    plan: Plan,
    lines: Sequence[ShownAssumption],
    notes: Sequence[str] = (),
    cite: str = "",
) -> bytes:
    outcome = reckon(plan)
    sheets = [_by_chance(title, outcome, [*notes, cite] if cite else notes), _plain(outcome)]
    if plan.is_circle and outcome.fall:
        sheets.append(_cities(outcome))
    return make([*sheets, _assumptions(lines)])


def _by_chance(title: str, outcome: Outcome, notes: Sequence[str]) -> Sheet:
    columns = [(_("Jahr"), 8)]
    for way in outcome.ways:
        name = wording.NAMES[way.alternative]
        columns += [
            (_("%(way)s: mittlerer Fall") % {"way": name}, 18),
            (_("von"), 14),
            (_("bis"), 14),
        ]
    rows: list[list[Cell]] = []
    for number, year in enumerate(outcome.years):
        row: list[Cell] = [year]
        for way in outcome.ways:
            of = way.spread.of_year(number)
            row += _three(of)
        rows.append(row)
    return Sheet(_("Was bei der Stadt bleibt"), title, columns, rows, notes)


def _plain(outcome: Outcome) -> Sheet:
    columns = [
        (_("Weg"), 26),
        (_("Jahr"), 8),
        *(
            (f"{what}, {case}", 16)
            for what in (_("Stellen"), _("Kosten"), _("Zuschuss"), _("bleibt bei der Stadt"))
            for case in (_("wie eingetragen"), _("niedrigster Fall"), _("höchster Fall"))
        ),
    ]
    rows: list[list[Cell]] = [
        [
            str(wording.NAMES[way.alternative]),
            one.year,
            *(round(each, 2) for each in (one.posts.likely, one.posts.low, one.posts.high)),
            *_three(one.cost_eur),
            *_three(one.grant_eur),
            *_three(one.own_eur),
        ]
        for way in outcome.ways
        for one in way.plain
    ]
    notes = [
        _("Niedrigster und höchster Fall: alles kommt zugleich günstig oder ungünstig."),
        _("Hier stehen alle Stellen; so genau, wie sie aussehen, sind die Beträge nicht."),
    ]
    return Sheet(_("Jahr für Jahr"), _("Stellen, Kosten, Zuschuss"), columns, rows, notes)


def _cities(outcome: Outcome) -> Sheet:
    fall = outcome.fall
    assert fall is not None
    last, first = outcome.plan.common.term_ends, fall.year
    columns = [
        (_("Stadt"), 28),
        (_("Stellen"), 10),
        *((f"{year}, {part}", 14) for year in (last, first) for part in _parts()),
        *((_("mehr: %(part)s") % {"part": part}, 14) for part in _parts()),
    ]
    rows: list[list[Cell]] = [
        [city.name, round(city.posts.likely, 2), *_three(before), *_three(after), *_three(rise)]
        for city, (before, after, rise) in zip(outcome.plan.cities, fall.by_city, strict=True)
    ]
    rows.append(
        [
            _("zusammen"),
            round(outcome.plan.common.posts.likely, 2),
            *_three(fall.before_eur),
            *_three(fall.after_eur),
            *_three(fall.rise_eur),
        ]
    )
    return Sheet(_("Städte"), _("Was jede Stadt zahlt, wenn alle Stellen bleiben"), columns, rows)


def _assumptions(lines: Sequence[ShownAssumption]) -> Sheet:
    rows = [[one.label, one.value, one.figure_name, one.source] for one in lines]
    columns = [(_("Annahme"), 44), (_("Wert"), 34), (_("Kennzahl"), 34), (_("Quelle"), 44)]
    return Sheet(_("Annahmen"), _("Annahmen und woher sie stammen"), columns, rows)


def _parts() -> tuple[str, str, str]:
    return _("mittlerer Fall"), _("von"), _("bis")


def _three(of: Range) -> list[Cell]:
    return [round(of.likely, 2), round(of.low, 2), round(of.high, 2)]
