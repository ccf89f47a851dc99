"""Status reports: what is in them, for whom, once, and as files that open."""

from __future__ import annotations

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word
from openpyxl import load_workbook

from sprengel.accounts.models import Visibility
from sprengel.ledger.models import Inquiry
from sprengel.publishing.files import word
from sprengel.publishing.models import StatusReport
from sprengel.publishing.reports import actions, files, queries
from sprengel.publishing.reports.lights import Facts, Light, light
from sprengel.publishing.reports.queries import Wanted
from tests.meetings.conftest import TODAY, World

pytestmark = pytest.mark.django_db


def wanted(world: World, visibility: str = Visibility.PUBLIC) -> Wanted:
    return Wanted(world.circle, date(2026, 1, 1), TODAY, visibility)


def quotes(report: queries.Report) -> list[str]:
    return [line.wording for line in report.lines]


def text_of(data: bytes) -> str:
    document = Word(BytesIO(data))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


# ── The light ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts("met", date(2026, 1, 1), date(2025, 7, 1), date(2026, 1, 5)), Light.DONE),
        (Facts("open", date(2026, 9, 30), date(2026, 7, 1), date(2026, 9, 1)), Light.RED),
        (Facts("in_progress", TODAY, date(2026, 7, 1), date(2026, 9, 1)), Light.GREEN),
        (Facts("open", None, date(2026, 9, 1), None, is_silent=True), Light.RED),
        (Facts("open", None, date(2025, 7, 10), None), Light.YELLOW),
        (Facts("unknown", None, date(2026, 9, 1), date(2026, 9, 2)), Light.YELLOW),
        (Facts("open", date(2026, 11, 1), date(2026, 9, 1), None), Light.YELLOW),
        (Facts("open", date(2027, 11, 1), date(2026, 9, 1), None), Light.GREEN),
        (Facts("open", None, None, None), Light.YELLOW),
    ],
)
def test_the_light_follows_the_facts(facts: Facts, expected: Light) -> None:
    lit = light(facts, TODAY)
    assert lit.light is expected
    assert lit.symbol
    assert lit.word


# ── What is in it ─────────────────────────────────────────────────────────────────────────────


def test_a_line_says_who_what_until_when_and_on_what_it_rests(world: World) -> None:
    matter = world.matter(due_on=date(2026, 9, 1), due_text="bis September")
    world.entry(
        matter,
        date(2026, 3, 20),
        sentence="Zwei Kurse sind ausgeschrieben.",
        delayed_because="Es fehlte ein Raum.",
        informant="Ingo Lind",
    )
    line = queries.draft(wanted(world)).lines[0]
    assert line.number == "2025-001"
    assert line.mover == "Ingo Lind"
    assert line.due == "1. September 2026"
    assert (line.light, line.light_word) == ("red", "in Verzug")
    assert line.sentence == "Zwei Kurse sind ausgeschrieben. (20. März 2026)"
    assert line.delayed_because == "Es fehlte ein Raum."
    assert "Auskunft von Ingo Lind" in line.evidence


def test_what_is_done_is_reported_once(users, world: World) -> None:
    done = world.matter("Erledigtes", state="met")
    world.entry(done, date(2026, 4, 1), state="met", informant="Ingo Lind")
    world.matter("Offenes")
    assert quotes(queries.draft(wanted(world))) == ["Offenes", "Erledigtes"]
    actions.issue(actor=users.office, wanted=wanted(world))
    assert quotes(queries.draft(wanted(world))) == ["Offenes"]
    # Opened anew and refused in the end: that is told, too.
    done.state = "refused"
    done.save()
    world.entry(done, date(2026, 9, 1), state="refused")
    assert quotes(queries.draft(wanted(world))) == ["Offenes", "Erledigtes"]


def test_what_members_were_told_is_still_news_to_the_public(users, world: World) -> None:
    done = world.matter("Erledigtes", state="met")
    world.entry(done, date(2026, 4, 1), state="met", informant="Ingo Lind")
    actions.issue(actor=users.office, wanted=wanted(world, Visibility.MEMBERS))
    assert quotes(queries.draft(wanted(world, Visibility.MEMBERS))) == []
    assert quotes(queries.draft(wanted(world))) == ["Erledigtes"]


def test_what_was_settled_before_the_term_or_said_after_it_stays_out(world: World) -> None:
    old = world.matter("Lange erledigt", state="met", said_on=date(2024, 1, 1))
    world.entry(old, date(2024, 6, 1), state="met", informant="Ingo Lind")
    world.matter("Zu neu", said_on=date(2026, 12, 1))
    world.matter("Undatiert", said_on=None)
    assert quotes(queries.draft(wanted(world))) == ["Undatiert"]


def test_an_issued_report_stays_as_it_was_and_keeps_its_numbers(users, world: World) -> None:
    matter = world.matter("Offenes")
    report = actions.issue(actor=users.office, wanted=wanted(world))
    number = queries.issued(report).lines[0].number
    matter.quote = "Anders"
    matter.save()
    world.matter("Neues", said_on=date(2025, 1, 1), kept_on=date(2020, 1, 1))
    assert quotes(queries.issued(report)) == ["Offenes"]
    again = {line.wording: line.number for line in queries.draft(wanted(world)).lines}
    assert again["Anders"] == number
    assert again["Neues"] != number
    assert actions.issue(actor=users.office, wanted=wanted(world)).number == report.number + 1


