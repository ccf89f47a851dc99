"""Occupancy, sums, differing counts; entering, correcting, reporting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from sprengel.accounts.models import Activity, User, Visibility
from sprengel.bodies.actions import add_body
from sprengel.bodies.models import Body
from sprengel.figures.actions import correct
from sprengel.figures.models import Definition, Figure
from sprengel.figures.numbers import read_number
from sprengel.figures.problems import FigureProblem
from sprengel.programmes.housing import queries
from sprengel.programmes.housing.actions import (
    Count,
    Counted,
    enter_counts,
    load_definitions,
    report,
    reported_note,
)
from sprengel.programmes.housing.definitions import Measure, book, standard_on
from sprengel.programmes.housing.problems import CountedMeanwhile
from sprengel.programmes.housing.queries import Wanted, overview, side_by_side
from tests.programmes.housing.conftest import DAY

pytestmark = pytest.mark.django_db
COUNTED = Counted(key_on=DAY, source="Abfrage im September")


def row(user: Any, city: str, **wanted: str) -> queries.Row:
    return next(one for one in overview(user, Wanted(**wanted)).rows if one.name == city)


def given(city: Body, definition: Definition, text: str) -> Count:
    return Count(city, definition, read_number(text))


# ── The file ──────────────────────────────────────────────────────────────────────────────────


def test_every_definition_says_what_counts_and_where_that_comes_from() -> None:
    assert len(book().slugs) == len(book().definitions)
    for one in book().definitions:
        assert len(one.facts["wording"]) > 60
        assert one.facts["source"]


def test_definitions_are_made_once_and_what_is_there_stays(office: User) -> None:
    assert load_definitions(actor=office) == len(book().definitions)
    changed = Definition.objects.get(slug="unterbringung-au-plaetze")
    Definition.objects.filter(pk=changed.pk).update(wording="Unsere eigene Festlegung")
    assert load_definitions(actor=office) == 0
    changed.refresh_from_db()
    assert changed.wording == "Unsere eigene Festlegung"


@pytest.mark.parametrize(
    ("day", "least"),
    [
        (date(2017, 12, 31), "4.5"),
        (date(2018, 1, 1), "7.0"),
        (date(2026, 1, 1), "7.0"),
    ],
)
def test_the_standard_of_area_changes_with_the_year_2018(day: date, least: str) -> None:
    found = standard_on(day)
    assert found is not None
    assert found.least == Decimal(least)
    assert found.source


# ── Occupancy and difference ──────────────────────────────────────────────────────────────────


def test_occupancy_of_one_city_day_and_counter(count: Any, office: User) -> None:
    count("Lindach", "au-plaetze", 120)
    count("Lindach", "au-belegt", 90)
    found = row(office, "Lindach")
    assert [one.per_cent for one in found.occupancies] == [75]
    assert not found.occupancy_missing


@pytest.mark.parametrize(
    "other",
    [
        {"key_on": date(2026, 9, 14)},
        {"counted_by": None, "counted_by_name": "Landkreis"},
        {"counted_by": None},
        {"key_on": date(2026, 9, 15), "key_precision": "month"},
    ],
)
def test_no_occupancy_from_another_day_or_another_counter(
    count: Any, office: User, other: dict[str, Any]
) -> None:
    count("Lindach", "au-plaetze", 120)
    count("Lindach", "au-belegt", 90, **other)
    for one in queries.overview(office, Wanted()).rows:
        assert one.occupancies == ()


def test_no_occupancy_where_nobody_says_who_counted(count: Any, office: User) -> None:
    count("Lindach", "au-plaetze", 120, counted_by=None)
    count("Lindach", "au-belegt", 90, counted_by=None)
    assert row(office, "Lindach").occupancies == ()
    assert row(office, "Lindach").occupancy_missing


def test_no_occupancy_of_no_places_or_no_number(count: Any, office: User) -> None:
    count("Lindach", "au-plaetze", 0)
    count("Lindach", "au-belegt", 0)
    count("Hohenfurt", "au-plaetze", None)
    count("Hohenfurt", "au-belegt", 5)
    assert row(office, "Lindach").occupancies == ()
    assert row(office, "Hohenfurt").occupancies == ()
    assert not row(office, "Hohenfurt").occupancy_missing


def test_more_occupied_than_places_is_said(count: Any, office: User) -> None:
    count("Lindach", "au-plaetze", 100)
    count("Lindach", "au-belegt", 110)
    assert row(office, "Lindach").occupancies[0].is_over


def test_assigned_and_taken_may_be_counted_by_different_offices(count: Any, office: User) -> None:
    count("Lindach", "zugewiesen", 89, counted_by=None, counted_by_name="Landkreis")
    count("Lindach", "untergebracht", 99)
    found = row(office, "Lindach").difference
    assert found is not None
    assert found.persons == 10


# ── Sums ──────────────────────────────────────────────────────────────────────────────────────


def column(user: Any, measure: Measure, **wanted: str) -> queries.Column:
    found = overview(user, Wanted(**wanted))
    return next(one for one in found.columns if one.measure is measure)


def test_a_sum_says_of_how_many_cities_it_is(count: Any, office: User, circle: Any) -> None:
    count("Auenstadt", "au-plaetze", 100)
    count("Lindach", "au-plaetze", 50, is_approximate=True)
    count("Hohenfurt", "au-plaetze", 7)
    found = column(office, Measure.PLACES).total
    assert found is not None
    assert (found.value, found.n, found.of, found.is_approximate) == (157, 3, 4, True)
    only = column(office, Measure.PLACES, circle=circle.slug).total
    assert only is not None
    assert (only.value, only.n, only.of) == (150, 2, 2)


def test_counts_that_contradict_each_other_are_neither_added_nor_averaged(
    count: Any, office: User
) -> None:
    count("Auenstadt", "au-plaetze", 100)
    count("Lindach", "au-plaetze", 689)
    count("Lindach", "au-plaetze", 1020, counted_by=None, counted_by_name="Land")
    count("Hohenfurt", "au-plaetze", None)
    found = column(office, Measure.PLACES).total
    assert found is not None
    assert (found.value, found.n) == (100, 1)
    assert found.contradictory == ("Lindach",)
    assert found.without == ("Hohenfurt",)


def test_averages_are_not_added_and_counties_are_not_added_to_cities(
    count: Any, office: User, defined: dict[str, Definition]
) -> None:
    count("Auenstadt", "au-flaeche", 7)
    count("Lindach", "au-flaeche", 8)
    assert column(office, Measure.AREA).total is None
    county = add_body(actor=None, name="Kreis", kind="county", visibility="public")
    count("Auenstadt", "au-plaetze", 5)
    count("Auenstadt", "au-plaetze", 500, about=county, counted_by=county)
    found = column(office, Measure.PLACES).total
    assert found is not None
    assert found.value == 5


def test_key_dates_are_never_mixed(count: Any, office: User) -> None:
    count("Auenstadt", "au-plaetze", 5)
    count("Lindach", "au-plaetze", 7, key_on=date(2025, 9, 15))
    newest = overview(office, Wanted())
    assert [one.day for one in newest.days] == [DAY, date(2025, 9, 15)]
    assert [one.name for one in newest.rows] == ["Auenstadt"]
    older = overview(office, Wanted(day=newest.days[1].value))
    assert [one.name for one in older.rows] == ["Lindach"]


# ── Two authorities ───────────────────────────────────────────────────────────────────────────


def test_689_and_1020_stand_side_by_side(
    count: Any, office: User, defined: dict[str, Definition]
) -> None:
    facts = {"about": None, "scope": "Landkreis Ludwigsburg", "key_on": None, "counted_by": None}
    count("Lindach", "rueckstand-kreis", 689, counted_by_name="Landkreis", **facts)
    count("Lindach", "rueckstand-land", 1020, counted_by_name="Land", **facts)
    (found,) = side_by_side(office)
    assert found.about == "Landkreis Ludwigsburg"
    assert [one.value for one in found.figures] == [689, 1020]


def test_two_counters_of_one_definition_stand_side_by_side_unless_they_agree(
    count: Any, office: User
) -> None:
    count("Lindach", "au-belegt", 100)
    count("Lindach", "au-belegt", 100, counted_by=None, counted_by_name="Landkreis")
    assert side_by_side(office) == []
    count("Lindach", "au-belegt", 104, counted_by=None, counted_by_name="Land")
    (found,) = side_by_side(office)
    assert len(found.figures) == 3


def test_two_days_are_no_contradiction(count: Any, office: User) -> None:
    count("Lindach", "au-belegt", 100)
    count("Lindach", "au-belegt", 90, key_on=date(2025, 9, 15), counted_by_name="Land")
    assert side_by_side(office) == []


# ── Entering ──────────────────────────────────────────────────────────────────────────────────


def test_what_is_new_is_entered_and_what_is_the_same_stays(
    office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    places = defined["unterbringung-au-plaetze"]
    counts = [
        given(cities["Lindach"], places, "ca. 50"),
        given(cities["Auenstadt"], places, "k. A."),
    ]
    assert enter_counts(actor=office, counts=counts, counted=COUNTED).new == 2
    figure = Figure.objects.get(about=cities["Lindach"])
    assert (figure.value, figure.is_approximate, figure.as_written) == (50, True, "ca. 50")
    assert figure.counted_by_id == cities["Lindach"].pk
    assert Figure.objects.get(about=cities["Auenstadt"]).gap == "not_stated"
    again = enter_counts(actor=office, counts=counts, counted=COUNTED)
    assert (again.new, again.corrected, again.same) == (0, 0, 2)
    assert Figure.objects.count() == 2


def test_another_number_is_a_correction_and_needs_a_reason(
    office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    places = defined["unterbringung-au-plaetze"]
    enter_counts(actor=office, counts=[given(cities["Lindach"], places, "50")], counted=COUNTED)
    other = [given(cities["Lindach"], places, "60")]
    with pytest.raises(FigureProblem, match=r"Lindach.*Grund der Berichtigung"):
        enter_counts(actor=office, counts=other, counted=COUNTED)
    done = enter_counts(actor=office, counts=other, counted=COUNTED, because="Zählfehler")
    assert done.corrected == 1
    assert [one.value for one in Figure.objects.current()] == [60]
    assert Figure.objects.get(value=50).replacement.replaced_because == "Zählfehler"


def test_another_counter_gets_a_row_of_its_own(
    office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    counts = [given(cities["Lindach"], defined["unterbringung-au-plaetze"], "50")]
    enter_counts(actor=office, counts=counts, counted=COUNTED)
    county = Counted(key_on=DAY, source="Statistik", counted_by_name="Landkreis")
    assert enter_counts(actor=office, counts=counts, counted=county).new == 1
    again = Counted(key_on=DAY, source="Statistik", counted_by_name=" landkreis ")
    assert enter_counts(actor=office, counts=counts, counted=again).same == 1


def test_all_or_nothing(
    office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    places = defined["unterbringung-au-plaetze"]
    counts = [given(cities["Lindach"], places, "50"), given(cities["Lindach"], places, "60")]
    with pytest.raises(FigureProblem, match="zweimal"):
        enter_counts(actor=office, counts=counts, counted=COUNTED)
    no_city = add_body(actor=None, name="Verband", kind="association")
    with pytest.raises(FigureProblem, match="weder Stadt noch Landkreis"):
        enter_counts(
            actor=office,
            counts=[counts[0], given(no_city, places, "1")],
            counted=COUNTED,
        )
    assert not Figure.objects.exists()


def test_the_second_of_two_is_told(
    office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    places = defined["unterbringung-au-plaetze"]
    seen = {(cities["Lindach"].pk, places.pk, DAY): None}
    first = [given(cities["Lindach"], places, "50")]
    enter_counts(actor=office, counts=first, counted=COUNTED, seen=seen)
    with pytest.raises(CountedMeanwhile, match="Lindach"):
        enter_counts(
            actor=office,
            counts=[given(cities["Lindach"], places, "60")],
            counted=COUNTED,
            seen=seen,
            because="neu",
        )
    # Pressing twice is no contradiction.
    assert enter_counts(actor=office, counts=first, counted=COUNTED, seen=seen).same == 1


def test_many_cities_are_one_line_of_the_log_for_each_definition(
    office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    before = Activity.objects.count()
    counts = [
        given(city, defined[f"unterbringung-au-{what}"], "5")
        for city in cities.values()
        for what in ("plaetze", "belegt")
    ]
    enter_counts(actor=office, counts=counts, counted=COUNTED)
    assert Activity.objects.count() == before + 2


# ── A city reports ────────────────────────────────────────────────────────────────────────────


def test_a_city_reports_its_own_and_the_office_reads_that_it_did(
    member: User, office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    counts = [given(cities["Lindach"], defined["unterbringung-au-plaetze"], "50")]
    assert report(actor=member, counts=counts, key_on=DAY).new == 1
    figure = Figure.objects.get()
    assert figure.note == reported_note() == "gemeldet von der Stadt"
    assert figure.entered_by == member
    assert figure.counted_by_id == cities["Lindach"].pk
    assert figure.visibility == Visibility.MEMBERS
    assert "Meldung von Lindach, 1. Oktober 2026" in figure.source


def test_a_city_reports_no_other_city_and_nothing_public(
    member: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    places = defined["unterbringung-au-plaetze"]
    with pytest.raises(PermissionDenied):
        report(actor=member, counts=[given(cities["Auenstadt"], places, "5")], key_on=DAY)
    with pytest.raises(PermissionDenied):
        report(
            actor=member,
            counts=[given(cities["Lindach"], places, "5")],
            key_on=DAY,
            visibility="public",
        )
    guest = User.objects.create_user("gast@example.org", name="Gast", role="guest")
    with pytest.raises(PermissionDenied):
        report(actor=guest, counts=[given(cities["Lindach"], places, "5")], key_on=DAY)
    assert not Figure.objects.exists()


def test_reporting_anew_corrects_and_does_not_tell_what_is_hidden(
    member: User, office: User, cities: dict[str, Body], defined: dict[str, Definition]
) -> None:
    places = defined["unterbringung-au-plaetze"]
    report(actor=member, counts=[given(cities["Lindach"], places, "50")], key_on=DAY)
    correct(
        actor=office,
        figure=Figure.objects.get(),
        because="intern geprüft",
        value=Decimal(45),
        visibility=Visibility.OFFICE,
    )
    seen = {(cities["Lindach"].pk, places.pk, DAY): None}
    counts = [given(cities["Lindach"], places, "52")]
    done = report(actor=member, counts=counts, key_on=DAY, seen=seen)
    assert done.corrected == 1
    assert [one.value for one in Figure.objects.current()] == [52]
