"""A form that carries files: too large a file ends in a sentence, not in memory."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sprengel.ledger.uploads import limit_uploads

View = Callable[..., HttpResponse]


def with_limited_uploads(view: View) -> View:
    """The token is checked inside: the limit has to stand before anything reads the form, and
    checking the token reads it."""
    protected = csrf_protect(view)

    @csrf_exempt
    @functools.wraps(view)
    def entered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        limit_uploads(request)
        try:
            return protected(request, *args, **kwargs)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            messages.error(
                request,
                _(
                    "Das war zu viel auf einmal; gespeichert wurde nichts davon. Bitte kürzer "
                    "fassen oder die Angaben als Datei schicken."
                ),
            )
            return redirect(request.path)

    return entered
