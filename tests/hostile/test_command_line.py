"""The command line at the hands of somebody in a hurry: sentences, no tracebacks, no waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(folder: Path, *words: object, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SPRENGEL_DATA_DIR": str(folder), "DATABASE_URL": "", **settings}
    command = [sys.executable, "-m", "sprengel.cli.main", *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("daten")
    assert run(folder, "migrate").returncode == 0
    return folder


def test_what_cannot_be_taken_in_is_said_and_the_rest_is_taken_in(
    home: Path, tmp_path: Path
) -> None:
    good, empty, large = (tmp_path / name for name in ("gut.txt", "leer.txt", "gross.txt"))
    good.write_text("Gut.", encoding="utf-8")
    empty.touch()
    large.write_bytes(b"a" * (1024 * 1024 + 1))
    pipe = tmp_path / "rohr"
    os.mkfifo(pipe)
    done = run(
        home,
        *("document", "add", empty, large, pipe, tmp_path, tmp_path / "fehlt.txt", good),
        SPRENGEL_MAX_UPLOAD_MB="1",
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "leer.txt: Diese Datei ist leer." in done.stderr
    assert "gross.txt: Diese Datei ist mit 2 MB zu groß; erlaubt sind 1 MB." in done.stderr
    assert "rohr: Das ist keine Datei." in done.stderr
    assert "fehlt.txt: Diese Datei gibt es nicht." in done.stderr
    assert done.stdout == "gut.txt: aufgenommen, wird gelesen.\n"


def test_a_file_name_does_not_speak_to_the_terminal(home: Path, tmp_path: Path) -> None:
    strange = tmp_path / "a\x1b[31m\nb.txt"
    strange.write_text("Seltsam.", encoding="utf-8")
    done = run(home, "document", "add", strange)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    "setting",
    [
        {"SPRENGEL_TODAY": "morgen"},
        {"SPRENGEL_MAX_UPLOAD_MB": "viel"},
        {"SPRENGEL_DEBUG": "vielleicht"},
        {"DATABASE_URL": "mysql://x"},
        {"SPRENGEL_DATA_DIR": "/proc/gibt-es-nicht"},
    ],
)
@pytest.mark.parametrize("command", ["migrate", "doctor"])
def test_a_setting_that_cannot_be_meant(command: str, setting: dict[str, str], home: Path) -> None:
    done = run(home, command, **setting)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert next(iter(setting)) in done.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_none(command: str, home: Path) -> None:
    done = run(home, command, "--port", 99999)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
