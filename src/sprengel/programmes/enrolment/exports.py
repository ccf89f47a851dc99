"""Exactly what the table shows as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from sprengel.figures.models import Figure
from sprengel.figures.wording import number_words, spell, spell_number
from sprengel.programmes.enrolment.queries import Filters, Overview, Row
from sprengel.programmes.enrolment.sums import Comparison, Sum
from sprengel.ui.excel import Cell, Sheet, workbook
from sprengel.ui.wording import long_date

CENTS = 2
"""Decimals of money, where it has any."""


def spreadsheet(found: Overview, filters: Filters, today: date, *, with_visibility: bool) -> bytes:
    """``with_visibility``: who may see each row; only the office is told."""
    columns = [
        (_("Stadt"), 28),
        (_("Gemeindeschlüssel"), 16),
        (_("Rang zur Zeit der Runde"), 22),
        (_("Sprengel"), 24),
        (_("Einwohner"), 11),
        (_("Einwohner am"), 13),
        (_("Runde"), 24),
        (_("Stand"), 15),
        (_("von"), 12),
        (_("bis"), 12),
        (_("Anmerkung zur Zeit"), 26),
        (_("Beantragt (Euro)"), 16),
        (_("Bewilligt (Euro)"), 16),
        (_("Stellen"), 10),
        (_("Anmerkung"), 40),
    ]
    if with_visibility:
        columns.append((_("Sichtbarkeit"), 18))
    sheet = Sheet(
        name=_("Beteiligung"),
        title=_("%(name)s: Beteiligung") % {"name": found.programme.name},
        columns=columns,
        rows=[
            [*_cells(row), *([row.enrolment.get_visibility_display()] * with_visibility)]
            for row in found.rows
        ],
        notes=[*_notes(found, filters, today)],
    )
    return workbook([sheet])


def _cells(row: Row) -> Sequence[Cell]:
    of, body = row.enrolment, row.body
    return (
        body.name,
        body.ags,
        row.ended or row.status,
        ", ".join(one.name for one in row.circles),
        body.population,
        body.population_on,
        row.round.name,
        of.get_state_display(),
        of.start_on,
        of.end_on,
        of.dates_note,
        _number(row.requested),
        _number(row.granted),
        _number(row.posts),
        of.note,
    )


def _number(figure: Figure | None) -> Cell:
    """A plain number one can reckon with; what is rough or missing stays in words."""
    if figure is None:
        return None
    is_plain = figure.low is None and figure.high is None and not figure.is_approximate
    if figure.value is None or not is_plain:
        return spell_number(figure)
    return float(figure.value)


def _notes(found: Overview, filters: Filters, today: date) -> Iterable[str]:
    yield _("Stand %(day)s. %(shown)s von %(all)s Zeilen.") % {
        "day": long_date(today),
        "shown": len(found.rows),
        "all": found.row_count,
    }
    if filters.any:
        yield _("Die Tabelle ist gefiltert.")
    for name, total in (
        (_("Beantragt"), found.requested),
        (_("Bewilligt"), found.granted),
        (_("Stellen"), found.posts),
    ):
        if total.value is not None:
            yield f"{name}: {sum_words(total)}"
    for one in found.comparisons:
        yield comparison_words(one)


def sum_words(total: Sum) -> str:
    """ "1.234.000 (12 von 15 mit Betrag)"."""
    said = number_words(total.value or 0, CENTS)
    if total.is_approximate:
        said = _("ca. %(number)s") % {"number": said}
    return _("%(number)s (%(n)s von %(of)s mit Betrag)") % {
        "number": said,
        "n": total.with_amount,
        "of": total.rows,
    }


def comparison_words(one: Comparison) -> str:
    words = {
        "round": one.round_name,
        "role": one.role.label,
        "stated": spell(one.stated),
        "counted": number_words(one.counted, CENTS),
        "n": one.with_amount,
        "of": one.rows,
    }
    if one.counts_rows:
        return (
            _("%(round)s, %(role)s: angegeben %(stated)s, einzeln eingetragen %(counted)s.") % words
        )
    return (
        _(
            "%(round)s, %(role)s: angegeben %(stated)s, die Zeilen ergeben %(counted)s "
            "(%(n)s von %(of)s mit Betrag)."
        )
        % words
    )
