"""Asking, reminding, answering, taking the answer over. Each step happens once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sprengel.accounts import actions as accounts
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive import anchors
from sprengel.archive.actions import mark_passage
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor
from sprengel.bodies.queries import address_of
from sprengel.ledger.actions.intake import take_in
from sprengel.ledger.actions.matters import EvidenceInput, add_entry
from sprengel.ledger.inquiries import letters, queries, rules
from sprengel.ledger.inquiries.dates import check_dates
from sprengel.ledger.models import (
    OPEN_INQUIRIES,
    Entry,
    EntryKind,
    Inquiry,
    InquiryState,
    Matter,
    State,
)
from sprengel.mail import actions as mail
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose


class NotOpen(Exception):
    """The question was taken back, or its answer has been taken over already."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says about a matter."""

    answered_by: str
    state: str = ""
    sentence: str = ""
    passage: str = ""
    """The passage in its own words, if the answer rests on one."""
    file_name: str = ""
    data: bytes = b""


@transaction.atomic
def ask(
    *,
    actor: User | None,
    matter: Matter,
    asked: Actor | None = None,
    until: date | None = None,
    email: str = "",
) -> Inquiry:
    """Ask by mail what became of it; who was asked and has not answered is not asked twice.

    Raises ValidationError where nobody is responsible or there is no address to write to.
    """
    inquiry, is_new = _opened(actor, matter, asked, until, email)
    if is_new:
        _send(inquiry, is_reminder=False)
    return inquiry


@transaction.atomic
def ask_together(*, actor: User | None, matters: Iterable[Matter]) -> list[Inquiry]:
    """Ask about several; whoever answers for more than one gets one mail with a link for each.

    Raises ValidationError for the first that nobody can be asked about, and asks nothing then.
    """
    by_address: dict[str, list[Inquiry]] = {}
    for matter in matters:
        inquiry, is_new = _opened(actor, matter, None, None, "")
        if is_new:
            by_address.setdefault(inquiry.email.lower(), []).append(inquiry)
    for inquiries in by_address.values():
        if len(inquiries) == 1:
            _send(inquiries[0], is_reminder=False)
        else:
            _send_together(inquiries)
    return [inquiry for inquiries in by_address.values() for inquiry in inquiries]


def why_not(matter: Matter, asked: Actor | None = None, email: str = "") -> str:
    """What is missing before somebody can be asked, as a sentence; "" where nothing is."""
    asked = asked or matter.responsible
    if asked is None:
        return _("Bitte zuerst eintragen, wer zuständig ist.")
    if not (email.strip() or address_of(asked)):
        return _(
            "Für %(name)s ist keine E-Mail-Adresse hinterlegt. Bitte dort zuerst eintragen."
        ) % {"name": asked.name}
    return ""


def ask_due() -> int:
    """Ask about everything whose check date is near; how many were asked.

    Off where SPRENGEL_ASK_DAYS is 0: then only the office asks.
    """
    due = queries.to_be_asked(today())
    return len(ask_together(actor=None, matters=due)) if due else 0


def remind_due() -> int:
    """Remind those whose time is over, and say so of those who did not answer that either."""
    day = today()
    count = 0
    for pk in Inquiry.objects.filter(
        state__in=(InquiryState.ASKED, InquiryState.REMINDED)
    ).values_list("pk", flat=True):
        count += _move_on(pk, day)
    return count


@transaction.atomic
def _move_on(pk: int, day: date) -> int:
    inquiry = Inquiry.objects.select_for_update(of=("self",)).select_related("matter").get(pk=pk)
    if not inquiry.matter.is_open:
        _set(inquiry, state=InquiryState.WITHDRAWN)
        return 1
    if rules.is_to_be_reminded(inquiry, day):
        _set(inquiry, state=InquiryState.REMINDED, reminded_on=day)
        _send(inquiry, is_reminder=True)
        return 1
    if rules.is_silent(inquiry, day):
        _set(inquiry, state=InquiryState.SILENT)
        _log(None, inquiry, _("Keine Auskunft von %(who)s trotz Erinnerung: %(quote)s."))
        return 1
    return 0


