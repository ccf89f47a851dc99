"""Lines put together to paragraphs; a page break in mid sentence is mended."""

from __future__ import annotations

from dataclasses import dataclass

from sprengel.reading.marks import (
    BARE_DECISION,
    DECISION,
    FORM_LINE,
    HEAD_FIELD,
    LABEL,
    LIST_MARK,
    MAIL_HEAD,
    PAGE_MARK,
    RESULT,
)


@dataclass(slots=True)
class Line:
    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    lines = []
    start = 0
    for raw in text.splitlines(keepends=True):
        bare = raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        lines.append(Line(start, start + len(bare), bare))
        start += len(raw)
    return lines


def _wrap_width(lines: list[Line]) -> int:
    """The usual length of a full line, or 0 when every paragraph is one line."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if len(line.text.strip()) > 25)
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.85)]
    return 0 if width > 135 or width < 40 else width


def paragraphs_of(lines: list[Line]) -> list[tuple[int, int, bool]]:
    """(start, end, stands alone) of each paragraph."""
    width = _wrap_width(lines)
    found: list[tuple[int, int, bool]] = []
    current: list[Line] = []
    torn = False

    def close() -> None:
        nonlocal current
        if current:
            found.append((current[0].start, current[-1].end, len(current) == 1))
            current = []

    for line in lines:
        bare = line.text.strip(" \t\f>")
        if not bare:
            if not torn:
                close()
            continue
        if PAGE_MARK.match(line.text):
            # a page break inside a sentence does not end the paragraph
            if not current and found and not _ends_sentence_at(lines, found[-1][1]):
                start, end, _ = found.pop()
                current = [Line(start, end, "…")]
            torn = bool(current) and not _ends_sentence(current[-1].text)
            if not torn:
                close()
            continue
        if current and not torn and _breaks_before(current[-1].text, line.text, width):
            close()
        torn = False
        current.append(line)
    close()
    return found


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", ":", "“", "”", '"', "«", ")"))


def _ends_sentence_at(lines: list[Line], end: int) -> bool:
    lo, hi = 0, len(lines)
    while lo < hi:
        middle = (lo + hi) // 2
        if lines[middle].end < end:
            lo = middle + 1
        else:
            hi = middle
    if lo >= len(lines):
        return True
    text = lines[lo].text
    return _ends_sentence(text) or len(text.strip()) < 45


def _breaks_before(before: str, line: str, width: int) -> bool:
    if not width:
        return True
    if LIST_MARK.match(line) and not before.rstrip().endswith(("vom", "am", "den", "der", "-")):
        return True
    if FORM_LINE.match(line):
        return True
    if LABEL.match(line) or RESULT.match(line) or DECISION.match(line) or BARE_DECISION.match(line):
        return True
    short = len(before.rstrip()) < width * 0.62
    if short and _ends_sentence(before):
        return True
    if HEAD_FIELD.match(line) or HEAD_FIELD.match(before):
        return True
    return (
        short
        and len(before.rstrip()) < width * 0.5
        and line[:1].strip()[:1].isupper()
        and (MAIL_HEAD.match(before) is not None or not _ends_sentence(line) or short)
    )
