"""A real server, a real worker and a real Chromium on the demo league."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.conftest import PROJECT

START_SECONDS = 60
# Two workers and a server share the machine: five seconds are little for what saves by itself.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One server, one browser: these tests share a worker of the parallel run.
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Site:
    url: str
    data_dir: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Site]:
    """The demo league, served; its own data folder."""
    data_dir = tmp_path_factory.mktemp("site")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = {
        **os.environ,
        "SPRENGEL_DATA_DIR": str(data_dir),
        "SPRENGEL_BASE_URL": url,
        "SPRENGEL_DEMO": "1",
        "DATABASE_URL": "",
        "LC_ALL": "C.UTF-8",
    }
    sprengel = [sys.executable, "-m", "sprengel.cli.main"]
    subprocess.run([*sprengel, "demo", "--no-serve"], env=env, check=True, cwd=PROJECT)
    server = subprocess.Popen([*sprengel, "serve", "--port", str(port), "--workers", "1"], env=env)
    worker = subprocess.Popen([*sprengel, "worker"], env=env)
    try:
        wait_until_it_answers(url)
        yield Site(url, data_dir)
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, locale="de-DE")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def log_in(page: Page, email: str, password: str) -> None:
    page.goto("/konto/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda address: "/konto/login/" not in address)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
