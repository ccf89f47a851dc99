"""From a screen's save button to a version: what a problem says stands in its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sprengel.bodies.models import Actor
from sprengel.programmes.engines.problems import ProgrammeProblem
from sprengel.programmes.models import Programme, ScenarioVersion
from sprengel.programmes.scenarios import actions, queries
from sprengel.programmes.scenarios.forms import SaveForm


def keep(
    request: HttpRequest,
    form: SaveForm,
    *,
    kind: str,
    assumptions: Mapping[str, Any],
    sources: Mapping[str, Any],
    programme: Programme | None = None,
    about: Actor | None = None,
) -> ScenarioVersion | None:
    """The version saved, or None: then the form says why."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    scenario = queries.scenario(request.user, given["szenario"]) if given["szenario"] else None
    if given["szenario"] and (scenario is None or scenario.kind != str(kind)):
        form.add_error(None, _("Was Sie ändern wollten, gibt es nicht mehr."))
        return None
    try:
        return actions.save(
            actor=request.user,
            kind=kind,
            title=given["titel"],
            assumptions=assumptions,
            sources=sources,
            programme=programme,
            about=about,
            visibility=given["sichtbarkeit"],
            scenario=scenario,
            seen_number=given["gesehen"],
            reason=given["anlass"],
            public_id=given["neu"],
        )
    except actions.ChangedMeanwhile as problem:
        form.add_error(None, problem.in_words(_))
        form.data = form.data.copy()
        form.data["szenario"] = str(problem.version.scenario.public_id)
        form.data["gesehen"] = str(problem.version.number)
    except ProgrammeProblem as problem:
        form.add_error("sichtbarkeit", problem.in_words(_))
    return None
