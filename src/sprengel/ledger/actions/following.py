"""What a verdict on a statement means for the matters: open, join, leave, refresh.

Called inside the transaction of the review.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sprengel.accounts import actions as accounts
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.bodies.models import Actor
from sprengel.ledger.models import (
    ActChoice,
    Entry,
    EntryKind,
    Evidence,
    Matter,
    State,
    Statement,
)
from sprengel.ledger.spans import extent, one_line
from sprengel.ledger.states import state_of

SAID = {
    ActChoice.COMMITMENT: gettext_noop("Zugesagt."),
    ActChoice.DEMAND: gettext_noop("Gefordert."),
    ActChoice.DECISION: gettext_noop("Beschlossen."),
    ActChoice.ASSIGNMENT: gettext_noop("Beauftragt."),
}
TAKEN_BACK = gettext_noop(
    "Die Aussage, aus der dieser Vorgang entstand, wurde zurückgenommen. Er steht deshalb in "
    "keiner Liste mehr."
)
LEFT = gettext_noop("Die Zuordnung einer Aussage wurde zurückgenommen.")
AGAIN = gettext_noop("Die Aussage wurde wieder angenommen.")

QUOTE_CHARS = 1000


def follow(*, actor: User | None, statement: Statement, matter: Matter | None = None) -> None:
    """An accepted statement joins ``matter``, opens one of its own, or needs none."""
    if matter is not None:
        if statement.matter_id == matter.pk:
            return
        leave(actor=actor, statement=statement)
        _join(actor, statement, matter)
    elif not statement.is_followed:
        _leave_if_it_opened(actor, statement)
    elif statement.matter_id is None and not _reopen(actor, statement):
        _open(actor, statement)


def leave(*, actor: User | None, statement: Statement) -> None:
    """The statement no longer counts for its matter; one that stood on it alone is withdrawn."""
    matter = statement.matter
    if matter is None:
        return
    _set_matter(statement, None)
    matter = _locked(matter)
    alone = not matter.statements.exclude(pk=statement.pk).exists()
    touched = matter.entries.exclude(
        kind__in=(EntryKind.OPENED, EntryKind.JOINED, EntryKind.LEFT, EntryKind.CHANGED)
    ).exists()
    if alone and not touched:
        _write(actor, matter, EntryKind.LEFT, TAKEN_BACK, state=State.OVERTAKEN)
        Matter.objects.filter(pk=matter.pk).update(is_withdrawn=True)
    else:
        _write(actor, matter, EntryKind.LEFT, LEFT)
    settle(matter)


def refresh(*, actor: User | None, statement: Statement) -> None:
    """A matter follows the correction of the statement it was opened from."""
    matter = statement.matter
    if matter is None or not _has_opened(statement, matter):
        return
    matter = _locked(matter)
    facts = _facts(statement)
    if matter.responsible_id == _id(_responsible(matter.act, matter.actor, matter.addressee)):
        facts["responsible"] = _responsible(statement.act, statement.actor, statement.addressee)
    changed = [name for name, value in facts.items() if getattr(matter, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(matter, name, facts[name])
    matter.save(update_fields=changed)
    _write(actor, matter, EntryKind.CHANGED, _("Nach Berichtigung der Aussage: %(what)s.") % {
        "what": ", ".join(_labels(changed))
    })  # fmt: skip
    settle(matter)


def settle(matter: Matter) -> None:
    """Put the state computed from the entries into the column the lists filter by."""
    matter.state = state_of(matter.entries.all())
    Matter.objects.filter(pk=matter.pk).update(state=matter.state)


def narrower(one: str, other: str) -> str:
    order = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE)
    return max(one, other, key=lambda level: order.index(Visibility(level)))


# ── Opening and joining ───────────────────────────────────────────────────────────────────────


def _open(actor: User | None, statement: Statement) -> None:
    document = statement.document
    matter = Matter.objects.create(
        **_facts(statement),
        responsible=_responsible(statement.act, statement.actor, statement.addressee),
        organization=document.organization,
        said_on=document.dated_on,
        said_note=document.dated_note,
        visibility=document.visibility,
    )
    entry = Entry.objects.create(
        matter=matter,
        kind=EntryKind.OPENED,
        state=State.OPEN,
        sentence=SAID[ActChoice(statement.act)],
        happened_on=document.dated_on,
        happened_note=document.dated_note,
        user=actor,
        user_name=_name(actor),
        visibility=matter.visibility,
    )
    Evidence.objects.create(entry=entry, statement=statement)
    _set_matter(statement, matter)
    settle(matter)
    accounts.log(
        actor=actor,
        verb=ActivityVerb.MATTER_OPENED,
        sentence=_("%(act)s von %(who)s: „%(quote)s“")
        % {
            "act": matter.get_act_display(),
            "who": matter.actor_name or _("unbekannt"),
            "quote": matter.quote[:160],
        },
        path=matter.get_absolute_url(),
        visibility=matter.visibility,
    )


def _reopen(actor: User | None, statement: Statement) -> bool:
    """The matter withdrawn with this statement comes back under its old address."""
    matter = Matter.objects.filter(
        is_withdrawn=True,
        entries__kind=EntryKind.OPENED,
        entries__evidence__statement=statement,
    ).first()
    if matter is None:
        return False
    _join(actor, statement, matter)
    refresh(actor=actor, statement=statement)
    return True


def _join(actor: User | None, statement: Statement, matter: Matter) -> None:
    matter = _locked(matter)
    document = statement.document
    if matter.is_withdrawn:
        Matter.objects.filter(pk=matter.pk).update(is_withdrawn=False)
        _write(actor, matter, EntryKind.JOINED, AGAIN, state=State.OPEN, evidence=statement)
    else:
        entry = Entry.objects.create(
            matter=matter,
            kind=EntryKind.JOINED,
            sentence=SAID.get(statement.act, ""),
            happened_on=document.dated_on,
            happened_note=document.dated_note,
            user=actor,
            user_name=_name(actor),
            visibility=narrower(matter.visibility, document.visibility),
        )
        Evidence.objects.create(entry=entry, statement=statement)
    _set_matter(statement, matter)
    settle(matter)


def _leave_if_it_opened(actor: User | None, statement: Statement) -> None:
    """Corrected to an act that is not followed: the matter it opened has lost its ground."""
    if statement.matter is not None and _has_opened(statement, statement.matter):
        leave(actor=actor, statement=statement)


def _has_opened(statement: Statement, matter: Matter) -> bool:
    return matter.entries.filter(kind=EntryKind.OPENED, evidence__statement=statement).exists()


def _write(
    actor: User | None,
    matter: Matter,
    kind: EntryKind,
    sentence: str,
    *,
    state: str = "",
    evidence: Statement | None = None,
) -> None:
    entry = Entry.objects.create(
        matter=matter,
        kind=kind,
        state=state,
        sentence=sentence,
        happened_on=today(),
        user=actor,
        user_name=_name(actor),
        visibility=matter.visibility,
    )
    if evidence is not None:
        Evidence.objects.create(entry=entry, statement=evidence)


def _facts(statement: Statement) -> dict[str, object]:
    return {
        "act": statement.act,
        "quote": quote_of(statement),
        "actor": statement.actor,
        "actor_name": statement.actor_name,
        "addressee": statement.addressee,
        "addressee_name": statement.addressee_name,
        "due_text": statement.due_text,
        "due_on": statement.due_on,
        "due_precision": statement.due_precision,
    }


def quote_of(statement: Statement) -> str:
    """The promise in the words of the document; a bare cue is quoted with what stands around it."""
    if statement.message_text:
        return statement.message_text
    start, end = extent(statement.spans)
    return one_line(statement.revision.text[start:end])[:QUOTE_CHARS]


def _responsible(act: str, actor: Actor | None, addressee: Actor | None) -> Actor | None:
    """Who has to say what became of it."""
    return addressee if act in (ActChoice.DEMAND, ActChoice.ASSIGNMENT) else actor


def _labels(names: list[str]) -> list[str]:
    labels = [str(Matter._meta.get_field(name).verbose_name) for name in names]
    known = {"actor": _("wer"), "addressee": _("an wen"), "responsible": _("zuständig")}
    labels = [known.get(name, label) for name, label in zip(names, labels, strict=True)]
    return list(dict.fromkeys(label for label in labels if label != "due precision"))


def _set_matter(statement: Statement, matter: Matter | None) -> None:
    Statement.objects.filter(pk=statement.pk).update(matter=matter)
    statement.matter = matter


def _locked(matter: Matter) -> Matter:
    return Matter.objects.select_for_update().get(pk=matter.pk)


def _name(actor: User | None) -> str:
    return str(actor) if actor else "Sprengel"


def _id(actor: Actor | None) -> int | None:
    return actor.pk if actor else None
