"""``{% figure some_figure %}``: a number that says where it comes from.

On the screen a card opens at the number (pointer, keyboard or tap); on paper the number gets a
footnote, and ``{% figure_sources %}`` at the page's end lists them. Load the figures with
``FigureQuerySet.with_provenance()``, or each asks the database anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest

from sprengel.figures import wording
from sprengel.figures.models import Figure
from sprengel.figures.provenance import Provenance, provenance

register = template.Library()

_NOTES = "_figure_notes"


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    provenance: Provenance

    @property
    def card_id(self) -> str:
        return f"zahl-{self.number}"


@register.inclusion_tag("figures/figure.html", takes_context=True)
def figure(
    context: template.Context,
    figure: Figure | None,
    short: bool = False,
    unit: bool = True,
) -> dict[str, Any]:
    """``short``: without key date and base; ``unit=False``: the unit stands in the table's head."""
    if figure is None:
        return {}
    notes = _notes(context)
    known = notes.get(figure.pk)
    note = known or Note(len(notes) + 1, provenance(figure))
    notes[figure.pk] = note
    return {
        "note": note,
        "is_first": known is None,
        "value": note.provenance.value if unit else wording.spell_number(figure),
        "is_gap": figure.value is None,
        "short": short,
    }


@register.inclusion_tag("figures/figure_sources.html", takes_context=True)
def figure_sources(context: template.Context) -> dict[str, Any]:
    """The numbered sources of every figure this page has shown so far."""
    return {"notes": list(_notes(context).values())}


@register.filter
def spelled(figure: Figure) -> str:
    return wording.spell(figure)


@register.filter
def key_words(figure: Figure) -> str:
    return wording.key_words(figure)


@register.filter
def base_words(figure: Figure) -> str:
    return wording.base_words(figure)


def _notes(context: template.Context) -> dict[int, Note]:
    """The page's own, kept at its request: includes with ``only`` have a context of their own."""
    request: HttpRequest | None = getattr(context, "request", None) or context.get("request")
    if request is None:
        return {}
    if not hasattr(request, _NOTES):
        setattr(request, _NOTES, {})
    found: dict[int, Note] = getattr(request, _NOTES)
    return found


@register.filter
def source_words(figure: Figure) -> str:
    """The source in a line of a table; all of it stands in the card."""
    return shorter(provenance(figure).source)


@register.filter
def counter_words(figure: Figure) -> str:
    return provenance(figure).counted_by


@register.filter
def number(value: Decimal | int) -> str:
    return wording.number_words(value)


def shorter(text: str, longest: int = 90) -> str:
    return text if len(text) <= longest else f"{text[: longest - 2].rsplit(' ', 1)[0]} …"
