"""Reads about minutes: the board somebody writes at, versions, what waits to be approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.models import User, Viewer, Visibility, visible_levels
from sprengel.archive.models import Document
from sprengel.bodies.models import Organization
from sprengel.ledger.models import Vote
from sprengel.ledger.votes import queries as voting
from sprengel.meetings import queries as meetings
from sprengel.meetings.dates import when
from sprengel.meetings.minutes import composition
from sprengel.meetings.minutes.composing import Composed, RecordText
from sprengel.meetings.models import (
    Meeting,
    MeetingDocument,
    Minutes,
    MinutesRecord,
    MinutesScope,
    MinutesSection,
    MinutesState,
    MinutesVersion,
    ParticipantRole,
    Participation,
    SectionDraft,
    SectionRevision,
)
from sprengel.ui.wording import long_date

STILL_WRITING = timedelta(minutes=15)
"""So long after somebody's last draft they are named beside the section."""


def minutes_of(user: Viewer, meeting: Meeting) -> Minutes | None:
    """Those of a meeting the user may see already; while written they are the office's alone."""
    return (
        Minutes.objects.visible_to(user)
        .filter(meeting=meeting, meeting__visibility__in=visible_levels(user))
        .select_related(
            "meeting__series__organization__body", "approved_in__series__organization__body"
        )
        .first()
    )


# ── The board ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RecordLine:
    record: MinutesRecord
    text: RecordText
    warning: str
    """What looks wrong about its counts; "" where nothing does."""


