"""What a year needs: a server that wakes up on a later day, and a real mail server that keeps."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from icalendar import Calendar, Event
from tests.browser.conftest import free_port, wait_until_it_answers
from tests.conftest import PROJECT

SPRENGEL = (sys.executable, "-m", "sprengel.cli.main")
PATIENCE_SECONDS = 30


@dataclass
class Postbox:
    """Every mail that was really delivered over SMTP, in the order of arrival."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def about(self, words: str, since: int = 0) -> list[EmailMessage]:
        return [mail for mail in self.mails[since:] if words in str(mail["Subject"])]


class League:
    """The sample league on its way through a year: one data folder, one day after another."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.postbox = Postbox()
        self.smtp = Controller(self.postbox, hostname="127.0.0.1", port=free_port())
        self.processes: list[subprocess.Popen[bytes]] = []
        self.env = {
            **os.environ,
            "SPRENGEL_DATA_DIR": str(data_dir),
            "SPRENGEL_BASE_URL": self.url,
            "SPRENGEL_DEMO": "1",
            "SPRENGEL_SMTP_URL": f"smtp://127.0.0.1:{self.smtp.port}",
            "DATABASE_URL": "",
            "LC_ALL": "C.UTF-8",
        }

    def begin(self, day: date) -> None:
        self.smtp.start()
        self.env["SPRENGEL_TODAY"] = day.isoformat()
        self.run("demo", "--no-serve")
        self._serve()

    def move_on_to(self, day: date) -> None:
        """The same league on a later day."""
        self._stop()
        self.env["SPRENGEL_TODAY"] = day.isoformat()
        self._serve()

    def end(self) -> None:
        self._stop()
        if self.smtp.loop.is_running():
            self.smtp.stop()

    def deliver(self, expected: Callable[[], object]) -> None:
        """What the worker does every minute, now; until what is expected has arrived.

        The worker may be sending already: then this waits for it.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while not expected():
            assert time.monotonic() < end, [str(mail["Subject"]) for mail in self.postbox.mails]
            self.run("mail", "send")

    def run(self, *command: str, given: bytes = b"") -> None:
        subprocess.run([*SPRENGEL, *command], input=given, env=self.env, check=True, cwd=PROJECT)

    def _serve(self) -> None:
        serve = (*SPRENGEL, "serve", "--port", str(self.port), "--workers", "1")
        for command in (serve, (*SPRENGEL, "worker")):
            self.processes.append(subprocess.Popen(command, env=self.env))
        wait_until_it_answers(self.url)

    def _stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()


def calendar_of(mail: EmailMessage) -> tuple[str, Event]:
    """Its METHOD and its one event; the lines are as RFC 5545 wants them."""
    part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = Calendar.from_ical(raw)
    assert part.get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def calendar_answer(mail: EmailMessage, partstat: str) -> bytes:
    """What a calendar program sends back when somebody presses a button in it."""
    _method, event = calendar_of(mail)
    to = str(mail["To"].addresses[0].addr_spec)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ein Kalender//DE",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{event['UID']}",
        f"SEQUENCE:{event['SEQUENCE']}",
        "DTSTAMP:" + event["DTSTAMP"].to_ical().decode(),
        "DTSTART:" + event["DTSTART"].dt.strftime("%Y%m%dT%H%M%S"),
        f"ORGANIZER:{event['ORGANIZER']}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{to}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    answer = EmailMessage()
    answer["From"], answer["To"] = to, str(mail["From"])
    answer["Subject"] = "Zugesagt"
    answer.set_content("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"})
    return answer.as_bytes()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
