"""Many small files: ``python benchmarks/scale.py [--files 100000] [--jobs 1 2]``.

Cuts the texts of the Karlsruhe archive (``SPRENGEL_SHARED``, else ``../shared``) into small files,
reads them with ``sprengel read --out`` and prints words per second and, at every tenth of the way,
the resident memory of the command and of its largest worker. Then the same once more with
``--resume``, which has nothing left to read.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from stage import shared

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "src"))

from sprengel.cli.manifest import NAME  # noqa: E402
from sprengel.cli.worker import resident_megabytes  # noqa: E402

PIECE_WORDS = 90
PIECES_OF_A_TEXT = 4
PER_FOLDER = 1000
SAMPLE_SECONDS = 0.5


@dataclass(frozen=True)
class Sample:
    done: int
    parent_mb: float
    worker_mb: float


def pieces(archive: Path) -> Iterator[str]:
    """The first few stretches of whole lines of each text."""
    for path in sorted(archive.iterdir()):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for _ in range(PIECES_OF_A_TEXT):
            piece, words = [], 0
            while lines and words < PIECE_WORDS:
                piece.append(lines.pop(0))
                words += len(piece[-1].split())
            if words:
                yield "".join(piece)


def write_files(material: Path, folder: Path, count: int) -> tuple[int, int]:
    """Files and words written, in folders of a thousand."""
    with tempfile.TemporaryDirectory(prefix="sprengel-archive-") as archive:
        unpack = material / "tools" / "unpack_karlsruhe.py"
        subprocess.run([sys.executable, str(unpack), archive], check=True)
        files = words = 0
        for piece in islice(pieces(Path(archive, "file-contents")), count):
            path = folder / f"{files // PER_FOLDER:03}" / f"{files:06}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(piece, encoding="utf-8")
            files += 1
            words += len(piece.split())
    return files, words


@dataclass(frozen=True)
class Took:
    seconds: float
    processor_seconds: float
    """Of the command and its workers together; other work on the machine does not change it."""
    samples: list[Sample]


def read_files(folder: Path, out: Path, *options: str) -> Took:
    command = [sys.executable, "-m", "sprengel.cli.main", "read", str(folder), "--out", str(out)]
    begun, used = time.monotonic(), processor_seconds()
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
    samples = []
    lines = 0
    manifest = out / NAME
    place = 0
    while process.poll() is None:
        time.sleep(SAMPLE_SECONDS)
        with suppress(OSError), manifest.open("rb") as file:
            file.seek(place)
            new = file.read()
            place += len(new)
            lines += new.count(b"\n")
        workers = [resident_megabytes(child) for child in children(process.pid)]
        samples.append(Sample(lines, resident_megabytes(process.pid), max(workers, default=0)))
    seconds = time.monotonic() - begun
    return Took(seconds, processor_seconds() - used, [s for s in samples if s.parent_mb])


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def children(pid: int) -> list[int]:
    try:
        return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def print_curve(samples: list[Sample], files: int) -> None:
    for tenth in range(1, 11):
        reached = [s for s in samples if s.done >= files * tenth / 10] or samples[-1:]
        s = reached[0]
        print(
            f"   {s.done:>7} files   command {s.parent_mb:4.0f} MB   worker {s.worker_mb:4.0f} MB"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    material = shared()
    if material is None:
        sys.exit("evaluation material not found: set SPRENGEL_SHARED or put it at ../shared")
    with tempfile.TemporaryDirectory(prefix="sprengel-scale-") as place:
        folder = Path(place, "texts")
        folder.mkdir()
        files, words = write_files(material, folder, arguments.files)
        print(f"{files} files, {words} words", flush=True)
        for jobs in arguments.jobs:
            out = Path(place, f"out-{jobs}")
            took = read_files(folder, out, "--jobs", str(jobs))
            print(
                f"--jobs {jobs}: {took.seconds:.0f} s, {words / took.seconds:.0f} words/s, "
                f"{files / took.seconds:.0f} files/s; "
                f"{words / took.processor_seconds:.0f} words per second of processor time"
            )
            print_curve(took.samples, files)
            again = read_files(folder, out, "--jobs", str(jobs), "--resume")
            peak = max((s.parent_mb for s in again.samples), default=0)
            print(
                f"   --resume afterwards: {again.seconds:.1f} s, command {peak:.0f} MB",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
