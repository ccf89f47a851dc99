"""What kind of file is this? The content decides, the name helps, a contradiction is said."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ..problems import (
    DAMAGED,
    ENCRYPTED,
    OLD_WORD,
    OTHER_ARCHIVE,
    OUTLOOK_MESSAGE,
    PICTURE,
    RICH_TEXT,
    SLIDES,
    SPREADSHEET,
    UNKNOWN_TYPE,
    WRONG_NAME,
    FileProblem,
    ProblemCode,
    gettext_noop,
)
from .container import Container
from .decoding import decode, looks_binary
from .extracted import Limits

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
MAIL = "message/rfc822"
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
ARCHIVE = "application/zip"

_BY_ENDING = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".eml": MAIL,
    ".pdf": PDF,
    ".docx": WORD,
    ".docm": WORD,
    ".dotx": WORD,
    ".odt": OPEN_DOCUMENT,
    ".ott": OPEN_DOCUMENT,
    ".zip": ARCHIVE,
}
READABLE_ENDINGS = frozenset(_BY_ENDING)

_WHAT = {
    PDF: gettext_noop("eine PDF-Datei"),
    WORD: gettext_noop("ein Word-Dokument"),
    OPEN_DOCUMENT: gettext_noop("ein OpenDocument-Text"),
    ARCHIVE: gettext_noop("ein ZIP-Archiv"),
    TEXT: gettext_noop("reiner Text"),
    HTML: gettext_noop("eine HTML-Seite"),
    MAIL: gettext_noop("eine E-Mail"),
}
_TEXTUAL = frozenset({TEXT, MARKDOWN, HTML, MAIL})

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED_BEGINNINGS: tuple[tuple[bytes, ProblemCode, str], ...] = (
    (b"{\\rtf", ProblemCode.OLD_WORD, RICH_TEXT),
    (b"\xff\xd8\xff", ProblemCode.NO_TEXT, PICTURE),
    (b"\x89PNG\r\n", ProblemCode.NO_TEXT, PICTURE),
    (b"GIF8", ProblemCode.NO_TEXT, PICTURE),
    (b"II*\x00", ProblemCode.NO_TEXT, PICTURE),
    (b"MM\x00*", ProblemCode.NO_TEXT, PICTURE),
    (b"\x1f\x8b", ProblemCode.UNKNOWN_TYPE, OTHER_ARCHIVE),
    (b"BZh", ProblemCode.UNKNOWN_TYPE, OTHER_ARCHIVE),
    (b"7z\xbc\xaf'\x1c", ProblemCode.UNKNOWN_TYPE, OTHER_ARCHIVE),
    (b"Rar!\x1a\x07", ProblemCode.UNKNOWN_TYPE, OTHER_ARCHIVE),
    (b"\xfd7zXZ\x00", ProblemCode.UNKNOWN_TYPE, OTHER_ARCHIVE),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_MAIL_HEADER = re.compile(
    r"^(?:From|To|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Content-Type|"
    r"Delivered-To|Reply-To): ",
    re.I | re.M,
)


def ending(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def media_type_of(data: bytes, name: str, limits: Limits) -> str:
    """The media type to read this as; raises :class:`FileProblem` if there is none."""
    expected = _BY_ENDING.get(ending(name))
    found = _by_content(data, name, expected, limits)
    if expected in _TEXTUAL and found in _TEXTUAL:
        # Text is text: an HTML page saved as .txt is shown as the text it is.
        return expected or found
    if expected is not None and found != expected:
        raise FileProblem(
            ProblemCode.WRONG_NAME, WRONG_NAME, ending=ending(name), content=_WHAT[found]
        )
    return found


def _by_content(data: bytes, name: str, expected: str | None, limits: Limits) -> str:
    # The mark of a PDF may stand anywhere in the first kilobyte; only a name makes us look there.
    if b"%PDF-" in data[: 1024 if expected == PDF else 16]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_container(Container(data, limits))
    if data.startswith(_OLE):
        raise _ole_problem(data)
    for beginning, code, message in _REFUSED_BEGINNINGS:
        if data.startswith(beginning):
            raise FileProblem(code, message)
    return _kind_of_text(data, expected)


def _kind_of_container(container: Container) -> str:
    names = container.names
    if "[Content_Types].xml" in names:
        if any(n.startswith("word/") for n in names):
            return WORD
        if any(n.startswith("xl/") for n in names):
            raise FileProblem(ProblemCode.UNKNOWN_TYPE, SPREADSHEET)
        if any(n.startswith("ppt/") for n in names):
            raise FileProblem(ProblemCode.UNKNOWN_TYPE, SLIDES)
    if "mimetype" in names:
        mime = container.read("mimetype", max_bytes=1024 * 1024)[:200].decode("latin-1").strip()
        if mime.startswith(OPEN_DOCUMENT):
            return OPEN_DOCUMENT
        if "opendocument.spreadsheet" in mime:
            raise FileProblem(ProblemCode.UNKNOWN_TYPE, SPREADSHEET)
        if "opendocument.presentation" in mime:
            raise FileProblem(ProblemCode.UNKNOWN_TYPE, SLIDES)
    if {"content.xml", "META-INF/manifest.xml"} <= names:
        return OPEN_DOCUMENT
    return ARCHIVE


def _ole_problem(data: bytes) -> FileProblem:
    """Old Office, Outlook and password-protected new Office share one outer format."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return FileProblem(ProblemCode.ENCRYPTED, ENCRYPTED)
    if has("WordDocument"):
        return FileProblem(ProblemCode.OLD_WORD, OLD_WORD)
    if has("__properties_version1.0"):
        return FileProblem(ProblemCode.UNKNOWN_TYPE, OUTLOOK_MESSAGE)
    if has("Workbook") or has("Book"):
        return FileProblem(ProblemCode.UNKNOWN_TYPE, SPREADSHEET)
    if has("PowerPoint Document"):
        return FileProblem(ProblemCode.UNKNOWN_TYPE, SLIDES)
    return FileProblem(ProblemCode.OLD_WORD, OLD_WORD)


def _kind_of_text(data: bytes, expected: str | None) -> str:
    text = decode(data[:65_536]).text
    # Cut within a character the sample ends in rubbish; the last characters are left out.
    if looks_binary(text[:-4] if len(data) > 65_536 else text):
        if expected is None or expected in _TEXTUAL:
            raise FileProblem(ProblemCode.UNKNOWN_TYPE, UNKNOWN_TYPE)
        raise FileProblem(ProblemCode.DAMAGED, DAMAGED)
    if _HTML_START.match(text[:4096]):
        return HTML
    head = text.lstrip().replace("\r\n", "\n").split("\n\n", 1)[0]
    if _MAIL_HEADER.match(head) and len(_MAIL_HEADER.findall(head)) >= 2:
        return MAIL
    return TEXT
