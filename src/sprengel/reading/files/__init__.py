"""Files to text: bytes in, text with pages and blocks out, or a problem a person can act on."""

from .extracted import DEFAULT_LIMITS, Attachment, Extracted, Limits, Reader
from .kinds import READABLE_ENDINGS
from .registry import extract, is_archive, reader_for
from .zipped import archive_members, open_archive

__all__ = [
    "DEFAULT_LIMITS",
    "READABLE_ENDINGS",
    "Attachment",
    "Extracted",
    "Limits",
    "Reader",
    "archive_members",
    "extract",
    "is_archive",
    "open_archive",
    "reader_for",
]
