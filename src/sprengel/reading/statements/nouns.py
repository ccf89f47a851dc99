"""Nouns that introduce what was said: "der Appell der Landräte, … auszusetzen"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sprengel.language.tokens import COMMA, NUMBER, WORD
from sprengel.language.words import W_WORDS, word_set
from sprengel.reading.document import Act, Span
from sprengel.reading.lexicon import lexicon
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end, with_postmodifier
from sprengel.reading.statements.speech import ACT_NAMES

_POSSESSIVE = word_set("mein meine meinen meinem meiner unser unsere unseren unserem unserer")
_THEIR = word_set("sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer")


def find_nouns(sentence: Sentence) -> Iterator[Found]:
    nouns = lexicon().nouns
    tokens = sentence.tokens
    for i in range(sentence.lo, sentence.hi):
        token = tokens[i]
        if token.kind != WORD or not token.text[0].isupper():
            continue
        party = _party_motion(sentence, i)
        if party is not None:
            yield party
            continue
        act = nouns.get(token.text)
        if act is None and "-" in token.text:
            act = nouns.get(token.text.rsplit("-", 1)[1])
        if act is None:
            continue
        found = _with_content(sentence, i, act) or _with_colon(sentence, i, act)
        if found is not None:
            yield found


def _with_content(sentence: Sentence, i: int, act: Act) -> Found | None:
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0 or number + 1 >= len(sentence.pieces):
        return None
    piece = sentence.pieces[number]
    source, first, end = _source(sentence, i, piece.hi)
    is_open_question = (
        act in (Act.QUESTION, Act.DEMAND)
        and source is None
        and not first
        and not tokens[i].low.endswith("ziel")
        and _is_put(sentence, i, piece.hi)
    )
    if source is None and not first and not is_open_question:
        return None
    if first and act is Act.REPORT:
        return None  # "unsere Überzeugung, dass" is a hedge (A4)
    following = sentence.pieces[number + 1]
    if end < piece.hi and not is_open_question and not _verb_only(sentence, end, piece.hi, first):
        return None
    if tokens[following.lo - 1].kind != COMMA:
        return None
    opener = tokens[following.lo].low
    is_content = (
        (following.kind is ClauseKind.INFINITIVE and opener not in ("um", "ohne", "statt"))
        or (
            following.kind is ClauseKind.SUBORDINATE
            and (
                opener in ("dass", "ob")
                or (opener == "wenn" and act is Act.DEMAND)
                or (act is Act.QUESTION and opener in W_WORDS)
            )
        )
        or (
            following.kind is ClauseKind.MAIN
            and act in (Act.CRITICISM, Act.REPORT)
            and end == piece.hi
        )
    )
    if not is_content:
        return None
    hi = following.hi
    for k in range(number + 2, len(sentence.pieces)):
        other = sentence.pieces[k]
        if other.kind is ClauseKind.INFINITIVE or other.kind in (
            ClauseKind.SUBORDINATE,
            ClauseKind.RELATIVE,
        ):
            if tokens[other.lo].low in ("was", "wie"):
                break
            hi = other.hi
        else:
            break
    message = strip_ends(tokens, following.lo, hi)
    rule = "question" if is_open_question else "noun"
    found = Found(act, rule, sentence, [i], source=source, message=[message], is_open=True)
    found.is_first_person = first
    found.source_is_near = source is not None
    found.reason = f"„{tokens[i].text}“ mit Inhalt = {ACT_NAMES[act]}"
    return found


_PARTY = re.compile(r"(?P<who>[A-ZÄÖÜ]{2,}[\w.&/]*)-(?:[ÄE]\w+s)?[Aa]ntrag")


def _party_motion(sentence: Sentence, i: int) -> Found | None:
    """ "den AfD-Antrag über eine Erhöhung", "ein CDU-Antrag, keine Einsparung bei Horten"."""
    tokens = sentence.tokens
    if not tokens[i].low.endswith("antrag") or len(tokens[i].low) > 60 or i + 2 >= sentence.hi:
        return None
    named = _PARTY.fullmatch(tokens[i].text)
    if named is None:
        return None
    piece = sentence.pieces[max(sentence.piece_at(i), 0)]
    following = tokens[i + 1]
    if following.low in ("über", "auf", "zur", "zum"):
        message = strip_ends(tokens, i + 2, piece.hi)
    elif following.kind == COMMA and sentence.piece_at(i + 2) >= 0:
        other = sentence.pieces[sentence.piece_at(i + 2)]
        if other.kind not in (ClauseKind.FRAGMENT, ClauseKind.INFINITIVE):
            return None
        message = strip_ends(tokens, other.lo, other.hi)
    else:
        return None
    start = tokens[i].start
    return Found(
        Act.DEMAND, "noun", sentence, [i], f"„{tokens[i].text}“ nennt, wer es beantragt",
        source_span=Span(start, start + len(named["who"])), message=[message],
    )  # fmt: skip


def _with_colon(sentence: Sentence, i: int, act: Act) -> Found | None:
    """ "Die Forderung der Städte: Das Land soll zahlen.", "Meine Bitte an Sie: Prüfen Sie das."."""
    tokens = sentence.tokens
    colon = next(
        (k for k in range(i + 1, min(i + 14, sentence.hi - 1)) if tokens[k].text == ":"), -1
    )
    if colon < 0 or act not in _COLON_ACTS or sentence.finite_in(sentence.lo, i) >= 0:
        return None
    source, first, end = _source(sentence, i, colon)
    one_more = act is Act.QUESTION and _is_one_more(sentence, i)
    if source is None and not first and not one_more:
        return None
    if any(tokens[k].kind not in (WORD, NUMBER) for k in range(end, colon)):
        return None
    if sentence.finite_in(end, colon) >= 0 and not _verb_only(sentence, end, colon, first):
        return None
    lo, hi = strip_ends(tokens, colon + 1, sentence.hi)
    if hi <= lo:
        return None
    found = Found(act, "noun", sentence, [i], source=source, message=[(lo, hi)], is_open=not first)
    found.is_first_person = first or one_more
    if end < colon and tokens[end].low in ("an", "ans"):
        found.addressee = [(end + 1, colon)]
    found.reason = f"„{tokens[i].text}: …“ = {ACT_NAMES[act]}"
    return found


_COLON_ACTS = frozenset((Act.DEMAND, Act.COMMITMENT, Act.QUESTION))


def _is_one_more(sentence: Sentence, i: int) -> bool:
    """ "Eine Frage noch: …", "Kurze Frage: …" in somebody's own words."""
    lows = [t.low for t in sentence.tokens[sentence.lo : i]]
    return all(low in _FEW_WORDS or low.startswith("kurz") for low in lows) and len(lows) <= 3


