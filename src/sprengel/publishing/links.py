"""The ways from a meeting's page to what is published about it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.accounts.models import Viewer
from sprengel.accounts.rules import is_member, is_office
from sprengel.bodies.queries import body_of
from sprengel.meetings.dates import last_day
from sprengel.meetings.models import Meeting, MeetingState
from sprengel.meetings.sections import MeetingLink
from sprengel.publishing.models import ReleaseState
from sprengel.publishing.press import actions, queries


def meeting_links(user: Viewer, meeting: Meeting) -> list[MeetingLink]:
    if meeting.state == MeetingState.CANCELLED:
        return []
    is_over = meeting.state == MeetingState.HELD or last_day(meeting) < today()
    links = _briefing(user, meeting)
    if not is_over:
        return links
    became = reverse("publishing:became", args=[meeting.pk])
    return [*links, MeetingLink(_("Was daraus wurde"), became, "thread"), *_press(user, meeting)]


def _briefing(user: Viewer, meeting: Meeting) -> list[MeetingLink]:
    address = reverse("publishing:briefings", args=[meeting.pk])
    if user and is_office(user):
        return [MeetingLink(_("Unterlagen für alle"), address, "document")]
    if user and is_member(user) and body_of(user):
        return [MeetingLink(_("Ihre Unterlage"), address, "document")]
    return []


def _press(user: Viewer, meeting: Meeting) -> list[MeetingLink]:
    found = list(queries.of_meeting(user, meeting).exclude(state=ReleaseState.WITHDRAWN))
    links = [
        MeetingLink(
            _("Pressemitteilung")
            if one.state == ReleaseState.RELEASED
            else _("Pressemitteilung (%(state)s)") % {"state": one.get_state_display()},
            one.get_absolute_url(),
            "download" if one.state == ReleaseState.RELEASED else "edit",
        )
        for one in found
    ]
    is_being_written = any(one.state in actions.OPEN for one in found)
    if not is_being_written and user and user.has_perm("publishing.write_release"):
        address = reverse("publishing:begin_release", args=[meeting.pk])
        links.append(MeetingLink(_("Pressemitteilung schreiben"), address, "edit"))
    return links
