"""Where a document's parts are: head, headings, labelled turns, resolutions, lists, signature.

A part is a paragraph with a function. Torn paragraphs (a page break in mid sentence) are mended
here, so that everything behind works on whole paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sprengel.reading.document import Block, BlockKind, ReadDocument, Span


class PartKind(StrEnum):
    HEAD = "head"
    """Form fields, dates, places before the text proper: no prose."""
    HEADLINE = "headline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TURN = "turn"
    DECISION = "decision"
    RESULT = "result"
    MAIL_HEAD = "mail_head"
    SIGNATURE = "signature"
    TABLE = "table"


PROSE = frozenset({PartKind.PARAGRAPH, PartKind.LIST_ITEM, PartKind.TURN})


@dataclass(slots=True)
class Part:
    kind: PartKind
    start: int
    end: int
    label: Span | None = None
    """Who speaks, for a labelled turn; carried on to the paragraphs that follow it."""
    colon: Span | None = None
    body: int = 0
    """Where the words begin, behind label and colon or list mark."""
    opens_turn: bool = False
    is_draft: bool = False
    item: int = 0
    """Number of the mail or message inside the document it belongs to."""
    turn: int = 0
    """Parts with one number are spoken by one labelled voice, or by none."""
    block: int = 0
    """Parts with one number are one resolution."""
    heading: Span | None = None
    """The word "Beschluss" above a resolution."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


