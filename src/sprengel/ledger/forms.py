"""Forms of this room: taking in, filtering, and writing down what became of a matter."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sprengel.accounts.models import Viewer, Visibility
from sprengel.archive import anchors
from sprengel.archive import queries as archive
from sprengel.archive.actions import mark_passage
from sprengel.archive.models import Document, DocumentKind, DocumentState, Revision
from sprengel.bodies import queries as bodies
from sprengel.ledger import queries
from sprengel.ledger.actions import EvidenceInput
from sprengel.ledger.models import EntryKind, Matter, State
from sprengel.ledger.queries import MatterFilters
from sprengel.ui.days import DayField
from sprengel.ui.seen import SeenFactsForm

# ── Taking in ─────────────────────────────────────────────────────────────────────────────────


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = FilesInput

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        one = super().clean
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [one(file, initial) for file in given]


class IntakeForm(forms.Form):
    """Files or a pasted text, and what one knows about them."""

    files = FilesField(
        label=gettext_lazy("Dateien"),
        required=False,
        help_text=gettext_lazy(
            "PDF, Word (.docx), OpenDocument (.odt), E-Mail (.eml), HTML, Text oder .zip"
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("oder Text einfügen"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = forms.CharField(
        label=gettext_lazy("Titel"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Ohne Angabe wird der Titel aus der Datei genommen."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Art"), choices=DocumentKind.choices, initial=DocumentKind.OTHER
    )
    dated_on = DayField(
        label=gettext_lazy("Datum des Dokuments"),
        required=False,
        help_text=gettext_lazy("Fristen wie „bis Ostern“ werden von diesem Tag aus gerechnet."),
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Herausgegeben von"), required=False, queryset=None
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Gremium"),
        required=False,
        queryset=None,
        help_text=gettext_lazy("Was darin zugesagt wird, kommt in dessen Sitzungen wieder vor."),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Sichtbarkeit"),
        choices=Visibility.choices,
        initial=Visibility.OFFICE,
    )
    source_url = forms.URLField(
        label=gettext_lazy("Fundort im Netz"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: object, user: Viewer, too_large: list[str] = (), **kwargs: object):
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["body"].queryset = bodies.bodies(user)
        self.fields["organization"].queryset = bodies.organizations(user)
        for name in ("body", "organization"):
            self.fields[name].empty_label = _("nicht angegeben")

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if self.too_large:
            self.add_error("files", too_large_sentence(self.too_large))
        elif "files" not in self.errors and not self._has_content(given):
            self.add_error("files", _("Bitte eine Datei wählen oder einen Text einfügen."))
        return given

    @staticmethod
    def _has_content(given: dict[str, object]) -> bool:
        return bool(given.get("files") or str(given.get("text", "")).strip())


class DocumentForm(SeenFactsForm):
    """What is known about a document that is there already."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=DocumentKind.choices)
    dated_on = DayField(
        label=gettext_lazy("Datum des Dokuments"),
        required=False,
        help_text=gettext_lazy("Fristen werden erst beim nächsten Lesen neu gerechnet."),
    )
    dated_note = forms.CharField(
        label=gettext_lazy("Anmerkung zum Datum"), required=False, max_length=200
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Herausgegeben von"), required=False, queryset=None
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Gremium"), required=False, queryset=None
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Sichtbarkeit"),
        choices=Visibility.choices,
        help_text=gettext_lazy(
            "Wird sie enger, werden es auch die Vorgänge, die aus diesem Dokument entstanden sind."
        ),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Fundort im Netz"), required=False, assume_scheme="https"
    )
    provenance = forms.CharField(
        label=gettext_lazy("Herkunft"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Woher es kommt und was man damit darf, in einem Satz."),
    )

    def __init__(self, *args: object, user: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies.bodies(user)
        self.fields["organization"].queryset = bodies.organizations(user)
        for name in ("body", "organization"):
            self.fields[name].empty_label = _("nicht angegeben")

    @classmethod
    def initial_for(cls, document: Document) -> dict[str, object]:
        return {
            "title": document.title,
            "kind": document.kind,
            "dated_on": document.dated_on,
            "dated_note": document.dated_note,
            "body": document.body_id,
            "organization": document.organization_id,
            "visibility": document.visibility,
            "source_url": document.source_url,
            "provenance": document.provenance,
        }


def too_large_sentence(names: list[str]) -> str:
    return ngettext(
        "„%(names)s“ ist zu groß; erlaubt sind %(allowed)s MB. Bitte in kleinere Dateien "
        "aufteilen oder Bilder entfernen.",
        "Diese Dateien sind zu groß; erlaubt sind je %(allowed)s MB: %(names)s. Bitte in "
        "kleinere Dateien aufteilen oder Bilder entfernen.",
        len(names),
    ) % {"names": ", ".join(names), "allowed": settings.MAX_UPLOAD_BYTES // 1024 // 1024}


# ── The list of matters ───────────────────────────────────────────────────────────────────────

PARAMETERS = {
    "art": "act",
    "wer": "actor",
    "an": "addressee",
    "zustaendig": "responsible",
    "thema": "topic",
    "sachstand": "state",
    "gremium": "organization",
    "frist": "due",
    "q": "q",
    "sortierung": "order",
}
"""How the filters are called in the address line."""
EVERY_STATE = "alle"


class MatterFilterForm(forms.Form):
    """The filters with too many values for chips."""

    q = forms.CharField(label=gettext_lazy("Suchwort"), required=False)
    wer = forms.ChoiceField(label=gettext_lazy("Wer"), required=False)
    an = forms.ChoiceField(label=gettext_lazy("An wen"), required=False)
    zustaendig = forms.ChoiceField(label=gettext_lazy("Zuständig"), required=False)
    gremium = forms.ChoiceField(label=gettext_lazy("Gremium"), required=False)
    thema = forms.ChoiceField(label=gettext_lazy("Thema"), required=False)
    sortierung = forms.ChoiceField(
        label=gettext_lazy("Reihenfolge"),
        required=False,
        choices=[
            ("due", gettext_lazy("nach Frist")),
            ("oldest", gettext_lazy("älteste zuerst")),
            ("newest", gettext_lazy("neueste zuerst")),
            ("changed", gettext_lazy("zuletzt geändert")),
        ],
    )

    def __init__(self, *args: object, user: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = queries.filter_choices(user)
        for name in ("wer", "an", "zustaendig", "gremium", "thema"):
            self.fields[name].choices = [("", _("alle")), *choices[PARAMETERS[name]]]
            if not choices[PARAMETERS[name]]:
                del self.fields[name]


def filters_from(parameters: dict[str, str]) -> MatterFilters:
    """From the address line; without a state the list shows what is not settled."""
    chosen = {
        ours: parameters.get(name, "").replace("\0", "").strip()
        for name, ours in PARAMETERS.items()
    }
    if not chosen["state"]:
        chosen["state"] = "pending"
    elif chosen["state"] == EVERY_STATE:
        chosen["state"] = ""
    return MatterFilters(**{**chosen, "order": chosen["order"] or "due"})


# ── What became of a matter ───────────────────────────────────────────────────────────────────


DOCUMENTS_OFFERED = 300
"""The latest ones; a list of thousands would help nobody."""


class EntryForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Sachstand"), required=False)
    sentence = forms.CharField(
        label=gettext_lazy("Was ist geschehen?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ein Satz."),
    )
    happened_on = DayField(
        label=gettext_lazy("geschehen am"),
        required=False,
        help_text=gettext_lazy("Ohne Angabe: heute."),
    )
    delayed_because = forms.CharField(
        label=gettext_lazy("Grund der Verzögerung"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Falls es länger dauert als gedacht; steht im Sachstandsbericht."),
    )
    document = forms.ModelChoiceField(label=gettext_lazy("Dokument"), required=False, queryset=None)
    quote = forms.CharField(
        label=gettext_lazy("Wortlaut der Fundstelle"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Aus dem Dokument kopieren; er wird dort gesucht."),
    )
    informant = forms.CharField(label=gettext_lazy("Auskunft von"), required=False, max_length=200)
    informed_on = DayField(label=gettext_lazy("Auskunft am"), required=False)
    source_url = forms.URLField(
        label=gettext_lazy("Fundort im Netz"), required=False, assume_scheme="https"
    )
    visibility = forms.ChoiceField(label=gettext_lazy("Sichtbarkeit"), required=False)

    def __init__(self, *args: object, user: Viewer, matter: Matter, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.matter = matter
        self.fields["state"].choices = [("", _("unverändert (nur ein Vermerk)")), *State.choices]
        readable = archive.documents(user).filter(state=DocumentState.READ)
        self.fields["document"].queryset = readable
        self.fields["document"].widget.choices = [
            ("", _("keines")),
            *((one.pk, _document_line(one)) for one in readable[:DOCUMENTS_OFFERED]),
        ]
        self.fields["visibility"].choices = [
            ("", _("wie der Vorgang (%(level)s)") % {"level": matter.get_visibility_display()}),
            (Visibility.OFFICE, _("nur Geschäftsstelle (nur für Vermerke)")),
        ]
        self.place: tuple[Revision, int, int] | None = None

    @property
    def kind(self) -> str:
        return EntryKind.STATE if self.cleaned_data.get("state") else EntryKind.NOTE

    def clean(self) -> dict[str, object]:
        given = super().clean()
        document, quote = given.get("document"), given.get("quote", "").strip()
        if quote and document is None:
            self.add_error("document", _("In welchem Dokument steht diese Fundstelle?"))
        elif document is not None and not quote:
            self.add_error("quote", _("Bitte den Wortlaut aus dem Dokument hierher kopieren."))
        elif document is not None:
            self._find(document, quote)
        if given.get("informed_on") and not given.get("informant", "").strip():
            self.add_error("informant", _("Von wem ist die Auskunft?"))
        return given

    def _find(self, document: Document, quote: str) -> None:
        revision = document.latest_revision
        found = anchors.find_quote(quote, revision.text) if revision else None
        if found is None:
            self.add_error("quote", not_found_sentence(quote, revision.text if revision else ""))
        else:
            self.place = (revision, found.start, found.end)

    def evidence(self) -> list[EvidenceInput]:
        given = self.cleaned_data
        passage = None
        if self.place is not None:
            revision, start, end = self.place
            passage = mark_passage(revision=revision, start=start, end=end)
        one = EvidenceInput(
            passage=passage,
            informant=given.get("informant", ""),
            informed_on=given.get("informed_on"),
            source_url=given.get("source_url", ""),
        )
        return [] if one.is_empty else [one]


def _document_line(document: Document) -> str:
    day = date_format(document.dated_on, "DATE_FORMAT") if document.dated_on else ""
    return f"{document.title} ({day})" if day else document.title


def not_found_sentence(quote: str, text: str) -> str:
    """Whether it is nowhere or in more than one place, and what to do."""
    if " ".join(quote.split()) in " ".join(text.split()):
        return _(
            "Dieser Wortlaut steht mehrmals im Dokument. Bitte etwas mehr davon kopieren, damit "
            "die Stelle eindeutig ist."
        )
    return _(
        "Dieser Wortlaut steht so nicht im Dokument. Bitte genau aus dem Text der Dokumentseite "
        "kopieren."
    )


class CheckForm(forms.Form):
    next_check_on = DayField(
        label=gettext_lazy("Wiedervorlage am"),
        required=False,
        help_text=gettext_lazy("Ohne Angabe: zur nächsten Sitzung des Gremiums."),
    )


class MatterForm(SeenFactsForm):
    """Facts of a matter a person may set; each change becomes an entry."""

    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Zuständig"), required=False, queryset=None
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Gremium"), required=False, queryset=None
    )
    due_on = DayField(label=gettext_lazy("Frist"), required=False)
    due_text = forms.CharField(
        label=gettext_lazy("Frist im Wortlaut"), required=False, max_length=300
    )
    topics = forms.CharField(
        label=gettext_lazy("Themen"),
        required=False,
        help_text=gettext_lazy("Durch Komma getrennt."),
    )
    visibility = forms.ChoiceField(label=gettext_lazy("Sichtbarkeit"), choices=Visibility.choices)

    def __init__(self, *args: object, user: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = bodies.actors(user)
        self.fields["organization"].queryset = bodies.organizations(user)
        for name in ("responsible", "organization"):
            self.fields[name].empty_label = _("nicht angegeben")

    @classmethod
    def initial_for(cls, matter: Matter) -> dict[str, object]:
        return {
            "responsible": matter.responsible_id,
            "organization": matter.organization_id,
            "due_on": matter.due_on,
            "due_text": matter.due_text,
            "topics": ", ".join(topic.name for topic in matter.topics.all()),
            "visibility": matter.visibility,
        }
