"""Real files made by hand for the tests: PDF (also encrypted), ODT, ZIP, Word."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence

import docx
from docx.document import Document

Placed = tuple[float, float, float, str]
"""x, y, font size, text; a text that begins with ``**`` is set bold."""


def placed(lines: Iterable[str], *, top: float = 760, left: float = 72) -> list[Placed]:
    return [(left, top - 14 * i, 11, line) for i, line in enumerate(lines)]


def make_pdf(
    pages: Sequence[Sequence[Placed]], *, password: str | None = None, filled_in: str = ""
) -> bytes:
    """A PDF of the given lines; with a password, RC4-encrypted by the standard handler.

    ``filled_in`` is the value of a form field on the first page.
    """
    key = _Rc4Key(password) if password is not None else None
    objects: dict[int, bytes] = {}
    kids = []
    for number, lines in enumerate(pages):
        page, content = 10 + 2 * number, 11 + 2 * number
        kids.append(f"{page} 0 R")
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        ).encode()
        stream = _content(lines)
        if key:
            stream = key.encrypt(content, stream)
        objects[content] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    if filled_in:
        _add_field(objects, filled_in)
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    for number, font in ((3, "Helvetica"), (4, "Helvetica-Bold")):
        objects[number] = (
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        ).encode()
    if key:
        objects[5] = key.dictionary()
    return _file(objects, key)


def _add_field(objects: dict[int, bytes], value: str) -> None:
    look = f"BT /F1 11 Tf 2 5 Td ({value}) Tj ET".encode("cp1252")
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>"
    objects[6] = (
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (feld) /V ({value}) /F 4 "
        "/Rect [200 500 400 520] /AP << /N 7 0 R >> >>"
    ).encode("cp1252")
    objects[7] = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] "
        b"/Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
    ) % (len(look), look)
    objects[10] = objects[10].replace(b"/Type /Page ", b"/Type /Page /Annots [6 0 R] ")


def _content(lines: Sequence[Placed]) -> bytes:
    out = []
    for x, y, size, text in lines:
        font = "F2" if text.startswith("**") else "F1"
        raw = text.removeprefix("**").encode("cp1252")
        for c in (b"\\", b"(", b")"):
            raw = raw.replace(c, b"\\" + c)
        out.append(f"BT /{font} {size} Tf {x} {y} Td (".encode() + raw + b") Tj ET")
    return b"\n".join(out)


def _file(objects: dict[int, bytes], key: _Rc4Key | None) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        used = number in offsets
        out += b"%010d %05d %s \n" % (
            offsets.get(number, 0),
            0 if used else 65535,
            b"n" if used else b"f",
        )
    extra = b""
    if key:
        identity = key.file_id.hex().encode()
        extra = b"/Encrypt 5 0 R /ID [<%s> <%s>]" % (identity, identity)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        extra,
        start,
    )
    return bytes(out)


class _Rc4Key:
    """The 40-bit standard security handler of PDF 1.4 (algorithms 1, 2, 3 and 4)."""

    PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    PERMISSIONS = -4

    def __init__(self, password: str) -> None:
        padded = (password.encode("latin-1") + self.PADDING)[:32]
        self.file_id = hashlib.md5(b"sprengel").digest()
        self.owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
        permissions = struct.pack("<i", self.PERMISSIONS)
        self.key = hashlib.md5(padded + self.owner + permissions + self.file_id).digest()[:5]
        self.user = _rc4(self.key, self.PADDING)

    def encrypt(self, number: int, data: bytes) -> bytes:
        salted = self.key + struct.pack("<I", number)[:3] + b"\x00\x00"
        return _rc4(hashlib.md5(salted).digest()[:10], data)

    def dictionary(self) -> bytes:
        return (
            f"<< /Filter /Standard /V 1 /R 2 /O <{self.owner.hex()}> /U <{self.user.hex()}> "
            f"/P {self.PERMISSIONS} >>"
        ).encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def make_docx(fill: Callable[[Document], None]) -> bytes:
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_zip(members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_member(package: bytes, name: str, data: bytes) -> bytes:
    """The same ZIP with one member put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    return make_zip({**members, name: data})


ODF_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for prefix, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
    }.items()
)
MANIFEST = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def make_odt(body: str, *, styles: str = "", manifest: bytes = MANIFEST, prolog: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {ODF_NAMESPACES}>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": manifest,
        "content.xml": content.encode(),
    }
    if styles:
        members["styles.xml"] = (
            f"<office:document-styles {ODF_NAMESPACES}>{styles}</office:document-styles>"
        ).encode()
    return make_zip(members)


OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def make_ole(stream: str) -> bytes:
    """The outer form of old Office files, with one stream name in its directory."""
    return OLE_MAGIC + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 512
