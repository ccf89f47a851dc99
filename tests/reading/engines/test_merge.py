"""Two readings become one: agreement, disagreement, news."""

from __future__ import annotations

import pytest

from sprengel.reading.document import Act, ReadDocument, Span, Statement
from sprengel.reading.engines import (
    Engine,
    EngineProblem,
    Proposal,
    Proposals,
    Quote,
    add_opinions,
    merge,
)
from sprengel.reading.read import read_text

RULES = Statement(
    Act.COMMITMENT,
    cue=(Span(10, 15),),
    source=(Span(0, 9),),
    message=(Span(16, 30),),
    confidence=0.7,
    reason="„sagte … zu“ = Zusage",
)


NEARBY = Span(12, 18)


def proposed(act: Act = Act.COMMITMENT, cue: Span = NEARBY, **roles: object) -> Statement:
    return Statement(act, (cue,), confidence=0.9, reason="vorgeschlagen von M", **roles)  # type: ignore[arg-type]


def test_agreement_raises_confidence_and_says_so() -> None:
    (one,) = merge([RULES], [proposed(source=(Span(3, 9),))], "M")
    assert 0.7 < one.confidence < 1
    assert one.reason == "„sagte … zu“ = Zusage; ebenso gelesen von M"
    assert (one.cue, one.source, one.message) == (RULES.cue, RULES.source, RULES.message)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (proposed(Act.DEMAND), "Forderung statt Zusage"),
        (proposed(source=(Span(40, 50),)), "jemand anderes hat es gesagt"),
        (proposed(message=(Span(40, 50),)), "etwas anderes wurde gesagt"),
    ],
)
def test_disagreement_lowers_it_and_says_why(other: Statement, why: str) -> None:
    (one,) = merge([RULES], [other], "M")
    assert one.confidence < 0.7
    assert one.act is Act.COMMITMENT
    assert one.reason.endswith(f"; anders gelesen von M: {why}")


def test_what_is_new_is_doubtful_however_sure_the_engine_is() -> None:
    new = Statement(Act.DEMAND, (Span(50, 55),), source=(Span(40, 49),), confidence=1.0)
    merged = merge([RULES], [new], "M")
    assert [s.act for s in merged] == [Act.COMMITMENT, Act.DEMAND]
    assert merged[1].is_doubtful


def test_statements_come_in_text_order() -> None:
    new = proposed(cue=Span(1, 2), source=(Span(0, 1),))
    assert [s.cue[0].start for s in merge([RULES], [new], "M")] == [1, 10]


def test_of_two_acts_at_one_place_the_same_act_is_compared() -> None:
    other = Statement(Act.APPROVAL, RULES.cue, message=(Span(31, 40),), confidence=0.5)
    merged = merge([other, RULES], [proposed(Act.COMMITMENT)], "M")
    assert {s.act: s.confidence > 0.7 for s in merged} == {
        Act.APPROVAL: False,
        Act.COMMITMENT: True,
    }


class Fixed:
    def __init__(self, name: str, *items: Proposal, error: Exception | None = None) -> None:
        self.name = name
        self.items = items
        self.error = error

    def propose(self, document: ReadDocument) -> Proposals:
        document.text = "überschrieben"
        document.notes.append("eingeschlichen")
        if self.error:
            raise self.error
        return Proposals(self.name, self.items)


NEEDLESS = Proposal(
    "criticism", (Quote("Fehlanzeige"),), source=(Quote("Moorbeck"),), confidence=1.0
)
LIE = Proposal("demand", (Quote("Fehlanzeige"),), message=(Quote("alles muss weg"),))
TEXT = "Moorbeck: Fehlanzeige an allen Orten.\n"
ALONE = read_text(TEXT, name="probe").engine


def test_read_text_asks_the_engines_given_to_it() -> None:
    document = read_text(TEXT, name="probe", engines=[Fixed("M 1", NEEDLESS)])
    (statement,) = [s for s in document.statements if "vorgeschlagen von M 1" in s.reason]
    assert [s.of(TEXT) for s in statement.cue] == ["Fehlanzeige"]
    assert statement.is_doubtful
    assert document.engine == f"{ALONE} + M 1"
    assert document.text == TEXT
    assert "eingeschlichen" not in document.notes


def test_without_engines_the_rules_read_alone() -> None:
    document = read_text(TEXT, name="probe")
    assert document.engine == ALONE
    assert read_text(TEXT, name="probe", engines=()) == document


def test_what_was_dropped_is_counted_in_the_notes() -> None:
    document = read_text(TEXT, name="probe", engines=[Fixed("M 1", LIE, LIE, NEEDLESS)])
    assert "Verworfene Vorschläge von M 1: 2 (2 nicht wörtlich im Text)." in document.notes
    assert not any("alles muss weg" in s.reason for s in document.statements)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (KeyError("x"), "„M 1“ ist abgebrochen (KeyError)"),
        (RecursionError(), "„M 1“ ist abgebrochen (RecursionError)"),
        (EngineProblem("Es fehlt das Modell."), "„M 1“ kann nicht lesen (Es fehlt das Modell)"),
    ],
)
def test_an_engine_that_fails_stops_nothing(error: Exception, why: str) -> None:
    broken = Fixed("M 1", error=error)
    document = read_text(TEXT, name="probe", engines=[broken])
    assert document.notes[-1] == f"{why}; gelesen haben nur die Regeln."
    assert document.engine == ALONE
    both = read_text(TEXT, name="probe", engines=[broken, Fixed("M 2", NEEDLESS)])
    assert both.notes[-1] == f"{why}; gelesen wurde ohne ihn."
    assert both.engine == f"{ALONE} + M 2"


def test_a_second_engine_may_confirm_what_the_first_one_added() -> None:
    document = ReadDocument("probe", TEXT)
    engines: list[Engine] = [Fixed("M 1", NEEDLESS), Fixed("M 2", NEEDLESS)]
    assert add_opinions(document, engines) == ("M 1", "M 2")
    (statement,) = document.statements
    assert statement.reason == "vorgeschlagen von M 1; ebenso gelesen von M 2"
