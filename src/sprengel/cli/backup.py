"""`sprengel backup FILE | restore FILE`: database and original files in one archive."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from sprengel import __version__
from sprengel.cli.text import _
from sprengel.cli.web import start_django

MANIFEST = "sprengel-backup.json"
SQLITE_NAME = "sprengel.sqlite3"
POSTGRES_NAME = "sprengel.pgdump"


class BackupProblem(Exception):
    """Something a person must do before this can work; the message says what."""


def backup(
    file: Annotated[Path, typer.Argument(help=_("Zieldatei, z. B. sprengel-2026-11-24.tar.gz"))],
) -> None:
    """Write database and originals into one archive, also while everything runs."""
    start_django()
    try:
        write_backup(file)
    except BackupProblem as problem:
        _fail(problem)
    except (OSError, sqlite3.Error) as error:
        _fail(
            BackupProblem(
                _("Die Sicherung konnte nicht geschrieben werden (%(error)s).") % {"error": error}
            )
        )
    size = file.stat().st_size / 1_000_000
    typer.echo(_("Gesichert: %(file)s (%(size).1f MB)") % {"file": file, "size": size})


def restore(
    file: Annotated[Path, typer.Argument(help=_("Sicherung von „sprengel backup“"))],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Vorhandene Daten ersetzen"))
    ] = False,
) -> None:
    """Bring a backup back; server and worker must be stopped."""
    start_django()
    try:
        read_backup(file, replace=replace)
    except BackupProblem as problem:
        _fail(problem)
    except OSError as error:
        _fail(
            BackupProblem(
                _("Die Sicherung konnte nicht zurückgeholt werden (%(error)s).") % {"error": error}
            )
        )
    typer.echo(_("Zurückgeholt. Bitte „sprengel migrate“ und „sprengel doctor“ ausführen."))


def write_backup(target: Path) -> None:
    """Write to a temporary file first: an interrupted backup never looks like a whole one."""
    from django.conf import settings

    if target.is_dir():
        raise BackupProblem(
            _("%(file)s ist ein Ordner. Bitte den Namen einer Datei angeben.") % {"file": target}
        )
    if target.resolve().is_relative_to(settings.FILES_DIR.resolve()):
        raise BackupProblem(
            _("Bitte nicht in den Ordner der Originaldateien sichern: Er wird selbst gesichert.")
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sprengel-backup-") as work:
        folder = Path(work)
        database = _dump_database(folder)
        manifest = {"version": __version__, "database": database.name}
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        partial = folder / "backup.tar.gz"
        with tarfile.open(partial, "w:gz") as archive:
            archive.add(folder / MANIFEST, MANIFEST)
            archive.add(database, database.name)
            if settings.FILES_DIR.exists():
                archive.add(settings.FILES_DIR, "files")
        # Everything is in it, also what only the office may see.
        partial.chmod(0o600)
        os.replace(partial, target)


def read_backup(source: Path, *, replace: bool) -> None:
    """Unpack beside the data first and swap at the end, so a broken backup changes nothing."""
    from django.conf import settings

    if not source.is_file():
        raise BackupProblem(_("Die Datei %(file)s gibt es nicht.") % {"file": source})
    _check_empty(replace=replace)
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".sprengel-restore-") as work:
        folder = Path(work)
        try:
            with tarfile.open(source, "r:gz") as archive:
                _unpack(archive, folder)
        except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BackupProblem(
                _("Diese Datei ist keine Sicherung von Sprengel oder nicht vollständig.")
            ) from error
        dump = folder / _manifest(folder)["database"]
        _check_dump(dump)
        # First the files, which replace none: the database must not speak of missing ones.
        _swap_files(folder / "files", settings.FILES_DIR)
        _load_database(dump)


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Plain files inside ``folder`` only; ``filter="data"`` is missing before Python 3.11.4."""
    for member in archive:
        target = (folder / member.name).resolve()
        takes_a_place = target.is_dir() if member.isfile() else target.is_file()
        is_plain = (member.isfile() or member.isdir()) and not takes_a_place
        if not is_plain or not target.is_relative_to(folder.resolve()):
            raise BackupProblem(_("Diese Datei ist keine Sicherung von Sprengel."))
        if member.isfile():
            target.parent.mkdir(parents=True, exist_ok=True)
            content = archive.extractfile(member)
            assert content is not None  # a plain file has content
            with content, target.open("wb") as out:
                shutil.copyfileobj(content, out)


