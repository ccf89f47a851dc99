"""The words of the mails: question and reminder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sprengel.ledger.models import ActChoice, Inquiry, Matter
from sprengel.ui.wording import long_date, quoted

LONGEST_QUOTE = 600


def subject(inquiry: Inquiry, *, is_reminder: bool) -> str:
    name = _about(inquiry.matter)
    line = _("Erinnerung: Was wurde aus %(what)s?") if is_reminder else _("Was wurde aus %(what)s?")
    return line % {"what": name}


def text(inquiry: Inquiry, *, address: str, association: str, is_reminder: bool) -> str:
    """``address``: where one answers without login."""
    parts = [
        _("Guten Tag,"),
        _opening(inquiry, is_reminder=is_reminder),
        "    " + quoted(_shortened(inquiry.matter.quote)),
        _last_known(inquiry.matter),
        _(
            "Bitte sagen Sie uns bis zum %(until)s in einem Satz, wie es steht. Eine Fundstelle "
            "oder eine Datei können Sie gleich mitschicken:"
        )
        % {"until": long_date(inquiry.answer_until)},
        address,
        _(
            "Der Link gilt nur für diese Frage. Sie brauchen kein Kennwort. Bitte geben Sie ihn "
            "nur an Personen weiter, die für Sie antworten."
        ),
        _("Mit freundlichen Grüßen") + "\n" + _("Geschäftsstelle") + _of(association),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the address at which it is answered."""

    inquiry: Inquiry
    address: str


def subject_together(count: int) -> str:
    return _("%(count)s Fragen: Was wurde daraus?") % {"count": count}


def text_together(asked: Sequence[Asked], *, association: str) -> str:
    """Several questions to one address, numbered, each with its own link."""
    parts = [
        _("Guten Tag,"),
        _(
            "vor der nächsten Sitzung möchten wir wissen, was hieraus geworden ist. Ein Satz je "
            "Frage genügt; jede hat ihren eigenen Link."
        ),
    ]
    for number, one in enumerate(asked, start=1):
        inquiry = one.inquiry
        parts += [
            f"{number}. {_opening(inquiry, is_reminder=False)}",
            "    " + quoted(_shortened(inquiry.matter.quote)),
            "    " + _last_known(inquiry.matter),
            "    "
            + _("Antwort bis %(until)s:") % {"until": long_date(inquiry.answer_until)}
            + f"\n    {one.address}",
        ]
    parts += [
        _(
            "Sie brauchen kein Kennwort. Bitte geben Sie die Links nur an Personen weiter, die für "
            "Sie antworten."
        ),
        _("Mit freundlichen Grüßen") + "\n" + _("Geschäftsstelle") + _of(association),
    ]
    return "\n\n".join(parts) + "\n"


def _about(matter: Matter) -> str:
    """ "Ihrer Zusage vom 12. März 2026" """
    names = {
        ActChoice.COMMITMENT: _("der Zusage"),
        ActChoice.DEMAND: _("der Forderung"),
        ActChoice.DECISION: _("dem Beschluss"),
        ActChoice.ASSIGNMENT: _("dem Auftrag"),
    }
    name = names[ActChoice(matter.act)]
    if matter.said_on is None:
        return name
    return _("%(what)s vom %(day)s") % {"what": name, "day": long_date(matter.said_on)}


def _opening(inquiry: Inquiry, *, is_reminder: bool) -> str:
    matter = inquiry.matter
    words = {"who": matter.actor_name or _("unbekannt"), "asked": long_date(inquiry.asked_on)}
    if is_reminder:
        return _("am %(asked)s haben wir Sie gefragt, was hieraus geworden ist (%(who)s):") % words
    if matter.said_on is None:
        return _("wir verfolgen, was hieraus geworden ist (%(who)s):") % words
    words["day"] = long_date(matter.said_on)
    said = {
        ActChoice.COMMITMENT: _("am %(day)s hat %(who)s zugesagt:"),
        ActChoice.DEMAND: _("am %(day)s hat %(who)s gefordert:"),
        ActChoice.DECISION: _("am %(day)s hat %(who)s beschlossen:"),
        ActChoice.ASSIGNMENT: _("am %(day)s hat %(who)s beauftragt:"),
    }
    return said[ActChoice(matter.act)] % words


def _last_known(matter: Matter) -> str:
    """Only the state in a word: the entries may be the office's alone."""
    return _("Bei uns vermerkter Sachstand: %(state)s.") % {"state": matter.get_state_display()}


def _of(association: str) -> str:
    return f"\n{association}" if association else ""


def _shortened(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"
