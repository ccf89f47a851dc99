"""Where a city comments: behind its secret link, or logged in. GET shows, only POST writes."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sprengel.accounts.clock import today
from sprengel.accounts.models import User
from sprengel.hearings import queries, rules
from sprengel.hearings.board import Board, board
from sprengel.hearings.commenting import actions, asking
from sprengel.hearings.commenting.actions import Closed, DraftConflict, DraftsChanged
from sprengel.hearings.commenting.forms import CommentForm, HandInForm
from sprengel.hearings.commenting.page import Sent, comment_page, drafts_of
from sprengel.hearings.models import Consulted, Paragraph, Version
from sprengel.hearings.sight import Sight, sight_by_link, sight_of
from sprengel.ledger.views.access import needs
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose

NAME_KEPT = "hearing_name"
"""In the session: whoever answers without login types their name once."""


class _LinkOver(Exception):
    pass


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        return _comment(request, _sight_of_link(token), hand_in_url=f"{request.path}absenden/")
    except _LinkOver:
        return _link_over(request)


@never_cache
def hand_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    back = request.path.removesuffix("absenden/")
    try:
        return _hand_in(request, _sight_of_link(token), back=back)
    except _LinkOver:
        return _link_over(request)


@login_required
def logged_in(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    sight = _own_sight(request, public_id)
    return _comment(request, sight, hand_in_url=f"{request.path}absenden/")


@login_required
def hand_in_logged_in(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    sight = _own_sight(request, public_id)
    return _hand_in(request, sight, back=request.path.removesuffix("absenden/"))


@require_POST
@needs("hearings.change_hearing")
def ask_cities(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    try:
        asked = asking.ask_cities(actor=request.user, hearing=hearing)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(hearing)
    told = ngettext("Eine Stadt ist gefragt.", "%(n)s Städte sind gefragt.", asked.cities)
    messages.success(request, told % {"n": asked.cities})
    if asked.without_address:
        messages.warning(
            request,
            _("Ohne E-Mail-Adresse, nur mit Anmeldung erreichbar: %(names)s.")
            % {"names": ", ".join(asked.without_address)},
        )
    return redirect(hearing)


@require_POST
@needs("hearings.change_hearing")
def ask_again(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    hearing = queries.hearing(request.user, public_id)
    consulted = hearing.consulted.select_related("hearing", "city").filter(pk=pk).first()
    if consulted is None:
        raise Http404
    try:
        email = asking.ask_again(actor=request.user, consulted=consulted)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(
            request,
            _("Ein neuer Link geht an %(email)s; der alte gilt nicht mehr.") % {"email": email},
        )
    return redirect(f"{hearing.get_absolute_url()}#staedte")


# ── The two pages ─────────────────────────────────────────────────────────────────────────────


def _comment(request: HttpRequest, sight: Sight, *, hand_in_url: str) -> HttpResponse:
    if not rules.takes_comments(sight.hearing):
        return _again(request) if request.method == "POST" else _closed(request, sight)
    version = _latest(sight)
    sent = None
    if request.method == "POST":
        answer = _save(request, sight)
        if isinstance(answer, HttpResponse):
            return answer
        sent = answer
    page = comment_page(version, sight, _name(request), sent)
    context = {
        "hearing": sight.hearing,
        "consulted": sight.own,
        "page": page,
        "sight": sight,
        "hand_in_url": hand_in_url,
        "is_late": rules.is_late(sight.hearing, today()),
    }
    status = 409 if sent and sent.is_conflict else 422 if sent else 200
    return render(request, "hearings/comment.html", context, status=status)


def _save(request: HttpRequest, sight: Sight) -> HttpResponse | Sent:
    """Kept: a redirect (or, for the page that saves by itself, the words for it). Else Sent."""
    assert sight.own is not None
    form = CommentForm(request.POST)
    is_valid = form.is_valid()
    paragraph = _paragraph(sight, form.cleaned_data.get("paragraph"))
    line = paragraph.line if paragraph else None
    if not is_valid:
        typed = actions.Given(
            stance=form.cleaned_data.get("stance") or "",
            text=str(request.POST.get("text", ""))[:20_000],
            wording=str(request.POST.get("wording", ""))[:40_000],
            by_name=str(request.POST.get("by_name", ""))[:200],
        )
        sent = Sent(line, typed, form.cleaned_data.get("seen_count") or 0, form.problem())
        return _said_by_itself(request, paragraph, sent) or sent
    given = form.given()
    if given.by_name:
        request.session[NAME_KEPT] = given.by_name
    seen_count = form.cleaned_data["seen_count"] or 0
    try:
        draft = actions.keep_draft(
            actor=_user(request),
            consulted=sight.own,
            paragraph=paragraph,
            given=given,
            seen_count=seen_count,
        )
    except Closed:
        return _again(request)
    except DraftConflict as conflict:
        sent = Sent(line, given, seen_count, theirs=conflict.theirs, is_conflict=True)
        return _said_by_itself(request, paragraph, sent) or sent
    if request.headers.get("HX-Request"):
        context = {
            "number": paragraph.position if paragraph else 0,
            "draft": draft,
            "draft_count": sight.own.drafts.count(),
        }
        return render(request, "hearings/comment_saved.html", context)
    place = paragraph.position if paragraph else 0
    return redirect(f"{request.path}#absatz-{place}")


def _again(request: HttpRequest) -> HttpResponse:
    """The page as it is now: the final version came while somebody was typing."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect(request.path)


