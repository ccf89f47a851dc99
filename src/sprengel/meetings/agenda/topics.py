"""Topics that members hand in before the cut-off date, and what the office makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.accounts.models import User, Viewer, Visibility
from sprengel.accounts.rules import is_office
from sprengel.archive.models import Document
from sprengel.bodies.models import Body, Membership
from sprengel.bodies.queries import body_of
from sprengel.ledger.actions import take_in
from sprengel.ledger.models import Matter
from sprengel.meetings import queries
from sprengel.meetings.agenda.actions import add_item, shortened, take
from sprengel.meetings.agenda.log import log_agenda
from sprengel.meetings.agenda.papers import lay_paper
from sprengel.meetings.agenda.wishes import own_or_all, topics_at
from sprengel.meetings.models import (
    AgendaItem,
    AgendaPart,
    HandedInTopic,
    Meeting,
    MeetingState,
    TopicState,
)
from sprengel.ui.wording import quoted

UNDECIDED = (TopicState.SUBMITTED, TopicState.LATER)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic as whoever handed it in and the office see it."""

    topic: HandedInTopic
    title: str
    body_name: str
    matter: Matter | None
    """None also where it has been withdrawn from the reader's sight."""
    document: Document | None
    has_file: bool
    is_from_before: bool
    is_undecided: bool


@dataclass(frozen=True, slots=True)
class HandingIn:
    """Whether this user may hand in something for this meeting, and if not, why."""

    body: Body | None
    until: date
    is_open: bool
    why_not: str
    later_at: Meeting | None
    """The next planned meeting of the series, for which one can still hand in."""


def cut_off(meeting: Meeting) -> date:
    if meeting.topics_until:
        return meeting.topics_until
    try:
        return meeting.starts_on - timedelta(days=meeting.series.topics_days)
    except OverflowError:
        return date.min


def topic_lines(user: Viewer, meeting: Meeting) -> tuple[TopicLine, ...]:
    """What was handed in for this meeting or waits since an earlier one."""
    found = own_or_all(user, topics_at(meeting)).select_related(
        "body", "matter", "document", "item", "meeting"
    )
    matters = set(
        Matter.objects.visible_to(user)
        .filter(wanted_in__in=found.values("pk"))
        .values_list("pk", flat=True)
    )
    documents = set(
        Document.objects.visible_to(user)
        .filter(pk__in=found.values("document"))
        .values_list("pk", flat=True)
    )
    return tuple(_line(topic, meeting, matters, documents) for topic in found)


def undecided_count(user: Viewer, meeting: Meeting) -> int:
    """For the office: how many wait for a word."""
    if user is None or not is_office(user):
        return 0
    put_off_here = Q(state=TopicState.LATER, meeting=meeting)
    return topics_at(meeting).filter(state__in=UNDECIDED).exclude(put_off_here).count()


def handing_in(user: Viewer, meeting: Meeting) -> HandingIn:
    until, body = cut_off(meeting), body_of(user)
    following = (
        queries.meetings(user)
        .filter(
            series=meeting.series_id,
            state=MeetingState.PLANNED,
            starts_on__gt=meeting.starts_on,
        )
        .order_by("starts_on")
    )
    later = next((each for each in following if cut_off(each) >= today()), None)
    why_not = _why_not(meeting, body)
    return HandingIn(
        body=body,
        until=until,
        is_open=not why_not and today() <= until,
        why_not=why_not,
        later_at=later,
    )


@transaction.atomic
def hand_in(
    *,
    actor: User,
    meeting: Meeting,
    body: Body,
    title: str = "",
    text: str = "",
    part: str = AgendaPart.NONPUBLIC,
    matter: Matter | None = None,
    file_name: str = "",
    data: bytes = b"",
) -> HandedInTopic:
    """After the cut-off date it is kept for a later meeting; the same sent twice is one."""
    wording = title.strip() or shortened(quoted(matter.quote) if matter else "")
    is_late = today() > cut_off(meeting)
    topic, is_new = HandedInTopic.objects.get_or_create(
        meeting=meeting,
        body=body,
        title=wording,
        defaults={
            "text": text.strip(),
            "part": part,
            "matter": matter,
            "state": TopicState.LATER if is_late else TopicState.SUBMITTED,
            "reason": _("nach dem Stichtag angemeldet") if is_late else "",
            "user": actor,
            "user_name": str(actor),
        },
    )
    if not is_new and topic.state == TopicState.WITHDRAWN:
        topic.state = TopicState.LATER if is_late else TopicState.SUBMITTED
        topic.text, topic.part, topic.matter = text.strip(), part, matter
        topic.save()
    if data and topic.document is None:
        # Nobody but the office reads it before it is decided that others should.
        added = take_in(
            actor=actor,
            data=data,
            file_name=file_name,
            body=body,
            organization=meeting.organization,
            visibility=Visibility.OFFICE,
        )
        topic.document = added.document
        topic.save(update_fields=["document"])
    _log(actor, topic, _("%(body)s meldet ein Thema an: %(title)s."))
    return topic


