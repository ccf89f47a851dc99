"""Real processes on a real database file, for what only shows between processes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

SETUP = "import django; django.setup(); from sprengel.ledger import actions\n"


class Home:
    """A data folder with an SQLite file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sprengel.config.settings",
            "SPRENGEL_DATA_DIR": str(folder),
            "DATABASE_URL": "",
        }

    def migrate(self) -> None:
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=self.env, check=True)

    def start(self, code: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", SETUP + code], env=self.env, stdout=subprocess.PIPE, text=True
        )

    def run(self, code: str) -> str:
        done = self.start(code)
        out, _err = done.communicate(timeout=300)
        assert done.returncode == 0
        return out.strip()

    def run_at_once(self, code: str, times: int) -> list[str]:
        """The same code in several processes that wait for each other at ``meet()``."""
        gate = self.folder / "gate"
        waiting = (
            "import time, pathlib\n"
            f"def meet():\n    while not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.005)\n"
        )
        processes = [self.start(waiting + code) for _ in range(times)]
        gate.touch()
        answers = [process.communicate(timeout=300)[0].strip() for process in processes]
        gate.unlink()
        assert all(process.returncode == 0 for process in processes)
        return answers

    def ask(self, sql: str) -> tuple:
        base = sqlite3.connect(self.folder / "sprengel.sqlite3", timeout=20)
        try:
            return base.execute(sql).fetchone()
        finally:
            base.close()
