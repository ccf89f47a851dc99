"""Loaded on any later day, the leagues still have something overdue, due and fresh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from sprengel.archive.models import Document
from sprengel.cli.league import load_demo
from sprengel.ledger.models import CLOSED_VALUES, Matter
from sprengel.meetings.models import Meeting, MeetingState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later_league")]

LATER = date(2028, 2, 29)


@pytest.fixture(scope="module")
def later_league(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        override_settings(TODAY=LATER),
        transaction.atomic(),
    ):
        load_demo()
        yield
        transaction.set_rollback(True)


def test_something_is_overdue_and_something_due() -> None:
    still_open = Matter.objects.exclude(state__in=CLOSED_VALUES)
    assert still_open.filter(due_on__lt=LATER).exists()
    soon = still_open.filter(due_on__range=(LATER, LATER + timedelta(days=14)))
    assert soon.count() == 3


def test_a_meeting_is_to_be_prepared() -> None:
    planned = Meeting.objects.get(state=MeetingState.PLANNED, date_precision="day")
    assert timedelta(days=19) <= planned.starts_on - LATER <= timedelta(days=25)


def test_letters_have_just_come_in() -> None:
    letter = Document.objects.get(file_name="antwort-bildungsministerium.txt")
    assert letter.dated_on == LATER - timedelta(days=3)
    assert "26. Februar 2028" in letter.latest_revision.text
