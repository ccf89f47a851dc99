"""Whose words a statement is: who is named, who speaks, or nobody."""

from __future__ import annotations

from sprengel.language.verbs import Form, form_of, is_konjunktiv
from sprengel.reading.document import LEDGER_ACTS, Act, Span
from sprengel.reading.statements.decisions import is_body
from sprengel.reading.statements.filters import (
    has_konjunktiv,
    is_agent,
    is_several,
    main_konjunktiv,
)
from sprengel.reading.statements.found import Found


def is_own(found: Found, label: Span, text: str) -> bool:
    """Whether the labelled speaker says it, himself or as "meine Fraktion", "die CDU"."""
    if found.source_span == label:
        return True
    if found.source is None:
        return False
    tokens = found.sentence.tokens
    words = [t.low for t in tokens[found.source[0] : found.source[1]]]
    if any("fraktion" in w or w in ("gruppe", "verwaltung") for w in words):
        return True
    party = text[label.start : label.end].rpartition("(")[2].rstrip(")").lower()
    return any(w in party for w in words if len(w) > 2 and w not in ("der", "die", "das"))


def find_source(found: Found, label: Span | None, speaker: Found | None, nested: bool) -> bool:
    """Give the statement its speaker; False when nobody is named."""
    tokens = found.sentence.tokens
    if found.rule == "agentless":
        requester = found.sentence.part.requester
        if label is None or requester is None:
            return False
        found.source_span, found.source = requester, None
        return True
    if found.source_span is not None:
        return True
    if found.rule == "said" and found.source is None and label is not None:
        return True
    if label is not None and (
        found.is_first_person or (found.source is None and found.rule != "agentless")
    ):
        if not _names_group(found):
            found.source_span = label
            found.source = None
        return True
    if found.rule == "said" and found.source is None:
        if speaker is not None and label is None and is_several(speaker):
            found.source, found.source_span = speaker.source, speaker.source_span
        return True
    if found.source is not None and tokens[found.source[0]].low in ("mir", "uns", "mich") and label:
        found.source_span, found.source = label, None
        return True
    if found.source is not None:
        low = tokens[found.source[0]].low
        if (
            low in ("man", "es", "das", "dies", "wer", "was", "jemand", "niemand")
            and found.source[1] - found.source[0] == 1
        ):
            if low == "es" and tokens[found.source[0]].text == "Es" and speaker is not None:
                before = speaker.sentence.tokens
                return speaker.source is not None and (
                    before[speaker.source[0]].text == "Es" or is_body(before, *speaker.source)
                )
            if low != "man":
                return False
            return (
                found.rule in ("future", "present")
                or (found.rule == "opinion" and main_konjunktiv(found.sentence))
                or (_reports_of_us(found) and main_konjunktiv(found.sentence))
                or found.is_postposed
                or (found.rule == "predicate" and not nested and main_konjunktiv(found.sentence))
                or (
                    found.rule != "want"
                    and (
                        found.act is Act.COMMITMENT
                        or (
                            found.act in (Act.APPROVAL, Act.CRITICISM)
                            and found.modal in ("werde", "wolle", "könne")
                        )
                    )
                )
            )
        return is_agent(found)
    if (
        found.rule in ("modal", "judgement", "want", "question", "thing", "verdict", "fixed")
        and speaker is not None
    ):
        verb = [tokens[k].low for k in found.cue]
        quoted = found.sentence.is_in_quote
        if found.rule == "modal" and not quoted and not any(is_konjunktiv(v) for v in verb):
            return False
        if (
            not quoted
            and found.rule
            in (
                "judgement",
                "question",
                "thing",
                "verdict",
                "fixed",
            )
            and not has_konjunktiv(found.sentence)
        ):
            return False
        named = speaker.origin or speaker
        found.source, found.source_span = named.source, named.source_span
        return found.source is not None or found.source_span is not None
    return False


def _reports_of_us(found: Found) -> bool:
    """ "Man habe vereinbart, …", "man wolle …" in minutes: the speaker's own side."""
    tokens = found.sentence.tokens
    if found.modal in ("würde", "würden") and found.act in (Act.DEMAND, Act.APPROVAL):
        return found.rule == "verb" and bool(found.message)  # "das würde man sich wünschen"
    if found.rule == "want":  # "Man wolle …"; "die Fläche wolle man …" mostly tells on
        return found.source is not None and found.source[0] < found.cue[0]
    return (
        found.rule == "verb"
        and bool(found.message)
        and not found.is_nested
        and found.act in OURS
        and len(found.cue) == 1
        and any(tokens[k].low == "habe" for k in range(found.cue[0] - 1, found.sentence.lo - 1, -1))
        and form_of(tokens[found.cue[0]].low) & Form.PARTICIPLE != 0
    )


OURS = LEDGER_ACTS | {Act.REPORT}


def _names_group(found: Found) -> bool:
    """ "wir als CDU-Fraktion": the speaker names his group himself (S1)."""
    if found.source is None:
        return False
    lo, hi = found.source
    tokens = found.sentence.tokens
    return hi - lo > 2 and tokens[lo + 1].low == "als" and tokens[hi - 1].is_upper
