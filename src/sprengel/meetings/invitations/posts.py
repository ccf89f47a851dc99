"""Who comes for a body on a day: the mayor for a city, the one sent before for a guest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sprengel.bodies.models import Person, Post

MAYORS = ("oberbürgermeister", "bürgermeister")
"""How the title of a city's head begins; an "Erste Bürgermeisterin" is a deputy."""


@dataclass(frozen=True, slots=True)
class Holder:
    person: Person
    title: str


def posts_by_place(places: Iterable[int], day: date) -> dict[int, list[Post]]:
    """All posts held on that day at these bodies and organizations; one query."""
    found: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.filter(at__in=list(places)).on(day).select_related("person"):
        found[post.at_id].append(post)
    return found


def mayor(posts: Iterable[Post]) -> Holder | None:
    """The head of a city among those who hold a post there; of two the one begun last."""
    in_order = list(posts)
    for title in MAYORS:
        for post in in_order:
            if post.title.lower().startswith(title):
                return Holder(post.person, post.title)
    return None


def sent_before(posts: Iterable[Post], person_pk: int | None, title: str) -> Holder | None:
    """The same person, if still in office; else whoever holds the same post now."""
    in_order = list(posts)
    for post in in_order:
        if post.person_id == person_pk:
            return Holder(post.person, post.title)
    for post in in_order:
        if title and post.title == title:
            return Holder(post.person, post.title)
    return None
