"""The rows of a status report: what stands in each, as plain texts and dates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from sprengel.accounts.models import Role, User, Viewer, Visibility, visible_levels
from sprengel.ledger import queries as ledger
from sprengel.ledger.models import EntryKind, Inquiry, InquiryState, Matter
from sprengel.ledger.queries import EvidenceView, HistoryEntry
from sprengel.publishing.reports.lights import Facts, light
from sprengel.ui.wording import long_date

TOLD = (EntryKind.STATE, EntryKind.NOTE)


@dataclass(frozen=True, slots=True)
class Line:
    """One matter in a report, as its reader may see it."""

    matter_id: int
    number: str
    act: str
    said_on: date | None
    said: str
    """The day in words, or what the record says instead of one."""
    wording: str
    mover: str
    addressee: str
    responsible: str
    due_on: date | None
    due: str
    light: str
    light_symbol: str
    light_word: str
    light_because: str
    state: str
    state_word: str
    state_symbol: str
    sentence: str
    heard_on: date | None
    delayed_because: str
    next_check_on: date | None
    next_check: str
    evidence: str
    """In words, for print and Excel."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """(words, path of this site) of the same evidence."""
    path: str = ""
    is_public: bool = False
    is_done: bool = False

    def cells(self) -> dict[str, Any]:
        """For the snapshot of an issued report; dates as ISO texts."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }


def line_from(cells: dict[str, Any]) -> Line:
    """A line as it was issued."""
    dates = ("said_on", "due_on", "heard_on", "next_check_on")
    values = {
        name: date.fromisoformat(value) if name in dates and value else value
        for name, value in cells.items()
        if name in Line.__dataclass_fields__
    }
    return Line(**{**values, "links": [tuple(one) for one in cells.get("links", [])]})


def reader(visibility: str) -> Viewer:
    """Somebody who sees exactly this much: a report is the same whoever makes it."""
    if visibility == Visibility.PUBLIC:
        return AnonymousUser()
    role = Role.OFFICE if visibility == Visibility.OFFICE else Role.MEMBER
    return User(email="", name="", role=role)


def lines(
    viewer: Viewer, matters: Sequence[Matter], day: date, numbers: dict[int, str]
) -> list[Line]:
    """In the order given; the same few queries for one matter and for three hundred."""
    histories = ledger.histories(viewer, matters)
    silent = _silent(matters)
    levels = visible_levels(viewer)
    return [
        _line(row, histories[row.matter.pk], day, numbers, levels, row.matter.pk in silent)
        for row in ledger.matter_rows(viewer, matters)
    ]


def _line(
    row: ledger.MatterRow,
    story: list[HistoryEntry],
    day: date,
    numbers: dict[int, str],
    levels: tuple[str, ...],
    is_silent: bool,
) -> Line:
    matter = row.matter
    told = [one for one in story if one.entry.kind in TOLD and one.happened_on <= day]
    last = told[-1] if told else None
    heard_on = last.happened_on if last else None
    lit = light(
        Facts(matter.state, matter.due_on, matter.said_on, heard_on, is_silent=is_silent), day
    )
    views = _views(last, story)
    return Line(
        matter_id=matter.pk,
        number=numbers[matter.pk],
        act=matter.get_act_display(),
        said_on=matter.said_on,
        said=long_date(matter.said_on) if matter.said_on else matter.said_note,
        wording=matter.quote,
        mover=row.actor.name if row.actor else matter.actor_name,
        addressee=row.addressee.name if row.addressee else matter.addressee_name,
        responsible=_responsible(row),
        due_on=matter.due_on,
        due=long_date(matter.due_on, matter.due_precision or "day")
        if matter.due_on
        else matter.due_text or _("keine genannt"),
        light=lit.light.value,
        light_symbol=lit.symbol,
        light_word=lit.word,
        light_because=lit.because,
        state=matter.state,
        state_word=matter.get_state_display(),
        state_symbol=matter.state_symbol,
        sentence=_sentence(last, matter),
        heard_on=heard_on,
        delayed_because=next(
            (one.entry.delayed_because for one in reversed(told) if one.entry.delayed_because), ""
        ),
        next_check_on=matter.next_check_on if matter.is_open else None,
        next_check=_next_check(matter),
        evidence="; ".join(_in_words(one) for one in views),
        links=[(_in_words(one), one.url) for one in views if one.url],
        path=matter.get_absolute_url(),
        is_public=matter.visibility == Visibility.PUBLIC,
        is_done=not matter.is_open,
    )


def _responsible(row: ledger.MatterRow) -> str:
    """By name where the reader may know it; that there is a hidden one is not said."""
    if row.responsible is not None:
        return row.responsible.name
    asking = row.matter.act in ("demand", "assignment")
    return row.matter.addressee_name if asking else row.matter.actor_name


def _sentence(last: HistoryEntry | None, matter: Matter) -> str:
    if last is None:
        return _("Noch keine Auskunft.")
    text = last.entry.sentence or matter.get_state_display()
    return f"{text} ({long_date(last.happened_on)})"


def _next_check(matter: Matter) -> str:
    if not matter.is_open:
        return "–"
    return long_date(matter.next_check_on) if matter.next_check_on else _("zur nächsten Sitzung")


def _views(last: HistoryEntry | None, story: list[HistoryEntry]) -> list[EvidenceView]:
    """What the state rests on and, always, where it was said."""
    opened = [one for one in story if one.entry.kind == EntryKind.OPENED]
    chosen = [*(last.evidence if last else ()), *(opened[0].evidence if opened else ())]
    unique = dict.fromkeys(one for one in chosen if not one.is_hidden)
    return list(unique)


def _in_words(view: EvidenceView) -> str:
    parts = []
    if view.document is not None:
        words = f"„{view.document.title}“"
        if view.document.dated_on:
            words += f", {long_date(view.document.dated_on)}"
        if view.page_number:
            words += ", " + _("S. %(page)s") % {"page": view.page_number}
        if view.is_broken:
            words += " – " + _("Fundstelle prüfen")
        parts.append(words)
    if view.informant:
        words = _("Auskunft von %(who)s") % {"who": view.informant}
        if view.informed_on:
            words += f", {long_date(view.informed_on)}"
        parts.append(words)
    if view.source_url:
        parts.append(view.source_url)
    return ", ".join(parts)


def _silent(matters: Collection[Matter]) -> set[int]:
    return set(
        Inquiry.objects.filter(matter__in=matters, state=InquiryState.SILENT).values_list(
            "matter_id", flat=True
        )
    )
