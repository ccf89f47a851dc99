"""A worker is killed in the middle of a reading; the document is read once all the same."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import TEXT

pytestmark = pytest.mark.sqlite

SENTENCES = 4000
TAKE_IN = f"""
import django; django.setup()
from sprengel.ledger import actions
text = {TEXT!r} + "".join(
    f"\\n\\nStadtrat Nummer {{n}} sagte zu, den Bericht {{n}} bis Ostern vorzulegen."
    for n in range({SENTENCES})
)
added = actions.take_in(actor=None, data=text.encode(), file_name="lang.txt")
print(added.document.runs.get().pk)
"""
READ = "import django; django.setup(); from sprengel.ledger import actions; actions.read_now(run_id={run})"
RECOVER = "import django; django.setup(); from sprengel.ledger import actions; print(actions.recover_runs())"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sprengel.config.settings",
        "SPRENGEL_DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, check=True)
    return env


def python(code: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def ask(home: dict[str, str], sql: str) -> tuple:
    base = sqlite3.connect(Path(home["SPRENGEL_DATA_DIR"]) / "sprengel.sqlite3", timeout=20)
    try:
        return base.execute(sql).fetchone()
    finally:
        base.close()


def test_killed_in_the_middle_and_read_once(home: dict[str, str]) -> None:
    run = python(TAKE_IN, home)
    worker = subprocess.Popen([sys.executable, "-c", READ.format(run=run)], env=home)
    while ask(home, "select step from ledger_readingrun") != ("Aussagen werden gesucht",):
        assert worker.poll() is None, "the reading was over before it could be killed"
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    assert ask(home, "select state, attempts from ledger_readingrun") == ("running", 1)
    assert ask(home, "select count(*) from ledger_statement") == (0,)
    assert python(RECOVER, home) == "1"  # known dead: nobody waits for a silent minute
    assert python(RECOVER, home) == "0"
    assert ask(home, "select state, attempts from ledger_readingrun") == ("queued", 1)

    python(READ.format(run=run), home)
    assert ask(home, "select state, attempts from ledger_readingrun") == ("done", 2)
    assert ask(home, "select state from archive_document") == ("read",)
    assert ask(home, "select count(*) from archive_revision") == (1,)
    count, distinct = ask(
        home,
        "select count(*), count(distinct position || act || message_text) from ledger_statement",
    )
    assert count == distinct
    assert count >= SENTENCES

    python(READ.format(run=run), home)  # its old task comes round once more: nothing happens
    assert ask(home, "select count(*) from ledger_statement") == (count,)