_FEW_WORDS = word_set("eine noch nur erste zweite dritte letzte weitere die und dann zum einen")
_PUT_BEFORE = word_set("die der das ein eine entscheidende zentrale einzige einziger weiterer")


def _is_put(sentence: Sentence, i: int, hi: int) -> bool:
    """ "Die Frage sei, wann …", "stellt sich die Frage, ob …"."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(i)]
    if i > piece.lo and tokens[i - 1].low not in _PUT_BEFORE:
        return False
    return any(
        tokens[k].low
        in ("ist", "sei", "wäre", "bleibt", "bleibe", "lautet", "laute", "stellt", "stelle")
        for k in range(piece.lo, hi)
    )


def _verb_only(sentence: Sentence, lo: int, hi: int, first: bool) -> bool:
    """Nothing but a short verb between noun and content: "Mein Vorschlag wäre, …"."""
    return hi - lo <= (4 if first else 1) or all(
        sentence.tokens[k].low in ("ist", "sei", "war", "wäre", "es", "bleibt", "auch")
        for k in range(lo, hi)
    )


def _source(sentence: Sentence, i: int, hi: int) -> tuple[Range | None, bool, int]:
    """(source, is it the speaker himself, end of the noun's phrase)"""
    tokens = sentence.tokens
    for k in range(max(sentence.lo, i - 2), i):
        if tokens[k].low in _POSSESSIVE:
            return None, True, i + 1
        if tokens[k].low in _THEIR and k == i - 1:
            return (k, k + 1), False, i + 1
    k = i + 1
    if k < hi and tokens[k].low in ("von", "vom", "aus", "durch"):
        end = phrase_end(tokens, k + 1, hi)
        if end > k + 1 and tokens[k + 1].low in ("uns", "mir"):
            return None, True, end
        if end > k + 1:
            return (k + 1, with_postmodifier(tokens, end, hi)), False, end
    if k < hi and tokens[k].low in (
        "der",
        "des",
        "eines",
        "einer",
        "mehrerer",
        "vieler",
        "einiger",
        "unserer",
        "meiner",
        "seiner",
        "ihrer",
    ):
        end = phrase_end(tokens, k, hi)
        if end > k + 1:
            return (k, end), False, end
    for j in range(i - 1, max(sentence.lo, i - 6) - 1, -1):
        # "den von Ihnen erhobenen Vorwurf"
        if tokens[j].low == "von" and j + 1 < i:
            end = phrase_end(tokens, j + 1, i)
            if end > j + 1 and (tokens[j + 1].is_upper or end - j > 2):
                return (j + 1, min(end, i - 1) if end >= i else end), False, i + 1
    return None, False, i + 1
