"""Beginning, changing the facts, a new version, the final version."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts import actions as accounts
from sprengel.accounts.models import User, Visibility
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Organization
from sprengel.hearings.drafting.storing import add_version
from sprengel.hearings.drafting.texts import Text
from sprengel.hearings.log import log_hearing
from sprengel.hearings.models import Hearing, HearingState, Version
from sprengel.hearings.paragraphs import Piece
from sprengel.ledger.actions import DocumentFacts, change_document
from sprengel.mail import actions as mail

CLOSED = (HearingState.FINAL, HearingState.ANSWERED)


class NewerVersion(Exception):
    """Somebody has made a version meanwhile; ``version`` is theirs."""

    def __init__(self, version: Version) -> None:
        super().__init__(version)
        self.version = version


@dataclass(frozen=True, slots=True)
class Facts:
    kind: str
    title: str
    organization: Organization
    occasion: str = ""
    requested_by: Actor | None = None
    law: Document | None = None
    received_on: date | None = None
    deadline_on: date | None = None
    comments_until: date | None = None
    shows_comments: bool = False
    costs_changed: bool = False
    legal_note: str = ""
    follows: Hearing | None = None

    def check(self) -> None:
        """Days in an order that can be; raises ValidationError by field."""
        wrong = {}
        if not self.title.strip():
            wrong["title"] = _("Bitte einen Titel eingeben.")
        if self.received_on and self.deadline_on and self.deadline_on < self.received_on:
            wrong["deadline_on"] = _("Die Frist liegt vor dem Eingang. Bitte beide Tage prüfen.")
        if self.comments_until and self.deadline_on and self.comments_until > self.deadline_on:
            wrong["comments_until"] = _(
                "Die Städte hätten länger Zeit als das Ministerium lässt. Bitte einen Tag bis zur "
                "Frist wählen."
            )
        if self.received_on and self.comments_until and self.comments_until < self.received_on:
            wrong["comments_until"] = _("Dieser Tag liegt vor dem Eingang.")
        if wrong:
            raise ValidationError(wrong)


@transaction.atomic
def start(*, actor: User | None, facts: Facts, text: Text) -> Hearing:
    """A hearing with its first version; for the office alone until the cities are asked."""
    facts.check()
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    hearing = Hearing.objects.create(**values, created_by=actor)
    add_version(actor=actor, hearing=hearing, text=text, visibility=Visibility.OFFICE)
    log_hearing(actor, hearing, _("%(kind)s „%(title)s“ angelegt."), kind=_kind(hearing))
    return hearing


@transaction.atomic
def change(*, actor: User | None, hearing: Hearing, facts: Facts) -> Hearing:
    """Correct what is known about it; whom it belongs to stays."""
    facts.check()
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    kept = ("organization", "follows")
    changed = []
    for each in fields(facts):
        value = getattr(facts, each.name)
        if each.name not in kept and getattr(hearing, each.name) != value:
            setattr(hearing, each.name, value)
            changed.append(each.name)
    if changed:
        hearing.save(update_fields=changed)
        log_hearing(
            actor,
            hearing,
            _("Angaben zu „%(title)s“ wurden geändert."),
            visibility=Visibility.OFFICE,
        )
    return hearing


@transaction.atomic
def new_version(
    *, actor: User | None, hearing: Hearing, text: Text, seen_number: int, note: str = ""
) -> Version:
    """While the cities are being asked they see it at once. Raises NewerVersion."""
    hearing = _open(hearing)
    latest = _latest(hearing)
    if latest.number != seen_number:
        raise NewerVersion(latest)
    if _texts(latest) == [piece.text for piece in text.pieces]:
        raise ValidationError(
            _("Der Text ist derselbe wie in Fassung %(n)s; es wurde nichts angelegt.")
            % {"n": latest.number}
        )
    asked = hearing.state == HearingState.CONSULTATION
    version = add_version(
        actor=actor,
        hearing=hearing,
        text=text,
        note=note,
        visibility=Visibility.MEMBERS if asked else Visibility.OFFICE,
    )
    log_hearing(
        actor, hearing, _("„%(title)s“: Fassung %(number)s angelegt."), number=version.number
    )
    return version


@transaction.atomic
def make_final(
    *, actor: User | None, hearing: Hearing, seen_number: int, visibility: str
) -> Version:
    """The latest version as it stands becomes the association's word. Raises NewerVersion."""
    if visibility not in (Visibility.PUBLIC, Visibility.MEMBERS):
        raise ValidationError({"visibility": _("Bitte wählen, wer die Fassung sehen darf.")})
    hearing = _open(hearing)
    latest = _latest(hearing)
    if latest.number != seen_number:
        raise NewerVersion(latest)
    pieces = tuple(
        Piece(one.text, one.start, one.end, one.is_heading) for one in latest.paragraphs.all()
    )
    version = add_version(
        actor=actor, hearing=hearing, text=Text(pieces), visibility=visibility, is_final=True
    )
    hearing.state, hearing.visibility = HearingState.FINAL, visibility
    hearing.save(update_fields=["state", "visibility"])
    mail.cancel(key_prefix=letter_key(hearing))
    log_hearing(actor, hearing, _("„%(title)s“: Die endgültige Fassung liegt vor."))
    return version


