"""Files that come with an answer: by the rules of the archive, and the office's alone at first."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from sprengel.accounts.models import Visibility
from sprengel.archive.actions import clean_file_name
from sprengel.ledger.actions.intake import take_in
from sprengel.surveys.answering.entries import Entry, field_name
from sprengel.surveys.models import Asked, Question, QuestionKind

ENDINGS = (".pdf", ".docx", ".odt", ".txt", ".html", ".eml", ".zip")
LARGEST_MB = 20


def allowed_mb() -> int:
    return min(LARGEST_MB, settings.MAX_UPLOAD_BYTES // 1024 // 1024)


def problem_of(file: UploadedFile) -> str:
    if PurePosixPath(file.name or "").suffix.lower() not in ENDINGS:
        return _(
            "„%(name)s“ kann nicht gelesen werden. Bitte als PDF, Word (.docx), OpenDocument "
            "(.odt) oder Text speichern und noch einmal hochladen."
        ) % {"name": clean_file_name(file.name or "")[:80]}
    if (file.size or 0) > allowed_mb() * 1024 * 1024:
        return too_large(file.name or "")
    if not file.size:
        return _("„%(name)s“ ist leer. Bitte die richtige Datei wählen.") % {
            "name": clean_file_name(file.name or "")[:80]
        }
    return ""


def too_large(name: str) -> str:
    return _(
        "„%(name)s“ ist zu groß; erlaubt sind %(mb)s MB. Bitte eine kleinere Datei schicken."
    ) % {"name": clean_file_name(name)[:80], "mb": allowed_mb()}


def taken_in(
    asked: Asked, questions: list[Question], files: MultiValueDict[str, UploadedFile]
) -> tuple[dict[str, Entry], dict[str, str]]:
    """(what came, as entries with only a file; what is wrong), each by the question's key."""
    found: dict[str, Entry] = {}
    problems: dict[str, str] = {}
    for question in questions:
        file = files.get(field_name(question.key, "file"))
        if question.kind != QuestionKind.FILE or file is None:
            continue
        problem = problem_of(file)
        if problem:
            problems[question.key] = problem
            continue
        name = clean_file_name(file.name or "")
        added = take_in(
            actor=None,
            data=file.read(),
            file_name=name,
            body=asked.body,
            provenance=_("Kam mit der Antwort auf die Umfrage „%(title)s“ von %(who)s.")
            % {"title": asked.survey.title, "who": asked.body.name},
            visibility=Visibility.OFFICE,
        )
        found[question.key] = Entry(file=added.document.pk, file_name=name)
    return found, problems
