"""Nobody learns of what they may not see: every query, every page, counts and files included."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import Client
from django.urls import reverse

from sprengel.accounts.queries import activities
from sprengel.bodies.models import Actor
from sprengel.hearings import notices, queries
from sprengel.hearings.board import board
from sprengel.hearings.commenting import actions as commenting
from sprengel.hearings.commenting.actions import Given
from sprengel.hearings.models import Hearing, Paragraph, Point
from sprengel.hearings.outcomes.actions import make_points
from sprengel.hearings.outcomes.queries import outcome_rows
from sprengel.hearings.sections import hearing_section
from sprengel.hearings.sight import sight_by_link, sight_of
from tests.hearings.conftest import TEXT, World

OWN, OTHERS, DRAFT = "Geheim aus Auenstadt", "Geheim aus Lindach", "Noch nicht abgesandt"


@dataclass
class Three:
    """One for the office alone, one the cities are asked about, one final and public."""

    draft: Hearing
    asked: Hearing
    public: Hearing

    def seen_by(self, level: int) -> list[Hearing]:
        return [self.public, self.asked, self.draft][:level]


@pytest.fixture
def three(world: World) -> Three:
    draft = world.start(title="Papier im Haus", text=TEXT + "\n\nNur im Haus.")
    public = world.asked(title="Papier für alle", text=TEXT + "\n\nFür alle.")
    world.comment(public, world.auenstadt, text=OWN)
    world.final(public)
    public.refresh_from_db()
    paragraph = public.versions.get(is_final=True).paragraphs.get(position=3)
    make_points(actor=world.office, hearing=public, paragraphs=[paragraph])
    asked = world.asked(title="Papier der Städte", text=TEXT + "\n\nFür die Städte.")
    world.comment(asked, world.auenstadt, text=OWN)
    world.comment(asked, world.lindach, text=OTHERS)
    commenting.keep_draft(
        actor=None,
        consulted=world.of(asked, world.lindach),
        paragraph=world.paragraph(asked, 4),
        given=Given("agree", DRAFT, "", ""),
        seen_count=0,
    )
    return Three(draft, asked, public)


@pytest.fixture(params=["public", "guest", "members", "stray", "office"])
def viewer(request: Any, world: World) -> tuple[Any, int]:
    return {
        "public": (AnonymousUser(), 1),
        "guest": (world.guest, 1),
        "members": (world.member, 2),
        "stray": (world.stray_member, 2),
        "office": (world.office, 3),
    }[request.param]


def client_for(user: Any) -> Client:
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    return client


def test_lists_and_single_ones(three: Three, viewer: tuple[Any, int]) -> None:
    user, level = viewer
    seen = three.seen_by(level)
    assert set(queries.hearings(user)) == set(seen)
    assert len(queries.rows(user, queries.hearings(user))) == level
    for one in (three.draft, three.asked, three.public):
        if one in seen:
            assert queries.hearing(user, one.public_id) == one
        else:
            with pytest.raises(Http404):
                queries.hearing(user, one.public_id)


def test_versions_and_paragraphs(three: Three, viewer: tuple[Any, int]) -> None:
    user, level = viewer
    numbers = [one.number for one in queries.versions(user, three.public)]
    assert numbers == ([2] if level == 1 else [2, 1])
    assert len(queries.versions(user, three.asked)) == (0 if level == 1 else 1)
    assert len(queries.versions(user, three.draft)) == (1 if level == 3 else 0)
    if level == 1:
        with pytest.raises(Http404):
            queries.version(user, three.public, 1)
    counts = {1: 5, 2: 15, 3: 20}
    assert Paragraph.objects.visible_to(user).count() == counts[level]


def test_numbers_of_answers_are_the_offices(three: Three, viewer: tuple[Any, int]) -> None:
    user, level = viewer
    row = next(
        (one for one in queries.rows(user, queries.hearings(user)) if one.hearing == three.asked),
        None,
    )
    assert (row.asked, row.answered) == ((3, 2) if level == 3 else (None, None)) if row else True
    assert len(queries.consulted(user, three.asked)) == (3 if level == 3 else 0)


def test_comments_are_the_citys_own_and_the_offices(three: Three, world: World) -> None:
    told = {
        world.office: {OWN, OTHERS},
        world.member: {OWN},
        world.other_member: {OTHERS},
        world.stray_member: set(),
        world.guest: set(),
    }
    for user, texts in told.items():
        sight = sight_of(user, three.asked)
        assert {one.text for one in sight.comments()} == texts
        shown = board(world.latest(three.asked), sight)
        assert shown.comment_count == len(texts)
    assert not sight_of(None, three.public).comments().exists()
    by_link = sight_by_link(world.of(three.asked, world.lindach))
    assert {one.text for one in by_link.comments()} == {OTHERS}


def test_agreed_to_the_cities_see_one_anothers(three: Three, world: World) -> None:
    Hearing.objects.update(shows_comments=True)
    asked = Hearing.objects.get(pk=three.asked.pk)
    for user in (world.member, world.stray_member):
        assert {one.text for one in sight_of(user, asked).comments()} == {OWN, OTHERS}
    for user in (world.guest, None):
        assert not sight_of(user, asked).comments().exists()
        assert not sight_of(user, Hearing.objects.get(pk=three.public.pk)).comments().exists()
    Actor.objects.filter(pk=world.lindach.pk).update(visibility="office")
    assert {one.text for one in sight_of(world.member, asked).comments()} == {OWN}


def test_what_a_city_is_still_writing_is_its_own(three: Three, world: World) -> None:
    Hearing.objects.update(shows_comments=True)
    address = reverse("hearings:comment", args=[three.asked.public_id])
    assert DRAFT in client_for(world.other_member).get(address).content.decode()
    assert DRAFT not in client_for(world.member).get(address).content.decode()
    for name in ("hearing", "synopsis_docx"):
        page = client_for(world.office).get(
            reverse(f"hearings:{name}", args=[three.asked.public_id])
        )
        assert DRAFT.encode() not in page.content
    version = reverse("hearings:version", args=[three.asked.public_id, 1])
    assert DRAFT not in client_for(world.office).get(version).content.decode()


def test_pages(three: Three, viewer: tuple[Any, int]) -> None:
    user, level = viewer
    client = client_for(user)
    for one in (three.draft, three.asked, three.public):
        expected = 200 if one in three.seen_by(level) else 404
        for name in ("hearing", "compare", "outcomes"):
            address = reverse(f"hearings:{name}", args=[one.public_id])
            assert client.get(address).status_code == expected, address
        for name in ("version", "version_docx"):
            number = queries.versions(user, one)[0].number if expected == 200 else 1
            address = reverse(f"hearings:{name}", args=[one.public_id, number])
            assert client.get(address).status_code == expected, address
    text = client.get(reverse("hearings:list")).content.decode()
    assert ("Papier im Haus" in text, "Papier der Städte" in text) == (level == 3, level >= 2)


def test_the_public_reads_the_final_version_and_nothing_from_inside(
    three: Three, world: World
) -> None:
    client = Client()
    hearing = client.get(three.public.get_absolute_url()).content.decode()
    version = client.get(reverse("hearings:version", args=[three.public.public_id, 2]))
    assert "Für alle." in version.content.decode()
    for text in (hearing, version.content.decode()):
        for secret in (
            "Anlass nur für Mitglieder",
            "Um Verlängerung gebeten",
            OWN,
            "Hauptamt",
            "Auenstadt",
            "Kim Weber",
            "12. März 2026",
        ):
            assert secret not in text, secret
    for name in ("synopsis_xlsx", "synopsis_docx"):
        address = reverse(f"hearings:{name}", args=[three.public.public_id])
        assert client.get(address).status_code == 404


def test_a_hidden_ministry_and_circle_are_not_named(three: Three, world: World) -> None:
    Actor.objects.filter(pk__in=(world.ministry.pk, world.circle.pk)).update(visibility="office")
    for user in (AnonymousUser(), world.member):
        text = client_for(user).get(three.public.get_absolute_url()).content.decode()
        text += client_for(user).get(reverse("hearings:list")).content.decode()
        assert "Musterministerium" not in text
        assert "Bezirk Nord" not in text
    text = client_for(world.office).get(three.public.get_absolute_url()).content.decode()
    assert "Musterministerium" in text


def test_the_list_of_comments_as_a_file_holds_what_one_sees(three: Three, world: World) -> None:
    address = reverse("hearings:synopsis_xlsx", args=[three.asked.public_id])
    for user, mine, theirs, silent in (
        (world.member, True, False, False),
        (world.office, True, True, True),
    ):
        book = openpyxl.load_workbook(io.BytesIO(client_for(user).get(address).content))
        cells = {str(c.value) for page in book for row in page.iter_rows() for c in row}
        assert (OWN in cells, OTHERS in cells) == (mine, theirs)
        assert any("Hohenfurt" in cell for cell in cells) == silent


def test_what_only_the_office_may_do(three: Three, world: World) -> None:
    one = three.asked.public_id
    comment = sight_of(world.office, three.asked).comments().first()
    consulted = world.of(three.asked, world.auenstadt)
    point = Point.objects.get()
    gets = [("start", ()), ("change", (one,)), ("new_version", (one,)), ("make_final", (one,))]
    gets += [("record", (three.public.public_id, point.pk))]
    posts = [("ask_cities", (one,)), ("make_points", (one,)), ("audience", (one,))]
    posts += [("handle", (one, comment.pk)), ("ask_again", (one, consulted.pk))]
    for name, args in gets + posts:
        address = reverse(f"hearings:{name}", args=args)
        assert client_for(world.member).post(address).status_code == 403, name
        answer = Client().post(address)
        assert answer.status_code == 302, name
        assert "/konto/login/" in answer["Location"], name


def test_a_city_answers_for_itself_alone(three: Three, world: World) -> None:
    address = reverse("hearings:comment", args=[three.asked.public_id])
    assert client_for(world.stray_member).get(address).status_code == 404
    assert client_for(world.guest).get(address).status_code == 404
    elsewhere = world.paragraph(three.draft, 2)
    answer = client_for(world.member).post(address, {"paragraph": elsewhere.pk, "text": "x"})
    assert answer.status_code == 404, "a paragraph of a paper it may not see"


def test_notices_and_sections(three: Three, world: World) -> None:
    assert [one.text for one in notices.for_member(world.member)] == []
    assert list(notices.for_member(world.stray_member)) == []
    assert list(notices.for_member(world.guest)) == []
    document = three.asked.versions.get().document
    assert hearing_section(None, document) is None
    assert hearing_section(world.guest, document) is None
    assert hearing_section(world.member, document) is not None


def test_demands_and_the_log(three: Three, viewer: tuple[Any, int]) -> None:
    user, level = viewer
    assert len(outcome_rows(user, three.public)) == 1
    point = Point.objects.get()
    point.matter.visibility = "office"
    point.matter.save()
    assert len(outcome_rows(user, three.public)) == (1 if level == 3 else 0)
    lines = " ".join(line.sentence for line in activities(user))
    assert ("Papier im Haus" in lines) == (level == 3)
    assert ("Papier der Städte" in lines) == (level >= 2)
    assert ("Auenstadt hat" in lines) == (level == 3)
