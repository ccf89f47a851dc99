"""The sample leagues in the database: nothing invented, nothing broken, something on every screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.test import Client, override_settings

from sprengel.accounts.demo import LOGINS, Login
from sprengel.accounts.models import User
from sprengel.archive.models import Document, DocumentState, Passage
from sprengel.bodies.models import Actor, Person
from sprengel.bodies.queries import body_of, post_on
from sprengel.cli.league import Loaded, NotEmpty, load_demo
from sprengel.cli.league_files import LeagueError
from sprengel.ledger.models import (
    CLOSED_VALUES,
    Entry,
    EntryKind,
    Evidence,
    Matter,
    State,
    Statement,
    StatementState,
)
from sprengel.ledger.states import in_order, state_of
from sprengel.meetings.models import AgendaItem, Meeting, MeetingState
from sprengel.meetings.proposals import proposals
from tests.demo.conftest import TODAY, folders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("league")]

RETELLINGS = {"albstadt-niederschrift.txt", "albstadt-pressenotiz.txt"}
FICTION = Q(source__startswith="Probedaten")


def office() -> User:
    return User.objects.get(email=LOGINS[0].email)


def city_hall() -> User:
    return User.objects.get(email=LOGINS[1].email)


def matter(key: str, league: str = "suedwuerttemberg") -> Matter:
    entry = next(one for one in folders()[league].matters() if one.key == key)
    statement = entry.statement[0]
    spoken = Statement.objects.get(
        document__file_name=file_of(league, statement.document),
        act=statement.act,
        message_text=" … ".join(" ".join(part.split()) for part in statement.message),
        state__in=(StatementState.ACCEPTED, StatementState.CORRECTED),
    )
    assert spoken.matter is not None
    return spoken.matter


def file_of(league: str, key: str) -> str:
    return next(one.file for one in folders()[league].documents() if one.key == key)


def told_states(of: Matter) -> list[str]:
    told = of.entries.filter(kind=EntryKind.STATE).order_by("happened_on", "pk")
    return [entry.state for entry in told]


# Whole


def test_every_document_is_read(league: Loaded) -> None:
    assert league.documents == Document.objects.count() >= 37
    assert set(Document.objects.values_list("state", flat=True)) == {DocumentState.READ}


def test_the_mail_brought_its_attachment() -> None:
    mail = Document.objects.get(file_name="mail-parkhaeuser.eml")
    attachment = mail.attachments.get()
    assert attachment.file_name == "Protokoll-AK-Finanzen.txt"
    assert attachment.visibility == mail.visibility == "office"
    assert attachment.statements.exists()


def test_only_an_empty_database_is_loaded() -> None:
    before = Document.objects.count()
    with pytest.raises(NotEmpty):
        load_demo()
    assert Document.objects.count() == before


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.role)
def test_the_logins_open(login: Login) -> None:
    user = authenticate(username=login.email, password=login.password)
    assert user is not None
    assert user.role == login.role


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_demo_names_its_logins(client: Client, is_demo: bool) -> None:
    with override_settings(DEMO=is_demo):
        page = client.get("/konto/login/").content.decode()
    for login in LOGINS:
        assert (login.email in page) is is_demo
        assert (login.password in page) is is_demo


def test_the_city_hall_speaks_for_its_city() -> None:
    assert str(body_of(city_hall())) == "Auenstadt"


# Every quote


@pytest.mark.parametrize("name", ["suedwuerttemberg", "musterland"])
def test_every_statement_of_the_files_stands_reviewed(name: str) -> None:
    folder = folders()[name]
    entries = [*folder.statements(), *(s for m in folder.matters() for s in m.statement)]
    assert entries
    for entry in entries:
        document = Document.objects.get(file_name=file_of(name, entry.document))
        text = document.latest_revision.text
        places = entry.places(text)
        found = [
            statement
            for statement in document.statements.filter(
                act=entry.act, state__in=(StatementState.ACCEPTED, StatementState.CORRECTED)
            )
            if _places(statement, "message") == sorted(places["message"])
            and _places(statement, "cue") == sorted(places["cue"])
        ]
        assert len(found) == 1, entry
        assert _places(found[0], "source") == sorted(places["source"]), entry
        assert found[0].actor_name == entry.actor, entry


def _places(statement: Statement, role: str) -> list[tuple[int, int]]:
    return [(anchor["start"], anchor["end"]) for anchor in statement.spans[role]]


def test_every_span_slices_out_what_it_quotes() -> None:
    for statement in Statement.objects.select_related("revision"):
        assert not statement.is_broken
        for anchors in statement.spans.values():
            for anchor in anchors:
                text = statement.revision.text[anchor["start"] : anchor["end"]]
                assert text == anchor["quote"]


def test_reviewed_documents_have_nothing_left_and_the_fresh_ones_wait() -> None:
    for folder in folders().values():
        for entry in folder.documents():
            waiting = Statement.objects.filter(
                document__file_name=entry.file, state=StatementState.PROPOSED
            )
            assert waiting.exists() is not entry.reviewed, entry.file


def test_evidence_is_unbroken_and_literal() -> None:
    passages = Passage.objects.select_related("revision")
    assert passages.count() >= 20
    for passage in passages:
        assert not passage.is_broken
        assert passage.revision.text[passage.start : passage.end] == passage.quote


def test_every_told_state_rests_on_something() -> None:
    for entry in Entry.objects.filter(kind=EntryKind.STATE):
        evidence = Evidence.objects.filter(entry=entry)
        assert evidence.exists(), entry
        assert all(one.passage or one.informant for one in evidence)


def test_kept_states_are_the_computed_ones() -> None:
    for one in Matter.objects.all():
        assert one.state == state_of(one.entries.all()), one


# Albstadt


def test_the_promise_on_the_time_limit_was_kept_in_steps() -> None:
    kept = matter("z1")
    assert kept.actor.name == "Gudrun Heute-Bluhm"
    assert told_states(kept) == ["partly_met", "partly_met", "partly_met", "met"]
    assert kept.state == State.MET
    years = kept.entries.exclude(happened_on=None).values_list("happened_on__year", flat=True)
    assert {2018, 2020, 2023, 2024, 2025} <= set(years)


def test_what_was_said_on_an_unknown_day_stands_before_what_became_of_it() -> None:
    told = in_order(matter("z1").entries.all())
    assert [entry.kind for entry in told[:2]] == [EntryKind.OPENED, EntryKind.JOINED]
    assert told[0].happened_note.startswith("undatiert")


def test_nobody_can_say_whether_the_courses_came() -> None:
    assert matter("z2").state == State.UNKNOWN


def test_the_colleges_grew_but_not_as_far_as_asked() -> None:
    asked = matter("z3")
    assert asked.state == State.PARTLY_MET
    told = " ".join(asked.entries.values_list("sentence", flat=True))
    for number in ("700", "800", "900", "1.000"):
        assert number in told


def test_demands_nobody_has_answered_stay_open() -> None:
    assert {matter("f1").state, matter("f2").state} == {State.OPEN}
    assert matter("f1").responsible.name == "Land Baden-Württemberg"


def test_both_records_of_albstadt_tell_of_the_same_matters() -> None:
    for key in ("z1", "z2", "z3", "f1", "f2"):
        documents = set(matter(key).statements.values_list("document__file_name", flat=True))
        assert documents == RETELLINGS, key


def test_the_day_of_albstadt_is_not_invented() -> None:
    meeting = Meeting.objects.get(title="Sprengelsitzung in Albstadt")
    assert meeting.date_precision == "season"
    assert "nicht bekannt" in meeting.date_note
    for document in Document.objects.filter(file_name__in=RETELLINGS):
        assert document.dated_on is None
        assert "undatiert" in document.dated_note


def test_the_next_real_meeting_has_no_invented_day() -> None:
    planned = Meeting.objects.get(title="Nächste Sprengelsitzung Südwürttemberg")
    assert planned.state == MeetingState.PLANNED
    assert planned.date_precision == "season"
    assert "Termin nicht bekannt" in planned.date_note
    assert planned.host is None
    assert not planned.participations.exists()


# Nothing in a real person's mouth


def test_real_people_speak_only_in_our_retellings() -> None:
    real = Person.objects.exclude(FICTION)
    assert real.count() >= 20
    spoken = Statement.objects.filter(Q(actor__in=real) | Q(actor_name__in=real.values("name")))
    assert set(spoken.values_list("document__file_name", flat=True)) == RETELLINGS
    assert set(spoken.values_list("actor_name", flat=True)) == {
        "Gudrun Heute-Bluhm",
        "Klaus Tappeser",
    }


def test_real_people_say_only_what_the_files_let_them() -> None:
    folder = folders()["suedwuerttemberg"]
    entries = [*folder.statements(), *(s for m in folder.matters() for s in m.statement)]
    allowed = {" … ".join(entry.message) for entry in entries}
    standing = Statement.objects.filter(document__file_name__in=RETELLINGS).exclude(
        state=StatementState.REJECTED
    )
    assert set(standing.values_list("message_text", flat=True)) <= allowed


def test_the_two_leagues_never_name_each_other() -> None:
    """ "das Land" in a Musterland letter is not the Land Baden-Württemberg."""
    # Minutes written in the program say nothing of being invented; the league they are of does.
    made_up = Document.objects.filter(
        Q(provenance__startswith="Erfunden")
        | Q(body__in=Actor.objects.filter(FICTION).values("pk"))
    )
    real = Actor.objects.exclude(FICTION)
    in_fiction = Statement.objects.filter(Q(document__in=made_up) | Q(document__parent__in=made_up))
    assert in_fiction.count() > 100
    assert not in_fiction.filter(Q(actor__in=real) | Q(addressee__in=real)).exists()
    in_reality = Statement.objects.exclude(pk__in=in_fiction.values("pk"))
    fictional = Actor.objects.filter(FICTION)
    assert not in_reality.filter(Q(actor__in=fictional) | Q(addressee__in=fictional)).exists()


def test_every_real_person_and_office_names_its_source() -> None:
    for person in Person.objects.exclude(FICTION):
        assert person.source, person
        for post in person.posts.all():
            assert post.source, post


def test_office_holders_by_date() -> None:
    """Between 2014 and 2024 every key role changed hands; the register knows who it was when."""

    def director_on(day: date) -> str:
        posts = (post_on(person, day) for person in Person.objects.exclude(FICTION))
        title = "Geschäftsführendes Vorstandsmitglied"
        return next(post.person.name for post in posts if post and post.title == title)

    assert director_on(date(2014, 3, 14)) == "Stefan Gläser"
    assert director_on(date(2017, 5, 1)) == "Gudrun Heute-Bluhm"
    assert director_on(date(2022, 10, 31)) == "Gudrun Heute-Bluhm"
    assert director_on(date(2022, 11, 1)) == "Ralf Broß"


# Something on every screen


def test_the_next_meeting_brings_matters_back_for_different_reasons() -> None:
    meeting = Meeting.objects.get(title="Sitzung des OB-Sprengels in Hohenfurt")
    assert 19 <= (meeting.starts_on - TODAY).days <= 25
    proposed = proposals(office(), meeting)
    assert len(proposed) >= 15
    first_words = {reason.split()[0] for one in proposed for reason in one.because}
    assert len(first_words) >= 5
    assert {one.decided for one in proposed} == {None, "taken", "deferred"}


def test_something_is_overdue_something_due_and_every_state_occurs() -> None:
    still_open = Matter.objects.exclude(state__in=CLOSED_VALUES)
    assert still_open.filter(due_on__lt=TODAY).count() >= 3
    soon = TODAY + timedelta(days=21)
    assert still_open.filter(due_on__range=(TODAY, soon)).count() >= 3
    assert set(Matter.objects.values_list("state", flat=True)) == set(State.values)


def test_one_matter_has_a_long_history() -> None:
    assert matter("uebersicht", "musterland").entries.count() >= 7


def test_the_city_hall_is_asked_and_has_promised() -> None:
    levels = Matter.objects.visible_to(city_hall())
    body = body_of(city_hall())
    assert levels.filter(responsible=body).count() >= 2
    assert levels.filter(addressee=body).exists()
    assert not levels.filter(visibility="office").exists()


def test_the_public_sees_both_leagues_but_no_circular() -> None:
    public = Document.objects.visible_to(AnonymousUser())
    assert public.filter(file_name__in=RETELLINGS).count() == 2
    assert public.filter(file_name="presse-ganztag.txt").exists()
    assert not public.filter(kind__in=("circular", "mail", "letter")).exists()
    assert not AgendaItem.objects.visible_to(AnonymousUser()).filter(meeting__visibility="members")


def test_a_clock_before_the_texts_is_refused() -> None:
    from sprengel.cli import league

    with override_settings(TODAY=date(2026, 1, 1)), pytest.MonkeyPatch.context() as patch:
        patch.setattr(league, "is_filled", lambda: False)
        with pytest.raises(LeagueError, match="SPRENGEL_TODAY"):
            load_demo()
