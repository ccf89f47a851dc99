"""What goes wrong in this room, as sentences for people."""

from __future__ import annotations


class SurveyProblem(Exception):
    """Says in German what is wrong and what to do."""


class Changed(SurveyProblem):
    """Somebody else has changed it in between."""
