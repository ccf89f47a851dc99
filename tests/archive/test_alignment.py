from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sprengel.archive import anchors
from sprengel.archive.alignment import Alignment

SAME = "Der Gemeinderat stimmt der Vorlage einstimmig zu."
OLD = "".join(f"TOP {n}: Etwas ganz Eigenes Nummer {n}\n{SAME}\n\n" for n in range(1, 9))
NEW = "Niederschrift, zweite Fassung\n\n" + OLD.replace("\n\n", "\n")


def place(text: str, n: int) -> tuple[int, int]:
    start = text.index(SAME, text.index(f"Nummer {n}\n"))
    return start, start + len(SAME)


def test_the_lines_around_tell_copies_apart() -> None:
    alignment = Alignment(OLD, NEW)
    for n in range(1, 9):
        anchor = anchors.make(OLD, *place(OLD, n))
        found = anchors.find(anchor, NEW, alignment.region(anchor.start, anchor.end))
        assert found is not None
        assert (found.start, found.end) == place(NEW, n)


def test_a_copy_that_is_gone_is_not_replaced_by_another() -> None:
    start, end = place(NEW, 3)
    without = NEW[:start] + "Vertagt auf die nächste Sitzung." + NEW[end:]
    anchor = anchors.make(OLD, *place(OLD, 3))
    region = Alignment(OLD, without).region(anchor.start, anchor.end)
    found = anchors.find(anchor, without, region)
    assert found is None or (found.start, found.end) == place(without, 3)


def test_swapped_paragraphs_are_no_fixed_points() -> None:
    one, two = "Absatz eins mit Worten\n", "Absatz zwei mit Worten\n"
    alignment = Alignment(one + two, two + one)
    for start in (0, len(one)):
        low, high = alignment.region(start, start + 6)
        assert 0 <= low < high <= len(one + two)


lines = st.lists(st.sampled_from([f"Zeile {c} mit einigen Worten" for c in "abcdef"]), max_size=12)


@given(lines, lines, st.data())
def test_a_region_is_a_part_of_the_new_text(old_lines, new_lines, data) -> None:
    old, new = "\n".join(old_lines), "\n".join(new_lines)
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    low, high = Alignment(old, new).region(start, end)
    assert 0 <= low <= high <= len(new)


@given(lines, lines, lines, st.data())
def test_what_is_put_before_and_after_does_not_hide_a_place(middle, before, after, data) -> None:
    old = "\n".join(middle)
    if not old:
        return
    new = "\n".join([*before, *middle, *after])
    start = data.draw(st.integers(0, len(old) - 1))
    low, high = Alignment(old, new).region(start, start + 1)
    assert old[start] in new[low:high]
