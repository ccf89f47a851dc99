"""A page of this site as PDF. The library is imported late: it needs Debian's Pango."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher


class NoPdf(Exception):
    """PDF cannot be made on this server; the message says what to install."""


def pdf_of(html: str) -> bytes:
    """Render a whole HTML page; its stylesheets are our own files, nothing is fetched.

    Raises NoPdf where the library or Pango is missing.
    """
    try:
        # It loads Pango as it is imported: a server without it still starts and says so here.
        from weasyprint import HTML
    except (ImportError, OSError) as problem:
        raise NoPdf(
            _(
                "Auf diesem Server fehlt, was für PDF nötig ist. Bitte als Word-Datei laden oder "
                "die Seite drucken. Für die Administration: apt install libpango-1.0-0 "
                "libpangoft2-1.0-0 libharfbuzz-subset0."
            )
        ) from problem
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return HTML(string=html, base_url=settings.BASE_URL, url_fetcher=_own_files()).write_pdf()


def _own_files() -> URLFetcher:
    """Only stylesheets of this site, read from the package: a PDF never calls out."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # late, as above

    prefix = f"{settings.BASE_URL}{settings.STATIC_URL}"

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            found = finders.find(url.removeprefix(prefix)) if url.startswith(prefix) else None
            if not found:
                raise ValueError(f"not fetched: {url}")
            body = Path(str(found)).read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": "text/css"})

    return OwnFiles()
