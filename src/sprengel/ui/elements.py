"""What views hand to the components: one small frozen class for each list of links."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumb; the page one is on has no address."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter to switch on or off; ``url`` leads to the list with it switched."""

    title: str
    url: str
    is_active: bool = False
    count: int | None = None