_PAGE_MARK = re.compile(r"^[ \t\f]*(?:[-–—][ \t]*\d{1,3}[ \t]*[-–—]|Seite \d+(?: von \d+)?)[ \t]*$")
_LIST_MARK = re.compile(r"[ \t]*(?:[-–—•▪‣*·]|\d{1,2}[.)]|[a-z][.)]|[IVX]{1,4}\.)[ \t\xa0]+")
_LETTERS = re.compile(r"[^\W\d_]")
_TITLES = (
    r"Stadtr[aä]t(?:in)?|Stadtverordneter?|Ortschaftsr[aä]t(?:in)?|Gemeinder[aä]t(?:in)?|"
    r"Kreisr[aä]t(?:in)?|Ratsherr|Ratsfrau|Ratsmitglied|Bezirksr[aä]t(?:in)?|Ortsvorsteher(?:in)?|"
    r"(?:Ober|Erste[rn]? |Bau|Sozial|Finanz|Kultur)?[Bb]ürgermeister(?:in)?|Beigeordneter?|"
    r"Stadtkämmerer|Stadtkämmerin|Kämmerer|Kämmerin|Herr|Frau|OB(?:in)?|BM(?:in)?|GR(?:in)?|StR(?:in)?|Stv\.|RM|KR(?:in)?|GF|MdL|Ratsmitglied|Landrat|Landrätin|"
    r"(?:Der |Die )?Vorsitzende[r]?|Präsident(?:in)?|Regierungspräsident(?:in)?|Minister(?:in)?|"
    r"Staatssekretär(?:in)?|Amtsleiter(?:in)?|Dezernent(?:in)?|Referent(?:in)?|Zuruf|"
    r"Sachverständiger?|Abg\.|Abgeordneter?|Dr\.|Prof\.|Zuhörer(?:in)?|Bürger(?:in)?"
)
_LABEL = re.compile(
    rf"[ \t]*(?:[-–•][ \t]+)?(?P<label>(?:{_TITLES})(?:[ \t]*[^\n:()„\"]{{0,60}}?)"
    rf"(?:[ \t]*\([^)\n]{{1,60}}\))?)(?P<colon>:)(?=\s)"
)
_NAMED_LABEL = re.compile(
    r"[ \t]*(?P<label>[A-ZÄÖÜ][\w.’'-]+(?:[ \t]+(?:von|zu|van|de|der|al|[A-ZÄÖÜ][\w.’'-]*)){0,4}"
    r"[ \t]*\([^)\n]{2,60}\))(?P<colon>:)(?=\s)"
)
_RESULT = re.compile(
    r"[ \t]*(?:Abstimmungsergebnis|Abstimmung|Ergebnis der Abstimmung)\b[^\n]{0,60}:?", re.I
)
_DECISION = re.compile(
    r"[ \t]*(?:\d{1,2}[.)][ \t]+)?(?P<head>(?:Beschluss|Beschluß|Beschlussfassung|"
    r"Beschlussvorschlag|Beschlussantrag|Beschlussempfehlung|Beschlusstext|Beschlussvorlage|"
    r"Antrag an den [^\n:]{3,60}|Resolution)"
    r"(?: des [^\n:]{3,60}| der [^\n:]{3,60})?(?:[ \t]*\([^)\n]{1,40}\))?)[ \t]*(?P<colon>:)"
)
_DECIDES = re.compile(
    r"(?:Der|Die|Das)\s+[A-ZÄÖÜ][\w -]{2,45}?\s+(?:beschließt|beschloss|beschließen|beschlossen|"
    r"fasst|fasste|fassen)\b[^:.]{0,90}:\s*$"
)
_DRAFT_HEAD = re.compile(r"Beschluss(?:vorschlag|antrag|empfehlung|vorlage)|Antrag an", re.I)
_HEAD_FIELD = re.compile(
    r"[ \t]*(?:Gremium|Termin|Ort|Vorsitz(?:ende(?:/r|r)?)?|Protokoll|Vorlage(?: Nr\.?)?|Az|"
    r"Aktenzeichen|Verantwortlich|Verteiler|Datum|Betreff|Betr|Teilnehmende[^:]*|Schriftführer(?:in)?|"
    r"Die Schriftführerin|Der Schriftführer|Zur Beurkundung|Anlagen?|TOP|Beginn|Ende|Anwesend|"
    r"Entschuldigt|Zeit|Sitzungsdatum|Bearbeiter(?:in)?|Telefon|Tel\.?|E-Mail|Fax|Von|An|Cc|CC)"
    r"[ \t]*:"
)
_MAIL_HEAD = re.compile(
    r"[ \t>]*(?:Von|An|Cc|CC|Datum|Gesendet|Betreff|From|To|Subject|Date|Sent):[ \t]"
)
_MAIL_SPLIT = re.compile(
    r"[ \t>]*(?:-{2,}.*(?:Nachricht|Message).*-{2,}|Am .{6,40} schrieb .{3,60}:)[ \t]*$"
)
_SIGN_OFF = re.compile(
    r"[ \t>]*(?:Mit (?:freundlichen|kollegialen|besten|herzlichen) Grüßen|Freundliche Grüße|"
    r"Viele Grüße|Beste Grüße|Herzliche Grüße|Schöne Grüße|MfG|Zur Beurkundung|Hochachtungsvoll)\b"
)
_CONTACT = re.compile(
    r"[ \t]*(?:Kontakt|Pressekontakt|Ansprechpartner(?:in)?|Weitere Auskünfte|Rückfragen|"
    r"V\.\s?i\.\s?S\.\s?d\.\s?P\.|"
    r"Pressestelle|Bild|Foto|Dienstgebäude|Herausgeber|Redaktion|Postfach)(?!\w)[^\n]*"
)
_DATELINE = re.compile(
    r"[ \t]*[A-ZÄÖÜ][\w./() -]{2,40}?(?:,[ \t]*(?:den )?\d{1,2}\.[ \t]*[\w.]+(?:[ \t]+\d{4})?)?"
    r"(?:[ \t]*\([^)\n]{2,12}\))?[ \t]*(?:\.|[-–—:])[ \t]+(?=[„\"»A-ZÄÖÜ\d])"
)
_MINUTES = re.compile(
    r"^[ \t]*(?:(?:Auszug|aus|der|dem|des|öffentliche\w*|Öffentliche\w*|[A-ZÄÖÜ][\w-]{2,20}|\d+\.)"
    r"[ \t]+){0,6}(?:NIEDERSCHRIFT|PROTOKOLL|(?:[A-ZÄÖÜ][a-zäöü]+)?"
    r"(?:[Nn]iederschrift|[Pp]rotokoll))\b",
    re.MULTILINE,
)
"""The head of minutes; a mail that speaks of "das Protokoll" is none."""


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str


def find_structure(document: ReadDocument) -> list[Part]:
    """The document's parts in text order."""
    lines = _lines(document.text)
    paragraphs = _paragraphs(lines)
    parts = [_classified(document.text, paragraph) for paragraph in paragraphs]
    _carry_context(document.text, parts)
    return parts


def is_minutes(text: str) -> bool:
    return _MINUTES.search(text, 0, 600) is not None


