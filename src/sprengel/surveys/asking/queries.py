"""Reads about who was asked and who answered. The office's; others see their own city."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.bodies import names
from sprengel.meetings.invitations.posts import Holder, mayor, posts_by_place, sent_before
from sprengel.surveys.models import Asked, AskedState, Survey, SurveyState


@dataclass(frozen=True, slots=True)
class Line:
    asked: Asked
    left_office: bool
    """Whoever the letter went to does not hold a post there today."""
    successor: Holder | None


@dataclass(frozen=True, slots=True)
class Board:
    lines: tuple[Line, ...]
    counts: tuple[tuple[str, int], ...]
    """(word, how many) for each state that occurs, in the order of the states."""
    answered: int
    asked: int
    without_address: tuple[Line, ...]

    @property
    def stale(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.left_office)


@dataclass(frozen=True, slots=True)
class Overview:
    """One survey in the list."""

    survey: Survey
    answered: int
    asked: int
    own: Asked | None
    """Of the body the viewer works for."""


def overview(user: Viewer) -> list[Overview]:
    """Every survey one may see, the running ones first; three queries."""
    surveys = list(
        Survey.objects.visible_to(user)
        .select_related("asked_by", "audience")
        .annotate(
            asked_count=Count("asked", filter=~Q(asked__state=AskedState.WITHDRAWN)),
            answered_count=Count("asked", filter=Q(asked__state=AskedState.SUBMITTED)),
        )
    )
    own = (
        {}
        if _is_office(user)
        else {row.survey_id: row for row in Asked.objects.visible_to(user).order_by("pk")}
    )
    surveys.sort(key=lambda survey: _RANK[SurveyState(survey.state)])
    return [
        Overview(survey, survey.answered_count, survey.asked_count, own.get(survey.pk))
        for survey in surveys
    ]


_RANK = {SurveyState.OPEN: 0, SurveyState.DRAFT: 1, SurveyState.CLOSED: 2, SurveyState.PUBLISHED: 3}


def asked_rows(user: Viewer, survey: Survey) -> QuerySet[Asked]:
    return (
        Asked.objects.visible_to(user)
        .filter(survey=survey)
        .select_related("survey__asked_by", "body", "person")
    )


def board(user: Viewer, survey: Survey) -> Board:
    """One query for those asked, one for the posts; the office's alone."""
    rows = list(asked_rows(user, survey)) if _is_office(user) else []
    lines = sorted(_lines(survey, rows), key=lambda line: names.fold(line.asked.body.name))
    still = [line for line in lines if line.asked.state != AskedState.WITHDRAWN]
    return Board(
        lines=tuple(lines),
        counts=tuple(
            (str(state.label), count)
            for state in AskedState
            if (count := sum(line.asked.state == state for line in lines))
        ),
        answered=sum(line.asked.state == AskedState.SUBMITTED for line in lines),
        asked=len(still),
        without_address=tuple(line for line in still if not line.asked.email),
    )


def line(user: Viewer, survey: Survey, pk: int) -> Line | None:
    row = asked_rows(user, survey).filter(pk=pk).first() if _is_office(user) else None
    return _lines(survey, [row])[0] if row else None


def running(user: Viewer) -> QuerySet[Survey]:
    """With how many answered of how many; the office's alone."""
    found = Survey.objects.visible_to(user).filter(state=SurveyState.OPEN)
    if not _is_office(user):
        return found.none()
    return found.annotate(
        asked_count=Count("asked", filter=~Q(asked__state=AskedState.WITHDRAWN)),
        answered_count=Count("asked", filter=Q(asked__state=AskedState.SUBMITTED)),
    ).order_by("closes_on", "pk")


def _lines(survey: Survey, rows: list[Asked]) -> list[Line]:
    is_running = survey.state == SurveyState.OPEN
    wanted = [row.body_id for row in rows if row.person_id] if is_running else []
    posts = posts_by_place(wanted, today()) if wanted else {}
    found = []
    for row in rows:
        here = posts.get(row.body_id, [])
        is_silent = row.state in (AskedState.ASKED, AskedState.OPENED)
        left = (
            is_running
            and is_silent
            and row.person_id is not None
            and sent_before(here, row.person_id, "") is None
        )
        successor = (sent_before(here, None, row.post_title) or mayor(here)) if left else None
        found.append(Line(row, left, successor))
    return found


def _is_office(user: Viewer) -> bool:
    return bool(user and user.is_authenticated and is_office(user))
