"""The office's forms: one for each kind of entry, for an office and for a membership."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sprengel.accounts.models import User, Visibility
from sprengel.bodies import queries
from sprengel.bodies.actions import full_name
from sprengel.bodies.facts import ActorFacts, BodyFacts, OrganizationFacts, PersonFacts
from sprengel.bodies.models import (
    Actor,
    ActorKind,
    Body,
    Membership,
    Organization,
    Person,
    Post,
    Quorum,
)
from sprengel.bodies.problems import EndsBeforeStart
from sprengel.ui.days import ask_for_plausible_days
from sprengel.ui.seen import SeenForm


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ActorForm(SeenForm):
    """What the three kinds of entry share: other names, and not entering anyone twice."""

    aliases = forms.CharField(
        label=gettext_lazy("Auch genannt"),
        help_text=gettext_lazy(
            "Ein Name je Zeile. Unter diesen Namen wird der Eintrag in Texten wiedererkannt."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("Gemeint ist etwas anderes mit demselben Namen; trotzdem eintragen"),
        widget=forms.HiddenInput,
        required=False,
    )

    actor_kind: ActorKind

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self._user = user
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "Für Einladungen und Rückfragen; nur die Geschäftsstelle sieht sie. Bitte eine "
            "Dienstadresse, keine private."
        )
        ask_for_plausible_days(self)
        for field in self.fields.values():
            _name_the_empty_choice(field)
        if self.instance.pk:
            self.fields["aliases"].initial = "\n".join(queries.aliases(user, self.instance))
        else:
            self.fields["visibility"].initial = Visibility.PUBLIC  # as the actions have it

    def stored(self) -> dict[str, Any]:
        names = "\n".join(queries.aliases(self._user, self.instance))
        return {**super().stored(), "aliases": names}

    def other_names(self) -> list[str]:
        """The other names typed, one a line."""
        lines = self.cleaned_data["aliases"].splitlines()
        return [line.strip() for line in lines if line.strip()]

    def facts(self) -> ActorFacts:
        raise NotImplementedError

    def wanted_name(self, cleaned: dict[str, Any]) -> str:
        return cleaned.get("name", "")

    def field_of_the_name(self) -> str:
        return "name"

    def namesakes(self, cleaned: dict[str, Any]) -> list[Actor]:
        found = queries.namesakes(self._user, self.actor_kind, self.wanted_name(cleaned))
        return [actor for actor in found if actor.pk != self.instance.pk]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        same = [] if cleaned.get("is_another") else self.namesakes(cleaned)
        if same:
            # Only now is there something to decide, so only now the question is asked.
            self.fields["is_another"].widget = forms.CheckboxInput()
            self.add_error(self.field_of_the_name(), _already_there(same))
        return cleaned


def _name_the_empty_choice(field: forms.Field) -> None:
    """Words instead of Django's row of dashes."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = _("bitte wählen")
    elif isinstance(field, forms.TypedChoiceField):
        empty = _("bitte wählen") if field.required else _("keine Angabe")
        field.choices = [(value, label if value else empty) for value, label in field.choices]


def _already_there(same: list[Actor]) -> SafeString:
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((actor.get_absolute_url(), actor.name) for actor in same)
    )
    return format_html("{} {}", _("Diesen Namen gibt es schon:"), links)


