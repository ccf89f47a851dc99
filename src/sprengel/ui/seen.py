"""Two people with the same form open: the second is told what the first has saved meanwhile."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _


class _Seen(forms.BaseForm):
    """The hidden digest and what is said where it no longer fits."""

    def watch(self, stored: dict[str, Any]) -> None:
        """``stored`` is what is kept now, by field."""
        self._stored = stored
        self._now = _digest(stored)
        self.initial["seen"] = self._now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.pop("seen", "")
        if seen and seen != self._now:
            self.add_error(None, self._told(cleaned))
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._now
        return cleaned

    def _told(self, cleaned: dict[str, Any]) -> str:
        """Which of the fields read otherwise now than what is about to be saved."""
        other = [
            str(self.fields[name].label)
            for name, value in self._stored.items()
            if name in self.fields and name in cleaned and _plain(cleaned[name]) != _plain(value)
        ]
        if not other:
            return _(
                "Diese Angaben hat inzwischen jemand anders geändert. Bitte noch einmal speichern."
            )
        return _(
            "Diese Angaben hat inzwischen jemand anders geändert. Ihre Änderung wurde nicht "
            "gespeichert und steht noch hier. Anders als jetzt gespeichert: %(fields)s. Bitte "
            "prüfen und, wenn Ihre Angaben gelten sollen, noch einmal speichern."
        ) % {"fields": ", ".join(other)}


class SeenForm(_Seen, forms.ModelForm):
    """A form that knows which state of the object its reader had before them.

    The state is a hidden digest of the fields as they were. If they are others by now nothing is
    saved; what was typed stays in the form, and sending it once more is meant.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["seen"]
            return
        self.watch(self.stored())

    def stored(self) -> dict[str, Any]:
        """What is kept now, by field."""
        return model_to_dict(self.instance, fields=self._meta.fields)


class SeenFactsForm(_Seen, forms.Form):
    """The same for a form of its own fields; ``now`` are the facts as they are kept."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(now), **kwargs)
        self.watch(now)


def _plain(value: Any) -> str:
    return str(getattr(value, "pk", value) or "")


def _digest(facts: dict[str, Any]) -> str:
    text = "\n".join(f"{name}={_plain(value)}" for name, value in sorted(facts.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
