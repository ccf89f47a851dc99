"""What a sentence cannot say alone: who goes on speaking, and what belongs to whose words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sprengel.language.tokens import OPEN
from sprengel.language.verbs import Form, form_of, is_konjunktiv
from sprengel.reading.document import LEDGER_ACTS, Act, Span
from sprengel.reading.statements.attribution import find_attributions
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.content import promises, refine, take_act
from sprengel.reading.statements.decisions import is_body, is_office
from sprengel.reading.statements.filters import (
    has_konjunktiv,
    is_agenda,
    is_agent,
    is_bare,
    is_greeting,
    is_hedge,
    is_narration,
    is_nested,
    is_possessive,
    is_several,
    is_told,
    main_konjunktiv,
    points_only_back,
    settle_body,
)
from sprengel.reading.statements.fixed import find_fixed
from sprengel.reading.statements.formulas import find_formulas
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.holders import find_holders
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.modals import find_modals
from sprengel.reading.statements.nouns import find_nouns
from sprengel.reading.statements.office_acts import find_office_acts
from sprengel.reading.statements.plain import SPEAKER, colon_speech, opens_speech, plain_speech
from sprengel.reading.statements.present import find_present
from sprengel.reading.statements.requests import find_requests, find_tasks
from sprengel.reading.statements.speech import ACT_NAMES, find_verbs
from sprengel.reading.statements.stances import find_stances
from sprengel.reading.statements.subjects import find_subject
from sprengel.reading.statements.turns import colon_turn, is_procedure
from sprengel.reading.structure import PROSE, PartKind

_TALK = PROSE | {PartKind.HEADLINE, PartKind.HEADING}
_DEPENDENT = frozenset(
    {
        "question",
        "thing",
        "verdict",
        "modal",
        "judgement",
        "want",
        "future",
        "agentless",
        "fixed",
    }  # fmt: skip
)
"""Rules that need a speaker from the sentences before."""


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
            if label is None and not _continues_minutes(sentence, speaker, text):
                speaker = None
            part_of_speaker = sentence.part
        candidates = _candidates(sentence)
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
            _is_tasked(candidates, last, sentence)
        own = _sorted_out(candidates, sentence, label, speaker, text)
        if not own and label is None:
            told_to = find_soll(sentence, last if last is not None and _is_near(last, sentence) else None)
            if told_to is not None:
                result.append(told_to)
                continue
        if list_of is not None:
            own = [found for found in own if found.rule != "request"]
        if list_of is not None and sentence.part.kind is PartKind.LIST_ITEM and not own:
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
    if label is not None and not any(_is_own(f, label, text) for f in result):
        told = colon_turn(sentences, label, part.colon, text)
        if told is not None:
            inner = [f for f in result if f.rule not in _DEPENDENT]
            return sorted([told, *inner], key=lambda f: f.anchor)
    return result


def _is_near(found: Found, sentence: Sentence) -> bool:
    return found.sentence.part is sentence.part and sentence.number - found.sentence.number <= 2


def _origin(found: Found, speaker: Found | None) -> Found | None:
    """Who "er" is: the named speaker before, so long as only pronouns follow."""
    if found.source is None or speaker is None:
        return None
    tokens = found.sentence.tokens
    lo, hi = found.source
    if hi - lo != 1 or tokens[lo].low not in ("er", "sie", "man", "ihn", "ihm"):
        return None
    return speaker.origin or speaker


def _is_own(found: Found, label: Span, text: str) -> bool:
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


def _that_is_said(own: list[Found], before: Sentence) -> None:
    """ "Das hat die Stadt mitgeteilt": what was said is the sentence before."""
    first = own[0]
    tokens = first.sentence.tokens
    if first.act not in _OURS or len(first.message) != 1 or first.is_first_person:
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


_RULES = (
    find_formulas,
    find_attributions,
    find_nouns,
    find_modals,
    find_present,
    find_fixed,
    find_office_acts,
    find_tasks,
)


def _candidates(sentence: Sentence) -> list[Found]:
    heading = sentence.part.kind in (PartKind.HEADLINE, PartKind.HEADING)
    found = [f for f in find_verbs(sentence) if not f.is_strict or _is_of_body(f)]
    if heading:
        return [f for f in found if f.rule == "verb" and not f.is_first_person]
    found = [*find_requests(sentence), *find_holders(sentence), *find_stances(sentence), *found]
    for rule in _RULES:
        found.extend(rule(sentence))
    told = {
        f.sentence.piece_at(f.anchor) for f in found if f.rule == "verb" and f.act is Act.REPORT
    }
    found = [
        f
        for f in found
        if not (f.reason.startswith("„nach eigenen") and f.sentence.piece_at(f.anchor) in told)
    ]
    taken: set[int] = set()
    unique: list[Found] = []
    for candidate in found:
        if taken.isdisjoint(candidate.cue):
            taken.update(candidate.cue)
            unique.append(candidate)
    return sorted(unique, key=lambda f: f.anchor)


def _is_of_body(found: Found) -> bool:
    """What only a body can decide: "ich benenne", "die Firma verschiebt" leave room for others."""
    return found.source is not None and is_body(found.sentence.tokens, *found.source)


def _sorted_out(
    found: list[Found],
    sentence: Sentence,
    label: Span | None,
    speaker: Found | None,
    text: str,
) -> list[Found]:
    words = text[sentence.tokens[sentence.lo].start : sentence.tokens[sentence.hi - 1].end]
    if (
        label is not None
        and found
        and is_procedure(words)
        and all(f.is_first_person for f in found)
    ):
        return []
    kept: list[Found] = []
    inner: dict[int, list[Found]] = {}
    outer_speech = [f for f in found if f.is_quote or f.is_postposed]
    for candidate in found:
        over = next(
            (o for o in outer_speech if o is not candidate and o.covers(candidate.anchor)), None
        )
        if over is not None:
            inner.setdefault(id(over), []).append(candidate)
    for candidate in found:
        if any(o is not candidate and o.covers(candidate.anchor) for o in outer_speech):
            continue
        refine(candidate)
        promises(candidate)
        take_act(candidate, inner.get(id(candidate), ()))
        settle_body(candidate)
        if _tasks_own(candidate):
            candidate.act = Act.ASSIGNMENT
        if candidate.act is Act.DECISION and candidate.rule == "strict":
            continue
        nested = any(
            o is not candidate and o.covers(candidate.anchor) and is_agent(o) for o in found
        )
        if nested and _gives_its_act(candidate, found):
            continue
        if nested and candidate.rule in _DEPENDENT:
            continue
        if not _find_source(candidate, label, speaker, nested):
            continue
        if speaker is not None and label is None and is_told(candidate) and is_bare(candidate):
            continue
        if points_only_back(candidate) and (label is not None or nested or candidate.is_nested):
            continue
        if label is not None and (_is_unreal(candidate) or _says_nothing(candidate)):
            continue
        if speaker is not None and speaker.is_open and is_hedge(candidate):
            continue
        if is_greeting(candidate) or is_agenda(candidate):
            continue
        kept.append(candidate)
        if not nested and candidate.rule not in _DEPENDENT and candidate.rule != "noun":
            speaker = candidate
    return kept


def _is_unreal(found: Found) -> bool:
    """ "Dem würde das Präsidium nie zustimmen": what others would do is no act of theirs."""
    return (
        found.modal in ("würde", "würden")
        and not found.is_first_person
        and found.act in (Act.APPROVAL, Act.CRITICISM)
    )


def _says_nothing(found: Found) -> bool:
    """ "Darauf muss ich doch antworten": a speaker announces words, they are not here."""
    if not found.is_first_person or found.act is not Act.REPORT or found.rule != "verb":
        return False
    words = {found.sentence.tokens[k].low for k in found.cue}
    return not found.message or (
        bool(words & {"sagen", "gestehen"}) and found.modal in ("muss", "müssen")
    )


def _gives_its_act(inner: Found, found: list[Found]) -> bool:
    """ "teilt mit, dass er es für zu teuer hält": the outer verb takes the stance (A5)."""
    if inner.act not in (Act.APPROVAL, Act.CRITICISM, Act.DEMAND, Act.COMMITMENT):
        return False
    tokens = inner.sentence.tokens
    outer = next(
        (
            o
            for o in found
            if o is not inner
            and o.act is Act.REPORT
            and o.rule in ("verb", "plain")
            and o.covers(inner.anchor)
            and o.message
            and inner.anchor - o.message[0][0] < 14
        ),
        None,
    )
    if outer is None:
        return False
    if inner.source is not None:
        low = tokens[inner.source[0]].low
        own = low in ("er", "sie", "man", "ich", "wir") or any(
            "fraktion" in t.low for t in tokens[inner.source[0] : inner.source[1]]
        )
        if not own:
            return False
    elif inner.rule not in _INNER:
        return False
    if inner.act in LEDGER_ACTS:
        if not _is_first_in(inner, outer):
            return False
        outer.addressee = outer.addressee or inner.addressee
    outer.act = inner.act
    words = " ".join(tokens[k].text for k in inner.cue)
    outer.reason += f"; das Gesagte („{words}“) ist {ACT_NAMES[inner.act]}"
    return True


_INNER = frozenset(["judgement", "thing", "verdict", "question", "modal", "fixed"])


def _is_first_in(inner: Found, outer: Found) -> bool:
    """Whether the inner clause is the first of what is said, so that all of it is the demand."""
    sentence = inner.sentence
    piece = sentence.pieces[sentence.piece_at(inner.anchor)]
    if outer.is_quote or piece.lo > outer.message[0][0] + 1:
        return False
    words = [sentence.tokens[k].low for k in inner.cue]
    # "man habe gebeten, …", "der Zuschuss solle jetzt …": what was asked before, told only
    return not any(form_of(low) & Form.PARTICIPLE or low in ("solle", "soll") for low in words)


def _is_main(sentence: Sentence, k: int) -> bool:
    return sentence.pieces[sentence.piece_at(k)].kind is ClauseKind.MAIN


def _is_tasked(candidates: list[Found], last: Found | None, sentence: Sentence) -> None:
    """ "Die Verwaltung wurde zugleich beauftragt, …": by the body that decided just before."""
    if last is None or last.act is not Act.DECISION or not _is_near(last, sentence):
        return
    for found in candidates:
        if found.rule == "agentless" and found.act is Act.ASSIGNMENT:
            found.rule = "passive"
            found.source, found.source_span = last.source, last.source_span


def find_soll(sentence: Sentence, speaker: Found | None) -> Found | None:
    """ "Die Verwaltung soll bis Mai ein Konzept vorlegen": told after a body has decided (Z3)."""
    if speaker is None or speaker.act not in (Act.DECISION, Act.ASSIGNMENT):
        return None
    tokens = sentence.tokens
    finite = next(
        (
            k
            for k in range(sentence.lo, sentence.hi)
            if tokens[k].low in ("soll", "sollen") and _is_main(sentence, k)
        ),
        -1,
    )
    if finite < 0:
        return None
    piece = sentence.pieces[sentence.piece_at(finite)]
    subject = find_subject(sentence, finite)
    if subject is None or not any(t.is_upper for t in tokens[subject.lo : subject.hi]):
        return None
    if tokens[piece.hi - 1].low in ("werden", "sein", "worden") or subject.lo == finite:
        return None
    act = Act.ASSIGNMENT if is_office(tokens, subject.lo, subject.hi) else Act.DEMAND
    before = strip_ends(tokens, sentence.lo, finite)
    after = strip_ends(tokens, finite + 1, message_limit(sentence, finite))
    return Found(
        act, "modal", sentence, [finite], f"„{tokens[finite].text}“ nach einem Beschluss = "
        f"{ACT_NAMES[act]}", speaker.source, source_span=speaker.source_span,
        addressee=[(subject.lo, subject.hi)],
        message=[part for part in (before, after) if part[1] > part[0]],
    )  # fmt: skip


def _find_source(found: Found, label: Span | None, speaker: Found | None, nested: bool) -> bool:
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
        if found.rule == "modal" and not any(is_konjunktiv(v) for v in verb):
            return False
        if found.rule in (
            "judgement",
            "question",
            "thing",
            "verdict",
            "fixed",
        ) and not has_konjunktiv(found.sentence):
            return False
        named = speaker.origin or speaker
        found.source, found.source_span = named.source, named.source_span
        return found.source is not None or found.source_span is not None
    return False


def _reports_of_us(found: Found) -> bool:
    """ "Man habe vereinbart, …", "man wolle …" in minutes: the speaker's own side."""
    tokens = found.sentence.tokens
    if found.rule == "want":  # "Man wolle …"; "die Fläche wolle man …" mostly tells on
        return found.source is not None and found.source[0] < found.cue[0]
    return (
        found.rule == "verb"
        and found.has_clause
        and not found.is_nested
        and found.act in _OURS
        and len(found.cue) == 1
        and any(tokens[k].low == "habe" for k in range(found.cue[0] - 1, found.sentence.lo - 1, -1))
        and form_of(tokens[found.cue[0]].low) & Form.PARTICIPLE != 0
    )


_OURS = LEDGER_ACTS | {Act.REPORT}


def _tasks_own(found: Found) -> bool:
    """ "Man habe die Stadtwerke gebeten, …": the office tells its own company what to do (Z3)."""
    tokens = found.sentence.tokens
    if found.act is not Act.DEMAND or found.source is None or not found.addressee:
        return False
    if not any(tokens[k].low in ("gebeten", "bat", "baten") for k in found.cue):
        return False
    first = next((t.low for t in tokens[slice(*found.source)] if t.is_upper), "")
    return tokens[found.source[0]].low == "man" or (
        (first.endswith(_HEADS) or is_body(tokens, *found.source))
        and is_office(tokens, *found.addressee[0])
    )


_HEADS = ("bürgermeister", "bürgermeisterin", "landrat", "landrätin", "präsidium", "vorstand")


def _names_group(found: Found) -> bool:
    """ "wir als CDU-Fraktion": the speaker names his group himself (S1)."""
    if found.source is None:
        return False
    lo, hi = found.source
    tokens = found.sentence.tokens
    return hi - lo > 2 and tokens[lo + 1].low == "als" and tokens[hi - 1].is_upper


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