_CHAIR = re.compile(
    r"(?:Vorsitz(?:ende(?:/r|r)?)?|Sitzungsleitung|Leitung)[ \t]*:[ \t]*(?P<name>[^\n]{4,80}?)[ "
    r"\t]*$",
    re.MULTILINE,
)
_BODY = re.compile(
    r"\b(?:Gemeinderat|Stadtrat|Kreistag|Ortschaftsrat|Ortsbeirat|Bezirksbeirat|Magistrat|"
    r"(?:Haupt-|Bau-|Verwaltungs-|Kultur-|Sozial-|Umwelt-)? ?(?:und )?[A-ZÄÖÜ][\w-]*(?:ausschuss|"
    r"Ausschuss)|Mitgliederversammlung|Verbandsversammlung|Präsidium|Vorstand|[A-ZÄÖÜ][\w-]*rat)(?:es|s)?\b"
)


def find_chair(text: str) -> Span | None:
    """Who presides, from the head of the minutes."""
    found = _CHAIR.search(text, 0, 1500)
    return Span(*found.span("name")) if found else None


_SIGNED = re.compile(
    r"^[ \t>]*(?:Mit [\w ]{4,24} Grüßen|(?:Freundliche|Viele|Beste|Herzliche|Schöne) Grüße)"
    r"[ \t]*\n+"
    r"[ \t>]*(?:gez\.|i\.\s?A\.|i\.\s?V\.)?[ \t]*(?P<name>[A-ZÄÖÜ][^\n]{2,60}?)[ \t]*$",
    re.MULTILINE,
)


def find_signatures(text: str) -> tuple[Span, ...]:
    return tuple(Span(*found.span("name")) for found in _SIGNED.finditer(text))


def find_body(text: str) -> Span | None:
    """The body whose minutes these are, from their head."""
    found = _BODY.search(text, 0, 700) if is_minutes(text) else None
    return Span(*found.span()) if found else None


_CALLS_ITEM = re.compile(
    r"(?P<chair>(?:Der|Die) Vorsitzende)\b[^.:]{0,60}\bruft\b[^:]{0,200}auf\s*:\s*$"
)
_DIRECT = re.compile(r"\b(?:ich|Ich|wir|Wir|Sie|Ihnen|uns)\b")
_REPORTED = re.compile(r"\b(?:sei|seien|habe|werde|könne|müsse|solle|wolle)\b")


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for raw in text.splitlines(keepends=True):
        bare = raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        lines.append(_Line(start, start + len(bare), bare))
        start += len(raw)
    return lines


