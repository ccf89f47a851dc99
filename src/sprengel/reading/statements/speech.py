"""Verbs of saying, demanding, promising, deciding: from a verb form to a whole statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sprengel.language.tokens import CLOSE, COMMA, OPEN, PUNCT, STOP, WORD
from sprengel.language.verbs import FINITE, Form, form_of
from sprengel.language.words import (
    ADVERBS,
    BE,
    BECOME,
    COORDINATORS,
    DETERMINERS,
    FUTURE,
    HAVE,
    MODALS,
    NEGATIONS,
    NEGATIVE_DETERMINERS,
    PASSIVE,
    PREPOSITIONS,
    REFLEXIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    W_WORDS,
)
from sprengel.reading.document import LEDGER_ACTS, Act
from sprengel.reading.lexicon import Entry, Hit, lexicon
from sprengel.reading.statements.clauses import (
    ClauseKind,
    Sentence,
    has_zu_infinitive,
    strip_ends,
)
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import can_be_subject, phrase_end, skip_soft
from sprengel.reading.statements.subjects import Subject, find_subject, front_start

FIRST_PERSON = frozenset(["ich", "wir"])
_CORRELATES = frozenset(
    [
        "darauf",
        "dafür",
        "darum",
        "dazu",
        "davon",
        "davor",
        "dagegen",
        "daran",
        "darüber",
        "damit",
        "darin",
        "daraus",
        "es",
        "hierzu",
        "hierauf",
    ]
)
_DA = {
    "auf": ("darauf",), "für": ("dafür",), "um": ("darum",), "zu": ("dazu",), "von": ("davon",),
    "vor": ("davor",), "gegen": ("dagegen",), "an": ("daran",), "über": ("darüber",),
    "mit": ("damit",),
}  # fmt: skip
FUSED = {"zur": "zu", "zum": "zu", "vom": "von", "beim": "bei", "im": "in", "am": "an", "ans": "an",
         "ins": "in", "fürs": "für", "ums": "um", "aufs": "auf", "übers": "über", "vors": "vor"}  # fmt: skip


@dataclass(slots=True)
class Construction:
    """How the verb stands in its sentence."""

    finite: int
    """Index of the finite verb: the verb itself or its auxiliary or modal."""
    cue: list[int]
    is_passive: bool = False
    is_final: bool = False
    """The finite verb ends a subordinate clause."""
    modal: str = ""


def find_verbs(sentence: Sentence) -> Iterator[Found]:
    table = lexicon().verbs
    tokens = sentence.tokens
    taken: set[int] = set()
    for i in range(sentence.lo, sentence.hi):
        token = tokens[i]
        if token.kind != WORD or i in taken:
            continue
        hits = table.get(token.low)
        if hits is None or (token.text[0].isupper() and not _may_be_verb(sentence, i)):
            continue
        found = _read(sentence, i, hits)
        if found is not None:
            taken.update(found.cue)
            yield found


def _may_be_verb(sentence: Sentence, i: int) -> bool:
    """A capitalised form is a verb only where a sentence or a quotation begins."""
    if sentence.tokens[i].low in DETERMINERS:
        return False
    if i == sentence.lo or sentence.tokens[i - 1].kind in (OPEN, STOP):
        return True
    return sentence.tokens[i - 1].text in ":–—" and i + 1 < sentence.hi


def _read(sentence: Sentence, i: int, hits: tuple[Hit, ...]) -> Found | None:
    matches: list[tuple[Entry, Construction]] = []
    for hit in hits:
        companions = _companions(sentence, i, hit)
        if companions is None:
            continue
        construction = _construction(sentence, i, hit, companions)
        if construction is not None:
            matches.append((hit.entry, construction))
    for entry, construction in matches:
        found = _statement(sentence, entry, construction)
        if found is not None:
            return found
    return None


# --- the words that belong to the verb -----------------------------------------------------------


def _companions(sentence: Sentence, i: int, hit: Hit) -> list[int] | None:
    words = hit.entry.companions
    if not hit.apart or not words:
        return []
    tokens = sentence.tokens
    if hit.entry.has_particle:
        return _particle(sentence, i, words[0])
    found: list[int] = []
    lo, hi = max(sentence.lo, i - 30), min(sentence.hi, i + 45)
    j = i + 1
    for word in words:
        k = next((k for k in range(j, hi) if tokens[k].low == word), -1)
        if k < 0 and not found:
            k = next((k for k in range(lo, i) if tokens[k].low == word), -1)
        if k < 0 or (found and k - found[-1] > (1 if word in PREPOSITIONS or found else 40)):
            return None
        found.append(k)
        j = k + 1
    if any(
        tokens[k].text in ":;" or tokens[k].kind == STOP
        for k in range(min(i, found[0]), max(i, found[0]))
    ):
        return None
    if _crosses_clause(sentence, i, found[0]):
        return None
    return found


def _crosses_clause(sentence: Sentence, verb: int, word: int) -> bool:
    """Whether a finite verb of another main clause stands between."""
    lo, hi = min(verb, word), max(verb, word)
    a, b = sentence.piece_at(lo), sentence.piece_at(hi)
    return (
        any(
            sentence.pieces[k].kind is ClauseKind.MAIN and k not in (sentence.piece_at(verb),)
            for k in range(a, b + 1)
        )
        and a != b
        and sentence.pieces[b].kind is not ClauseKind.FRAGMENT
    )


def _particle(sentence: Sentence, i: int, particle: str) -> list[int] | None:
    """The separated particle: behind the verb, at the end of a clause."""
    tokens = sentence.tokens
    for k in range(i + 1, min(sentence.hi, i + 60)):
        token = tokens[k]
        if token.kind == STOP or token.text in (";",):
            return None
        if token.low != particle:
            continue
        if k + 1 >= sentence.hi:
            return [k]
        following = tokens[k + 1]
        if following.kind in (COMMA, STOP, CLOSE, OPEN) or following.text in ":;–—-()":
            return [k]
        if following.low in COORDINATORS or following.low in (
            "als",
            "wie",
            "dass",
            "zu",
            "um",
            "bei",
            "mit",
            "in",
            "durch",
            "vom",
            "von",
            "gegenüber",
        ):
            if particle in PREPOSITIONS and following.low in ("dass",):
                return [k]
            return [k] if following.low in COORDINATORS or k - i <= 12 else None
    return None


# --- how the verb is built in ---------------------------------------------------------------------


def _construction(
    sentence: Sentence, i: int, hit: Hit, companions: list[int]
) -> Construction | None:
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    if number < 0:
        return None
    piece = sentence.pieces[number]
    form = hit.form
    cue = sorted([i, *companions])
    if form & Form.PARTICIPLE:
        built = _with_auxiliary(sentence, i, cue)
        if built is not None:
            return built
    if form & FINITE and not (i > 0 and tokens[i - 1].low == "zu"):
        if _is_attributive(sentence, i):
            return None
        is_plain_finite = bool(
            form & (Form.THIRD | Form.PAST | Form.PAST_PLURAL | Form.FIRST | Form.KONJUNKTIV_2)
        )
        in_sub = piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE)
        at_end = _ends_clause(sentence, i, piece.hi)
        if in_sub:
            if at_end and not _other_finite(sentence, piece.lo, i):
                return Construction(i, cue, is_final=True)
            if at_end and form & Form.INFINITIVE:
                return _with_modal(sentence, i, cue)
            # a main clause that shares the piece: "dass …, und fordert"
            if is_plain_finite and tokens[i - 1].low in COORDINATORS:
                return Construction(i, cue)
            return None
        if form & Form.INFINITIVE and not is_plain_finite:
            modal = _with_modal(sentence, i, cue)
            if modal is not None:
                return modal
        if _is_second(sentence, i, piece.lo):
            return Construction(i, cue)
        if form & Form.INFINITIVE:
            return _with_modal(sentence, i, cue)
        if (
            is_plain_finite
            and piece.kind is ClauseKind.MAIN
            and sentence.finite_in(piece.lo, piece.hi) == i
        ):
            return Construction(i, cue)
        return None
    if form & Form.INFINITIVE and not (i > 0 and tokens[i - 1].low == "zu"):
        return _with_modal(sentence, i, cue)
    return None


def _is_attributive(sentence: Sentence, i: int) -> bool:
    tokens = sentence.tokens
    if i == sentence.lo or i + 1 >= sentence.hi or not tokens[i + 1].is_upper:
        return False
    return tokens[i - 1].low in DETERMINERS and tokens[i].low.endswith("e")


def _ends_clause(sentence: Sentence, i: int, hi: int) -> bool:
    tokens = sentence.tokens
    j = i + 1
    while j < hi and tokens[j].kind in (STOP, CLOSE, PUNCT):
        j += 1
    return j >= hi or tokens[j].low in COORDINATORS or tokens[j].low in HAVE | BE | BECOME | MODALS


def _other_finite(sentence: Sentence, lo: int, verb: int) -> bool:
    finite = sentence.finite_in(lo, verb)
    return finite >= 0 and sentence.tokens[finite].low in MODALS | HAVE | BECOME


def _is_second(sentence: Sentence, i: int, lo: int) -> bool:
    """Whether a finite verb before this one in the clause makes this an infinitive."""
    tokens = sentence.tokens
    for k in range(i - 1, lo - 1, -1):
        if tokens[k].low in ("und", "sowie", "aber"):
            return True
        form = form_of(tokens[k].low)
        if tokens[k].kind == WORD and form & FINITE and not tokens[k].text[0].isupper():
            if tokens[k].low in MODALS | HAVE | BE | BECOME:
                return False
            if form & (Form.THIRD | Form.PAST | Form.KONJUNKTIV_1) and not form & Form.PARTICIPLE:
                return False
    return True


def _with_auxiliary(sentence: Sentence, i: int, cue: list[int]) -> Construction | None:
    tokens = sentence.tokens
    finite, final = _helper(sentence, i, HAVE | BE | PASSIVE)
    if finite < 0:
        return None
    low = tokens[finite].low
    passive = low in PASSIVE or (low in BE and _near(sentence, i, "worden"))
    if low in BE and not passive:
        passive = True  # "ist beauftragt", "sei angekündigt": a state; needs its agent
    if low in MODALS:
        return None
    if low in FUTURE | {"würde", "würden"} and _near(sentence, i, "haben"):
        passive = False
    return Construction(finite, cue, is_passive=passive, is_final=final)


def _near(sentence: Sentence, i: int, word: str) -> bool:
    return any(sentence.tokens[k].low == word for k in range(i + 1, min(sentence.hi, i + 4)))


def _with_modal(sentence: Sentence, i: int, cue: list[int]) -> Construction | None:
    finite, final = _helper(sentence, i, MODALS | FUTURE)
    if finite < 0 or finite == i:
        return None
    return Construction(finite, cue, is_final=final, modal=sentence.tokens[finite].low)


def _helper(sentence: Sentence, i: int, words: frozenset[str]) -> tuple[int, bool]:
    """The auxiliary or modal that governs the word at ``i``, and whether it ends the clause."""
    tokens = sentence.tokens
    number = sentence.piece_at(i)
    piece = sentence.pieces[number]
    if i + 1 < piece.hi and piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        for k in range(i + 1, min(piece.hi, i + 4)):
            if tokens[k].low in words and tokens[k].low not in ("worden", "sein", "gehabt"):
                if tokens[k].low == "haben" and k + 1 < piece.hi and tokens[k + 1].low in words:
                    continue
                return k, True
    for k in range(i - 1, piece.lo - 1, -1):
        if tokens[k].low in words and tokens[k].kind == WORD and tokens[k].low != "sein":
            return k, False
    if piece.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE):
        return -1, False
    if piece.lo == i and i + 1 < piece.hi and tokens[i + 1].low in words:
        return i + 1, False  # "Verlangt wurde", "Beauftragt wird"
    # the frame stays open over an insertion: "hat, wie berichtet, die Stadt beauftragt"
    for n in range(number - 1, max(-1, number - 6), -1):
        other = sentence.pieces[n]
        if other.kind in (ClauseKind.SUBORDINATE, ClauseKind.RELATIVE, ClauseKind.INFINITIVE):
            continue
        if tokens[other.hi - 1].kind == WORD and sentence.tokens[other.hi].text in ":;":
            return -1, False
        for k in range(other.hi - 1, other.lo - 1, -1):
            if tokens[k].low in words and tokens[k].low != "sein":
                return k, False
        if other.kind is ClauseKind.MAIN:
            return -1, False
    return -1, False


# --- roles ----------------------------------------------------------------------------------------


def _statement(sentence: Sentence, entry: Entry, how: Construction) -> Found | None:
    tokens = sentence.tokens
    subject = find_subject(sentence, how.finite)
    if "refl" in entry.flags and not _has_reflexive(sentence, how):
        return None
    first = subject is not None and tokens[subject.lo].low in FIRST_PERSON
    if "third" in entry.flags and first:
        return None
    if how.is_passive:
        return _passive(sentence, entry, how, subject)
    if subject is None:
        return None
    found = Found(entry.act, "verb", sentence, list(how.cue))
    found.source = (subject.lo, subject.hi)
    found.is_first_person = first
    found.source_is_near = not subject.is_shared
    negation = _negation(sentence, how, subject)
    roles = _Roles(sentence, entry, how, subject)
    roles.fill()
    found.message = roles.message
    found.addressee = roles.addressee
    found.is_quote = roles.is_quote
    found.is_postposed = roles.is_postposed
    found.is_open = not first
    if not _is_enough(entry, roles, how, tokens[subject.lo].low):
        return None
    if "negated" in entry.flags and negation < 0:
        return None
    if negation >= 0:
        return _negated(found, entry, negation)
    found.reason = _reason(sentence, entry, how, roles, subject)
    _weigh_modal(found, how, first, entry)
    return found


def _is_enough(entry: Entry, roles: _Roles, how: Construction, subject: str) -> bool:
    if "clause" in entry.flags and not (roles.has_clause or roles.is_quote):
        return False
    if subject == "es" and entry.act is not Act.REPORT:
        return False
    if subject in W_WORDS:
        return False
    if how.modal in (
        "soll",
        "sollen",
        "sollte",
        "sollten",
        "muss",
        "müssen",
        "müsse",
        "müsste",
        "solle",
    ):
        return subject in FIRST_PERSON and entry.act in (Act.REPORT, Act.CRITICISM)
    if how.modal in ("könnte", "könnten", "konnte", "konnten", "dürfte", "dürften"):
        return False
    if how.is_final and not roles.has_clause:
        # in a subordinate clause only what is followed up, and only of somebody named
        if entry.act not in LEDGER_ACTS or subject in SUBJECT_PRONOUNS or not roles.message:
            return False
    if how.modal in ("wolle", "wollen", "will") and entry.act is Act.DEMAND:
        return subject in FIRST_PERSON
    if not roles.message:
        return entry.act in (Act.APPROVAL, Act.CRITICISM) and "weak" not in entry.flags
    return True


def _negated(found: Found, entry: Entry, negation: int) -> Found | None:
    if entry.act is Act.APPROVAL or (entry.act is Act.DECISION and "body" in entry.flags):
        found.act = Act.CRITICISM
    elif "negated" not in entry.flags:
        return None
    found.cue = sorted({*found.cue, negation})
    found.rule = "negated"
    found.reason = f"„nicht {entry.lemma}“ = Kritik"
    return found


def _weigh_modal(found: Found, how: Construction, first: bool, entry: Entry) -> None:
    """ "werde berichten" promises; "möchte hinweisen" points out."""
    if how.modal in FUTURE and entry.act is Act.REPORT:
        found.act = Act.COMMITMENT
        found.rule = "future"
        found.reason = f"„werden … {entry.lemma}“ = Zusage"


def _negation(sentence: Sentence, how: Construction, subject: Subject) -> int:
    """Index of "nicht", "kein" that negates the verb itself, -1 without one."""
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    last = max(how.cue)
    hi = max(last, min(piece.hi, sentence.hi))
    lo = how.finite if not how.is_final else piece.lo
    for k in range(lo, hi):
        low = tokens[k].low
        if subject.lo <= k < subject.hi:
            continue
        if low in NEGATIONS or low in NEGATIVE_DETERMINERS:
            if (
                low == "nicht"
                and k + 1 < hi
                and tokens[k + 1].low in ("nur", "zuletzt", "allein", "ganz")
            ):
                continue
            number = sentence.piece_at(k)
            if number >= 0 and sentence.pieces[number].kind in (
                ClauseKind.SUBORDINATE, ClauseKind.INFINITIVE, ClauseKind.RELATIVE,
            ) and not how.is_final:  # fmt: skip
                continue
            if low in NEGATIVE_DETERMINERS and k < last and how.finite != last:
                return k
            if low in NEGATIVE_DETERMINERS and how.finite == last:
                return k
            return k
    return -1


def _has_reflexive(sentence: Sentence, how: Construction) -> bool:
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    hi = max(piece.hi, max(how.cue))
    lo = piece.lo if how.is_final else max(piece.lo, how.finite - 1)
    return any(tokens[k].low in REFLEXIVES for k in range(lo, hi))


def _passive(
    sentence: Sentence, entry: Entry, how: Construction, subject: Subject | None
) -> Found | None:
    """ "wird … beauftragt": the agent speaks, the subject is asked."""
    tokens = sentence.tokens
    agent = _agent(sentence, how)
    rule = "passive" if agent is not None else "agentless"
    if agent is None and entry.act not in (Act.DECISION, Act.ASSIGNMENT, Act.DEMAND):
        return None
    found = Found(entry.act, rule, sentence, list(how.cue), source=agent, is_open=True)
    roles = _Roles(sentence, entry, how, subject or Subject(how.finite, how.finite, False))
    roles.fill(passive=True)
    if subject is not None:
        if "acc" in entry.addressee:
            found.addressee = [(subject.lo, subject.hi)]
        else:
            roles.message.insert(0, (subject.lo, subject.hi))
    found.message = [p for p in roles.message if agent is None or not _overlaps(p, agent)]
    if not found.message or _negation(sentence, how, Subject(0, 0, False)) >= 0:
        return None
    named = f"genannt ist, wer handelt: „{tokens[agent[0]].text} …“" if agent else "im Beschluss"
    found.reason = f"„{entry.lemma}“ im Passiv; {named}"
    return found


def _overlaps(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


_AGENTS = frozenset(["von", "vom", "durch", "seitens", "vonseiten"])


def _agent(sentence: Sentence, how: Construction) -> Range | None:
    tokens = sentence.tokens
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    hi = max(piece.hi, max(how.cue))
    for k in range(piece.lo, hi):
        if tokens[k].low in _AGENTS and k + 1 < hi:
            end = phrase_end(tokens, k + 1, hi)
            if end > k + 1:
                noun = next((t for t in tokens[k + 1 : end] if t.is_upper), None)
                if noun is not None or tokens[k + 1].low in ("ihm", "ihr", "ihnen", "uns", "mir"):
                    return k + 1, end
    return None


class _Roles:
    """Addressee and message of one verb in its construction."""

    def __init__(
        self, sentence: Sentence, entry: Entry, how: Construction, subject: Subject
    ) -> None:
        self.sentence = sentence
        self.entry = entry
        self.how = how
        self.subject = subject
        self.message: list[Range] = []
        self.addressee: list[Range] = []
        self.has_clause = False
        self.is_quote = False
        self.is_postposed = False
        self._number = sentence.piece_at(how.finite)
        self._piece = sentence.pieces[self._number]

    def fill(self, *, passive: bool = False) -> None:
        how = self.how
        if not how.is_final and self._before():
            return
        field_lo, field_hi = self._field()
        object_range = self._object(field_lo, field_hi, passive=passive)
        clause = self._clause_behind()
        if clause is not None:
            if object_range is not None and not self._is_correlate(object_range):
                self.message.append(object_range)
            self.message.append(clause)
            self.has_clause = True
        elif object_range is not None:
            self.message.append(object_range)
        elif not how.is_final and not passive:
            self._front()
        if how.is_final and not self.message:
            self._relative()

    # -- what was said before: „…“, sagte X

    def _before(self) -> bool:
        """A quotation or clause in front of a verb that opens its piece."""
        sentence, how = self.sentence, self.how
        tokens = sentence.tokens
        start = front_start(sentence, self._piece)
        verb = how.finite
        if verb != start or self._number == 0 or start != self._piece.lo:
            return False
        if not self.subject.is_behind:
            return False
        before = tokens[verb - 1]
        quoted = before.kind == CLOSE or (
            before.kind == COMMA and verb >= 2 and tokens[verb - 2].kind == CLOSE
        )
        lo, hi = sentence.lo, verb
        lo, hi = strip_ends(tokens, lo, hi)
        if hi <= lo:
            return False
        main_before = any(
            piece.kind is ClauseKind.MAIN
            or (
                piece.kind is ClauseKind.SUBORDINATE
                and tokens[piece.lo].low in W_WORDS | {"ob", "dass"}
            )
            for piece in sentence.pieces[: self._number]
        )
        if not quoted and not main_before:
            return False
        self.is_quote = quoted
        self.is_postposed = True
        self.has_clause = True
        self.message = [(lo, hi)]
        behind = max(max(how.cue) + 1, self.subject.hi)
        rest = self._rest_of_split(behind, quoted)
        if rest is not None:
            self.message.append(rest)
        return True

    def _rest_of_split(self, behind: int, quoted: bool) -> Range | None:
        sentence = self.sentence
        tokens = sentence.tokens
        for lo, hi in sentence.quotes:
            if lo >= behind and quoted:
                lo, hi = strip_ends(tokens, lo, hi)
                return (lo, hi) if hi > lo else None
        if (
            tokens[behind - 1].kind == WORD
            and behind < sentence.hi
            and tokens[behind].kind == COMMA
        ):
            if tokens[behind + 1 : behind + 2] and tokens[behind + 1].low in (
                "und",
                "sondern",
                "der",
                "die",
                "das",
            ):
                limit = message_limit(sentence, behind + 1)
                lo, hi = strip_ends(tokens, behind, limit)
                return (lo, hi) if hi > lo else None
        return None

    # -- the clause behind

    def _clause_behind(self) -> Range | None:
        sentence, how = self.sentence, self.how
        tokens = sentence.tokens
        last = max(max(how.cue), how.finite)
        after = last + 1
        if self.subject.is_behind:
            after = max(after, self.subject.hi)
        number = sentence.piece_at(last)
        limit = message_limit(sentence, last) if not how.is_final else sentence.hi
        for k in range(number, len(sentence.pieces)):
            piece = sentence.pieces[k]
            if piece.hi <= after:
                continue
            lo = max(piece.lo, after)
            if lo >= limit:
                return None
            if k == number and lo > piece.lo:
                inner = self._inner_clause(lo, piece.hi)
                if inner is not None:
                    return inner
                continue
            opener = tokens[lo].low
            mark = tokens[lo - 1] if lo > 0 else tokens[lo]
            if mark.kind == OPEN or (mark.text == ":" and lo - 1 >= after):
                return self._quote_or_colon(lo)
            first = lo
            while first < piece.hi and tokens[first].low in ADVERBS | {"und"}:
                first += 1
            opener = tokens[first].low if first < piece.hi else opener
            if piece.kind is ClauseKind.SUBORDINATE:
                if opener in ("dass", "daß", "ob") or opener in W_WORDS:
                    return self._to_limit(lo)
                if (
                    opener in SUBORDINATORS
                    and self.entry.act in (Act.APPROVAL, Act.CRITICISM)
                    and (opener in ("wenn", "weil"))
                    and not self.message
                ):
                    return self._to_limit(lo)
                if opener in ("wenn", "weil", "falls", "sofern", "da", "nachdem"):
                    # "meint, wenn man spare, müsse …": a content clause opened by a condition
                    if any(p.kind is ClauseKind.MAIN for p in sentence.pieces[k + 1 :]) and (
                        self._takes_clause()
                    ):
                        return self._to_limit(lo)
                return None
            if piece.kind is ClauseKind.INFINITIVE:
                if opener in ("um", "ohne", "statt", "anstatt"):
                    return None
                return self._to_limit(lo)
            if piece.kind is ClauseKind.RELATIVE:
                if opener == "was" and self._takes_clause():
                    return self._to_limit(lo)
                continue
            if piece.kind is ClauseKind.MAIN:
                if self._is_coordinated(piece.lo, piece.hi):
                    return None
                return self._to_limit(lo) if self._takes_clause() else None
            if piece.kind is ClauseKind.FRAGMENT:
                # the front of a clause cut by an insertion, or an apposition
                rest = sentence.pieces[k + 1 :]
                if rest and rest[0].kind is ClauseKind.INFINITIVE and opener not in ("um",):
                    return self._to_limit(lo)
                if (
                    self._takes_clause()
                    and any(p.kind is ClauseKind.MAIN for p in rest)
                    and (
                        not any(
                            p.kind is ClauseKind.SUBORDINATE and tokens[p.lo].low == "dass"
                            for p in rest
                        )
                    )
                ):
                    return self._to_limit(lo)
        return None

    def _takes_clause(self) -> bool:
        return "noclause" not in self.entry.flags

    def _inner_clause(self, lo: int, hi: int) -> Range | None:
        """ "beauftragt die Vorlage zu prüfen": an infinitive without a comma; "meint dass"."""
        tokens = self.sentence.tokens
        for k in range(lo, hi):
            if tokens[k].low in ("dass", "ob") and k > lo - 1:
                return self._to_limit(k)
        return None

    def _is_coordinated(self, lo: int, hi: int) -> bool:
        """A main clause of its own: the finite verb opens it ("…, mahnten aber zugleich")."""
        tokens = self.sentence.tokens
        first = lo
        while first < hi and tokens[first].low in COORDINATORS:
            first += 1
        if first >= hi:
            return False
        finite = self.sentence.finite_in(lo, hi)
        if finite == first and first < hi:
            low = tokens[first].low
            # a Konjunktiv or a conditional "Würde der Bund …" goes on telling
            return low not in (
                "sei",
                "seien",
                "habe",
                "werde",
                "würde",
                "hätte",
                "wäre",
                "könne",
                "müsse",
                "solle",
                "dürfe",
                "halte",
                "gebe",
            )
        return (
            tokens[lo].low in ("und", "aber", "doch")
            and finite >= 0
            and (tokens[finite].low in lexicon().verbs)
        )

    def _quote_or_colon(self, lo: int) -> Range | None:
        sentence = self.sentence
        tokens = sentence.tokens
        quote = sentence.quote_around(lo)
        if quote is not None and tokens[lo - 1].kind == OPEN:
            inside = strip_ends(tokens, quote[0], quote[1])
            if not self._takes_clause() or inside[1] - inside[0] < 1:
                return None
            before = tokens[lo - 2] if lo >= 2 else tokens[lo]
            if before.text != ":" and before.kind != COMMA and "clause" not in self.entry.flags:
                return None  # a quoted title inside the object
            self.is_quote = True
            return inside
        return self._to_limit(lo)

    def _to_limit(self, lo: int) -> Range | None:
        limit = message_limit(self.sentence, lo)
        lo, hi = strip_ends(self.sentence.tokens, lo, limit)
        while lo < hi and self.sentence.tokens[lo].low in ("und",):
            lo += 1
        return (lo, hi) if hi > lo else None

    # -- the phrase in the clause

    def _field(self) -> Range:
        """The tokens of the clause that can hold addressee and object."""
        how, piece = self.how, self._piece
        last = max(how.cue)
        if how.is_final:
            lo = self.subject.hi if piece.lo <= self.subject.lo < piece.hi else piece.lo + 1
            return lo, min(how.cue)
        lo = how.finite + 1
        if self.subject.is_behind:
            lo = max(lo, self.subject.hi)
        number = self.sentence.piece_at(last)
        hi = self.sentence.pieces[number].hi if number >= 0 else piece.hi
        if last > how.finite:
            verbs = [k for k in how.cue if k > how.finite]
            hi = max(lo, min(verbs)) if verbs else hi
        else:
            hi = max(lo, min(hi, message_limit(self.sentence, how.finite)))
        return lo, hi

    def _object(self, lo: int, hi: int, *, passive: bool) -> Range | None:
        entry = self.entry
        tokens = self.sentence.tokens
        if hi <= lo:
            lo = hi
        prepositions = [m for m in entry.message if m not in ("acc", "dat")]
        if entry.addressee:
            lo = self._take_addressee(lo, hi, passive=passive)
        for k in range(lo, hi):
            low = tokens[k].low
            if tokens[k].kind != WORD:
                continue
            base = FUSED.get(low, low)
            if base in prepositions or low in prepositions:
                end = self._object_end(k + 1, hi)
                if end > k + 1:
                    return k + 1, end
        if (
            "acc" in entry.addressee
            and self.addressee
            and (has_zu_infinitive(tokens, lo, hi) or passive)
        ):
            start = skip_soft(tokens, lo, hi)
            if hi - start > 1 and has_zu_infinitive(tokens, start, hi):
                self.has_clause = True
                return start, self._object_end(start, hi)
        if prepositions and not self.how.is_final and not passive:
            behind = self._behind_verb(prepositions)
            if behind is not None:
                return behind
        if "acc" in entry.message or "dat" in entry.message:
            if passive:
                return None
            return self._bare_object(lo, hi)
        return None

    def _behind_verb(self, prepositions: list[str]) -> Range | None:
        """ "bedankt sich …  bei X für Y" behind the closing verb: "hinweisen auf die Arten"."""
        tokens = self.sentence.tokens
        last = max(self.how.cue)
        if last + 2 < self.sentence.hi:
            low = tokens[last + 1].low
            if FUSED.get(low, low) in prepositions or low in prepositions:
                number = self.sentence.piece_at(last + 1)
                if number >= 0:
                    end = self._object_end(last + 2, self.sentence.pieces[number].hi)
                    if end > last + 2:
                        return last + 2, end
        return None

    def _bare_object(self, lo: int, hi: int) -> Range | None:
        tokens = self.sentence.tokens
        start = lo
        while start < hi:
            token = tokens[start]
            if token.kind == WORD and (
                token.low in ADVERBS or token.low in REFLEXIVES or token.low in NEGATIONS
            ):
                start += 1
                continue
            if token.kind == WORD and token.low in PREPOSITIONS:
                end = phrase_end(tokens, start + 1, hi)
                if end <= start + 1:
                    start += 1
                    continue
                if phrase_end(tokens, skip_soft(tokens, end, hi), hi) <= skip_soft(tokens, end, hi):
                    break
                start = end
                continue
            if token.kind != WORD and token.kind not in (OPEN, "n"):
                start += 1
                continue
            break
        if start >= hi or phrase_end(tokens, start, hi) == start:
            return None
        if tokens[start].low in REFLEXIVES or tokens[start].low in PREPOSITIONS:
            return None
        return start, self._object_end(start, hi)

    def _object_end(self, start: int, hi: int) -> int:
        """The object takes what follows it in its clause, relative clauses included."""
        sentence = self.sentence
        tokens = sentence.tokens
        if start >= hi:
            return start
        last = max(self.how.cue)
        end = hi
        if self.how.is_final or last >= hi:
            lo2, end = strip_ends(tokens, start, hi)
            end = self._drop_tail(start, end)
            return end
        # the object closes the clause: relative clauses and lists behind it belong to it
        number = sentence.piece_at(hi - 1)
        for k in range(number + 1, len(sentence.pieces)):
            piece = sentence.pieces[k]
            mark = tokens[piece.lo - 1]
            if mark.text == ":":
                end = message_limit(sentence, piece.lo)
                break
            if piece.kind is ClauseKind.RELATIVE or (
                piece.kind is ClauseKind.FRAGMENT and tokens[piece.lo].low not in W_WORDS
            ):
                if self._is_own_cue(piece.lo, piece.hi):
                    break
                end = piece.hi
                continue
            if piece.kind is ClauseKind.SUBORDINATE and tokens[piece.lo].low in (
                "wenn", "sofern", "falls", "weil", "da", "sobald", "soweit", "solange", "damit", "indem", "um", "wie", "als",
            ):  # fmt: skip
                end = piece.hi
                continue
            if piece.kind is ClauseKind.INFINITIVE and tokens[piece.lo].low == "um":
                end = piece.hi
                continue
            break
        end = min(end, message_limit(sentence, start))
        _, end = strip_ends(tokens, start, end)
        return end

    def _is_own_cue(self, lo: int, hi: int) -> bool:
        tokens = self.sentence.tokens
        return tokens[lo].low in ("was", "so")

    def _drop_tail(self, start: int, end: int) -> int:
        """Adverbs right before the verb belong to it: "die Gründe ausführlich"."""
        tokens = self.sentence.tokens
        while (
            end > start + 1
            and tokens[end - 1].kind == WORD
            and (tokens[end - 1].low in ADVERBS or tokens[end - 1].low in NEGATIONS)
        ):
            end -= 1
        return end

    def _take_addressee(self, lo: int, hi: int, *, passive: bool) -> int:
        tokens = self.sentence.tokens
        wanted = self.entry.addressee
        i = lo
        while i < hi:
            low = tokens[i].low
            base = FUSED.get(low, low)
            if low in REFLEXIVES and low not in ("uns", "mir", "mich"):
                i += 1
                continue
            if low in ADVERBS and low not in ("allem",):
                i += 1
                continue
            if base in wanted or low in wanted:
                end = phrase_end(tokens, i + 1, hi)
                if end > i + 1:
                    self.addressee.append((i + 1, end))
                    return end if "acc" not in wanted else i
            if "dat" in wanted and _is_dative(self.sentence, i, hi):
                end = phrase_end(tokens, i, hi)
                if end > i:
                    self.addressee.append((i, end))
                    return end
            if "acc" in wanted and not passive and low not in PREPOSITIONS:
                end = phrase_end(tokens, i, hi)
                if end > i and (
                    tokens[i].is_upper
                    or low in DETERMINERS
                    or low in ("sie", "ihn", "uns", "mich", "euch", "dich")
                ):
                    self.addressee.append((i, end))
                    return end
            if low in PREPOSITIONS:
                i = max(phrase_end(tokens, i + 1, hi), i + 1)
                continue
            end = phrase_end(tokens, i, hi)
            if "acc" in wanted or "dat" in wanted:
                return lo
            i = max(end, i + 1)
        if not self.addressee and not passive:
            self._addressee_in_front(wanted)
        return lo

    def _addressee_in_front(self, wanted: tuple[str, ...]) -> None:
        if not self.subject.is_behind:
            return
        tokens = self.sentence.tokens
        start = front_start(self.sentence, self._piece)
        if start + 1 < self.how.finite:
            low = tokens[start].low
            if low in wanted or FUSED.get(low, low) in wanted:
                end = phrase_end(tokens, start + 1, self.how.finite)
                if end > start + 1:
                    self.addressee.append((start + 1, end))

    def _is_correlate(self, object_range: Range) -> bool:
        lo, hi = object_range
        return (
            hi - lo == 1 and self.sentence.tokens[lo].low in _CORRELATES | {"dies", "das"} and False
        ) or (hi - lo == 1 and self.sentence.tokens[lo].low in _CORRELATES)

    def _front(self) -> None:
        """The object stands before the verb: "Den Antrag begrüßen wir"."""
        sentence, entry = self.sentence, self.entry
        tokens = sentence.tokens
        if not self.subject.is_behind:
            return
        start = front_start(sentence, self._piece)
        verb = self.how.finite
        if start >= verb:
            self._front_pieces(verb)
            return
        while start < verb and tokens[start].low in ADVERBS | {"auch"}:
            start += 1
        if start >= verb:
            return
        low = tokens[start].low
        base = FUSED.get(low, low)
        if base in entry.message or low in entry.message:
            self.message.append((start + 1, verb))
        elif ("acc" in entry.message or "dat" in entry.message) and low not in PREPOSITIONS:
            if phrase_end(tokens, start, verb) > start:
                self.message.append((start, verb))

    def _front_pieces(self, verb: int) -> None:
        """ "Den Vorwurf, die Warnung sei zu spät gekommen, wies er zurück.\""""
        sentence = self.sentence
        tokens = sentence.tokens
        first = sentence.pieces[0]
        lo = front_start(sentence, first)
        while lo < first.hi and tokens[lo].low in ADVERBS | {"auch"}:
            lo += 1
        if lo >= first.hi or tokens[lo].low in PREPOSITIONS or self._number == 0:
            return
        if first.kind is ClauseKind.SUBORDINATE and tokens[lo].low not in {"dass", "ob"} | W_WORDS:
            return
        lo, hi = strip_ends(tokens, lo, verb)
        if hi > lo:
            self.message.append((lo, hi))
            self.has_clause = True

    def _relative(self) -> None:
        """ "…, was X zusagte": the clause before is what was promised (M9)."""
        sentence = self.sentence
        tokens = sentence.tokens
        piece = self._piece
        opener = tokens[front_start(sentence, piece)].low
        if piece.kind is not ClauseKind.RELATIVE and opener not in ("wie", "was"):
            return
        if opener == "was" and self._number > 0:
            lo = self._antecedent_clause()
            if lo is not None:
                self.message.append(lo)
                self.has_clause = True
        elif opener == "wie" and self._number > 0:
            self._around_insertion()
        elif opener in ("die", "der", "das", "den", "dem") and self._number > 0:
            self._antecedent_phrase()

    def _antecedent_clause(self) -> Range | None:
        sentence = self.sentence
        tokens = sentence.tokens
        for k in range(self._number - 1, -1, -1):
            piece = sentence.pieces[k]
            if piece.kind is ClauseKind.INFINITIVE:
                return strip_ends(tokens, piece.lo, piece.hi)
            if piece.kind is ClauseKind.MAIN:
                finite = sentence.finite_in(piece.lo, piece.hi)
                if tokens[piece.lo].low in lexicon().verbs and k > 0:
                    continue  # "…, bat er, was X zusagte"
                if tokens[finite].low in MODALS and finite + 1 < piece.hi:
                    return strip_ends(tokens, finite + 1, piece.hi)
                return strip_ends(tokens, piece.lo, piece.hi)
            if piece.kind is ClauseKind.SUBORDINATE:
                return strip_ends(tokens, piece.lo, piece.hi)
        return None

    def _around_insertion(self) -> None:
        """ "Grund sind, wie X erläuterte, Risse": the clause around the insertion."""
        sentence = self.sentence
        tokens = sentence.tokens
        piece = self._piece
        lo, hi = strip_ends(tokens, sentence.lo, piece.lo)
        if hi > lo:
            self.message.append((lo, hi))
        after = strip_ends(tokens, piece.hi, message_limit(sentence, piece.hi))
        if after[1] > after[0]:
            self.message.append(after)
        self.has_clause = bool(self.message)
        self.is_postposed = True

    def _antecedent_phrase(self) -> None:
        sentence = self.sentence
        tokens = sentence.tokens
        before = sentence.pieces[self._number - 1]
        best: Range | None = None
        i = before.lo
        while i < before.hi:
            end = phrase_end(tokens, i, before.hi)
            if end > i:
                best = (i, before.hi)
                i = end
            else:
                i += 1
        if best is not None and can_be_subject(tokens, self.subject.lo, self.subject.hi):
            self.message.append(strip_ends(tokens, best[0], best[1]))


