"""Leak tests: each query and page, each kind of viewer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sprengel.accounts.models import Activity, Visibility
from sprengel.surveys import notices
from sprengel.surveys.answering.queries import for_office, own, to_answer
from sprengel.surveys.asking import queries as asking
from sprengel.surveys.asking.actions import open_survey, withdraw
from sprengel.surveys.building import queries as building
from sprengel.surveys.models import Answer, Asked, Helper, Question, Sheet, Survey
from tests.surveys.conftest import Making, Users, asked_of, make_body, send

VIEWERS = ("public", "guest", "other", "member", "office")
"""``other`` works for a city that is not asked here."""


@pytest.fixture
def single(making: Making) -> Survey:
    """Asked is only Auenstadt; visible to the office alone."""
    survey = making.draft(
        audience=None, bodies=[making.league.city("Auenstadt")], visibility=Visibility.OFFICE
    )
    open_survey(actor=making.users.office, survey=survey)
    return Survey.objects.get(pk=survey.pk)


def viewer(users: Users, name: str) -> Any:
    return getattr(users, name)


@pytest.mark.parametrize("name", VIEWERS)
def test_a_draft_is_the_offices_alone(making: Making, name: str) -> None:
    for visibility in Visibility.values:
        survey = making.draft(visibility=visibility)
        user = viewer(making.users, name)
        assert (building.survey(user, survey.public_id) is not None) is (name == "office")
        assert (survey in building.to_copy(user)) is (name == "office")


SEES = {
    "public": VIEWERS,
    "members": ("other", "member", "office"),
    "office": ("member", "office"),
}
"""A survey only the office sees is still seen by the city that is asked."""


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("name", VIEWERS)
def test_an_open_survey(single: Survey, making: Making, visibility: str, name: str) -> None:
    single.visibility = visibility
    single.save()
    user = viewer(making.users, name)
    expected = name in SEES[visibility]
    assert (building.survey(user, single.public_id) is not None) is expected
    assert [line.survey for line in asking.overview(user)] == ([single] if expected else [])
    assert Question.objects.visible_to(user).exists() is expected
    client = Client()
    if user:
        client.force_login(user)
    assert (client.get(single.get_absolute_url()).status_code == 200) is expected


@pytest.mark.parametrize("name", VIEWERS)
def test_who_was_asked_and_what_was_answered(single: Survey, making: Making, name: str) -> None:
    send(single, "Auenstadt", stelle=["no"], fehlt="Geld")
    single.visibility = Visibility.PUBLIC
    single.save()
    row = asked_of(single, "Auenstadt")
    Helper.objects.create(asked=row, name="Sozialamt", email="sozial@auenstadt.example")
    user = viewer(making.users, name)
    sees = name in ("member", "office")
    for model in (Asked, Helper, Sheet, Answer):
        assert model.objects.visible_to(user).exists() is sees, model
    assert bool(asking.board(user, single).lines) is (name == "office")
    assert (asking.line(user, single, row.pk) is not None) is (name == "office")
    assert asking.running(user).exists() is (name == "office")
    assert (own(user, single.public_id, "/") is not None) is (name == "member")
    assert (for_office(user, single.public_id, row.pk, "/") is not None) is (name == "office")


@pytest.mark.parametrize("name", VIEWERS)
def test_what_waits(single: Survey, making: Making, name: str) -> None:
    user = viewer(making.users, name)
    assert to_answer(user).exists() is (name == "member")
    if user is not None:
        assert bool(list(notices.for_member(user))) is (name == "member")
        assert list(notices.for_office(user)) == []


@pytest.mark.parametrize("name", ["public", "guest", "other", "member"])
def test_pages_of_the_office(single: Survey, making: Making, name: str) -> None:
    client = Client()
    if viewer(making.users, name):
        client.force_login(viewer(making.users, name))
    row = asked_of(single, "Auenstadt")
    for view in ("asked", "answer_for"):
        answer = client.get(reverse(f"surveys:{view}", args=[single.public_id, row.pk]))
        assert answer.status_code in (302, 403), view


def test_another_city_does_not_answer_for_this_one(single: Survey, client_of: Any) -> None:
    address = reverse("surveys:answer", args=[single.public_id])
    assert client_of("other").get(address).status_code == 404
    assert client_of("other").post(address, {"save": "1"}).status_code == 404
    assert client_of("member").get(address).status_code == 200


def test_the_log_of_a_hidden_survey_is_the_offices(single: Survey, making: Making) -> None:
    send(single, "Auenstadt", stelle=["no"])
    lines = Activity.objects.filter(verb="survey_changed")
    assert lines.exists()
    for name in ("public", "guest", "other", "member"):
        assert not lines.visible_to(viewer(making.users, name)).exists()


def test_a_withdrawn_city_sees_nothing_of_it_any_more(single: Survey, making: Making) -> None:
    withdraw(actor=making.users.office, asked=asked_of(single, "Auenstadt"))
    assert building.survey(making.users.member, single.public_id) is None
    assert own(making.users.member, single.public_id, "/") is None


@pytest.mark.parametrize("count", [1, 300])
def test_pages_take_the_same_queries_with_1_and_300_cities(
    making: Making, client_of: Any, django_assert_max_num_queries: Any, count: int
) -> None:
    survey = making.draft(audience=None, bodies=[making.league.city("Auenstadt")])
    open_survey(actor=making.users.office, survey=survey)
    Asked.objects.bulk_create(
        Asked(survey=survey, body=make_body(f"Stadt {number}"), person_id=None)
        for number in range(count - 1)
    )
    office = client_of("office")
    with django_assert_max_num_queries(14):
        assert office.get(survey.get_absolute_url()).status_code == 200
    with django_assert_max_num_queries(12):
        assert office.get(reverse("surveys:list")).status_code == 200
