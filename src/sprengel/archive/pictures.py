"""A page of a PDF as a picture; runs in the child process, where a damaged file does no harm."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

WIDTH_PIXELS = 1100
HIGHEST_PIXELS = 6000


class NoSuchPage(Exception):
    pass


def page_png(path: Path, page_number: int) -> bytes:
    """Page ``page_number`` (from 1) as PNG."""
    import pypdfium2 as pdfium  # only in the child

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as e:
        raise NoSuchPage(page_number) from e
    try:
        if not 1 <= page_number <= len(document):
            raise NoSuchPage(page_number)
        page = document[page_number - 1]
        width, height = page.get_size()
        scale = min(WIDTH_PIXELS / max(width, 1), HIGHEST_PIXELS / max(height, 1))
        picture = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        return _png(bytes(picture.buffer), picture.width, picture.height, picture.stride,
                    picture.n_channels)  # fmt: skip
    finally:
        document.close()


_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}
"""Channels to PNG's code: grey, RGB, RGB with opacity."""


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    rows = (pixels[y * stride : y * stride + width * channels] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