@transaction.atomic
def change_audience(*, actor: User | None, hearing: Hearing, visibility: str) -> None:
    """Publish the final version afterwards, or take it back to the members."""
    if visibility not in (Visibility.PUBLIC, Visibility.MEMBERS):
        raise ValidationError({"visibility": _("Bitte wählen, wer die Fassung sehen darf.")})
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    final = hearing.versions.filter(is_final=True).select_related("document").first()
    if hearing.state not in CLOSED or final is None:
        raise ValidationError(_("Es gibt noch keine endgültige Fassung."))
    show(actor=actor, version=final, visibility=visibility)
    hearing.visibility = visibility
    hearing.save(update_fields=["visibility"])
    if visibility == Visibility.MEMBERS:
        # Lines that were everybody's quote a title that is no longer.
        accounts.narrow_lines(path=hearing.get_absolute_url(), visibility=visibility)
    log_hearing(
        actor,
        hearing,
        _("„%(title)s“ ist jetzt sichtbar: %(who)s."),
        who=hearing.get_visibility_display(),
    )


def show(*, actor: User | None, version: Version, visibility: str) -> None:
    """Who sees a version is decided by its document."""
    document = version.document
    if document.visibility == visibility:
        return
    facts = DocumentFacts(
        title=document.title,
        kind=document.kind,
        visibility=visibility,
        body=document.body,
        organization=document.organization,
        dated_on=document.dated_on,
        dated_note=document.dated_note,
        source_url=document.source_url,
        provenance=document.provenance,
    )
    change_document(actor=actor, document=document, facts=facts)


def letter_key(hearing: Hearing) -> str:
    return f"anhoerung/{hearing.pk}/"


def facts_of(hearing: Hearing) -> Facts:
    return Facts(**{each.name: getattr(hearing, each.name) for each in fields(Facts)})


def _open(hearing: Hearing) -> Hearing:
    hearing = (
        Hearing.objects.select_for_update(of=("self",))
        .select_related("organization__body")
        .get(pk=hearing.pk)
    )
    if hearing.state in CLOSED:
        raise ValidationError(
            _(
                "Die endgültige Fassung liegt schon vor. Hat sich der Entwurf des Ministeriums "
                "geändert, legen Sie bitte eine neue Anhörung dazu an."
            )
        )
    return hearing


def _latest(hearing: Hearing) -> Version:
    return hearing.versions.select_related("document").latest("number")


def _texts(version: Version) -> list[str]:
    return list(version.paragraphs.values_list("text", flat=True))


def _kind(hearing: Hearing) -> str:
    return hearing.get_kind_display()
