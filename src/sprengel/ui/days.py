"""Dates people type: a slip of the hand is asked about, not kept."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)


def plausible(day: date) -> None:
    """A validator for date fields: "20266" is meant to be another year, and so is "0026"."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(
            _("Bitte das Jahr prüfen: möglich sind %(first)s bis %(last)s.")
            % {"first": EARLIEST.year, "last": LATEST.year}
        )


class DayField(forms.DateField):
    """A day, picked from the browser's calendar, in a year somebody can mean."""

    default_validators = (plausible,)

    def __init__(self, **kwargs: object) -> None:
        limits = {"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
        kwargs.setdefault("widget", forms.DateInput(attrs=limits, format="%Y-%m-%d"))
        super().__init__(**kwargs)


def ask_for_plausible_days(form: forms.BaseForm) -> None:
    """Give every date field of the form that validator, and the browser its limits."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.validators.append(plausible)
            field.widget.attrs.update(min=EARLIEST.isoformat(), max=LATEST.isoformat())
