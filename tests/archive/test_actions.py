from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from sprengel.accounts.models import Activity, User, Visibility
from sprengel.archive import actions, queries, store
from sprengel.archive.models import Document, Immutable, Passage, Revision, StoredFile
from sprengel.reading.problems import FileProblem, ProblemCode

pytestmark = pytest.mark.django_db

TEXT = "Auenstadt. Der Städtebund Musterland sagte zu, bis Ostern zu berichten.\n"


def add(user: User | None, data: bytes = TEXT.encode(), name: str = "a.txt", **more: object):
    return actions.add_document(actor=user, data=data, file_name=name, **more)


def test_bytes_lie_under_their_hash_before_the_row_speaks_of_them(office, files_folder) -> None:
    added = add(office)
    path = queries.file_path(added.document)
    digest = added.document.file.sha512
    assert path == files_folder / digest[:2] / digest[2:4] / digest
    assert queries.file_bytes(added.document) == TEXT.encode()
    assert [p.name for p in path.parent.iterdir()] == [digest]


def test_a_crash_while_writing_leaves_no_row_and_no_half_file(office, files_folder, monkeypatch):
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        add(office)
    assert not Document.objects.exists()
    assert not [p for p in files_folder.rglob("*") if p.is_file()]


def test_the_same_bytes_twice_are_one_document(office) -> None:
    first, second = add(office), add(office, name="anders.txt")
    assert second.document == first.document
    assert (first.is_new, second.is_new) == (True, False)
    assert StoredFile.objects.count() == 1


def test_a_hidden_document_is_not_betrayed_by_its_bytes(office, member) -> None:
    hidden = add(office, visibility=Visibility.OFFICE)
    theirs = add(member, visibility=Visibility.MEMBERS)
    assert theirs.is_new
    assert theirs.document != hidden.document
    assert theirs.document.file == hidden.document.file


def test_title_comes_from_the_file_name_and_is_bettered_by_the_content(office) -> None:
    html = b"<html><head><title>Treffen in Lindach</title></head><body><p>Es war gut.</p></body>"
    document = add(office, html, "2024_03_15_Treffen.html").document
    assert document.title == "2024 03 15 Treffen"
    actions.extract(document=document)
    document.refresh_from_db()
    assert document.title == "Treffen in Lindach"


def test_a_title_somebody_gave_is_kept(office) -> None:
    html = b"<html><head><title>Treffen in Lindach</title></head><body><p>Es war gut.</p></body>"
    document = add(office, html, "x.html", title="Mein Titel").document
    actions.extract(document=document)
    document.refresh_from_db()
    assert document.title == "Mein Titel"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Akten\\Vermerk.docx", "Vermerk.docx"),
        ("böse\r\nX-Header: 1.txt", "böse X-Header: 1.txt"),
        ("", "Dokument"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_file_names_are_made_harmless(given: str, kept: str) -> None:
    assert actions.clean_file_name(given) == kept


def test_activity_line_is_as_visible_as_the_document(office) -> None:
    add(office, title="Vertraulich", visibility=Visibility.OFFICE)
    line = Activity.objects.get()
    assert line.sentence == "„Vertraulich“ wurde aufgenommen."
    assert line.visibility == Visibility.OFFICE


# ── Texts ──


def test_extracting_twice_makes_one_revision(office) -> None:
    document = add(office).document
    first = actions.extract(document=document)
    assert first.text == TEXT
    assert first.number == 1
    assert actions.extract(document=document) == first
    assert Revision.objects.count() == 1


def test_revisions_do_not_change(office) -> None:
    revision = actions.extract(document=add(office).document)
    revision.text = "anders"
    with pytest.raises(Immutable):
        revision.save()
    with pytest.raises(Immutable):
        revision.delete()


def test_passages_move_to_the_new_text_or_are_broken(office) -> None:
    document = add(office).document
    Revision.objects.create(
        document=document, number=1, text="Kopf\n" + TEXT + "Fuß weg", text_sha256="alt"
    )
    old = document.latest_revision
    start = old.text.index("bis Ostern")
    stays = actions.mark_passage(revision=old, start=start, end=start + len("bis Ostern"))
    goes = actions.mark_passage(revision=old, start=old.text.index("Fuß"), end=len(old.text))
    new = actions.extract(document=document)
    assert new.number == 2
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.revision, stays.is_broken) == (new, False)
    assert new.text[stays.start : stays.end] == "bis Ostern"
    assert (goes.revision, goes.is_broken) == (old, True)
    assert Passage.objects.count() == 2


