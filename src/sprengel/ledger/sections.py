"""What this room adds to the pages of bodies, circles and people."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Actor
from sprengel.bodies.sections import Section
from sprengel.ledger import queries

SHOWN = 10


def said(user: Viewer, actor: Actor) -> Section | None:
    found = queries.said_by(user, actor)
    return _section(
        user, found, _("Gesagt von %(name)s") % {"name": actor.name}, f"wer={actor.slug}"
    )


def asked(user: Viewer, actor: Actor) -> Section | None:
    found = queries.asked_of(user, actor)
    return _section(
        user, found, _("An %(name)s gerichtet") % {"name": actor.name}, f"an={actor.slug}"
    )


def _section(user: Viewer, found, title: str, query: str) -> Section | None:
    rows = queries.matter_rows(user, found[: SHOWN + 1])
    if not rows:
        return None
    all_url = f"{reverse('ledger:matters')}?{query}&sachstand=alle" if len(rows) > SHOWN else ""
    return Section(
        title=title,
        template="ledger/actor_section.html",
        context={"rows": rows[:SHOWN], "all_url": all_url},
    )
