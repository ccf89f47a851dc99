"""The public page of press releases, and the office's desk for writing them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sprengel.meetings import queries as meetings
from sprengel.publishing.files.word import BadTemplate
from sprengel.publishing.models import PressRelease, ReleaseState
from sprengel.publishing.press import actions, files, objections, queries, wording
from sprengel.publishing.press.forms import CorrectionForm, ReleaseForm, WordingForm
from sprengel.publishing.reports.views import file_response

View = Callable[..., HttpResponseBase]


def desk(view: View) -> View:
    return login_required(
        permission_required("publishing.write_release", raise_exception=True)(view)
    )


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """What is published; for the office also what is being written."""
    found = queries.releases(request.user)
    context = {
        "published": list(found.filter(state=ReleaseState.RELEASED)[:200]),
        "drafts": list(found.filter(state__in=actions.OPEN)),
    }
    return render(request, "publishing/press_list.html", context)


@require_safe
def release(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _found(request, public_id)
    if found.state == ReleaseState.WITHDRAWN and not may_write(request):
        return render(request, "publishing/press_withdrawn.html", {"release": found}, status=410)
    if request.GET.get("format") == "docx":
        try:
            return file_response(files.as_word(found))
        except BadTemplate as problem:
            messages.error(request, str(problem))
            return redirect(found)
    return _page(request, found)


def may_write(request: HttpRequest) -> bool:
    return request.user.has_perm("publishing.write_release")


def _page(
    request: HttpRequest,
    found: PressRelease,
    *,
    correction: CorrectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    can_write = may_write(request)
    is_released = found.state == ReleaseState.RELEASED
    if can_write and is_released and correction is None:
        correction = CorrectionForm(release=found, initial={"version": found.version})
    paragraphs = queries.sentences(request.user, found)
    context = {
        "release": found,
        "paragraphs": paragraphs,
        "objections": objections.of(found, paragraphs) if can_write else [],
        "corrections": found.corrections.all(),
        "can_write": can_write,
        "may_release": can_write
        and request.user.pk not in (found.edited_by_id, found.drafted_by_id),
        "correction_form": correction if can_write else None,
    }
    return render(request, "publishing/press_release.html", context, status=status)


@desk
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """First what it would be made from; a draft is begun with a button and not by a link."""
    meeting = meetings.meeting(request.user, pk)
    if meeting is None:
        raise Http404
    if request.method != "POST":
        context = {"meeting": meeting, "material": queries.material(request.user, meeting)}
        return render(request, "publishing/press_begin.html", context)
    try:
        found = actions.draft(actor=request.user, meeting=meeting)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(meeting)
    return redirect("publishing:edit_release", found.public_id)


@desk
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _found(request, public_id)
    if found.state not in actions.OPEN:
        return redirect(found)
    paragraphs = queries.sentences(request.user, found)
    form = ReleaseForm(
        request.POST or None,
        release=found,
        paragraphs=paragraphs,
        found=objections.of(found, paragraphs),
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            given = form.cleaned_data
            try:
                saved = actions.edit(
                    actor=request.user,
                    release=found,
                    version=given["version"],
                    title=given["title"],
                    subtitle=given["subtitle"],
                    sentences=form.edited(),
                )
            except actions.Stale as stale:
                return _stale(request, form, stale)
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                if "vorlegen" in request.POST:
                    return _handed_in(request, saved)
                _say_saved(request, saved)
                return redirect("publishing:edit_release", saved.public_id)
        status = 422
    context = {
        "release": found,
        "form": form,
        "material": queries.material(request.user, found.meeting),
    }
    return render(request, "publishing/press_edit.html", context, status=status)


def _say_saved(request: HttpRequest, saved: PressRelease) -> None:
    """Words as one writes are nobody's business yet; but what may not go out is told now."""
    if objections.of_release(request.user, saved):
        messages.warning(
            request,
            _("Gespeichert. So kann die Mitteilung noch nicht hinaus: bitte Hinweise beachten."),
        )
    else:
        messages.success(request, _("Gespeichert."))


def _handed_in(request: HttpRequest, saved: PressRelease) -> HttpResponse:
    try:
        saved = actions.hand_in(actor=request.user, release=saved, version=saved.version)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("publishing:edit_release", saved.public_id)
    messages.success(
        request, _("Zur Freigabe vorgelegt. Freigeben muss jemand anders aus der Geschäftsstelle.")
    )
    return redirect(saved)


