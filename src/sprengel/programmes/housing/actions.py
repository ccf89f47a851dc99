"""Entering counts. Each is a figure about a city; one that is there already is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sprengel.accounts.clock import today
from sprengel.accounts.models import User, Visibility
from sprengel.bodies.models import Body, BodyKind
from sprengel.figures.actions import correct, define, enter, enter_many
from sprengel.figures.models import Definition, Figure, KeyPrecision
from sprengel.figures.numbers import ReadNumber
from sprengel.figures.problems import AlreadyCorrected, FigureProblem
from sprengel.programmes.housing.definitions import book
from sprengel.programmes.housing.problems import CountedMeanwhile
from sprengel.programmes.housing.rules import reporting_city
from sprengel.ui.wording import long_date

Place = tuple[int, int, date]
"""Primary keys of city and definition, and the key date."""


@dataclass(frozen=True, slots=True)
class Count:
    """One number of one city as it was read."""

    city: Body
    definition: Definition
    number: ReadNumber
    key_on: date | None = None
    """Where the key date stands in the row; else that of ``Counted``."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What all counts of one table or form have in common."""

    key_on: date
    source: str
    counted_by_name: str = ""
    """Empty: each city counted itself."""
    visibility: str = Visibility.OFFICE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    new: int = 0
    corrected: int = 0
    same: int = 0


@transaction.atomic
def load_definitions(*, actor: User | None) -> int:
    """Fix what ``definitions.toml`` says and is not there yet; how many were new."""
    there = set(Definition.objects.filter(slug__in=book().slugs).values_list("slug", flat=True))
    missing = [one for one in book().definitions if one.slug not in there]
    for one in missing:
        define(actor=actor, theme="housing", visibility=Visibility.PUBLIC, **one.facts)
    return len(missing)


