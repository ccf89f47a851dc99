"""Which rule spoke, from the reason it gave: the reason without its quoted words."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTED = re.compile(r"„[^“]*“|\([^)]*\)")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=8192)
def reason_kind(reason: str) -> str:
    """``„sagte … zu“ (zusagen) = Zusage; mit Inhaltssatz, Subjekt davor`` → its pattern."""
    return _SPACES.sub(" ", _QUOTED.sub("_", reason)).strip()
