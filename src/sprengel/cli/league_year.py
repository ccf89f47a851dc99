"""The meeting year of a sample league: ``year.toml`` through the actions of the screens.

Invitations with answers, topics of members, a poll, minutes written in the browser, questions
about matters and a press release that waits for its second person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sprengel.accounts.clock import today
from sprengel.accounts.models import User
from sprengel.archive.models import Document
from sprengel.bodies.models import Actor, Body, BodyKind
from sprengel.cli.league_files import Folder, LeagueError
from sprengel.cli.league_who import Actors
from sprengel.ledger.inquiries import actions as inquiries
from sprengel.ledger.models import Inquiry, InquiryState, Matter
from sprengel.meetings.agenda.standing import put_standing, save_standing
from sprengel.meetings.agenda.topics import hand_in
from sprengel.meetings.invitations.answers import Given, answer
from sprengel.meetings.invitations.candidates import candidates
from sprengel.meetings.invitations.sending import invite
from sprengel.meetings.minutes import actions as minutes
from sprengel.meetings.minutes.fixing import Wanted, fix
from sprengel.meetings.minutes.writing import Typed, save
from sprengel.meetings.models import (
    AnswerWay,
    Invitation,
    Meeting,
    MeetingState,
    MinutesSection,
    ParticipantRole,
    Series,
    StandingItem,
)
from sprengel.meetings.planning.actions import change_meeting, change_series
from sprengel.meetings.planning.poll_actions import OfferedDay, answer_poll, start_poll
from sprengel.publishing.press import actions as press


class Year:
    """What a league does beside reading documents, on its way into the database."""

    def __init__(
        self,
        office: User,
        folder: Folder,
        actors: Actors,
        meetings: Mapping[str, Meeting],
        series: Mapping[str, Series],
        matters: Mapping[str, Matter],
        read: Callable[[Document], None],
    ) -> None:
        self.office = office
        self.folder = folder
        self.actors = actors
        self.meetings = meetings
        self.series = series
        self.matters = matters
        self.read = read

    def load(self) -> None:
        """Nothing, where the league has no year."""
        if not (self.folder.path / "year.toml").exists():
            return
        table = self.folder.table("year")
        series = self._settle_series(table["series"])
        self._give_addresses(table["addresses"])
        self._stand(series, table["standing"])
        self._invite(table["invitation"], table["answer"])
        for topic in table["topic"]:
            self._hand_in(topic)
        self._ask_for_a_date(series, table["poll"], table["poll_answer"])
        self._write_minutes(table["minutes"], table["section"])
        for entry in table["inquiry"]:
            self._ask(entry)
        self._draft_press_release(table["press"])

    def _settle_series(self, facts: dict[str, Any]) -> Series:
        series = self.series[facts.pop("key")]
        for name, value in facts.items():
            setattr(series, name, value)
        series = change_series(actor=self.office, series=series)
        for meeting in self.meetings.values():
            if meeting.series_id == series.pk and meeting.state == MeetingState.PLANNED:
                # Planned before the series had its lead times.
                meeting.topics_until = meeting.starts_on - timedelta(days=series.topics_days)
                change_meeting(actor=self.office, meeting=meeting)
        return series

    def _give_addresses(self, patterns: Mapping[str, str]) -> None:
        """Only where none is known, and only to this league's own."""
        kinds = {
            BodyKind.CITY: "city",
            BodyKind.MINISTRY: "ministry",
            BodyKind.STATE: "state",
            BodyKind.ASSOCIATION: "association",
        }
        for body in Body.objects.filter(source__startswith="Probedaten", email=""):
            pattern = patterns.get(kinds.get(BodyKind(body.kind), ""), "")
            if pattern:
                body.email = pattern.format(slug=body.slug)
                body.save(update_fields=["email"])
        for actor in Actor.objects.filter(source__startswith="Probedaten", email=""):
            if actor.actor_kind == "organization":
                actor.email = f"gremien@{actor.slug[:40].strip('-')}.example"
                actor.save(update_fields=["email"])

    def _stand(self, series: Series, entries: list[dict[str, Any]]) -> None:
        for position, entry in enumerate(entries, start=1):
            owner = entry.pop("owner", "")
            save_standing(
                actor=self.office,
                item=StandingItem(
                    series=series,
                    position=position,
                    owner=self.actors.named(owner) if owner else None,
                    visibility="members",
                    **entry,
                ),
            )

    def _invite(self, entry: Mapping[str, str], answers: list[dict[str, Any]]) -> None:
        meeting = self.meetings[entry["meeting"]]
        put_standing(actor=self.office, meeting=meeting)
        invite(
            actor=self.office,
            meeting=meeting,
            whom=[
                one
                for one in candidates(self.office, meeting)
                if one.is_suggested or one.role == ParticipantRole.GUEST
            ],
            note=entry["note"],
        )
        for one in answers:
            of = self.actors.named(one.pop("of"))
            invitation = Invitation.objects.filter(meeting=meeting, actor=of.pk).first()
            if invitation is None:
                raise LeagueError(f"year: {of} is not invited")
            answer(actor=None, invitation=invitation, given=Given(**one), way=AnswerWay.LINK)

    def _hand_in(self, entry: dict[str, Any]) -> None:
        body = self.actors.body(entry.pop("body"))
        assert body is not None
        hand_in(
            actor=self.office,
            meeting=self.meetings[entry.pop("meeting")],
            body=body,
            **entry,
        )

    def _ask_for_a_date(
        self, series: Series, entry: dict[str, Any], answers: list[dict[str, Any]]
    ) -> None:
        day = today()
        poll = start_poll(
            actor=self.office,
            series=series,
            title=entry["title"],
            note=entry["note"],
            closes_on=day + timedelta(days=entry["closes_in_days"]),
            options=[
                OfferedDay(day + timedelta(days=ahead), series.usual_starts_at)
                for ahead in entry["options"]
            ],
        )
        options = list(poll.options.all())
        for one in answers:
            words = {option.pk: w for option, w in zip(options, one["words"], strict=True)}
            answer_poll(
                actor=None,
                poll=poll,
                of=self.actors.named(one["of"]),
                words=words,
                answered_by=one["of"],
            )

    def _write_minutes(self, entry: Mapping[str, str], sections: list[dict[str, Any]]) -> None:
        meeting = self.meetings[entry["meeting"]]
        written = minutes.begin(actor=self.office, meeting=meeting)
        for section in sections:
            row = MinutesSection.objects.get(minutes=written, heading=section["heading"])
            text = section["text"].strip()
            save(actor=self.office, minutes=written, typed=[Typed(row.pk, text, 0)])
            for record in section.get("record", ()):
                self._note(row, record)
        fixed = fix(actor=self.office, minutes=written, wanted=Wanted(reason=entry["reason"]))
        for version in fixed.versions:
            self.read(version.document)

    def _draft_press_release(self, entry: Mapping[str, str]) -> None:
        """Handed in for release: a second person of the office has to look at it."""
        release = press.draft(actor=self.office, meeting=self.meetings[entry["meeting"]])
        release = press.edit(
            actor=self.office,
            release=release,
            version=release.version,
            title=entry["title"],
            subtitle="",
            sentences=[
                press.Edited(row.pk, row.text, row.paragraph, row.position)
                for row in release.sentences.all()
            ],
        )
        press.hand_in(actor=self.office, release=release, version=release.version)

    def _note(self, section: MinutesSection, record: dict[str, Any]) -> None:
        responsible = record.pop("responsible", "")
        due_on = self.folder.calendar.day(record.pop("due_on", None))
        minutes.note(
            actor=self.office,
            section=section,
            facts=minutes.RecordFacts(
                **record,
                responsible=self.actors.named(responsible) if responsible else None,
                due_on=due_on,
            ),
        )

    def _ask(self, entry: dict[str, Any]) -> None:
        """Asked some time ago: the days are set afterwards, asking itself knows only today."""
        inquiry = inquiries.ask(actor=self.office, matter=self.matters[entry["matter"]])
        asked_on = today() - timedelta(days=entry["days_ago"])
        values: dict[str, Any] = {
            "asked_on": asked_on,
            "answer_until": asked_on + timedelta(days=10),
        }
        if entry.get("is_silent"):
            values |= {
                "state": InquiryState.SILENT,
                "reminded_on": asked_on + timedelta(days=11),
            }
        Inquiry.objects.filter(pk=inquiry.pk).update(**values)
        if "answer" in entry:
            inquiries.answer(inquiry=inquiry, answer=inquiries.Answer(**entry["answer"]))
