"""Saving a reckoning: a new version each time, none is ever changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility, VisibleModel
from sprengel.bodies.models import Actor
from sprengel.figures.models import Figure
from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop
from sprengel.programmes.models import Programme, Scenario, ScenarioVersion
from sprengel.programmes.scenarios.queries import figure_ids, version_path


class ChangedMeanwhile(ProgrammeProblem):
    """Somebody else has saved since; ``version`` is theirs."""

    def __init__(self, version: ScenarioVersion) -> None:
        super().__init__(
            gettext_noop(
                "%(who)s hat inzwischen Fassung %(number)s gespeichert. Ihre Änderung wurde nicht "
                "gespeichert und steht noch hier. Wenn Ihre Angaben gelten sollen, speichern Sie "
                "noch einmal: Es wird eine weitere Fassung."
            ),
            who=version.user_name,
            number=version.number,
        )
        self.version = version


@transaction.atomic
def save(
    *,
    actor: User | None,
    kind: str,
    title: str,
    assumptions: Mapping[str, Any],
    sources: Mapping[str, Any],
    programme: Programme | None = None,
    about: Actor | None = None,
    visibility: str = Visibility.OFFICE,
    scenario: Scenario | None = None,
    seen_number: int | None = None,
    reason: str = "",
    public_id: UUID | None = None,
) -> ScenarioVersion:
    """A new reckoning, or a new version of ``scenario`` if nobody has saved since ``seen_number``.

    ``public_id`` is given by a form that makes a new one: pressing its button twice saves once.
    Saving what is saved already makes no version. Raises ProgrammeProblem.
    """
    figures = _figures_named(sources)
    _refuse_wider(visibility, programme, about, figures)
    if scenario is None and public_id is not None:
        scenario = Scenario.objects.filter(public_id=public_id, created_by=actor).first()
        seen_number = 1 if scenario else None
    if scenario is None:
        scenario = _begin(actor, kind, title, programme, about, visibility, public_id)
        return _add(actor, scenario, 1, assumptions, sources, reason)
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    latest = scenario.versions.order_by("-number").first()
    if latest and latest.assumptions == dict(assumptions) and latest.sources == dict(sources):
        _describe(scenario, title, programme, about, visibility)
        return latest
    if latest and latest.number != seen_number:
        raise ChangedMeanwhile(latest)
    _describe(scenario, title, programme, about, visibility)
    number = latest.number + 1 if latest else 1
    return _add(actor, scenario, number, assumptions, sources, reason)


@transaction.atomic
def copy(*, actor: User | None, version: ScenarioVersion, title: str) -> ScenarioVersion:
    """One's own copy to go on with; the office alone sees it until it says otherwise."""
    return save(
        actor=actor,
        kind=version.scenario.kind,
        title=title,
        assumptions=version.assumptions,
        sources=version.sources,
        programme=version.scenario.programme,
        about=version.scenario.about,
        visibility=Visibility.OFFICE,
        reason=_("Kopie von „%(title)s“, Fassung %(number)s")
        % {"title": version.scenario.title[:200], "number": version.number},
    )


@transaction.atomic
def show_to(*, actor: User | None, scenario: Scenario, visibility: str) -> None:
    """Who may see it, with all its versions."""
    versions = list(scenario.versions.all())
    named = _with_what_they_hang_on(figure_ids(versions))
    _refuse_wider(visibility, scenario.programme, scenario.about, named)
    before = scenario.visibility
    _describe(scenario, scenario.title, scenario.programme, scenario.about, visibility)
    if before != visibility:
        log(
            actor=actor,
            verb=ActivityVerb.PROGRAMME_CHANGED,
            sentence=_("Sichtbarkeit von „%(title)s“ geändert: %(level)s.")
            % {"title": scenario.title, "level": scenario.get_visibility_display()},
            path=scenario.get_absolute_url(),
            visibility=visibility,
        )


def _begin(
    actor: User | None,
    kind: str,
    title: str,
    programme: Programme | None,
    about: Actor | None,
    visibility: str,
    public_id: UUID | None,
) -> Scenario:
    identity = {"public_id": public_id} if public_id else {}
    return Scenario.objects.create(
        kind=kind,
        title=title,
        programme=programme,
        about=about,
        visibility=visibility,
        created_by=actor,
        created_by_name=str(actor) if actor else "Sprengel",
        **identity,
    )


def _describe(
    scenario: Scenario,
    title: str,
    programme: Programme | None,
    about: Actor | None,
    visibility: str,
) -> None:
    narrower = visibility != scenario.visibility
    scenario.title, scenario.visibility = title, visibility
    scenario.programme, scenario.about = programme, about
    scenario.save(update_fields=["title", "programme", "about", "visibility"])
    if narrower:
        narrow_lines(path=scenario.get_absolute_url(), visibility=visibility)


def _add(
    actor: User | None,
    scenario: Scenario,
    number: int,
    assumptions: Mapping[str, Any],
    sources: Mapping[str, Any],
    reason: str,
) -> ScenarioVersion:
    found = ScenarioVersion.objects.create(
        scenario=scenario,
        number=number,
        assumptions=dict(assumptions),
        sources=dict(sources),
        reason=reason[:300],
        user=actor,
        user_name=str(actor) if actor else "Sprengel",
    )
    sentence = _("„%(title)s“ gespeichert: %(kind)s") if number == 1 else _(
        "„%(title)s“, Fassung %(number)s, gespeichert: %(kind)s"
    )  # fmt: skip
    log(
        actor=actor,
        verb=ActivityVerb.PROGRAMME_CHANGED,
        sentence=sentence
        % {"title": scenario.title, "number": number, "kind": scenario.get_kind_display()},
        path=scenario.get_absolute_url(),
        visibility=scenario.visibility,
        about=[version_path(found)],
    )
    return found


def _figures_named(sources: Mapping[str, Any]) -> list[Figure]:
    ids = figure_ids([ScenarioVersion(sources=dict(sources))])
    return list(_with_what_they_hang_on(ids))


def _with_what_they_hang_on(ids: Iterable[str]) -> QuerySet[Figure]:
    return Figure.objects.filter(public_id__in=ids).select_related(
        "definition", "about", "passage__revision__document"
    )


def _behind(figure: Figure) -> list[VisibleModel]:
    """A figure is seen by those who may see all of these."""
    found: list[VisibleModel] = [figure, figure.definition]
    found += [figure.about] if figure.about else []
    return found + ([figure.passage.revision.document] if figure.passage else [])


def _refuse_wider(
    visibility: str,
    programme: Programme | None,
    about: Actor | None,
    figures: Iterable[Figure],
) -> None:
    """A number only the office sees must not get out inside a public reckoning."""
    order = list(Visibility.values)
    named: list[VisibleModel] = [one for one in (programme, about) if one is not None]
    named += [each for figure in figures for each in _behind(figure)]
    for one in named:
        if order.index(one.visibility) > order.index(visibility):
            raise ProgrammeProblem(
                gettext_noop(
                    "„%(what)s“ sieht nur ein engerer Kreis: %(level)s. Bitte wählen Sie diese "
                    "Sichtbarkeit oder eine engere."
                ),
                what=str(one),
                level=one.get_visibility_display(),
            )
