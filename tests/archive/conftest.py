from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from sprengel.accounts.models import Role, User


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def office(db: None) -> User:
    return User.objects.create_user("buero@musterland.example", name="Büro", role=Role.OFFICE)


@pytest.fixture
def member(db: None) -> User:
    return User.objects.create_user("lindach@musterland.example", name="L", role=Role.MEMBER)
