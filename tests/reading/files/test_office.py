"""Word and OpenDocument files, whole, encrypted, broken and hostile."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sprengel.reading.files import Limits, extract
from sprengel.reading.problems import FileProblem, ProblemCode

from .making import MANIFEST, make_docx, make_odt, make_ole, make_zip, with_member


def kinds(extracted) -> list[tuple[str, str]]:
    return [(b.kind.value, extracted.text[b.start : b.end]) for b in extracted.blocks]


def problem_of(data: bytes, name: str, **limits) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        extract(data, name, limits=Limits(**limits))
    return caught.value


def minutes(document) -> None:
    document.sections[0].header.paragraphs[0].text = "Städtebund Musterland"
    document.sections[0].footer.paragraphs[0].text = "Seite"
    document.add_heading("Niederschrift", level=1)
    document.add_paragraph("Der Städtebund fordert mehr Geld.")
    document.add_paragraph("Auenstadt prüft", style="List Bullet")
    document.add_paragraph("Lindach berichtet", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Stadt", "Plätze", "Lindach", "120"], strict=True):
        cell.text = text
    document.add_paragraph("Ende.")


def test_docx_keeps_the_order_and_says_what_is_what():
    read = extract(make_docx(minutes), "niederschrift.docx")
    assert kinds(read) == [
        ("header_footer", "Städtebund Musterland"),
        ("heading", "Niederschrift"),
        ("paragraph", "Der Städtebund fordert mehr Geld."),
        ("list_item", "Auenstadt prüft"),
        ("list_item", "Lindach berichtet"),
        ("table", "Stadt\tPlätze\nLindach\t120"),
        ("paragraph", "Ende."),
        ("header_footer", "Seite"),
    ]
    assert read.title == "Niederschrift"
    assert read.pages == ()
    assert read.blocks[0].page_number is None


def test_docx_content_controls_boxes_and_tracked_changes():
    def fill(document):
        paragraph = document.add_paragraph("Beschluss: ")
        paragraph._p.append(
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>angenommen</w:t></w:r>"
                "</w:sdtContent></w:sdt>"
            )
        )
        paragraph._p.append(
            parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>')
        )
        paragraph._p.append(
            parse_xml(
                f"<w:ins {nsdecls('w')} w:id='1' w:author='x'><w:r><w:t> neu</w:t></w:r></w:ins>"
            )
        )
        paragraph._p.append(
            parse_xml(
                f"<w:del {nsdecls('w')} w:id='2' w:author='x'><w:r><w:delText> alt</w:delText></w:r></w:del>"
            )
        )
        document.element.body.insert(
            0,
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Vordruck</w:t></w:r></w:p>"
                "</w:sdtContent></w:sdt>"
            ),
        )

    read = extract(make_docx(fill), "vordruck.docx")
    assert read.text == "Vordruck\n\nBeschluss: angenommen☒ neu"


def test_a_table_that_lays_out_the_page_dissolves_into_paragraphs():
    def fill(document):
        table = document.add_table(rows=1, cols=2)
        table._cells[0].text = "Betreff"
        table._cells[1].text = "Der Städtebund Musterland fordert. " * 12

    read = extract(make_docx(fill), "brief.docx")
    assert [kind for kind, _ in kinds(read)] == ["paragraph", "paragraph"]


def test_docx_with_a_missing_picture_is_read_all_the_same():
    package = make_docx(lambda d: d.add_paragraph("Text"))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        rels = archive.read("word/_rels/document.xml.rels").replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Target="media/NULL" Type="http://schemas.openxmlformats.org'
            b'/officeDocument/2006/relationships/image"/></Relationships>',
        )
    broken = with_member(package, "word/_rels/document.xml.rels", rels)
    assert extract(broken, "a.docx").text == "Text"


def test_docx_under_a_doc_name_is_read_by_its_content():
    assert extract(make_docx(lambda d: d.add_paragraph("Text")), "a.doc").text == "Text"


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a"])
def test_a_renamed_old_word_file_asks_for_docx(name):
    problem = problem_of(make_ole("WordDocument"), name)
    assert problem.code is ProblemCode.OLD_WORD
    assert "Bitte in Word als .docx speichern" in str(problem)


def test_docx_with_a_password_is_encrypted():
    assert problem_of(make_ole("EncryptedPackage"), "a.docx").code is ProblemCode.ENCRYPTED


def test_an_outlook_message_names_the_way_out():
    problem = problem_of(make_ole("__properties_version1.0"), "a.msg")
    assert "als .eml oder als PDF speichern" in str(problem)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_truncated_docx_is_damaged(share):
    package = make_docx(minutes)
    problem = problem_of(package[: int(len(package) * share)], "a.docx")
    assert problem.code is ProblemCode.DAMAGED


def test_docx_with_broken_xml_is_damaged():
    package = with_member(make_docx(minutes), "word/document.xml", b"<w:document><unclosed>")
    assert problem_of(package, "a.docx").code is ProblemCode.DAMAGED


def test_an_empty_docx_says_that_there_is_no_text():
    assert problem_of(make_docx(lambda d: None), "a.docx").code is ProblemCode.NO_TEXT


def test_a_bomb_inside_a_docx_is_refused_by_ratio():
    bomb = with_member(make_docx(minutes), "word/document.xml", b" " * 30_000_000)
    assert problem_of(bomb, "a.docx").code is ProblemCode.ZIP_BOMB


def test_a_bomb_inside_an_odt_is_refused_by_total():
    package = make_odt(
        "<text:p>x</text:p>", styles="<!--" + "".join(map(str, range(900_000))) + "-->"
    )
    assert problem_of(package, "a.odt", max_unpacked_bytes=1_000_000).code is ProblemCode.ZIP_BOMB


def test_a_container_that_lies_about_its_sizes_is_still_counted():
    """Each member is small and honest; together they unpack to more than allowed."""
    package = with_member(make_docx(minutes), "word/a.xml", b"<a/>" * 200_000)
    problem = problem_of(package, "a.docx", max_unpacked_bytes=500_000)
    assert problem.code is ProblemCode.ZIP_BOMB


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
)


def test_xml_entities_in_docx_are_refused():
    hostile = (
        f'<?xml version="1.0"?>{ENTITIES}<w:document {nsdecls("w")}><w:body><w:p><w:r><w:t>&c;&f;'
        "</w:t></w:r></w:p></w:body></w:document>"
    )
    package = with_member(make_docx(minutes), "word/document.xml", hostile.encode())
    assert problem_of(package, "a.docx").code is ProblemCode.DAMAGED


def test_xml_entities_in_odt_are_refused():
    package = make_odt("<text:p>&c;&f;</text:p>", prolog=ENTITIES)
    assert problem_of(package, "a.odt").code is ProblemCode.DAMAGED


def test_deeply_nested_xml_is_refused():
    package = make_odt("<text:section>" * 5000 + "</text:section>" * 5000)
    assert problem_of(package, "a.odt").code is ProblemCode.DAMAGED


def test_odt_keeps_the_order_and_says_what_is_what():
    body = (
        "<text:tracked-changes><text:p>gestrichen</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Niederschrift</text:h>'
        "<text:p>Der Städtebund<text:s text:c='2'/>fordert<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>Fußnote.</text:p></text:note-body></text:note>"
        " <text:span>mehr</text:span> Geld.<text:line-break/>Sofort.</text:p>"
        "<text:list><text:list-item><text:p>Auenstadt</text:p></text:list-item>"
        "<text:list-item><text:p>Lindach</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Stadt</text:p></table:table-cell>"
        "<table:table-cell><text:p>Plätze</text:p></table:table-cell></table:table-row></table:table>"
    )
    margins = (
        "<style:master-page><style:header><text:p>Kopf</text:p></style:header>"
        "<style:footer><text:p>Fuß</text:p></style:footer></style:master-page>"
    )
    read = extract(make_odt(body, styles=margins), "a.odt")
    assert kinds(read) == [
        ("header_footer", "Kopf"),
        ("heading", "Niederschrift"),
        ("paragraph", "Der Städtebund  fordert mehr Geld.\nSofort."),
        ("list_item", "Auenstadt"),
        ("list_item", "Lindach"),
        ("table", "Stadt\tPlätze"),
        ("paragraph", "Fußnote."),
        ("header_footer", "Fuß"),
    ]
    assert read.title == "Niederschrift"


def test_encrypted_odt():
    manifest = MANIFEST.replace(
        b"/>",
        b"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
    )
    package = make_odt("<text:p>x</text:p>", manifest=manifest)
    assert problem_of(package, "a.odt").code is ProblemCode.ENCRYPTED


@pytest.mark.parametrize(
    ("member", "word"), [("xl/workbook.xml", "Tabellenkalkulation"), ("ppt/a.xml", "Präsentation")]
)
def test_other_office_files_are_named(member, word):
    package = make_zip({"[Content_Types].xml": b"<Types/>", member: b"<x/>"})
    problem = problem_of(package, "a.bin")
    assert problem.code is ProblemCode.UNKNOWN_TYPE
    assert word in str(problem)


def test_a_docx_that_is_some_other_archive_is_a_contradiction():
    problem = problem_of(make_zip({"a.txt": b"hallo"}), "brief.docx")
    assert problem.code is ProblemCode.WRONG_NAME
    assert "Der Name endet auf .docx, der Inhalt ist aber etwas anderes: ein ZIP-Archiv" in str(
        problem
    )


def test_nothing_is_written_to_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    extract(make_docx(minutes), "a.docx")
    extract(make_odt("<text:p>x</text:p>"), "a.odt")
    assert list(tmp_path.iterdir()) == []


def test_docx_written_by_python_docx_round_trips_every_paragraph():
    document = docx.Document()
    texts = [f"Absatz {i} mit Umlauten äöüß und „Anführung“." for i in range(200)]
    for text in texts:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    assert extract(out.getvalue(), "a.docx").text.split("\n\n") == texts
