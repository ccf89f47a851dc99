"""Forms of the review screen: correct, add, attach."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import Viewer
from sprengel.archive import anchors
from sprengel.archive.models import Document, Revision
from sprengel.ledger import queries, spans
from sprengel.ledger.actions import Correction, NewStatement
from sprengel.ledger.forms import not_found_sentence
from sprengel.ledger.models import ActChoice, Statement
from sprengel.ledger.spans import Offsets
from sprengel.ledger.wording import ROLE_LABELS
from sprengel.ui.days import DayField

MAX_SPANS = 50


@dataclass(frozen=True, slots=True)
class SpanField:
    """One role as the template shows it: its words, and its places in a hidden field."""

    role: str
    label: str | Promise
    value: str
    words: str


class SpansForm(forms.Form):
    """What both forms have in common: five roles as places in the text, and plain fields."""

    act = forms.ChoiceField(label=gettext_lazy("Art der Aussage"), choices=ActChoice.choices)
    actor_name = forms.CharField(
        label=gettext_lazy("Wer"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "akteure", "autocomplete": "off"}),
    )
    addressee_name = forms.CharField(
        label=gettext_lazy("An wen"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"list": "akteure", "autocomplete": "off"}),
    )
    due_on = DayField(label=gettext_lazy("Frist"), required=False)
    due_text = forms.CharField(
        label=gettext_lazy("Frist im Wortlaut"), required=False, max_length=300
    )
    wording = forms.CharField(
        label=gettext_lazy("Was, im Wortlaut des Dokuments"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Aus dem Text kopieren; die Stelle wird dort gesucht."),
    )
    """The way without JavaScript; with it passages are marked in the text."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The text the places were marked in."""

    def __init__(self, *args: object, of: Revision | None, user: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.text = of.text if of else ""
        self.revision_id = of.pk if of else None
        self.initial["revision"] = self.revision_id
        for role in spans.ROLES:
            self.fields[role] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        given = super().clean()
        self.places = {}
        if given.get("revision") not in (None, self.revision_id):
            self._mark_anew()
            return given
        for role in spans.ROLES:
            places = self._places(role, given.get(role, ""))
            if places is not None:
                self.places[role] = places
        wording = given.get("wording", "").strip()
        if wording:
            found = anchors.find_quote(wording, self.text)
            if found is None:
                self.add_error("wording", not_found_sentence(wording, self.text))
            else:
                self.places["message"] = [(found.start, found.end)]
        return given

    def _mark_anew(self) -> None:
        """The document was read again meanwhile: places of the older text mean nothing in it."""
        self.data = self.data.copy()
        self.data["revision"] = str(self.revision_id)
        for role in spans.ROLES:
            self.data[role] = self.initial.get(role, "[]")
        self.add_error(
            None,
            _(
                "Das Dokument hat inzwischen eine neue Textfassung. Bitte die Stellen noch einmal "
                "markieren."
            ),
        )

    def _places(self, role: str, raw: str) -> Offsets | None:
        """None: not sent, leave as it is."""
        if not raw.strip():
            return None
        try:
            return read_places(raw, len(self.text))
        except ValueError:
            self.add_error(
                None, _("Die markierte Stelle steht nicht im Text. Bitte noch einmal markieren.")
            )
            return None

    def span_fields(self) -> list[SpanField]:
        return [self._span_field(role, label) for role, label in ROLE_LABELS.items()]

    def _span_field(self, role: str, label: str | Promise) -> SpanField:
        value = self[role].value() or "[]"
        try:
            places = read_places(value, len(self.text))
        except ValueError:
            places = []
        words = " … ".join(spans.one_line(self.text[s:e]) for s, e in places)
        return SpanField(role, label, value, words)


class CorrectionForm(SpansForm):
    is_draft = forms.BooleanField(
        label=gettext_lazy("nur ein Entwurf, noch nicht beschlossen"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, statement: Statement, user: Viewer, **kwargs: object) -> None:
        revision = statement.document.latest_revision or statement.revision
        self.statement = statement
        super().__init__(*args, of=revision, user=user, initial=_initial(statement), **kwargs)

    def take_over(self, newer: Statement) -> None:
        """Somebody was quicker: what was typed stays, to be saved on top of the newer version."""
        self.data = self.data.copy()
        self.data["version"] = str(newer.version)
        self.statement = newer

    def changes(self) -> Correction:
        given = self.cleaned_data
        due_changed = given["due_on"] != self.statement.due_on
        return Correction(
            act=given["act"],
            is_draft=given["is_draft"],
            spans=self._changed_places(),
            actor_name=self._changed("actor_name"),
            addressee_name=self._changed("addressee_name"),
            due_text=self._changed("due_text"),
            due_on=given["due_on"] if due_changed else None,
            clear_due=due_changed and given["due_on"] is None,
        )

    def _changed_places(self) -> dict[str, Offsets]:
        current = self.statement.spans
        return {
            role: places
            for role, places in self.places.items()
            if self.statement.is_broken or list(places) != spans.offsets_of(current, role)
        }

    def _changed(self, name: str) -> str | None:
        value: str = self.cleaned_data[name].strip()
        return None if value == getattr(self.statement, name) else value


class NewStatementForm(SpansForm):
    def __init__(self, *args: object, document: Document, user: Viewer, **kwargs: object) -> None:
        super().__init__(*args, of=document.latest_revision, user=user, auto_id="neu_%s", **kwargs)

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if not self.errors and not (self.places.get("message") or self.places.get("cue")):
            self.add_error(None, _("Bitte im Text markieren, was gesagt wurde."))
        return given

    def new(self) -> NewStatement:
        given = self.cleaned_data
        name = given["actor_name"].strip()
        return NewStatement(
            act=given["act"],
            spans=self.places,
            actor_name=name,
            addressee_name=given["addressee_name"].strip(),
            due_text=given["due_text"].strip(),
            due_on=given["due_on"],
        )


class AttachForm(forms.Form):
    matter = forms.ChoiceField(
        label=gettext_lazy("Zu welchem Vorgang gehört diese Aussage?"),
        widget=forms.RadioSelect,
        required=False,
    )
    other = forms.ChoiceField(label=gettext_lazy("Ein anderer Vorgang"), required=False)

    def __init__(self, *args: object, user: Viewer, statement: Statement, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        likely = queries.likely_for(user, [statement]).get(statement.pk, [])
        others = list(queries.matters(user, queries.MatterFilters(order="newest"))[:300])
        self.found = {str(m.public_id): m for m in (*likely, *others)}
        self.fields["matter"].choices = [(str(m.public_id), _line(m)) for m in likely]
        if not likely:
            del self.fields["matter"]
            self.fields["other"].label = _("Zu welchem Vorgang gehört diese Aussage?")
        self.fields["other"].choices = [
            ("", _("bitte wählen")),
            *((str(m.public_id), _line(m)) for m in others if m not in likely),
        ]

    def clean(self) -> dict[str, object]:
        given = super().clean()
        chosen = given.get("other") or given.get("matter")
        if not chosen or chosen not in self.found:
            raise ValidationError(_("Bitte einen Vorgang wählen."))
        given["matter"] = self.found[chosen]
        return given


def _line(matter: object) -> str:
    quote = matter.quote if len(matter.quote) <= 100 else matter.quote[:99] + "…"
    return f"{matter.actor_name}: „{quote}“" if matter.actor_name else f"„{quote}“"


def _initial(statement: Statement) -> dict[str, object]:
    broken = statement.is_broken
    return {
        "act": statement.act,
        "is_draft": statement.is_draft,
        "actor_name": statement.actor_name,
        "addressee_name": statement.addressee_name,
        "due_on": statement.due_on,
        "due_text": statement.due_text,
        "version": statement.version,
        **{
            # A broken one's places are those of an older text: they are to be marked anew.
            role: "[]" if broken else json.dumps(spans.offsets_of(statement.spans, role))
            for role in spans.ROLES
        },
    }


def read_places(raw: str, length: int) -> list[tuple[int, int]]:
    """``[[start, end], …]``; ValueError for anything else or outside the text."""
    places = json.loads(raw)
    if not isinstance(places, list) or len(places) > MAX_SPANS:
        raise ValueError("no list of places")
    return sorted(_place(place, length) for place in places)


def _place(raw: object, length: int) -> tuple[int, int]:
    if not isinstance(raw, Iterable) or isinstance(raw, (str, dict)):
        raise ValueError("no place")
    values = list(raw)
    if len(values) != 2 or not all(type(value) is int for value in values):
        raise ValueError("no place")
    start, end = values
    if not 0 <= start < end <= length:
        raise ValueError("outside the text")
    return start, end
