from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sprengel.accounts.models import Activity, Visibility
from sprengel.archive import actions as archive
from sprengel.ledger import actions
from sprengel.ledger.actions import EvidenceInput
from sprengel.ledger.models import EntryKind, Matter, State
from sprengel.ledger.states import in_order, state_of

TODAY = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def that_day(settings) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def matter(office, promise) -> Matter:
    actions.accept(actor=office, statement=promise, version=1)
    return Matter.objects.get()


def add(office, matter: Matter, **more: object):
    entry = actions.add_entry(actor=office, matter=matter, **{"kind": EntryKind.STATE, **more})
    matter.refresh_from_db()
    return entry


def test_met_without_evidence_is_refused_with_a_sentence(office, matter) -> None:
    for evidence in ([], [EvidenceInput(source_url="https://musterland.example/x")]):
        with pytest.raises(ValidationError, match="braucht einen Beleg"):
            add(office, matter, state="met", evidence=evidence)
    assert matter.entries.count() == 1


def test_met_with_a_named_informant(office, matter) -> None:
    told = EvidenceInput(informant="Frau Drossel, Finanzministerium", informed_on=date(2025, 2, 1))
    entry = add(office, matter, state="met", evidence=[told])
    assert matter.state == State.MET
    assert entry.evidence.get().informant == "Frau Drossel, Finanzministerium"


def test_met_with_a_passage(office, matter, document) -> None:
    revision = document.latest_revision
    passage = archive.mark_passage(revision=revision, start=0, end=20)
    add(office, matter, state="met", evidence=[EvidenceInput(passage=passage)])
    assert matter.state == State.MET


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"state": ""}, "Sachstand wählen"),
        ({"state": "done"}, "gibt es nicht"),
        ({"kind": "note"}, "in einem Satz"),
        ({"state": "open", "happened_on": date(2025, 3, 2)}, "in der Zukunft"),
        ({"state": "refused", "visibility": "office"}, "so sichtbar wie der Vorgang"),
    ],
)
def test_what_cannot_be_written_down(office, matter, wrong, sentence) -> None:
    with pytest.raises(ValidationError, match=sentence):
        add(office, matter, **wrong)


def test_a_fact_from_earlier_does_not_overturn_a_later_one(office, matter) -> None:
    add(office, matter, state="refused", happened_on=date(2025, 2, 1))
    add(office, matter, state="in_progress", happened_on=date(2024, 9, 1))
    assert matter.state == State.REFUSED
    assert [entry.state for entry in in_order(matter.entries.all())] == [
        "open",
        "in_progress",
        "refused",
    ]


def test_an_answer_from_before_the_document_counts(office, matter) -> None:
    """A press release comes out days after the meeting at which somebody said no."""
    before = matter.entries.get(kind="opened").happened_on - timedelta(days=1)
    add(office, matter, state="refused", happened_on=before)
    assert matter.state == State.REFUSED


def test_without_a_day_it_counts_from_today(office, matter) -> None:
    entry = add(office, matter, state="in_progress")
    assert entry.happened_on == TODAY


def test_a_note_for_the_office_stays_there(office, matter) -> None:
    entry = add(office, matter, kind="note", sentence="Vertraulich.", visibility="office")
    assert entry.visibility == Visibility.OFFICE
    assert Activity.objects.first().visibility == Visibility.OFFICE


def test_next_check_is_an_entry(office, matter) -> None:
    actions.set_check(actor=office, matter=matter, next_check_on=date(2025, 6, 1))
    matter.refresh_from_db()
    assert matter.next_check_on == date(2025, 6, 1)
    assert matter.entries.last().sentence == "Wiedervorlage: 1. Juni 2025."


def test_changed_facts_are_said(office, matter, state) -> None:
    entry = actions.change_matter(
        actor=office, matter=matter, responsible=state.actor_ptr, due_on=date(2025, 5, 1)
    )
    assert entry.sentence == "zuständig: Land Musterland; Frist: 1. Mai 2025."
    matter.refresh_from_db()
    assert (matter.responsible_id, matter.due_precision) == (state.pk, "day")
    assert actions.change_matter(actor=office, matter=matter, due_on=date(2025, 5, 1)) is None


def test_hiding_a_matter_hides_what_was_said_about_it(office, matter) -> None:
    about = Activity.objects.filter(path=matter.get_absolute_url())
    assert about.filter(visibility=Visibility.PUBLIC).exists()
    actions.change_matter(actor=office, matter=matter, visibility=Visibility.OFFICE)
    assert not about.exclude(visibility=Visibility.OFFICE).exists()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", *State.values]),
            st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        )
    )
)
def test_the_state_is_the_last_noted_one(happened) -> None:
    from datetime import UTC, datetime
    from types import SimpleNamespace

    entries = [
        SimpleNamespace(
            pk=n,
            kind="state",
            state=state,
            happened_on=day,
            at=datetime(2025, 1, 1, 0, n, tzinfo=UTC),
        )
        for n, (state, day) in enumerate(happened[:50])
    ]
    noted = [e for e in sorted(entries, key=lambda e: (e.happened_on, e.at)) if e.state]
    assert state_of(entries) == (noted[-1].state if noted else State.OPEN)
