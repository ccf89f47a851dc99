"""`sprengel demo` as somebody types it: its own processes, its own folder."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "sprengel.cli.main", "demo"]
STARTED = "Strg-C"


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "SPRENGEL_DATA_DIR": str(folder), "LC_ALL": "C.UTF-8", **more}


def run(folder: Path, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *options],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )


def count(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "sprengel.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_builds_a_database_and_replaces_its_own(tmp_path: Path) -> None:
    first = run(tmp_path, "--no-serve")
    assert first.returncode == 0, first.stderr
    assert "Dokumente" in first.stdout
    assert first.stderr == ""
    documents = count(tmp_path, "archive_document")
    assert documents >= 37

    again = run(tmp_path, "--no-serve")
    assert again.returncode == 0, again.stderr
    assert count(tmp_path, "archive_document") == documents


def test_never_touches_a_database_it_did_not_make(tmp_path: Path) -> None:
    theirs = tmp_path / "sprengel.sqlite3"
    theirs.write_bytes(b"somebody's work")
    refused = run(tmp_path, "--no-serve")
    assert refused.returncode == 1
    assert "bleibt unberührt" in refused.stderr
    assert theirs.read_bytes() == b"somebody's work"
    assert [path.name for path in tmp_path.iterdir()] == ["sprengel.sqlite3"]


def test_a_configured_database_is_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    folder = tmp_path / "demo"
    built = run(folder, "--no-serve", DATABASE_URL=f"sqlite:///{elsewhere}")
    assert built.returncode == 0, built.stderr
    assert not elsewhere.exists()
    assert count(folder, "archive_document") >= 37


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_serves_on_the_next_free_port_until_ctrl_c(tmp_path: Path, taken_port: int) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--port", str(taken_port)],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        lines = _lines_until(process, STARTED)
        said = "".join(lines)
        assert f"Port {taken_port} ist schon belegt" in said
        address = next(word for word in said.split() if word.startswith("http://"))
        assert "geschaeftsstelle@beispiel.example" in said
        assert "oberbuergermeister@auenstadt.example" in said
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.status == 200

        second = run(tmp_path, "--no-serve")
        assert second.returncode == 1
        assert "läuft schon eine Vorführung" in second.stderr

        children = _children(process.pid)
        assert len(children) >= 2  # server, worker, and the one that read the documents
        os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C does in a terminal
        rest, _ = process.communicate(timeout=60)
        assert process.returncode == 0, rest
        assert "Traceback" not in rest
        assert not [pid for pid in children if _is_alive(pid)]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _lines_until(process: subprocess.Popen[str], word: str) -> list[str]:
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or word not in lines[-1]:
        line = process.stdout.readline()
        assert line, "".join(lines)
        lines.append(line)
    return lines


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split() if "resource_tracker" not in _command(child)]


def _command(pid: str) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")


def _is_alive(pid: int) -> bool:
    for _attempt in range(20):
        if not Path(f"/proc/{pid}").exists():
            return False
        time.sleep(0.1)
    return True
