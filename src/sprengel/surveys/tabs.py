"""The row of tabs above surveys and hearings; hearings builds the same row from the addresses."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from sprengel.ui.elements import Tab

ROW = (
    ("surveys", _("Umfragen"), "surveys:list"),
    ("hearings", _("Anhörungen"), "hearings:list"),
)


def tabs(active: str) -> list[Tab]:
    """``active``: surveys or hearings."""
    return [
        Tab(title=str(title), url=url, is_current=name == active)
        for name, title, view in ROW
        if (url := _address(view))
    ]


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
