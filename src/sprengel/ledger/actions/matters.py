"""What happens to a matter afterwards: state with evidence, notes, next check, changed facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sprengel.accounts import actions as accounts
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, User
from sprengel.archive.actions import narrow_activity
from sprengel.archive.models import Passage
from sprengel.bodies.models import Actor, Organization
from sprengel.ledger.actions.following import narrower, settle
from sprengel.ledger.models import Entry, EntryKind, Evidence, Matter, State, Statement, Topic

SAME_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class EvidenceInput:
    passage: Passage | None = None
    statement: Statement | None = None
    informant: str = ""
    informed_on: date | None = None
    source_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.passage or self.statement or self.informant.strip() or self.source_url)

    @property
    def proves(self) -> bool:
        """A passage or a person's word; an address alone may say anything tomorrow."""
        return bool(self.passage or self.statement or self.informant.strip())


@transaction.atomic
def add_entry(
    *,
    actor: User | None,
    matter: Matter,
    kind: str,
    state: str = "",
    sentence: str = "",
    happened_on: date | None = None,
    happened_note: str = "",
    evidence: Sequence[EvidenceInput] = (),
    visibility: str | None = None,
    delayed_because: str = "",
) -> Entry:
    """Write down what became of it. "Met" needs a passage or a note with a name."""
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    given = [one for one in evidence if not one.is_empty]
    _check(matter, kind, state, sentence, happened_on, given, visibility)
    fields = {
        "kind": kind,
        "state": state,
        "sentence": sentence.strip(),
        "happened_on": happened_on or (None if happened_note else today()),
        "happened_note": happened_note.strip()[:200],
        "delayed_because": delayed_because.strip()[:300],
        "user": actor,
        "visibility": narrower(matter.visibility, visibility or matter.visibility),
    }
    same = _just_entered(matter, fields)
    if same is not None:
        return same
    entry = Entry.objects.create(
        matter=matter, user_name=str(actor) if actor else "Sprengel", **fields
    )
    for one in given:
        Evidence.objects.create(
            entry=entry,
            passage=one.passage,
            statement=one.statement,
            informant=one.informant.strip()[:200],
            informed_on=one.informed_on,
            source_url=one.source_url,
        )
    settle(matter)
    _log(actor, matter, entry)
    return entry


def _just_entered(matter: Matter, fields: dict[str, Any]) -> Entry | None:
    """A button pressed twice: entries are never deleted, so the second must not become one."""
    if fields["user"] is None:
        return None
    lately = timezone.now() - SAME_WITHIN
    return matter.entries.filter(at__gte=lately, **fields).first()


def _check(
    matter: Matter,
    kind: str,
    state: str,
    sentence: str,
    happened_on: date | None,
    evidence: list[EvidenceInput],
    visibility: str | None,
) -> None:
    if kind not in EntryKind.values:
        raise ValidationError(_("Diese Art von Eintrag gibt es nicht."))
    if state and state not in State.values:
        raise ValidationError({"state": _("Diesen Sachstand gibt es nicht.")})
    if kind == EntryKind.STATE and not state:
        raise ValidationError({"state": _("Bitte den Sachstand wählen.")})
    if kind == EntryKind.NOTE and not sentence.strip():
        raise ValidationError({"sentence": _("Bitte in einem Satz sagen, was geschehen ist.")})
    if happened_on is not None and happened_on > today():
        raise ValidationError({"happened_on": _("Das Datum liegt in der Zukunft.")})
    if state == State.MET and not any(one.proves for one in evidence):
        raise ValidationError(
            _(
                "„Erfüllt“ braucht einen Beleg: eine Fundstelle in einem Dokument oder die "
                "Auskunft einer Person mit Namen."
            )
        )
    if state and visibility and narrower(matter.visibility, visibility) != matter.visibility:
        # The state is shown to everybody who sees the matter; where it comes from must be, too.
        raise ValidationError(
            {
                "visibility": _(
                    "Ein Eintrag, der den Sachstand ändert, ist so sichtbar wie der Vorgang. "
                    "Vertrauliches bitte als Vermerk eintragen."
                )
            }
        )


