"""Motions and enquiries that stand only in a heading: "Antrag: SPD", "Antrag Nr. 25 …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sprengel.reading.document import Act, Span, Statement
from sprengel.reading.motions import Motion, find_motion
from sprengel.reading.structure import Part, PartKind

_KIND = (
    r"(?:(?:Interfraktionelle[rn]? |Gemeinsame[rn]? |Dringlichkeits|Eil|Ergänzungs|Änderungs|"
    r"Haushalts|Prüf|Resolutions)?[Aa]ntrag|Anfrage|"
    r"(?:INTERFRAKTIONELLER |DRINGLICHKEITS|ERGÄNZUNGS|ÄNDERUNGS)?ANTRAG|ANFRAGE)"
)
_TEAR = r"(?:-[ \t]*\n[ \t]*)?"
_TORN_KIND = (
    r"(?:Ergän-?\s*zungsan-?\s*trag|Ergänzungsan-\s*trag|Änderungsan-\s*trag|" + _KIND + ")"
)
_IN_PARAGRAPH = r"(?:(?!\n[ \t]*\n)[^\x00])"

_NUMBERED = re.compile(
    rf"^[ \t]*(?P<cue>{_TORN_KIND})(?: Nr\.)?[ \t]*[\d][\d./]*(?:[ \t]?[a-z])?"
    rf"(?:[ \t]*\([^)\n]*\))?[ \t]*:\s+(?P<title>{_IN_PARAGRAPH}{{4,400}}?)\s*"
    rf"\((?P<source>[^()]{{2,90}})\)?\.?\)?[ \t]*$",
    re.MULTILINE,
)
_FIELD = re.compile(
    rf"^[ \t]*(?:\d[\d.]*[ \t]+)?(?:Interfraktionelle[rn]?[ \t]+|Gemeinsame[rn]?[ \t]+)?"
    rf"(?P<cue>{_TORN_KIND})[ \t]*(?::[ \t]*|[ \t]+(?=[A-ZÄÖÜ/]{{2,}}[\w/.,: ]*$))"
    rf"(?P<source>[^\n:]{{2,140}}?)(?:,[ \t]*Vorlage:?[^\n]*)?[ \t]*$",
    re.MULTILINE,
)
_OF = re.compile(
    rf"^[ \t]*(?P<cue>{_TORN_KIND}) (?P<source>(?:der|des|von)\b{_IN_PARAGRAPH}{{3,260}}?)"
    rf"(?:,?\s(?:vom|zum|eingegangen|datiert)\b[^:]{{0,40}}?)?"
    rf"(?:[ \t]*(?=\n[ \t]*(?:\n|Vorlage|Beschluss|Punkt|Gremi|dazu|\d))|[ \t]*\Z|"
    rf":[ \t]*(?P<title>[^\n]{{4,200}}))",
    re.MULTILINE,
)
_BRACKET = re.compile(
    rf"\((?P<cue>{_TORN_KIND}):?[ \t]+(?P<source>[^,()\n]{{2,80}}?)(?:,[^()]*)?\)"
)
_FORM = re.compile(
    rf"^[ \t]*(?:STELLUNGNAHME|Stellungnahme)?[ \t]*(?:zum |zur )?(?P<cue>{_TORN_KIND})[ \t]*$",
    re.MULTILINE,
)
_AGENDA = re.compile(
    r"^\W*(?:(?:Punkt|TOP|Tagesordnungspunkt)\s*\d+[\d./ a-z]*(?: der Tagesordnung)?\s*:?|dazu:|"
    r"hier:)\s*",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"Vorlage|Verantwortlich|verantwortlich|^Dez|Gremi(?:um|en)\b|Sitzung|^TOP|^vom |eingegangen|"
    r"^(?:[Nn]icht)?[Öö]ffentlich\b|^Stadt |Hauptamt|^\W*$|^\d|Oberbürgermeister|Stellungnahme|"
    r"Kurzfassung"
)
_TITLE_KINDS = frozenset(
    {PartKind.HEAD, PartKind.HEADLINE, PartKind.HEADING, PartKind.PARAGRAPH, PartKind.TABLE,
     PartKind.LIST_ITEM}
)  # fmt: skip


def find_titles(text: str, parts: Sequence[Part]) -> list[Statement]:
    zones = _zones(parts)
    found: list[Statement] = []
    taken: set[int] = set()
    for lo, hi in zones:
        for statement in (*_numbered(text, lo, hi), *_fields(text, lo, hi), *_form(text, lo, hi)):
            if statement.cue[0].start not in taken:
                taken.add(statement.cue[0].start)
                found.append(statement)
    form = _of_motion(text, find_motion(text))
    if form is not None and not any(s.cue[0].start < 1800 and s.message for s in found):
        found = [s for s in found if s.cue[0].start > 1800] + [form]
    return found


def _of_motion(text: str, motion: Motion | None) -> Statement | None:
    """The paper itself: its kind above, its group, and the subject somewhere in its head."""
    if motion is None:
        return None
    title = _subject_line(text, motion)
    if title is None:
        return None
    return _statement(text, motion.kind, _with_members(text, motion.issuer), title)


_MEMBER_LINE = re.compile(
    r"[ \t]*(?:Stadtr[aä]t|Ortschaftsr[aä]t|Gemeinder[aä]t|Kreisr[aä]t)(?:in)?\b[^\n]*"
)


def _with_members(text: str, issuer: Span) -> Span:
    """The members named in the lines right above and below their group."""
    start, end = issuer
    while True:
        line = text.rfind("\n", 0, max(text.rfind("\n", 0, start), 0)) + 1
        above = _MEMBER_LINE.match(text, line, start)
        if above is None or above.start() >= start:
            break
        start = _trimmed(text, above.start(), above.end()).start
    while True:
        line_end = text.find("\n", end)
        below = _MEMBER_LINE.match(text, line_end + 1) if line_end >= 0 else None
        if below is None or text[end : below.start()].strip():
            break
        end = _trimmed(text, *below.span()).end
    return Span(start, end)


def _subject_line(text: str, motion: Motion) -> Span | None:
    """The first line of the head that is no field, with the lines that go on with it."""
    at = motion.kind.end
    limit = min(len(text), at + 1600)
    head_end = _BODY_BEGINS.search(text, at, limit)
    limit = head_end.start() if head_end else limit
    lines = [m.span() for m in re.finditer(r"[^\n]+", text[at:limit])]
    begun: Span | None = None
    for start, end in lines:
        line = _trimmed(text, at + start, at + end)
        words = line.of(text)
        overlaps = line.start < motion.issuer.end and motion.issuer.start < line.end
        if overlaps or not words or _NO_SUBJECT.search(words):
            if begun is not None:
                break
            continue
        if begun is None:
            if len(words) < 12:
                continue
            begun = line
        else:
            if line.start - begun.end > 3:
                break
            begun = Span(begun.start, line.end)
    return begun


_BODY_BEGINS = re.compile(
    r"^[ \t]*(?:Gremi(?:um|en)[ \t]+Termin|Kurzfassung|Die Verwaltung|\d\.[ \t])", re.M
)
_NO_SUBJECT = re.compile(
    r"Vorlage|[Vv]erantwortlich|^Dez|Gremi(?:um|en)|Sitzung|^TOP\b|^[Vv]om\b|[Ee]ingegangen|Eingang|"
    r"ffentlich|^Stadt |^STADT|Hauptamt|^\W*$|^\d|Oberbürgermeister|Stellungnahme|Termin|Recycling|"
    r"Gedruckt|Dienststelle|Plenarsitzung|^Gemeinderat|Stadtr[aä]t|Ortschaftsr[aä]t|^Amt\b|"
    r"[Aa]nfrage|[Aa]ntrag\b|ANTRAG|HAUSHALT|[Ff]raktion|[Zz]uordnung|^Seite|---|Thema:$"
)


def _zones(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Stretches of head and headings: motions are named there, not in prose."""
    zones: list[tuple[int, int]] = []
    for part in parts:
        short = part.kind is not PartKind.PARAGRAPH or part.end - part.start < 420
        if part.kind in _TITLE_KINDS and short and part.label is None:
            if zones and part.start - zones[-1][1] < 40:
                zones[-1] = (zones[-1][0], part.end)
            else:
                zones.append((part.start, part.end))
    return zones


