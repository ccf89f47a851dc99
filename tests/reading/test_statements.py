"""Every construction the rules know, in sentences about the openly fictional Musterland."""

from __future__ import annotations

from datetime import date

import pytest

from sprengel.reading import read
from sprengel.reading.document import Act, ReadDocument, Statement


def words(document: ReadDocument, statement: Statement, role: str) -> str:
    return " | ".join(span.of(document.text) for span in getattr(statement, role))


def only(text: str) -> tuple[ReadDocument, Statement]:
    document = read(text)
    found = [(s.act.value, words(document, s, "cue")) for s in document.statements]
    assert len(found) == 1, found
    return document, document.statements[0]


@pytest.mark.parametrize(
    ("text", "act", "cue", "source", "message"),
    [
        (
            "Der Städtebund Musterland forderte das Land auf, die Mittel zu verdoppeln.",
            Act.DEMAND,
            "forderte | auf",
            "Der Städtebund Musterland",
            "die Mittel zu verdoppeln",
        ),
        (
            "Bürgermeisterin Anja Roth sagte den Vereinen nach der Sitzung, die bis Mitternacht "
            "dauerte, einen neuen Vertrag zu.",
            Act.COMMITMENT,
            "sagte | zu",
            "Bürgermeisterin Anja Roth",
            "einen neuen Vertrag",
        ),
        (
            "„Wir haben lange gewartet“, sagte Anja Roth, „und jetzt ist der Bescheid da.“",
            Act.REPORT,
            "sagte",
            "Anja Roth",
            "Wir haben lange gewartet | und jetzt ist der Bescheid da",
        ),
        (
            "Die Brücke sei marode, so Stadtbaurat Uwe Brenner.",
            Act.REPORT,
            "so",
            "Stadtbaurat Uwe Brenner",
            "Die Brücke sei marode",
        ),
        (
            "Laut einer Umfrage des Verbands fehlen in Lindach 40 Fachkräfte.",
            Act.REPORT,
            "Laut",
            "einer Umfrage des Verbands",
            "fehlen in Lindach 40 Fachkräfte",
        ),
        (
            "Dem Gutachten zufolge ist die Halle sicher.",
            Act.REPORT,
            "zufolge",
            "Dem Gutachten",
            "ist die Halle sicher",
        ),
        (
            "Anja Roth, Sprecherin der kleinen Städte, bedauerte den Ausstieg des Landes.",
            Act.CRITICISM,
            "bedauerte",
            "Anja Roth, Sprecherin der kleinen Städte",
            "den Ausstieg des Landes",
        ),
        (
            "Froh sind die Rathauschefs über die Einigung zum Ganztag.",
            Act.APPROVAL,
            "Froh",
            "die Rathauschefs",
            "die Einigung zum Ganztag",
        ),
        (
            "Der Appell der Landräte, die Zuweisungen auszusetzen, blieb ohne Erfolg.",
            Act.DEMAND,
            "Appell",
            "der Landräte",
            "die Zuweisungen auszusetzen",
        ),
        (
            "Verlangt wurde von der Gewerkschaft ein neuer Tarif.",
            Act.DEMAND,
            "Verlangt",
            "der Gewerkschaft",
            "ein neuer Tarif",
        ),
        (
            "Das Land müsse die Fristen verlängern, verlangte der Präsident.",
            Act.DEMAND,
            "verlangte",
            "der Präsident",
            "Das Land müsse die Fristen verlängern",
        ),
        (
            "Stadtrat Beck erkundigte sich, wie viele Anträge vorliegen.",
            Act.QUESTION,
            "erkundigte",
            "Stadtrat Beck",
            "wie viele Anträge vorliegen",
        ),
        (
            "Die Ministerin stellte ein Treffen für den Herbst in Aussicht.",
            Act.COMMITMENT,
            "stellte | in Aussicht",
            "Die Ministerin",
            "ein Treffen für den Herbst",
        ),
    ],
)
def test_one_sentence(text: str, act: Act, cue: str, source: str, message: str) -> None:
    document, statement = only(text)
    assert statement.act is act
    assert words(document, statement, "cue") == cue
    assert words(document, statement, "source") == source
    assert words(document, statement, "message") == message


