"""What must hold of a figure before it is kept; what does not raises a :class:`FigureProblem`."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sprengel.accounts.models import Visibility
from sprengel.archive.models import Passage
from sprengel.bodies.models import Actor
from sprengel.figures.models import Definition, Figure, KeyPrecision, UnitKind
from sprengel.figures.numbers import ReadNumber
from sprengel.figures.problems import FigureProblem
from sprengel.ui.days import EARLIEST, LATEST

PLACES = Decimal("0.0001")
"""As many decimals as a row keeps."""
MOST_DIGITS = 15
"""SQLite keeps numbers exactly up to here."""
_WIDEST_FIRST = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE)


def stored_number(value: Decimal | int | None, field: str = "value") -> Decimal | None:
    """The number as a row keeps it: four decimals at most, never digits that would be lost."""
    if value is None:
        return None
    try:
        number = Decimal(value)
        if not number.is_finite():
            raise FigureProblem(_("Das ist keine Zahl."), field=field)
        rounded = number.quantize(PLACES, rounding=ROUND_HALF_UP)
    except (InvalidOperation, ValueError, TypeError) as e:
        raise FigureProblem(_too_big(), field=field) from e
    if len(rounded.normalize().as_tuple().digits) > MOST_DIGITS or rounded.adjusted() >= 15:
        raise FigureProblem(_too_big(), field=field)
    return rounded


def _too_big() -> str:
    return _(
        "Diese Zahl hat zu viele Stellen. Möglich sind höchstens 15 Ziffern, davon 4 hinter dem "
        "Komma. Bitte die Einheit prüfen (etwa Millionen statt Euro)."
    )


def check_unit(definition: Definition, read: ReadNumber) -> ReadNumber:
    """A unit that stands behind the number must be the definition's: per cent are no euros."""
    unit, kind = read.unit.lower(), definition.unit_kind
    signs = {"%": UnitKind.SHARE, "prozent": UnitKind.SHARE, "€": UnitKind.MONEY}
    signs |= {"m²": UnitKind.AREA, "m2": UnitKind.AREA, "qm": UnitKind.AREA}
    meant = signs.get(unit)
    if not unit or unit == definition.unit.lower() or meant == kind:
        return read
    if meant is not None or kind in (UnitKind.SHARE, UnitKind.MONEY, UnitKind.AREA):
        raise FigureProblem(
            _("Hinter der Zahl steht „%(unit)s“, gezählt wird hier in „%(own)s“. Bitte prüfen.")
            % {"unit": read.unit, "own": definition.unit},
            field="value",
        )
    return read


def check_figure(figure: Figure) -> None:
    """Everything the database would refuse, said so that one knows what to do."""
    _check_value(figure)
    _check_range(figure)
    _check_dates(figure)
    _check_base(figure)
    _check_source(figure)
    if figure.about is None and not figure.scope:
        raise FigureProblem(
            _("Bitte angeben, wofür die Zahl gilt: eine Körperschaft oder ein Bezug in Worten."),
            field="about",
        )
    check_fields(figure)
    _check_sight(figure)


def _check_value(figure: Figure) -> None:
    if figure.value is None and not figure.gap:
        raise FigureProblem(
            _("Bitte einen Wert angeben oder sagen, warum es keinen gibt."), field="value"
        )
    if figure.value is not None and figure.gap:
        raise FigureProblem(
            _("Entweder ein Wert oder ein Grund, warum es keinen gibt; nicht beides."),
            field="value",
        )
    if figure.value is None and (figure.low is not None or figure.high is not None):
        raise FigureProblem(
            _("Eine Spanne braucht auch einen Wert. Bitte einen angeben oder die Spanne leeren."),
            field="value",
        )


def _check_range(figure: Figure) -> None:
    low, value, high = figure.low, figure.value, figure.high
    if low is not None and high is not None and low > high:
        raise FigureProblem(_("Bei der Spanne ist „von“ größer als „bis“."), field="low")
    if value is not None and low is not None and value < low:
        raise FigureProblem(_("Der Wert liegt unter dem Anfang der Spanne."), field="low")
    if value is not None and high is not None and value > high:
        raise FigureProblem(_("Der Wert liegt über dem Ende der Spanne."), field="high")


