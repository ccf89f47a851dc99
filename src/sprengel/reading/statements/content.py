"""What the reported words do: "…, sagte X" with a demand inside is a demand (guideline A5)."""

from __future__ import annotations

from collections.abc import Iterable

from sprengel.language.tokens import STOP, WORD
from sprengel.language.verbs import Form, form_of
from sprengel.language.words import BE, NEGATIONS, word_set
from sprengel.reading.document import Act
from sprengel.reading.lexicon import lexicon
from sprengel.reading.statements.clauses import ClauseKind, Sentence
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.modals import is_nobody
from sprengel.reading.statements.subjects import find_subject

_MUST = word_set("muss müssen müsse müssten müsste soll sollen solle sollte sollten")
_STRONG = frozenset((Act.DEMAND, Act.APPROVAL, Act.CRITICISM, Act.COMMITMENT))


def refine(found: Found) -> None:
    """Give a saying verb the act of what was said, where that is plain."""
    if found.act is not Act.REPORT or not found.message:
        return
    if found.rule == "verb" and _speaks_of(found):
        return
    if found.has_clause and found.rule == "verb" and not found.is_quote:
        _refine_clause(found)
    if not (found.is_quote or found.is_postposed or found.rule == "laut"):
        return
    if found.rule == "laut" and _takes_a_side(found):
        return
    act = _content_act(found)
    if act is not None:
        found.act = act[0]
        found.addressee = found.addressee or act[1]
        found.reason += f"; das Gesagte ist {_NAMES[act[0]]}"


_SPEAK_OF = word_set("spricht sprach sprachen sprechen spreche")


def _speaks_of(found: Found) -> bool:
    """ "sprach von einem Trauerspiel", "spricht von einer vertanen Chance": a judgement."""
    tokens = found.sentence.tokens
    if not any(tokens[k].low in _SPEAK_OF for k in found.cue):
        return False
    words = lexicon()
    lo, hi = found.message[0]
    for k in range(lo, min(hi, lo + 5)):
        low = tokens[k].low
        act = words.judgement_nouns.get(low)
        if act is None and low in words.open_nouns:
            act = words.judgements.get(_stem(tokens[k - 1].low))
        if act in (Act.APPROVAL, Act.CRITICISM):
            found.act = act
            found.reason += f"; Urteil „{tokens[k].text}“"
            return True
    return False


def _stem(low: str) -> str:
    for ending in ("en", "er", "es", "em", "e"):
        if low.endswith(ending):
            return low[: -len(ending)]
    return low


def _refine_clause(found: Found) -> None:
    """ "teilt mit, dass der Antrag unterstützt werde": the speaker's own stance (A5)."""
    sentence = found.sentence
    tokens = sentence.tokens
    lo, hi = found.message[0]
    if not sentence.lo <= lo < hi <= sentence.hi or tokens[lo].low not in ("dass", "daß"):
        return
    piece = sentence.pieces[max(sentence.piece_at(lo), 0)]
    last = piece.hi - 1
    if piece.lo != lo or last - 2 <= lo:
        return
    act: Act | None = _final_act(found, lo, last)
    if act is None and tokens[last].low in ("werde", "würden", "werden", "wird"):
        hit = next(
            (h for h in lexicon().verbs.get(tokens[last - 1].low, ())
             if h.form & Form.PARTICIPLE and h.entry.lemma in _OWN_STANCE), None,
        )  # fmt: skip
        agent = any(tokens[k].low in ("von", "vom", "durch") for k in range(lo, last))
        act = hit.entry.act if hit is not None and not agent else None
        negated = any(tokens[k].low in NEGATIONS for k in range(lo, last))
        if act is Act.APPROVAL and negated:
            act = Act.CRITICISM
    if act is not None:
        found.act = act
        found.reason += f"; das Gesagte ist {_NAMES[act]}"


_WISHED = word_set("wünschenswert geboten dringlich")
_OWN_WORDS = word_set("er sie man wir")
_OFFICES = ("verwaltung", "stadt", "amt", "dezernat", "geschäftsstelle")
_AGREE = word_set("anschließen zustimmen mittragen mitgehen unterstützen")


