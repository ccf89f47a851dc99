"""The words of the mails about a date."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from sprengel.meetings.models import DatePoll, PollOption
from sprengel.ui.wording import long_date


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


def of_poll(poll: DatePoll, *, link: str, is_reminder: bool) -> Words:
    """``link``: where one answers without login."""
    circle = poll.series.organization
    names = {"title": poll.title, "circle": circle.name, "day": long_date(poll.closes_on)}
    subject = (
        _("Erinnerung: Termin für „%(title)s“") if is_reminder else _("Termin für „%(title)s“")
    )
    opening = _("für „%(title)s“ (%(circle)s) suchen wir einen Termin.")
    again = _(
        "für „%(title)s“ (%(circle)s) suchen wir einen Termin. Von Ihnen haben wir noch keine "
        "Antwort."
    )
    parts = [
        _("Guten Tag,"),
        (again if is_reminder else opening) % names,
        _("Zur Wahl stehen:") + "\n" + "\n".join(f"  – {said(one)}" for one in poll.options.all()),
        poll.note,
        _("Bitte sagen Sie uns bis zum %(day)s, was Ihnen passt:") % names + "\n" + link,
        _(
            "Der Link gilt nur für Sie und braucht kein Kennwort. Antworten Sie mehrmals, gilt "
            "die spätere Antwort."
        ),
        _("Mit freundlichen Grüßen") + "\n" + _("Geschäftsstelle") + "\n" + circle.body.name,
    ]
    return Words(subject % names, "\n\n".join(part for part in parts if part) + "\n")


def said(option: PollOption) -> str:
    """ "Montag, 15. März 2027, 10:00 bis 13:00 Uhr, Lindach" """
    day = formats.date_format(option.starts_on, "l")
    parts = [f"{day}, {long_date(option.starts_on)}", hours(option), option.place]
    return ", ".join(part for part in parts if part)


def hours(option: PollOption) -> str:
    if not option.starts_at:
        return ""
    words = {"start": option.starts_at.strftime("%H:%M")}
    if not option.ends_at:
        return _("%(start)s Uhr") % words
    words["end"] = option.ends_at.strftime("%H:%M")
    return _("%(start)s bis %(end)s Uhr") % words