def _statement(text: str, cue: Span, source: Span, title: Span | None) -> Statement:
    word = cue.of(text)
    act = Act.QUESTION if word.lower().endswith("anfrage") else Act.DEMAND
    return Statement(
        act=act,
        cue=(cue,),
        source=(source,),
        message=(title,) if title else (),
        confidence=0.85 if title else 0.6,
        reason=f"„{word}“ in der Überschrift, mit Antragsteller"
        if act is Act.DEMAND
        else "„Anfrage“ in der Überschrift, mit Fragesteller",
    )


def _numbered(text: str, lo: int, hi: int) -> Iterator[Statement]:
    for found in _NUMBERED.finditer(text, lo, hi):
        if _NO_MOVER.match(found["source"]):
            continue
        if ". " in found["title"] and len(found["title"]) > 250:
            continue
        yield _statement(
            text, Span(*found.span("cue")), _trimmed(text, *found.span("source")),
            _trimmed(text, *found.span("title")),
        )  # fmt: skip


def _fields(text: str, lo: int, hi: int) -> Iterator[Statement]:
    before: Span | None = None
    for found in _FIELD.finditer(text, lo, hi):
        if _NO_MOVER.match(found["source"]):
            continue
        title = _title_before(text, lo, found.start())
        if title is not None and before is not None and _FIELD.search(title.of(text)):
            title = before  # "2.0 Antrag: SPD", "2.1 Anfrage: GRÜNE" under one title
        before = title
        if title is not None:
            yield _statement(
                text, Span(*found.span("cue")), _trimmed(text, *found.span("source")), title
            )
    for found in _OF.finditer(text, lo, hi):
        start, end = found.span("source")
        if text.startswith("von ", start):
            start += 4
        if not re.search(
            r"[Ff]raktion|[Ss]tadtr|[Gg]ruppe|[Ll]iste|\b[A-ZÄÖÜ]{3,}\b|[Oo]rtschaftsr",
            text[start:end],
        ):
            continue
        title = (
            _trimmed(text, *found.span("title"))
            if found["title"]
            else _title_before(text, lo, found.start())
        )
        if title is not None:
            yield _statement(text, Span(*found.span("cue")), _trimmed(text, start, end), title)
    for found in _BRACKET.finditer(text, lo, hi):
        title = _title_before(text, lo, found.start() - 1, same_line=True)
        if title is not None:
            yield _statement(
                text, Span(*found.span("cue")), _trimmed(text, *found.span("source")), title
            )


