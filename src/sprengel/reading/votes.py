"""What was decided on each agenda item, by which majority and with how many votes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .agenda import PAPER, Item, Section, sections
from .document import Majority, Outcome, ReadDocument, Span, Vote
from .folding import Folded, fold
from .labels import MAIN, PROCEDURAL, default_items, numbers_by_motion, numbers_in
from .narration import narrated
from .results import Result, read_result, runs, says_outcome
from .vote_model import NEIGHBOURS, Closing, choose
from .votes_debate import called_out, debate_end, is_settled_motion, no_vote_needed, notes_only

_AMENDMENT = re.compile(
    r"(?:änderungs|ergänzungs|zusatz|geschäftsordnungs|gegen|alternativ)antr|"
    r"mündl\w*\.?\s+\w*antrag|antrag\s+auf\s+(?:vert(?:r)?agung|schluss|verweisung)",
    re.I,
)
_TAKES_NOTE = re.compile(r"\bnimmt\b.{0,800}?\bKenntnis\b|\bKenntnisnahme\b", re.S | re.I)
_DECIDES = re.compile(
    r"\b(?:beschlie(?:ß|ss)t|stimmt\b.{0,300}?\bzu\b|beauftragt|ermächtigt|genehmigt|billigt|"
    r"erlässt|wählt|bestellt|befürwortet|fasst|verabschiedet|bestätigt|stellt\b.{0,200}?\bfest|"
    r"entlastet|spricht\s+sich)",
    re.I | re.S,
)
_ACTS = re.compile(
    r"\b(?:bedankt|dankt|trifft|erkennt|beruft|erteilt|unterstützt|lehnt|abgelehnt)\b", re.I
)
"""What a decision does beside taking note."""
_REFUSES = re.compile(
    r"(?:Der|Die|Dem)\s+\w*antr(?:ag|äge|ägen)\b.{0,120}\s(?:abgelehnt|nicht\s+(?:zugestimmt|entsprochen))\.?|"
    r"Ablehnung\s+(?:des|der)\s+\w*antr\w+\.?",
    re.I | re.S,
)
"""A decision that is nothing but the refusal of a motion."""
_ENDS_DEBATE = re.compile(
    r"\bschluss\b|nichtbefassung|nicht\s+zu\s+befassen|übergang\s+zur\s+tagesordnung|keine\s+abstimmung",
    re.I,
)
_CHANGED = re.compile(r"\b(?:modifiziert|geändert)", re.I)
_MINUTES = re.compile(
    r"\b(?:Niederschrift|\w*protokoll|Verhandlungsschrift|Auszug aus|"
    r"Punkt\s+[\d.]+\s+der\s+Tagesordnung)\b",
    re.I,
)
_ADJOURN = re.compile(r"antrag\s+auf\s+vertr?agung", re.I)
_PARAGRAPH = re.compile(r"\b(?:Ziff|Nr|Punkt|Absatz|Satz)", re.I)
_ONLY_PARAGRAPH = re.compile(
    r"\W*(?:Ziff(?:er|ern|\.)?|Nrn?\.?:?)\s*(?:[\d\s,+–-]|und|bis)+\W*$", re.I
)
_BY_VOTE = (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.REJECTED)
_VARIANT = re.compile(r"\bVariante\b", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One result of a section, on an item or a part of it."""

    numbers: tuple[str, ...]
    part: str
    """What of the item was voted on ("Änderungsantrag CDU"), "" for the item itself."""
    is_amendment: bool
    is_main: bool
    result: Result
    span: Span


Choose = Callable[[Closing], Outcome]


def find_votes(document: ReadDocument, choose: Choose = choose) -> tuple[Vote, ...]:
    """The votes of minutes in text order; an item's own result stands before its parts'."""
    return tuple(
        vote for section in sections(document.text) for vote in _votes(document, section, choose)
    )


