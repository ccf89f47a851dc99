"""All rules over one document, their findings sorted, cleaned and turned into statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from sprengel.language.sentences import sentence_ranges
from sprengel.language.tokens import CLOSE, OPEN, STOP, Token, tokenize
from sprengel.language.words import word_set
from sprengel.reading.document import ReadDocument, Span, Spans, Statement
from sprengel.reading.lexicon import lexicon
from sprengel.reading.statements.announced import find_announced
from sprengel.reading.statements.clauses import Sentence
from sprengel.reading.statements.context import Setting, in_context
from sprengel.reading.statements.decisions import find_decisions
from sprengel.reading.statements.found import Found, spans_of
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.titles import find_titles
from sprengel.reading.structure import (
    Part,
    PartKind,
    find_body,
    find_chair,
    find_signatures,
    find_structure,
    is_minutes,
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut to be read, handed on so that nobody behind the rules has to cut it again."""

    tokens: list[Token]
    page_marks: list[tuple[int, int]]
    parts: list[Part]
    sentences: list[Sentence]


def cut_text(document: ReadDocument) -> Cut:
    tokens, page_marks = tokenize(document.text)
    parts = find_structure(document)
    return Cut(tokens, page_marks, parts, cut_sentences(tokens, parts, document.text))


def find_statements(document: ReadDocument, cut: Cut | None = None) -> None:
    cut = cut or cut_text(document)
    tokens, page_marks, parts, sentences = cut.tokens, cut.page_marks, cut.parts, cut.sentences
    found: list[Found] = []
    setting = Setting(
        document.text,
        is_minutes(document.text),
        find_chair(document.text),
        find_signatures(document.text),
    )
    body = find_body(document.text)
    for is_decision, group in groupby(sentences, key=_block_key):
        block = list(group)
        if is_decision[0]:
            found.extend(find_decisions(block, body))
        else:
            found.extend(in_context(block, setting))
    statements = [_statement(f, tokens, page_marks, document.text) for f in found]
    statements.extend(find_titles(document.text, parts))
    if setting.is_minutes:
        statements = _with_announced(statements, find_announced(document.text, parts))
    statements = [s for s in statements if s.cue]
    statements.sort(key=lambda s: (s.cue[0], s.span))
    document.statements = tuple(statements)
    document.negative = spans_of(
        tokens, [(k, k + 1) for sentence in sentences for cue in sentence.negated for k in cue]
    )


def _with_announced(statements: list[Statement], announced: list[Statement]) -> list[Statement]:
    taken = {span.start for s in announced for span in s.cue}
    return [s for s in statements if s.cue and s.cue[0].start not in taken] + announced


def _block_key(sentence: Sentence) -> tuple[bool, int]:
    part = sentence.part
    return part.kind is PartKind.DECISION, part.block


_GOES_ON = (PartKind.PARAGRAPH, PartKind.TURN)
_MOVES = re.compile(
    r"\b(?:beantrag(?:t|en)|stell(?:t|en) (?:den|folgenden) Antrag)[^.:\n]{0,30}:\s*$"
)


def _opens_next(text: str, part: Part, after: Part) -> bool:
    """Behind "beantragt:" what is moved, behind "erklärt X:" a paragraph in quotation marks."""
    if text[part.end - 1] != ":":
        return False
    if text[after.body] in '„»"“':
        return part.label is None and part.kind is PartKind.PARAGRAPH
    return _MOVES.search(text, max(part.start, part.end - 60), part.end) is not None


def cut_sentences(tokens: list[Token], parts: list[Part], text: str) -> list[Sentence]:
    starts = [token.start for token in tokens]
    sentences: list[Sentence] = []
    before_list = _Identity(
        part
        for part, after in pairwise(parts)
        if after.kind is PartKind.LIST_ITEM
        or (after.kind in _GOES_ON and _opens_next(text, part, after))
        or (part.kind is after.kind is PartKind.DECISION and part.block == after.block)
    )
    lead: tuple[int, int] | None = None
    quoted = False
    for lo, hi, part in _stretches(parts, starts, tokens):
        if part.kind is not PartKind.LIST_ITEM:
            keeps = part.kind is PartKind.DECISION or (lo < hi and tokens[lo].text[0].islower())
            lead = _lead(tokens, lo, hi) or (lead if keeps else None)
        quoted = quoted and part.kind in _GOES_ON and _closes_first(tokens, lo)
        for start, end in sentence_ranges(tokens, lo, hi):
            sentence = Sentence(tokens, start, end, part, len(sentences))
            sentence.is_in_quote = quoted or tokens[start].kind == OPEN
            quoted = _still_quoted(tokens, start, end, quoted)
            sentence.opens_list = tokens[end - 1].text == ":" and end == hi and part in before_list
            goes_on = part.kind in (PartKind.LIST_ITEM, PartKind.DECISION)
            if (goes_on or tokens[lo].text[0].islower()) and start == lo:
                sentence.lead = lead
            sentence.cut()
            if sentence.pieces:  # else nothing but punctuation
                sentences.append(sentence)
    return sentences


