"""Verbs of saying, demanding, promising, deciding: from a verb form to a whole statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sprengel.language.tokens import OPEN, STOP, WORD, Token
from sprengel.language.verbs import Form, form_of
from sprengel.language.words import (
    ADVERBS,
    DETERMINERS,
    FUTURE,
    SUBJECT_PRONOUNS,
    W_WORDS,
    word_set,
)
from sprengel.reading.document import LEDGER_ACTS, Act
from sprengel.reading.lexicon import Entry, Hit, lexicon
from sprengel.reading.statements.clauses import (
    ClauseKind,
    Sentence,
)
from sprengel.reading.statements.constructions import (
    Construction,
    companions_of,
    construction_of,
)
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.limits import message_limit
from sprengel.reading.statements.negation import has_reflexive, negated, negation_of
from sprengel.reading.statements.objects import FUSED
from sprengel.reading.statements.passive import read_passive
from sprengel.reading.statements.phrases import skip_soft
from sprengel.reading.statements.roles import Roles
from sprengel.reading.statements.subjects import (
    Subject,
    find_subject,
    prefer_shared,
    subject_behind,
)
from sprengel.reading.statements.things import names_thing

__all__ = ["ACT_NAMES", "FIRST_PERSON", "FUSED", "find_verbs", "message_limit"]

_UNTICKED = frozenset("☐□◻")


FIRST_PERSON = word_set("ich wir")


def find_verbs(sentence: Sentence) -> Iterator[Found]:
    if sentence.tokens[sentence.lo].text in _UNTICKED:
        return
    table = lexicon().verbs
    tokens = sentence.tokens
    taken: set[int] = set()
    last: Found | None = None
    for i in range(sentence.lo, sentence.hi):
        token = tokens[i]
        if token.kind != WORD or i in taken:
            continue
        hits = table.get(token.low)
        if token.low == "meine" and i + 1 < sentence.hi and tokens[i + 1].is_upper:
            continue  # "meine Damen und Herren"
        if token.low in ADVERBS and i + 1 < sentence.hi and tokens[i + 1].kind == WORD:
            continue  # "hat wiederholt angemahnt"
        if i == sentence.lo and i + 2 < sentence.hi and tokens[i + 1].text == "Sie":
            continue  # "Teilen Sie uns mit, …": an imperative or a question
        if token.text == "Bitte" and tokens[min(i + 1, sentence.hi - 1)].low not in ("ich", "wir"):
            continue
        if hits is None or (token.text[0].isupper() and not _may_be_verb(sentence, i)):
            continue
        if token.low == "bitte" and _is_politeness(sentence, i):
            continue
        found = _read(sentence, i, hits)
        if found is not None:
            taken.update(found.cue)
            if last is not None and _doubles(tokens, last, found):
                last.cue, last.message = sorted({*last.cue, *found.cue}), found.message
                continue
            if last is not None:
                yield last
            last = found
    if last is not None:
        yield last


def _is_politeness(sentence: Sentence, i: int) -> bool:
    """ "Lesen Sie bitte …", "aber bitte beachten Sie", "und bitte kein Papier": nobody asks it."""
    tokens = sentence.tokens
    before = tokens[i - 1] if i > sentence.lo else None
    after = tokens[i + 1] if i + 1 < sentence.hi else None
    if before is None or after is None:
        return False
    if before.text == "Sie" and i - 2 >= sentence.lo:
        return bool(form_of(tokens[i - 2].low) & Form.INFINITIVE)
    if after.low in ("kein", "keine", "keinen", "nicht"):
        return True
    you = {token.text for token in tokens[i + 2 : i + 4]} & {"Sie", "mich", "mir", "uns"}
    return bool(you) and not after.is_upper and bool(form_of(after.low))


def _is_service(sentence: Sentence, how: Construction, subject: Subject | None) -> bool:
    """ "Die Messe bietet Coachings an", "hat zwei Spenden angeboten bekommen": nothing promised."""
    tokens = sentence.tokens
    low = tokens[how.finite].low
    number = sentence.piece_at(max(how.cue))
    after = sentence.pieces[number + 1 : number + 2]
    if any(
        tokens[k].low in ("bekommen", "erhalten") for k in (how.cue[-1] + 1,) if k < sentence.hi
    ):
        return True
    if low not in ("bietet", "bieten", "anbietet", "anbieten") or how.modal:
        return False
    if subject is not None and tokens[subject.lo].low in FIRST_PERSON:
        return False
    return not (after and after[0].kind is ClauseKind.INFINITIVE)


def _doubles(tokens: Sequence[Token], last: Found, found: Found) -> bool:
    """ "wird beauftragt und ermächtigt, …": two verbs, one statement."""
    return (
        last.act is found.act
        and last.source == found.source
        and len(last.cue) == len(found.cue) == 1
        and last.rule in ("passive", "agentless")
        and found.cue[0] - last.cue[-1] == 2
        and tokens[found.cue[0] - 1].low == "und"
    )


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
        companions = companions_of(sentence, i, hit)
        if companions is None:
            continue
        construction = construction_of(sentence, i, hit, companions)
        if construction is not None:
            matches.append((hit.entry, construction))
    for entry, construction in matches:
        found = _statement(sentence, entry, construction)
        if found is not None:
            return found
    return None


def _statement(sentence: Sentence, entry: Entry, how: Construction) -> Found | None:
    tokens = sentence.tokens
    subject = find_subject(sentence, how.finite)
    if subject is not None and any(subject.lo <= k < subject.hi for k in how.cue):
        subject = subject_behind(sentence, how.finite)  # "Enttäuscht äußerte sich Kröger"
    if subject is not None and not subject.is_behind and not how.is_final:
        subject = rather_behind(sentence, how.finite, subject)
    if subject is not None and tokens[subject.lo].text == "Bitte" and subject.hi - subject.lo == 1:
        return None
    says = entry.act is Act.REPORT and ("clause" in entry.flags or "acc" in entry.message)
    if subject is not None and says and _is_that(subject, tokens):
        subject = subject_behind(sentence, how.finite) or subject  # "Das sagte Döring"
    if subject is not None and subject.is_behind and "clause" not in entry.flags:
        subject = prefer_shared(sentence, how.finite, subject)
    if entry.lemma == "anbieten" and _is_service(sentence, how, subject):
        return None
    if "refl" in entry.flags and not has_reflexive(sentence, how, subject):
        return None
    first = subject is not None and tokens[subject.lo].low in FIRST_PERSON
    if ("third" in entry.flags and first) or ("first" in entry.flags and not first):
        return None
    if how.is_passive:
        return read_passive(sentence, entry, how, subject)
    if subject is None or (
        entry.act in (Act.REPORT, Act.COMMITMENT, Act.DEMAND) and _is_asked(sentence, how.finite)
    ):
        return None
    found = Found(entry.act, "verb", sentence, list(how.cue))
    found.source = (subject.lo, subject.hi)
    if subject.is_behind and {"von", "vom"} & set(entry.addressee):
        found.source = _without_addressee(found.source, tokens)
    found.is_first_person = first
    found.modal = how.modal
    found.is_weak = "weak" in entry.flags
    found.is_wide = "wide" in entry.flags
    found.is_strict = "strict" in entry.flags
    found.is_nested = how.is_final and not roles_say_was(sentence, how)
    found.source_is_near = not subject.is_shared
    negation = negation_of(sentence, how, subject)
    roles = Roles(sentence, entry, how, subject)
    roles.fill()
    if not roles.message and subject.is_behind and "dat" in entry.message:
        _split_genitive(found, roles, tokens)
    found.message = roles.message
    found.addressee = roles.addressee
    found.is_quote = roles.is_quote
    found.has_clause = roles.has_clause
    found.points_back = roles.points_back and not roles.has_clause
    found.is_postposed = roles.is_postposed
    found.is_open = not first
    if not _is_enough(entry, roles, how, tokens[subject.lo].low):
        return None
    if "negated" in entry.flags and negation < 0:
        if entry.lemma != "nachvollziehen" or how.modal not in ("kann", "können", "könne"):
            return None
        found.act = Act.APPROVAL  # "könne er die Anträge nachvollziehen"
        found.reason = f"„{how.modal} … {entry.lemma}“ = Zustimmung"
        return found
    if negation >= 0:
        return negated(found, entry, negation)
    found.reason = _reason(sentence, entry, how, roles, subject)
    _weigh_modal(found, how, first, entry)
    if entry.lemma == "freuen" and how.modal in ("würde", "würden") and _asks_for(found):
        found.act = Act.DEMAND  # "wir würden uns freuen, wenn Sie …", "… über eine Antwort"
        found.reason = f"„{how.modal} … freuen“: höfliche Bitte = Forderung"
    if entry.act is Act.DEMAND and tokens[how.finite].low in ("hätte", "hätten"):
        found.act = Act.CRITICISM  # "wir hätten uns gewünscht, dass": it was not done
        found.reason = f"„{tokens[how.finite].text} … {entry.lemma}“: vermisst = Kritik"
    return found


_DOERS = word_set("die der das man dies es wir unsere")


_REPLIES = (
    "antwort", "rückmeldung", "prüfung", "nachricht", "zusage", "unterstützung", "zustimmung",
    "einladung", "teilnahme", "termin", "stellungnahme",
)  # fmt: skip


_YOU = ("Sie", "ihr", "du", "Ihr", "Du")


def _asks_for(found: Found) -> bool:
    """Whether what would please is the addressee's to do."""
    tokens = found.sentence.tokens
    for lo, hi in found.message:
        if tokens[lo].low == "wenn":
            if any(t.text in _YOU for t in tokens[lo : min(hi, lo + 12)]):
                return True
            following = tokens[lo + 1].low
            return following in _DOERS and not any(t.low == "sich" for t in tokens[lo : lo + 4])
        noun = next((t for t in tokens[lo:hi] if t.is_upper), None)
        if noun is not None and noun.low.endswith(_REPLIES):
            return True
    return False


