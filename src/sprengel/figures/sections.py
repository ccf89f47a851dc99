"""What this room adds to the pages of bodies and circles."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Actor
from sprengel.bodies.sections import Section
from sprengel.figures import queries

SHOWN = 40


def counted(user: Viewer, actor: Actor) -> Section | None:
    rows = queries.latest_of(list(queries.about_actor(user, actor)))
    if not rows:
        return None
    return Section(
        title=_("Kennzahlen"), template="figures/section.html", context={"rows": rows[:SHOWN]}
    )
