"""On a city's page: what it takes part in, or took part in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Actor, Body
from sprengel.bodies.sections import Section, register_section
from sprengel.programmes.enrolment import queries, rules

SHOWN = 20


def takes_part(user: Viewer, actor: Actor) -> Section | None:
    if not isinstance(actor, Body):
        return None
    rows = queries.rows_of_body(user, actor, today())
    if not rows:
        return None
    return Section(
        title=_("Programme und Kampagnen"),
        template="programmes/enrolment/section.html",
        context={"rows": rows[:SHOWN], "more": len(rows) - SHOWN},
    )


def register() -> None:
    assert rules  # names the permission of a member's office
    register_section("programme", takes_part, order=30)
