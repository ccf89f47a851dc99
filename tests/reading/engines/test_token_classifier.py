"""A real ONNX model, made on the spot, tags words; labels become proposals."""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path

import pytest

from sprengel.reading.document import ReadDocument, Span
from sprengel.reading.engines import EngineProblem, add_opinions, engines_from
from sprengel.reading.engines.chunks import Chunk, cut
from sprengel.reading.engines.proposals import Proposal
from sprengel.reading.engines.token_classifier.labels import (
    TaggedWord,
    parse_label,
    proposals_of,
)
from sprengel.reading.engines.token_classifier.model import ModelFolder
from sprengel.reading.engines.token_classifier.words import HashedWords
from sprengel.reading.read import read_text

from .making_model import BUCKETS, KNOWN, LABELS, make_folder, make_model, write_descriptions

TEXT = (
    "Der Städtebund Musterland fordert mehr Geld.\n\nDie Stadt Lindach sagte einen Bericht bald zu."
)


# -- From labels to proposals: needs no runtime


def tagged(text: str, labels: str) -> tuple[list[TaggedWord], Chunk]:
    """Labels for the words of ``text``, one each, ``O`` shortened to a dot."""
    spans = HashedWords(10).encode(text).spans
    names = ["O" if label == "." else label for label in labels.split()]
    words = [
        TaggedWord(span, parse_label(name), 0.8)
        for span, name in zip(spans, names, strict=True)
        if span is not None
    ]
    (chunk,) = cut(ReadDocument("probe", text), max_chars=10_000)
    return words, chunk


def shown(text: str, proposal: Proposal) -> dict[str, list[str]]:
    roles = ("cue", "source", "addressee", "message", "deadline")
    places = {role: getattr(proposal, role) for role in roles}
    return {role: [p.of(text) for p in spans] for role, spans in places.items() if spans}


def test_neighbouring_words_are_one_span() -> None:
    text = "Der Städtebund Musterland fordert mehr Geld bis Mai."
    words, chunk = tagged(
        text,
        "B-source I-source I-source B-cue:demand B-message I-message B-deadline I-deadline .",
    )
    (proposal,) = proposals_of(words, chunk)
    assert proposal.act == "demand"
    assert proposal.confidence == pytest.approx(0.8)
    assert shown(text, proposal) == {
        "cue": ["fordert"],
        "source": ["Der Städtebund Musterland"],
        "message": ["mehr Geld"],
        "deadline": ["bis Mai"],
    }


def test_a_torn_verb_is_one_cue() -> None:
    text = "Lindach sagte einen Bericht zu. Zu spät."
    words, chunk = tagged(
        text,
        "B-source B-cue:commitment B-message I-message I-cue:commitment . I-cue:commitment . .",
    )
    first, second = proposals_of(words, chunk)
    assert shown(text, first)["cue"] == ["sagte", "zu"]
    assert shown(text, second)["cue"] == ["Zu"]  # another sentence, so another cue


def test_each_role_goes_to_the_nearest_cue_of_its_sentence() -> None:
    text = "Lindach fordert Geld und Moorbeck dankt dem Land. Es sei Zeit."
    words, chunk = tagged(
        text,
        "B-source B-cue:demand B-message . B-source B-cue:approval . B-addressee ."
        " B-message I-message I-message .",
    )
    first, second = proposals_of(words, chunk)
    assert shown(text, first) == {"cue": ["fordert"], "source": ["Lindach"], "message": ["Geld"]}
    assert shown(text, second) == {
        "cue": ["dankt"],
        "source": ["Moorbeck"],
        "addressee": ["Land"],
        "message": ["Es sei Zeit"],
    }


def test_roles_without_a_cue_propose_nothing() -> None:
    words, chunk = tagged("Lindach tagt.", "B-source B-message .")
    assert proposals_of(words, chunk) == []


@pytest.mark.parametrize("raw", ["", "X", "B-", "B-cue", "B-cue:threat", "E-source", "B-source:x"])
def test_labels_that_mean_nothing_are_refused(raw: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_label(raw)


# -- The folder: sentences for whoever set it up


def folder(tmp_path: Path) -> Path:
    write_descriptions(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"no model")
    return tmp_path


@pytest.mark.parametrize("name", ["model.onnx", "labels.json", "words.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (folder(tmp_path) / name).unlink()
    with pytest.raises(EngineProblem, match=f"fehlt {name}"):
        engines_from(onnx_folder=tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineProblem, match="gibt es nicht"):
        engines_from(onnx_folder=tmp_path / "nirgends")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("labels.json", "{"),
        ("labels.json", "[]"),
        ("labels.json", '{"labels": []}'),
        ("labels.json", '{"labels": ["O", 3]}'),
        ("labels.json", '{"labels": ["O", "B-cue:threat"]}'),
        ("labels.json", '{"labels": ["O"], "max_tokens": 0}'),
        ("labels.json", "[" * 100_000),
        ("words.json", "{}"),
        ("words.json", '{"buckets": 1}'),
        ("words.json", '{"buckets": true}'),
    ],
)
def test_an_unusable_file_is_named(tmp_path: Path, name: str, content: str) -> None:
    (folder(tmp_path) / name).write_text(content, encoding="utf-8")
    with pytest.raises(EngineProblem, match=f"{name} im Ordner .* nicht zu gebrauchen"):
        engines_from(onnx_folder=tmp_path)


def test_a_missing_package_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EngineProblem, match=r"onnxruntime ist nicht installiert.*sprengel\[onnx\]"):
        engines_from(onnx_folder=folder(tmp_path))


