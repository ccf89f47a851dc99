"""Finding a date: asked by mail, answered by link or logged in, decided by the office."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sprengel.accounts.models import Activity, User, Visibility
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body
from sprengel.mail.models import Letter, LetterState, LinkPurpose, SecretLink
from sprengel.meetings.models import (
    DatePoll,
    Meeting,
    PollAnswer,
    PollState,
    Series,
    StandingItem,
)
from sprengel.meetings.planning import poll_actions
from sprengel.meetings.planning.poll_actions import NotOpen, OfferedDay
from sprengel.meetings.planning.polls import matrix, polls, to_decide, unanswered_of

from .conftest import Users, World

DAYS = (
    OfferedDay(date(2027, 3, 15), time(10, 0), time(13, 0), "Lindach"),
    OfferedDay(date(2027, 3, 17), time(14, 0)),
    OfferedDay(date(2027, 3, 30)),
)
CLOSES = date(2026, 10, 15)


@pytest.fixture
def cities(world: World) -> list[Body]:
    """Auenstadt (whose office logs in), Lindach (a mailbox), Moorbeck (none)."""
    found = [world.city]
    for name, email in [("Lindach", "rathaus@lindach.example"), ("Moorbeck", "")]:
        city = bodies.add_body(actor=None, name=name, kind="city")
        city.email = email
        city.save()
        bodies.add_membership(actor=None, member=city, organization=world.circle)
        found.append(city)
    return found


def start(world: World, users: Users, **other: Any) -> DatePoll:
    words = {
        "actor": users.office,
        "series": world.series,
        "title": "Frühjahrssitzung 2027",
        "closes_on": CLOSES,
        "options": DAYS,
        **other,
    }
    return poll_actions.start_poll(**words)


@pytest.fixture
def poll(world: World, users: Users, cities: list[Body]) -> DatePoll:
    return start(world, users)


def say(poll: DatePoll, of: Body, words: str, **other: Any) -> poll_actions.Answered:
    """``words``: y, m or n for each day in order."""
    full = {"y": "yes", "m": "maybe", "n": "no"}
    options = list(poll.options.all())
    given = {option.pk: full[word] for option, word in zip(options, words, strict=True)}
    return poll_actions.answer_poll(actor=None, poll=poll, of=of, words=given, **other)


def link_in(letter: Letter) -> str:
    found = re.search(r"https?://[^/]+(/a/termin/\S+/)", letter.text)
    assert found
    return found[1]


def form_data(poll: DatePoll, words: str = "yyn", **other: str) -> dict[str, str]:
    full = {"y": "yes", "m": "maybe", "n": "no"}
    data = {
        f"option_{option.pk}": full[word]
        for option, word in zip(poll.options.all(), words, strict=True)
    }
    return {**data, "answered_by": "Vorzimmer", **other}


# ── Asking ────────────────────────────────────────────────────────────────────────────────────


def test_everybody_with_an_address_gets_a_letter_with_a_link_of_their_own(
    poll: DatePoll, users: Users, cities: list[Body]
) -> None:
    letters = Letter.objects.order_by("to_email")
    assert [letter.to_email for letter in letters] == [
        "ob@auenstadt.example",
        "rathaus@lindach.example",
    ]
    assert len({link_in(letter) for letter in letters}) == 2
    text = letters[0].text
    assert "Montag, 15. März 2027, 10:00 bis 13:00 Uhr, Lindach" in text
    assert "bis zum 15. Oktober 2026" in text
    assert letters[0].subject == "Termin für „Frühjahrssitzung 2027“"
    found = matrix(users.office, poll)
    assert [actor.name for actor in found.without_address] == ["Moorbeck"]


def test_the_same_poll_sent_twice_is_one(world: World, users: Users, poll: DatePoll) -> None:
    assert start(world, users) == poll
    assert Letter.objects.count() == 2
    assert start(world, users, options=DAYS[:2]) != poll


def test_a_city_that_has_left_by_then_is_not_asked(
    world: World, users: Users, cities: list[Body]
) -> None:
    world.circle.memberships.filter(member=cities[1]).update(end_on=date(2026, 12, 31))
    start(world, users)
    assert [letter.to_email for letter in Letter.objects.all()] == ["ob@auenstadt.example"]


def test_a_circle_of_persons_asks_those_in_office(world: World, users: Users) -> None:
    world.circle.memberships.all().delete()
    bodies.add_post(actor=None, person=world.mayor, at=world.circle, title="Vorsitzende")
    assert [row.actor.name for row in matrix(users.office, start(world, users)).rows] == [
        "Ada Auer"
    ]


def test_the_form_offers_free_days_of_the_next_month(world: World, client_of: Any) -> None:
    Series.objects.filter(pk=world.series.pk).update(rhythm="spring_autumn")
    address = reverse("meetings:add_poll", args=[world.series.pk])
    form = client_of("office").get(address).context["form"]
    assert form.initial["title"] == "Frühjahrssitzung 2027"
    assert [form.initial[f"day_{n}"] for n in (1, 2, 3)] == [
        date(2027, 3, 8),
        date(2027, 3, 15),
        date(2027, 3, 22),
    ]
    assert form.initial["closes_on"] == date(2026, 10, 15)


def poll_data(**other: str) -> dict[str, str]:
    return {
        "title": "Frühjahrssitzung 2027",
        "closes_on": "2026-10-15",
        "visibility": "members",
        "day_1": "2027-03-15",
        "day_2": "2027-03-16",
        **other,
    }


def test_the_office_makes_a_poll(world: World, client_of: Any, cities: list[Body]) -> None:
    answer = client_of("office").post(
        reverse("meetings:add_poll", args=[world.series.pk]),
        poll_data(day_5="2027-03-18", from_5="10:00", to_5="12:00", place_5="Lindach"),
    )
    poll = DatePoll.objects.get()
    assert answer.headers["Location"] == poll.get_absolute_url()
    assert [option.starts_on.day for option in poll.options.all()] == [15, 16, 18]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day_2": ""}, "day_2"),
        ({"day_2": "2027-03-15"}, "Dieser Termin steht schon in der Liste."),
        ({"day_2": "2026-09-01"}, "Bitte einen Tag wählen, der noch kommt."),
        ({"closes_on": "2026-09-01"}, "Dieser Tag liegt in der Vergangenheit."),
        ({"closes_on": "2027-03-15"}, "er wäre vorbei"),
        ({"from_3": "10:00"}, "Bitte auch den Tag angeben."),
        ({"from_1": "10:00", "to_1": "10:00"}, "Das Ende liegt vor dem Beginn."),
        ({"to_1": "10:00"}, "Zum Ende gehört auch ein Beginn."),
        ({"day_1": "2027-03-28", "from_1": "02:30"}, "Diese Uhrzeit gibt es an dem Tag nicht."),
        ({"visibility": "public"}, "visibility"),
        ({"day_1": "irgendwann"}, "day_1"),
    ],
)
def test_a_poll_that_cannot_be_is_refused_in_words(
    world: World, client_of: Any, wrong: dict[str, str], words: str
) -> None:
    answer = client_of("office").post(
        reverse("meetings:add_poll", args=[world.series.pk]), poll_data(**wrong)
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DatePoll.objects.exists()
    assert not Letter.objects.exists()


# ── Answering by link ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def link(poll: DatePoll) -> str:
    return link_in(Letter.objects.get(to_email="rathaus@lindach.example"))


def test_one_answers_by_link_without_login(poll: DatePoll, link: str, cities: list[Body]) -> None:
    client = Client()
    page = client.get(link)
    assert "Lindach, was passt Ihnen?" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    done = client.post(link, form_data(poll, "ymn", note="ab 11 Uhr"), follow=True)
    assert "Danke, die Antwort ist angekommen." in done.content.decode()
    given = PollAnswer.objects.filter(actor=cities[1]).order_by("option__starts_on")
    assert [answer.word for answer in given] == ["yes", "maybe", "no"]
    assert {(answer.answered_by, answer.note) for answer in given} == {("Vorzimmer", "ab 11 Uhr")}


def test_looking_changes_nothing(poll: DatePoll, link: str) -> None:
    before = Activity.objects.count()
    for _time in range(3):
        Client().get(link)
        Client().head(link)
    assert not PollAnswer.objects.exists()
    assert Activity.objects.count() == before


def test_the_later_of_two_answers_counts_and_says_so(
    poll: DatePoll, link: str, users: Users, cities: list[Body], client_of: Any
) -> None:
    Client().post(link, form_data(poll, "yyy", answered_by="Frau Berg"))
    page = Client().post(link, form_data(poll, "nnn", answered_by="Herr Tal"), follow=True)
    text = page.content.decode()
    assert "hatte Frau Berg geantwortet; jetzt gilt diese spätere Antwort." in text
    given = PollAnswer.objects.filter(actor=cities[1])
    assert {(one.word, one.answered_by, one.earlier_by) for one in given} == {
        ("no", "Herr Tal", "Frau Berg")
    }
    assert "zweite Antwort" in client_of("office").get(poll.get_absolute_url()).content.decode()


@pytest.mark.parametrize("missing", ["option", "answered_by"])
def test_half_an_answer_is_not_kept(poll: DatePoll, link: str, missing: str) -> None:
    data = form_data(poll)
    del data[next(key for key in data if key.startswith(missing))]
    answer = Client().post(link, data)
    assert answer.status_code == 422
    assert not PollAnswer.objects.exists()


def test_a_word_that_is_none_is_not_kept(poll: DatePoll, link: str) -> None:
    data = form_data(poll) | {f"option_{poll.options.first().pk}": "vielleicht"}
    assert Client().post(link, data).status_code == 422
    assert not PollAnswer.objects.exists()


def test_a_late_answer_is_refused_in_words(poll: DatePoll, link: str, settings: Any) -> None:
    settings.TODAY = date(2026, 10, 16)
    page = Client().post(link, form_data(poll))
    assert page.status_code == 409
    assert "Ihre Antwort kam zu spät und wurde nicht gespeichert." in page.content.decode()
    assert not PollAnswer.objects.exists()
    looked = Client().get(link)
    assert looked.status_code == 200
    assert "konnte man bis 15. Oktober 2026 antworten" in looked.content.decode()


def test_on_the_last_day_one_still_answers(poll: DatePoll, link: str, settings: Any) -> None:
    settings.TODAY = CLOSES
    assert Client().post(link, form_data(poll)).status_code == 302
    assert PollAnswer.objects.count() == 3


def test_after_the_choice_the_link_says_which_day_it_is(
    poll: DatePoll, link: str, users: Users
) -> None:
    poll_actions.choose_date(actor=users.office, poll=poll, option=poll.options.first())
    page = Client().get(link).content.decode()
    assert "steht fest: 15. März 2027." in page
    assert Client().post(link, form_data(poll)).status_code == 409


@pytest.mark.parametrize("token", ["x", "x.y", "0" * 32, "%00", "²"])
def test_a_forged_link_is_told_so(poll: DatePoll, token: str) -> None:
    page = Client().get(f"/a/termin/{token}/")
    assert page.status_code == 404
    assert "Dieser Link gilt nicht mehr" in page.content.decode()


def test_a_link_of_another_kind_opens_no_poll(poll: DatePoll, link: str) -> None:
    SecretLink.objects.update(purpose=LinkPurpose.INQUIRY)
    assert Client().get(link).status_code == 404


def test_who_has_left_meanwhile_is_not_heard(
    poll: DatePoll, link: str, world: World, cities: list[Body]
) -> None:
    world.circle.memberships.filter(member=cities[1]).update(end_on=date(2026, 12, 31))
    assert Client().get(link).status_code == 404
    assert Client().post(link, form_data(poll)).status_code == 404
    assert not PollAnswer.objects.exists()


def test_a_link_shows_nobody_elses_answer(poll: DatePoll, link: str, cities: list[Body]) -> None:
    say(poll, cities[2], "nnn", answered_by="Frau Moor", note="geheim")
    page = Client().get(link).content.decode()
    assert "Moorbeck" not in page
    assert "geheim" not in page


# ── Answering logged in ───────────────────────────────────────────────────────────────────────


def test_a_member_answers_for_its_city_and_for_no_other(
    poll: DatePoll, client_of: Any, cities: list[Body]
) -> None:
    client = client_of("member")
    page = client.get(poll.get_absolute_url()).content.decode()
    assert "Antwort für Auenstadt" in page
    client.post(poll.get_absolute_url(), form_data(poll, "yyn", of=str(cities[1].pk)))
    assert {answer.actor_id for answer in PollAnswer.objects.all()} == {cities[0].pk}


def test_a_member_of_another_circle_reads_but_does_not_answer(
    poll: DatePoll, world: World, client_of: Any
) -> None:
    world.circle.memberships.filter(member=world.city).delete()
    client = client_of("member")
    assert "Antwort für" not in client.get(poll.get_absolute_url()).content.decode()
    assert client.post(poll.get_absolute_url(), form_data(poll)).status_code == 404
    assert not PollAnswer.objects.exists()


def test_the_office_enters_what_was_said_on_the_telephone_even_late(
    poll: DatePoll, client_of: Any, cities: list[Body], settings: Any
) -> None:
    settings.TODAY = date(2026, 10, 20)
    client = client_of("office")
    client.post(poll.get_absolute_url(), form_data(poll, "ymn", of=str(cities[2].pk)))
    assert PollAnswer.objects.filter(actor=cities[2]).count() == 3
    assert (
        "of"
        in client.post(poll.get_absolute_url(), form_data(poll, of="99999")).context["form"].errors
    )


def test_a_late_member_is_told_so(poll: DatePoll, client_of: Any, settings: Any) -> None:
    settings.TODAY = date(2026, 10, 20)
    page = client_of("member").post(poll.get_absolute_url(), form_data(poll), follow=True)
    assert "Ihre Eingabe wurde nicht gespeichert." in page.content.decode()
    assert not PollAnswer.objects.exists()


@pytest.mark.parametrize("visibility", ["members", "office"])
@pytest.mark.parametrize("hidden", ["poll", "series", "circle", "league"])
def test_a_poll_is_seen_by_those_who_may(
    world: World, users: Users, poll: DatePoll, client_of: Any, visibility: str, hidden: str
) -> None:
    thing = poll if hidden == "poll" else getattr(world, hidden)
    thing.visibility = visibility
    thing.save()
    for name in ("guest", "member", "office"):
        sees = name == "office" or (name, visibility) == ("member", "members")
        assert (poll in polls(getattr(users, name))) is sees, name
        status = client_of(name).get(poll.get_absolute_url()).status_code
        assert status == (200 if sees else 404), name
    assert client_of("public").get(poll.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("visibility", Visibility.values)
def test_counts_are_of_those_one_may_see(
    users: Users, poll: DatePoll, cities: list[Body], visibility: str
) -> None:
    say(poll, cities[1], "yyy")
    say(poll, cities[2], "yyy")
    cities[1].visibility = visibility
    cities[1].save()
    for name in ("member", "office"):
        sees = name == "office" or visibility != "office"
        found = matrix(getattr(users, name), poll)
        assert [column.yes_count for column in found.columns] == [2 if sees else 1] * 3
        assert ("Lindach" in [row.actor.name for row in found.rows]) is sees


def test_who_answered_and_what_they_noted_is_the_offices(
    poll: DatePoll, cities: list[Body], client_of: Any
) -> None:
    say(poll, cities[1], "yyy", answered_by="Frau Berg", note="OB in Kur")
    assert "OB in Kur" in client_of("office").get(poll.get_absolute_url()).content.decode()
    page = client_of("member").get(poll.get_absolute_url()).content.decode()
    assert "Frau Berg" not in page
    assert "OB in Kur" not in page


def test_a_member_sees_what_it_has_not_answered(
    world: World, users: Users, poll: DatePoll, settings: Any
) -> None:
    assert unanswered_of(users.member) == [poll]
    assert unanswered_of(users.office) == unanswered_of(users.guest) == unanswered_of(None) == []
    poll.visibility = Visibility.OFFICE
    poll.save()
    assert unanswered_of(users.member) == []
    poll.visibility = Visibility.MEMBERS
    poll.save()
    say(poll, world.city, "yyy")
    assert unanswered_of(users.member) == []
    PollAnswer.objects.all().delete()
    settings.TODAY = date(2026, 10, 16)
    assert unanswered_of(users.member) == []


def test_a_city_that_leaves_before_the_first_day_has_nothing_to_answer(
    world: World, users: Users, poll: DatePoll
) -> None:
    world.circle.memberships.filter(member=world.city).update(end_on=date(2027, 3, 14))
    assert unanswered_of(users.member) == []
    world.circle.memberships.filter(member=world.city).update(end_on=date(2027, 3, 15))
    assert unanswered_of(users.member) == [poll]


def test_the_first_page_says_what_waits(poll: DatePoll, client_of: Any, settings: Any) -> None:
    asks = "Welcher Termin passt Ihnen? Frühjahrssitzung 2027"
    over = "Die Terminumfrage „Frühjahrssitzung 2027“ ist abgelaufen."
    assert asks in client_of("member").get("/").content.decode()
    for name in ("public", "guest", "office"):
        assert asks not in client_of(name).get("/").content.decode(), name
    settings.TODAY = date(2026, 10, 16)
    assert over in client_of("office").get("/").content.decode()
    for name in ("public", "guest", "member"):
        assert over not in client_of(name).get("/").content.decode(), name


def test_what_is_over_waits_for_the_office(users: Users, poll: DatePoll, settings: Any) -> None:
    assert not to_decide(users.office).exists()
    settings.TODAY = date(2026, 10, 16)
    assert list(to_decide(users.office)) == [poll]
    poll_actions.end_poll(actor=users.office, poll=poll)
    assert not to_decide(users.office).exists()


# ── The outcome ───────────────────────────────────────────────────────────────────────────────


def test_the_day_that_most_can_take_comes_first(
    poll: DatePoll, users: Users, cities: list[Body]
) -> None:
    say(poll, cities[0], "nyy")
    say(poll, cities[1], "ymy")
    found = matrix(users.office, poll)
    # 17 and 30 March suit both; on 30 March everybody likes to, but more like to counts first.
    assert [column.option.starts_on.day for column in found.columns] == [30, 17, 15]
    assert [column.is_best for column in found.columns] == [True, False, False]
    assert [row.actor.name for row in found.missing] == ["Moorbeck"]
    say(poll, cities[1], "yyy")
    # As many for both: the Easter holidays speak against the 30th.
    assert matrix(users.office, poll).columns[0].option.starts_on.day == 17


def test_nothing_is_best_before_anybody_answered(poll: DatePoll, users: Users) -> None:
    found = matrix(users.office, poll)
    assert [column.option.starts_on.day for column in found.columns] == [15, 17, 30]
    assert not any(column.is_best for column in found.columns)


def test_the_chosen_day_becomes_a_meeting_with_host_and_agenda(
    world: World, users: Users, poll: DatePoll, cities: list[Body], client_of: Any
) -> None:
    Series.objects.filter(pk=world.series.pk).update(host_rotates=True)
    StandingItem.objects.create(series=world.series, title="Berichte", visibility="members")
    option = poll.options.first()
    client = client_of("office")
    answer = client.post(reverse("meetings:choose_date", args=[poll.pk]), {"option": option.pk})
    meeting = Meeting.objects.get(title="Frühjahrssitzung 2027")
    assert answer.headers["Location"] == meeting.get_absolute_url()
    poll.refresh_from_db()
    assert (poll.state, poll.meeting) == (PollState.DECIDED, meeting)
    assert (meeting.starts_on, meeting.starts_at) == (date(2027, 3, 15), time(10, 0))
    assert (meeting.ends_at, meeting.place) == (time(13, 0), "Lindach")
    assert meeting.host == world.city
    assert [item.title for item in meeting.agenda.all()] == ["Berichte"]
    again = client.post(
        reverse("meetings:choose_date", args=[poll.pk]), {"option": option.pk}, follow=True
    )
    assert "Diese Umfrage ist beendet." in again.content.decode()
    assert Meeting.objects.filter(title="Frühjahrssitzung 2027").count() == 1


def test_letters_still_waiting_are_taken_back_when_it_is_decided(
    poll: DatePoll, users: Users
) -> None:
    poll_actions.end_poll(actor=users.office, poll=poll)
    assert {letter.state for letter in Letter.objects.all()} == {LetterState.CANCELLED}
    with pytest.raises(NotOpen):
        poll_actions.end_poll(actor=users.office, poll=poll)


@pytest.mark.parametrize("option", ["", "x", "²", "99999"])
def test_a_day_that_is_none_of_these_is_not_chosen(
    poll: DatePoll, client_of: Any, option: str
) -> None:
    answer = client_of("office").post(
        reverse("meetings:choose_date", args=[poll.pk]), {"option": option}
    )
    assert answer.status_code in (400, 404)
    assert Meeting.objects.filter(starts_on__year=2027).count() == 0


def test_only_who_is_missing_is_reminded_and_once_a_day(
    poll: DatePoll, users: Users, cities: list[Body], client_of: Any
) -> None:
    say(poll, cities[0], "yyy")
    client, address = client_of("office"), reverse("meetings:remind_poll", args=[poll.pk])
    page = client.post(address, follow=True).content.decode()
    client.post(address)
    reminders = Letter.objects.filter(subject__startswith="Erinnerung")
    assert [letter.to_email for letter in reminders] == ["rathaus@lindach.example"]
    assert "Keine E-Mail-Adresse: Moorbeck." in page
    first = Letter.objects.get(subject__startswith="Termin", to_email="rathaus@lindach.example")
    assert link_in(reminders[0]) == link_in(first)


@pytest.mark.parametrize("name", ["remind_poll", "end_poll", "choose_date"])
def test_steering_a_poll_is_the_offices_and_takes_a_post(
    poll: DatePoll, client_of: Any, name: str
) -> None:
    address = reverse(f"meetings:{name}", args=[poll.pk])
    assert client_of("office").get(address).status_code == 405
    for role, status in [("public", 302), ("guest", 403), ("member", 403)]:
        assert client_of(role).post(address, {"option": "1"}).status_code == status
    poll.refresh_from_db()
    assert poll.state == PollState.OPEN


def test_what_members_answer_is_in_the_log_for_the_office(
    poll: DatePoll, cities: list[Body]
) -> None:
    say(poll, cities[1], "yyy")
    line = Activity.objects.first()
    assert "Lindach hat geantwortet" in line.sentence
    assert line.visibility == Visibility.OFFICE


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize("role", ["office", "member"])
def test_a_fixed_number_of_queries(
    world: World,
    users: Users,
    poll: DatePoll,
    client_of: Any,
    count: int,
    role: str,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        city = bodies.add_body(actor=None, name=f"Stadt {number}", kind="city")
        bodies.add_membership(actor=None, member=city, organization=world.circle)
        say(poll, city, "yyn")
    client = client_of(role)
    with django_assert_max_num_queries(26):
        assert client.get(poll.get_absolute_url()).status_code == 200


def test_a_mail_address_of_the_representative_is_enough(poll: DatePoll, users: Users) -> None:
    assert User.objects.get(email="ob@auenstadt.example") == users.member
    assert Letter.objects.filter(to_email="ob@auenstadt.example").exists()
