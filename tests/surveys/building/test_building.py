"""Making a survey: questions, order, conditions, copies; fixed once it is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sprengel.surveys.building import actions
from sprengel.surveys.building.actions import QuestionInput
from sprengel.surveys.building.checks import problems
from sprengel.surveys.building.queries import condition_words, questions
from sprengel.surveys.conditions import Said, asked_keys, holds
from sprengel.surveys.models import Survey
from sprengel.surveys.problems import SurveyProblem
from tests.surveys.conftest import QUESTIONS, Making, question


def keys(survey: Survey) -> list[str]:
    return [one.key for one in questions(survey)]


def test_questions_are_ordered_copied_and_removed(making: Making) -> None:
    survey = making.draft()
    office = making.users.office
    actions.move_question(actor=office, question=question(survey, "kosten"), by=-1)
    assert keys(survey)[:3] == ["stelle", "kosten", "stellen"]
    actions.move_question(actor=office, question=question(survey, "stelle"), by=-1)
    assert keys(survey)[0] == "stelle"
    copy = actions.copy_question(actor=office, question=question(survey, "wer"))
    assert keys(survey)[keys(survey).index("wer") + 1] == copy.key == "wer-2"
    assert [label for _value, label in copy.options] == ["Stadt", "Land", "Bund"]
    actions.remove_question(actor=office, question=copy)
    assert "wer-2" not in keys(survey)
    assert Survey.objects.get(pk=survey.pk).version > survey.version


def test_a_condition_on_a_later_question_is_said_and_keeps_it_closed(making: Making) -> None:
    survey = making.draft()
    for _time in range(2):
        actions.move_question(
            actor=making.users.office, question=question(survey, "stellen"), by=-1
        )
    found = problems(survey, questions(survey))
    assert [one.question and one.question.key for one in found] == ["stellen"]
    assert "nicht vor dieser steht" in found[0].text


def test_renaming_a_key_keeps_the_conditions_on_it(making: Making) -> None:
    survey = making.draft()
    first = question(survey, "stelle")
    actions.change_question(
        actor=making.users.office, question=first, given=replace(QUESTIONS[0], key="im")
    )
    assert question(survey, "stellen").condition == {
        "question": "im",
        "op": "is",
        "value": "yes",
    }
    with pytest.raises(SurveyProblem, match="schon eine andere Frage"):
        actions.change_question(
            actor=making.users.office,
            question=question(survey, "im"),
            given=replace(QUESTIONS[0], key="kosten"),
        )


def test_anonymous_and_a_file_do_not_go_together(making: Making) -> None:
    survey = making.draft((QuestionInput(kind="file", text="Ihr Beschluss?"),), is_anonymous=True)
    assert "keine Frage nach einer Datei" in problems(survey, questions(survey))[0].text


def test_what_is_missing_before_opening(making: Making) -> None:
    survey = making.draft((), closes_on=None, audience=None)
    texts = " ".join(one.text for one in problems(survey, []))
    assert "keine Fragen" in texts
    assert "letzte Tag" in texts
    assert "wer gefragt wird" in texts


def test_like_last_time_keeps_keys_and_names_the_earlier_one(making: Making) -> None:
    survey = making.opened()
    copy = actions.copy_survey(actor=making.users.office, survey=survey)
    assert copy.previous == survey
    assert copy.state == "draft"
    assert copy.closes_on is None
    assert keys(copy) == keys(survey)
    assert question(copy, "stellen").condition == question(survey, "stellen").condition
    assert question(copy, "stellen").highest == 20


def test_after_opening_only_a_slip_is_corrected_and_shown(
    survey: Survey, making: Making, client_of: Any
) -> None:
    office = making.users.office
    with pytest.raises(SurveyProblem, match="schon eröffnet"):
        actions.add_questions(actor=office, survey=survey, given=[QUESTIONS[0]])
    with pytest.raises(SurveyProblem, match="schon eröffnet"):
        actions.remove_question(actor=office, question=question(survey, "wer"))
    actions.correct_wording(
        actor=office, question=question(survey, "wer"), text="Wer bezahlt das?", hint=""
    )
    page = client_of("member").get(reverse("surveys:answer", args=[survey.public_id]))
    assert "Am 2. November 2026 berichtigt; vorher: „Wer bezahlt?“" in page.content.decode()


def test_the_first_wording_stays_named_after_two_corrections(
    survey: Survey, making: Making
) -> None:
    for text in ("Wer bezahlt das?", "Wer bezahlt es?"):
        actions.correct_wording(
            actor=making.users.office, question=question(survey, "wer"), text=text, hint=""
        )
    assert question(survey, "wer").corrected_from == "Wer bezahlt?"


def test_only_a_draft_is_deleted(survey: Survey, making: Making) -> None:
    with pytest.raises(SurveyProblem):
        actions.delete(actor=making.users.office, survey=survey)
    draft = making.draft()
    actions.delete(actor=making.users.office, survey=draft)
    assert not Survey.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    ("condition", "said", "expected"),
    [
        ({"op": "is", "value": "yes"}, Said(choices=("yes",)), True),
        ({"op": "is", "value": "yes"}, Said(choices=("no",)), False),
        ({"op": "is_not", "value": "yes"}, Said(choices=("no",)), True),
        ({"op": "is_not", "value": "yes"}, Said(), False),
        ({"op": "has", "value": "land"}, Said(choices=("stadt", "land")), True),
        ({"op": "at_least", "value": "5"}, Said(number=5), True),
        ({"op": "at_least", "value": "5"}, Said(number=4), False),
        ({"op": "at_most", "value": "5"}, Said(text="drei"), False),
        ({"op": "answered", "value": ""}, Said(text="ja"), True),
        ({"op": "answered", "value": ""}, Said(), False),
        ({"op": "is", "value": "Kern"}, Said(text=" kern "), True),
    ],
)
def test_conditions(condition: dict[str, str], said: Said, expected: bool) -> None:
    assert holds(condition, said) is expected


def test_what_hangs_on_a_question_not_asked_is_not_asked(making: Making) -> None:
    chain = (
        QUESTIONS[0],
        QUESTIONS[1],
        QuestionInput(
            kind="text",
            text="Warum so viele?",
            condition={"question": "stellen", "op": "at_least", "value": "3"},
            key="warum",
        ),
    )
    survey = making.draft(chain)
    said = {"stelle": Said(choices=("no",)), "stellen": Said(number=7)}
    assert asked_keys(questions(survey), said) == {"stelle"}


def test_a_condition_reads_as_a_sentence(making: Making) -> None:
    survey = making.draft()
    found = {one.key: one for one in questions(survey)}
    assert (
        condition_words(found["stellen"], found)
        == "Nur, wenn die Antwort auf „Gibt es eine Stelle?“ lautet: ja"
    )


def test_a_survey_is_made_in_the_browser(client_of: Any, making: Making) -> None:
    office: Client = client_of("office")
    made = office.post(
        reverse("surveys:new"),
        {
            "title": "Wie viele Plätze?",
            "asked_by": making.league.league.pk,
            "audience": making.league.circle.pk,
            "closes_on": "2026-11-30",
            "reminders": "7, 2",
            "min_cell": "3",
            "visibility": "members",
        },
    )
    survey = Survey.objects.get()
    assert made.headers["Location"] == reverse("surveys:questions", args=[survey.public_id])
    assert survey.reminder_days == [7, 2]
    add = reverse("surveys:add_question", args=[survey.public_id])
    first = {"text": "Gibt es Plätze?", "kind": "yes_no", "key": "gibt-es"}
    assert office.post(add, first).status_code == 302
    second = {
        "text": "Wie viele?",
        "kind": "number",
        "unit": "Plätze",
        "highest": "1.200",
        "cond_question": "gibt-es",
        "cond_op": "is",
        "cond_value": "Ja",
    }
    assert office.post(add, second).status_code == 302
    made_second = survey.questions.get(text="Wie viele?")
    assert made_second.highest == 1200
    assert made_second.condition == {"question": "gibt-es", "op": "is", "value": "yes"}
    edit = reverse("surveys:edit_question", args=[survey.public_id, made_second.pk])
    page = office.get(edit).content.decode()
    assert 'value="1200"' in page
    assert 'value="ja"' in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": "choice", "options": "nur eine"}, "mindestens zwei Antworten"),
        ({"kind": "choice", "options": "A\nB\na"}, "steht doppelt da"),
        ({"kind": "number", "lowest": "9", "highest": "3"}, "liegt unter dem kleinsten"),
        ({"kind": "number", "lowest": "1e400"}, "1e400"),
        ({"kind": "number", "highest": "viel"}, "viel"),
    ],
)
def test_wrong_questions_are_told_in_german(
    client_of: Any, making: Making, given: dict[str, str], sentence: str
) -> None:
    survey = making.draft(())
    add = reverse("surveys:add_question", args=[survey.public_id])
    answer = client_of("office").post(add, {"text": "Frage?", **given})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not survey.questions.exists()


def test_two_people_change_one_question(client_of: Any, making: Making) -> None:
    survey = making.draft()
    one = question(survey, "fehlt")
    address = reverse("surveys:edit_question", args=[survey.public_id, one.pk])
    office = client_of("office")
    seen = office.get(address).context["form"].initial["seen"]
    first = {"text": "Was fehlt Ihnen?", "kind": "text", "key": "fehlt", "seen": seen}
    assert office.post(address, first).status_code == 302
    second = office.post(address, {**first, "text": "Was fehlt denn?"})
    assert second.status_code == 422
    assert "inzwischen jemand anders geändert" in second.content.decode()
    assert question(survey, "fehlt").text == "Was fehlt Ihnen?"


def test_the_preview_keeps_nothing(client_of: Any, making: Making) -> None:
    survey = making.draft()
    address = reverse("surveys:preview", args=[survey.public_id])
    page = client_of("office").get(address)
    assert "Gespeichert wird hier nichts" in page.content.decode()
    assert "Wie viele Stellen?" in page.content.decode()
    client_of("office").post(address, {"save": "1"})
    assert not survey.asked.exists()


@pytest.mark.parametrize("role", ["member", "guest", "public"])
@pytest.mark.parametrize("name", ["edit", "questions", "preview", "add_question", "open", "close"])
def test_others_than_the_office_do_not_get_in(
    client_of: Any, making: Making, role: str, name: str
) -> None:
    survey = making.draft()
    address = reverse(f"surveys:{name}", args=[survey.public_id])
    for answer in (client_of(role).get(address), client_of(role).post(address)):
        assert answer.status_code in (302, 403)
        if answer.status_code == 302:
            assert "/konto/login/" in answer.headers["Location"]
    assert Survey.objects.get(pk=survey.pk).state == "draft"
