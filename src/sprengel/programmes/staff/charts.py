"""The gap under each path as lines."""

from __future__ import annotations

from sprengel.programmes.staff.queries import Result


def gap_chart(result: Result) -> object | None:
    return None
