"""The press release everything began with: every promise, demand and stance, and whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sprengel.reading import read
from sprengel.reading.document import Act, ReadDocument, Statement

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def seed(shared: Path) -> ReadDocument:
    return read(shared / "seed.txt")


def words(document: ReadDocument, statement: Statement, role: str) -> str:
    return " | ".join(span.of(document.text) for span in getattr(statement, role))


def one(document: ReadDocument, act: Act, cue: str) -> Statement:
    found = [s for s in document.statements if s.act is act and words(document, s, "cue") == cue]
    assert len(found) == 1, [(s.act, words(document, s, "cue")) for s in document.statements]
    return found[0]


@pytest.mark.parametrize(
    ("cue", "source", "message"),
    [
        (
            "sagte zu",
            "Heute-Bluhm",
            "sich für eine Aufhebung bzw. Verlängerung der Befristung einzusetzen",
        ),
        (
            "versprach",
            "Gudrun Heute-Bluhm",
            "Der Städtetag wird den Kommunen dazu schnell passende Angebote machen",
        ),
        (
            "zusagte",
            "Geschäftsführerin Heute-Bluhm",
            "sich für den Ausbau der Verwaltungshochschulen beim Land stark zu machen",
        ),
    ],
)
def test_the_three_promises(seed: ReadDocument, cue: str, source: str, message: str) -> None:
    promise = one(seed, Act.COMMITMENT, cue)
    assert words(seed, promise, "source") == source
    assert words(seed, promise, "message") == message


def test_there_are_only_three_promises(seed: ReadDocument) -> None:
    assert sum(s.act is Act.COMMITMENT for s in seed.statements) == 3


def test_the_mayors_plead_for_realism_and_say_why(seed: ReadDocument) -> None:
    plea = one(seed, Act.DEMAND, "plädierten")
    assert words(seed, plea, "source") == "Die Rathauschefs"
    assert words(seed, plea, "message").startswith("beim Personalbedarf realistisch zu bleiben")
    assert "Das Land könne nicht erwarten" in words(seed, plea, "message")


def test_the_legislator_must(seed: ReadDocument) -> None:
    must = one(seed, Act.DEMAND, "müsse")
    assert words(seed, must, "source") == "Die Oberbürgermeister"
    assert words(seed, must, "addressee") == "der Gesetzgeber"
    assert words(seed, must, "message").startswith("Zwar müsse man")
    assert words(seed, must, "message").endswith("härtere Maßnahmen vorsehen")


def test_the_associations_are_asked(seed: ReadDocument) -> None:
    call = one(seed, Act.DEMAND, "forderten | auf")
    assert words(seed, call, "source") == "Die OBs"
    assert words(seed, call, "addressee") == "die Kommunalen Landesverbände"
    assert words(seed, call, "message") == (
        "sich für den Ausbau der Verwaltungshochschulen beim Land stark zu machen"
    )


@pytest.mark.parametrize(
    ("act", "cue", "source", "begins"),
    [
        (Act.APPROVAL, "begrüßen", "Oberbürgermeister", "Einigung  mit dem Land"),
        (Act.APPROVAL, "begrüßten", "Die Rathauschefs", "die Einigung mit dem Land"),
        (Act.APPROVAL, "Froh", "die OBs", "die Einigung zur Qualifikation"),
        (Act.CRITICISM, "bedauerten", "Die Oberbürgermeister", "dass zu oft"),
        (
            Act.REPORT,
            "berichtete",
            "Gudrun Heute-Bluhm, geschäftsführendes Vorstandsmitglied des Städtetags "
            "Baden-Württemberg",
            "den aktuellsten Stand der Verhandlungen",
        ),
        (Act.REPORT, "verwies", "Sie", "die Personalkampagne"),
    ],
)
def test_stances_and_reports(
    seed: ReadDocument, act: Act, cue: str, source: str, begins: str
) -> None:
    found = [
        s
        for s in seed.statements
        if s.act is act
        and words(seed, s, "cue") == cue
        and words(seed, s, "source") == source
        and words(seed, s, "message").startswith(begins)
    ]
    assert len(found) == 1


def test_nothing_is_put_into_the_regional_presidents_mouth(seed: ReadDocument) -> None:
    his = [s for s in seed.statements if "Tappeser" in words(seed, s, "source")]
    assert [words(seed, s, "cue") for s in his] == ["berichtete"]


def test_every_statement_says_why(seed: ReadDocument) -> None:
    assert all(s.reason and 0.0 < s.confidence <= 1.0 for s in seed.statements)
