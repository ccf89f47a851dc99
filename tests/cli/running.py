"""The command as people run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "sprengel.cli.main"]


def environment(**more: str) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "COLUMNS")}
    return env | {"LANG": "de_DE.UTF-8", "PYTHONIOENCODING": "utf-8", **more}


def start(*arguments: object, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(**more),
    )


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    process = start(*arguments, **more)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def written(folder: Path) -> dict[str, str]:
    """What was written, by name."""
    return {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.json")}


def lines(folder: Path) -> list[dict]:
    return [
        json.loads(line)
        for line in (folder / ".sprengel-read.jsonl").read_text("ascii").splitlines()
    ]


def count_written(folder: Path) -> int:
    return len(list(folder.glob("*.json"))) if folder.is_dir() else 0
