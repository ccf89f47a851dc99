"""Asking before the check date, reminding once, answering by link, taking the answer over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sprengel.accounts.models import Visibility
from sprengel.bodies.actions import represent
from sprengel.bodies.models import Actor
from sprengel.ledger import actions as ledger
from sprengel.ledger.inquiries import actions, dates, queries
from sprengel.ledger.inquiries.actions import Answer
from sprengel.ledger.models import EntryKind, Inquiry, InquiryState, Matter
from sprengel.mail import links
from sprengel.mail.models import Letter, LinkPurpose

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def today(settings):
    def set_to(day: date) -> date:
        settings.TODAY = day
        return day

    set_to(DAY)
    return set_to


@pytest.fixture
def matter(today, office, promise, director) -> Matter:
    """The director's promise of 2024, with an address to ask at."""
    ledger.accept(actor=office, statement=promise, version=1)
    promise.refresh_from_db()
    Actor.objects.filter(pk=director.pk).update(email="kraehwinkel@staedtebund.example")
    matter = Matter.objects.get(pk=promise.matter_id)
    ledger.change_matter(actor=office, matter=matter, responsible=director)
    matter.refresh_from_db()
    return matter


def at(inquiry: Inquiry) -> str:
    """The path behind the link of the mail."""
    address = links.address(purpose=LinkPurpose.INQUIRY, object_id=inquiry.pk)
    return "/" + address.split("/", 3)[3]


WORD = Answer(answered_by="Selma Krähwinkel", state="in_progress", sentence="Der Antrag liegt vor.")


# ── Asking ────────────────────────────────────────────────────────────────────────────────────


def test_a_question_quotes_the_promise_and_holds_a_link(office, matter) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    letter = Letter.objects.get()
    assert letter.to_email == inquiry.email == "kraehwinkel@staedtebund.example"
    assert matter.quote in letter.text
    assert "Was wurde aus der Zusage vom 15. März 2024?" in letter.subject
    assert at(inquiry) in letter.text
    assert inquiry.answer_until == DAY + timedelta(days=10)


def test_who_has_not_answered_is_not_asked_twice(office, matter) -> None:
    first = actions.ask(actor=office, matter=matter)
    assert actions.ask(actor=office, matter=matter).pk == first.pk
    assert Letter.objects.count() == 1


def test_without_a_responsible_or_an_address_it_says_what_is_missing(office, matter) -> None:
    Actor.objects.update(email="")
    with pytest.raises(ValidationError, match="keine E-Mail-Adresse"):
        actions.ask(actor=office, matter=matter)
    ledger.change_matter(actor=office, matter=matter, responsible=None)
    with pytest.raises(ValidationError, match="wer zuständig ist"):
        actions.ask(actor=office, matter=matter)
    assert not Inquiry.objects.exists()
    assert not Letter.objects.exists()


def test_the_machine_asks_when_the_check_date_is_near_and_only_once(office, matter, today) -> None:
    ledger.set_check(actor=office, matter=matter, next_check_on=date(2026, 3, 20))
    assert actions.ask_due() == 0  # 18 days before
    today(date(2026, 3, 6))
    assert actions.ask_due() == 1
    assert actions.ask_due() == 0
    assert Letter.objects.count() == 1
    assert Inquiry.objects.get().answer_until == date(2026, 3, 16)


def test_the_next_meeting_counts_where_no_check_date_is_set(matter, circle, monkeypatch) -> None:
    monkeypatch.setattr(
        dates, "_next_meetings", lambda circles, day: {circle.pk: date(2026, 3, 10)}
    )
    assert actions.ask_due() == 1
    assert Inquiry.objects.get().answer_until == date(2026, 3, 8)


def test_what_only_the_office_knows_is_not_mailed_by_itself(office, matter) -> None:
    ledger.set_check(actor=office, matter=matter, next_check_on=date(2026, 3, 10))
    ledger.change_matter(actor=office, matter=matter, visibility=Visibility.OFFICE)
    assert actions.ask_due() == 0
    assert actions.ask(actor=office, matter=matter).state == InquiryState.ASKED


def test_the_operator_can_leave_asking_to_the_office(settings, office, matter) -> None:
    settings.ASK_DAYS = 0
    ledger.set_check(actor=office, matter=matter, next_check_on=date(2026, 3, 10))
    assert actions.ask_due() == 0


# ── Silence ───────────────────────────────────────────────────────────────────────────────────


