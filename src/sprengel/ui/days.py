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


def ask_for_plausible_days(form: forms.BaseForm) -> None:
    """Give every date field of the form that validator, and the browser its limits."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.validators.append(plausible)
            field.widget.attrs.update(min=EARLIEST.isoformat(), max=LATEST.isoformat())
