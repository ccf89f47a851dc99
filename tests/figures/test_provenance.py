"""A number on a page says where it comes from, on the screen and on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory

from sprengel.figures import actions
from sprengel.figures.models import Figure
from sprengel.figures.provenance import provenance

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(places, lindach, state, read, mark) -> Figure:
    made = actions.enter(
        actor=None,
        definition=places,
        about=lindach,
        value=Decimal(689),
        is_approximate=True,
        as_written="689 oder etwas mehr",
        key_on=date(2023, 9, 15),
        base_n=22,
        base_of=35,
        counted_by=state,
        passage=mark(read(), "689 Plätze"),
    )
    return Figure.objects.with_provenance().get(pk=made.pk)


def render(text: str, **context: object) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return engines["django"].from_string("{% load figures %}" + text).render(context, request)


def test_a_figure_brings_all_of_its_origin_without_another_query(
    figure, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        html = render("{% figure f %}{% figure_sources %}", f=figure).replace("\u00a0", " ")
    for words in (
        "ca. 689 Plätze",
        "Stichtag 15. September 2023",
        "22 von 35",
        "Gezählt von Land Musterland",
        "„689 Plätze“",
        "Wie angegeben: „689 oder etwas mehr“",
        "Bericht bericht",
        figure.get_absolute_url(),
        figure.passage.revision.document.get_absolute_url(),
        "Quellen der Zahlen auf dieser Seite",
        'value="1"',
    ):
        assert words in html, words


def test_notes_are_numbered_once_each_also_within_includes(figure, places) -> None:
    other = actions.enter(
        actor=None, definition=places, scope="alle", gap="not_found", source="Bericht"
    )
    html = render(
        "{% figure a %}{% figure b %}{% figure a %}{% figure_sources %}", a=figure, b=other
    )
    assert html.count("[1]") == 2
    assert html.count("[2]") == 1
    assert html.count("<li ") == 2
    assert html.count('id="zahl-1"') == 1
    assert "in den Quellen nicht gefunden" in html


def test_a_page_without_figures_has_no_list_of_sources() -> None:
    assert render("{% figure_sources %}").strip() == ""
    assert "nicht bekannt" in render("{% figure f %}", f=None)


def test_a_broken_passage_is_shown_as_broken(figure) -> None:
    figure.passage.is_broken = True
    html = render("{% figure f %}{% figure_sources %}", f=figure)
    assert "Fundstelle gebrochen" in html
    assert "steht in der neuen Fassung nicht mehr" in provenance(figure).line


def test_what_people_type_stays_text(places) -> None:
    made = actions.enter(
        actor=None,
        definition=places,
        scope="<script>alert(1)</script>",
        value=Decimal(1),
        source='"><img src=x>',
    )
    html = render("{% figure f %}{% figure_sources %}", f=made)
    assert "<img" not in html
    assert "<script>alert" not in html
