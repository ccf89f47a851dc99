"""Fassung festhalten: the minutes become documents in which decisions and assignments are held.

Fixed again, the same decision is the same statement and the same matter, at its place in the
newer text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sprengel.accounts.models import User, Visibility
from sprengel.archive.actions import keep_own_text
from sprengel.archive.models import Document, DocumentKind
from sprengel.ledger.actions import take_in
from sprengel.ledger.actions.carrying import carry_over
from sprengel.meetings.actions import attach_document
from sprengel.meetings.dates import is_exact, when
from sprengel.meetings.minutes import composition, holding
from sprengel.meetings.minutes.composing import Composed, PlainText
from sprengel.meetings.minutes.log import log_minutes
from sprengel.meetings.models import (
    Meeting,
    MeetingDocumentRole,
    Minutes,
    MinutesScope,
    MinutesState,
    MinutesVersion,
)
from sprengel.meetings.rules import narrowest


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a version is to be fixed."""

    visibility: str = Visibility.MEMBERS
    publish: bool = False
    """The public points become a public document of their own, the others one beside it."""
    keeper: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    versions: tuple[MinutesVersion, ...]
    is_new: bool
    """False: nothing has changed since, and these are the versions that are there already."""

    @property
    def number(self) -> int:
        return self.versions[0].number


@dataclass(frozen=True, slots=True)
class Part:
    scope: str
    visibility: str
    composed: Composed


@transaction.atomic
def fix(*, actor: User | None, minutes: Minutes, wanted: Wanted) -> Fixed:
    """The next version; twice the same is one."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    parts = parts_of(minutes, wanted)
    if not any(part.composed.sections for part in parts):
        raise ValidationError(_("Die Niederschrift hat noch keinen Punkt."))
    before = latest(minutes)
    if before and _says_the_same(before, parts):
        return Fixed(before, is_new=False)
    number = before[0].number + 1 if before else 1
    is_after_approval = minutes.state == MinutesState.APPROVED
    made = [_made(actor, minutes, part, number, is_after_approval, wanted.reason) for part in parts]
    documents = [each.version.document for each in made]
    for record in holding.hold(actor=actor, minutes=minutes, made=made, before=before):
        record.save(update_fields=["statement", "vote"])
    for version in before:
        carry_over(actor=actor, source=version.document, targets=documents)
    _note(minutes, wanted, parts)
    log_minutes(
        actor,
        minutes,
        _("Niederschrift zu „%(meeting)s“: Fassung %(number)s festgehalten."),
        visibility=narrowest(*(part.visibility for part in parts)),
        documents=documents,
        number=number,
    )
    return Fixed(tuple(each.version for each in made), is_new=True)


def parts_of(minutes: Minutes, wanted: Wanted, *, version: str = "") -> list[Part]:
    """What would be fixed: one document, or the public and the other points apart."""
    meeting = minutes.meeting
    widest = widest_of(meeting)
    if not wanted.publish:
        plan = [(MinutesScope.WHOLE, narrowest(wanted.visibility, widest))]
    else:
        plan = [
            (MinutesScope.PUBLIC, narrowest(Visibility.PUBLIC, widest)),
            (MinutesScope.NONPUBLIC, narrowest(wanted.visibility, widest)),
        ]
    parts = [
        Part(
            scope,
            visibility,
            composition.compose(
                minutes, scope=scope, visibility=visibility, keeper=wanted.keeper, version=version
            ),
        )
        for scope, visibility in plan
    ]
    return [part for part in parts if part.composed.sections] or parts[:1]


def widest_of(meeting: Meeting) -> str:
    """Minutes are seen by no more people than their meeting and its circle."""
    circle = meeting.organization
    return narrowest(
        meeting.visibility, meeting.series.visibility, circle.visibility, circle.body.visibility
    )


def latest(minutes: Minutes) -> tuple[MinutesVersion, ...]:
    """The version fixed last, in its parts."""
    rows = list(minutes.versions.select_related("document").order_by("-number", "scope"))
    return tuple(row for row in rows if row.number == rows[0].number)


@transaction.atomic
def uploaded(*, actor: User | None, meeting: Meeting, document: Document) -> MinutesVersion | None:
    """Minutes written in Word are a version, too; None where this document is one already."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if MinutesVersion.objects.filter(document=document).exists():
        return None
    minutes, _is_new = Minutes.objects.get_or_create(meeting=meeting)
    last = minutes.versions.order_by("-number").first()
    version = MinutesVersion.objects.create(
        minutes=minutes,
        number=last.number + 1 if last else 1,
        is_after_approval=minutes.state == MinutesState.APPROVED,
        document=document,
        sections=[],
        reason=_("Als Datei aufgenommen"),
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
    )
    if minutes.state == MinutesState.DRAFT:
        minutes.state = MinutesState.FIXED
    minutes.visibility = narrowest(document.visibility, widest_of(meeting))
    minutes.save(update_fields=["state", "visibility"])
    log_minutes(
        actor,
        minutes,
        _("Niederschrift zu „%(meeting)s“: Fassung %(number)s als Datei aufgenommen."),
        visibility=narrowest(document.visibility, widest_of(meeting)),
        documents=[document],
        number=version.number,
    )
    return version


