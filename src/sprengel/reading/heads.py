"""What the head of minutes and the foot of a letter tell: who presides, which body, who signed."""

from __future__ import annotations

import re

from sprengel.reading.document import Span

_MINUTES = re.compile(
    r"^[ \t]*(?:(?:Auszug|aus|der|dem|des|öffentliche\w*|Öffentliche\w*|[A-ZÄÖÜ][\w-]{2,20}|\d+\.)"
    r"[ \t]+){0,6}(?:NIEDERSCHRIFT|PROTOKOLL|(?:[A-ZÄÖÜ][a-zäöü]+)?"
    r"(?:[Nn]iederschrift|[Pp]rotokoll))\b",
    re.MULTILINE,
)
"""The head of minutes; a mail that speaks of "das Protokoll" is none."""


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
