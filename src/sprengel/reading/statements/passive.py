"""The passive: "wird von X gefordert", "in der Vorlage werde argumentiert", "wird beauftragt"."""

from __future__ import annotations

from sprengel.language.tokens import WORD
from sprengel.reading.document import Act
from sprengel.reading.lexicon import Entry
from sprengel.reading.statements.clauses import (
    Sentence,
    strip_ends,
)
from sprengel.reading.statements.constructions import (
    Construction,
)
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.negation import negation_of
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.roles import Roles
from sprengel.reading.statements.subjects import (
    Subject,
    front_start,
)


def read_passive(
    sentence: Sentence, entry: Entry, how: Construction, subject: Subject | None
) -> Found | None:
    """ "wird … beauftragt": the agent speaks, the subject is asked."""
    tokens = sentence.tokens
    agent = _agent(sentence, how)
    if agent is None and entry.act is Act.REPORT:
        agent = _document(sentence, how)
    rule = "passive" if agent is not None else "agentless"
    if agent is None and entry.act not in (Act.DECISION, Act.ASSIGNMENT, Act.DEMAND):
        return None
    found = Found(entry.act, rule, sentence, list(how.cue), source=agent, is_open=True)
    found.is_wide, found.is_weak = "wide" in entry.flags, "weak" in entry.flags
    found.is_strict = "strict" in entry.flags
    roles = Roles(sentence, entry, how, subject or Subject(how.finite, how.finite, False))
    roles.fill(passive=True)
    if subject is not None and "dat" not in entry.message:
        if "acc" in entry.addressee:
            found.addressee = [(subject.lo, subject.hi)]
        else:
            roles.message.insert(0, (subject.lo, subject.hi))
    if not roles.message and "dat" in entry.message:
        front = front_start(sentence, sentence.pieces[0])
        if front < how.finite:
            roles.message = [strip_ends(tokens, front, how.finite)]
    if "clause" in entry.flags and not (roles.has_clause or roles.is_quote):
        return None
    found.message = [p for p in roles.message if agent is None or not overlaps(p, agent)]
    negation = negation_of(sentence, how, Subject(0, 0, False))
    if found.message and negation >= 0 and agent is None and _votes(entry, how):
        found.act, found.rule = Act.CRITICISM, "verdict"
        found.cue = sorted({*found.cue, negation})
        found.reason = f"„nicht {entry.lemma}“ in jemandes Worten = Kritik"
        return found
    if not found.message or negation >= 0:
        return None
    named = f"genannt ist, wer handelt: „{tokens[agent[0]].text} …“" if agent else "im Beschluss"
    found.reason = f"„{entry.lemma}“ im Passiv; {named}"
    return found


def _votes(entry: Entry, how: Construction) -> bool:
    """ "Der Vorlage könne nicht zugestimmt werden": the speaker's own vote."""
    return entry.lemma in ("zustimmen", "mittragen", "unterstützen", "befürworten") and (
        how.modal in ("könne", "können", "kann") or how.is_passive
    )


def overlaps(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


_AGENTS = frozenset(["von", "vom", "durch", "seitens", "vonseiten"])


_DOCUMENTS = (
    "vorlage", "antwort", "bericht", "papier", "stellungnahme", "schreiben", "beschluss", "konzept",
    "gutachten", "erklärung", "mitteilung", "resolution", "brief", "studie", "umfrage",
    "begründung",
    "entwurf", "antrag", "vertrag", "protokoll", "niederschrift", "strategie", "leitplan", "plan",
)  # fmt: skip


def _document(sentence: Sentence, how: Construction) -> Range | None:
    """ "In der Vorlage werde argumentiert, dass …": the document speaks (S5)."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    for k in range(piece.lo, piece.hi):
        if tokens[k].low in ("in", "im", "auf") and k + 1 < piece.hi:
            end = phrase_end(tokens, k + 1, piece.hi)
            if any(t.low.endswith(_DOCUMENTS) for t in tokens[k + 1 : end] if t.is_upper):
                return k + 1, end
    return None


def _agent(sentence: Sentence, how: Construction) -> Range | None:
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    hi = max(piece.hi, max(how.cue))
    for k in range(piece.lo, hi):
        if tokens[k].low in _AGENTS and k + 1 < hi and tokens[k + 1].kind == WORD:
            end = phrase_end(tokens, k + 1, hi)
            if end > k + 1:
                noun = next((t for t in tokens[k + 1 : end] if t.is_upper), None)
                if noun is not None or tokens[k + 1].low in ("ihm", "ihr", "ihnen", "uns", "mir"):
                    return k + 1, end
    return None
