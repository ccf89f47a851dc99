"""How terms and what changed in them are said on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from sprengel.figures.models import Figure, UnitKind
from sprengel.figures.wording import NBSP, short_number, spell
from sprengel.programmes.changes import Change, Kind
from sprengel.programmes.models import ApplicantKind, FigureRole, Round, Subject
from sprengel.ui.wording import listed, long_date

MILLION = Decimal(1_000_000)

SYMBOLS = {
    Kind.NEW: "+",
    Kind.GONE: "−",
    Kind.RAISED: "▲",
    Kind.LOWERED: "▼",
    Kind.FROZEN: "=",
    Kind.COUNTED_OTHERWISE: "≠",
    Kind.NARROWED: "▼",
    Kind.WIDENED: "▲",
    Kind.OTHER_APPLICANTS: "↔",
    Kind.SETTLED: "!",
    Kind.PERMANENT: "∞",
    Kind.LIMITED: "▼",
}


def term_words(terms: Round) -> str:
    """ "2017 bis 2018", "1. Juli 2017 bis 30. Juni 2019", "ab 2025, dauerhaft"; "" if unknown."""
    first, last = terms.starts_on, terms.ends_on
    if first is None and last is None:
        return _("dauerhaft") if terms.is_permanent else ""
    if first is not None and last is not None:
        return _between(first, last)
    if first is None:
        assert last is not None
        return _("bis %(day)s; Beginn nicht bekannt") % {"day": _as_end(last)}
    start = {"day": _as_start(first)}
    if terms.is_permanent:
        return _("ab %(day)s, dauerhaft") % start
    return _("ab %(day)s; Ende nicht bekannt") % start


def _between(first: date, last: date) -> str:
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return _("%(start)s bis %(end)s") % {"start": long_date(first), "end": long_date(last)}
    if first.year == last.year:
        return str(first.year)
    return _("%(start)s bis %(end)s") % {"start": first.year, "end": last.year}


def _as_start(day: date) -> str:
    return str(day.year) if (day.month, day.day) == (1, 1) else long_date(day)


def _as_end(day: date) -> str:
    return str(day.year) if (day.month, day.day) == (12, 31) else long_date(day)


def since_words(terms: Round) -> str:
    """How a round is called after "seit": its first year, else its name."""
    return str(terms.starts_on.year) if terms.starts_on else terms.name


def applicant_words(kinds: Iterable[str]) -> str:
    """ "Städte, Gemeinden und Landkreise", in the order the choices have; "" for none."""
    given = set(kinds)
    return listed([str(label) for value, label in ApplicantKind.choices if value in given])


def number_text(figure: Figure) -> str:
    """As in a sentence: "58 Mio. Euro", "64.000 Euro", "ca. 50 Kommunen"."""
    kind = figure.definition.unit_kind
    if figure.value is None or kind != UnitKind.MONEY or abs(figure.value) < MILLION:
        return spell(figure)
    about = f"{_('ca.')}{NBSP}" if figure.is_approximate else ""
    return f"{about}{short_number(float(figure.value))}{NBSP}{figure.definition.unit}"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change as it stands on the page: symbol, word, sentence."""

    symbol: str
    word: str
    about: str
    sentence: str


def change_line(change: Change) -> ChangeLine:
    return ChangeLine(
        symbol=SYMBOLS[change.kind],
        word=_word(change.kind),
        about=_about(change),
        sentence=_sentence(change),
    )


def _word(kind: Kind) -> str:
    return {
        Kind.NEW: _("neu"),
        Kind.GONE: _("nicht mehr genannt"),
        Kind.RAISED: _("erhöht"),
        Kind.LOWERED: _("gesenkt"),
        Kind.FROZEN: _("unverändert"),
        Kind.COUNTED_OTHERWISE: _("anders gezählt"),
        Kind.NARROWED: _("eingeschränkt"),
        Kind.WIDENED: _("erweitert"),
        Kind.OTHER_APPLICANTS: _("geändert"),
        Kind.SETTLED: _("jetzt geregelt"),
        Kind.PERMANENT: _("dauerhaft"),
        Kind.LIMITED: _("befristet"),
    }[kind]


def _about(change: Change) -> str:
    if change.role and change.role != FigureRole.OTHER:
        return str(FigureRole(change.role).label)
    if change.role:
        return change.name
    if change.subject:
        return str(Subject(change.subject).label)
    if change.kind in (Kind.PERMANENT, Kind.LIMITED):
        return _("Laufzeit")
    return _("Antragsberechtigt")


def _sentence(change: Change) -> str:
    facts = {"before": change.before, "after": change.after, "since": change.since}
    match change.kind:
        case Kind.FROZEN:
            said = _("seit %(since)s unverändert %(after)s") % facts
            return said + _silent(change.silent)
        case Kind.RAISED | Kind.LOWERED:
            return _("%(before)s → %(after)s") % facts + _silent(change.silent)
        case Kind.COUNTED_OTHERWISE:
            return _("%(after)s; vorher %(before)s. Nicht vergleichbar.") % facts
        case Kind.NARROWED:
            return _("nicht mehr: %(gone)s") % {"gone": applicant_words(change.gone)}
        case Kind.WIDENED:
            return _("neu: %(new)s") % {"new": applicant_words(change.new)}
        case Kind.OTHER_APPLICANTS:
            return _("neu: %(new)s; nicht mehr: %(gone)s") % {
                "new": applicant_words(change.new),
                "gone": applicant_words(change.gone),
            }
        case Kind.PERMANENT:
            return _("Die Befristung ist aufgehoben.")
        case Kind.LIMITED:
            return _("Nicht mehr dauerhaft, sondern mit einem Ende.")
        case Kind.GONE:
            return change.before
        case _:
            return change.after


def _silent(rounds: tuple[str, ...]) -> str:
    if not rounds:
        return ""
    return " " + _("(für %(rounds)s in den Quellen nicht gefunden)") % {
        "rounds": listed(list(rounds))
    }
