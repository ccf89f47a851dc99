"""What a sentence cannot say alone: who goes on speaking, and what belongs to whose words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from sprengel.language.tokens import COMMA, OPEN, WORD
from sprengel.language.verbs import Form, form_of, is_konjunktiv
from sprengel.language.words import BE, MODALS, word_set
from sprengel.reading.document import LEDGER_ACTS, Act, Span
from sprengel.reading.statements.attribution import find_attributions
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.content import promises, refine
from sprengel.reading.statements.decisions import is_body
from sprengel.reading.statements.formulas import find_formulas
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.modals import find_modals
from sprengel.reading.statements.nouns import find_nouns
from sprengel.reading.statements.speech import ACT_NAMES, find_verbs
from sprengel.reading.statements.stances import find_stances
from sprengel.reading.statements.subjects import find_subject
from sprengel.reading.statements.turns import colon_turn, is_procedure
from sprengel.reading.structure import PROSE, PartKind

_TALK = PROSE | {PartKind.HEADLINE, PartKind.HEADING}
_DEPENDENT = frozenset({"question", "thing", "modal", "judgement", "want", "future", "agentless"})
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


_SPEAKER = re.compile(
    r"(?:Stadtr[aä]t|Gemeinder[aä]t|Ortschaftsr[aä]t|Kreisr[aä]t|Herr\b|Frau\b|(?:Der|Die) "
    r"Vorsitzende|"
    r"(?:Ober|Erste[r]? |Bau)?[Bb]ürgermeister|Dr\.|Prof\.|Ortsvorsteher|Landr[aä]t|Beigeordnet|"
    r"Stadtkämmer|"
    r"Minister|Staatssekretär|(?:OB|BM|GR|StR|KR)(?:in)?\b|GF\b|RM\b|Stv\.|MdL\b|RP|Ratsmitglied|Ratsherr|Ratsfrau|"
    r"[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ][\w-]+ \()"
)


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
        if setting.is_minutes and label is None:
            candidates = candidates or _plain_speech(sentence, text)
            _chair_speaks(candidates, setting)
        if label is None:
            for found in candidates:
                if found.rule == "thanks" and found.source is None:
                    found.source_span = setting.signer(sentence.tokens[sentence.lo].start)
        own = _sorted_out(candidates, sentence, label, speaker, text)
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
        if own:
            _take_back_quote(own, sentence, sentences, result)
            result.extend(own)
            outer = [
                f
                for f in own
                if not _is_nested(f, own)
                and not f.is_nested
                and (f.source is not None or f.source_span is not None)
            ]
            outer = [f for f in outer if f.rule != "noun" and not _is_told(f)]
            if outer:
                speaker = outer[-1]
                if sentence.opens_list:
                    list_of = speaker
        elif setting.is_minutes and label is None and _opens_speech(sentence):
            speaker = _colon_speech(sentence)
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
    if first.act is not Act.REPORT or len(first.message) != 1 or first.is_first_person:
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


def _candidates(sentence: Sentence) -> list[Found]:
    heading = sentence.part.kind in (PartKind.HEADLINE, PartKind.HEADING)
    found = list(find_verbs(sentence))
    if heading:
        return [f for f in found if f.rule == "verb" and not f.is_first_person]
    found = [*find_stances(sentence), *found]
    for rule in (find_formulas, find_attributions, find_nouns, find_modals):
        found.extend(rule(sentence))
    taken: set[int] = set()
    unique: list[Found] = []
    for candidate in found:
        if taken.isdisjoint(candidate.cue):
            taken.update(candidate.cue)
            unique.append(candidate)
    return sorted(unique, key=lambda f: f.anchor)


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
    outer_speech = [f for f in found if f.is_quote or f.is_postposed]
    for candidate in found:
        if any(o is not candidate and o.covers(candidate.anchor) for o in outer_speech):
            continue
        refine(candidate)
        promises(candidate)
        _settle_body(candidate)
        if candidate.act is Act.DECISION and candidate.rule == "strict":
            continue
        nested = any(o is not candidate and o.covers(candidate.anchor) for o in found)
        if nested and _gives_its_act(candidate, found):
            continue
        if nested and candidate.rule in _DEPENDENT:
            continue
        if not _find_source(candidate, label, speaker, nested):
            continue
        if speaker is not None and label is None and _is_told(candidate) and _is_bare(candidate):
            continue
        if _points_only_back(candidate):
            continue
        if _is_greeting(candidate) or _is_agenda(candidate):
            continue
        kept.append(candidate)
        if not nested and candidate.rule not in _DEPENDENT and candidate.rule != "noun":
            speaker = candidate
    return kept


def _gives_its_act(inner: Found, found: list[Found]) -> bool:
    """ "teilt mit, dass er es für zu teuer hält": the outer verb takes the stance (A5)."""
    if inner.act not in (Act.APPROVAL, Act.CRITICISM):
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
    elif inner.rule not in ("judgement", "thing", "question"):
        return False
    outer.act = inner.act
    words = " ".join(tokens[k].text for k in inner.cue)
    outer.reason += f"; das Gesagte („{words}“) ist {ACT_NAMES[inner.act]}"
    return True


def _find_source(found: Found, label: Span | None, speaker: Found | None, nested: bool) -> bool:
    """Give the statement its speaker; False when nobody is named."""
    tokens = found.sentence.tokens
    if found.rule == "agentless":
        return False
    if found.source_span is not None:
        return True
    if label is not None and (
        found.is_first_person or (found.source is None and found.rule != "agentless")
    ):
        found.source_span = label
        found.source = None
        return True
    if found.rule == "said" and found.source is None:
        if speaker is not None and label is None and _is_several(speaker):
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
                found.rule == "future"
                or found.is_postposed
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
        return _is_agent(found)
    if found.rule in ("modal", "judgement", "want", "question", "thing") and speaker is not None:
        verb = [tokens[k].low for k in found.cue]
        if found.rule == "modal" and not any(is_konjunktiv(v) for v in verb):
            return False
        if found.rule in ("judgement", "question", "thing") and not _has_konjunktiv(found.sentence):
            return False
        found.source = speaker.source
        found.source_span = speaker.source_span
        return found.source is not None or found.source_span is not None
    return False


_THINGS = (
    "ungen", "keit", "keiten", "heiten", "ismus", "nisse", "plan", "konzept", "projekt", "zahl",
    "zahlen", "preis", "kosten", "system", "quote", "geld", "situation", "platz", "stelle", "lage",
    "prozent", "euro", "maßnahme", "maßnahmen", "sache", "punkt", "frage", "thema", "problem",
    "anteil", "weg", "ziel", "verkehr", "gebiet", "haushalt", "jahr", "zeit", "forderung", "bild",
    "raum", "bereich",
)  # fmt: skip
_MONTHS = word_set(
    "januar februar märz april mai juni juli august september oktober november dezember montag "
    "dienstag mittwoch donnerstag freitag samstag sonntag"
)


def _is_agent(found: Found) -> bool:
    """Whether the source can speak at all: "die Verlegung" cannot, "die Verwaltung" can."""
    if found.source is None:
        return True
    tokens = found.sentence.tokens
    lo, hi = found.source
    first = next((t for t in tokens[lo:hi] if t.is_upper and t.low not in _TIME_WORDS), None)
    if first is None:
        return not (hi - lo > 1 or tokens[lo].kind == "n")
    if first.low in _MONTHS:
        return False
    if found.rule in ("laut", "said", "noun") or (found.act is Act.REPORT and found.rule == "so"):
        return True
    if first.low in _AGENTS:
        return True
    return not first.low.endswith(_THINGS) and not (
        first.low.endswith("ung") and not first.low.endswith(_AGENT_ENDINGS)
    )


_TIME_WORDS = word_set("das die der")
_AGENTS = word_set("stelle geschäftsstelle leitstelle seite")
_AGENT_ENDINGS = (
    "verwaltung", "regierung", "versammlung", "leitung", "führung", "vertretung", "abteilung",
    "innung", "zeitung", "stiftung", "einigung", "vereinigung", "verbindung", "sitzung",
    "wirtschaft",
)  # fmt: skip


def _is_several(speaker: Found) -> bool:
    """Whether "hieß es" can go on with the last speakers: "Beide Seiten", never one person."""
    if speaker.source is None:
        return False
    tokens = speaker.sentence.tokens
    low = tokens[speaker.source[0]].low
    return low in ("beide", "alle", "mehrere", "viele", "einige") or any(
        tokens[k].low == "und" for k in range(*speaker.source)
    )


def _settle_body(found: Found) -> None:
    """A body decides, a member agrees or disagrees (B7)."""
    if found.act not in (Act.DECISION,) or found.rule in ("decision",):
        return
    tokens = found.sentence.tokens
    words = " ".join(tokens[k].low for k in found.cue)
    if found.source is not None and is_body(tokens, *found.source):
        return
    if found.is_strict:
        found.rule = "strict"
    elif "stimm" in words or "billig" in words:
        found.act = Act.APPROVAL
    elif "lehn" in words or "verwirf" in words or "verwarf" in words:
        found.act = Act.CRITICISM
    elif "kenntnis" in words:
        found.act = Act.REPORT
    elif any(stem in words for stem in _BODY_ONLY):
        found.rule = "strict"


_BODY_ONLY = (
    "verabschied", "nahm", "nimmt", "angenommen", "nehmen", "beruf", "beruft", "berief", "bestell",
    "wähl", "fest", "erließ", "erlass", "erläss", "ernann", "ernenn", "votier", "auf", "vertag",
    "verwarf", "ratifi", "entscheid", "entschied",
)  # fmt: skip


_AGENDA = word_set(
    "behandlung beratung abstimmung aussprache votum kartenzeichen handzeichen "
    "nichtöffentlichkeit ruhe wortmeldungen wortmeldung"
)


def _is_agenda(found: Found) -> bool:
    """ "ruft TOP 7 zur Behandlung auf", "bittet um Ruhe": running the meeting (A9)."""
    if found.act is not Act.DEMAND or not found.message:
        return False
    tokens = found.sentence.tokens
    words = [tokens[k].low for lo, hi in found.message for k in range(lo, min(hi, lo + 4))]
    return any(w in _AGENDA for w in words)


def _is_told(found: Found) -> bool:
    """A third party's act inside reported speech: "die Stadt habe … unterstützt"."""
    if found.source is None or found.rule not in ("verb", "predicate", "opinion"):
        return False
    tokens = found.sentence.tokens
    low = tokens[found.source[0]].low
    if low in ("er", "sie", "man", "ich", "wir"):
        return False
    if any("fraktion" in t.low for t in tokens[found.source[0] : found.source[1]]):
        return False
    number = found.sentence.piece_at(found.cue[0])
    piece = found.sentence.pieces[max(number, 0)]
    finite = found.sentence.finite_in(piece.lo, piece.hi)
    return finite >= 0 and is_konjunktiv(tokens[finite].low)


