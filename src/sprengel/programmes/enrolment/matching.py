"""From a written name to the city that is meant; what fits two or none is asked, never guessed."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sprengel.accounts.models import Viewer
from sprengel.bodies import names
from sprengel.bodies import queries as who
from sprengel.bodies.models import Alias, Body, BodyKind
from sprengel.bodies.names import Words

TAKES_NO_PART = (
    BodyKind.ASSOCIATION,
    BodyKind.DISTRICT_GOVERNMENT,
    BodyKind.STATE,
    BodyKind.MINISTRY,
    BodyKind.FEDERATION,
)
SUGGESTED = 4
_ALIKE = 0.78
"""How much alike a name must be to be offered; a slip of the hand, not another town."""


@dataclass(frozen=True, slots=True)
class Match:
    bodies: tuple[Body, ...]
    """One: found. Several: ask. None: see ``suggestions``."""
    suggestions: tuple[Body, ...] = ()
    """What may have been meant; only ever taken when a person picks it."""


class Register:
    """The names in memory: two queries, however long the list."""

    def __init__(self, bodies: Iterable[Body], aliases: Iterable[tuple[int, str]]) -> None:
        self._bodies = {body.pk: body for body in bodies}
        self._by_words: dict[Words, set[int]] = defaultdict(set)
        self._by_key = {body.ags: body.pk for body in self._bodies.values() if body.ags}
        for body in self._bodies.values():
            for name in (body.name, body.short_name):
                self._add(body.pk, name)
        for pk, name in aliases:
            if pk in self._bodies:
                self._add(pk, name)

    @classmethod
    def of(cls, user: Viewer) -> Register:
        return cls(
            taking_part(user),
            Alias.objects.filter(actor__in=taking_part(user)).values_list("actor_id", "name"),
        )

    def find(self, written: str, key: str = "") -> Match:
        """By official key where one stands there, else by name."""
        if key:
            pk = self._by_key.get(key)
            return Match((self._bodies[pk],) if pk is not None else ())
        for text in (written, names.without_brackets(written)):
            found = self._by_words.get(_words(text), set())
            if found:
                return Match(self._sorted(found))
        return Match((), self._suggestions(_words(written)))

    def get(self, pk: int) -> Body | None:
        return self._bodies.get(pk)

    def _add(self, pk: int, name: str) -> None:
        for spelling in (name, names.without_brackets(name)):
            words = _words(spelling)
            if words:
                self._by_words[words].add(pk)

    def _suggestions(self, words: Words) -> tuple[Body, ...]:
        if not words:
            return ()
        longer = {
            pk
            for known, pks in self._by_words.items()
            if known[: len(words)] == words or words[: len(known)] == known
            for pk in pks
        }
        joined = {" ".join(known): pks for known, pks in self._by_words.items()}
        alike = difflib.get_close_matches(" ".join(words), joined, n=SUGGESTED, cutoff=_ALIKE)
        return self._sorted(longer | {pk for text in alike for pk in joined[text]})[:SUGGESTED]

    def _sorted(self, pks: Iterable[int]) -> tuple[Body, ...]:
        found = (self._bodies[pk] for pk in pks)
        return tuple(sorted(found, key=lambda body: (names.fold(body.name), body.pk)))


def taking_part(user: Viewer):
    """Whoever can be in a round: cities, counties, others; not the Land that pays."""
    return who.bodies(user).exclude(kind__in=TAKES_NO_PART)


def _words(text: str) -> Words:
    return names.without_city_words(names.without_leading(names.words_of(text)))
