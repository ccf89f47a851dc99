"""Entering, correcting, breaking a series: what is kept, and what is said where it cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sprengel.accounts.models import Activity, ActivityVerb, Visibility
from sprengel.archive.actions import change_document
from sprengel.bodies.actions import add_body
from sprengel.figures import actions
from sprengel.figures.models import Definition, Figure, KeyPrecision, SeriesBreak
from sprengel.figures.problems import AlreadyCorrected, FigureProblem

pytestmark = pytest.mark.django_db

DAY = date(2023, 9, 15)
PUBLIC = Visibility.PUBLIC


def enter(definition, **more) -> Figure:
    facts = {"value": Decimal(689), "scope": "alle Städte", "source": "Bericht", "key_on": DAY}
    return actions.enter(actor=None, definition=definition, **(facts | more))


def test_a_figure_keeps_all_it_was_given(office, places, lindach, state, read, mark) -> None:
    passage = mark(read(), "689 Plätze")
    figure = actions.enter(
        actor=office,
        definition=places,
        about=lindach,
        value=Decimal("689.25"),
        low=Decimal(600),
        high=Decimal(700),
        is_approximate=True,
        as_written="rund 689 Plätze",
        key_on=DAY,
        base_n=22,
        base_of=35,
        counted_by=state,
        passage=passage,
        note="ohne Einzelwohnungen",
        visibility=PUBLIC,
    )
    kept = Figure.objects.get(pk=figure.pk)
    assert (kept.value, kept.low, kept.high) == (Decimal("689.25"), 600, 700)
    assert (kept.about_id, kept.counted_by_id) == (lindach.pk, state.pk)
    assert (kept.base_n, kept.base_of, kept.key_precision) == (22, 35, KeyPrecision.DAY)
    assert (kept.passage, kept.entered_by, kept.entered_by_name) == (passage, office, "Frau Weber")
    line = Activity.objects.get(verb=ActivityVerb.FIGURE_CHANGED, path=figure.get_absolute_url())
    assert "Lindach" in line.sentence
    assert "689,25" in line.sentence
    assert line.visibility == PUBLIC


def test_without_key_date_it_counts_as_not_known(places) -> None:
    assert enter(places, key_on=None).key_precision == KeyPrecision.UNKNOWN


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ({"value": None}, "value", "warum es keinen gibt"),
        ({"gap": "not_stated"}, "value", "nicht beides"),
        ({"value": None, "gap": "not_stated", "low": Decimal(1)}, "value", "Spanne"),
        ({"low": Decimal(900)}, "low", "unter dem Anfang"),
        ({"high": Decimal(100)}, "high", "über dem Ende"),
        ({"low": Decimal(9), "high": Decimal(3)}, "low", "größer als"),
        ({"base_n": 36, "base_of": 35}, "base_n", "36 von 35"),
        ({"from_on": date(2024, 1, 1)}, "from_on", "bevor er beginnt"),
        ({"from_on": DAY, "key_on": None}, "key_on", "Ende"),
        ({"key_on": date(1, 1, 1)}, "key_on", "Jahr prüfen"),
        ({"key_precision": "unknown"}, "key_on", "nicht bekannt"),
        ({"source": " "}, "source", "Ohne Quelle"),
        ({"scope": ""}, "about", "wofür die Zahl gilt"),
        ({"source_path": "//boese.example"}, "source_path", "Verweis"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "Fundort"),
        ({"source": "x" * 401}, "source", "400"),
        ({"scope": "x" * 10_000}, "scope", "200"),
        ({"note": "a\x00b"}, "note", "Zeichen"),
        ({"value": Decimal("1e400")}, "value", "zu viele Stellen"),
        ({"value": Decimal("NaN")}, "value", "keine Zahl"),
        ({"value": Decimal("123456789012.3456")}, "value", "zu viele Stellen"),
        ({"gap": "vergessen", "value": None}, "gap", "vergessen"),
        ({"visibility": "alle"}, "visibility", ""),
    ],
)
def test_what_cannot_be_kept_is_said(places, more, field, says) -> None:
    with pytest.raises(FigureProblem) as raised:
        enter(places, **more)
    assert raised.value.field == field
    assert says in str(raised.value)
    assert not Figure.objects.exists()


def test_a_number_is_kept_to_the_last_digit(places) -> None:
    figure = enter(places, value=Decimal("12345678901.2345"))
    assert Figure.objects.get(pk=figure.pk).value == Decimal("12345678901.2345")


def test_a_figure_is_not_wider_than_what_it_rests_on(office, places, read, mark) -> None:
    hidden = actions.define(
        actor=None,
        name="Intern",
        theme="other",
        wording="w",
        unit_kind="count",
        unit="Stück",
        visibility=Visibility.MEMBERS,
    )
    secret_city = add_body(actor=None, name="Geheim", kind="city", visibility="office")
    passage = mark(read(visibility="members"), "689 Plätze")
    for definition, more in (
        (hidden, {}),
        (places, {"about": secret_city}),
        (places, {"counted_by": secret_city}),
        (places, {"passage": passage}),
    ):
        with pytest.raises(FigureProblem) as raised:
            enter(definition, visibility=PUBLIC, **more)
        assert raised.value.field == "visibility"
        assert enter(definition, visibility=Visibility.OFFICE, **more).pk


def test_a_line_of_the_log_is_narrowed_with_the_document(office, places, read, mark) -> None:
    document = read()
    figure = enter(places, passage=mark(document, "689 Plätze"), visibility=PUBLIC)
    names = ("title", "kind", "body", "organization", "dated_on", "dated_note")
    facts = {name: getattr(document, name) for name in (*names, "source_url", "provenance")}
    change_document(actor=office, document=document, **facts, visibility=Visibility.OFFICE)
    line = Activity.objects.get(path=figure.get_absolute_url())
    assert line.visibility == Visibility.OFFICE
    assert not Figure.objects.visible_to(None).exists()


def test_a_correction_is_a_new_row(office, places) -> None:
    first = enter(places, base_n=3)
    second = actions.correct(
        actor=office, figure=first, because="Tippfehler", value=Decimal(698), key_on=DAY
    )
    first.refresh_from_db()
    assert first.value == 689
    assert (second.value, second.base_n, second.replaces) == (698, 3, first)
    assert list(Figure.objects.current()) == [second]
    line = Activity.objects.get(path=second.get_absolute_url())
    assert "698" in line.sentence
    assert "689" in line.sentence
    assert "Tippfehler" in line.sentence


def test_a_correction_asks_for_reason_and_change(places) -> None:
    figure = enter(places)
    for because, more in ((" ", {"value": Decimal(1)}), ("anders", {}), ("x", {"value": 689})):
        with pytest.raises(FigureProblem):
            actions.correct(actor=None, figure=figure, because=because, **more)
    with pytest.raises(TypeError):
        actions.correct(actor=None, figure=figure, because="x", replaces=None)
    assert Figure.objects.count() == 1


def test_the_second_of_two_corrections_is_told_of_the_first(places) -> None:
    figure = enter(places)
    newer = actions.correct(actor=None, figure=figure, because="a", value=Decimal(1))
    with pytest.raises(AlreadyCorrected) as raised:
        actions.correct(actor=None, figure=figure, because="b", value=Decimal(2))
    assert raised.value.newer == newer
    assert Figure.objects.count() == 2


def test_a_table_is_kept_whole_or_not_at_all(office, places) -> None:
    row = {"scope": "Lindach", "source": "Tabelle", "value": Decimal(5), "key_on": DAY}
    with pytest.raises(FigureProblem):
        actions.enter_many(actor=office, definition=places, rows=[row, row | {"scope": ""}])
    assert not Figure.objects.exists()
    made = actions.enter_many(actor=office, definition=places, rows=[row, row | {"note": "n"}])
    assert len(made) == Figure.objects.count() == 2
    line = Activity.objects.get(sentence__startswith="2 Kennzahlen aus einer Tabelle")
    assert line.visibility == Visibility.OFFICE


def test_a_definition_needs_words_and_gets_an_address_of_its_own(office) -> None:
    facts = {"theme": "other", "unit_kind": "count", "unit": "Stück", "wording": "Alles."}
    first = actions.define(actor=office, name="Große Straßen", **facts)
    second = actions.define(actor=office, name="Große Straßen", **facts)
    assert (first.slug, second.slug) == ("grosse-strassen", "grosse-strassen-2")
    assert actions.define(actor=None, name="Neu", **facts).slug == "neu-2"
    for more in (
        {"wording": " "},
        {"lowest": Decimal(5), "highest": Decimal(1)},
        {"decimals": 5},
        {"theme": "sonstwas"},
        {"unit": "x" * 61},
    ):
        with pytest.raises(FigureProblem):
            actions.define(actor=office, name="Ungültig", **(facts | more))
    assert Definition.objects.count() == 3


def test_a_narrowed_definition_takes_its_log_with_it(office, places) -> None:
    figure = enter(places, visibility=PUBLIC)
    actions.change_definition(actor=office, definition=places, visibility=Visibility.OFFICE)
    lines = Activity.objects.filter(verb=ActivityVerb.FIGURE_CHANGED)
    assert {line.visibility for line in lines} == {Visibility.OFFICE}
    assert figure not in Figure.objects.visible_to(None)


def test_a_break_says_why_and_hides_no_document(office, places, read, mark) -> None:
    made = actions.add_break(
        actor=office, definition=places, on=date(2018, 1, 1), reason="7 statt 4,5 m² je Platz"
    )
    assert SeriesBreak.objects.get() == made
    hidden = mark(read(visibility="office"), "689 Plätze")
    for more in (
        {"reason": " "},
        {"passage": hidden},
        {"on": date(1, 1, 1)},
        {"reason": "x" * 301},
    ):
        with pytest.raises(FigureProblem):
            actions.add_break(
                actor=office,
                definition=places,
                **({"on": date(2018, 1, 1), "reason": "Grund"} | more),
            )
    assert SeriesBreak.objects.count() == 1
