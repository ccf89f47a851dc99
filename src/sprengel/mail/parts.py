"""What a letter may carry besides its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttachedFile:
    file_name: str
    media_type: str
    data: bytes
