"""What a correction makes of a statement: new places, the words at them, who is meant by them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor
from sprengel.ledger import spans
from sprengel.ledger.models import ActChoice, Statement
from sprengel.ledger.spans import Offsets


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be different; None leaves a thing as it is, "" empties it."""

    act: str | None = None
    spans: Mapping[str, Offsets] = field(default_factory=dict)
    """Roles to set anew, as places in the document's latest text."""
    actor_name: str | None = None
    actor: Actor | None = None
    """Where the name alone does not say who is meant."""
    addressee_name: str | None = None
    addressee: Actor | None = None
    due_text: str | None = None
    due_on: date | None = None
    clear_due: bool = False
    is_draft: bool | None = None


@dataclass(frozen=True, slots=True)
class NewStatement:
    """What the machine missed."""

    act: str
    spans: Mapping[str, Offsets]
    actor_name: str = ""
    actor: Actor | None = None
    addressee_name: str = ""
    addressee: Actor | None = None
    due_text: str = ""
    due_on: date | None = None


def corrected(statement: Statement, changes: Correction) -> dict[str, Any]:
    """The columns to write; raises ValidationError with a sentence."""
    fields: dict[str, Any] = {}
    if changes.act is not None:
        if changes.act not in ActChoice.values:
            raise ValidationError(_("Diese Art der Aussage gibt es nicht."))
        fields["act"] = changes.act
    if changes.is_draft is not None:
        fields["is_draft"] = changes.is_draft
    if changes.spans:
        fields.update(_new_spans(statement, changes.spans))
    fields.update(_new_people(statement, changes, fields))
    fields.update(_new_due(changes))
    return fields


def _new_spans(statement: Statement, changed: Mapping[str, Offsets]) -> dict[str, Any]:
    """Spans and the words taken from them, all in the document's latest text."""
    revision = statement.document.latest_revision or statement.revision
    places = {role: list(changed[role]) for role in spans.ROLES if role in changed}
    for role in spans.ROLES:
        if role not in changed:
            kept = spans.moved({role: statement.spans.get(role, [])}, revision.text)
            places[role] = [] if kept.is_broken else spans.offsets_of(kept.spans, role)
    if not places["cue"] and not places["message"]:
        raise ValidationError(_("Bitte im Text markieren, was gesagt wurde."))
    _refuse_overlaps(places)
    try:
        anchored = spans.anchored(revision.text, places)
    except spans.NotInText as e:
        raise ValidationError(
            _("Die markierte Stelle steht nicht im Text. Bitte noch einmal markieren.")
        ) from e
    fields = {
        "spans": anchored,
        "revision": revision,
        "position": spans.first_place(anchored),
        "is_broken": False,
        "source_text": spans.words(anchored, "source")[:500],
        "message_text": spans.words(anchored, "message"),
    }
    if "deadline" in changed:
        fields["due_text"] = spans.words(anchored, "deadline")[:300]
    return fields


def _refuse_overlaps(places: dict[str, list[tuple[int, int]]]) -> None:
    for stretches in places.values():
        ordered = sorted(stretches)
        for (_start, end), (start, _end) in itertools.pairwise(ordered):
            if start < end:
                raise ValidationError(
                    _("Zwei markierte Stellen überschneiden sich. Bitte eine davon leeren.")
                )


def _new_people(
    statement: Statement, changes: Correction, fields: dict[str, Any]
) -> dict[str, Any]:
    new: dict[str, Any] = {}
    source = _marked("source", changes, fields)
    actor = _person(statement, changes.actor, changes.actor_name, source, statement.actor_name)
    if actor is not None:
        new["actor"], new["actor_name"] = actor.actor, actor.name[:200]
    asked = _marked("addressee", changes, fields)
    addressee = _person(
        statement, changes.addressee, changes.addressee_name, asked, statement.addressee_name
    )
    if addressee is not None:
        new["addressee"], new["addressee_name"] = addressee.actor, addressee.name[:500]
    return new


def _marked(role: str, changes: Correction, fields: dict[str, Any]) -> str | None:
    return spans.words(fields["spans"], role) if role in changes.spans else None


@dataclass(frozen=True, slots=True)
class _Who:
    actor: Actor | None
    name: str


def _person(
    statement: Statement, given: Actor | None, name: str | None, marked: str | None, known: str
) -> _Who | None:
    """Who is meant now; None: as before.

    A newly marked "sie" does not take away a name that is known; a marked name does.
    """
    if given is not None:
        return _Who(given, given.name)
    words = marked if name is None else name.strip()
    if words is None:
        return None
    found = bodies.resolve(words, dated_on=statement.document.dated_on) if words else None
    if found is not None:
        return _Who(found, found.name)
    return None if name is None and known else _Who(None, words)


def _new_due(changes: Correction) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if changes.due_text is not None:
        new["due_text"] = changes.due_text.strip()[:300]
    if changes.clear_due:
        new.update(due_on=None, due_from=None, due_precision="")
    elif changes.due_on is not None:
        new.update(due_on=changes.due_on, due_from=None, due_precision="day")
    return new