def test_silence_is_reminded_once_and_then_said(office, matter, today) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    today(inquiry.answer_until)
    assert actions.remind_due() == 0
    reminded_on = today(inquiry.answer_until + timedelta(days=1))
    assert actions.remind_due() == 1
    assert actions.remind_due() == 0
    assert [one.subject[:10] for one in Letter.objects.order_by("pk")] == [
        "Was wurde ",
        "Erinnerung",
    ]
    today(reminded_on + timedelta(days=8))
    assert actions.remind_due() == 1
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.SILENT
    assert Letter.objects.count() == 2
    matter.refresh_from_db()
    assert matter.state == "open"  # a person decides


def test_a_late_answer_is_still_taken(office, matter, today) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    Inquiry.objects.update(state=InquiryState.SILENT)
    assert actions.answer(inquiry=inquiry, answer=WORD).state == InquiryState.ANSWERED


def test_nobody_is_reminded_of_what_is_settled(office, matter, today) -> None:
    actions.ask(actor=office, matter=matter)
    ledger.add_entry(actor=office, matter=matter, kind="state", state="overtaken")
    today(DAY + timedelta(days=30))
    actions.remind_due()
    assert Inquiry.objects.get().state == InquiryState.WITHDRAWN
    assert Letter.objects.count() == 1


# ── Answering ─────────────────────────────────────────────────────────────────────────────────


def test_looking_at_the_link_answers_nothing(client: Client, office, matter) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    page = client.get(at(inquiry))
    assert page.status_code == 200
    assert matter.quote in page.content.decode()
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.ASKED


def test_one_answers_by_link_and_the_office_takes_it_over(client: Client, office, matter) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    given = {
        "state": "met",
        "sentence": "Der Landtag hat die Verlängerung beschlossen.",
        "answered_by": "Selma Krähwinkel, Geschäftsführerin",
        "passage": "Die Förderung wird bis 2027 verlängert.",
        "file": SimpleUploadedFile(
            "beschluss.txt",
            "Lindach. Die Förderung wird bis 2027 verlängert. Das gilt ab sofort.".encode(),
        ),
    }
    assert client.post(at(inquiry), given).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.ANSWERED
    assert inquiry.document.visibility == Visibility.OFFICE
    matter.refresh_from_db()
    assert matter.state == "open"  # nothing is decided by a link
    for run in inquiry.document.runs.all():
        ledger.read_now(run_id=run.pk)

    client.force_login(office)
    url = reverse("ledger:take_over_inquiry", args=[inquiry.pk])
    assert "Der Landtag hat die Verlängerung" in client.get(url).content.decode()
    client.post(url, {"state": "met", "sentence": "Der Landtag hat verlängert."})
    matter.refresh_from_db()
    assert matter.state == "met"
    entry = matter.entries.get(kind=EntryKind.STATE)
    evidence = entry.evidence.get()
    assert evidence.informant == "Selma Krähwinkel, Geschäftsführerin"
    assert evidence.passage.quote == "Die Förderung wird bis 2027 verlängert."
    # Twice is once, and the link has ended.
    client.post(url, {"state": "refused", "sentence": "Anders."})
    assert matter.entries.filter(kind=EntryKind.STATE).count() == 1
    assert Client().get(at(inquiry)).status_code in (200, 404)
    assert Client().post(at(inquiry), given).status_code in (200, 404)
    inquiry.refresh_from_db()
    assert inquiry.answer_sentence == "Der Landtag hat die Verlängerung beschlossen."


def test_an_answer_may_be_changed_until_it_is_taken_over(office, matter) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    actions.answer(inquiry=inquiry, answer=WORD)
    again = actions.answer(
        inquiry=inquiry,
        answer=Answer(answered_by="Selma Krähwinkel", state="refused", sentence="Doch nicht."),
    )
    assert again.answer_state == "refused"
    entry = actions.take_over(actor=office, inquiry=again)
    assert entry.state == "refused"
    with pytest.raises(actions.NotOpen):
        actions.answer(inquiry=inquiry, answer=WORD)


def test_an_empty_answer_is_asked_for_again(client: Client, office, matter) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    page = client.post(at(inquiry), {"state": "", "sentence": " ", "answered_by": ""})
    assert page.status_code == 422
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.ASKED


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "ä" * 300])
def test_a_forged_link_is_told_so(client: Client, token: str) -> None:
    page = client.get(f"/a/auskunft/{token}/")
    assert page.status_code == 404
    assert "gilt nicht mehr" in page.content.decode()


