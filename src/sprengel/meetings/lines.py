"""Titles, places, names: what is a single line stays one, however it was sent."""

from __future__ import annotations

import re
from typing import Any

from django import forms

# Not the no-break space: somebody meant it.
_BREAKS = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


class OneLineForm(forms.BaseForm):
    """A browser sends no line break from a one-line field; a crafted request does."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, value in data.items():
            field = self.fields.get(name)
            is_line = isinstance(field, forms.CharField) and isinstance(
                field.widget, forms.TextInput
            )
            if is_line and isinstance(value, str):
                data[name] = one_line(value)
        return data