def _is_dative(sentence: Sentence, i: int, hi: int) -> bool:
    low = sentence.tokens[i].low
    if low in ("ihm", "ihnen", "ihr", "mir", "uns", "dir", "euch", "jedem", "jeder", "allen"):
        return not (
            low in ("ihr", "uns")
            and i + 1 < hi
            and sentence.tokens[i + 1].is_upper
            and low == "ihr"
        )
    if low in ("dem", "einem", "ihrem", "seinem", "unserem", "diesem", "meinem"):
        return True
    if low in ("den", "ihren", "seinen", "unseren", "allen", "beiden"):
        noun = next((t for t in sentence.tokens[i + 1 : min(hi, i + 6)] if t.is_upper), None)
        return noun is not None and noun.low.endswith("n")
    if low == "der":
        noun = next((t for t in sentence.tokens[i + 1 : min(hi, i + 5)] if t.is_upper), None)
        return noun is not None
    return False


def message_limit(sentence: Sentence, start: int) -> int:
    """Where the message ends at the latest: the sentence's end or a coordinated clause with a
    saying verb of its own ("…, und verwies auf …")."""
    tokens = sentence.tokens
    table = lexicon().verbs
    quote = sentence.quote_around(start)
    if quote is not None and quote[0] > sentence.lo:
        return quote[1]
    for i in range(start + 1, sentence.hi - 1):
        token = tokens[i]
        if token.kind == COMMA or token.low in ("und", "sowie", "aber", "jedoch"):
            k = i + 1
            while k < sentence.hi and tokens[k].low in ("und", "aber", "sowie", "jedoch", "auch"):
                k += 1
            if k >= sentence.hi or tokens[k].kind != WORD or tokens[k].text[0].isupper():
                continue
            if token.kind == COMMA and tokens[k].low in ("was", "so") and _is_aside(sentence, k):
                return i
            hits = table.get(tokens[k].low)
            if not hits or not any(
                hit.form & FINITE and not hit.form & Form.INFINITIVE for hit in hits
            ):
                continue
            form = form_of(tokens[k].low)
            if form & Form.KONJUNKTIV_1 and not form & Form.PAST:
                continue
            number = sentence.piece_at(k)
            if number >= 0 and sentence.pieces[number].kind is ClauseKind.MAIN:
                return i
            if (
                k + 1 < sentence.hi
                and token.kind != COMMA
                and not (form & Form.PARTICIPLE)
                and not _ends_clause(sentence, k, sentence.hi)
            ):
                return i
    return sentence.hi


