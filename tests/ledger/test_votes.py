"""Votes of a reading: kept with it, looked at by people, moved with the text, seen by whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sprengel.accounts.models import Role, User, Visibility
from sprengel.archive.models import Document, Revision
from sprengel.ledger import actions as ledger
from sprengel.ledger.models import Vote, VoteState
from sprengel.ledger.votes import actions, queries, wording
from sprengel.ledger.votes.actions import StaleVote, VoteFacts
from sprengel.ledger.votes.storing import reanchor_votes
from sprengel.reading.document import Majority, Outcome, ReadDocument, Span
from sprengel.reading.document import Vote as Found

pytestmark = pytest.mark.django_db

MINUTES = """Niederschrift über die Sitzung des Bezirks Süd

TOP 1: Haushalt

Beschluss: Der Haushalt wird festgestellt.

Abstimmungsergebnis: einstimmig angenommen

TOP 2: Umlage

Beschluss: Die Umlage wird erhöht.

Abstimmungsergebnis: Bei 20 Ja-Stimmen, 25 Nein-Stimmen und einer Enthaltung mehrheitlich abgelehnt
"""


@pytest.fixture
def minutes(taken: Any) -> Document:
    return taken(MINUTES, file_name="niederschrift.txt", title="Niederschrift", kind="minutes")


@pytest.fixture
def guest(db: None) -> User:
    return User.objects.create_user("gast@example.org", name="Gast", role=Role.GUEST)


def vote_on(document: Document, item: str) -> Vote:
    return document.votes.get(item_label__contains=item)


def login(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# ── Keeping ──


def test_votes_are_kept_with_the_statements_at_their_exact_characters(minutes: Document) -> None:
    text = minutes.latest_revision.text
    first, second = minutes.votes.all()
    assert (first.outcome, first.majority, first.yes) == ("adopted", "unanimous", None)
    assert (second.outcome, second.majority) == ("rejected", "majority")
    assert (second.yes, second.no, second.abstain) == (20, 25, 1)
    for vote in (first, second):
        assert text[vote.anchor["start"] : vote.anchor["end"]] == vote.anchor["quote"]
        assert (vote.state, vote.run) == (VoteState.PROPOSED, minutes.runs.get())


def lying(text: str, **more: Any) -> ReadDocument:
    votes = (
        Found("1", Outcome.ADOPTED, Majority.UNANIMOUS, 3, 0, None, Span(5, 500)),
        Found("2", Outcome.ADOPTED, None, -4, 10**9, None, Span(0, 6)),
    )
    return ReadDocument(name="x", text=text, votes=votes)


def test_a_vote_outside_the_text_is_dropped_and_told(taken: Any, office: User) -> None:
    document = taken("Kurzer Text.", file_name="kurz.txt")

    run = ledger.queue_reading(actor=office, document=document)
    ledger.read_now(run_id=run.pk, read=lying)
    run.refresh_from_db()
    (kept,) = document.votes.all()
    assert (kept.item_label, kept.yes, kept.no) == ("2", None, None)
    assert "1 Aussage wurde verworfen" in run.notes[0]


def test_read_again_nothing_is_doubled_and_verdicts_stay(minutes: Document, office: User) -> None:
    first, second = minutes.votes.all()
    actions.accept(actor=office, vote=first, version=1)
    run = ledger.queue_reading(actor=office, document=minutes)
    ledger.read_now(run_id=run.pk)
    assert minutes.votes.count() == 2
    first.refresh_from_db()
    assert first.state == VoteState.ACCEPTED
    assert not Vote.objects.filter(pk=second.pk).exists()


def test_rejected_ones_do_not_come_back(minutes: Document, office: User) -> None:
    first = minutes.votes.first()
    actions.reject(actor=office, vote=first, version=1)
    run = ledger.queue_reading(actor=office, document=minutes)
    ledger.read_now(run_id=run.pk)
    assert sorted(minutes.votes.values_list("state", flat=True)) == ["proposed", "rejected"]


def new_text(document: Document, text: str) -> None:
    Revision.objects.create(
        document=document, number=2, text=text, text_sha256="1" * 64, extractor="test"
    )


def test_a_new_text_takes_the_votes_along(minutes: Document, office: User) -> None:
    before = [vote.anchor["quote"] for vote in minutes.votes.all()]
    new_text(minutes, "Eine neue Zeile am Anfang.\n\n" + MINUTES)
    assert reanchor_votes(document=minutes) == 0
    text = minutes.latest_revision.text
    for vote, quote in zip(minutes.votes.all(), before, strict=True):
        assert text[vote.anchor["start"] : vote.anchor["end"]] == quote
        assert vote.revision.number == 2


def test_what_is_gone_is_broken_and_shown_so(minutes: Document, office: User) -> None:
    actions.accept(actor=office, vote=vote_on(minutes, "2"), version=1)
    new_text(minutes, MINUTES[: MINUTES.index("TOP 2")])
    assert reanchor_votes(document=minutes) == 1
    broken = vote_on(minutes, "2")
    assert broken.is_broken
    assert broken.revision.number == 1
    review = login(office).get(reverse("ledger:review", args=[minutes.public_id])).text
    assert "Die Fundstelle steht in der neuen Fassung nicht mehr." in review
    assert f'data-vote="{broken.pk}"' not in review
    assert "steht so nicht mehr im Text" in Client().get(minutes.get_absolute_url()).text


@pytest.mark.parametrize(
    ("label", "told"), [("", "Abstimmung"), ("2.1", "TOP 2.1"), ("Antrag 1.74", "Antrag 1.74")]
)
def test_a_number_alone_is_a_point_of_the_agenda(label: str, told: str) -> None:
    assert wording.about(label) == told


# ── Verdicts ──


def test_a_correction_counts_as_confirmed(minutes: Document, office: User) -> None:
    facts = VoteFacts("adopted", "majority", 30, 2, None, "Haushalt")
    vote = actions.correct(actor=office, vote=minutes.votes.first(), version=1, facts=facts)
    assert (vote.state, vote.version, vote.yes) == (VoteState.ACCEPTED, 2, 30)
    assert wording.in_words(vote) == "mehrheitlich angenommen bei 30 Ja-Stimmen und 2 Nein-Stimmen"


def test_the_second_of_two_people_changes_nothing(
    minutes: Document, office: User, colleague: User
) -> None:
    vote = minutes.votes.first()
    actions.accept(actor=colleague, vote=vote, version=1)
    with pytest.raises(StaleVote) as stale:
        actions.reject(actor=office, vote=vote, version=1)
    assert "Herr Amsel hat diese Abstimmung inzwischen geprüft" in stale.value.sentence
    vote.refresh_from_db()
    assert vote.state == VoteState.ACCEPTED


@pytest.mark.parametrize(
    "facts",
    [
        VoteFacts("adopted", "unanimous", 3, 2),
        VoteFacts("adopted", "", 2, 2),
        VoteFacts("perhaps"),
        VoteFacts("adopted", "most"),
        VoteFacts("adopted", "", 10**7),
    ],
)
def test_impossible_results_are_refused(minutes: Document, office: User, facts: VoteFacts) -> None:
    with pytest.raises(ValidationError):
        actions.correct(actor=office, vote=minutes.votes.first(), version=1, facts=facts)
    assert minutes.votes.first().version == 1


# ── Screens ──


def test_the_review_marks_lists_and_decides(minutes: Document, office: User) -> None:
    client, vote = login(office), minutes.votes.first()
    address = reverse("ledger:review", args=[minutes.public_id])
    shown = client.get(address).text
    assert "0 von 2 geprüft" in shown
    assert f'data-vote="{vote.pk}"' in shown
    assert (
        "mehrheitlich abgelehnt</strong>: 20 Ja-Stimmen, 25 Nein-Stimmen und 1 Enthaltung" in shown
    )
    accept = reverse("ledger:accept_vote", args=[minutes.public_id, vote.pk])
    assert client.post(accept, {"version": "1"}).url == f"{address}#abstimmung-{vote.pk}"
    assert "1 von 2 geprüft" in client.get(address).text
    # Pressed twice: no warning about oneself.
    assert "inzwischen geprüft" not in client.post(accept, {"version": "1"}, follow=True).text


def test_a_wrong_correction_says_so_and_opens_the_form_again(
    minutes: Document, office: User
) -> None:
    client, vote = login(office), minutes.votes.first()
    address = reverse("ledger:correct_vote", args=[minutes.public_id, vote.pk])
    name = f"v{vote.pk}"
    data = {f"{name}-outcome": "adopted", f"{name}-majority": "unanimous", "version": "1"}
    told = client.post(address, {**data, f"{name}-yes": "3", f"{name}-no": "1"}, follow=True).text
    assert "Einstimmig kann es mit Ja- und Nein-Stimmen nicht gewesen sein." in told
    client.post(address, {**data, f"{name}-yes": "31"})
    vote.refresh_from_db()
    assert (vote.yes, vote.state) == (31, VoteState.ACCEPTED)


def test_a_vote_read_away_meanwhile_is_told(minutes: Document, office: User) -> None:
    address = reverse("ledger:accept_vote", args=[minutes.public_id, 999])
    told = login(office).post(address, {"version": "1"}, follow=True).text
    assert "Diese Abstimmung gibt es nicht mehr" in told


@pytest.mark.parametrize("name", ["accept_vote", "reject_vote", "correct_vote"])
def test_only_the_office_decides(minutes: Document, member: User, guest: User, name: str) -> None:
    vote = minutes.votes.first()
    address = reverse(f"ledger:{name}", args=[minutes.public_id, vote.pk])
    assert Client().post(address, {"version": "1"}).status_code == 302
    for user in (member, guest):
        assert login(user).post(address, {"version": "1"}).status_code == 403
    vote.refresh_from_db()
    assert vote.version == 1


# ── Who sees what ──


@pytest.mark.parametrize("visibility", Visibility.values)
def test_only_confirmed_votes_of_visible_documents_are_seen(
    minutes: Document, office: User, member: User, guest: User, visibility: str
) -> None:
    Document.objects.filter(pk=minutes.pk).update(visibility=visibility)
    minutes.refresh_from_db()
    confirmed, waiting = minutes.votes.all()
    actions.accept(actor=office, vote=confirmed, version=1)
    levels = {"public": 4, "members": 2, "office": 1}[visibility]
    viewers: list[User | None] = [office, member, guest, None]
    for place, user in enumerate(viewers):
        seen = list(queries.votes_of(user, minutes))
        expected = [confirmed] if place < levels else []
        assert seen == ([confirmed, waiting] if user == office else expected)
        assert list(queries.confirmed(user, [minutes])) == expected
        page = (login(user) if user else Client()).get(minutes.get_absolute_url())
        assert ("einstimmig angenommen</p>" in _plain(page.text)) is bool(expected)
        assert "mehrheitlich abgelehnt" not in _plain(page.text)


def _plain(html: str) -> str:
    """The list of votes on the document's page, without the document's own text."""
    return html.split('id="gelesen"')[-1].split("</section>")[0] if 'id="gelesen"' in html else ""


@pytest.mark.parametrize("count", [2, 60])
def test_the_list_takes_as_many_queries_for_two_as_for_sixty(
    minutes: Document,
    office: User,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first = minutes.votes.first()
    for _number in range(count - 2):
        first.pk = None
        first.save()
    client = login(office)
    with django_assert_max_num_queries(22):
        client.get(reverse("ledger:review", args=[minutes.public_id]))
    with django_assert_max_num_queries(22):
        client.get(minutes.get_absolute_url())
