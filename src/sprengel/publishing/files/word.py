"""Word files from templates the office edits in Word (docxtpl: {{ field }}, {%tr for … %}).

A template of the office's own lies under ``vorlagen/`` in the data folder and goes before ours.
Templates are run in Jinja's sandbox and get plain texts only.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.conf import settings
from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from sprengel.ui.excel import NOT_IN_XML

OURS = Path(__file__).resolve().parent.parent / "word"
LARGEST_TEMPLATE = 5 * 1024 * 1024


class BadTemplate(Exception):
    """The office's template cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    """File name, e.g. "sachstandsbericht.docx"."""
    is_own: bool
    """The office's own and not the one that came with Sprengel."""
    path: Path


def own_folder() -> Path:
    return Path(settings.DATA_DIR) / "vorlagen"


def names() -> list[str]:
    """The templates there are, by file name."""
    return sorted(path.name for path in OURS.glob("*.docx"))


def template(name: str) -> Template:
    """Raises FileNotFoundError for a name that is none of ours."""
    if name not in names():
        raise FileNotFoundError(name)
    own = own_folder() / name
    return Template(name, True, own) if own.is_file() else Template(name, False, OURS / name)


def render(name: str, fields: dict[str, Any]) -> bytes:
    """Fill the template; ``fields`` are texts, and lists of such fields. Raises BadTemplate."""
    return _render(template(name), fields)


def replace(name: str, data: bytes, sample: dict[str, Any]) -> None:
    """Keep the office's own template, after it has been filled once with ``sample``.

    Raises BadTemplate and leaves the one before in place.
    """
    if len(data) > LARGEST_TEMPLATE:
        raise BadTemplate(_("Die Vorlage ist zu groß; erlaubt sind 5 MB."))
    folder = own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    trial = folder / f".{name}.neu"
    trial.write_bytes(data)
    try:
        _render(Template(name, True, trial), sample)
        trial.replace(folder / name)
    finally:
        trial.unlink(missing_ok=True)


def restore(name: str) -> None:
    """Back to the template that came with Sprengel."""
    (own_folder() / template(name).name).unlink(missing_ok=True)


def _render(chosen: Template, fields: dict[str, Any]) -> bytes:
    try:
        document = DocxTemplate(chosen.path)
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        document.render(_clean(fields), jinja_env=environment)
        out = BytesIO()
        document.save(out)
    except UndefinedError as problem:
        raise BadTemplate(
            _("Die Vorlage %(name)s nennt ein Feld, das es nicht gibt: %(what)s.")
            % {"name": chosen.name, "what": str(problem)}
        ) from problem
    except TemplateError as problem:
        raise BadTemplate(
            _("Die Vorlage %(name)s hat einen Fehler in einem Platzhalter: %(what)s.")
            % {"name": chosen.name, "what": str(problem)}
        ) from problem
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as problem:
        raise BadTemplate(
            _(
                "Die Vorlage %(name)s ist keine Word-Datei (.docx), die sich öffnen lässt. Bitte "
                "in Word öffnen und neu speichern."
            )
            % {"name": chosen.name}
        ) from problem
    return out.getvalue()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return NOT_IN_XML.sub("", value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(one) for one in value]
    return value
