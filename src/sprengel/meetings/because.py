"""Why a matter comes back on the table at a meeting: the rule, and nothing but the rule.

Pure: what is known about a matter and about the meeting goes in, reasons come out; no database and
no clock. ``docs/explanation/wiedervorlage.md`` says the same to people.

The rule, in the order in which it is asked:

1. A matter that is met, refused or overtaken does not come back.
2. A deadline that has passed, or passes up to the meeting, always brings it back; so does a member
   that asks for it.
3. A check date since the last meeting and up to this one brings it back. A later one keeps it
   quiet, except for a deadline (2) and news (4): somebody has decided when to ask again. One up to
   the last meeting is spent: it was that meeting's.
4. News brings it back: an answer since the last meeting is told at the table, also where nobody is
   asked for anything. An entry that says "no answer yet" is no news.
5. So does: whoever is responsible was asked and has not answered; this is the last meeting before
   the deadline; it was said at the last meeting and nobody has reported since; nobody knows how it
   stands.
6. What has no check date comes back at the next meeting by default, unless its deadline lies
   beyond the meeting after this one *and* somebody reported within a year: that would be nagging.

Silence is named beside the other reasons once it has lasted half a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from django.utils.translation import gettext as _

from sprengel.ui.wording import listed, long_date, since_span

CLOSED = frozenset({"met", "refused", "overtaken"})
UNKNOWN = "unknown"

RECENT = timedelta(days=365)
"""A report younger than this, and a deadline still far off: nobody is asked again."""
LONG_SILENCE = timedelta(days=182)
"""Two meetings a year: silence over a whole interval is worth naming."""


class Reason(IntEnum):
    """In the order of urgency: proposals are sorted by their first reason."""

    OVERDUE = 1
    DUE = 2
    UNANSWERED = 3
    WANTED = 4
    CHECK = 5
    LAST_CHANCE = 6
    PROMISED = 7
    UNKNOWN = 8
    SILENT = 9
    NEW = 10
    NEWS = 11


@dataclass(frozen=True, slots=True)
class Because:
    reason: Reason
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody told how it stands."""

    happened_on: date
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one matter."""

    act: str
    state: str
    said_on: date | None = None
    due_on: date | None = None
    due_precision: str = ""
    next_check_on: date | None = None
    kept_since: date | None = None
    """The day it came into the ledger."""
    is_from_last_meeting: bool = False
    reports: tuple[Report, ...] = ()
    wanted_by: tuple[str, ...] = ()
    """Names of the members that asked to see it on the table."""
    unanswered_since: date | None = None
    """The day of the question nobody has answered although they were reminded."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting for which is asked."""

    on: date
    """Its last day: what falls due up to then is due at it."""
    next_on: date
    """When the meeting after it is, or should be."""
    last_on: date | None
    """The last day of the meeting before it; None for the first of a series."""
    today: date


def because(facts: Facts, occasion: Occasion) -> tuple[Because, ...]:
    """Why it comes back, most urgent first; empty when it does not."""
    if facts.state in CLOSED:
        return ()
    reasons = [*_by_deadline(facts, occasion), *_by_wish(facts), *_by_check(facts, occasion)]
    if not _is_put_off(facts, occasion):
        reasons += _by_what_is_missing(facts, occasion)
    reasons += _by_news(facts, occasion)
    if not reasons and not _is_put_off(facts, occasion) and not _would_nag(facts, occasion):
        reasons += _by_default(facts, occasion)
    reasons += _by_silence(facts, occasion, reasons)
    return tuple(sorted(reasons, key=lambda found: found.reason))


def is_news(report: Report, facts: Facts, last_on: date | None) -> bool:
    """Whether the circle has not heard this yet.

    What happened after the last meeting is news. What happened earlier is news if it was entered
    after it into a matter already kept then; the history of a matter taken in later is not.
    """
    if last_on is None or report.happened_on > last_on:
        return True
    was_kept = facts.kept_since is not None and facts.kept_since <= last_on
    return was_kept and report.recorded_on > last_on


def due_words(due_on: date, precision: str) -> str:
    """A deadline as exactly as it was given."""
    if precision == "quarter":
        return _("%(number)s. Quartal %(year)s") % {
            "number": (due_on.month + 2) // 3,
            "year": due_on.year,
        }
    if precision == "year":
        return _("Ende %(year)s") % {"year": due_on.year}
    if precision in {"month", "season"}:
        return long_date(due_on, "month")
    return long_date(due_on)


def _is_put_off(facts: Facts, occasion: Occasion) -> bool:
    return facts.next_check_on is not None and facts.next_check_on > occasion.on


def _would_nag(facts: Facts, occasion: Occasion) -> bool:
    last = _last_report_on(facts)
    is_far = facts.due_on is not None and facts.due_on > occasion.next_on
    return is_far and last is not None and occasion.on - last <= RECENT


