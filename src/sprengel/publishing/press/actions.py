"""Drafting, editing, releasing with four eyes, correcting in the open."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sprengel.accounts.actions import log
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive.models import Document, DocumentKind
from sprengel.ledger.actions import DocumentFacts, change_document, take_in
from sprengel.meetings.actions import attach_document
from sprengel.meetings.models import Meeting, MeetingDocumentRole
from sprengel.meetings.rules import narrowest
from sprengel.publishing.models import (
    PressCorrection,
    PressRelease,
    PressSentence,
    ReleaseState,
)
from sprengel.publishing.press import objections, queries, wording

OPEN = (ReleaseState.DRAFT, ReleaseState.FOR_RELEASE)


class Stale(Exception):
    """Somebody else has saved meanwhile; ``release`` holds what is there now."""

    def __init__(self, release: PressRelease) -> None:
        super().__init__(release.pk)
        self.release = release


class SecondPersonNeeded(Exception):
    """Whoever wrote or changed it does not release it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A sentence as the form sends it back; ``pk`` None: a new one of the office's own."""

    pk: int | None
    text: str
    paragraph: int
    position: int


@transaction.atomic
def draft(*, actor: User, meeting: Meeting) -> PressRelease:
    """Begin a release from what is accepted and public; each sentence knows its passage.

    Raises ValidationError where nothing can be told yet.
    """
    # A double click makes one draft.
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    open_one = PressRelease.objects.filter(meeting=meeting, state__in=OPEN).first()
    if open_one is not None:
        return open_one
    found = queries.material(actor, meeting)
    if not (found.statements or found.votes):
        raise ValidationError(
            _(
                "Zu dieser Sitzung ist noch keine öffentliche Aussage angenommen. Bitte zuerst die "
                "Dokumente prüfen und auf öffentlich stellen, was hinaus darf."
            )
        )
    try:
        rows = _drafted(meeting, found)
    except wording.BadWording as problem:
        # Somebody has changed the file in the data folder by hand.
        raise ValidationError(
            _("Die Formulierungen für Pressemitteilungen sind nicht lesbar: %(what)s")
            % {"what": problem}
        ) from None
    release = PressRelease.objects.create(
        meeting=meeting,
        title=meeting.title[:200],
        drafted_by=actor,
        edited_by=actor,
        edited_by_name=str(actor),
    )
    paragraph, subject = 0, None
    for position, row in enumerate(rows):
        now = _subject(row)
        paragraph += position > 0 and now != subject
        subject = now
        row.release, row.paragraph, row.position = release, paragraph, position
        row.save()
    _log(actor, release, _("Pressemitteilung zu „%(title)s“ entworfen."), Visibility.OFFICE)
    return release


@override(settings.LANGUAGE_CODE)
def _drafted(meeting: Meeting, found: queries.Material) -> list[PressSentence]:
    """In the league's language, whatever the writer reads the screens in. Raises BadWording."""
    return [
        PressSentence(text=wording.lead(meeting), is_own=True),
        *(PressSentence(vote=vote, text=wording.vote_sentence(vote)) for vote in found.votes),
        *(PressSentence(statement=one, text=wording.sentence(one)) for one in found.statements),
    ]


@transaction.atomic
def edit(
    *,
    actor: User,
    release: PressRelease,
    version: int,
    title: str,
    subtitle: str,
    sentences: Sequence[Edited],
) -> PressRelease:
    """Save what one person wrote; emptied sentences go. Raises Stale and ValidationError.

    An edit takes back that it was handed in: the second person shall see what goes out.
    """
    release = _fresh(release, version)
    if not title.strip():
        raise ValidationError({"title": _("Bitte eine Überschrift schreiben.")})
    known = {row.pk: row for row in release.sentences.all()}
    changed = [_keep(release, known=known, edited=one) for one in sentences]
    head = (title.strip()[:200], subtitle.strip()[:300])
    if not any(changed) and head == (release.title, release.subtitle):
        # Who only read it has not written it, and may release it.
        return release
    release.title, release.subtitle = head
    release.state = ReleaseState.DRAFT
    release.edited_by, release.edited_by_name = actor, str(actor)
    release.version += 1
    release.save()
    return release


