"""A person's verdict on a statement: accept, correct, reject, undo, attach, add.

Each compares ``version`` in the very UPDATE that writes: who decides on an older state of the
statement changes nothing and gets :class:`StaleStatement` with the newer one.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Document
from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Actor
from sprengel.ledger import spans
from sprengel.ledger.actions import following
from sprengel.ledger.models import (
    REVIEWED_GOOD,
    ActChoice,
    Decision,
    Matter,
    Review,
    Statement,
    StatementState,
)
from sprengel.ledger.problems import StaleStatement
from sprengel.ledger.spans import Offsets

ADDED_BY_HAND = gettext_noop("Von Hand ergänzt.")


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


@transaction.atomic
def accept(
    *, actor: User | None, statement: Statement, version: int, matter: Matter | None = None
) -> Statement:
    """It is as the machine read it; a followed act opens a matter or joins ``matter``."""
    now = _locked(statement)
    before = snapshot(now)
    _write(now, version, {"state": StatementState.ACCEPTED})
    following.follow(actor=actor, statement=now, matter=matter)
    return _reviewed(actor, now, Decision.ACCEPT, before)


@transaction.atomic
def attach(*, actor: User | None, statement: Statement, version: int, matter: Matter) -> Statement:
    """It belongs to this matter; an unreviewed one is thereby accepted."""
    now = _locked(statement)
    before = snapshot(now)
    state = now.state if now.state in REVIEWED_GOOD else StatementState.ACCEPTED
    _write(now, version, {"state": state})
    following.follow(actor=actor, statement=now, matter=matter)
    return _reviewed(actor, now, Decision.ACCEPT, before)


@transaction.atomic
def correct(
    *, actor: User | None, statement: Statement, version: int, changes: Correction
) -> Statement:
    """It is otherwise: from here on it counts as accepted."""
    now = _locked(statement)
    before = snapshot(now)
    fields = _corrected(now, changes)
    _write(now, version, {**fields, "state": StatementState.CORRECTED})
    following.follow(actor=actor, statement=now)
    following.refresh(actor=actor, statement=now)
    return _reviewed(actor, now, Decision.CORRECT, before)


@transaction.atomic
def reject(
    *, actor: User | None, statement: Statement, version: int, reason: str = ""
) -> Statement:
    """It is no statement, or not worth keeping; it leaves its matter."""
    now = _locked(statement)
    before = snapshot(now)
    _write(now, version, {"state": StatementState.REJECTED})
    following.leave(actor=actor, statement=now)
    return _reviewed(actor, now, Decision.REJECT, before, reason)


@transaction.atomic
def undo(*, actor: User | None, statement: Statement, version: int) -> Statement:
    """Take back the last verdict that still stands; its ``before`` is restored."""
    now = _locked(statement)
    before = snapshot(now)
    last = _last_standing_review(now)
    if last is None:
        raise ValidationError(_("Hier gibt es nichts zurückzunehmen."))
    if last.decision == Decision.ADD:
        _write(now, version, {"state": StatementState.REJECTED})
        following.leave(actor=actor, statement=now)
        return _reviewed(actor, now, Decision.UNDO, before)
    _write(now, version, _restored(now, last.before))
    earlier = Matter.objects.filter(pk=last.before.get("matter_id")).first()
    if earlier is None:
        following.leave(actor=actor, statement=now)
    else:
        following.follow(actor=actor, statement=now, matter=earlier)
        following.refresh(actor=actor, statement=now)
    return _reviewed(actor, now, Decision.UNDO, before)


@transaction.atomic
def add_statement(
    *, actor: User | None, document: Document, new: NewStatement, matter: Matter | None = None
) -> Statement:
    """What the machine missed; counts as accepted."""
    revision = document.latest_revision
    if revision is None:
        raise ValidationError(_("Dieses Dokument hat noch keinen Text."))
    statement = Statement(
        document=document,
        revision=revision,
        position=0,
        act=new.act,
        spans={role: [] for role in spans.ROLES},
        confidence=1.0,
        reason=ADDED_BY_HAND,
        state=StatementState.ACCEPTED,
    )
    changes = Correction(
        act=new.act,
        spans=new.spans,
        actor_name=new.actor_name or None,
        actor=new.actor,
        addressee_name=new.addressee_name or None,
        addressee=new.addressee,
        due_text=new.due_text or None,
        due_on=new.due_on,
    )
    for name, value in _corrected(statement, changes).items():
        setattr(statement, name, value)
    statement.save()
    following.follow(actor=actor, statement=statement, matter=matter)
    return _reviewed(actor, statement, Decision.ADD, {})


# ── Writing under the optimistic lock ─────────────────────────────────────────────────────────


def _locked(statement: Statement) -> Statement:
    return (
        Statement.objects.select_for_update(of=("self",))
        .select_related("document", "revision")
        .get(pk=statement.pk)
    )


def _write(statement: Statement, version: int, fields: dict[str, Any]) -> None:
    written = Statement.objects.filter(pk=statement.pk, version=version).update(
        version=version + 1, **fields
    )
    if not written:
        raise _stale(statement)
    statement.version = version + 1
    for name, value in fields.items():
        setattr(statement, name, value)


def _stale(statement: Statement) -> StaleStatement:
    last = statement.reviews.first()
    return StaleStatement(
        statement,
        user_name=last.user_name if last else "",
        decision=last.decision if last else "",
        at=last.at if last else None,
    )


def _reviewed(
    actor: User | None,
    statement: Statement,
    decision: Decision,
    before: dict[str, Any],
    reason: str = "",
) -> Statement:
    Review.objects.create(
        statement=statement,
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
        decision=decision,
        reason=reason.strip()[:500],
        before=before,
        after=snapshot(statement),
    )
    accounts.log(
        actor=actor,
        verb=ActivityVerb.STATEMENT_ADDED
        if decision == Decision.ADD
        else ActivityVerb.STATEMENT_REVIEWED,
        sentence=_("Aussage von %(who)s in „%(title)s“: %(what)s.")
        % {
            "who": statement.actor_name or _("unbekannt"),
            "title": statement.document.title,
            "what": decision.label,
        },
        path=statement.document.get_absolute_url(),
        # How the office works through a document is its own business.
        visibility=Visibility.OFFICE,
    )
    return statement


# ── Before and after ──────────────────────────────────────────────────────────────────────────

_KEPT = (
    "act",
    "is_draft",
    "spans",
    "revision_id",
    "position",
    "is_broken",
    "source_text",
    "actor_id",
    "actor_name",
    "addressee_id",
    "addressee_name",
    "message_text",
    "due_text",
    "due_from",
    "due_on",
    "due_precision",
    "state",
    "matter_id",
)
_DATES = ("due_from", "due_on")


def snapshot(statement: Statement) -> dict[str, Any]:
    """The statement as it can be restored; plain JSON."""
    kept = {name: getattr(statement, name) for name in _KEPT}
    for name in _DATES:
        kept[name] = kept[name].isoformat() if kept[name] else None
    return kept


def _last_standing_review(statement: Statement) -> Review | None:
    """Every undo takes back one verdict; what is left on top is next."""
    undone = 0
    for review in statement.reviews.order_by("-at", "-pk"):
        if review.decision == Decision.UNDO:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return review
    return None


def _restored(statement: Statement, before: dict[str, Any]) -> dict[str, Any]:
    fields = {name: before[name] for name in _KEPT if name != "matter_id"}
    for name in _DATES:
        fields[name] = parse_date(fields[name]) if fields[name] else None
    if fields["revision_id"] != statement.revision_id:
        # The text has moved on since: the old spans are looked for in today's.
        moved = spans.moved(fields["spans"], statement.revision.text)
        if moved.is_broken:
            fields["is_broken"] = True
        else:
            fields.update(
                spans=moved.spans,
                position=spans.first_place(moved.spans),
                revision_id=statement.revision_id,
                is_broken=False,
            )
    return fields


# ── What a correction makes of a statement ────────────────────────────────────────────────────


def _corrected(statement: Statement, changes: Correction) -> dict[str, Any]:
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
