"""Resolutions: what a body decides, whom it tells to do what (guideline B)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sprengel.language.tokens import NUMBER, PUNCT, Token
from sprengel.reading.document import Act, Span
from sprengel.reading.statements.clauses import Sentence, strip_ends
from sprengel.reading.statements.found import Found, Range
from sprengel.reading.statements.phrases import phrase_end
from sprengel.reading.statements.speech import find_verbs
from sprengel.reading.statements.subjects import find_subject

_BODY = re.compile(
    r"(?:gemeinde|stadt|ortschafts|kreis|bezirks|aufsichts|verwaltungs|bei|jugend|kleingarten|migrations)?"
    r"(?:rat|beirat)(?:es|s)?|(?:[\w-]*)ausschu(?:ss|ß)(?:es)?|[\w-]*gremium|[\w-]*versammlung|"
    r"[\w-]*vorstand|[\w-]*präsidium|kabinett|kreistag|landtag|bundestag|bundesrat|plenum|senat|"
    r"[\w-]*kommission|delegierten?|mitglieder|runde|jury|hauptorgan|magistrat|"
    r"bürgerschaft|vertretung|arbeitskreis(?:es)?|arbeitsgruppe|[\w-]*konferenz|stadtverordnetenversammlung"
)
_OFFICE = re.compile(
    r"(?:stadt)?verwaltung|bürgermeisteramt|[\w-]*amt|dezernat|geschäftsstelle|geschäftsführung|"
    r"(?:\w*)?dezernent(?:in)?|\w+leiter(?:in)?|\w*werke|(?:ober)?bürgermeister(?:in)?|landrat|landrätin|kämmerei|verbandsverwaltung|referat|[\w-]*gesellschaft"
)
_PERSON_TITLE = re.compile(r"stadtr[aä]t(?:in)?|gemeinder[aä]tin|kreisr[aä]t(?:in)?")
_SHORT = frozenset(
    ["einverstanden", "zustimmung", "ablehnung", "kenntnisnahme", "zugestimmt", "abgelehnt"]
)


def is_body(tokens: Sequence[Token], lo: int, hi: int) -> bool:
    """Whether the phrase names a deciding body ("der Hauptausschuss"), not a person."""
    for k in range(lo, hi):
        token = tokens[k]
        if not token.is_upper:
            continue
        low = token.low
        if low == "stadtrat" or low == "stadträtin":
            # the Stadtrat decides, "Stadtrat Meier" is a person
            return tokens[lo].low in ("der", "dem") and k + 1 == hi
        if _PERSON_TITLE.fullmatch(low):
            return False
        if low.endswith("präsidium") and low != "präsidium":
            return False  # an authority: the Regierungspräsidium, the Polizeipräsidium
        if _BODY.fullmatch(low):
            return True
        if "fraktion" in low:
            return False
    return False


def is_office(tokens: Sequence[Token], lo: int, hi: int) -> bool:
    return any(_OFFICE.fullmatch(tokens[k].low) for k in range(lo, hi) if tokens[k].is_upper)


def find_decisions(sentences: list[Sentence], of_minutes: Span | None) -> list[Found]:
    """The statements of one resolution block, given as its sentences in order."""
    heading = sentences[0]
    tokens = heading.tokens
    found: list[Found] = []
    body: Range | None = None
    goes_on = True
    statute = False
    for sentence in sentences:
        own = _performatives(sentence, body)
        if statute and found:
            own = [s for s in own if s.act is not Act.DECISION]
        for statement in own:
            if statement.source is not None and is_body(tokens, *statement.source):
                body = statement.source
        is_statute = _opens_statute(sentence)
        statute = statute or (is_statute and bool(own))
        if own:
            found.extend(own)
        elif is_statute:
            goes_on = False  # "2. folgende Satzung": its text decides for itself
        elif _is_told(sentence):
            goes_on = False  # "Die Verwaltung informiert …": the resolution is over
        elif found and found[-1].cue_span is None and goes_on:
            _continue(found[-1], sentence)
    part = heading.part
    for statement in found:
        if statement.source is None:
            statement.source = body
        if statement.source is None and part.heading is not None:
            statement.source = _body_in_heading(sentences)
        if statement.source is None:
            statement.source_span = of_minutes
        statement.is_draft = part.is_draft
    if not found:
        found = _short_result(sentences)
    return found


def _opens_statute(sentence: Sentence) -> bool:
    """ "beschließt folgende S a t z u n g": what follows is the statute's text."""
    words = "".join(
        t.low for t in sentence.tokens[sentence.lo : min(sentence.hi, sentence.lo + 14)]
    )
    return "folgendesatzung" in words or "nachstehendesatzung" in words


