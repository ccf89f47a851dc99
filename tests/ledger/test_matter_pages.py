from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sprengel.accounts.models import Visibility
from sprengel.ledger import actions, queries
from sprengel.ledger.models import Entry, Matter, State
from sprengel.ledger.queries import MatterFilters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def that_day(settings) -> None:
    settings.TODAY = date(2025, 3, 1)


@pytest.fixture
def matter(office, promise) -> Matter:
    actions.accept(actor=office, statement=promise, version=1)
    Matter.objects.update(due_on=None, due_precision="")
    return Matter.objects.get()


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def make(n: int, **facts: object) -> list[Matter]:
    return [
        Matter.objects.create(
            **{
                "act": "commitment",
                "quote": f"Wort {i} zu halten",
                "actor_name": "Stadtrat A",
                "visibility": Visibility.PUBLIC,
                **facts,
            }
        )
        for i in range(n)
    ]


# ── the list ──


def test_the_list_shows_what_is_not_settled(client, matter) -> None:
    done = make(1, quote="Schon erledigt", state=State.MET)[0]
    html = client.get("/vorgaenge/").content.decode()
    assert "Verlängerung der Förderung" in html
    assert done.quote not in html
    assert done.quote in client.get("/vorgaenge/?sachstand=alle").content.decode()
    assert done.quote in client.get("/vorgaenge/?sachstand=met").content.decode()


def test_filters(matter, office) -> None:
    make(1, act="demand", quote="Straße bauen", addressee_name="das Land", due_on=date(2025, 2, 1))
    make(1, quote="Brücke prüfen", due_on=date(2025, 3, 20))
    make(1, quote="Zug fahren", state=State.MET, due_on=date(2025, 1, 1))

    def found(**filters: str) -> set[str]:
        return {m.quote for m in queries.matters(office, MatterFilters(**filters))}

    assert found(act="demand") == {"Straße bauen"}
    assert found(due="overdue") == {"Straße bauen"}
    assert found(due="soon") == {"Brücke prüfen"}
    assert found(state="met") == {"Zug fahren"}
    assert found(q="land straße") == {"Straße bauen"}
    assert found(actor=matter.actor.slug) == {matter.quote}
    assert found(organization=matter.organization.slug) == {matter.quote}
    assert found(order="unfug", q="brücke") == {"Brücke prüfen"}
    counts = queries.counts(office, MatterFilters(state="pending"))
    assert (counts.pending, counts.every_state, counts.overdue, counts.soon) == (3, 4, 1, 1)


def test_chips_keep_what_else_is_chosen(client, matter) -> None:
    html = client.get("/vorgaenge/?art=commitment&q=F%C3%B6rderung").content.decode()
    assert "?art=commitment&amp;q=F%C3%B6rderung&amp;frist=overdue" in html
    assert '<input type="hidden" name="art" value="commitment">' in html


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_list_takes_a_fixed_number_of_queries(
    n, client, office, league, circle, django_assert_num_queries
) -> None:
    make(n, actor=league.actor_ptr, responsible=league.actor_ptr, organization=circle)
    client.force_login(office)
    client.get("/vorgaenge/")
    with django_assert_num_queries(12):
        assert client.get("/vorgaenge/").status_code == 200


def test_nonsense_in_the_address_line_is_no_error(client, matter) -> None:
    for query in (
        "seite=999",
        "seite=x",
        "art=x",
        "sachstand=x",
        "wer=%00",
        "sortierung=zz",
        "frist=9",
    ):
        assert client.get(f"/vorgaenge/?{query}").status_code == 200


def test_a_withdrawn_matter_is_in_no_list_and_says_so(client, office, matter, promise) -> None:
    actions.undo(actor=office, statement=promise, version=2)
    assert matter.quote not in client.get("/vorgaenge/?sachstand=alle").content.decode()
    html = client.get(matter.get_absolute_url()).content.decode()
    assert "steht deshalb in keiner Liste mehr" in " ".join(html.split())


# ── one matter ──


def test_the_page_leads_with_the_promise_and_its_passage(client, matter) -> None:
    html = " ".join(client.get(matter.get_absolute_url()).content.decode().split())
    assert f"„{matter.quote}“</h1>" in html
    assert "Krähwinkel sagte zu, sich bis zum 30. Juni 2024" in html
    assert "Treffen in Lindach" in html
    assert "Neuer Eintrag" not in html  # that is the office's


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_page_takes_a_fixed_number_of_queries(
    n, client, office, matter, document, django_assert_num_queries
) -> None:
    from sprengel.archive.actions import mark_passage

    for i in range(n):
        passage = mark_passage(revision=document.latest_revision, start=i, end=i + 10)
        actions.add_entry(
            actor=office,
            matter=matter,
            kind="note",
            sentence=f"Vermerk {i}",
            evidence=[actions.EvidenceInput(passage=passage)],
        )
    with django_assert_num_queries(4):
        assert client.get(matter.get_absolute_url()).status_code == 200


def entry(desk, matter: Matter, **more: object):
    fields = {"state": "", "sentence": "", "happened_on": "", "quote": "", "document": "", **more}
    return desk.post(reverse("ledger:add_entry", args=[matter.public_id]), fields, follow=True)


