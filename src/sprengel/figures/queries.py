"""Reads of this room; everything passes through ``visible_to(user)``."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet
from django.http import Http404

from sprengel.accounts.models import Viewer, visible_levels
from sprengel.bodies.models import Actor
from sprengel.figures.models import (
    Definition,
    Figure,
    FigureQuerySet,
    KeyPrecision,
    SeriesBreak,
    Theme,
    UnitKind,
)


def definitions(user: Viewer) -> QuerySet[Definition]:
    return Definition.objects.visible_to(user)


def definition(user: Viewer, slug: str) -> Definition:
    """The definition, or Http404: also where it exists and the user may not know."""
    found = definitions(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def figures(user: Viewer) -> FigureQuerySet:
    """Those that hold, ready to be shown with where they come from."""
    return Figure.objects.visible_to(user).current().with_provenance()


def figure(user: Viewer, public_id: uuid.UUID | str) -> Figure:
    """Also one that has been corrected: what was published can still be found."""
    found = Figure.objects.visible_to(user).with_provenance().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def breaks(user: Viewer, definition: Definition) -> list[SeriesBreak]:
    """Those one may know of; a passage in a hidden document is left out of them."""
    levels = visible_levels(user)
    found = (
        SeriesBreak.objects.filter(
            Q(about__isnull=True) | Q(about__visibility__in=levels), definition=definition
        )
        .select_related("about", "passage__revision__document")
        .defer("passage__revision__text", "passage__revision__blocks")
        .order_by("on", "pk")
    )
    kept = list(found)
    for one in kept:
        if one.passage is not None and one.passage.revision.document.visibility not in levels:
            one.passage = None
    return kept


# The overview


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    definition: Definition
    figures: int
    subjects: int
    """So many bodies or circles have a number."""
    latest: Figure | None
    """The one there is, where there is but one."""
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    theme: str
    title: str
    rows: Sequence[DefinitionRow]


def overview(user: Viewer, *, theme: str = "", search: str = "") -> list[ThemeGroup]:
    """Definitions by theme with what is known of each; two queries, however many there are."""
    counted = _counted(user)
    wanted = definitions(user)
    if theme:
        wanted = wanted.filter(theme=theme)
    for word in search.split():
        wanted = wanted.filter(Q(name__icontains=word) | Q(wording__icontains=word))
    singles = _single_figures(user, counted)
    rows: dict[str, list[DefinitionRow]] = {}
    for one in wanted:
        facts = counted.get(one.pk, {})
        rows.setdefault(one.theme, []).append(
            DefinitionRow(
                definition=one,
                figures=facts.get("n", 0),
                subjects=facts.get("subjects", 0) + facts.get("scopes", 0),
                latest=singles.get(one.pk),
                first_on=facts.get("first_on"),
                last_on=facts.get("last_on"),
            )
        )
    return [
        ThemeGroup(value, str(title), rows[value])
        for value, title in Theme.choices
        if value in rows
    ]


def _counted(user: Viewer) -> dict[int, dict]:
    from django.db.models import Min  # beside Max it would read as one word

    found = (
        Figure.objects.visible_to(user)
        .current()
        .order_by()
        .values("definition")
        .annotate(
            n=Count("pk"),
            subjects=Count("about", distinct=True),
            scopes=Count("scope", distinct=True, filter=Q(about__isnull=True)),
            first_on=Min("key_on"),
            last_on=Max("key_on"),
        )
    )
    return {row["definition"]: row for row in found}


def _single_figures(user: Viewer, counted: dict[int, dict]) -> dict[int, Figure]:
    alone = [pk for pk, row in counted.items() if row["n"] == 1]
    return {one.definition_id: one for one in figures(user).filter(definition__in=alone)}


# One definition's series


@dataclass(frozen=True, slots=True)
class Series:
    """All of one subject as one authority has counted it, in the order of time."""

    name: str
    about: Actor | None
    counted_by: str
    figures: Sequence[Figure]

    @property
    def title(self) -> str:
        return f"{self.name} ({self.counted_by})" if self.counted_by else self.name

    @property
    def latest(self) -> Figure:
        return self.figures[-1]


def series(user: Viewer, definition: Definition, *, about: str = "") -> list[Series]:
    """``about``: the slug of one body or circle. Two counters of the same are two series."""
    found = figures(user).filter(definition=definition)
    if about:
        seen = Actor.objects.visible_to(user).filter(slug=about)
        found = found.filter(about__in=seen)
    found = found.order_by(F("key_on").asc(nulls_first=True), "pk")
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for one in found:
        name = one.about.name if one.about else one.scope
        counter = one.counted_by.name if one.counted_by else one.counted_by_name
        groups.setdefault((name, one.about.slug if one.about else "", counter), []).append(one)
    several = _counted_by_several(list(groups))
    return [
        Series(name, rows[0].about, counter if (name, slug) in several else "", rows)
        for (name, slug, counter), rows in sorted(groups.items())
    ]


def _counted_by_several(keys: Sequence[tuple[str, str, str]]) -> set[tuple[str, str]]:
    subjects = [(name, slug) for name, slug, _counter in keys]
    return {one for one in subjects if subjects.count(one) > 1}


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One subject in definitions that count the same thing differently."""

    name: str
    cells: Sequence[Sequence[Figure]]
    """For each definition the latest figure of each who counted."""


