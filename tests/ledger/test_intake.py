from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sprengel.accounts.models import Visibility
from sprengel.archive.models import Document
from sprengel.archive.queries import file_bytes
from sprengel.ledger.models import ReadingRun

from .conftest import TEXT

pytestmark = pytest.mark.django_db
URL = "/dokumente/neu/"


def upload(name: str = "a.txt", data: bytes = TEXT.encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def desk(client, office) -> Client:
    client.force_login(office)
    return client


def send(client: Client, *files: SimpleUploadedFile, follow: bool = True, **fields: object):
    facts = {"kind": "minutes", "visibility": "members", **fields}
    return client.post(URL, {"files": list(files), **facts}, follow=follow)


def test_only_the_office_takes_in(client, member) -> None:
    assert client.get(URL).status_code == 302
    client.force_login(member)
    assert client.get(URL).status_code == 403
    assert send(client, upload()).status_code == 403
    assert not Document.objects.exists()


def test_the_form_needs_its_token(office) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(office)
    assert send(strict, upload()).status_code == 403
    assert not Document.objects.exists()


def test_a_file_is_taken_in_with_what_is_known(desk, office, league, circle) -> None:
    answer = send(
        desk,
        upload("Protokoll Süd.txt"),
        dated_on="2024-03-15",
        body=league.pk,
        organization=circle.pk,
    )
    document = Document.objects.get()
    assert (document.title, document.kind) == ("Protokoll Süd", "minutes")
    assert (document.body, document.organization) == (league, circle)
    assert (document.visibility, document.created_by) == (Visibility.MEMBERS, office)
    assert ReadingRun.objects.get().document == document
    assert answer.redirect_chain[-1][0] == document.get_absolute_url()
    html = answer.content.decode()
    assert "wurde aufgenommen und wird jetzt gelesen" in html
    assert 'hx-trigger="every 1s"' in html
    assert "Stand neu laden" in html


def test_several_files_at_once(desk) -> None:
    answer = send(desk, upload("a.txt", b"Eins."), upload("b.txt", b"Zwei."), title="Beide")
    assert "2 Dokumente wurden aufgenommen" in answer.content.decode()
    assert {d.title for d in Document.objects.all()} == {"a", "b"}


def test_pasted_text_keeps_its_letters(desk) -> None:
    send(desk, text="Guten Tag,\r\nwir sagen zu.\r\n", title="Schreiben")
    document = Document.objects.get()
    assert (document.title, document.file_name) == ("Schreiben", "Schreiben.txt")
    assert file_bytes(document) == b"Guten Tag,\nwir sagen zu.\n"


def test_the_same_again_leads_to_the_one_there_is(desk) -> None:
    send(desk, upload())
    document = Document.objects.get()
    answer = send(desk, upload("noch einmal.txt"))
    html = answer.content.decode()
    assert Document.objects.get() == document
    assert "Diese Datei ist schon da" in html
    assert f'<a href="{document.get_absolute_url()}">' in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Bitte eine Datei wählen oder einen Text einfügen."),
        ({"text": "  \n "}, "Bitte eine Datei wählen oder einen Text einfügen."),
        ({"text": "x", "dated_on": "gestern"}, "Datum"),
        ({"text": "x", "kind": "gibt es nicht"}, "gibt es nicht"),
    ],
)
def test_what_is_missing_is_said(desk, fields, sentence) -> None:
    answer = send(desk, **fields)
    assert sentence in answer.content.decode()
    assert not Document.objects.exists()


def test_a_file_too_large_is_a_sentence(desk, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    big = upload("Großes Buch.pdf", b"x" * (3 * 1024 * 1024))
    answer = send(desk, big, upload("klein.txt"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "„Großes Buch.pdf“ ist zu groß; erlaubt sind 1 MB." in html
    assert not Document.objects.exists()


def test_a_file_at_the_limit_goes_through(desk, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    send(desk, upload("genau.txt", b"x" * 1024 * 1024))
    assert Document.objects.get().file.size_bytes == 1024 * 1024


def test_a_text_too_long_is_a_sentence(desk, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    answer = send(desk, text="x" * 20_000)
    assert answer.status_code == 413
    assert "Der eingefügte Text ist zu lang." in answer.content.decode()


def test_too_many_files_are_a_sentence(desk, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    answer = send(desk, *(upload(f"{n}.txt", b"%d" % n) for n in range(3)))
    assert answer.status_code == 413
    assert "zu viele Dateien auf einmal; erlaubt sind 2" in answer.content.decode()


def test_names_from_outside_are_shown_and_not_run(desk) -> None:
    answer = send(desk, upload("<img src=x onerror=alert(1)>.txt"))
    assert "<img src=x" not in answer.content.decode()


def test_the_page_of_a_failed_document_says_what_to_do(desk) -> None:
    from sprengel.ledger import actions

    send(desk, upload("kaputt.pdf", b"%PDF-1.7\nrubbish"))
    document = Document.objects.get()
    actions.read_now(run_id=document.runs.get().pk)
    html = desk.get(document.get_absolute_url()).content.decode()
    assert "noch einmal hochladen" in html
    assert reverse("ledger:read_again", args=[document.public_id]) in html
    answer = desk.post(reverse("ledger:read_again", args=[document.public_id]), follow=True)
    assert "wird noch einmal gelesen" in answer.content.decode()
    assert document.runs.count() == 2


def test_progress_is_asked_for_until_it_is_done(desk) -> None:
    from sprengel.ledger import actions

    send(desk, upload())
    document = Document.objects.get()
    url = reverse("ledger:reading_state", args=[document.public_id])
    waiting = desk.get(url)
    assert "sprengel worker" not in waiting.content.decode()
    ReadingRun.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert "sprengel worker" in desk.get(url).content.decode()
    assert "Wartet auf das Lesen" in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    actions.read_now(run_id=document.runs.get().pk)
    assert desk.get(url)["HX-Refresh"] == "true"
    assert "every 1s" not in desk.get(document.get_absolute_url()).content.decode()