def test_an_empty_report_is_not_issued(users, world: World) -> None:
    with pytest.raises(ValidationError, match="nichts zu berichten"):
        actions.issue(actor=users.office, wanted=wanted(world))
    assert not StatusReport.objects.exists()


def test_silence_after_a_reminder_is_red(world: World) -> None:
    matter = world.matter(said_on=date(2026, 9, 1))
    Inquiry.objects.create(
        matter=matter,
        asked=world.director,
        email="x@musterland.example",
        asked_on=date(2026, 9, 2),
        answer_until=date(2026, 9, 12),
        state="silent",
    )
    assert queries.draft(wanted(world)).lines[0].light_because == "keine Auskunft trotz Erinnerung"


# ── Who sees it ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def levels(world: World) -> World:
    for level in Visibility.values:
        matter = world.matter(f"Sache {level}", visibility=level)
        world.entry(matter, date(2026, 4, 1), sentence=f"Stand {level}")
    hidden = world.matter("Sache mit geheimem Vermerk")
    world.entry(hidden, date(2026, 5, 1), sentence="Nur fürs Haus", visibility="office")
    return world


@pytest.mark.parametrize(("level", "count"), [("public", 2), ("members", 3), ("office", 4)])
def test_a_report_holds_what_its_readers_may_see(levels: World, level: str, count: int) -> None:
    report = queries.draft(wanted(levels, level))
    assert len(report.lines) == count
    told = " ".join(line.sentence for line in report.lines)
    assert ("Nur fürs Haus" in told) == (level == "office")
    assert {line.wording for line in report.public} == {
        "Sache public",
        "Sache mit geheimem Vermerk",
    }
    data = files.as_word(report).data + files.as_excel(report).data
    assert ("Sache office" in text_of(files.as_word(report).data)) == (level == "office")
    assert data


@pytest.mark.parametrize("role", ["public", "guest", "member", "office"])
def test_pages_and_files_leak_nothing(client_of, users, levels: World, role: str) -> None:
    allowed = {"public": 1, "guest": 1, "member": 2, "office": 3}[role]
    issued = [
        actions.issue(actor=users.office, wanted=wanted(levels, level))
        for level in Visibility.values
    ]
    client: Client = client_of(role)
    listed = client.get(reverse("publishing:reports")).content.decode()
    for place, report in enumerate(issued):
        page = client.get(report.get_absolute_url())
        file = client.get(report.get_absolute_url(), {"format": "xlsx"})
        seen = place < allowed
        assert page.status_code == file.status_code == (200 if seen else 404)
        assert (report.get_absolute_url() in listed) == seen
    for level in list(Visibility.values)[allowed:]:
        page = client.get(
            reverse("publishing:report_draft"),
            {"gremium": levels.circle.slug, "leser": level},
        )
        assert page.status_code == 422
        assert "Sache office" not in page.content.decode()


def test_only_the_office_issues(client_of, world: World) -> None:
    world.matter("Offenes")
    fields = {"gremium": world.circle.slug, "von": "2026-01-01", "bis": "2026-10-01"}
    assert client_of("member").post(reverse("publishing:issue_report"), fields).status_code == 403
    assert not StatusReport.objects.exists()
    done = client_of("office").post(
        reverse("publishing:issue_report"), {**fields, "leser": "members"}
    )
    assert done.status_code == 302
    assert StatusReport.objects.get().visibility == "members"


def test_a_term_that_ends_before_it_begins_is_told_so(client_of, world: World) -> None:
    page = client_of("public").get(
        reverse("publishing:report_draft"),
        {"gremium": world.circle.slug, "von": "2026-05-01", "bis": "2026-01-01", "leser": "public"},
    )
    assert page.status_code == 422
    assert "Der Zeitraum endet, bevor er beginnt." in page.content.decode()


@pytest.mark.parametrize("count", [1, 300])
def test_the_page_takes_the_same_queries_for_many(client_of, world: World, count: int) -> None:
    for number in range(count):
        matter = world.matter(f"Sache {number}")
        if number < 20:
            world.entry(matter, date(2026, 4, 1), informant="Ingo Lind")
    client = client_of("office")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = client.get(
            reverse("publishing:report_draft"),
            {"gremium": world.circle.slug, "leser": "office"},
        )
    assert page.status_code == 200
    assert len(captured) <= 16


def test_what_became_of_a_session(client_of, world: World) -> None:
    matter = world.matter("Kurse anbieten", said_on=world.last.starts_on)
    world.entry(matter, date(2026, 5, 1), sentence="Es gibt zwei.")
    world.matter("Geheim", said_on=world.last.starts_on, visibility="office")
    address = reverse("publishing:became", args=[world.last.pk])
    page = client_of("public").get(address).content.decode()
    assert "Kurse anbieten" in page
    assert "Es gibt zwei." in page
    assert "Geheim" not in page
    file = client_of("public").get(address, {"format": "docx"})
    assert "Kurse anbieten" in text_of(file.content)
    assert "Geheim" not in text_of(file.content)