def _said_by_itself(
    request: HttpRequest, paragraph: Paragraph | None, sent: Sent
) -> HttpResponse | None:
    """While one goes on typing only the place beside the paragraph changes."""
    if not request.headers.get("HX-Request"):
        return None
    context = {"number": paragraph.position if paragraph else 0, "sent": sent}
    return render(request, "hearings/comment_not_saved.html", context)


def _hand_in(request: HttpRequest, sight: Sight, *, back: str) -> HttpResponse:
    if not rules.takes_comments(sight.hearing):
        return redirect(back)
    assert sight.own is not None
    drafts = drafts_of(sight.own)
    form = HandInForm(
        request.POST or None,
        initial={"by_name": _name(request), "seen": actions.digest(drafts)},
    )
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _handed_in(request, sight.own, form, back)
        except Closed:
            return redirect(back)
        except DraftsChanged:
            drafts = drafts_of(sight.own)
            form.data = form.data.copy()
            form.data["seen"] = actions.digest(drafts)
            form.add_error(
                None,
                _(
                    "Aus Ihrem Haus hat inzwischen jemand etwas geändert. Hier steht der neue "
                    "Stand; bitte ansehen und noch einmal absenden."
                ),
            )
            status = 409
        except ValidationError as problem:
            form.add_error(None, problem)
            status = 422
    context = {
        "hearing": sight.hearing,
        "consulted": sight.own,
        "drafts": [(actions.place_of(one.paragraph), one, _missing(one)) for one in drafts],
        "form": form,
        "back": back,
        "is_late": rules.is_late(sight.hearing, today()),
    }
    return render(request, "hearings/hand_in.html", context, status=status)


def _handed_in(
    request: HttpRequest, consulted: Consulted, form: HandInForm, back: str
) -> HttpResponse:
    count = actions.hand_in(
        actor=_user(request),
        consulted=consulted,
        by_name=form.cleaned_data["by_name"],
        seen=form.cleaned_data["seen"],
        has_nothing_to_say=form.cleaned_data["nothing"],
    )
    request.session[NAME_KEPT] = form.cleaned_data["by_name"]
    if count:
        told = ngettext(
            "Danke, Ihre Anmerkung ist angekommen.",
            "Danke, Ihre %(n)s Anmerkungen sind angekommen.",
            count,
        )
        until = _("Bis zur endgültigen Fassung können Sie sie ändern.")
        told = f"{told % {'n': count}} {until}"
    else:
        told = _("Danke, Ihre Rückmeldung ist angekommen.")
    messages.success(request, told)
    return redirect(back)


def _missing(draft) -> str:  # type: ignore[no-untyped-def]
    if draft.is_taken_back:
        return ""
    return actions.missing(draft.stance, draft.text, draft.wording)


def _closed(request: HttpRequest, sight: Sight) -> HttpResponse:
    """What became of the city's comments stays readable behind its link."""
    version = _latest(sight)
    seen: Board = board(version, sight)
    context = {"hearing": sight.hearing, "consulted": sight.own, "board": seen, "version": version}
    return render(request, "hearings/closed.html", context)


# ── Who it is ─────────────────────────────────────────────────────────────────────────────────


def _sight_of_link(token: str) -> Sight:
    link = links.opened(token, LinkPurpose.HEARING)
    consulted = queries.by_link(link.object_id) if link else None
    if consulted is None:
        raise _LinkOver
    return sight_by_link(consulted)


def _link_over(request: HttpRequest) -> HttpResponse:
    return render(request, "hearings/link_over.html", status=404)


def _own_sight(request: HttpRequest, public_id: uuid.UUID) -> Sight:
    """Of the city the user works for; 404 where it was not asked, or works for none."""
    hearing = queries.hearing(request.user, public_id)
    consulted = queries.own(request.user, hearing)
    if consulted is None:
        raise Http404
    sight = sight_of(request.user, hearing)
    own = hearing.consulted.select_related("city").get(pk=consulted.pk)
    return Sight(
        hearing, sees_others=sight.sees_all or sight.sees_others, own=own, levels=sight.levels
    )


def _latest(sight: Sight) -> Version:
    return sight.versions().select_related("document").latest("number")


def _paragraph(sight: Sight, pk: int | None) -> Paragraph | None:
    """One of a version the city may see; none for the whole. Another hearing's is not found."""
    if not pk:
        return None
    found = Paragraph.objects.filter(pk=pk, version__in=sight.versions()).first()
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _name(request: HttpRequest) -> str:
    kept = request.session.get(NAME_KEPT, "")
    return kept or (str(request.user) if request.user.is_authenticated else "")
