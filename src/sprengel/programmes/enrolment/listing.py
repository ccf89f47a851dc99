"""Many cities at once: paste or upload, look at what would happen, then enter it in one go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sprengel.accounts.models import User
from sprengel.figures.problems import FigureProblem
from sprengel.figures.spreadsheets import MOST_BYTES, read_table
from sprengel.programmes.enrolment import lists
from sprengel.programmes.enrolment.editing import for_the_office
from sprengel.programmes.enrolment.facts import EnrolmentFacts
from sprengel.programmes.enrolment.forms import (
    NoteFields,
    RoundChoice,
    SourceFields,
    StepFields,
    TermFields,
    offer_rounds,
)
from sprengel.programmes.enrolment.lists import RawList, RawRow
from sprengel.programmes.enrolment.many import Entered, enter_many
from sprengel.programmes.enrolment.preview import Preview, preview
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.enrolment.views import programme_or_404
from sprengel.programmes.models import Programme, Round

_SALT = "sprengel.programmes.enrolment.list"
_VALID_SECONDS = 24 * 60 * 60
LONGEST_TEXT = 200_000


class ListForm(NoteFields, SourceFields, TermFields, StepFields):
    """What holds for all of the list, and the list: pasted or as a file."""

    round = RoundChoice(label=gettext_lazy("Runde"), queryset=Round.objects.none())
    names = forms.CharField(
        label=gettext_lazy("Liste einfügen"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Ein Name je Zeile, oder aus einer Tabelle kopiert mit Überschriften: Stadt, Stand, "
            "von, bis, Beantragt, Bewilligt, Stellen, Anmerkung."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("oder Tabelle hochladen"),
        required=False,
        help_text=gettext_lazy("Excel oder CSV; die Überschriften stehen in der ersten Zeile."),
    )
    field_order = (
        "round",
        "names",
        "file",
        "state",
        "on",
        "on_note",
        "start_on",
        "end_on",
        "dates_note",
        "source",
        "document",
        "quote",
        "visibility",
    )

    def __init__(
        self, *args: Any, user: User, programme: Programme, is_confirmed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        self._is_confirmed = is_confirmed
        self.raw: RawList | None = None
        self.fields["visibility"].help_text = _(
            "Für neue Einträge; was schon eingetragen ist, bleibt so sichtbar, wie es ist."
        )
        self.fields["state"].help_text = _("Gilt, wo die Liste keine Spalte „Stand“ hat.")
        self.offer_documents(user)
        offer_rounds(self, user, programme)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self._is_confirmed:
            return given
        names, file = (given.get("names") or "").strip(), given.get("file")
        if bool(names) == bool(file):
            self.add_error(
                "names",
                _("Bitte eine Liste einfügen oder eine Tabelle hochladen.")
                if not names
                else _("Bitte entweder einfügen oder hochladen, nicht beides."),
            )
            return given
        try:
            self.raw = lists.read_text(names) if names else _read_file(file)
        except EnrolmentProblem as problem:
            self.add_error("names" if names else "file", str(problem))
        except FigureProblem as problem:
            self.add_error("file", str(problem))
        return given

    def base(self) -> EnrolmentFacts:
        given = self.cleaned_data
        return EnrolmentFacts(
            state=given["state"],
            on=given["on"],
            on_note=given["on_note"],
            start_on=given["start_on"],
            end_on=given["end_on"],
            dates_note=given["dates_note"],
            visibility=given["visibility"],
            source=given["source"],
            passage=self.passage(),
        )

    def show(self, problem: EnrolmentProblem) -> None:
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


@for_the_office
def enter_list(request: HttpRequest, slug: str) -> HttpResponse:
    of = programme_or_404(request.user, slug)
    is_confirmed = "rows" in request.POST
    form = ListForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        programme=of,
        is_confirmed=is_confirmed,
    )
    if request.method != "POST" or not form.is_valid():
        return _form(request, of, form)
    if not is_confirmed:
        with transaction.atomic():
            made = _preview(request, form, form.raw)
            transaction.set_rollback(True)  # looking marks no passage
        return _show(request, of, form, made, form.raw)
    return _confirm(request, of, form)


def _confirm(request: HttpRequest, of: Programme, form: ListForm) -> HttpResponse:
    try:
        raw, seen = _unpack(request.POST["rows"])
    except signing.BadSignature:
        form.add_error("names", _("Die Vorschau ist abgelaufen. Bitte die Liste neu einfügen."))
        return _form(request, of, form)
    with transaction.atomic():
        made = _preview(request, form, raw)
        if made.seen_versions() != {**seen, **_picked_versions(made, seen)}:
            messages.warning(
                request,
                _("Inzwischen hat sich etwas geändert. Bitte die Vorschau noch einmal ansehen."),
            )
            return _show(request, of, form, made, raw)
        try:
            with transaction.atomic():
                entered = enter_many(
                    actor=request.user,
                    round=made.round,
                    lines=made.to_enter(),
                    seen_versions=made.seen_versions(),
                )
        except EnrolmentProblem as problem:
            messages.error(request, str(problem))
            return _show(request, of, form, made, raw)
    _tell(request, entered, len(made.open))
    return redirect(f"{reverse('programmes:enrolments', args=[of.slug])}?runde={made.round.slug}")


def _picked_versions(made: Preview, seen: dict[int, int]) -> dict[int, int]:
    """A city picked just now was not in the preview: its row counts as seen now."""
    return {pk: version for pk, version in made.seen_versions().items() if pk not in seen}


def _preview(request: HttpRequest, form: ListForm, raw: RawList | None) -> Preview:
    return preview(
        request.user,
        round=form.cleaned_data["round"],
        raw=raw or RawList(()),
        base=form.base(),
        picks=_picks(request),
    )


def _picks(request: HttpRequest) -> dict[int, int]:
    """Which city a person chose for a line that could mean several."""
    found = {}
    for name, value in request.POST.items():
        line = name.removeprefix("wahl-")
        if line != name and line.isdecimal() and value.isdecimal() and len(value) < 10:
            found[int(line)] = int(value)
    return found


def _chosen(request: HttpRequest, made: Preview) -> list[tuple[int, int]]:
    """Choices that have already led to a city: no longer asked about, still to be sent along."""
    found = {line.number for line in made.found}
    return [(line, pk) for line, pk in _picks(request).items() if line in found]


def _read_file(file: UploadedFile) -> RawList:
    # One byte more than allowed is enough for it to be refused.
    table = read_table(file.read(MOST_BYTES + 1), file.name)
    notes = [str(note) for note in table.notes]
    return lists.read_rows(table.header, table.rows, notes, table.row_numbers)


def _tell(request: HttpRequest, entered: Entered, left_out: int) -> None:
    said = [
        ngettext("%(n)s Stadt neu eingetragen", "%(n)s Städte neu eingetragen", entered.added)
        % {"n": entered.added},
        _("%(n)s geändert") % {"n": entered.changed},
        _("%(n)s unverändert") % {"n": entered.unchanged},
        _("%(n)s ausgelassen") % {"n": left_out},
    ]
    messages.success(request, ", ".join(said) + ".")


# From one page to the next, signed: nobody's list is kept between them.


def _pack(raw: RawList, seen: dict[int, int]) -> str:
    return signing.dumps(
        {
            "rows": [[row.number, row.cells] for row in raw.rows],
            "columns": sorted(raw.columns),
            "notes": list(raw.notes),
            "seen": [[pk, version] for pk, version in seen.items()],
        },
        salt=_SALT,
        compress=True,
    )


def _unpack(packed: str) -> tuple[RawList, dict[int, int]]:
    kept = signing.loads(packed, salt=_SALT, max_age=_VALID_SECONDS)
    raw = RawList(
        rows=tuple(RawRow(number, cells) for number, cells in kept["rows"]),
        columns=frozenset(kept["columns"]),
        notes=tuple(kept["notes"]),
    )
    return raw, dict(kept["seen"])


def _form(request: HttpRequest, of: Programme, form: ListForm) -> HttpResponse:
    return render(request, "programmes/enrolment/enter_list.html", {"programme": of, "form": form})


def _show(
    request: HttpRequest, of: Programme, form: ListForm, made: Preview, raw: RawList | None
) -> HttpResponse:
    kept = [name for name in form.fields if name not in ("names", "file")]
    return render(
        request,
        "programmes/enrolment/preview.html",
        {
            "programme": of,
            "preview": made,
            "kept": [(name, form.data.get(name, "")) for name in kept],
            "rows": _pack(raw or RawList(()), made.seen_versions()),
            "chosen": _chosen(request, made),
        },
    )