def rather_behind(sentence: Sentence, finite: int, subject: Subject) -> Subject:
    """ "Eine Ausweitung lehnt das Präsidium ab": a thing in front cannot refuse."""
    tokens = sentence.tokens
    if not names_thing(tokens, subject.lo, subject.hi):
        return subject
    behind = subject_behind(sentence, finite)
    if behind is None or behind.lo != skip_soft(tokens, finite + 1, sentence.hi):
        return subject
    if behind.hi - behind.lo == 1 and tokens[behind.lo].text in ("er", "sie"):
        return behind  # "Auch den Lärm betont sie"
    if names_thing(tokens, behind.lo, behind.hi) or not any(
        t.is_upper for t in tokens[behind.lo : behind.hi]
    ):
        return subject
    return behind if tokens[behind.lo].low in _NOMINATIVE or tokens[behind.lo].is_upper else subject


_NOMINATIVE = frozenset(["der", "die", "das", "ein", "eine", "seine", "ihre", "unsere", "mehrere"])


def _is_that(subject: Subject, tokens: Sequence[Token]) -> bool:
    return subject.hi - subject.lo == 1 and tokens[subject.lo].low in ("das", "dies")


def roles_say_was(sentence: Sentence, how: Construction) -> bool:
    """ "…, was X zusagte" stands in a subordinate clause but speaks for itself."""
    piece = sentence.pieces[sentence.piece_at(how.finite)]
    return sentence.tokens[piece.lo].low in ("was", "wie")


