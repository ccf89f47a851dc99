"""Opening, reminding, more time, the end; who left office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sprengel.bodies.models import Person
from sprengel.mail.models import Letter
from sprengel.surveys.asking import actions, queries
from sprengel.surveys.asking.audience import size_class
from sprengel.surveys.models import Asked, AskedState, Survey, SurveyState
from sprengel.surveys.problems import SurveyProblem
from tests.surveys.conftest import (
    TODAY,
    League,
    Making,
    add_city,
    asked_of,
    letters_to,
    link_of,
    send,
)

AUENSTADT = "ob@auenstadt.example"


def test_opening_asks_every_member_by_one_letter_with_its_own_link(
    survey: Survey, league: League
) -> None:
    assert survey.state == SurveyState.OPEN
    assert survey.opens_on == TODAY
    rows = list(Asked.objects.filter(survey=survey))
    assert [row.body.name for row in rows] == sorted(city.name for city in league.cities)
    letters = list(Letter.objects.all())
    assert len(letters) == len(league.cities)
    links = {line for letter in letters for line in letter.text.splitlines() if "/a/" in line}
    assert len(links) == len(league.cities)
    text = letters_to(AUENSTADT)[0].text
    assert "Guten Tag Alex Auenstadter," in text
    assert "für Auenstadt bis zum 16. November 2026" in text
    assert "Rückfragen: Kim Weber, Geschäftsstelle." in text


def test_what_a_city_is_when_asked_stays(survey: Survey, league: League) -> None:
    row = asked_of(survey, "Lindach")
    assert (row.size_class, row.sprengel) == ("from_10", "Sprengel Nord")
    city = league.city("Lindach")
    city.population = 20_001
    city.save()
    assert asked_of(survey, "Lindach").size_class == "from_10"


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (None, ""),
        (0, "under_10"),
        (9_999, "under_10"),
        (10_000, "from_10"),
        (20_000, "from_20"),
        (50_000, "from_50"),
        (100_000, "from_100"),
    ],
)
def test_size_classes(population: int | None, expected: str) -> None:
    assert size_class(population) == expected


def test_members_of_the_opening_day_and_single_cities(making: Making, league: League) -> None:
    gone = league.city("Moorbeck").memberships.get()
    gone.end_on = TODAY - timedelta(days=1)
    gone.save()
    guest = add_city(league, "Sandhafen", None)
    guest.memberships.all().delete()
    survey = making.draft(bodies=[guest])
    actions.open_survey(actor=making.users.office, survey=survey)
    asked = set(Asked.objects.filter(survey=survey).values_list("body__name", flat=True))
    assert asked == {"Auenstadt", "Lindach", "Hohenfurt", "Erlenburg", "Sandhafen"}
    assert asked_of(survey, "Sandhafen").size_class == ""


def test_pressing_twice_asks_once(making: Making) -> None:
    survey = making.draft()
    actions.open_survey(actor=making.users.office, survey=survey)
    with pytest.raises(SurveyProblem, match="schon eröffnet"):
        actions.open_survey(actor=making.users.office, survey=survey)
    assert Letter.objects.count() == 5


def test_what_is_not_finished_is_not_opened(making: Making) -> None:
    survey = making.draft(())
    with pytest.raises(SurveyProblem, match="noch keine Fragen"):
        actions.open_survey(actor=making.users.office, survey=survey)
    assert not Letter.objects.exists()
    assert Survey.objects.get(pk=survey.pk).state == SurveyState.DRAFT


def test_a_city_without_address_is_asked_and_named(making: Making, league: League) -> None:
    league.mayors["Moorbeck"].email = ""
    league.mayors["Moorbeck"].save()
    told = actions.open_survey(actor=making.users.office, survey=making.draft())
    assert told.sent == 4
    assert told.without_address == ("Moorbeck",)
    assert Asked.objects.filter(body__name="Moorbeck").exists()


def reminders() -> list[str]:
    found = Letter.objects.filter(subject__startswith="Erinnerung").order_by("pk")
    return [letter.to_email for letter in found]


def test_reminded_on_the_chosen_days_once_and_only_the_silent(
    survey: Survey, making: Making, settings: Any
) -> None:
    send(survey, "Auenstadt", stelle=["no"])
    settings.TODAY = survey.closes_on - timedelta(days=8)
    assert actions.remind_due() == 0
    settings.TODAY = survey.closes_on - timedelta(days=7)
    assert actions.remind_due() == 4
    assert actions.remind_due() == 0
    assert AUENSTADT not in reminders()
    settings.TODAY = survey.closes_on - timedelta(days=5)
    assert actions.remind_due() == 0
    settings.TODAY = survey.closes_on - timedelta(days=1)
    assert actions.remind_due() == 4
    settings.TODAY = survey.closes_on + timedelta(days=1)
    assert actions.remind_due() == 0
    assert len(reminders()) == 8


def test_who_is_asked_shortly_before_the_end_is_not_reminded_the_same_day(
    making: Making, settings: Any
) -> None:
    making.opened(closes_on=TODAY + timedelta(days=2))
    assert actions.remind_due() == 0


def test_more_time_is_told_to_all_and_moves_the_reminders(
    survey: Survey, making: Making, settings: Any
) -> None:
    send(survey, "Auenstadt", stelle=["no"])
    later = survey.closes_on + timedelta(days=14)
    told = actions.extend(
        actor=making.users.office, survey=survey, closes_on=later, note="Wegen der Ferien."
    )
    assert told.sent == 5
    answered = letters_to(AUENSTADT)[-1].text
    assert "30. November 2026" in answered
    assert "Wegen der Ferien." in answered
    assert "Ihre Antwort liegt uns vor" in answered
    assert "Hier antworten Sie" in letters_to("ob@lindach.example")[-1].text
    settings.TODAY = survey.closes_on
    assert actions.remind_due() == 0
    survey.refresh_from_db()
    assert survey.first_closes_on == TODAY + timedelta(days=14)
    with pytest.raises(SurveyProblem, match="nach dem bisherigen"):
        actions.extend(actor=making.users.office, survey=survey, closes_on=later)


def test_the_end_takes_back_letters_not_sent_and_forgets_drafts(
    survey: Survey, making: Making
) -> None:
    row = asked_of(survey, "Lindach")
    row.draft = {"city": {"entries": {"fehlt": {"text": "Geld"}}}}
    row.save()
    actions.close(actor=making.users.office, survey=survey)
    assert asked_of(survey, "Lindach").draft == {}
    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(SurveyProblem):
        actions.close(actor=making.users.office, survey=survey)


def test_where_nothing_is_taken_late_it_ends_by_itself(making: Making, settings: Any) -> None:
    strict = making.opened(allows_late=False, title="Streng")
    lenient = making.opened(title="Milde")
    settings.TODAY = strict.closes_on
    assert actions.close_due() == 0
    settings.TODAY = strict.closes_on + timedelta(days=1)
    assert actions.close_due() == 1
    assert Survey.objects.get(pk=strict.pk).state == SurveyState.CLOSED
    assert Survey.objects.get(pk=lenient.pk).state == SurveyState.OPEN


def new_mayor(league: League, city: str) -> Person:
    """Yesterday one went, today another came."""
    body = league.city(city)
    body.posts_here.update(end_on=TODAY - timedelta(days=1))
    person = Person.objects.create(
        name="Robin Neumann",
        slug=f"robin-neumann-{body.slug}",
        family_name="Neumann",
        email="neu@auenstadt.example",
        visibility="public",
    )
    person.posts.create(at=body, title="Oberbürgermeister", start_on=TODAY)
    return person


def test_who_left_office_is_seen_and_the_successor_asked(
    survey: Survey, making: Making, league: League
) -> None:
    old_link = link_of(survey, "Auenstadt")
    successor = new_mayor(league, "Auenstadt")
    found = queries.board(making.users.office, survey)
    assert [line.asked.body.name for line in found.stale] == ["Auenstadt"]
    line = found.stale[0]
    assert line.successor is not None
    assert line.successor.person == successor
    actions.hand_over(
        actor=making.users.office,
        asked=line.asked,
        person=successor,
        post_title=line.successor.title,
    )
    answer = Client().get(old_link)
    assert answer.status_code == 404
    assert "Das Amt hat gewechselt" in answer.content.decode()
    assert "Guten Tag Robin Neumann" in letters_to("neu@auenstadt.example")[0].text
    assert Client().get(link_of(survey, "Auenstadt")).status_code == 200
    assert not queries.board(making.users.office, survey).stale


def test_who_answered_before_leaving_is_left_in_peace(
    survey: Survey, making: Making, league: League
) -> None:
    send(survey, "Auenstadt", stelle=["no"])
    new_mayor(league, "Auenstadt")
    assert not queries.board(making.users.office, survey).stale


def test_another_address_ends_the_old_link(survey: Survey, making: Making) -> None:
    old = link_of(survey, "Lindach")
    actions.change_address(
        actor=making.users.office,
        asked=asked_of(survey, "Lindach"),
        email="rathaus@lindach.example",
    )
    assert Client().get(old).status_code == 404
    assert len(letters_to("rathaus@lindach.example")) == 1


def test_no_longer_asked(survey: Survey, making: Making) -> None:
    link = link_of(survey, "Lindach")
    actions.withdraw(actor=making.users.office, asked=asked_of(survey, "Lindach"), because="Irrtum")
    assert Client().get(link).status_code == 404
    assert asked_of(survey, "Lindach").state == AskedState.WITHDRAWN
    assert letters_to("ob@lindach.example")[-1].subject.startswith("Umfrage zurückgenommen")
    assert queries.board(making.users.office, survey).asked == 4


def test_the_steps_in_the_browser(client_of: Any, making: Making) -> None:
    survey = making.draft()
    office = client_of("office")
    address = reverse("surveys:open", args=[survey.public_id])
    page = office.get(address).content.decode()
    assert "Eröffnen und 5 Städte fragen" in page
    assert "Guten Tag Alex Auenstadter" in page
    assert "/a/umfrage/…/" in page
    assert not Letter.objects.exists()
    office.post(address)
    board = office.get(survey.get_absolute_url()).content.decode()
    assert "0 von 5 Städten haben geantwortet" in board
    extend = reverse("surveys:extend", args=[survey.public_id])
    wrong = office.post(extend, {"closes_on": TODAY.isoformat()})
    assert wrong.status_code == 422
    assert "muss nach dem bisherigen" in wrong.content.decode()
    assert office.post(extend, {"closes_on": "2026-12-01"}).status_code == 302
    close = reverse("surveys:close", args=[survey.public_id])
    office.post(close)
    assert Survey.objects.get(pk=survey.pk).state == SurveyState.CLOSED


@pytest.mark.parametrize("day", ["0001-01-01", "20266-01-01", "9999-12-31"])
def test_years_nobody_means(client_of: Any, survey: Survey, day: str) -> None:
    extend = reverse("surveys:extend", args=[survey.public_id])
    assert client_of("office").post(extend, {"closes_on": day}).status_code == 422
    survey.refresh_from_db()
    assert survey.closes_on == date(2026, 11, 16)
