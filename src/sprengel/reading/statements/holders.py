"""Stances whose holder is no subject: "stößt bei den Städten auf Ablehnung", "geht ihm zu weit"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import WORD
from sprengel.language.verbs import FINITE, forms_of
from sprengel.language.words import ADVERBS, NEGATIONS, word_set
from sprengel.reading.document import Act
from sprengel.reading.lexicon import core_hits
from sprengel.reading.statements.clauses import ClauseKind, Piece, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end, with_postmodifier
from sprengel.reading.statements.predicates import clause_behind
from sprengel.reading.statements.speech import ACT_NAMES, message_limit
from sprengel.reading.statements.subjects import Subject, find_subject, subject_behind

_MEET = frozenset(
    [*forms_of("stoßen"), "stößt", "stieß", "stießen", "trifft", "treffen", "traf", "trafen"]
)
_FIND = word_set("findet finden fand fanden finde erntet ernten erntete ernteten erhält erhielt")
_ECHO = {
    "kritik": Act.CRITICISM, "ablehnung": Act.CRITICISM, "widerstand": Act.CRITICISM,
    "widerspruch": Act.CRITICISM, "unverständnis": Act.CRITICISM, "skepsis": Act.CRITICISM,
    "bedenken": Act.CRITICISM, "protest": Act.CRITICISM, "vorbehalte": Act.CRITICISM,
    "zustimmung": Act.APPROVAL, "beifall": Act.APPROVAL, "anklang": Act.APPROVAL,
    "nein": Act.CRITICISM, "ja": Act.APPROVAL,
    "unterstützung": Act.APPROVAL, "wohlwollen": Act.APPROVAL, "lob": Act.APPROVAL,
}  # fmt: skip
_SIDES = (Act.APPROVAL, Act.CRITICISM, Act.DEMAND)
_AT = word_set("bei beim")
_DATIVE_FIRST = word_set(
    "dem den der einem einer ihm ihr ihnen mir uns seiner ihrer meiner unserer seinem ihrem "
    "meinem unserem vielen manchen einigen beiden allen"
)
_WILL = word_set("willen wunsch vorstellung vorstellungen")


def find_holders(sentence: Sentence) -> Iterator[Found]:
    tokens = sentence.tokens
    for number, piece in enumerate(sentence.pieces):
        if piece.kind is not ClauseKind.MAIN:
            continue
        finite = sentence.finite_in(piece.lo, piece.hi)
        if finite < 0:
            continue
        low = tokens[finite].low
        found: Found | None = None
        if low in _MEET or low in _FIND:
            found = _echo(sentence, piece, finite)
        elif low in _GO:
            found = _too_far(sentence, number, piece, finite) or _goes_by(sentence, piece, finite)
        elif low.startswith("reagier"):
            found = _reacts(sentence, piece, finite)
        elif low in _GOES_TO:
            found = _thanks_go(sentence, piece, finite)
        elif low in _IS:
            found = _lies_in(sentence, number, piece, finite)
        found = found or _not_won_over(sentence, piece, finite)
        if found is not None:
            yield found
    if sentence.part.label is not None and len(sentence.pieces) <= 2:
        backing = _from_our_side(sentence)
        if backing is not None:
            yield backing
    cleft = _cleft(sentence)
    if cleft is not None:
        yield cleft
    for i in range(sentence.lo, sentence.hi - 3):
        if tokens[i].low == "nach":
            found = _by_the_will(sentence, i)
            if found is not None:
                yield found


_OURS = word_set("uns mir unserer meiner")
_GROUPS = ("fraktion", "spd", "cdu", "fdp", "afd", "grünen", "linken", "liste", "csu")


def _from_our_side(sentence: Sentence) -> Found | None:
    """ "Von unserer Seite volle Unterstützung für den Antrag": a turn without a verb."""
    tokens = sentence.tokens
    lo, hi = sentence.lo, sentence.hi
    if sentence.finite_in(lo, hi) >= 0:
        return None
    noun = next((k for k in range(lo, hi) if tokens[k].low in _ECHO and tokens[k].is_upper), -1)
    if noun < 0 or hi - lo > 26:
        return None
    group = next(
        (
            (k + 1, phrase_end(tokens, k + 1, hi))
            for k in range(lo, hi - 1)
            if tokens[k].low in ("von", "vom", "der", "seitens")
            and (tokens[k + 1].low in _OURS or tokens[k + 1].low.endswith(_GROUPS))
        ),
        None,
    )
    if group is None or group[1] <= group[0]:
        return None
    act = _ECHO[tokens[noun].low]
    found = Found(act, "holder", sentence, [noun], f"„{tokens[noun].text}“ = {ACT_NAMES[act]}")
    if tokens[group[0]].low in ("uns", "mir") or tokens[group[1] - 1].low == "seite":
        found.is_first_person = True
    else:
        found.source = group
    if noun + 2 < hi and tokens[noun + 1].low in ("für", "zu", "zum", "zur"):
        message = strip_ends(tokens, noun + 2, hi)
        found.message = [message] if message[1] > message[0] else []
    return found


_SPEAKER = word_set("ich wir er sie")


def _cleft(sentence: Sentence) -> Found | None:
    """ "Was wir besonders begrüßen, ist, dass …": the stance in front of its content."""
    tokens = sentence.tokens
    if len(sentence.pieces) < 2 or tokens[sentence.lo].low != "was":
        return None
    front, main = sentence.pieces[0], sentence.pieces[1]
    verb = front.hi - 1
    hit = next(
        (h for h in core_hits(tokens[verb].low)
         if h.form & FINITE and h.entry.act in _SIDES and not h.entry.companions), None,
    )  # fmt: skip
    who = front.lo + 1
    if hit is None or tokens[main.lo].low not in ("ist", "sei") or who >= verb:
        return None
    end = phrase_end(tokens, who, verb)
    if end == who or (tokens[who].low not in _SPEAKER and not tokens[end - 1].is_upper):
        return None
    clause = clause_behind(sentence, 1, Subject(main.lo, main.lo + 1, False))
    if clause is None:
        clause = strip_ends(tokens, main.lo + 1, message_limit(sentence, main.lo))
    if clause[1] <= clause[0]:
        return None
    return Found(
        hit.entry.act, "holder", sentence, [verb], f"„was … {tokens[verb].text}, ist“: der Inhalt "
        "folgt", (who, end), message=[clause], is_open=tokens[who].low not in ("ich", "wir"),
        is_first_person=tokens[who].low in ("ich", "wir"),
    )  # fmt: skip


def _echo(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Die Pläne stoßen bei den Städten auf Ablehnung", "Beifall fand der Plan bei der SPD"."""
    tokens = sentence.tokens
    noun = next(
        (k for k in range(piece.lo, piece.hi) if tokens[k].low in _ECHO and tokens[k].is_upper), -1
    )
    if noun < 0:
        return None
    on = next((k for k in range(noun - 1, max(piece.lo, noun - 4) - 1, -1)
               if tokens[k].low == "auf"), -1)  # fmt: skip
    if (on >= 0) is not (tokens[finite].low in _MEET):
        return None
    holder = _phrase_after(sentence, piece, _AT)
    if holder is None:
        return None
    subject = find_subject(sentence, finite)
    start = on if on >= 0 else noun
    if subject is not None and subject.lo <= noun < subject.hi:
        subject = subject_behind(sentence, finite)
    act = _ECHO[tokens[noun].low]
    found = Found(
        act, "holder", sentence, sorted({finite, *range(start, noun + 1)}),
        f"„{tokens[finite].text} … {tokens[noun].text}“ bei jemandem = {ACT_NAMES[act]}",
        holder, is_open=True,
    )  # fmt: skip
    if subject is not None:
        if tokens[subject.lo].low in ("es", "man"):
            return None
        found.message = [_before(subject, holder)]
    return found