def test_coordinated_verbs_share_their_subject() -> None:
    document = read(
        "Die Oberbürgermeister begrüßten, dass das Land sich beteiligt, mahnten aber eine "
        "Anpassung der Pauschalen an und verwiesen auf die Kosten."
    )
    assert [(s.act, words(document, s, "source")) for s in document.statements] == [
        (Act.APPROVAL, "Die Oberbürgermeister"),
        (Act.DEMAND, "Die Oberbürgermeister"),
        (Act.REPORT, "Die Oberbürgermeister"),
    ]
    assert words(document, document.statements[0], "message") == ("dass das Land sich beteiligt")


def test_relative_what_somebody_promised() -> None:
    document = read(
        "Die Städte baten den Verband, ein Muster zu entwerfen, was Geschäftsführerin Tietz zusagte."
    )
    promise = document.statements[1]
    assert promise.act is Act.COMMITMENT
    assert words(document, promise, "source") == "Geschäftsführerin Tietz"
    assert words(document, promise, "message") == "ein Muster zu entwerfen"


def test_what_follows_in_the_subjunctive_belongs_to_the_speaker() -> None:
    document, statement = only(
        "Anja Roth kritisierte den Zeitplan. Die Stadt habe davon aus der Zeitung erfahren. "
        "Am Abend ging man auseinander."
    )
    assert words(document, statement, "message") == (
        "den Zeitplan. Die Stadt habe davon aus der Zeitung erfahren"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Mehr Personal kündigte sie allerdings nicht an.",
        "Die Ministerin versprach nichts.",
        "In Musterland haben viele Städte Finanzprobleme.",
        "Es wurden Personen genannt.",
        "Der Vorsitzende ruft Tagesordnungspunkt 7 zur Behandlung auf.",
        "Das Museum öffnet um zehn Uhr und zeigt alte Karten.",
        "☐ Der Gemeinderat beschließt die Satzung.",
    ],
)
def test_nothing_is_said_here(text: str) -> None:
    assert read(text).statements == ()


def test_a_denied_promise_is_kept_as_negative() -> None:
    document = read("Mehr Personal kündigte sie allerdings nicht an.")
    assert [span.of(document.text) for span in document.negative] == ["kündigte", "nicht an"]


def test_a_member_agrees_and_a_council_decides() -> None:
    member = read("Stadtrat Beck stimmt der Vorlage zu.").statements
    council = read("Der Gemeinderat stimmt der Vorlage zu.").statements
    assert [s.act for s in member] == [Act.APPROVAL]
    assert [s.act for s in council] == [Act.DECISION]


TURNS = """\
Stadträtin Kessler (Bürgerliste): Wir danken der Verwaltung für den Bericht. Den Antrag lehnen wir
ab. Die Frist sollte um ein Jahr verlängert werden.

Stadtrat Beck (BLU): Der Platz ist ein Ort für alle. Dort treffen sich Jung und Alt.

Der Vorsitzende: Dann kommen wir zur Abstimmung.
"""


def test_labelled_turns() -> None:
    document = read(TURNS)
    assert [
        (s.act, words(document, s, "cue"), words(document, s, "source"))
        for s in document.statements
    ] == [
        (Act.APPROVAL, "danken", "Stadträtin Kessler (Bürgerliste)"),
        (Act.CRITICISM, "lehnen | ab", "Stadträtin Kessler (Bürgerliste)"),
        (Act.DEMAND, "sollte", "Stadträtin Kessler (Bürgerliste)"),
        (Act.REPORT, ":", "Stadtrat Beck (BLU)"),
    ]


RESOLUTION = """\
{heading}:
1. Der Gemeinderat stimmt dem Beitritt zu.
2. Die Verwaltung wird beauftragt, bis zum 30. Juni 2026 einen Vertrag vorzulegen.

Abstimmungsergebnis: einstimmig
"""


