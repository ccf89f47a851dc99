"""A version: its document in the archive, and its paragraphs with their descent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.accounts.models import User
from sprengel.archive import actions as archive
from sprengel.archive.models import Document, DocumentKind, DocumentState
from sprengel.hearings.drafting.texts import Text
from sprengel.hearings.log import name_of
from sprengel.hearings.models import Hearing, Paragraph, Version
from sprengel.hearings.paragraphs import Piece, align, joined
from sprengel.ledger.actions import take_in
from sprengel.ui.wording import long_date


@transaction.atomic
def add_version(
    *,
    actor: User | None,
    hearing: Hearing,
    text: Text,
    visibility: str,
    note: str = "",
    is_final: bool = False,
) -> Version:
    """The next one; comments find their paragraph again by its ``line``."""
    before = hearing.versions.order_by("-number").first()
    number = before.number + 1 if before else 1
    document, places = _document(actor, hearing, text, number, visibility, is_final=is_final)
    version = Version.objects.create(
        hearing=hearing,
        number=number,
        is_final=is_final,
        document=document,
        note=" ".join(note.split())[:500],
        user=actor,
        user_name=name_of(actor)[:200],
    )
    _add_paragraphs(version, text.pieces, places, list(before.paragraphs.all()) if before else [])
    return version


def _add_paragraphs(
    version: Version,
    pieces: Sequence[Piece],
    places: Sequence[tuple[int, int]],
    before: Sequence[Paragraph],
) -> None:
    made_from = align([one.text for one in before], [piece.text for piece in pieces])
    rows = []
    for position, (piece, place, origin) in enumerate(
        zip(pieces, places, made_from, strict=True), start=1
    ):
        old = before[origin] if origin is not None else None
        rows.append(
            Paragraph(
                version=version,
                position=position,
                line=old.line if old else uuid.uuid4(),
                label=piece.label,
                is_heading=piece.is_heading,
                text=piece.text,
                before=old,
                start=place[0],
                end=place[1],
            )
        )
    Paragraph.objects.bulk_create(rows)


def _document(
    actor: User | None,
    hearing: Hearing,
    text: Text,
    number: int,
    visibility: str,
    *,
    is_final: bool,
) -> tuple[Document, list[tuple[int, int]]]:
    """A file that was brought is kept as it came; what was typed becomes a text file."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _("endgültige Fassung") if is_final else _("Entwurf, Fassung %(n)s") % {"n": number}
        facts = {
            "title": _titled(hearing.title, name),
            "kind": DocumentKind.REPLY,
            "body": hearing.organization.body,
            "organization": hearing.organization,
            "dated_on": today(),
            "provenance": _("In Sprengel geschrieben."),
            "visibility": visibility,
        }
        head = f"{hearing.title}\n{name}, {long_date(today())}\n\n"
    if text.extraction is not None:
        facts["provenance"] = _("Als Datei aufgenommen.")
        document = _added(actor, text.data, text.file_name, facts, is_read=False)
        archive.keep_extraction(document=document, extraction=text.extraction)
        return document, [(piece.start, piece.end) for piece in text.pieces]
    body, places = joined([piece.text for piece in text.pieces])
    data = f"{head}{body}\n".encode()
    file_name = f"{today().isoformat()} {_titled(hearing.title, name)}.txt".replace("/", "-")
    document = _added(actor, data, file_name, facts, is_read=is_final)
    archive.keep_own_text(document=document, data=data)
    return document, [(start + len(head), end + len(head)) for start, end in places]


def _titled(title: str, name: str) -> str:
    return f"{title[: 298 - len(name)]}, {name}"


def _added(
    actor: User | None, data: bytes, file_name: str, facts: dict[str, object], *, is_read: bool
) -> Document:
    """Drafts are not read for demands: they are nobody's word yet. The final version is."""
    add = take_in if is_read else archive.add_document
    added = add(actor=actor, data=data, file_name=file_name, **facts)  # type: ignore[operator]
    if not added.is_new:
        raise ValidationError(
            _(
                "Genau diese Datei liegt schon im Archiv: „%(title)s“. Bitte dort nachsehen oder "
                "den Text einfügen statt die Datei hochzuladen."
            )
            % {"title": added.document.title}
        )
    if not is_read:
        archive.set_state(document=added.document, state=DocumentState.READ)
    return added.document
