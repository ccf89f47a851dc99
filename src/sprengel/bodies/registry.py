"""From a written mention to the one actor who is meant, or to nobody.

A pure look-up in memory, built once from a few queries (``queries.registry``). It answers only
when exactly one actor fits: a wrong name under a promise is worse than a missing one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sprengel.bodies import names
from sprengel.bodies.names import Words

_MAYOR = names.stems(("oberbuergermeister",))
_DIRECTOR = names.stems(("geschaeftsfuehrendes", "vorstandsmitglied"))
SAME_OFFICE: dict[frozenset[str], tuple[frozenset[str], ...]] = {
    _MAYOR: tuple(
        names.stems((word,)) for word in ("ob", "stadtoberhaupt", "rathauschef", "stadtchef")
    ),
    _DIRECTOR: tuple(
        names.stems((word,)) for word in ("geschaeftsfuehrer", "hauptgeschaeftsfuehrer")
    ),
}
"""Other words in use for an office."""

_SAYS_NOTHING_OF_THE_PLACE = names.stems(
    ("stadt", "grosse", "kreisstadt", "landeshauptstadt", "regierungsbezirk", "herr", "frau")
)


@dataclass(frozen=True, slots=True)
class KnownActor:
    pk: int
    kind: str
    """``body``, ``organization`` or ``person``."""
    name: str
    other_names: tuple[str, ...] = ()
    given_name: str = ""
    family_name: str = ""
    is_city: bool = False
    region: str = ""


@dataclass(frozen=True, slots=True)
class KnownPost:
    person_pk: int
    at_pk: int
    title: str
    start_on: date | None = None
    end_on: date | None = None

    def is_held_on(self, day: date | None) -> bool:
        """Whether the office was held that day; without a day every post counts."""
        if day is None:
            return True
        return (self.start_on is None or self.start_on <= day) and (
            self.end_on is None or self.end_on >= day
        )


@dataclass(frozen=True, slots=True)
class _Office:
    """A post as it may be written: its titles, and the names of the place it belongs to."""

    post: KnownPost
    titles: tuple[frozenset[str], ...]
    places: tuple[frozenset[str], ...]

    def agrees_with(self, phrase: frozenset[str]) -> bool:
        """The phrase is the office, its place, or both: "Tübinger Regierungspräsident"."""
        return self._is_place(phrase, may_be_empty=False) or any(
            title <= phrase and self._is_place(phrase - title, may_be_empty=True)
            for title in self.titles
        )

    def is_named_by(self, phrase: frozenset[str]) -> bool:
        """The phrase is the office *and* its place, so that it needs no name beside it."""
        return any(
            title <= phrase and self._is_place(phrase - title, may_be_empty=False)
            for title in self.titles
        )

    def _is_place(self, rest: frozenset[str], *, may_be_empty: bool) -> bool:
        rest = rest - _SAYS_NOTHING_OF_THE_PLACE
        if not rest:
            return may_be_empty
        known = frozenset().union(*self.places)
        return rest <= known and any(place <= rest for place in self.places)


class Registry:
    """Implements the reader's ``ActorRegistry``: ``resolve(mention, dated_on)``."""

    def __init__(self, actors: Iterable[KnownActor], posts: Iterable[KnownPost]) -> None:
        self._actors = {actor.pk: actor for actor in actors}
        self._by_name: dict[Words, set[int]] = defaultdict(set)
        self._by_full_name: dict[Words, set[int]] = defaultdict(set)
        self._by_family_name: dict[Words, set[int]] = defaultdict(set)
        self._offices: dict[int, list[_Office]] = defaultdict(list)
        for actor in self._actors.values():
            self._add(actor)
        for post in posts:
            self._offices[post.person_pk].append(self._office(post))

    def resolve(self, mention: str, dated_on: date | None = None) -> str | None:
        """The canonical name of who is meant, or None."""
        found = self.find(mention, dated_on)
        return found.name if found else None

    def find(self, mention: str, dated_on: date | None = None) -> KnownActor | None:
        for text, aside in _readings(mention):
            words = names.without_registered(names.without_leading(names.words_of(text)))
            if not words:
                continue
            candidates = self._named(words) | self._people(words, aside, dated_on)
            if not candidates:
                candidates = self._in_office(words, dated_on)
            if candidates:
                return self._actors[candidates.pop()] if len(candidates) == 1 else None
        return None

    # Building

    def _add(self, actor: KnownActor) -> None:
        for name in (actor.name, *actor.other_names):
            for spelling in {name, names.without_brackets(name)}:
                self._add_name(actor, names.without_leading(names.words_of(spelling)))
        if actor.family_name:
            family = names.words_of(actor.family_name)
            given = names.words_of(actor.given_name)
            for words in {family, names.without_particles(family)}:
                self._by_family_name[words].add(actor.pk)
                if given:
                    self._by_full_name[(*given, *words)].add(actor.pk)

    def _add_name(self, actor: KnownActor, words: Words) -> None:
        if not words:
            return
        if actor.kind == "person":
            name = names.without_titles(words)
            # One word is only ever a family name: "Petkovic-Lang" is not the Lang on record.
            known = self._by_full_name if len(name) > 1 else self._by_family_name
            known[name].add(actor.pk)
            return
        self._by_name[names.without_registered(words)].add(actor.pk)
        if actor.is_city:
            self._by_name[names.without_city_words(words)].add(actor.pk)

    def _office(self, post: KnownPost) -> _Office:
        title = names.stems(names.words_of(post.title))
        at = self._actors.get(post.at_pk)
        written = (at.name, *at.other_names, at.region) if at else ()
        places = {names.stems(names.words_of(names.without_brackets(name))) for name in written}
        places |= {place - _SAYS_NOTHING_OF_THE_PLACE for place in places}
        return _Office(
            post=post,
            titles=(title, *SAME_OFFICE.get(title, ())),
            places=tuple(place for place in places if place),
        )

    # Looking up

    def _named(self, words: Words) -> set[int]:
        """Bodies and circles called exactly so, with or without a genitive ending."""
        exact = self._by_name.get(words, set()) | self._city(words)
        if exact:
            return set(exact)
        bases: set[int] = set()
        for base in names.genitives(words):
            bases |= self._by_name.get(base, set()) | self._city(base)
        return bases

    def _city(self, words: Words) -> set[int]:
        shorter = names.without_city_words(words)
        if shorter == words:
            return set()
        return {pk for pk in self._by_name.get(shorter, ()) if self._actors[pk].is_city}

    def _people(self, words: Words, aside: Words, day: date | None) -> set[int]:
        """People whose name ends the mention, their office or a salutation before it or aside."""
        words = names.without_titles(words)
        for start in range(len(words)):
            name, beside = words[start:], (*words[:start], *aside)
            full = self._by_full_name.get(name) or self._genitive_full_name(name)
            if full:
                return self._narrowed(full, beside, day)
            family = self._by_family_name.get(name)
            if family and (name[0] not in names.NAME_PARTICLES or start == 0):
                in_post = {pk for pk in family if self._is_in_post(pk, day)}
                fitting = {pk for pk in in_post if self._fits(pk, beside, day)}
                if fitting:
                    return fitting
        return set()

    def _genitive_full_name(self, name: Words) -> set[int]:
        if len(name) < 2:  # a family name alone may end in s by itself
            return set()
        found: set[int] = set()
        for base in names.genitives(name):
            found |= self._by_full_name.get(base, set())
        return found

    def _narrowed(self, people: set[int], beside: Words, day: date | None) -> set[int]:
        """Namesakes are told apart by their office, then by who was in office at all."""
        if len(people) == 1:
            return set(people)
        if names.stems(beside):
            fitting = {pk for pk in people if self._fits(pk, beside, day)}
            return fitting or set(people)
        in_post = {pk for pk in people if self._is_in_post(pk, day)}
        return in_post if day and in_post else set(people)

    def _is_in_post(self, pk: int, day: date | None) -> bool:
        if day is None:
            return True
        return any(office.post.is_held_on(day) for office in self._offices.get(pk, ()))

    def _fits(self, pk: int, beside: Words, day: date | None) -> bool:
        """What stands beside a bare family name must be this person's office, or nothing."""
        phrase = names.stems(tuple(word for word in beside if word not in names.SALUTATIONS))
        if not phrase:
            return True
        return any(
            office.agrees_with(phrase)
            for office in self._offices.get(pk, ())
            if office.post.is_held_on(day)
        )

    def _in_office(self, words: Words, day: date | None) -> set[int]:
        phrase = names.stems(words)
        return {
            pk
            for pk, offices in self._offices.items()
            if any(office.post.is_held_on(day) and office.is_named_by(phrase) for office in offices)
        }


def _readings(mention: str) -> list[tuple[str, Words]]:
    """The mention as it stands; then what is in brackets, then what follows a comma, put aside.

    What is put aside still speaks: "Weber (CDU)" is not the mayor Weber who is in no party here.
    """
    bare, in_brackets = names.without_brackets(mention), names.words_of(names.in_brackets(mention))
    first, _comma, rest = bare.partition(",")
    readings = [(mention, ()), (bare, in_brackets), (first, (*in_brackets, *names.words_of(rest)))]
    return list(dict.fromkeys(readings))