def _check_dates(figure: Figure) -> None:
    for name in ("from_on", "key_on"):
        check_day(getattr(figure, name), name)
    if figure.key_on is not None and figure.key_precision == KeyPrecision.UNKNOWN:
        raise FigureProblem(
            _("Ein Stichtag ist angegeben, zugleich heißt es, er sei nicht bekannt."),
            field="key_on",
        )
    if figure.from_on is None:
        return
    if figure.key_on is None:
        raise FigureProblem(
            _("Ein Zeitraum braucht auch sein Ende. Bitte den letzten Tag angeben."),
            field="key_on",
        )
    if figure.from_on > figure.key_on:
        raise FigureProblem(_("Der Zeitraum endet, bevor er beginnt."), field="from_on")


def check_day(day: date | None, field: str) -> None:
    if day is not None and not EARLIEST <= day <= LATEST:
        raise FigureProblem(
            _("Bitte das Jahr prüfen: möglich sind %(first)s bis %(last)s.")
            % {"first": EARLIEST.year, "last": LATEST.year},
            field=field,
        )


def _check_base(figure: Figure) -> None:
    n, of = figure.base_n, figure.base_of
    if n is not None and of is not None and n > of:
        raise FigureProblem(
            _("%(n)s von %(of)s kann nicht sein: Es gibt mehr Angaben, als gefragt wurden.")
            % {"n": n, "of": of},
            field="base_n",
        )


def _check_source(figure: Figure) -> None:
    if figure.passage is None and not figure.source and not figure.source_path:
        raise FigureProblem(
            _(
                "Ohne Quelle keine Kennzahl: Bitte eine Fundstelle in einem Dokument oder eine "
                "Quelle angeben."
            ),
            field="source",
        )
    path = figure.source_path
    if path and (not path.startswith("/") or path.startswith("//") or "\\" in path):
        raise FigureProblem(
            _("Der Verweis auf eine Seite dieser Anwendung ist keiner."), field="source_path"
        )


def _check_sight(figure: Figure) -> None:
    """A figure is never seen by more people than what it rests on."""
    definition, passage = figure.definition, figure.passage
    rests_on: list[tuple[str, str | None]] = [
        (_("die Festlegung, was gezählt wird"), definition.visibility),
        (str(figure.about), _of(figure.about)),
        (str(figure.counted_by), _of(figure.counted_by)),
        (_("das Dokument der Fundstelle"), _of_document(passage)),
    ]
    for name, visibility in rests_on:
        if visibility is not None and is_wider(figure.visibility, visibility):
            raise FigureProblem(
                _(
                    "Die Kennzahl wäre für mehr Menschen sichtbar als das, worauf sie beruht "
                    "(%(what)s: %(who)s). Bitte die Sichtbarkeit enger wählen."
                )
                % {"what": name, "who": Visibility(visibility).label},
                field="visibility",
            )


def is_wider(visibility: str, other: str) -> bool:
    return _WIDEST_FIRST.index(visibility) < _WIDEST_FIRST.index(other)


def _of(actor: Actor | None) -> str | None:
    return actor.visibility if actor is not None else None


def _of_document(passage: Passage | None) -> str | None:
    return passage.revision.document.visibility if passage is not None else None


def check_fields(row: Figure | Definition) -> None:
    """Lengths, choices and addresses, as the model has them; and what no database keeps."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and "\x00" in value:
            raise FigureProblem(
                _("%(field)s enthält ein Zeichen, das nicht gespeichert werden kann.")
                % {"field": field.verbose_name},
                field=field.name,
            )
    try:
        # Rows it points at were given as objects; looking each up again costs a query apiece.
        relations = {field.name for field in row._meta.concrete_fields if field.is_relation}
        row.clean_fields(exclude=relations | {"entered_by_name", "public_id"})
    except ValidationError as e:
        name, messages = next(iter(e.message_dict.items()))
        label = row._meta.get_field(name).verbose_name
        raise FigureProblem(f"{label}: {' '.join(messages)}", field=name) from e