def test_a_state_with_a_passage_pasted_from_a_document(desk, matter, document) -> None:
    answer = entry(
        desk,
        matter,
        state="met",
        sentence="Die Förderung läuft weiter",
        document=document.pk,
        quote="begrüßten die Einigung\n mit dem Land",
    )
    assert "Der Eintrag wurde gespeichert." in answer.content.decode()
    matter.refresh_from_db()
    assert matter.state == State.MET
    passage = matter.entries.get(state="met").evidence.get().passage
    assert passage.quote == "begrüßten die Einigung mit dem Land"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "met", "sentence": "x"}, "braucht einen Beleg"),
        ({"quote": "x", "sentence": "x"}, "In welchem Dokument"),
        ({"document": True, "sentence": "x"}, "Wortlaut aus dem Dokument"),
        ({"document": True, "quote": "nie gesagt", "sentence": "x"}, "steht so nicht im Dokument"),
        ({"document": True, "quote": "Lindach", "sentence": "x"}, "steht mehrmals im Dokument"),
        ({}, "in einem Satz sagen"),
        ({"informed_on": "2025-01-01", "sentence": "x"}, "Von wem ist die Auskunft?"),
        ({"state": "open", "visibility": "office"}, "so sichtbar wie der Vorgang"),
        ({"sentence": "x", "happened_on": "2030-01-01"}, "in der Zukunft"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(desk, matter, document, fields, sentence):
    if fields.get("document"):
        fields = {**fields, "document": document.pk}
    assert sentence in entry(desk, matter, **fields).content.decode()
    assert Entry.objects.count() == 1


def test_informants_are_named_on_the_page(desk, matter) -> None:
    answer = entry(
        desk, matter, state="in_progress", informant="Frau Drossel", informed_on="2025-02-01"
    )
    assert "Auskunft von Frau Drossel am 1. Februar 2025" in answer.content.decode()


def test_next_check_and_facts(desk, matter, state) -> None:
    desk.post(reverse("ledger:set_check", args=[matter.public_id]), {"next_check_on": "2025-06-01"})
    answer = desk.post(
        reverse("ledger:change_matter", args=[matter.public_id]),
        {
            "responsible": state.pk,
            "organization": matter.organization_id,
            "due_on": "2025-05-01",
            "due_text": "",
            "visibility": "public",
            "topics": "Förderung, Schule",
        },
        follow=True,
    )
    html = answer.content.decode()
    matter.refresh_from_db()
    assert matter.next_check_on == date(2025, 6, 1)
    assert {topic.slug for topic in matter.topics.all()} == {"foerderung", "schule"}
    assert "Zuständig: Land Musterland" in html
    assert "1. Juni 2025" in html


def test_members_and_guests_cannot_write(client, member, matter) -> None:
    client.force_login(member)
    for name in ("add_entry", "set_check", "change_matter"):
        url = reverse(f"ledger:{name}", args=[matter.public_id])
        assert client.post(url, {"sentence": "x"}).status_code == 403
    assert Entry.objects.count() == 1


def test_pages_of_actors_show_what_was_said_and_asked(
    client, office, matter, demand, state
) -> None:
    changes = actions.Correction(addressee_name="das Land")
    actions.correct(actor=office, statement=demand, version=1, changes=changes)
    assert matter.quote in client.get(matter.actor.get_absolute_url()).content.decode()
    html = client.get(state.get_absolute_url()).content.decode()
    assert "An Land Musterland gerichtet" in html
    assert "Fachschulen" in html


# ── the home page's numbers ──


def test_documents_to_review_with_minutes(office, document) -> None:
    waiting = queries.to_review(office)[0]
    assert waiting.document == document
    assert waiting.unreviewed == document.statements.count()
    assert waiting.minutes == -(-waiting.unreviewed * 20 // 60)
    assert waiting.followed >= 2


def test_due_by_who_has_to_answer(office, matter, director) -> None:
    actions.change_matter(actor=office, matter=matter, due_on=date(2025, 2, 1))
    make(1, due_on=date(2026, 1, 1))  # not yet
    group = queries.due(office)[0]
    assert (group.responsible.pk, group.name, group.overdue) == (director.pk, "Selma Krähwinkel", 1)
    assert queries.due(office, responsible=director)[0].rows[0].matter == matter


def test_likely_the_same(office, matter, taken) -> None:
    later = taken(
        "Lindach. Krähwinkel sagte zu, sich um die Förderung und deren Verlängerung zu kümmern."
    )
    statement = later.statements.get(act="commitment")
    assert queries.likely_same(office, statement) == [matter]
    other = taken("Lindach. Krähwinkel sagte zu, den Haushalt vorzulegen.")
    assert queries.likely_same(office, other.statements.get(act="commitment")) == []


def test_why_it_takes_longer_is_kept_and_shown(client, office, document, promise) -> None:
    actions.accept(actor=office, statement=promise, version=1)
    promise.refresh_from_db()
    matter = promise.matter
    client.force_login(office)
    client.post(
        f"{matter.get_absolute_url()}eintrag/",
        {"state": "in_progress", "sentence": "Läuft.", "delayed_because": "Es fehlt Personal."},
    )
    assert matter.entries.get(state="in_progress").delayed_because == "Es fehlt Personal."
    page = client.get(matter.get_absolute_url()).content.decode()
    assert "Grund der Verzögerung: Es fehlt Personal." in page
