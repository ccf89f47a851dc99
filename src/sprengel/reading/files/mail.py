"""Mails (.eml): the head as four lines, then the body; attachments are handed on.

Real mails break every rule there is, and the modern policy of the standard library raises
while a header is merely looked at. So every look is guarded, and what cannot be understood is
left out rather than fatal.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import date
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from typing import Any

from ..document import BlockKind
from ..problems import ENCRYPTED, FileProblem, ProblemCode
from .assembly import Assembly, one_line, storable
from .decoding import decode
from .extracted import Attachment, Extracted, Limits
from .kinds import MAIL
from .web import add_html, decode_html, parse_html

_HEAD_LINES = (
    ("From", "Von"),
    ("To", "An"),
    ("Cc", "Kopie"),
    ("Date", "Datum"),
    ("Subject", "Betreff"),
)
"""The labels German mail programs print; they become part of the text."""
_NOT_A_DOCUMENT = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "text/calendar",
        "text/x-vcard",
        "text/vcard",
        "application/ms-tnef",
    }
)
_MAX_PARTS = 2_000


class MailReader:
    media_type = MAIL

    def read(self, data: bytes, name: str, limits: Limits) -> Extracted:
        message = email.message_from_bytes(data, policy=email.policy.default)
        if _is_encrypted(message):
            raise FileProblem(ProblemCode.ENCRYPTED, ENCRYPTED)
        assembly = Assembly(limits.max_chars)
        for header, label in _HEAD_LINES:
            if value := header_text(message, header):
                assembly.add(BlockKind.HEADER_FOOTER, f"{label}: {value}")
        body = _body(message)
        if body is not None:
            _add_body(assembly, body)
        return Extracted(
            name=name,
            media_type=self.media_type,
            text=assembly.text,
            blocks=assembly.blocks,
            title=header_text(message, "Subject"),
            dated_on=_sent_on(message),
            attachments=tuple(_attachments(message, body)),
            extractor="sprengel-mail 1",
        )


def header_text(message: Message[Any, Any], header: str) -> str:
    """A header as one line, by the modern parser, else the old one, else as it stands."""
    try:
        return one_line(str(message[header] or ""))
    except Exception:
        pass
    raw = next((v for k, v in message.raw_items() if k.lower() == header.lower()), "")
    try:
        return one_line(str(make_header(decode_header(str(raw)))))
    except Exception:
        return one_line(str(raw))


def _sent_on(message: Message[Any, Any]) -> date | None:
    try:
        return parsedate_to_datetime(header_text(message, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_encrypted(message: Message[Any, Any]) -> bool:
    kind = message.get_content_type()
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return "signed" not in str(message.get_param("smime-type") or "")
    return kind == "multipart/encrypted"


def _parts(message: Message[Any, Any]) -> Iterator[Message[Any, Any]]:
    """All leaves in order; an attached mail is a leaf, its own parts are not looked at."""
    pending = [message]
    seen = 0
    while pending and seen < _MAX_PARTS:
        part = pending.pop()
        seen += 1
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            pending.extend(p for p in reversed(payload) if isinstance(p, Message))
        else:
            yield part


def _body(message: Message[Any, Any]) -> Message[Any, Any] | None:
    """The first plain part that is no attachment, else the first HTML part."""
    shown = [p for p in _parts(message) if not _is_attached(p)]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if part.get_content_type() == kind and _content(part).strip():
                return part
    return None


def _is_attached(part: Message[Any, Any]) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except Exception:
        return False


def _content(part: Message[Any, Any]) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception:
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _add_body(assembly: Assembly, body: Message[Any, Any]) -> None:
    charset = _charset(body)
    if body.get_content_type() == "text/html":
        raw = _content(body)
        text = decode(raw, charset).text if charset else decode_html(raw).text
        root = parse_html(text)
        if root is not None:
            add_html(assembly, root)
        return
    text = decode(_content(body), charset).text.replace("\r\n", "\n")
    for paragraph in text.split("\n\n"):
        assembly.add(BlockKind.PARAGRAPH, paragraph)


def _charset(part: Message[Any, Any]) -> str:
    try:
        return str(part.get_content_charset() or "")
    except Exception:
        return ""


def _attachments(
    message: Message[Any, Any], body: Message[Any, Any] | None
) -> Iterator[Attachment]:
    number = 0
    for part in _parts(message):
        kind = part.get_content_type()
        if part is body or kind in _NOT_A_DOCUMENT:
            continue
        if kind.startswith("image/") and part.get("Content-ID") is not None:
            continue  # a logo in the signature
        if kind == "message/rfc822":
            number += 1
            yield _attached_mail(part, number)
        elif _is_attached(part):
            number += 1
            yield Attachment(_file_name(part, number), _content(part))


def _attached_mail(part: Message[Any, Any], number: int) -> Attachment:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, EmailMessage):
        return Attachment(f"mail-{number}.eml", b"")
    try:
        data = inner.as_bytes()
    except Exception:
        # What cannot be written back as it came is written with what is understood of it.
        data = inner.as_string(policy=email.policy.compat32).encode("utf-8", "replace")
    subject = header_text(inner, "Subject") or f"mail-{number}"
    return Attachment(f"{subject[:80].replace('/', '-')}.eml", data)


def _file_name(part: Message[Any, Any], number: int) -> str:
    try:
        named = storable(str(part.get_filename() or ""))
    except Exception:
        named = ""
    return one_line(named.replace("\\", "/").rpartition("/")[2]) or f"anlage-{number}"


READER = MailReader()
