"""Entering and changing who takes part: what is kept, what is refused, what the history says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sprengel.accounts.models import Activity, Visibility
from sprengel.archive.models import Immutable
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Body
from sprengel.figures.models import Definition, Figure, Gap
from sprengel.programmes.enrolment import actions, amounts, queries
from sprengel.programmes.enrolment.amounts import Amount
from sprengel.programmes.enrolment.problems import (
    AlreadyEnrolled,
    ChangedMeanwhile,
    EnrolmentProblem,
)
from sprengel.programmes.models import Enrolment, EnrolmentState

from .conftest import TODAY, World

pytestmark = pytest.mark.django_db


def money(value: int) -> Amount:
    return Amount(Decimal(value), as_written=str(value))


def test_entering_keeps_the_row_its_amounts_and_the_first_step(world: World) -> None:
    of = world.enter(
        "Auenstadt",
        on=date(2017, 7, 3),
        start_on=date(2017, 8, 1),
        granted=money(128_000),
        posts=Amount(Decimal("1.5")),
    )
    assert of.state == EnrolmentState.GRANTED
    row = queries.row(None, of, TODAY)
    assert row.granted is not None
    assert (row.granted.value, row.granted.about.name) == (128_000, "Auenstadt")
    assert row.granted.definition.slug == "bewilligte-foerderung"
    assert row.granted.key_on == date(2017, 8, 1)
    assert row.posts is not None
    assert row.posts.value == Decimal("1.5")
    assert row.requested is None
    (step,) = queries.history(None, of)
    assert (step.event.state, step.event.on, step.event.source) == (
        "granted",
        date(2017, 7, 3),
        "Bescheid vom 3. Juli 2017",
    )
    line = Activity.objects.filter(path=amounts.of_path(of)).get()
    assert line.sentence == "Auenstadt: bewilligt (Brückenpakt, Runde 2017)."
    assert world.programme.get_absolute_url() in line.about


def test_a_city_is_in_a_round_once(world: World) -> None:
    of = world.enter("Auenstadt")
    with pytest.raises(AlreadyEnrolled, match="schon eingetragen") as told:
        world.enter("Auenstadt", "refused")
    assert told.value.there == of
    world.enter("Auenstadt", round=world.second)
    assert Enrolment.objects.count() == 2


def test_each_change_is_a_step_and_none_is_lost(world: World) -> None:
    of = world.enter("Auenstadt", "applied", on=date(2017, 3, 1))
    actions.change(actor=world.office, of=of, facts=world.facts("granted", on=date(2017, 7, 3)))
    actions.change(actor=world.office, of=of, facts=world.facts("ended", end_on=date(2019, 7, 31)))
    steps = queries.history(None, of)
    assert [step.event.state for step in steps] == ["ended", "granted", "applied"]
    with pytest.raises(Immutable):
        steps[0].event.save()


def test_another_amount_is_a_correction_not_a_change(world: World) -> None:
    of = world.enter("Auenstadt", granted=money(128_000))
    first = of.granted
    actions.change(actor=world.office, of=of, facts=world.facts(granted=money(120_000)))
    of.refresh_from_db()
    assert of.granted != first
    assert of.granted.replaces == first
    assert first.value == 128_000
    # Taking it back leaves a gap, not zero.
    actions.change(actor=world.office, of=of, facts=world.facts())
    of.refresh_from_db()
    assert (of.granted.value, of.granted.gap) == (None, Gap.NOT_STATED)
    # And saving nothing anew corrects nothing.
    count = Figure.objects.count()
    with pytest.raises(EnrolmentProblem, match="nichts geändert"):
        actions.change(actor=world.office, of=of, facts=world.facts())
    assert Figure.objects.count() == count


def test_a_figure_corrected_elsewhere_is_the_one_shown_and_built_on(world: World) -> None:
    from sprengel.figures import actions as figures

    of = world.enter("Auenstadt", granted=money(128_000))
    newer = figures.correct(
        actor=world.office, figure=of.granted, because="Tippfehler", value=Decimal(182_000)
    )
    assert queries.row(None, of, TODAY).granted == newer
    actions.change(actor=world.office, of=of, facts=world.facts(granted=money(150_000)))
    of.refresh_from_db()
    assert of.granted.replaces == newer


def test_definitions_are_made_once(world: World) -> None:
    world.enter("Auenstadt", granted=money(1))
    world.enter("Lindach", granted=money(2))
    assert Definition.objects.filter(slug="bewilligte-foerderung").count() == 1


def test_two_people_at_once(world: World) -> None:
    of = world.enter("Auenstadt", "applied")
    seen = of.version
    actions.change(actor=world.office, of=of, facts=world.facts("granted"), seen_version=seen)
    with pytest.raises(ChangedMeanwhile, match="Auenstadt"):
        actions.change(actor=world.office, of=of, facts=world.facts("refused"), seen_version=seen)
    of.refresh_from_db()
    assert of.state == EnrolmentState.GRANTED
    assert of.events.count() == 2


def test_an_earlier_step_changes_nothing_of_today(world: World) -> None:
    of = world.enter("Auenstadt", "granted", on=date(2017, 7, 3))
    actions.add_earlier_step(
        actor=world.office, of=of, state="interested", on=date(2016, 11, 4), source="Rundmail"
    )
    of.refresh_from_db()
    assert of.state == EnrolmentState.GRANTED
    assert [s.event.state for s in queries.history(None, of)] == ["granted", "interested"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"state": "dabei"}, "state"),
        ({"source": "  "}, "source"),
        ({"start_on": date(2018, 1, 1), "end_on": date(2017, 1, 1)}, "end_on"),
        ({"on": date(17, 3, 1)}, "on"),
        ({"note": "x" * 10_000}, "note"),
        ({"dates_note": "a\x00b"}, "dates_note"),
        ({"granted": Amount(Decimal(-5))}, "granted"),
        ({"state": "refused", "granted": Amount(Decimal(5))}, "granted"),
        ({"posts": Amount(Decimal("1e30"))}, "posts"),
        ({"requested": Amount(Decimal("NaN"))}, "requested"),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(
    world: World, facts: dict[str, object], field: str
) -> None:
    said = {"state": "granted", **facts}
    with pytest.raises(EnrolmentProblem) as told:
        world.enter("Auenstadt", **said)
    assert told.value.field == field
    assert not Enrolment.objects.exists()
    assert not Figure.objects.exists()


def test_a_city_that_was_merged_before_cannot_take_part(world: World) -> None:
    merged = world.cities["Moorbeck"]
    Body.objects.filter(pk=merged.pk).update(
        ended_on=date(2018, 1, 1), succeeded_by=world.cities["Erlenburg"]
    )
    merged.refresh_from_db()
    world.enter("Moorbeck")  # 2017: it was still there
    with pytest.raises(EnrolmentProblem, match=r"seit dem 1\. Januar 2018 nicht mehr"):
        world.enter("Moorbeck", round=world.second)


def test_amounts_are_seen_by_no_more_people_than_the_row(world: World) -> None:
    of = world.enter("Auenstadt", granted=money(5))
    before = of.granted
    actions.change(actor=world.office, of=of, facts=world.facts(granted=money(7)))
    actions.change(
        actor=world.office,
        of=of,
        facts=world.facts(granted=money(7), visibility=Visibility.OFFICE),
    )
    of.refresh_from_db()
    before.refresh_from_db()
    assert of.granted.visibility == before.visibility == Visibility.OFFICE
    assert not Activity.objects.visible_to(None).filter(path=amounts.of_path(of)).exists()
    hidden = bodies.add_body(actor=None, name="Steinwede", kind="city", visibility="members")
    world.cities["Steinwede"] = hidden
    quiet = world.enter("Steinwede", granted=money(9))
    assert quiet.granted.visibility == Visibility.MEMBERS


class TestOwnCity:
    def state(self, world: World, users: object, state: str) -> Enrolment:
        return actions.state_own(
            actor=users.member,
            round=world.first,
            body=world.cities["Auenstadt"],
            state=state,
            on=TODAY,
        )

    def test_interest_then_application_then_withdrawal(self, world: World, users) -> None:
        of = self.state(world, users, "interested")
        assert of.visibility == Visibility.MEMBERS
        self.state(world, users, "applied")
        of = self.state(world, users, "withdrawn")
        assert of.state == EnrolmentState.WITHDRAWN
        steps = queries.history(users.member, of)
        assert [step.event.state for step in steps] == ["withdrawn", "applied", "interested"]
        assert {step.event.source for step in steps} == {"Angabe der Stadt"}

    def test_twice_is_once(self, world: World, users) -> None:
        self.state(world, users, "interested")
        with pytest.raises(EnrolmentProblem, match="schon eingetragen"):
            self.state(world, users, "interested")

    @pytest.mark.parametrize("state", ["granted", "joined", "refused", "ended", "unsinn"])
    def test_what_the_giver_decides_is_not_the_citys_to_say(
        self, world: World, users, state: str
    ) -> None:
        with pytest.raises(EnrolmentProblem, match="Geschäftsstelle"):
            self.state(world, users, state)

    def test_after_the_decision_only_the_office_changes(self, world: World, users) -> None:
        world.enter("Auenstadt", "granted")
        with pytest.raises(EnrolmentProblem, match="wenden Sie sich"):
            self.state(world, users, "withdrawn")

    def test_a_row_only_the_office_sees_stays_so(self, world: World, users) -> None:
        of = world.enter("Auenstadt", "interested", visibility=Visibility.OFFICE)
        with pytest.raises(EnrolmentProblem, match="wenden Sie sich"):
            self.state(world, users, "applied")
        of.refresh_from_db()
        assert (of.state, of.visibility) == ("interested", Visibility.OFFICE)

    def test_nobody_applies_for_a_campaign(self, campaign: World, users) -> None:
        with pytest.raises(EnrolmentProblem):
            self.state(campaign, users, "applied")
        assert self.state(campaign, users, "interested").state == "interested"
