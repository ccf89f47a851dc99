"""What stands in the briefing of one participant; the same few queries however much is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer, Visibility
from sprengel.accounts.rules import is_member, is_office
from sprengel.bodies.models import Actor, ActorKind, Body, BodyKind, Post
from sprengel.bodies.queries import body_of
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import Entry, EntryKind, Matter
from sprengel.meetings import queries as meetings
from sprengel.meetings.agenda.queries import AgendaLine, agenda_lines
from sprengel.meetings.dates import last_day, when
from sprengel.meetings.models import Invitation, Meeting, Participation
from sprengel.publishing.reports.lines import Line, lines, reader
from sprengel.ui.wording import long_date

TOLD = (EntryKind.STATE, EntryKind.NOTE)
LONGEST_STORY = 6
"""Of a long story the last so many entries; the page of the matter has them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to a matter."""

    when: str
    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Followed:
    """An open matter with what has happened to it."""

    line: Line
    story: tuple[Told, ...]
    left_out: int
    """Older entries that do not stand here."""
    is_own: bool
    """This participant said it, was asked it, or has to answer for it."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda with the matters taken under it."""

    item: AgendaLine
    matters: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    meeting: Meeting
    when: str
    circle: str
    host: str
    for_actor: Actor
    as_of: date
    since: date | None
    """The session before: what is new is what happened after it."""
    points: tuple[Point, ...]
    own: tuple[Followed, ...]
    """What this participant asked or promised or must answer for, and is still open."""
    changed: tuple[tuple[Line, Told], ...]
    also_open: tuple[Line, ...]
    """Open in this circle and neither on the agenda nor the participant's own."""

    @property
    def place(self) -> str:
        """The host is named where the place does not say it already."""
        place = self.meeting.place
        return ", ".join(filter(None, [place, "" if self.host in place else self.host]))


def briefing(meeting: Meeting, for_actor: Actor) -> Briefing:
    """As its reader may see it: a member of the league, or a guest, who sees what is public."""
    viewer = reader(_level(meeting, for_actor))
    items = agenda_lines(viewer, meeting)
    open_matters = list(ledger.open_before(viewer, meeting.organization))
    on_agenda = {matter.pk: matter for item in items for matter in item.matters}
    own = _own(viewer, for_actor)
    every = list({m.pk: m for m in [*on_agenda.values(), *own, *open_matters]}.values())
    day = today()
    rows = {one.matter_id: one for one in lines(viewer, every, day, dict.fromkeys(_pks(every), ""))}
    stories = _stories(viewer, every)
    own_pks = _pks(own)

    def followed(matter: Matter) -> Followed:
        story = stories.get(matter.pk, [])
        return Followed(
            line=rows[matter.pk],
            story=tuple(story[-LONGEST_STORY:]),
            left_out=max(0, len(story) - LONGEST_STORY),
            is_own=matter.pk in own_pks,
        )

    before = meetings.previous_meeting(viewer, meeting)
    since = last_day(before) if before else None
    return Briefing(
        meeting=meeting,
        when=when(meeting),
        circle=meeting.organization.name,
        host=meetings.visible_name(viewer, meeting.host),
        for_actor=for_actor,
        as_of=day,
        since=since,
        points=tuple(Point(item, tuple(map(followed, item.matters))) for item in items),
        own=tuple(followed(matter) for matter in own),
        changed=_changed(viewer, meeting, every, rows, since),
        also_open=tuple(
            rows[matter.pk]
            for matter in open_matters
            if matter.pk not in on_agenda and matter.pk not in own_pks
        ),
    )


def recipients(user: Viewer, meeting: Meeting) -> list[Actor]:
    """Who gets one: the invited, those put down as taking part, else the members of the circle."""
    if not (user and is_office(user)):
        return [body for body in [body_of(user) if user and is_member(user) else None] if body]
    invited = Invitation.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    taking_part = Participation.objects.filter(meeting=meeting)
    chosen = Actor.objects.filter(
        Q(pk__in=invited.values("actor")) | Q(pk__in=taking_part.values("actor"))
    )
    if not chosen.exists():
        members = meeting.organization.memberships.on(meeting.starts_on).values("member")
        chosen = Actor.objects.filter(pk__in=members)
    return list(chosen.visible_to(user).order_by("name"))


