"""What changes on an agenda, by noun: matters that come back, points."""

from sprengel.meetings.agenda.actions.matters import (
    ReasonMissing,
    Returned,
    defer,
    defer_all,
    drop,
    drop_all,
    group,
    take,
    take_all,
)
from sprengel.meetings.agenda.actions.points import (
    add_item,
    change_item,
    move_item,
    next_position,
    put_item,
    remove_item,
    shortened,
    step_item,
)

__all__ = [
    "ReasonMissing",
    "Returned",
    "add_item",
    "change_item",
    "defer",
    "defer_all",
    "drop",
    "drop_all",
    "group",
    "move_item",
    "next_position",
    "put_item",
    "remove_item",
    "shortened",
    "step_item",
    "take",
    "take_all",
]
