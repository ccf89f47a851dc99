"""A person's verdict on a statement: accept, correct, reject, undo, attach, add.

Each compares ``version`` in the very UPDATE that writes: who decides on an older state of the
statement changes nothing and gets :class:`StaleStatement` with the newer one.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Document
from sprengel.ledger import spans
from sprengel.ledger.actions import following
from sprengel.ledger.actions.correction import Correction, NewStatement, corrected
from sprengel.ledger.models import (
    REVIEWED_GOOD,
    Decision,
    Matter,
    Review,
    Statement,
    StatementState,
)
from sprengel.ledger.problems import StaleStatement

ADDED_BY_HAND = gettext_noop("Von Hand ergänzt.")


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
    fields = corrected(now, changes)
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
    for name, value in corrected(statement, changes).items():
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
        user_id=last.user_id if last else None,
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
