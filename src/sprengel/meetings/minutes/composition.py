"""What goes into the minutes, from the tables: head, who took part, sections, records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.translation import gettext as _

from sprengel.accounts.models import Visibility
from sprengel.ledger.models import OutcomeChoice
from sprengel.ledger.votes import wording
from sprengel.meetings.agenda import queries as agenda
from sprengel.meetings.dates import when
from sprengel.meetings.minutes.composing import (
    Composed,
    ComposedSection,
    Group,
    PlainText,
    RecordText,
    Sentence,
    Words,
    plain_text,
)
from sprengel.meetings.models import (
    Meeting,
    Minutes,
    MinutesRecord,
    MinutesScope,
    MinutesSection,
    ParticipantRole,
    Participation,
    Presence,
    RecordKind,
    SectionRevision,
)
from sprengel.ui.wording import long_date

WIDER = {
    Visibility.PUBLIC: (Visibility.PUBLIC,),
    Visibility.MEMBERS: (Visibility.PUBLIC, Visibility.MEMBERS),
    Visibility.OFFICE: (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE),
}
"""What whoever may read a document of this visibility may know of everything else."""
MOVED_AGAINST = (OutcomeChoice.REJECTED, OutcomeChoice.WITHDRAWN)
"""What was moved but not decided."""
HERE = (Presence.PRESENT, Presence.REMOTE, Presence.LATE, Presence.LEFT_EARLY)


def compose(
    minutes: Minutes,
    *,
    scope: str,
    visibility: str,
    keeper: str,
    version: str = "",
) -> Composed:
    """The minutes as they stand now, for readers of this visibility; always in German."""
    meeting = minutes.meeting
    levels = tuple(str(level) for level in WIDER[Visibility(visibility)])
    with translation.override("de"):
        return Composed(
            title=meeting.title,
            circle=_circle(meeting),
            when=_when(meeting),
            place=meeting.place,
            keeper=keeper,
            groups=tuple(_groups(meeting, levels)),
            sections=_sections(minutes, scope, levels),
            part=_part(scope),
            version=version,
        )


def as_text(composed: Composed) -> PlainText:
    with translation.override("de"):
        return plain_text(composed, words())


def words() -> Words:
    return Words(
        minutes=_("Niederschrift"),
        date=_("Datum"),
        place=_("Ort"),
        keeper=_("Schriftführung"),
        present=_("Teilnahme"),
        item=_("TOP %(number)s: %(heading)s"),
    )


def version_name(number: int, *, is_after_approval: bool) -> str:
    if is_after_approval:
        return _("Fassung %(number)s, nach Genehmigung berichtigt") % {"number": number}
    return _("Fassung %(number)s") % {"number": number}


def latest_texts(minutes: Minutes) -> dict[int, SectionRevision]:
    """The newest saved text of each section; one query, however long the story is."""
    newest = (
        SectionRevision.objects.filter(section=OuterRef("section"))
        .order_by("-number")
        .values("number")[:1]
    )
    found = SectionRevision.objects.filter(section__minutes=minutes, number=Subquery(newest))
    return {revision.section_id: revision for revision in found}


def numbers_of(meeting: Meeting) -> dict[int, str]:
    """The number of each point of the agenda, by its key."""
    return {place.pk: place.number for place in agenda.outline(meeting).placed()}


# ── Head ──────────────────────────────────────────────────────────────────────────────────────


def _circle(meeting: Meeting) -> str:
    circle = meeting.organization
    return f"{circle.name}, {circle.body.name}"


def _when(meeting: Meeting) -> str:
    day = when(meeting)
    if not meeting.starts_at:
        return day
    start = _clock(meeting.starts_at)
    if not meeting.ends_at:
        return _("%(day)s, %(start)s Uhr") % {"day": day, "start": start}
    return _("%(day)s, %(start)s bis %(end)s Uhr") % {
        "day": day,
        "start": start,
        "end": _clock(meeting.ends_at),
    }


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def _part(scope: str) -> str:
    return {
        MinutesScope.PUBLIC: _("Öffentlicher Teil"),
        MinutesScope.NONPUBLIC: _("Nichtöffentlicher Teil"),
    }.get(MinutesScope(scope), "")


def _groups(meeting: Meeting, levels: tuple[str, ...]) -> Iterable[Group]:
    """Those present by role, then who was excused or missing; hidden names stay out."""
    rows = list(
        Participation.objects.filter(meeting=meeting, actor__visibility__in=levels)
        .select_related("actor", "person")
        .order_by("actor__name", "pk")
    )
    labels = {
        ParticipantRole.CHAIR: _("Vorsitz"),
        ParticipantRole.MEMBER: _("Mitglieder"),
        ParticipantRole.GUEST: _("Gäste"),
        ParticipantRole.OFFICE: _("Geschäftsstelle"),
    }
    for role, label in labels.items():
        here = [row for row in rows if row.role == role and row.presence in HERE]
        if here:
            yield Group(str(label), tuple(_name(row, levels) for row in here))
    for presence in (Presence.EXCUSED, Presence.ABSENT):
        away = [row for row in rows if row.presence == presence]
        if away:
            label = _("Entschuldigt") if presence == Presence.EXCUSED else _("Nicht erschienen")
            yield Group(label, tuple(_name(row, levels) for row in away))


def _name(row: Participation, levels: tuple[str, ...]) -> str:
    person = row.person.name if row.person and row.person.visibility in levels else ""
    post = row.post_title if person or not row.person else ""
    about = [
        post if person else "",
        row.actor.name if person and person != row.actor.name else "",
        post if not person else "",
        _("vertreten durch %(name)s") % {"name": row.deputy_name} if row.deputy_name else "",
        _("zugeschaltet") if row.presence == Presence.REMOTE or row.is_remote else "",
        _("ab %(time)s Uhr") % {"time": _clock(row.arrived_at)} if row.arrived_at else "",
        _("bis %(time)s Uhr") % {"time": _clock(row.left_at)} if row.left_at else "",
    ]
    said = ", ".join(part for part in about if part)
    name = person or row.actor.name
    return f"{name} ({said})" if said else name


# ── Sections and records ──────────────────────────────────────────────────────────────────────


def _sections(minutes: Minutes, scope: str, levels: tuple[str, ...]) -> tuple[ComposedSection, ...]:
    rows: Iterable[MinutesSection] = minutes.sections.prefetch_related("records__responsible")
    if scope != MinutesScope.WHOLE:
        rows = [row for row in rows if row.is_public == (scope == MinutesScope.PUBLIC)]
    texts = latest_texts(minutes)
    numbers = numbers_of(minutes.meeting)
    return tuple(
        ComposedSection(
            section_pk=row.pk,
            number=numbers.get(row.item_id or 0, ""),
            heading=row.heading,
            is_public=row.is_public,
            text=texts[row.pk].text.strip("\n") if row.pk in texts else "",
            records=tuple(record_text(record, levels) for record in row.records.all()),
        )
        for row in rows
    )


def record_text(record: MinutesRecord, levels: Iterable[str] | None = None) -> RecordText:
    """„Beschluss: … (einstimmig angenommen).“, „Auftrag an …: …, bis ….“

    ``levels``: what the readers may know; a name they may not stays out.
    """
    sentence = Sentence()
    responsible = record.responsible
    name = ""
    if responsible is not None and (levels is None or responsible.visibility in levels):
        name = responsible.name
    wanted = " ".join(record.wording.split())
    if record.kind == RecordKind.ASSIGNMENT:
        _assignment(sentence, wanted, name, record)
    else:
        _decision(sentence, wanted, name, record)
    return RecordText(record.pk, record.kind, sentence.text, sentence.parts)


def _assignment(sentence: Sentence, wanted: str, name: str, record: MinutesRecord) -> None:
    sentence.add(_("Auftrag"), "cue")
    if name:
        sentence.add(_(" an "))
        sentence.add(name, "addressee")
    sentence.add(": ")
    sentence.add(wanted.rstrip("."), "message")
    if record.due_on:
        sentence.add(", ")
        sentence.add(_("bis %(day)s") % {"day": long_date(record.due_on)}, "deadline")
    sentence.add(".")


def _decision(sentence: Sentence, wanted: str, name: str, record: MinutesRecord) -> None:
    moved = record.outcome in MOVED_AGAINST
    sentence.add(_("Antrag") if moved else _("Beschluss"), "cue")
    sentence.add(": ")
    sentence.add(wanted.rstrip("."), "message")
    if record.outcome:
        sentence.add(" (")
        sentence.add(wording.in_words(record), "vote")
        sentence.add(")")
    sentence.add(".")
    if name:
        sentence.add(_(" Zuständig: "))
        sentence.add(name, "responsible")
    if record.due_on:
        sentence.add(", " if name else " ")
        day = long_date(record.due_on)
        due = _("bis %(day)s") if name else _("Frist: bis %(day)s")
        sentence.add(due % {"day": day}, "deadline")
    if name or record.due_on:
        sentence.add(".")