class BodyForm(ActorForm):
    actor_kind = ActorKind.BODY

    class Meta:
        model = Body
        fields = [
            "name",
            "short_name",
            "kind",
            "aliases",
            "city_status",
            "city_status_since",
            "city_status_before",
            "county",
            "region",
            "ags",
            "population",
            "population_on",
            "latitude",
            "longitude",
            "ended_on",
            "succeeded_by",
            "email",
            "note",
            "source",
            "visibility",
            "is_another",
        ]
        widgets = {
            "population_on": _day(),
            "city_status_since": _day(),
            "ended_on": _day(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "city_status": gettext_lazy("Rang der Stadt"),
            "succeeded_by": gettext_lazy("aufgegangen in"),
        }
        help_texts = {
            "source": gettext_lazy("Woher diese Angaben stammen, gern mit Datum."),
            "ags": gettext_lazy("Acht Ziffern, nur bei Städten und Gemeinden."),
            "city_status_since": gettext_lazy("Leer lassen, wenn der Tag nicht bekannt ist."),
            "latitude": gettext_lazy(
                "In Grad, höchstens drei Nachkommastellen, zum Beispiel 48,216. Für die Karte."
            ),
            "ended_on": gettext_lazy("Nur bei einer Stadt oder Stelle, die es nicht mehr gibt."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        successors = queries.bodies(user).exclude(pk=self.instance.pk)
        self.fields["succeeded_by"].queryset = successors
        self.fields["succeeded_by"].empty_label = _("keine Angabe")
        for name, limit in (("latitude", 90), ("longitude", 180)):
            self.fields[name].validators += [MinValueValidator(-limit), MaxValueValidator(limit)]

    def clean_ags(self) -> str:
        ags = self.cleaned_data["ags"].replace(" ", "")
        if not ags:
            return ""
        if len(ags) != 8 or not ags.isascii() or not ags.isdigit():
            raise forms.ValidationError(_("Der Gemeindeschlüssel hat genau acht Ziffern."))
        holder = Body.objects.filter(ags=ags).exclude(pk=self.instance.pk).first()
        if holder:
            raise forms.ValidationError(_already_there([holder]))
        return ags

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("population") is not None and not cleaned.get("population_on"):
            self.add_error(
                "population_on", _("Eine Einwohnerzahl braucht einen Stichtag, sonst altert sie.")
            )
        self._clean_position(cleaned)
        self._clean_times(cleaned)
        return cleaned

    def _clean_position(self, cleaned: dict[str, Any]) -> None:
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            is_missing = name not in self.errors and cleaned.get(name) is None
            if is_missing and cleaned.get(other) is not None:
                self.add_error(name, _("Zur Lage gehören Breite und Länge; eine davon fehlt."))

    def _clean_times(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("succeeded_by") and not cleaned.get("ended_on"):
            self.add_error("ended_on", _("An welchem Tag ist sie darin aufgegangen?"))
        if cleaned.get("city_status_since") and not cleaned.get("city_status"):
            self.add_error("city_status", _("Seit wann ist eingetragen, aber welcher Rang fehlt."))
        if cleaned.get("city_status_before") and not cleaned.get("city_status_since"):
            self.add_error(
                "city_status_since", _("Ein früherer Rang braucht den Tag, an dem er endete.")
            )

    def facts(self) -> BodyFacts:
        known = self.cleaned_data
        return BodyFacts(
            name=known["name"],
            kind=known["kind"],
            short_name=known["short_name"],
            region=known["region"],
            county=known["county"],
            ags=known["ags"],
            city_status=known["city_status"],
            population=known["population"],
            population_on=known["population_on"],
            note=known["note"],
            source=known["source"],
            visibility=known["visibility"],
            email=known["email"],
            city_status_since=known["city_status_since"],
            city_status_before=known["city_status_before"],
            latitude=known["latitude"],
            longitude=known["longitude"],
            ended_on=known["ended_on"],
            succeeded_by=known["succeeded_by"],
        )


class OrganizationForm(ActorForm):
    actor_kind = ActorKind.ORGANIZATION

    class Meta:
        model = Organization
        fields = [
            "name",
            "body",
            "kind",
            "aliases",
            "region",
            "quorum",
            "quorum_source",
            "email",
            "note",
            "source",
            "visibility",
            "is_another",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        labels = {"body": gettext_lazy("Gehört zu")}
        help_texts = {"source": gettext_lazy("Woher diese Angaben stammen, gern mit Datum.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["body"].queryset = queries.bodies(user)
        self.fields["quorum"].required = False
        self.fields["quorum_source"].help_text = _("Satzung oder Geschäftsordnung mit Paragraf.")

    def namesakes(self, cleaned: dict[str, Any]) -> list[Actor]:
        """Every council has a main committee: only within one body a name means the same."""
        of_body = set(
            Organization.objects.filter(body=cleaned.get("body")).values_list("pk", flat=True)
        )
        return [actor for actor in super().namesakes(cleaned) if actor.pk in of_body]

    def facts(self) -> OrganizationFacts:
        known = self.cleaned_data
        return OrganizationFacts(
            name=known["name"],
            body=known["body"],
            kind=known["kind"],
            region=known["region"],
            note=known["note"],
            source=known["source"],
            visibility=known["visibility"],
            email=known["email"],
            quorum=known["quorum"] or Quorum.NONE,
            quorum_source=known["quorum_source"],
        )


class PersonForm(ActorForm):
    actor_kind = ActorKind.PERSON

    class Meta:
        model = Person
        fields = [
            "title",
            "given_name",
            "family_name",
            "aliases",
            "email",
            "note",
            "source",
            "visibility",
            "is_another",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        labels = {"title": gettext_lazy("Akademischer Titel")}
        help_texts = {
            "title": gettext_lazy("Zum Beispiel „Dr.“. Das Amt wird danach eingetragen."),
            "source": gettext_lazy("Woher diese Angaben stammen, gern mit Datum."),
        }

    def wanted_name(self, cleaned: dict[str, Any]) -> str:
        return full_name(cleaned.get("given_name", ""), cleaned.get("family_name", ""))

    def field_of_the_name(self) -> str:
        return "family_name"

    def facts(self) -> PersonFacts:
        known = self.cleaned_data
        return PersonFacts(
            title=known["title"],
            given_name=known["given_name"],
            family_name=known["family_name"],
            note=known["note"],
            source=known["source"],
            visibility=known["visibility"],
            email=known["email"],
        )


class DatedForm(SeenForm):
    """From and until, either of which may be unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_plausible_days(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", str(EndsBeforeStart()))
        return cleaned

    def facts(self) -> dict[str, object]:
        """The cleaned answers, as the keywords of the action that keeps them."""
        return dict(self.cleaned_data)


_DATED_FIELDS = ["start_on", "end_on", "dates_note", "source"]
_DATED_HELP = {
    "end_on": gettext_lazy("Leer lassen, solange es gilt."),
    "dates_note": gettext_lazy("Was nicht auf den Tag bekannt ist, zum Beispiel „seit etwa 2017“."),
}


class PostForm(DatedForm):
    class Meta:
        model = Post
        fields = ["title", "at", *_DATED_FIELDS]
        widgets = {"start_on": _day(), "end_on": _day()}
        labels = {"at": gettext_lazy("Bei")}
        help_texts = {
            "title": gettext_lazy("So, wie es auf dem Türschild steht: „Oberbürgermeisterin“."),
            **_DATED_HELP,
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = _places(user)
        _name_the_empty_choice(self.fields["at"])


def _places(user: User) -> QuerySet[Actor]:
    """Where one can hold an office: anywhere but at a person."""
    return queries.actors(user).exclude(actor_kind=ActorKind.PERSON)


class MembershipForm(DatedForm):
    class Meta:
        model = Membership
        fields = ["member", *_DATED_FIELDS]
        widgets = {"start_on": _day(), "end_on": _day()}
        labels = {"member": gettext_lazy("Mitglied")}
        help_texts = _DATED_HELP

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = queries.bodies(user)
        _name_the_empty_choice(self.fields["member"])
        if self.instance.pk:
            del self.fields["member"]  # another member would be another membership
