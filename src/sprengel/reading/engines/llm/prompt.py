"""What a language model is asked, for one chunk of a document."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from sprengel.reading.document import Act, ReadDocument
from sprengel.reading.engines.chunks import Chunk
from sprengel.reading.engines.plain import plain_words

_QUOTES = {"type": "array", "items": {"type": "string"}}
SCHEMA: dict[str, object] = {
    "type": "object",
    "required": ["statements"],
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["sentence", "act", "cue", "source", "message"],
                "properties": {
                    "sentence": {"type": "integer"},
                    "act": {"enum": [act.value for act in Act]},
                    "cue": _QUOTES,
                    "source": _QUOTES,
                    "addressee": _QUOTES,
                    "message": _QUOTES,
                    "deadline": _QUOTES,
                    "draft": {"type": "boolean"},
                    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                },
            },
        }
    },
}


@cache
def instructions() -> str:
    raw = files("sprengel.reading.engines.llm").joinpath("prompt.md").read_text(encoding="utf-8")
    return raw.replace("{SCHEMA}", json.dumps(SCHEMA))


def request_body(document: ReadDocument, chunk: Chunk, model: str) -> bytes:
    """The request as bytes. Sampling is off: the same text is to be read the same way."""
    messages = [
        {"role": "system", "content": instructions()},
        {"role": "user", "content": numbered(document.text, chunk)},
    ]
    body = {"model": model, "messages": messages, "temperature": 0, "stream": False}
    # ASCII, so that a lone surrogate in a damaged text cannot break the encoding.
    return json.dumps(body).encode("ascii")


def numbered(text: str, chunk: Chunk) -> str:
    """One sentence a line. Line breaks are gone, so a text cannot forge sentence numbers."""
    return "\n".join(
        f"[{number}] {plain_words(sentence.of(text))}"
        for number, sentence in enumerate(chunk.sentences, start=1)
    )
