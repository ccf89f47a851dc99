"""Error pages say what happened and what to do, and never fail themselves."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from sprengel.accounts import views
from sprengel.accounts.models import Role, User


@pytest.mark.django_db
def test_an_address_that_does_not_exist(client) -> None:
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Diese Seite gibt es nicht" in page
    assert "?next=/gibt-es-nicht/" in page


@pytest.mark.django_db
def test_what_one_may_not_do_names_the_role_one_has(rf: RequestFactory) -> None:
    request = rf.get("/dokumente/neu/")
    request.user = User.objects.create_user("a@example.org", name="Ada Muster", role=Role.MEMBER)
    answer = views.forbidden(request, PermissionDenied())
    assert answer.status_code == 403
    assert "Ada Muster (Mitgliedsstadt)" in answer.content.decode()


@pytest.mark.django_db
def test_who_is_not_signed_in_is_led_to_signing_in(rf: RequestFactory) -> None:
    request = rf.get("/dokumente/neu/")
    request.user = AnonymousUser()
    page = views.forbidden(request, PermissionDenied()).content.decode()
    assert "/konto/login/?next=/dokumente/neu/" in page


@pytest.mark.django_db
def test_a_form_from_a_page_left_open_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/konto/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Diese Seite war zu lange offen" in answer.content.decode()


@pytest.mark.django_db
def test_a_request_nobody_understands(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    assert views.bad_request(request, SuspiciousOperation()).status_code == 400


def test_a_fault_of_ours_is_shown_without_asking_the_database(rf: RequestFactory) -> None:
    # No django_db mark: any query would fail this test.
    answer = views.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Hier ist etwas schiefgegangen" in answer.content.decode()
