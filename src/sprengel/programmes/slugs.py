"""Readable addresses of programmes and rounds that nobody has yet."""

from __future__ import annotations

from collections.abc import Iterable

from sprengel.bodies.register import slug_of
from sprengel.programmes.models import Programme

RESERVED = frozenset(
    {
        "beteiligung",
        "karte",
        "neu",
        "personal",
        "pruefen",
        "szenarien",
        "unterbringung",
        "verteilung",
        "vorausrechnung",
    }
)
"""Words of this room's own addresses."""
_LONGEST_SLUG = 60


def free_slug(name: str) -> str:
    wanted = slug_of(name)[:_LONGEST_SLUG].strip("-") or "programm"
    taken = set(Programme.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return _first_free(wanted, taken | RESERVED)


def free_round_slug(programme: Programme, name: str) -> str:
    wanted = slug_of(name)[:_LONGEST_SLUG].strip("-") or "runde"
    return _first_free(wanted, set(programme.rounds.values_list("slug", flat=True)) | {"neu"})


def _first_free(wanted: str, taken: Iterable[str]) -> str:
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