def _fail(problem: Exception) -> None:
    typer.echo(str(problem), err=True)
    raise typer.Exit(1)


def _manifest(folder: Path) -> dict[str, str]:
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        name = manifest["database"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupProblem(_("Diese Datei ist keine Sicherung von Sprengel.")) from error
    if name not in (SQLITE_NAME, POSTGRES_NAME) or not (folder / name).is_file():
        raise BackupProblem(_("In dieser Sicherung fehlt die Datenbank."))
    return manifest


def _check_dump(dump: Path) -> None:
    """Before it takes the place of what is there."""
    if _is_sqlite() != (dump.name == SQLITE_NAME):
        raise BackupProblem(
            _("Die Sicherung stammt von einer anderen Datenbankart. Bitte DATABASE_URL prüfen.")
        )
    if dump.name != SQLITE_NAME:
        return
    try:
        with closing(sqlite3.connect(dump)) as copy:
            is_whole = copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
            tables = copy.execute("SELECT name FROM sqlite_master WHERE name = 'archive_document'")
            is_ours = tables.fetchone() is not None
    except sqlite3.Error:
        is_whole = is_ours = False
    if not (is_whole and is_ours):
        raise BackupProblem(_("Die Datenbank in dieser Sicherung ist beschädigt."))


def _database_settings() -> dict[str, Any]:
    from django.db import connection

    return connection.settings_dict


def _is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _dump_database(folder: Path) -> Path:
    if _is_sqlite():
        target = folder / SQLITE_NAME
        path = Path(_database_settings()["NAME"])
        if not path.exists():
            raise BackupProblem(
                _("Es gibt noch keine Datenbank. Bitte zuerst „sprengel migrate“ ausführen.")
            )
        with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
        return target
    target = folder / POSTGRES_NAME
    _run_postgres("pg_dump", "--format=custom", f"--file={target}", *_postgres_arguments())
    return target


def _load_database(dump: Path) -> None:
    if _is_sqlite():
        from django.db import connections

        connections.close_all()
        target = Path(_database_settings()["NAME"])
        for left_over in (f"{target}-wal", f"{target}-shm"):
            Path(left_over).unlink(missing_ok=True)
        os.replace(dump, target)
        return
    _run_postgres(
        "pg_restore", "--clean", "--if-exists", "--no-owner", *_postgres_arguments(), str(dump)
    )


def _check_empty(*, replace: bool) -> None:
    from django.db import connection

    if replace:
        return
    if "archive_document" in connection.introspection.table_names():
        from sprengel.archive.models import Document

        if Document.objects.exists():
            raise BackupProblem(
                _("Es sind schon Daten da. Mit --replace werden sie durch die Sicherung ersetzt.")
            )


def _swap_files(new: Path, target: Path) -> None:
    """Original files are named by their content: adding them never overwrites another file."""
    if not new.exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(new, target, dirs_exist_ok=True)


def _postgres_arguments() -> list[str]:
    settings = _database_settings()
    pairs = (
        ("--host", settings["HOST"]),
        ("--port", settings["PORT"]),
        ("--username", settings["USER"]),
        ("--dbname", settings["NAME"]),
    )
    return [f"{name}={value}" for name, value in pairs if value]


def _run_postgres(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise BackupProblem(
            _("Das Programm %(program)s fehlt. Bitte das Paket postgresql-client installieren.")
            % {"program": program}
        )
    env = {**os.environ, "PGPASSWORD": _database_settings()["PASSWORD"]}
    done = subprocess.run([program, *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        raise BackupProblem(f"{program}: {done.stderr.strip()}")
