"""Hangs saved forecasts into the pages of saved reckonings."""

from __future__ import annotations

from sprengel.programmes.forecasts import views
from sprengel.programmes.forecasts.addresses import change_url
from sprengel.programmes.forecasts.plan import from_json
from sprengel.programmes.forecasts.wording import assumption_lines
from sprengel.programmes.models import ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios.kinds import AssumptionLine, register_kind


def register() -> None:
    register_kind(ScenarioKind.GRANT, views.version, change_url=change_url, in_words=in_words)


def in_words(version: ScenarioVersion) -> list[AssumptionLine]:
    return assumption_lines(from_json(version.assumptions), version.sources)
