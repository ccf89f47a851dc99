from __future__ import annotations

import io
import struct

import pytest
from pypdfium2 import PdfDocument

from sprengel.accounts.models import Visibility
from sprengel.archive import actions
from sprengel.archive.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(office) -> Document:
    added = actions.add_document(
        actor=office,
        data=b"<script>alert(1)</script>\n",
        file_name='Bericht "Süd"\u2028.html',
        visibility=Visibility.PUBLIC,
    )
    return added.document


def test_the_original_is_a_download_and_never_a_page_of_ours(client, document) -> None:
    answer = client.get(f"{document.get_absolute_url()}original/")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>\n"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_missing_file_is_not_found(client, document, files_folder) -> None:
    for path in files_folder.rglob("*"):
        if path.is_file():
            path.unlink()
    assert client.get(f"{document.get_absolute_url()}original/").status_code == 404


def test_the_page_of_a_document_without_text(client, document) -> None:
    assert client.get(document.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_list_takes_a_fixed_number_of_queries(
    n, client, office, django_assert_num_queries
) -> None:
    for i in range(n):
        actions.add_document(
            actor=office, data=b"%d" % i, file_name=f"{i}.txt", visibility=Visibility.PUBLIC
        )
    with django_assert_num_queries(4):
        assert client.get("/dokumente/").status_code == 200


def test_filters(client, office, document) -> None:
    actions.add_document(
        actor=office, data=b"2", file_name="Brief.txt", kind="letter", visibility=Visibility.PUBLIC
    )

    def titles(query: str) -> int:
        return client.get(f"/dokumente/?{query}").content.decode().count("list__title")

    assert titles("") == 2
    assert titles("kind=letter") == 1
    assert titles("q=brief") == 1
    assert titles("q=bericht+süd") == 1
    assert titles("state=read") == 0
    assert titles("kind=unfug") == 2
    assert titles("seite=77") == 2
    assert titles("body=gibt-es-nicht") == 2


# ── pages as pictures ──


@pytest.fixture
def pdf(office) -> Document:
    out, document = io.BytesIO(), PdfDocument.new()
    document.new_page(595, 842)
    document.new_page(842, 595)
    document.save(out)
    added = actions.add_document(actor=office, data=out.getvalue(), file_name="zwei.pdf").document
    Document.objects.filter(pk=added.pk).update(media_type="application/pdf")
    return added


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"IEND" in png[-12:]
    return struct.unpack(">II", png[16:24])


def test_a_page_of_a_pdf_as_a_picture(client, office, member, pdf, document) -> None:
    url = f"{pdf.get_absolute_url()}seiten/"
    assert client.get(f"{url}1.png").status_code == 302
    client.force_login(member)
    assert client.get(f"{url}1.png").status_code == 403
    client.force_login(office)
    first, second = client.get(f"{url}1.png"), client.get(f"{url}2.png")
    assert first["Content-Type"] == "image/png"
    assert size_of(first.content) == (1100, 1557)
    width, height = size_of(second.content)
    assert width > height
    for number in ("0", "3", "99999999999999999999"):
        assert client.get(f"{url}{number}.png").status_code == 404
    assert client.get(f"{document.get_absolute_url()}seiten/1.png").status_code == 404


def test_a_broken_pdf_has_no_picture(client, office) -> None:
    added = actions.add_document(actor=office, data=b"%PDF-1.7 x", file_name="x.pdf").document
    Document.objects.filter(pk=added.pk).update(media_type="application/pdf")
    client.force_login(office)
    assert client.get(f"{added.get_absolute_url()}seiten/1.png").status_code == 404
