"""What a find is not: greetings, agenda calls, things that cannot speak, told acts."""

from __future__ import annotations

from sprengel.language.tokens import WORD
from sprengel.language.verbs import Form, form_of, is_konjunktiv
from sprengel.language.words import word_set
from sprengel.reading.document import LEDGER_ACTS, Act
from sprengel.reading.statements.clauses import ClauseKind, Sentence
from sprengel.reading.statements.decisions import is_body
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.phrases import head_noun
from sprengel.reading.statements.things import ARTICLES, MONTHS, names_thing


def is_agent(found: Found) -> bool:
    """Whether the source can speak at all: "die Verlegung" cannot, "die Verwaltung" can."""
    if found.source is None:
        return True
    tokens = found.sentence.tokens
    lo, hi = found.source
    first = next((t for t in tokens[lo:hi] if t.is_upper and t.low not in ARTICLES), None)
    if first is None:
        return not (hi - lo > 1 or tokens[lo].kind == "n")
    if first.low in MONTHS:
        return False
    if found.rule in ("laut", "said", "noun") or (found.act is Act.REPORT and found.rule == "so"):
        return True
    return not names_thing(tokens, lo, hi)


def is_several(speaker: Found) -> bool:
    """Whether "hieß es" can go on with the last speakers: "Beide Seiten", never one person."""
    if speaker.source is None:
        return False
    tokens = speaker.sentence.tokens
    low = tokens[speaker.source[0]].low
    return low in ("beide", "alle", "mehrere", "viele", "einige") or any(
        tokens[k].low == "und" for k in range(*speaker.source)
    )


def settle_body(found: Found) -> None:
    """A body decides, a member agrees or disagrees (B7)."""
    if (
        found.act is Act.APPROVAL
        and found.source is not None
        and any(found.sentence.tokens[k].low.startswith("folg") for k in found.cue)
        and is_body(found.sentence.tokens, *found.source)
    ):
        found.act = Act.DECISION  # "der Rat folgte der Empfehlung"
        return
    if found.act is Act.DEMAND and _speaks_for(found):
        tokens = found.sentence.tokens
        head = None if found.source is None else head_noun(tokens, *found.source)
        if head is not None and head.low in _COUNCILS:
            found.act = Act.DECISION  # "der Rat spricht sich für den Neubau aus"
        elif _is_before_us(found):
            found.act = Act.APPROVAL  # "spricht sich für das vorgeschlagene Vorgehen aus"
        return
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


_COUNCILS = word_set("gemeinderat stadtrat kreistag ortschaftsrat rat stadtverordnetenversammlung")


def _speaks_for(found: Found) -> bool:
    words = [found.sentence.tokens[k].low for k in found.cue]
    return "ausgesprochen" in words or (
        "aus" in words and any(w.startswith(("sprech", "sprich", "sprach")) for w in words)
    )


_ON_THE_TABLE = ("vorgehen", "vorlage", "antrag", "vorschlag", "beschlussvorschlag", "verfahren")


def _is_before_us(found: Found) -> bool:
    if not found.message:
        return False
    lo, hi = found.message[0]
    tokens = found.sentence.tokens
    noun = next((t.low for t in tokens[lo : min(hi, lo + 4)] if t.is_upper), "")
    return noun.endswith(_ON_THE_TABLE)


_BODY_ONLY = (
    "verabschied", "nahm", "nimmt", "angenommen", "nehmen", "beruf", "beruft", "berief", "bestell",
    "wähl", "fest", "erließ", "erlass", "erläss", "ernann", "ernenn", "votier", "auf", "vertag",
    "verwarf", "ratifi", "entscheid", "entschied",
)  # fmt: skip


_AGENDA = word_set(
    "behandlung beratung abstimmung aussprache votum kartenzeichen handzeichen "
    "verständnis entschuldigung nichtöffentlichkeit ruhe wortmeldungen wortmeldung"
)


def is_agenda(found: Found) -> bool:
    """ "ruft TOP 7 zur Behandlung auf", "bittet um Ruhe": running the meeting (A9)."""
    if found.act is not Act.DEMAND or not found.message:
        return False
    tokens = found.sentence.tokens
    words = [tokens[k].low for lo, hi in found.message for k in range(lo, min(hi, lo + 4))]
    return any(w in _AGENDA for w in words)


def is_possessive(found: Found) -> bool:
    """ "seines Erachtens": points to the speaker before, names nobody."""
    if found.source is None:
        return False
    lo, hi = found.source
    low = found.sentence.tokens[lo].low
    return (hi - lo == 1 or found.rule == "holder") and low in (
        "seines", "seiner", "ihrer", "ihres", "seinem", "ihrem",
    )  # fmt: skip


_HEDGES = word_set("glaube denke vermute sei wisse hoffe")


def is_hedge(found: Found) -> bool:
    """ "Sie glaube, dass …" in the Konjunktiv: the words reported go on (A4, M5)."""
    if found.act is not Act.REPORT or found.rule != "verb" or found.source is None:
        return False
    tokens = found.sentence.tokens
    lo, hi = found.source
    return (
        hi - lo == 1
        and tokens[lo].low in ("er", "sie")
        and any(tokens[k].low in _HEDGES for k in found.cue)
    )


def is_told(found: Found) -> bool:
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


def is_bare(found: Found) -> bool:
    """Stance or report of a third party without a clause: no statement of its own (A12)."""
    if found.act not in (Act.APPROVAL, Act.CRITICISM, Act.REPORT):
        return False
    tokens = found.sentence.tokens
    return not any(tokens[lo].low in ("dass", "daß", "ob") for lo, _ in found.message)


def points_only_back(found: Found) -> bool:
    """ "das haben Sie zugesagt": a pronoun only is no content of a third party's act (A12)."""
    if found.act not in LEDGER_ACTS or found.is_first_person or len(found.message) != 1:
        return False
    lo, hi = found.message[0]
    return hi - lo == 1 and found.sentence.tokens[lo].low in ("es", "das", "dies", "sie", "ihn")


def is_greeting(found: Found) -> bool:
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


def is_nested(found: Found, others: list[Found]) -> bool:
    return any(o is not found and o.covers(found.anchor) for o in others)


def has_konjunktiv(sentence: Sentence) -> bool:
    return any(
        sentence.tokens[k].kind == WORD and is_konjunktiv(sentence.tokens[k].low)
        for k in range(sentence.lo, sentence.hi)
    )


def main_konjunktiv(sentence: Sentence) -> bool:
    for piece in sentence.pieces:
        if piece.kind is ClauseKind.MAIN:
            finite = sentence.finite_in(piece.lo, piece.hi)
            if finite >= 0 and is_konjunktiv(sentence.tokens[finite].low):
                return True
    return False


def is_narration(sentence: Sentence) -> bool:
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
