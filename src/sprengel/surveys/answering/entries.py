"""What stands in the fields of one city's form, typed but not sent. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

LONGEST = 20_000
"""More characters of one field are not kept; what may be sent is less (``reading``)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field as it was left; ``by`` says who left it."""

    text: str = ""
    choices: tuple[str, ...] = ()
    gap: bool = False
    """"keine Angabe" ticked."""
    sure: str = ""
    """The unusual text that was said to be meant; another text is asked about again."""
    file: int | None = None
    """Key of the document taken in."""
    file_name: str = ""
    by: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.choices or self.gap or self.file)

    def same_as(self, other: Entry) -> bool:
        """Whoever wrote it."""
        return replace(self, by="") == replace(other, by="")

    def says_the_same(self, other: Entry) -> bool:
        """Whoever wrote it, and whether they were asked if it is meant."""
        return self.text == other.text and self.choices == other.choices and self.gap == other.gap

    def as_carried(self) -> str:
        """For a hidden field: what was typed, nothing else."""
        return json.dumps({"text": self.text, "choices": self.choices, "gap": self.gap})

    @classmethod
    def from_carried(cls, text: str) -> Entry:
        """Empty for anything that page did not write."""
        try:
            facts = json.loads(text)
            return cls(
                text=str(facts["text"])[:LONGEST],
                choices=tuple(str(one)[:200] for one in facts["choices"])[:200],
                gap=facts["gap"] is True,
            )
        except (ValueError, TypeError, KeyError):
            return cls()

    @property
    def digest(self) -> str:
        """What the form carries, so that it is known which state its reader saw."""
        if self.is_empty:
            return ""
        facts = json.dumps(asdict(replace(self, by="")), sort_keys=True)
        return hashlib.sha256(facts.encode()).hexdigest()[:16]


Entries = Mapping[str, Entry]


class Posted(Protocol):
    """A form as Django has it."""

    def get(self, name: str, default: str = ...) -> Any: ...
    def getlist(self, name: str) -> list[Any]: ...
    def __contains__(self, name: object) -> bool: ...


def field_name(key: str, part: str = "") -> str:
    return f"q-{key}-{part}" if part else f"q-{key}"


def posted_entry(key: str, data: Posted, stored: Entry) -> Entry:
    """The field as sent; the file is another matter, it stays until replaced or removed."""
    return Entry(
        text=str(data.get(field_name(key), "")).replace("\r\n", "\n")[:LONGEST],
        choices=tuple(str(one)[:200] for one in data.getlist(field_name(key, "choice"))[:200]),
        gap=bool(data.get(field_name(key, "gap"), "")),
        sure=str(data.get(field_name(key, "sure"), ""))[:200],
        file=stored.file,
        file_name=stored.file_name,
        by=stored.by,
    )


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else was quicker with this field: theirs is kept, mine is offered."""

    theirs: Entry
    mine: Entry


@dataclass(frozen=True, slots=True)
class Merged:
    entries: dict[str, Entry]
    conflicts: dict[str, Conflict]


def merge(
    stored: Entries, data: Posted, keys: Iterable[str], *, by: str, files: Mapping[str, Entry]
) -> Merged:
    """What I changed goes in, unless somebody changed the same field since I saw it.

    ``files``: what was uploaded with this form, as entries with only a file.
    """
    entries, conflicts = dict(stored), {}
    for key in keys:
        if field_name(key, "was") not in data:
            continue
        now = stored.get(key, Entry())
        mine = posted_entry(key, data, now)
        if key in files:
            mine = replace(mine, file=files[key].file, file_name=files[key].file_name, gap=False)
        elif data.get(field_name(key, "no-file"), ""):
            mine = replace(mine, file=None, file_name="")
        seen = str(data.get(field_name(key, "was"), ""))
        if mine.same_as(now) or mine.digest == seen:
            continue
        if now.digest != seen:
            conflicts[key] = Conflict(theirs=now, mine=mine)
            continue
        entries[key] = replace(mine, by=by)
    return Merged({key: one for key, one in entries.items() if not one.is_empty}, conflicts)


def to_json(entries: Entries) -> dict[str, dict[str, Any]]:
    return {key: asdict(entry) for key, entry in entries.items()}


def from_json(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Entry]:
    return {
        key: Entry(**{**facts, "choices": tuple(facts.get("choices", ()))})
        for key, facts in kept.items()
    }
