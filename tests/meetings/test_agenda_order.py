"""The order of an agenda, without a database: numbers and every kind of move."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.meetings.agenda.order import DEEPEST, Outline, Row

PARTS = ("public", "nonpublic")


def outline() -> Outline:
    """1 Begrüßung · 2 Verkehr (2.1 Busse, 2.2 Bahn) | 3 Personal."""
    return Outline(
        [
            Row(1, None, "public", 1),
            Row(2, None, "public", 2),
            Row(21, 2, "public", 1),
            Row(22, 2, "public", 2),
            Row(3, None, "nonpublic", 3),
        ],
        PARTS,
    )


def seen(tree: Outline) -> list[str]:
    return [f"{place.number}:{place.pk}" for place in tree.placed()]


def test_numbers_run_through_parts_and_levels() -> None:
    assert seen(outline()) == ["1:1", "2:2", "2.1:21", "2.2:22", "3:3"]
    turned = Outline([Row(1, None, "public", 1), Row(2, None, "nonpublic", 1)], PARTS[::-1])
    assert seen(turned) == ["1:2", "2:1"]


@pytest.mark.parametrize(
    ("step", "pk", "moved", "after"),
    [
        ("up", 2, True, ["1:2", "1.1:21", "1.2:22", "2:1", "3:3"]),
        ("up", 1, False, ["1:1", "2:2", "2.1:21", "2.2:22", "3:3"]),
        ("down", 21, True, ["1:1", "2:2", "2.1:22", "2.2:21", "3:3"]),
        ("down", 22, False, ["1:1", "2:2", "2.1:21", "2.2:22", "3:3"]),
        ("inside", 2, True, ["1:1", "1.1:2", "1.1.1:21", "1.1.2:22", "2:3"]),
        ("inside", 1, False, ["1:1", "2:2", "2.1:21", "2.2:22", "3:3"]),
        ("inside", 3, False, ["1:1", "2:2", "2.1:21", "2.2:22", "3:3"]),
        ("inside", 22, True, ["1:1", "2:2", "2.1:21", "2.1.1:22", "3:3"]),
        ("outside", 21, True, ["1:1", "2:2", "2.1:22", "3:21", "4:3"]),
        ("outside", 1, False, ["1:1", "2:2", "2.1:21", "2.2:22", "3:3"]),
    ],
)
def test_a_step(step: str, pk: int, moved: bool, after: list[str]) -> None:
    tree = outline()
    assert getattr(tree, step)(pk) is moved
    assert seen(tree) == after


def test_at_the_edge_of_a_part_a_point_goes_on_into_the_next() -> None:
    tree = outline()
    assert tree.down(2)
    assert [(place.pk, place.part) for place in tree.placed()] == [
        (1, "public"),
        (2, "nonpublic"),
        (21, "nonpublic"),
        (22, "nonpublic"),
        (3, "nonpublic"),
    ]
    assert tree.up(2)
    assert seen(tree) == seen(outline())


def test_nothing_goes_deeper_than_three_levels_nor_under_itself() -> None:
    tree = outline()
    assert tree.inside(2)  # 1, 1.1, 1.1.1
    assert tree.inside(22) is False
    assert tree.put(1, part="public", parent=21, before=None) is False
    assert tree.put(3, part="public", parent=21, before=None) is False
    assert outline().put(2, part="public", parent=21, before=None) is False


def test_a_point_is_dropped_anywhere_with_what_stands_under_it() -> None:
    tree = outline()
    assert tree.put(2, part="nonpublic", parent=None, before=3)
    assert seen(tree) == ["1:1", "2:2", "2.1:21", "2.2:22", "3:3"]
    assert tree.put(22, part="public", parent=1, before=None)
    assert seen(tree) == ["1:1", "1.1:22", "2:2", "2.1:21", "3:3"]
    assert tree.put(3, part="nonpublic", parent=2, before=21)
    assert seen(tree) == ["1:1", "1.1:22", "2:2", "2.1:3", "2.2:21"]


def test_what_stands_under_a_point_taken_out_takes_its_place() -> None:
    tree = outline()
    tree.release(2)
    assert seen(tree) == ["1:1", "2:21", "3:22", "4:3"]


MOVES = st.lists(
    st.tuples(st.sampled_from(["up", "down", "inside", "outside"]), st.integers(1, 9)), max_size=60
)


@given(MOVES)
def test_no_row_of_moves_loses_a_point_or_goes_too_deep(moves: list[tuple[str, int]]) -> None:
    tree = Outline((Row(pk, None, PARTS[pk % 2], pk) for pk in range(1, 10)), PARTS)
    for step, pk in moves:
        getattr(tree, step)(pk)
        places = list(tree.placed())
        assert sorted(place.pk for place in places) == list(range(1, 10))
        assert max(place.depth for place in places) < DEEPEST
        assert len({place.number for place in places}) == len(places)
    # What is written down leads to the same tree again.
    again = Outline(
        (Row(place.pk, place.parent, place.part, place.position) for place in tree.placed()), PARTS
    )
    assert list(again.placed()) == list(tree.placed())
