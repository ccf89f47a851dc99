"""Which matters a report holds, how they are numbered, and the reports there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer, Visibility
from sprengel.bodies.models import Organization
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import CLOSED_VALUES, Matter
from sprengel.meetings import queries as meetings
from sprengel.meetings.models import Meeting
from sprengel.publishing.models import ReportRow, StatusReport
from sprengel.publishing.reports.lines import Line, line_from, lines, reader

ORDER = {"red": 0, "yellow": 1, "green": 2, "done": 3}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is about."""

    organization: Organization
    from_on: date
    to_on: date
    visibility: str
    """Who reads it: public, members or office."""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is shown and handed out, issued or not."""

    organization: str
    from_on: date
    to_on: date
    as_of: date
    visibility: str
    number: int | None
    """None: not issued yet, so the next one may look otherwise."""
    public: tuple[Line, ...]
    nonpublic: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.public + self.nonpublic

    @property
    def counts(self) -> dict[str, int]:
        """By light, and ``all``."""
        found = dict.fromkeys(ORDER, 0)
        for line in self.lines:
            found[line.light] += 1
        return {**found, "all": len(self.lines)}


def draft(wanted: Wanted) -> Report:
    """What a report issued now would hold."""
    viewer = reader(wanted.visibility)
    day = wanted.as_of or today()
    matters = _held(viewer, wanted)
    numbers = numbered(wanted.organization, matters)
    return _report(wanted, lines(viewer, matters, day, numbers), day, number=None)


def issued(report: StatusReport) -> Report:
    """As it was issued, whatever has happened since."""
    rows = [line_from(row.cells) for row in report.rows.all()]
    wanted = Wanted(report.organization, report.from_on, report.to_on, report.visibility)
    return _report(wanted, rows, report.issued_on, number=report.number)


def reports(user: Viewer, organization: Organization | None = None) -> QuerySet[StatusReport]:
    """Issued reports whose circle may be seen as well: it is named beside them."""
    found = StatusReport.objects.visible_to(user).filter(
        organization__in=Organization.objects.visible_to(user)
    )
    if organization is not None:
        found = found.filter(organization=organization)
    return found.select_related("organization", "organization__body")


def report(user: Viewer, public_id: UUID) -> StatusReport | None:
    return reports(user).filter(public_id=public_id).prefetch_related("rows").first()


def became_of(user: Viewer, meeting: Meeting) -> list[Line]:
    """What was said at a session and how it stands today, for whoever asks."""
    matters = list(meetings.said_at(user, meeting).order_by("act", "pk"))
    given = _given_numbers(meeting.organization)
    return lines(user, matters, today(), {one.pk: given.get(one.pk, "") for one in matters})


def numbered(organization: Organization, matters: Iterable[Matter]) -> dict[int, str]:
    """ "2026-003" by primary key: a number once issued is kept, others follow on.

    The year is that of the saying; within it the order in which matters came into the ledger.
    """
    wanted = list(matters)
    given = _given_numbers(organization)
    taken: dict[str, set[int]] = defaultdict(set)
    for number in given.values():
        year, _dash, count = number.rpartition("-")
        taken[year].add(int(count))
    numbers = {}
    for matter in sorted(wanted, key=lambda one: one.pk):
        if matter.pk in given:
            numbers[matter.pk] = given[matter.pk]
            continue
        year = str((matter.said_on or matter.created_at.date()).year)
        count = max(taken[year], default=0) + 1
        taken[year].add(count)
        numbers[matter.pk] = f"{year}-{count:03d}"
    return numbers


def _given_numbers(organization: Organization) -> dict[int, str]:
    rows = ReportRow.objects.filter(report__organization=organization).order_by("report_id")
    given: dict[int, str] = {}
    for matter_id, number in rows.values_list("matter_id", "cells__number"):
        given.setdefault(matter_id, number)
    return given


def _held(viewer: Viewer, wanted: Wanted) -> list[Matter]:
    """Everything open, and what was said or settled in the term and is not yet reported as done."""
    found = ledger.matters(viewer, ledger.MatterFilters(order="oldest")).filter(
        organization=wanted.organization
    )
    last_told = _last_told(wanted)
    settled_in_term = set(
        found.order_by()
        .filter(entries__state__in=CLOSED_VALUES, entries__happened_on__gte=wanted.from_on)
        .values_list("pk", flat=True)
    )
    held = []
    for matter in found:
        if matter.said_on and matter.said_on > wanted.to_on:
            continue
        if matter.state in CLOSED_VALUES:
            # Opened anew and settled otherwise since: that is told once, too.
            if last_told.get(matter.pk) == matter.state:
                continue
            is_new = matter.said_on is None or matter.said_on >= wanted.from_on
            if not is_new and matter.pk not in settled_in_term:
                continue
        held.append(matter)
    return held


def _last_told(wanted: Wanted) -> dict[int, str]:
    """The state in which each matter was last reported to these readers.

    What only a narrower circle was told is still news to the others.
    """
    rows = ReportRow.objects.filter(
        report__organization=wanted.organization,
        report__visibility__in=_as_wide(wanted.visibility),
    ).order_by("report_id")
    return dict(rows.values_list("matter_id", "state"))


def _as_wide(visibility: str) -> list[str]:
    order = list(Visibility.values)
    return order[: order.index(visibility) + 1]


def _report(wanted: Wanted, found: list[Line], day: date, number: int | None) -> Report:
    in_order = sorted(found, key=lambda one: (ORDER[one.light], one.number))
    return Report(
        organization=wanted.organization.name,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        as_of=day,
        visibility=wanted.visibility,
        number=number,
        public=tuple(one for one in in_order if one.is_public),
        nonpublic=tuple(one for one in in_order if not one.is_public),
    )
