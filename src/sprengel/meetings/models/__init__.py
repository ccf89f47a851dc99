"""Meetings in series, what is on their agenda, who comes, what was said and decided."""

from __future__ import annotations

from sprengel.meetings.models.agenda import (
    AgendaItem,
    AgendaPaper,
    AgendaState,
    HandedInTopic,
    TopicState,
)
from sprengel.meetings.models.hosting import HostWithdrawal
from sprengel.meetings.models.invitations import (
    Answer,
    AnswerWay,
    CalendarReply,
    Invitation,
    ReplyState,
)
from sprengel.meetings.models.meeting import (
    DatePrecision,
    Meeting,
    MeetingDocument,
    MeetingDocumentRole,
    MeetingPartQuerySet,
    MeetingState,
    ParticipantRole,
    Participation,
    Presence,
)
from sprengel.meetings.models.minutes import (
    Minutes,
    MinutesRecord,
    MinutesScope,
    MinutesSection,
    MinutesState,
    MinutesVersion,
    RecordKind,
    SectionDraft,
    SectionRevision,
)
from sprengel.meetings.models.polls import (
    DatePoll,
    PollAnswer,
    PollOption,
    PollState,
    PollWord,
)
from sprengel.meetings.models.series import (
    AgendaPart,
    Rhythm,
    Series,
    StandingItem,
)

__all__ = [
    "AgendaItem",
    "AgendaPaper",
    "AgendaPart",
    "AgendaState",
    "Answer",
    "AnswerWay",
    "CalendarReply",
    "DatePoll",
    "DatePrecision",
    "HandedInTopic",
    "HostWithdrawal",
    "Invitation",
    "Meeting",
    "MeetingDocument",
    "MeetingDocumentRole",
    "MeetingPartQuerySet",
    "MeetingState",
    "Minutes",
    "MinutesRecord",
    "MinutesScope",
    "MinutesSection",
    "MinutesState",
    "MinutesVersion",
    "ParticipantRole",
    "Participation",
    "PollAnswer",
    "PollOption",
    "PollState",
    "PollWord",
    "Presence",
    "RecordKind",
    "ReplyState",
    "Rhythm",
    "SectionDraft",
    "SectionRevision",
    "Series",
    "StandingItem",
    "TopicState",
]
