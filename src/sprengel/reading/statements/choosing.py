"""Which of the statements found in one sentence stay, and what act they are."""

from __future__ import annotations

from sprengel.language.verbs import Form, form_of
from sprengel.language.words import word_set
from sprengel.reading.document import LEDGER_ACTS, Act, Span
from sprengel.reading.statements.attribution import find_attributions
from sprengel.reading.statements.clauses import Sentence
from sprengel.reading.statements.content import promises, refine, take_act
from sprengel.reading.statements.decisions import is_body, is_office
from sprengel.reading.statements.filters import (
    is_agenda,
    is_agent,
    is_bare,
    is_greeting,
    is_hedge,
    is_told,
    points_only_back,
    settle_body,
)
from sprengel.reading.statements.fixed import find_fixed
from sprengel.reading.statements.formulas import find_formulas
from sprengel.reading.statements.found import Found
from sprengel.reading.statements.holders import find_holders
from sprengel.reading.statements.modals import find_modals
from sprengel.reading.statements.nouns import find_nouns
from sprengel.reading.statements.office_acts import find_office_acts
from sprengel.reading.statements.present import find_present
from sprengel.reading.statements.requests import find_requests, find_tasks
from sprengel.reading.statements.sources import find_source
from sprengel.reading.statements.speech import ACT_NAMES, find_verbs
from sprengel.reading.statements.stances import find_stances
from sprengel.reading.statements.turns import is_procedure
from sprengel.reading.structure import PartKind

DEPENDENT = word_set("question thing verdict modal judgement want future agentless fixed")
"""Rules that need a speaker from the sentences before."""


_RULES = (
    find_formulas,
    find_attributions,
    find_nouns,
    find_modals,
    find_present,
    find_fixed,
    find_office_acts,
    find_tasks,
)


_POINT_WORDS = word_set("TOP Top Tagesordnungspunkt")


def _is_point(sentence: Sentence) -> bool:
    """ "TOP 8: Zusage (…): „…“": the agenda names what was said once; nobody says it here."""
    words = [token.text for token in sentence.tokens[sentence.lo : sentence.lo + 3]]
    return (
        len(words) == 3
        and words[0] in _POINT_WORDS
        and words[1][:1].isdigit()
        and words[2] in (":", ".")
    )


def candidates_in(sentence: Sentence) -> list[Found]:
    if _is_point(sentence):
        return []
    heading = sentence.part.kind in (PartKind.HEADLINE, PartKind.HEADING)
    found = [f for f in find_verbs(sentence) if not f.is_strict or _is_of_body(f)]
    if heading:
        return [f for f in found if f.rule == "verb" and not f.is_first_person]
    found = [*find_requests(sentence), *find_holders(sentence), *find_stances(sentence), *found]
    for rule in _RULES:
        found.extend(rule(sentence))
    told = {
        f.sentence.piece_at(f.anchor) for f in found if f.rule == "verb" and f.act is Act.REPORT
    }
    found = [
        f
        for f in found
        if not (f.reason.startswith("„nach eigenen") and f.sentence.piece_at(f.anchor) in told)
    ]
    taken: set[int] = set()
    unique: list[Found] = []
    for candidate in found:
        if taken.isdisjoint(candidate.cue):
            taken.update(candidate.cue)
            unique.append(candidate)
    return sorted(unique, key=lambda f: f.anchor)


def _is_of_body(found: Found) -> bool:
    """What only a body can decide: "ich benenne", "die Firma verschiebt" leave room for others."""
    return found.source is not None and is_body(found.sentence.tokens, *found.source)


