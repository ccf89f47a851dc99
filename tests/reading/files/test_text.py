"""Plain text, Markdown and HTML."""

from __future__ import annotations

import codecs
import contextlib
from datetime import date

import pytest

from sprengel.reading.files import Limits, extract
from sprengel.reading.problems import FileProblem, ProblemCode


def kinds(extracted) -> list[tuple[str, str]]:
    return [(b.kind.value, extracted.text[b.start : b.end]) for b in extracted.blocks]


def problem_of(data: bytes, name: str, **limits) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        extract(data, name, limits=Limits(**limits))
    return caught.value


def test_text_is_the_file_without_newline_translation():
    raw = "Zeile eins\r\nZeile zwei\rZeile drei\n\tÄpfel\u2028\n"
    read = extract(raw.encode(), "a.txt")
    assert read.text == raw
    assert read.pages == ()
    assert read.notes == ()


def test_a_byte_order_mark_is_stripped():
    assert extract(codecs.BOM_UTF8 + "ä".encode(), "a.txt").text == "ä"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_with_mark_or_evident(encoding):
    text = "Der Städtebund Musterland fordert mehr Geld.\r\n"
    assert extract(text.encode(encoding), "a.txt").text == text


def test_windows_1252_is_read_and_noted():
    read = extract("Der Städtebund – „fordert“ 5 €".encode("cp1252"), "a.txt")
    assert read.text == "Der Städtebund – „fordert“ 5 €"
    assert read.notes == ("als Windows-1252 gelesen",)


def test_form_feeds_are_page_breaks():
    read = extract(b"eins\n\fzwei\n\f", "a.txt")
    assert [read.text[p.start : p.end] for p in read.pages] == ["eins\n", "zwei\n"]
    assert [p.number for p in read.pages] == [1, 2]


@pytest.mark.parametrize(
    "data", [b"Text\x00Text", bytes(range(256)) * 4, b"\x7fELF\x02\x01\x01" + b"\x01" * 99]
)
def test_binary_rubbish_is_no_text(data):
    assert problem_of(data, "a.txt").code is ProblemCode.UNKNOWN_TYPE


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a.eml", "a.zip"])
def test_empty_files_are_said_to_be_empty(data, name):
    assert problem_of(data, name).code is ProblemCode.EMPTY


def test_a_large_file_is_refused_with_both_sizes():
    problem = problem_of(b"x" * (3 * 1024 * 1024), "a.txt", max_bytes=2 * 1024 * 1024)
    assert problem.code is ProblemCode.TOO_LARGE
    assert "mit 3 MB zu groß; erlaubt sind 2 MB" in str(problem)


def test_text_with_a_pdf_name_is_a_contradiction():
    problem = problem_of(b"Nur Text.", "brief.pdf")
    assert problem.code is ProblemCode.WRONG_NAME
    assert str(problem).startswith("Der Name endet auf .pdf, der Inhalt ist aber")


def test_a_pdf_with_a_text_name_is_a_contradiction():
    assert problem_of(b"%PDF-1.4\n...", "brief.txt").code is ProblemCode.WRONG_NAME


def test_pictures_ask_for_ocr_and_rtf_for_docx():
    assert "OCR" in str(problem_of(b"\x89PNG\r\n\x1a\n....", "scan.png"))
    assert problem_of(b"{\\rtf1 Hallo}", "brief.rtf").code is ProblemCode.OLD_WORD


def test_markdown_stays_as_written_with_blocks():
    raw = "# Sitzung\n\nDer Bund fordert\nmehr.\n\n- eins\n- zwei\n\n| a | b |\n|---|---|\n\nKopf\n====\n"
    read = extract(raw.encode(), "a.md")
    assert read.text == raw
    assert kinds(read) == [
        ("heading", "# Sitzung"),
        ("paragraph", "Der Bund fordert\nmehr."),
        ("list_item", "- eins"),
        ("list_item", "- zwei"),
        ("table", "| a | b |\n|---|---|"),
        ("heading", "Kopf\n===="),
    ]
    assert read.title == "Sitzung"


PAGE = """<!DOCTYPE html><html><head><title>Pressemitteilung</title><style>p{}</style>
<meta property="article:published_time" content="2026-03-04T10:00:00+01:00"></head>
<body><nav><a href="/">Start</a></nav><script>alert(1)</script>
<h1>Städte fordern<br>mehr</h1><p>Der <b>Städte</b>bund<!-- Kommentar --> fordert.</p>Lose Worte.
<ul><li>eins</li><li>zwei <i>drei</i></li></ul>
<table><tr><th>Stadt</th><th>Plätze</th></tr><tr><td>Lindach</td><td>120</td></tr></table>
<table><tr><td><p>nur Layout</p></td></tr></table>
<footer>Impressum</footer></body></html>"""


def test_html_keeps_text_and_structure_without_scripts():
    read = extract(PAGE.encode(), "a.html")
    assert kinds(read) == [
        ("heading", "Städte fordern\nmehr"),
        ("paragraph", "Der Städtebund fordert."),
        ("paragraph", "Lose Worte."),
        ("list_item", "eins"),
        ("list_item", "zwei drei"),
        ("table", "Stadt\tPlätze\nLindach\t120"),
        ("paragraph", "nur Layout"),
        ("header_footer", "Impressum"),
    ]
    assert read.title == "Pressemitteilung"
    assert read.dated_on == date(2026, 3, 4)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "utf-8", "unsinn", "utf-16"])
def test_html_in_latin1_whatever_it_declares(declared):
    page = f"<html><head><meta charset='{declared}'></head><body><p>Städte – 5 €</p></body></html>"
    assert extract(page.encode("cp1252"), "a.html").text == "Städte – 5 €"


def test_html_is_known_by_its_content_and_deep_nesting_does_no_harm():
    read = extract(b"<!doctype html><p>Hallo", "-")
    assert (read.media_type, read.text) == ("text/html", "Hallo")
    deep = b"<html><body>" + b"<div>" * 20_000 + b"Tief</body></html>"
    with contextlib.suppress(FileProblem):
        extract(deep, "a.html")


def test_html_entities_and_foreign_files_are_not_followed():
    page = b'<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><p>a &f; &amp; b</p></html>'
    text = extract(page, "a.html").text
    assert "root:" not in text
    assert "& b" in text
