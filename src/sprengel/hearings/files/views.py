"""Downloads: what is in them is what the same person sees on the screen."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.hearings import queries
from sprengel.hearings.board import Board, board
from sprengel.hearings.files import synopsis, word
from sprengel.hearings.models import Consulted, Hearing, Version
from sprengel.hearings.sight import sight_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def version_docx(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    version = queries.version(request.user, hearing, number)
    data = word.version_docx(hearing, version, list(version.paragraphs.all()))
    return _file(data, f"{version.document.title}.docx", WORD)


def synopsis_xlsx(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    hearing, version, seen, asked = _seen(request, public_id)
    data = synopsis.as_xlsx(hearing, version, seen, asked)
    return _file(data, f"{_name(hearing)}.xlsx", EXCEL)


def synopsis_docx(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    hearing, _version, seen, asked = _seen(request, public_id)
    state = synopsis.state_of_answers(hearing, asked) if asked else ""
    data = word.synopsis_docx(hearing, synopsis.synopsis(seen), state)
    return _file(data, f"{_name(hearing)}.docx", WORD)


def _seen(
    request: HttpRequest, public_id: uuid.UUID
) -> tuple[Hearing, Version, Board, list[Consulted]]:
    hearing = queries.hearing(request.user, public_id)
    sight = sight_of(request.user, hearing)
    versions = queries.versions(request.user, hearing)
    if not sight.sees_any or not versions:
        raise Http404
    asked = queries.consulted(request.user, hearing)
    return hearing, versions[0], board(versions[0], sight), asked


def _name(hearing: Hearing) -> str:
    return f"{today().isoformat()} {_('Anmerkungen')} {hearing.title}"


def _file(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    safe = "".join(c if c.isprintable() and c not in '/\\"' else "-" for c in name)
    stem, _dot, ending = safe.rpartition(".")
    response["Content-Disposition"] = content_disposition_header(True, f"{stem[:150]}.{ending}")
    response["Cache-Control"] = "private, no-store"
    return response
