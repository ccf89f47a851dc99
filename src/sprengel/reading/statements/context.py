"""What a sentence cannot say alone: who goes on speaking, and what belongs to whose words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sprengel.language.tokens import OPEN
from sprengel.language.words import word_set
from sprengel.reading.document import Act, Span
from sprengel.reading.statements.choosing import DEPENDENT, candidates_in, sorted_out
from sprengel.reading.statements.clauses import Sentence, strip_ends
from sprengel.reading.statements.filters import (
    is_narration,
    is_nested,
    is_possessive,
    is_told,
    main_konjunktiv,
)
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.plain import SPEAKER, colon_speech, opens_speech, plain_speech
from sprengel.reading.statements.sources import OURS, is_own
from sprengel.reading.statements.tasked import DECIDED, find_soll, is_near, is_tasked
from sprengel.reading.statements.turns import colon_turn
from sprengel.reading.structure import PROSE, PartKind

_TALK = PROSE | {PartKind.HEADLINE, PartKind.HEADING}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the document as a whole tells about who speaks."""

    text: str
    is_minutes: bool
    chair: Span | None
    signatures: tuple[Span, ...] = ()
    """Names under letters and mails, in text order."""

    def signer(self, offset: int) -> Span | None:
        return next((name for name in self.signatures if name.start > offset), None)


def in_context(sentences: list[Sentence], setting: Setting) -> list[Found]:
    """The statements of everything but resolutions, speaker by speaker."""
    result: list[Found] = []
    for _, group in groupby(sentences, key=lambda s: s.part.turn):
        result.extend(_one_turn(list(group), setting))
    return result


def _one_turn(sentences: list[Sentence], setting: Setting) -> list[Found]:
    text = setting.text
    part = sentences[0].part
    label = part.label if part.kind is PartKind.TURN else None
    result: list[Found] = []
    speaker: Found | None = None
    last: Found | None = None
    list_of: Found | None = None
    part_of_speaker = part
    for index, sentence in enumerate(sentences):
        if sentence.part.kind not in _TALK:
            speaker = None
            continue
        if sentence.part is not part_of_speaker:
            quoted = sentence.is_in_quote and (
                (list_of is not None and list_of is speaker)
                or (index > 0 and sentences[index - 1].is_in_quote)
            )
            if label is None and not quoted and not _continues_minutes(sentence, speaker, text):
                speaker = None
            part_of_speaker = sentence.part
        candidates = candidates_in(sentence)
        if not setting.is_minutes:
            candidates = [found for found in candidates if found.modal != "maxim"]
        if setting.is_minutes and label is None:
            candidates = candidates or plain_speech(sentence, text)
            _chair_speaks(candidates, setting)
        if label is None:
            for found in candidates:
                if found.rule == "thanks" and found.source is None:
                    found.source_span = setting.signer(sentence.tokens[sentence.lo].start)
        if label is None:
            decided = next((f for f in reversed(result) if f.act in DECIDED), last)
            is_tasked(candidates, decided, sentence)
        own = sorted_out(candidates, sentence, label, speaker, text)
        if not own and label is None:
            near = last if last is not None and is_near(last, sentence) else None
            told_to = find_soll(sentence, near)
            if told_to is not None:
                result.append(told_to)
                continue
        if list_of is not None:
            own = [found for found in own if not _is_item_of(found, list_of)]
        if list_of is not None and not own and _goes_into(sentence, list_of):
            lo, hi = strip_ends(sentence.tokens, sentence.lo, sentence.hi)
            if list_of.message and lo - list_of.message[-1][1] < 4:
                list_of.message[-1] = (list_of.message[-1][0], hi)
            elif hi > lo:
                list_of.message.append((lo, hi))
            continue
        list_of = None
        if own and label is None and index > 0:
            _that_is_said(own, sentences[index - 1])
        own = [found for found in own if not found.points_back]
        if label is not None:
            own = [found for found in own if not _is_preface(found, own)]
        if own:
            _take_back_quote(own, sentence, sentences, result)
            result.extend(own)
            outer = [
                f
                for f in own
                if not is_nested(f, own)
                and not f.is_nested
                and (f.source is not None or f.source_span is not None)
            ]
            outer = [f for f in outer if f.rule != "noun" and not is_told(f)]
            named = [f for f in outer if not is_possessive(f)]
            if speaker is None or not speaker.is_open:
                named = outer
            outer = named
            if outer:
                outer[-1].origin = _origin(outer[-1], speaker or last)
                speaker = last = outer[-1]
                if sentence.opens_list:
                    list_of = speaker
        elif setting.is_minutes and label is None and opens_speech(sentence):
            speaker = colon_speech(sentence)
            if speaker is not None:
                result.append(speaker)
        elif speaker is not None:
            _go_on(speaker, sentence, label is not None, setting)
    result = [f for f in result if f.rule != "colon" or f.message]
    if label is not None and not any(is_own(f, label, text) for f in result):
        told = colon_turn(sentences, label, part.colon, text)
        if told is not None:
            inner = [f for f in result if f.rule not in DEPENDENT]
            return sorted([told, *inner], key=lambda f: f.anchor)
    return result


_DONE_BY_OFFICE = frozenset(["request", "present", "future"])


def _is_item_of(found: Found, list_of: Found) -> bool:
    """What a motion's item says the office does is what is moved, no promise of the office."""
    if found.rule == "request":
        return True
    return list_of.act is Act.DEMAND and found.rule in _DONE_BY_OFFICE


