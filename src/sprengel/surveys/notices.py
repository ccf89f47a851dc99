"""Lines on the first page: what waits to be answered, what runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.clock import today
from sprengel.accounts.models import User
from sprengel.meetings.notices import Notice
from sprengel.surveys.answering.queries import to_answer
from sprengel.surveys.asking.queries import running
from sprengel.surveys.rules import is_late, takes_answers
from sprengel.ui.wording import until_due

NEAR = timedelta(days=3)


def for_member(user: User) -> Iterator[Notice]:
    day = today()
    rows = [row for row in to_answer(user) if takes_answers(row.survey, day)]
    if not rows:
        return
    first = rows[0].survey
    text = ngettext(
        "Eine Umfrage zu beantworten: „%(title)s“ (%(when)s).",
        "%(count)s Umfragen zu beantworten, zuerst „%(title)s“ (%(when)s).",
        len(rows),
    )
    words = {"count": len(rows), "title": first.title, "when": until_due(first.closes_on, day)}
    url = (
        reverse("surveys:answer", args=[first.public_id])
        if len(rows) == 1
        else reverse("surveys:list")
    )
    kind = "warning" if first.closes_on <= day + NEAR else "info"
    yield Notice(text % words, url, _("Antworten"), kind)


def for_office(user: User) -> Iterator[Notice]:
    day = today()
    for survey in running(user).filter(closes_on__lte=day + NEAR):
        words = {
            "title": survey.title,
            "answered": survey.answered_count,
            "asked": survey.asked_count,
            "when": until_due(survey.closes_on, day),
        }
        if is_late(survey, day):
            text = _(
                "Die Frist der Umfrage „%(title)s“ ist vorbei; geantwortet haben %(answered)s von "
                "%(asked)s. Verlängern oder beenden?"
            )
            yield Notice(text % words, survey.get_absolute_url(), _("Ansehen"), "warning")
        else:
            text = _(
                "Umfrage „%(title)s“ endet %(when)s; geantwortet haben %(answered)s von %(asked)s."
            )
            yield Notice(text % words, survey.get_absolute_url(), _("Ansehen"))
