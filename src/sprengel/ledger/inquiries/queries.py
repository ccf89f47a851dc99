"""What was asked of whom, what was answered, and what is to be asked next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_member, is_office
from sprengel.bodies.queries import address_of, body_of
from sprengel.ledger.inquiries import rules
from sprengel.ledger.inquiries.dates import check_dates
from sprengel.ledger.models import (
    CLOSED_VALUES,
    OPEN_INQUIRIES,
    Inquiry,
    InquiryState,
    Matter,
)

MISSED = timedelta(days=30)
"""A check date that passed without a word is still asked about so long, not for years."""
_RELATED = ("matter", "matter__organization", "asked", "document", "entry")


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A matter somebody should be asked about, and whether that can happen."""

    matter: Matter
    check_on: date
    ask_on: date
    email: str
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The office's page of questions."""

    answered: tuple[Inquiry, ...]
    """To be taken over."""
    silent: tuple[Inquiry, ...]
    waiting: tuple[Inquiry, ...]
    to_ask: tuple[ToAsk, ...]
    without_responsible: int


def overview(user: Viewer) -> Overview:
    """Everything empty for whoever is not of the office."""
    if not (user and is_office(user)):
        return Overview((), (), (), (), 0)
    found = list(
        Inquiry.objects.visible_to(user)
        .filter(entry__isnull=True)
        .exclude(state=InquiryState.WITHDRAWN)
        .select_related(*_RELATED)
    )
    return Overview(
        answered=tuple(one for one in found if one.state == InquiryState.ANSWERED),
        silent=tuple(one for one in found if one.state == InquiryState.SILENT),
        waiting=tuple(
            one for one in found if one.state in (InquiryState.ASKED, InquiryState.REMINDED)
        ),
        to_ask=tuple(_soon(today())),
        without_responsible=_open_matters().filter(responsible__isnull=True).count(),
    )


def count_to_take_over(user: Viewer) -> int:
    if not (user and is_office(user)):
        return 0
    return Inquiry.objects.filter(state=InquiryState.ANSWERED, entry__isnull=True).count()


def of_matter(user: Viewer, matter: Matter) -> list[Inquiry]:
    """The office sees all; who was asked sees their own, nobody else any."""
    found = Inquiry.objects.visible_to(user).filter(matter=matter).select_related(*_RELATED)
    if user and is_office(user):
        return list(found)
    body = body_of(user) if user and is_member(user) else None
    return list(found.filter(asked=body.pk)) if body else []


def asked_of_me(user: Viewer) -> list[Inquiry]:
    """What the city this user works for was asked and has not answered."""
    body = body_of(user) if user and is_member(user) else None
    if body is None:
        return []
    return list(
        Inquiry.objects.visible_to(user)
        .filter(asked=body.pk, state__in=OPEN_INQUIRIES)
        .select_related(*_RELATED)
        .order_by("answer_until", "pk")
    )


def mine(user: Viewer, pk: int) -> Inquiry | None:
    """One the user may answer: of the office, or asked of the city the user works for."""
    found = Inquiry.objects.visible_to(user).select_related(*_RELATED).filter(pk=pk)
    if user and is_office(user):
        return found.first()
    body = body_of(user) if user and is_member(user) else None
    return found.filter(asked=body.pk).first() if body else None


def by_link(pk: int) -> Inquiry | None:
    """For whoever holds the link: the question itself, whatever else they may see."""
    return Inquiry.objects.select_related(*_RELATED).filter(pk=pk).first()


def to_be_asked(day: date) -> list[Matter]:
    """What is to be asked about today; empty where nobody is asked by itself."""
    if not settings.ASK_DAYS:
        return []
    return [one.matter for one in _soon(day) if one.ask_on <= day and one.email and one.by_itself]


def _soon(day: date) -> list[ToAsk]:
    """Open matters with somebody to ask whose check date is near or was missed lately."""
    days = settings.ASK_DAYS or 14
    matters = list(
        _open_matters()
        .filter(responsible__isnull=False)
        .exclude(pk__in=_asked_lately(day))
        .exclude(pk__in=_heard_lately(day))
        .select_related("responsible", "organization", "organization__body")
    )
    dates = check_dates(matters, day)
    addresses: dict[int, str] = {}
    found = []
    for matter in matters:
        check_on = dates.get(matter.pk)
        if check_on is None or not day - MISSED <= check_on <= day + timedelta(days=days + 14):
            continue
        responsible = matter.responsible
        assert responsible is not None
        if responsible.pk not in addresses:
            addresses[responsible.pk] = address_of(responsible)
        found.append(
            ToAsk(
                matter=matter,
                check_on=check_on,
                ask_on=check_on - timedelta(days=days),
                email=addresses[responsible.pk],
                by_itself=rules.is_asked_by_itself(matter),
            )
        )
    return sorted(found, key=lambda one: (one.ask_on, one.matter.pk))


def _open_matters():
    return Matter.objects.filter(is_withdrawn=False).exclude(state__in=CLOSED_VALUES)


def _asked_lately(day: date):
    """Asked and still open, or asked within the last three months, whatever came of it."""
    return Inquiry.objects.filter(
        Q(state__in=OPEN_INQUIRIES) | Q(asked_on__gt=day - rules.ASK_AGAIN_AFTER)
    ).values("matter")


def _heard_lately(day: date):
    """Somebody told how it stands within the last month: asking now would be nagging."""
    return Matter.objects.filter(
        entries__kind="state", entries__happened_on__gt=day - timedelta(days=30)
    ).values("pk")