def _keep(release: PressRelease, *, known: dict[int, PressSentence], edited: Edited) -> bool:
    """Write one line of the form; whether that changes anything."""
    row = known.get(edited.pk) if edited.pk else None
    text = edited.text.strip()
    if row is None:
        if text:
            release.sentences.create(
                text=text, is_own=True, paragraph=edited.paragraph, position=edited.position
            )
        return bool(text)
    if not text:
        row.delete()
        return True
    if (row.text, row.paragraph, row.position) == (text, edited.paragraph, edited.position):
        return False
    row.text, row.paragraph, row.position = text, edited.paragraph, edited.position
    row.save()
    return True


@transaction.atomic
def hand_in(*, actor: User, release: PressRelease, version: int) -> PressRelease:
    """Ask a second person to look at it. Raises ValidationError naming what may not go out."""
    release = _fresh(release, version)
    if not release.sentences.exists():
        raise ValidationError(_("Die Pressemitteilung hat noch keinen Satz."))
    _check_quotes(actor, release)
    release.state = ReleaseState.FOR_RELEASE
    release.version += 1
    release.save()
    _log(
        actor, release, _("Pressemitteilung „%(title)s“ zur Freigabe vorgelegt."), Visibility.OFFICE
    )
    return release


@transaction.atomic
def publish(*, actor: User, release: PressRelease, version: int) -> PressRelease:
    """Release it: a document of the archive, laid to the session, read like any other.

    Raises SecondPersonNeeded, Stale, and ValidationError where a quotation is not the passage's.
    """
    release = _fresh(release, version)
    if actor.pk in (release.edited_by_id, release.drafted_by_id):
        raise SecondPersonNeeded
    if release.state != ReleaseState.FOR_RELEASE:
        raise ValidationError(_("Die Pressemitteilung ist noch nicht zur Freigabe vorgelegt."))
    _check_quotes(actor, release)
    release.state = ReleaseState.RELEASED
    release.released_by, release.released_by_name = actor, str(actor)
    release.released_at = timezone.now()
    release.version += 1
    release.save()
    _archive(actor, release)
    _log(
        actor,
        release,
        _("Pressemitteilung „%(title)s“ veröffentlicht."),
        narrowest(Visibility.PUBLIC, release.meeting.visibility),
    )
    return release


@transaction.atomic
def withdraw(*, actor: User, release: PressRelease, version: int) -> PressRelease:
    """A draft that is not wanted, or a release that should not stand any longer."""
    release = _fresh(release, version, also=(ReleaseState.RELEASED,))
    release.state = ReleaseState.WITHDRAWN
    release.pending_correction = None
    release.version += 1
    release.save()
    if release.document is not None:
        _put_away(actor, release.document, _("%(title)s (zurückgezogen)"))
    _log(actor, release, _("Pressemitteilung „%(title)s“ zurückgezogen."), Visibility.OFFICE)
    return release


@transaction.atomic
def propose_correction(
    *,
    actor: User,
    release: PressRelease,
    version: int,
    sentence: PressSentence,
    text: str,
    note: str,
) -> PressRelease:
    """What is wrong in a released text, and how it should read; a second person confirms it."""
    release = _fresh(release, version, also=(ReleaseState.RELEASED,))
    if release.state != ReleaseState.RELEASED:
        raise ValidationError(_("Berichtigt wird erst, was veröffentlicht ist."))
    if release.pending_correction:
        raise ValidationError(_("Eine Berichtigung wartet schon; bitte erst über sie entscheiden."))
    if not text.strip() or not note.strip():
        raise ValidationError(_("Bitte den neuen Satz und, in einem Satz, den Grund angeben."))
    if text.strip() == sentence.text.strip():
        raise ValidationError(_("Der neue Satz ist derselbe wie vorher."))
    after = copy(sentence)
    after.text = text.strip()
    _check_sentence(actor, release, after)
    release.pending_correction = {
        "sentence": sentence.pk,
        "before": sentence.text,
        "after": after.text,
        "note": note.strip()[:500],
        "user": actor.pk,
        "user_name": str(actor),
    }
    release.version += 1
    release.save()
    return release


