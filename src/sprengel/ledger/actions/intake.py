"""Taking a document in: keep it, and have it read."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sprengel.accounts.models import User, Visibility
from sprengel.archive import actions as archive
from sprengel.archive.actions import Added
from sprengel.archive.models import Document, DocumentKind, DocumentState
from sprengel.bodies.models import Body, Organization
from sprengel.ledger.models import ReadingRun, RunState
from sprengel.ledger.tasks import read_document

ACTIVE = (RunState.QUEUED, RunState.RUNNING)


def take_in(
    *,
    actor: User | None,
    data: bytes,
    file_name: str,
    title: str = "",
    kind: str = DocumentKind.OTHER,
    body: Body | None = None,
    organization: Organization | None = None,
    dated_on: date | None = None,
    dated_note: str = "",
    source_url: str = "",
    provenance: str = "",
    visibility: str = Visibility.OFFICE,
    parent: Document | None = None,
) -> Added:
    """Add the document and, in the same transaction, the reading of it."""
    with transaction.atomic():
        added = archive.add_document(
            actor=actor,
            data=data,
            file_name=file_name,
            title=title,
            kind=kind,
            body=body,
            organization=organization,
            dated_on=dated_on,
            dated_note=dated_note,
            source_url=source_url,
            provenance=provenance,
            visibility=visibility,
            parent=parent,
        )
        if added.is_new:
            queue_reading(actor=actor, document=added.document)
    return added


@transaction.atomic
def queue_reading(*, actor: User | None, document: Document) -> ReadingRun:
    """Have the document read (again); a reading under way is not doubled."""
    # Two people pressing the button at once: the second waits here and finds the first one's run.
    Document.objects.select_for_update().get(pk=document.pk)
    active = document.runs.filter(state__in=ACTIVE).first()
    if active is not None:
        return active
    run = ReadingRun.objects.create(document=document, created_by=actor)
    archive.set_state(document=document, state=DocumentState.WAITING)
    read_document.enqueue(run.pk)
    return run


def queue_attachments(document: Document) -> None:
    """What lay inside a mail or an archive is read too, once."""
    for attachment in document.attachments.filter(runs=None):
        queue_reading(actor=document.created_by, document=attachment)
