"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path | None:
    """The evaluation material: SPRENGEL_SHARED, else ``../shared`` beside the project."""
    named = os.environ.get("SPRENGEL_SHARED")
    folder = Path(named) if named else PROJECT.parent / "shared"
    return folder if (folder / "eval").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("evaluation material not found (set SPRENGEL_SHARED or put it at ../shared)")
    return folder
