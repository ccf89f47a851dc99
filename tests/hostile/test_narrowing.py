"""What was public and is taken back is gone everywhere, also where something else had named it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from django.test import Client

from sprengel.accounts.models import Activity, User
from sprengel.accounts.queries import activities
from sprengel.bodies import actions as bodies
from sprengel.bodies.facts import BodyFacts, PersonFacts
from sprengel.ledger import actions as ledger
from sprengel.ledger.actions import DocumentFacts
from sprengel.ledger.models import Entry
from sprengel.meetings import actions as meetings
from tests.hostile.conftest import World


def facts_of(actor: object, kind: type) -> object:
    return kind(**{f.name: getattr(actor, f.name) for f in fields(kind)})


def named_in_lines(word: str) -> list[str]:
    """The lines of "what changed" that everybody sees and that name it."""
    return [line.sentence for line in activities(None) if word in line.sentence]


def narrow_document(office: User, world: World) -> None:
    document = world.document["public"]
    ledger.change_document(
        actor=office,
        document=document,
        facts=DocumentFacts(
            title=document.title,
            kind=document.kind,
            visibility="office",
            body=document.body,
            organization=document.organization,
            dated_on=document.dated_on,
        ),
    )


def test_a_document_taken_back_is_not_named_by_its_meeting(office: User, world: World) -> None:
    assert named_in_lines("TitelOffenmark")
    narrow_document(office, world)
    assert named_in_lines("TitelOffenmark") == []


def test_a_document_taken_back_is_nowhere(
    office: User, world: World, clients: dict[str, Client]
) -> None:
    narrow_document(office, world)
    meeting, person = world.meeting["public"], world.person["public"]
    shown = []
    for path in (
        "/",
        "/vorgaenge/?sachstand=alle",
        "/dokumente/",
        "/feed/vorgaenge.atom",
        meeting.get_absolute_url(),
        f"{meeting.get_absolute_url()}tagesordnung/",
        f"{meeting.get_absolute_url()}ergebnisse/",
        f"{meeting.get_absolute_url()}offen/",
        f"{meeting.get_absolute_url()}niederschrift/",
        person.get_absolute_url(),
    ):
        for role in ("anonymous", "guest", "member"):
            text = clients[role].get(path).content.decode()
            shown += [
                f"{path}: {word}"
                for word in ("PlanOffenmark", "TitelOffenmark", "weilOffenmark")
                if word in text
            ]
    assert shown == []


def test_a_person_taken_back_is_not_named_by_lines_about_others(office: User, world: World) -> None:
    person = world.person["public"]
    assert named_in_lines("ProbeOffenmark")
    facts = replace(facts_of(person, PersonFacts), visibility="office")
    bodies.change_actor(actor=office, of=person, facts=facts)
    assert named_in_lines("Eva ProbeOffenmark wurde") == []
    assert named_in_lines("Eva ProbeOffenmark: Amt") == []


def test_a_body_taken_back_is_not_named_by_lines_about_others(office: User, world: World) -> None:
    body = world.body["public"]
    assert named_in_lines("StadtOffenmark")
    facts = replace(facts_of(body, BodyFacts), visibility="office")
    bodies.change_actor(actor=office, of=body, facts=facts)
    assert named_in_lines("StadtOffenmark") == []


def test_a_meeting_taken_back_is_not_named(office: User, world: World) -> None:
    meeting = world.meeting["public"]
    assert named_in_lines("TreffenOffenmark")
    meeting.visibility = "office"
    meetings.change_meeting(actor=office, meeting=meeting)
    assert named_in_lines("TreffenOffenmark") == []


def test_a_hidden_name_does_not_get_into_the_story_of_a_public_matter(
    office: User, world: World
) -> None:
    ledger.change_matter(
        actor=office,
        matter=world.matter["public"],
        responsible=world.person["office"].actor_ptr,
        organization=world.circle["office"],
    )
    told = [entry.sentence for entry in Entry.objects.visible_to(None)]
    assert not [sentence for sentence in told if "Geheimmark" in sentence]


def test_every_line_leads_somewhere_its_reader_may_go(
    world: World, clients: dict[str, Client], users: dict[str, User]
) -> None:
    dead = []
    for role, user in (("anonymous", None), ("member", users["member"])):
        for path in {line.path for line in activities(user) if line.path}:
            if clients[role].get(path).status_code != 200:
                dead.append(f"{role}: {path}")
    assert dead == []
    assert Activity.objects.exists()


@pytest.mark.parametrize("role", ["anonymous", "member"])
def test_a_matter_taken_back_is_nowhere(
    role: str, office: User, world: World, clients: dict[str, Client]
) -> None:
    matter, meeting = world.matter["public"], world.meeting["public"]
    ledger.change_matter(actor=office, matter=matter, visibility="office")
    for path in (
        "/",
        "/vorgaenge/?sachstand=alle",
        "/feed/vorgaenge.atom",
        f"{meeting.get_absolute_url()}tagesordnung/",
        f"{meeting.get_absolute_url()}offen/",
        f"{meeting.get_absolute_url()}ergebnisse/",
        world.person["public"].get_absolute_url(),
    ):
        text = clients[role].get(path).content.decode()
        assert "PlanOffenmark" not in text, path
        assert "ThemaOffenmark" not in text, path
    assert clients[role].get(matter.get_absolute_url()).status_code == 404