def _says_the_same(before: Sequence[MinutesVersion], parts: Iterable[Part]) -> bool:
    had = [(v.scope, v.document.visibility, v.head, v.sections) for v in before]
    now = [
        (
            str(part.scope),
            part.visibility,
            part.composed.head_json(),
            [section.as_json() for section in part.composed.sections],
        )
        for part in parts
    ]
    return sorted(had, key=lambda each: each[0]) == sorted(now, key=lambda each: each[0])


def _made(
    actor: User | None,
    minutes: Minutes,
    part: Part,
    number: int,
    is_after_approval: bool,
    reason: str,
) -> holding.Made:
    with translation.override("de"):
        name = composition.version_name(number, is_after_approval=is_after_approval)
        title = _title(minutes.meeting, part)
    composed = replace(part.composed, version=name)
    text = composition.as_text(composed)
    document = _document(actor, minutes.meeting, part, text, title, name, number)
    version = MinutesVersion.objects.create(
        minutes=minutes,
        number=number,
        scope=part.scope,
        is_after_approval=is_after_approval,
        document=document,
        head=composed.head_json(),
        sections=[section.as_json() for section in composed.sections],
        reason=" ".join(reason.split())[:300],
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
    )
    return holding.Made(version, composed, text)


def _document(
    actor: User | None,
    meeting: Meeting,
    part: Part,
    text: PlainText,
    title: str,
    name: str,
    number: int,
) -> Document:
    data = text.text.encode()
    exact = is_exact(meeting)
    added = take_in(
        actor=actor,
        data=data,
        file_name=f"{meeting.starts_on.isoformat()} {title} {number}.txt".replace("/", "-"),
        title=f"{title}, {name}"[:300],
        kind=DocumentKind.MINUTES,
        body=meeting.organization.body,
        organization=meeting.organization,
        dated_on=meeting.starts_on if exact else None,
        dated_note="" if exact else when(meeting)[:200],
        provenance=_("In Sprengel geschrieben."),
        visibility=part.visibility,
    )
    if not added.is_new:
        raise ValidationError(
            _("Ein Dokument mit genau diesem Text gibt es schon: „%(title)s“.")
            % {"title": added.document.title}
        )
    keep_own_text(document=added.document, data=data)
    attach_document(
        actor=actor, meeting=meeting, document=added.document, role=MeetingDocumentRole.MINUTES
    )
    return added.document


def _title(meeting: Meeting, part: Part) -> str:
    words = {"meeting": meeting.title}
    if part.scope == MinutesScope.PUBLIC:
        return _("Niederschrift „%(meeting)s“, öffentlicher Teil") % words
    if part.scope == MinutesScope.NONPUBLIC:
        return _("Niederschrift „%(meeting)s“, nichtöffentlicher Teil") % words
    return _("Niederschrift „%(meeting)s“") % words


def _note(minutes: Minutes, wanted: Wanted, parts: Sequence[Part]) -> None:
    """Whoever may read a part of them may know how far they are."""
    if minutes.state == MinutesState.DRAFT:
        minutes.state = MinutesState.FIXED
    levels = [part.visibility for part in parts]
    public = Visibility.PUBLIC in levels
    minutes.visibility = Visibility.PUBLIC if public else narrowest(*levels)
    minutes.keeper_name = wanted.keeper[:200]
    minutes.save(update_fields=["state", "visibility", "keeper_name"])
