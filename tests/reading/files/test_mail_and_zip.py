"""Mails with attachments, archives with members."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage

import pytest

from sprengel.reading.files import (
    Limits,
    archive_members,
    extract,
    is_archive,
    open_archive,
)
from sprengel.reading.problems import FileProblem, ProblemCode

from .making import make_docx, make_pdf, make_zip, placed


def make_mail(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Vera Lindner <lindner@lindach.example>"
    mail["To"] = "geschaeftsstelle@staedtebund.example"
    mail["Date"] = "Wed, 04 Mar 2026 23:30:00 +0100"
    mail["Subject"] = "Rückmeldung zur Umfrage"
    for name, value in headers.items():
        del mail[name]
        mail[name] = value
    return mail


def test_a_mail_begins_with_its_head_lines():
    mail = make_mail()
    mail.set_content("Guten Tag,\n\nLindach nimmt teil.\n")
    mail.add_alternative("<p>HTML-Fassung</p>", subtype="html")
    read = extract(mail.as_bytes(), "a.eml")
    assert read.text == (
        "Von: Vera Lindner <lindner@lindach.example>\n"
        "An: geschaeftsstelle@staedtebund.example\n"
        "Datum: Wed, 04 Mar 2026 23:30:00 +0100\n"
        "Betreff: Rückmeldung zur Umfrage\n\n"
        "Guten Tag,\n\nLindach nimmt teil."
    )
    assert read.title == "Rückmeldung zur Umfrage"
    assert read.dated_on == date(2026, 3, 4)
    assert [b.kind.value for b in read.blocks] == ["header_footer"] * 4 + ["paragraph"] * 2


def test_attachments_are_handed_on_and_logos_are_not():
    mail = make_mail()
    mail.set_content("Anbei.")
    pdf = make_pdf([placed(["Text"])])
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="Größe/Antrag.pdf")
    mail.add_attachment(b"GIF8", maintype="image", subtype="gif", filename="logo.gif", cid="<1>")
    inner = make_mail(Subject="Weitergeleitet")
    inner.set_content("Inhalt")
    mail.add_attachment(inner)
    found = extract(mail.as_bytes(), "a.eml").attachments
    assert [a.name for a in found] == ["Antrag.pdf", "Weitergeleitet.eml"]
    assert found[0].data == pdf
    assert extract(found[1].data, found[1].name).text.endswith("Inhalt")


def test_a_mail_of_html_only():
    mail = make_mail()
    mail.set_content("<p>Guten Tag</p><p>Städte</p>", subtype="html")
    assert extract(mail.as_bytes(), "a.eml").text.endswith("\n\nGuten Tag\n\nStädte")


@pytest.mark.parametrize(
    "raw",
    [
        b"From: =?utf-8?b?kaputt\nTo: \xff\xfe@@;;\nDate: gestern\nSubject: =?x-none?q?=80?=\n\nText",
        b"From: a\nContent-Type: text/plain; charset=unbekannt-8\n\nSt\xe4dte Text",
        b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText",
        b"From: a\nSubject: b\nContent-Type: multipart/mixed\n\nohne Grenze Text",
        b"From: a\nSubject: b\nContent-Transfer-Encoding: base64\n\n!!!Text",
        b"From: a\nMessage-ID: <[abc]>\nDate: Mon, 99 Foo 2026\n\nText",
    ],
)
def test_broken_mails_never_crash(raw):
    assert extract(raw, "a.eml").text


def test_encrypted_mails_are_said_to_be():
    raw = b"From: a\nSubject: b\nContent-Type: multipart/encrypted; boundary=x\n\n--x--"
    with pytest.raises(FileProblem) as caught:
        extract(raw, "a.eml")
    assert caught.value.code is ProblemCode.ENCRYPTED


def test_a_mail_is_known_by_its_content():
    raw = b"Return-Path: <a@b>\r\nSubject: Hallo\r\n\r\nText"
    assert extract(raw, "-").media_type == "message/rfc822"


def test_members_of_an_archive_are_read_one_by_one():
    archive = make_zip(
        {
            "ordner/": b"",
            "ordner/a.txt": b"Text A",
            "b.docx": make_docx(lambda d: d.add_paragraph("Text B")),
            "__MACOSX/._a.txt": b"x",
            "innen.zip": make_zip({"c.txt": b"c"}),
            "../boese.txt": b"x",
            "/absolut.txt": b"x",
            "C:\\windows.txt": b"x",
        }
    )
    assert is_archive(archive, "alles.zip")
    members = {a.name: a for a in open_archive(archive, "alles.zip")}
    assert extract(members["ordner/a.txt"].data, "a.txt").text == "Text A"
    assert extract(members["b.docx"].data, "b.docx").text == "Text B"
    assert members["innen.zip"].problem.code is ProblemCode.NESTED_ARCHIVE
    for name in ("../boese.txt", "/absolut.txt", "C:\\windows.txt"):
        assert members[name].problem is not None
        assert members[name].data == b""
    assert "__MACOSX/._a.txt" not in members
    assert set(archive_members(archive)) == set(members)
    assert [a.name for a in open_archive(archive, "alles.zip", only="b.docx")] == ["b.docx"]


def archive_problem(data: bytes, **limits) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        list(open_archive(data, "a.zip", Limits(**limits)))
    return caught.value


def test_an_encrypted_member_does_not_cost_the_others():
    archive = bytearray(make_zip({"a.txt": b"Text A", "b.txt": b"Text B"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.find(mark) + offset] |= 1
    first, second = open_archive(bytes(archive), "a.zip")
    assert first.problem.code is ProblemCode.ENCRYPTED
    assert second.data == b"Text B"


def test_bombs_are_refused():
    bomb = make_zip({f"{i}.txt": b"\x00" * 5_000_000 for i in range(4)})
    assert archive_problem(bomb, max_unpacked_bytes=10_000_000).code is ProblemCode.ZIP_BOMB
    member = next(open_archive(make_zip({"a.txt": b" " * 9_000_000}), "a.zip"))
    assert member.problem.code is ProblemCode.ZIP_BOMB


def test_a_member_that_understates_its_size_is_damaged():
    archive = bytearray(make_zip({"a.txt": b"Text " * 1000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = archive.find(mark) + offset
        archive[at : at + 4] = (10).to_bytes(4, "little")
    (member,) = open_archive(bytes(archive), "a.zip")
    assert member.problem.code is ProblemCode.DAMAGED


def test_too_many_members_are_counted_before_they_are_listed():
    archive = make_zip({f"{i}.txt": b"" for i in range(60)})
    problem = archive_problem(archive, max_members=50)
    assert problem.code is ProblemCode.TOO_LARGE
    assert "enthält 60 Dateien; erlaubt sind 50" in str(problem)


def test_overlapping_members_cannot_unpack_without_end():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(range(256)) * 20_000)
        for i in range(30):
            info = zipfile.ZipInfo(f"{i}.txt")
            first = archive.filelist[0]
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(info, field, getattr(first, field))
            archive.filelist.append(info)
            archive.NameToInfo[info.filename] = info
    assert (
        archive_problem(out.getvalue(), max_unpacked_bytes=50_000_000).code is ProblemCode.ZIP_BOMB
    )


# Named: a zip holds the second it was made in, and two collecting workers must agree on a name.
@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04kaputt", make_zip({"a.txt": b"x" * 100})[:60]],
    ids=["no archive", "cut short"],
)
def test_broken_archives_are_damaged(data):
    assert archive_problem(data).code is ProblemCode.DAMAGED


def test_an_archive_within_something_else_is_not_opened():
    with pytest.raises(FileProblem) as caught:
        extract(make_zip({"a.txt": b"x"}), "a.zip")
    assert caught.value.code is ProblemCode.NESTED_ARCHIVE
