"""`make bench`: every benchmark after another, with date and machine on top.

Each ``benchmarks/<name>.py`` runs alone as well and prints its own figures. Paste what you want to
keep into ``docs/benchmarks.md``.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent


def machine() -> str:
    """One line on what it ran on."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {memory_gb:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def main() -> int:
    print(f"{datetime.now():%Y-%m-%d %H:%M}  {machine()}", flush=True)
    wanted = sys.argv[1:] or sorted(
        p.stem for p in HERE.glob("*.py") if p.stem not in {"run", "stage", "keywords"}
    )
    worst = 0
    for name in wanted:
        print(f"\n== {name}", flush=True)
        done = subprocess.run([sys.executable, str(HERE / f"{name}.py")])
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
