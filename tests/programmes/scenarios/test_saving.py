"""Versions only grow; the second of two people sees what the first has saved."""

from __future__ import annotations

import uuid

import pytest

from sprengel.accounts.models import Activity, Visibility
from sprengel.archive.models import Immutable
from sprengel.programmes.engines.problems import ProgrammeProblem
from sprengel.programmes.models import Scenario, ScenarioVersion
from sprengel.programmes.scenarios import actions, queries
from sprengel.programmes.scenarios.actions import ChangedMeanwhile

pytestmark = pytest.mark.django_db


def save(office, **changes) -> ScenarioVersion:
    given = {
        "actor": office,
        "kind": "staff",
        "title": "Fachkräfte bis 2035",
        "assumptions": {"graduates": [700, 800, 900]},
        "sources": {"graduates": {"text": "Annahme", "figure": None}},
    }
    return actions.save(**{**given, **changes})


def test_saving_again_makes_a_new_version_and_keeps_the_old(office) -> None:
    first = save(office)
    second = save(
        office,
        scenario=first.scenario,
        seen_number=1,
        assumptions={"graduates": [800, 900, 1000]},
        reason="neuer Haushalt",
    )
    assert (first.number, second.number) == (1, 2)
    kept = queries.version(office, first.scenario.public_id, 1)
    assert kept.assumptions == {"graduates": [700, 800, 900]}
    assert queries.version(office, first.scenario.public_id).reason == "neuer Haushalt"
    with pytest.raises(Immutable):
        kept.save()


def test_the_second_of_two_people_sees_what_the_first_saved(office, colleague) -> None:
    first = save(office)
    save(office, scenario=first.scenario, seen_number=1, assumptions={"graduates": 1})
    with pytest.raises(ChangedMeanwhile, match="Frau Weber hat inzwischen Fassung 2") as told:
        save(colleague, scenario=first.scenario, seen_number=1, assumptions={"graduates": 2})
    assert told.value.version.assumptions == {"graduates": 1}
    assert first.scenario.versions.count() == 2
    meant = save(colleague, scenario=first.scenario, seen_number=2, assumptions={"graduates": 2})
    assert meant.number == 3


def test_pressing_twice_saves_once(office) -> None:
    token = uuid.uuid4()
    first = save(office, public_id=token)
    again = save(office, public_id=token)
    assert first == again
    assert Scenario.objects.count() == ScenarioVersion.objects.count() == 1


def test_saving_what_is_saved_already_makes_no_version(office) -> None:
    first = save(office)
    again = save(office, scenario=first.scenario, seen_number=1, title="Neuer Titel")
    assert again == first
    assert Scenario.objects.get().title == "Neuer Titel"


def test_a_new_version_without_a_seen_number_is_a_conflict(office) -> None:
    first = save(office)
    with pytest.raises(ChangedMeanwhile):
        save(office, scenario=first.scenario, assumptions={"graduates": 3})


def test_a_copy_is_ones_own_and_narrow(office) -> None:
    first = save(office, visibility=Visibility.PUBLIC)
    made = actions.copy(actor=office, version=first, title="Meine")
    assert made.scenario != first.scenario
    assert made.assumptions == first.assumptions
    assert made.scenario.visibility == Visibility.OFFICE
    assert made.reason == "Kopie von „Fachkräfte bis 2035“, Fassung 1"


def test_a_number_of_the_office_does_not_get_out_in_a_public_reckoning(office, per_post) -> None:
    per_post.visibility = Visibility.OFFICE
    per_post.save()
    sources = {"grant": {"text": "", "figure": str(per_post.public_id)}}
    with pytest.raises(ProgrammeProblem, match="engerer Kreis: nur Geschäftsstelle"):
        save(office, sources=sources, visibility=Visibility.PUBLIC)
    kept = save(office, sources=sources, visibility=Visibility.OFFICE)
    with pytest.raises(ProgrammeProblem, match="engerer Kreis"):
        actions.show_to(actor=office, scenario=kept.scenario, visibility=Visibility.MEMBERS)


def test_neither_does_a_programme(office, programme) -> None:
    programme.visibility = Visibility.MEMBERS
    programme.save()
    with pytest.raises(ProgrammeProblem, match="Lotsen für Musterland"):
        save(office, programme=programme, visibility=Visibility.PUBLIC)


def test_what_is_shown_to_fewer_is_told_to_fewer(office) -> None:
    first = save(office, visibility=Visibility.PUBLIC)
    assert Activity.objects.get().visibility == Visibility.PUBLIC
    actions.show_to(actor=office, scenario=first.scenario, visibility=Visibility.OFFICE)
    assert set(Activity.objects.values_list("visibility", flat=True)) == {Visibility.OFFICE}


def test_versions_are_compared_assumption_by_assumption(office) -> None:
    first = save(office, assumptions={"a": 1, "b": 2, "c": 3}, sources={})
    second = save(
        office,
        scenario=first.scenario,
        seen_number=1,
        assumptions={"a": 1, "b": 5, "d": 4},
        sources={"a": {"text": "neue Quelle"}},
    )
    found = queries.compare(first, second)
    assert [(d.label, d.before, d.after) for d in found.differences] == [
        ("a", "1", "1"),
        ("b", "2", "5"),
        ("c", "3", "steht nicht darin"),
        ("d", "steht nicht darin", "4"),
    ]
    assert found.differences[0].only_source
    assert found.same == 0
