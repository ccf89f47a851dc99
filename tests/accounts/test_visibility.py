"""Who sees which line of what happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from sprengel.accounts.actions import log
from sprengel.accounts.models import ActivityVerb, Role, User, Viewer, Visibility
from sprengel.accounts.queries import activities

pytestmark = pytest.mark.django_db
LEVELS = [Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE]


@pytest.fixture(autouse=True)
def _one_line_of_each_visibility() -> None:
    for level in LEVELS:
        log(actor=None, verb=ActivityVerb.MATTER_CHANGED, sentence=level, visibility=level)


def viewer(role: str, **changes: object) -> Viewer:
    user = User.objects.create_user(f"{role}@example.org", name=role, role=role)
    for name, value in changes.items():
        setattr(user, name, value)
    return user


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("", {"public"}),
        (Role.GUEST, {"public"}),
        (Role.MEMBER, {"public", "members"}),
        (Role.OFFICE, {"public", "members", "office"}),
    ],
)
def test_each_role_sees_its_levels(role: str, seen: set[str]) -> None:
    user = viewer(role) if role else AnonymousUser()
    assert {line.sentence for line in activities(user)} == seen


def test_a_closed_account_sees_what_the_public_sees() -> None:
    closed = viewer(Role.OFFICE, is_active=False)
    assert [line.sentence for line in activities(closed)] == ["public"]


def test_nobody_at_all_sees_what_the_public_sees() -> None:
    assert [line.sentence for line in activities(None)] == ["public"]


def test_only_what_is_new() -> None:
    assert not activities(viewer(Role.OFFICE), since=timezone.now() + timedelta(seconds=1))


def test_a_line_without_a_person_is_signed_by_the_machine() -> None:
    assert {line.user_name for line in activities(None)} == {"Sprengel"}
