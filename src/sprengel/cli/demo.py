"""`sprengel demo`: the sample leagues in a database of their own, with server and worker."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sprengel.cli.league_files import TEXTS_END_ON
from sprengel.cli.progress import progress_bar
from sprengel.cli.server import HOST, port_is_taken, run_server, run_worker
from sprengel.cli.text import _
from sprengel.cli.web import start_django

MARKER = "demo.marker"
"""Lies beside a database that `sprengel demo` has made and may therefore throw away."""
DATABASE = "sprengel.sqlite3"
PORTS_TRIED = 50
START_SECONDS = 60
STOP_SECONDS = 10


def demo(
    port: Annotated[int, typer.Option(help=_("Port des Servers"), min=1, max=65535)] = 8000,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help=_("Nur die Datenbank anlegen"))
    ] = False,
) -> None:
    """Zum Ausprobieren: Beispieldaten laden, Server und Hintergrunddienst starten."""
    folder = _folder()
    with _taken(folder):
        chosen = port if no_serve else _free_port(port)
        _set_environment(folder, chosen)
        _build(folder)
        if not no_serve:
            _serve(chosen)


# The database


def _folder() -> Path:
    """The folder somebody names, else one beside the real data, never the real data's own."""
    named = os.environ.get("SPRENGEL_DATA_DIR")
    return Path(named or Path("var") / "demo").expanduser().resolve()


@contextmanager
def _taken(folder: Path) -> Iterator[None]:
    """Only one demo at a time in a folder, and only where nothing else is."""
    if (folder / DATABASE).exists() and not (folder / MARKER).exists():
        _give_up(
            _(
                "In %(folder)s liegt eine Datenbank, die nicht von „sprengel demo“ stammt. Sie "
                "bleibt unberührt. Bitte mit SPRENGEL_DATA_DIR einen anderen Ordner wählen."
            )
            % {"folder": folder}
        )
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MARKER).open("a", encoding="utf-8") as marker:
        try:
            fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            _give_up(
                _(
                    "In %(folder)s läuft schon eine Vorführung. Bitte dort mit Strg-C beenden oder "
                    "mit SPRENGEL_DATA_DIR einen anderen Ordner wählen."
                )
                % {"folder": folder}
            )
        yield


def _set_environment(folder: Path, port: int) -> None:
    """For this process and the children; a clock that lags behind the texts is moved on."""
    os.environ.update(
        SPRENGEL_DATA_DIR=str(folder),
        DATABASE_URL="",
        SPRENGEL_DEMO="1",
        SPRENGEL_BASE_URL=f"http://{HOST}:{port}",
    )
    if not os.environ.get("SPRENGEL_TODAY") and date.today() < TEXTS_END_ON:
        os.environ["SPRENGEL_TODAY"] = TEXTS_END_ON.isoformat()


def _build(folder: Path) -> None:
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "files", ignore_errors=True)
    start_django()
    from django.core.management import call_command

    from sprengel.cli.league import demo_folder, document_count, load_demo

    if demo_folder() is None:
        _give_up(
            _(
                "Die Beispieldaten (Ordner „demo“) fehlen in dieser Installation. Sie liegen beim "
                "Quelltext."
            )
        )
    call_command("migrate", interactive=False, verbosity=0)
    with progress_bar(document_count(), _("Beispieldaten laden")) as bar:
        loaded = load_demo(progress=bar.advance)
    typer.echo(
        _(
            "Beispieldaten geladen: %(documents)s Dokumente, %(matters)s Vorgänge, "
            "%(meetings)s Sitzungen."
        )
        % {
            "documents": loaded.documents,
            "matters": loaded.matters,
            "meetings": loaded.meetings,
        }
    )


# Server and worker


def _serve(port: int) -> None:
    # A closed terminal ends the demo as well; the children are out of its group.
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, _as_ctrl_c)
    # Whoever leaves a demo does not wait half a minute for a page that is still being made.
    quick = {"GUNICORN_CMD_ARGS": f"--graceful-timeout={STOP_SECONDS // 2}"}
    children = [run_server(port, quick), run_worker()]
    try:
        _wait_until_it_answers(port, children)
        typer.echo(_welcome(port))
        _watch(children)
    except KeyboardInterrupt:
        typer.echo("\n" + _("Server und Hintergrunddienst werden beendet."))
    finally:
        _stop(children)


def _as_ctrl_c(*_args: object) -> None:
    raise KeyboardInterrupt


def _free_port(wanted: int) -> int:
    ports = range(wanted, wanted + PORTS_TRIED)
    free = next((port for port in ports if not port_is_taken(port)), None)
    if free is None:
        _give_up(_("Kein freier Port ab %(wanted)s gefunden.") % {"wanted": wanted})
    if free != wanted:
        typer.echo(
            _("Port %(wanted)s ist schon belegt; stattdessen wird %(port)s verwendet.")
            % {"wanted": wanted, "port": free}
        )
    return free


def _wait_until_it_answers(port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while not _answers(port):
        _give_up_if_one_ended(children)
        if time.monotonic() > ends_at:
            _give_up(_("Der Server antwortet nicht. Seine Meldungen stehen oben."))
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _watch(children: Sequence[subprocess.Popen[bytes]]) -> None:
    while True:
        _give_up_if_one_ended(children)
        time.sleep(0.5)


def _give_up_if_one_ended(children: Sequence[subprocess.Popen[bytes]]) -> None:
    if any(child.poll() is not None for child in children):
        _give_up(_("Server oder Hintergrunddienst hat sich beendet. Der Grund steht oben."))


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _welcome(port: int) -> str:
    from sprengel.accounts.demo import LOGINS

    logins = (_login(one.name, one.email, one.password) for one in LOGINS)
    lines = [
        "",
        _("Sprengel läuft: http://%(host)s:%(port)s/") % {"host": HOST, "port": port},
        "",
        _("Anmelden als"),
        *logins,
        "  " + _("Öffentlichkeit: ohne Anmeldung, mit dem, was öffentlich ist"),
        "",
        _("Zum Anfang"),
        "  1. " + _("Startseite der Geschäftsstelle: was zu prüfen und was überfällig ist"),
        "  2. " + _("Sitzung in Hohenfurt, Vorbereitung: was wieder auf den Tisch kommt und warum"),
        "  3. " + _("Tagesordnung, Einladungen und Niederschrift derselben Sitzungsreihe"),
        "  4. " + _("Als Pressestelle: die Pressemitteilung, die auf Freigabe wartet"),
        "  5. " + _("Sitzung in Albstadt, Ergebnisse: was aus den Zusagen von 2017 geworden ist"),
        "",
        _("Musterland ist erfunden; Südwürttemberg beruht auf öffentlichen Quellen."),
        _("Beenden mit Strg-C."),
    ]
    return "\n".join(lines)


def _login(who: str, email: str, password: str) -> str:
    return f"  {who}: {email}  ·  {_('Passwort:')} {password}"


def _give_up(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