@transaction.atomic
def set_check(
    *, actor: User | None, matter: Matter, next_check_on: date | None, sentence: str = ""
) -> Entry:
    """When to look at it again; None: at the organization's next meeting."""
    Matter.objects.filter(pk=matter.pk).update(next_check_on=next_check_on)
    matter.next_check_on = next_check_on
    when = date_format(next_check_on, "DATE_FORMAT") if next_check_on else _("zur nächsten Sitzung")
    return add_entry(
        actor=actor,
        matter=matter,
        kind=EntryKind.CHECK,
        sentence=sentence.strip() or _("Wiedervorlage: %(when)s.") % {"when": when},
    )


class _Keep:
    """Stands for "leave as it is" where None means "empty"."""


KEEP = _Keep()


@transaction.atomic
def change_matter(
    *,
    actor: User | None,
    matter: Matter,
    responsible: Actor | _Keep | None = KEEP,
    organization: Organization | _Keep | None = KEEP,
    due_on: date | _Keep | None = KEEP,
    due_text: str | _Keep = KEEP,
    visibility: str | _Keep = KEEP,
    topics: Sequence[Topic] | _Keep = KEEP,
) -> Entry | None:
    """Change facts of a matter; what changed is said in an entry. None: nothing did."""
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    wanted = {
        "responsible": responsible,
        "organization": organization,
        "due_on": due_on,
        "due_text": due_text,
        "visibility": visibility,
    }
    said: list[str] = []
    changed: list[str] = []
    for name, value in wanted.items():
        if isinstance(value, _Keep) or getattr(matter, name) == value:
            continue
        setattr(matter, name, value)
        changed.append(name)
        said.append(f"{_LABELS[name]()}: {_shown(matter, name)}")
    if "due_on" in changed:
        matter.due_precision = "day" if matter.due_on else ""
        changed.append("due_precision")
    if not isinstance(topics, _Keep) and set(topics) != set(matter.topics.all()):
        matter.topics.set(topics)
        names = ", ".join(sorted(topic.name for topic in topics))
        said.append(_("Thema: %(names)s") % {"names": names or "–"})
    if changed:
        matter.save(update_fields=changed)
    if "visibility" in changed:
        narrow_activity(path=matter.get_absolute_url(), visibility=matter.visibility)
    if not said:
        return None
    return add_entry(
        actor=actor, matter=matter, kind=EntryKind.CHANGED, sentence="; ".join(said) + "."
    )


def topics_named(names: Iterable[str]) -> list[Topic]:
    """Topics by name; a new name makes a new topic, however it is spelled."""
    wanted = dict.fromkeys(name.strip()[:120] for name in names if name.strip())
    return [_topic(name) for name in wanted]


def _topic(name: str) -> Topic:
    slug = slugify(name.lower().translate(_UMLAUTS)) or "thema"
    topic, _is_new = Topic.objects.get_or_create(slug=slug, defaults={"name": name})
    return topic


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


_LABELS = {
    "responsible": lambda: _("zuständig"),
    "organization": lambda: _("Gremium"),
    "due_on": lambda: _("Frist"),
    "due_text": lambda: _("Frist im Wortlaut"),
    "visibility": lambda: _("Sichtbarkeit"),
}


def _shown(matter: Matter, name: str) -> str:
    value = getattr(matter, name)
    if name == "visibility":
        return matter.get_visibility_display()
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Actor) and narrower(value.visibility, matter.visibility) != (
        matter.visibility
    ):
        # The entry is seen by everybody who sees the matter: a name they may not know stays out.
        return _("geändert (nicht öffentlich)")
    return str(value) if value else "–"


def _log(actor: User | None, matter: Matter, entry: Entry) -> None:
    quote = matter.quote if len(matter.quote) <= 120 else matter.quote[:119] + "…"
    what = entry.get_state_display() if entry.state else entry.get_kind_display()
    accounts.log(
        actor=actor,
        verb=ActivityVerb.MATTER_CHANGED,
        sentence=_("„%(quote)s“: %(what)s.") % {"quote": quote, "what": what},
        path=matter.get_absolute_url(),
        visibility=entry.visibility,
    )
