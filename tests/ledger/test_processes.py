"""Workers that are killed, and people who do the same thing at the same moment."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from .conftest import TEXT
from .processes import Home

pytestmark = pytest.mark.sqlite

SENTENCES = 4000
TAKE_IN = f"""
text = {TEXT!r} + "".join(
    f"\\n\\nStadtrat Nummer {{n}} sagte zu, den Bericht {{n}} bis Ostern vorzulegen."
    for n in range({{sentences}})
)
added = actions.take_in(actor=None, data=text.encode(), file_name="lang.txt")
print(added.document.runs.get().pk)
"""
READ = "actions.read_now(run_id={run})"
RECOVER = "print(actions.recover_runs())"
ACCEPT = """
from sprengel.ledger.models import Statement
statement = Statement.objects.filter(act="commitment").first()
meet()
try:
    actions.accept(actor=None, statement=statement, version=1)
    print("accepted")
except actions.StaleStatement as stale:
    print("too late:", stale.statement.state)
"""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    Home(folder).migrate()
    return folder


@pytest.fixture
def home(migrated: Path, tmp_path: Path) -> Home:
    folder = tmp_path / "home"
    shutil.copytree(migrated, folder)
    return Home(folder)


def take_in(sentences: int) -> str:
    return TAKE_IN.replace("{sentences}", str(sentences))


def test_killed_in_the_middle_and_read_once(home: Home) -> None:
    run = home.run(take_in(SENTENCES))
    worker = home.start(READ.format(run=run))
    while home.ask("select step from ledger_readingrun") != ("Aussagen werden gesucht",):
        assert worker.poll() is None, "the reading was over before it could be killed"
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    assert home.ask("select state, attempts from ledger_readingrun") == ("running", 1)
    assert home.ask("select count(*) from ledger_statement") == (0,)
    assert home.run(RECOVER) == "1"  # known dead: nobody waits for a silent minute
    assert home.run(RECOVER) == "0"
    assert home.ask("select state, attempts from ledger_readingrun") == ("queued", 1)

    home.run(READ.format(run=run))
    assert home.ask("select state, attempts from ledger_readingrun") == ("done", 2)
    assert home.ask("select state from archive_document") == ("read",)
    assert home.ask("select count(*) from archive_revision") == (1,)
    count, distinct = home.ask(
        "select count(*), count(distinct position || act || message_text) from ledger_statement"
    )
    assert count == distinct
    assert count >= SENTENCES

    home.run(READ.format(run=run))  # its old task comes round once more: nothing happens
    assert home.ask("select count(*) from ledger_statement") == (count,)


def test_several_workers_at_one_run_read_it_once(home: Home) -> None:
    run = home.run(take_in(3))
    home.run_at_once("meet(); " + READ.format(run=run), 4)
    assert home.ask("select state, attempts from ledger_readingrun") == ("done", 1)
    count, distinct = home.ask(
        "select count(*), count(distinct position || act || message_text) from ledger_statement"
    )
    assert count == distinct > 3


def test_several_reviewers_at_one_statement_open_one_matter(home: Home) -> None:
    run = home.run(take_in(0))
    home.run(READ.format(run=run))
    assert sorted(home.run_at_once(ACCEPT, 4)) == ["accepted"] + ["too late: accepted"] * 3
    assert home.ask("select count(*) from ledger_review") == (1,)
    assert home.ask("select count(*) from ledger_matter") == (1,)


def test_the_same_bytes_at_the_same_moment_are_one_document(home: Home) -> None:
    home.run_at_once("meet()\n" + take_in(0).replace("print", "str"), 4)
    assert home.ask("select count(*) from archive_document") == (1,)
    assert home.ask("select count(*) from archive_storedfile") == (1,)
    assert home.ask("select count(*) from ledger_readingrun") == (1,)


def test_several_rescuers_queue_a_run_once(home: Home) -> None:
    run = home.run(take_in(0))
    home.run(
        "from sprengel.ledger.models import ReadingRun\n"
        f"ReadingRun.objects.filter(pk={run}).update(state='running', worker='', attempts=1)"
    )
    answers = home.run_at_once("meet()\n" + RECOVER, 4)
    assert sorted(answers) == ["0", "0", "0", "1"]
    count = "from django_tasks_db.models import DBTaskResult; print(DBTaskResult.objects.count())"
    assert home.run(count) == "2"  # the one from taking in, and one more