def _by_deadline(facts: Facts, occasion: Occasion) -> Iterator[Because]:
    due_on, precision = facts.due_on, facts.due_precision
    if due_on is None:
        if precision == "meeting" and facts.said_on:
            yield _by_meeting_deadline(facts, occasion)
        return
    if due_on > occasion.on:
        return
    words = {"due": due_words(due_on, precision)}
    is_exact = precision not in {"month", "quarter", "season", "year"}
    if due_on < occasion.today:
        text = _("Frist war der %(due)s") if is_exact else _("fällig seit %(due)s")
        yield Because(Reason.OVERDUE, text % words)
    else:
        text = _("Frist ist der %(due)s") if is_exact else _("fällig: %(due)s")
        yield Because(Reason.DUE, text % words)


def _by_meeting_deadline(facts: Facts, occasion: Occasion) -> Because:
    assert facts.said_on is not None
    if occasion.last_on and facts.said_on < occasion.last_on and not facts.is_from_last_meeting:
        return Because(Reason.OVERDUE, _("sollte schon zur letzten Sitzung vorliegen"))
    return Because(Reason.DUE, _("soll bis zu dieser Sitzung vorliegen"))


def _by_wish(facts: Facts) -> Iterator[Because]:
    if facts.wanted_by:
        names = listed(list(facts.wanted_by))
        yield Because(Reason.WANTED, _("von %(names)s gewünscht") % {"names": names})


def _by_check(facts: Facts, occasion: Occasion) -> Iterator[Because]:
    day = facts.next_check_on
    if day and day <= occasion.on and (occasion.last_on is None or day > occasion.last_on):
        yield Because(Reason.CHECK, _("Wiedervorlage zum %(day)s") % {"day": long_date(day)})


def _by_what_is_missing(facts: Facts, occasion: Occasion) -> Iterator[Because]:
    if facts.due_on and occasion.on < facts.due_on <= occasion.next_on:
        words = {"due": due_words(facts.due_on, facts.due_precision)}
        yield Because(
            Reason.LAST_CHANCE, _("letzte Sitzung vor Ablauf der Frist (%(due)s)") % words
        )
    if facts.is_from_last_meeting and not facts.reports:
        yield Because(Reason.PROMISED, _promised(facts.act))
    if _is_unanswered(facts):
        yield Because(Reason.UNANSWERED, _unanswered(facts, occasion.today))
    elif facts.state == UNKNOWN:
        yield Because(Reason.UNKNOWN, _silence(facts, occasion.today))


def _promised(act: str) -> str:
    if act == "demand":
        return _("gefordert in der letzten Sitzung, seither nichts berichtet")
    if act == "decision":
        return _("beschlossen in der letzten Sitzung, seither nichts berichtet")
    if act == "assignment":
        return _("beauftragt in der letzten Sitzung, seither nichts berichtet")
    return _("zugesagt in der letzten Sitzung, seither nichts berichtet")


def _by_news(facts: Facts, occasion: Occasion) -> Iterator[Because]:
    news = [report for report in facts.reports if is_news(report, facts, occasion.last_on)]
    if news and occasion.last_on is not None:
        latest = max(report.happened_on for report in news)
        yield Because(Reason.NEWS, _("neue Auskunft vom %(day)s") % {"day": long_date(latest)})


def _by_default(facts: Facts, occasion: Occasion) -> Iterator[Because]:
    last = _last_report_on(facts)
    if occasion.last_on and facts.said_on and facts.said_on > occasion.last_on:
        yield Because(Reason.NEW, _("neu seit der letzten Sitzung"))
    elif last and occasion.today - last < LONG_SILENCE:
        yield Because(Reason.SILENT, _("letzte Auskunft vom %(day)s") % {"day": long_date(last)})
    else:
        yield Because(Reason.SILENT, _silence(facts, occasion.today))


def _by_silence(facts: Facts, occasion: Occasion, others: list[Because]) -> list[Because]:
    """Silence as a second reason: only beside another one, and only a long one."""
    silent_already = {
        Reason.UNANSWERED,
        Reason.UNKNOWN,
        Reason.SILENT,
        Reason.PROMISED,
        Reason.NEWS,
    }
    heard_on = _last_report_on(facts) or facts.said_on
    if not others or any(found.reason in silent_already for found in others):
        return []
    if heard_on is None or occasion.today - heard_on < LONG_SILENCE:
        return []
    return [Because(Reason.SILENT, _silence(facts, occasion.today))]


def _silence(facts: Facts, today: date) -> str:
    heard_on = _last_report_on(facts) or facts.said_on
    if heard_on is None or heard_on >= today:
        return _("noch keine Auskunft")
    return _("keine Auskunft %(since)s") % {"since": since_span(heard_on, today)}


def _is_unanswered(facts: Facts) -> bool:
    """A report since then answers the question, whichever way it came."""
    asked_on, last = facts.unanswered_since, _last_report_on(facts)
    return asked_on is not None and (last is None or last < asked_on)


def _unanswered(facts: Facts, today: date) -> str:
    assert facts.unanswered_since is not None
    return _("%(silence)s, auch nicht auf die Rückfrage vom %(day)s") % {
        "silence": _silence(facts, today),
        "day": long_date(facts.unanswered_since),
    }


def _last_report_on(facts: Facts) -> date | None:
    return max((report.happened_on for report in facts.reports), default=None)
