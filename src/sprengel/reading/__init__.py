"""From a text or a file to what is said in it, by whom, to whom, by when."""

from __future__ import annotations

from sprengel.reading.read import read, read_text

__all__ = ["read", "read_text"]