@transaction.atomic
def confirm_correction(
    *, actor: User, release: PressRelease, version: int, accept: bool
) -> PressRelease:
    """The second person says yes (it is shown as a correction) or no (it is dropped)."""
    release = _fresh(release, version, also=(ReleaseState.RELEASED,))
    pending = release.pending_correction
    if not pending:
        return release
    if accept and actor.pk == pending["user"]:
        raise SecondPersonNeeded
    release.pending_correction = None
    release.version += 1
    release.save()
    if not accept:
        return release
    row = release.sentences.get(pk=pending["sentence"])
    row.text = pending["after"]
    _check_sentence(actor, release, row)
    row.save()
    PressCorrection.objects.create(
        release=release,
        before=pending["before"],
        after=pending["after"],
        note=pending["note"],
        user_id=pending["user"],
        user_name=pending["user_name"],
        released_by_name=str(actor),
    )
    _archive(actor, release)
    _log(
        actor,
        release,
        _("Pressemitteilung „%(title)s“ berichtigt."),
        narrowest(Visibility.PUBLIC, release.meeting.visibility),
    )
    return release


def _fresh(release: PressRelease, version: int, also: Sequence[str] = ()) -> PressRelease:
    found = PressRelease.objects.select_for_update().get(pk=release.pk)
    if found.version != version or found.state not in (*OPEN, *also):
        raise Stale(found)
    return found


def _subject(row: PressSentence) -> tuple[str, str]:
    """Sentences of one act and one speaker stand in one paragraph."""
    if row.statement is not None:
        return row.statement.act, row.statement.actor_name
    return ("vote" if row.vote is not None else "lead"), ""


def _check_quotes(actor: User, release: PressRelease) -> None:
    found = objections.of_release(actor, release)
    if found:
        raise ValidationError([str(one) for one in found])


def _check_sentence(actor: User, release: PressRelease, row: PressSentence) -> None:
    """Of a text that is out already only what is changed is asked about."""
    found = objections.of_sentence(release.meeting, queries.sentence(actor, row))
    if found:
        raise ValidationError(found)


def _archive(actor: User, release: PressRelease) -> None:
    """Its text goes round again: a document from which promises can be read."""
    meeting = release.meeting
    added = take_in(
        actor=actor,
        data=queries.plain_text(release).encode(),
        file_name=f"pressemitteilung-{meeting.starts_on:%Y-%m-%d}.txt",
        title=release.title,
        kind=DocumentKind.PRESS_RELEASE,
        body=meeting.organization.body,
        organization=meeting.organization,
        dated_on=today(),
        provenance=_("In Sprengel geschrieben, freigegeben von %(name)s.") % {"name": actor},
        visibility=narrowest(Visibility.PUBLIC, meeting.visibility),
        parent=None,
    )
    PressRelease.objects.filter(document=added.document).exclude(pk=release.pk).update(
        document=None
    )
    before = release.document
    release.document = added.document
    release.save(update_fields=["document"])
    attach_document(
        actor=actor, meeting=meeting, document=added.document, role=MeetingDocumentRole.PRESS
    )
    if before is not None and before.pk != added.document.pk:
        _put_away(actor, before, _("%(title)s (durch Berichtigung ersetzt)"))


def _put_away(actor: User, document: Document, pattern: str) -> None:
    """A text that stands no longer: kept for the office, no longer offered to anybody else."""
    change_document(
        actor=actor,
        document=document,
        facts=DocumentFacts(
            title=pattern % {"title": document.title},
            kind=document.kind,
            body=document.body,
            organization=document.organization,
            dated_on=document.dated_on,
            dated_note=document.dated_note,
            source_url=document.source_url,
            provenance=document.provenance,
            visibility=Visibility.OFFICE,
        ),
    )


def _log(actor: User, release: PressRelease, sentence: str, visibility: str) -> None:
    meeting = release.meeting
    log(
        actor=actor,
        verb=ActivityVerb.MEETING_CHANGED,
        sentence=sentence % {"title": release.title},
        path=release.get_absolute_url(),
        about=[
            meeting.get_absolute_url(),
            meeting.organization.get_absolute_url(),
            meeting.organization.body.get_absolute_url(),
        ],
        visibility=narrowest(visibility, meeting.visibility, meeting.organization.visibility),
    )
