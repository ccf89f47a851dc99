"""Letters: queued in the transaction that causes them, sent afterwards by the worker."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.mail.delivery import Delivered, deliver_due
from sprengel.mail.models import Attachment, Letter, LetterState, Route
from sprengel.mail.parts import AttachedFile

__all__ = [
    "AttachedFile",
    "Delivered",
    "cancel",
    "deliver_due",
    "one_line",
    "queue",
    "retry",
    "retry_all",
    "valid_address",
    "without_links",
]

_SECRET = re.compile(r"(/a/[a-z]+/)[^\s/]+")


@transaction.atomic
def queue(
    *,
    key: str,
    to_email: str,
    to_name: str = "",
    subject: str,
    text: str,
    calendar: str = "",
    calendar_method: str = "",
    attachments: Iterable[AttachedFile] = (),
    about_path: str = "",
    not_before: datetime | None = None,
) -> Letter:
    """Write the letter; it goes out when this transaction has committed.

    The same key gives the letter that is there already. Raises ValidationError for an address
    nothing can be sent to.
    """
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "message_id": f"<{uuid.uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>",
            "to_email": valid_address(to_email),
            "to_name": one_line(to_name, 200),
            "subject": one_line(subject, 300),
            "text": text,
            "calendar": calendar,
            "calendar_method": calendar_method,
            "about_path": about_path,
            "next_try_at": not_before or timezone.now(),
        },
    )
    if is_new:
        Attachment.objects.bulk_create(
            Attachment(
                letter=letter,
                file_name=one_line(each.file_name, 255),
                media_type=each.media_type,
                data=each.data,
            )
            for each in attachments
        )
    return letter


def cancel(*, key_prefix: str) -> int:
    """Take back what is not sent yet; what is on its way cannot be taken back."""
    return Letter.objects.filter(key__startswith=key_prefix, state=LetterState.QUEUED).update(
        state=LetterState.CANCELLED
    )


def retry(*, pk: int) -> bool:
    """Try a failed letter again, or a waiting one now; a server that was down as well."""
    _ask_the_server_now()
    return bool(
        Letter.objects.filter(pk=pk, state__in=(LetterState.FAILED, LetterState.QUEUED)).update(
            state=LetterState.QUEUED, attempts=0, next_try_at=timezone.now()
        )
    )


def retry_all() -> int:
    """Try every failed letter again: the server's settings were wrong and are right now."""
    _ask_the_server_now()
    return Letter.objects.filter(state=LetterState.FAILED).update(
        state=LetterState.QUEUED, attempts=0, next_try_at=timezone.now()
    )


def without_links(text: str) -> str:
    """For the eyes of others than the recipient: whoever has a secret link answers for them."""
    return _SECRET.sub(r"\1…", text)


def valid_address(email: str) -> str:
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(
            _("„%(email)s“ ist keine gültige E-Mail-Adresse.") % {"email": email[:100]}
        ) from None
    return email


def one_line(text: str, longest: int) -> str:
    """A header is one line: whatever else stands in it would be a header of its own."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def _ask_the_server_now() -> None:
    Route.objects.update(next_try_at=None)
