"""Only what stands in the text, at one place beyond doubt, becomes a statement."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprengel.reading.document import Act, ReadDocument, Span
from sprengel.reading.engines import Proposal, Proposals, Quote, verify
from sprengel.reading.engines.proposals import Dropped, DropReason

TEXT = (
    "Der Städtebund Musterland fordert vom Land, die Förder-\nmittel bis Ende 2026 auszuzahlen. "
    "Die Stadt Auenstadt sagte   einen Bericht\nzu. Lindach fordert nichts. "
    "Der Stadtrat dankt; der Rat dankt nicht."
)


def quotes(*texts: str) -> tuple[Quote, ...]:
    return tuple(Quote(text) for text in texts)


def sentence(beginning: str) -> Span:
    start = TEXT.index(beginning)
    return Span(start, TEXT.index(".", start) + 1)


def demand(**changes: object) -> Proposal:
    given: dict[str, object] = {
        "act": "demand",
        "cue": quotes("fordert"),
        "source": quotes("Der Städtebund Musterland"),
        "message": quotes("die Fördermittel bis Ende 2026 auszuzahlen"),
        "near": sentence("Der Städtebund"),
        "confidence": 0.9,
    }
    return Proposal(**{**given, **changes})  # type: ignore[arg-type]


def verified(*proposals: Proposal, **document: object):
    read = ReadDocument("probe", TEXT, **document)  # type: ignore[arg-type]
    return verify(read, Proposals("Probemodell", proposals))


def test_a_true_proposal_becomes_a_statement_with_exact_spans() -> None:
    result = verified(demand(addressee=quotes("Land"), deadline=quotes("bis Ende 2026")))
    (statement,) = result.statements
    assert result.dropped == ()
    assert statement.act is Act.DEMAND
    assert [s.of(TEXT) for s in statement.cue] == ["fordert"]
    assert statement.cue[0].start == TEXT.index("fordert")
    # the word torn by the line end is found, and the span covers the tear
    assert [s.of(TEXT) for s in statement.message] == [
        "die Förder-\nmittel bis Ende 2026 auszuzahlen"
    ]
    assert [s.of(TEXT) for s in statement.addressee] == ["Land"]
    assert statement.confidence == 0.9
    assert statement.reason == "vorgeschlagen von Probemodell"


@pytest.mark.parametrize(
    "lie",
    [
        {"cue": quotes("verlangt")},
        {"cue": quotes("fordert", "niemals")},
        {"message": quotes("fünf Millionen Euro zu zahlen")},
        {"message": quotes("die Fördermittel bis Ende 2026 auszuzahlen", "und zwar sofort")},
        {"message": quotes("die Fördermittel bis Ende 2027 auszuzahlen")},
        {"message": quotes("die Fördermittel … auszuzahlen")},
        {"cue": (Span(-3, 4),)},
        {"cue": (Span(5, 5),)},
        {"cue": (Span(9, 4),)},
        {"cue": (Span(0, 10**9),)},
        {"message": (Span(10**9, 10**9 + 1),)},
    ],
)
def test_an_invented_cue_or_message_drops_the_whole_proposal(lie: dict[str, object]) -> None:
    result = verified(demand(**lie))
    assert result.statements == ()
    assert [(d.reason, d.role) for d in result.dropped] == [(DropReason.NOT_IN_TEXT, "")]


def test_an_invented_source_is_left_out_and_costs_confidence() -> None:
    result = verified(demand(source=quotes("Die Stadt Karlsruh")))
    (statement,) = result.statements
    assert statement.source == ()
    assert statement.confidence < 0.9
    assert result.dropped == (Dropped(DropReason.NOT_IN_TEXT, "Die Stadt Karlsruh", "source"),)


def test_a_word_that_stands_twice_needs_a_hint() -> None:
    assert verified(demand(near=None)).dropped[0].reason is DropReason.AMBIGUOUS
    (statement,) = verified(
        demand(near=sentence("Lindach"), source=quotes("Lindach"), message=quotes("nichts"))
    ).statements
    assert statement.cue[0].start == TEXT.rindex("fordert")


def test_a_hint_that_leaves_two_places_is_no_hint() -> None:
    result = verified(
        demand(act="approval", cue=quotes("dankt"), near=sentence("Der Stadtrat"), message=())
    )
    assert result.statements == ()
    assert result.dropped[0].reason is DropReason.AMBIGUOUS


def test_a_wrong_hint_does_not_matter_if_the_words_stand_once() -> None:
    (statement,) = verified(demand(cue=quotes("auszuzahlen"), near=sentence("Lindach"))).statements
    assert statement.cue[0].of(TEXT) == "auszuzahlen"


def test_a_piece_of_a_longer_word_is_not_a_quote() -> None:
    # "Rat" stands alone once; "Stadtrat" does not count, nor does the "rat" in it
    result = verified(demand(source=quotes("Rat")), demand(source=quotes("rat")))
    assert [s.of(TEXT) for s in result.statements[0].source] == ["Rat"]
    assert Dropped(DropReason.NOT_IN_TEXT, "rat", "source") in result.dropped


def test_quotes_from_outside_what_the_engine_was_shown_do_not_count() -> None:
    result = verified(demand(within=sentence("Lindach"), near=None))
    assert result.statements == ()


def test_a_separated_verb_is_one_cue_of_two_spans() -> None:
    (statement,) = verified(
        demand(
            act="commitment",
            cue=quotes("sagte", "zu"),
            source=quotes("Die Stadt Auenstadt"),
            message=quotes("einen Bericht"),
            near=sentence("Die Stadt"),
        )
    ).statements
    assert [s.of(TEXT) for s in statement.cue] == ["sagte", "zu"]


def test_the_message_never_holds_its_own_cue() -> None:
    (statement,) = verified(
        demand(message=quotes("Der Städtebund Musterland fordert vom Land"))
    ).statements
    assert [s.of(TEXT) for s in statement.message] == ["Der Städtebund Musterland", "vom Land"]


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        (demand(act="Forderung"), DropReason.UNKNOWN_ACT),
        (demand(act=""), DropReason.UNKNOWN_ACT),
        (demand(cue=()), DropReason.EMPTY),
        (demand(cue=quotes("")), DropReason.NOT_IN_TEXT),
        (demand(source=(), message=()), DropReason.EMPTY),
    ],
)
def test_what_is_no_statement_is_dropped(proposal: Proposal, reason: DropReason) -> None:
    result = verified(proposal)
    assert result.statements == ()
    assert [d.reason for d in result.dropped] == [reason]


def test_one_cue_makes_one_statement() -> None:
    result = verified(demand(confidence=0.4), demand(act="criticism", confidence=0.8))
    assert [s.act for s in result.statements] == [Act.CRITICISM]
    assert [d.reason for d in result.dropped] == [DropReason.DUPLICATE]


def test_what_the_rules_read_as_negated_is_not_proposed_anew() -> None:
    start = TEXT.index("fordert")
    result = verified(demand(), negative=(Span(start, start + 7),))
    assert result.statements == ()
    assert [d.reason for d in result.dropped] == [DropReason.NEGATED]


@pytest.mark.parametrize(("given", "kept"), [(7.0, 1.0), (-1.0, 0.0), (math.nan, 0.0)])
def test_confidence_stays_between_nothing_and_certain(given: float, kept: float) -> None:
    assert verified(demand(confidence=given)).statements[0].confidence == kept


def test_a_draft_is_a_decision_or_an_assignment() -> None:
    assert not verified(demand(draft=True)).statements[0].draft
    assert verified(demand(draft=True, act="decision")).statements[0].draft


words = st.text("abcä ß.,-\n\t\u00ad\r„“zu", max_size=60)
places = st.one_of(
    st.builds(Quote, st.text("abcä ß.,-\n\u00adzu", max_size=6)),
    st.builds(Span, st.integers(-5, 70), st.integers(-5, 70)),
)
proposals = st.builds(
    Proposal,
    act=st.sampled_from(["demand", "report", "nonsense"]),
    cue=st.lists(places, max_size=3).map(tuple),
    source=st.lists(places, max_size=2).map(tuple),
    message=st.lists(places, max_size=2).map(tuple),
    confidence=st.floats(),
    near=st.none() | st.builds(Span, st.integers(-5, 70), st.integers(-5, 70)),
    within=st.none() | st.builds(Span, st.integers(-5, 70), st.integers(-5, 70)),
)


@given(words, st.lists(proposals, max_size=4))
def test_whatever_is_proposed_every_span_slices_words_out_of_the_text(
    text: str, proposed: list[Proposal]
) -> None:
    document = ReadDocument("probe", text)
    result = verify(document, Proposals("Probe", tuple(proposed)))
    assert len(result.statements) + sum(not d.role for d in result.dropped) >= len(proposed)
    for statement in result.statements:
        assert statement.cue
        assert 0 <= statement.confidence <= 1
        for role in ("cue", "source", "addressee", "message", "deadline"):
            for span in getattr(statement, role):
                assert 0 <= span.start < span.end <= len(text)
                assert span.of(text) == span.of(text).strip() != ""
    assert verify(document, Proposals("Probe", tuple(proposed))) == result
