"""Forms of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer
from sprengel.archive import queries
from sprengel.archive.models import DocumentKind, DocumentState
from sprengel.archive.queries import DocumentFilters


class DocumentFilterForm(forms.Form):
    """Read from the address line; a value nobody offers is treated as not chosen."""

    q = forms.CharField(label=_("Suchwort"), required=False)
    kind = forms.ChoiceField(label=_("Art"), required=False)
    body = forms.ChoiceField(label=_("Körperschaft"), required=False)
    organization = forms.ChoiceField(label=_("Gremium"), required=False)
    state = forms.ChoiceField(label=_("Stand"), required=False)

    def __init__(self, *args: object, user: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("alle"))]
        self.fields["kind"].choices = every + DocumentKind.choices
        self.fields["state"].choices = every + DocumentState.choices
        self.fields["body"].choices = every + [(b.slug, b.name) for b in queries.issuers(user)]
        self.fields["organization"].choices = every + [
            (o.slug, o.name) for o in queries.circles(user)
        ]

    def filters(self) -> DocumentFilters:
        self.is_valid()
        chosen = self.cleaned_data
        return DocumentFilters(**{name: chosen.get(name, "") for name in self.fields})
