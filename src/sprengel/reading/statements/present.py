"""Promises in the present: "Ich schicke Ihnen morgen die Zahlen", "OB Meyer will bis Mai …"."""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import NUMBER, WORD
from sprengel.language.verbs import Form, form_of, forms_of
from sprengel.language.words import ADVERBS, NEGATIONS, NEGATIVE_DETERMINERS, PREPOSITIONS, word_set
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Piece, Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.offices import speaks_for_office
from sprengel.reading.statements.subjects import Subject, find_subject, front_start

_VERBS = (
    "schicken senden liefern übernehmen klären prüfen informieren organisieren besorgen erledigen "
    "benennen veranlassen ergänzen korrigieren übersenden überarbeiten erstellen bringen melden "
    "kümmern leiten reichen stellen legen geben nehmen hören rufen bereiten sorgen zeigen fragen "
    "laden setzen schauen tragen halten ziehen greifen lassen machen kommen gehen arbeiten"
)
_NEEDS_PARTICLE = {
    "leite": ("weiter", "ein"), "reiche": ("nach", "ein", "weiter"),
    "stelle": ("bereit", "zusammen", "ein"), "lege": ("vor", "bei"),
    "gebe": ("weiter", "durch", "bescheid", "rückmeldung"), "nehme": ("mit", "auf"),
    "höre": ("nach",), "rufe": ("an", "zurück"), "bereite": ("vor",), "zeige": (),
    "frage": ("nach",), "lade": ("ein",), "setze": ("um", "auf"), "schaue": ("nach",),
    "trage": ("nach", "ein", "vor"), "bringe": ("mit", "ein"), "halte": (), "sorge": ("dafür",),
    "ziehe": ("hinzu", "nach"), "greife": ("auf",), "lasse": (), "mache": (),
    "komme": ("zu", "nach"),
    "gehe": ("nach",), "arbeite": ("ein", "nach"),
}  # fmt: skip
_BASES = {
    form: verb
    for verb in _VERBS.split()
    for form, what in forms_of(verb).items()
    if what & (Form.FIRST | Form.PLURAL) and not what & Form.PARTICIPLE
}
_FIRSTS = {
    verb: next((f for f, what in forms_of(verb).items() if what & Form.FIRST), "")
    for verb in _VERBS.split()
}
_YOURS = frozenset(["ihnen", "dir", "euch", "dich", "mich", "darum"])
_SOON = word_set(
    "bis morgen montag dienstag mittwoch donnerstag freitag demnächst umgehend "
    "schnellstmöglich zeitnah nächste nächster nächsten kommenden kommende woche jahresende "
    "herbst frühjahr sommer winter künftig quartal"
)


def find_present(sentence: Sentence) -> Iterator[Found]:
    tokens = sentence.tokens
    if tokens[sentence.hi - 1].text == "?":
        return
    for piece in sentence.pieces:
        if piece.kind is not ClauseKind.MAIN:
            continue
        finite = sentence.finite_in(piece.lo, piece.hi)
        if finite < 0 or tokens[finite].text[0].isupper():
            continue
        low = tokens[finite].low
        if low in _BASES:
            found = _own(sentence, piece, finite)
        elif low in ("will", "wollen"):
            found = _plan(sentence, piece, finite)
        else:
            continue
        if found is not None:
            yield found


def _has(sentence: Sentence, piece: Piece, words: frozenset[str]) -> bool:
    return any(sentence.tokens[k].low in words for k in range(piece.lo, piece.hi))


def _is_negated(sentence: Sentence, piece: Piece) -> bool:
    return any(
        sentence.tokens[k].low in NEGATIONS or sentence.tokens[k].low in NEGATIVE_DETERMINERS
        for k in range(piece.lo, piece.hi)
    )


def _own(sentence: Sentence, piece: Piece, i: int) -> Found | None:
    tokens = sentence.tokens
    first = _FIRSTS[_BASES[tokens[i].low]]
    particles = _NEEDS_PARTICLE.get(first)
    end = _clause_end(sentence, piece, i)
    last = end - 1
    particle = last if last > i and tokens[last].low in (particles or _PARTICLES) else -1
    if particles is not None and particle < 0:
        return None
    subject = find_subject(sentence, i)
    if subject is None or subject.hi - subject.lo != 1:
        return None
    if tokens[subject.lo].low not in ("ich", "wir") or _is_negated(sentence, piece):
        return None
    dated = _has(sentence, piece, _YOURS) or _has(sentence, piece, _SOON)
    cares = _is_gladly(sentence, piece) or (first in _CARE and speaks_for_office(sentence))
    if not (dated or cares):
        return None
    return _found(sentence, piece, subject, i, particle, end, first=True)


