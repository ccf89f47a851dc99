"""`sprengel read FILE…`: what was said in these documents, as a table or as JSON."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sprengel.cli.reading_run import Format, Run, Where
from sprengel.cli.text import _

_BROKEN_PIPE = 141
"""What a shell reports of a program whose reader has gone (128 + SIGPIPE)."""


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
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help=_("Überspringen, was ein früherer Lauf schon in den Ordner geschrieben hat"),
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(metavar=_("N ab 1"), min=1, max=1024, help=_("In N Prozessen lesen")),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            metavar=_("SEKUNDEN"), min=0.1, help=_("So lange darf das Lesen eines Textes dauern")
        ),
    ] = 300,
    memory: Annotated[
        int,
        typer.Option(
            metavar=_("MB ab 64"),
            min=64,
            help=_("So viel Arbeitsspeicher darf ein Prozess beim Lesen brauchen"),
        ),
    ] = 1024,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:PORT",
            help=_("Auf vielen Rechnern lesen: Adresse eines Dask-Schedulers"),
        ),
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
    if resume and out is None:
        _say(_("--resume braucht --out: den Ordner, in den der frühere Lauf geschrieben hat."))
        raise typer.Exit(2)
    _check_engines()
    where = Where(jobs, scheduler, timeout, memory)
    try:
        run = Run(output_format, out, resume)
        is_done = run.over(files, where, dated.date() if dated else None)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_BROKEN_PIPE) from None
    raise typer.Exit(0 if is_done else 1)


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


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