# ── Files ─────────────────────────────────────────────────────────────────────────────────────


def test_excel_cells_are_never_run(world: World) -> None:
    world.matter('=cmd|"/c calc"!A1', actor_name="@SUM(A1)", actor=None)
    book = load_workbook(BytesIO(files.as_excel(queries.draft(wanted(world))).data))
    values = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert any(cell.value == '\'=cmd|"/c calc"!A1' for cell in values)
    assert any(cell.value == "'@SUM(A1)" for cell in values)
    assert all(cell.data_type != "f" for cell in values)


def test_dates_are_dates_and_odd_characters_do_no_harm(world: World) -> None:
    world.matter("Mit \x0b Steuerzeichen \ufffe und <b>Tags</b> & {{ klammern }}")
    report = queries.draft(wanted(world))
    book = load_workbook(BytesIO(files.as_excel(report).data))
    assert any(
        getattr(cell.value, "date", lambda: None)() == date(2025, 7, 10)
        for row in book.active.iter_rows()
        for cell in row
    )
    assert "<b>Tags</b> & {{ klammern }}" in text_of(files.as_word(report).data)


def test_the_office_edits_the_template_in_word(client_of, settings, tmp_path, world: World) -> None:
    settings.DATA_DIR = tmp_path
    own = Word()
    own.add_paragraph("Hausbriefkopf {{ gremium }}")
    out = BytesIO()
    own.save(out)
    client = client_of("office")
    address = reverse("publishing:change_template", args=[files.REPORT_TEMPLATE])
    client.post(address, {"file": SimpleUploadedFile("v.docx", out.getvalue())})
    world.matter("Offenes")
    report = queries.draft(wanted(world))
    assert "Hausbriefkopf Sprengel Nord" in text_of(files.as_word(report).data)
    client.post(address, {"zurueck": "1"})
    assert "Offenes" in text_of(files.as_word(report).data)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ gibtesnicht }}", "nennt ein Feld, das es nicht gibt"),
        ("{% for x in %}", "hat einen Fehler in einem Platzhalter"),
        ("{{ ''.__class__.__mro__ }}", "hat einen Fehler in einem Platzhalter"),
    ],
)
def test_a_bad_template_is_refused_and_the_old_one_stays(
    client_of, settings, tmp_path, text: str, told: str
) -> None:
    settings.DATA_DIR = tmp_path
    bad = Word()
    bad.add_paragraph(text)
    out = BytesIO()
    bad.save(out)
    address = reverse("publishing:change_template", args=[files.REPORT_TEMPLATE])
    page = client_of("office").post(
        address, {"file": SimpleUploadedFile("v.docx", out.getvalue())}, follow=True
    )
    assert told in page.content.decode()
    assert not word.template(files.REPORT_TEMPLATE).is_own


def test_what_is_no_word_file_is_refused(client_of, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    address = reverse("publishing:change_template", args=[files.REPORT_TEMPLATE])
    page = client_of("office").post(
        address, {"file": SimpleUploadedFile("v.docx", b"PK\x03\x04 kaputt")}, follow=True
    )
    assert "keine Word-Datei" in page.content.decode()


def test_the_pdf_has_every_line(world: World) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    for number in range(40):
        world.matter(f"Sache Nummer {number}")
    pdf = pdfium.PdfDocument(files.as_pdf(queries.draft(wanted(world))).data)
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert len(pdf) > 1
    assert "Sache Nummer 39" in " ".join(text.split())


@pytest.mark.soffice
def test_libreoffice_opens_what_word_and_excel_get(world: World, soffice: str, tmp_path: Path):
    for number in range(12):
        world.matter(f"Sache Nummer {number}", due_on=date(2026, 9, 1))
    report = queries.draft(wanted(world, Visibility.MEMBERS))
    for file in (files.as_word(report), files.as_excel(report)):
        (tmp_path / file.name).write_bytes(file.data)
        done = subprocess.run(
            [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
             "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / file.name)],
            capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        made = (tmp_path / file.name).with_suffix(".pdf")
        assert made.is_file(), done.stderr
        assert made.read_bytes().startswith(b"%PDF")


def test_the_command_writes_the_file(world: World, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from sprengel.cli.main import app

    world.matter("Offenes")
    out = tmp_path / "bericht.docx"
    done = CliRunner().invoke(
        app, ["report", "status", "--organization", world.circle.slug, "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    assert "Offenes" in text_of(out.read_bytes())
    wrong = CliRunner().invoke(
        app, ["report", "status", "--organization", "unbekannt", "--out", str(out)]
    )
    assert wrong.exit_code == 2
    bad = CliRunner().invoke(
        app, ["report", "status", "--organization", world.circle.slug, "--out", "x.txt"]
    )
    assert bad.exit_code == 2
