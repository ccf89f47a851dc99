"""The form as it is shown: each question with what stands in it and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from sprengel.surveys.answering.entries import Conflict, Entry
from sprengel.surveys.answering.reading import Evaluation, Outcome, read
from sprengel.surveys.answering.shown import in_words
from sprengel.surveys.building.queries import by_key, condition_words
from sprengel.surveys.conditions import YES_NO
from sprengel.surveys.models import Question, QuestionKind

LAST_TIME, MINE = "last", "mine"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer to be put in with one click; ``value`` is what the button sends."""

    label: str
    value: str
    carried: str = ""
    """What was typed and not kept: the page has to bring it along."""


@dataclass(frozen=True, slots=True)
class Field:
    question: Question
    entry: Entry
    is_asked: bool
    condition: str
    """In a sentence, for whoever reads without the script."""
    problem: str = ""
    ask_back: str = ""
    options: tuple[Option, ...] = ()
    last_time: Offer | None = None
    conflict: str = ""
    mine: Offer | None = None

    @property
    def name(self) -> str:
        return f"q-{self.question.key}"

    @property
    def is_wrong(self) -> bool:
        return bool(self.problem or self.ask_back or self.conflict)

    @property
    def shows_by(self) -> bool:
        return bool(self.entry.by) and not self.entry.is_empty

    @property
    def is_group(self) -> bool:
        """Several inputs under one heading."""
        return self.question.kind in (
            QuestionKind.CHOICE,
            QuestionKind.SEVERAL,
            QuestionKind.YES_NO,
        )


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """What is to be said beside the questions, by key."""

    evaluation: Evaluation
    shows_problems: bool = False
    """Only once somebody wants to send: a half-filled form is no mistake."""
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    last_time: Mapping[str, Entry] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with an uploaded file."""


def sections(
    questions: Sequence[Question],
    entries: Mapping[str, Entry],
    notes: Notes,
    all_questions: Sequence[Question],
) -> list[Section]:
    known = by_key(all_questions)
    fields = [_field(one, entries.get(one.key, Entry()), notes, known) for one in questions]
    return [
        Section(title, tuple(group))
        for title, group in groupby(fields, key=lambda one: one.question.section)
    ]


def problems(found: Sequence[Section]) -> list[Field]:
    """Those to be named at the top, in order."""
    return [one for section in found for one in section.fields if one.is_wrong]


def _field(question: Question, entry: Entry, notes: Notes, known: Mapping[str, Question]) -> Field:
    key = question.key
    outcome = notes.evaluation.outcomes.get(key, Outcome())
    is_asked = key in notes.evaluation.asked
    problem = notes.files.get(key, "") or outcome.problem
    if notes.shows_problems and question in notes.evaluation.missing:
        problem = _("Bitte antworten Sie oder wählen Sie „keine Angabe“.")
    conflict = notes.conflicts.get(key)
    before = notes.last_time.get(key)
    return Field(
        question=question,
        entry=entry,
        is_asked=is_asked,
        condition=condition_words(question, known),
        problem=problem if is_asked or key in notes.files else "",
        ask_back=outcome.ask_back if is_asked else "",
        options=_options(question, entry),
        last_time=_offer(question, before, LAST_TIME)
        if before is not None and not before.says_the_same(entry)
        else None,
        conflict=conflict_words(question, conflict) if conflict else "",
        mine=_offer(question, conflict.mine, MINE) if conflict else None,
    )


def _options(question: Question, entry: Entry) -> tuple[Option, ...]:
    pairs = YES_NO if question.kind == QuestionKind.YES_NO else question.options
    if question.kind not in (QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.YES_NO):
        return ()
    return tuple(Option(value, str(label), value in entry.choices) for value, label in pairs)


def _offer(question: Question, entry: Entry, source: str) -> Offer:
    carried = entry.as_carried() if source == MINE else ""
    return Offer(words_of(question, entry), f"{source}:{question.key}", carried)


def conflict_words(question: Question, conflict: Conflict) -> str:
    words = {"who": conflict.theirs.by or _("Jemand anders")}
    if conflict.theirs.is_empty:
        return _("%(who)s hat diese Antwort inzwischen entfernt.") % words
    return _(
        "%(who)s hat hier inzwischen „%(theirs)s“ eingetragen. Ihre Angabe wurde nicht übernommen."
    ) % {**words, "theirs": words_of(question, conflict.theirs)}


def words_of(question: Question, entry: Entry) -> str:
    """What was typed, in words where it can be read, else as it was typed."""
    value = read(question, entry).value
    if value is not None:
        return in_words(question, value, file_name=entry.file_name)
    return entry.text[:200] or _("leer")