def _votes(document: ReadDocument, section: Section, choose: Choose) -> Iterator[Vote]:
    text = document.text
    voted: dict[str, list[Entry]] = {}
    for start, end, named in section.results:
        for entry in _entries(fold(text, start, end), section, named):
            for number in entry.numbers:
                voted.setdefault(number, []).append(entry)
    decision = " ".join(fold(text, start, end).text for start, end in section.decisions)
    decided: dict[str, list[Entry]] = {}
    for start, end in section.decisions:
        for entry in _entries(fold(text, start, end), section, ""):
            for number in entry.numbers:
                decided.setdefault(number, []).append(entry)
    known = [item.number for item in section.items]
    called_up: Vote | None = None
    for number in [*known, *(n for n in voted if n not in known)]:
        item = section.item(number) or Item(number)
        found = list(
            _item_votes(text, section, item, voted[number], decided, decision)
            if number in voted
            else _unvoted(text, section, item, decided, decision, voted)
        )
        if found and item is section.items[0]:
            called_up = found[0]
        if not found and called_up and set(voted) <= {called_up.item}:
            found = list(_called_up_below(text, section, item, called_up, decided, decision))
        put_to_vote = any(e.result.outcome is not None for e in voted.get(number, ()))
        for vote in found:
            if vote.outcome in NEIGHBOURS and not (put_to_vote or item.is_enquiry):
                closing = _closing(document, section, item, vote.outcome, decision)
                vote = replace(vote, outcome=choose(closing))
            yield vote


def _called_up_below(
    text: str,
    section: Section,
    item: Item,
    heading: Vote,
    decided: dict[str, list[Entry]],
    decision: str,
) -> Iterator[Vote]:
    """An item of which nothing is said by itself: what was done with the heading above it."""
    first, *below = section.items
    papers = [i for i in below if not (i.is_motion or i.is_enquiry)]
    if heading.outcome not in _BY_VOTE:
        if item.is_motion:
            yield replace(heading, item=item.number)
    elif first.papers or len(papers) > 1:
        return
    elif item in papers or not papers:
        if not _AMENDMENT.search(item.motion):
            yield replace(heading, item=item.number)
    elif item.is_motion:
        # The vote was on the paper; the motions beside it were not put to the vote.
        result = _without_vote(text, section, item, decided, decision)
        yield _vote(item.number, result, heading.span)


def _closing(
    document: ReadDocument, section: Section, item: Item, outcome: Outcome, decision: str
) -> Closing:
    text = document.text
    end = debate_end(text, section)
    head, tail = text[: min(section.start, 400)], text[max(end, section.end - 200) : section.end]
    return Closing(
        item=item.number,
        outcome=outcome,
        is_motion=item.is_motion,
        items=len(section.items),
        decision=" ".join(decision[:400].split()),
        debate=" ".join(fold(text, max(section.head_end, end - 600), end).text.split()),
        form=f"{head}\n{tail}",
        dated_on=document.dated_on,
    )


def _entries(folded: Folded, section: Section, named: str) -> list[Entry]:
    numbers = numbers_in(named, section) or default_items(section)
    found: list[Entry] = []
    for run in runs(folded.text):
        label = " ".join(run.label.split())
        by_motion = numbers_by_motion(label, section)
        is_motion_itself = bool(by_motion) and not PROCEDURAL.search(label)
        numbers = numbers_in(label, section) or numbers
        found.append(
            Entry(
                numbers=by_motion or numbers,
                part="" if is_motion_itself else _part(label),
                is_amendment=not is_motion_itself and _is_amendment(label, section, found),
                is_main=bool(MAIN.search(label)),
                result=run.result,
                span=Span(folded.offset(run.start), folded.offset(run.end - 1) + 1),
            )
        )
    return found


def _is_amendment(label: str, section: Section, before: list[Entry]) -> bool:
    """Paragraphs listed below an amendment are paragraphs of the amendment."""
    if _ONLY_PARAGRAPH.match(label) and before:
        return before[-1].is_amendment
    papers = set(PAPER.findall(label))
    amending = {paper for item in section.items for paper in item.amending_papers}
    return bool(_AMENDMENT.search(label)) or bool(papers and papers <= amending)


def _part(label: str) -> str:
    label = re.sub(r"^[\s.,;:)–-]+|[\s:–-]+$", "", label)
    return label if len(label) <= 120 else ""


