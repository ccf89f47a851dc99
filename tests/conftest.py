"""Fixtures every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# A busy machine is no fault of what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    # Tests never touch the data of whoever runs them.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    data_dir = PROJECT / ".pytest_cache" / "var" / worker
    shutil.rmtree(data_dir, ignore_errors=True)
    os.environ["SPRENGEL_DATA_DIR"] = str(data_dir)
    os.environ["DATABASE_URL"] = os.environ.get("SPRENGEL_TEST_DATABASE_URL", "")
    optional = ("TODAY", "LAND", "DEMO", "HTTPS", "LLM_URL", "LLM_MODEL", "LLM_KEY", "ONNX_MODEL")
    optional += ("SMTP_URL", "MAIL_FROM", "MAILDIR")
    for name in (f"SPRENGEL_{word}" for word in optional):
        os.environ.pop(name, None)


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """A request in English leaves English active in its thread; the next test begins in German."""
    from django.utils import translation  # settings are read by now

    translation.deactivate()
    yield
    translation.deactivate()


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


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium."""
    for name in CHROMIUM_NAMES:
        path = shutil.which(name)
        if path:
            return path
    pytest.skip("no Chromium found (Debian: apt install chromium)")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One for the whole run of a worker: two in one process get in each other's way."""
    from playwright.sync_api import sync_playwright  # only where a browser is wanted

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    url = os.environ.get("SPRENGEL_TEST_POSTGRES", "")
    if not url:
        pytest.skip("no PostgreSQL given (set SPRENGEL_TEST_POSTGRES=postgres://…)")
    return url


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With SPRENGEL_NO_SKIPS set (CI), a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("SPRENGEL_NO_SKIPS") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped although SPRENGEL_NO_SKIPS is set: {reason}"
    return report


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice without a screen: what it opens, Word and Excel do."""
    for name in ("soffice", "libreoffice"):
        path = shutil.which(name)
        if path:
            return path
    pytest.skip("no LibreOffice found (Debian: apt install libreoffice-writer libreoffice-calc)")