def _wrap_width(lines: list[_Line]) -> int:
    """The usual length of a full line, or 0 when every paragraph is one line."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if len(line.text.strip()) > 25)
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.85)]
    return 0 if width > 135 or width < 40 else width


def _paragraphs(lines: list[_Line]) -> list[tuple[int, int, bool]]:
    """(start, end, stands alone) of each paragraph."""
    width = _wrap_width(lines)
    found: list[tuple[int, int, bool]] = []
    current: list[_Line] = []
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
        if _PAGE_MARK.match(line.text):
            # a page break inside a sentence does not end the paragraph
            if not current and found and not _ends_sentence_at(lines, found[-1][1]):
                start, end, _ = found.pop()
                current = [_Line(start, end, "…")]
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


def _ends_sentence_at(lines: list[_Line], end: int) -> bool:
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
    if _LIST_MARK.match(line) and not before.rstrip().endswith(("vom", "am", "den", "der", "-")):
        return True
    if _LABEL.match(line) or _RESULT.match(line) or _DECISION.match(line):
        return True
    short = len(before.rstrip()) < width * 0.62
    if short and _ends_sentence(before):
        return True
    if _HEAD_FIELD.match(line) or _HEAD_FIELD.match(before):
        return True
    return (
        short
        and len(before.rstrip()) < width * 0.5
        and line[:1].strip()[:1].isupper()
        and (_MAIL_HEAD.match(before) is not None or not _ends_sentence(line) or short)
    )


def _classified(text: str, paragraph: tuple[int, int, bool]) -> Part:
    start, end, alone = paragraph
    while start < end and text[start] in " \t\f>":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    part = Part(PartKind.PARAGRAPH, start, end, body=start)
    if _MAIL_HEAD.match(text, start, end) or _MAIL_SPLIT.match(text[start:end]):
        part.kind = PartKind.MAIL_HEAD
        return part
    if _RESULT.match(text, start, end):
        part.kind = PartKind.RESULT
        return part
    decision = _DECISION.match(text, start, end)
    if decision is not None:
        part.kind = PartKind.DECISION
        part.label = Span(*decision.span("head"))
        part.colon = Span(*decision.span("colon"))
        part.body = decision.end()
        part.is_draft = _DRAFT_HEAD.match(decision["head"]) is not None
        return part
    if _DECIDES.match(text, start, end):
        part.kind = PartKind.DECISION
        return part
    label = _LABEL.match(text, start, end) or _NAMED_LABEL.match(text, start, end)
    if label is not None and _is_head_label(text, label, end):
        part.kind = PartKind.HEAD
        return part
    if label is not None and not _HEAD_FIELD.match(text, start, end):
        part.kind = PartKind.TURN
        part.label = Span(*label.span("label"))
        part.colon = Span(*label.span("colon"))
        part.body = label.end()
        part.opens_turn = True
        return part
    if _HEAD_FIELD.match(text, start, end):
        part.kind = PartKind.HEAD
        return part
    if _SIGN_OFF.match(text, start, end) or _CONTACT.match(text, start, end):
        part.kind = PartKind.SIGNATURE
        return part
    mark = _LIST_MARK.match(text, start, end)
    if mark is not None:
        part.kind = PartKind.LIST_ITEM
        part.body = mark.end()
    body = text[part.body : end]
    if _is_table(body):
        part.kind = PartKind.TABLE
    elif (
        not body.rstrip('"“”«»)').endswith((".", "!", "?", ":", ",", ";", "…"))
        and (alone or len(body) < 130)
        and len(body) < 160
        and mark is None
    ):
        part.kind = PartKind.HEADING
    return part


def _is_head_label(text: str, label: re.Match[str], end: int) -> bool:
    """ "Der Vorsitzende: Oberbürgermeister Dr. X" names the chair, nobody speaks."""
    body = text[label.end() : end].strip()
    return (
        len(body) < 70
        and body[-1:] not in ".!?"
        and re.match(rf"(?:{_TITLES})\b", body) is not None
        and len(body.split()) <= 7
    )


def _is_table(body: str) -> bool:
    letters = len(_LETTERS.findall(body))
    gaps = len(re.findall(r"\S[ \t]{3,}\S", body))
    return (gaps >= 2 and gaps * 12 > len(body.split())) or letters * 2 < len(body.strip())


def _carry_context(text: str, parts: list[Part]) -> None:
    """Carry a turn's label on, end resolutions, and tell the head from the text."""
    _mark_head(text, parts)
    label: Span | None = None
    heading: Span | None = None
    in_decision = False
    draft = False
    signed = False
    item = turn = block = 0
    called: Span | None = None
    called_colon = -1
    for part in parts:
        if part.kind is PartKind.MAIL_HEAD:
            item += 1
            label, in_decision, signed = None, False, False
        part.item = item
        if part.kind is PartKind.SIGNATURE:
            label, in_decision = None, False
            signed = signed or _SIGN_OFF.match(text, part.start, part.end) is not None
        elif (
            signed
            and part.kind in (PartKind.HEADING, PartKind.PARAGRAPH)
            and (part.end - part.start < 80)
        ):
            part.kind = PartKind.SIGNATURE
        elif part.kind is PartKind.RESULT:
            in_decision = False
        elif part.kind is PartKind.DECISION and in_decision and part.label is None:
            part.is_draft, part.heading = draft, heading
        elif part.kind is PartKind.DECISION:
            in_decision, label, draft = True, None, part.is_draft
            heading = part.heading = part.label
            block += 1
        elif part.kind is PartKind.TURN:
            label, in_decision = part.label, False
            turn += 2
        elif called is not None and part.kind is PartKind.PARAGRAPH and _is_direct(text, part):
            # the chair goes on in his own words after "ruft … auf:"
            label, in_decision = called, False
            part.label, part.kind, part.opens_turn = label, PartKind.TURN, True
            part.colon = Span(called_colon, called_colon + 1)
            turn += 2
        elif in_decision and not _leaves_decision(text, part):
            part.kind, part.is_draft, part.heading = PartKind.DECISION, draft, heading
        elif in_decision:
            in_decision = False
        elif label is not None and part.kind in (PartKind.PARAGRAPH, PartKind.LIST_ITEM):
            part.label = label
            part.kind = PartKind.TURN
        call = _CALLS_ITEM.match(text, part.start, part.end)
        called = Span(*call.span("chair")) if call else None
        called_colon = text.rfind(":", part.start, part.end) if call else -1
        part.block = block
        part.turn = turn if part.kind is PartKind.TURN else turn + 1


