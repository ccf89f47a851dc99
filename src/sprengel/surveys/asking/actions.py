"""Opening, reminding, more time, the end; another mayor, another address. Each happens once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sprengel.accounts import actions as accounts
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.bodies.models import Person
from sprengel.bodies.queries import address_of
from sprengel.mail import actions as mail
from sprengel.mail import links
from sprengel.mail.models import LinkPurpose
from sprengel.surveys.answering.helpers import end as end_helper
from sprengel.surveys.asking import letters
from sprengel.surveys.asking.audience import Addressee, addressees
from sprengel.surveys.asking.letters import Kind
from sprengel.surveys.building.actions import locked_draft
from sprengel.surveys.building.checks import problems
from sprengel.surveys.building.queries import questions
from sprengel.surveys.models import Asked, AskedState, Survey, SurveyState
from sprengel.surveys.problems import SurveyProblem
from sprengel.ui.wording import long_date

SILENT = (AskedState.ASKED, AskedState.OPENED)
"""Who is reminded: who has sent an answer or said that none will come is left in peace."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one step sent, and whom it could not reach."""

    sent: int
    without_address: tuple[str, ...] = ()


@transaction.atomic
def open_survey(*, actor: User, survey: Survey) -> Told:
    """From now on it is asked: one letter for each city, all of them or none."""
    survey = locked_draft(survey)
    open_points = problems(survey, questions(survey))
    if open_points:
        raise SurveyProblem(" ".join(point.text for point in open_points[:3]))
    whom = addressees(actor, survey, today())
    if not whom:
        raise SurveyProblem(_("An diesem Tag gehört niemand zu den Gefragten. Bitte prüfen."))
    survey.state, survey.opens_on = SurveyState.OPEN, today()
    survey.opened_at = timezone.now()
    survey.version += 1
    survey.save()
    rows = Asked.objects.bulk_create(_row(survey, one) for one in whom)
    told = _send_all(rows, Kind.QUESTION)
    sentence = ngettext(
        "Umfrage „%(title)s“ eröffnet, gefragt ist eine Stadt.",
        "Umfrage „%(title)s“ eröffnet, gefragt sind %(count)s Städte.",
        len(rows),
    )
    _log(actor, survey, sentence, visibility=survey.visibility, count=len(rows))
    return told


@transaction.atomic
def extend(*, actor: User, survey: Survey, closes_on: date, note: str = "") -> Told:
    """More time, told to everybody who was asked, also to those who have answered."""
    survey = _locked_open(survey)
    if closes_on <= survey.closes_on or closes_on < today():
        raise SurveyProblem(
            _("Der neue letzte Tag muss nach dem bisherigen (%(day)s) und nach heute liegen.")
            % {"day": long_date(survey.closes_on)}
        )
    survey.first_closes_on = survey.first_closes_on or survey.closes_on
    survey.closes_on = closes_on
    survey.version += 1
    survey.save()
    rows = list(_rows(survey).exclude(state__in=(AskedState.WITHDRAWN, AskedState.DECLINED)))
    told = _send_all(rows, Kind.MORE_TIME, note)
    _log(
        actor,
        survey,
        _("Umfrage „%(title)s“ verlängert bis zum %(day)s."),
        visibility=survey.visibility,
        day=long_date(closes_on),
    )
    return told


@transaction.atomic
def close(*, actor: User | None, survey: Survey) -> Survey:
    """No more answers; what was typed and never sent is gone for good."""
    survey = _locked_open(survey)
    survey.state, survey.closed_at = SurveyState.CLOSED, timezone.now()
    survey.version += 1
    survey.save()
    mail.cancel(key_prefix=f"umfragebrief/{survey.pk}/")
    survey.asked.exclude(draft={}).update(draft={})
    _log(actor, survey, _("Umfrage „%(title)s“ beendet."), visibility=survey.visibility)
    return survey


def _now() -> datetime:
    """This moment on the day the house goes by (``accounts.clock``)."""
    return datetime.combine(today(), timezone.localtime().timetz())


def close_due() -> int:
    """Where nothing is taken late, the day after the last ends the survey."""
    due = Survey.objects.filter(state=SurveyState.OPEN, allows_late=False, closes_on__lt=today())
    count = 0
    for survey in due:
        try:
            close(actor=None, survey=survey)
        except SurveyProblem:  # another worker was quicker
            continue
        count += 1
    return count


def remind_due() -> int:
    """Whoever has not answered, once for each of the days chosen."""
    day = today()
    count = 0
    for survey in Survey.objects.filter(state=SurveyState.OPEN, closes_on__gte=day):
        due = _reminder_due(survey, day)
        if due is not None:
            count += _remind(survey, due)
    return count


def _reminder_due(survey: Survey, day: date) -> date | None:
    """The latest of the chosen days that has come; a missed one is not made up for twice."""
    days = [survey.closes_on - timedelta(days=before) for before in survey.reminder_days]
    return max((one for one in days if one <= day), default=None)


@override(settings.LANGUAGE_CODE)
@transaction.atomic
def _remind(survey: Survey, due: date) -> int:
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != SurveyState.OPEN:
        return 0
    rows = [
        row
        for row in _rows(survey).select_for_update(of=("self",)).filter(state__in=SILENT)
        if row.email
        and (row.reminded_on is None or row.reminded_on < due)
        and row.asked_at is not None
        and timezone.localdate(row.asked_at) < due
    ]
    for row in rows:
        row.survey = survey
        row.reminded_on = today()
        _send(row, Kind.REMINDER)
    return len(rows)