def _final_act(found: Found, lo: int, last: int) -> Act | None:
    """What a "dass" clause does, told by how it ends: "… behandelt werden solle"."""
    tokens = found.sentence.tokens
    ends = [tokens[k].low for k in range(max(lo, last - 2), last + 1)]
    negated = any(tokens[k].low in NEGATIONS for k in range(lo, last))
    own = tokens[lo + 1].low in _OWN_WORDS
    if ends[-1] in ("müsse", "müssten", "sollte", "sollten", "solle") and not own:
        told = ends[-1] == "solle" and ends[-2:-1] != ["werden"]
        passive = ends[-2:-1] == ["werden"] and ends[-1] != "solle"
        return None if told or passive or tokens[lo + 1].low in ("es", "sich") else Act.DEMAND
    if ends[-1] in ("sei", "wäre") and ends[-2] in _WISHED and not negated:
        return Act.DEMAND
    if ends[-1] in ("könne", "könnten") and ends[-2] in _AGREE and own:
        return Act.CRITICISM if negated else Act.APPROVAL
    noun = next((t.low for t in tokens[lo + 1 : lo + 4] if t.is_upper), "")
    doer = own or noun.endswith(_OFFICES)
    if ends[-1] == "werde" and doer and form_of(ends[-2]) & Form.INFINITIVE and not negated:
        return None if ends[-2] in _IDLE or form_of(ends[-2]) & Form.PARTICIPLE else Act.COMMITMENT
    return None


_IDLE = word_set("sein haben werden können müssen geben kommen gehen stehen liegen gelten")
_SHORT = word_set("kurz weit hoch teuer spät wenig gering langsam knapp niedrig")
_OWN_STANCE = frozenset(["unterstützen", "begrüßen", "ablehnen", "mittragen", "befürworten"])
_VIEW = word_set("sicht ansicht auffassung meinung erachtens dafürhalten")


def _takes_a_side(found: Found) -> bool:
    """ "aus Sicht der Verbände reicht das nicht aus" judges, "nach Angaben" only tells."""
    sentence = found.sentence
    tokens = sentence.tokens
    if not any(tokens[k].low in _VIEW for k in found.cue):
        return False
    judged = lexicon().judgements
    plain_no = any(tokens[k].low == "sicht" for k in found.cue)
    view = plain_no or any(tokens[k].low in ("ansicht", "auffassung") for k in found.cue)
    for lo, hi in found.message:
        for k in range(lo, min(hi, lo + 30)):
            act = judged.get(tokens[k].low) or judged.get(_stem(tokens[k].low))
            if view and tokens[k].low in ("kein", "keine", "keinen"):
                act = act or Act.CRITICISM
            if tokens[k].low in _SHORT and tokens[k - 1].low == "zu":
                act = Act.CRITICISM
            if act is None and not (plain_no and tokens[k].low == "nicht"):
                continue
            negated = tokens[k].low == "nicht" or any(
                tokens[j].low in ("nicht", "kein", "keine") for j in range(max(lo, k - 3), k)
            )
            if negated or act is Act.CRITICISM:
                found.act = Act.CRITICISM
            elif act is Act.APPROVAL and tokens[min(k + 1, sentence.hi - 1)].kind != WORD:
                found.act = Act.APPROVAL
            else:
                continue
            found.reason += f"; Urteil „{tokens[k].text}“"
            return True
    return False


_NAMES = {
    Act.DEMAND: "eine Forderung", Act.COMMITMENT: "eine Zusage", Act.APPROVAL: "Zustimmung",
    Act.CRITICISM: "Kritik", Act.QUESTION: "eine Frage", Act.DECISION: "ein Beschluss",
    Act.ASSIGNMENT: "ein Auftrag",
}  # fmt: skip


def _content_act(found: Found) -> tuple[Act, list[tuple[int, int]]] | None:
    sentence = found.sentence
    tokens = sentence.tokens
    lo, hi = found.message[0]
    ranges = [(lo, hi)] if found.rule != "laut" else found.message
    for lo, hi in ranges:
        if lo < sentence.lo or hi > sentence.hi:
            continue
        if hi < len(tokens) and tokens[hi].kind == STOP and tokens[hi].text.startswith("?"):
            return Act.QUESTION, []
        for piece in sentence.pieces:
            inside = piece.lo >= lo and piece.hi <= hi
            if found.rule == "laut":
                inside = piece.lo < hi and lo < piece.hi
            if not inside or piece.kind is not ClauseKind.MAIN:
                continue
            for k in range(max(piece.lo, lo), min(piece.hi, hi)):
                act = _act_of_word(sentence, k, found.is_quote)
                if act is not None:
                    return act
    return None