def _stale(request: HttpRequest, form: ReleaseForm, stale: actions.Stale) -> HttpResponse:
    """What was typed stays in the form; beside it stands what the other has saved."""
    now = stale.release
    form.add_error(
        None,
        _(
            "%(name)s hat diese Mitteilung inzwischen gespeichert. Ihre Änderung wurde nicht "
            "gespeichert und steht noch hier; daneben steht, was jetzt gilt. Zum Übernehmen noch "
            "einmal speichern."
        )
        % {"name": now.edited_by_name or _("Jemand anders")},
    )
    form.data = _over(form, now.version)
    context = {
        "release": now,
        "form": form,
        "theirs": queries.plain_text(now),
        "material": queries.material(request.user, now.meeting),
    }
    return render(request, "publishing/press_edit.html", context, status=409)


def _over(form: ReleaseForm, version: int) -> QueryDict:
    """What was typed, ready to be saved over what is there now, losing nothing of either.

    Sentences the other has added are taken over; a sentence the other has deleted goes below,
    to those of one's own.
    """
    data = form.data.copy()
    data["version"] = str(version)
    orphans = [
        text
        for name, text in form.data.items()
        if name.startswith("text-") and name not in form.fields and str(text).strip()
    ]
    for name, field in form.fields.items():
        if name not in data:
            data[name] = "" if field.initial is None else str(field.initial)
    for name in (name for name in form.fields if name.startswith("text-neu-")):
        if orphans and not data[name].strip():
            data[name] = orphans.pop(0)
    return data


@require_POST
@desk
def publish(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _found(request, public_id)
    try:
        actions.publish(actor=request.user, release=found, version=_version(request))
    except actions.SecondPersonNeeded:
        messages.error(
            request, _("Freigeben muss jemand anders: Sie haben an diesem Text geschrieben.")
        )
    except actions.Stale:
        messages.error(request, _("Der Text wurde inzwischen geändert. Bitte noch einmal lesen."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Die Mitteilung ist veröffentlicht."))
    return redirect(found)


@require_POST
@desk
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _found(request, public_id)
    try:
        actions.withdraw(actor=request.user, release=found, version=_version(request))
    except actions.Stale:
        messages.error(request, _("Der Text wurde inzwischen geändert. Bitte noch einmal lesen."))
        return redirect(found)
    messages.success(request, _("Die Mitteilung ist zurückgezogen."))
    return redirect("publishing:press_releases")


@require_POST
@desk
def correct(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _found(request, public_id)
    form = CorrectionForm(request.POST, release=found)
    if not form.is_valid():
        return _page(request, found, correction=form, status=422)
    given = form.cleaned_data
    try:
        actions.propose_correction(
            actor=request.user,
            release=found,
            version=given["version"],
            sentence=given["sentence"],
            text=given["text"],
            note=given["note"],
        )
    except actions.Stale:
        form.add_error(None, _("Die Mitteilung wurde inzwischen geändert. Bitte neu laden."))
        return _page(request, found, correction=form, status=409)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _page(request, found, correction=form, status=422)
    messages.success(request, _("Die Berichtigung wartet auf eine zweite Person."))
    return redirect(found)


@require_POST
@desk
def confirm(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _found(request, public_id)
    accept = "ja" in request.POST
    try:
        actions.confirm_correction(
            actor=request.user, release=found, version=_version(request), accept=accept
        )
    except actions.SecondPersonNeeded:
        messages.error(
            request, _("Bestätigen muss jemand anders als die Person, die berichtigt hat.")
        )
    except actions.Stale:
        messages.error(request, _("Die Mitteilung wurde inzwischen geändert. Bitte neu lesen."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(
            request, _("Die Berichtigung steht jetzt bei der Mitteilung.") if accept
            else _("Die Berichtigung ist verworfen.")
        )  # fmt: skip
    return redirect(found)


@desk
def change_wording(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "zurueck" in request.POST:
        wording.back_to_ours()
        messages.success(request, _("Die mitgelieferten Formulierungen gelten wieder."))
        return redirect("publishing:press_wording")
    form = WordingForm(request.POST or None, initial={"text": wording.source()})
    if request.method == "POST" and form.is_valid():
        wording.keep(form.cleaned_data["text"])
        messages.success(request, _("Die Formulierungen gelten für neue Entwürfe."))
        return redirect("publishing:press_wording")
    context = {"form": form, "is_own": wording.own_file().is_file()}
    status = 422 if form.errors else 200
    return render(request, "publishing/press_wording.html", context, status=status)


def _found(request: HttpRequest, public_id: uuid.UUID) -> PressRelease:
    found = queries.release(request.user, public_id)
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        return -1
