"""The screens: what stands on them, what odd input ends in, and how many queries they take."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sprengel.accounts.models import User
from sprengel.archive.models import Document
from sprengel.bodies import actions as bodies
from sprengel.hearings import notices
from sprengel.hearings.models import Comment, Consulted, Hearing
from tests.hearings.conftest import TEXT, TODAY, World
from tests.hearings.test_outcomes import law

ClientOf = Callable[[User | None], Client]


def start_form(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "hearing",
        "title": "Musterförderungsgesetz",
        "organization": world.circle.pk,
        "requested_by": world.ministry.pk,
        "text": TEXT,
        "received_on": "2026-03-01",
        "deadline_on": "2026-03-12",
        "comments_until": "2026-03-08",
        **changes,
    }


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# ── The office writes ─────────────────────────────────────────────────────────────────────────


def test_from_a_pasted_text_to_the_final_version(world: World, client_of: ClientOf) -> None:
    client = client_of(world.office)
    answer = client.post(reverse("hearings:start"), start_form(world), follow=True)
    hearing = Hearing.objects.get()
    assert answer.redirect_chain[-1][0] == hearing.get_absolute_url()
    assert "Angelegt mit 4 Absätzen" in words(answer)
    assert "liegen nur 11 Tage" in words(answer)
    answer = client.post(reverse("hearings:ask_cities", args=[hearing.public_id]), follow=True)
    assert "3 Städte sind gefragt." in words(answer)
    assert "nur mit Anmeldung erreichbar: Hohenfurt." in words(answer)
    answer = client.post(
        reverse("hearings:new_version", args=[hearing.public_id]),
        {"text": TEXT.replace("vollen", "ganzen"), "seen_number": 1, "note": "", "tell": "on"},
        follow=True,
    )
    assert "Fassung 2 ist angelegt." in words(answer)
    assert "vollen" in words(answer)
    answer = client.post(
        reverse("hearings:make_final", args=[hearing.public_id]),
        {"visibility": "public", "seen_number": 2},
        follow=True,
    )
    assert "Endgültige Fassung" in words(answer)
    assert "als Forderung verfolgen" in words(answer)
    paragraph = hearing.versions.get(is_final=True).paragraphs.get(position=3)
    answer = client.post(
        reverse("hearings:make_points", args=[hearing.public_id]),
        {"absatz": [paragraph.pk, "9" * 30, "x"]},
        follow=True,
    )
    assert "Eine Forderung ist angelegt" in words(answer)


def test_an_upload_that_cannot_be_read_is_told_and_nothing_is_kept(
    world: World, client_of: ClientOf, settings: Any
) -> None:
    client = client_of(world.office)
    broken = SimpleUploadedFile("kaputt.docx", b"PK\x03\x04nichts")
    answer = client.post(reverse("hearings:start"), start_form(world, text="", file=broken))
    assert answer.status_code == 422
    assert not Hearing.objects.exists()
    assert not Document.objects.exists()
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    large = SimpleUploadedFile("gross.txt", b"a" * (1024 * 1024 + 1))
    answer = client.post(reverse("hearings:start"), start_form(world, text="", file=large))
    assert answer.status_code == 422
    assert "zu groß" in words(answer)


def test_a_word_file_through_the_form(world: World, client_of: ClientOf) -> None:
    word = docx.Document()
    word.add_paragraph("1. Das Land zahlt die Kosten.")
    data = io.BytesIO()
    word.save(data)
    file = SimpleUploadedFile("Papier.docx", data.getvalue())
    answer = client_of(world.office).post(
        reverse("hearings:start"), start_form(world, text="", file=file), follow=True
    )
    assert "Angelegt mit einem Absatz." in words(answer)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"title": "x" * 10_000}, "300"),
        ({"title": "  "}, "Dieses Feld ist zwingend erforderlich"),
        ({"text": ""}, "kein Text"),
        ({"text": "\n\n".join(["Absatz."] * 700)}, "700 Absätze"),
        ({"deadline_on": "0000-01-01"}, "gültiges Datum"),
        ({"deadline_on": "0026-01-01"}, "Bitte das Jahr prüfen"),
        ({"deadline_on": "2026-02-01"}, "vor dem Eingang"),
        ({"comments_until": "2026-04-01"}, "länger Zeit"),
        ({"organization": "999999"}, "Auswahl"),
        ({"law": "9" * 30}, "Auswahl"),
        ({"title": "mit \x00 Null"}, "Nullzeichen"),
    ],
)
def test_odd_input_ends_in_a_sentence(
    world: World, client_of: ClientOf, changes: dict[str, Any], part: str
) -> None:
    answer = client_of(world.office).post(reverse("hearings:start"), start_form(world, **changes))
    assert answer.status_code == 422
    assert part in words(answer)
    assert not Hearing.objects.exists()


def test_numbers_no_version_has(world: World, client_of: ClientOf) -> None:
    hearing = world.asked()
    client = client_of(world.office)
    for number in ("0", "7", "9" * 30):
        address = f"{hearing.get_absolute_url()}fassung/{number}/"
        assert client.get(address).status_code == 404
    compare = reverse("hearings:compare", args=[hearing.public_id])
    assert client.get(f"{compare}?von=x&bis={'9' * 40}").status_code == 200
    assert client.get(f"{reverse('hearings:list')}?seite=x").status_code == 200


def test_two_people_with_the_same_facts_open(world: World, client_of: ClientOf) -> None:
    hearing = world.start()
    address = reverse("hearings:change", args=[hearing.public_id])
    client = client_of(world.office)
    seen = client.get(address).context["form"]["seen"].value()
    facts = start_form(world, seen=seen)
    del facts["text"], facts["organization"]
    first = client.post(address, {**facts, "title": "Neuer Titel"})
    assert first.status_code == 302
    second = client.post(address, {**facts, "title": "Anderer Titel"})
    assert second.status_code == 422
    assert "inzwischen jemand anders geändert" in words(second)
    hearing.refresh_from_db()
    assert hearing.title == "Neuer Titel"


def test_a_version_made_meanwhile_is_shown_beside_ones_own(
    world: World, client_of: ClientOf
) -> None:
    hearing = world.start()
    world.revise(hearing, TEXT.replace("vollen", "ganzen"))
    address = reverse("hearings:new_version", args=[hearing.public_id])
    typed = {"text": TEXT.replace("vollen", "halben"), "seen_number": 1}
    answer = client_of(world.colleague).post(address, typed)
    assert answer.status_code == 409
    assert "Kim Weber hat inzwischen Fassung 2 angelegt" in words(answer)
    assert "halben" in words(answer)
    assert hearing.versions.count() == 2
    typed["seen_number"] = answer.context["form"]["seen_number"].value()
    assert client_of(world.colleague).post(address, typed).status_code == 302
    assert hearing.versions.count() == 3


def test_final_with_a_version_nobody_looked_at(world: World, client_of: ClientOf) -> None:
    hearing = world.asked()
    world.revise(hearing, TEXT + "\n\n4. Neu.")
    address = reverse("hearings:make_final", args=[hearing.public_id])
    answer = client_of(world.office).post(address, {"visibility": "public", "seen_number": 1})
    assert answer.status_code == 409
    assert "Inzwischen gibt es Fassung 2" in words(answer)
    assert not hearing.versions.filter(is_final=True).exists()


def test_a_changed_draft_is_heard_again(world: World, client_of: ClientOf) -> None:
    before = world.asked()
    world.final(before)
    client = client_of(world.office)
    address = f"{reverse('hearings:start')}?zu={before.public_id}"
    page = client.get(address)
    assert page.context["form"]["costs_changed"].value() is True
    assert "1. Das Land erstattet" in words(page)
    answer = client.post(
        address, start_form(world, title="Zweite Anhörung", costs_changed="on"), follow=True
    )
    again = Hearing.objects.get(title="Zweite Anhörung")
    assert (again.follows, again.costs_changed) == (before, True)
    assert "Neue Anhörung zu" in words(answer)
    assert "Zweite Anhörung" in words(client.get(before.get_absolute_url()))
    assert client.get(f"{reverse('hearings:start')}?zu=keine").status_code == 200


# ── A city comments ───────────────────────────────────────────────────────────────────────────


def test_by_link_without_login(world: World, client_of: ClientOf) -> None:
    hearing = world.asked()
    consulted = world.of(hearing, world.auenstadt)
    address = world.link(consulted)
    client = client_of(None)
    assert "8. März 2026" in words(client.get(address))
    paragraph = world.paragraph(hearing, 3)
    typed = {
        "paragraph": paragraph.pk,
        "stance": "other_wording",
        "text": "Zu kurz.",
        "wording": "sieben Jahre",
        "by_name": "Hauptamt",
        "seen_count": 0,
    }
    answer = client.post(address, typed)
    assert answer.status_code == 302
    assert answer["Location"].endswith("#absatz-3")
    assert not Comment.objects.exists(), "a draft only"
    page = client.get(f"{address}absenden/")
    assert "sieben Jahre" in words(page)
    seen = page.context["form"]["seen"].value()
    sent = {"by_name": "Hauptamt", "seen": seen}
    answer = client.post(f"{address}absenden/", sent, follow=True)
    assert "Danke, Ihre Anmerkung ist angekommen." in words(answer)
    answer = client.post(f"{address}absenden/", sent, follow=True)
    assert Comment.objects.count() == 1, "sent twice"
    assert client_of(None).get(address[:-3] + "xx/").status_code == 404


def test_two_of_one_city_see_each_other_and_do_not_overwrite(
    world: World, client_of: ClientOf
) -> None:
    hearing = world.asked()
    address = world.link(world.of(hearing, world.auenstadt))
    typed = {"paragraph": world.paragraph(hearing, 2).pk, "seen_count": 0}
    by_one = {"stance": "agree", "text": "Gut.", "by_name": "Kämmerei", **typed}
    by_two = {"stance": "reservation", "text": "Schlecht.", "by_name": "Hauptamt", **typed}
    client_of(None).post(address, by_one)
    assert "Gut." in words(client_of(world.member).get(
        reverse("hearings:comment", args=[hearing.public_id])
    ))  # fmt: skip
    answer = client_of(None).post(address, by_two)
    assert answer.status_code == 409
    assert "Kämmerei hat hier inzwischen gespeichert" in words(answer)
    assert "Gut." in words(answer)
    assert "Schlecht." in words(answer)
    assert Consulted.objects.get(city=world.auenstadt).drafts.get().text == "Gut."
    by_two["seen_count"] = 1
    assert client_of(None).post(address, by_two).status_code == 302
    assert Consulted.objects.get(city=world.auenstadt).drafts.get().text == "Schlecht."


def test_what_saves_by_itself_changes_only_its_place(world: World, client_of: ClientOf) -> None:
    hearing = world.asked()
    address = world.link(world.of(hearing, world.auenstadt))
    typed = {"paragraph": world.paragraph(hearing, 2).pk, "stance": "agree", "seen_count": 0}
    client = client_of(None)
    answer = client.post(address, typed, headers={"HX-Request": "true"})
    assert 'id="stand-2"' in words(answer)
    assert 'id="gesehen-2" value="1"' in words(answer)
    typed["stance"] = "reservation"
    answer = client.post(address, typed, headers={"HX-Request": "true"})
    assert "inzwischen gespeichert" in words(answer)
    assert "gesehen-2" not in words(answer), "the next save must not overwrite unseen"
    world.final(hearing)
    answer = client.post(address, typed, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"text": "x" * 10_001}, "10000"),
        ({"stance": "jein"}, "Haltung"),
        ({"text": "mit \x00 Null"}, "Nullzeichen"),
    ],
)
def test_odd_comments_end_in_a_sentence(
    world: World, client_of: ClientOf, changes: dict[str, str], part: str
) -> None:
    hearing = world.asked()
    address = world.link(world.of(hearing, world.auenstadt))
    typed = {"paragraph": world.paragraph(hearing, 2).pk, "stance": "agree", "seen_count": 0}
    answer = client_of(None).post(address, {**typed, **changes})
    assert answer.status_code == 422
    assert part in words(answer).replace(".", "")
    assert not Consulted.objects.get(city=world.auenstadt).drafts.exists()


def test_paragraph_numbers_nobody_has(world: World, client_of: ClientOf) -> None:
    address = world.link(world.of(world.asked(), world.auenstadt))
    for paragraph in ("999999", "-1", "x", "9" * 30):
        answer = client_of(None).post(address, {"paragraph": paragraph, "stance": "agree"})
        assert answer.status_code in (404, 422)
    assert not Consulted.objects.get(city=world.auenstadt).drafts.exists()


def test_after_the_final_version_the_city_reads_what_became_of_it(
    world: World, client_of: ClientOf
) -> None:
    hearing = world.asked()
    comment = world.comment(hearing, world.auenstadt)
    client_of(world.office).post(
        reverse("hearings:handle", args=[hearing.public_id, comment.pk]),
        {"outcome": "not", "reason": "Steht schon im Haushalt.", "seen": 0, "fassung": 1},
    )
    world.final(hearing)
    page = client_of(None).get(world.link(world.of(hearing, world.auenstadt)))
    assert "Anmerkungen werden nicht mehr angenommen" in words(page)
    assert "Steht schon im Haushalt." in words(page)


# ── The office weighs, and what the Land made of it ───────────────────────────────────────────


def test_a_refused_decision_stands_where_it_was_typed(world: World, client_of: ClientOf) -> None:
    hearing = world.asked()
    comment = world.comment(hearing, world.auenstadt)
    address = reverse("hearings:handle", args=[hearing.public_id, comment.pk])
    client = client_of(world.office)
    answer = client.post(address, {"outcome": "not", "reason": "", "seen": 0, "fassung": "x"})
    assert answer.status_code == 422
    assert "warum nicht" in words(answer)
    client.post(address, {"outcome": "taken", "reason": "", "seen": 0, "fassung": 1})
    answer = client_of(world.colleague).post(
        address, {"outcome": "not", "reason": "Mein Grund", "seen": 0, "fassung": 1}
    )
    assert answer.status_code == 409
    assert "Kim Weber hat inzwischen entschieden: übernommen." in words(answer)
    assert "Mein Grund" in words(answer)


def test_what_the_land_adopted_with_its_passage(world: World, client_of: ClientOf) -> None:
    hearing = world.asked()
    final = world.final(hearing)
    client = client_of(world.office)
    paragraph = final.paragraphs.get(position=3)
    client.post(reverse("hearings:make_points", args=[hearing.public_id]), {"absatz": paragraph.pk})
    point = paragraph.point
    address = reverse("hearings:record", args=[hearing.public_id, point.pk])
    published = law(world)
    typed = {"outcome": "partly", "document": published.pk, "seen": 0}
    answer = client.post(address, {**typed, "quote": "steht nirgends"})
    assert answer.status_code == 422
    assert "steht so nicht im Dokument" in words(answer)
    answer = client.post(address, {**typed, "quote": "auf vier Jahre verlängert"}, follow=True)
    assert "teilweise übernommen" in words(answer)
    assert "„auf vier Jahre verlängert“" in words(answer)
    matter = client.get(point.matter.get_absolute_url())
    assert "auf vier Jahre verlängert" in words(matter)
    answer = client.post(address, {"outcome": "not", "seen": 0})
    assert answer.status_code == 409
    assert "Kim Weber hat inzwischen eingetragen: teilweise übernommen." in words(answer)


# ── Files ─────────────────────────────────────────────────────────────────────────────────────


def test_cells_are_shown_and_never_run(world: World, client_of: ClientOf) -> None:
    hearing = world.asked(title="=HYPERLINK(1)")
    world.comment(hearing, world.auenstadt, text="=cmd()|x", wording="@SUM(1)", stance="agree")
    address = reverse("hearings:synopsis_xlsx", args=[hearing.public_id])
    book = openpyxl.load_workbook(io.BytesIO(client_of(world.office).get(address).content))
    assert book.sheetnames == ["Anmerkungen", "Absatz und Stadt"]
    cells = [c for page in book for row in page.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f"]
    values = [str(c.value) for c in cells]
    assert "'=cmd()|x" in values
    assert "'@SUM(1)" in values
    assert any("1 von 3 Städten haben geantwortet" in value for value in values)
    grid = [[c.value for c in row] for row in book["Absatz und Stadt"].iter_rows()]
    assert ["Zu 1.", "Zustimmung"] in grid


def test_the_text_and_the_list_as_word_files(world: World, client_of: ClientOf) -> None:
    hearing = world.asked(title="Papier / mit „Zeichen“ \x0b")
    world.comment(hearing, world.auenstadt, text="Steuerzeichen \x07 darin")
    client = client_of(world.office)
    answer = client.get(reverse("hearings:version_docx", args=[hearing.public_id, 1]))
    paper = docx.Document(io.BytesIO(answer.content))
    assert "1. Das Land erstattet" in "\n".join(one.text for one in paper.paragraphs)
    assert "Steuerzeichen" not in "\n".join(one.text for one in paper.paragraphs)
    assert answer["Content-Disposition"].startswith("attachment")
    listing = client.get(reverse("hearings:synopsis_docx", args=[hearing.public_id]))
    table = docx.Document(io.BytesIO(listing.content)).tables[0]
    assert [cell.text for cell in table.rows[1].cells][:2] == ["Zu 1.", "Auenstadt"]


# ── First page, list ──────────────────────────────────────────────────────────────────────────


def test_what_waits_stands_on_the_first_page(
    world: World, client_of: ClientOf, settings: Any
) -> None:
    hearing = world.asked()
    (mine,) = notices.for_member(world.member)
    assert mine.text == "Ihre Anmerkungen sind gefragt: „Musterförderungsgesetz“ (in 6 Tagen)."
    assert mine.text.split(":")[0] in words(client_of(world.member).get("/"))
    assert list(notices.for_office(world.office)) == []
    world.comment(hearing, world.auenstadt)
    assert list(notices.for_member(world.member)) == []
    Hearing.objects.update(deadline_on=TODAY + timedelta(days=30))
    settings.TODAY = TODAY + timedelta(days=7)
    (over,) = notices.for_office(world.office)
    assert over.text == "Die Zeit der Städte für „Musterförderungsgesetz“ ist um; 2 Städte fehlen."
    settings.TODAY = TODAY + timedelta(days=25)
    (near,) = notices.for_office(world.office)
    assert "endet: in 5 Tagen. Die endgültige Fassung fehlt noch." in near.text
    world.final(hearing)
    assert list(notices.for_office(world.office)) == []


def test_the_list_says_how_many_have_answered(world: World, client_of: ClientOf) -> None:
    hearing = world.asked()
    world.comment(hearing, world.auenstadt)
    office = words(client_of(world.office).get(reverse("hearings:list")))
    assert "1 von 3 Städten haben geantwortet" in office
    assert "Frist: in 10 Tagen" in office
    assert "Ihre Stadt hat geantwortet" in words(
        client_of(world.member).get(reverse("hearings:list"))
    )
    assert reverse("surveys:list") in office


def test_nothing_there_yet(world: World, client_of: ClientOf) -> None:
    for user in (world.office, world.member, None):
        assert "Hier stehen" in words(client_of(user).get(reverse("hearings:list")))


# ── Queries ───────────────────────────────────────────────────────────────────────────────────


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_as_many_queries_for_300_comments_as_for_one(world: World, client_of: ClientOf) -> None:
    hearing = world.asked(shows_comments=True)
    world.comment(hearing, world.auenstadt)
    client = client_of(world.office)
    city = client_of(world.member)
    pages = {
        (client, reverse("hearings:version", args=[hearing.public_id, 1])),
        (client, hearing.get_absolute_url()),
        (client, reverse("hearings:list")),
        (client, reverse("hearings:synopsis_xlsx", args=[hearing.public_id])),
        (client, reverse("hearings:synopsis_docx", args=[hearing.public_id])),
        (city, reverse("hearings:comment", args=[hearing.public_id])),
        (client_of(None), world.link(world.of(hearing, world.auenstadt))),
    }
    for page in pages:
        _queries(*page)
    few = {page: _queries(*page) for page in pages}
    paragraphs = list(world.latest(hearing).paragraphs.all())
    for number in range(100):
        body = bodies.add_body(actor=None, name=f"Musterstadt {number}", kind="city")
        consulted = Consulted.objects.create(hearing=hearing, city=body)
        for paragraph in paragraphs[1:]:
            Comment.objects.create(
                consulted=consulted,
                version=paragraph.version,
                paragraph=paragraph,
                stance="agree",
                by_name="Hauptamt",
            )
    assert Comment.objects.count() == 301
    many = {page: _queries(*page) for page in pages}
    assert many == few
    assert max(many.values()) < 30