def _goes_into(sentence: Sentence, list_of: Found) -> bool:
    """An item, or the one paragraph right behind "beantragt:"."""
    if sentence.part.kind is PartKind.LIST_ITEM or sentence.is_in_quote:
        return True
    after = sentence.number == list_of.sentence.number + 1
    return after and list_of.act is Act.DEMAND


_PREFACES = word_set("sagen sage sagt erwähnen festhalten gestehen bemerken loswerden")


def _is_preface(found: Found, own: list[Found]) -> bool:
    """ "Ich wollte nur sagen: Wir stimmen zu": a hedge before the speaker's own act (A4)."""
    if found.act is not Act.REPORT or not found.is_first_person or found.rule != "verb":
        return False
    words = {found.sentence.tokens[k].low for k in found.cue}
    return bool(words & _PREFACES) and any(
        other is not found and other.is_first_person and found.covers(other.anchor) for other in own
    )


def _origin(found: Found, speaker: Found | None) -> Found | None:
    """Who "er" is: the named speaker before, so long as only pronouns follow."""
    if found.source is None or speaker is None:
        return None
    tokens = found.sentence.tokens
    lo, hi = found.source
    if hi - lo != 1 or tokens[lo].low not in ("er", "sie", "man", "ihn", "ihm"):
        return None
    return speaker.origin or speaker


def _that_is_said(own: list[Found], before: Sentence) -> None:
    """ "Das hat die Stadt mitgeteilt": what was said is the sentence before."""
    first = own[0]
    tokens = first.sentence.tokens
    if first.act not in OURS or len(first.message) != 1 or first.is_first_person:
        return
    lo, hi = first.message[0]
    if (
        hi - lo != 1
        or tokens[lo].low not in ("das", "dies")
        or before.part is not first.sentence.part
    ):
        return
    lo, hi = strip_ends(tokens, before.lo, before.hi)
    if hi > lo:
        first.message = [(lo, hi)]
        first.points_back = False


def _take_back_quote(
    own: list[Found], sentence: Sentence, sentences: list[Sentence], result: list[Found]
) -> None:
    """„A. B.“, sagte X: the quotation began in a sentence before; all of it is the message."""
    if not sentence.closes_earlier:
        return
    quoting = next((f for f in own if f.is_quote and f.is_postposed), None)
    if quoting is None:
        return
    index = sentence.number - sentences[0].number - 1
    while index >= 0 and sentences[index].part is sentence.part:
        before = sentences[index]
        opening = next(
            (k for k in range(before.hi - 1, before.lo - 1, -1) if before.tokens[k].kind == OPEN),
            -1,
        )
        lo = opening + 1 if opening >= 0 else before.lo
        quoting.message.insert(0, (lo, quoting.message[0][1]))
        del quoting.message[1]
        if opening >= 0:
            break
        index -= 1
    lo = quoting.message[0][0]
    result[:] = [f for f in result if not lo <= f.anchor < sentence.lo]


def _continues_minutes(sentence: Sentence, speaker: Found | None, text: str) -> bool:
    """A new paragraph in the Konjunktiv goes on telling what the last speaker said."""
    if speaker is None or not speaker.is_open or sentence.part.kind is PartKind.HEADING:
        return False
    if SPEAKER.match(text, sentence.tokens[sentence.lo].start):
        return False
    return main_konjunktiv(sentence)


def _chair_speaks(candidates: list[Found], setting: Setting) -> None:
    """ "Wir hatten …" without a label, in minutes: the chair's words."""
    for found in candidates:
        if found.is_first_person and setting.chair is not None and found.source is not None:
            found.source_span, found.source = setting.chair, None


_RAISING = ("sprech", "sprich", "sprach", "thematisier", "nachhak", "hakt", "greif")


def _raises(found: Found) -> bool:
    """ "spricht die Planung an. Wie sehe sie aus?": a topic raised, then asked about."""
    return found.act is Act.REPORT and any(
        found.sentence.tokens[k].low.startswith(_RAISING) for k in found.cue
    )


def _go_on(speaker: Found, sentence: Sentence, in_turn: bool, setting: Setting) -> None:
    """Sentences without a cue of their own that belong to the words reported before (M5)."""
    tokens = sentence.tokens
    lo, hi = strip_ends(tokens, sentence.lo, sentence.hi)
    if hi <= lo:
        return
    whole_quote = any(a <= lo and b >= hi for a, b in sentence.quotes)
    if whole_quote and speaker.is_quote:
        speaker.message.append((lo, hi))
        return
    if in_turn or not speaker.is_open:
        return
    first = tokens[sentence.lo].start
    if tokens[sentence.hi - 1].text.startswith("?") and _raises(speaker):
        speaker.act = Act.QUESTION
        speaker.reason += "; was folgt, ist eine Frage"
    told = (
        not is_narration(sentence)
        and setting.is_minutes
        and speaker.sentence.part is sentence.part
        and (not SPEAKER.match(setting.text, first) and tokens[sentence.lo].low != "nachdem")
    )
    if told or main_konjunktiv(sentence):
        last = speaker.message[-1] if speaker.message else None
        if last is not None and lo - last[1] <= 3 and not speaker.is_postposed:
            speaker.message[-1] = (last[0], hi)
        else:
            speaker.message.append((lo, hi))
