"""Secret links: one address for one purpose and one thing, without login, until revoked."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sprengel.mail.models import LinkPurpose, SecretLink

KINDS = {
    LinkPurpose.INVITATION: "einladung",
    LinkPurpose.POLL: "termin",
    LinkPurpose.INQUIRY: "auskunft",
    LinkPurpose.CALENDAR: "kalender",
    LinkPurpose.SURVEY: "umfrage",
    LinkPurpose.HEARING: "anhoerung",
}
"""The word in the address: /a/<kind>/<token>/."""

USED_AGAIN_AFTER = timedelta(minutes=10)
"""A calendar program asks every few minutes: not each time is worth a write."""


@transaction.atomic
def address(
    *, purpose: str, object_id: int, holder_id: int = 0, expires_at: datetime | None = None
) -> str:
    """The absolute address; the valid link if there is one, else a new one."""
    return f"{settings.BASE_URL}{path(_valid(purpose, object_id, holder_id, expires_at))}"


def path(link: SecretLink) -> str:
    return f"/a/{KINDS[LinkPurpose(link.purpose)]}/{token_of(link)}/"


def token_of(link: SecretLink) -> str:
    return _signer(link.purpose).sign(link.public_id.hex)


def opened(token: str, purpose: str) -> SecretLink | None:
    """Whose link this is; None for a forged, revoked or expired one. Marks it as used."""
    try:
        public_id = uuid.UUID(_signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None
    now = timezone.now()
    link = SecretLink.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        public_id=public_id,
        purpose=purpose,
        revoked_at__isnull=True,
    ).first()
    if link is None:
        return None
    if link.last_used_at is None or now - link.last_used_at > USED_AGAIN_AFTER:
        link.last_used_at = now
        link.save(update_fields=["last_used_at"])
    return link


def revoke(*, purpose: str, object_id: int, holder_id: int = 0) -> int:
    """The address stops working; the next ``address`` makes another one."""
    return SecretLink.objects.filter(
        purpose=purpose, object_id=object_id, holder_id=holder_id, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())


def _valid(purpose: str, object_id: int, holder_id: int, expires_at: datetime | None) -> SecretLink:
    SecretLink.objects.filter(
        purpose=purpose,
        object_id=object_id,
        holder_id=holder_id,
        revoked_at__isnull=True,
        expires_at__lte=timezone.now(),
    ).update(revoked_at=timezone.now())
    link, is_new = SecretLink.objects.get_or_create(
        purpose=purpose,
        object_id=object_id,
        holder_id=holder_id,
        revoked_at=None,
        defaults={"expires_at": expires_at},
    )
    if not is_new and expires_at is not None and link.expires_at != expires_at:
        link.expires_at = expires_at
        link.save(update_fields=["expires_at"])
    return link


def _signer(purpose: str) -> Signer:
    # "." and not ":": some mail programs end a link at a colon.
    return Signer(salt=f"sprengel.mail.links.{purpose}", sep=".")
