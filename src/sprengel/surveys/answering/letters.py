"""The words of the mails around an answer: receipt with a copy, asking a helper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sprengel.surveys.answering.shown import shown_answers
from sprengel.surveys.models import Asked, Helper, Sheet
from sprengel.ui.wording import listed, long_date, sentence


def receipt_subject(asked: Asked) -> str:
    return _("Ihre Antworten: %(title)s") % {"title": asked.survey.title}


def receipt(asked: Asked, sheet: Sheet) -> str:
    words = {
        "title": asked.survey.title,
        "who": asked.submitted_by_name,
        "city": asked.body.name,
        "day": long_date(sheet.changed_on or sheet.submitted_on) if sheet.submitted_on else "",
        "until": long_date(asked.survey.closes_on),
    }
    lines = [
        f"{number}. {line.question.text}\n    {line.answer}"
        for number, line in enumerate(shown_answers(sheet), start=1)
    ]
    parts = [
        _("Guten Tag,"),
        _(
            "für %(city)s hat %(who)s am %(day)s auf die Umfrage „%(title)s“ geantwortet. Hier "
            "steht, was angekommen ist:"
        )
        % words,
        *lines,
        _("Ändern können Sie die Antworten unter demselben Link bis zum %(until)s.") % words,
        closing(asked),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def helper_subject(asked: Asked) -> str:
    return _("Bitte um Mitarbeit: %(title)s") % {"title": asked.survey.title}


def for_helper(helper: Helper, *, address: str) -> str:
    asked = helper.asked
    words = {
        "title": asked.survey.title,
        "who": helper.added_by,
        "city": asked.body.name,
        "asking": asked.survey.asked_by.name,
        "until": long_date(asked.survey.closes_on),
        "sections": listed([f"„{one}“" for one in helper.sections]),
    }
    parts = [
        _("Guten Tag %(name)s,") % {"name": helper.name},
        _(
            "%(who)s bittet Sie, an der Antwort von %(city)s auf die Umfrage „%(title)s“ "
            "(%(asking)s) mitzuarbeiten."
        )
        % words,
        _("Es geht um: %(sections)s.") % words if helper.sections else "",
        _("Bitte tragen Sie bis zum %(until)s ein, was Sie wissen:") % words + "\n" + address,
        _(
            "Der Link gilt nur für Sie; ein Kennwort brauchen Sie nicht. Was Sie eintragen, wird "
            "gespeichert; absenden wird die Antworten die Stelle, die Sie gebeten hat."
        ),
        closing(asked),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def closing(asked: Asked) -> str:
    contact = asked.survey.contact
    return "\n\n".join(
        part
        for part in (
            sentence(_("Rückfragen: %(contact)s") % {"contact": contact}) if contact else "",
            _("Mit freundlichen Grüßen") + "\n" + asked.survey.asked_by.name,
        )
        if part
    )
