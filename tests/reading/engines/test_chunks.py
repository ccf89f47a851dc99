"""Chunks cover the text once, in order, with the document's own offsets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sprengel.reading.document import Block, BlockKind, ReadDocument
from sprengel.reading.engines.chunks import cut, sentence_at
from sprengel.reading.engines.plain import plain, plain_words

SENTENCE = "Der Städtebund Musterland tagt in Lindach. "


def test_chunks_end_at_sentences_and_blocks() -> None:
    text = "\n\n".join([SENTENCE * 5] * 4)
    chunks = cut(ReadDocument("probe", text), max_chars=len(SENTENCE) * 6)
    assert len(chunks) == 4  # a block each, although six sentences would have had room
    for chunk in chunks:
        assert [s.of(text) for s in chunk.sentences] == [SENTENCE.strip()] * 5


def test_small_blocks_share_a_chunk() -> None:
    text = "\n\n".join([SENTENCE] * 10)
    assert len(cut(ReadDocument("probe", text), max_chars=1000)) == 1


def test_headers_and_footers_are_left_out() -> None:
    text = "Kopf der Seite\nDer Rat tagt.\nFuß der Seite"
    blocks = (
        Block(BlockKind.HEADER_FOOTER, 0, 14),
        Block(BlockKind.PARAGRAPH, 15, 28),
        Block(BlockKind.HEADER_FOOTER, 29, 42),
    )
    (chunk,) = cut(ReadDocument("probe", text, blocks=blocks), max_chars=1000)
    assert chunk.span.of(text) == "Der Rat tagt."


def test_text_between_blocks_is_read_and_broken_blocks_do_no_harm() -> None:
    text = "Vorher. Mitte. Nachher."
    blocks = (
        Block(BlockKind.PARAGRAPH, 8, 14),
        Block(BlockKind.PARAGRAPH, 3, 12),
        Block(BlockKind.PARAGRAPH, 20, 15),
        Block(BlockKind.PARAGRAPH, 16, 900),
    )
    chunks = cut(ReadDocument("probe", text, blocks=blocks), max_chars=1000)
    assert [s.of(text) for c in chunks for s in c.sentences] == ["Vorher.", "Mitte.", "Nachher."]


def test_a_sentence_without_end_is_cut_at_white_space() -> None:
    text = "wort " * 1000
    chunks = cut(ReadDocument("probe", text), max_chars=100)
    pieces = [s.of(text) for c in chunks for s in c.sentences]
    assert max(map(len, pieces)) <= 100
    assert " ".join(pieces).split() == text.split()


def test_a_character_knows_its_sentence() -> None:
    text = SENTENCE * 3
    (chunk,) = cut(ReadDocument("probe", text), max_chars=1000)
    assert [sentence_at(chunk, s.start) for s in chunk.sentences] == [0, 1, 2]
    assert sentence_at(chunk, chunk.sentences[1].end) == 1


@given(
    st.text("aB ä.!?:„“\n\t\u00ad-1(", max_size=300),
    st.lists(
        st.tuples(st.sampled_from(list(BlockKind)), st.integers(0, 320), st.integers(0, 320)),
        max_size=5,
    ),
    st.integers(10, 200),
)
def test_every_character_is_in_one_chunk_at_most_and_none_is_lost(
    text: str, raw: list[tuple[BlockKind, int, int]], max_chars: int
) -> None:
    blocks = tuple(Block(kind, start, end) for kind, start, end in raw)
    chunks = cut(ReadDocument("probe", text, blocks=blocks), max_chars=max_chars)
    sentences = [s for c in chunks for s in c.sentences]
    at = 0
    for sentence in sentences:
        assert at <= sentence.start < sentence.end <= len(text)
        assert sentence.end - sentence.start <= max_chars
        at = sentence.end
    if not any(b.kind is BlockKind.HEADER_FOOTER for b in blocks):
        kept = "".join(s.of(text) for s in sentences)
        assert "".join(kept.split()) == "".join(text.split())


@given(st.text("aB ä-\n\r\t\u00ad‑", max_size=80))
def test_plain_text_leads_back_to_the_original(text: str) -> None:
    made = plain(text)
    assert len(made.text) == len(made.offsets)
    assert list(made.offsets) == sorted(set(made.offsets))
    for character, offset in zip(made.text, made.offsets, strict=True):
        assert character == text[offset] or (character == " " and text[offset].isspace())


def test_torn_words_are_joined_as_a_reader_would() -> None:
    assert plain_words("die finanzi-\n  ellen Mittel") == "die finanziellen Mittel"
    assert plain_words("Haupt-\nund Finanzausschuss") == "Haupt- und Finanzausschuss"
    assert plain_words("die KULT-\nFraktion") == "die KULT-Fraktion"
    assert plain_words("Ver\u00adwaltung") == "Verwaltung"
