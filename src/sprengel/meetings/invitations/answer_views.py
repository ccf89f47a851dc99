"""Where invitees answer: behind the secret link, or logged in for their own city."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.meetings.invitations import answers, letters, queries, rules
from sprengel.meetings.invitations.forms import AnswerForm
from sprengel.meetings.models import AnswerWay, Invitation
from sprengel.meetings.views import found_meeting


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    link = links.opened(token, LinkPurpose.INVITATION)
    row = queries.by_link(link.object_id) if link else None
    if row is None:
        return render(request, "meetings/invitations/link_over.html", status=404)
    return _page(request, row, way=AnswerWay.LINK)


@login_required
def logged_in(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = found_meeting(request, pk)
    row = queries.own(request.user, meeting)
    if row is None:
        raise Http404
    return _page(request, row, way=AnswerWay.LOGIN)


def _page(request: HttpRequest, row: Invitation, *, way: str) -> HttpResponse:
    """GET shows, only POST writes: a mail program that looks at links answers nothing."""
    form = AnswerForm(request.POST or None, initial=AnswerForm.initial_for(row))
    if request.method == "POST" and form.is_valid():
        try:
            answers.answer(
                actor=request.user if way == AnswerWay.LOGIN else None,
                invitation=row,
                given=form.given(),
                way=way,
            )
        except answers.TooLate:
            return redirect(request.path)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(
                request,
                _("Danke, Ihre Antwort ist angekommen. Bis zur Sitzung können Sie sie ändern."),
            )
            return redirect(request.path)
    return render(
        request,
        "meetings/invitations/answer.html",
        {
            "row": row,
            "meeting": row.meeting,
            "form": form,
            "when": letters.when_exactly(row.meeting),
            "host_name": letters.host_name(row.meeting),
            "can_answer": rules.can_answer(row),
            "is_old_answer": rules.answered_another_time(row),
            "remote_url": row.meeting.remote_url,
        },
        status=422 if form.errors else 200,
    )