def recipient(user: Viewer, meeting: Meeting, slug: str) -> Actor | None:
    """Whose briefing this user may read: the office everybody's, a mayor's office its own."""
    return next((one for one in recipients(user, meeting) if one.slug == slug), None)


def due_on(meeting: Meeting) -> date:
    """When it should be with the participants."""
    return meeting.starts_on - timedelta(days=meeting.series.briefing_days)


def _level(meeting: Meeting, actor: Actor) -> str:
    """A guest reads what everybody may; members, and the association itself, what members may."""
    is_in = meeting.organization.memberships.on(meeting.starts_on).filter(member=actor.pk).exists()
    if is_in or actor.pk == meeting.organization.body_id:
        return Visibility.MEMBERS
    body = Body.objects.filter(pk=actor.pk).first()
    if body is not None and body.kind == BodyKind.CITY and _belongs(meeting, body):
        return Visibility.MEMBERS
    held = Post.objects.filter(person=actor.pk).on(meeting.starts_on)
    bodies = set(held.values_list("at", flat=True))
    members = meeting.organization.memberships.on(meeting.starts_on)
    if meeting.organization.body_id in bodies or members.filter(member__in=bodies).exists():
        return Visibility.MEMBERS
    return Visibility.PUBLIC


def _belongs(meeting: Meeting, body: Body) -> bool:
    """A city of the same league that comes to another circle's session."""
    league = meeting.organization.body_id
    return body.memberships.on(meeting.starts_on).filter(organization__body=league).exists()


def _own(viewer: Viewer, actor: Actor) -> list[Matter]:
    """Open matters of the body and of those who hold an office there now.

    A mayor invited by name is told what concerns the city as well.
    """
    held = Post.objects.on(today())
    people = held.filter(at=actor.pk).values("person")
    places = held.filter(person=actor.pk).values("at")
    who = Actor.objects.filter(
        Q(pk=actor.pk) | Q(pk__in=people) | Q(pk__in=places, actor_kind=ActorKind.BODY)
    ).values("pk")
    return list(
        ledger.matters(viewer, ledger.MatterFilters(state="pending")).filter(
            Q(actor__in=who) | Q(addressee__in=who) | Q(responsible__in=who)
        )
    )


def _stories(viewer: Viewer, matters: Sequence[Matter]) -> dict[int, list[Told]]:
    return {
        pk: [
            Told(
                when=long_date(one.happened_on) if one.is_dated else one.entry.happened_note,
                state=one.entry.get_state_display() if one.entry.state else "",
                sentence=one.entry.sentence,
            )
            for one in story
            if one.entry.kind in TOLD
        ]
        for pk, story in ledger.histories(viewer, matters).items()
    }


def _changed(
    viewer: Viewer,
    meeting: Meeting,
    matters: Sequence[Matter],
    rows: dict[int, Line],
    since: date | None,
) -> tuple[tuple[Line, Told], ...]:
    """What happened since the last session, newest first; also to what is settled by now."""
    if since is None:
        return ()
    # Of what has no day ("im Frühjahr"), when it was entered is all that is known.
    is_later = Q(happened_on__gt=since) | Q(happened_on__isnull=True, at__date__gt=since)
    entries = (
        Entry.objects.visible_to(viewer)
        .filter(is_later, kind__in=TOLD, matter__is_withdrawn=False)
        .filter(Q(matter__in=_pks(matters)) | Q(matter__organization=meeting.organization.pk))
        .select_related(
            "matter",
            "matter__actor",
            "matter__addressee",
            "matter__responsible",
            "matter__organization",
        )
        .order_by(F("happened_on").desc(nulls_last=True), "-pk")
    )
    found = list(entries)
    missing = [entry.matter for entry in found if entry.matter_id not in rows]
    if missing:
        unique = list({matter.pk: matter for matter in missing}.values())
        more = lines(viewer, unique, today(), dict.fromkeys(_pks(unique), ""))
        rows = {**rows, **{one.matter_id: one for one in more}}
    return tuple(
        (
            rows[entry.matter_id],
            Told(
                when=long_date(entry.happened_on) if entry.happened_on else entry.happened_note,
                state=entry.get_state_display() if entry.state else "",
                sentence=entry.sentence,
            ),
        )
        for entry in found
    )


def _pks(matters: Sequence[Matter]) -> set[int]:
    return {matter.pk for matter in matters}
