"""The office's page of letters; nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sprengel.config.env import smtp
from sprengel.mail import actions, queries
from sprengel.mail.models import Letter, LetterState

from .conftest import free_port


def test_it_shows_waiting_failed_and_sent(letter, client_of: Any, outbox) -> None:
    letter("probe/1", subject="Erste")
    actions.deliver_due()
    letter("probe/2", subject="Zweite")
    letter("probe/3", subject="Dritte")
    Letter.objects.filter(key="probe/3").update(
        state=LetterState.FAILED, problem="Die Adresse wurde abgewiesen (550 nein)."
    )
    page = client_of("office").get("/post/").text
    for words in ("Erste", "Zweite", "Dritte", "Eine Mail wartet.", "550 nein", "Noch einmal"):
        assert words in page


def test_try_again(letter, client_of: Any, outbox) -> None:
    one = letter()
    Letter.objects.update(state=LetterState.FAILED, attempts=3)
    client_of("office").post(f"/post/{one.pk}/nochmal/")
    assert actions.deliver_due().sent == 1
    client_of("office").post(f"/post/{one.pk}/nochmal/")
    assert Letter.objects.get().state == LetterState.SENT, "what has gone is not sent again"


def test_trying_again_asks_the_server_at_once(
    letter, client_of: Any, settings: Any, outbox
) -> None:
    settings.SMTP = smtp(f"smtp://127.0.0.1:{free_port()}")
    one = letter()
    actions.deliver_due()
    settings.SMTP = None
    assert actions.deliver_due().sent == 0
    client_of("office").post(f"/post/{one.pk}/nochmal/")
    assert actions.deliver_due().sent == 1


def test_since_when_the_server_is_silent(letter, client_of: Any, settings: Any, users: Any) -> None:
    assert queries.trouble(users.office) is None
    settings.SMTP = smtp(f"smtp://127.0.0.1:{free_port()}")
    letter()
    actions.deliver_due()
    trouble = queries.trouble(users.office)
    assert trouble is not None
    assert trouble.down_since is not None
    assert trouble.waiting == 1
    assert "Mailserver nicht erreichbar seit" in client_of("office").get("/post/").text


def test_a_worker_that_does_not_run_is_noticed(letter, users: Any) -> None:
    letter()
    assert queries.trouble(users.office) is None
    Letter.objects.update(next_try_at=timezone.now() - timedelta(minutes=20))
    trouble = queries.trouble(users.office)
    assert trouble is not None
    assert trouble.is_worker_missing
    assert queries.trouble_of_all() == trouble


@pytest.mark.parametrize("role", ["public", "guest", "member"])
def test_nobody_else_sees_or_changes_a_letter(
    letter, client_of: Any, users: Any, role: str
) -> None:
    one = letter(subject="Geheim")
    Letter.objects.update(state=LetterState.FAILED)
    client = client_of(role)
    for address in ("/post/", f"/post/{one.pk}/"):
        page = client.get(address)
        assert page.status_code in (302, 403)
        assert "Geheim" not in page.text
    for address in ("/post/alle/", f"/post/{one.pk}/nochmal/"):
        assert client.post(address).status_code in (302, 403)
    assert Letter.objects.get().state == LetterState.FAILED
    user = getattr(users, role)
    assert not queries.letters(user)
    assert not queries.waiting(user)
    assert not queries.failed(user)
    assert not queries.done(user)
    assert queries.trouble(user) is None


def test_the_secret_link_is_not_shown(letter, client_of: Any) -> None:
    one = letter(text="Bitte antworten:\nhttps://sprengel.example/a/einladung/abc.def-_x/\nGruß\n")
    page = client_of("office").get(f"/post/{one.pk}/").text
    assert "abc.def" not in page
    assert "/a/einladung/…" in page


def test_queries_do_not_grow(letter, client_of: Any, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        client = client_of("office")
        client.get("/post/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/post/")
        return len(captured)

    letter("a/0")
    before = count()
    for number in range(1, 60):
        letter(f"a/{number}")
    assert count() == before