@transaction.atomic
def withdraw_topic(*, actor: User, topic: HandedInTopic) -> bool:
    """By whoever handed it in, as long as nobody has decided."""
    if topic.state not in UNDECIDED:
        return False
    _set(topic, TopicState.WITHDRAWN)
    _log(actor, topic, _("%(body)s zieht ein Thema zurück: %(title)s."))
    return True


@transaction.atomic
def accept_topic(
    *, actor: User, topic: HandedInTopic, meeting: Meeting, under: AgendaItem | None = None
) -> AgendaItem:
    """It becomes a point; a matter comes onto the agenda as the matter it is."""
    if topic.matter is not None:
        because = _("von %(names)s gewünscht") % {"names": topic.body.name}
        item = take(actor=actor, meeting=meeting, matter=topic.matter, because=because, under=under)
    else:
        item = add_item(
            actor=actor,
            meeting=meeting,
            title=topic.title,
            text=topic.text,
            part=topic.part,
            owner=topic.body,
            under=under,
        )
    if topic.document is not None:
        lay_paper(actor=actor, item=item, document=topic.document)
    _set(topic, TopicState.ACCEPTED, item=item)
    return item


@transaction.atomic
def put_off_topic(*, actor: User, topic: HandedInTopic, reason: str = "") -> None:
    _set(topic, TopicState.LATER, reason=reason)
    _log(actor, topic, _("Thema von %(body)s für später vorgemerkt: %(title)s."))


@transaction.atomic
def decline_topic(*, actor: User, topic: HandedInTopic, reason: str) -> None:
    """Whoever handed it in reads the reason."""
    _set(topic, TopicState.DECLINED, reason=reason)
    _log(actor, topic, _("Thema von %(body)s abgelehnt: %(title)s."))


def _why_not(meeting: Meeting, body: Body | None) -> str:
    if meeting.state != MeetingState.PLANNED:
        return _("Diese Sitzung ist nicht mehr in Planung; Themen nimmt sie nicht mehr auf.")
    if body is None:
        return _(
            "Ihrem Zugang ist keine Stadt zugeordnet. Bitte die Geschäftsstelle darum bitten, dann "
            "können Sie hier Themen anmelden."
        )
    members = Membership.objects.filter(organization=meeting.series.organization_id).on(today())
    cities = set(members.values_list("member_id", flat=True))
    if cities and body.pk not in cities:
        return _("%(body)s gehört diesem Gremium nicht an und kann hier kein Thema anmelden.") % {
            "body": body.name
        }
    return ""


def _line(
    topic: HandedInTopic, meeting: Meeting, matters: set[int], documents: set[int]
) -> TopicLine:
    is_hidden = topic.matter_id is not None and topic.matter_id not in matters
    return TopicLine(
        topic=topic,
        # The title may be the matter's wording: it is hidden with it.
        title=_("Ein Vorgang, der nicht mehr für Sie sichtbar ist") if is_hidden else topic.title,
        body_name=topic.body.name,
        matter=topic.matter if topic.matter_id in matters else None,
        document=topic.document if topic.document_id in documents else None,
        has_file=topic.document_id is not None,
        is_from_before=topic.meeting_id != meeting.pk,
        is_undecided=topic.state in UNDECIDED,
    )


def _set(
    topic: HandedInTopic, state: TopicState, *, reason: str = "", item: AgendaItem | None = None
) -> None:
    topic.state, topic.reason, topic.item = state, shortened(reason.strip()), item
    topic.decided_at = timezone.now()
    topic.save(update_fields=["state", "reason", "item", "decided_at"])


def _log(actor: User, topic: HandedInTopic, sentence: str) -> None:
    """The office's line: before it is decided nobody else hears of it."""
    log_agenda(
        actor,
        topic.meeting,
        sentence % {"body": topic.body.name, "title": topic.title},
        visibility=Visibility.OFFICE,
        path=f"{topic.meeting.get_absolute_url()}themen/",
    )
