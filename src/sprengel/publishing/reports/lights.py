"""The traffic light of a report: a symbol and a word, the colour only underlines them. Pure.

Councils' Beschlusskontrolle uses three lights; what decides between them is written out here, so
that two offices with the same facts show the same light.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

NEAR = timedelta(days=60)
"""A deadline so close without a word on it is in danger."""
LONG_SILENCE = timedelta(days=182)
"""Two sessions a year: one whole interval without a word."""
CLOSED = frozenset({"met", "refused", "overtaken"})


class Light(StrEnum):
    DONE = "done"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Lit:
    light: Light
    symbol: str
    word: str
    because: str
    """Why not green, in a few words; "" for what needs none."""


@dataclass(frozen=True, slots=True)
class Facts:
    state: str
    due_on: date | None
    said_on: date | None
    heard_on: date | None
    """When somebody last told how it stands."""
    is_silent: bool = False
    """Asked and reminded in vain."""


def light(facts: Facts, day: date) -> Lit:
    if facts.state in CLOSED:
        return Lit(Light.DONE, "✓", _("abgeschlossen"), "")
    if facts.due_on is not None and facts.due_on < day:
        return _red(_("Frist überschritten"))
    if facts.is_silent:
        return _red(_("keine Auskunft trotz Erinnerung"))
    last = facts.heard_on or facts.said_on
    if facts.state == "unknown" or last is None or day - last > LONG_SILENCE:
        return _yellow(_("lange keine Auskunft") if facts.heard_on else _("noch keine Auskunft"))
    if facts.due_on is not None and facts.due_on - day <= NEAR and facts.state == "open":
        return _yellow(_("Frist naht"))
    return Lit(Light.GREEN, "●", _("im Plan"), "")


def _red(because: str) -> Lit:
    return Lit(Light.RED, "▲", _("in Verzug"), because)


def _yellow(because: str) -> Lit:
    return Lit(Light.YELLOW, "◆", _("gefährdet"), because)
