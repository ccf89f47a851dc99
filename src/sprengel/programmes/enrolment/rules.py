"""A member's office may state what its own city intends; the rest is the office's."""

from __future__ import annotations

import rules

from sprengel.accounts.models import User
from sprengel.accounts.rules import is_member
from sprengel.bodies.models import Body
from sprengel.bodies.queries import body_of
from sprengel.programmes.models import Enrolment, EnrolmentState, Programme, ProgrammeKind

OWN_STATES = (EnrolmentState.INTERESTED, EnrolmentState.APPLIED, EnrolmentState.WITHDRAWN)
"""What a city can say of itself; whether it was granted the giver says."""


@rules.predicate
def is_own_city(user: User, body: Body | None) -> bool:
    return body is not None and body_of(user) == body


rules.add_perm("programmes.state_own_enrolment", is_member & is_own_city)


def own_states(programme: Programme) -> tuple[EnrolmentState, ...]:
    """One does not apply for a campaign."""
    if programme.kind == ProgrammeKind.CAMPAIGN:
        return tuple(one for one in OWN_STATES if one != EnrolmentState.APPLIED)
    return OWN_STATES


def may_still_state(enrolment: Enrolment | None) -> bool:
    """Once the giver has decided, the city's own word changes nothing any more."""
    return enrolment is None or enrolment.state in OWN_STATES
