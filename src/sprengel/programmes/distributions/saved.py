"""Hangs saved distributions into the pages of saved reckonings; back into the form to change."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.programmes.distributions import wording
from sprengel.programmes.distributions.forms import total_in_words
from sprengel.programmes.distributions.rows import as_text
from sprengel.programmes.distributions.task import Row, Rule, from_json
from sprengel.programmes.models import ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios.kinds import AssumptionLine, register_kind, source_of


def change_url(version: ScenarioVersion) -> str:
    query = {"von": version.scenario.public_id, "fassung": version.number}
    return f"{reverse('programmes:distribution')}?{urlencode(query)}"


def as_initial(version: ScenarioVersion) -> dict[str, Any]:
    """The form's fields as that version has them."""
    task, sources = from_json(version.assumptions), version.sources
    weights = sources.get("weights") or {}
    return {
        "regel": task.rule.value,
        "einheit": task.unit.value,
        "summe": total_in_words(task),
        "summe_quelle": source_of(sources, "total")[0],
        "schluessel": task.key_name,
        "tabelle": as_text(task.rows, two_steps=task.rule is Rule.TWO_STEPS),
        "quelle": weights.get("text", ""),
        "laden": weights.get("definition", ""),
        "programm": version.scenario.programme.slug if version.scenario.programme else "",
    }


def in_words(version: ScenarioVersion) -> list[AssumptionLine]:
    """Rule, sum and key; then each row, so that two versions can be compared row by row."""
    return [*heads(version), *(_row_line(row) for row in from_json(version.assumptions).rows)]


def heads(version: ScenarioVersion) -> list[AssumptionLine]:
    task, sources = from_json(version.assumptions), version.sources
    return [
        AssumptionLine("rule", _("Wie verteilt wird"), str(wording.RULES[task.rule])),
        AssumptionLine(
            "total",
            _("Summe"),
            wording.with_unit(task.total, task.unit),
            *source_of(sources, "total"),
        ),
        AssumptionLine(
            "key_name", _("Wonach verteilt wird"), task.key_name, *source_of(sources, "weights")
        ),
    ]


def _row_line(row: Row) -> AssumptionLine:
    name = ", ".join(row.key)
    value = wording.weight(row.weight)
    if row.key_on:
        value = _("%(value)s, Stand %(day)s") % {"value": value, "day": wording.day(row)}
    return AssumptionLine(f"row:{name}", name, value)


def register() -> None:
    # The page imports this module for the form's fields.
    from sprengel.programmes.distributions import views

    register_kind(
        ScenarioKind.DISTRIBUTION, views.version, change_url=change_url, in_words=in_words
    )