def _act_of_word(
    sentence: Sentence, k: int, quoted: bool
) -> tuple[Act, list[tuple[int, int]]] | None:
    tokens = sentence.tokens
    token = tokens[k]
    if token.kind != WORD or (token.text[0].isupper() and k > sentence.lo):
        return None
    low = token.low
    if low in _MUST:
        subject = find_subject(sentence, k)
        if subject is not None and not is_nobody(sentence, subject):
            return Act.DEMAND, [(subject.lo, subject.hi)]
        return None
    if low in ("darf", "dürfen", "dürfe") and any(
        tokens[j].low in ("nicht", "nie", "kein", "keine") for j in range(k + 1, sentence.hi)
    ):
        subject = find_subject(sentence, k)
        if subject is not None and not is_nobody(sentence, subject):
            return Act.DEMAND, [(subject.lo, subject.hi)]
        return None
    if low in ("brauche", "braucht", "bräuchte", "bräuchten"):
        return (Act.DEMAND, _of_whom(sentence)) if not quoted else None
    felt = lexicon().predicates.get(low)
    if felt is not None and felt[0] in (Act.APPROVAL, Act.CRITICISM):
        return _felt_by_speaker(sentence, k, felt[0])
    hits = lexicon().verbs.get(low)
    if hits is None:
        return None
    form = form_of(low)
    for hit in hits:
        if (
            hit.entry.act not in _STRONG
            or hit.apart
            or not hit.form & (Form.FIRST | Form.PLURAL | Form.KONJUNKTIV_1)
        ):
            continue
        if hit.form & Form.INFINITIVE and not form & Form.PLURAL:
            continue
        subject = find_subject(sentence, k)
        if subject is not None and tokens[subject.lo].low in ("ich", "wir", "man", "er", "sie"):
            return hit.entry.act, _of_whom(sentence)
    return None


def _felt_by_speaker(
    sentence: Sentence, k: int, act: Act
) -> tuple[Act, list[tuple[int, int]]] | None:
    """ "Sie sei froh, dass …, sagte X": a stance of the speaker inside his words (A5)."""
    tokens = sentence.tokens
    piece = sentence.pieces[max(sentence.piece_at(k), 0)]
    verb = next((j for j in range(piece.lo, piece.hi) if tokens[j].low in BE), -1)
    subject = find_subject(sentence, verb) if verb >= 0 else None
    if subject is None or tokens[subject.lo].low not in ("ich", "wir", "man", "er", "sie"):
        return None
    if any(tokens[j].low in NEGATIONS for j in range(max(piece.lo, k - 3), k)):
        act = Act.CRITICISM if act is Act.APPROVAL else Act.APPROVAL
    return act, []


def _of_whom(sentence: Sentence) -> list[tuple[int, int]]:
    """ "Vom Bund brauche es": the one who is asked."""
    from sprengel.reading.statements.phrases import phrase_end

    tokens = sentence.tokens
    for k in range(sentence.lo, min(sentence.hi, sentence.lo + 8)):
        if tokens[k].low in ("vom", "von"):
            end = phrase_end(tokens, k + 1, sentence.hi)
            if end > k + 1:
                return [(k + 1, end)]
    return []


def promises(found: Found) -> None:
    """ "versicherte, die Stadt werde …": a promise when what is said lies in the future."""
    if found.act is not Act.REPORT or not found.message:
        return
    sentence = found.sentence
    tokens = sentence.tokens
    words = {tokens[k].low for k in found.cue}
    if not words & _ASSURING:
        return
    for lo, hi in found.message:
        if any(tokens[k].low in ("werde", "werden", "wird") for k in range(lo, min(hi, lo + 40))):
            found.act = Act.COMMITMENT
            found.reason += "; Zusicherung für die Zukunft = Zusage"
            return


_ASSURING = frozenset(
    [
        "versicherte",
        "versichert",
        "versicherten",
        "beteuerte",
        "beteuert",
        "versprach",
        "bekräftigte",
    ]
)


_OF_SPEAKER = frozenset(
    ["judgement", "verdict", "thing", "felt", "fixed", "predicate", "opinion", "holder", "future",
     "present", "want", "thanks", "side"]
)  # fmt: skip


def take_act(found: Found, inner: Iterable[Found]) -> None:
    """ "„Das ärgert mich“, sagte X": the quotation's own act is what X does (A5)."""
    if found.act is not Act.REPORT or found.rule not in ("verb", "so", "said"):
        return
    for other in inner:
        if other.rule not in _OF_SPEAKER or other.act in (Act.REPORT, Act.QUESTION):
            continue
        if other.source is not None and not (
            other.is_first_person or _is_own(other) or other.rule == "future"
        ):
            continue
        found.act = other.act
        found.addressee = found.addressee or other.addressee
        words = " … ".join(found.sentence.tokens[k].text for k in other.cue)
        found.reason += f"; das Gesagte („{words}“) ist {_NAMES[other.act]}"
        return


def _is_own(found: Found) -> bool:
    """Whether the words' "er", "man", "uns" is the one who says them."""
    assert found.source is not None
    tokens = found.sentence.tokens
    return tokens[found.source[0]].low in ("er", "sie", "man", "uns", "mich", "mir", "ihn", "ihm")
