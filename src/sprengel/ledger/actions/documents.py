"""Correcting what is known about a document; what was opened from it follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sprengel.accounts.models import User
from sprengel.archive import actions as archive
from sprengel.archive.models import Document
from sprengel.bodies.models import Body, Organization
from sprengel.ledger.actions.following import narrower
from sprengel.ledger.actions.matters import add_entry, change_matter
from sprengel.ledger.models import EntryKind, Matter


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    title: str
    kind: str
    visibility: str
    body: Body | None = None
    organization: Organization | None = None
    dated_on: date | None = None
    dated_note: str = ""
    source_url: str = ""
    provenance: str = ""


@transaction.atomic
def change_document(*, actor: User | None, document: Document, facts: DocumentFacts) -> Document:
    """Its bytes and texts stay; a matter is never seen by more people than the document it quotes.

    Deadlines are not worked out anew: for that the document is read again.
    """
    before = Document.objects.select_for_update().get(pk=document.pk)
    changed = archive.change_document(
        actor=actor,
        document=before,
        title=facts.title,
        kind=facts.kind,
        body=facts.body,
        organization=facts.organization,
        dated_on=facts.dated_on,
        dated_note=facts.dated_note,
        source_url=facts.source_url,
        provenance=facts.provenance,
        visibility=facts.visibility,
    )
    for matter in _opened_from(changed):
        _follow(actor, matter, document, changed)
    return changed


def _opened_from(document: Document) -> list[Matter]:
    opened = Matter.objects.filter(
        entries__kind=EntryKind.OPENED, entries__evidence__statement__document=document
    )
    return list(opened.distinct())


def _follow(actor: User | None, matter: Matter, old: Document, new: Document) -> None:
    visibility = narrower(matter.visibility, new.visibility)
    organization = (
        new.organization if matter.organization_id == old.organization_id else matter.organization
    )
    if (visibility, organization) != (matter.visibility, matter.organization):
        change_matter(actor=actor, matter=matter, visibility=visibility, organization=organization)
    if matter.said_on == old.dated_on != new.dated_on:
        Matter.objects.filter(pk=matter.pk).update(said_on=new.dated_on, said_note=new.dated_note)
        matter.refresh_from_db()
        day = date_format(new.dated_on, "DATE_FORMAT") if new.dated_on else _("nicht bekannt")
        sentence = _("Datum des Dokuments berichtigt: gesagt am %(day)s.") % {"day": day}
        add_entry(actor=actor, matter=matter, kind=EntryKind.CHANGED, sentence=sentence)
