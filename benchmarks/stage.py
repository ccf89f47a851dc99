"""A database of its own for a benchmark: a temporary folder, migrated, thrown away at the end."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def database() -> Iterator[Path]:
    """Django on a fresh SQLite file; must come before anything imports a room."""
    with tempfile.TemporaryDirectory(prefix="sprengel-bench-") as folder:
        os.environ["SPRENGEL_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = os.environ.get("SPRENGEL_BENCH_DATABASE_URL", "")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprengel.config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", interactive=False, verbosity=0)
        yield Path(folder)
        connections.close_all()


def shared() -> Path | None:
    """The evaluation material, as in the tests."""
    here = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("SPRENGEL_SHARED") or here.parent / "shared")
    return folder if (folder / "eval").is_dir() else None


def timed(what: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of ``times`` runs, after one that is not counted."""
    what()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        seconds.append(time.perf_counter() - start)
    return seconds


def percentiles(seconds: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"p50 {statistics.median(seconds) * 1000:6.0f} ms   p95 {late * 1000:6.0f} ms"
