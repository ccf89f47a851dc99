"""Statements without a verb of saying: "so X", "laut X", "nach Angaben von X", "aus Sicht"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import CLOSE, COMMA, NUMBER, OPEN, STOP, WORD
from sprengel.language.words import DETERMINERS, word_set
from sprengel.reading.document import Act
from sprengel.reading.lexicon import lexicon
from sprengel.reading.statements.clauses import ClauseKind, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end, with_apposition, with_postmodifier
from sprengel.reading.statements.speech import message_limit

_NACH_NOUNS = word_set(
    "angaben angabe ansicht auffassung meinung einschätzung aussage aussagen überzeugung worten "
    "darstellung mitteilung auskunft bekunden informationen erkenntnissen schätzung schätzungen "
    "berechnungen erachtens dafürhalten eindruck bericht"
)
_SAID = frozenset(["worten", "angaben", "darstellung", "auffassung", "einschätzung", "aussage"])
_SICHT_NOUNS = frozenset(["sicht", "perspektive"])
_POSSESSIVES = word_set(
    "seiner ihrer unserer meiner seinen ihren unseren meinen seines ihres meines unseres eigenen "
    "eigener deren dessen"
)
_SO_BLOCKERS = word_set(
    "dass viel viele sehr wie weit lange gut etwas ein eine einen einem einer das dies diese die- "
    "auch schnell genannte genannten genannter groß hoch sollte soll ist sei kann können"
)


def find_attributions(sentence: Sentence) -> Iterator[Found]:
    tokens = sentence.tokens
    named = _name_and_quote(sentence)
    if named is not None:
        yield named
    i = sentence.lo
    while i < sentence.hi:
        token = tokens[i]
        if token.kind == WORD:
            low = token.low
            found: Found | None = None
            if low.endswith("te") and not tokens[i].is_upper:
                found = _tag(sentence, i)
            elif low == "so":
                found = _so(sentence, i)
            elif low in ("laut", "lt."):
                found = _preposition(sentence, i, [i], i + 1)
            elif low == "zufolge":
                found = _zufolge(sentence, i)
            elif low in ("nach", "aus", "in") and i + 1 < sentence.hi:
                found = _nach(sentence, i)
            elif low in ("erachtens", "meinung", "ansicht", "auffassung", "worten"):
                found = _possessive(sentence, i)
            elif (
                low == "gemäß"
                and i + 2 < sentence.hi
                and tokens[i + 1].low in ("aussage", "angaben")
            ):
                found = _preposition(sentence, i, [i, i + 1], i + 2)
            if found is not None:
                yield found
                i = max(found.cue) + 1
                continue
        i += 1


def _name_and_quote(sentence: Sentence) -> Found | None:
    """ "Landrat Meier: „Das ist ein wichtiger Schritt.“": a name, a colon, a quotation."""
    tokens = sentence.tokens
    lo, limit = sentence.lo, min(sentence.lo + 16, sentence.hi - 2)
    colon = next((k for k in range(lo + 1, limit) if tokens[k].text == ":"), -1)
    if colon < 0 or tokens[colon + 1].kind != OPEN or sentence.part.label is not None:
        return None
    if not tokens[lo].is_upper and tokens[lo].low not in DETERMINERS:
        return None
    if sentence.finite_in(lo, colon) >= 0 or tokens[lo].low.endswith(_NO_SPEAKER):
        return None
    if tokens[lo].kind != WORD or phrase_end(tokens, lo, colon) == lo:
        return None
    if any(tokens[k].low.endswith(_NO_SPEAKER) for k in range(lo, colon)):
        return None
    start, end = strip_ends(tokens, colon + 1, sentence.hi)
    if end - start < 4 or sentence.finite_in(start, end) < 0:
        return None  # a title, not words
    return Found(
        Act.REPORT, "so", sentence, [colon], "Name, Doppelpunkt, wörtliche Rede",
        (lo, colon), message=[(start, end)], is_quote=True, is_open=True,
    )  # fmt: skip


_NO_SPEAKER = (
    "motto", "titel", "thema", "betreff", "frage", "antwort", "überschrift", "slogan", "begriff",
    "stichwort", "schlagwort", "name", "devise", "projekt", "satz", "beispiel", "zitat", "fazit",
    "hinweis", "film", "buch", "lied", "stück", "programm", "veranstaltung", "vortrag",
    "ausstellung", "workshop", "tagesordnung", "punkt", "kategorie", "reihe",
)  # fmt: skip


_SPOKESMEN = (
    "sprecher", "sprecherin", "mitarbeiter", "mitarbeiterin", "vertreter", "vertreterin",
    "teilnehmer", "teilnehmerin", "anwohner", "anwohnerin", "experte", "expertin", "händler",
    "mitglied", "beamter", "insider", "gutachter", "augenzeuge", "zeuge", "anwalt", "bewohner",
)  # fmt: skip


def _so(sentence: Sentence, i: int) -> Found | None:
    """ "…", so der Präsident; Er habe, so Wessling, selten …"""
    tokens = sentence.tokens
    if i == sentence.lo or i + 1 >= sentence.hi:
        return None
    before = tokens[i - 1]
    if before.kind not in (COMMA, CLOSE) and before.text not in "–—-":
        return None
    following = tokens[i + 1]
    spokesman = following.low in ("ein", "eine") and any(
        tokens[k].low.endswith(_SPOKESMEN) for k in range(i + 2, min(i + 5, sentence.hi))
    )
    if (following.low in _SO_BLOCKERS and not spokesman) or following.kind != WORD:
        return None
    if (
        not following.is_upper
        and following.low not in DETERMINERS
        and following.low not in ("er", "sie")
    ):
        return None
    end = phrase_end(tokens, i + 1, sentence.hi)
    years = i + 2
    if years + 2 < sentence.hi and tokens[years].kind == NUMBER and tokens[years + 1].text == "-":
        end = years + 3  # "so der 51-Jährige"
    if end <= i + 1:
        return None
    end = with_postmodifier(tokens, end, sentence.hi)
    end = with_apposition(tokens, i + 1, end, sentence.hi)
    after = end
    while after < sentence.hi and tokens[after].low in (
        "weiter",
        "abschließend",
        "ferner",
        "in",
        "am",
        "gegenüber",
    ):
        after += 1
    if (
        after < sentence.hi
        and tokens[after].kind not in (COMMA, STOP, CLOSE, OPEN)
        and (tokens[after].text not in ":;–—-)")
    ):
        if not any(
            tokens[k].kind in (COMMA, STOP) for k in range(after, min(after + 6, sentence.hi))
        ):
            return None
        piece = sentence.pieces[sentence.piece_at(i)]
        if piece.kind is ClauseKind.MAIN and sentence.finite_in(end, piece.hi) >= 0:
            return None
    message = _around(sentence, i, after)
    if not message:
        return None
    noun = next((k for k in range(i + 2, min(end, i + 5)) if tokens[k].is_upper), i + 1)
    act = lexicon().nouns.get(tokens[noun].text) if end > noun + 1 and noun > i + 1 else None
    if act is not None and tokens[noun + 1].low in _OF:
        start = noun + 2 if tokens[noun + 1].low in ("von", "vom") else noun + 1
        return Found(
            act, "so", sentence, [noun], f"„so … {tokens[noun].text}“ nennt, von wem",
            (start, end), message=message, is_postposed=True, is_open=True,
        )  # fmt: skip
    quoted = any(tokens[k].kind == CLOSE for k in range(sentence.lo, i))
    return Found(
        Act.REPORT, "so", sentence, [i], "„so …“ nennt, wer es gesagt hat", (i + 1, end),
        message=message, is_quote=quoted, is_postposed=True, is_open=True,
    )  # fmt: skip


_OF = word_set("der des von vom eines einer")


def _tag(sentence: Sentence, i: int) -> Found | None:
    """„Das reicht“, zischte Anna Beispiel: any verb between the quotation and a name tells."""
    tokens = sentence.tokens
    if i < sentence.lo + 3 or i + 1 >= sentence.hi or tokens[i].low in lexicon().verbs:
        return None
    if tokens[i - 1].kind != COMMA or tokens[i - 2].kind != CLOSE or len(tokens[i].low) < 5:
        return None
    following = tokens[i + 1]
    if not following.is_upper and following.low not in ("er", "sie", "der", "die", "ein", "eine"):
        return None
    end = phrase_end(tokens, i + 1, sentence.hi)
    if end <= i + 1 or (end < sentence.hi and tokens[end].kind not in (COMMA, STOP)):
        return None
    message = _around(sentence, i, end)
    if not message:
        return None
    return Found(
        Act.REPORT, "so", sentence, [i], f"„{tokens[i].text}“ hinter der wörtlichen Rede nennt, "
        "wer spricht", (i + 1, end), message=message, is_quote=True, is_postposed=True,
        is_open=True,
    )  # fmt: skip


def _around(sentence: Sentence, lo: int, hi: int) -> list[Range]:
    tokens = sentence.tokens
    message: list[Range] = []
    before = strip_ends(tokens, sentence.lo, lo)
    if before[1] > before[0]:
        message.append(before)
    if (hi < sentence.hi and tokens[hi].kind in (COMMA, OPEN, CLOSE)) or (
        hi < sentence.hi and tokens[hi].text in ":–—"
    ):
        after = strip_ends(tokens, hi, sentence.hi)
        if after[1] > after[0]:
            message.append(after)
    return message


def _preposition(sentence: Sentence, i: int, cue: list[int], start: int) -> Found | None:
    """ "Laut einer Umfrage planen 31 Städte, …": the rest of the sentence is the message."""
    tokens = sentence.tokens
    if start >= sentence.hi:
        return None
    if tokens[i].low in ("laut", "lt.") and tokens[start].low in (
        "satzung",
        "gesetz",
        "vertrag",
        "plan",
        "§",
        "denken",
    ):
        return None
    if tokens[start].low in ("von", "vom"):
        start += 1
    end = phrase_end(tokens, start, sentence.hi)
    if end <= start:
        return None
    end = with_postmodifier(tokens, end, sentence.hi)
    message = _rest(sentence, i, end)
    if not message:
        return None
    return Found(
        Act.REPORT, "laut", sentence, cue,
        f"„{' '.join(tokens[k].text for k in cue)} …“ nennt die Quelle", (start, end),
        message=message, is_open=True,
    )  # fmt: skip


def _rest(sentence: Sentence, lo: int, hi: int) -> list[Range]:
    """What the sentence says besides the naming of its source, subordinate remarks included."""
    tokens = sentence.tokens
    message: list[Range] = []
    begin = sentence.lo
    number = sentence.piece_at(lo)
    if number > 0 and sentence.pieces[number].kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        begin = sentence.pieces[number].lo
    before = strip_ends(tokens, begin, lo)
    if before[1] - before[0] > 0:
        message.append(before)
    after = strip_ends(tokens, hi, message_limit(sentence, hi))
    if after[1] > after[0]:
        message.append(after)
    return message


_DATIVES = word_set(
    "dem den der einem einer ihm ihr ihnen seinen ihren seiner ihrer eigenen unseren meinen deren"
)


def _zufolge(sentence: Sentence, i: int) -> Found | None:
    tokens = sentence.tokens
    start = sentence.lo
    for k in range(i - 1, sentence.lo - 1, -1):
        if tokens[k].kind in (COMMA, STOP, OPEN):
            start = k + 1
            break
        if tokens[k].low in _DATIVES:
            start = k
            break
    end = i
    if end <= start:
        return None
    message = _rest(sentence, start, i + 1)
    if not message:
        return None
    return Found(
        Act.REPORT, "laut", sentence, [i], "„… zufolge“ nennt die Quelle", (start, end),
        message=message, is_open=True,
    )  # fmt: skip


def _nach(sentence: Sentence, i: int) -> Found | None:
    """nach Angaben (von) X, nach Ansicht des X, nach seinen Worten, aus Sicht der Verwaltung."""
    tokens = sentence.tokens
    low = tokens[i].low
    k = i + 1
    possessive = -1
    if tokens[k].low in _POSSESSIVES:
        possessive = k
        k += 1
    elif low == "nach" and tokens[k].low in ("den", "der"):
        k += 1  # "nach den Worten des Ministers"
    if k >= sentence.hi:
        return None
    noun = tokens[k].low
    if low == "nach" and noun in _NACH_NOUNS and (k == i + 1 or possessive >= 0 or noun in _SAID):
        cue = list(range(i, k + 1)) if possessive < 0 else [i, k]
    elif low == "aus" and noun in _SICHT_NOUNS:
        cue = [k]
    else:
        return None
    if possessive >= 0:
        if tokens[possessive].low in ("eigenen", "eigener"):
            cue = [i, possessive, k]
            return _own(sentence, i, cue)
        source: Range = (possessive, possessive + 1)
        end = k + 1
        if tokens[possessive].low in ("unserer", "meiner", "unseren"):
            return None
    else:
        start = k + 1
        if start < sentence.hi and tokens[start].low in ("von", "vom"):
            start += 1
        end = phrase_end(tokens, start, sentence.hi) if start < sentence.hi else start
        if end <= start:
            return None
        end = with_postmodifier(tokens, end, sentence.hi)
        source = (start, end)
    message = _rest(sentence, i, end)
    if not message:
        return None
    return Found(
        Act.REPORT, "laut", sentence, cue,
        f"„{' '.join(tokens[c].text for c in cue)} …“ nennt, wessen Aussage es ist", source,
        message=message, is_open=True,
    )  # fmt: skip


def _own(sentence: Sentence, i: int, cue: list[int]) -> Found | None:
    """ "Der Verein hat nach eigener Darstellung 212 Mitglieder": the subject is the source."""
    tokens = sentence.tokens
    end = phrase_end(tokens, sentence.lo, i)
    if end <= sentence.lo:
        return None
    message = _rest(sentence, i, max(cue) + 1)
    return Found(
        Act.REPORT, "laut", sentence, cue, "„nach eigenen Angaben“: Quelle ist das Subjekt",
        (sentence.lo, end), message=message,
    )  # fmt: skip


def _possessive(sentence: Sentence, i: int) -> Found | None:
    """ "Seines Erachtens finde man …", "Seiner Meinung nach sei …"."""
    tokens = sentence.tokens
    if i == sentence.lo or tokens[i - 1].low not in (
        "seines",
        "ihres",
        "seiner",
        "ihrer",
        "seinen",
        "ihren",
    ):
        return None
    if tokens[i].low != "erachtens" and not (i + 1 < sentence.hi and tokens[i + 1].low == "nach"):
        return None
    end = i + 2 if i + 1 < sentence.hi and tokens[i + 1].low == "nach" else i + 1
    message = _rest(sentence, i - 1, end)
    if not message:
        return None
    return Found(
        Act.REPORT, "laut", sentence, [i],
        f"„{tokens[i - 1].text} {tokens[i].text}“ nennt, wessen Aussage es ist",
        (i - 1, i), message=message, is_open=True,
    )  # fmt: skip
