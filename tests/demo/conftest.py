"""The sample leagues, loaded once for all tests of a module and rolled back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from sprengel.cli.league import Loaded, league_folders, load_demo
from sprengel.cli.league_files import Calendar, Folder

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def league(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    with (
        django_db_blocker.unblock(),
        override_settings(TODAY=TODAY),
        transaction.atomic(),
    ):
        yield load_demo()
        transaction.set_rollback(True)


def folders(today: date = TODAY) -> dict[str, Folder]:
    return {folder.path.name: folder for folder in league_folders(Calendar(today))}
