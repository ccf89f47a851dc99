"""Results of votes in minutes that have no resolution block: the result is the decision (B5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sprengel.reading.document import Act, Span, Statement
from sprengel.reading.structure import Part, PartKind

_WORD = re.compile(
    r"\b(?:abgelehnt|angenommen|zugestimmt|beschlossen|Ablehnung|Zustimmung|Annahme)\b", re.I
)
_NO_VOTE = re.compile(r"keine? Abstimmung|erledigt|Kenntnisnahme", re.I)
_CALL = re.compile(r"Votum|Kartenzeichen|Handzeichen|zur Ab-?\s?stimmung|stimmen wir\b|abstimmen")
_SAID = re.compile(
    r"(?:\b(?:Das|Dies)(?:\s+ist|\s+sind|\s+war)?\b|\b[Dd]amit\b|\b[Ss]omit\b|Stimmen\b|"
    r"\bRest ist\b|[–-]\s+\d+\b)"
    r"[^.!?]{0,70}?(?<!\w)(?P<cue>keine Mehrheit|Mehrheit|Ablehnung|Zustimmung(?:en)?|abgelehnt|"
    r"angenommen|zugestimmt|beschlossen|Einstimmigkeit)\b"
)
_OBJECT = re.compile(
    r"(?:\brufe|\bstellen?|\bstimmen|\bkommen wir)\b[^.!?–]{0,40}?\b(?:zu |über |zum )?"
    r"(?P<what>(?:den|die|das|diesen|diese|dem|Antrag)\s[^.,!?–]{3,110}?)"
    r"(?:\s+auf\b|\s+zur Ab|\s+ab\b|[.,!?–])"
)
_SUBJECT = re.compile(r"\b(?P<what>(?:der|dieser|die)\s+(?:\w+-?)?(?:Antrag|Vorlage)\b)", re.I)


def find_announced(text: str, parts: Sequence[Part]) -> list[Statement]:
    """The results of votes, where the minutes have no resolution of their own."""
    if any(part.kind is PartKind.DECISION for part in parts):
        return []
    return [*_recorded(text, parts), *_said(text, parts)]


def _recorded(text: str, parts: Sequence[Part]) -> Iterator[Statement]:
    for index, part in enumerate(parts):
        if part.kind is not PartKind.RESULT:
            continue
        end = part.end
        if index + 1 < len(parts) and parts[index + 1].end - parts[index + 1].start < 160:
            following = parts[index + 1]
            if following.start - part.end < 6 and following.kind is not PartKind.TURN:
                end = following.end
        words = text[part.start : end]
        found = _WORD.search(text, part.start, end)
        if found is not None and _NO_VOTE.search(words) is None:
            yield _decision(Span(*found.span()), ())


def _said(text: str, parts: Sequence[Part]) -> Iterator[Statement]:
    for part in parts:
        if part.kind is not PartKind.TURN:
            continue
        for found in _SAID.finditer(text, part.start, part.end):
            lo = max(part.start, found.start() - 400)
            if _CALL.search(text, lo, found.start()) is None:
                continue
            subject = _SUBJECT.search(text, found.start(), found.end())
            objects = list(_OBJECT.finditer(text, lo, found.start()))
            what = subject or (objects[-1] if objects else None)
            message = (Span(*what.span("what")),) if what is not None else ()
            yield _decision(Span(*found.span("cue")), message)


def _decision(cue: Span, message: tuple[Span, ...]) -> Statement:
    return Statement(
        Act.DECISION, (cue,), message=message, confidence=0.7,
        reason="Abstimmungsergebnis; die Niederschrift hat keinen eigenen Beschluss",
    )  # fmt: skip
