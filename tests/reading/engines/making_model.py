"""Makes the smallest real model: an embedding of hashed words and a matrix to labels.

It knows a handful of words by heart, which is all the tests need. Needs the ``onnx`` package.
"""

from __future__ import annotations

import json
from pathlib import Path

from sprengel.reading.engines.token_classifier.words import hashed

BUCKETS = 4096
LABELS = (
    "O",
    "B-cue:demand",
    "B-cue:commitment",
    "I-cue:commitment",
    "B-source",
    "I-source",
    "B-message",
    "I-message",
)
KNOWN = {
    "fordert": "B-cue:demand",
    "sagte": "B-cue:commitment",
    "zu": "I-cue:commitment",
    "städtebund": "B-source",
    "lindach": "B-source",
    "musterland": "I-source",
    "geld": "B-message",
    "einen": "B-message",
    "bericht": "I-message",
}
SURE = 6.0


def make_model(
    path: Path, rows: dict[int, str], buckets: int, input_names: tuple[str, ...]
) -> None:
    """Logits of a word: its row of the embedding times the identity."""
    import numpy
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    embedding = numpy.zeros((buckets, len(LABELS)), dtype=numpy.float32)
    embedding[:, 0] = SURE
    for row, label in rows.items():
        embedding[row] = 0
        embedding[row, LABELS.index(label)] = SURE
    identity = numpy.eye(len(LABELS), dtype=numpy.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["embedding", input_names[0]], ["vectors"]),
            helper.make_node("MatMul", ["vectors", "identity"], ["logits"]),
        ],
        "probe",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, [1, "words"])
            for name in input_names
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "words", len(LABELS)])],
        [
            numpy_helper.from_array(embedding, "embedding"),
            numpy_helper.from_array(identity, "identity"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def make_folder(folder: Path, **labels: object) -> Path:
    """A complete folder whose model takes hashed words."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {hashed(word, BUCKETS): label for word, label in KNOWN.items()}
    make_model(folder / "model.onnx", rows, BUCKETS, ("word_ids",))
    write_descriptions(folder, **labels)
    return folder


def write_descriptions(folder: Path, **labels: object) -> None:
    described = {"name": "Wortprobe 1", "labels": list(LABELS), **labels}
    (folder / "labels.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "words.json").write_text(json.dumps({"buckets": BUCKETS}), encoding="utf-8")
