"""What changes about minutes: beginning them, their sections, what is noted, their approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.accounts.models import User
from sprengel.bodies.models import Actor
from sprengel.ledger.votes import rules as voting
from sprengel.meetings.minutes import outline
from sprengel.meetings.minutes.log import log_minutes
from sprengel.meetings.models import (
    Meeting,
    Minutes,
    MinutesRecord,
    MinutesSection,
    MinutesState,
    RecordKind,
)
from sprengel.ui.wording import long_date


@transaction.atomic
def begin(*, actor: User | None, meeting: Meeting) -> Minutes:
    """A section for every point of the agenda; pressed twice it is one."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    minutes, is_new = Minutes.objects.get_or_create(meeting=meeting)
    if not is_new and minutes.sections.exists():
        return minutes
    points = outline.points(meeting)
    outline.add_sections(minutes, points)
    if not points:
        MinutesSection.objects.create(minutes=minutes, position=1, heading=_("Verlauf der Sitzung"))
    log_minutes(actor, minutes, _("Niederschrift zu „%(meeting)s“ begonnen."))
    return minutes


@transaction.atomic
def add_section(
    *, actor: User | None, minutes: Minutes, heading: str, is_public: bool = False
) -> MinutesSection:
    """One that is no point of the agenda: opening, an interlude, closing."""
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    heading = " ".join(heading.split())[:300]
    if not heading:
        raise ValidationError({"heading": _("Bitte eine Überschrift eingeben.")})
    same = minutes.sections.filter(item__isnull=True, heading=heading).first()
    if same is not None:
        return same
    section = MinutesSection.objects.create(
        minutes=minutes,
        position=outline.next_position(minutes),
        heading=heading,
        is_public=is_public,
    )
    log_minutes(
        actor,
        minutes,
        _("Niederschrift zu „%(meeting)s“: Abschnitt „%(heading)s“ eingefügt."),
        heading=heading,
    )
    return section


@transaction.atomic
def move_section(*, actor: User | None, section: MinutesSection, by: int) -> None:
    """Up (-1) or down (+1); at the end of the list nothing happens."""
    Minutes.objects.select_for_update().get(pk=section.minutes_id)
    rows = list(section.minutes.sections.all())
    here = rows.index(section)
    there = min(max(here + by, 0), len(rows) - 1)
    if here == there:
        return
    rows.insert(there, rows.pop(here))
    for position, row in enumerate(rows, start=1):
        row.position = position
    MinutesSection.objects.bulk_update(rows, ["position"])
    log_minutes(actor, section.minutes, _("Niederschrift zu „%(meeting)s“ umgestellt."))


@transaction.atomic
def remove_section(*, actor: User | None, section: MinutesSection) -> None:
    """Only one nobody has written into: what was saved is never deleted."""
    if not outline.is_empty(section):
        raise ValidationError(
            _("In diesem Abschnitt steht schon etwas; er kann nicht entfernt werden.")
        )
    log_minutes(
        actor,
        section.minutes,
        _("Niederschrift zu „%(meeting)s“: Abschnitt „%(heading)s“ entfernt."),
        heading=section.heading,
    )
    section.delete()


# ── Decisions and assignments ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RecordFacts:
    kind: str
    wording: str
    responsible: Actor | None = None
    due_on: date | None = None
    outcome: str = ""
    majority: str = ""
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None


@transaction.atomic
def note(*, actor: User | None, section: MinutesSection, facts: RecordFacts) -> MinutesRecord:
    """Note it while writing; it stands in the version that is fixed next. Sent twice, it is one."""
    Minutes.objects.select_for_update().get(pk=section.minutes_id)
    fields = _checked(facts)
    same = section.records.filter(**fields).first()
    if same is not None:
        return same
    last = section.records.aggregate(last=Max("position"))["last"] or 0
    record = MinutesRecord.objects.create(section=section, position=last + 1, **fields)
    _log_record(actor, record, _("eingetragen"))
    return record


@transaction.atomic
def change_record(
    *, actor: User | None, record: MinutesRecord, facts: RecordFacts
) -> MinutesRecord:
    """Before or after a version was fixed; the matter follows with the next one."""
    fields = _checked(facts)
    for name, value in fields.items():
        setattr(record, name, value)
    # Not its statement: somebody may be fixing a version at this moment.
    record.save(update_fields=[*fields, "changed_at"])
    _log_record(actor, record, _("geändert"))
    return record


@transaction.atomic
def remove_record(*, actor: User | None, record: MinutesRecord) -> None:
    """Not in the next version; what an earlier one has opened stays with that version."""
    _log_record(actor, record, _("gestrichen"))
    record.delete()


def _checked(facts: RecordFacts) -> dict[str, object]:
    wording = " ".join(facts.wording.split())
    if facts.kind not in RecordKind.values:
        raise ValidationError(_("Das kann nicht eingetragen werden."))
    if not wording:
        raise ValidationError({"wording": _("Bitte den Wortlaut eingeben.")})
    is_voted = bool(facts.outcome) and facts.kind == RecordKind.DECISION
    if is_voted:
        voting.check(
            outcome=facts.outcome,
            majority=facts.majority,
            yes=facts.yes,
            no=facts.no,
            abstain=facts.abstain,
        )
    return {
        "kind": facts.kind,
        "wording": wording,
        "responsible": facts.responsible,
        "due_on": facts.due_on,
        "outcome": facts.outcome if is_voted else "",
        "majority": facts.majority if is_voted else "",
        "yes": facts.yes if is_voted else None,
        "no": facts.no if is_voted else None,
        "abstain": facts.abstain if is_voted else None,
    }


def _log_record(actor: User | None, record: MinutesRecord, what: str) -> None:
    log_minutes(
        actor,
        record.section.minutes,
        _("Niederschrift zu „%(meeting)s“: %(kind)s %(what)s."),
        kind=record.get_kind_display(),
        what=what,
    )


# ── Approval ──────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def approve(
    *,
    actor: User | None,
    minutes: Minutes,
    approved_in: Meeting | None,
    approved_on: date,
    note: str = "",
) -> Minutes:
    """The latest version is approved; what is changed later is marked as a correction of it."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    latest = minutes.versions.order_by("-number").first()
    if latest is None:
        raise ValidationError(
            _("Bitte zuerst eine Fassung festhalten; genehmigt wird eine bestimmte Fassung.")
        )
    if approved_on > today():
        raise ValidationError({"approved_on": _("Das Datum liegt in der Zukunft.")})
    if approved_on < minutes.meeting.starts_on:
        raise ValidationError(
            {"approved_on": _("Das Datum liegt vor der Sitzung, um die es geht.")}
        )
    if approved_in is not None and approved_in.pk == minutes.meeting_id:
        raise ValidationError(
            {"approved_in": _("Genehmigt wird in einer späteren Sitzung als der eigenen.")}
        )
    minutes.state = MinutesState.APPROVED
    minutes.approved_version = latest.number
    minutes.approved_in = approved_in
    minutes.approved_on = approved_on
    minutes.approval_note = note.strip()[:300]
    minutes.save()
    log_minutes(
        actor,
        minutes,
        _("Niederschrift zu „%(meeting)s“ genehmigt am %(day)s: Fassung %(number)s."),
        visibility=minutes.visibility,
        day=long_date(approved_on),
        number=latest.number,
    )
    return minutes