@transaction.atomic
def hand_over(*, actor: User, asked: Asked, person: Person, post_title: str) -> None:
    """Who left office is not asked any more, whoever came after is; the draft stays the city's."""
    row = _locked(asked)
    if row.person_id == person.pk or row.state == AskedState.WITHDRAWN:
        return
    before = row.person.name if row.person else row.body.name
    links.revoke(purpose=LinkPurpose.SURVEY, object_id=row.pk)
    mail.cancel(key_prefix=_key(row))
    row.person, row.post_title = person, post_title
    row.email = address_of(person) or address_of(row.body)
    row.email_name = person.with_title
    row.reminded_on = None
    row.save()
    if row.survey.state == SurveyState.OPEN and row.state in SILENT:
        _send_all([row], Kind.QUESTION)
    _log(
        actor,
        row.survey,
        _("Umfrage „%(title)s“ ging von %(before)s an %(after)s."),
        before=before,
        after=person.name,
    )


@transaction.atomic
def change_address(*, actor: User, asked: Asked, email: str) -> None:
    """A new address gets the letter; the old link ends with the old address."""
    row = _locked(asked)
    email = mail.valid_address(email)
    if row.email.casefold() == email.casefold() or row.state == AskedState.WITHDRAWN:
        return
    links.revoke(purpose=LinkPurpose.SURVEY, object_id=row.pk)
    mail.cancel(key_prefix=_key(row))
    row.email = email
    row.save()
    if row.survey.state == SurveyState.OPEN and row.state in SILENT:
        _send_all([row], Kind.QUESTION)
    _log(
        actor,
        row.survey,
        _("Umfrage „%(title)s“: Adresse für %(city)s geändert."),
        city=row.body.name,
    )


@transaction.atomic
def withdraw(*, actor: User, asked: Asked, because: str = "") -> None:
    """No longer asked: their links end. What was sent by name already stays an answer."""
    row = _locked(asked)
    if row.state in (AskedState.WITHDRAWN, AskedState.SUBMITTED):
        return
    was_told = row.asked_at is not None
    mail.cancel(key_prefix=_key(row))
    links.revoke(purpose=LinkPurpose.SURVEY, object_id=row.pk)
    for helper in row.helpers.filter(removed_at=None):
        end_helper(helper)
    row.state, row.withdrawn_because = AskedState.WITHDRAWN, mail.one_line(because, 300)
    row.draft = {}
    row.save()
    if was_told and row.email:
        _send(row, Kind.WITHDRAWAL)
    _log(
        actor,
        row.survey,
        _("Umfrage „%(title)s“: %(city)s wird nicht mehr gefragt."),
        city=row.body.name,
    )


def answer_address(asked: Asked) -> str:
    """Where this city answers without login."""
    return links.address(purpose=LinkPurpose.SURVEY, object_id=asked.pk)


@override(settings.LANGUAGE_CODE)
def preview(survey: Survey, whom: Addressee) -> tuple[str, str]:
    """Subject and text as this city would get them; nothing is written."""
    row = _row(survey, whom)
    address = f"{settings.BASE_URL}/a/umfrage/…/"
    return (
        letters.subject(row, Kind.QUESTION),
        letters.text(row, Kind.QUESTION, address=address),
    )


def _row(survey: Survey, whom: Addressee) -> Asked:
    return Asked(
        survey=survey,
        body=whom.body,
        person=whom.person,
        post_title=whom.post_title,
        email=whom.email,
        email_name=whom.name,
        size_class=whom.size_class,
        sprengel=whom.sprengel,
    )


def _send_all(rows: Iterable[Asked], kind: Kind, note: str = "") -> Told:
    without, sent = [], 0
    for row in rows:
        if row.email:
            _send(row, kind, note)
            sent += 1
        else:
            without.append(row.body.name)
    return Told(sent, tuple(without))


@override(settings.LANGUAGE_CODE)
def _send(row: Asked, kind: Kind, note: str = "") -> None:
    address = answer_address(row) if kind is not Kind.WITHDRAWAL else ""
    row.letters += 1
    mail.queue(
        # A letter not sent yet is taken back by its key; the word that it was, never.
        key=f"{_key(row)}{row.letters}"
        if kind is not Kind.WITHDRAWAL
        else f"umfrage-ruecknahme/{row.pk}/{row.letters}",
        to_email=row.email,
        to_name=row.email_name,
        subject=letters.subject(row, kind),
        text=letters.text(row, kind, address=address, note=note),
        about_path=row.survey.get_absolute_url(),
    )
    if kind is Kind.QUESTION:
        row.asked_at = _now()
    row.save(update_fields=["letters", "asked_at", "reminded_on"])


def _locked_open(survey: Survey) -> Survey:
    survey = (
        Survey.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=survey.pk)
    )
    if survey.state != SurveyState.OPEN:
        raise SurveyProblem(_("Die Umfrage läuft nicht (mehr)."))
    return survey


def _locked(asked: Asked) -> Asked:
    return _rows(asked.survey).select_for_update(of=("self",)).get(pk=asked.pk)


def _rows(survey: Survey):
    return (
        Asked.objects.filter(survey=survey)
        .select_related("survey__asked_by", "body", "person")
        .order_by("pk")
    )


def _key(row: Asked) -> str:
    return f"umfragebrief/{row.survey_id}/{row.pk}/"


def _log(
    actor: User | None,
    survey: Survey,
    sentence: str,
    *,
    visibility: str = Visibility.OFFICE,
    **words: object,
) -> None:
    accounts.log(
        actor=actor,
        verb=ActivityVerb.SURVEY_CHANGED,
        sentence=sentence % {"title": survey.title, **words},
        path=survey.get_absolute_url(),
        visibility=visibility,
    )