def _is_asked(sentence: Sentence, finite: int) -> bool:
    """ "4. Ist die Verwaltung der Ansicht, dass …?": a question tells nothing."""
    tokens = sentence.tokens
    opens = all(tokens[k].kind != WORD for k in range(sentence.lo, finite))
    return opens and any(
        t.kind == STOP and t.text.startswith("?") for t in tokens[sentence.hi - 1 : sentence.hi + 1]
    )


def _without_addressee(source: Range, tokens: Sequence[Token]) -> Range:
    """ "fordert der Städtebund vom Land": the Land is asked, it does not belong to the source."""
    lo, hi = source
    cut = next((k for k in range(lo + 1, hi) if tokens[k].low in ("von", "vom")), hi)
    return lo, cut


def _split_genitive(found: Found, roles: Roles, tokens: Sequence[Token]) -> None:
    """ "stimmte das Gremium der Erhöhung zu": "der Erhöhung" is no genitive here."""
    assert found.source is not None
    lo, hi = found.source
    cut = next((k for k in range(lo + 2, hi) if tokens[k].low in ("der", "einer", "dieser")), -1)
    if cut > 0:
        found.source = (lo, cut)
        last = max(found.cue)
        end = last if last > cut else hi
        roles.message.append((cut, end))


_SIDES = (Act.APPROVAL, Act.CRITICISM, Act.DEMAND)


