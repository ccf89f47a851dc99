"""Programmes and their rounds, who takes part, and saved forecasts."""

from __future__ import annotations

from sprengel.programmes.models.enrolment import (
    TAKING_PART,
    Enrolment,
    EnrolmentEvent,
    EnrolmentState,
)
from sprengel.programmes.models.programme import (
    ApplicantKind,
    FigureRole,
    Party,
    Programme,
    ProgrammeKind,
    Provision,
    Round,
    RoundFigure,
    Subject,
)
from sprengel.programmes.models.scenario import (
    Scenario,
    ScenarioKind,
    ScenarioVersion,
)

__all__ = [
    "TAKING_PART",
    "ApplicantKind",
    "Enrolment",
    "EnrolmentEvent",
    "EnrolmentState",
    "FigureRole",
    "Party",
    "Programme",
    "ProgrammeKind",
    "Provision",
    "Round",
    "RoundFigure",
    "Scenario",
    "ScenarioKind",
    "ScenarioVersion",
    "Subject",
]
