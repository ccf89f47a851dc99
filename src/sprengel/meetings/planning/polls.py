"""What a poll for a date shows: who can when, who is missing, which date suits best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Min, QuerySet

from sprengel.accounts.clock import today as today_on
from sprengel.accounts.models import Viewer, visible_levels
from sprengel.bodies import names
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor, Membership, Organization, Post
from sprengel.meetings.models import DatePoll, PollAnswer, PollOption, PollState, PollWord
from sprengel.meetings.planning.objections import Objection, Objections, Slot


@dataclass(frozen=True, slots=True)
class OptionColumn:
    option: PollOption
    yes_count: int
    maybe_count: int
    no_count: int
    objections: tuple[Objection, ...]
    is_best: bool = False

    @property
    def can_count(self) -> int:
        return self.yes_count + self.maybe_count


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One who is asked, with the word on each option in the order of the columns."""

    actor: Actor
    cells: tuple[tuple[OptionColumn, PollAnswer | None], ...]

    @property
    def answer(self) -> PollAnswer | None:
        """The latest of the words: who gave it, when, and whom it replaced."""
        given = [word for _column, word in self.cells if word is not None]
        return max(given, key=lambda word: word.answered_at, default=None)


@dataclass(frozen=True, slots=True)
class PollMatrix:
    poll: DatePoll
    columns: tuple[OptionColumn, ...]
    """The best first, once somebody has answered."""
    rows: tuple[AskedRow, ...]
    without_address: tuple[Actor, ...]

    @property
    def answered(self) -> tuple[AskedRow, ...]:
        return tuple(row for row in self.rows if row.answer is not None)

    @property
    def missing(self) -> tuple[AskedRow, ...]:
        return tuple(row for row in self.rows if row.answer is None)


def polls(user: Viewer) -> QuerySet[DatePoll]:
    """Polls whose series and circle may be seen as well."""
    levels = visible_levels(user)
    return (
        DatePoll.objects.visible_to(user)
        .filter(
            series__visibility__in=levels,
            series__organization__visibility__in=levels,
            series__organization__body__visibility__in=levels,
        )
        .select_related("series__organization__body", "meeting")
    )


def unanswered_of(user: Viewer) -> list[DatePoll]:
    """Open polls in which the city the viewer works for has not answered yet, the soonest first."""
    body = bodies.body_of(user)
    if body is None:
        return []
    open_ones = polls(user).filter(state=PollState.OPEN, closes_on__gte=today_on())
    unanswered = open_ones.exclude(
        pk__in=PollAnswer.objects.filter(actor=body.pk).values("option__poll")
    ).annotate(first_on=Min("options__starts_on"))
    memberships = list(bodies.memberships(user).filter(member=body.pk))
    return [
        poll
        for poll in unanswered.order_by("closes_on", "pk")
        if any(_belongs(each, poll) for each in memberships)
    ]


def _belongs(membership: Membership, poll: DatePoll) -> bool:
    """Whether it is in force on the first of the days."""
    if membership.organization_id != poll.series.organization_id:
        return False
    begun = membership.start_on is None or membership.start_on <= poll.first_on
    return begun and not membership.is_over(poll.first_on)


def to_decide(user: Viewer) -> QuerySet[DatePoll]:
    """Polls whose last day has passed without a choice, the oldest first."""
    return polls(user).filter(state=PollState.OPEN, closes_on__lt=today_on()).order_by("closes_on")


def poll_for_link(pk: int) -> DatePoll | None:
    """For the holder of a secret link, who has been let in by it."""
    found = DatePoll.objects.filter(pk=pk)
    return found.select_related("series__organization__body", "meeting").first()


def takes_answers(poll: DatePoll) -> bool:
    return poll.state == PollState.OPEN and poll.closes_on >= today_on()


def asked(user: Viewer, poll: DatePoll) -> list[Actor]:
    """Whoever will be a member on the first of the days; a circle of persons: these."""
    first = poll.options.order_by("starts_on").first()
    return asked_on(user, poll.series.organization, first.starts_on if first else today_on())


def asked_on(user: Viewer, organization: Organization, day: date) -> list[Actor]:
    members: dict[int, Actor] = {
        membership.member_id: membership.member
        for membership in bodies.members(user, organization, day)
    }
    if not members:
        posts = bodies.posts_at(user, organization).on(day)
        members = {post.person_id: post.person for post in posts}
    return sorted(members.values(), key=lambda actor: names.fold(actor.name))


def is_asked(poll: DatePoll, actor: Actor) -> bool:
    """Whether the poll is (still) meant for the holder of a link: it may have left meanwhile."""
    first = poll.options.order_by("starts_on").first()
    day = first.starts_on if first else today_on()
    circle = poll.series.organization_id
    return (
        Membership.objects.filter(organization=circle, member=actor.pk).on(day).exists()
        or Post.objects.filter(at=circle, person=actor.pk).on(day).exists()
    )


def matrix(user: Viewer, poll: DatePoll) -> PollMatrix:
    """The words of everyone the viewer may see; counts are of these and no others."""
    options = list(poll.options.all())
    people = {actor.pk: actor for actor in asked(user, poll)}
    given = PollAnswer.objects.filter(
        option__poll=poll, actor__visibility__in=visible_levels(user)
    ).select_related("actor")
    words: dict[tuple[int, int], PollAnswer] = {}
    for answer in given:
        words[answer.actor_id, answer.option_id] = answer
        people.setdefault(answer.actor_id, answer.actor)
    columns = _columns(user, poll, options, list(words.values()))
    rows = [
        AskedRow(
            actor, tuple((column, words.get((actor.pk, column.option.pk))) for column in columns)
        )
        for actor in people.values()
    ]
    rows.sort(key=lambda row: names.fold(row.actor.name))
    addresses = bodies.addresses_of(list(people.values()))
    return PollMatrix(
        poll=poll,
        columns=columns,
        rows=tuple(rows),
        without_address=tuple(row.actor for row in rows if not addresses[row.actor.pk]),
    )


def earlier_words(poll: DatePoll, actor: Actor) -> dict[int, PollAnswer]:
    """What this one has answered so far, by option."""
    found = PollAnswer.objects.filter(option__poll=poll, actor=actor)
    return {answer.option_id: answer for answer in found}


def _columns(
    user: Viewer, poll: DatePoll, options: list[PollOption], answers: list[PollAnswer]
) -> tuple[OptionColumn, ...]:
    if not options:
        return ()
    days = [option.starts_on for option in options]
    check = Objections(user, poll.series.organization, min(days), max(days))
    columns = [
        OptionColumn(
            option=option,
            yes_count=_count(answers, option, PollWord.YES),
            maybe_count=_count(answers, option, PollWord.MAYBE),
            no_count=_count(answers, option, PollWord.NO),
            objections=check.against(
                Slot(option.starts_on, None, option.starts_at, option.ends_at)
            ),
        )
        for option in options
    ]
    if not answers:
        return tuple(columns)
    columns.sort(key=_worth)
    return (replace(columns[0], is_best=True), *columns[1:])


def _count(answers: list[PollAnswer], option: PollOption, word: PollWord) -> int:
    return sum(answer.option_id == option.pk and answer.word == word for answer in answers)


def _worth(column: OptionColumn) -> tuple[int, int, int, date]:
    """Most who can come, then most who like to, then least against it, then the earliest."""
    against = sum(not objection.is_weak for objection in column.objections)
    return (-column.can_count, -column.yes_count, against, column.option.starts_on)