@pytest.mark.parametrize(
    ("heading", "is_draft"), [("Beschluss", False), ("Beschlussvorschlag", True)]
)
def test_resolutions_and_their_drafts(heading: str, is_draft: bool) -> None:
    document = read(RESOLUTION.format(heading=heading))
    decision, assignment = document.statements
    assert (decision.act, assignment.act) == (Act.DECISION, Act.ASSIGNMENT)
    assert decision.draft is assignment.draft is is_draft
    assert words(document, decision, "message") == "dem Beitritt"
    assert words(document, assignment, "source") == "Der Gemeinderat"
    assert words(document, assignment, "addressee") == "Die Verwaltung"
    assert words(document, assignment, "deadline") == "bis zum 30. Juni 2026"
    assert assignment.due is not None
    assert assignment.due.due_on == date(2026, 6, 30)


def test_a_motion_in_the_heading() -> None:
    document = read(
        "Niederschrift\n\nPunkt 4 der Tagesordnung: Mehr Bäume für die Altstadt \nAntrag: BLU \n"
        "Vorlage: 2026/0012 \n\nDer Vorsitzende ruft den Punkt auf.\n"
    )
    motion = document.statements[0]
    assert motion.act is Act.DEMAND
    assert words(document, motion, "cue") == "Antrag"
    assert words(document, motion, "source") == "BLU"
    assert words(document, motion, "message") == "Mehr Bäume für die Altstadt"


def test_a_word_torn_by_the_line_is_one_cue() -> None:
    document, statement = only(
        "Die Verwaltung der Stadt Auenstadt schlägt den Mitgliedern des Ausschusses in die-\n"
        "sem Jahr vor, den Haushalt früher zu beraten.\n"
    )
    assert statement.act is Act.DEMAND
    assert words(document, statement, "cue") == "schlägt | vor"


def test_a_page_mark_splits_the_message() -> None:
    document, statement = only(
        "Stadtrat Beck (BLU) meint, die Halle sei zu klein für den Sport und für alle Vereine,\n"
        "die dort seit vielen Jahren jede Woche üben und im Winter keinen anderen Platz in der\n\n"
        "– 2 –\n\nStadt haben.\n"
    )
    assert len(statement.message) == 2
    assert "– 2 –" not in words(document, statement, "message")


def test_pronouns_and_functions_are_resolved() -> None:
    document = read(
        "Ministerin Ulrike Sandmann begrüßte den Vorschlag. Sie versprach, das Geld zu zahlen. "
        "Die Ministerin wies die Kritik zurück."
    )
    assert {s.actor for s in document.statements} == {"Ulrike Sandmann"}


def test_names_for_one_circle_are_one_actor() -> None:
    document = read(
        "Die Rathauschefs begrüßten die Einigung. Die OBs forderten mehr Geld. "
        "Die Oberbürgermeister bedauerten die Frist."
    )
    assert {s.actor for s in document.statements} == {"Oberbürgermeister"}


def test_a_registry_names_the_actor() -> None:
    class Registry:
        def resolve(self, mention: str, dated_on: date | None) -> str | None:
            return "Sprengel Süd" if mention == "Die Runde" else None

    document = read("Die Runde forderte mehr Geld.", registry=Registry())
    assert document.statements[0].actor == "Sprengel Süd"


def test_doubtful_rules_are_less_sure() -> None:
    sure = read("Die Stadt forderte, die Frist zu verlängern.").statements[0]
    hope = read("Die Stadt hofft, dass das Land die Frist verlängert.").statements[0]
    assert hope.confidence < sure.confidence
    assert hope.is_doubtful
    assert not sure.is_doubtful


