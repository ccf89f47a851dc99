"""Every address of the site, walked by everyone: nothing hidden shows, nothing crashes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sprengel.accounts.models import Activity
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor
from sprengel.ledger.models import Entry, Matter, Statement
from sprengel.meetings.models import AgendaItem, Meeting
from tests.hostile.conftest import LEVELS, MARK, SEES, World

NOTHING_THERE = {"pk": 987654, "slug": "gibt-es-nicht", "public_id": uuid.UUID(int=7)}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            assert isinstance(one, URLPattern)
            yield route


def addresses(world: World, level: str | None) -> list[str]:
    """Every address of the site with the objects of that visibility put in; None: with nothing."""
    found = []
    for route in patterns():
        path = "/" + route.replace("^", "").replace("$", "").replace("\\Z", "")
        for kind, name in re.findall(r"<(\w+):(\w+)>", route):
            value = _value(world, level, route, kind, name)
            path = path.replace(f"<{kind}:{name}>", str(value))
        if "(" not in path and not path.startswith("/konto/"):
            found.append(path)
    return found


def _value(world: World, level: str | None, route: str, kind: str, name: str) -> object:
    if level is None:
        return NOTHING_THERE["pk" if kind == "int" else "slug" if kind == "slug" else "public_id"]
    if name == "public_id":
        of = world.document if route.startswith("dokumente") else world.matter
        return of[level].public_id
    if kind == "slug":
        if route.startswith("koerperschaften"):
            return world.body[level].slug
        return (world.person if route.startswith("personen") else world.circle)[level].slug
    if name == "series_pk":
        return world.series[level].pk
    if name == "item_pk":
        return world.meeting[level].agenda.first().pk
    if name == "participation_pk":
        return world.meeting[level].participations.first().pk
    if route.startswith("dokumente"):
        return world.statement[level].pk
    if route.startswith("aemter"):
        return world.person[level].posts.first().pk
    if route.startswith("mitgliedschaften"):
        return world.circle[level].memberships.first().pk
    return world.meeting[level].pk


def hidden_marks(role: str) -> list[str]:
    return [MARK[level] for level in LEVELS if level not in SEES[role]]


def body_of(response: object) -> str:
    content = b"".join(response) if response.streaming else response.content
    head = " ".join(f"{k}: {v}" for k, v in response.headers.items())
    return head + content.decode("utf-8", "replace")


@pytest.mark.parametrize("role", SEES)
def test_no_page_shows_what_its_reader_may_not_see(
    role: str, world: World, clients: dict[str, Client]
) -> None:
    wrong = []
    paths = {path for level in LEVELS for path in addresses(world, level)}
    for path in sorted(paths):
        response = clients[role].get(path)
        if response.status_code >= 500:
            wrong.append(f"{path}: {response.status_code}")
        shown = body_of(response)
        # The address asked for may be repeated: whoever typed it knows it.
        shown = shown.replace(path, "")
        wrong += [f"{path}: {mark}" for mark in hidden_marks(role) if mark.lower() in shown.lower()]
    assert wrong == []


@pytest.mark.parametrize("role", ["anonymous", "guest", "member"])
def test_hidden_and_missing_look_the_same(
    role: str, world: World, clients: dict[str, Client]
) -> None:
    differ = []
    nothing = addresses(world, None)
    for level in set(LEVELS) - SEES[role]:
        for hidden, missing in zip(addresses(world, level), nothing, strict=True):
            one, other = clients[role].get(hidden), clients[role].get(missing)
            # A redirect to log in repeats the address.
            if (one.status_code, bool(one.get("Location"))) != (
                other.status_code,
                bool(other.get("Location")),
            ):
                differ.append(f"GET {hidden}: {one.status_code}, missing {other.status_code}")
            one, other = clients[role].post(hidden), clients[role].post(missing)
            if one.status_code != other.status_code:
                differ.append(f"POST {hidden}: {one.status_code}, missing {other.status_code}")
    assert differ == []


@pytest.mark.parametrize("role", ["anonymous", "guest", "member"])
def test_only_the_office_changes_anything(
    role: str, world: World, clients: dict[str, Client]
) -> None:
    tables = (Document, Actor, Matter, Entry, Statement, Meeting, AgendaItem, Activity)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    filled = {
        "decision": "take",
        "move": "remove",
        "title": "x",
        "name": "x",
        "version": "1",
        "text": "x",
        "kind": "other",
        "visibility": "public",
        "family_name": "x",
        "reason": "x",
        "sentence": "x",
    }
    crashed = []
    for level in LEVELS:
        for path in addresses(world, level):
            response = clients[role].post(path, filled)
            if response.status_code >= 500:
                crashed.append(path)
    assert crashed == []
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before


FILTERS = {
    "/": ("q",),
    "/vorgaenge/": ("q", "wer", "thema", "sachstand", "gremium", "frist", "sortierung", "seite"),
    "/dokumente/": ("q", "kind", "body", "organization", "seite"),
    "/koerperschaften/": ("q",),
    "/gremien/kreisoffenmark/": ("am",),
}


@pytest.mark.parametrize("role", ["anonymous", "office"])
def test_odd_parameters_are_no_crash_and_no_leak(
    role: str, world: World, clients: dict[str, Client]
) -> None:
    odd = ("\0", "9" * 40, "-1", "'\"<script>", "９", "9999-12-31")
    slugs = (world.circle["office"].slug, world.person["office"].slug)
    wrong = []
    for path, names in FILTERS.items():
        for name in names:
            for value in (*odd, *slugs):
                response = clients[role].get(path, {name: value})
                shown = response.content.decode().replace(value, "")
                if response.status_code >= 500:
                    wrong.append(f"{path}?{name}={value!r:.40}: {response.status_code}")
                wrong += [
                    f"{path}?{name}={value!r:.40} shows {mark}"
                    for mark in hidden_marks(role)
                    if mark in shown
                ]
    assert wrong == []
