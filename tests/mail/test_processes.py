"""Real processes and a real mail server: two senders at once, and one that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from .conftest import Postbox, free_port

pytestmark = pytest.mark.sqlite

QUEUE = """
import django; django.setup()
from sprengel.mail import actions
for number in range({count}):
    actions.queue(key=f"probe/{{number}}", to_email=f"a{{number}}@b.example", subject="S", text="T")
"""
STATES = """
import django; django.setup()
from sprengel.mail.models import Letter
print(",".join(sorted(Letter.objects.values_list("state", flat=True))))
"""
TEN_MINUTES_LATER = """
import django; django.setup()
from datetime import timedelta
from django.db.models import F
from sprengel.mail.models import Letter
sending = Letter.objects.filter(state="sending")
print(sending.update(claimed_at=F("claimed_at") - timedelta(minutes=11)))
"""


class House:
    """A data folder of its own, and processes that work in it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.env = {
            **os.environ,
            "SPRENGEL_DATA_DIR": str(folder),
            "DATABASE_URL": "",
            "SPRENGEL_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "sprengel.config.settings",
            "LC_ALL": "C.UTF-8",
        }
        self.run("-m", "sprengel.cli.main", "migrate")

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.env, capture_output=True, check=True, timeout=120
        )
        return done.stdout.decode().strip()

    def sender(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "sprengel.cli.main", "mail", "send"],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def states(self) -> str:
        return self.run("-c", STATES)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(postbox: Postbox, port: int) -> Iterator[Controller]:
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


def test_two_senders_at_once_send_each_letter_once(
    server: Controller, postbox: Postbox, port: int, tmp_path: Path
) -> None:
    house = House(tmp_path, port)
    house.run("-c", QUEUE.format(count=40))
    senders = [house.sender(), house.sender()]
    assert [each.wait(120) for each in senders] == [0, 0]
    ids = [mail["Message-ID"] for mail in postbox.mails]
    assert len(ids) == len(set(ids)) == 40
    assert set(house.states().split(",")) == {"sent"}


def test_killed_after_the_server_took_the_mail(
    server: Controller, postbox: Postbox, port: int, tmp_path: Path
) -> None:
    """The server has it, the sender dies before it can note so: sent again, recognisably."""
    house = House(tmp_path, port)
    house.run("-c", QUEUE.format(count=1))
    victims: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        deadline = time.monotonic() + 30
        while not victims and time.monotonic() < deadline:
            time.sleep(0.01)
        victims[0].send_signal(signal.SIGKILL)
        victims[0].wait(30)

    postbox.after_data = kill
    victims.append(house.sender())
    victims[0].wait(60)
    assert len(postbox.mails) == 1

    postbox.after_data = lambda: None
    assert house.run("-c", TEN_MINUTES_LATER) == "1", "it was still under way"
    assert house.sender().wait(60) == 0
    assert house.states() == "sent"
    first, second = postbox.mails
    assert first["Message-ID"] == second["Message-ID"]
