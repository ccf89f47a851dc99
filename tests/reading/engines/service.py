"""A real HTTP server that answers like a language model's, well or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        self.raw = self.rfile.read(length)
        with self.server.lock:
            self.server.requests.append(self)
            self.number = len(self.server.requests)
        with suppress(BrokenPipeError, ConnectionResetError):  # the reader had enough
            self.server.behaviour(self)

    @property
    def asked(self) -> dict[str, Any]:
        return json.loads(self.raw)

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say(self, content: object) -> None:
        """A chat completion with these words of the model."""
        words = content if isinstance(content, str) else json.dumps(content)
        answer = {"choices": [{"index": 0, "message": {"role": "assistant", "content": words}}]}
        self.send(json.dumps(answer).encode())

    def log_message(self, *args: object) -> None:
        pass


class Service(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.requests: list[Handler] = []
        self.lock = threading.Lock()
        self.ends = threading.Event()

    def handle_error(self, *args: object) -> None:
        pass

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def served(behaviour: Behaviour) -> Iterator[Service]:
    service = Service(behaviour)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        service.ends.set()
        service.shutdown()
        thread.join()
        service.server_close()
