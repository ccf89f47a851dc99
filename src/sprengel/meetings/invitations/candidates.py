"""Whom the office may invite to a meeting: its members on that day, guests, its own people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sprengel.accounts.models import User, visible_levels
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor, Person, Post
from sprengel.meetings.dates import last_day
from sprengel.meetings.invitations.posts import Holder, mayor, posts_by_place, sent_before
from sprengel.meetings.models import Invitation, Meeting, ParticipantRole, Participation

CHAIR_TITLES = ("vorsitz", "sprecher", "präsident")
LOOKED_BACK = 2
"""Guests of so many meetings before are offered again."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to invite, with the person and post of the meeting's day."""

    actor: Actor
    person: Person | None
    post_title: str
    role: str
    email: str
    is_suggested: bool
    """Ticked from the start: the members."""

    @property
    def name(self) -> str:
        if self.person and self.person.pk != self.actor.pk:
            return f"{self.person.with_title} ({self.actor.name})"
        return self.actor.name


def candidates(user: User, meeting: Meeting) -> list[Candidate]:
    """Everyone not invited yet, members first; a handful of queries however many they are."""
    day = last_day(meeting)
    invited = set(
        Invitation.objects.filter(meeting=meeting, withdrawn_at=None).values_list(
            "actor", flat=True
        )
    )
    found = [
        *_members(user, meeting, day),
        *_guests(user, meeting, day),
        *_office(meeting, day),
    ]
    unique: dict[int, Candidate] = {}
    for each in found:
        if each.actor.pk not in invited:
            unique.setdefault(each.actor.pk, each)
    return _with_addresses(list(unique.values()))


def candidate_of(
    user: User, meeting: Meeting, *, actor: Actor, person: Person | None = None, role: str
) -> Candidate:
    """One that the office names itself."""
    day = last_day(meeting)
    posts = posts_by_place([actor.pk], day).get(actor.pk, [])
    holder = sent_before(posts, person.pk if person else None, "") or (
        None if person else mayor(posts)
    )
    chosen = Candidate(
        actor=actor,
        person=person or (holder.person if holder else _as_person(actor)),
        post_title=holder.title if holder else _own_post(person or actor, day),
        role=role,
        email="",
        is_suggested=True,
    )
    return _with_addresses([chosen])[0]


def is_chair(meeting: Meeting, person: Person) -> bool:
    """Whether they hold the chair of the circle on the day of the meeting."""
    circle = meeting.organization.pk
    return person.pk in _chairs(posts_by_place([circle], last_day(meeting)).get(circle, []))


def _chairs(posts: Iterable[Post]) -> set[int]:
    return {post.person_id for post in posts if post.title.lower().startswith(CHAIR_TITLES)}


def _members(user: User, meeting: Meeting, day: date) -> Iterable[Candidate]:
    """Member cities by their head; of a board without member cities those who hold a post in it."""
    organization = meeting.organization
    members = sorted(
        (each.member for each in bodies.members(user, organization, day)),
        key=lambda body: names.fold(body.name),
    )
    posts = posts_by_place([organization.pk, *(body.pk for body in members)], day)
    chairs = _chairs(posts.get(organization.pk, []))
    if not members:
        for post in posts.get(organization.pk, []):
            role = ParticipantRole.CHAIR if post.person_id in chairs else ParticipantRole.MEMBER
            yield Candidate(post.person, post.person, post.title, role, "", True)
        return
    for body in members:
        holder = mayor(posts.get(body.pk, []))
        is_chair = holder is not None and holder.person.pk in chairs
        role = ParticipantRole.CHAIR if is_chair else ParticipantRole.MEMBER
        yield _candidate(body, holder, role, is_suggested=True)


def _guests(user: User, meeting: Meeting, day: date) -> Iterable[Candidate]:
    """Who was a guest at one of the meetings before, in the post they are sent for."""
    before = (
        Meeting.objects.filter(series=meeting.series_id, starts_on__lt=meeting.starts_on)
        .order_by("-starts_on")
        .values_list("pk", flat=True)[:LOOKED_BACK]
    )
    rows = list(
        Participation.objects.filter(
            meeting__in=list(before),
            role=ParticipantRole.GUEST,
            actor__visibility__in=visible_levels(user),
        ).select_related("actor", "person")
    )
    posts = posts_by_place({row.actor_id for row in rows}, day)
    for row in rows:
        holder = sent_before(posts.get(row.actor_id, []), row.person_id, row.post_title)
        if holder is None and row.person and row.person_id == row.actor_id:
            holder = Holder(row.person, row.post_title)
        yield _candidate(row.actor, holder, ParticipantRole.GUEST, is_suggested=False)


def _office(meeting: Meeting, day: date) -> Iterable[Candidate]:
    """The association's own people."""
    body = meeting.organization.body
    for post in posts_by_place([body.pk], day).get(body.pk, []):
        yield Candidate(post.person, post.person, post.title, ParticipantRole.OFFICE, "", False)


def _candidate(actor: Actor, holder: Holder | None, role: str, *, is_suggested: bool) -> Candidate:
    return Candidate(
        actor=actor,
        person=holder.person if holder else None,
        post_title=holder.title if holder else "",
        role=role,
        email="",
        is_suggested=is_suggested,
    )


def _with_addresses(found: list[Candidate]) -> list[Candidate]:
    """The person's own address, else the body's."""
    people = {each.person.pk: each.person for each in found if each.person}
    addresses = bodies.addresses_of([*(each.actor for each in found), *people.values()])
    return [
        replace(
            each,
            email=(addresses[each.person.pk] if each.person else "") or addresses[each.actor.pk],
        )
        for each in found
    ]


def _as_person(actor: Actor) -> Person | None:
    return Person.objects.filter(pk=actor.pk).first()


def _own_post(of: Actor, day: date) -> str:
    person = _as_person(of)
    post = bodies.post_on(person, day) if person else None
    return post.title if post else ""
