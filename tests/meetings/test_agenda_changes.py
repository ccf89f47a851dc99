"""Working on an agenda: order, points, papers, standing items, two people at once, on the screen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sprengel.accounts.models import Activity, Visibility
from sprengel.archive.models import Document
from sprengel.ledger.actions import change_matter
from sprengel.meetings.agenda import actions, papers, standing
from sprengel.meetings.agenda.queries import agenda_lines
from sprengel.meetings.agenda.screens import order_of
from sprengel.meetings.models import AgendaItem, AgendaPaper, AgendaPart, StandingItem

from .conftest import Users, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client_of: Any) -> Client:
    return client_of("office")


def add(users: Users, world: World, title: str, **more: Any) -> AgendaItem:
    return actions.add_item(actor=users.office, meeting=world.next, title=title, **more)


def seen(users: Users, world: World) -> list[str]:
    return [f"{line.number} {line.title}" for line in agenda_lines(users.office, world.next)]


def move(client: Client, item: AgendaItem, choice: str, **more: Any) -> Any:
    address = reverse("meetings:change_item", args=[item.meeting_id, item.pk])
    return client.post(address, {"move": choice, **more})


# ── Order ─────────────────────────────────────────────────────────────────────────────────────


def test_buttons_move_a_point_in_and_out_and_numbers_follow(
    users: Users, world: World, office: Client
) -> None:
    _first, second = add(users, world, "Verkehr"), add(users, world, "Busse")
    third = add(users, world, "Bahn")
    answer = move(office, second, "in")
    assert answer["Location"].endswith(f"#punkt-{second.pk}")
    move(office, third, "in")
    assert seen(users, world) == ["1 Verkehr", "1.1 Busse", "1.2 Bahn"]
    move(office, third, "up")
    assert seen(users, world) == ["1 Verkehr", "1.1 Bahn", "1.2 Busse"]
    move(office, second, "out")
    assert seen(users, world) == ["1 Verkehr", "1.1 Bahn", "2 Busse"]


def test_a_dropped_point_takes_part_and_place_of_where_it_falls(
    users: Users, world: World, office: Client
) -> None:
    public = add(users, world, "Bericht", visibility="public")
    inner = add(users, world, "Personal")
    assert (public.part, inner.part) == ("public", "nonpublic")
    move(office, inner, "put", part="public", parent="", before=public.pk)
    inner.refresh_from_db()
    assert inner.part == "public"
    assert seen(users, world) == ["1 Personal", "2 Bericht"]
    # Whether others may read it is another question.
    assert inner.visibility == Visibility.MEMBERS


@pytest.mark.parametrize(
    "more", [{}, {"part": "nowhere"}, {"part": "public", "parent": "x", "before": "9" * 40}]
)
def test_nonsense_from_a_broken_script_moves_nothing_by_surprise(
    users: Users, world: World, office: Client, more: dict[str, str]
) -> None:
    item = add(users, world, "Punkt")
    assert move(office, item, "put", **more).status_code in (302, 400)
    assert seen(users, world) == ["1 Punkt"]
    assert move(office, item, "sideways").status_code == 400


def test_a_step_on_an_order_that_is_no_more_is_not_taken(
    users: Users, world: World, office: Client
) -> None:
    first, second = add(users, world, "Eins"), add(users, world, "Zwei")
    third = add(users, world, "Drei")
    before = order_of(agenda_lines(users.office, world.next))
    move(office, third, "up", order=before)
    answer = office.post(
        reverse("meetings:change_item", args=[world.next.pk, first.pk]),
        {"move": "down", "order": before},
        follow=True,
    )
    assert "hat inzwischen jemand anders geändert" in answer.content.decode()
    assert seen(users, world) == ["1 Eins", "2 Drei", "3 Zwei"]
    assert second.pk


def test_removing_a_point_keeps_what_stands_under_it(
    users: Users, world: World, office: Client
) -> None:
    top = add(users, world, "Verkehr")
    matter = world.matter("Busse bestellen")
    actions.take(actor=users.office, meeting=world.next, matter=matter, under=top)
    add(users, world, "Verschiedenes")
    move(office, top, "remove")
    titles = [line.title for line in agenda_lines(users.office, world.next)]
    assert len(titles) == 2
    assert "Busse bestellen" in titles[0]


def test_a_matter_put_off_afterwards_leaves_its_sub_points_on_the_agenda(
    users: Users, world: World
) -> None:
    matter = world.matter("Busse bestellen")
    item = actions.take(actor=users.office, meeting=world.next, matter=matter)
    add(users, world, "Preise", under=item)
    actions.drop(actor=users.office, meeting=world.next, matter=matter, reason="später")
    assert seen(users, world) == ["1 Preise"]


# ── Points ────────────────────────────────────────────────────────────────────────────────────


def test_a_point_is_changed_and_moves_to_the_end_of_its_new_part(
    users: Users, world: World, office: Client
) -> None:
    add(users, world, "Öffentlich", visibility="public")
    item = add(users, world, "Punkt")
    address = reverse("meetings:edit_item", args=[world.next.pk, item.pk])
    page = office.get(address)
    seen_then = page.context["form"]["seen"].value()
    sent = {
        "title": "=cmd('x')",
        "text": "<script>alert(1)</script>",
        "part": "public",
        "owner": world.city.pk,
        "minutes": "20",
        "visibility": "public",
        "seen": seen_then,
    }
    assert office.post(address, sent).status_code == 302
    assert seen(users, world) == ["1 Öffentlich", "2 =cmd('x')"]
    line = agenda_lines(users.office, world.next)[1]
    assert (line.owner, line.minutes, line.part) == ("Auenstadt", 20, AgendaPart.PUBLIC)
    page = office.get(reverse("meetings:agenda", args=[world.next.pk])).content.decode()
    assert "=cmd(&#x27;x&#x27;)" in page
    assert "<script>alert(1)" not in page
    # The second person still has the old form.
    answer = office.post(address, {**sent, "title": "Anders"})
    assert answer.status_code == 422
    assert "hat inzwischen jemand anders geändert" in answer.content.decode()
    item.refresh_from_db()
    assert item.title == "=cmd('x')"


@pytest.mark.parametrize("minutes", ["0", "-5", "99999", "viele"])
def test_impossible_minutes_are_said_so(
    users: Users, world: World, office: Client, minutes: str
) -> None:
    item = add(users, world, "Punkt")
    address = reverse("meetings:edit_item", args=[world.next.pk, item.pk])
    answer = office.post(
        address,
        {"title": "Punkt", "part": "public", "visibility": "members", "minutes": minutes},
    )
    assert answer.status_code == 422
    item.refresh_from_db()
    assert item.minutes is None


def test_a_point_is_no_wider_than_its_matter_and_its_meeting(
    users: Users, world: World, office: Client
) -> None:
    item = actions.take(
        actor=users.office, meeting=world.next, matter=world.matter(visibility="members")
    )
    item.visibility = "public"
    actions.change_item(actor=users.office, item=item)
    assert item.visibility == "members"


def test_taken_then_narrowed_it_is_gone_for_members_on_every_page(
    users: Users, world: World, client_of: Any
) -> None:
    matter = world.matter("Vertraulich geworden")
    actions.take(actor=users.office, meeting=world.next, matter=matter)
    pages = [
        reverse(f"meetings:{name}", args=[world.next.pk]) for name in ("agenda", "agenda_print")
    ]
    member = client_of("member")
    assert all("Vertraulich geworden" in member.get(page).content.decode() for page in pages)
    change_matter(actor=users.office, matter=matter, visibility=Visibility.OFFICE)
    assert not any("Vertraulich geworden" in member.get(page).content.decode() for page in pages)
    assert not Activity.objects.exclude(visibility="office").filter(
        sentence__contains="Vertraulich geworden"
    )


def test_the_public_version_leaves_the_nonpublic_part_out_and_keeps_the_numbers(
    users: Users, world: World, client_of: Any
) -> None:
    add(users, world, "Intern, öffentlich lesbar", visibility="public", part="nonpublic")
    add(users, world, "Nur für Mitglieder", part="public")
    add(users, world, "Für alle", visibility="public")
    address = reverse("meetings:agenda_print", args=[world.next.pk])
    for role in ("office", "public"):
        page = client_of(role).get(f"{address}?fassung=oeffentlich").content.decode()
        assert "Für alle" in page
        assert "Intern" not in page
        assert "Nur für Mitglieder" not in page
        assert "</span>2</div>" in page
    whole = client_of("office").get(address).content.decode()
    assert "Nichtöffentlicher Teil" in whole
    assert "Intern" in whole


# ── Papers ────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_is_laid_and_before_it_was_sent_taken_away_again(
    users: Users, world: World, office: Client
) -> None:
    item = add(users, world, "Punkt")
    document = world.document("Gutachten")
    address = reverse("meetings:lay_paper", args=[world.next.pk, item.pk])
    office.post(address, {"document": document.pk})
    paper = AgendaPaper.objects.get()
    office.post(reverse("meetings:withdraw_paper", args=[world.next.pk, item.pk, paper.pk]))
    assert not AgendaPaper.objects.exists()


def test_a_paper_withdrawn_after_it_was_sent_stays_with_day_and_reason(
    users: Users, world: World, office: Client, client_of: Any
) -> None:
    item = add(users, world, "Punkt")
    document = world.document("Gutachten")
    paper = papers.lay_paper(actor=users.office, item=item, document=document)
    assert papers.mark_sent(meeting=world.next) == 1
    assert papers.mark_sent(meeting=world.next) == 0
    address = reverse("meetings:withdraw_paper", args=[world.next.pk, item.pk, paper.pk])
    assert office.post(address, {"reason": " "}).status_code == 422
    office.post(address, {"reason": "Zahlen falsch"})
    page = client_of("member").get(reverse("meetings:agenda", args=[world.next.pk]))
    text = page.content.decode()
    assert "<s>Gutachten</s>" in text
    assert "(Zahlen falsch)" in text
    assert "zurückgezogen am" in text
    assert document.get_absolute_url() not in text
    # Laid again it counts again.
    papers.lay_paper(actor=users.office, item=item, document=document)
    paper.refresh_from_db()
    assert (paper.withdrawn_at, paper.withdrawn_because) == (None, "")


def test_a_paper_sent_while_somebody_looked_at_the_page_is_not_simply_gone(
    users: Users, world: World
) -> None:
    item = add(users, world, "Punkt")
    paper = papers.lay_paper(actor=users.office, item=item, document=world.document("Gutachten"))
    papers.mark_sent(meeting=world.next)
    with pytest.raises(papers.WithdrawalNeedsReason):
        papers.withdraw_paper(actor=users.office, paper=paper)
    assert AgendaPaper.objects.get().withdrawn_at is None


def test_a_paper_of_the_office_is_not_named_to_members(
    users: Users, world: World, client_of: Any
) -> None:
    item = add(users, world, "Punkt")
    hidden = world.document("Geheimpapier", visibility="office")
    papers.lay_paper(actor=users.office, item=item, document=hidden)
    page = client_of("member").get(reverse("meetings:agenda", args=[world.next.pk]))
    assert "Geheimpapier" not in page.content.decode()
    assert not Activity.objects.exclude(visibility="office").filter(
        sentence__contains="Geheimpapier"
    )


def test_a_file_is_taken_in_and_lies_with_the_point(
    users: Users, world: World, office: Client
) -> None:
    item = add(users, world, "Punkt")
    address = reverse("meetings:add_paper", args=[world.next.pk, item.pk])
    assert "Unterlage zu „Punkt“" in office.get(address).content.decode()
    office.post(
        address,
        {
            "text": "Die Stadt prüft das.",
            "title": "Sachstand",
            "kind": "other",
            "visibility": "members",
        },
    )
    paper = AgendaPaper.objects.get()
    assert (paper.item, paper.document.title) == (item, "Sachstand")
    assert Document.objects.get().visibility == "members"


# ── Standing items ────────────────────────────────────────────────────────────────────────────


def test_standing_items_are_kept_in_order_and_put_on_an_agenda_once(
    users: Users, world: World, office: Client
) -> None:
    change = reverse("meetings:change_standing", args=[world.series.pk])
    office.post(change, {"do": "usual"})
    titles = list(StandingItem.objects.values_list("title", flat=True))
    assert titles[:2] == ["Genehmigung der Niederschrift", "Bericht des Verbandes"]
    report = StandingItem.objects.get(title="Bericht des Verbandes")
    office.post(change, {"do": "up", "item": report.pk})
    add(users, world, "Verschiedenes")
    put = reverse("meetings:put_standing", args=[world.next.pk])
    office.post(put)
    office.post(put)
    found = seen(users, world)
    assert len(found) == len(titles)
    assert found[:3] == [
        "1 Verschiedenes",
        "2 Bericht des Verbandes",
        "3 Genehmigung der Niederschrift",
    ]
    # Removed from the series it stays where it is.
    office.post(change, {"do": "remove", "item": report.pk})
    assert "2 Bericht des Verbandes" in seen(users, world)
    assert standing.missing_on(users.office, world.next) == []


def test_a_standing_item_is_edited_and_double_titles_are_refused(
    users: Users, world: World, office: Client
) -> None:
    listed = reverse("meetings:standing_items", args=[world.series.pk])
    sent = {"title": "Förderprogramme", "part": "public", "visibility": "public", "minutes": "15"}
    assert office.post(listed, sent).status_code == 302
    answer = office.post(listed, sent)
    assert answer.status_code == 422
    assert "gibt es in dieser Reihe schon" in answer.content.decode()
    item = StandingItem.objects.get()
    address = reverse("meetings:edit_standing", args=[world.series.pk, item.pk])
    office.post(address, {**sent, "title": "Förderung", "owner": world.league.pk})
    (item,) = standing.put_standing(actor=users.office, meeting=world.next)
    assert (item.title, item.minutes, item.owner_id) == ("Förderung", 15, world.league.pk)


def test_the_order_of_the_parts_is_the_series_own(
    users: Users, world: World, office: Client
) -> None:
    add(users, world, "Für alle", visibility="public")
    add(users, world, "Intern")
    change = reverse("meetings:change_standing", args=[world.series.pk])
    office.post(change, {"do": "parts", "first": "nonpublic"})
    world.next.series.refresh_from_db()
    assert seen(users, world) == ["1 Intern", "2 Für alle"]
    assert office.post(change, {"do": "nothing"}).status_code == 400


# ── Who may ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("role", "status"), [("public", 302), ("guest", 403), ("member", 403)])
def test_nobody_but_the_office_works_on_an_agenda(
    users: Users, world: World, client_of: Any, role: str, status: int
) -> None:
    item = add(users, world, "Punkt", visibility="public")
    paper = AgendaPaper.objects.create(item=item, document=world.document(), sent_at=timezone.now())
    kept = StandingItem.objects.create(series=world.series, title="Bericht", visibility="public")
    pk, lines = world.next.pk, Activity.objects.count()
    for name, args in [
        ("edit_item", [pk, item.pk]),
        ("lay_paper", [pk, item.pk]),
        ("add_paper", [pk, item.pk]),
        ("withdraw_paper", [pk, item.pk, paper.pk]),
        ("put_standing", [pk]),
        ("standing_items", [world.series.pk]),
        ("change_standing", [world.series.pk]),
        ("edit_standing", [world.series.pk, kept.pk]),
        ("decide_many", [pk]),
    ]:
        sent = {"reason": "x", "do": "usual", "take": "ticked", "title": "Neu"}
        assert client_of(role).post(reverse(f"meetings:{name}", args=args), sent).status_code == (
            status
        ), name
    assert Activity.objects.count() == lines
    page = client_of(role).get(reverse("meetings:agenda", args=[pk])).content.decode()
    assert "Punkt" in page
    assert reverse("meetings:change_item", args=[pk, item.pk]) not in page
