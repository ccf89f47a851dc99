"""Two people with the same page open, and one person who clicks twice."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sprengel.ledger.models import Entry, Statement
from sprengel.meetings.models import AgendaItem, Meeting
from tests.hostile.conftest import World


def form_on(page: str, name: str) -> dict[str, str]:
    """What a browser would send if nothing were changed on the form that has that field."""
    form = next(f for f in re.findall(r"(?s)<form.*?</form>", page) if f'name="{name}"' in f)
    values: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = re.search(r'name="([^"]+)"', tag)
        if found and 'type="checkbox"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            values[found[1]] = value[1] if value else ""
    for select, options in re.findall(r'(?s)<select name="([^"]+)".*?>(.*?)</select>', form):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[select] = chosen[1] if chosen else ""
    for area, text in re.findall(r'(?s)<textarea name="([^"]+)".*?>(.*?)</textarea>', form):
        values[area] = text.strip()
    return values


PAGES = {
    "meeting": ("meeting", "bearbeiten/", "place", "title"),
    "body": ("body", "bearbeiten/", "county", "short_name"),
    "names": ("body", "bearbeiten/", "county", "aliases"),
    "person": ("person", "bearbeiten/", "title", "note"),
    "circle": ("circle", "bearbeiten/", "region", "note"),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_second_of_two_does_not_undo_what_the_first_saved(
    page: str, world: World, clients: dict[str, Client]
) -> None:
    kind, end, first_field, second_field = PAGES[page]
    thing = getattr(world, kind)["public"]
    path = f"{thing.get_absolute_url()}{end}"
    opened = form_on(clients["office"].get(path).content.decode(), first_field)
    one, other = {**opened, first_field: "Von A"}, {**opened, second_field: "Von B"}
    assert clients["office"].post(path, one).status_code == 302
    answer = clients["office"].post(path, other)
    assert answer.status_code in (200, 422)
    shown = answer.content.decode()
    assert "hat inzwischen jemand anders geändert" in shown
    assert "Von B" in shown
    thing.refresh_from_db()
    assert getattr(thing, first_field) == "Von A"
    # Who has read that and sends it once more means it.
    again = form_on(shown, second_field)
    assert clients["office"].post(path, {**again, first_field: "Von A"}).status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, first_field) == "Von A"
    if second_field == "aliases":
        assert [alias.name for alias in thing.aliases.all()] == ["Von B"]
    else:
        assert getattr(thing, second_field) == "Von B"


@pytest.mark.parametrize("kind", ["document", "matter"])
def test_facts_of_documents_and_matters_too(
    kind: str, world: World, clients: dict[str, Client]
) -> None:
    thing = getattr(world, kind)["public"]
    shown_on = "angaben/" if kind == "document" else ""
    path = f"{thing.get_absolute_url()}angaben/"
    field = "provenance" if kind == "document" else "due_text"
    other_field = "dated_note" if kind == "document" else "topics"
    page = clients["office"].get(f"{thing.get_absolute_url()}{shown_on}").content.decode()
    opened = form_on(page, other_field)
    assert clients["office"].post(path, {**opened, field: "Von A"}).status_code == 302
    clients["office"].post(path, {**opened, other_field: "Von B"})
    thing.refresh_from_db()
    assert getattr(thing, field) == "Von A"


def test_a_meeting_sent_twice_is_one(world: World, clients: dict[str, Client]) -> None:
    path = f"/sitzungen/reihe/{world.series['public'].pk}/planen/"
    sent = {
        "title": "Herbstsitzung 2027",
        "starts_on": "2027-10-11",
        "date_precision": "day",
        "state": "planned",
        "visibility": "public",
    }
    answers = [clients["office"].post(path, sent) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Meeting.objects.filter(title="Herbstsitzung 2027").count() == 1


def test_a_point_of_the_agenda_sent_twice_is_one(world: World, clients: dict[str, Client]) -> None:
    path = f"{world.meeting['public'].get_absolute_url()}tagesordnung/neu/"
    for _ in range(2):
        clients["office"].post(path, {"title": "Begrüßung", "visibility": "members"})
    assert AgendaItem.objects.filter(title="Begrüßung").count() == 1


def test_an_entry_sent_twice_is_one(world: World, clients: dict[str, Client]) -> None:
    path = f"{world.matter['public'].get_absolute_url()}eintrag/"
    for _ in range(2):
        clients["office"].post(path, {"state": "in_progress", "sentence": "Das Land prüft."})
    assert Entry.objects.filter(sentence="Das Land prüft.").count() == 1


@pytest.mark.parametrize("what", ["annehmen", "verwerfen", "zuruecknehmen", "berichtigen"])
def test_a_verdict_on_a_statement_that_is_gone_says_so(
    what: str, world: World, clients: dict[str, Client]
) -> None:
    document = world.document["public"]
    gone = Statement.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    path = f"{document.get_absolute_url()}pruefen/{gone}/{what}/"
    answer = clients["office"].post(path, {"version": "1", "act": "demand"}, follow=True)
    assert "gibt es nicht mehr" in answer.content.decode()
