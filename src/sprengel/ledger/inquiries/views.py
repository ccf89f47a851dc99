"""The page behind the link, and the office's page of questions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sprengel.accounts.rules import is_office
from sprengel.ledger import queries as ledger
from sprengel.ledger.inquiries import actions, queries
from sprengel.ledger.inquiries.forms import AnswerForm, TakeOverForm
from sprengel.ledger.models import Inquiry, InquiryState
from sprengel.ledger.views.access import needs, posted
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose

# ── By link, without login ────────────────────────────────────────────────────────────────────


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    link = links.opened(token, LinkPurpose.INQUIRY)
    inquiry = queries.by_link(link.object_id) if link else None
    if inquiry is None:
        return render(request, "ledger/inquiries/link_over.html", status=404)
    return _answer_page(request, inquiry, back=request.path)


def _answer_page(request: HttpRequest, inquiry: Inquiry, *, back: str) -> HttpResponse:
    """GET shows, only POST writes: a mail program that looks at links answers nothing."""
    if inquiry.state == InquiryState.WITHDRAWN or inquiry.entry_id is not None:
        return render(request, "ledger/inquiries/closed.html", {"inquiry": inquiry})
    name = str(request.user) if request.user.is_authenticated else ""
    form = AnswerForm(
        request.POST or None,
        request.FILES or None,
        initial=AnswerForm.initial_for(inquiry, name),
    )
    if request.method == "POST" and form.is_valid():
        actor = request.user if request.user.is_authenticated else None
        try:
            actions.answer(inquiry=inquiry, answer=form.answer(), actor=actor)
        except actions.NotOpen:
            return redirect(back)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(
                request,
                _("Danke, Ihre Auskunft ist angekommen. Sie können sie hier noch ändern."),
            )
            return redirect(back)
    context = {"inquiry": inquiry, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ledger/inquiries/answer.html", context, status=status)


# ── Logged in ─────────────────────────────────────────────────────────────────────────────────


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever works for the city that was asked answers here, too."""
    return _answer_page(request, _found(request, pk), back=request.path)


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The office's work list; a mayor's office sees what it was asked."""
    if is_office(request.user):
        found = queries.overview(request.user)
        context = {"found": found, "asks_by_itself": bool(settings.ASK_DAYS)}
        return render(request, "ledger/inquiries/office.html", context)
    asked = queries.asked_of_me(request.user)
    return render(request, "ledger/inquiries/member.html", {"asked": asked})


@posted("ledger:matter")
@needs("ledger.change_matter")
def ask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    matter = ledger.matter(request.user, public_id)
    try:
        inquiry = actions.ask(actor=request.user, matter=matter)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(
            request,
            _("Die Rückfrage an %(name)s geht an %(email)s.")
            % {"name": inquiry.asked.name, "email": inquiry.email},
        )
    return redirect(f"{matter.get_absolute_url()}#rueckfragen")


@require_POST
@needs("ledger.change_matter")
def ask_many(request: HttpRequest) -> HttpResponse:
    """Those ticked on the office's page; what cannot be asked is named, the others go out."""
    matters, problems = [], []
    for public_id in request.POST.getlist("vorgang"):
        try:
            matters.append(ledger.matter(request.user, uuid.UUID(public_id)))
        except ValueError:
            continue
    askable = []
    for matter in matters:
        problem = actions.why_not(matter)
        if problem:
            problems.append(problem)
        else:
            askable.append(matter)
    asked = len(actions.ask_together(actor=request.user, matters=askable))
    for text in dict.fromkeys(problems):
        messages.error(request, text)
    if asked:
        messages.success(
            request,
            ngettext("Eine Rückfrage gestellt.", "%(count)s Rückfragen gestellt.", asked)
            % {"count": asked},
        )
    elif not problems:
        messages.info(request, _("Bitte wählen Sie mindestens einen Vorgang."))
    return redirect("ledger:inquiries")


@needs("ledger.change_matter")
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    inquiry = _found(request, pk)
    if inquiry.state != InquiryState.ANSWERED or inquiry.entry_id is not None:
        return redirect(inquiry.matter)
    initial = {"state": inquiry.answer_state, "sentence": inquiry.answer_sentence}
    form = TakeOverForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            entry = actions.take_over(
                actor=request.user,
                inquiry=inquiry,
                state=given["state"],
                sentence=given["sentence"],
            )
        except actions.NotOpen:
            return redirect(inquiry.matter)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Die Auskunft steht jetzt im Verlauf."))
            return redirect(f"{inquiry.matter.get_absolute_url()}#eintrag-{entry.pk}")
    context = {"inquiry": inquiry, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ledger/inquiries/take_over.html", context, status=status)


@require_POST
@needs("ledger.change_matter")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    inquiry = _found(request, pk)
    actions.withdraw(actor=request.user, inquiry=inquiry)
    messages.success(request, _("Die Rückfrage ist zurückgezogen; der Link gilt nicht mehr."))
    return redirect(f"{inquiry.matter.get_absolute_url()}#rueckfragen")


def _found(request: HttpRequest, pk: int) -> Inquiry:
    """One the user may answer, or 404: a hidden one and one that is not there look the same."""
    inquiry = queries.mine(request.user, pk)
    if inquiry is None:
        raise Http404
    return inquiry
