"""What can be wrong with a file, in words a civil servant can act on.

The sentences are German source strings (``docs/decisions/0001-german-source-strings.md``);
whoever shows one translates it first.
"""

from __future__ import annotations

from enum import StrEnum


def gettext_noop(message: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown, not here."""
    return message


class ProblemCode(StrEnum):
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    ZIP_BOMB = "zip_bomb"
    NESTED_ARCHIVE = "nested_archive"
    OLD_WORD = "old_word"
    UNKNOWN_TYPE = "unknown_type"
    WRONG_NAME = "wrong_name"
    TOO_SLOW = "too_slow"
    CRASHED = "crashed"
    NOT_FOUND = "not_found"


class FileProblem(Exception):
    """A file that cannot be read. ``message`` has ``%(name)s`` and the like for ``params``."""

    def __init__(self, code: ProblemCode, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.code = code
        self.message = message
        self.params = params

    def __reduce__(self) -> tuple[object, tuple[ProblemCode, str, dict[str, object]]]:
        # An exception is pickled by its args alone; it has to cross from a worker process.
        return _rebuild, (self.code, self.message, self.params)


def _rebuild(code: ProblemCode, message: str, params: dict[str, object]) -> FileProblem:
    return FileProblem(code, message, **params)


ENCRYPTED = gettext_noop(
    "Diese Datei ist verschlüsselt. Bitte ohne Kennwort speichern und noch einmal hochladen."
)
DAMAGED = gettext_noop(
    "Diese Datei ist beschädigt oder unvollständig. Bitte im ursprünglichen Programm öffnen, "
    "neu speichern und noch einmal hochladen."
)
CRASHED = gettext_noop(
    "Beim Lesen dieser Datei ist das Leseprogramm abgebrochen. Bitte die Datei als PDF neu "
    "speichern und noch einmal hochladen."
)
EMPTY = gettext_noop(
    "Diese Datei ist leer. Bitte prüfen, ob die richtige Datei gewählt wurde, und noch einmal "
    "hochladen."
)
NO_WORDS = gettext_noop(
    "In dieser Datei steht kein Text. Bitte prüfen, ob die richtige Datei gewählt wurde."
)
SCAN_WITHOUT_TEXT = gettext_noop(
    "Diese PDF-Datei enthält nur Bilder und keinen Text (vermutlich ein Scan). Bitte mit "
    "Texterkennung (OCR) neu speichern und noch einmal hochladen."
)
PICTURE = gettext_noop(
    "Diese Datei ist ein Bild und enthält keinen lesbaren Text. Bitte mit Texterkennung (OCR) "
    "als PDF speichern und noch einmal hochladen."
)
TOO_LARGE = gettext_noop(
    "Diese Datei ist mit %(megabytes)s MB zu groß; erlaubt sind %(allowed)s MB. Bitte in "
    "kleinere Dateien aufteilen oder Bilder entfernen."
)
TOO_MUCH_TEXT = gettext_noop(
    "Der Text dieser Datei ist länger als %(allowed)s Zeichen. Bitte in kleinere Dateien aufteilen."
)
TOO_MANY_PAGES = gettext_noop(
    "Diese PDF-Datei hat %(pages)s Seiten; gelesen werden höchstens %(allowed)s. Bitte in "
    "mehrere Dateien aufteilen und einzeln hochladen."
)
TOO_MANY_MEMBERS = gettext_noop(
    "Dieses Archiv enthält %(members)s Dateien; erlaubt sind %(allowed)s. Bitte auf mehrere "
    "Archive verteilen."
)
ZIP_BOMB = gettext_noop(
    "Diese Datei wird beim Entpacken unverhältnismäßig groß und wurde deshalb nicht gelesen. "
    "Bitte im ursprünglichen Programm öffnen, als PDF speichern und noch einmal hochladen."
)
NESTED_ARCHIVE = gettext_noop(
    "Ein Archiv in einem Archiv oder einer E-Mail wird nicht geöffnet. Bitte entpacken und die "
    "Dateien einzeln hochladen."
)
UNSAFE_MEMBER_NAME = gettext_noop(
    "Dieser Eintrag des Archivs hat einen unzulässigen Pfad. Bitte die Datei einzeln hochladen."
)
OLD_WORD = gettext_noop(
    "Das ist ein Dokument aus einem alten Word (.doc). Bitte in Word als .docx speichern und "
    "noch einmal hochladen."
)
RICH_TEXT = gettext_noop(
    "Das ist eine RTF-Datei. Bitte in Word als .docx speichern und noch einmal hochladen."
)
OUTLOOK_MESSAGE = gettext_noop(
    "Das ist eine Outlook-Nachricht (.msg). Bitte in Outlook als .eml oder als PDF speichern und "
    "noch einmal hochladen."
)
SPREADSHEET = gettext_noop(
    "Das ist eine Tabellenkalkulation. Bitte als PDF speichern und noch einmal hochladen."
)
SLIDES = gettext_noop(
    "Das ist eine Präsentation. Bitte als PDF speichern und noch einmal hochladen."
)
OTHER_ARCHIVE = gettext_noop(
    "Archive dieser Art werden nicht geöffnet. Bitte entpacken und die Dateien einzeln oder als "
    ".zip hochladen."
)
UNKNOWN_TYPE = gettext_noop(
    "Diese Art von Datei kann nicht gelesen werden. Möglich sind PDF, Word (.docx), "
    "OpenDocument (.odt), E-Mail (.eml), HTML, Text und .zip."
)
WRONG_NAME = gettext_noop(
    "Der Name endet auf %(ending)s, der Inhalt ist aber etwas anderes: %(content)s. Bitte mit "
    "der richtigen Endung speichern und noch einmal hochladen."
)
TOO_SLOW = gettext_noop(
    "Das Lesen dieser Datei hat länger als %(seconds)s Sekunden gedauert und wurde abgebrochen. "
    "Bitte in kleinere Dateien aufteilen oder als PDF neu speichern."
)
NOT_FOUND = gettext_noop("Diese Datei gibt es nicht. Bitte den Pfad prüfen.")
NO_ACCESS = gettext_noop("Diese Datei darf nicht gelesen werden. Bitte die Zugriffsrechte prüfen.")