def _is_bare(found: Found) -> bool:
    """Stance or report of a third party without a clause: no statement of its own (A12)."""
    if found.act not in (Act.APPROVAL, Act.CRITICISM, Act.REPORT):
        return False
    tokens = found.sentence.tokens
    return not any(tokens[lo].low in ("dass", "daß", "ob") for lo, _ in found.message)


def _points_only_back(found: Found) -> bool:
    """ "das haben Sie zugesagt": a pronoun only is no content of a third party's act (A12)."""
    if found.act not in LEDGER_ACTS or found.is_first_person or len(found.message) != 1:
        return False
    lo, hi = found.message[0]
    return hi - lo == 1 and found.sentence.tokens[lo].low in ("es", "das", "dies", "sie", "ihn")


def _is_greeting(found: Found) -> bool:
    """ "begrüßt Herrn X" welcomes a person, it does not approve of anything."""
    tokens = found.sentence.tokens
    if not any(tokens[k].low.startswith("begrüß") for k in found.cue):
        return False
    if not found.message:
        return True
    lo = found.message[0][0]
    if tokens[lo].low in ("dass", "daß", "ob", "wie"):
        return False
    words = [tokens[k].low for k in range(lo, min(lo + 5, found.message[0][1]))]
    return any(
        w in _PEOPLE or w.endswith(("innen", "gäste", "geschäftsführer", "anwesenden"))
        for w in words
    )