def _performatives(sentence: Sentence, body: Range | None) -> list[Found]:
    tokens = sentence.tokens
    result: list[Found] = []
    for statement in find_verbs(sentence):
        if result and any(other.covers(statement.anchor) for other in result):
            continue
        if statement.act in (Act.REPORT, Act.QUESTION):
            continue
        source = statement.source = _behind_heading(sentence, statement.source)
        if source is not None:
            pronoun = tokens[source[0]].low in ("er", "sie", "es") and source[1] - source[0] == 1
            if not is_body(tokens, *source) and not (pronoun and body is not None):
                continue
        elif statement.rule != "agentless":
            continue
        if (
            statement.act is Act.DEMAND
            and statement.addressee
            and (is_office(tokens, *statement.addressee[0]))
        ):
            statement.act = Act.ASSIGNMENT
        if statement.act in (Act.APPROVAL, Act.CRITICISM) and _is_vote(statement):
            statement.act = Act.DECISION
        statement.rule = "decision"
        result.append(statement)
    if not result:
        told = _told_to_do(sentence)
        if told is not None:
            result.append(told)
    return result


def _behind_heading(sentence: Sentence, source: Range | None) -> Range | None:
    """ "Antrag an den Gemeinderat / Der Gemeinderat stimmt …": the heading speaks not."""
    if source is None:
        return None
    tokens = sentence.tokens
    for k in range(source[1] - 1, source[0], -1):
        if tokens[k].start - tokens[k - 1].end >= 3 and tokens[k].low in ("der", "die", "das"):
            return k, source[1]
    return source


def _is_told(sentence: Sentence) -> bool:
    tokens = sentence.tokens
    return any(
        statement.rule == "verb"
        and statement.act in (Act.REPORT, Act.APPROVAL, Act.CRITICISM, Act.QUESTION)
        and not statement.is_nested
        and statement.source is not None
        and not is_body(tokens, *statement.source)
        and tokens[statement.source[0]].low not in ("er", "sie", "es", "diese", "die")
        for statement in find_verbs(sentence)
    )


def _told_to_do(sentence: Sentence) -> Found | None:
    """ "Die Verwaltung soll bis Dezember eine Variante vorlegen" (Z3)."""
    tokens = sentence.tokens
    piece = sentence.pieces[0]
    for k in range(piece.lo, piece.hi):
        if tokens[k].low not in ("soll", "sollen"):
            continue
        subject = find_subject(sentence, k)
        if subject is None or not is_office(tokens, subject.lo, subject.hi):
            return None
        lo, hi = strip_ends(tokens, piece.lo, sentence.hi)
        found = Found(
            Act.ASSIGNMENT, "decision", sentence, [k], f"„{tokens[k].text}“ im Beschluss = Auftrag",
            addressee=[(subject.lo, subject.hi)],
        )  # fmt: skip
        found.message = [part for part in ((lo, k), (k + 1, hi)) if part[1] > part[0]]
        return found
    return None


def _is_vote(statement: Found) -> bool:
    words = " ".join(statement.sentence.tokens[k].low for k in statement.cue)
    return any(stem in words for stem in ("stimm", "lehn", "billig", "unterstütz", "einverstanden"))


def _continue(statement: Found, sentence: Sentence) -> None:
    """An item without a verb of its own continues the message before it (B3)."""
    lo = sentence.lo
    tokens = sentence.tokens
    while lo < sentence.hi and (tokens[lo].kind in (NUMBER, PUNCT)):
        lo += 1
    lo, hi = strip_ends(tokens, lo, sentence.hi)
    if hi > lo:
        if statement.message and statement.message[-1][1] + 1 >= lo:
            statement.message[-1] = (statement.message[-1][0], hi)
        else:
            statement.message.append((lo, hi))


def _body_in_heading(sentences: list[Sentence]) -> Range | None:
    """ "Beschluss des Präsidiums:" names the body in the heading: before the first sentence."""
    first = sentences[0]
    tokens = first.tokens
    label = first.part.heading
    if label is None:
        return None
    k = first.lo - 1
    while k >= 0 and tokens[k].start >= label.start:
        if tokens[k].low in ("des", "der") and k + 1 < first.lo:
            end = phrase_end(tokens, k, first.lo)
            if is_body(tokens, k, end):
                return k, end
        k -= 1
    return None


def _short_result(sentences: list[Sentence]) -> list[Found]:
    """ "Einverstanden mit der Stellungnahme", or a text without verb: the heading is the cue."""
    first = sentences[0]
    tokens = first.tokens
    part = first.part
    lo = first.lo
    while lo < first.hi and tokens[lo].kind in (NUMBER, PUNCT):
        lo += 1
    if lo >= first.hi:
        return []
    if part.heading is None and tokens[lo].low in _SHORT:
        start = lo + 1
        if start < first.hi and tokens[start].low in ("mit", "zu", "zum", "zur", "der", "von"):
            start += 1 if tokens[start].low != "der" else 0
        message = strip_ends(tokens, start, sentences[-1].hi)
        return [
            Found(
                Act.DECISION, "decision", first, [lo], f"„{tokens[lo].text}“ im Beschluss",
                message=[message] if message[1] > message[0] else [], is_draft=part.is_draft,
            )
        ]  # fmt: skip
    if part.heading is None:
        return []
    message = strip_ends(tokens, lo, sentences[-1].hi)
    if message[1] <= message[0]:
        return []
    return [
        Found(
            Act.DECISION, "decision", first, [lo], "Überschrift „Beschluss“, kein Verb im Text",
            message=[message], cue_span=part.heading, is_draft=part.is_draft,
        )
    ]  # fmt: skip
