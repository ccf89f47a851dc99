"""A real mail server on this machine, that does as it is told."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from sprengel.config.env import smtp
from sprengel.mail import actions
from sprengel.mail.models import Letter
from tests.meetings.conftest import _fixed_day, client_of, users, world

__all__ = ["_fixed_day", "client_of", "users", "world"]


@dataclass
class Postbox:
    """What arrived, and what to answer: ``at_recipient`` and ``at_data`` give a reply line."""

    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    at_recipient: Callable[[str], str] = lambda address: "250 OK"
    at_sender: str = "250 OK"
    at_data: str = "250 OK"
    after_data: Callable[[], None] = lambda: None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.at_sender.startswith("250"):
            envelope.mail_from = address
        return self.at_sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.at_recipient(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.at_data.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
            self.after_data()
        return self.at_data


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def mail_server(postbox: Postbox, settings: Any) -> Iterator[Controller]:
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.SMTP = smtp(f"smtp://127.0.0.1:{controller.port}")
    settings.MAIL_FROM = "Städtebund Musterland <sitzungen@musterland.example>"
    yield controller
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.SMTP = None
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return settings.OUTBOX_DIR


@pytest.fixture
def letter(db: None) -> Callable[..., Letter]:
    def queue(key: str = "probe/1", **fields: Any) -> Letter:
        values = {
            "to_email": "ob@auenstadt.example",
            "to_name": "Büro Auenstadt",
            "subject": "Einladung",
            "text": "Guten Tag,\n\nwir laden Sie ein.\n",
            **fields,
        }
        return actions.queue(key=key, **values)

    return queue
