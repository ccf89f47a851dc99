"""Drafts of a city's comments, and handing them in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.clock import today
from sprengel.accounts.models import User, Visibility
from sprengel.hearings.log import log_hearing
from sprengel.hearings.models import Comment, CommentDraft, Consulted, Paragraph, Stance, Version
from sprengel.hearings.rules import is_late, takes_comments


class Closed(Exception):
    """The final version is there: nothing is taken any more."""


class DraftConflict(Exception):
    """Somebody of the same city saved meanwhile; ``theirs`` is what they wrote, None: dropped."""

    def __init__(self, theirs: CommentDraft | None) -> None:
        super().__init__(theirs)
        self.theirs = theirs


class DraftsChanged(Exception):
    """What would go out is not what was looked at."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a form brings for one paragraph."""

    stance: str = ""
    text: str = ""
    wording: str = ""
    by_name: str = ""
    is_taken_back: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.stance or self.text or self.wording or self.is_taken_back)


@transaction.atomic
def keep_draft(
    *,
    actor: User | None,
    consulted: Consulted,
    paragraph: Paragraph | None,
    given: Given,
    seen_count: int,
) -> CommentDraft | None:
    """Not handed in, not lost. Empty, or as already handed in: there is no draft any more.

    ``seen_count`` is that of the draft the form was made from, 0 for none. Raises DraftConflict.
    """
    consulted = _locked(consulted)
    line = paragraph.line if paragraph else None
    draft = consulted.drafts.filter(line=line).first()
    if draft is not None and _says(draft) == _content(given):
        return draft
    if (draft.count if draft else 0) != seen_count:
        raise DraftConflict(draft)
    standing = standing_comment(consulted, paragraph)
    if _is_nothing_new(given, standing):
        if draft is not None:
            draft.delete()
        return None
    if draft is None:
        draft = CommentDraft(consulted=consulted, line=line, count=0)
    draft.paragraph = paragraph
    draft.stance, draft.text, draft.wording = given.stance, given.text, given.wording
    draft.by_name, draft.is_taken_back = given.by_name[:200], given.is_taken_back
    draft.count += 1
    draft.save()
    return draft


def standing_comment(consulted: Consulted, paragraph: Paragraph | None) -> Comment | None:
    """What this city has handed in to the paragraph, whichever version it was then."""
    found = consulted.comments.filter(replaced_by__isnull=True)
    if paragraph is None:
        found = found.filter(paragraph__isnull=True)
    else:
        found = found.filter(paragraph__line=paragraph.line)
    return found.order_by("-pk").first()


def digest(drafts: list[CommentDraft]) -> str:
    """Of all that would go out, so that nobody sends what they have not seen."""
    text = "\n".join(f"{draft.pk}:{draft.count}" for draft in drafts)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@transaction.atomic
def hand_in(
    *,
    actor: User | None,
    consulted: Consulted,
    by_name: str,
    seen: str,
    has_nothing_to_say: bool = False,
) -> int:
    """All drafts become comments; how many. Sent twice it is sent once.

    Raises Closed, DraftsChanged, and ValidationError where a draft is only half written.
    """
    consulted = _locked(consulted)
    by_name = " ".join(by_name.split())[:200]
    if not by_name:
        raise ValidationError({"by_name": _("Bitte sagen Sie, wer für die Stadt antwortet.")})
    drafts = list(consulted.drafts.select_related("paragraph__version"))
    if not drafts and consulted.handed_in_at is not None:
        return 0
    if digest(drafts) != seen:
        raise DraftsChanged
    if not drafts and not has_nothing_to_say:
        raise ValidationError(
            _(
                "Es ist noch nichts angemerkt. Haben Sie keine Anmerkungen, bestätigen Sie das "
                "bitte."
            )
        )
    _refuse_half_written(drafts)
    late = is_late(consulted.hearing, today())
    version = latest_for_cities(consulted)
    for draft in drafts:
        _commented(actor, draft, version, by_name, late)
    consulted.drafts.all().delete()
    consulted.handed_in_at, consulted.handed_in_by = timezone.now(), by_name
    consulted.handed_in_for, consulted.is_late = version, late
    consulted.save(update_fields=["handed_in_at", "handed_in_by", "handed_in_for", "is_late"])
    sentence = ngettext(
        "„%(title)s“: %(city)s hat eine Anmerkung geschickt.",
        "„%(title)s“: %(city)s hat %(n)s Anmerkungen geschickt.",
        len(drafts),
    )
    if not drafts:
        sentence = _("„%(title)s“: %(city)s hat keine Anmerkungen.")
    # Who said something and who keeps silent is between the city and the office.
    log_hearing(
        actor,
        consulted.hearing,
        sentence,
        visibility=Visibility.OFFICE,
        city=consulted.city.name,
        n=len(drafts),
    )
    return len(drafts)