def _item_votes(
    text: str,
    section: Section,
    item: Item,
    voted: list[Entry],
    decided: dict[str, list[Entry]],
    decision: str,
) -> Iterator[Vote]:
    main = _main_result(voted)
    result = main.result
    if result.outcome is Outcome.ADOPTED and _only_noted(text, section, decision):
        result = replace(result, outcome=Outcome.NOTED)
    if (
        result.outcome is Outcome.ADOPTED
        and _REFUSES.fullmatch(decision.strip())
        and not says_outcome(main.span.of(text))
    ):
        # Those in favour were in favour of refusing.
        result = replace(result, outcome=Outcome.REJECTED)
    if all(PROCEDURAL.search(entry.part) for entry in voted) and _ENDS_DEBATE.search(main.part):
        result = _without_vote(
            text, section, item, decided, decision
        )  # nothing but the order of business
    if _ADJOURN.search(main.part) and result.outcome is Outcome.ADOPTED:
        result = replace(
            result, outcome=Outcome.POSTPONED, majority=None
        )  # the motion that was carried is the one to adjourn
    elif main.is_amendment and (deferred := _deferred(decided.get(item.number, []))):
        result = deferred
    if result.outcome is None:
        result = _without_vote(text, section, item, decided, decision)
    yield _vote(item.number, result, main.span)
    if len(voted) > 1 or result is not main.result:
        for entry in voted:
            if entry.result.outcome is not None and entry.part:
                yield _vote(f"{item.number}, {entry.part}", entry.result, entry.span)


def _only_noted(text: str, section: Section, decision: str) -> bool:
    """The decision is to take note, and the chair says that nothing else is put to the vote."""
    if not _TAKES_NOTE.search(decision) or _DECIDES.search(decision) or _ACTS.search(decision):
        return False
    return notes_only(text, section)


def _deferred(decided: list[Entry]) -> Result | None:
    """Only an amendment was put to the vote: the item itself went where the decision says."""
    away = (Outcome.REFERRED, Outcome.POSTPONED, Outcome.WITHDRAWN)
    return next((e.result for e in decided if e.result.outcome in away), None)


def _unvoted(
    text: str,
    section: Section,
    item: Item,
    decided: dict[str, list[Entry]],
    decision: str,
    voted: dict[str, list[Entry]],
) -> Iterator[Vote]:
    """An item of the heading on which no result block says anything."""
    anything_voted = any(e.result.outcome for entries in voted.values() for e in entries)
    heading = section.items[0]
    others_voted = bool(voted) and heading.number not in voted and item is not heading
    labelled = _said_in_label(text, section)
    if not (section.results or labelled or _is_minutes(text)):
        return
    if labelled and item is section.items[0]:
        yield _vote(item.number, labelled, Span(*section.decision_labels[0]))
        return
    own = decided.get(item.number, [])
    spoken = [e for e in own if e.result.outcome is not None]
    if spoken and (others_voted or not (anything_voted and _DECIDES.search(decision))):
        result = spoken[0].result
        if item.is_enquiry:
            result = Result(Outcome.NOTED)
        yield _vote(item.number, result, spoken[0].span)
    elif item.is_enquiry and item is not section.items[0] and section.results:
        # An enquiry is answered and taken note of; a vote beside it was on something else.
        start, end, _ = section.results[0]
        yield _vote(item.number, Result(Outcome.NOTED), Span(min(start, end - 1), end))
    elif (
        item is section.items[0]
        and decision.strip()
        and not (anything_voted or _is_about_sub_items(section, decided))
    ):
        if not _DECIDES.search(decision):
            result = _without_vote(text, section, item, decided, decision)
        else:
            result = called_out(text, section) or Result(Outcome.ADOPTED)
        yield _vote(item.number, result, _first_said(text, section.decisions))
    elif item is heading and section.results and not (decision.strip() or anything_voted):
        if said := no_vote_needed(text, section):
            result = _without_vote(text, section, item, decided, decision)
            yield _vote(item.number, result, said)
    elif not (section.results or section.decisions) and item is section.items[0] and item.number:
        yield from narrated(text, section, item.number)


