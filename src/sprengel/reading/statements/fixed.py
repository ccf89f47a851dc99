"""Fixed phrases whose subject does not speak: "dafür fehlt uns …", "jetzt ist das Land gefordert".

The rows stand in ``frames.toml``; who says it is the one felt for ("uns"), or whoever speaks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sprengel.language.verbs import FINITE, Form, forms_of
from sprengel.language.words import (
    ADVERBS,
    BE,
    HAVE,
    NEGATIONS,
    NEGATIVE_DETERMINERS,
    W_WORDS,
    word_set,
)
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Piece, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.judgements import experiencer
from sprengel.reading.statements.phrases import phrase_end, with_postmodifier
from sprengel.reading.statements.predicates import clause_behind
from sprengel.reading.statements.speech import ACT_NAMES, message_limit
from sprengel.reading.statements.subjects import Subject, find_subject

Companion = tuple[tuple[str, ...], ...]
"""Alternatives of words that stand side by side."""


@dataclass(frozen=True, slots=True)
class Frame:
    act: Act
    lemma: str
    particle: str
    companions: tuple[Companion, ...]
    flags: frozenset[str]
    prepositions: tuple[str, ...]


@cache
def frames() -> dict[str, tuple[tuple[Frame, int], ...]]:
    """Verb form → the rows it may belong to, and what form of their verb it is."""
    text = files("sprengel.reading").joinpath("frames.toml").read_text(encoding="utf-8")
    table: dict[str, list[tuple[Frame, int]]] = {}
    for act, rows in tomllib.loads(text).items():
        for row in rows.splitlines():
            if row.strip():
                frame = _frame(Act(act), row.split())
                for form, what in _forms(frame).items():
                    table.setdefault(form, []).append((frame, what))
    return {form: tuple(rows) for form, rows in table.items()}


def _frame(act: Act, row: list[str]) -> Frame:
    particle, _, stem = row[0].rpartition("|")
    companions = tuple(
        tuple(tuple(words.split("_")) for words in item[1:].split("/"))
        for item in row[1:]
        if item.startswith("+")
    )
    prepositions = next((tuple(i[2:].split(",")) for i in row[1:] if i.startswith("M:")), ())
    flags = frozenset(i for i in row[1:] if not i.startswith(("+", "M:")))
    return Frame(act, stem, particle, companions, flags, prepositions)


def _forms(frame: Frame) -> dict[str, int]:
    if frame.lemma == "sein":
        return dict.fromkeys(BE - {"sein", "gewesen"}, Form.THIRD)
    if not frame.particle:
        return forms_of(frame.lemma)
    apart = {f: what for f, what in forms_of(frame.lemma).items() if what != Form.PARTICIPLE}
    return apart | forms_of(frame.lemma, particle=frame.particle)


def find_fixed(sentence: Sentence) -> Iterator[Found]:
    table = frames()
    tokens = sentence.tokens
    if tokens[sentence.hi - 1].text == "?":
        return
    for piece in sentence.pieces:
        if piece.kind is not ClauseKind.MAIN:
            continue
        finite = sentence.finite_in(piece.lo, piece.hi)
        if finite < 0:
            continue
        for k in range(piece.lo, piece.hi):
            found = next(
                filter(
                    None,
                    (
                        _read(sentence, piece, finite, k, frame, form)
                        for frame, form in table.get(tokens[k].low, ())
                    ),
                ),
                None,
            )
            if found is not None:
                yield found
                break


def _read(
    sentence: Sentence, piece: Piece, finite: int, k: int, frame: Frame, form: int
) -> Found | None:
    tokens = sentence.tokens
    if tokens[k].text[0].isupper() and k > sentence.lo:
        return None
    cue = _cue(sentence, piece, finite, k, frame, form)
    if cue is None:
        return None
    no = [
        j
        for j in range(piece.lo, piece.hi)
        if j not in cue and (tokens[j].low in NEGATIONS or tokens[j].low in NEGATIVE_DETERMINERS)
    ]
    if bool(no) is not ("not" in frame.flags):
        return None
    subject = find_subject(sentence, finite)
    if subject is not None and any(subject.lo <= c < subject.hi for c in cue):
        subject = None
    if not _fits(sentence, piece, frame, subject, cue):
        return None
    found = Found(frame.act, "fixed", sentence, sorted({*cue, *no[:1]}))
    holder = _whom(sentence, piece) or experiencer(sentence, piece.lo, piece.hi)
    if "dat" in frame.flags:
        if holder is None or tokens[holder[0]].text == "Ihnen":
            return None
        found.source = holder
        found.is_first_person = tokens[holder[0]].low in ("uns", "mir", "mich", "unserer", "meiner")
    clause = clause_behind(sentence, sentence.piece_at(k), Subject(k, k + 1, False))
    if "dass" in frame.flags and clause is None:
        return None
    if frame.act is Act.DEMAND and tokens[piece.hi - 1].low == "gewesen":
        found.act = Act.CRITICISM  # "es wäre uns lieber gewesen, wenn …": it was not done
    found.message = _message(sentence, piece, frame, subject, clause, found)
    if "duty" in frame.flags and subject is not None:
        found.addressee = [(subject.lo, subject.hi)]
    found.source_is_near = found.source is not None
    found.is_open = not found.is_first_person
    words = " … ".join(tokens[c].text for c in found.cue)
    found.reason = f"„{words}“: feste Wendung = {ACT_NAMES[found.act]}"
    return found if found.message else None


def _whom(sentence: Sentence, piece: Piece) -> Range | None:
    """ "hat mich überrascht", "ärgert ihn": felt in the accusative."""
    tokens = sentence.tokens
    return next(
        ((k, k + 1) for k in range(piece.lo, piece.hi) if tokens[k].low in ("mich", "ihn")), None
    )


def _cue(
    sentence: Sentence, piece: Piece, finite: int, k: int, frame: Frame, form: int
) -> list[int] | None:
    """The verb, its particle and its companions; None where the form does not fit."""
    tokens = sentence.tokens
    low = tokens[finite].low
    if k == finite:
        past = form & (Form.PAST | Form.PAST_PLURAL)
        if past and not form & (Form.THIRD | Form.KONJUNKTIV_1) and sentence.part.label is not None:
            return None  # what was, in somebody's direct words: he tells
        if not form & FINITE:
            return None
    elif form & Form.PARTICIPLE:
        if low not in HAVE | BE:
            return None
    elif not (form & Form.INFINITIVE and low in _HELPERS):
        return None
    cue = [k]
    if frame.particle and not tokens[k].low.startswith(frame.particle):
        last = piece.hi - 1
        if tokens[last].low != frame.particle:
            return None
        cue.append(last)
    for companion in frame.companions:
        at = _find(sentence, piece, companion)
        if at is None:
            return None
        cue.extend(range(*at))
    return cue


_HELPERS = word_set("kann können könne wird werden werde darf dürfe")


def _find(sentence: Sentence, piece: Piece, companion: Companion) -> Range | None:
    tokens = sentence.tokens
    for k in range(piece.lo, piece.hi):
        for words in companion:
            end = k + len(words)
            if end <= piece.hi and all(tokens[k + n].low == word for n, word in enumerate(words)):
                return k, end
    return None


_PLAN = (
    "das", "dies", "plan", "planung", "antrag", "vorlage", "vorschlag", "konzept", "entwurf",
    "lösung", "maßnahme", "maßnahmen", "antwort", "bericht", "angebot", "argument", "begründung",
    "stellungnahme", "programm", "regelung", "satzung", "gesetz", "kompromiss", "papier",
    "rechnung", "umsetzung", "reform", "hilfe", "hilfen", "zusage", "ergebnis", "vorgehen",
    "beschluss", "idee", "ansatz", "paket", "forderung",
)  # fmt: skip
_LACKING = word_set(
    "aussage aussagen hinweis hinweise angabe angaben begründung konzept zeitplan zahlen "
    "erklärung antwort antworten darstellung nachweis kostenaufstellung"
)
_NO_LACK = word_set("worte geld zeit mittel personal")
"""What may be missing without anybody being to blame: "mir fehlen die Worte"."""
_PAPER = (
    "vorlage", "antrag", "plan", "konzept", "antwort", "stellungnahme", "bericht", "entwurf",
    "papier", "haushalt", "planung", "begründung", "gutachten", "unterlagen",
)  # fmt: skip


def _fits(
    sentence: Sentence, piece: Piece, frame: Frame, subject: Subject | None, cue: list[int]
) -> bool:
    tokens = sentence.tokens
    flags = frame.flags
    if subject is not None:
        low = tokens[subject.lo].low
        if low in ("ich", "wir", "man") or low in W_WORDS:
            return False
        if low in ("er", "sie") and "plan" not in flags and tokens[subject.lo].text != "Sie":
            return False
    if "noword" in flags and subject is not None and tokens[subject.hi - 1].low in _NO_LACK:
        return False
    if "it" in flags and not any(tokens[j].low == "es" for j in range(piece.lo, piece.hi)):
        return False
    if "lack" in flags and (
        subject is None or not any(t.low in _LACKING for t in tokens[subject.lo : subject.hi])
    ):
        return False
    if "duty" in flags and (
        subject is None or not any(t.is_upper for t in tokens[subject.lo : subject.hi])
    ):
        return False
    if "plan" in flags and (
        subject is None
        or not any(t.low.endswith(_PLAN) for t in tokens[subject.lo : subject.hi])
        or (tokens[subject.lo].low in ("der", "dem") and subject.hi - subject.lo == 1)
    ):
        return False
    if "you" in flags and not any(
        tokens[j].text in ("Ihnen", "dir", "euch") for j in range(piece.lo, piece.hi)
    ):
        return False
    return "doc" not in flags or any(
        tokens[j].low in ("in", "im") and _names_paper(sentence, j + 1, piece.hi)
        for j in range(piece.lo, piece.hi)
    )


def _names_paper(sentence: Sentence, lo: int, hi: int) -> bool:
    end = phrase_end(sentence.tokens, lo, hi)
    return any(t.is_upper and t.low.endswith(_PAPER) for t in sentence.tokens[lo:end])


def _besides(sentence: Sentence, piece: Piece, found: Found) -> list[Range]:
    """What the clause says besides cue and "es", with what follows it."""
    tokens = sentence.tokens
    limit = message_limit(sentence, max(found.cue))
    out = {*found.cue, *(k for k in range(piece.lo, piece.hi) if tokens[k].low == "es")}
    message: list[Range] = []
    k = piece.lo
    while k < limit:
        if k in out:
            k += 1
            continue
        end = next((j for j in range(k, limit) if j in out), limit)
        lo, hi = strip_ends(tokens, k, end)
        if hi > lo:
            message.append((lo, hi))
        k = end
    return message


def _message(
    sentence: Sentence,
    piece: Piece,
    frame: Frame,
    subject: Subject | None,
    clause: Range | None,
    found: Found,
) -> list[Range]:
    tokens = sentence.tokens
    message: list[Range] = []
    if frame.prepositions:
        for k in range(piece.lo, piece.hi - 1):
            if tokens[k].low in frame.prepositions and (k, k + 1) != found.source:
                end = with_postmodifier(tokens, phrase_end(tokens, k + 1, piece.hi), piece.hi)
                if end > k + 1:
                    return [(k + 1, end)]
    if "it" in frame.flags and clause is None:
        return _besides(sentence, piece, found)
    is_it = subject is None or tokens[subject.lo].low == "es" or tokens[subject.lo].low in ADVERBS
    if subject is not None and not is_it and not ("duty" in frame.flags and clause):
        message.append((subject.lo, subject.hi))
    if clause is not None:
        message.append(clause)
    if not message and "dat" not in frame.flags:
        lo, hi = strip_ends(tokens, piece.lo, message_limit(sentence, piece.lo))
        message.append((lo, hi))
    return message
