"""A paragraph becomes a demand of the ledger; what the Land made of it becomes an entry there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.models import User
from sprengel.archive.models import Document, Passage
from sprengel.hearings.drafting.actions import CLOSED
from sprengel.hearings.log import log_hearing, name_of
from sprengel.hearings.models import (
    Adoption,
    AdoptionOutcome,
    Hearing,
    HearingState,
    Paragraph,
    Point,
)
from sprengel.ledger.actions import (
    EvidenceInput,
    NewStatement,
    add_entry,
    add_statement,
    change_matter,
    reject,
)
from sprengel.ledger.models import ActChoice, EntryKind, State, Statement, StatementState

STATES = {
    AdoptionOutcome.ADOPTED: State.MET,
    AdoptionOutcome.PARTLY: State.PARTLY_MET,
    AdoptionOutcome.NOT: State.REFUSED,
    AdoptionOutcome.UNKNOWN: State.UNKNOWN,
}


class AdoptionConflict(Exception):
    """A colleague has entered an outcome meanwhile; ``theirs`` is it."""

    def __init__(self, theirs: Adoption) -> None:
        super().__init__(theirs)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Found:
    """What the Land adopted, and where that stands."""

    outcome: str
    sentence: str = ""
    passage: Passage | None = None
    informant: str = ""
    informed_on: date | None = None
    happened_on: date | None = None


@transaction.atomic
def make_points(
    *, actor: User | None, hearing: Hearing, paragraphs: Sequence[Paragraph]
) -> list[Point]:
    """Paragraphs of the final version become demands; one that is a demand already stays one."""
    hearing = (
        Hearing.objects.select_for_update(of=("self",))
        .select_related("organization__body", "requested_by")
        .get(pk=hearing.pk)
    )
    if hearing.state not in CLOSED:
        raise ValidationError(
            _("Forderungen entstehen aus der endgültigen Fassung. Bitte diese zuerst festhalten.")
        )
    wrong = [
        one
        for one in paragraphs
        if one.version.hearing_id != hearing.pk or not one.version.is_final
    ]
    if wrong:
        raise ValidationError(_("Dieser Absatz steht nicht in der endgültigen Fassung."))
    there = {point.paragraph_id: point for point in hearing.points.all()}
    made = [
        _made(actor, hearing, paragraph) for paragraph in paragraphs if paragraph.pk not in there
    ]
    if made and hearing.state == HearingState.ANSWERED:
        hearing.state = HearingState.FINAL
        hearing.save(update_fields=["state"])
    return made


def _made(actor: User | None, hearing: Hearing, paragraph: Paragraph) -> Point:
    document = paragraph.version.document
    place = (paragraph.start, paragraph.end)
    _reject_proposals(actor, document, place)
    statement = add_statement(
        actor=actor,
        document=document,
        new=NewStatement(
            act=ActChoice.DEMAND,
            spans={"message": [place]},
            actor=hearing.organization.body,
            addressee=hearing.requested_by,
        ),
    )
    matter = statement.matter
    assert matter is not None  # a demand is followed
    if hearing.requested_by is not None and matter.responsible is None:
        change_matter(actor=actor, matter=matter, responsible=hearing.requested_by)
    return Point.objects.create(hearing=hearing, paragraph=paragraph, matter=matter)


def _reject_proposals(actor: User | None, document: Document, place: tuple[int, int]) -> None:
    """What the machine read in this paragraph as a demand is the same demand."""
    proposed = Statement.objects.filter(
        document=document,
        act=ActChoice.DEMAND,
        state=StatementState.PROPOSED,
        position__gte=place[0],
        position__lt=place[1],
    )
    for statement in proposed:
        reject(
            actor=actor,
            statement=statement,
            version=statement.version,
            reason=_("Der ganze Absatz ist als Forderung übernommen."),
        )


@transaction.atomic
def record(*, actor: User | None, point: Point, found: Found, seen_pk: int) -> Adoption:
    """``seen_pk`` is the outcome the form was made from, 0 for none. Raises AdoptionConflict.

    Raises ValidationError, also where "adopted" rests on nothing.
    """
    if found.outcome not in AdoptionOutcome.values:
        raise ValidationError({"outcome": _("Bitte wählen, was das Land übernommen hat.")})
    hearing = Hearing.objects.select_for_update().get(pk=point.hearing_id)
    latest = point.adoptions.order_by("-pk").first()
    if latest is not None and latest.pk != seen_pk:
        if _says(latest) == (found.outcome, found.passage, found.sentence.strip()):
            return latest
        raise AdoptionConflict(latest)
    if found.outcome in (AdoptionOutcome.ADOPTED, AdoptionOutcome.PARTLY) and not (
        found.passage or found.informant.strip()
    ):
        raise ValidationError(
            {
                "quote": _(
                    "Bitte die Stelle im veröffentlichten Text angeben oder sagen, von wem die "
                    "Auskunft ist."
                )
            }
        )
    entry = add_entry(
        actor=actor,
        matter=point.matter,
        kind=EntryKind.STATE,
        state=STATES[AdoptionOutcome(found.outcome)],
        sentence=found.sentence.strip() or _sentence(found.outcome),
        happened_on=found.happened_on,
        evidence=[
            EvidenceInput(
                passage=found.passage,
                informant=found.informant,
                informed_on=found.informed_on,
            )
        ],
    )
    adoption = Adoption.objects.create(
        point=point,
        outcome=found.outcome,
        passage=found.passage,
        sentence=found.sentence.strip(),
        entry=entry,
        user=actor,
        user_name=name_of(actor)[:200],
    )
    _settle(hearing)
    log_hearing(
        actor,
        hearing,
        _("„%(title)s“: eine Forderung ist %(outcome)s."),
        outcome=adoption.get_outcome_display(),
    )
    return adoption


def _says(adoption: Adoption) -> tuple[object, ...]:
    return adoption.outcome, adoption.passage, adoption.sentence


def _sentence(outcome: str) -> str:
    sentences = {
        AdoptionOutcome.ADOPTED: _("Das Land hat die Forderung übernommen."),
        AdoptionOutcome.PARTLY: _("Das Land hat die Forderung teilweise übernommen."),
        AdoptionOutcome.NOT: _("Das Land hat die Forderung nicht übernommen."),
        AdoptionOutcome.UNKNOWN: _("Ob das Land die Forderung übernommen hat, ist nicht bekannt."),
    }
    return sentences[AdoptionOutcome(outcome)]


def _settle(hearing: Hearing) -> None:
    """The result is there once something is known about every demand; the latest word counts."""
    latest = [
        max(point.adoptions.all(), key=lambda one: one.pk, default=None)
        for point in hearing.points.prefetch_related("adoptions")
    ]
    is_known = all(one and one.outcome != AdoptionOutcome.UNKNOWN for one in latest)
    state = HearingState.ANSWERED if is_known else HearingState.FINAL
    if hearing.state != state:
        hearing.state = state
        hearing.save(update_fields=["state"])