def test_an_encrypted_or_broken_file_is_a_sentence(office) -> None:
    document = add(office, b"%PDF-1.7\nrubbish", "kaputt.pdf").document
    with pytest.raises(FileProblem) as problem:
        actions.extract(document=document)
    assert problem.value.code == ProblemCode.DAMAGED
    assert "noch einmal" in str(problem.value)
    assert not Revision.objects.exists()


def crash(*_: object) -> None:
    import os

    os.abort()


def test_a_crash_of_the_reader_is_a_sentence(office) -> None:
    with pytest.raises(FileProblem) as problem:
        actions.isolated(crash)
    assert problem.value.code == ProblemCode.CRASHED


def test_pages_of_a_pdf_are_kept(office) -> None:
    pdf, out = PdfDocument.new(), io.BytesIO()
    pdf.new_page(595, 842)
    pdf.save(out)
    document = add(office, out.getvalue(), "leer.pdf").document
    with pytest.raises(FileProblem) as problem:  # one empty page: no text, said as a scan
        actions.extract(document=document)
    assert problem.value.code == ProblemCode.NO_TEXT


# ── Files within files ──


def mail(attached: bytes = b"Die Anlage sagt mehr.\n") -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "a@musterland.example", "b@musterland.example"
    message["Subject"] = "Unterlagen zur Sitzung"
    message["Date"] = "Fri, 15 Mar 2024 09:00:00 +0100"
    message.set_content("Guten Tag,\n\nanbei die Unterlagen.\n")
    message.add_attachment(attached, maintype="text", subtype="plain", filename="Anlage 1.txt")
    return message.as_bytes()


def test_attachments_of_a_mail_are_documents_of_their_own(office) -> None:
    document = add(office, mail(), "post.eml", visibility=Visibility.MEMBERS).document
    actions.extract(document=document)
    actions.extract(document=document)  # a second reading finds the same attachment
    attachment = document.attachments.get()
    assert attachment.file_name == "Anlage 1.txt"
    assert attachment.visibility == Visibility.MEMBERS
    assert queries.file_bytes(attachment) == b"Die Anlage sagt mehr.\n"
    document.refresh_from_db()
    assert document.media_type == "message/rfc822"


def test_members_of_an_archive_are_documents_and_bad_ones_are_named(office) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("x.txt", "x")
    with zipfile.ZipFile(outer, "w") as file:
        file.writestr("Ordner/Niederschrift.txt", TEXT)
        file.writestr("noch eins.zip", inner.getvalue())
    document = add(office, outer.getvalue(), "alles.zip").document
    revision = actions.extract(document=document)
    assert revision.text == ""
    assert [d.file_name for d in document.attachments.all()] == ["Niederschrift.txt"]
    assert revision.notes[0].startswith("noch eins.zip: Ein Archiv in einem Archiv")


def test_passage_context_has_lines_page_and_line(office) -> None:
    document = add(office).document
    text = "".join(f"Zeile {n} des Vermerks.\n" for n in range(1, 21))
    revision = Revision.objects.create(
        document=document, number=1, text=text, text_sha256="x",
        pages=[[1, 0, text.index("Zeile 11")], [2, text.index("Zeile 11"), len(text)]],
    )  # fmt: skip
    start = text.index("Zeile 12")
    passage = actions.mark_passage(revision=revision, start=start, end=start + 8)
    context = queries.passage_context(passage, lines=3)
    assert context.before == "Zeile 10 des Vermerks.\nZeile 11 des Vermerks.\n"
    assert context.quote == "Zeile 12"
    assert context.after == " des Vermerks.\nZeile 13 des Vermerks.\nZeile 14 des Vermerks."
    assert (context.page_number, context.line_number) == (2, 12)


def test_context_of_one_endless_line_is_cut_at_words(office) -> None:
    text = "Wort " * 500 + "ZITAT" + " Wort" * 500
    before, quote, after = queries.context_in(text, 2500, 2505)
    assert quote == "ZITAT"
    assert before.startswith("… Wort")
    assert after.endswith("Wort …")
    assert len(before) <= queries.CONTEXT_CHARS + 2


def test_pieces_joined_are_the_text(office) -> None:
    revision = actions.extract(document=add(office, mail(), "post.eml").document)
    assert "".join(piece.text for piece in queries.text_pieces(revision)) == revision.text


def test_files_folder_is_only_written_below_itself(office, files_folder: Path) -> None:
    add(office, name="../../../raus.txt")
    inside = [p for p in files_folder.parent.rglob("*") if p.is_file()]
    assert all(files_folder in p.parents for p in inside)
