"""Matters a statement probably belongs to: said by the same, in much the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q

from sprengel.accounts.models import Viewer
from sprengel.bodies.names import fold
from sprengel.ledger.models import Matter, Statement
from sprengel.ledger.queries.matters import MatterFilters, matters

CANDIDATES = 300
SHARED_STEMS = 2
_ENDINGS = re.compile(r"(?:ungen|ung|en|er|es|em|e|n|s)$")


def likely_same(user: Viewer, statement: Statement, limit: int = 5) -> list[Matter]:
    """Best first; one shared content word is not enough."""
    return likely_for(user, [statement], limit).get(statement.pk, [])


def likely_for(
    user: Viewer, statements: Sequence[Statement], limit: int = 5
) -> dict[int, list[Matter]]:
    """The same for many statements, in one query."""
    if not statements:
        return {}
    found = matters(user, MatterFilters(order="newest")).filter(_by_any_of(statements))
    candidates = [(matter, _stems(matter.quote)) for matter in found[:CANDIDATES]]
    best = {s.pk: _best(s, candidates)[:limit] for s in statements}
    return {pk: likely for pk, likely in best.items() if likely}


def _best(statement: Statement, candidates: list[tuple[Matter, frozenset[str]]]) -> list[Matter]:
    wanted = _stems(statement.message_text)
    enough = min(SHARED_STEMS, max(1, len(wanted)))
    scored = [
        (len(wanted & stems), -place, matter)
        for place, (matter, stems) in enumerate(candidates)
        if matter.pk != statement.matter_id and _shares_people(statement, matter)
    ]
    good = [one for one in scored if one[0] >= enough]
    good.sort(key=lambda one: one[:2], reverse=True)
    return [matter for _score, _place, matter in good]


def _people(statement: Statement) -> set[int]:
    return {pk for pk in (statement.actor_id, statement.addressee_id) if pk is not None}


def _shares_people(statement: Statement, matter: Matter) -> bool:
    """The same speaker, or the one who was asked now answers (and the other way round)."""
    if _people(statement) & {matter.actor_id, matter.addressee_id}:
        return True
    return bool(statement.actor_name) and statement.actor_name == matter.actor_name


def _by_any_of(statements: Sequence[Statement]) -> Q:
    people = set().union(*(_people(statement) for statement in statements))
    names = {statement.actor_name for statement in statements if statement.actor_name}
    return Q(actor__in=people) | Q(addressee__in=people) | Q(actor_name__in=names)


def _stems(text: str) -> frozenset[str]:
    words = (word for word in fold(text).split() if len(word) >= 5)
    return frozenset(_ENDINGS.sub("", word)[:9] for word in words)
