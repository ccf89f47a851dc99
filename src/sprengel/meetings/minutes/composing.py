"""Minutes as a whole: from what was noted to a text that knows where each record stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Who took part, of one kind: "Mitglieder", "Gäste", "Entschuldigt"."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordText:
    """A decision or an assignment as a sentence of the minutes."""

    record_pk: int
    kind: str
    sentence: str
    parts: dict[str, Place]
    """Where cue, message, addressee, deadline and vote stand in the sentence."""

    def as_json(self) -> dict[str, Any]:
        return {
            "record": self.record_pk,
            "kind": self.kind,
            "sentence": self.sentence,
            "parts": {name: list(place) for name, place in self.parts.items()},
        }

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> RecordText:
        parts = {name: (start, end) for name, (start, end) in raw["parts"].items()}
        return cls(raw["record"], raw["kind"], raw["sentence"], parts)


@dataclass(frozen=True, slots=True)
class ComposedSection:
    section_pk: int
    number: str
    """ "2.1"; "" for a section that is no point of the agenda."""
    heading: str
    is_public: bool
    text: str
    records: tuple[RecordText, ...]

    @property
    def paragraphs(self) -> list[str]:
        return [part for part in re.split(r"\n\s*\n", self.text) if part.strip()]

    def as_json(self) -> dict[str, Any]:
        return {
            "section": self.section_pk,
            "number": self.number,
            "heading": self.heading,
            "is_public": self.is_public,
            "text": self.text,
            "records": [record.as_json() for record in self.records],
        }

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> ComposedSection:
        return cls(
            raw["section"],
            raw["number"],
            raw["heading"],
            raw["is_public"],
            raw["text"],
            tuple(RecordText.from_json(record) for record in raw.get("records", [])),
        )


@dataclass(frozen=True, slots=True)
class Composed:
    """Everything that is printed, in the order in which it is read."""

    title: str
    circle: str
    when: str
    place: str
    keeper: str
    groups: tuple[Group, ...]
    sections: tuple[ComposedSection, ...]
    part: str = ""
    """ "Öffentlicher Teil"; "" where all points are in one."""
    version: str = ""
    """ "Fassung 2, nach Genehmigung berichtigt"; "" for a draft."""
    approval: str = ""
    """ "Genehmigt in der Sitzung …", as it is known today; not part of the fixed text."""

    def head_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "circle": self.circle,
            "when": self.when,
            "place": self.place,
            "keeper": self.keeper,
            "part": self.part,
            "groups": [[group.label, list(group.names)] for group in self.groups],
        }

    @classmethod
    def from_json(
        cls, head: dict[str, Any], sections: list[dict[str, Any]], *, version: str, approval: str
    ) -> Composed:
        return cls(
            title=head.get("title", ""),
            circle=head.get("circle", ""),
            when=head.get("when", ""),
            place=head.get("place", ""),
            keeper=head.get("keeper", ""),
            part=head.get("part", ""),
            groups=tuple(Group(label, tuple(names)) for label, names in head.get("groups", [])),
            sections=tuple(ComposedSection.from_json(raw) for raw in sections),
            version=version,
            approval=approval,
        )


@dataclass(frozen=True, slots=True)
class PlainText:
    text: str
    places: dict[int, int]
    """Where the sentence of each record begins."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the head, in the language of the minutes."""

    minutes: str
    date: str
    place: str
    keeper: str
    present: str
    item: str
    """With %(number)s and %(heading)s."""


def plain_text(composed: Composed, words: Words) -> PlainText:
    """The text that is kept: one paragraph a block, records where they were noted."""
    written = _Text()
    written.block(
        "\n".join(filter(None, [words.minutes, composed.title, composed.circle, composed.part]))
    )
    facts = [
        (words.date, composed.when),
        (words.place, composed.place),
        (words.keeper, composed.keeper),
    ]
    lines = [f"{label}: {value}" for label, value in facts if value]
    written.block("\n".join([*lines, composed.version] if composed.version else lines))
    if composed.groups:
        named = "\n".join(f"{group.label}: {'; '.join(group.names)}" for group in composed.groups)
        written.block(f"{words.present}\n{named}")
    for section in composed.sections:
        written.block(heading_of(section, words.item))
        for paragraph in section.paragraphs:
            written.block(paragraph.strip("\n"))
        for record in section.records:
            written.places[record.record_pk] = written.block(record.sentence)
    return PlainText(written.text(), written.places)


def heading_of(section: ComposedSection, item: str) -> str:
    if not section.number:
        return section.heading
    return item % {"number": section.number, "heading": section.heading}


@dataclass(slots=True)
class _Text:
    blocks: list[str] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    length: int = 0

    def block(self, text: str) -> int:
        """Where it begins."""
        start = self.length
        if text:
            self.blocks.append(text)
            self.length += len(text) + 2
        return start

    def text(self) -> str:
        return "\n\n".join(self.blocks) + "\n"


@dataclass(slots=True)
class Sentence:
    """Put together piece by piece, remembering where the named pieces stand."""

    text: str = ""
    parts: dict[str, Place] = field(default_factory=dict)

    def add(self, piece: str, role: str = "") -> None:
        if role and piece:
            self.parts[role] = (len(self.text), len(self.text) + len(piece))
        self.text += piece


def tidy(text: str) -> str:
    """What somebody typed as it is kept: line ends alike, nothing a text cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c == "\n" or c == "\t" or c.isprintable() or c.isspace())


def places_in(record: RecordText, start: int, roles: Iterable[str]) -> dict[str, list[Place]]:
    """The parts of a record as places in the whole text."""
    return {
        role: [(start + record.parts[role][0], start + record.parts[role][1])]
        for role in roles
        if role in record.parts
    }
