"""What waits on the first page: for a city what it was asked, for the office what runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.clock import today
from sprengel.accounts.models import User
from sprengel.hearings import queries
from sprengel.hearings.models import Hearing, HearingState
from sprengel.meetings.notices import Notice
from sprengel.ui.wording import until_due

WARN_DAYS = 7


def for_member(user: User) -> Iterator[Notice]:
    for consulted in queries.to_answer(user):
        hearing = consulted.hearing
        words = {"title": hearing.title, "when": ""}
        text = _("Ihre Anmerkungen sind gefragt: „%(title)s“.")
        if hearing.comments_until is not None:
            words["when"] = until_due(hearing.comments_until, today())
            text = _("Ihre Anmerkungen sind gefragt: „%(title)s“ (%(when)s).")
        yield Notice(
            text % words,
            reverse("hearings:comment", args=[hearing.public_id]),
            _("Anmerken"),
        )


def for_office(user: User) -> Iterator[Notice]:
    day = today()
    running = (
        Hearing.objects.visible_to(user)
        .filter(state__in=queries.OPEN)
        .annotate(
            asked=Count("consulted"),
            missing=Count("consulted", filter=Q(consulted__handed_in_at__isnull=True)),
        )
        .order_by("deadline_on", "pk")
    )
    for hearing in running:
        near = hearing.deadline_on is not None and hearing.deadline_on <= day + timedelta(
            days=WARN_DAYS
        )
        if near:
            yield Notice(
                _("Die Frist zu „%(title)s“ endet: %(when)s. Die endgültige Fassung fehlt noch.")
                % {"title": hearing.title, "when": until_due(hearing.deadline_on, day)},
                hearing.get_absolute_url(),
                _("Zur Anhörung"),
                "warning",
            )
        elif _is_over(hearing, day):
            yield Notice(_answered(hearing), hearing.get_absolute_url(), _("Auswerten"))


def _is_over(hearing: Hearing, day) -> bool:  # type: ignore[no-untyped-def]
    return (
        hearing.state == HearingState.CONSULTATION
        and hearing.comments_until is not None
        and hearing.comments_until < day
    )


def _answered(hearing: Hearing) -> str:
    if not hearing.missing:
        return _("Alle Städte haben zu „%(title)s“ geantwortet.") % {"title": hearing.title}
    text = ngettext(
        "Die Zeit der Städte für „%(title)s“ ist um; eine Stadt fehlt.",
        "Die Zeit der Städte für „%(title)s“ ist um; %(n)s Städte fehlen.",
        hearing.missing,
    )
    return text % {"title": hearing.title, "n": hearing.missing}
