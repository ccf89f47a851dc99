"""PDF files, built by hand and read with the real PDFium."""

from __future__ import annotations

import pytest

from sprengel.reading.document import BlockKind
from sprengel.reading.files import Limits, extract
from sprengel.reading.problems import FileProblem, ProblemCode

from .making import make_pdf, placed


def kinds(extracted) -> list[tuple[str, str]]:
    return [(b.kind.value, extracted.text[b.start : b.end]) for b in extracted.blocks]


def problem_of(data: bytes, name: str = "datei.pdf", **limits) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        extract(data, name, limits=Limits(**limits))
    return caught.value


def test_pages_are_joined_so_that_their_offsets_are_exact():
    read = extract(make_pdf([placed(["Seite eins."]), placed(["Seite zwei."])]), "a.pdf")
    assert read.text == "Seite eins.\nSeite zwei."
    assert [(p.number, read.text[p.start : p.end]) for p in read.pages] == [
        (1, "Seite eins."),
        (2, "Seite zwei."),
    ]
    assert [b.page_number for b in read.blocks] == [1, 2]
    assert read.media_type == "application/pdf"
    assert "PDFium" in read.extractor


def test_paragraphs_headings_and_lists_become_blocks():
    lines = [
        (72, 700, 16, "Niederschrift"),
        (72, 660, 11, "Der Städtebund Musterland tagte"),
        (72, 646, 11, "in Auenstadt."),
        (72, 600, 11, "**Haushalt"),
        (72, 560, 11, "1. Die Städte fordern mehr Geld."),
        (72, 546, 11, "2. Das Land prüft."),
        (72, 500, 11, "Ende der Sitzung."),
    ]
    read = extract(make_pdf([lines]), "a.pdf")
    assert kinds(read) == [
        ("heading", "Niederschrift"),
        ("paragraph", "Der Städtebund Musterland tagte\nin Auenstadt."),
        ("heading", "**Haushalt".removeprefix("**")),
        ("list_item", "1. Die Städte fordern mehr Geld."),
        ("list_item", "2. Das Land prüft."),
        ("paragraph", "Ende der Sitzung."),
    ]
    assert read.title == "Niederschrift"


def test_a_word_broken_at_the_line_end_keeps_hyphen_and_line_end():
    read = extract(make_pdf([placed(["mehr Geld für die Kinder-", "betreuung"])]), "a.pdf")
    assert read.text == "mehr Geld für die Kinder-\nbetreuung"


def test_repeated_heads_and_page_numbers_are_marked_not_removed():
    pages = [
        [
            (72, 810, 9, "Städtebund Musterland, Niederschrift 3/2026"),
            *placed([f"Inhalt {word}."], top=600),
            (280, 30, 9, f"- {number} -"),
        ]
        for number, word in enumerate(["eins", "zwei", "drei"], 1)
    ]
    read = extract(make_pdf(pages), "a.pdf")
    marked = [t for kind, t in kinds(read) if kind == "header_footer"]
    assert marked[:2] == ["Städtebund Musterland, Niederschrift 3/2026", "- 1 -"]
    assert len(marked) == 6
    assert [t for kind, t in kinds(read) if kind == "paragraph"] == [
        "Inhalt eins.",
        "Inhalt zwei.",
        "Inhalt drei.",
    ]


def test_a_head_the_file_writes_last_still_stands_first():
    page = [*placed(["Erster Satz.", "Zweiter Satz."], top=600), (72, 640, 11, "Vorspann.")]
    assert extract(make_pdf([page]), "a.pdf").text.startswith("Vorspann.")


def test_columns_are_read_one_after_the_other():
    left = placed([f"links {i}" for i in range(8)], top=700, left=72)
    right = placed([f"rechts {i}" for i in range(8)], top=700, left=330)
    text = extract(make_pdf([[*left, *right]]), "a.pdf").text
    assert text.index("links 7") < text.index("rechts 0")


def test_what_is_filled_into_a_form_is_text():
    form = make_pdf([placed(["Stadt:"], top=505)], filled_in="Lindach")
    assert "Lindach" in extract(form, "vordruck.pdf").text


def test_encrypted_with_a_password_is_said():
    problem = problem_of(make_pdf([placed(["Geheim"])], password="geheim"))
    assert problem.code is ProblemCode.ENCRYPTED
    assert str(problem) == (
        "Diese Datei ist verschlüsselt. Bitte ohne Kennwort speichern und noch einmal hochladen."
    )


def test_encrypted_without_a_password_is_read():
    assert extract(make_pdf([placed(["Offen"])], password=""), "a.pdf").text == "Offen"


def test_too_many_pages_says_what_to_do():
    problem = problem_of(make_pdf([placed(["x"])] * 1001))
    assert problem.code is ProblemCode.TOO_MANY_PAGES
    assert str(problem) == (
        "Diese PDF-Datei hat 1001 Seiten; gelesen werden höchstens 1000. Bitte in mehrere Dateien "
        "aufteilen und einzeln hochladen."
    )


def test_a_scan_without_text_asks_for_ocr():
    problem = problem_of(make_pdf([[], []]))
    assert problem.code is ProblemCode.NO_TEXT
    assert "Texterkennung (OCR)" in str(problem)


def test_single_pages_without_text_are_noted():
    read = extract(make_pdf([placed(["Text"]), []]), "a.pdf")
    assert read.notes == ("einzelne Seiten enthalten keinen Text (vermutlich Scans)",)
    assert read.pages[1].start == read.pages[1].end == len(read.text)


@pytest.mark.parametrize("share", [0.05, 0.3])
def test_truncated_files_are_damaged(share):
    whole = make_pdf([placed(["Text"])] * 3)
    problem = problem_of(whole[: int(len(whole) * share)])
    assert problem.code in (ProblemCode.DAMAGED, ProblemCode.NO_TEXT)


def test_a_pdf_that_is_only_its_first_line_is_damaged():
    assert problem_of(b"%PDF-1.7\n%%EOF").code is ProblemCode.DAMAGED


def test_too_much_text_is_refused():
    problem = problem_of(make_pdf([placed(["viel Text"] * 20)]), max_chars=100)
    assert problem.code is ProblemCode.TOO_LARGE
    assert "länger als 100 Zeichen" in str(problem)


def test_blocks_do_not_overlap_and_lie_within_their_page():
    pages = [[(72, 810, 9, "Kopf"), *placed([f"Zeile {i}." for i in range(30)])] for _ in range(4)]
    read = extract(make_pdf(pages), "a.pdf")
    ends = 0
    for block in read.blocks:
        assert block.start >= ends
        ends = block.end
        page = read.pages[block.page_number - 1]
        assert page.start <= block.start < block.end <= page.end
    assert {b.kind for b in read.blocks} >= {BlockKind.HEADER_FOOTER, BlockKind.PARAGRAPH}
