"""The one place in ``reading`` that talks to a network.

``reading`` is pure: same text in, same statements out, no clock, no network. This module is the
exception, and kept so that it does no harm:

* it is imported by ``configured.engines_from`` alone, and only when the operator gave an
  address; without one, no line of it is loaded and nothing leaves the house;
* it speaks to that one address and to nobody else: redirects are refused, proxies of the
  environment are not asked, certificates are checked;
* it needs a clock for one thing, to give up. The bound holds for a document as a whole, and
  hard: a request runs in a thread that is left behind when time is up, because a socket's
  own time-out starts anew with every byte a slow service drips.

Whatever happens comes out as :class:`ServiceFailure`.
"""

from __future__ import annotations

import queue
import re
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from sprengel.reading.engines.llm.settings import LlmSettings

LONGEST_PAUSE_SECONDS = 10.0
WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})


class Failure(StrEnum):
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    ERROR = "error"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    TOO_LONG = "too_long"


class ServiceFailure(Exception):
    def __init__(self, failure: Failure, detail: str = "", *, wait_seconds: float = 0) -> None:
        super().__init__(failure.value, detail)
        self.failure = failure
        self.detail = detail
        """The status code, or the host a redirect pointed to."""
        self.wait_seconds = wait_seconds
        """How long the service asked to be left alone."""

    @property
    def is_worth_another_try(self) -> bool:
        return self.failure in {Failure.NO_ANSWER, Failure.ERROR}


@dataclass(slots=True)
class Service:
    """A service while one document is read: requests until the time is up."""

    settings: LlmSettings
    ends_at: float

    @classmethod
    def for_document(cls, settings: LlmSettings) -> Service:
        return cls(settings, time.monotonic() + settings.timeout_seconds)

    def post(self, body: bytes) -> bytes:
        """The body of a good answer; tried again a few times where that may help."""
        pause = self.settings.pause_seconds
        for attempt in range(1, self.settings.attempts + 1):
            try:
                return self._post_once(body)
            except ServiceFailure as failure:
                if attempt == self.settings.attempts or not failure.is_worth_another_try:
                    raise
                wanted = max(pause, failure.wait_seconds)
                time.sleep(min(wanted, LONGEST_PAUSE_SECONDS, max(0.0, self._seconds_left())))
                pause *= 2
        raise ServiceFailure(Failure.NO_ANSWER)

    def _seconds_left(self) -> float:
        return self.ends_at - time.monotonic()

    def _post_once(self, body: bytes) -> bytes:
        seconds = self._seconds_left()
        if seconds <= 0:
            raise ServiceFailure(Failure.TOO_SLOW)
        connection = self._connection(seconds)
        outcome: queue.Queue[bytes | Exception] = queue.Queue(maxsize=1)
        exchange = threading.Thread(
            target=_exchange, args=(connection, self.settings, body, outcome), daemon=True
        )
        exchange.start()
        try:
            result = outcome.get(timeout=seconds)
        except queue.Empty:
            _hang_up(connection)
            raise ServiceFailure(Failure.TOO_SLOW) from None
        if isinstance(result, Exception):
            raise _as_failure(result) from result
        return result

    def _connection(self, seconds: float) -> HTTPConnection:
        address = self.settings.address
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        return kind(address.hostname or "", address.port, timeout=seconds)


def _exchange(
    connection: HTTPConnection,
    settings: LlmSettings,
    body: bytes,
    outcome: queue.Queue[bytes | Exception],
) -> None:
    """One request and its answer, in a thread of its own."""
    try:
        connection.request("POST", settings.address.path, body, _headers(settings))
        with connection.getresponse() as response:
            outcome.put(_read(response, settings.max_answer_bytes))
    except Exception as error:
        outcome.put(error)
    finally:
        with suppress(Exception):
            connection.close()


def _headers(settings: LlmSettings) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "Sprengel",
        "Connection": "close",
    }
    if settings.key:
        headers["Authorization"] = f"Bearer {settings.key}"
    return headers


def _read(response: HTTPResponse, max_bytes: int) -> bytes:
    status = response.status
    if 300 <= status < 400:
        raise ServiceFailure(Failure.REDIRECTED, _host_of(response.getheader("Location")))
    if status in WORTH_ANOTHER_TRY:
        wait = _seconds(response.getheader("Retry-After"))
        raise ServiceFailure(Failure.ERROR, str(status), wait_seconds=wait)
    if status != 200:
        kind = Failure.REFUSED if 400 <= status < 500 else Failure.ERROR
        raise ServiceFailure(kind, str(status))
    data = response.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ServiceFailure(Failure.TOO_LONG)
    return data


def _host_of(location: str | None) -> str:
    """The host a redirect points to, as far as it can be shown without trusting it."""
    with suppress(ValueError):
        host = urlsplit(location or "").hostname or ""
        if re.fullmatch(r"[a-z0-9.:-]{1,100}", host):
            return host
    return "unbekannt"


def _seconds(value: str | None) -> float:
    return float(value) if value and re.fullmatch(r"[0-9]{1,6}", value) else 0.0


def _as_failure(error: Exception) -> ServiceFailure:
    if isinstance(error, ServiceFailure):
        return error
    if isinstance(error, TimeoutError):
        return ServiceFailure(Failure.TOO_SLOW)
    if isinstance(error, (OSError, HTTPException)):
        return ServiceFailure(Failure.NO_ANSWER)
    return ServiceFailure(Failure.REFUSED, type(error).__name__)


def _hang_up(connection: HTTPConnection) -> None:
    """Wake the thread that was left behind; it may still hold the socket."""
    with suppress(Exception):
        connection.sock.shutdown(socket.SHUT_RDWR)