def _first_said(text: str, blocks: tuple[tuple[int, int], ...]) -> Span:
    return next(Span(start, end) for start, end in blocks if text[start:end].strip())


def _said_in_label(text: str, section: Section) -> Result | None:
    """ "Beschluss des Präsidiums (einstimmig):" """
    if not section.decision_labels:
        return None
    result = read_result(text[slice(*section.decision_labels[0])])
    return result if result is not None and result.outcome is not None else None


def _is_minutes(text: str) -> bool:
    """A paper has a "Beschluss:", too, but only proposes it."""
    return bool(_MINUTES.search(text, 0, 2_000))


def _is_about_sub_items(section: Section, decided: dict[str, list[Entry]]) -> bool:
    return any(item.number in decided for item in section.items[1:])


def _vote(item: str, result: Result, span: Span) -> Vote:
    assert result.outcome is not None
    return Vote(item, result.outcome, result.majority, result.yes, result.no, result.abstain, span)


def _main_result(entries: list[Entry]) -> Entry:
    """The result of the item itself among those of its amendments and paragraphs."""
    spoken = [e for e in entries if e.result.outcome is not None]
    if not spoken:
        return entries[0]
    own = [e for e in spoken if not e.is_amendment]
    changed = [e for e in own if _CHANGED.search(e.part)]
    variants = [e for e in own if not _VARIANT.search(e.part)]
    spoken = changed or [e for e in spoken if e.is_main] or variants or own or spoken
    outcomes = {e.result.outcome for e in spoken}
    if Outcome.ADOPTED in outcomes and _are_paragraphs(spoken):
        outcomes -= {Outcome.WITHDRAWN}  # what is no longer asked cannot be refused
        spoken = [e for e in spoken if e.result.outcome in outcomes]
    dropped = [e for e in entries if e.result.outcome is None and _ONLY_PARAGRAPH.match(e.part)]
    if outcomes == {Outcome.ADOPTED} and dropped and _are_paragraphs(spoken):
        return replace(spoken[0], result=Result(Outcome.PARTLY_ADOPTED))
    if len(outcomes) == 1:
        return _together(spoken)
    if Outcome.ADOPTED in outcomes:
        if _are_paragraphs(spoken):
            return replace(spoken[0], result=Result(Outcome.PARTLY_ADOPTED))
        # Of several forms of one motion the one that found a majority is the result.
        return next(e for e in spoken if e.result.outcome is Outcome.ADOPTED)
    return spoken[0]


def _together(entries: list[Entry]) -> Entry:
    """Several votes of one outcome: unanimous only if all were; counts only if it is one vote."""
    first = entries[0]
    if len(entries) == 1 or all(e.result == first.result for e in entries):
        return first
    majorities = {e.result.majority for e in entries}
    weakest = Majority.MAJORITY if Majority.MAJORITY in majorities else first.result.majority
    return replace(first, result=Result(first.result.outcome, weakest))


def _are_paragraphs(entries: list[Entry]) -> bool:
    return all(_PARAGRAPH.search(e.part) for e in entries)


def _without_vote(
    text: str, section: Section, item: Item, decided: dict[str, list[Entry]], decision: str
) -> Result:
    """Nothing was put to the vote: what the decision says was done with the item."""
    own = [e for e in decided.get(item.number, []) if e.result.outcome is not None]
    result = own[0].result if own else Result(None)
    if result.outcome is None and _TAKES_NOTE.search(decision):
        result = Result(Outcome.NOTED)
    if result.outcome is Outcome.POSTPONED and is_settled_motion(text, section, item):
        return Result(Outcome.SETTLED)  # taken off the agenda for good
    if item.is_enquiry and result.outcome in (None, Outcome.NOTED, Outcome.REPLY_ACCEPTED):
        return Result(Outcome.NOTED)
    if result.outcome in (None, Outcome.NOTED):
        settled = is_settled_motion(text, section, item)
        return Result(Outcome.SETTLED if settled else Outcome.NOTED)
    return result
