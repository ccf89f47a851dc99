"""`sprengel report status --organization … --out report.docx|.xlsx|.pdf`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sprengel.cli.text import _
from sprengel.cli.usage import GermanGroup
from sprengel.cli.web import start_django

if TYPE_CHECKING:
    from sprengel.bodies.models import Organization

app = typer.Typer(help=_("Berichte schreiben"), cls=GermanGroup, no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `report status` a group even while it has one command."""


@app.command(help=_("Sachstandsbericht (Beschlusskontrolle) eines Gremiums als Datei"))
def status(
    organization: Annotated[str, typer.Option(help=_("Gremium: Name oder Kürzel"))],
    out: Annotated[Path, typer.Option(help=_("Zieldatei: .docx, .xlsx oder .pdf"))],
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help=_("Zeitraum von; ohne Angabe 1. Januar")),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help=_("Zeitraum bis; ohne Angabe heute")),
    ] = None,
    visibility: Annotated[
        str, typer.Option(help=_("Für wen: public, members oder office"))
    ] = "public",
) -> None:
    """Write the report; nothing is issued, so matters that are done stay in the next one."""
    start_django()
    from sprengel.accounts.clock import today
    from sprengel.accounts.models import Visibility
    from sprengel.publishing.files.pdf import NoPdf
    from sprengel.publishing.files.word import BadTemplate
    from sprengel.publishing.reports import files, queries

    writers = {".docx": files.as_word, ".xlsx": files.as_excel, ".pdf": files.as_pdf}
    if out.suffix.lower() not in writers:
        raise typer.BadParameter(_("Bitte eine Datei .docx, .xlsx oder .pdf nennen."))
    if visibility not in Visibility.values:
        raise typer.BadParameter(_("--visibility ist public, members oder office."))
    day = today()
    wanted = queries.Wanted(
        organization=_organization(organization),
        from_on=since.date() if since else date(day.year, 1, 1),
        to_on=until.date() if until else day,
        visibility=visibility,
    )
    if wanted.to_on < wanted.from_on:
        raise typer.BadParameter(_("Der Zeitraum endet, bevor er beginnt."))
    report = queries.draft(wanted)
    try:
        file = writers[out.suffix.lower()](report)
        out.write_bytes(file.data)
    except (NoPdf, BadTemplate, OSError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        _("%(file)s geschrieben: %(count)s Vorgänge.")
        % {"file": str(out), "count": len(report.lines)}
    )


def _organization(name: str) -> Organization:
    from sprengel.bodies.models import Organization

    found = list(Organization.objects.filter(slug=name) or Organization.objects.filter(name=name))
    if len(found) == 1:
        return found[0]
    known = ", ".join(sorted(one.slug for one in Organization.objects.all()[:40]))
    raise typer.BadParameter(
        _("Dieses Gremium gibt es nicht: %(name)s. Bekannt sind: %(known)s")
        % {"name": name, "known": known or "–"}
    )
