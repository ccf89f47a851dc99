"""Who may count: the office for every city, a city's own office for its city."""

from __future__ import annotations

import rules

from sprengel.accounts.models import User, Viewer
from sprengel.accounts.rules import is_member, is_office
from sprengel.bodies.models import Body, BodyKind
from sprengel.bodies.queries import body_of

rules.add_perm("programmes.change_housing", is_office)


def reporting_city(user: Viewer) -> Body | None:
    """The city whose own figures this user may report."""
    if not isinstance(user, User) or not user.is_active or not is_member(user):
        return None
    body = body_of(user)
    return body if body is not None and body.kind == BodyKind.CITY else None
