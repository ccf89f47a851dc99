"""The parts of a statement whose cue the model found: who says it, and what, by rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sprengel.language.tokens import COMMA, PUNCT, STOP, WORD
from sprengel.language.verbs import form_of
from sprengel.language.words import (
    BE,
    BECOME,
    HAVE,
    MODALS,
    PASSIVE,
    REFLEXIVES,
    SUBJECT_PRONOUNS,
    word_set,
)
from sprengel.reading.document import Act, Span, Spans, Statement
from sprengel.reading.lexicon import Entry, Hit, lexicon
from sprengel.reading.model.features import Candidate
from sprengel.reading.model.view import View
from sprengel.reading.statements.clauses import Sentence, strip_ends
from sprengel.reading.statements.constructions import (
    Construction,
    companions_of,
    construction_of,
)
from sprengel.reading.statements.found import Range, spans_of
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.roles import Roles
from sprengel.reading.statements.subjects import Subject, find_subject
from sprengel.reading.statements.things import names_thing
from sprengel.reading.structure import PartKind

_FIRST: Final = word_set("ich wir mir uns mich")
_OBLIQUE: Final = word_set("mir mich uns ihm ihn ihnen")
_WANTS: Final = word_set("will wollen wolle wollte wollten möchte möchten mag mögen")
_HOLDS: Final = word_set("halte hält halten hielt hielten")
_EMPTY: Final = word_set("es das dies dem was wer")
_PARTICLES: Final = word_set(
    "ab an auf aus bei dar ein entgegen fest frei gegenüber hervor hin hinaus ein los mit nach "
    "nahe vor voraus vorweg weg wieder zu zurecht zurück zusammen klar nieder"
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands around a cue; ``how`` names where source and message come from."""

    cue: Spans
    source: Spans
    addressee: Spans
    message: Spans
    how: tuple[str, ...]


def fill(candidate: Candidate, act: Act, view: View, before: Statement | None) -> Filled | None:
    """``before``: the last statement in front, whose speaker may go on."""
    sentence, i = candidate.sentence, candidate.index
    tokens = view.tokens
    if "noun" in candidate.signs:
        return _around_noun(sentence, i, view, before)
    entry, how = _built(sentence, i, act)
    subject = find_subject(sentence, how.finite)
    if subject is not None and any(subject.lo <= k < subject.hi for k in how.cue):
        subject = None
    modal = tokens[i].low in MODALS
    judged = subject is not None and names_thing(tokens, subject.lo, subject.hi)
    wants = tokens[i].low in _WANTS
    source, whence = _source(sentence, subject, how, before, (modal and not wants) or judged)
    if modal and how.finite == i:
        message, said = _around(sentence, [i], subject, wants), "around"
        addressee: list[Range] = []
    elif judged and not how.is_passive:
        message, said = _around(sentence, [*how.cue, how.finite], subject, False), "judged"
        addressee = []
    else:
        message, addressee, said = _by_roles(sentence, entry, how, subject)
    cue = spans_of(tokens, [(k, k + 1) for k in sorted(set(how.cue))])
    spans = _without(spans_of(tokens, message), [*cue])
    return Filled(cue, source, spans_of(tokens, addressee), spans, (whence, f"said {said}"))


def _built(sentence: Sentence, i: int, act: Act) -> tuple[Entry, Construction]:
    """The verb in its construction, with the lexicon's frame where it has one."""
    token = sentence.tokens[i]
    for hit in lexicon().verbs.get(token.low, ()):
        companions = companions_of(sentence, i, hit)
        if companions is None:
            continue
        how = construction_of(sentence, i, hit, companions)
        if how is not None:
            _with_verdict(sentence, i, how)
            return hit.entry, how
    entry = Entry(token.low, act, (), ("acc",))
    particle = _particle(sentence, i)
    how = construction_of(sentence, i, Hit(entry, form_of(token.low), False), particle)
    if how is None:
        piece = sentence.pieces[max(sentence.piece_at(i), 0)]
        helper = next(
            (k for k in range(piece.lo, piece.hi)
             if sentence.tokens[k].low in BE | HAVE | BECOME | PASSIVE | MODALS), i,
        )  # fmt: skip
        how = Construction(helper, sorted({i, *particle}))
    _with_verdict(sentence, i, how)
    return entry, how


def _with_verdict(sentence: Sentence, i: int, how: Construction) -> None:
    """ "hält … für berechtigt": the verdict belongs to the cue (C4)."""
    tokens = sentence.tokens
    if tokens[i].low not in _HOLDS:
        return
    piece = sentence.pieces[max(sentence.piece_at(i), 0)]
    for k in range(i + 1, piece.hi - 1):
        if tokens[k].low == "für" and not any(t.is_upper for t in tokens[k : piece.hi]):
            how.cue = sorted({*how.cue, *range(k, strip_ends(tokens, k, piece.hi)[1])})
            return


def _particle(sentence: Sentence, i: int) -> list[int]:
    piece = sentence.pieces[max(sentence.piece_at(i), 0)]
    k = piece.hi - 1
    while k > i and sentence.tokens[k].kind != WORD:
        k -= 1
    return [k] if k > i and sentence.tokens[k].low in _PARTICLES else []


