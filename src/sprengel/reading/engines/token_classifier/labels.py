"""A token classifier's labels: what they mean, and statements put together from them.

Labels are ``O``, ``B-cue:<act>``, ``I-cue:<act>``, and ``B-``/``I-`` before ``source``,
``addressee``, ``message`` and ``deadline``. An ``I-cue`` behind a gap continues the sentence's
last cue of that act ("sagte … zu").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sprengel.reading.document import Act, Span
from sprengel.reading.engines.chunks import Chunk, sentence_at
from sprengel.reading.engines.proposals import Proposal

CUE = "cue"
ROLES = frozenset({"source", "addressee", "message", "deadline"})


@dataclass(frozen=True, slots=True)
class Label:
    role: str = ""
    """``cue``, one of ``ROLES``, or "" for a word that belongs to nothing."""
    act: str = ""
    begins: bool = False


NOTHING = Label()


@dataclass(frozen=True, slots=True)
class TaggedWord:
    span: Span
    label: Label
    probability: float


def parse_label(raw: str) -> Label:
    """Raises ``ValueError`` for a label that means nothing here."""
    if raw == "O":
        return NOTHING
    prefix, _, rest = raw.partition("-")
    role, _, act = rest.partition(":")
    if prefix not in {"B", "I"}:
        raise ValueError(raw)
    if role == CUE:
        return Label(CUE, Act(act).value, prefix == "B")
    if role not in ROLES or act:
        raise ValueError(raw)
    return Label(role, "", prefix == "B")


@dataclass(slots=True)
class _Stretch:
    """Neighbouring words with the same meaning; a cue may have several spans."""

    label: Label
    sentence: int
    spans: list[Span]
    probabilities: list[float] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.spans[0].start


def proposals_of(words: Sequence[TaggedWord], chunk: Chunk) -> list[Proposal]:
    stretches = _stretches(words, chunk)
    cues = [stretch for stretch in stretches if stretch.label.role == CUE]
    roles: list[dict[str, list[Span]]] = [{} for _ in cues]
    for stretch in stretches:
        if stretch.label.role != CUE and (index := _cue_of(stretch, cues)) is not None:
            roles[index].setdefault(stretch.label.role, []).extend(stretch.spans)
    return [_proposal(cue, parts, chunk) for cue, parts in zip(cues, roles, strict=True)]


def _stretches(words: Sequence[TaggedWord], chunk: Chunk) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    touches = False
    for word in words:
        label = word.label
        if not label.role:
            touches = False
            continue
        sentence = sentence_at(chunk, word.span.start)
        last = stretches[-1] if touches and stretches else None
        if last and not label.begins and _means(last.label, label):
            last.spans[-1] = Span(last.spans[-1].start, word.span.end)
            last.probabilities.append(word.probability)
        elif label.role == CUE and (torn := _torn_cue(stretches, label, sentence)):
            torn.spans.append(word.span)
            torn.probabilities.append(word.probability)
        else:
            stretches.append(_Stretch(label, sentence, [word.span], [word.probability]))
        touches = True
    return stretches


def _means(one: Label, other: Label) -> bool:
    return (one.role, one.act) == (other.role, other.act)


def _torn_cue(stretches: Sequence[_Stretch], label: Label, sentence: int) -> _Stretch | None:
    if label.begins:
        return None
    for stretch in reversed(stretches):
        if stretch.sentence != sentence:
            return None
        if _means(stretch.label, label):
            return stretch
    return None


def _cue_of(stretch: _Stretch, cues: Sequence[_Stretch]) -> int | None:
    """The nearest cue of the same sentence; a message may also follow its cue's sentence."""
    same = [i for i, cue in enumerate(cues) if cue.sentence == stretch.sentence]
    if same:
        return min(same, key=lambda i: min(_distance(stretch, span) for span in cues[i].spans))
    before = [i for i, cue in enumerate(cues) if cue.start < stretch.start]
    return before[-1] if before and stretch.label.role == "message" else None


def _distance(stretch: _Stretch, cue: Span) -> int:
    return max(stretch.spans[0].start - cue.end, cue.start - stretch.spans[-1].end)


def _proposal(cue: _Stretch, parts: dict[str, list[Span]], chunk: Chunk) -> Proposal:
    return Proposal(
        act=cue.label.act,
        cue=tuple(cue.spans),
        source=tuple(parts.get("source", ())),
        addressee=tuple(parts.get("addressee", ())),
        message=tuple(parts.get("message", ())),
        deadline=tuple(parts.get("deadline", ())),
        confidence=sum(cue.probabilities) / len(cue.probabilities),
        within=chunk.span,
    )