@transaction.atomic
def answer(*, inquiry: Inquiry, answer: Answer, actor: User | None = None) -> Inquiry:
    """Write down what was answered; until it is taken over it may be answered anew.

    The office decides what it means for the matter. Raises NotOpen and ValidationError.
    """
    inquiry = (
        Inquiry.objects.select_for_update(of=("self",)).select_related("matter").get(pk=inquiry.pk)
    )
    if inquiry.entry_id is not None or inquiry.state == InquiryState.WITHDRAWN:
        raise NotOpen
    _check(answer)
    document = _taken_in(inquiry, answer) if answer.data else inquiry.document
    _set(
        inquiry,
        state=InquiryState.ANSWERED,
        answered_at=timezone.now(),
        answered_by=answer.answered_by.strip()[:200],
        answer_state=answer.state,
        answer_sentence=answer.sentence.strip(),
        answer_passage=answer.passage.strip(),
        document=document,
    )
    _log(actor, inquiry, _("Neue Auskunft von %(by)s: %(quote)s."))
    return inquiry


@transaction.atomic
def take_over(
    *, actor: User, inquiry: Inquiry, state: str | None = None, sentence: str | None = None
) -> Entry:
    """Make an entry of the answer; ``state`` and ``sentence`` as the office has them in the end."""
    inquiry = (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("matter", "document")
        .get(pk=inquiry.pk)
    )
    if inquiry.entry is not None:
        return inquiry.entry
    if inquiry.state != InquiryState.ANSWERED or inquiry.answered_at is None:
        raise NotOpen
    state = inquiry.answer_state if state is None else state
    entry = add_entry(
        actor=actor,
        matter=inquiry.matter,
        kind=EntryKind.STATE if state else EntryKind.NOTE,
        state=state,
        sentence=inquiry.answer_sentence if sentence is None else sentence,
        happened_on=_answered_on(inquiry),
        evidence=[_evidence(inquiry)],
    )
    _set(inquiry, entry=entry)
    links.revoke(purpose=LinkPurpose.INQUIRY, object_id=inquiry.pk)
    return entry


@transaction.atomic
def withdraw(*, actor: User, inquiry: Inquiry) -> None:
    """No answer is wanted any more: the link ends, a mail not sent yet stays here."""
    inquiry = (
        Inquiry.objects.select_for_update(of=("self",)).select_related("matter").get(pk=inquiry.pk)
    )
    if inquiry.entry_id is not None or inquiry.state == InquiryState.WITHDRAWN:
        return
    _set(inquiry, state=InquiryState.WITHDRAWN)
    mail.cancel(key_prefix=_key(inquiry))
    links.revoke(purpose=LinkPurpose.INQUIRY, object_id=inquiry.pk)
    _log(actor, inquiry, _("Rückfrage an %(who)s zurückgezogen: %(quote)s."))


def _opened(
    actor: User | None, matter: Matter, asked: Actor | None, until: date | None, email: str
) -> tuple[Inquiry, bool]:
    """The open question to whoever must answer, and whether it is a new one."""
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    problem = why_not(matter, asked, email)
    if problem:
        raise ValidationError(problem)
    asked = asked or matter.responsible
    assert asked is not None
    email = email.strip() or address_of(asked)
    open_one = matter.inquiries.filter(asked=asked, state__in=OPEN_INQUIRIES).first()
    if open_one is not None:
        return open_one, False
    day = today()
    inquiry = Inquiry.objects.create(
        matter=matter,
        asked=asked,
        email=email,
        asked_on=day,
        answer_until=until or rules.answer_until(day, check_dates([matter], day).get(matter.pk)),
    )
    _log(actor, inquiry, _("%(who)s nach dem Sachstand gefragt: %(quote)s."))
    return inquiry, True