@dataclass(frozen=True, slots=True)
class OtherCounts:
    definitions: Sequence[Definition]
    """The page's own first."""
    rows: Sequence[SideBySide]


def other_counts(user: Viewer, definition: Definition) -> OtherCounts | None:
    """Definitions that count the same thing, beside each other; never added or averaged."""
    if not definition.same_thing:
        return None
    others = definitions(user).filter(same_thing=definition.same_thing).exclude(pk=definition.pk)
    columns = [definition, *others]
    if len(columns) == 1:
        return None
    found = figures(user).filter(definition__in=columns)
    latest: dict[str, dict[int, dict[str, Figure]]] = {}
    for one in found.order_by(F("key_on").asc(nulls_first=True), "pk"):
        name = one.about.name if one.about else one.scope
        counter = one.counted_by.name if one.counted_by else one.counted_by_name
        latest.setdefault(name, {}).setdefault(one.definition_id, {})[counter] = one
    rows = [
        SideBySide(name, [list(cells.get(column.pk, {}).values()) for column in columns])
        for name, cells in sorted(latest.items())
    ]
    return OtherCounts(columns, rows)


# One figure


@dataclass(frozen=True, slots=True)
class History:
    earlier: Sequence[Figure]
    """What this one has replaced, latest first, as far as one may see it."""
    later: Sequence[Figure]
    is_replaced: bool
    """Also where the correction itself may not be seen."""


MOST_CORRECTIONS = 100


def history(user: Viewer, figure: Figure) -> History:
    return History(
        earlier=_chain(user, figure, "replaces"),
        later=_chain(user, figure, "replacement"),
        is_replaced=Figure.objects.filter(replaces=figure).exists(),
    )


def _chain(user: Viewer, figure: Figure, link: str) -> list[Figure]:
    """Row by row: corrections of one figure are few."""
    seen, at = [], figure.pk
    visible = Figure.objects.visible_to(user).with_provenance()
    for _step in range(MOST_CORRECTIONS):
        back = {"replaces": "replacement", "replacement": "replaces"}[link]
        following = Figure.objects.filter(**{f"{back}__pk": at}).values_list("pk", flat=True)
        at = following.first()
        if at is None:
            break
        shown = visible.filter(pk=at).first()
        if shown is not None:
            seen.append(shown)
    return seen


# For other pages


def about_actor(user: Viewer, actor: Actor) -> FigureQuerySet:
    """What is counted of this body or circle, the latest first."""
    return (
        figures(user)
        .filter(about=actor.pk)
        .order_by("definition__theme", "definition__name", F("key_on").desc(nulls_last=True), "-pk")
    )


def latest_of(found: Sequence[Figure]) -> list[tuple[Figure, int]]:
    """For each definition the latest figure and how many there are; of figures in that order."""
    first: dict[int, Figure] = {}
    counts: dict[int, int] = {}
    for one in found:
        first.setdefault(one.definition_id, one)
        counts[one.definition_id] = counts.get(one.definition_id, 0) + 1
    return [(one, counts[pk]) for pk, one in first.items()]


def populations(user: Viewer, abouts: Sequence[int]) -> dict[int, list[Figure]]:
    """Inhabitants as figures, by whom they are about; only counts with a known date."""
    found = (
        Figure.objects.visible_to(user)
        .current()
        .filter(
            about__in=abouts,
            definition__theme=Theme.POPULATION,
            definition__unit_kind=UnitKind.COUNT,
            value__gt=0,
        )
        .exclude(key_precision=KeyPrecision.UNKNOWN)
        .select_related("definition")
    )
    by_actor: dict[int, list[Figure]] = {}
    for one in found:
        by_actor.setdefault(one.about_id, []).append(one)
    return by_actor
