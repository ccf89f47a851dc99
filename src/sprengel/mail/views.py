"""The office's page of what goes out: waiting, not deliverable, sent."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.mail import actions, queries

ON_A_PAGE = 50
WAITING_SHOWN = 200


@login_required
@permission_required("mail.view", raise_exception=True)
def outbox(request: HttpRequest) -> HttpResponse:
    user = request.user
    return render(
        request,
        "mail/outbox.html",
        {
            "now": timezone.now(),
            "trouble": queries.trouble(user),
            "waiting": queries.waiting(user)[:WAITING_SHOWN],
            "waiting_count": queries.waiting(user).count(),
            "failed": queries.failed(user)[:WAITING_SHOWN],
            "done": Paginator(queries.done(user), ON_A_PAGE).get_page(request.GET.get("seite")),
        },
    )


@login_required
@permission_required("mail.view", raise_exception=True)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written, without the secret link in it: it is the recipient's."""
    found = get_object_or_404(queries.letters(request.user), pk=pk)
    return render(
        request,
        "mail/letter.html",
        {"letter": found, "text": actions.without_links(found.text)},
    )


@require_POST
@login_required
@permission_required("mail.view", raise_exception=True)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(queries.letters(request.user), pk=pk)
    if actions.retry(pk=pk):
        messages.success(request, _("Die Mail wird in der nächsten Minute noch einmal versucht."))
    return redirect("mail:outbox")


@require_POST
@login_required
@permission_required("mail.view", raise_exception=True)
def retry_all(request: HttpRequest) -> HttpResponse:
    count = actions.retry_all()
    text = ngettext(
        "%(count)s Mail wird in der nächsten Minute noch einmal versucht.",
        "%(count)s Mails werden in der nächsten Minute noch einmal versucht.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("mail:outbox")
