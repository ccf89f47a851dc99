"""`sprengel mail …`: mail that comes in through a pipe, and sending at once."""

from __future__ import annotations

import sys

import typer

from sprengel.cli.text import _
from sprengel.cli.usage import GermanGroup
from sprengel.cli.web import start_django

app = typer.Typer(help=_("Mails annehmen und verschicken"), cls=GermanGroup, no_args_is_help=True)

LATER = 75
"""EX_TEMPFAIL: the mail server keeps the mail and hands it over again."""


@app.command(help=_("Eine Mail von der Standardeingabe annehmen (für einen Mailserver)"))
def receive() -> None:
    """Read one mail from standard input; calendar answers and delivery reports are taken in.

    Exit 0 also where it was neither: the mail server has done its part. Exit 75 where the
    database cannot be written now.
    """
    raw = sys.stdin.buffer.read()
    start_django()
    from django.db import Error

    from sprengel.mail import incoming

    try:
        understood = incoming.receive(raw)
    except Error as problem:
        typer.echo(
            _("Die Datenbank nimmt gerade nichts an: %(problem)s") % {"problem": problem}, err=True
        )
        raise typer.Exit(LATER) from None
    if not understood:
        typer.echo(
            _("Das war weder eine Antwort auf eine Einladung noch eine Meldung eines Mailservers."),
            err=True,
        )


@app.command(help=_("Verschicken, was im Postausgang wartet"))
def send() -> None:
    """What the worker does every minute, once and now; exit 1 when something failed."""
    start_django()
    from sprengel.mail import actions
    from sprengel.mail.models import Route

    delivered = actions.deliver_due(limit=1000)
    typer.echo(
        _("%(sent)s gesendet, %(retried)s auf später verschoben, %(failed)s nicht zustellbar.")
        % {
            "sent": delivered.sent,
            "retried": delivered.retried,
            "failed": delivered.failed,
        }
    )
    blocked = Route.objects.exclude(down_since=None).first()
    if blocked:
        typer.echo(blocked.problem, err=True)
    if blocked or delivered.failed:
        raise typer.Exit(1)
