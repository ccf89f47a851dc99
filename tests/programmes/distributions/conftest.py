"""The same fictional circle as for saving."""

from tests.programmes.scenarios.conftest import (
    _fixed_day,
    circle,
    city,
    client_of,
    colleague,
    league,
    member,
    office,
    per_post,
    programme,
)

__all__ = [
    "_fixed_day",
    "circle",
    "city",
    "client_of",
    "colleague",
    "league",
    "member",
    "office",
    "per_post",
    "programme",
]
