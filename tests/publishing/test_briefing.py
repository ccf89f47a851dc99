"""The briefing: what each participant finds in theirs, and nothing else; its files; its way out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word

from sprengel.accounts.models import Visibility
from sprengel.bodies import actions as bodies
from sprengel.bodies.models import Actor, Body
from sprengel.mail import actions as mail
from sprengel.mail.models import Letter
from sprengel.meetings.agenda.actions import add_item, take
from sprengel.meetings.agenda.papers import lay_paper, withdraw_paper
from sprengel.meetings.models import Invitation
from sprengel.publishing.briefing import actions, files, queries
from sprengel.publishing.briefing.queries import Briefing
from tests.meetings.conftest import World

pytestmark = pytest.mark.django_db


def own(found: Briefing) -> list[str]:
    return [one.line.wording for one in found.own]


def everything(found: Briefing) -> str:
    return repr(files.fields(found))


@pytest.fixture
def guest(world: World) -> Body:
    """Invited, but no member: the district government."""
    return bodies.add_body(
        actor=None, name="Regierungspräsidium Musterland", kind="district_government"
    )


@pytest.fixture
def invited(world: World, guest: Body) -> World:
    for actor in (world.city, guest):
        Invitation.objects.create(meeting=world.next, actor=actor)
    return world


# ── What is in it ─────────────────────────────────────────────────────────────────────────────


def test_a_city_finds_what_it_asked_promised_and_answers_for(world: World) -> None:
    world.matter("selbst gefordert", actor=world.city, act="demand")
    world.matter("von ihr gefordert", addressee=world.city)
    world.matter("von ihr zu beantworten", responsible=world.city)
    world.matter("von der Oberbürgermeisterin zugesagt", actor=world.mayor)
    world.matter("schon erledigt", actor=world.city, state="met")
    world.matter("zurückgenommen", actor=world.city, is_withdrawn=True)
    world.matter("Sache des Verbands")
    mine = {
        "selbst gefordert",
        "von ihr gefordert",
        "von ihr zu beantworten",
        "von der Oberbürgermeisterin zugesagt",
    }
    found = queries.briefing(world.next, world.city)
    assert set(own(found)) == mine
    assert [line.wording for line in found.also_open] == ["Sache des Verbands"]
    # The mayor invited by name reads the same of her city.
    assert set(own(queries.briefing(world.next, world.mayor))) == mine


def test_who_has_left_office_takes_nothing_along(world: World) -> None:
    former = bodies.add_person(actor=None, given_name="Edda", family_name="Alt")
    bodies.add_post(
        actor=None, person=former, at=world.city, title="Oberbürgermeisterin",
        end_on=date(2026, 8, 31),
    )  # fmt: skip
    world.matter("persönlich zugesagt", actor=former, responsible=former)
    world.matter("der Stadt aufgetragen", responsible=world.city)
    assert own(queries.briefing(world.next, world.city)) == ["der Stadt aufgetragen"]
    assert own(queries.briefing(world.next, former)) == ["persönlich zugesagt"]


def test_points_come_with_the_story_of_their_matters(users, world: World) -> None:
    matter = world.matter("Kurse anbieten", addressee=world.city)
    for day in range(1, 9):
        world.entry(matter, date(2026, 4, day), sentence=f"Schritt {day}.")
    add_item(actor=users.office, meeting=world.next, title="Begrüßung", minutes=5)
    take(actor=users.office, meeting=world.next, matter=matter, because="fällig")
    welcome, point = queries.briefing(world.next, world.city).points
    assert (welcome.item.title, welcome.matters) == ("Begrüßung", ())
    (followed,) = point.matters
    assert followed.is_own
    assert [told.sentence for told in followed.story] == [f"Schritt {n}." for n in range(3, 9)]
    assert followed.left_out == 2


def test_new_is_what_happened_after_the_last_session(world: World) -> None:
    matter = world.matter()
    world.entry(matter, date(2026, 3, 10), sentence="Davor.")
    world.entry(matter, date(2026, 3, 16), sentence="Am Tag selbst.")
    world.entry(matter, date(2026, 5, 1), sentence="Danach.")
    world.entry(matter, None, happened_note="im Sommer", recorded_on=date(2026, 9, 1),
                sentence="Ohne Tag, danach eingetragen.")  # fmt: skip
    world.entry(matter, None, recorded_on=date(2026, 2, 1), sentence="Ohne Tag, davor.")
    settled = world.matter("Erledigtes", state="met")
    world.entry(settled, date(2026, 6, 1), state="met", sentence="Fertig.")
    other = bodies.add_organization(
        actor=None, name="Sprengel Süd", body=world.league, kind="sprengel"
    )
    world.entry(world.matter("Woanders", organization=other), date(2026, 6, 1), sentence="Süd.")
    found = queries.briefing(world.next, world.city)
    assert found.since == world.last.starts_on
    assert [told.sentence for _line, told in found.changed] == [
        "Fertig.",
        "Danach.",
        "Ohne Tag, danach eingetragen.",
    ]
    assert found.changed[-1][1].when == "im Sommer"
    assert queries.briefing(world.last, world.city).changed == ()


def test_a_withdrawn_paper_stays_visible_as_withdrawn(users, invited: World) -> None:
    item = add_item(actor=users.office, meeting=invited.next, title="Haushalt")
    paper = lay_paper(actor=users.office, item=item, document=invited.document("Entwurf A"))
    lay_paper(actor=users.office, item=item, document=invited.document("Entwurf B"))
    Actor.objects.filter(pk=invited.city.pk).update(email="post@auenstadt.example")
    actions.send(actor=users.office, meeting=invited.next)
    paper.refresh_from_db()
    withdraw_paper(actor=users.office, paper=paper, reason="Zahlen falsch")
    found = queries.briefing(invited.next, invited.city)
    assert files.fields(found)["punkte"][0]["unterlagen"] == "Entwurf A (zurückgezogen); Entwurf B"
    client = Client()
    client.force_login(users.office)
    page = client.get(
        reverse("publishing:briefing", args=[invited.next.pk, invited.city.slug])
    ).content.decode()
    assert "zurückgezogen am" in page


# ── Who sees what ─────────────────────────────────────────────────────────────────────────────


def filled(world: World, users: Any, for_actor: Actor) -> None:
    """Of everything there can be, one for each visibility."""
    for level in Visibility.values:
        shown = f"Geheimstufe-{level}"
        mine = world.matter(f"{shown} eigenes", addressee=for_actor, visibility=level)
        world.entry(mine, date(2026, 5, 1), sentence=f"{shown} Stand")
        taken = world.matter(f"{shown} auf der Tagesordnung", visibility=level)
        take(actor=users.office, meeting=world.next, matter=taken, because=f"{shown} Grund")
        world.matter(f"{shown} sonst offen", visibility=level)
        item = add_item(
            actor=users.office, meeting=world.next, title=f"{shown} Punkt", text=f"{shown} Text",
            visibility=level,
        )  # fmt: skip
        lay_paper(
            actor=users.office, item=item,
            document=world.document(f"{shown} Papier", visibility=level),
        )  # fmt: skip
    public = world.matter("Öffentliches", addressee=for_actor)
    for level in Visibility.values:
        world.entry(public, date(2026, 5, 2), sentence=f"Geheimstufe-{level} Vermerk",
                    visibility=level)  # fmt: skip


@pytest.mark.parametrize("who", ["guest", "city", "mayor", "director", "league"])
def test_nobody_reads_more_than_they_may(users, invited: World, guest: Body, who: str) -> None:
    reader = guest if who == "guest" else getattr(invited, who)
    filled(invited, users, reader)
    found = queries.briefing(invited.next, reader)
    word = "\n".join(
        cell.text
        for table in Word(BytesIO(files.as_word(found).data)).tables
        for row in table.rows
        for cell in row.cells
    ) + "\n".join(p.text for p in Word(BytesIO(files.as_word(found).data)).paragraphs)  # fmt: skip
    for text in (everything(found), word, actions._text(found)):
        assert "Geheimstufe-office" not in text
        if who == "guest":
            assert "Geheimstufe-members" not in text
    assert "Geheimstufe-public Vermerk" in everything(found)
    assert ("Geheimstufe-members eigenes" in everything(found)) == (who != "guest")
    # The director said all of it, and the league answers for its director.
    assert len(found.own) == {"guest": 2, "director": 7, "league": 7}.get(who, 3)


def test_a_city_of_the_league_that_visits_another_circle_reads_as_a_member(world: World) -> None:
    visitor = bodies.add_body(actor=None, name="Lindach", kind="city")
    other = bodies.add_organization(
        actor=None, name="Sprengel Süd", body=world.league, kind="sprengel"
    )
    bodies.add_membership(actor=None, member=visitor, organization=other)
    stranger = bodies.add_body(actor=None, name="Fernstadt", kind="city")
    world.matter("Nur für Mitglieder", visibility="members")
    assert "Nur für Mitglieder" in everything(queries.briefing(world.next, visitor))
    assert "Nur für Mitglieder" not in everything(queries.briefing(world.next, stranger))


def test_a_hidden_host_is_not_named_to_a_guest(invited: World, guest: Body) -> None:
    host = bodies.add_body(actor=None, name="Erlenburg", kind="city", visibility="members")
    invited.next.host = host
    invited.next.save()
    assert "Erlenburg" not in everything(queries.briefing(invited.next, guest))
    assert "Erlenburg" in everything(queries.briefing(invited.next, invited.city))


@pytest.mark.parametrize(
    ("role", "list_status", "own_status", "other_status"),
    [
        ("public", 302, 302, 302),
        ("guest", 404, 404, 404),
        ("member", 302, 200, 404),
        ("office", 200, 200, 200),
    ],
)
def test_each_opens_their_own_and_the_office_all(
    client_of, invited: World, guest: Body, role, list_status, own_status, other_status
) -> None:
    client = client_of(role)
    listed = client.get(reverse("publishing:briefings", args=[invited.next.pk]))
    assert listed.status_code == list_status
    for slug, status in ((invited.city.slug, own_status), (guest.slug, other_status)):
        address = reverse("publishing:briefing", args=[invited.next.pk, slug])
        assert client.get(address).status_code == status
        assert client.get(address, {"format": "docx"}).status_code == status
    if role == "member":
        assert listed.url.endswith(f"/{invited.city.slug}/")


def test_of_a_hidden_session_there_is_no_briefing(client_of, invited: World) -> None:
    invited.next.visibility = Visibility.OFFICE
    invited.next.save()
    address = reverse("publishing:briefing", args=[invited.next.pk, invited.city.slug])
    assert client_of("member").get(address).status_code == 404
    assert client_of("office").get(address).status_code == 200


def test_who_gets_one(users, world: World, guest: Body) -> None:
    assert queries.recipients(users.office, world.next) == [Actor.objects.get(pk=world.city.pk)]
    for actor in (guest, world.mayor):
        Invitation.objects.create(meeting=world.next, actor=actor)
    names = [actor.name for actor in queries.recipients(users.office, world.next)]
    assert names == ["Ada Auer", "Regierungspräsidium Musterland"]


# ── Sent ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def addressed(invited: World) -> World:
    Actor.objects.filter(pk=invited.city.pk).update(email="post@auenstadt.example")
    return invited


def test_each_state_is_sent_once(users, addressed: World) -> None:
    world = addressed
    matter = world.matter("Kurse anbieten", addressee=world.city)
    send: Callable[[], actions.Sent] = lambda: actions.send(  # noqa: E731
        actor=users.office, meeting=world.next
    )
    assert send() == actions.Sent(1, 0, ("Regierungspräsidium Musterland",))
    assert send() == actions.Sent(0, 1, ("Regierungspräsidium Musterland",))
    mail.deliver_due()
    world.entry(matter, date(2026, 5, 1), sentence="Neues.")
    assert send().sent == 1
    letters = list(Letter.objects.order_by("pk"))
    assert [one.state for one in letters] == ["sent", "queued"]
    # What is out of date before it went out does not go out.
    world.entry(matter, date(2026, 5, 2), sentence="Neueres.")
    assert send().sent == 1
    assert [one.state for one in Letter.objects.order_by("pk")] == ["sent", "cancelled", "queued"]


def test_the_mail_brings_the_paper_along(users, addressed: World) -> None:
    addressed.matter("Kurse anbieten", addressee=addressed.city)
    actions.send(actor=users.office, meeting=addressed.next)
    letter = Letter.objects.get()
    assert letter.to_email == "post@auenstadt.example"
    assert letter.subject.startswith("Unterlage zur Sitzung: Herbstsitzung 2026")
    assert "Herbstsitzung 2026" in letter.text
    attached = letter.attachments.get()
    assert attached.file_name == "unterlage-2026-10-19-auenstadt.pdf"
    assert bytes(attached.data).startswith(b"%PDF")


def test_an_address_given_with_the_invitation_goes_before(users, addressed: World) -> None:
    Invitation.objects.filter(actor=addressed.city).update(email="ob@auenstadt.example")
    actions.send(actor=users.office, meeting=addressed.next)
    assert Letter.objects.get().to_email == "ob@auenstadt.example"


def test_the_office_is_told_whom_it_could_not_write(client_of, addressed: World) -> None:
    address = reverse("publishing:send_briefings", args=[addressed.next.pk])
    page = client_of("office").post(address, follow=True).content.decode()
    assert "Eine Unterlage ist in der Post." in page
    assert "Ohne E-Mail-Adresse: Regierungspräsidium Musterland." in page
    page = client_of("office").post(address, follow=True).content.decode()
    assert "sie bekommt sie nicht noch einmal" in page


@pytest.mark.parametrize("role", ["public", "guest", "member"])
def test_only_the_office_sends(client_of, addressed: World, role: str) -> None:
    address = reverse("publishing:send_briefings", args=[addressed.next.pk])
    assert client_of(role).post(address).status_code == (302 if role == "public" else 403)
    assert not Letter.objects.exists()


# ── Files ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_all_in_one_archive(client_of, invited: World, guest: Body, kind: str) -> None:
    address = reverse("publishing:briefings", args=[invited.next.pk])
    response = client_of("office").get(address, {"format": kind})
    assert response["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(response.content)) as packed:
        assert set(packed.namelist()) == {
            f"unterlage-2026-10-19-{slug}.{kind}" for slug in (invited.city.slug, guest.slug)
        }
        assert packed.testzip() is None
    assert client_of("office").get(address, {"format": "exe"}).status_code == 404


def test_formulas_and_odd_characters_do_no_harm(users, world: World) -> None:
    world.matter("=cmd() \x0b <b>fett</b> & {{ klammern }} {% raw %}", addressee=world.city)
    add_item(actor=users.office, meeting=world.next, title='=HYPERLINK("x") <script>')
    found = queries.briefing(world.next, world.city)
    text = "\n".join(p.text for p in Word(BytesIO(files.as_word(found).data)).paragraphs)
    assert "{{ klammern }}" in text
    assert "=HYPERLINK" in text
    client = Client()
    client.force_login(users.office)
    page = client.get(reverse("publishing:briefing", args=[world.next.pk, world.city.slug]))
    assert b"<script>" not in page.content.replace(b"<script src", b"")
    assert files.as_pdf(found).data.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 300])
def test_the_same_queries_for_many(client_of, world: World, count: int) -> None:
    for number in range(count):
        matter = world.matter(f"Sache {number}", addressee=world.city if number % 2 else None)
        if number < 20:
            world.entry(matter, date(2026, 5, 1))
    client = client_of("office")
    address = reverse("publishing:briefing", args=[world.next.pk, world.city.slug])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= 32


@pytest.mark.soffice
def test_libreoffice_opens_it(users, world: World, soffice: str, tmp_path: Path) -> None:
    matter = world.matter("Kurse anbieten", addressee=world.city)
    world.entry(matter, date(2026, 5, 1))
    take(actor=users.office, meeting=world.next, matter=matter, because="fällig")
    file = files.as_word(queries.briefing(world.next, world.city))
    (tmp_path / file.name).write_bytes(file.data)
    done = subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / file.name)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert (tmp_path / file.name).with_suffix(".pdf").is_file(), done.stderr