def _is_aside(sentence: Sentence, k: int) -> bool:
    """ "…, was Geschäftsführerin X zusagte": a statement about the words before, not of them."""
    tokens = sentence.tokens
    number = sentence.piece_at(k)
    if number < 0:
        return False
    piece = sentence.pieces[number]
    if tokens[k].low == "so":
        return piece.kind is not ClauseKind.MAIN and tokens[min(k + 1, sentence.hi - 1)].is_upper
    return any(tokens[j].low in lexicon().verbs for j in range(piece.lo, piece.hi))


def _reason(
    sentence: Sentence, entry: Entry, how: Construction, roles: _Roles, subject: Subject
) -> str:
    tokens = sentence.tokens
    words = " … ".join(tokens[k].text for k in sorted(set(how.cue)))
    act = ACT_NAMES[entry.act]
    where = (
        "Wiedergabe davor" if roles.is_postposed
        else "Zitat" if roles.is_quote
        else "mit Inhaltssatz" if roles.has_clause
        else "mit Gegenstand"
    )  # fmt: skip
    side = (
        "dahinter" if subject.is_behind else "aus dem Satz davor" if subject.is_shared else "davor"
    )
    return f"„{words}“ ({entry.lemma}) = {act}; {where}, Subjekt {side}"


ACT_NAMES = {
    Act.DEMAND: "Forderung",
    Act.COMMITMENT: "Zusage",
    Act.DECISION: "Beschluss",
    Act.ASSIGNMENT: "Auftrag",
    Act.APPROVAL: "Zustimmung",
    Act.CRITICISM: "Kritik",
    Act.QUESTION: "Frage",
    Act.REPORT: "Bericht",
}