def _reacts(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Mit scharfer Kritik reagierte der Städtebund auf die Kürzung"."""
    tokens = sentence.tokens
    noun = next(
        (k for k in range(piece.lo + 2, piece.hi)
         if tokens[k].low in _ECHO and tokens[k - 2].low == "mit"), -1,
    )  # fmt: skip
    subject = find_subject(sentence, finite)
    if noun < 0 or subject is None or subject.lo <= noun < subject.hi:
        return None
    act = _ECHO[tokens[noun].low]
    found = Found(
        act, "holder", sentence, sorted([finite, noun - 2, noun - 1, noun]),
        f"„reagieren mit {tokens[noun].text}“ = {ACT_NAMES[act]}", (subject.lo, subject.hi),
        is_open=True,
    )  # fmt: skip
    found.is_first_person = tokens[subject.lo].low in ("ich", "wir")
    on = next((k for k in range(piece.lo, piece.hi - 1) if tokens[k].low == "auf"), -1)
    if on >= 0:
        end = with_postmodifier(tokens, phrase_end(tokens, on + 1, piece.hi), piece.hi)
        found.message = [(on + 1, end)] if end > on + 1 else []
        if subject.lo < on < subject.hi:
            found.source = (subject.lo, on)
    return found


def _before(subject: Subject, holder: Range) -> Range:
    """The subject without the holder behind it: "der Entwurf beim Städtebund"."""
    lo, hi = subject.lo, subject.hi
    return (lo, holder[0] - 1) if lo < holder[0] - 1 < hi else (lo, hi)


def _phrase_after(sentence: Sentence, piece: Piece, prepositions: frozenset[str]) -> Range | None:
    tokens = sentence.tokens
    for k in range(piece.lo, piece.hi - 1):
        if tokens[k].low in prepositions:
            end = phrase_end(tokens, k + 1, piece.hi)
            if end > k + 1 and any(t.is_upper for t in tokens[k + 1 : end]):
                return k + 1, end
    return None


_GO = word_set("geht gehen ging gingen gehe greift greifen griff greife")


def _too_far(sentence: Sentence, number: int, piece: Piece, finite: int) -> Found | None:
    """ "Das geht dem Verband zu weit", "Der FDP ging der Antrag nicht weit genug"."""
    tokens = sentence.tokens
    end = piece.hi
    tail = [t.low for t in tokens[max(finite + 1, end - 3) : end]]
    if tail[-2:] in (["zu", "weit"], ["zu", "langsam"], ["zu", "schnell"]):
        start = end - 2
    elif len(tail) == 3 and tail[0] == "nicht" and tail[2] == "genug":
        start = end - 3
    else:
        return None
    holder = _dative(sentence, piece, finite, start)
    if holder is None:
        return None
    subject = _other_than(sentence, piece, finite, start, holder)
    if subject is None:
        return None
    found = Found(
        Act.CRITICISM, "holder", sentence, [finite, *range(start, end)],
        f"„{tokens[finite].text} … {' '.join(t.text for t in tokens[start:end])}“ = Kritik",
        holder, message=[subject], is_open=True,
    )  # fmt: skip
    found.is_first_person = tokens[holder[0]].low in ("mir", "uns")
    clause = clause_behind(sentence, number, Subject(end - 1, end, False))
    if clause is not None and tokens[subject[0]].low == "es":
        found.message = [clause]
    return found


def _dative(sentence: Sentence, piece: Piece, finite: int, start: int) -> Range | None:
    """A phrase that opens in the dative, in front of the verb or between it and ``start``."""
    tokens = sentence.tokens
    spots = [k for k in range(finite + 1, start) if tokens[k].low in _DATIVE_FIRST]
    if tokens[piece.lo].low in _DATIVE_FIRST:
        spots.append(piece.lo)
    spots.sort(key=lambda k: tokens[k].low in ("der", "den", "einer"))  # the clear ones first
    for k in spots:
        if k > finite + 1 and tokens[k].low == "der" and tokens[k - 1].is_upper:
            continue  # a genitive: "der Vorschlag der Stadt"
        end = phrase_end(tokens, k, finite if k < finite else start)
        if end > k and (tokens[k].low not in ("den", "der") or end - k > 1):
            return k, end
    return None


def _other_than(
    sentence: Sentence, piece: Piece, finite: int, start: int, holder: Range
) -> Range | None:
    """What stands on the other side of the holder: the thing that goes too far."""
    tokens = sentence.tokens
    if holder[0] > finite and piece.lo < finite:
        lo = piece.lo
        while lo < finite and tokens[lo].low in ADVERBS and tokens[lo + 1].low != "geht":
            lo += 1
        return (lo, finite) if lo < finite else None
    lo = holder[1] if holder[0] > finite else finite + 1
    while lo < start and tokens[lo].kind == WORD and tokens[lo].low in ADVERBS:
        lo += 1
    end = phrase_end(tokens, lo, start)
    if end > lo:
        end = with_postmodifier(tokens, end, start)
    return (lo, end) if end > lo else None


def _goes_by(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Geht es nach der CDU, soll die Schule saniert werden"."""
    tokens = sentence.tokens
    if finite != piece.lo or finite + 3 >= sentence.hi or tokens[finite].low[0] != "g":
        return None
    if tokens[finite + 1].low != "es" or tokens[finite + 2].low != "nach":
        return None
    end = phrase_end(tokens, finite + 3, piece.hi)
    message = strip_ends(tokens, piece.hi, message_limit(sentence, finite))
    if end <= finite + 3 or end != piece.hi or message[1] <= message[0]:
        return None
    return Found(
        Act.DEMAND, "holder", sentence, [finite, finite + 1, finite + 2],
        "„geht es nach …“ nennt, wer es will = Forderung", (finite + 3, end), message=[message],
        is_open=True,
    )  # fmt: skip


_GOES_TO = word_set("gilt galt gelte gebührt gebühre")
_OUR = word_set("unser mein sein ihr")


def _thanks_go(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Unser Dank gilt den Helfern für ihren Einsatz", "Ihnen gilt mein Dank"."""
    tokens = sentence.tokens
    noun = next(
        (k for k in range(piece.lo, piece.hi) if tokens[k].text in ("Dank", "Respekt", "Lob")), -1
    )
    if noun < 0:
        return None
    owner = next((k for k in range(max(piece.lo, noun - 3), noun) if tokens[k].low in _OUR), -1)
    if owner < 0:
        return None
    found = Found(
        Act.APPROVAL, "thanks", sentence, sorted([finite, noun]),
        f"„{tokens[noun].text} {tokens[finite].text}“ jemandem = Zustimmung",
    )  # fmt: skip
    found.is_first_person = tokens[owner].low in ("unser", "mein")
    if not found.is_first_person:
        found.source = (owner, owner + 1)
    lo, hi = (finite + 1, piece.hi) if noun < finite else (piece.lo, finite)
    lo += tokens[lo].low in ADVERBS
    end = phrase_end(tokens, lo, hi)
    if end > lo:
        found.addressee = [(lo, end)]
    limit = message_limit(sentence, finite)
    why = next((k for k in range(max(finite, noun), limit - 1) if tokens[k].low == "für"), -1)
    if why > 0:
        found.message = [strip_ends(tokens, why + 1, limit)]
    elif piece.hi + 1 < limit:
        found.message = [strip_ends(tokens, piece.hi, limit)]
    return found if found.addressee or found.message else None


_IS = word_set("ist sei war wäre liegt liege lag")


def _lies_in(sentence: Sentence, number: int, piece: Piece, finite: int) -> Found | None:
    """ "Ihrer Fraktion sei daran gelegen, dass …", "Uns liegt am Herzen, dass …"."""
    tokens = sentence.tokens
    last = piece.hi - 1
    if tokens[last].low == "gelegen" and any(
        tokens[k].low in ("daran", "viel") for k in range(piece.lo, last)
    ):
        cue = [last]
    elif tokens[last].text == "Herzen" and tokens[last - 1].low == "am":
        cue = [finite, last - 1, last]
    else:
        return None
    holder = _dative(sentence, piece, finite, cue[-1])
    clause = clause_behind(sentence, number, Subject(last, last + 1, False))
    if holder is None or clause is None:
        return None
    found = Found(
        Act.DEMAND, "holder", sentence, cue, "jemandem ist daran gelegen = Forderung", holder,
        message=[clause], is_open=True,
    )  # fmt: skip
    found.is_first_person = tokens[holder[0]].low in ("mir", "uns")
    return found


_WON = word_set("überzeugt überzeugen überzeuge überzeugte überzeugten begeistert begeistern")


def _not_won_over(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Die Ergebnisse hätten ihn nicht überzeugt", "Uns überzeugt der Plan nicht"."""
    tokens = sentence.tokens
    won = next((k for k in range(piece.lo, piece.hi) if tokens[k].low in _WON), -1)
    no = next((k for k in range(piece.lo, piece.hi) if tokens[k].low in NEGATIONS), -1)
    if won < 0 or no < 0:
        return None
    whom = next(
        (k for k in range(piece.lo, piece.hi)
         if tokens[k].low in ("ihn", "sie", "mich", "uns") and tokens[k].text != "Sie"), -1,
    )  # fmt: skip
    joint = next((k for k in range(won - 1, finite, -1) if tokens[k].low == "und"), -1)
    if joint > 0:  # "die Planung fehle und die Studie habe ihn nicht überzeugt"
        finite = sentence.finite_in(joint + 1, piece.hi)
        subject = Subject(joint + 1, finite, False) if finite > joint + 1 else None
    else:
        subject = find_subject(sentence, finite)
    if whom < 0 or subject is None or subject.lo <= whom < subject.hi:
        return None
    if tokens[subject.lo].low in ("ich", "wir", "er", "man", "es"):
        return None
    found = Found(
        Act.CRITICISM, "holder", sentence, sorted([no, won]), "überzeugt jemanden nicht = Kritik",
        (whom, whom + 1), message=[(subject.lo, subject.hi)],
    )  # fmt: skip
    found.is_first_person = tokens[whom].low in ("mich", "uns")
    found.is_open = not found.is_first_person
    return found


def _by_the_will(sentence: Sentence, i: int) -> Found | None:
    """ "Nach dem Willen der Grünen soll die Stadt …"."""
    tokens = sentence.tokens
    k = i + 1
    if tokens[k].low in ("dem", "den", "der"):
        k += 1
    if tokens[k].low not in _WILL or not tokens[k].is_upper:
        return None
    start = k + 1
    if start < sentence.hi and tokens[start].low in ("von", "vom"):
        start += 1
    end = phrase_end(tokens, start, sentence.hi)
    if end <= start:
        return None
    end = with_postmodifier(tokens, end, sentence.hi)
    piece = sentence.pieces[max(sentence.piece_at(i), 0)]
    should = next(
        (j for j in range(piece.lo, piece.hi)
         if tokens[j].low in ("soll", "sollen", "solle", "sollte", "sollten")), -1,
    )  # fmt: skip
    if should < 0:
        return None
    message: list[Range] = []
    before, after = (
        strip_ends(tokens, piece.lo, i),
        strip_ends(tokens, end, message_limit(sentence, end)),
    )
    message = [part for part in (before, after) if part[1] > part[0]]
    found = Found(
        Act.DEMAND, "holder", sentence, list(range(i, k + 1)),
        f"„nach … {tokens[k].text}“ nennt, wer es will = Forderung", (start, end),
        message=message, is_open=True,
    )  # fmt: skip
    return found if message else None
