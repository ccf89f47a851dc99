"""One run of `sprengel read`: takes each reading as it comes, prints or writes it, and counts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sprengel.cli.text import _, ngettext

if TYPE_CHECKING:
    # Late, all of it: a call for help does not have to load the reader.
    from sprengel.cli.manifest import Manifest, Written
    from sprengel.cli.pool import Bounds, Done
    from sprengel.cli.progress import Bar
    from sprengel.cli.reading import Reading, SourceReading, Task
    from sprengel.cli.sources import Source


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Where:
    """Where it is read, and what a text may cost there."""

    jobs: int | None
    scheduler: str | None
    seconds: float
    megabytes: int


class Run:
    def __init__(self, output_format: Format | None, out: Path | None, resume: bool) -> None:
        from sprengel.cli.output import Names

        self._names = Names()
        self._out = out
        self._resume = resume
        self._manifest: Manifest | None = None
        # Who writes files wants no table besides, unless it was asked for.
        self._prints_table = (output_format or Format.TABLE) is Format.TABLE and (
            out is None or output_format is Format.TABLE
        )
        self._prints_json = output_format is Format.JSON and out is None
        self._statements = self._doubtful = self._documents = self._failures = self._skipped = 0

    def over(self, files: list[str], where: Where, dated_on: date | None) -> bool:
        """Read everything; whether all of it could be read."""
        if self._out is not None and not self._opens_folder(self._out, dated_on):
            return False
        with suppress(AttributeError, ValueError):
            # JSON is UTF-8 whatever the terminal speaks; no table fails over a letter.
            encoding = "utf-8" if self._prints_json else None
            sys.stdout.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]
        is_through = self._read_all(files, where, dated_on)
        if self._manifest is not None:
            self._manifest.close()
        if not self._prints_json and (self._documents or self._skipped):
            self._print_summary()
        return is_through and not self._failures

    def _opens_folder(self, out: Path, dated_on: date | None) -> bool:
        from sprengel.cli.manifest import FolderProblem, Manifest
        from sprengel.cli.version import reader_version

        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError:
            sentence = _("Der Ordner %(path)s kann nicht angelegt werden. Bitte den Pfad prüfen.")
            _say(sentence % {"path": out})
            return False
        reader = f"{reader_version()} {dated_on or ''}".rstrip()
        try:
            self._manifest = Manifest(out, reader)
        except FolderProblem as problem:
            _say(str(problem))
            return False
        if self._resume:
            self._manifest.load(self._names)
        return True

    def _read_all(self, files: list[str], where: Where, dated_on: date | None) -> bool:
        from sprengel.cli.cluster import ClusterProblem
        from sprengel.cli.pool import Bounds
        from sprengel.cli.progress import progress_bar
        from sprengel.cli.sources import count_sources

        bounds = Bounds(where.seconds, where.megabytes)
        with progress_bar(None, counting=count_sources(files)) as bar:
            tasks = self._tasks(files, dated_on, bar)
            try:
                for done in _readings(tasks, where, bounds):
                    with bar.out_of_the_way():
                        self._take(done, bounds)
                    bar.advance()
            except ClusterProblem as problem:
                with bar.out_of_the_way():
                    _say(str(problem))
                return False
        return True

    def _tasks(self, files: list[str], dated_on: date | None, bar: Bar) -> Iterator[Task]:
        """What is to be read; with --resume, what an earlier run has done is passed over."""
        from sprengel.cli.reading import Task
        from sprengel.cli.sources import find_sources

        for source in find_sources(files):
            names: tuple[tuple[str, str], ...] = ()
            if self._resume and self._manifest is not None:
                earlier = self._manifest.claim(source, _sha256(source))
                if earlier.documents:
                    self._skipped += earlier.documents
                    bar.advance()
                    continue
                names = earlier.names
            yield Task(source, dated_on, names)

    def _take(self, done: Done[Task, SourceReading], bounds: Bounds) -> None:
        """All documents of a source; only when the last is in its place, the source is done."""
        source = done.item.source
        if done.result is None:
            self._fail(source.label, _why(done, bounds))
            return
        names = list(done.item.names)
        written = [w for r in done.result.readings if (w := self._take_one(r, names)) is not None]
        failed = len(done.result.readings) - len(written)
        if self._manifest is not None and written:
            with suppress(OSError):  # then it is read again by the next run
                self._manifest.add(source, done.result.sha256, written, failed)

    def _take_one(self, reading: Reading, names: list[tuple[str, str]]) -> Written | None:
        if reading.problem:
            self._fail(reading.label, reading.problem)
            return None
        assert reading.document is not None
        earlier = next((one for one in names if one[0] == reading.stem), None)
        if earlier is not None:
            names.remove(earlier)
        name = earlier[1] if earlier else self._names.unique(reading.stem)
        reading.document["doc"] = name
        size = 0
        if self._out is not None:
            written = self._write(self._out, name, reading, is_new=earlier is None)
            if written is None:
                return None
            size = written
        self._count(reading)
        self._print(reading)
        return reading.stem, name, size

    def _print(self, reading: Reading) -> None:
        if self._prints_json:
            from sprengel.cli.output import json_line

            sys.stdout.write(json_line(reading.document or {}) + "\n")
            sys.stdout.flush()
        elif self._prints_table:
            from sprengel.cli.table import console, print_reading

            print_reading(console(), reading)

    def _write(self, out: Path, name: str, reading: Reading, is_new: bool) -> int | None:
        from sprengel.cli.output import write_json

        try:
            path, size = write_json(out, name, reading)
        except OSError as e:
            sentence = _("Die JSON-Datei konnte nicht geschrieben werden (%(reason)s).")
            self._fail(reading.label, sentence % {"reason": e.strerror})
            return None
        if name != reading.stem and is_new:
            sentence = _("%(label)s: den Namen %(stem)s gibt es schon; geschrieben nach %(path)s.")
            _say(sentence % {"label": reading.label, "stem": reading.stem, "path": path})
        return size

    def _count(self, reading: Reading) -> None:
        self._documents += 1
        self._statements += len(reading.rows)
        self._doubtful += sum(row.is_doubtful for row in reading.rows)

    def _fail(self, label: str, sentence: str) -> None:
        self._failures += 1
        _say(f"{label}: {sentence}")

    def _print_summary(self) -> None:
        from sprengel.cli.table import summary

        if self._documents:
            print(summary(self._statements, self._doubtful, self._documents))
        if self._skipped:
            sentence = ngettext(
                "%(count)s Dokument war schon gelesen und wurde übersprungen.",
                "%(count)s Dokumente waren schon gelesen und wurden übersprungen.",
                self._skipped,
            )
            print(sentence % {"count": self._skipped})


def _readings(
    tasks: Iterable[Task], where: Where, bounds: Bounds
) -> Iterator[Done[Task, SourceReading]]:
    """Every source, read here or on many machines; one that breaks a bound costs no other."""
    if where.scheduler is not None:
        from sprengel.cli.cluster import read_on_cluster

        yield from read_on_cluster(
            tasks, address=where.scheduler, in_flight=where.jobs, bounds=bounds
        )
        return
    import sprengel.reading  # noqa: F401  loaded before the workers fork, so that they share it
    from sprengel.cli.pool import default_jobs, run_all
    from sprengel.cli.reading import read_task

    yield from run_all(read_task, tasks, jobs=where.jobs or default_jobs(), bounds=bounds)


def _sha256(source: Source) -> str:
    """Of a source's bytes; empty if they cannot be had, which its reading will say."""
    import hashlib

    from sprengel.reading.problems import FileProblem

    try:
        return hashlib.sha256(source.read_bytes()).hexdigest()
    except FileProblem:
        return ""


def _why(done: Done[Task, SourceReading], bounds: Bounds) -> str:
    from sprengel.cli.pool import Failure
    from sprengel.reading.problems import CRASHED, TOO_SLOW

    if done.failure is Failure.TOO_SLOW:
        return _(TOO_SLOW) % {"seconds": f"{bounds.seconds:g}"}
    if done.failure is Failure.TOO_BIG:
        sentence = _(
            "Das Lesen dieser Datei hat mehr als %(megabytes)s MB Arbeitsspeicher gebraucht und "
            "wurde abgebrochen. Bitte in kleinere Dateien aufteilen oder mit --memory mehr "
            "erlauben."
        )
        return sentence % {"megabytes": bounds.megabytes}
    return _(CRASHED)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
