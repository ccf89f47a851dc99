"""The rows of tabs: above surveys and hearings, and above the pages of one survey."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_office
from sprengel.surveys.models import Survey
from sprengel.ui.elements import Tab

ROW = (
    ("surveys", _("Umfragen"), "surveys:list"),
    ("hearings", _("Anhörungen"), "hearings:list"),
)
OF_SURVEY = (
    ("survey", _("Rücklauf"), "surveys:survey"),
    ("questions", _("Fragen"), "surveys:questions"),
    ("results", _("Ergebnis"), "surveys:results"),
)


def tabs(active: str) -> list[Tab]:
    """``active``: surveys or hearings."""
    return [
        Tab(title=str(title), url=url, is_current=name == active)
        for name, title, view in ROW
        if (url := _address(view))
    ]


def survey_tabs(user: Viewer, survey: Survey, active: str) -> list[Tab]:
    """``active``: survey, questions or results. Others than the office have no row: one page."""
    if not (user and user.is_authenticated and is_office(user)):
        return []
    return [
        Tab(title=str(title), url=url, is_current=name == active)
        for name, title, view in OF_SURVEY
        if (url := _address(view, survey.public_id))
    ]


def _address(view: str, *args: object) -> str:
    """Empty where there is no such page (yet): the row then leaves it out."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""