def test_a_withdrawn_question_ends_link_and_unsent_mail(client: Client, office, matter) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    path = at(inquiry)
    actions.withdraw(actor=office, inquiry=inquiry)
    assert Letter.objects.get().state == "cancelled"
    assert client.post(path, {"state": "met"}).status_code in (200, 404)
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.WITHDRAWN


# ── Who sees it ───────────────────────────────────────────────────────────────────────────────


def test_only_the_office_and_who_was_asked_see_a_question(office, member, matter, league) -> None:
    from sprengel.bodies.actions import add_body

    lindach = add_body(actor=None, name="Lindach", kind="city")
    represent(actor=office, user=member, body=lindach)
    Actor.objects.filter(pk=lindach.pk).update(email="ob@lindach.example")
    mine = actions.ask(actor=office, matter=matter, asked=lindach)
    other = actions.ask(actor=office, matter=matter)

    assert {one.pk for one in queries.of_matter(office, matter)} == {mine.pk, other.pk}
    assert [one.pk for one in queries.of_matter(member, matter)] == [mine.pk]
    assert queries.of_matter(AnonymousUser(), matter) == []
    assert [one.pk for one in queries.asked_of_me(member)] == [mine.pk]
    assert queries.mine(member, other.pk) is None
    assert queries.mine(member, mine.pk) == mine
    assert queries.overview(member).waiting == ()
    assert queries.count_to_take_over(member) == 0

    # What is hidden from the member afterwards is hidden with its question.
    Matter.objects.filter(pk=matter.pk).update(visibility=Visibility.OFFICE)
    assert queries.asked_of_me(member) == []


def test_the_pages_are_the_offices_alone(client: Client, office, member, matter) -> None:
    inquiry = actions.ask(actor=office, matter=matter)
    client.force_login(member)
    take = reverse("ledger:take_over_inquiry", args=[inquiry.pk])
    assert client.get(take).status_code == 403
    assert client.get(reverse("ledger:answer_inquiry", args=[inquiry.pk])).status_code == 404
    assert client.post(reverse("ledger:ask", args=[matter.public_id])).status_code == 403
    assert matter.quote not in client.get(reverse("ledger:inquiries")).content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_the_offices_page_takes_the_same_queries_for_many(
    client: Client, office, matter, count: int, django_assert_max_num_queries
) -> None:
    for number in range(count):
        copy = Matter.objects.create(
            act=matter.act,
            quote=f"Nummer {number}",
            responsible=matter.responsible,
            visibility=Visibility.PUBLIC,
            next_check_on=DAY + timedelta(days=9),
        )
        if number % 2:
            actions.ask(actor=office, matter=copy)
    client.force_login(office)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("ledger:inquiries"))
    assert "Nummer 0" in page.content.decode()


def test_many_are_asked_at_once_and_what_cannot_be_is_named(client: Client, office, matter) -> None:
    orphan = Matter.objects.create(act="demand", quote="Ohne Adresse", visibility="public")
    client.force_login(office)
    page = client.post(
        reverse("ledger:ask_many"),
        {"vorgang": [str(matter.public_id), str(orphan.public_id), "kein-vorgang"]},
        follow=True,
    )
    text = page.content.decode()
    assert "Eine Rückfrage gestellt." in text
    assert "wer zuständig ist" in text
    assert Inquiry.objects.count() == 1


# ── Several at once ───────────────────────────────────────────────────────────────────────────


def copy_of(matter: Matter, quote: str, **more: object) -> Matter:
    return Matter.objects.create(
        act=more.pop("act", matter.act),
        quote=quote,
        responsible=matter.responsible,
        organization=matter.organization,
        visibility=Visibility.PUBLIC,
        next_check_on=DAY + timedelta(days=9),
        **more,
    )


def test_who_answers_for_several_matters_gets_one_mail_with_a_link_for_each(office, matter) -> None:
    copy_of(matter, "Erstes Versprechen")
    copy_of(matter, "Zweites Versprechen")
    assert actions.ask_due() == 2
    letter = Letter.objects.get()
    assert letter.subject == "2 Fragen: Was wurde daraus?"
    for inquiry in Inquiry.objects.all():
        assert inquiry.matter.quote in letter.text
        assert at(inquiry) in letter.text
    assert actions.ask_due() == 0


def test_nobody_is_asked_by_itself_what_became_of_a_mere_demand(office, matter) -> None:
    demand = copy_of(matter, "mehr Geld", act="demand")
    assert actions.ask_due() == 0
    assert actions.ask(actor=office, matter=demand).state == InquiryState.ASKED
