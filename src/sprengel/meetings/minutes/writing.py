"""What is typed: drafts that are kept every few seconds, and saving, which makes a revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.models import User
from sprengel.meetings.minutes.composing import tidy
from sprengel.meetings.minutes.log import log_minutes
from sprengel.meetings.models import Minutes, MinutesSection, SectionDraft, SectionRevision

LONGEST = 200_000
"""Characters of one section: a verbatim record of a whole day has fewer."""


class TooLong(Exception):
    """Nobody types that much into one point; it is told, and the text stays where it is."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form brings for one section, and the number of the revision it began from."""

    section_pk: int
    text: str
    based_on: int


@dataclass(frozen=True, slots=True)
class DraftSaved:
    saved_at: datetime | None
    """None: what was typed is what is saved already."""
    newer: SectionRevision | None
    """Saved by somebody since this text was begun."""


@dataclass(frozen=True, slots=True)
class Conflict:
    section: MinutesSection
    mine: str
    theirs: SectionRevision


@dataclass(frozen=True, slots=True)
class Saved:
    sections: tuple[MinutesSection, ...]
    conflicts: tuple[Conflict, ...]


@transaction.atomic
def keep_draft(*, actor: User, section: MinutesSection, text: str, based_on: int) -> DraftSaved:
    """Not lost, and nobody else's text yet."""
    text = _checked(text)
    section = MinutesSection.objects.select_for_update().get(pk=section.pk)
    newest = _newest(section)
    newer = newest if newest is not None and newest.number > based_on else None
    if text == (newest.text if newest else ""):
        SectionDraft.objects.filter(section=section, user=actor).delete()
        return DraftSaved(None, None)
    draft, _is_new = SectionDraft.objects.update_or_create(
        section=section, user=actor, defaults={"text": text, "based_on": based_on}
    )
    return DraftSaved(draft.saved_at, newer)


@transaction.atomic
def save(*, actor: User, minutes: Minutes, typed: Iterable[Typed]) -> Saved:
    """Each changed section becomes a revision; where somebody was quicker, both texts are told.

    What is in conflict is kept as a draft, so that it is there tomorrow, too.
    """
    known = {
        row.pk: row for row in MinutesSection.objects.select_for_update().filter(minutes=minutes)
    }
    texts = _texts(minutes)
    saved: list[MinutesSection] = []
    conflicts: list[Conflict] = []
    for each in typed:
        section = known.get(each.section_pk)
        if section is None:
            continue
        text = _checked(each.text)
        revisions = texts.get(section.pk, {})
        newest = revisions[max(revisions)] if revisions else None
        base = revisions.get(each.based_on)
        if text == (base.text if base else "") or (newest is not None and newest.text == text):
            _forget(actor, section)
        elif newest is not None and newest.number > each.based_on:
            SectionDraft.objects.update_or_create(
                section=section,
                user=actor,
                defaults={"text": text, "based_on": each.based_on},
            )
            conflicts.append(Conflict(section, text, newest))
        else:
            _add_revision(actor, section, newest, text)
            saved.append(section)
    if saved:
        names = ", ".join(row.heading for row in saved[:3])
        _log(actor, minutes, len(saved), names)
    return Saved(tuple(saved), tuple(conflicts))


@transaction.atomic
def discard_draft(*, actor: User, section: MinutesSection) -> None:
    """Back to what is saved; the others' drafts stay."""
    _forget(actor, section)


def _checked(text: str) -> str:
    text = tidy(text)
    if len(text) > LONGEST:
        raise TooLong
    return text


def _newest(section: MinutesSection) -> SectionRevision | None:
    return section.revisions.order_by("-number").first()


def _texts(minutes: Minutes) -> dict[int, dict[int, SectionRevision]]:
    found: dict[int, dict[int, SectionRevision]] = {}
    for revision in SectionRevision.objects.filter(section__minutes=minutes):
        found.setdefault(revision.section_id, {})[revision.number] = revision
    return found


def _add_revision(
    actor: User, section: MinutesSection, newest: SectionRevision | None, text: str
) -> None:
    SectionRevision.objects.create(
        section=section,
        number=newest.number + 1 if newest else 1,
        text=text,
        user=actor,
        user_name=str(actor),
    )
    _forget(actor, section)


def _forget(actor: User, section: MinutesSection) -> None:
    SectionDraft.objects.filter(section=section, user=actor).delete()


def _log(actor: User, minutes: Minutes, count: int, names: str) -> None:
    sentence = (
        _("Niederschrift zu „%(meeting)s“ geschrieben: %(names)s.")
        if count == 1
        else _("Niederschrift zu „%(meeting)s“ geschrieben: %(n)s Punkte.")
    )
    log_minutes(actor, minutes, sentence, names=names, n=count)
