"""Asking the cities of the circle, telling them of a new version, reminding them once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sprengel.accounts.clock import today
from sprengel.accounts.models import User, Visibility, visible_levels
from sprengel.bodies.models import Membership
from sprengel.bodies.queries import addresses_of
from sprengel.hearings.commenting import letters
from sprengel.hearings.drafting.actions import letter_key, show
from sprengel.hearings.log import log_hearing
from sprengel.hearings.models import Consulted, Hearing, HearingState, Version
from sprengel.hearings.timing import REMIND_DAYS
from sprengel.mail import actions as mail
from sprengel.mail import links
from sprengel.mail.models import Letter, LinkPurpose

TWICE_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    cities: int
    without_address: tuple[str, ...]


@transaction.atomic
def ask_cities(*, actor: User | None, hearing: Hearing) -> Asked:
    """The latest version goes to the member cities of the circle; pressed twice it goes once.

    Raises ValidationError where something is missing.
    """
    hearing = _locked(hearing)
    if hearing.state == HearingState.CONSULTATION:
        return Asked(hearing.consulted.count(), _without_address(hearing))
    if hearing.state != HearingState.DRAFT:
        raise ValidationError(_("Die endgültige Fassung liegt schon vor."))
    if hearing.comments_until is None:
        raise ValidationError(
            _("Bitte zuerst unter „Angaben ändern“ eintragen, bis wann die Städte Zeit haben.")
        )
    if hearing.comments_until < today():
        raise ValidationError(
            _("Der Tag, bis zu dem die Städte antworten sollen, ist schon vorbei. Bitte ändern.")
        )
    cities = [
        row.member
        for row in Membership.objects.filter(organization=hearing.organization)
        .on(today())
        .select_related("member")
        .order_by("member__name")
    ]
    if not cities:
        raise ValidationError(
            _("„%(name)s“ hat zurzeit keine Mitgliedsstadt, die gefragt werden könnte.")
            % {"name": hearing.organization.name}
        )
    addresses = addresses_of(cities)
    hearing.state, hearing.visibility = HearingState.CONSULTATION, Visibility.MEMBERS
    hearing.opened_at = timezone.now()
    hearing.save(update_fields=["state", "visibility", "opened_at"])
    version = hearing.versions.select_related("document").latest("number")
    show(actor=actor, version=version, visibility=Visibility.MEMBERS)
    for city in cities:
        email = addresses[city.pk]
        consulted = Consulted.objects.create(
            hearing=hearing,
            city=city,
            email=email,
            asked_at=timezone.now() if email else None,
        )
        if email:
            _send(consulted, letters.QUESTION)
    log_hearing(actor, hearing, _("„%(title)s“ liegt den Städten zur Abstimmung vor."))
    return Asked(len(cities), tuple(city.name for city in cities if not addresses[city.pk]))


@transaction.atomic
def ask_again(*, actor: User, consulted: Consulted) -> str:
    """A new link to the city's present address; the one before stops working. The address."""
    _locked(consulted.hearing)
    consulted = (
        Consulted.objects.select_for_update(of=("self",))
        .select_related("hearing__organization__body", "city")
        .get(pk=consulted.pk)
    )
    if consulted.hearing.state != HearingState.CONSULTATION:
        raise ValidationError(_("Zu diesem Text werden keine Anmerkungen mehr angenommen."))
    email = addresses_of([consulted.city])[consulted.city_id]
    if not email:
        raise ValidationError(
            _("Für %(name)s ist keine E-Mail-Adresse hinterlegt. Bitte dort zuerst eintragen.")
            % {"name": consulted.city.name}
        )
    now = timezone.now()
    if consulted.asked_at and now - consulted.asked_at < TWICE_WITHIN and consulted.email == email:
        return email
    links.revoke(purpose=LinkPurpose.HEARING, object_id=consulted.pk)
    mail.cancel(key_prefix=f"{letter_key(consulted.hearing)}{consulted.pk}/")
    consulted.email, consulted.asked_at = email, now
    consulted.save(update_fields=["email", "asked_at"])
    sent = Letter.objects.filter(
        key__startswith=f"{letter_key(consulted.hearing)}{consulted.pk}/{letters.QUESTION}"
    ).count()
    _send(consulted, letters.QUESTION, suffix=f"-{sent + 1}")
    return email


@transaction.atomic
def tell_of_version(*, actor: User | None, version: Version) -> int:
    """All cities that have an address learn of the new version; how many."""
    told = 0
    for consulted in _with_address(version.hearing):
        _send(consulted, letters.NEW_VERSION, version=version, suffix=f"-{version.number}")
        told += 1
    return told


def remind_due() -> int:
    """Those who have not answered, some days before their day, once; how many."""
    day = today()
    due = Consulted.objects.filter(
        hearing__state=HearingState.CONSULTATION,
        hearing__comments_until__lte=day + timedelta(days=REMIND_DAYS),
        handed_in_at__isnull=True,
        reminded_at__isnull=True,
        asked_at__isnull=False,
    ).exclude(email="")
    return sum(_remind(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int) -> int:
    """Nobody is reminded on the day they were asked."""
    consulted = (
        Consulted.objects.select_for_update(of=("self",))
        .select_related("hearing__organization__body", "city")
        .get(pk=pk)
    )
    if consulted.reminded_at is not None or consulted.handed_in_at is not None:
        return 0
    if consulted.asked_at is None or timezone.now() - consulted.asked_at < timedelta(days=1):
        return 0
    consulted.reminded_at = timezone.now()
    consulted.save(update_fields=["reminded_at"])
    _send(consulted, letters.REMINDER)
    return 1


@override(settings.LANGUAGE_CODE)
def _send(
    consulted: Consulted, occasion: str, *, version: Version | None = None, suffix: str = ""
) -> None:
    hearing = consulted.hearing
    asker = hearing.requested_by
    known = asker is not None and asker.visibility in visible_levels(None)
    mail.queue(
        key=f"{letter_key(hearing)}{consulted.pk}/{occasion}{suffix}",
        to_email=consulted.email,
        to_name=consulted.city.name,
        subject=letters.subject(hearing, occasion),
        text=letters.text(
            hearing,
            occasion,
            address=links.address(purpose=LinkPurpose.HEARING, object_id=consulted.pk),
            asker=asker.name if known and asker else "",
            version=version,
        ),
        about_path=reverse("hearings:hearing", args=[hearing.public_id]),
    )


def _with_address(hearing: Hearing) -> list[Consulted]:
    return list(
        Consulted.objects.filter(hearing=hearing)
        .exclude(email="")
        .select_related("hearing__organization__body", "hearing__requested_by", "city")
    )


def _without_address(hearing: Hearing) -> tuple[str, ...]:
    return tuple(
        hearing.consulted.filter(email="").values_list("city__name", flat=True).order_by("city")
    )


def _locked(hearing: Hearing) -> Hearing:
    return (
        Hearing.objects.select_for_update(of=("self",))
        .select_related("organization__body", "requested_by")
        .get(pk=hearing.pk)
    )
