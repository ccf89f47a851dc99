"""Weighing comments; demands in the ledger and what the Land made of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sprengel.archive import anchors
from sprengel.archive.actions import mark_passage
from sprengel.archive.models import Document, Passage
from sprengel.hearings.board import board
from sprengel.hearings.models import Handling, HearingState, Point
from sprengel.hearings.outcomes.actions import AdoptionConflict, Found, make_points, record
from sprengel.hearings.outcomes.queries import outcome_rows
from sprengel.hearings.sight import sight_of
from sprengel.hearings.weighing.actions import HandlingConflict, handle
from sprengel.ledger import actions as ledger
from sprengel.ledger.models import Matter, Statement, StatementState
from sprengel.meetings import actions as meetings
from sprengel.meetings import proposals
from tests.hearings.conftest import TODAY, World

LAW = "Gesetz vom 1. März 2026.\n\n§ 4 Die Förderung wird auf vier Jahre verlängert."


def law(world: World, visibility: str = "public") -> Document:
    added = ledger.take_in(
        actor=world.office, data=LAW.encode(), file_name="gesetz.txt", visibility=visibility
    )
    for run in added.document.runs.all():
        ledger.read_now(run_id=run.pk)
    added.document.refresh_from_db()
    return added.document


def passage(document: Document, quote: str = "auf vier Jahre verlängert") -> Passage:
    revision = document.latest_revision
    found = anchors.find_quote(quote, revision.text)
    return mark_passage(revision=revision, start=found.start, end=found.end)


def point(world: World, hearing: Any, position: int = 3) -> Point:
    paragraph = hearing.versions.get(is_final=True).paragraphs.get(position=position)
    make_points(actor=world.office, hearing=hearing, paragraphs=[paragraph])
    return Point.objects.get(paragraph=paragraph)


# ── Weighing ──────────────────────────────────────────────────────────────────────────────────


def test_the_city_is_told_what_became_of_its_comment(world: World) -> None:
    hearing = world.asked()
    comment = world.comment(hearing, world.auenstadt)
    handle(actor=world.office, comment=comment, outcome="partly", reason="Teils.", seen_pk=0)
    shown = board(world.latest(hearing), sight_of(world.member, hearing))
    line = next(each.comments[0] for each in shown.lines if each.comments)
    assert (line.handling.outcome, line.handling.reason) == ("partly", "Teils.")


def test_a_no_needs_a_reason(world: World) -> None:
    comment = world.comment(world.asked(), world.auenstadt)
    for outcome in ("partly", "not"):
        with pytest.raises(ValidationError, match="warum nicht"):
            handle(actor=world.office, comment=comment, outcome=outcome, reason=" ", seen_pk=0)
    with pytest.raises(ValidationError):
        handle(actor=world.office, comment=comment, outcome="vielleicht", reason="x", seen_pk=0)
    assert not Handling.objects.exists()


def test_two_in_the_office_do_not_overrule_each_other_unseen(world: World) -> None:
    comment = world.comment(world.asked(), world.auenstadt)
    first = handle(actor=world.office, comment=comment, outcome="taken", reason="", seen_pk=0)
    with pytest.raises(HandlingConflict) as conflict:
        handle(actor=world.colleague, comment=comment, outcome="not", reason="Nein.", seen_pk=0)
    assert conflict.value.theirs == first
    again = handle(actor=world.office, comment=comment, outcome="taken", reason="", seen_pk=0)
    assert again == first, "pressed twice"
    handle(actor=world.colleague, comment=comment, outcome="not", reason="N.", seen_pk=first.pk)
    assert comment.handlings.count() == 2


def test_a_comment_that_was_replaced_meanwhile_is_not_weighed(world: World) -> None:
    hearing = world.asked()
    old = world.comment(hearing, world.auenstadt)
    world.comment(hearing, world.auenstadt, text="Noch strenger.")
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        handle(actor=world.office, comment=old, outcome="taken", reason="", seen_pk=0)


# ── Demands ───────────────────────────────────────────────────────────────────────────────────


def test_a_paragraph_becomes_a_demand_of_the_ledger(world: World) -> None:
    hearing = world.asked()
    world.final(hearing)
    hearing.refresh_from_db()
    made = point(world, hearing)
    matter = made.matter
    assert matter.act == "demand"
    assert matter.quote.startswith("2. Die Förderung wird auf fünf Jahre verlängert")
    assert (matter.actor.name, matter.addressee.name) == (
        "Städtebund Musterland",
        "Musterministerium",
    )
    assert (matter.organization, matter.visibility) == (world.circle, "public")
    point(world, hearing)
    assert Point.objects.count() == Matter.objects.count() == 1, "chosen twice it is one"


def test_what_the_machine_read_there_is_not_asked_about_again(world: World) -> None:
    hearing = world.asked(
        text="Der Städtebund Musterland fordert das Land auf, die Fachschulen auszubauen."
    )
    final = world.final(hearing)
    hearing.refresh_from_db()
    for run in final.document.runs.all():
        ledger.read_now(run_id=run.pk)
    point(world, hearing, 1)
    left = Statement.objects.filter(document=final.document, state=StatementState.PROPOSED)
    assert not left.filter(act="demand").exists()
    assert Matter.objects.count() == 1


def test_only_the_final_version_makes_demands(world: World) -> None:
    hearing = world.asked()
    paragraph = world.paragraph(hearing, 2)
    with pytest.raises(ValidationError, match="endgültigen Fassung"):
        make_points(actor=world.office, hearing=hearing, paragraphs=[paragraph])
    world.final(hearing)
    hearing.refresh_from_db()
    with pytest.raises(ValidationError, match="steht nicht in der endgültigen"):
        make_points(actor=world.office, hearing=hearing, paragraphs=[paragraph])


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("adopted", "met"), ("partly", "partly_met"), ("not", "refused"), ("unknown", "unknown")],
)
def test_what_the_land_adopted_is_the_state_of_the_matter(
    world: World, outcome: str, state: str
) -> None:
    hearing = world.asked()
    world.final(hearing)
    hearing.refresh_from_db()
    made = point(world, hearing)
    found = Found(outcome=outcome, passage=passage(law(world)))
    record(actor=world.office, point=made, found=found, seen_pk=0)
    made.matter.refresh_from_db()
    hearing.refresh_from_db()
    assert made.matter.state == state
    assert hearing.state == ("final" if outcome == "unknown" else HearingState.ANSWERED)
    entry = made.matter.entries.get(kind="state")
    assert entry.evidence.get().passage.quote == "auf vier Jahre verlängert"


def test_adopted_needs_a_passage_or_a_name(world: World) -> None:
    hearing = world.asked()
    world.final(hearing)
    hearing.refresh_from_db()
    made = point(world, hearing)
    for outcome in ("adopted", "partly"):
        with pytest.raises(ValidationError) as problem:
            record(actor=world.office, point=made, found=Found(outcome=outcome), seen_pk=0)
        assert "quote" in problem.value.error_dict
    assert not made.matter.entries.filter(kind="state").exists(), "nothing half written"
    record(
        actor=world.office,
        point=made,
        found=Found(outcome="adopted", informant="Referat 1 des Musterministeriums"),
        seen_pk=0,
    )
    made.matter.refresh_from_db()
    assert made.matter.state == "met"


def test_two_outcomes_at_once_are_a_conflict_and_twice_the_same_is_one(world: World) -> None:
    hearing = world.asked()
    world.final(hearing)
    hearing.refresh_from_db()
    made = point(world, hearing)
    first = record(actor=world.office, point=made, found=Found(outcome="not"), seen_pk=0)
    assert record(actor=world.office, point=made, found=Found(outcome="not"), seen_pk=0) == first
    with pytest.raises(AdoptionConflict):
        record(actor=world.colleague, point=made, found=Found(outcome="unknown"), seen_pk=0)
    assert made.adoptions.count() == 1


def test_open_and_partly_met_demands_come_back_on_the_agenda(world: World) -> None:
    hearing = world.asked()
    world.final(hearing)
    hearing.refresh_from_db()
    open_one, refused = point(world, hearing, 3), point(world, hearing, 4)
    record(actor=world.office, point=refused, found=Found(outcome="not"), seen_pk=0)
    series = meetings.add_series(actor=None, organization=world.circle, name="Sitzungen")
    meeting = meetings.plan_meeting(
        actor=None, series=series, title="Sitzung", starts_on=TODAY + timedelta(days=40)
    )
    proposed = {one.matter.pk for one in proposals.proposals(world.office, meeting)}
    assert open_one.matter.pk in proposed
    assert refused.matter.pk not in proposed


def test_a_passage_in_a_hidden_document_is_not_shown(world: World) -> None:
    hearing = world.asked()
    world.final(hearing)
    hearing.refresh_from_db()
    made = point(world, hearing)
    found = Found(outcome="partly", passage=passage(law(world, "office")))
    record(actor=world.office, point=made, found=found, seen_pk=0)
    (seen,) = outcome_rows(world.office, hearing)
    (public,) = outcome_rows(None, hearing)
    assert seen.context.quote == "auf vier Jahre verlängert"
    assert (public.passage, public.context, public.is_hidden) == (None, None, True)
