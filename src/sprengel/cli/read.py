"""`sprengel read FILE…`: what was said in these documents, as a table or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sprengel.cli.text import _

if TYPE_CHECKING:
    from sprengel.cli.reading import Reading

_BROKEN_PIPE = 141
"""What a shell reports of a program whose reader has gone (128 + SIGPIPE)."""


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


def read(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help=_("Dateien, Ordner oder .zip; - liest die Standardeingabe"),
            show_default=False,
        ),
    ],
    output_format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            metavar="table|json",
            help=_("Tabelle (table) oder eine JSON-Zeile je Dokument (json)"),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help=_("Je Dokument eine JSON-Datei in diesen Ordner schreiben")
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(metavar=_("N ab 1"), min=1, max=256, help=_("In N Prozessen lesen")),
    ] = None,
    dated: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
            help=_("Datum der Dokumente, auf das sich Fristen beziehen"),
        ),
    ] = None,
) -> None:
    if out is not None and out.exists() and not out.is_dir():
        _say(_("%(path)s ist kein Ordner. Bitte mit --out einen Ordner angeben.") % {"path": out})
        raise typer.Exit(2)
    _check_engines()
    try:
        failures = _Run(output_format, out).over(files, jobs, dated.date() if dated else None)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_BROKEN_PIPE) from None
    raise typer.Exit(1 if failures else 0)


def _check_engines() -> None:
    """A wrongly configured engine is said once, before anything is read."""
    from sprengel.config import env

    if not env.text("SPRENGEL_LLM_URL") and not env.text("SPRENGEL_ONNX_MODEL"):
        return
    from sprengel.reading.engines import EngineProblem

    try:
        env.engines()
    except EngineProblem as problem:
        sentence = _(problem.message)
        _say(sentence % problem.params if problem.params else sentence)
        raise typer.Exit(2) from None
    except env.BadSetting as problem:
        _say(str(problem))
        raise typer.Exit(2) from None


class _Run:
    """One call of the command: prints or writes each reading as it comes, and counts."""

    def __init__(self, output_format: Format | None, out: Path | None) -> None:
        from sprengel.cli.output import Names

        self._names = Names()
        self._out = out
        # Who writes files wants no table besides, unless it was asked for.
        self._prints_table = (output_format or Format.TABLE) is Format.TABLE and (
            out is None or output_format is Format.TABLE
        )
        self._prints_json = output_format is Format.JSON and out is None
        self._says_summary = output_format is not Format.JSON
        self._statements = self._doubtful = self._documents = self._failures = 0

    def over(self, files: list[str], jobs: int | None, dated_on: date | None) -> int:
        """Read everything; the number of files that could not be read."""
        if self._out is not None and not self._can_write():
            return 1
        with suppress(AttributeError, ValueError):
            # JSON is UTF-8 whatever the terminal speaks; no table fails over a letter.
            encoding = "utf-8" if self._prints_json else None
            sys.stdout.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]
        for reading in _readings(files, jobs, dated_on):
            self._take(reading)
        if self._says_summary and self._documents:
            self._print_summary()
        return self._failures

    def _can_write(self) -> bool:
        assert self._out is not None
        try:
            self._out.mkdir(parents=True, exist_ok=True)
        except OSError:
            sentence = _("Der Ordner %(path)s kann nicht angelegt werden. Bitte den Pfad prüfen.")
            _say(sentence % {"path": self._out})
            return False
        return True

    def _take(self, reading: Reading) -> None:
        if reading.problem:
            self._fail(reading.label, reading.problem)
            return
        assert reading.document is not None
        name = self._names.unique(reading.stem)
        reading.document["doc"] = name
        if self._out is not None and not self._write(self._out, name, reading):
            return
        self._count(reading)
        if self._prints_json:
            from sprengel.cli.output import json_line

            sys.stdout.write(json_line(reading.document) + "\n")
            sys.stdout.flush()
        elif self._prints_table:
            from sprengel.cli.table import console, print_reading

            print_reading(console(), reading)

    def _write(self, out: Path, name: str, reading: Reading) -> bool:
        from sprengel.cli.output import write_json

        try:
            path = write_json(out, name, reading)
        except OSError as e:
            sentence = _("Die JSON-Datei konnte nicht geschrieben werden (%(reason)s).")
            self._fail(reading.label, sentence % {"reason": e.strerror})
            return False
        if name != reading.stem:
            sentence = _("%(label)s: den Namen %(stem)s gibt es schon; geschrieben nach %(path)s.")
            _say(sentence % {"label": reading.label, "stem": reading.stem, "path": path})
        return True

    def _count(self, reading: Reading) -> None:
        self._documents += 1
        self._statements += len(reading.rows)
        self._doubtful += sum(row.is_doubtful for row in reading.rows)

    def _fail(self, label: str, sentence: str) -> None:
        self._failures += 1
        _say(f"{label}: {sentence}")

    def _print_summary(self) -> None:
        from sprengel.cli.table import summary

        print(summary(self._statements, self._doubtful, self._documents))


def _readings(files: list[str], jobs: int | None, dated_on: date | None) -> Iterator[Reading]:
    """Every document of every source; a source that takes its worker down is one failed reading."""
    import sprengel.reading  # noqa: F401  loaded before the workers fork, so that they share it
    from sprengel.cli.pool import SECONDS_PER_ITEM, Failure, default_jobs, run_all
    from sprengel.cli.reading import Reading, Task, read_task
    from sprengel.cli.sources import find_sources
    from sprengel.reading.problems import CRASHED, TOO_SLOW

    tasks = [Task(source, dated_on) for source in find_sources(files)]
    workers = min(jobs or default_jobs(), max(1, len(tasks)))
    for done in run_all(read_task, tasks, jobs=workers, total=len(tasks)):
        if done.result is not None:
            yield from done.result
            continue
        sentence = _(CRASHED)
        if done.failure is Failure.TOO_SLOW:
            sentence = _(TOO_SLOW) % {"seconds": round(SECONDS_PER_ITEM)}
        source = done.item.source
        yield Reading(source.label, source.stem, problem=sentence)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