def sorted_out(
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
    inner: dict[int, list[Found]] = {}
    outer_speech = [f for f in found if f.is_quote or f.is_postposed]
    for candidate in found:
        over = next(
            (o for o in outer_speech if o is not candidate and o.covers(candidate.anchor)), None
        )
        if over is not None:
            inner.setdefault(id(over), []).append(candidate)
    for candidate in found:
        if any(o is not candidate and o.covers(candidate.anchor) for o in outer_speech):
            continue
        refine(candidate)
        promises(candidate)
        take_act(candidate, inner.get(id(candidate), ()))
        settle_body(candidate)
        if _tasks_own(candidate):
            candidate.act = Act.ASSIGNMENT
        if candidate.act is Act.DECISION and candidate.rule == "strict":
            continue
        nested = any(
            o is not candidate and o.covers(candidate.anchor) and is_agent(o) for o in found
        )
        if nested and _gives_its_act(candidate, found):
            continue
        if nested and candidate.rule in DEPENDENT:
            continue
        if not find_source(candidate, label, speaker, nested):
            continue
        if _body_to_office(candidate):
            candidate.act = Act.ASSIGNMENT
        if speaker is not None and label is None and is_told(candidate) and is_bare(candidate):
            continue
        if points_only_back(candidate) and (label is not None or nested or candidate.is_nested):
            continue
        if label is not None and (_is_unreal(candidate) or _says_nothing(candidate)):
            continue
        if speaker is not None and speaker.is_open and is_hedge(candidate):
            continue
        if is_greeting(candidate) or is_agenda(candidate):
            continue
        kept.append(candidate)
        if not nested and candidate.rule not in DEPENDENT and candidate.rule != "noun":
            speaker = candidate
    return kept


def _body_to_office(found: Found) -> bool:
    """ "Die Geschäftsstelle möge klären, …": said by a body to an office under it (Z3)."""
    if found.rule != "modal" or found.source is None or not found.addressee:
        return False
    tokens = found.sentence.tokens
    return is_body(tokens, *found.source) and is_office(tokens, *found.addressee[0])


def _is_unreal(found: Found) -> bool:
    """ "Dem würde das Präsidium nie zustimmen": what others would do is no act of theirs."""
    return (
        found.modal in ("würde", "würden")
        and not found.is_first_person
        and found.act in (Act.APPROVAL, Act.CRITICISM)
    )


def _says_nothing(found: Found) -> bool:
    """ "Darauf muss ich doch antworten": a speaker announces words, they are not here."""
    if not found.is_first_person or found.act is not Act.REPORT or found.rule != "verb":
        return False
    words = {found.sentence.tokens[k].low for k in found.cue}
    return not found.message or (
        bool(words & {"sagen", "gestehen"}) and found.modal in ("muss", "müssen")
    )


def _gives_its_act(inner: Found, found: list[Found]) -> bool:
    """ "teilt mit, dass er es für zu teuer hält": the outer verb takes the stance (A5)."""
    if inner.act not in (Act.APPROVAL, Act.CRITICISM, Act.DEMAND, Act.COMMITMENT):
        return False
    tokens = inner.sentence.tokens
    if inner.is_first_person and inner.sentence.part.label is not None:
        return False  # "ich will nur erwähnen, wir sehen das kritisch": the act itself counts
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
    elif inner.rule not in _INNER:
        return False
    if inner.act in LEDGER_ACTS:
        if not _is_first_in(inner, outer):
            return False
        outer.addressee = outer.addressee or inner.addressee
    outer.act = inner.act
    words = " ".join(tokens[k].text for k in inner.cue)
    outer.reason += f"; das Gesagte („{words}“) ist {ACT_NAMES[inner.act]}"
    return True


_INNER = frozenset(["judgement", "thing", "verdict", "question", "modal", "fixed"])


def _is_first_in(inner: Found, outer: Found) -> bool:
    """Whether the inner clause is the first of what is said, so that all of it is the demand."""
    sentence = inner.sentence
    piece = sentence.pieces[sentence.piece_at(inner.anchor)]
    if outer.is_quote or piece.lo > outer.message[0][0] + 1:
        return False
    words = [sentence.tokens[k].low for k in inner.cue]
    # "man habe gebeten, …", "der Zuschuss solle jetzt …": what was asked before, told only
    return not any(form_of(low) & Form.PARTICIPLE or low in ("solle", "soll") for low in words)


def _tasks_own(found: Found) -> bool:
    """ "Man habe die Stadtwerke gebeten, …": the office tells its own company what to do (Z3)."""
    tokens = found.sentence.tokens
    if found.act is not Act.DEMAND or found.source is None or not found.addressee:
        return False
    if not any(tokens[k].low in ("gebeten", "bat", "baten") for k in found.cue):
        return False
    first = next((t.low for t in tokens[slice(*found.source)] if t.is_upper), "")
    return tokens[found.source[0]].low == "man" or (
        (first.endswith(_HEADS) or is_body(tokens, *found.source))
        and is_office(tokens, *found.addressee[0])
    )


_HEADS = ("bürgermeister", "bürgermeisterin", "landrat", "landrätin", "präsidium", "vorstand")
