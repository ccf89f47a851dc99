"""The office's screens: whom to invite, telling of changes, each invitee's fate."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.meetings.invitations import answers, candidates, queries, replies, rules, sending
from sprengel.meetings.invitations.forms import (
    AddressForm,
    GuestForm,
    OfficeAnswerForm,
    UploadForm,
)
from sprengel.meetings.models import (
    AnswerWay,
    CalendarReply,
    Invitation,
    Meeting,
    ParticipantRole,
    ReplyState,
)
from sprengel.meetings.views import found_meeting, office_only


@office_only
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, look at the mail, send: three answers of one page."""
    meeting = found_meeting(request, pk)
    offered = candidates.candidates(request.user, meeting)
    guest_form = GuestForm(request.POST if "add" in request.POST else None, user=request.user)
    chosen = _chosen(request, meeting, offered)
    if request.method == "POST" and "add" in request.POST and guest_form.is_valid():
        added = candidates.candidate_of(request.user, meeting, **guest_form.cleaned_data)
        if all(added.actor.pk != each.actor.pk for each in offered + chosen):
            chosen = [*chosen, added]
    note = request.POST.get("note", "").strip()[:2000]
    if request.method == "POST" and "send" in request.POST:
        if chosen:
            return _invited(request, meeting, chosen, note)
        messages.error(request, _("Bitte wählen Sie mindestens eine Person aus."))
    picked = {each.actor.pk for each in chosen}
    known = {each.actor.pk for each in offered}
    rows = [*offered, *(each for each in chosen if each.actor.pk not in known)]
    context = {
        "meeting": meeting,
        "can_invite": rules.can_invite(meeting),
        "rows": [
            (each, each.actor.pk in picked if request.method == "POST" else each.is_suggested)
            for each in rows
        ],
        "guest_form": guest_form,
        "note": note,
        "chosen": chosen,
        "extra": [each for each in chosen if each.actor.pk not in known],
    }
    if "preview" in request.POST and chosen:
        subject, text = sending.preview(meeting, chosen[0], note)
        context |= {
            "subject": subject,
            "text": text,
            "reachable": [each for each in chosen if each.email],
            "without_address": [each for each in chosen if not each.email],
        }
        return render(request, "meetings/invitations/preview.html", context)
    if "preview" in request.POST:
        messages.error(request, _("Bitte wählen Sie mindestens eine Person aus."))
    return render(
        request,
        "meetings/invitations/choose.html",
        context,
        status=422 if guest_form.is_bound and guest_form.errors else 200,
    )