def _is_direct(text: str, part: Part) -> bool:
    body = text[part.body : part.end]
    return _DIRECT.search(body) is not None and _REPORTED.search(body) is None


_CHAIR_CALLS = re.compile(
    r"(?:Der|Die) Vorsitzende\b|Stadtr[aä]t|Zur Beurkundung|Bürgermeister|Oberbürgermeister|"
    r"Begründung|Sachverhalt|Erläuterung|Finanzielle|Zum |Zur |Zu (?:Punkt|TOP)|TOP[ \t]*\d|"
    r"Tagesordnungspunkt|Punkt \d|Anlagen?\b|Mit \w+ Grüßen"
)


def _leaves_decision(text: str, part: Part) -> bool:
    if part.kind in (PartKind.HEADING, PartKind.SIGNATURE, PartKind.HEAD):
        return part.kind is not PartKind.HEADING or _CHAIR_CALLS.match(text, part.start) is not None
    return _CHAIR_CALLS.match(text, part.start) is not None or (
        part.kind is PartKind.LIST_ITEM and _SPEAKS.match(text, part.body) is not None
    )


_SPEAKS = re.compile(
    rf"(?:{_TITLES})\b|(?!(?:Der|Die|Das|Ein|Eine|Dem|Den)\b)"
    r"[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+ (?:\(|[a-zäöü]+t[, ])"
)


def _mark_head(text: str, parts: list[Part]) -> None:
    """Everything before the first prose is head or headline."""
    for index, part in enumerate(parts):
        if (part.kind in PROSE and part.end - part.start > 110) or part.kind in (
            PartKind.DECISION, PartKind.RESULT, PartKind.TURN,
        ):  # fmt: skip
            break
        if part.kind is PartKind.HEADING:
            part.kind = PartKind.HEADLINE
        if index > 40:
            break
    for part in parts:
        if part.kind in (PartKind.PARAGRAPH, PartKind.HEADING):
            dateline = _DATELINE.match(text, part.start, min(part.end, part.start + 90))
            if dateline is not None and _is_dateline(dateline.group()):
                part.body = dateline.end()
                break


_NO_PLACE = re.compile(
    r"\b(?:Der|Die|Das|Ein|Eine|Es|Wir|Ich|Herr|Frau|Punkt|TOP|Zu|Nr|Stadtr\w+|Dr|Prof|\w*[Bb]ürgermeister\w*)\b"
)


def _is_dateline(text: str) -> bool:
    place = re.split(r"[,(.]| [-–—]", text, maxsplit=1)[0].split()
    small = {"an", "der", "am", "im", "in", "bei", "ob", "den", "a.", "d."}
    return (
        _NO_PLACE.search(text) is None
        and 0 < len(place) <= 4
        and all(word[0].isupper() or word in small for word in place)
    )


_BLOCKS = {
    PartKind.HEAD: BlockKind.HEADER_FOOTER,
    PartKind.HEADLINE: BlockKind.HEADING,
    PartKind.HEADING: BlockKind.HEADING,
    PartKind.PARAGRAPH: BlockKind.PARAGRAPH,
    PartKind.LIST_ITEM: BlockKind.LIST_ITEM,
    PartKind.TURN: BlockKind.TURN,
    PartKind.DECISION: BlockKind.DECISION,
    PartKind.RESULT: BlockKind.DECISION,
    PartKind.MAIL_HEAD: BlockKind.HEADER_FOOTER,
    PartKind.SIGNATURE: BlockKind.HEADER_FOOTER,
    PartKind.TABLE: BlockKind.TABLE,
}


def as_blocks(document: ReadDocument, parts: list[Part]) -> tuple[Block, ...]:
    """The parts in the terms of the public document."""
    return tuple(
        Block(_BLOCKS[part.kind], part.start, part.end, document.page_of(part.start))
        for part in parts
    )
