"""Sending: from then on it is an answer. Of an anonymous survey it is nobody's from then on."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sprengel.accounts import actions as accounts
from sprengel.accounts.clock import today
from sprengel.accounts.models import ActivityVerb, Visibility
from sprengel.mail import actions as mail
from sprengel.surveys import rules
from sprengel.surveys.answering import letters
from sprengel.surveys.answering.drafts import NotOpen, kept, locked
from sprengel.surveys.answering.reading import Value, evaluate
from sprengel.surveys.answering.seats import Seat, Way
from sprengel.surveys.models import (
    Answer,
    Asked,
    AskedState,
    Question,
    Sheet,
    SheetWay,
    Survey,
)
from sprengel.surveys.problems import Changed, SurveyProblem


@transaction.atomic
def send(
    *, seat: Seat, questions: Sequence[Question], seen_version: int, submitted_by_name: str
) -> Asked:
    """Make answers of the draft. ``seen_version``: the draft as it stood on the last page.

    Raises NotOpen, Changed (somebody wrote in between), SurveyProblem (something is missing).
    """
    if not seat.may_send:
        raise NotOpen
    # One after another: an anonymous answer is shuffled among all that are there.
    survey = Survey.objects.select_for_update().get(pk=seat.asked.survey_id)
    seat = locked(seat)
    asked = seat.asked
    asked.survey = survey
    if asked.draft_version != seen_version:
        raise Changed(
            _(
                "Inzwischen hat jemand in Ihrer Stadt noch etwas eingetragen. Bitte sehen Sie die "
                "Antworten noch einmal durch; gesendet wurde noch nichts."
            )
        )
    found = evaluate(questions, kept(seat))
    if not found.is_complete:
        raise SurveyProblem(_("Es fehlt noch etwas. Bitte prüfen Sie die markierten Fragen."))
    values = {
        question.pk: value
        for question in questions
        if question.key in found.asked and (value := found.outcomes[question.key].value)
    }
    if not values:
        raise SurveyProblem(_("Es ist noch keine Frage beantwortet."))
    if survey.is_anonymous:
        _send_anonymously(asked, values)
    else:
        _send_by_name(seat, values, submitted_by_name)
    return asked


def _send_by_name(seat: Seat, values: Mapping[int, Value], submitted_by_name: str) -> None:
    asked, day = seat.asked, today()
    name = " ".join(submitted_by_name.split())[:200]
    if not name:
        raise SurveyProblem(_("Bitte sagen Sie, wer antwortet."))
    sheet = Sheet.objects.filter(survey=asked.survey, body=asked.body_id).first()
    is_new = sheet is None
    if sheet is None:
        sheet = Sheet(
            survey=asked.survey,
            body=asked.body,
            **_groups(asked),
            submitted_on=day,
            is_late=rules.is_late(asked.survey, day),
        )
    else:
        sheet.changed_on = day
    sheet.how = SheetWay.OFFICE if seat.way is Way.OFFICE else SheetWay.WEB
    sheet.save()
    sheet.answers.all().delete()
    Answer.objects.bulk_create(_answer(sheet, pk, value) for pk, value in values.items())
    asked.state = AskedState.SUBMITTED
    asked.submitted_on = asked.submitted_on or day
    asked.submitted_by_name = name
    asked.declined_because = ""
    _empty_draft(asked)
    asked.save()
    _receipt(asked, sheet)
    sentence = (
        _("%(who)s hat auf die Umfrage „%(title)s“ geantwortet.")
        if is_new
        else _("%(who)s hat die Antwort auf die Umfrage „%(title)s“ geändert.")
    )
    accounts.log(
        actor=seat.user,
        verb=ActivityVerb.SURVEY_CHANGED,
        sentence=sentence % {"who": asked.body.name, "title": asked.survey.title},
        path=asked.survey.get_absolute_url(),
        visibility=Visibility.OFFICE,
    )


def _send_anonymously(asked: Asked, values: Mapping[int, Value]) -> None:
    """Nothing that is written here, in whatever order, says which sheet is this city's.

    No day, no name, no line in the log, no mail: each of them would say when this city answered,
    and whoever knew when could look for what was new then.
    """
    sheet = Sheet(survey=asked.survey, **_groups(asked))
    answers = [_answer(sheet, pk, value) for pk, value in values.items()]
    _shuffle_in(asked.survey, sheet, answers)
    asked.state = AskedState.SUBMITTED
    asked.opened_at = None
    asked.declined_because = ""
    _empty_draft(asked)
    asked.draft_version = 0
    asked.save()


def _shuffle_in(survey: Survey, sheet: Sheet, answers: list[Answer]) -> None:
    """Write every sheet of the survey anew, in random order and under new random keys.

    A database keeps rows in the order they came in; one at the end would be the last city's.
    """
    sheets = list(survey.sheets.prefetch_related("answers"))
    by_sheet = {one.pk: list(one.answers.all()) for one in sheets}
    survey.sheets.all().delete()
    everything = [(one, by_sheet[one.pk]) for one in sheets]
    everything.append((sheet, answers))
    chance = random.SystemRandom()
    chance.shuffle(everything)
    new_answers = []
    for one, its_answers in everything:
        one.pk = uuid.uuid4()
        for answer in its_answers:
            answer.pk, answer.sheet = uuid.uuid4(), one
            new_answers.append(answer)
    chance.shuffle(new_answers)
    Sheet.objects.bulk_create(one for one, _its in everything)
    Answer.objects.bulk_create(new_answers, batch_size=500)


def _groups(asked: Asked) -> dict[str, str]:
    """What of the city stands on its answers, as the survey says."""
    survey = asked.survey
    return {
        "size_class": asked.size_class if survey.shows_size_class else "",
        "sprengel": asked.sprengel if survey.shows_sprengel else "",
    }


def _answer(sheet: Sheet, question_pk: int, value: Value) -> Answer:
    return Answer(
        sheet=sheet,
        question_id=question_pk,
        number=value.number,
        low=value.low,
        high=value.high,
        is_approximate=value.is_approximate,
        day=value.day,
        text=value.text,
        choices=list(value.choices),
        document_id=value.document_id,
        gap=value.gap,
        as_written=value.as_written,
    )


def _empty_draft(asked: Asked) -> None:
    asked.draft = {}
    asked.draft_version += 1


@override(settings.LANGUAGE_CODE)
def _receipt(asked: Asked, sheet: Sheet) -> None:
    """A copy of what was sent, to the address that was asked."""
    if not asked.email:
        return
    asked.letters += 1
    asked.save(update_fields=["letters"])
    mail.queue(
        key=f"umfrage/{asked.pk}/eingang/{asked.letters}",
        to_email=asked.email,
        to_name=asked.email_name,
        subject=letters.receipt_subject(asked),
        text=letters.receipt(asked, sheet),
        about_path=asked.survey.get_absolute_url(),
    )
