"""A forecast has an address: every assumption stands in it, so it can be kept as a bookmark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from sprengel.bodies.models import Body
from sprengel.programmes.engines.forecast import Range
from sprengel.programmes.forecasts.inputs import INPUTS, POSTS, YEARS, Input
from sprengel.programmes.forecasts.plan import Plan, from_json
from sprengel.programmes.forecasts.wording import number
from sprengel.programmes.models import ScenarioVersion
from sprengel.programmes.scenarios.forms import as_saved


def change_url(version: ScenarioVersion) -> str:
    """The form filled with that version; saving makes the next one."""
    latest = version.scenario.versions.order_by("-number").values_list("number", flat=True).first()
    saved = {**as_saved(version), "gesehen": latest}
    query = {**as_query(version), **{key: str(value) for key, value in saved.items()}}
    return f"{reverse('programmes:forecast')}?{urlencode(query)}"


def as_query(version: ScenarioVersion) -> dict[str, str]:
    plan, sources = from_json(version.assumptions), version.sources
    query = {key: str(getattr(plan.common, name)) for name, (key, _label) in YEARS.items()}
    scenario = version.scenario
    if scenario.programme:
        query["programm"] = scenario.programme.slug
    if scenario.about:
        query["fuer"] = scenario.about.slug
    for one in INPUTS:
        query.update(_of_input(one, plan, sources))
    if plan.is_circle:
        query.update(_of_cities(plan))
    return query


def _of_input(one: Input, plan: Plan, sources: Mapping[str, Any]) -> dict[str, str]:
    source = sources.get(one.name) or {}
    query = {f"{one.key}_quelle": str(source.get("text") or "")}
    query[f"{one.key}_kennzahl"] = str(source.get("figure") or "")
    if one.name not in plan.left_empty and not (one is POSTS and plan.is_circle):
        query.update(_of_value(one, getattr(plan.common, one.name)))
    return {key: value for key, value in query.items() if value}


def _of_value(one: Input, value: Range | float) -> dict[str, str]:
    if not isinstance(value, Range):
        return {one.key: _typed(value, one)}
    found = {one.key: _typed(value.likely, one)}
    if not value.is_point:
        found[f"{one.key}_von"] = _typed(value.low, one)
        found[f"{one.key}_bis"] = _typed(value.high, one)
    return found


def _of_cities(plan: Plan) -> dict[str, str]:
    keys = dict(
        Body.objects.filter(slug__in=[city.slug for city in plan.cities]).values_list("slug", "pk")
    )
    return {
        f"s{keys[city.slug]}": _city_posts(city.posts) for city in plan.cities if city.slug in keys
    }


def _city_posts(of: Range) -> str:
    likely = _typed(of.likely, POSTS)
    if of.is_point:
        return likely
    return f"{likely} ({_typed(of.low, POSTS)}–{_typed(of.high, POSTS)})"


def _typed(value: float, one: Input) -> str:
    return number(value * 100 if one.is_share else value, 6)