def latest_for_cities(consulted: Consulted) -> Version:
    return (
        consulted.hearing.versions.filter(document__visibility__in=("public", "members"))
        .select_related("document")
        .latest("number")
    )


def missing(stance: str, text: str, wording: str) -> str:
    """What is still to be written before this can go out, as a sentence; "" for nothing."""
    if not stance:
        return _("Bitte wählen: Zustimmung, Vorbehalt oder andere Formulierung.")
    if stance == Stance.RESERVATION and not text:
        return _("Bitte in einem Satz sagen, worin der Vorbehalt besteht.")
    if stance == Stance.OTHER_WORDING and not wording:
        return _("Bitte die Formulierung vorschlagen, die stattdessen gelten soll.")
    return ""


def _refuse_half_written(drafts: list[CommentDraft]) -> None:
    problems = []
    for draft in drafts:
        problem = "" if draft.is_taken_back else missing(draft.stance, draft.text, draft.wording)
        if problem:
            problems.append(f"{place_of(draft.paragraph)}: {problem}")
    if problems:
        raise ValidationError(problems)


def place_of(paragraph: Paragraph | None) -> str:
    if paragraph is None:
        return _("Zum Ganzen")
    if paragraph.label:
        return _("Zu %(label)s") % {"label": paragraph.label}
    return _("Zu Absatz %(n)s") % {"n": paragraph.position}


def _commented(
    actor: User | None, draft: CommentDraft, version: Version, by_name: str, late: bool
) -> None:
    before = standing_comment(draft.consulted, draft.paragraph)
    if draft.is_taken_back and (before is None or before.is_taken_back):
        return
    Comment.objects.create(
        consulted=draft.consulted,
        version=draft.paragraph.version if draft.paragraph else version,
        paragraph=draft.paragraph,
        stance=draft.stance or (before.stance if before else Stance.RESERVATION),
        text=draft.text,
        wording=draft.wording,
        by_name=draft.by_name or by_name,
        replaces=before,
        is_taken_back=draft.is_taken_back,
        is_late=late,
        user=actor,
    )


def _is_nothing_new(given: Given, standing: Comment | None) -> bool:
    if standing is None or standing.is_taken_back:
        return given.is_empty or given.is_taken_back
    if given.is_taken_back:
        return False
    same = (standing.stance, standing.text, standing.wording)
    return same == (given.stance, given.text, given.wording)


def _says(draft: CommentDraft) -> tuple[object, ...]:
    return draft.stance, draft.text, draft.wording, draft.is_taken_back


def _content(given: Given) -> tuple[object, ...]:
    return given.stance, given.text, given.wording, given.is_taken_back


def _locked(consulted: Consulted) -> Consulted:
    found = (
        Consulted.objects.select_for_update(of=("self",))
        .select_related("hearing", "city")
        .get(pk=consulted.pk)
    )
    if not takes_comments(found.hearing):
        raise Closed
    return found
