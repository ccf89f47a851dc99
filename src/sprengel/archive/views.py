"""Screens of this room: the list of documents, one document, its original file."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from sprengel.archive import pictures, queries
from sprengel.archive.forms import DocumentFilterForm
from sprengel.archive.sections import sections
from sprengel.reading.problems import FileProblem

PER_PAGE = 30


def document_list(request: HttpRequest) -> HttpResponse:
    form = DocumentFilterForm(request.GET, user=request.user)
    found = queries.documents(request.user, form.filters())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    page.object_list = queries.rows(request.user, page.object_list)
    is_filtered = any(value for name, value in request.GET.items() if name != "seite")
    context = {"form": form, "page": page, "is_filtered": is_filtered}
    return render(request, "archive/document_list.html", context)


def document_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    document = queries.document(request.user, public_id)
    revision = document.latest_revision
    context = {
        "document": document,
        "row": queries.rows(request.user, [document])[0],
        "revision": revision,
        "pieces": queries.text_pieces(revision) if revision else [],
        "attachments": queries.attachments(request.user, document),
        "parent": queries.parent(request.user, document),
        "sections": sections(request.user, document),
    }
    return render(request, "archive/document.html", context)


@login_required
@permission_required("archive.see_pages", raise_exception=True)
def page_picture(request: HttpRequest, public_id: uuid.UUID, page_number: int) -> HttpResponse:
    """A page of a PDF as it looks; made anew each time, the browser keeps it for a while."""
    document = queries.document(request.user, public_id)
    try:
        data = queries.page_picture(document, page_number)
    except (pictures.NoSuchPage, FileProblem) as e:
        raise Http404 from e
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def original(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse | FileResponse:
    """The bytes as they came in: always as a download, never shown inside this site."""
    document = queries.document(request.user, public_id)
    try:
        file = queries.file_path(document).open("rb")
    except FileNotFoundError as e:
        raise Http404 from e
    response = FileResponse(file, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, document.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
