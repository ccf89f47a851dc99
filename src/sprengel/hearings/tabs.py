"""The row of tabs shared with surveys; by address names alone, the rooms are apart."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sprengel.ui.elements import Tab


def tabs() -> list[Tab]:
    return [
        *_tab(_("Umfragen"), "surveys:list", is_current=False),
        *_tab(_("Anhörungen"), "hearings:list", is_current=True),
    ]


def _tab(title: str, name: str, *, is_current: bool) -> list[Tab]:
    try:
        return [Tab(title, reverse(name), is_current)]
    except NoReverseMatch:
        return []
