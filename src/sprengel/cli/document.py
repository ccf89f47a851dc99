"""`sprengel document add FILE…`: put documents into the archive from the command line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sprengel.cli.text import _
from sprengel.cli.usage import GermanGroup
from sprengel.cli.web import start_django
from sprengel.reading.problems import (
    EMPTY,
    NO_ACCESS,
    NOT_FOUND,
    TOO_LARGE,
    FileProblem,
    ProblemCode,
    gettext_noop,
)

if TYPE_CHECKING:
    from sprengel.bodies.models import Body
    from sprengel.meetings.models import Meeting

MEGABYTE = 1024 * 1024
NO_FILE = gettext_noop("Das ist keine Datei. Bitte einzelne Dateien angeben.")

app = typer.Typer(help=_("Dokumente aufnehmen"), cls=GermanGroup, no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `document add` a group even while it has one command."""


@app.command(help=_("Dateien aufnehmen; gelesen werden sie vom Hintergrunddienst"))
def add(
    files: Annotated[list[Path], typer.Argument(help=_("Dateien"))],
    body: Annotated[str, typer.Option(help=_("Wer es herausgegeben hat: Name oder Kurzname"))] = "",
    meeting: Annotated[
        int | None, typer.Option(help=_("Nummer der Sitzung, zu der es gehört"))
    ] = None,
    kind: Annotated[str, typer.Option(help=_("Art, z. B. press_release oder minutes"))] = "other",
    dated: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help=_("Datum des Dokuments")),
    ] = None,
    visibility: Annotated[str, typer.Option(help=_("public, members oder office"))] = "office",
) -> None:
    """Add files to the archive and queue their reading."""
    start_django()
    issuing = find_body(body)
    session = _meeting(meeting)
    _check_choices(kind, visibility)
    failed = 0
    for file in files:
        failed += not _add_one(
            file,
            body=issuing,
            meeting=session,
            kind=kind,
            dated_on=dated.date() if dated else None,
            visibility=visibility,
        )
    raise typer.Exit(1 if failed else 0)


def _add_one(
    file: Path,
    *,
    body: Body | None,
    meeting: Meeting | None,
    kind: str,
    dated_on: date | None,
    visibility: str,
) -> bool:
    """Add one file; False when it could not be read from the disk (named on stderr)."""
    from sprengel.ledger.actions import take_in
    from sprengel.meetings.actions import attach_document

    name = printable(file.name)
    try:
        data = _content(file)
    except FileProblem as problem:
        typer.echo(f"{name}: {_(problem.message) % problem.params}", err=True)
        return False
    added = take_in(
        actor=None,
        data=data,
        file_name=file.name,
        kind=kind,
        body=body,
        dated_on=dated_on,
        visibility=visibility,
    )
    if meeting is not None:
        attach_document(actor=None, meeting=meeting, document=added.document, role="paper")
    if added.is_new:
        typer.echo(_("%(file)s: aufgenommen, wird gelesen.") % {"file": name})
    else:
        typer.echo(
            _("%(file)s: liegt schon vor als „%(title)s“.")
            % {"file": name, "title": printable(added.document.title)}
        )
    return True


def _content(file: Path) -> bytes:
    """Its bytes, or a problem: as for an upload, nothing that could not be read is taken in."""
    from django.conf import settings

    if not file.exists():
        raise FileProblem(ProblemCode.NOT_FOUND, NOT_FOUND)
    if not file.is_file():
        # A pipe would be waited for for ever.
        raise FileProblem(ProblemCode.NOT_FOUND, NO_FILE)
    size = file.stat().st_size
    if size == 0:
        raise FileProblem(ProblemCode.EMPTY, EMPTY)
    if size > settings.MAX_UPLOAD_BYTES:
        raise FileProblem(
            ProblemCode.TOO_LARGE,
            TOO_LARGE,
            megabytes=-(-size // MEGABYTE),
            allowed=settings.MAX_UPLOAD_BYTES // MEGABYTE,
        )
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileProblem(ProblemCode.NOT_FOUND, NO_ACCESS) from error


def printable(name: str) -> str:
    """Without what would move the cursor or colour the terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def find_body(name: str) -> Body | None:
    if not name:
        return None
    from django.db.models import Q

    from sprengel.bodies.models import Body

    found = Body.objects.filter(Q(name=name) | Q(short_name=name) | Q(slug=name)).first()
    if found is None:
        _refuse(_("Eine Körperschaft „%(name)s“ ist nicht bekannt.") % {"name": name})
    return found


def _meeting(number: int | None) -> Meeting | None:
    if number is None:
        return None
    from sprengel.meetings.models import Meeting

    found = Meeting.objects.filter(pk=number).first()
    if found is None:
        _refuse(_("Eine Sitzung mit der Nummer %(number)s gibt es nicht.") % {"number": number})
    return found


def _check_choices(kind: str, visibility: str) -> None:
    from sprengel.accounts.models import Visibility
    from sprengel.archive.models import DocumentKind

    for value, choices in ((kind, DocumentKind), (visibility, Visibility)):
        if value not in choices.values:
            _refuse(
                _("„%(value)s“ ist nicht möglich. Möglich sind: %(choices)s.")
                % {"value": value, "choices": ", ".join(choices.values)}
            )


def _refuse(sentence: str) -> None:
    """Wrong use: say it on stderr, exit 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
