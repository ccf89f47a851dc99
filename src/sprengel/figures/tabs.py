"""The row of tabs this room's pages share with rooms above it.

This room may not know what stands beside it, so a room above hands its row in when it starts, in
its ``AppConfig.ready``: ``register_tabs(tabs)``.
"""

from __future__ import annotations

from collections.abc import Callable

from sprengel.ui.elements import Tab

TabsMaker = Callable[[str], list[Tab]]
"""Gets the name of the tab one is on ("figures")."""

_registered: list[TabsMaker] = []


def register_tabs(maker: TabsMaker) -> None:
    """A second registration replaces the first, so that ``ready`` may run twice."""
    _registered[:] = [maker]


def tabs(active: str = "figures") -> list[Tab]:
    return _registered[-1](active) if _registered else []
