"""The sample leagues' files: readable TOML with dates that move along with the calendar.

``{{ heute-18 }}`` in a text and ``"heute-18"`` where a date is due stand for the day eighteen
days before the loading; ``sitzung`` is a Wednesday some three weeks ahead. So the leagues always
have something overdue, something due and a meeting to prepare.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
TEXTS_END_ON = date(2026, 10, 12)
"""The last fixed day in the leagues' texts; before it their past would lie ahead."""
WEDNESDAY = 2
DAYS_TO_MEETING = 19
"""At least; then on to the next Wednesday."""

_PLACEHOLDER = re.compile(r"\{\{ ([a-z]+[+-]?\d*) \}\}")
_RELATIVE = re.compile(r"heute(?:([+-])(\d+))?")

Places = list[tuple[int, int]]


class LeagueError(Exception):
    """A league's files contradict themselves; names the file's entry."""


@dataclass(frozen=True, slots=True)
class Calendar:
    today: date

    @property
    def meeting_on(self) -> date:
        earliest = self.today + timedelta(days=DAYS_TO_MEETING)
        return earliest + timedelta(days=(WEDNESDAY - earliest.weekday()) % 7)

    @property
    def half_year_on(self) -> date:
        """When the next spring or autumn begins."""
        year = self.today.year
        starts = (date(year, 3, 1), date(year, 9, 1), date(year + 1, 3, 1))
        return next(start for start in starts if start > self.today)

    def day(self, given: date | str | None) -> date | None:
        if given is None or isinstance(given, date):
            return given
        if given == "sitzung":
            return self.meeting_on
        if given == "halbjahr":
            return self.half_year_on
        found = _RELATIVE.fullmatch(given)
        if found is None:
            raise LeagueError(f"no such day: {given!r}")
        days = int((found[1] or "+") + (found[2] or "0"))
        return self.today + timedelta(days=days)

    def fill(self, text: str) -> str:
        def words(found: re.Match[str]) -> str:
            day = self.day(found[1])
            assert day is not None
            return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"

        return _PLACEHOLDER.sub(words, text)


@dataclass(frozen=True, slots=True)
class Folder:
    """One league's folder."""

    path: Path
    calendar: Calendar

    def table(self, name: str) -> dict[str, Any]:
        text = (self.path / f"{name}.toml").read_text(encoding="utf-8")
        return tomllib.loads(self.calendar.fill(text))

    def data(self, file_name: str) -> bytes:
        data = (self.path / "texts" / file_name).read_bytes()
        if b"{{ " not in data:
            return data
        return self.calendar.fill(data.decode("utf-8")).encode("utf-8")

    def documents(self) -> list[DocumentEntry]:
        table = self.table("documents")
        return [
            DocumentEntry.of({**table["defaults"], **entry}, self.calendar)
            for entry in table["document"]
        ]

    def series(self) -> list[SeriesEntry]:
        return [SeriesEntry(**entry) for entry in self.table("meetings")["series"]]

    def meetings(self) -> list[MeetingEntry]:
        return [MeetingEntry.of(e, self.calendar) for e in self.table("meetings")["meeting"]]

    def matters(self) -> list[MatterEntry]:
        return [MatterEntry.of(e, self.calendar) for e in self.table("matters")["matter"]]

    def statements(self) -> list[StatementEntry]:
        """Those no matter comes of."""
        entries = self.table("statements")["statement"]
        return [StatementEntry.of(entry, self.calendar) for entry in entries]

    def agenda(self) -> list[AgendaEntry]:
        path = self.path / "agenda.toml"
        if not path.exists():
            return []
        return [AgendaEntry.of(e, self.calendar) for e in self.table("agenda")["choice"]]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    key: str
    file: str
    title: str
    kind: str
    visibility: str
    provenance: str
    organization: str
    body: str = ""
    dated_on: date | None = None
    dated_note: str = ""
    meeting: str = ""
    role: str = "paper"
    reviewed: bool = False
    """Somebody has been through it: the files hold every statement that stands."""

    @classmethod
    def of(cls, entry: dict[str, Any], calendar: Calendar) -> DocumentEntry:
        return cls(**{**entry, "dated_on": calendar.day(entry.get("dated_on"))})


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    key: str
    organization: str
    name: str
    per_year: int
    source: str


