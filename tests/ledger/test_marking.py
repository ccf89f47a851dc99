from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sprengel.ledger.marking import Mark, pieces

texts = st.text(alphabet="ab ä\n𝔸<&", max_size=60)
marks = st.lists(
    st.builds(
        Mark,
        start=st.integers(-2, 62),
        end=st.integers(-2, 62),
        role=st.sampled_from(["cue", "source", "addressee", "message", "deadline"]),
        act=st.sampled_from(["demand", "commitment"]),
        statement_id=st.integers(1, 5),
    ),
    max_size=12,
)


@given(texts, marks, st.lists(st.integers(-5, 70), max_size=5))
def test_joined_the_pieces_are_the_text(text, marks, cuts) -> None:
    result = pieces(text, marks, cuts=cuts)
    assert "".join(piece.text for piece in result) == text
    assert all(text[p.start : p.start + len(p.text)] == p.text for p in result)
    assert all(p.text for p in result)


@given(texts, marks)
def test_every_character_knows_exactly_the_marks_over_it(text, marks) -> None:
    valid = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    for piece in pieces(text, marks):
        for offset in range(piece.start, piece.start + len(piece.text)):
            over = {m.statement_id for m in valid if m.start <= offset < m.end}
            assert set(piece.statement_ids) == over


def test_the_narrower_role_tints_the_piece() -> None:
    found = pieces(
        "bis Mai zu liefern",
        [Mark(0, 18, "message", "commitment", 1), Mark(0, 7, "deadline", "commitment", 1)],
    )
    assert [(p.text, p.role, p.statement_ids) for p in found] == [
        ("bis Mai", "deadline", (1,)),
        (" zu liefern", "message", (1,)),
    ]
