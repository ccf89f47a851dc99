"""`sprengel doctor`: is this installation healthy, and if not, what to do."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from sprengel.cli.text import _
from sprengel.cli.web import start_django

LITTLE_SPACE_BYTES = 500 * 1024 * 1024
WAITING_TOO_LONG = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    is_fine: bool
    sentence: str


def doctor() -> None:
    """Print one line per check; exit 1 if one fails."""
    console = Console()
    ill = 0
    for finding in _findings():
        mark, colour = ("✓", "green") if finding.is_fine else ("✗", "red")
        console.print(f"[{colour}]{mark}[/] {escape(finding.sentence)}")
        ill += not finding.is_fine
    raise typer.Exit(1 if ill else 0)


def _findings() -> Iterator[Finding]:
    yield _python()
    start_django()
    checks: tuple[Callable[[], Finding], ...] = (
        _data_folder,
        _space,
        _database,
        _migrations,
    )
    for check in checks:
        finding = check()
        yield finding
        if not finding.is_fine and check in (_database, _migrations):
            return
    yield _original_files()
    yield _waiting_readings()
    yield _mail()
    yield _pdf()
    yield _broken_anchors()


def _python() -> Finding:
    return Finding(
        sys.version_info >= (3, 11),
        _("Python %(version)s (gebraucht wird 3.11 oder neuer)")
        % {"version": ".".join(map(str, sys.version_info[:3]))},
    )


def _data_folder() -> Finding:
    from django.conf import settings

    folder = settings.DATA_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_text("", encoding="ascii")
        probe.unlink()
    except OSError as error:
        return Finding(
            False,
            _("Der Datenordner %(folder)s ist nicht beschreibbar (%(error)s).")
            % {"folder": folder, "error": error.strerror},
        )
    return Finding(True, _("Datenordner %(folder)s ist beschreibbar.") % {"folder": folder})


def _space() -> Finding:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA_DIR).free
    megabytes = free // (1024 * 1024)
    if free < LITTLE_SPACE_BYTES:
        return Finding(
            False,
            _("Nur noch %(free)s MB Platz. Bitte Platz schaffen, ehe Dokumente dazukommen.")
            % {"free": megabytes},
        )
    return Finding(True, _("%(free)s MB Platz auf der Platte.") % {"free": megabytes})


def _database() -> Finding:
    from django.db import connection
    from django.db.utils import Error

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return Finding(
            False,
            _("Die Datenbank antwortet nicht: %(error)s. Bitte DATABASE_URL prüfen.")
            % {"error": str(error).strip()},
        )
    return Finding(True, _("Datenbank (%(vendor)s) antwortet.") % {"vendor": connection.vendor})


def _migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(
            False,
            _("Die Datenbank ist veraltet. Bitte „sprengel migrate“ ausführen."),
        )
    return Finding(True, _("Die Datenbank ist auf dem neuesten Stand."))


def _original_files() -> Finding:
    """There and of the right size; comparing every byte of an archive would take an hour."""
    from django.conf import settings

    from sprengel.archive import store
    from sprengel.archive.models import Document, StoredFile

    ill = [
        file
        for file in StoredFile.objects.iterator()
        if _size_of(store.path_of(file.sha512, settings.FILES_DIR)) != file.size_bytes
    ]
    if not ill:
        return Finding(True, _("Alle Originaldateien sind da."))
    names = [
        document.file_name
        for document in (Document.objects.filter(file=file).first() for file in ill[:3])
        if document is not None
    ]
    return Finding(
        False,
        _(
            "%(count)s Originaldateien fehlen oder sind beschädigt (%(names)s …). Bitte aus der "
            "Sicherung holen."
        )
        % {"count": len(ill), "names": ", ".join(names)},
    )


def _size_of(path: Path) -> int:
    """-1 where there is no such file."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _waiting_readings() -> Finding:
    from django.utils import timezone

    from sprengel.ledger.models import ReadingRun, RunState

    old = timezone.now() - WAITING_TOO_LONG
    stuck = ReadingRun.objects.filter(state=RunState.QUEUED, created_at__lt=old).count()
    if stuck:
        return Finding(
            False,
            _("%(count)s Dokumente warten auf das Lesen. Läuft „sprengel worker“?")
            % {"count": stuck},
        )
    return Finding(True, _("Kein Dokument wartet zu lange auf das Lesen."))


def _mail() -> Finding:
    from sprengel.mail import queries

    trouble = queries.trouble_of_all()
    if trouble is None:
        return Finding(True, _("Keine Mail ist steckengeblieben."))
    if trouble.down_since:
        return Finding(False, trouble.problem)
    if trouble.is_worker_missing:
        return Finding(
            False, _("Mails warten seit mehr als 15 Minuten. Bitte „sprengel worker“ starten.")
        )
    return Finding(
        False,
        _("%(count)s Mails konnten nicht zugestellt werden; sie stehen im Postausgang (/post/).")
        % {"count": trouble.failed},
    )


def _pdf() -> Finding:
    """A convenience: without it reports are handed out as Word and Excel, so nothing is ill."""
    from sprengel.publishing.files.pdf import NoPdf, pdf_of

    try:
        pdf_of("<p>.</p>")
    except NoPdf:
        return Finding(
            True,
            _(
                "PDF geht hier nicht, Word und Excel gehen. Für PDF: apt install libpango-1.0-0 "
                "libpangoft2-1.0-0 libharfbuzz-subset0"
            ),
        )
    return Finding(True, _("Berichte und Unterlagen lassen sich als PDF ausgeben."))


def _broken_anchors() -> Finding:
    from sprengel.archive.models import Passage
    from sprengel.ledger.models import Statement

    count = (
        Passage.objects.filter(is_broken=True).count()
        + Statement.objects.filter(is_broken=True).count()
    )
    if count:
        return Finding(
            False,
            _("%(count)s Fundstellen stehen in der neuen Textfassung nicht mehr. Bitte prüfen.")
            % {"count": count},
        )
    return Finding(True, _("Alle Fundstellen stehen in ihren Texten."))
