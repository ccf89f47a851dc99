"""What the end of a debate says about its result: the chair's last words above the signatures."""

from __future__ import annotations

import re

from .agenda import Item, Section
from .document import Outcome, Span
from .folding import fold
from .results import Result, runs

_SETTLED = re.compile(r"\b(?:erledigt|Erledigung)\b", re.I)
_SIGNATURES = re.compile(r"^[^\S\n]*(?:Zur Beurkundung|Für die Richtigkeit|gez\.)", re.M)
_NO_VOTE_NEEDED = re.compile(
    r"(?:nicht|keine)\s+(?:mehr\s+)?(?:zur\s+Abstimmung|abstimmen|abgestimmt|Abstimmung)", re.I
)
_CHAIR_NOTES = re.compile(
    r"\b(?:zur|nur(?:\s+um)?|eine|einstimmige?|dieser|der)\s+(?:zur)?kenntnis(?:nahme)?\b", re.I
)


def debate_end(text: str, section: Section) -> int:
    signed = _SIGNATURES.search(text, section.head_end, section.end)
    return signed.start() if signed else section.end


def last_words(text: str, section: Section) -> tuple[int, int]:
    end = debate_end(text, section)
    debate = max((stop for _, stop, _ in section.results), default=section.head_end)
    return min(end, max(debate, end - 450)), end


def called_out(text: str, section: Section) -> Result | None:
    """What the chair calls out in the end, where the clerk left the result empty."""
    if not section.results:
        return None
    last = [run.result for run in runs(fold(text, *last_words(text, section)).text)]
    return last[-1] if last and last[-1].outcome in (Outcome.ADOPTED, Outcome.REJECTED) else None


def is_settled_motion(text: str, section: Section, item: Item) -> bool:
    """Whether the debate ends with the chair or the mover calling the motion settled."""
    if not item.is_motion:
        return False
    end = debate_end(text, section)
    return bool(_SETTLED.search(fold(text, max(section.head_end, end - 450), end).text))


def notes_only(text: str, section: Section) -> bool:
    """The chair calls what is put to the vote a taking note."""
    return bool(_CHAIR_NOTES.search(fold(text, *last_words(text, section)).text))


def no_vote_needed(text: str, section: Section) -> Span | None:
    """Where the chair says that nobody need vote."""
    said = _NO_VOTE_NEEDED.search(text, *last_words(text, section))
    return Span(*said.span()) if said else None
