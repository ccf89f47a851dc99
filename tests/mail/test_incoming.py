"""Mail that comes in: a Maildir, a pipe, and reports of mail servers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sprengel.accounts import rounds
from sprengel.mail import actions, incoming
from sprengel.mail.models import Letter, LetterState

BOUNCE = """From: MAILER-DAEMON@mx.example
To: sitzungen@musterland.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{own}>
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

Das Postfach gibt es nicht.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; weg@auenstadt.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--x
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Einladung

--x--
"""


@pytest.fixture
def maildir(settings: Any, tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    settings.MAILDIR = tmp_path / "Maildir"
    return settings.MAILDIR


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_letter_that_came_back(letter, outbox, ending: str) -> None:
    one = letter()
    actions.deliver_due()
    raw = BOUNCE.format(own="b1@mx.example", action="failed", message_id=one.message_id)
    assert incoming.receive(raw.replace("\n", ending).encode())
    one.refresh_from_db()
    assert one.state == LetterState.FAILED
    assert "550 5.1.1 User unknown" in one.problem


def test_a_delay_or_a_strangers_letter_is_none(letter, outbox) -> None:
    one = letter()
    actions.deliver_due()
    delayed = BOUNCE.format(own="b1@mx.example", action="delayed", message_id=one.message_id)
    strange = BOUNCE.format(own=one.message_id[1:-1], action="failed", message_id="<x@y.example>")
    for raw in (delayed, strange):
        assert not incoming.receive(raw.encode())
    one.refresh_from_db()
    assert one.state == LetterState.SENT


def test_the_maildir_is_looked_at_once(letter, outbox, maildir: Path) -> None:
    one = letter()
    actions.deliver_due()
    raw = BOUNCE.format(own="b1@mx.example", action="failed", message_id=one.message_id)
    (maildir / "new" / "1.a.mx").write_bytes(raw.encode())
    (maildir / "new" / "2.b.mx").write_bytes(b"Subject: Hallo\n\nfuer Menschen\n")
    assert incoming.poll_maildir() == 1
    assert not list((maildir / "new").iterdir())
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == [
        "1.a.mx:2,S",
        "2.b.mx:2,",
    ]
    assert incoming.poll_maildir() == 0


def test_without_or_with_a_missing_maildir_nothing_happens(settings: Any, tmp_path: Path) -> None:
    settings.MAILDIR = None
    assert incoming.poll_maildir() == 0
    settings.MAILDIR = tmp_path / "fehlt"
    assert incoming.poll_maildir() == 0


@pytest.mark.django_db
def test_a_round_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def broken() -> None:
        raise OSError

    monkeypatch.setattr(rounds, "_rounds", {"broken": broken, "after": lambda: ran.append(1)})
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)
    assert rounds.run_due() == ("broken",)
    assert ran == [1]


def test_what_happens_every_minute() -> None:
    assert {"readings", "mail in", "mail out", "invitation reminders"} <= set(rounds.names())


@pytest.mark.sqlite
def test_the_pipe(tmp_path: Path) -> None:
    """As a mail server calls it: bytes on standard input, an exit code it understands."""
    env = {
        **os.environ,
        "SPRENGEL_DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "sprengel.cli.main"]

    def run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*command, *words], input=given, env=env, capture_output=True, timeout=120, check=False
        )

    no_tables = run("mail", "receive", given=b"BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n")
    assert no_tables.returncode == 75
    assert b"Traceback" not in no_tables.stderr
    assert run("migrate").returncode == 0
    other = run("mail", "receive", given=b"Subject: Hallo\n\n\xff")
    assert other.returncode == 0
    assert "weder eine Antwort" in other.stderr.decode()
    sent = run("mail", "send")
    assert sent.returncode == 0
    assert "0 gesendet" in sent.stdout.decode()


@pytest.mark.parametrize(
    "raw",
    [b"delivery-status", b"Content-Type: multipart/report\n\ndelivery-status\n", b"\x00" * 99],
)
@pytest.mark.django_db
def test_odd_reports(raw: bytes) -> None:
    assert not incoming.receive(raw)
    assert not Letter.objects.exists()