@transaction.atomic
def enter_counts(
    *,
    actor: User | None,
    counts: Sequence[Count],
    counted: Counted,
    because: str = "",
    seen: Mapping[Place, int | None] | None = None,
) -> Written:
    """All of them or none. What stands there already and is the same stays as it is.

    ``seen`` holds the figure that stood at each place when the form was made; ``because`` is the
    reason where one is corrected. Raises FigureProblem, CountedMeanwhile among them.
    """
    _refuse_what_is_no_city(counts)
    _refuse_twice(counts, counted)
    # Two who save the same cities wait for each other here.
    pks = sorted({one.city.pk for one in counts})
    list(Body.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    there = standing(counts, counted)
    if seen is not None:
        _refuse_unseen(counts, counted, there, seen)
    new = [one for one in counts if _at(one, counted) not in there]
    _enter(actor, new, counted)
    corrected = same = 0
    for one in counts:
        stands = there.get(_at(one, counted))
        if stands is None:
            continue
        if _says_the_same(stands, one.number):
            same += 1
        else:
            _correct(actor, stands, one, counted, because)
            corrected += 1
    return Written(len(new), corrected, same)


@transaction.atomic
def report(
    *,
    actor: User,
    counts: Sequence[Count],
    key_on: date,
    visibility: str = Visibility.MEMBERS,
    seen: Mapping[Place, int | None] | None = None,
) -> Written:
    """A city's office says what its own city counted. PermissionDenied for any other city."""
    city = reporting_city(actor)
    if city is None or any(one.city.pk != city.pk for one in counts):
        raise PermissionDenied
    if visibility == Visibility.PUBLIC:
        raise PermissionDenied
    with override(settings.LANGUAGE_CODE):
        counted = Counted(
            key_on=key_on,
            source=_("Meldung von %(city)s, %(day)s")
            % {"city": city.name, "day": long_date(today())},
            visibility=visibility,
            note=reported_note(),
        )
        because = _("neue Meldung der Stadt")
    if seen is not None:
        seen = {**seen, **_hidden_from(actor, counts, counted)}
    return enter_counts(actor=actor, counts=counts, counted=counted, because=because, seen=seen)


def _hidden_from(actor: User, counts: Sequence[Count], counted: Counted) -> dict[Place, int | None]:
    """What stands there unseen counts as seen: an error would tell that it is there."""
    there = standing(counts, counted)
    pks = [row.pk for row in there.values()]
    visible = set(Figure.objects.visible_to(actor).filter(pk__in=pks).values_list("pk", flat=True))
    return {place: row.pk for place, row in there.items() if row.pk not in visible}


def reported_note() -> str:
    """In the house's language, whoever reports: it is kept with the figure."""
    with override(settings.LANGUAGE_CODE):
        return _("gemeldet von der Stadt")


def standing(counts: Iterable[Count], counted: Counted) -> dict[Place, Figure]:
    """What stands at these places by the same counter, whoever may see it.

    Not for any screen: it is asked so that a second row is not made beside a hidden one.
    """
    wanted = list(counts)
    rows = (
        Figure.objects.current()
        .filter(
            about__in={one.city.pk for one in wanted},
            definition__in={one.definition.pk for one in wanted},
            key_precision=KeyPrecision.DAY,
        )
        .select_related("definition", "about", "counted_by")
        .order_by("pk")
    )
    places = {_at(one, counted) for one in wanted}
    found: dict[Place, Figure] = {}
    for row in rows:
        if row.about_id is None or row.key_on is None:
            continue
        place = (row.about_id, row.definition_id, row.key_on)
        if place in places and is_by(row, counted):
            found[place] = row
    return found


def is_by(figure: Figure, counted: Counted) -> bool:
    """Whether the figure was counted by whom ``counted`` names."""
    if counted.counted_by_name:
        return figure.counted_by_id is None and (
            figure.counted_by_name.strip().casefold() == counted.counted_by_name.strip().casefold()
        )
    return figure.counted_by_id == figure.about_id


def _enter(actor: User | None, counts: Sequence[Count], counted: Counted) -> None:
    """Of many cities a line in the log for each definition, of one city for each number."""
    rows: dict[Definition, list[dict[str, Any]]] = {}
    for one in counts:
        rows.setdefault(one.definition, []).append(_facts(one, counted))
    one_city = len({one.city.pk for one in counts}) == 1
    for definition, facts in rows.items():
        if one_city:
            for fact in facts:
                enter(actor=actor, definition=definition, **fact)
        else:
            enter_many(actor=actor, definition=definition, rows=facts)


def _facts(one: Count, counted: Counted) -> dict[str, Any]:
    return {
        "about": one.city,
        "key_on": one.key_on or counted.key_on,
        "counted_by": None if counted.counted_by_name else one.city,
        "counted_by_name": counted.counted_by_name,
        "source": counted.source,
        "note": counted.note,
        "visibility": counted.visibility,
        **_number(one.number),
    }


def _correct(
    actor: User | None, stands: Figure, one: Count, counted: Counted, because: str
) -> None:
    try:
        correct(
            actor=actor,
            figure=stands,
            because=because,
            source=counted.source,
            # The new number has a source of its own; the old one's passage does not say it.
            passage=None,
            source_url="",
            source_path="",
            note=counted.note,
            visibility=counted.visibility,
            **_number(one.number),
        )
    except AlreadyCorrected as e:
        raise CountedMeanwhile([_place(one)]) from e
    except FigureProblem as problem:
        if problem.field != "replaced_because":
            raise
        raise FigureProblem(
            _("%(place)s hat schon eine andere Zahl. Bitte den Grund der Berichtigung nennen.")
            % {"place": _place(one)},
            field="replaced_because",
        ) from problem


def _number(number: ReadNumber) -> dict[str, Any]:
    return {
        "value": number.value,
        "low": number.low,
        "high": number.high,
        "gap": number.gap,
        "is_approximate": number.is_approximate,
        "as_written": number.as_written,
    }


def _says_the_same(stands: Figure, number: ReadNumber) -> bool:
    def rounded(value: Decimal | None) -> Decimal | None:
        return None if value is None else round(value, 4)

    return (
        rounded(stands.value) == rounded(number.value)
        and rounded(stands.low) == rounded(number.low)
        and rounded(stands.high) == rounded(number.high)
        and stands.gap == number.gap
        and stands.is_approximate == number.is_approximate
    )


def _refuse_what_is_no_city(counts: Iterable[Count]) -> None:
    """Counts are of cities and counties: never of a circle, and never of a person."""
    for one in counts:
        if one.city.kind not in (BodyKind.CITY, BodyKind.COUNTY):
            raise FigureProblem(
                _("%(name)s ist weder Stadt noch Landkreis.") % {"name": one.city.name}
            )


def _refuse_twice(counts: Iterable[Count], counted: Counted) -> None:
    places: set[Place] = set()
    for one in counts:
        place = _at(one, counted)
        if place in places:
            raise FigureProblem(
                _("%(place)s steht zweimal da. Bitte nur eine Zahl angeben.")
                % {"place": _place(one)}
            )
        places.add(place)


def _refuse_unseen(
    counts: Iterable[Count],
    counted: Counted,
    there: Mapping[Place, Figure],
    seen: Mapping[Place, int | None],
) -> None:
    changed = []
    for one in counts:
        place = _at(one, counted)
        stands = there.get(place)
        if (stands.pk if stands else None) == seen.get(place):
            continue
        if stands is None or not _says_the_same(stands, one.number):
            changed.append(_place(one))
    if changed:
        raise CountedMeanwhile(changed)


def _at(one: Count, counted: Counted) -> Place:
    return one.city.pk, one.definition.pk, one.key_on or counted.key_on


def _place(one: Count) -> str:
    return f"{one.city.name}, {one.definition.name}"
