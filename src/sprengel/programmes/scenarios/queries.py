"""What one may read of saved reckonings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer, Visibility, visible_levels
from sprengel.bodies.models import Actor
from sprengel.figures.models import Figure
from sprengel.programmes.engines.problems import ProgrammeProblem
from sprengel.programmes.models import Programme, Scenario, ScenarioKind, ScenarioVersion
from sprengel.programmes.scenarios.kinds import AssumptionLine, kind_of, plain

UNREADABLE = (ProgrammeProblem, KeyError, TypeError, ValueError)
"""What a kind raises where saved assumptions are none it knows."""


def scenarios(user: Viewer) -> QuerySet[Scenario]:
    """Also the programme and the city a reckoning names must be visible."""
    levels = visible_levels(user)
    return Scenario.objects.visible_to(user).filter(
        Q(programme__isnull=True) | Q(programme__visibility__in=levels),
        Q(about__isnull=True) | Q(about__visibility__in=levels),
    )


def scenario(user: Viewer, public_id: UUID) -> Scenario | None:
    found = scenarios(user).select_related("programme", "about")
    return found.filter(public_id=public_id).first()


def versions(user: Viewer, of: Scenario) -> list[ScenarioVersion]:
    """The latest first."""
    rows = ScenarioVersion.objects.visible_to(user).filter(scenario__in=scenarios(user))
    return list(rows.filter(scenario=of).order_by("-number").defer("assumptions", "sources"))


def version(user: Viewer, public_id: UUID, number: int | None = None) -> ScenarioVersion | None:
    """``number`` None: the latest."""
    rows = ScenarioVersion.objects.visible_to(user).filter(
        scenario__in=scenarios(user), scenario__public_id=public_id
    )
    if number is not None:
        rows = rows.filter(number=number)
    return rows.select_related("scenario__programme", "scenario__about").order_by("-number").first()


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One line of the list of saved reckonings."""

    scenario: Scenario
    number: int
    saved_at: datetime
    saved_by: str


def lines(
    user: Viewer, *, kind: str = "", programme: Programme | None = None, about: Actor | None = None
) -> list[ScenarioLine]:
    """Those saved last come first."""
    latest = ScenarioVersion.objects.filter(scenario=OuterRef("pk")).order_by("-number")
    rows = scenarios(user).select_related("programme", "about")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(programme=programme) if programme else rows
    rows = rows.filter(about=about) if about else rows
    rows = rows.annotate(
        latest_number=Subquery(latest.values("number")[:1]),
        latest_at=Subquery(latest.values("at")[:1]),
        latest_by=Subquery(latest.values("user_name")[:1]),
    ).order_by("-latest_at", "-pk")
    return [
        ScenarioLine(row, row.latest_number, row.latest_at, row.latest_by)
        for row in rows
        if row.latest_number is not None
    ]


def counts(user: Viewer) -> dict[str, int]:
    """How many there are of each kind."""
    found = list(scenarios(user).filter(versions__number=1).values_list("kind", flat=True))
    return {kind: found.count(kind) for kind in ScenarioKind.values}


@dataclass(frozen=True, slots=True)
class ShownAssumption:
    """An assumption with the figure behind it, if the reader may see that."""

    label: str
    value: str
    source: str
    figure_name: str = ""
    figure_url: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """What stands above and below every saved reckoning, whatever its kind."""

    scenario: Scenario
    version: ScenarioVersion
    versions: tuple[ScenarioVersion, ...]
    assumptions: tuple[ShownAssumption, ...]
    change_url: str

    @property
    def latest(self) -> int:
        return self.versions[0].number

    @property
    def is_latest(self) -> bool:
        return self.version.number == self.latest

    @property
    def path(self) -> str:
        return version_path(self.version)

    @property
    def levels(self) -> list[tuple[str, str]]:
        return Visibility.choices


def shown(
    lines: Iterable[AssumptionLine], figures: Mapping[str, Figure]
) -> Iterator[ShownAssumption]:
    for line in lines:
        figure = figures.get(line.figure)
        yield ShownAssumption(
            line.label,
            line.value,
            line.source,
            figure_name=str(figure.definition) if figure else "",
            figure_url=figure.get_absolute_url() if figure else "",
        )


def page(user: Viewer, of: ScenarioVersion) -> ScenarioPage:
    return ScenarioPage(
        scenario=of.scenario,
        version=of,
        versions=tuple(versions(user, of.scenario)),
        assumptions=tuple(shown(in_words(of), figures_by_id(user, figure_ids([of])))),
        change_url=_change_url(of),
    )


def _change_url(of: ScenarioVersion) -> str:
    kind = kind_of(of)
    if kind is None or not kind.change_url:
        return ""
    try:
        return kind.change_url(of)
    except UNREADABLE:
        return ""


def in_words(of: ScenarioVersion) -> list[AssumptionLine]:
    """In the kind's own words; as saved where the kind cannot make anything of it any more."""
    kind = kind_of(of)
    if kind is None:
        return plain(of)
    try:
        return kind.in_words(of)
    except UNREADABLE:
        return plain(of)


def version_path(of: ScenarioVersion) -> str:
    """The address one cites."""
    return f"{of.scenario.get_absolute_url()}{of.number}/"


def figure_ids(found: Iterable[ScenarioVersion]) -> set[str]:
    """Public ids of the figures their sources name."""
    ids: set[str] = set()
    for one in found:
        for source in one.sources.values():
            ids.update(str(each) for each in source.get("figures") or ())
            if source.get("figure"):
                ids.add(str(source["figure"]))
    return ids


def figures_by_id(user: Viewer, ids: Iterable[str]) -> dict[str, Figure]:
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Figure.objects.visible_to(user).filter(public_id__in=wanted)
    return {
        str(row.public_id): row
        for row in rows.select_related(
            "definition", "about", "passage__revision__document", "counted_by"
        )
    }


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str
    before_source: str
    after_source: str

    @property
    def only_source(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    before: ScenarioVersion
    after: ScenarioVersion
    differences: tuple[Difference, ...]
    same: int
    """So many assumptions are the same in both."""


def compare(before: ScenarioVersion, after: ScenarioVersion) -> Comparison:
    """Assumption by assumption; one that is in one version only stands against nothing."""
    old = {line.name: line for line in in_words(before)}
    new = {line.name: line for line in in_words(after)}
    found: list[Difference] = []
    same = 0
    nothing = AssumptionLine("", "", _("steht nicht darin"))
    for name in [*old, *(name for name in new if name not in old)]:
        one, other = old.get(name, nothing), new.get(name, nothing)
        if (one.value, one.source, one.figure) == (other.value, other.source, other.figure):
            same += 1
            continue
        label = other.label or one.label
        found.append(Difference(label, one.value, other.value, one.source, other.source))
    return Comparison(before, after, tuple(found), same)
