"""A table of counts: uploaded, looked at, and entered as it was looked at."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sprengel.bodies import queries as bodies
from sprengel.bodies.models import Alias, BodyKind
from sprengel.figures.problems import FigureProblem
from sprengel.figures.spreadsheets import Note, Table, read_upload
from sprengel.ledger.uploads import limit_uploads
from sprengel.meetings.views import office_only
from sprengel.programmes.housing import actions, queries
from sprengel.programmes.housing.actions import Counted
from sprengel.programmes.housing.definitions import MEASURES, STAGES
from sprengel.programmes.housing.entering import in_words, overview_url
from sprengel.programmes.housing.forms import EnterForm
from sprengel.programmes.housing.reading import (
    CITY,
    DAY,
    IGNORED,
    Names,
    Preview,
    guessed_roles,
    preview,
)
from sprengel.ui.days import DayField

View = Callable[..., HttpResponse]

MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_PACKED = 2_000_000
SALT = "sprengel.programmes.housing.upload"
VALID_SECONDS = 24 * 3600
"""So long a preview may lie open before it is entered."""


class UploadForm(EnterForm):
    stufe = forms.ChoiceField(label=gettext_lazy("Stufe"), choices=list(STAGES.items()))
    stichtag = DayField(
        label=gettext_lazy("Stichtag"),
        help_text=gettext_lazy("Wo die Tabelle keine eigene Spalte dafür hat, gilt dieser Tag."),
    )
    gezaehlt = forms.CharField(
        label=gettext_lazy("Gezählt von"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Leer: jede Stadt selbst. Sonst wer: „Landkreis“ …"),
    )
    datei = forms.FileField(
        label=gettext_lazy("Tabelle"),
        required=False,
        help_text=gettext_lazy(
            ".xlsx, .ods oder .csv; eine Zeile je Stadt, die Überschriften in der ersten Zeile."
        ),
    )
    geprueft = forms.BooleanField(
        label=gettext_lazy("Ich habe die Hinweise geprüft, so eintragen"), required=False
    )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and the field that says what it is."""

    name: str
    heading: str
    role: str
    choices: tuple[tuple[str, Any], ...]


def with_limited_uploads(view: View) -> View:
    """The token is checked inside: the limit must stand before anything reads the form."""
    protected = csrf_protect(view)

    @csrf_exempt
    @functools.wraps(view)
    def entered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        limit_uploads(request)
        try:
            return protected(request, *args, **kwargs)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            messages.error(request, _("Das war zu viel auf einmal. Bitte eine kleinere Tabelle."))
            return redirect(request.path)

    return entered


@with_limited_uploads
@office_only
def upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        table = _table(request, form)
    except FigureProblem as problem:
        form.add_error("datei", str(problem))
        return _page(request, form, status=422)
    given = form.cleaned_data
    defined = queries.definitions(request.user, given["stufe"])
    roles = _roles(request, table, list(defined))
    found = preview(table, roles, _names(request), defined, given["stichtag"])
    counted = Counted(
        key_on=given["stichtag"],
        source=given["quelle"],
        counted_by_name=given["gezaehlt"].strip(),
        visibility=given["sichtbarkeit"],
    )
    if "eintragen" in request.POST and _entered(request, form, found, counted):
        return redirect(overview_url(given["stufe"], counted))
    return _page(request, form, table, roles, found)


def _entered(request: HttpRequest, form: UploadForm, found: Preview, counted: Counted) -> bool:
    """Entered, or the form says why not."""
    if found.problems:
        form.add_error(None, _("Bitte zuerst in der Datei berichtigen, was unten steht."))
        return False
    if found.warnings and not form.cleaned_data["geprueft"]:
        form.add_error("geprueft", _("Bitte die Hinweise prüfen und das hier bestätigen."))
        return False
    try:
        written = actions.enter_counts(
            actor=request.user,
            counts=found.counts,
            counted=counted,
            because=form.cleaned_data["grund"],
        )
    except FigureProblem as problem:
        form.add_error("grund" if problem.field == "replaced_because" else None, str(problem))
        return False
    messages.success(request, in_words(written))
    return True


