"""Letters go out once, whatever the mail server and the worker do meanwhile."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sprengel.config.env import smtp
from sprengel.mail import actions, delivery, transport
from sprengel.mail.models import Letter, LetterState, Route

from .conftest import Postbox, free_port


def later(**ago: int) -> None:
    """As if so much time had passed for all that waits."""
    gone = timedelta(**ago)
    for each in Letter.objects.all():
        Letter.objects.filter(pk=each.pk).update(
            next_try_at=each.next_try_at - gone,
            created_at=each.created_at - gone,
            claimed_at=each.claimed_at - gone if each.claimed_at else None,
        )
    for route in Route.objects.exclude(next_try_at=None):
        Route.objects.filter(pk=route.pk).update(next_try_at=route.next_try_at - gone)


def test_a_letter_arrives_as_written(letter, mail_server, postbox: Postbox) -> None:
    letter(
        to_name="Öykü Müller-Lüdenscheidt, Dr.",
        subject="Einladung: Herbstsitzung in Moorbeck – Straße & Öffentlichkeit",
        text="Guten Tag,\n\nÄÖÜ äöü ß „so“.\n",
        attachments=[actions.AttachedFile("Straßenplan.txt", "text/plain", "größer".encode())],
    )
    assert actions.deliver_due() == actions.Delivered(sent=1)
    mail = postbox.mails[0]
    assert postbox.envelopes == [("sitzungen@musterland.example", ["ob@auenstadt.example"])]
    assert mail["To"].addresses[0].display_name == "Öykü Müller-Lüdenscheidt, Dr."
    assert mail["From"].addresses[0].display_name == "Städtebund Musterland"
    assert mail["Subject"] == "Einladung: Herbstsitzung in Moorbeck – Straße & Öffentlichkeit"
    assert mail["Message-ID"] == Letter.objects.get().message_id
    assert mail.get_body().get_content().strip().endswith("ÄÖÜ äöü ß „so“.")
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "Straßenplan.txt"
    assert attached.get_payload(decode=True).decode() == "größer"


def test_the_calendar_is_an_alternative_with_its_method(letter, mail_server, postbox) -> None:
    letter(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")
    actions.deliver_due()
    types = [part.get_content_type() for part in postbox.mails[0].walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    calendar = list(postbox.mails[0].walk())[3]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_the_same_key_is_one_letter(letter, mail_server, postbox) -> None:
    assert letter().pk == letter(subject="Noch einmal").pk
    actions.deliver_due()
    assert letter().state == LetterState.SENT
    assert actions.deliver_due() == actions.Delivered()
    assert len(postbox.mails) == 1


def test_nothing_goes_out_of_a_transaction_that_failed(letter, mail_server, postbox) -> None:
    def fail() -> None:
        with transaction.atomic():
            letter()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert actions.deliver_due() == actions.Delivered()


@pytest.mark.parametrize(
    "subject",
    ["Einladung\r\nBcc: alle@example.org", "Einladung\nX-A: b", "Einladung\x0bBcc: a@b.example"],
)
def test_a_line_break_makes_no_header(letter, mail_server, postbox, subject: str) -> None:
    letter(subject=subject, to_name="Amt\r\nBcc: alle@example.org")
    actions.deliver_due()
    mail = postbox.mails[0]
    assert mail["Bcc"] is None
    assert mail["X-A"] is None
    assert mail["Subject"].startswith("Einladung ")
    assert postbox.envelopes[0][1] == ["ob@auenstadt.example"]


@pytest.mark.parametrize(
    "address", ["", "auenstadt", "a@b", "a b@c.example", "a@b.example\nBcc: c@d.example", "a@b@c.d"]
)
def test_a_wrong_address_is_said_at_once(letter, address: str) -> None:
    with pytest.raises(ValidationError, match="keine gültige E-Mail-Adresse"):
        letter(to_email=address)
    assert not Letter.objects.exists()


def test_a_domain_with_umlauts_is_written_for_servers(letter, mail_server, postbox) -> None:
    letter(to_email="rathaus@öhrdorf.example")
    actions.deliver_due()
    assert postbox.envelopes[0][1] == ["rathaus@xn--hrdorf-vxa.example"]


def test_a_server_down_for_a_day_loses_and_doubles_nothing(
    letter, settings, postbox: Postbox
) -> None:
    port = free_port()
    settings.SMTP = smtp(f"smtp://127.0.0.1:{port}")
    for number in range(3):
        letter(f"probe/{number}", to_email=f"a{number}@auenstadt.example")
    for _minute in range(24):
        assert actions.deliver_due() == actions.Delivered()
        later(hours=1)
    route = Route.objects.get()
    assert route.down_since is not None
    assert route.problem == (
        "Der Mailserver 127.0.0.1 ist nicht erreichbar (die Verbindung wird dort nicht angenommen)."
    )
    waiting = Letter.objects.filter(state=LetterState.QUEUED, attempts=0)
    assert waiting.count() == 3

    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert actions.deliver_due().sent == 3
        assert actions.deliver_due().sent == 0
    finally:
        controller.stop()
    assert len({mail["Message-ID"] for mail in postbox.mails}) == 3
    assert Route.objects.get().down_since is None


def test_a_server_that_is_down_is_not_asked_at_every_turn(letter, settings) -> None:
    settings.SMTP = smtp(f"smtp://127.0.0.1:{free_port()}")
    letter()
    for _number in range(3):
        actions.deliver_due()
    assert Route.objects.get().failures == 1


def test_a_refused_address_fails_with_its_reason(letter, mail_server, postbox) -> None:
    postbox.at_recipient = lambda address: (
        "550 5.1.1 User unknown" if address.startswith("weg") else "250 OK"
    )
    gone = letter("probe/1", to_email="weg@auenstadt.example")
    letter("probe/2")
    assert actions.deliver_due() == actions.Delivered(sent=1, failed=1)
    gone.refresh_from_db()
    assert gone.state == LetterState.FAILED
    assert gone.problem == "Die Adresse wurde abgewiesen (550 5.1.1 User unknown)."
    assert actions.deliver_due() == actions.Delivered()
    postbox.at_recipient = lambda address: "250 OK"
    assert actions.retry(pk=gone.pk)
    assert actions.deliver_due().sent == 1


def test_later_means_later(letter, mail_server, postbox) -> None:
    postbox.at_recipient = lambda address: "451 4.7.1 Greylisted"
    letter()
    assert actions.deliver_due() == actions.Delivered(retried=1)
    assert actions.deliver_due() == actions.Delivered()
    later(minutes=6)
    postbox.at_recipient = lambda address: "250 OK"
    assert actions.deliver_due() == actions.Delivered(sent=1)
    assert Letter.objects.get().attempts == 2
    assert Letter.objects.get().problem == ""


def test_later_for_days_means_no(letter, mail_server, postbox) -> None:
    postbox.at_recipient = lambda address: "451 4.7.1 Greylisted"
    letter()
    later(days=5)
    assert actions.deliver_due() == actions.Delivered(failed=1)


def test_refused_content_is_the_letters_own_fault(letter, mail_server, postbox) -> None:
    postbox.at_data = "554 5.6.0 Content rejected"
    letter()
    assert actions.deliver_due() == actions.Delivered(failed=1)
    assert Route.objects.filter(down_since__isnull=False).count() == 0


def test_a_refused_sender_stops_everything_and_fails_nothing(letter, mail_server, postbox) -> None:
    postbox.at_sender = "550 5.7.1 Sender not allowed"
    letter("probe/1")
    letter("probe/2")
    assert actions.deliver_due() == actions.Delivered()
    assert set(Letter.objects.values_list("state", "attempts")) == {(LetterState.QUEUED, 0)}
    assert "nimmt den Absender nicht an" in Route.objects.get().problem


def test_killed_between_sending_and_marking(letter, mail_server, postbox, monkeypatch) -> None:
    """The one gap there is: sent twice, under the same Message-ID, and never lost."""

    class Killed(BaseException):
        pass

    def die(*_args: object, **_values: object) -> None:
        raise Killed

    first = letter()
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_mark", die)
        with pytest.raises(Killed):
            actions.deliver_due()
    assert Letter.objects.get().state == LetterState.SENDING
    assert actions.deliver_due() == actions.Delivered()
    later(minutes=11)
    assert actions.deliver_due().sent == 1
    assert [mail["Message-ID"] for mail in postbox.mails] == [first.message_id] * 2


def test_a_claim_given_to_another_is_not_marked_by_the_first(letter, mail_server) -> None:
    letter()
    first = delivery._claim_next()
    assert delivery._claim_next() is None
    later(minutes=11)
    delivery._release_stale(timezone.now())
    second = delivery._claim_next()
    assert first is not None
    assert second is not None
    delivery._mark(first, state=LetterState.FAILED)
    assert Letter.objects.get().state == LetterState.SENDING
    delivery._mark(second, state=LetterState.SENT)
    assert Letter.objects.get().state == LetterState.SENT


def test_taken_back_before_it_went(letter, mail_server, postbox) -> None:
    letter("einladung/1/0")
    letter("einladung/12/0")
    assert actions.cancel(key_prefix="einladung/1/") == 1
    assert actions.deliver_due().sent == 1
    assert actions.cancel(key_prefix="einladung/12/") == 0


def test_not_before_its_time(letter, mail_server, postbox) -> None:
    letter(not_before=timezone.now() + timedelta(hours=1))
    assert actions.deliver_due() == actions.Delivered()
    later(hours=2)
    assert actions.deliver_due().sent == 1


def test_without_a_server_mails_are_files(letter, outbox) -> None:
    one = letter(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")
    assert actions.deliver_due().sent == 1
    (path,) = outbox.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Message-ID"] == one.message_id
    assert b"\r\n" in path.read_bytes()


@pytest.mark.parametrize("answers", [False, True])
def test_a_server_that_says_nothing_or_hangs_up_is_said_in_german(
    letter, settings, monkeypatch, answers: bool
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        if answers:
            threading.Thread(target=lambda: server.accept()[0].close(), daemon=True).start()
        settings.SMTP = smtp(f"smtp://127.0.0.1:{server.getsockname()[1]}")
        letter()
        actions.deliver_due()
    words = "der Server hat aufgelegt" if answers else "keine Antwort innerhalb der Wartezeit"
    assert words in Route.objects.get().problem


def test_a_server_name_nobody_knows_is_said_in_german(letter, settings) -> None:
    settings.SMTP = smtp("smtp://mail.musterland.invalid:25")
    letter()
    actions.deliver_due()
    assert "zu diesem Servernamen findet sich keine Adresse" in Route.objects.get().problem


def test_an_outbox_that_cannot_be_made_is_said_in_german(letter, settings, tmp_path) -> None:
    settings.SMTP = None
    (tmp_path / "post").write_text("eine Datei")
    settings.OUTBOX_DIR = tmp_path / "post"
    letter()
    actions.deliver_due()
    assert "(kein Ordner)" in Route.objects.get().problem
