"""Met, unmet, unknown, and by which source; files that are wrong say where."""

from __future__ import annotations

from pathlib import Path

import pytest

import sprengel.programmes.engines.eligibility as rooms
from sprengel.programmes.engines.eligibility import BadRule, Verdict, check, parse

FOLDER = Path(rooms.__file__).parent / "rules_data"


def rules(name: str) -> rooms.RuleSet:
    return parse((FOLDER / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_rule_has_a_source(path: Path) -> None:
    found = parse(path.read_text("utf-8"))
    assert found.key == path.stem
    assert all(question.source for question in found.questions)
    assert check(found, {}).verdict is Verdict.UNKNOWN


def test_a_city_below_the_threshold_applies_together_with_others() -> None:
    answers = {
        "antragsteller": "stadt",
        "planungsrahmen": 40_000,
        "verbund_planungsrahmen": 75_000,
        "stellenanteil": 0.5,
        "person_benannt": True,
    }
    found = check(rules("integrationsmanager-antrag-2017"), answers)
    assert found.verdict is Verdict.MET
    alone, together = found.routes
    assert (alone.verdict, together.verdict) == (Verdict.UNMET, Verdict.MET)
    assert [one.question.key for one in alone.missing] == ["planungsrahmen"]


def test_what_the_source_cuts_off_stays_unknown_even_if_answered() -> None:
    answers = {"mittlerer_abschluss": True, "ausbildung": True, "zusatz": True}
    found = check(rules("integrationsmanager-qualifikation-2017"), answers)
    assert found.routes[2].verdict is Verdict.UNKNOWN
    assert check(found.rules, {**answers, "anderer_abschluss": True}).verdict is Verdict.MET


def test_nobody_fits_where_all_routes_are_closed() -> None:
    answers = dict.fromkeys(
        ("bachelor_gelistet", "anderer_abschluss", "mittlerer_abschluss", "ausbildung", "zusatz"),
        False,
    )
    found = check(rules("integrationsmanager-qualifikation-2017"), answers)
    assert found.verdict is Verdict.UNMET
    assert found.nearest.route.key == "a"


@pytest.mark.parametrize(
    "answers",
    [{"gibtesnicht": True}, {"antragsteller": "ritter"}, {"planungsrahmen": "viel"},
     {"person_benannt": 1.0}],
)  # fmt: skip
def test_an_answer_that_fits_no_question_is_refused(answers: dict) -> None:
    with pytest.raises(BadRule):
        check(rules("integrationsmanager-antrag-2017"), answers)


HEAD = '[rules]\nkey="x"\ntitle="X"\nabout="city"\n'
QUESTION = '[[question]]\nkey="a"\nkind="yes_no"\ntext="?"\nsource="s"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rules", "Kein gültiges TOML"),
        ("", "rules"),
        (HEAD, "keinen Weg"),
        (HEAD + QUESTION + QUESTION, "zweimal"),
        (HEAD + QUESTION + '[[route]]\nkey="r"\nname="R"\nall=["b"]', "unbekannte Frage b"),
        (HEAD + QUESTION + '[[route]]\nkey="r"\nname="R"\nall=[]', "mindestens eine"),
        (HEAD + '[[question]]\nkey="a"\nkind="yes_no"\ntext="?"', "source fehlt"),
        (HEAD + '[[question]]\nkey="a"\nkind="maybe"\ntext="?"\nsource="s"', "kind"),
        (HEAD + '[[question]]\nkey="a"\nkind="at_least"\ntext="?"\nsource="s"\nlimit="x"', "limit"),
        (HEAD + '[[question]]\nkey="a"\nkind="one_of"\ntext="?"\nsource="s"', "options"),
        ("question = 3\n" + HEAD, "Liste von Tabellen"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(BadRule, match=told):
        parse(text)