# -- The real thing


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnxruntime", reason="needs the extra: pip install 'sprengel[onnx]'")
    pytest.importorskip("onnx", reason="needs the onnx package to make a model")
    return make_folder(tmp_path_factory.mktemp("onnx") / "probe")


def test_a_real_model_reads_with_the_rules(model: Path) -> None:
    (engine,) = engines_from(onnx_folder=model)
    document = ReadDocument("probe", TEXT)
    assert add_opinions(document, [engine]) == ("Wortprobe 1",)
    assert document.notes == []
    assert [(s.act, [c.of(TEXT) for c in s.cue]) for s in document.statements] == [
        ("demand", ["fordert"]),
        ("commitment", ["sagte", "zu"]),
    ]
    demand, promise = document.statements
    assert demand.source == (Span(4, 25),)
    assert [s.of(TEXT) for s in promise.message] == ["einen Bericht"]
    assert demand.reason == "vorgeschlagen von Wortprobe 1"
    assert demand.is_doubtful

    alone = read_text(TEXT, name="probe")
    read = read_text(TEXT, name="probe", engines=[engine])
    assert read.engine == f"{alone.engine} + Wortprobe 1"
    assert all("Wortprobe 1" in s.reason for s in read.statements)


def test_a_real_model_reads_long_texts_in_windows_with_right_offsets(model: Path) -> None:
    write_descriptions(model, max_tokens=8)
    try:
        (engine,) = engines_from(onnx_folder=model)
        text = "Die Stadt Lindach fordert heute Geld.\n" * 200
        document = ReadDocument("probe", text)
        add_opinions(document, [engine])
    finally:
        write_descriptions(model)
    assert len(document.statements) == 200
    assert {s.cue[0].of(text) for s in document.statements} == {"fordert"}


def test_the_engine_crosses_into_other_processes(model: Path) -> None:
    (engine,) = engines_from(onnx_folder=model)
    document = ReadDocument("probe", TEXT)
    engine.propose(document)  # loaded here, which must not keep it from being pickled
    again = pickle.loads(pickle.dumps(engine))
    assert again.propose(document) == engine.propose(document)


def test_a_model_with_its_own_tokenizer(model: Path, tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="needs the extra: sprengel[onnx]")
    vocabulary = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}
    vocabulary |= {word: 3 + number for number, word in enumerate(KNOWN)}
    vocabulary |= {"ford": 20, "##ert": 21}
    del vocabulary["fordert"]  # comes in two pieces, the first decides
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    rows = {vocabulary[word]: label for word, label in KNOWN.items() if word in vocabulary}
    rows[20] = "B-cue:demand"
    make_model(tmp_path / "model.onnx", rows, 32, ("input_ids", "attention_mask", "token_type_ids"))
    (tmp_path / "labels.json").write_text(json.dumps({"labels": list(LABELS)}), encoding="utf-8")
    (engine,) = engines_from(onnx_folder=tmp_path)
    document = ReadDocument("probe", "\ud800 „Ä“ 🙂 " + TEXT)
    add_opinions(document, [engine])
    assert [[c.of(document.text) for c in s.cue] for s in document.statements] == [
        ["fordert"],
        ["sagte", "zu"],
    ]
    assert document.statements[0].source[0].of(document.text) == "Städtebund Musterland"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda path: (path / "model.onnx").write_bytes(b"no model"), "model.onnx"),
        (lambda path: write_descriptions(path, labels=["O", "B-cue:demand"]), "Ausgabe"),
        (lambda path: (path / "tokenizer.json").write_text("{}"), "tokenizer.json"),
    ],
)
def test_a_model_that_does_not_work_leaves_the_rules_and_a_note(
    model: Path, tmp_path: Path, spoil, why: str
) -> None:
    path = make_folder(tmp_path / "spoilt")
    spoil(path)
    (engine,) = engines_from(onnx_folder=path)
    document = ReadDocument("probe", TEXT)
    assert add_opinions(document, [engine]) == ()
    (note,) = document.notes
    assert why in note
    assert note.endswith("gelesen haben nur die Regeln.")


def test_what_is_known_of_a_folder_is_small(model: Path) -> None:
    assert len(pickle.dumps(ModelFolder.at(model))) < 2000
    assert ModelFolder.at(model).buckets == BUCKETS
