"""How to reach a language model; given by whoever runs the reader, read from nowhere here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from sprengel.reading.engines import problems
from sprengel.reading.engines.problems import EngineProblem

DEFAULT_TIMEOUT_SECONDS = 60.0
LONGEST_TIMEOUT_SECONDS = 240.0
"""Below the time a text may take as a whole, or waiting would cost the rules' reading, too."""
_KEY = re.compile(r"[\x21-\x7e]*")


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """Address and bounds of an OpenAI-compatible service (``/v1/chat/completions``)."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    """For one document, all requests, pauses and attempts together."""
    chunk_chars: int = 6000
    attempts: int = 3
    pause_seconds: float = 0.5
    """Before the second attempt; doubled before each further one."""
    max_answer_bytes: int = 2_000_000

    def __post_init__(self) -> None:
        if not self._has_good_url():
            raise EngineProblem(problems.BAD_URL, url=_without_secrets(self.url))
        if not self.model.strip():
            raise EngineProblem(problems.NO_MODEL)
        if not _KEY.fullmatch(self.key):
            raise EngineProblem(problems.BAD_KEY)
        if not 0 < self.timeout_seconds <= LONGEST_TIMEOUT_SECONDS:
            raise EngineProblem(problems.BAD_TIMEOUT, most=int(LONGEST_TIMEOUT_SECONDS))

    def _has_good_url(self) -> bool:
        if not re.fullmatch(r"[\x21-\x7e]+", self.url):
            return False
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError:
            return False
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and port != 0
            and "@" not in parts.netloc
            and not parts.query
            and not parts.fragment
        )

    @property
    def address(self) -> SplitResult:
        """The address requests go to: the base address, or the full one if it was given."""
        parts = urlsplit(self.url)
        path = parts.path.rstrip("/")
        if not path.endswith("/chat/completions"):
            path += "/chat/completions"
        return parts._replace(path=path)

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


def _without_secrets(url: str) -> str:
    return re.sub(r"//[^/]*@", "//…@", url)