@require_POST
@office_only
def send_news(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = found_meeting(request, pk)
    note = request.POST.get("note", "").strip()[:2000]
    try:
        told = sending.send_news(actor=request.user, meeting=meeting, note=note)
    except sending.CannotInvite:
        messages.error(request, _cannot(meeting))
    else:
        messages.success(request, _told(told))
    return redirect("meetings:attendance", pk)


@require_POST
@office_only
def withdraw(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    row = _row(request, pk, invitation_pk)
    sending.withdraw(actor=request.user, invitation=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("Die Einladung ist zurückgenommen."))
    return redirect("meetings:attendance", pk)


@require_POST
@office_only
def hand_over(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Invite whoever came after; who that is is looked up anew, not taken from the form."""
    line = _line(request, pk, invitation_pk)
    row = line.invitation
    if line.successor is None:
        messages.error(request, _("Für dieses Amt ist noch niemand eingetragen."))
        return redirect("meetings:attendance", pk)
    sending.hand_over(
        actor=request.user,
        invitation=row,
        person=line.successor.person,
        post_title=line.successor.title,
    )
    messages.success(
        request, _("Eingeladen ist jetzt %(name)s.") % {"name": line.successor.person.name}
    )
    if row.role == ParticipantRole.CHAIR and not candidates.is_chair(
        row.meeting, line.successor.person
    ):
        messages.warning(request, _("Der Vorsitz ist neu zu bestimmen."))
    return redirect("meetings:attendance", pk)


@office_only
def one(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """One invitee: enter an answer, change the address, take back, the link to hand on."""
    line = _line(request, pk, invitation_pk)
    row = line.invitation
    form = OfficeAnswerForm(
        request.POST if "answer" in request.POST else None,
        initial=OfficeAnswerForm.initial_for(row),
    )
    address_form = AddressForm(
        request.POST if "email" in request.POST else None, initial={"email": row.email}
    )
    if request.method == "POST":
        done = _answered(request, row, form) or _readdressed(request, row, address_form)
        if done:
            return redirect("meetings:attendance", pk)
    return render(
        request,
        "meetings/invitations/one.html",
        {
            "meeting": row.meeting,
            "row": row,
            "line": line,
            "form": form,
            "address_form": address_form,
            "link": sending.answer_address(row) if row.withdrawn_at is None else "",
            "can_answer": rules.can_answer(row),
        },
        status=422 if form.errors or address_form.errors else 200,
    )


@office_only
def incoming(request: HttpRequest) -> HttpResponse:
    """Calendar answers nobody could place, and the upload of one that came elsewhere."""
    form = UploadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        reply = replies.receive(data, actor=request.user)
        if reply is None:
            form.add_error("file", _("Diese Datei enthält keine Antwort auf eine Einladung."))
        else:
            messages.info(request, _what_became(reply))
            return redirect("meetings:replies")
    found = list(queries.replies(request.user)[:100])
    return render(
        request,
        "meetings/invitations/replies.html",
        {
            "form": form,
            "open": [
                (each, _possible(request, each)) for each in found if each.state == ReplyState.OPEN
            ],
            "settled": [each for each in found if each.state != ReplyState.OPEN],
        },
        status=422 if form.errors else 200,
    )


@require_POST
@office_only
def settle_reply(request: HttpRequest, reply_pk: int) -> HttpResponse:
    reply = get_object_or_404(queries.replies(request.user), pk=reply_pk)
    if "dismiss" in request.POST:
        replies.dismiss(actor=request.user, reply=reply)
        messages.success(request, _("Die Antwort ist verworfen."))
        return redirect("meetings:replies")
    wanted = request.POST.get("invitation", "")
    row = next((each for each in _possible(request, reply) if str(each.pk) == wanted), None)
    if row is None:
        return HttpResponseBadRequest()
    if replies.take_over(actor=request.user, reply=reply, invitation=row):
        messages.success(
            request,
            _("Übernommen: %(name)s, %(answer)s.")
            % {"name": row.actor.name, "answer": reply.get_answer_display()},
        )
    return redirect("meetings:replies")


def _chosen(
    request: HttpRequest, meeting: Meeting, offered: list[candidates.Candidate]
) -> list[candidates.Candidate]:
    """Those ticked; one added by hand comes back as "actor:person:role"."""
    ticked = set(request.POST.getlist("who"))
    chosen = [each for each in offered if str(each.actor.pk) in ticked]
    for word in request.POST.getlist("extra"):
        actor, _first, rest = word.partition(":")
        person, _second, role = rest.partition(":")
        form = GuestForm({"actor": actor, "person": person, "role": role}, user=request.user)
        if str(actor) in ticked and form.is_valid():
            chosen.append(candidates.candidate_of(request.user, meeting, **form.cleaned_data))
    return chosen


def _invited(
    request: HttpRequest, meeting: Meeting, chosen: list[candidates.Candidate], note: str
) -> HttpResponse:
    try:
        told = sending.invite(actor=request.user, meeting=meeting, whom=chosen, note=note)
    except sending.CannotInvite:
        messages.error(request, _cannot(meeting))
        return redirect("meetings:invite", meeting.pk)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("meetings:invite", meeting.pk)
    messages.success(request, _told(told))
    if told.without_address:
        messages.warning(
            request,
            _(
                "Ohne E-Mail-Adresse, daher nicht angeschrieben: %(names)s. Bitte dort eine "
                "Adresse eintragen oder den Antwort-Link selbst weitergeben."
            )
            % {"names": ", ".join(told.without_address)},
        )
    return redirect("meetings:attendance", meeting.pk)


def _answered(request: HttpRequest, row: Invitation, form: OfficeAnswerForm) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    try:
        answers.answer(actor=request.user, invitation=row, given=form.given(), way=AnswerWay.OFFICE)
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    except answers.TooLate:
        form.add_error(None, _("Die Sitzung ist abgesagt oder die Einladung zurückgenommen."))
        return False
    messages.success(request, _("Die Antwort ist eingetragen."))
    return True


def _readdressed(request: HttpRequest, row: Invitation, form: AddressForm) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    sending.change_address(actor=request.user, invitation=row, email=form.cleaned_data["email"])
    messages.success(request, _("Die Adresse ist geändert, die Einladung geht dorthin."))
    return True


def _row(request: HttpRequest, pk: int, invitation_pk: int) -> Invitation:
    meeting = found_meeting(request, pk)
    row = get_object_or_404(queries.invitations(request.user, meeting), pk=invitation_pk)
    row.meeting = meeting
    return row


def _line(request: HttpRequest, pk: int, invitation_pk: int) -> queries.Line:
    line = queries.line(request.user, found_meeting(request, pk), invitation_pk)
    if line is None:
        raise Http404
    return line


def _possible(request: HttpRequest, reply: CalendarReply) -> list[Invitation]:
    """Whose answer it can be: whoever it matched, else everyone invited to that meeting."""
    meeting = reply.meeting
    if meeting is None or not reply.answer:
        return []
    if reply.invitation is not None:
        return [reply.invitation]
    return list(queries.invitations(request.user, meeting).filter(withdrawn_at=None))


def _told(told: sending.Told) -> str:
    if not told.sent:
        return _("Es gab nichts zu verschicken: Alle Eingeladenen wissen Bescheid.")
    return ngettext(
        "%(count)s Mail liegt im Postausgang und geht in der nächsten Minute hinaus.",
        "%(count)s Mails liegen im Postausgang und gehen in der nächsten Minute hinaus.",
        told.sent,
    ) % {"count": told.sent}


def _cannot(meeting: Meeting) -> str:
    if rules.has_begun(meeting):
        return _("Die Sitzung hat schon begonnen.")
    return _("Einladen geht erst, wenn der Tag der Sitzung feststeht und sie nicht abgesagt ist.")


def _what_became(reply: CalendarReply) -> str:
    if reply.state == ReplyState.APPLIED and reply.invitation:
        return _("Übernommen: %(name)s, %(answer)s.") % {
            "name": reply.invitation.actor.name,
            "answer": reply.get_answer_display(),
        }
    return _("Nicht übernommen: %(reason)s") % {"reason": reply.reason}