@dataclass(frozen=True, slots=True)
class OthersDraft:
    user_name: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class BoardSection:
    """A section as one person has it before them."""

    section: MinutesSection
    number: str
    text: str
    """Their draft, else what is saved."""
    based_on: int
    saved: SectionRevision | None
    draft: SectionDraft | None
    others: tuple[OthersDraft, ...]
    records: tuple[RecordLine, ...]

    @property
    def is_behind(self) -> bool:
        """Somebody has saved since this draft was begun."""
        return self.saved is not None and self.saved.number > self.based_on

    @property
    def rows(self) -> int:
        """Of the text area: room for what is there and a little more."""
        lines = sum(1 + len(line) // 90 for line in self.text.split("\n"))
        return min(max(lines + 2, 5), 30)


@dataclass(frozen=True, slots=True)
class Board:
    minutes: Minutes
    sections: tuple[BoardSection, ...]
    present_members: int | None
    """How many may have voted; None where nobody has entered who took part."""


def board(user: User, minutes: Minutes) -> Board:
    """A fixed number of queries, however many sections there are."""
    rows = list(minutes.sections.prefetch_related("records__responsible"))
    saved = composition.latest_texts(minutes)
    numbers = composition.numbers_of(minutes.meeting)
    mine: dict[int, SectionDraft] = {}
    others: dict[int, list[OthersDraft]] = {}
    since = timezone.now() - STILL_WRITING
    for draft in SectionDraft.objects.filter(section__minutes=minutes).select_related("user"):
        if draft.user_id == user.pk:
            mine[draft.section_id] = draft
        elif draft.saved_at >= since:
            others.setdefault(draft.section_id, []).append(
                OthersDraft(str(draft.user), draft.saved_at)
            )
    present = present_members(minutes.meeting)
    return Board(
        minutes,
        tuple(
            _board_section(
                row,
                numbers.get(row.item_id or 0, ""),
                saved.get(row.pk),
                mine.get(row.pk),
                tuple(others.get(row.pk, ())),
                present,
            )
            for row in rows
        ),
        present,
    )


def _board_section(
    section: MinutesSection,
    number: str,
    saved: SectionRevision | None,
    draft: SectionDraft | None,
    others: tuple[OthersDraft, ...],
    present: int | None,
) -> BoardSection:
    text = draft.text if draft else saved.text if saved else ""
    based_on = draft.based_on if draft else saved.number if saved else 0
    records = tuple(
        RecordLine(record, _record_text(record), counted_wrong(record, present))
        for record in section.records.all()
    )
    return BoardSection(section, number, text, based_on, saved, draft, others, records)


def _record_text(record: MinutesRecord) -> RecordText:
    with translation.override("de"):
        return composition.record_text(record)


def present_members(meeting: Meeting) -> int | None:
    """Those who may vote and were there; None where nobody is entered."""
    rows = list(
        Participation.objects.filter(
            meeting=meeting, role__in=(ParticipantRole.CHAIR, ParticipantRole.MEMBER)
        ).values_list("presence", flat=True)
    )
    return sum(presence in composition.HERE for presence in rows) if rows else None


def counted_wrong(record: MinutesRecord, present: int | None) -> str:
    """More votes than members present: possible only if one of the two lists is wrong."""
    voices = [n for n in (record.yes, record.no, record.abstain) if n is not None]
    if present is None or not voices or sum(voices) <= present:
        return ""
    votes = ngettext("%(n)s Stimme", "%(n)s Stimmen", sum(voices)) % {"n": sum(voices)}
    members = ngettext(
        "%(n)s Mitglied ist als anwesend eingetragen",
        "%(n)s Mitglieder sind als anwesend eingetragen",
        present,
    ) % {"n": present}
    return _("%(votes)s gezählt, aber nur %(members)s. Bitte Zahlen oder Teilnahme prüfen.") % {
        "votes": votes,
        "members": members,
    }


def section(user: Viewer, minutes: Minutes, pk: int) -> MinutesSection | None:
    """``minutes``: as the user may see and write them."""
    return minutes.sections.filter(pk=pk).select_related("minutes__meeting").first()


def current_text(user: User, of: MinutesSection) -> str:
    """What this person has before them: their draft, else what is saved."""
    draft = of.drafts.filter(user=user).first()
    if draft is not None:
        return draft.text
    saved = of.revisions.order_by("-number").first()
    return saved.text if saved else ""


# ── Versions ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version with what of it the user may see."""

    version: MinutesVersion
    name: str
    part: str
    is_latest: bool
    is_approved: bool
    is_written: bool
    """Written here, section by section; else it came as a file."""

    @property
    def document(self) -> Document:
        return self.version.document

    @property
    def key(self) -> str:
        """ "2-whole", in addresses."""
        return f"{self.version.number}-{self.version.scope}"


def versions(user: Viewer, meeting: Meeting) -> list[VersionLine]:
    """Latest first; each as visible as its document."""
    levels = visible_levels(user)
    found = list(
        MinutesVersion.objects.filter(
            minutes__meeting=meeting,
            minutes__meeting__visibility__in=levels,
            document__visibility__in=levels,
        )
        .select_related("document", "minutes__meeting__series__organization__body")
        .order_by("-number", "scope")
    )
    newest = found[0].number if found else 0
    return [_version_line(row, newest) for row in found]


def meeting_of_version(document: Document) -> int | None:
    """The session whose minutes this document is a version of; for those who may see it."""
    found = MinutesVersion.objects.filter(document=document)
    return found.values_list("minutes__meeting_id", flat=True).first()


def version(user: Viewer, meeting: Meeting, number: int, scope: str) -> VersionLine | None:
    wanted = (number, scope)
    return next(
        (
            line
            for line in versions(user, meeting)
            if (line.version.number, line.version.scope) == wanted
        ),
        None,
    )


def _version_line(row: MinutesVersion, newest: int) -> VersionLine:
    part = "" if row.scope == MinutesScope.WHOLE else str(MinutesScope(row.scope).label)
    return VersionLine(
        version=row,
        name=composition.version_name(row.number, is_after_approval=row.is_after_approval),
        part=part,
        is_latest=row.number == newest,
        is_approved=row.number == row.minutes.approved_version,
        is_written=bool(row.sections),
    )


def composed(user: Viewer, version: MinutesVersion) -> Composed | None:
    """A version with everything that is printed; None where the user may not see it, or it came
    as a file and has no parts."""
    levels = visible_levels(user)
    if version.document.visibility not in levels or not version.sections:
        return None
    if version.minutes.meeting.visibility not in levels:
        return None
    with translation.override("de"):
        return Composed.from_json(
            version.head,
            version.sections,
            version=composition.version_name(
                version.number, is_after_approval=version.is_after_approval
            ),
            approval=approval_sentence(user, version.minutes, version.number),
        )


def approval_sentence(user: Viewer, minutes: Minutes, number: int) -> str:
    """„Genehmigt in der Sitzung „Herbstsitzung 2026“ am 19. Oktober 2026.“, for that version."""
    if minutes.state != MinutesState.APPROVED or minutes.approved_version != number:
        return ""
    assert minutes.approved_on is not None
    day = long_date(minutes.approved_on)
    where = minutes.approved_in
    if where is None or meetings.meeting(user, where.pk) is None:
        return _("Genehmigt am %(day)s.") % {"day": day}
    return _("Genehmigt in der Sitzung „%(meeting)s“ am %(day)s.") % {
        "meeting": where.title,
        "day": day,
    }


def text_of(line: VersionLine) -> str:
    """What stands in it: as fixed, or as read from the file."""
    revision = line.document.latest_revision
    return revision.text if revision else ""


def still_hidden(versions: Iterable[MinutesVersion]) -> int:
    """Matters of published records that were opened when only members could read of them."""
    public = [v.document_id for v in versions if v.document.visibility == Visibility.PUBLIC]
    found = MinutesRecord.objects.filter(
        statement__document__in=public, statement__matter__isnull=False
    )
    return found.exclude(statement__matter__visibility=Visibility.PUBLIC).count()


def unsaved_by_others(user: User, minutes: Minutes) -> list[SectionDraft]:
    """Drafts that are not in any version yet; whoever fixes one should know."""
    return list(
        SectionDraft.objects.filter(section__minutes=minutes)
        .exclude(user=user)
        .select_related("user", "section")
    )


def unsaved(user: User, minutes: Minutes) -> list[SectionDraft]:
    return list(
        SectionDraft.objects.filter(section__minutes=minutes, user=user).select_related("section")
    )


def results_votes(user: Viewer, meeting: Meeting) -> list[voting.VoteLine]:
    """Confirmed votes of the meeting's minutes, for its results."""
    record = MeetingDocument.objects.visible_to(user).filter(
        meeting=meeting, role__in=meetings.RECORD_ROLES
    )
    found: QuerySet[Vote] = voting.confirmed(user, record.values_list("document", flat=True))
    return voting.plain_lines(found)


# ── Approval ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AwaitingApproval:
    """Minutes that are to be approved at the organization's next session."""

    minutes_pk: int
    meeting: Meeting
    version_number: int
    title: str
    """As a point of the agenda: „Genehmigung der Niederschrift vom 16. März 2026“."""


def awaiting_approval(user: Viewer, organization: Organization) -> tuple[AwaitingApproval, ...]:
    """Fixed and not approved, oldest session first; for the next agenda."""
    levels = visible_levels(user)
    found = (
        Minutes.objects.visible_to(user)
        .filter(
            state=MinutesState.FIXED,
            meeting__visibility__in=levels,
            meeting__series__organization=organization,
            meeting__series__visibility__in=levels,
        )
        .select_related("meeting")
        .prefetch_related("versions__document")
        .order_by("meeting__starts_on", "pk")
    )
    waiting = []
    for minutes in found:
        seen = [v.number for v in minutes.versions.all() if v.document.visibility in levels]
        if seen:
            title = _("Genehmigung der Niederschrift: %(when)s") % {"when": when(minutes.meeting)}
            waiting.append(AwaitingApproval(minutes.pk, minutes.meeting, max(seen), title))
    return tuple(waiting)
