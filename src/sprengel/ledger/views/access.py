"""Who may enter, and how: a visitor is asked to log in, a user without the right is told so."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def needs(permission: str) -> Callable[[View], View]:
    def guarded(view: View) -> View:
        return login_required(permission_required(permission, raise_exception=True)(view))

    return guarded


def posted(back_to: str) -> Callable[[View], View]:
    """For addresses that only take forms: whoever comes by link (after logging in, say) is led
    to the page the form stands on."""

    def posting(view: View) -> View:
        @functools.wraps(view)
        def only_post(
            request: HttpRequest, public_id: uuid.UUID, **kwargs: object
        ) -> HttpResponseBase:
            if request.method != "POST":
                return redirect(back_to, public_id)
            return view(request, public_id, **kwargs)

        return only_post

    return posting