def _closes_first(tokens: list[Token], lo: int) -> bool:
    """Whether a quotation from the paragraph before is closed before another one opens."""
    for token in tokens[lo : lo + 600]:
        if token.kind in (OPEN, CLOSE):
            return token.kind == CLOSE
    return False


def _still_quoted(tokens: list[Token], start: int, end: int, quoted: bool) -> bool:
    for k in range(start, end):
        if tokens[k].kind == OPEN:
            quoted = True
        elif tokens[k].kind == CLOSE:
            quoted = False
    return quoted


_TOLD = word_set("beauftragt ermächtigt gebeten aufgefordert bevollmächtigt")


def _tells_to_do(tokens: list[Token], lo: int, hi: int) -> bool:
    """ "Die Verwaltung wird ermächtigt, …" below a table of figures: a sentence of its own."""
    near = [token.low for token in tokens[lo : min(hi, lo + 7)]]
    return near[:1] in (["der"], ["die"], ["das"]) and "wird" in near and bool(_TOLD & set(near))


def _lead(tokens: list[Token], lo: int, hi: int) -> tuple[int, int] | None:
    """A short line that is only a subject: "Das Präsidium", "Der Gemeinderat:"."""
    while hi > lo and tokens[hi - 1].text == ":":
        hi -= 1
    if not 1 <= hi - lo <= 6 or not tokens[lo].is_upper:
        return None
    if tokens[lo].low not in ("der", "die", "das") or phrase_end(tokens, lo, hi) != hi:
        return None
    return lo, hi


class _Identity:
    """Membership by identity: parts are mutable and have no hash."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._ids = {id(part) for part in parts}

    def __contains__(self, part: object) -> bool:
        return id(part) in self._ids


def _stretches(
    parts: list[Part], starts: list[int], tokens: list[Token]
) -> Iterator[tuple[int, int, Part]]:
    """Token ranges to be cut into sentences: the parts, but a resolution's item in one."""
    open_item: tuple[int, int, Part] | None = None
    for part in parts:
        lo = bisect_left(starts, part.body)
        hi = bisect_left(starts, part.end)
        if part.kind is PartKind.DECISION and open_item is not None:
            before_lo, before_hi, before = open_item
            goes_on = (
                before.block == part.block
                and before_hi > before_lo
                and tokens[before_hi - 1].kind != STOP
                and part.kind is before.kind
                and not (hi > lo and _is_item(tokens, bisect_left(starts, part.start)))
                and not _tells_to_do(tokens, lo, hi)
            )
            if goes_on:
                open_item = before_lo, hi, before
                continue
        if open_item is not None:
            yield open_item
            open_item = None
        if part.kind is PartKind.DECISION:
            open_item = (lo, hi, part)
        else:
            yield lo, hi, part
    if open_item is not None:
        yield open_item


def _is_item(tokens: list[Token], lo: int) -> bool:
    """Whether a numbered item begins: "2. Der Gemeinderat", not "a. der Stromkonzession"."""
    token = tokens[lo]
    return token.text[0].isdigit() or _ROMAN.fullmatch(token.text) is not None


_ROMAN = re.compile(r"[IVX]{1,4}\.?")


def _statement(
    found: Found, tokens: list[Token], page_marks: list[tuple[int, int]], text: str
) -> Statement:
    cue = (
        (found.cue_span,)
        if found.cue_span
        else spans_of(tokens, [(k, k + 1) for k in sorted(set(found.cue))])
    )
    source: Spans = ()
    if found.source_span is not None:
        source = (found.source_span,)
    elif found.source is not None:
        source = spans_of(tokens, [found.source], page_marks)
    return Statement(
        act=found.act,
        cue=cue,
        source=source,
        addressee=spans_of(tokens, found.addressee),
        message=_without(spans_of(tokens, found.message, page_marks), cue, text),
        confidence=_confidence(found),
        reason=found.reason,
        draft=found.is_draft,
    )


def _confidence(found: Found) -> float:
    """The rule's own share of right findings, and what this finding adds or takes."""
    tune = lexicon().confidence
    value = tune.get(found.rule, 0.5)
    if found.is_weak:
        value += tune["weak"]
    if found.is_wide:
        value += tune["wide"]
    if found.is_nested:
        value += tune["nested"]
    if not found.message:
        value += tune["no_message"]
    elif found.is_quote or found.is_postposed:
        value += tune["quoted"]
    elif found.rule == "verb" and found.has_clause:
        value += tune["clause"]
    return round(min(0.97, max(0.2, value)), 2)


def _without(spans: Spans, holes: Spans, text: str) -> Spans:
    """A message never contains its own cue."""
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
    trimmed = (_trimmed(span, text) for span in result)
    return tuple(span for span in trimmed if span.end > span.start)


def _trimmed(span: Span, text: str) -> Span:
    """Without what a cut leaves at the edges: blanks, a full stop before the next sentence."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ".,;:"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
