"""Whatever comes in: a text that a database can store, or a problem with a sentence."""

from __future__ import annotations

import contextlib
import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sprengel.reading.files import Extracted, extract, open_archive
from sprengel.reading.problems import FileProblem, ProblemCode

from .making import make_docx, make_odt, make_ole, make_pdf, make_zip, placed

NAMES = ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.eml", "a.odt", "a.zip", "a.bin", "a", "-"]
SEEDS = [
    make_pdf([placed(["Der Städtebund fordert."])]),
    make_pdf([placed(["Geheim"])], password="x"),
    make_docx(lambda d: d.add_paragraph("Der Städtebund fordert.")),
    make_odt("<text:p>Der Städtebund fordert.</text:p>"),
    make_zip({"a.txt": b"Hallo", "b.eml": b"From: a\nSubject: b\n\nc"}),
    make_ole("WordDocument"),
    b"From: a@b\r\nSubject: =?utf-8?q?=C3=A4?=\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n"
    b"--q\r\nContent-Type: text/html\r\n\r\n<p>Hallo\r\n--q\r\n"
    b"Content-Disposition: attachment; filename=a.txt\r\n\r\nText\r\n--q--\r\n",
    b"<!doctype html><meta charset=utf-8><table><tr><td>a<td>b</table><p>Hallo",
    "# Überschrift\n\n- eins\n".encode("utf-16"),
]


@st.composite
def mutated(draw) -> bytes:
    """A real file with a stretch cut out, overwritten or put in."""
    data = draw(st.sampled_from(SEEDS))
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.integers(0, 64)))
    return data[:start] + draw(st.binary(max_size=64)) + data[end:]


def outcome(data: bytes, name: str) -> Extracted | FileProblem:
    try:
        return extract(data, name)
    except FileProblem as problem:
        return problem


def check(data: bytes, name: str) -> None:
    read = outcome(data, name)
    if isinstance(read, FileProblem):
        assert isinstance(read.code, ProblemCode)
        assert str(read).endswith(".")
        assert "%(" not in str(read)
        return
    assert isinstance(read, Extracted)
    for text in (read.text, read.title, *read.notes, *(a.name for a in read.attachments)):
        assert "\x00" not in text
        text.encode("utf-8")
    ends = 0
    for block in read.blocks:
        assert ends <= block.start < block.end <= len(read.text)
        ends = block.end
    for page in read.pages:
        assert 0 <= page.start <= page.end <= len(read.text)


@given(data=st.one_of(st.binary(max_size=400), mutated()), name=st.sampled_from(NAMES))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_under_any_name(data, name):
    check(data, name)


@given(text=st.text(max_size=300), name=st.sampled_from(NAMES))
@settings(max_examples=150, deadline=None)
def test_any_text_under_any_name(text, name):
    check(text.encode("utf-8"), name)


@given(data=mutated())
@settings(max_examples=150, deadline=None)
def test_any_archive(data):
    with contextlib.suppress(FileProblem):
        for member in open_archive(data, "a.zip"):
            assert member.problem is None or str(member.problem)


@given(text=st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_text_that_is_utf8_comes_back_unchanged(text):
    read = outcome(text.encode("utf-8"), "a.txt")
    if isinstance(read, FileProblem):
        assert read.code in (ProblemCode.EMPTY, ProblemCode.NO_TEXT, ProblemCode.UNKNOWN_TYPE)
    else:
        assert read.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("params", [{}, {"pages": 3, "allowed": 2}])
def test_a_problem_crosses_from_process_to_process(params):
    message = "%(pages)s von %(allowed)s." if params else "Satz."
    problem = pickle.loads(pickle.dumps(FileProblem(ProblemCode.TOO_MANY_PAGES, message, **params)))
    assert (problem.code, str(problem), problem.params) == (
        ProblemCode.TOO_MANY_PAGES,
        message % params if params else message,
        params,
    )
