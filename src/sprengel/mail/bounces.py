"""Reports of mail servers that a letter could not be delivered after all (RFC 3464)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from django.utils.translation import gettext as _

from sprengel.mail.models import Letter, LetterState

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>\s]{1,190}>)", re.IGNORECASE | re.MULTILINE)
_FAILED = re.compile(rb"^Action:\s*failed", re.IGNORECASE | re.MULTILINE)
_DIAGNOSTIC = re.compile(
    rb"^Diagnostic-Code:\s*(?:smtp;)?\s*(.{1,200})", re.IGNORECASE | re.MULTILINE
)


def note_bounce(raw: bytes) -> bool:
    """Mark the letter as not deliverable. Only who got it or carried it knows its Message-ID."""
    if b"delivery-status" not in raw:
        return False
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        if message.get_content_type() != "multipart/report":
            return False
    except Exception:  # the mail parser raises many things on crafted headers
        return False
    own_head = raw.find(b"\n\n") if b"\r\n\r\n" not in raw else raw.find(b"\r\n\r\n")
    body = raw[own_head:]
    named = [match.decode("ascii", "replace") for match in _MESSAGE_ID.findall(body)]
    if not named or not _FAILED.search(body):
        return False
    diagnostic = _DIAGNOSTIC.search(body)
    reason = " ".join(diagnostic[1].decode("utf-8", "replace").split()) if diagnostic else ""
    changed = Letter.objects.filter(message_id__in=named, state=LetterState.SENT).update(
        state=LetterState.FAILED,
        problem=_("Der Mailserver der Empfängerin hat die Nachricht zurückgeschickt (%(reason)s).")
        % {"reason": reason or _("ohne Grund")},
    )
    return bool(changed)
