"""The office enters and corrects who is who."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sprengel.bodies import actions, queries
from sprengel.bodies.forms import (
    ActorForm,
    BodyForm,
    DatedForm,
    MembershipForm,
    OrganizationForm,
    PersonForm,
    PostForm,
)
from sprengel.bodies.models import Actor
from sprengel.bodies.problems import BodiesProblem

View = Callable[..., HttpResponse]


def for_the_office(view: View) -> View:
    """Whoever is not logged in is asked to; whoever may not is told so."""
    allowed = permission_required("bodies.change", raise_exception=True)(view)
    return login_required(allowed)


# Bodies, organizations, people


@for_the_office
def add_body(request: HttpRequest) -> HttpResponse:
    form = BodyForm(request.POST or None, user=request.user)
    return _add(request, form, actions.add_body, _("Körperschaft eintragen"))


@for_the_office
def add_organization(request: HttpRequest) -> HttpResponse:
    form = OrganizationForm(
        request.POST or None, user=request.user, initial={"body": request.GET.get("zu", "")}
    )
    return _add(request, form, actions.add_organization, _("Gremium eintragen"))


@for_the_office
def add_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, user=request.user)
    return _add(request, form, actions.add_person, _("Person eintragen"))


@for_the_office
def change_body(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.bodies(request.user), slug=slug)
    return _change(request, found, BodyForm)


@for_the_office
def change_organization(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.organizations(request.user), slug=slug)
    return _change(request, found, OrganizationForm)


@for_the_office
def change_person(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.people(request.user), slug=slug)
    return _change(request, found, PersonForm)


@for_the_office
@require_POST
def load_register(request: HttpRequest) -> HttpResponse:
    loaded = actions.load_register(actor=request.user)
    if loaded.is_only_positions:
        messages.success(
            request,
            _("Städte, die jetzt eine Lage für die Karte haben: %(count)s.")
            % {"count": loaded.positions},
        )
    elif loaded.is_anything_new:
        messages.success(
            request,
            _("Das Verzeichnis ist geladen: %(count)s Einträge.") % {"count": loaded.actors},
        )
    else:
        messages.info(request, _("Das Verzeichnis war schon vollständig."))
    return redirect("bodies:list")


def _add(
    request: HttpRequest, form: ActorForm, action: Callable[..., Actor], heading: str
) -> HttpResponse:
    # One transaction for looking whether the name is there and entering it: a double click
    # enters nobody twice.
    with transaction.atomic():
        if request.method == "POST" and form.is_valid():
            added = action(actor=request.user, aliases=form.other_names(), **vars(form.facts()))
            messages.success(request, _("%(name)s ist eingetragen.") % {"name": added.name})
            return redirect(added)
    return _form(request, form, heading, reverse("bodies:list"))


def _change(request: HttpRequest, found: Actor, form_class: type[ActorForm]) -> HttpResponse:
    heading = _("%(name)s bearbeiten") % {"name": found.name}
    form = form_class(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_actor(
            actor=request.user, of=found, facts=form.facts(), aliases=form.other_names()
        )
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect(found)
    return _form(request, form, heading, found.get_absolute_url())


# Offices and memberships


@for_the_office
def add_post(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(queries.people(request.user), slug=slug)
    form = PostForm(request.POST or None, user=request.user)
    return _save_dated(
        request,
        form,
        lambda facts: actions.add_post(actor=request.user, person=person, **facts),
        _("Amt eintragen: %(name)s") % {"name": person.with_title},
        person,
    )


@for_the_office
def change_post(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(queries.posts(request.user), pk=pk)
    form = PostForm(request.POST or None, instance=post, user=request.user)
    return _save_dated(
        request,
        form,
        lambda facts: actions.change_post(actor=request.user, post=post, **facts),
        _("Amt bearbeiten: %(name)s") % {"name": post.person.with_title},
        post.person,
    )


@for_the_office
def add_membership(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(queries.organizations(request.user), slug=slug)
    form = MembershipForm(request.POST or None, user=request.user)
    return _save_dated(
        request,
        form,
        lambda facts: actions.add_membership(
            actor=request.user, organization=organization, **facts
        ),
        _("Mitglied eintragen: %(name)s") % {"name": organization.name},
        organization,
    )


@for_the_office
def change_membership(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(queries.memberships(request.user), pk=pk)
    form = MembershipForm(request.POST or None, instance=membership, user=request.user)
    return _save_dated(
        request,
        form,
        lambda facts: actions.change_membership(actor=request.user, membership=membership, **facts),
        _("Mitgliedschaft bearbeiten: %(name)s") % {"name": str(membership)},
        membership.organization,
    )


def _save_dated(
    request: HttpRequest,
    form: DatedForm,
    save: Callable[[dict[str, object]], object],
    heading: str,
    back_to: Actor,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(form.facts())
        except BodiesProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect(back_to)
    return _form(request, form, heading, back_to.get_absolute_url())


def _form(
    request: HttpRequest, form: ActorForm | DatedForm, heading: str, back: str
) -> HttpResponse:
    return render(request, "bodies/form.html", {"form": form, "heading": heading, "back": back})
