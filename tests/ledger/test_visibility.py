"""Nobody learns of what they may not see: public, members and the office at every query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from sprengel.accounts.models import Visibility
from sprengel.archive import actions as archive
from sprengel.archive import queries as documents
from sprengel.archive.models import Document
from sprengel.bodies.actions import add_person
from sprengel.ledger import actions, queries
from sprengel.ledger.actions import EvidenceInput
from sprengel.ledger.models import Matter, Topic

pytestmark = pytest.mark.django_db

LEVELS = list(Visibility)
SEEN = {"public": 1, "members": 2, "office": 3}


@dataclass
class World:
    documents: dict[str, Document]
    matters: dict[str, Matter]
    people: dict[str, object]


@pytest.fixture
def world(taken, office, league, circle) -> World:
    """The same three things at each level: a document, its matter, the person who promised."""
    found = World({}, {}, {})
    for level in LEVELS:
        person = add_person(
            actor=None, given_name="Ilse", family_name=f"Ohnegleichen{level}", visibility=level
        )
        text = f"Lindach. Ilse Ohnegleichen{level} sagte zu, den Geheimbericht {level} vorzulegen."
        document = taken(text, title=f"Titel {level}", visibility=level)
        statement = document.statements.get(act="commitment")
        actions.accept(actor=office, statement=statement, version=1)
        statement.refresh_from_db()
        topic = Topic.objects.create(name=f"Thema {level}", slug=f"thema-{level}")
        actions.change_matter(
            actor=office, matter=statement.matter, topics=[topic], due_on=date(2020, 1, 1)
        )
        found.documents[level] = document
        found.matters[level] = Matter.objects.get(pk=statement.matter_id)
        found.people[level] = person
    return found


@pytest.fixture(params=["public", "members", "office"])
def viewer(request, office, member):
    return {"public": AnonymousUser(), "members": member, "office": office}[request.param], SEEN[
        request.param
    ]


def test_lists_and_counts(world, viewer) -> None:
    user, n = viewer
    assert documents.documents(user).count() == n
    assert queries.matters(user).count() == n
    counts = queries.counts(user, queries.MatterFilters())
    assert (counts.every_state, counts.overdue, sum(c.count for c in counts.acts)) == (n, n, n)
    choices = queries.filter_choices(user)
    assert len(choices["actor"]) == n
    assert len(choices["topic"]) == n
    assert sum(len(group.rows) for group in queries.due(user)) == n


def test_single_things_do_not_exist_for_whoever_may_not_see_them(world, viewer) -> None:
    user, n = viewer
    for place, level in enumerate(LEVELS):
        for ask, thing in (
            (documents.document, world.documents[level]),
            (queries.matter, world.matters[level]),
        ):
            if place < n:
                assert ask(user, thing.public_id) == thing
            else:
                with pytest.raises(Http404):
                    ask(user, thing.public_id)


def test_filters_cannot_be_used_to_ask_for_hidden_names(world, viewer, circle) -> None:
    user, n = viewer
    for place, level in enumerate(LEVELS):
        for filters in (
            queries.MatterFilters(actor=world.people[level].slug),
            queries.MatterFilters(responsible=world.people[level].slug),
            queries.MatterFilters(topic=f"thema-{level}"),
            queries.MatterFilters(q=f"Geheimbericht {level}"),
            queries.MatterFilters(q=f"Ohnegleichen{level}"),
        ):
            assert queries.matters(user, filters).count() == (1 if place < n else 0)
    assert queries.matters(user, queries.MatterFilters(organization=circle.slug)).count() == n


def test_by_actor_and_before_a_meeting(world, viewer, circle) -> None:
    user, n = viewer
    for place, level in enumerate(LEVELS):
        assert queries.said_by(user, world.people[level]).count() == (1 if place < n else 0)
    assert queries.open_before(user, circle).count() == n


def test_what_nobody_has_checked_is_for_the_office(document, viewer, office) -> None:
    user, n = viewer
    assert queries.statements_of(user, document).exists() == (n == 3)
    assert bool(queries.to_review(user)) == (n == 3)
    statement = document.statements.first()
    actions.accept(actor=office, statement=statement, version=1)
    assert queries.statements_of(user, document).count() == (
        document.statements.count() if n == 3 else 1
    )


def test_a_person_hidden_behind_a_public_matter_is_not_linked(world, viewer, office) -> None:
    user, n = viewer
    matter = world.matters["public"]
    hidden = world.people["office"]
    actions.change_matter(actor=office, matter=matter, responsible=hidden)
    matter = queries.matter(user, matter.public_id)
    row = queries.matter_rows(user, [matter])[0]
    assert (row.responsible is not None) == (n == 3)
    names = [group.name for group in queries.due(user)]
    assert (hidden.name in names) == (n == 3)


# ── the story of a public matter with an office-only document behind it ──


@pytest.fixture
def story(world, office) -> Matter:
    matter = world.matters["public"]
    revision = world.documents["office"].latest_revision
    start = revision.text.index("Geheimbericht office")
    passage = archive.mark_passage(revision=revision, start=start, end=start + 20)
    actions.add_entry(
        actor=office,
        matter=matter,
        kind="state",
        state="partly_met",
        sentence="Ein Teil liegt vor.",
        evidence=[EvidenceInput(passage=passage)],
    )
    statement = world.documents["office"].statements.get(act="commitment")
    actions.attach(actor=office, statement=statement, version=2, matter=matter)
    actions.add_entry(
        actor=office,
        matter=matter,
        kind="note",
        sentence="Internes Nachhaken.",
        visibility="office",
        evidence=[EvidenceInput(informant="Herr Quellenschutz")],
    )
    matter.refresh_from_db()
    return matter


def test_evidence_the_user_may_not_see_is_only_said_to_be_there(story, viewer) -> None:
    user, n = viewer
    history = queries.history(user, story)
    hidden = [view for one in history for view in one.evidence if view.is_hidden]
    everything = repr(history)
    if n == 3:
        assert not hidden
        assert "Geheimbericht office" in everything
    else:
        assert len(hidden) == 1
        assert "Geheimbericht office" not in everything
        assert "Internes Nachhaken" not in " ".join(one.entry.sentence for one in history)
        assert "Quellenschutz" not in everything
        assert not [one for one in history if one.entry.kind == "joined"]


@pytest.mark.parametrize("role", ["public", "members", "office"])
def test_pages_keep_the_secret(story, world, client, office, member, role) -> None:
    if role != "public":
        client.force_login(office if role == "office" else member)
    html = ""
    addresses = [
        story.get_absolute_url(),
        "/vorgaenge/?sachstand=alle",
        "/dokumente/",
        world.documents["public"].get_absolute_url(),
        "/vorgaenge/?q=Geheimbericht&sachstand=alle",
    ]
    for url in addresses:
        answer = client.get(url)
        assert answer.status_code == 200
        html += answer.content.decode()
    assert ("Geheimbericht office" in html) == (role == "office")
    assert ("Titel office" in html) == (role == "office")
    assert ("Ohnegleichenoffice" in html) == (role == "office")
    assert ("Internes Nachhaken" in html) == (role == "office")
    assert ("Beleg nicht öffentlich" in html) == (role != "office")
    assert ("Geheimbericht members" in html) == (role != "public")
    for document in (world.documents["office"], world.documents["members"]):
        allowed = role == "office" or (role == "members" and document.visibility == "members")
        for url in (
            document.get_absolute_url(),
            f"{document.get_absolute_url()}original/",
            f"{document.get_absolute_url()}stand/",
        ):
            assert client.get(url).status_code == (200 if allowed else 404)


def test_an_attachment_does_not_show_its_hidden_mail(office, member, client) -> None:
    from tests.archive.test_actions import mail

    parent = actions.take_in(actor=office, data=mail(), file_name="p.eml", title="Geheime Post")
    actions.read_now(run_id=parent.document.runs.get().pk)
    attachment = parent.document.attachments.get()
    Document.objects.filter(pk=attachment.pk).update(visibility="public")
    assert documents.parent(member, attachment) is None
    assert documents.parent(office, attachment) == parent.document
    assert "Geheime Post" not in client.get(attachment.get_absolute_url()).content.decode()