_PEOPLE = word_set(
    "herrn herr frau anwesenden gäste dr. prof. zuhörer bürger kolleginnen kollegen gast sie "
    "delegierten teilnehmer vertreter vertreterinnen damen mitglieder"
)


def _is_nested(found: Found, others: list[Found]) -> bool:
    return any(o is not found and o.covers(found.anchor) for o in others)


def _has_konjunktiv(sentence: Sentence) -> bool:
    return any(
        sentence.tokens[k].kind == WORD and is_konjunktiv(sentence.tokens[k].low)
        for k in range(sentence.lo, sentence.hi)
    )


def _continues_minutes(sentence: Sentence, speaker: Found | None, text: str) -> bool:
    """A new paragraph in the Konjunktiv goes on telling what the last speaker said."""
    if speaker is None or not speaker.is_open or sentence.part.kind is PartKind.HEADING:
        return False
    if _SPEAKER.match(text, sentence.tokens[sentence.lo].start):
        return False
    return _main_konjunktiv(sentence)


def _plain_speech(sentence: Sentence, text: str) -> list[Found]:
    """ "Stadtrat X (CDU) bekennt, …": in minutes any verb behind the speaker reports."""
    tokens = sentence.tokens
    if not _SPEAKER.match(text, tokens[sentence.lo].start) or len(sentence.pieces) < 2:
        return []
    first, second = sentence.pieces[0], sentence.pieces[1]
    finite = sentence.finite_in(first.lo, first.hi)
    if finite < 0 or tokens[second.lo - 1].kind != COMMA or finite == first.lo:
        return []
    if second.kind is ClauseKind.SUBORDINATE and tokens[second.lo].low not in ("dass", "ob"):
        return []
    if second.kind not in (ClauseKind.MAIN, ClauseKind.SUBORDINATE):
        return []
    subject = find_subject(sentence, finite)
    if subject is None or subject.is_behind or not _has_konjunktiv(sentence):
        return []
    lo, hi = strip_ends(tokens, second.lo, sentence.hi)
    if hi <= lo or tokens[finite].low in BE | MODALS:
        return []
    found = Found(
        Act.REPORT, "plain", sentence, [finite],
        f"„{tokens[finite].text}“ gibt Worte wieder (Niederschrift)",
        (subject.lo, subject.hi), message=[(lo, hi)], is_open=True,
    )  # fmt: skip
    return [found]


