"""Secret links: one for a purpose, signed, revocable."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sprengel.mail import links
from sprengel.mail.models import LinkPurpose, SecretLink

pytestmark = pytest.mark.django_db


def token_in(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def test_the_same_thing_has_the_same_address(settings) -> None:
    settings.BASE_URL = "https://sprengel.example"
    first = links.address(purpose=LinkPurpose.INVITATION, object_id=7)
    assert first.startswith("https://sprengel.example/a/einladung/")
    assert links.address(purpose=LinkPurpose.INVITATION, object_id=7) == first
    assert links.address(purpose=LinkPurpose.INVITATION, object_id=8) != first


def test_opening_marks_as_used() -> None:
    token = token_in(links.address(purpose=LinkPurpose.POLL, object_id=7, holder_id=3))
    link = links.opened(token, LinkPurpose.POLL)
    assert link is not None
    assert (link.object_id, link.holder_id) == (7, 3)
    assert SecretLink.objects.get().last_used_at is not None


def test_forged_or_for_something_else() -> None:
    token = token_in(links.address(purpose=LinkPurpose.POLL, object_id=7))
    assert links.opened(token, LinkPurpose.INVITATION) is None
    assert links.opened(token[:-1] + ("a" if token[-1] != "a" else "b"), LinkPurpose.POLL) is None
    assert links.opened(SecretLink.objects.get().public_id.hex, LinkPurpose.POLL) is None
    for odd in ("", ".", "x" * 5000, "ü.ß", "\x00"):
        assert links.opened(odd, LinkPurpose.POLL) is None


def test_revoked_and_made_anew() -> None:
    first = links.address(purpose=LinkPurpose.CALENDAR, object_id=7)
    assert links.revoke(purpose=LinkPurpose.CALENDAR, object_id=7) == 1
    assert links.opened(token_in(first), LinkPurpose.CALENDAR) is None
    second = links.address(purpose=LinkPurpose.CALENDAR, object_id=7)
    assert second != first
    assert links.opened(token_in(second), LinkPurpose.CALENDAR) is not None


def test_expired() -> None:
    past = timezone.now() - timedelta(minutes=1)
    first = links.address(purpose=LinkPurpose.POLL, object_id=7, expires_at=past)
    assert links.opened(token_in(first), LinkPurpose.POLL) is None
    future = timezone.now() + timedelta(days=1)
    second = links.address(purpose=LinkPurpose.POLL, object_id=7, expires_at=future)
    assert links.opened(token_in(second), LinkPurpose.POLL) is not None