@pytest.mark.parametrize(
    ("text", "act", "cue", "source", "message"),
    [
        (
            "Ministerin Ulrike Sandmann sicherte den Kreisen Unterstützung zu.",
            Act.COMMITMENT,
            "sicherte | zu",
            "Ministerin Ulrike Sandmann",
            "Unterstützung",
        ),
        (
            "Wir reichen die Unterlagen bis Freitag nach.",
            Act.COMMITMENT,
            "reichen | nach",
            "Wir",
            "die Unterlagen bis Freitag",
        ),
        (
            "Die Stadt will bis Herbst ein Konzept vorlegen.",
            Act.COMMITMENT,
            "will",
            "Die Stadt",
            "bis Herbst ein Konzept vorlegen",
        ),
        (
            "Bitte schicken Sie mir die Liste.",
            Act.DEMAND,
            "Bitte",
            "mir",
            "schicken Sie mir die Liste",
        ),
        ("Können Sie uns die Zahlen schicken?", Act.DEMAND, "Können", "uns", "die Zahlen schicken"),
        (
            "Teilen Sie uns mit, ob Sie kommen.",
            Act.DEMAND,
            "Teilen | mit",
            "uns",
            "uns | ob Sie kommen",
        ),
        ("Scharfe Kritik kam von der Bürgerliste.", Act.CRITICISM, "Kritik", "der Bürgerliste", ""),
        (
            "Bürgermeisterin Roth hält den Vorschlag für eine gute Idee.",
            Act.APPROVAL,
            "hält | für eine gute Idee",
            "Bürgermeisterin Roth",
            "den Vorschlag",
        ),
        (
            "Stadtrat Beck (BLU): Das ist ein Armutszeugnis für die Stadt.",
            Act.CRITICISM,
            "Armutszeugnis",
            "Stadtrat Beck (BLU)",
            "Das",
        ),
        (
            "Stadtrat Beck (BLU): Es kann nicht sein, dass die Vereine zahlen.",
            Act.CRITICISM,
            "kann nicht sein",
            "Stadtrat Beck (BLU)",
            "dass die Vereine zahlen",
        ),
        (
            "„Wo sind die Zahlen?“, wollte Stadtrat Beck wissen.",
            Act.QUESTION,
            "wissen",
            "Stadtrat Beck",
            "Wo sind die Zahlen",
        ),
        (
            "Landrat Brenner: „Das ist ein wichtiger Schritt.“",
            Act.REPORT,
            ":",
            "Landrat Brenner",
            "Das ist ein wichtiger Schritt",
        ),
        (
            "Eine Ausweitung lehnt das Ministerium bislang ab.",
            Act.CRITICISM,
            "lehnt | ab",
            "das Ministerium",
            "Eine Ausweitung",
        ),
        (
            "Die Bürgerliste lehnte den Plan ab, die Mitte enthielt sich.",
            Act.CRITICISM,
            "lehnte | ab",
            "Die Bürgerliste",
            "den Plan",
        ),
        (
            "Der Vorsitzende eröffnet die Sitzung, begrüßt die Anwesenden und verweist auf die Einladung.",
            Act.REPORT,
            "verweist",
            "Der Vorsitzende",
            "die Einladung",
        ),
        (
            "Die Kosten steigen. Das hat Baudezernentin Roth eingeräumt.",
            Act.REPORT,
            "eingeräumt",
            "Baudezernentin Roth",
            "Die Kosten steigen",
        ),
        (
            "Beck warf der Verwaltung vor, den Rat zu spät informiert zu haben.",
            Act.CRITICISM,
            "warf | vor",
            "Beck",
            "den Rat zu spät informiert zu haben",
        ),
        (
            "Sie hatte zuvor vor einem Aufschub gewarnt.",
            Act.CRITICISM,
            "gewarnt",
            "Sie",
            "einem Aufschub",
        ),
        (
            "Aus unserer Sicht muss das Land die Kosten tragen.",
            Act.DEMAND,
            "muss",
            "unserer",
            "das Land die Kosten tragen",
        ),
    ],
)
def test_constructions_of_letters_news_and_debates(
    text: str, act: Act, cue: str, source: str, message: str
) -> None:
    document, statement = only(text)
    assert statement.act is act
    assert words(document, statement, "cue") == cue
    assert words(document, statement, "source") == source
    assert words(document, statement, "message") == message


@pytest.mark.parametrize(
    "text",
    [
        "Haben Sie das gesehen?",
        "Stadtrat Beck (BLU): Dem würde das Ministerium nie zustimmen.",
        "Punkt 8 der Tagesordnung: „Allianz Musterland“",
        "Der Bürgermeister begrüßte die Gäste.",
    ],
)
def test_what_only_looks_like_a_stance_is_none(text: str) -> None:
    assert not [s for s in read(text).statements if s.act is not Act.REPORT]


def test_a_mail_that_speaks_of_the_minutes_is_no_minutes() -> None:
    document = read(
        "Ich schicke Ihnen das Protokoll bis Freitag. Der Landrat hat mich gebeten, Ihnen das "
        "mitzuteilen. Können Sie damit leben?"
    )
    asked = document.statements[-1]
    assert words(document, asked, "message") == "Ihnen das mitzuteilen"
