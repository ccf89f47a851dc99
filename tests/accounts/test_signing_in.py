"""Who gets in, and that nobody lets themselves in."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse

from sprengel.accounts.models import Role, User

pytestmark = pytest.mark.django_db
PASSWORD = "ein-langes-Kennwort-7"


@pytest.fixture
def officer() -> User:
    return User.objects.create_user(
        "weber@example.org", PASSWORD, name="Karla Weber", role=Role.OFFICE
    )


def test_signing_in_by_address_and_password(client, officer) -> None:
    answer = client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    assert answer.status_code == 302
    page = client.get(reverse("account")).content.decode()
    assert "Karla Weber" in page
    assert "Geschäftsstelle" in page


def test_a_wrong_password_is_answered_in_german(client, officer) -> None:
    answer = client.post(reverse("account_login"), {"login": officer.email, "password": "falsch"})
    assert answer.status_code == 200
    assert "Bitte prüfen Sie Ihre Angaben" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_in_adds_no_message_to_the_day(client, officer) -> None:
    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    assert 'class="messages"' not in client.get(reverse("account")).content.decode()


def test_an_account_that_was_closed_stays_out(client, officer) -> None:
    officer.is_active = False
    officer.save()
    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_can_make_an_account_for_themselves(client, method) -> None:
    data = {"email": "neu@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = getattr(client, method)(reverse("account_signup"), data)
    assert "vergibt die Geschäftsstelle" in answer.content.decode()
    assert not User.objects.filter(email="neu@example.org").exists()


def test_signing_out_takes_a_button(client, officer) -> None:
    client.force_login(officer)
    assert "Möchten Sie sich abmelden?" in client.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_the_account_page_asks_for_signing_in(client) -> None:
    answer = client.get(reverse("account"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_password_can_be_changed(client, officer) -> None:
    client.force_login(officer)
    new = "ein-anderes-Kennwort-9"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    officer.refresh_from_db()
    assert officer.check_password(new)


def test_a_forgotten_password_is_replaced_through_the_mailed_link(
    client, officer, mailoutbox
) -> None:
    client.post(reverse("account_reset_password"), {"email": officer.email})
    link = re.search(r"https?://[^/]+(/konto/password/reset/key/\S+)", mailoutbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    assert "Neues Passwort" in form.content.decode()
    new = "ein-anderes-Kennwort-9"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    officer.refresh_from_db()
    assert officer.check_password(new)


def test_an_unknown_address_is_not_betrayed(client, officer) -> None:
    known = client.post(reverse("account_reset_password"), {"email": officer.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "niemand@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]


# --- language -------------------------------------------------------------------------------------


def test_the_language_is_switched_and_kept(client) -> None:
    assert '<html lang="de">' in client.get(reverse("account_login")).content.decode()
    answer = client.post(
        reverse("set_language"), {"language": "en", "next": reverse("account_login")}
    )
    assert answer.status_code == 302
    assert answer["Location"] == reverse("account_login")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert '<html lang="en">' in client.get(reverse("account_login")).content.decode()


def test_the_language_switch_leads_nowhere_else(client) -> None:
    answer = client.post(
        reverse("set_language"), {"language": "en", "next": "https://example.com/"}
    )
    assert answer["Location"] == "/"


# --- the page of all components --------------------------------------------------------------------


def test_the_style_page_is_for_the_office(client, officer) -> None:
    assert client.get(reverse("style_page")).status_code == 404
    client.force_login(officer)
    assert client.get(reverse("style_page")).status_code == 200


def test_addresses_are_kept_by_the_office(client, officer) -> None:
    client.force_login(officer)
    assert client.get("/konto/email/")["Location"] == reverse("account")