def _source(
    sentence: Sentence,
    subject: Subject | None,
    how: Construction,
    before: Statement | None,
    of_another: bool,
) -> tuple[Spans, str]:
    """``of_another``: the clause's subject is no speaker, he stands elsewhere."""
    tokens, part = sentence.tokens, sentence.part
    label = part.label if part.kind is PartKind.TURN else None
    piece = sentence.pieces[max(sentence.piece_at(how.finite), 0)]
    low = tokens[subject.lo].low if subject is not None else ""
    single = subject is not None and subject.hi - subject.lo == 1
    if label is not None and (
        subject is None or of_another or low in _FIRST or (single and low in _EMPTY)
    ):
        return (label,), "label"
    mine = next((k for k in range(piece.lo, piece.hi) if tokens[k].low in _OBLIQUE), -1)
    if mine >= 0 and (of_another or subject is None or (single and low in _EMPTY)):
        return ((label,) if label else spans_of(tokens, [(mine, mine + 1)])), "oblique"
    elsewhere = of_another and before is not None and bool(before.source)
    if subject is not None and not (single and low in _EMPTY) and not elsewhere:
        whence = "pronoun" if single and low in SUBJECT_PRONOUNS else "subject"
        return spans_of(tokens, [(subject.lo, subject.hi)]), whence
    if label is not None:
        return (label,), "label"
    if before is not None and before.source:
        return before.source, "before"
    if subject is not None:
        return spans_of(tokens, [(subject.lo, subject.hi)]), "subject"
    return (), "nobody"


def _by_roles(
    sentence: Sentence, entry: Entry, how: Construction, subject: Subject | None
) -> tuple[list[Range], list[Range], str]:
    tokens = sentence.tokens
    at = subject or Subject(how.finite, how.finite, False)
    roles = Roles(sentence, entry, how, at)
    roles.fill(passive=how.is_passive)
    if roles.message:
        kind = "clause" if roles.has_clause else "quote" if roles.is_quote else "object"
        return roles.message, roles.addressee, kind
    holes = {*how.cue, how.finite}
    if subject is not None:
        holes |= set(range(subject.lo, subject.hi))
    piece = sentence.pieces[max(sentence.piece_at(how.cue[0]), 0)]
    limit = message_limit(sentence, max(how.cue))
    lo = piece.lo
    rest = _ranges(
        [k for k in range(lo, limit)
         if k not in holes and tokens[k].low not in REFLEXIVES], tokens,
    )  # fmt: skip
    return rest, [], "rest"


def _around(
    sentence: Sentence, cue: list[int], subject: Subject | None, without_subject: bool
) -> list[Range]:
    """The sentence around its cue; a speaker stays out, a thing that is judged stays in."""
    tokens = sentence.tokens
    holes = set(cue)
    if subject is not None and (
        without_subject or tokens[subject.lo].low in ("ich", "wir", "er", "sie", "man")
    ):
        holes |= set(range(subject.lo, subject.hi))
    lo, hi = sentence.lo, max(message_limit(sentence, max(cue)), max(cue) + 1)
    lo, hi = strip_ends(tokens, lo, hi)
    return _ranges([k for k in range(lo, hi) if k not in holes], tokens)


def _around_noun(sentence: Sentence, i: int, view: View, before: Statement | None) -> Filled | None:
    tokens = view.tokens
    lo = i + 1
    colon = next((k for k in range(i + 1, sentence.hi) if tokens[k].text == ":"), -1)
    said = "behind"
    if colon >= 0:
        lo, said = colon + 1, "colon"
    lo, hi = strip_ends(tokens, lo, sentence.hi)
    if hi <= lo:
        return None
    verb = sentence.finite_in(sentence.pieces[max(sentence.piece_at(i), 0)].lo, sentence.hi)
    subject = find_subject(sentence, verb) if verb >= 0 else None
    if subject is not None and subject.lo <= i < subject.hi:
        subject = None
    how = Construction(verb if verb >= 0 else i, [i])
    source, whence = _source(sentence, subject, how, before, False)
    cue = spans_of(tokens, [(i, i + 1)])
    return Filled(cue, source, (), spans_of(tokens, [(lo, hi)]), (whence, f"said {said}"))


def _ranges(indices: Sequence[int], tokens: Sequence) -> list[Range]:  # type: ignore[type-arg]
    """Neighbouring indices joined, without punctuation at the edges."""
    ranges: list[Range] = []
    for k in indices:
        if ranges and ranges[-1][1] == k:
            ranges[-1] = (ranges[-1][0], k + 1)
        else:
            ranges.append((k, k + 1))
    stripped = (strip_ends(tokens, lo, hi) for lo, hi in ranges)
    return [
        (lo, hi) for lo, hi in stripped
        if hi > lo and any(tokens[k].kind not in (COMMA, STOP, PUNCT) for k in range(lo, hi))
    ]  # fmt: skip


def _without(spans: Spans, holes: Sequence[Span]) -> Spans:
    result = list(spans)
    for hole in holes:
        cut: list[Span] = []
        for span in result:
            if hole.end <= span.start or hole.start >= span.end:
                cut.append(span)
                continue
            if hole.start > span.start:
                cut.append(Span(span.start, hole.start))
            if hole.end < span.end:
                cut.append(Span(hole.end, span.end))
        result = cut
    return tuple(span for span in result if span.end > span.start)
