"""Bytes to characters: which encoding, said once for all text formats."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from ..problems import gettext_noop

READ_AS_CP1252 = gettext_noop("als Windows-1252 gelesen")
READ_AS_UTF16 = gettext_noop("als UTF-16 gelesen")
BAD_CHARACTERS = gettext_noop("einzelne Zeichen waren nicht lesbar und sind durch � ersetzt")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode by byte order mark, then as declared, then UTF-8, evident UTF-16, Windows-1252."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_leniently(data[len(mark) :], encoding)
    if evident := evident_utf16(data):
        decoded = _decode_leniently(data, evident)
        return decoded._replace(notes=(READ_AS_UTF16, *decoded.notes))
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return Decoded(data.decode(encoding), encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return Decoded(_windows_1252(data), "windows-1252", (READ_AS_CP1252,))


def evident_utf16(data: bytes) -> str:
    """UTF-16 without a mark: in European text every other byte is NUL, nearly always."""
    sample = data[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.8 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.8 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def looks_binary(text: str) -> bool:
    """Control characters no text has: any NUL, or more than one in a hundred others."""
    sample = text[:20_000]
    if "\x00" in sample:
        return True
    strange = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f\v\x1b") or c in "\x7f\ufffd")
    return strange * 100 > len(sample)


def _decode_leniently(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, (BAD_CHARACTERS,))


def _windows_1252(data: bytes) -> str:
    return data.decode("latin-1").translate(_C1_TO_WINDOWS)


def _c1_to_windows() -> dict[int, str]:
    # Five bytes are undefined in Windows-1252; browsers keep them as Latin-1 controls, so do we.
    codes = range(0x80, 0xA0)
    return {c: bytes((c,)).decode("cp1252", "ignore") or chr(c) for c in codes}


_C1_TO_WINDOWS = _c1_to_windows()
