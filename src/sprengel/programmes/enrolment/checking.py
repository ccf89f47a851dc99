"""What must hold before a row is kept; what does not raises an :class:`EnrolmentProblem`."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from sprengel.bodies.models import Body
from sprengel.programmes.enrolment.facts import EnrolmentFacts
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.models import Enrolment, EnrolmentEvent, EnrolmentState, Round
from sprengel.ui.days import EARLIEST, LATEST
from sprengel.ui.wording import long_date

NOTHING_GRANTED = (EnrolmentState.INTERESTED, EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN)


def check(round: Round, body: Body, facts: EnrolmentFacts) -> None:
    if facts.state not in EnrolmentState.values:
        raise EnrolmentProblem(_("Diesen Stand gibt es nicht."), field="state")
    for name in ("on", "start_on", "end_on"):
        day = getattr(facts, name)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise EnrolmentProblem(
                _("Bitte das Jahr prüfen: möglich sind %(first)s bis %(last)s.")
                % {"first": EARLIEST.year, "last": LATEST.year},
                field=name,
            )
    if facts.start_on and facts.end_on and facts.end_on < facts.start_on:
        raise EnrolmentProblem(_("Das Ende liegt vor dem Anfang."), field="end_on")
    if not facts.source.strip() and facts.passage is None:
        raise EnrolmentProblem(
            _("Woher weiß man das? Bitte eine Quelle oder eine Fundstelle angeben."),
            field="source",
        )
    _check_texts(facts)
    _check_amounts(facts)
    _check_exists(round, body, facts)


def _check_texts(facts: EnrolmentFacts) -> None:
    lengths: dict[str, models.Field] = {
        "on_note": EnrolmentEvent._meta.get_field("on_note"),
        "source": EnrolmentEvent._meta.get_field("source"),
        "dates_note": Enrolment._meta.get_field("dates_note"),
        "note": Enrolment._meta.get_field("note"),
    }
    for name, column in lengths.items():
        text = getattr(facts, name)
        if len(text) > column.max_length or "\x00" in text:
            raise EnrolmentProblem(
                _("Bitte höchstens %(n)s Zeichen und nur Text.") % {"n": column.max_length},
                field=name,
            )


def _check_amounts(facts: EnrolmentFacts) -> None:
    for name in ("requested", "granted", "posts"):
        amount = getattr(facts, name)
        if amount is None or amount.value is None:
            continue
        if not amount.value.is_finite():
            raise EnrolmentProblem(_("Das ist keine Zahl."), field=name)
        if amount.value < 0:
            raise EnrolmentProblem(_("Hier kann keine Zahl unter null stehen."), field=name)
    given = [facts.granted, facts.posts]
    has_grant = any(one is not None and (one.value or Decimal(0)) > 0 for one in given)
    if has_grant and facts.state in NOTHING_GRANTED:
        raise EnrolmentProblem(
            _(
                "Bei „%(state)s“ kann nichts Bewilligtes stehen. Bitte den Stand oder den Betrag "
                "ändern."
            )
            % {"state": EnrolmentState(facts.state).label},
            field="granted",
        )


def _check_exists(round: Round, body: Body, facts: EnrolmentFacts) -> None:
    """A city that was merged before the round began cannot have taken part in it."""
    began = facts.start_on or facts.on or round.starts_on
    if body.ended_on is None or began is None or began < body.ended_on:
        return
    raise EnrolmentProblem(
        _(
            "%(name)s gibt es seit dem %(day)s nicht mehr. Bitte die Stadt eintragen, in der sie "
            "aufgegangen ist, oder den Tag prüfen."
        )
        % {"name": body.name, "day": long_date(body.ended_on)},
        field="body",
    )
