"""Who is expected at a meeting: invited, a member that day, or in an office of the circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import ActorKind, Membership, Post
from sprengel.meetings.models import Answer, Invitation, Meeting


@dataclass(frozen=True, slots=True)
class Expected:
    """Cities and persons by primary key, and for whom each person sits there."""

    names: dict[int, str]
    sits_for: dict[int, frozenset[int]]

    def shared_with(self, other: Expected) -> tuple[str, ...]:
        """Who is wanted in both places: the same, or a person and the city they speak for."""
        both = set(self.names) & set(other.names)
        for one, against in ((self, other), (other, self)):
            both |= {
                person
                for person, cities in one.sits_for.items()
                if cities & set(against.names) - both
            }
        found = {self.names.get(pk) or other.names[pk] for pk in both}
        return tuple(sorted(found, key=names.fold))


@dataclass
class Attendees:
    """Everything needed to say who is expected where, read in five queries."""

    memberships: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    posts_at: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    posts_of: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    invitations: dict[int, list[Invitation]] = field(default_factory=lambda: defaultdict(list))
    uninvited: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Who will not come to that meeting: declined, or no longer invited."""

    @classmethod
    def load(cls, user: Viewer, organizations: set[int], meetings: Iterable[Meeting]) -> Attendees:
        found = cls()
        rows = bodies.memberships(user).filter(organization__in=organizations)
        for membership in rows.select_related("member"):
            found.memberships[membership.organization_id].append(membership)
        for post in bodies.posts(user).filter(at__in=organizations).select_related("person"):
            found.posts_at[post.at_id].append(post)
        levels = visible_levels(user)
        invited = Invitation.objects.visible_to(user).filter(
            Q(person__isnull=True) | Q(person__visibility__in=levels),
            meeting__in=[meeting.pk for meeting in meetings],
            actor__visibility__in=levels,
        )
        for invitation in invited.select_related("actor", "person"):
            if invitation.withdrawn_at or invitation.answer == Answer.DECLINED:
                found.uninvited[invitation.meeting_id].add(invitation.actor_id)
            else:
                found.invitations[invitation.meeting_id].append(invitation)
        people = {post.person_id for posts in found.posts_at.values() for post in posts}
        people |= {
            invitation.person_id or invitation.actor_id
            for invitations in found.invitations.values()
            for invitation in invitations
        }
        for post in bodies.posts(user).filter(person__in=people):
            found.posts_of[post.person_id].append(post)
        return found

    def at(self, organization: int, day: date, meeting: Meeting | None = None) -> Expected:
        """``meeting``: with its invitations, where it has been planned already."""
        wanted: dict[int, str] = {
            membership.member_id: membership.member.name
            for membership in self.memberships[organization]
            if _in_force(membership, day)
        }
        people = {
            post.person_id: post.person.name
            for post in self.posts_at[organization]
            if _in_force(post, day)
        }
        wanted |= people
        if meeting is not None:
            for invitation in self.invitations[meeting.pk]:
                wanted[invitation.actor_id] = invitation.actor.name
                if invitation.actor.actor_kind == ActorKind.PERSON:
                    people[invitation.actor_id] = invitation.actor.name
            for pk in self.uninvited[meeting.pk]:
                wanted.pop(pk, None)
                people.pop(pk, None)
        sits_for = {
            person: frozenset(post.at_id for post in self.posts_of[person] if _in_force(post, day))
            for person in people
        }
        return Expected(wanted, sits_for)


def _in_force(row: Membership | Post, day: date) -> bool:
    return (row.start_on is None or row.start_on <= day) and not row.is_over(day)
