"""Keeping a forecast's result as a figure, with the address of the version it was reckoned on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sprengel.accounts.models import User, Viewer, Visibility
from sprengel.figures import actions as figures
from sprengel.figures.models import Definition, Figure, KeyPrecision, Theme, UnitKind
from sprengel.programmes.engines.forecast import Alternative, Range
from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop
from sprengel.programmes.engines.rounding import rounded
from sprengel.programmes.forecasts import wording
from sprengel.programmes.forecasts.plan import from_json
from sprengel.programmes.forecasts.reckoning import Outcome, reckon
from sprengel.programmes.models import ScenarioVersion
from sprengel.programmes.scenarios.queries import version_path


@dataclass(frozen=True, slots=True)
class Result:
    """One number of a forecast that can be kept."""

    key: str
    label: str
    slug: str
    name: str
    wording: str
    year: int
    of: Range

    @property
    def said(self) -> str:
        return wording.euros(self.of)


def results(outcome: Outcome) -> list[Result]:
    """What can be kept of it: the rise at the end of the term, each way's first year after."""
    fall = outcome.fall
    if fall is None:
        return []
    found = [
        Result(
            "mehr",
            _("Mehr als im letzten Förderjahr, alle Stellen bleiben"),
            "vorausschau-mehrbelastung-nach-foerderende",
            _("Mehrbelastung im ersten Jahr ohne Zuschuss (Vorausschau)"),
            _(
                "Gerechnet: was im ersten Jahr nach dem Ende einer befristeten Förderung mehr zu "
                "zahlen ist als im letzten Jahr mit Zuschuss, wenn alle Stellen bleiben. Mittlerer "
                "Fall; von und bis umfassen acht von zehn gerechneten Fällen."
            ),
            fall.year,
            fall.rise_eur,
        )
    ]
    number = outcome.years.index(fall.year)
    for way in outcome.ways:
        if way.alternative is Alternative.END:
            continue
        name = str(wording.NAMES[way.alternative])
        found.append(
            Result(
                way.alternative.value,
                _("Bleibt bei der Stadt: %(way)s") % {"way": name},
                f"vorausschau-eigenanteil-{way.alternative.value.replace('_', '-')}",
                _("Eigenanteil im ersten Jahr nach Förderende: %(way)s (Vorausschau)")
                % {"way": name},
                _(
                    "Gerechnet: was im ersten Jahr nach dem Ende einer befristeten Förderung bei "
                    "der Stadt bleibt. %(meaning)s Mittlerer Fall; von und bis umfassen acht von "
                    "zehn gerechneten Fällen."
                )
                % {"meaning": wording.MEANINGS[way.alternative]},
                fall.year,
                way.spread.of_year(number),
            )
        )
    return found


@transaction.atomic
def keep_as_figure(*, actor: User | None, version: ScenarioVersion, which: str) -> Figure:
    """As exact as its range allows; pressing twice keeps one. Raises ProgrammeProblem."""
    found = next(
        (one for one in results(reckon(from_json(version.assumptions))) if one.key == which), None
    )
    if found is None:
        raise ProgrammeProblem(gettext_noop("Dieses Ergebnis hat die Vorausschau nicht."))
    definition = _definition(actor, found)
    path, scenario = version_path(version), version.scenario
    known = Figure.objects.filter(definition=definition, source_path=path).first()
    if known is not None:
        return known
    said = rounded(found.of)
    return figures.enter(
        actor=actor,
        definition=definition,
        about=scenario.about,
        scope="" if scenario.about else scenario.title,
        value=_money(said.likely),
        low=None if said.is_point else _money(said.low),
        high=None if said.is_point else _money(said.high),
        is_approximate=said.is_rounded,
        as_written=found.said,
        key_on=date(found.year, 12, 31),
        key_precision=KeyPrecision.YEAR,
        counted_by_name=_("Vorausschau, keine Zählung"),
        source=_("Vorausschau „%(title)s“, Fassung %(number)s")
        % {"title": scenario.title, "number": version.number},
        source_path=path,
        visibility=scenario.visibility,
    )


def kept_of(user: Viewer, version: ScenarioVersion) -> Sequence[Figure]:
    """Figures that name this version as where they come from."""
    rows = Figure.objects.visible_to(user).current().filter(source_path=version_path(version))
    return list(rows.select_related("definition", "about"))


def _definition(actor: User | None, result: Result) -> Definition:
    known = Definition.objects.filter(slug=result.slug).first()
    return known or figures.define(
        actor=actor,
        slug=result.slug,
        name=result.name,
        theme=Theme.FUNDING,
        wording=result.wording,
        unit_kind=UnitKind.MONEY,
        unit=_("Euro"),
        visibility=Visibility.PUBLIC,
    )


def _money(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.01"))
