"""The row of tabs above the lists of programmes, housing, staff and figures."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from sprengel.ui.elements import Tab

ROW = (
    ("programmes", _("Programme"), "programmes:list"),
    ("housing", _("Unterbringung"), "programmes:housing"),
    ("staff", _("Personal"), "programmes:staff"),
    ("figures", _("Kennzahlen"), "figures:list"),
)


def tabs(active: str) -> list[Tab]:
    """``active``: programmes, housing, staff or figures; "" where none of them is the page."""
    return [
        Tab(title=str(title), url=url, is_current=name == active)
        for name, title, view in ROW
        if (url := _address(view))
    ]


def _address(view: str) -> str:
    """Empty where a room has no such page (yet): the row then leaves it out."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
