"""The same code on PostgreSQL: the rooms' own tests, run again on a real server."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import PROJECT

ROOMS = ("accounts", "mail", "bodies", "archive", "ledger", "meetings", "publishing", "demo")


@pytest.mark.postgres
@pytest.mark.parametrize("room", ROOMS)
def test_room_on_postgres(room: str, postgres_url: str) -> None:
    folder = PROJECT / "tests" / room
    server, _, _ = postgres_url.rpartition("/")
    env = {
        **os.environ,
        # Django makes its test database beside the named one; a name per room, since rooms may
        # be tested at the same time.
        "SPRENGEL_TEST_DATABASE_URL": f"{server}/sprengel_{room}",
        "SPRENGEL_TEST_POSTGRES": "",
        "SPRENGEL_NO_SKIPS": "",
        "PYTEST_XDIST_WORKER": f"postgres-{room}",
    }
    for name in ("PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_XDIST_TESTRUNUID"):
        env.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-m", "not sqlite and not browser", "--no-header", str(folder)],
        cwd=PROJECT, env=env, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