@dataclass(frozen=True, slots=True)
class ParticipationEntry:
    of: str
    role: str
    person: str = ""
    post_title: str = ""
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    key: str
    series: str
    title: str
    starts_on: date
    state: str
    ends_on: date | None = None
    starts_at: time | None = None
    date_precision: str = "day"
    date_note: str = ""
    place: str = ""
    host: str = ""
    note: str = ""
    visibility: str = "public"
    agenda: tuple[str, ...] = ()
    participation: tuple[ParticipationEntry, ...] = ()

    @classmethod
    def of(cls, entry: dict[str, Any], calendar: Calendar) -> MeetingEntry:
        people = tuple(ParticipationEntry(**one) for one in entry.get("participation", ()))
        moved = {"starts_on": calendar.day(entry["starts_on"]), "participation": people}
        return cls(**{**entry, **moved})


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """What a careful reader would mark; the words stand in the document exactly so."""

    document: str
    act: str
    cue: tuple[str, ...]
    message: tuple[str, ...]
    actor: str
    source: str = ""
    addressee: str = ""
    addressee_actor: str = ""
    deadline: str = ""
    due_on: date | None = None
    near: str = ""
    """Words around the cue, where the cue alone stands in more than one place."""

    @classmethod
    def of(cls, entry: dict[str, Any], calendar: Calendar) -> StatementEntry:
        message, due_on = _parts(entry["message"]), calendar.day(entry.get("due_on"))
        return cls(**{**entry, "message": message, "due_on": due_on})

    def places(self, text: str) -> dict[str, Places]:
        """Where every role stands in ``text``; LeagueError where something does not."""
        message = [find_once(part, text) for part in self.message]
        at = find_once(self.near, text) if self.near else message[0]
        taken = message if self.near == "" else []
        cue = [self._near(word, text, at, message) for word in self.cue]
        return {
            "message": message,
            "cue": cue,
            "source": [self._near(self.source, text, at, taken)] if self.source else [],
            "addressee": [self._near(self.addressee, text, at, [])] if self.addressee else [],
            "deadline": [self._near(self.deadline, text, message[0], [])] if self.deadline else [],
        }

    def _near(self, words: str, text: str, at: tuple[int, int], taken: Places) -> tuple[int, int]:
        pattern = re.compile(rf"(?<!\w){spaced(words)}(?!\w)")
        found = [match.span() for match in pattern.finditer(text)]
        free = [one for one in found if not any(a < one[1] and one[0] < b for a, b in taken)]
        if not free:
            raise LeagueError(f"{self.document}: {words!r} is not in the text")
        return min(free, key=lambda one: max(at[0] - one[0], one[1] - at[1], 0))


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What became of a matter, with the passage it rests on."""

    sentence: str
    state: str = ""
    on: date | None = None
    on_note: str = ""
    document: str = ""
    quote: tuple[str, ...] = ()
    informant: str = ""
    visibility: str | None = None

    @classmethod
    def of(cls, entry: dict[str, Any], calendar: Calendar) -> HistoryEntry:
        quote = _parts(entry.get("quote", ()))
        return cls(**{**entry, "quote": quote, "on": calendar.day(entry.get("on"))})


@dataclass(frozen=True, slots=True)
class MatterEntry:
    key: str
    statement: tuple[StatementEntry, ...]
    entry: tuple[HistoryEntry, ...] = ()
    responsible: str = ""
    topics: tuple[str, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, entry: dict[str, Any], calendar: Calendar) -> MatterEntry:
        statements = tuple(StatementEntry.of(one, calendar) for one in entry["statement"])
        history = tuple(HistoryEntry.of(one, calendar) for one in entry.get("entry", ()))
        return cls(**{**entry, "statement": statements, "entry": history})


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """What the office has decided already in preparing a meeting."""

    meeting: str
    matter: str
    decision: str
    reason: str = ""
    until: date | None = None

    @classmethod
    def of(cls, entry: dict[str, Any], calendar: Calendar) -> AgendaEntry:
        return cls(**{**entry, "until": calendar.day(entry.get("until"))})


def _parts(words: str | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def find_once(quote: str, text: str) -> tuple[int, int]:
    """Where the words stand, spacing aside; they must stand there, and only once."""
    found = [match.span() for match in re.finditer(spaced(quote), text)]
    if len(found) != 1:
        raise LeagueError(f"stands {len(found)} times in the text, not once: {quote!r}")
    return found[0]


def spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())
