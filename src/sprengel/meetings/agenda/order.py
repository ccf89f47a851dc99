"""The order of an agenda: numbers and moves, and nothing else; no database.

An agenda is a list of parts, each a list of points, each with the points under it. Numbers run
through all parts (1, 2, 2.1, 3 …), so that the public version keeps the numbers of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

DEEPEST = 3
"""1.1.1: deeper than that nobody follows in a session."""


@dataclass(frozen=True, slots=True)
class Row:
    """A point as the table keeps it."""

    pk: int
    parent: int | None
    part: str
    position: int


@dataclass(slots=True, eq=False)
class Node:
    pk: int
    part: str
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a point stands."""

    pk: int
    parent: int | None
    part: str
    """That of the point it stands under, however deep."""
    position: int
    number: str
    depth: int
    """0 for a point that stands under no other."""


class Outline:
    """The points of one agenda as a tree; each move says whether anything has changed."""

    def __init__(self, rows: Iterable[Row], parts: tuple[str, ...]) -> None:
        ordered = sorted(rows, key=lambda row: (row.position, row.pk))
        nodes = {row.pk: Node(row.pk, row.part) for row in ordered}
        self.parts = parts
        self.tops: dict[str, list[Node]] = {part: [] for part in parts}
        self._parent: dict[int, Node | None] = {}
        for row in ordered:
            parent = nodes.get(row.parent) if row.parent else None
            self._parent[row.pk] = parent
            (parent.children if parent else self.tops[row.part]).append(nodes[row.pk])
        self._nodes = nodes

    def placed(self) -> Iterator[Placed]:
        """Every point in reading order."""
        start = 1
        for part in self.parts:
            yield from self._below(self.tops[part], part, None, "", 0, start)
            start += len(self.tops[part])

    def up(self, pk: int) -> bool:
        return self._step(pk, -1)

    def down(self, pk: int) -> bool:
        return self._step(pk, 1)

    def inside(self, pk: int) -> bool:
        """Under the point before it."""
        node, siblings = self._find(pk)
        here = siblings.index(node)
        if here == 0 or self._depth(pk) + _height(node) >= DEEPEST:
            return False
        before = siblings[here - 1]
        siblings.remove(node)
        before.children.append(node)
        self._parent[pk] = before
        return True

    def outside(self, pk: int) -> bool:
        """Out from under its point, to behind it."""
        parent = self._parent[pk]
        if parent is None:
            return False
        node, siblings = self._find(pk)
        siblings.remove(node)
        _node, around = self._find(parent.pk)
        around.insert(around.index(parent) + 1, node)
        self._parent[pk] = self._parent[parent.pk]
        return True

    def put(self, pk: int, *, part: str, parent: int | None, before: int | None) -> bool:
        """Anywhere: under ``parent`` (or none) in front of ``before`` (or at the end)."""
        node, siblings = self._find(pk)
        target = self._nodes[parent] if parent else None
        if target is not None and target.pk in {each.pk for each in _all(node)}:
            return False
        if (self._depth(target.pk) + 1 if target else 0) + _height(node) > DEEPEST:
            return False
        siblings.remove(node)
        around = target.children if target else self.tops[part]
        at = next((i for i, each in enumerate(around) if each.pk == before), len(around))
        around.insert(at, node)
        self._parent[pk] = target
        return True

    def release(self, pk: int) -> None:
        """Take a point out; what stands under it takes its place."""
        node, siblings = self._find(pk)
        here = siblings.index(node)
        siblings[here : here + 1] = node.children
        for child in node.children:
            self._parent[child.pk] = self._parent[pk]
        del self._parent[pk], self._nodes[pk]

    def _step(self, pk: int, by: int) -> bool:
        """Among its siblings; at the edge of a part on into the next one."""
        node, siblings = self._find(pk)
        there = siblings.index(node) + by
        if 0 <= there < len(siblings):
            siblings.remove(node)
            siblings.insert(there, node)
            return True
        if self._parent[pk] is not None:
            return False
        part = self.parts.index(self._part(pk)) + by
        if not 0 <= part < len(self.parts):
            return False
        siblings.remove(node)
        beside = self.tops[self.parts[part]]
        beside.insert(0 if by > 0 else len(beside), node)
        return True

    def _find(self, pk: int) -> tuple[Node, list[Node]]:
        parent = self._parent[pk]
        return self._nodes[pk], parent.children if parent else self.tops[self._part(pk)]

    def _part(self, pk: int) -> str:
        node = self._nodes[pk]
        return next(part for part, tops in self.tops.items() if any(top is node for top in tops))

    def _depth(self, pk: int) -> int:
        parent = self._parent[pk]
        return 0 if parent is None else self._depth(parent.pk) + 1

    def _below(
        self,
        nodes: list[Node],
        part: str,
        parent: int | None,
        prefix: str,
        depth: int,
        start: int,
    ) -> Iterator[Placed]:
        for position, node in enumerate(nodes, start=start):
            number = f"{prefix}{position}"
            yield Placed(node.pk, parent, part, position, number, depth)
            yield from self._below(node.children, part, node.pk, f"{number}.", depth + 1, 1)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _height(node: Node) -> int:
    """How many levels it takes, itself included."""
    return 1 + max((_height(child) for child in node.children), default=0)
