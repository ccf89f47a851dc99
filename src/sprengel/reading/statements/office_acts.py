"""What an office does or will do, told without a verb of promising (A10).

"Die Verwaltung prüft derzeit, ob …", "… wird durch das Tiefbauamt untersucht", "Dann würden wir
Ihnen das berichten": the subject or agent is an office, the verb is one of doing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sprengel.language.tokens import WORD
from sprengel.language.verbs import Form, forms_of
from sprengel.language.words import NEGATIONS, NEGATIVE_DETERMINERS, word_set
from sprengel.reading.document import Act
from sprengel.reading.statements.clauses import ClauseKind, Piece, Sentence, strip_ends
from sprengel.reading.statements.decisions import is_office
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.offices import speaks_for_office
from sprengel.reading.statements.phrases import phrase_end, with_postmodifier
from sprengel.reading.statements.subjects import Subject, find_subject, front_start

_DOING = (
    "prüfen erarbeiten erstellen entwickeln verstärken priorisieren vorbereiten untersuchen "
    "ermitteln überarbeiten fortführen fortschreiben beachten berücksichtigen anstreben "
    "weiterentwickeln ausarbeiten einleiten ausbauen umsetzen initiieren aufstellen konzipieren "
    "abklären klären aktualisieren veranlassen intensivieren optimieren"
)
_PARTICLES = ("vor", "fort", "an", "aus", "ein", "um", "auf", "ab", "weiter")
_SAID_TO_DO = word_set(
    "berichten informieren anbieten aufnehmen vorlegen nachreichen nachliefern mitteilen schicken "
    "zusenden darstellen einbringen prüfen klären weitergeben vorstellen aufgreifen mitnehmen "
    "zukommen veranlassen einladen bringen"
)
_OFFICES = ("stadt", "stadtwerke", "landkreis", "kreis", "land", "ministerium")


def _split(verb: str) -> tuple[str, str]:
    for particle in _PARTICLES:
        if verb.startswith(particle) and len(verb) - len(particle) > 5:
            return particle, verb[len(particle) :]
    return "", verb


def _finite_forms() -> dict[str, set[str]]:
    """Finite present form → the particles it may have, "" for none."""
    table: dict[str, set[str]] = {}
    for verb in _DOING.split():
        particle, stem = _split(verb) if verb not in _WHOLE else ("", verb)
        for form, what in forms_of(stem).items():
            if what & (Form.THIRD | Form.PLURAL) and not what & Form.PARTICIPLE:
                table.setdefault(form, set()).add(particle)
    return table


_WHOLE = frozenset(["überarbeiten", "untersuchen", "entwickeln", "ermitteln", "erarbeiten"])


def _participles() -> frozenset[str]:
    found: set[str] = set()
    for verb in _DOING.split():
        particle, stem = _split(verb) if verb not in _WHOLE else ("", verb)
        forms = forms_of(stem, particle=particle) if particle else forms_of(stem)
        found |= {form for form, what in forms.items() if what & Form.PARTICIPLE}
    return frozenset(found)


_FINITE = _finite_forms()
_DONE = _participles()


def find_office_acts(sentence: Sentence) -> Iterator[Found]:
    tokens = sentence.tokens
    if tokens[sentence.hi - 1].text == "?":
        return
    for piece in sentence.pieces:
        if piece.kind is not ClauseKind.MAIN:
            continue
        finite = sentence.finite_in(piece.lo, piece.hi)
        if finite < 0 or _is_negated(sentence, piece):
            continue
        low = tokens[finite].low
        found: Found | None = None
        if low in _FINITE:
            found = _does(sentence, piece, finite)
        elif low in ("wird", "werden", "werde"):
            found = _is_done(sentence, piece, finite)
        elif low in ("würde", "würden"):
            found = _would(sentence, piece, finite)
        if found is not None:
            yield found
            return


def _is_negated(sentence: Sentence, piece: Piece) -> bool:
    return any(
        sentence.tokens[k].low in NEGATIONS or sentence.tokens[k].low in NEGATIVE_DETERMINERS
        for k in range(piece.lo, piece.hi)
    )


def _is_doer(sentence: Sentence, lo: int, hi: int) -> bool:
    tokens = sentence.tokens
    first = next((t.low for t in tokens[lo:hi] if t.is_upper and t.low not in ("die", "das")), "")
    return is_office(tokens, lo, hi) or first in _OFFICES or first.endswith("ministerium")


def _does(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Die Verwaltung prüft derzeit, ob …"; in a labelled turn it is told of others."""
    tokens = sentence.tokens
    if sentence.part.label is not None:
        return None
    particles = _FINITE[tokens[finite].low]
    last = piece.hi - 1
    cue = [finite]
    if tokens[last].low in particles and last > finite:
        cue.append(last)
    elif "" not in particles:
        return None
    subject = find_subject(sentence, finite)
    if subject is None or not _is_doer(sentence, subject.lo, subject.hi):
        return None
    return _found(sentence, piece, finite, cue, subject, "present")


def _is_done(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Das wird derzeit vom Tiefbauamt untersucht"."""
    tokens = sentence.tokens
    last = piece.hi - 1
    while last > finite and tokens[last].kind != WORD:
        last -= 1
    if tokens[last].low not in _DONE:
        return None
    for k in range(piece.lo, last):
        if tokens[k].low not in ("von", "vom", "durch"):
            continue
        end = phrase_end(tokens, k + 1, last)
        if end > k + 1 and _is_doer(sentence, k + 1, end):
            end = with_postmodifier(tokens, end, last)
            agent = Subject(k + 1, end, True)
            found = _found(sentence, piece, finite, [last], agent, "future")
            if found is not None:
                found.message = [m for m in found.message if m[1] > m[0]]
            return found
    return None


def _would(sentence: Sentence, piece: Piece, finite: int) -> Found | None:
    """ "Dann würden wir Ihnen das im Herbst berichten", said by the office."""
    tokens = sentence.tokens
    if sentence.part.label is None or not speaks_for_office(sentence):
        return None
    subject = find_subject(sentence, finite)
    last = piece.hi - 1
    if subject is None or tokens[subject.lo].low not in ("wir", "ich"):
        return None
    if tokens[last].low not in _SAID_TO_DO:
        return None
    found = _found(sentence, piece, finite, [last], subject, "future")
    if found is not None:
        found.is_first_person = True
    return found


def _found(
    sentence: Sentence, piece: Piece, finite: int, cue: list[int], subject: Subject, rule: str
) -> Found | None:
    tokens = sentence.tokens
    start = front_start(sentence, piece)
    limit = max(message_limit(sentence, max(cue)), max(cue) + 1)
    out = {*cue, finite, *range(subject.lo, subject.hi)}
    if tokens[subject.lo - 1].low in ("von", "vom", "durch"):
        out.add(subject.lo - 1)
    out |= {k for k in range(start, limit) if tokens[k].low in ("derzeit", "aktuell", "momentan")}
    message: list[Range] = []
    k = start
    while k < limit:
        if k in out:
            k += 1
            continue
        end = next((j for j in range(k, limit) if j in out), limit)
        lo, hi = strip_ends(tokens, k, end)
        if hi > lo:
            message.append((lo, hi))
        k = end
    if not message:
        return None
    found = Found(
        Act.COMMITMENT, rule, sentence, cue,
        f"„{tokens[cue[0]].text}“: eine Stelle tut es selbst = Zusage",
        (subject.lo, subject.hi), message=message,
    )  # fmt: skip
    found.source_is_near = not subject.is_shared
    return found
