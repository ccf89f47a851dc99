"""Which page shows a saved reckoning of which kind, registered by whoever makes that page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from sprengel.programmes.models import ScenarioVersion

Show = Callable[[HttpRequest, ScenarioVersion], HttpResponse]


@dataclass(frozen=True, slots=True)
class AssumptionLine:
    """An assumption as it is read on the screen, in print and in a comparison of versions."""

    name: str
    label: str
    value: str
    source: str = ""
    figure: str = ""
    """Public id of the figure it was taken from."""


def plain(version: ScenarioVersion) -> list[AssumptionLine]:
    """Names and values as they are stored, where a kind has no better words."""
    return [
        AssumptionLine(name, name, _flat(value), *_source(version.sources, name))
        for name, value in version.assumptions.items()
    ]


@dataclass(frozen=True, slots=True)
class Kind:
    show: Show
    change_url: Callable[[ScenarioVersion], str] | None = None
    """Where one changes it: the form filled with that version."""
    in_words: Callable[[ScenarioVersion], list[AssumptionLine]] = plain


_KINDS: dict[str, Kind] = {}


def register_kind(
    kind: str,
    view: Show,
    *,
    change_url: Callable[[ScenarioVersion], str] | None = None,
    in_words: Callable[[ScenarioVersion], list[AssumptionLine]] = plain,
) -> None:
    """``view(request, version)`` answers ``/programme/szenarien/<uuid>/<number>/``.

    The version handed to it is one its reader may see; ``queries.page`` gives what stands above it.
    """
    _KINDS[str(kind)] = Kind(view, change_url, in_words)


def kind_of(version: ScenarioVersion) -> Kind | None:
    return _KINDS.get(version.scenario.kind)


def source_of(sources: Mapping[str, Any], name: str) -> tuple[str, str]:
    """Text and figure of one assumption's source; empty where there is none."""
    return _source(sources, name)


def _source(sources: Mapping[str, Any], name: str) -> tuple[str, str]:
    found = sources.get(name) or {}
    return str(found.get("text") or ""), str(found.get("figure") or "")


def _flat(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_flat(one) for one in value)
    return "" if value is None else str(value)
