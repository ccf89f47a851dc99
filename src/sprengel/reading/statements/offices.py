"""Whether a labelled voice speaks for the administration."""

from __future__ import annotations

from sprengel.reading.statements.clauses import Sentence


def speaks_for_office(sentence: Sentence) -> bool:
    """Whether the label names the chair or somebody of the administration, no member."""
    label = sentence.part.label
    if label is None:
        return False
    tokens = sentence.tokens
    k = sentence.lo
    while k > 0 and tokens[k].start > label.start:
        k -= 1
    words = [t.low for t in tokens[k : k + 8] if t.start < label.end]
    return any(w.endswith(_OFFICES) for w in words) and not any(
        w.startswith(("stadtr", "gemeinder", "kreisr", "ortschaftsr")) for w in words
    )


_OFFICES = (
    "vorsitzende", "vorsitzender", "bürgermeister", "bürgermeisterin", "amt", "verwaltung",
    "dezernent", "dezernentin", "kämmerer", "kämmerin", "amtsleiter", "amtsleiterin", "landrat",
    "landrätin", "beigeordneter", "beigeordnete", "werke",
)  # fmt: skip
