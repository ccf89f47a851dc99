"""The rule of what comes back, as a table: one row a situation, in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sprengel.meetings.because import (
    Because,
    Facts,
    Occasion,
    Reason,
    Report,
    because,
    due_words,
    is_news,
)

LAST = date(2026, 3, 16)
TODAY = date(2026, 10, 1)
MEETING = date(2026, 10, 19)
AFTER = date(2027, 4, 19)
OCCASION = Occasion(on=MEETING, next_on=AFTER, last_on=LAST, today=TODAY)

OLD = Facts(act="commitment", state="open", said_on=date(2025, 7, 10), kept_since=date(2025, 7, 20))
"""A promise of 15 months ago, no deadline, no check date, never answered."""


def told(happened_on: date, recorded_on: date | None = None) -> Report:
    return Report(happened_on, recorded_on or happened_on)


RECENTLY = (told(date(2026, 2, 20)),)
"""An answer shortly before the last meeting, told there."""

TABLE = [
    (
        "without deadline and check date it comes back by default, with its silence",
        OLD,
        ["keine Auskunft seit 14 Monaten"],
    ),
    (
        "an overdue deadline to the day",
        replace(OLD, due_on=date(2026, 6, 30), due_precision="day"),
        ["Frist war der 30. Juni 2026", "keine Auskunft seit 14 Monaten"],
    ),
    (
        "an overdue month",
        replace(OLD, said_on=date(2017, 5, 1), due_on=date(2018, 3, 31), due_precision="month"),
        ["fällig seit März 2018", "keine Auskunft seit 9 Jahren"],
    ),
    (
        "an overdue quarter",
        replace(OLD, due_on=date(2026, 6, 30), due_precision="quarter", reports=RECENTLY),
        ["fällig seit 2. Quartal 2026", "keine Auskunft seit 7 Monaten"],
    ),
    (
        "an overdue year",
        replace(OLD, due_on=date(2025, 12, 31), due_precision="year", reports=RECENTLY),
        ["fällig seit Ende 2025", "keine Auskunft seit 7 Monaten"],
    ),
    (
        "a deadline between today and the meeting",
        replace(OLD, due_on=date(2026, 10, 15), reports=(told(date(2026, 3, 1)),)),
        ["Frist ist der 15. Oktober 2026", "keine Auskunft seit 7 Monaten"],
    ),
    (
        "a deadline on the day of the meeting",
        replace(OLD, due_on=MEETING, due_precision="day"),
        ["Frist ist der 19. Oktober 2026", "keine Auskunft seit 14 Monaten"],
    ),
    (
        "a deadline today has not passed yet",
        replace(OLD, due_on=TODAY),
        ["Frist ist der 1. Oktober 2026", "keine Auskunft seit 14 Monaten"],
    ),
    (
        "the last meeting before the deadline",
        replace(OLD, due_on=date(2027, 3, 31), due_precision="month", reports=RECENTLY),
        ["letzte Sitzung vor Ablauf der Frist (März 2027)", "keine Auskunft seit 7 Monaten"],
    ),
    (
        "until the next meeting, said at the last one",
        replace(OLD, said_on=LAST, is_from_last_meeting=True, due_precision="meeting"),
        [
            "soll bis zu dieser Sitzung vorliegen",
            "zugesagt in der letzten Sitzung, seither nichts berichtet",
        ],
    ),
    (
        "until the next meeting, and that was the last one",
        replace(OLD, due_precision="meeting"),
        ["sollte schon zur letzten Sitzung vorliegen", "keine Auskunft seit 14 Monaten"],
    ),
    (
        "a check date up to the meeting",
        replace(OLD, next_check_on=date(2026, 5, 1), reports=(told(LAST),)),
        ["Wiedervorlage zum 1. Mai 2026", "keine Auskunft seit 6 Monaten"],
    ),
    (
        "a check date up to the last meeting is spent: the default holds again",
        replace(OLD, next_check_on=LAST),
        ["keine Auskunft seit 14 Monaten"],
    ),
    (
        "a check date after the meeting keeps it quiet",
        replace(OLD, next_check_on=date(2026, 12, 1)),
        [],
    ),
    (
        "a check date after the meeting also quiets what nobody knows",
        replace(OLD, state="unknown", next_check_on=date(2026, 12, 1)),
        [],
    ),
    (
        "but not a deadline",
        replace(OLD, next_check_on=date(2026, 12, 1), due_on=date(2026, 6, 30)),
        ["Frist war der 30. Juni 2026", "keine Auskunft seit 14 Monaten"],
    ),
    (
        "nor news",
        replace(OLD, next_check_on=date(2026, 12, 1), reports=(told(date(2026, 4, 3)),)),
        ["neue Auskunft vom 3. April 2026"],
    ),
    (
        "promised at the last meeting, nothing since",
        replace(OLD, said_on=LAST, is_from_last_meeting=True),
        ["zugesagt in der letzten Sitzung, seither nichts berichtet"],
    ),
    (
        "demanded at the last meeting, nothing since",
        replace(OLD, act="demand", said_on=LAST, is_from_last_meeting=True),
        ["gefordert in der letzten Sitzung, seither nichts berichtet"],
    ),
    (
        "decided at the last meeting, nothing since",
        replace(OLD, act="decision", said_on=LAST, is_from_last_meeting=True),
        ["beschlossen in der letzten Sitzung, seither nichts berichtet"],
    ),
    (
        "assigned at the last meeting, nothing since",
        replace(OLD, act="assignment", said_on=LAST, is_from_last_meeting=True),
        ["beauftragt in der letzten Sitzung, seither nichts berichtet"],
    ),
    (
        "promised at the last meeting, answered since",
        replace(OLD, said_on=LAST, is_from_last_meeting=True, reports=(told(date(2026, 4, 3)),)),
        ["neue Auskunft vom 3. April 2026"],
    ),
    (
        "nobody knows",
        replace(OLD, state="unknown"),
        ["keine Auskunft seit 14 Monaten"],
    ),
    (
        "nobody knows, and neither when it was said",
        replace(OLD, state="unknown", said_on=None),
        ["noch keine Auskunft"],
    ),
    (
        "new since the last meeting",
        replace(OLD, said_on=date(2026, 7, 1)),
        ["neu seit der letzten Sitzung"],
    ),
    (
        "a far deadline and an answer within a year: not nagged about",
        replace(OLD, due_on=date(2028, 12, 31), due_precision="year", reports=RECENTLY),
        [],
    ),
    (
        "a far deadline and an answer since the last meeting: told, not asked",
        replace(OLD, due_on=date(2028, 12, 31), reports=(told(date(2026, 9, 2)),)),
        ["neue Auskunft vom 2. September 2026"],
    ),
    (
        "a far deadline, but nobody has ever said how it stands",
        replace(OLD, due_on=date(2028, 12, 31)),
        ["keine Auskunft seit 14 Monaten"],
    ),
    (
        "a far deadline, and the last answer is older than a year",
        replace(OLD, due_on=date(2028, 12, 31), reports=(told(date(2025, 9, 1)),)),
        ["keine Auskunft seit 13 Monaten"],
    ),
    (
        "asked and reminded, and still no answer",
        replace(OLD, unanswered_since=date(2026, 9, 1)),
        ["keine Auskunft seit 14 Monaten, auch nicht auf die Rückfrage vom 1. September 2026"],
    ),
    (
        "asked without an answer, but told since by another way",
        replace(OLD, unanswered_since=date(2026, 9, 1), reports=(told(date(2026, 9, 10)),)),
        ["neue Auskunft vom 10. September 2026"],
    ),
    (
        "asked without an answer, but put off by somebody since",
        replace(OLD, unanswered_since=date(2026, 9, 1), next_check_on=date(2027, 6, 1)),
        [],
    ),
    (
        "two members want it, although it was put off",
        replace(OLD, wanted_by=("Auenstadt", "Lindach"), next_check_on=date(2027, 6, 1)),
        ["von Auenstadt und Lindach gewünscht", "keine Auskunft seit 14 Monaten"],
    ),
    (
        "wanted and overdue: the deadline comes first",
        replace(OLD, wanted_by=("Auenstadt",), due_on=date(2026, 6, 30), reports=RECENTLY),
        [
            "Frist war der 30. Juni 2026",
            "von Auenstadt gewünscht",
            "keine Auskunft seit 7 Monaten",
        ],
    ),
    ("wanted, but met meanwhile", replace(OLD, state="met", wanted_by=("Auenstadt",)), []),
    ("met", replace(OLD, state="met", due_on=date(2026, 6, 30)), []),
    ("refused", replace(OLD, state="refused", reports=(told(date(2026, 4, 3)),)), []),
    ("overtaken", replace(OLD, state="overtaken", next_check_on=date(2026, 5, 1)), []),
]


@pytest.mark.parametrize(
    ("facts", "sentences"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_comes_back_and_why(facts: Facts, sentences: list[str]) -> None:
    assert [why.sentence for why in because(facts, OCCASION)] == sentences


def test_the_most_urgent_reason_stands_first() -> None:
    facts = replace(
        OLD,
        state="unknown",
        due_on=date(2026, 6, 30),
        next_check_on=date(2026, 5, 1),
        reports=(told(date(2026, 4, 3)),),
    )
    assert [why.reason for why in because(facts, OCCASION)] == [
        Reason.OVERDUE,
        Reason.CHECK,
        Reason.UNKNOWN,
        Reason.NEWS,
    ]


def test_at_the_first_meeting_of_a_series_everything_open_comes_up() -> None:
    first = replace(OCCASION, last_on=None)
    assert [why.sentence for why in because(OLD, first)] == ["keine Auskunft seit 14 Monaten"]
    answered = replace(OLD, reports=(told(date(2026, 9, 1)),))
    assert because(answered, first) == (
        Because(Reason.SILENT, "letzte Auskunft vom 1. September 2026"),
    )


def test_history_of_a_matter_taken_in_later_is_no_news() -> None:
    backfilled = replace(OLD, kept_since=date(2026, 8, 1))
    assert not is_news(told(date(2025, 11, 1), date(2026, 8, 1)), backfilled, LAST)


def test_what_was_entered_late_into_a_matter_kept_then_is_news() -> None:
    assert is_news(told(date(2026, 3, 10), date(2026, 3, 20)), OLD, LAST)
    assert not is_news(told(date(2026, 3, 10), date(2026, 3, 12)), OLD, LAST)


def test_an_open_matter_without_check_date_or_deadline_never_gets_lost() -> None:
    """Whenever somebody last answered, it comes back."""
    for days in range(-400, 900, 7):
        told_on = LAST + timedelta(days=days)
        assert because(replace(OLD, reports=(told(told_on),)), OCCASION), told_on


@pytest.mark.parametrize(
    ("due_on", "precision", "words"),
    [
        (date(2026, 6, 30), "day", "30. Juni 2026"),
        (date(2026, 6, 30), "", "30. Juni 2026"),
        (date(2026, 6, 30), "month", "Juni 2026"),
        (date(2026, 5, 31), "season", "Mai 2026"),
        (date(2026, 12, 31), "quarter", "4. Quartal 2026"),
        (date(2026, 12, 31), "year", "Ende 2026"),
    ],
)
def test_a_deadline_is_said_as_exactly_as_it_was_given(
    due_on: date, precision: str, words: str
) -> None:
    assert due_words(due_on, precision) == words