def _is_enough(entry: Entry, roles: Roles, how: Construction, subject: str) -> bool:
    if (
        "wide" in entry.flags
        and entry.act is Act.REPORT
        and not (roles.has_clause or roles.is_quote or roles.is_prepositional)
    ):
        return False
    if "prep" in entry.flags and not (roles.is_prepositional or roles.has_correlate()):
        return False
    if "dass" in entry.flags and not roles.starts_with(("dass", "daß", "auf")):
        return False
    if "clause" in entry.flags and not (roles.has_clause or roles.is_quote or roles.points_back):
        return False
    if subject == "es" and entry.act is not Act.REPORT and not roles.is_it_a_body():
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
        told = how.modal in ("müsse", "müsste") and subject in ("er", "sie") and roles.has_clause
        return (subject in FIRST_PERSON or told) and entry.act in (Act.REPORT, Act.CRITICISM)
    if how.modal in ("könnte", "könnten", "konnte", "konnten", "dürfte", "dürften"):
        return False
    if how.modal in ("kann", "können", "könne", "darf", "dürfen", "dürfe") and (
        entry.act in (Act.DECISION, Act.ASSIGNMENT)
    ):
        return False  # what a body may decide is not decided
    if how.is_final and not roles.has_clause:
        # in a subordinate clause only what is followed up, and only of somebody named
        if subject in FIRST_PERSON and entry.act in _SIDES and not how.modal:
            return bool(roles.message) and roles.is_relative()
        if subject in SUBJECT_PRONOUNS or not roles.message:
            return False
        if entry.act not in LEDGER_ACTS and (
            entry.act is not Act.REPORT or not roles.is_prepositional or "weak" in entry.flags
        ):
            return False
    if how.modal in ("wolle", "wollen", "will") and entry.act is Act.DEMAND:
        return subject in FIRST_PERSON
    if not roles.message and roles.opens_list:
        return True
    if not roles.message and how.modal in FUTURE and entry.act is Act.REPORT:
        lo, hi = roles.field()
        lo = skip_soft(roles.sentence.tokens, lo, hi)
        if hi > lo:  # "wird bis zur nächsten Sitzung berichten"
            roles.message.append((lo, hi))
            return True
    if not roles.message:
        return entry.act in (Act.APPROVAL, Act.CRITICISM) and "weak" not in entry.flags
    return True


def _weigh_modal(found: Found, how: Construction, first: bool, entry: Entry) -> None:
    """ "werde berichten" promises; "möchte hinweisen" points out."""
    if how.modal in FUTURE and entry.lemma == "einsetzen":
        found.act = Act.COMMITMENT
        found.reason = "„werden sich einsetzen“ = Zusage"
    if how.modal in FUTURE and (entry.act is Act.REPORT or (first and entry.act is Act.DECISION)):
        found.act = Act.COMMITMENT
        found.rule = "future"
        found.reason = f"„werden … {entry.lemma}“ = Zusage"


def _reason(
    sentence: Sentence, entry: Entry, how: Construction, roles: Roles, subject: Subject
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