def _opens_speech(sentence: Sentence) -> bool:
    return sentence.tokens[sentence.hi - 1].text == ":" and not sentence.opens_list


def _colon_speech(sentence: Sentence) -> Found | None:
    """ "Er begrüßt Herrn X:" before paragraphs of reported speech: the colon is the cue."""
    piece = sentence.pieces[0]
    finite = sentence.finite_in(piece.lo, piece.hi)
    subject = find_subject(sentence, finite) if finite >= 0 else None
    if subject is None:
        return None
    return Found(
        Act.REPORT, "colon", sentence, [sentence.hi - 1], "Doppelpunkt, dahinter Wiedergabe",
        (subject.lo, subject.hi), is_open=True,
    )  # fmt: skip


def _chair_speaks(candidates: list[Found], setting: Setting) -> None:
    """ "Wir hatten …" without a label, in minutes: the chair's words."""
    for found in candidates:
        if found.is_first_person and setting.chair is not None and found.source is not None:
            found.source_span, found.source = setting.chair, None


def _main_konjunktiv(sentence: Sentence) -> bool:
    for piece in sentence.pieces:
        if piece.kind is ClauseKind.MAIN:
            finite = sentence.finite_in(piece.lo, piece.hi)
            if finite >= 0 and is_konjunktiv(sentence.tokens[finite].low):
                return True
    return False


def _is_narration(sentence: Sentence) -> bool:
    """ "Er stellt einstimmige Zustimmung fest": the clerk tells what is done, nobody is quoted."""
    tokens = sentence.tokens
    piece = sentence.pieces[0]
    finite = sentence.finite_in(piece.lo, piece.hi)
    if finite < 0:
        return False
    form = form_of(tokens[finite].low)
    if is_konjunktiv(tokens[finite].low) or form & Form.PLURAL:
        return False
    if tokens[sentence.lo].low in ("er", "sie", "anschließend", "danach", "es"):
        return bool(form & (Form.THIRD | Form.PAST))
    return bool(form & Form.THIRD) and not form & Form.PARTICIPLE


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
    told = (
        not _is_narration(sentence)
        and setting.is_minutes
        and speaker.sentence.part is sentence.part
        and (not _SPEAKER.match(setting.text, first) and tokens[sentence.lo].low != "nachdem")
    )
    if told or _main_konjunktiv(sentence):
        last = speaker.message[-1] if speaker.message else None
        if last is not None and lo - last[1] <= 3 and not speaker.is_postposed:
            speaker.message[-1] = (last[0], hi)
        else:
            speaker.message.append((lo, hi))