def _check(answer: Answer) -> None:
    if not answer.answered_by.strip():
        raise ValidationError({"answered_by": _("Bitte sagen Sie, wer antwortet.")})
    if answer.state and answer.state not in State.values:
        raise ValidationError({"state": _("Diesen Sachstand gibt es nicht.")})
    if not (answer.sentence.strip() or answer.state):
        raise ValidationError({"sentence": _("Bitte in einem Satz sagen, wie es steht.")})


def _taken_in(inquiry: Inquiry, answer: Answer) -> Document:
    """The file is the office's until it decides otherwise: nobody has looked at it."""
    added = take_in(
        actor=None,
        data=answer.data,
        file_name=answer.file_name,
        organization=inquiry.matter.organization,
        provenance=_("Kam mit der Antwort auf eine Rückfrage von %(who)s.")
        % {"who": answer.answered_by.strip()[:200]},
        visibility=Visibility.OFFICE,
    )
    return added.document


def _evidence(inquiry: Inquiry) -> EvidenceInput:
    """A person's word, and the passage if it stands in the file that came with it."""
    passage = None
    revision = inquiry.document.latest_revision if inquiry.document else None
    if revision is not None and inquiry.answer_passage:
        found = anchors.find_quote(inquiry.answer_passage, revision.text)
        if found is not None:
            passage = mark_passage(revision=revision, start=found.start, end=found.end)
    return EvidenceInput(
        passage=passage,
        informant=inquiry.answered_by,
        informed_on=_answered_on(inquiry),
    )


def _answered_on(inquiry: Inquiry) -> date:
    """Never after "today", which a demo may have set to an earlier day."""
    assert inquiry.answered_at is not None
    return min(timezone.localdate(inquiry.answered_at), today())


@override(settings.LANGUAGE_CODE)
def _send(inquiry: Inquiry, *, is_reminder: bool) -> None:
    address = links.address(purpose=LinkPurpose.INQUIRY, object_id=inquiry.pk)
    organization = inquiry.matter.organization
    mail.queue(
        key=f"{_key(inquiry)}{'erinnerung' if is_reminder else 'frage'}",
        to_email=inquiry.email,
        to_name=inquiry.asked.name,
        subject=letters.subject(inquiry, is_reminder=is_reminder),
        text=letters.text(
            inquiry,
            address=address,
            association=organization.body.name if organization else "",
            is_reminder=is_reminder,
        ),
        about_path=inquiry.matter.get_absolute_url(),
    )


@override(settings.LANGUAGE_CODE)
def _send_together(inquiries: list[Inquiry]) -> None:
    """One mail to one address; each question keeps its own link, deadline and answer."""
    first = inquiries[0]
    asked = [
        letters.Asked(inquiry, links.address(purpose=LinkPurpose.INQUIRY, object_id=inquiry.pk))
        for inquiry in inquiries
    ]
    organization = first.matter.organization
    mail.queue(
        key=f"{_key(first)}frage-mit-weiteren",
        to_email=first.email,
        to_name=first.asked.name,
        subject=letters.subject_together(len(inquiries)),
        text=letters.text_together(
            asked, association=organization.body.name if organization else ""
        ),
        about_path=reverse("ledger:inquiries"),
    )


def _key(inquiry: Inquiry) -> str:
    return f"rueckfrage/{inquiry.pk}/"


def _set(inquiry: Inquiry, **values: object) -> None:
    for name, value in values.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=list(values))


def _log(actor: User | None, inquiry: Inquiry, sentence: str) -> None:
    """The office's alone: who was asked and who keeps silent is between the two."""
    quote = inquiry.matter.quote
    accounts.log(
        actor=actor,
        verb=ActivityVerb.MATTER_CHANGED,
        sentence=sentence
        % {
            "who": inquiry.asked.name,
            "by": inquiry.answered_by or inquiry.asked.name,
            "quote": f"„{quote[:120]}{'…' if len(quote) > 120 else ''}“",
        },
        path=inquiry.matter.get_absolute_url(),
        visibility=Visibility.OFFICE,
    )