def _table(request: HttpRequest, form: UploadForm) -> Table:
    """Of the file just sent, else of the preview that was looked at."""
    if request.too_large:  # type: ignore[attr-defined]
        raise FigureProblem(_("Diese Datei ist zu groß. Bitte nur das nötige Blatt hochladen."))
    file = form.cleaned_data["datei"]
    if file is not None:
        table = read_upload(file.read(), file.name)
        if len(table.rows) > MOST_ROWS or len(table.header) > MOST_COLUMNS:
            raise FigureProblem(
                _("Möglich sind %(rows)s Zeilen und %(columns)s Spalten.")
                % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            )
        return table
    packed = request.POST.get("entwurf", "")
    if not packed:
        raise FigureProblem(_("Bitte eine Tabelle wählen."))
    try:
        return _unpacked(packed)
    except signing.BadSignature as e:
        raise FigureProblem(
            _("Diese Vorschau gilt nicht mehr. Bitte die Tabelle noch einmal hochladen.")
        ) from e


def _packed(table: Table) -> str:
    """The preview itself is sent along, signed: what is entered is what was looked at."""
    facts = [
        table.header,
        table.rows,
        [one.sentence for one in table.notes],
        table.row_numbers,
        table.columns,
    ]
    packed = signing.dumps(facts, salt=SALT, compress=True)
    if len(packed) > MOST_PACKED:
        raise FigureProblem(_("Diese Tabelle hat zu viel Text. Bitte nur die nötigen Spalten."))
    return packed


def _unpacked(packed: str) -> Table:
    header, rows, notes, row_numbers, columns = signing.loads(
        packed, salt=SALT, max_age=VALID_SECONDS
    )
    return Table(
        header=tuple(header),
        rows=tuple(tuple(row) for row in rows),
        notes=tuple(Note(text) for text in notes),
        row_numbers=tuple(row_numbers),
        columns=tuple(columns),
    )


def _roles(request: HttpRequest, table: Table, measures: list[Any]) -> list[str]:
    """As the person chose them; of a file just sent as its headings seem to say."""
    if "datei" in request.FILES or "spalte-0" not in request.POST:
        return guessed_roles(table.header, measures)
    possible = {CITY, DAY, IGNORED, *measures}
    roles: list[str] = []
    for number in range(len(table.header)):
        chosen = request.POST.get(f"spalte-{number}", IGNORED)
        roles.append(chosen if chosen in possible and chosen not in roles else IGNORED)
    return roles


def _names(request: HttpRequest) -> Names:
    rows = bodies.bodies(request.user).filter(kind__in=(BodyKind.CITY, BodyKind.COUNTY))
    found = list(rows)
    aliases = Alias.objects.filter(actor__in=[one.pk for one in found])
    return Names(found, aliases.values_list("actor_id", "name"))


def _page(
    request: HttpRequest,
    form: UploadForm,
    table: Table | None = None,
    roles: list[str] | None = None,
    found: Preview | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "table": table, "found": found}
    if table is not None and roles is not None:
        try:
            context["packed"] = _packed(table)
        except FigureProblem as problem:
            form.add_error("datei", str(problem))
            context |= {"table": None, "found": None}
        context["columns"] = _columns(form, table, roles, request)
    return render(request, "programmes/housing/upload.html", context, status=status)


def _columns(
    form: UploadForm, table: Table, roles: list[str], request: HttpRequest
) -> list[Column]:
    measures = queries.definitions(request.user, form.cleaned_data["stufe"])
    choices = (
        (IGNORED, _("nicht übernehmen")),
        (CITY, _("Stadt")),
        (DAY, _("Stichtag")),
        *((str(one), MEASURES[one]) for one in measures),
    )
    return [
        Column(f"spalte-{number}", heading, role, choices)
        for number, (heading, role) in enumerate(zip(table.header, roles, strict=True))
    ]
