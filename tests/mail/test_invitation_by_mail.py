"""The whole way: invited by SMTP, answered from the calendar, moved, answered again."""

from __future__ import annotations

from datetime import date, time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar

from sprengel.accounts import rounds
from sprengel.meetings import actions
from sprengel.meetings.invitations import queries
from sprengel.meetings.models import Answer, Invitation
from tests.meetings.conftest import Users, World

from .conftest import Postbox


def calendar_in(mail: EmailMessage) -> Calendar:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True))


def answer(mail: EmailMessage, partstat: str) -> bytes:
    """What a calendar program makes of the invitation it got."""
    calendar = calendar_in(mail)
    calendar["method"] = "REPLY"
    event = calendar.walk("VEVENT")[0]
    event["attendee"].params["PARTSTAT"] = partstat
    reply = EmailMessage()
    reply["From"] = str(mail["To"])
    reply["To"] = str(mail["From"])
    reply.set_content(calendar.to_ical(), maintype="text", subtype="calendar")
    return reply.as_bytes()


def test_from_invitation_to_answer_and_back(
    world: World,
    users: Users,
    client_of: Any,
    mail_server: Any,
    postbox: Postbox,
    settings: Any,
    tmp_path: Path,
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(rounds, "close_old_connections", lambda: None)
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    settings.MAILDIR = tmp_path
    office = client_of("office")
    world.next.starts_at = time(10, 0)
    actions.change_meeting(actor=None, meeting=world.next)
    office.post(f"/sitzungen/{world.next.pk}/einladen/", {"who": world.city.pk, "send": "1"})
    assert rounds.run_due() == ()
    assert postbox.envelopes[0][1] == [users.member.email]

    (tmp_path / "new" / "1.x").write_bytes(answer(postbox.mails[0], "ACCEPTED"))
    rounds.run_due()
    row = Invitation.objects.get()
    assert row.answer == Answer.ACCEPTED

    world.next.refresh_from_db()
    world.next.starts_on = date(2026, 11, 9)
    actions.change_meeting(actor=None, meeting=world.next)
    office.post(f"/sitzungen/{world.next.pk}/einladen/stand/")
    rounds.run_due()
    first, second = (calendar_in(mail).walk("VEVENT")[0] for mail in postbox.mails)
    assert str(first["uid"]) == str(second["uid"])
    assert second["sequence"] == first["sequence"] + 1

    (tmp_path / "new" / "2.x").write_bytes(answer(postbox.mails[1], "DECLINED"))
    (tmp_path / "new" / "3.x").write_bytes(answer(postbox.mails[0], "TENTATIVE"))
    rounds.run_due()
    row.refresh_from_db()
    assert row.answer == Answer.DECLINED, "an answer to the old version came after it"
    (line,) = queries.board(users.office, world.next).lines
    assert not line.is_old_answer
