"""A field for a number or a range, typed as people write it: "45", "40–50", "40 – 45 – 50"."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.staff.words import plain_number, typed

LONGEST = 100
_SEPARATOR = re.compile(r"\s*(?:[–—;|]|\bbis\b|(?<=\d)\s*-)\s*")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3})+|\d+)(?:,\d+)?")
_ENGLISH = re.compile(r"[+-]?\d+\.\d+")


def read_range(text: str) -> Range:
    """Of two numbers the middle counts as the likely one. ValidationError in words."""
    text = text.replace("−", "-").replace("%", "").strip()
    parts = _SEPARATOR.split(text)
    if not 1 <= len(parts) <= 3:
        raise ValidationError(
            _("Bitte eine Zahl oder eine Spanne: „45“, „40 – 50“ oder „40 – 45 – 50“.")
        )
    numbers = [_number(part) for part in parts]
    if sorted(numbers) != numbers:
        raise ValidationError(_("Eine Spanne geht von der kleineren zur größeren Zahl."))
    low, high = numbers[0], numbers[-1]
    likely = numbers[1] if len(numbers) == 3 else (low + high) / 2
    return Range(low, min(max(likely, low), high), high)


def _number(text: str) -> float:
    if _NUMBER.fullmatch(text):
        return float(re.sub(r"[.\u00a0\u202f ]", "", text).replace(",", "."))
    if _ENGLISH.fullmatch(text):
        raise ValidationError(
            _("„%(text)s“: Bitte mit Komma schreiben (1,5) und Tausender mit Punkt (1.500).")
            % {"text": text[:30]}
        )
    raise ValidationError(_("„%(text)s“ ist keine Zahl.") % {"text": text[:30]})


class RangeField(forms.CharField):
    """Gives a Range in the engine's unit, or None; ``factor`` 100 for per cent."""

    def __init__(
        self,
        *,
        factor: int = 1,
        lowest: float,
        highest: float,
        whole: bool = False,
        **kwargs: object,
    ) -> None:
        self.factor, self.lowest, self.highest, self.whole = factor, lowest, highest, whole
        super().__init__(max_length=LONGEST, **kwargs)  # type: ignore[arg-type]

    def validate(self, value: object) -> None:
        """Empty is open: it is asked for, and named where it is missing."""

    def clean(self, value: object) -> Range | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        found = read_range(text)
        if self.whole and any(one % 1 for one in (found.low, found.high)):
            raise ValidationError(_("Bitte ganze Zahlen."))
        low, high = self.lowest * self.factor, self.highest * self.factor
        if not low <= found.low <= found.high <= high:
            raise ValidationError(
                _("Möglich ist %(low)s bis %(high)s.")
                % {"low": plain_number(low), "high": plain_number(high)}
            )
        likely = round(found.likely) if self.whole else found.likely
        return Range(*(value / self.factor for value in (found.low, likely, found.high)))

    def prepare_value(self, value: object) -> object:
        return typed(value, self.factor) if isinstance(value, Range) else value
