"""`sprengel serve | worker | migrate`: what runs, and how it is started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Annotated

import typer

from sprengel.cli.text import _
from sprengel.cli.web import start_django

HOST = "127.0.0.1"
ROUND_EVERY_SECONDS = 60


def serve(
    port: Annotated[int, typer.Option(help=_("Port des Servers"), min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help=_("Adresse, auf der er hört"))] = HOST,
    workers: Annotated[int, typer.Option(help=_("Zahl der Serverprozesse"))] = 2,
) -> None:
    """Replace this process by gunicorn; exit 1 when the port is taken."""
    if port_is_taken(port, host):
        typer.echo(
            _("Port %(port)s ist schon belegt. Bitte mit --port einen anderen wählen.")
            % {"port": port},
            err=True,
        )
        raise typer.Exit(1)
    command = gunicorn_command(port, host=host, workers=workers)
    os.execv(command[0], command)


def worker() -> None:
    """Work on background tasks until stopped."""
    start_django()
    threading.Thread(target=_run_rounds_for_ever, name="rounds", daemon=True).start()
    while _gave_up_on_a_locked_database():
        pass


def _gave_up_on_a_locked_database() -> bool:
    """Works until stopped. SQLite held by somebody else for too long is no reason to end: the
    library gives up only then, and whoever waits for a task would wait for ever."""
    from django.core.management import call_command
    from django.db import OperationalError, connections
    from django_tasks_db.utils import is_locked_database_exception

    try:
        call_command("db_worker", queue_name="*", reload=False, startup_delay=False, verbosity=0)
    except OperationalError as problem:
        if not is_locked_database_exception(problem):
            raise
        connections.close_all()
        return True
    return False


def migrate() -> None:
    """Apply all migrations."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    typer.echo(_("Die Datenbank ist auf dem neuesten Stand."))


def gunicorn_command(port: int, *, host: str = HOST, workers: int = 2) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "sprengel.config.wsgi",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--threads=4",
        # A large upload over a slow line may take minutes; a page never does.
        "--timeout=120",
        "--log-level=warning",
    ]


def run_server(port: int, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the server as a child process on 127.0.0.1."""
    return _child(gunicorn_command(port), env)


def run_worker(env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the background worker as a child process."""
    return _child([sys.executable, "-m", "sprengel.cli.main", "worker"], env)


def _child(command: list[str], env: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    # Out of the terminal's group: Ctrl-C is for the parent, which ends each child once. Told twice,
    # they would give up what they are doing instead of finishing it.
    return subprocess.Popen(command, env={**os.environ, **(env or {})}, start_new_session=True)


def port_is_taken(port: int, host: str = HOST) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _run_rounds_for_ever() -> None:
    """What every room does again and again: at the start and every minute."""
    from sprengel.accounts import rounds

    wait = threading.Event()
    while True:
        rounds.run_due()
        wait.wait(ROUND_EVERY_SECONDS)
