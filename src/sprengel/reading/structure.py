"""Where a document's parts are: head, headings, labelled turns, resolutions, lists, signature.

A part is a paragraph with a function. Torn paragraphs (a page break in mid sentence) are mended
here, so that everything behind works on whole paragraphs.
"""

from __future__ import annotations

import re

from sprengel.language.words import word_set
from sprengel.reading.document import Block, BlockKind, ReadDocument, Span
from sprengel.reading.heads import find_body, find_chair, find_signatures, is_minutes
from sprengel.reading.marks import (
    BARE_DECISION,
    CAPITAL_LABEL,
    DECISION,
    DECISION_ADDRESS,
    FORM_LINE,
    HEAD_FIELD,
    INTERJECTION,
    LABEL,
    LIST_MARK,
    MAIL_HEAD,
    NAMED_LABEL,
    RESULT,
    TITLES,
)
from sprengel.reading.motions import find_motion, mark_motion
from sprengel.reading.paragraphs import lines_of, paragraphs_of
from sprengel.reading.parts import PROSE, Part, PartKind

__all__ = [
    "PROSE",
    "Part",
    "PartKind",
    "as_blocks",
    "find_body",
    "find_chair",
    "find_signatures",
    "find_structure",
    "is_minutes",
]


_LETTERS = re.compile(r"[^\W\d_]")
_DECIDES = re.compile(
    r"(?:Der|Die|Das)\s+[A-ZÄÖÜ][\w -]{2,45}?\s+(?:beschließt|beschloss|beschließen|beschlossen|"
    r"fasst|fasste|fassen)\b[^:.]{0,90}:\s*$"
)
_DRAFT_HEAD = re.compile(r"Beschluss(?:vorschlag|antrag|empfehlung|vorlage)|Antrag an", re.I)
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


def find_structure(document: ReadDocument) -> list[Part]:
    """The document's parts in text order."""
    lines = lines_of(document.text)
    paragraphs = paragraphs_of(lines)
    parts = [_classified(document.text, paragraph) for paragraph in paragraphs]
    _carry_context(document.text, parts)
    mark_motion(document.text, parts, find_motion(document.text))
    return parts


_CALLS_ITEM = re.compile(
    r"(?P<chair>(?:Der|Die) Vorsitzende)\b[^.:]{0,60}\bruft\b[^:]{0,200}auf\s*:\s*$"
)
_DIRECT = re.compile(r"\b(?:ich|Ich|wir|Wir|Sie|Ihnen|uns)\b")
_REPORTED = re.compile(r"\b(?:sei|seien|habe|werde|könne|müsse|solle|wolle)\b")


def _classified(text: str, paragraph: tuple[int, int, bool]) -> Part:
    start, end, alone = paragraph
    while start < end and text[start] in " \t\f>":
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    part = Part(PartKind.PARAGRAPH, start, end, body=start)
    if MAIL_HEAD.match(text, start, end) or _MAIL_SPLIT.match(text[start:end]):
        part.kind = PartKind.MAIL_HEAD
        return part
    if FORM_LINE.match(text, start, end):
        part.kind = PartKind.HEAD
        return part
    if RESULT.match(text, start, end):
        part.kind = PartKind.RESULT
        return part
    decision = DECISION.match(text, start, end)
    if decision is not None:
        part.kind = PartKind.DECISION
        part.label = Span(*decision.span("head"))
        part.colon = Span(*decision.span("colon"))
        part.body = decision.end()
        address = DECISION_ADDRESS.match(text, part.body, end)
        if address is not None:
            part.body = address.end()
        part.is_draft = _DRAFT_HEAD.match(decision["head"]) is not None
        return part
    bare = BARE_DECISION.match(text, start, end)
    if bare is not None:
        part.kind = PartKind.DECISION
        part.label = Span(*bare.span("head"))
        part.body = bare.end()
        part.is_draft = True
        return part
    if _DECIDES.match(text, start, end):
        part.kind = PartKind.DECISION
        return part
    label = (
        INTERJECTION.match(text, start, end)
        or LABEL.match(text, start, end)
        or NAMED_LABEL.match(text, start, end)
        or _capital_label(text, start, end)
    )
    if label is not None and _SENTENCE_IN_LABEL.search(label["label"]):
        label = None  # "Herr Schütt fragt nach dem Anteil. Frau Teschendorf: …"
    if label is not None and _is_head_label(text, label, end):
        part.kind = PartKind.HEAD
        return part
    if label is not None and not HEAD_FIELD.match(text, start, end):
        part.kind = PartKind.TURN
        part.label = Span(*label.span("label"))
        part.colon = Span(*label.span("colon"))
        part.body = label.end("colon")
        part.opens_turn = True
        part.is_interjection = text[part.start] == "("
        if part.is_interjection and text[part.end - 1] == ")":
            part.end -= 1
        return part
    if HEAD_FIELD.match(text, start, end):
        part.kind = PartKind.HEAD
        return part
    if _SIGN_OFF.match(text, start, end) or _CONTACT.match(text, start, end):
        part.kind = PartKind.SIGNATURE
        return part
    mark = LIST_MARK.match(text, start, end)
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


_SENTENCE_IN_LABEL = re.compile(r"[a-zäöüß]{4,}[.!?]\s+[A-ZÄÖÜ]")
_FIELDS_IN_CAPITALS = word_set(
    "BESCHLUSS ANTRAG ANFRAGE TOP PUNKT BETREFF VORLAGE ANLAGE THEMA ORT ZEIT GREMIUM TERMIN "
    "NIEDERSCHRIFT PROTOKOLL FRAGE ANTWORT BEGRÜNDUNG SACHVERHALT ABSTIMMUNG ERGEBNIS HINWEIS"
)


def _capital_label(text: str, start: int, end: int) -> re.Match[str] | None:
    found = CAPITAL_LABEL.match(text, start, end)
    if found is None or found["label"].split()[0] in _FIELDS_IN_CAPITALS:
        return None
    return found if end - found.end() > 3 else None


def _is_head_label(text: str, label: re.Match[str], end: int) -> bool:
    """ "Der Vorsitzende: Oberbürgermeister Dr. X" names the chair, nobody speaks."""
    body = text[label.end() : end].strip()
    return (
        len(body) < 70
        and body[-1:] not in ".!?"
        and re.match(rf"(?:{TITLES})\b", body) is not None
        and len(body.split()) <= 7
    )


_JUSTIFIED = re.compile(r"\b[a-zäöüß]{2,}[.,][ \t\n]|[.!?:]\s*$")
"""Prose set flush by wide gaps: it has commas and stops, a table hardly ever."""


def _is_table(body: str) -> bool:
    letters = len(_LETTERS.findall(body))
    gaps = len(re.findall(r"\S[ \t]{3,}\S", body))
    if (
        gaps
        and len(body) > 120
        and _JUSTIFIED.search(body)
        and not re.search(r"\S[ \t]{6,}\S", body)
    ):
        return False
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
            label, in_decision = (label if part.is_interjection else part.label), False
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
        turn += 2 * part.is_interjection  # who spoke before goes on in a new turn


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
    rf"(?:{TITLES})\b|(?!(?:Der|Die|Das|Ein|Eine|Dem|Den)\b)"
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
