"""What changed from one round of a programme to the next. Pure: no Django, no clock.

Numbers are compared role by role and only within one definition, provisions subject by subject. A
round that says nothing about a role or subject changes nothing: it is compared with the last round
that did say something. What no source says is never read as "abolished".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    NEW = "new"
    GONE = "gone"
    RAISED = "raised"
    LOWERED = "lowered"
    FROZEN = "frozen"
    COUNTED_OTHERWISE = "counted_otherwise"
    """The same role, another definition: two numbers that must not be compared."""
    NARROWED = "narrowed"
    WIDENED = "widened"
    OTHER_APPLICANTS = "other_applicants"
    SETTLED = "settled"
    """Was open, a round now says it."""
    PERMANENT = "permanent"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Number:
    role: str
    definition: str
    """Key of what is counted; numbers of two definitions are never compared."""
    about: str
    """For whom or what; numbers about two cities are never compared."""
    name: str
    value: Decimal | None
    text: str
    """As it is said: "58 Mio. €"."""
    is_approximate: bool = False

    @property
    def series(self) -> tuple[str, str, str]:
        return (self.role, self.definition, self.about)


@dataclass(frozen=True, slots=True)
class Wording:
    subject: str
    text: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """One round, as far as it is compared."""

    key: str
    name: str
    applicants: frozenset[str] = frozenset()
    """Empty: not known."""
    numbers: tuple[Number, ...] = ()
    wordings: tuple[Wording, ...] = ()
    is_permanent: bool = False
    ends: bool = False
    """A day or year is named on which it ends."""
    since: str = ""
    """How the round is called in "seit …": its first year, or its name."""


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    role: str = ""
    """Of a number."""
    subject: str = ""
    """Of a provision."""
    name: str = ""
    before: str = ""
    after: str = ""
    since: str = ""
    """The first round of an unbroken row of equal numbers; else the round compared with."""
    silent: tuple[str, ...] = ()
    """Rounds between that do not say this number."""
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    """Kinds of applicants."""


@dataclass(frozen=True, slots=True)
class RoundChanges:
    key: str
    changes: tuple[Change, ...]


def changes(rounds: Sequence[Terms], contains: Mapping[str, str]) -> list[RoundChanges]:
    """For every round but the first what is other than before, in the order of ``rounds``.

    ``contains``: {narrow kind of applicant: the wide one it is part of}; whoever was allowed as a
    city is not new as a city district.
    """
    return [
        RoundChanges(
            rounds[at].key,
            (
                *_applicants(rounds, at, contains),
                *_numbers(rounds, at),
                *_wordings(rounds, at),
                *_term(rounds, at),
            ),
        )
        for at in range(1, len(rounds))
    ]


# ── Who may apply ─────────────────────────────────────────────────────────────────────────────


def _applicants(rounds: Sequence[Terms], at: int, contains: Mapping[str, str]) -> Iterable[Change]:
    after = rounds[at].applicants
    earlier = next((one for one in reversed(rounds[:at]) if one.applicants), None)
    if not after or earlier is None:
        return
    before = earlier.applicants
    gone = tuple(sorted(one for one in before - after if contains.get(one) not in after))
    new = tuple(sorted(one for one in after - before if contains.get(one) not in before))
    if not gone and not new:
        return
    kind = Kind.OTHER_APPLICANTS
    if not new:
        kind = Kind.NARROWED
    elif not gone:
        kind = Kind.WIDENED
    yield Change(kind, since=earlier.since or earlier.name, gone=gone, new=new)


# ── Numbers ───────────────────────────────────────────────────────────────────────────────────


def _numbers(rounds: Sequence[Terms], at: int) -> Iterable[Change]:
    seen: set[tuple[str, str, str]] = set()
    for number in reversed(rounds[at].numbers):
        if number.value is None or number.series in seen:
            continue
        seen.add(number.series)
        change = _number(rounds, at, number)
        if change is not None:
            yield change


def _number(rounds: Sequence[Terms], at: int, number: Number) -> Change | None:
    told = Change(Kind.NEW, role=number.role, name=number.name, after=number.text)
    place = _last_said(rounds, at, number.series)
    if place is None:
        other = _same_role(rounds, at, number)
        if other is None:
            return told
        before_text = f"{other.text} ({other.name})"
        return replace(told, kind=Kind.COUNTED_OTHERWISE, before=before_text)
    before = _of_series(rounds[place], number.series)
    assert before is not None
    assert before.value is not None
    assert number.value is not None
    since, silent = rounds[place], [one.name for one in rounds[place + 1 : at]]
    if number.value == before.value:
        if number.is_approximate or before.is_approximate:
            # "etwa 1.600" and then "mehr als 1.600": nobody can call that unchanged.
            return None
        since, silent = _run(rounds, at, number)
        kind = Kind.FROZEN
    else:
        kind = Kind.RAISED if number.value > before.value else Kind.LOWERED
    return replace(
        told,
        kind=kind,
        before=before.text,
        since=since.since or since.name,
        silent=tuple(silent),
    )


def _run(rounds: Sequence[Terms], at: int, number: Number) -> tuple[Terms, list[str]]:
    """Since when it has been the same, and which rounds of that time do not say it."""
    first = rounds[at]
    silent: list[str] = []
    waiting: list[str] = []
    for one in reversed(rounds[:at]):
        said = _of_series(one, number.series)
        if said is None or said.value is None:
            waiting.append(one.name)
            continue
        if said.value != number.value:
            break
        first, silent, waiting = one, silent + waiting, []
    return first, silent[::-1]


def _last_said(rounds: Sequence[Terms], at: int, series: tuple[str, str, str]) -> int | None:
    for place in range(at - 1, -1, -1):
        said = _of_series(rounds[place], series)
        if said is not None and said.value is not None:
            return place
    return None


def _of_series(terms: Terms, series: tuple[str, str, str]) -> Number | None:
    """Of several in one round the last: the latest key date."""
    found = [one for one in terms.numbers if one.series == series and one.value is not None]
    return found[-1] if found else None


def _same_role(rounds: Sequence[Terms], at: int, number: Number) -> Number | None:
    """What stood in this role before and is not said any more under its own definition."""
    if number.role == "other":
        return None
    still = {one.series for one in rounds[at].numbers if one.value is not None}
    for one in reversed(rounds[:at]):
        found = [
            other
            for other in one.numbers
            if other.role == number.role
            and other.about == number.about
            and other.value is not None
            and other.series not in still
        ]
        if found:
            return found[-1]
    return None


# ── Words ─────────────────────────────────────────────────────────────────────────────────────


def _wordings(rounds: Sequence[Terms], at: int) -> Iterable[Change]:
    for subject in dict.fromkeys(one.subject for one in rounds[at].wordings):
        now = [one for one in rounds[at].wordings if one.subject == subject and not one.is_open]
        earlier = next(
            (one for one in reversed(rounds[:at]) if any(_about(one, subject))),
            None,
        )
        if not now:
            continue
        said = list(_about(earlier, subject)) if earlier is not None else []
        known = {one.text for one in said if not one.is_open}
        was_open = bool(said) and not known
        for one in now:
            if one.text not in known:
                kind = Kind.SETTLED if was_open else Kind.NEW
                yield Change(kind, subject=subject, after=one.text)
        texts = {one.text for one in now}
        for one in said:
            if not one.is_open and one.text not in texts:
                yield Change(Kind.GONE, subject=subject, before=one.text)


def _about(terms: Terms, subject: str) -> Iterable[Wording]:
    return (one for one in terms.wordings if one.subject == subject)


# ── How long ──────────────────────────────────────────────────────────────────────────────────


def _term(rounds: Sequence[Terms], at: int) -> Iterable[Change]:
    now, before = rounds[at], rounds[at - 1]
    if now.is_permanent and not before.is_permanent:
        yield Change(Kind.PERMANENT)
    elif before.is_permanent and now.ends:
        yield Change(Kind.LIMITED)
