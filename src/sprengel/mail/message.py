"""A letter as the message that goes out (RFC 5322, MIME); the same letter, the same bytes."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import punycode

from sprengel.mail.models import Letter

CALENDAR_FILE = "einladung.ics"


def compose(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(*parseaddr(settings.MAIL_FROM))
    message["To"] = _address(letter.to_name, letter.to_email)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(timezone.localtime(letter.created_at))
    message["Message-ID"] = letter.message_id
    # Holiday notices and the like are not wanted in answer (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.calendar:
        _add_calendar(message, letter)
    for each in letter.attachments.all():
        main, _, sub = each.media_type.partition("/")
        message.add_attachment(
            bytes(each.data), maintype=main, subtype=sub, filename=each.file_name
        )
    return message


def sender_address() -> str:
    return ascii_address(parseaddr(settings.MAIL_FROM)[1])


def ascii_address(email: str) -> str:
    """With the domain in the letters a mail server understands: bürger.example → xn--…"""
    user, at, domain = email.rpartition("@")
    return f"{user}{at}{punycode(domain)}" if not domain.isascii() else email


def _add_calendar(message: EmailMessage, letter: Letter) -> None:
    """As an alternative, which calendar programs answer, and as a file for all others."""
    message.add_alternative(
        letter.calendar.encode(), maintype="text", subtype="calendar", cte="base64"
    )
    part = message.get_payload()[-1]
    part.set_param("charset", "utf-8")
    part.set_param("method", letter.calendar_method)
    message.add_attachment(
        letter.calendar.encode(), maintype="application", subtype="ics", filename=CALENDAR_FILE
    )


def _address(name: str, email: str) -> Address:
    user, _, domain = ascii_address(email).rpartition("@")
    return Address(display_name=name, username=user, domain=domain)