def _clause_end(sentence: Sentence, piece: Piece, i: int) -> int:
    """Up to a second verb: "Das nehmen wir mit und prüfen es"."""
    for k in range(i + 1, piece.hi - 1):
        if sentence.tokens[k].low == "und" and sentence.finite_in(k + 1, min(k + 2, piece.hi)) > 0:
            return k
    return piece.hi


_CARE = word_set("prüfe kläre nehme liefere")


def _is_gladly(sentence: Sentence, piece: Piece) -> bool:
    """ "Das nehmen wir gerne mit", "da ziehen wir Sie hinzu"."""
    return any(
        sentence.tokens[k].low in ("gerne", "gern", "selbstverständlich", "natürlich", "sicherlich")
        or (sentence.tokens[k].text == "Sie" and k > piece.lo)
        for k in range(piece.lo, piece.hi)
    )


_PARTICLES = word_set("zu nach mit weiter vor ein bereit durch rüber bei")


def _plan(sentence: Sentence, piece: Piece, i: int) -> Found | None:
    """ "Die Stadt will bis Herbst ein Konzept vorlegen": told with its term, a promise."""
    tokens = sentence.tokens
    last = piece.hi - 1
    while last > i and tokens[last].kind != WORD:
        last -= 1
    if last <= i + 1 or not form_of(tokens[last].low) & Form.INFINITIVE:
        return None
    if tokens[last].low in _STATES or tokens[last].text[0].isupper():
        return None
    subject = find_subject(sentence, i)
    if subject is None or _is_negated(sentence, piece):
        return None
    names = [t.low for t in tokens[subject.lo : subject.hi] if t.is_upper]
    if sentence.part.label is not None:
        return None
    if tokens[i].low == "will" and any(name.endswith(_GROUPS) for name in names):
        found = _found(sentence, piece, subject, i, -1, piece.hi, first=False)
        if found is not None:
            found.act = Act.DEMAND
            found.reason = f"„{tokens[i].text} … {tokens[last].text}“: was eine Gruppe will"
        return found
    if not any(name.endswith(_AGENCIES) for name in names):
        return None
    dated = _has(sentence, piece, _SOON) or any(
        tokens[k].kind == NUMBER and len(tokens[k].text) == 4 for k in range(piece.lo, piece.hi)
    )
    told = tokens[i].low == "will" and tokens[last].low != "überlassen"
    if not dated and not told:
        return None
    return _found(sentence, piece, subject, i, -1, piece.hi, first=False)


_GROUPS = (
    "fraktion",
    "liste",
    "union",
    "partei",
    "bündnis",
    "initiative",
    "beirat",
    "gewerkschaft",
)
_STATES = word_set("sein haben bleiben wissen sehen gehen kommen werden können")
_AGENCIES = (
    "stadt", "verwaltung", "kreis", "verband", "amt", "ministerium", "regierung", "meister",
    "meisterin", "rat", "rätin", "gemeinde", "werke", "bund", "dezernent", "dezernentin",
    "minister", "ministerin", "leiter", "leiterin", "gesellschaft",
)  # fmt: skip


def _found(
    sentence: Sentence,
    piece: Piece,
    subject: Subject,
    i: int,
    particle: int,
    clause_end: int,
    *,
    first: bool,
) -> Found | None:
    tokens = sentence.tokens
    message: list[Range] = []
    if subject.is_behind:
        start = front_start(sentence, piece)
        while start < i and tokens[start].low in ADVERBS and tokens[start].low not in PREPOSITIONS:
            start += 1
        if start < i and tokens[start].low not in ("wie", "wenn", "dann", "dazu", "daher"):
            message.append((start, i))
    lo = max(i + 1, subject.hi if subject.is_behind else 0)
    addressee: list[Range] = []
    if lo < piece.hi and tokens[lo].low in ("ihnen", "dir", "euch"):
        addressee.append((lo, lo + 1))
        lo += 1
    end = particle if particle > 0 else message_limit(sentence, i)
    if clause_end < piece.hi:
        end = min(end, clause_end)
    lo, hi = strip_ends(tokens, lo, end)
    while hi > lo and tokens[hi - 1].low in ("gern", "gerne", "natürlich", "sicherlich"):
        hi -= 1
    if hi > lo:
        message.append((lo, hi))
    if not message:
        return None
    cue = [i, particle] if particle > 0 else [i]
    found = Found(
        Act.COMMITMENT, "present", sentence, cue,
        f"„{tokens[i].text}“: eigenes Tun wird mit Termin oder Empfänger zugesagt",
        (subject.lo, subject.hi), addressee=addressee, message=message, is_first_person=first,
    )  # fmt: skip
    found.source_is_near = not subject.is_shared
    return found
