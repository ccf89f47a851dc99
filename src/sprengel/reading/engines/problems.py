"""What can be wrong with an engine's set-up, in words for whoever runs the server."""

from __future__ import annotations

from sprengel.reading.problems import gettext_noop


class EngineProblem(Exception):
    """An engine cannot be used as configured. ``message`` has ``%(name)s`` for ``params``."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params

    def __reduce__(self) -> tuple[object, tuple[str, dict[str, object]]]:
        # An exception is pickled by its args alone; it has to cross from a worker process.
        return _rebuild, (self.message, self.params)


def _rebuild(message: str, params: dict[str, object]) -> EngineProblem:
    return EngineProblem(message, **params)


BAD_URL = gettext_noop(
    "SPRENGEL_LLM_URL ist keine brauchbare Adresse: %(url)s. Erwartet wird etwas wie "
    "http://127.0.0.1:8080/v1, ohne Kennwort darin."
)
NO_MODEL = gettext_noop(
    "SPRENGEL_LLM_URL ist gesetzt, aber SPRENGEL_LLM_MODEL nicht. Bitte den Namen des Modells "
    "angeben, wie ihn der Dienst kennt."
)
BAD_KEY = gettext_noop(
    "SPRENGEL_LLM_KEY enthält Leerzeichen, Zeilenumbrüche oder Sonderzeichen. Bitte den Schlüssel "
    "ohne sie angeben."
)
BAD_TIMEOUT = gettext_noop(
    "SPRENGEL_LLM_TIMEOUT muss eine Zahl von Sekunden sein, größer als 0 und höchstens %(most)s."
)
NO_FOLDER = gettext_noop("SPRENGEL_ONNX_MODEL: Den Ordner %(folder)s gibt es nicht.")
MISSING_FILE = gettext_noop("SPRENGEL_ONNX_MODEL: Im Ordner %(folder)s fehlt %(file)s.")
BAD_FILE = gettext_noop(
    "SPRENGEL_ONNX_MODEL: %(file)s im Ordner %(folder)s ist nicht zu gebrauchen (%(why)s)."
)
MISSING_PACKAGE = gettext_noop(
    "SPRENGEL_ONNX_MODEL ist gesetzt, aber das Paket %(package)s ist nicht installiert. Bitte "
    "„pip install 'sprengel[onnx]'“ ausführen oder die Einstellung leeren."
)
