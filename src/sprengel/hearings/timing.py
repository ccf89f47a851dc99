"""How long the association and the cities have, and what the law says of it. Pure.

The law names no number of days in the sources this rests on (DOMAIN: Art. 71 (4) LV "in good
time"; § 2 KonnexAG "adequate"). So a short time is a remark of the program, never a legal finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHORT_DAYS = 21
REMIND_DAYS = 3
"""So many days before their day the cities that have not answered are reminded, once."""


@dataclass(frozen=True, slots=True)
class Remark:
    """``kind`` as in the alert component."""

    kind: str
    title: str
    text: str = ""


def law_in_words(*, costs_changed: bool) -> str:
    """What the two provisions say, as far as the sources go."""
    constitution = _(
        "Nach Art. 71 Abs. 4 der Landesverfassung sind die Kommunen oder ihre Verbände rechtzeitig "
        "zu hören, bevor ein Gesetz oder eine Verordnung Fragen regelt, die sie berühren. "
    )
    costs = (
        _(
            "Ändert sich der Entwurf nach der Anhörung und damit die Kosten, ist nach § 2 "
            "Konnexitätsausführungsgesetz erneut mit angemessener Frist anzuhören. "
        )
        if costs_changed
        else _(
            "§ 2 Konnexitätsausführungsgesetz verlangt, die Verbände früh zu beteiligen; ändern "
            "sich Entwurf und Kosten nach der Anhörung, ist erneut mit angemessener Frist "
            "anzuhören. "
        )
    )
    number = _(
        "Eine Zahl von Tagen wurde dazu in den Quellen nicht gefunden. Drei Wochen sind die Marke "
        "dieses Programms, keine Rechtsfolge."
    )
    return constitution + costs + number


def remarks(
    *,
    received_on: date | None,
    deadline_on: date | None,
    comments_until: date | None,
    costs_changed: bool,
    is_open: bool,
    day: date,
) -> list[Remark]:
    found = []
    short = days_given(received_on, deadline_on)
    if short is not None and short < SHORT_DAYS:
        title = ngettext(
            "Zwischen Eingang und Frist liegt nur %(n)s Tag.",
            "Zwischen Eingang und Frist liegen nur %(n)s Tage.",
            short,
        )
        if short == 0:
            title = _("Eingang und Frist sind derselbe Tag.")
        found.append(
            Remark("warning", title % {"n": short}, law_in_words(costs_changed=costs_changed))
        )
    if is_open and deadline_on is not None and comments_until is not None:
        left = (deadline_on - comments_until).days
        if left == 0:
            found.append(
                Remark(
                    "info",
                    _("Die Städte haben bis zum Tag der Frist Zeit."),
                    _("Für das Auswerten und die endgültige Fassung bleibt dann kein Tag."),
                )
            )
    if is_open and deadline_on is not None and deadline_on < day:
        found.append(
            Remark(
                "warning",
                _("Die Frist des Ministeriums ist abgelaufen."),
                _(
                    "Wurde sie verlängert, tragen Sie bitte den neuen Tag ein; sonst halten Sie "
                    "bitte die endgültige Fassung fest."
                ),
            )
        )
    return found


def days_given(received_on: date | None, deadline_on: date | None) -> int | None:
    if received_on is None or deadline_on is None:
        return None
    return (deadline_on - received_on).days
