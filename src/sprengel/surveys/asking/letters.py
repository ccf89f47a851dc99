"""The words of the mails: question, reminder, more time, taken back."""

from __future__ import annotations

from enum import Enum

from django.utils.translation import gettext as _

from sprengel.surveys.answering.letters import closing
from sprengel.surveys.models import Asked, AskedState
from sprengel.ui.wording import long_date


class Kind(Enum):
    QUESTION = "question"
    REMINDER = "reminder"
    MORE_TIME = "more_time"
    WITHDRAWAL = "withdrawal"


def subject(asked: Asked, kind: Kind) -> str:
    line = {
        Kind.QUESTION: _("Umfrage: %(title)s (bis %(until)s)"),
        Kind.REMINDER: _("Erinnerung an die Umfrage: %(title)s (bis %(until)s)"),
        Kind.MORE_TIME: _("Mehr Zeit für die Umfrage: %(title)s (jetzt bis %(until)s)"),
        Kind.WITHDRAWAL: _("Umfrage zurückgenommen: %(title)s"),
    }[kind]
    return line % _words(asked)


def text(asked: Asked, kind: Kind, *, address: str = "", note: str = "") -> str:
    """``address``: where one answers without login; ``note``: what the office adds."""
    survey = asked.survey
    parts = [
        _salutation(asked),
        _opening(asked, kind),
        survey.purpose.strip() if kind is Kind.QUESTION else "",
        note.strip(),
        *(_how_to_answer(asked, kind, address) if address else ()),
        closing(asked),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _words(asked: Asked) -> dict[str, str]:
    survey = asked.survey
    return {
        "title": survey.title,
        "asking": survey.asked_by.name,
        "city": asked.body.name,
        "until": long_date(survey.closes_on),
        "before": long_date(survey.first_closes_on) if survey.first_closes_on else "",
    }


def _salutation(asked: Asked) -> str:
    if asked.person is None:
        return _("Guten Tag,")
    return _("Guten Tag %(name)s,") % {"name": asked.person.with_title}


def _opening(asked: Asked, kind: Kind) -> str:
    line = {
        Kind.QUESTION: _(
            "%(asking)s fragt seine Mitglieder: „%(title)s“. Bitte antworten Sie für %(city)s "
            "bis zum %(until)s."
        ),
        Kind.REMINDER: _(
            "zur Umfrage „%(title)s“ haben wir von %(city)s noch keine Antwort. Sie läuft bis zum "
            "%(until)s."
        ),
        Kind.MORE_TIME: _(
            "für die Umfrage „%(title)s“ gibt es mehr Zeit: Geantwortet werden kann jetzt bis zum "
            "%(until)s."
        ),
        Kind.WITHDRAWAL: _(
            "die Umfrage „%(title)s“ richtet sich nicht mehr an Sie. Der Link, den Sie bekommen "
            "haben, gilt nicht mehr. Sie müssen nichts tun."
        ),
    }[kind]
    return line % _words(asked)


def _how_to_answer(asked: Asked, kind: Kind, address: str) -> tuple[str, ...]:
    if asked.state == AskedState.SUBMITTED:
        if asked.survey.is_anonymous:
            return (_("Ihre Stadt hat schon geantwortet. Sie müssen nichts tun."),)
        return (
            _("Ihre Antwort liegt uns vor. Sie müssen nichts tun; ändern können Sie sie hier:")
            + "\n"
            + address,
        )
    parts = [
        _("Hier antworten Sie:") + "\n" + address,
        _(
            "Der Link gilt nur für Ihre Stadt; ein Kennwort brauchen Sie nicht. Was Sie eintragen, "
            "wird zwischengespeichert. Auf der Seite können Sie auch andere in Ihrem Haus um "
            "Mitarbeit bitten; jede Stadt gibt eine Antwort."
        ),
    ]
    if asked.survey.is_anonymous and kind is Kind.QUESTION:
        parts.append(
            _(
                "Die Umfrage ist anonym: Gespeichert wird, dass Ihre Stadt geantwortet hat, aber "
                "nicht, was. Nach dem Absenden kann die Antwort deshalb nicht mehr geändert werden."
            )
        )
    return tuple(parts)
