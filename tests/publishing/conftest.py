"""The same fictional circle as the meetings'."""

from tests.meetings.conftest import _fixed_day, client_of, users, world

__all__ = ["_fixed_day", "client_of", "users", "world"]
