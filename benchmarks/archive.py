"""From bytes to statements in the database: documents a second, as the worker does it."""

from __future__ import annotations

import sys
import time

import stage


def main() -> int:
    folder = stage.shared()
    if folder is None:
        print("evaluation material not found (SPRENGEL_SHARED or ../shared)", file=sys.stderr)
        return 1
    files = sorted((folder / "eval" / "dev_texts").glob("*.txt"))
    with stage.database():
        from sprengel.bodies.actions import load_register
        from sprengel.ledger.actions import read_now, take_in
        from sprengel.ledger.models import ReadingRun, Statement

        load_register(actor=None)
        start = time.perf_counter()
        words = 0
        for file in files:
            data = file.read_bytes()
            words += len(data.split())
            take_in(actor=None, data=data, file_name=file.name, visibility="public")
        taken = time.perf_counter() - start
        start = time.perf_counter()
        for run in ReadingRun.objects.filter(state="queued").order_by("pk"):
            read_now(run_id=run.pk)
        read = time.perf_counter() - start
        done = ReadingRun.objects.filter(state="done").count()
        found = Statement.objects.count()
        print(f"{len(files)} documents ({done} different), {words} words, {found} statements")
        print(f"taken in  {len(files) / taken:6.1f} documents/s")
        print(
            f"read      {len(files) / read:6.1f} documents/s (each in a child process of its own)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