def _form(text: str, lo: int, hi: int) -> Iterator[Statement]:
    """A printed form: the word "Antrag" alone, the faction below it, the subject further down."""
    for found in _FORM.finditer(text, lo, hi):
        lines = [
            (m.start(), m.end())
            for m in re.finditer(r"[^\n]*\S[^\n]*", text[found.end() : found.end() + 1500])
        ]
        if not lines:
            continue
        base = found.end()
        first = _trimmed(text, base + lines[0][0], base + lines[0][1])
        if not re.search(
            r"[Ff]raktion|[Ss]tadtr[aä]t|[Gg]ruppe|[Ll]iste|\b[A-ZÄÖÜ]{3,}\b", first.of(text)
        ) or _NO_MOVER.match(first.of(text)):
            continue
        end = first.end
        title: Span | None = None
        for start, stop in lines[1:]:
            line = _trimmed(text, base + start, base + stop)
            words = line.of(text)
            if re.match(r"Stadtr[aä]t|\w+-(?:Gemeinderats)?[Ff]raktion", words) and title is None:
                end = line.end
                continue
            if _NO_TITLE.search(words) or ":" in words or len(words) < 12:
                if re.match(r"Kurzfassung|Finanzielle|Gremium", words):
                    break
                continue
            title = line
            break
        yield _statement(text, Span(*found.span("cue")), Span(first.start, end), title)


def _title_before(text: str, lo: int, end: int, *, same_line: bool = False) -> Span | None:
    """The paragraph that stands right before the field, without "Punkt 8 der Tagesordnung:"."""
    stop = end
    while stop > lo and text[stop - 1].isspace():
        stop -= 1
    start = lo
    for mark in ("\n \n", "\n\n", "dazu:", "Vorlage:", ") und", "/1)", "/2)"):
        at = text.rfind(mark, lo, stop)
        if at >= 0:
            begin = at + len(mark)
            if mark == "Vorlage:":
                begin = text.find("\n", at, stop)
                if begin < 0:
                    continue
            start = max(start, begin)
    start = _after_head_fields(text, start, stop)
    agenda = _AGENDA.match(text[start:stop])
    if agenda is not None:
        start += agenda.end()
    span = _trimmed(text, start, stop)
    if span.end - span.start < 4 or span.end - span.start > 420:
        return None
    return span


_NO_MOVER = re.compile(r"\W*(?:Fassung\b|DHH/|\d+ J[aA]\b|Seite\b|Nr\.)")
"""What a printed form or a count has where the mover would stand."""
_HEAD_FIELD = re.compile(
    r"^[ \t]*(?:Gedruckt auf|Vorlage\b|Verantwortlich|Dienststelle|Eingang|Eingegangen|Vorsitz|"
    r"Niederschrift|Protokoll|Stellungnahme zu|Gremi(?:um|en)\b|Datum\b|Beginn\b|Ort:|"
    r"(?:nicht)?öffentlich[ \t]*$|[^\n]*\bRathaus\b|[^\n]*\d{1,2}[:.]\d{2} Uhr|Sitzungseröffnung)"
    r"[^\n]*$",
    re.MULTILINE,
)
_AGENDA_LINE = re.compile(r"^[ \t]*(?:Punkt|TOP|Tagesordnungspunkt)[ \t]*\d", re.MULTILINE)


def _after_head_fields(text: str, start: int, stop: int) -> int:
    """A head set line by line, without empty ones, has fields above the title."""
    for pattern, whole_line in ((_HEAD_FIELD, True), (_AGENDA_LINE, False)):
        for found in pattern.finditer(text, start, stop):
            at = found.end() if whole_line else found.start()
            if text[at:stop].strip():
                start = at
    return start


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in "-–:("):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "-–:("):
        end -= 1
    return Span(start, end)
