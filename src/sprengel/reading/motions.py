"""Motions and enquiries of council groups: who puts them, and what of the paper is their request.

A motion is one voice from its title to its signatures. So its paragraphs are read like a turn
whose label is the group named in the head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sprengel.reading.document import Span
from sprengel.reading.heads import is_minutes
from sprengel.reading.parts import Part, PartKind

_KIND = (
    r"(?:(?:Interfraktionelle[rn]?|Gemeinsame[rn]?|INTERFRAKTIONELLER|GEMEINSAMER)[ \t]+)?"
    r"(?:(?:Dringlichkeits|Eil|Ergänzungs|Änderungs|Haushalts|Prüf|Zusatz)?[Aa]ntrag|Anfrage|"
    r"(?:DRINGLICHKEITS|EIL|ERGÄNZUNGS|ÄNDERUNGS|HAUSHALTS|PRÜF|ZUSATZ)?ANTRAG|ANFRAGE)"
)
_PAPER = re.compile(
    rf"^[ \t]*(?P<reply>(?:STELLUNGNAHME|Stellungnahme|Antwort)\b[^\n]{{0,40}}?"
    rf"\b(?:zum|zur|auf den|auf die)[ \t]+)?"
    rf"(?P<kind>{_KIND})\b[ \t]*(?P<rest>[^\n]{{0,90}})$",
    re.MULTILINE,
)
_GROUP = re.compile(
    r"(?:[\w./|&'’´` -]{2,50}[- ])?(?:Gemeinderats|Stadtrats|Ortschaftsrats|OR|Kreistags|Rats|"
    r"GR)?-?[Ff]raktion\b[^\n:]{0,40}"
)
_MEMBER = re.compile(
    r"(?:Stadtr[aä]t|Ortschaftsr[aä]t|Gemeinder[aä]t|Kreisr[aä]t)(?:in)?\b"
    r"(?![^\n]*\d\.\d{2}\.)[^\n:]{2,60}"
)
_FIELD = re.compile(
    rf"^[ \t]*{_KIND}(?:[ \t]*:[ \t]*|[ \t]+(?:der|des|von)[ \t]+)(?P<who>[^\n:]{{2,120}}?)[ \t]*$",
    re.MULTILINE,
)
_REASONS = re.compile(r"(?:Sachverhalt|Begründung|Sachverhalt ?/ ?Begründung|Zur Begründung)\b")
_ANSWER = re.compile(r"Stellungnahme (?:de[sr]|zum)\b|Kurzfassung|Finanzielle\s+Auswirkungen")
_SIGNED = re.compile(r"[ \t]*(?:unterzeichnet|Unterzeichnet|gezeichnet|gez\.)")


@dataclass(frozen=True, slots=True)
class Motion:
    """A group's motion or enquiry, or the administration's answer to one."""

    kind: Span
    """The word "Antrag" or "Anfrage" in the head."""
    issuer: Span
    is_answer: bool
    is_enquiry: bool


def find_motion(text: str) -> Motion | None:
    paper = None if is_minutes(text) else _PAPER.search(text, 0, 400)
    if paper is None or (
        paper["rest"] and not paper["rest"].startswith((":", "der", "des", "von"))
    ):
        return None
    issuer = _issuer(text, paper.start())
    if issuer is None:
        return None
    answered = paper["reply"] is not None or _ANSWER.search(text, paper.end(), 3500) is not None
    asks = paper["kind"].lower().endswith("anfrage")
    return Motion(Span(*paper.span("kind")), issuer, answered, asks)


def _issuer(text: str, start: int) -> Span | None:
    """The group, else the members named in the head."""
    field = _FIELD.search(text, start, start + 1800)
    end = start + 900
    if (
        field is not None
        and field.start() < start + 700
        and not _GROUP.search(text, start, field.start())
    ):
        return _trimmed(text, *field.span("who"))
    for pattern in (_GROUP, _MEMBER):
        for found in pattern.finditer(text, start, end):
            line = text.rfind("\n", 0, found.start()) + 1
            if not text[line : found.start()].strip():
                return _trimmed(text, *found.span())
    if field is not None:
        return _trimmed(text, *field.span("who"))
    return None


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def mark_motion(text: str, parts: list[Part], motion: Motion | None) -> None:
    """Give the paragraphs of a motion their voice, and mark what is requested."""
    if motion is None:
        return
    requested = True
    begun = False
    last = max((part.turn for part in parts), default=0)
    for part in parts:
        if part.kind in (PartKind.HEADING, PartKind.HEADLINE, PartKind.PARAGRAPH) and (
            _REASONS.match(text, part.start)
        ):
            requested = False
        if part.kind is PartKind.SIGNATURE or _SIGNED.match(text, part.start, part.end):
            begun = requested = False
            continue
        prose = part.kind in (PartKind.PARAGRAPH, PartKind.LIST_ITEM)
        if not prose or part.label is not None or part.end <= motion.issuer.end:
            continue
        if motion.is_answer:
            part.requester = motion.issuer if _NUMBERED.match(text, part.start) else None
            continue
        begun = begun or part.end - part.body > 60 or part.kind is PartKind.LIST_ITEM
        if not begun:
            continue
        part.label, part.kind, part.turn = motion.issuer, PartKind.TURN, last + 2
        if requested and not motion.is_enquiry:
            part.requester = motion.issuer


_NUMBERED = re.compile(r"[ \t]*\(?(?:\d{1,2}[.)]|Ziffer[ \t]?\d{1,2}:?\)?)[ \t\n]*")
