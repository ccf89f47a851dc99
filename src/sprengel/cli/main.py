"""The command `sprengel`: its commands by name. What a command needs it imports when it runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sprengel import __version__
from sprengel.cli import (
    backup,
    demo,
    doctor,
    document,
    mail,
    office,
    programme,
    read,
    report,
    server,
)
from sprengel.cli.text import _
from sprengel.cli.usage import GermanGroup, told_wrong_use

app = typer.Typer(
    name="sprengel",
    cls=GermanGroup,
    help=_("Was wurde gesagt, gefordert, zugesagt und beschlossen, und was ist daraus geworden?"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(help=_("Dokumente lesen und zeigen, wer was zu wem gesagt hat"))(read.read)
app.command(help=_("Zum Ausprobieren: Beispieldaten laden, Server und Hintergrunddienst starten"))(
    demo.demo
)
app.command(help=_("Den Webserver starten"))(server.serve)
app.command(help=_("Den Hintergrunddienst starten, der Dokumente liest"))(server.worker)
app.command(help=_("Die Datenbank anlegen oder auf den neuesten Stand bringen"))(server.migrate)
app.command(help=_("Verband, Sprengel, Regierungspräsidien und Städte anlegen"))(office.register)
app.add_typer(office.user_app, name="user")
app.add_typer(document.app, name="document")
app.add_typer(report.app, name="report")
app.add_typer(programme.app, name="programme")
app.add_typer(mail.app, name="mail")
app.command(help=_("Prüfen, ob alles in Ordnung ist, und sagen, was zu tun ist"))(doctor.doctor)
app.command(help=_("Datenbank und Originaldateien in eine Datei sichern"))(backup.backup)
app.command(help=_("Eine Sicherung zurückholen"))(backup.restore)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sprengel {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help=_("Fassung zeigen"), callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    pass


def run() -> None:
    """Entry point: 0 done, 1 something failed and is named, 2 wrong use."""
    sys.exit(told_wrong_use(app))


if __name__ == "__main__":
    run()
