"""Writing: begin, correct the facts, bring a new version, fix the final one."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sprengel.accounts.clock import today
from sprengel.hearings import queries
from sprengel.hearings.commenting.asking import tell_of_version
from sprengel.hearings.drafting import actions
from sprengel.hearings.drafting.actions import CLOSED, NewerVersion
from sprengel.hearings.drafting.forms import ChangeForm, FinalForm, StartForm, VersionForm
from sprengel.hearings.models import Hearing, HearingKind, HearingState, Version
from sprengel.hearings.paragraphs import joined, tidy
from sprengel.ledger.views.access import needs
from sprengel.ledger.views.intake import IntakeView
from sprengel.meetings.minutes.comparing import compare

PERMISSION = "hearings.change_hearing"


class StartView(IntakeView):
    """``/anhoerungen/neu/``; with ``?zu=`` the new hearing on a draft that changed."""

    form_class = StartForm
    template_name = "hearings/start.html"

    def initial(self) -> dict[str, object]:
        before = self._before()
        if before is None:
            kind = self.request.GET.get("art", HearingKind.HEARING)
            return {"kind": kind if kind in HearingKind.values else HearingKind.HEARING}
        final = queries.versions(self.request.user, before)
        return {
            "kind": HearingKind.HEARING,
            "title": before.title,
            "organization": before.organization_id,
            "requested_by": before.requested_by_id,
            "received_on": today(),
            "costs_changed": True,
            "shows_comments": before.shows_comments,
            "text": text_of(final[0]) if final else "",
        }

    def context(self) -> dict[str, object]:
        return {"before": self._before()}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = StartForm(
            request.POST,
            request.FILES,
            user=request.user,
            too_large=request.too_large,
        )
        text = form.read_text() if form.is_valid() else None
        if text is None:
            return self._page(request, form, status=422)
        facts = form.facts()
        before = self._before()
        if before is not None:
            facts = actions.Facts(**{**_plain(facts), "follows": before})
        try:
            hearing = actions.start(actor=request.user, facts=facts, text=text)
        except ValidationError as problem:
            form.take_problems(problem)
            return self._page(request, form, status=422)
        told = ngettext(
            "Angelegt mit einem Absatz. Bitte ansehen, dann die Städte fragen.",
            "Angelegt mit %(n)s Absätzen. Bitte ansehen, dann die Städte fragen.",
            len(text.pieces),
        )
        messages.success(request, told % {"n": len(text.pieces)})
        return redirect(hearing)

    def _before(self) -> Hearing | None:
        try:
            wanted = uuid.UUID(self.request.GET.get("zu", ""))
        except ValueError:
            return None
        return queries.hearings(self.request.user).filter(public_id=wanted).first()


def _plain(facts: actions.Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


@needs(PERMISSION)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    now = ChangeForm.initial_for(hearing)
    form = ChangeForm(request.POST or None, user=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            facts = form.facts(actions.facts_of(hearing))
            actions.change(actor=request.user, hearing=hearing, facts=facts)
        except ValidationError as problem:
            form.take_problems(problem)
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect(hearing)
    context = {"hearing": hearing, "form": form}
    return render(request, "hearings/change.html", context, status=422 if form.errors else 200)


class NewVersionView(IntakeView):
    """A new text of the same paper, typed or as a file."""

    template_name = "hearings/new_version.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hearing, latest = self._found(request, kwargs["public_id"])
        if hearing.state in CLOSED:
            messages.info(request, _("Die endgültige Fassung liegt schon vor."))
            return redirect(hearing)
        form = VersionForm(
            is_asked=_is_asked(hearing),
            initial={"text": text_of(latest), "seen_number": latest.number, "tell": True},
        )
        return self._show(request, hearing, latest, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hearing, latest = self._found(request, kwargs["public_id"])
        form = VersionForm(
            request.POST,
            request.FILES,
            is_asked=_is_asked(hearing),
            too_large=request.too_large,
        )
        text = form.read_text() if form.is_valid() else None
        if text is None:
            return self._show(request, hearing, latest, form, status=422)
        try:
            version = actions.new_version(
                actor=request.user,
                hearing=hearing,
                text=text,
                seen_number=form.cleaned_data["seen_number"],
                note=form.cleaned_data["note"],
            )
        except NewerVersion as newer:
            return self._conflict(request, hearing, newer.version, form)
        except ValidationError as problem:
            form.add_error(None, problem)
            return self._show(request, hearing, latest, form, status=422)
        if form.cleaned_data.get("tell"):
            tell_of_version(actor=request.user, version=version)
        messages.success(request, _("Fassung %(n)s ist angelegt.") % {"n": version.number})
        return redirect("hearings:compare", hearing.public_id)

    def _conflict(
        self, request: HttpRequest, hearing: Hearing, theirs: Version, form: VersionForm
    ) -> HttpResponse:
        """Both texts are told; what was typed stays in the form, and sending it again is meant."""
        mine = tidy(form.cleaned_data["text"])
        form.data = form.data.copy()
        form.data["seen_number"] = str(theirs.number)
        form.add_error(
            None,
            _(
                "%(who)s hat inzwischen Fassung %(n)s angelegt. Ihr Text wurde nicht gespeichert "
                "und steht noch hier. Bitte vergleichen und, wenn er gelten soll, noch einmal "
                "speichern."
            )
            % {"who": theirs.user_name, "n": theirs.number},
        )
        context = {"changes": compare(text_of(theirs), mine)}
        return self._show(request, hearing, theirs, form, status=409, **context)

    def _found(self, request: HttpRequest, public_id: uuid.UUID) -> tuple[Hearing, Version]:
        hearing = queries.hearing(request.user, public_id)
        return hearing, queries.versions(request.user, hearing)[0]

    def _show(
        self,
        request: HttpRequest,
        hearing: Hearing,
        latest: Version,
        form: VersionForm,
        status: int = 200,
        **more: object,
    ) -> HttpResponse:
        context = {"hearing": hearing, "latest": latest, "form": form, **more}
        context["max_megabytes"] = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        return render(request, self.template_name, context, status=status)

    def _refused(self, request: HttpRequest, sentence: str) -> HttpResponse:
        public_id = self.kwargs["public_id"]
        hearing, latest = self._found(request, public_id)
        form = VersionForm({}, is_asked=_is_asked(hearing))
        form.errors.clear()
        form.add_error(None, sentence)
        return self._show(request, hearing, latest, form, status=413)


@needs(PERMISSION)
def make_final(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    latest = queries.versions(request.user, hearing)[0]
    if hearing.state in CLOSED:
        return redirect(hearing)
    form = FinalForm(request.POST or None, initial={"seen_number": latest.number})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.make_final(actor=request.user, hearing=hearing, **form.cleaned_data)
        except NewerVersion as newer:
            form.data = form.data.copy()
            form.data["seen_number"] = str(newer.version.number)
            latest, status = newer.version, 409
            form.add_error(
                None,
                _(
                    "Inzwischen gibt es Fassung %(n)s. Bitte ansehen und dann noch einmal "
                    "festhalten."
                )
                % {"n": newer.version.number},
            )
        except ValidationError as problem:
            form.add_error(None, problem)
            status = 422
        else:
            messages.success(
                request,
                _("Die endgültige Fassung ist festgehalten. Sie können jetzt Forderungen wählen."),
            )
            return redirect("hearings:version", hearing.public_id, version.number)
    missing = hearing.consulted.filter(handed_in_at__isnull=True).count()
    context = {
        "hearing": hearing,
        "latest": latest,
        "form": form,
        "missing": missing,
        "paragraphs": latest.paragraphs.all(),
    }
    return render(request, "hearings/final.html", context, status=status)


@require_POST
@needs(PERMISSION)
def audience(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    try:
        actions.change_audience(
            actor=request.user, hearing=hearing, visibility=request.POST.get("visibility", "")
        )
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Die Sichtbarkeit ist geändert."))
    return redirect(hearing)


def text_of(version: Version) -> str:
    """As it stands in the form: paragraphs parted by empty lines."""
    return joined([_single(text) for text in version.paragraphs.values_list("text", flat=True)])[0]


def _single(text: str) -> str:
    """An empty line within a paragraph of a file would part it in the form."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def _is_asked(hearing: Hearing) -> bool:
    return hearing.state == HearingState.CONSULTATION
