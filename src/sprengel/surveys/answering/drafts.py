"""The draft of one city: saved while typing, by several people at once, taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from sprengel.surveys.answering import entries as writing
from sprengel.surveys.answering.entries import Conflict, Entry
from sprengel.surveys.answering.previous import entry_of
from sprengel.surveys.answering.seats import Seat
from sprengel.surveys.models import Answer, Asked, AskedState, Question, Sheet


class NotOpen(Exception):
    """The survey has ended, the question was taken back, or somebody has sent it meanwhile."""


@dataclass(frozen=True, slots=True)
class Saved:
    seat: Seat
    conflicts: Mapping[str, Conflict]


def kept(seat: Seat) -> dict[str, Entry]:
    """What stands in the draft now."""
    return writing.from_json(seat.asked.draft.get(seat.slot, {}).get("entries", {}))


@transaction.atomic
def save(
    *,
    seat: Seat,
    questions: list[Question],
    data: writing.Posted,
    files: Mapping[str, Entry] | None = None,
) -> Saved:
    """Keep what was changed in this form; what others changed meanwhile stays theirs."""
    seat = locked(seat)
    merged = writing.merge(
        kept(seat),
        data,
        [question.key for question in seat.questions(questions)],
        by=seat.name,
        files=files or {},
    )
    _keep(seat, merged.entries)
    return Saved(seat, merged.conflicts)


@transaction.atomic
def put(*, seat: Seat, questions: list[Question], key: str, entry: Entry) -> Seat:
    """Take over one offered answer: last time's, or mine over somebody else's."""
    seat = locked(seat)
    if any(question.key == key for question in seat.questions(questions)):
        _keep(seat, {**kept(seat), key: replace(entry, by=seat.name)})
    return seat


@transaction.atomic
def reopen(*, seat: Seat) -> Seat:
    """Take up what was sent once more; it holds until it is sent anew."""
    asked = Asked.objects.select_for_update(of=("self",)).get(pk=seat.asked.pk)
    asked.survey = seat.asked.survey
    seat = replace(seat, asked=asked)
    if not seat.is_open or asked.state != AskedState.SUBMITTED or seat.is_editing:
        return seat
    sheet = Sheet.objects.filter(survey=asked.survey, body=asked.body_id).first()
    answers = Answer.objects.filter(sheet=sheet).select_related("question", "document")
    entries = {answer.question.key: entry_of(answer) for answer in answers}
    asked.draft = {
        **asked.draft,
        seat.slot: {"entries": writing.to_json(entries), "reopened": True},
    }
    asked.draft_version += 1
    asked.save(update_fields=["draft", "draft_version"])
    return seat


@transaction.atomic
def drop_changes(*, seat: Seat) -> Seat:
    """Leave what was sent as it is."""
    seat = locked(seat)
    asked = seat.asked
    if asked.state == AskedState.SUBMITTED:
        asked.draft = {name: kept for name, kept in asked.draft.items() if name != seat.slot}
        asked.draft_version += 1
        asked.save(update_fields=["draft", "draft_version"])
    return seat


def locked(seat: Seat) -> Seat:
    """With the row as it is now, nobody else writing it; raises NotOpen."""
    asked = (
        Asked.objects.select_for_update(of=("self",))
        .select_related("survey", "body")
        .get(pk=seat.asked.pk)
    )
    seat = replace(seat, asked=asked)
    if seat.helper is not None:
        seat.helper.refresh_from_db()
        if seat.helper.removed_at is not None:
            raise NotOpen
    if not seat.is_open or not seat.is_editing:
        raise NotOpen
    return seat


def _keep(seat: Seat, entries: Mapping[str, Entry]) -> None:
    asked = seat.asked
    slot = asked.draft.get(seat.slot, {})
    as_json = writing.to_json(entries)
    if as_json == slot.get("entries", {}):
        return
    asked.draft = {**asked.draft, seat.slot: {**slot, "entries": as_json}}
    asked.draft_version += 1
    changed = ["draft", "draft_version"]
    if seat.slot == "city" and asked.state in (AskedState.ASKED, AskedState.DECLINED):
        asked.state, asked.declined_because = AskedState.OPENED, ""
        asked.opened_at = timezone.now()
        changed += ["state", "declined_because", "opened_at"]
    asked.save(update_fields=changed)
