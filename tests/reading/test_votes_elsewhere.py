"""How other councils put it: results in one line and whole extracts, all of invented places."""

from __future__ import annotations

import pytest

from sprengel.reading.document import ReadDocument
from sprengel.reading.results import read_result
from sprengel.reading.votes import find_votes

PHRASES = [
    ("einstimmig beschlossen", "adopted", "unanimous", (None, None, None)),
    ("Abstimmung: 12 Ja, 3 Nein, 2 Enthaltungen", "adopted", "majority", (12, 3, 2)),
    ("mit Stimmenmehrheit angenommen", "adopted", "majority", (None, None, None)),
    ("bei einer Gegenstimme angenommen", "adopted", "majority", (None, 1, None)),
    ("Der Antrag wird abgelehnt", "rejected", None, (None, None, None)),
    ("vertagt", "postponed", None, (None, None, None)),
    ("zur Kenntnis genommen", "noted", None, (None, None, None)),
    ("Die Vorlage wird einstimmig zur Kenntnis genommen.", "noted", None, (None, None, None)),
    (
        "mit zwölf Ja-Stimmen gegen drei Nein-Stimmen bei zwei Enthaltungen angenommen",
        "adopted",
        "majority",
        (12, 3, 2),
    ),
    ("mit 15 gegen 9 Stimmen bei 1 Enthaltung beschlossen", "adopted", "majority", (15, 9, 1)),
    ("mehrheitlich abgelehnt (6 JA, 35 Nein)", "rejected", "majority", (6, 35, None)),
    ("einstimmig bei einer Enthaltung angenommen", "adopted", "unanimous", (None, None, 1)),
    ("einstimmig, bei 3 Stimmenthaltungen", "adopted", "unanimous", (None, None, 3)),
    (
        "mehrheitlich, bei 4 Nein-Stimmen und 1 Enthaltung, beschlossen",
        "adopted",
        "majority",
        (None, 4, 1),
    ),
    ("Ja: 24 Nein: 10 Enthaltung: 0", "adopted", "majority", (24, 10, 0)),
    ("Ja-Stimmen: 11, Nein-Stimmen: 11", "rejected", "majority", (11, 11, None)),
    ("bei Stimmengleichheit abgelehnt", "rejected", "majority", (None, None, None)),
    ("von der Tagesordnung abgesetzt", "postponed", None, (None, None, None)),
    ("in die nächste Sitzung vertagt", "postponed", None, (None, None, None)),
    ("zurückgestellt", "postponed", None, (None, None, None)),
    ("bis zur nächsten Sitzung zurückgestellt", "postponed", None, (None, None, None)),
    ("an den Ausschuss für Umwelt verwiesen", "referred", None, (None, None, None)),
    ("zur weiteren Beratung in die Fraktionen verwiesen", "referred", None, (None, None, None)),
    ("an den Haupt- und Finanzausschuss überwiesen", "referred", None, (None, None, None)),
    ("vom Antragsteller zurückgezogen", "withdrawn", None, (None, None, None)),
    ("Antrag hat sich erledigt", "settled", None, (None, None, None)),
    ("für erledigt erklärt", "settled", None, (None, None, None)),
    ("durch Verwaltungshandeln erledigt", "settled", None, (None, None, None)),
    ("ungeändert beschlossen", "adopted", None, (None, None, None)),
    ("geändert beschlossen", "adopted", None, (None, None, None)),
    ("mit Änderungen beschlossen", "adopted", None, (None, None, None)),
    ("abweichend beschlossen", "adopted", None, (None, None, None)),
    ("wie vorgeschlagen beschlossen", "adopted", None, (None, None, None)),
    ("Zustimmung", "adopted", None, (None, None, None)),
    ("einstimmige Zustimmung", "adopted", "unanimous", (None, None, None)),
    ("einstimmig empfohlen", "adopted", "unanimous", (None, None, None)),
    ("mehrheitlich empfohlen (9:4:1)", "adopted", "majority", (9, 4, 1)),
    ("Empfehlung: einstimmig", "adopted", "unanimous", (None, None, None)),
    ("Abstimmungsergebnis: 9 : 4 : 1", "adopted", "majority", (9, 4, 1)),
    (
        "Für den Antrag: 17 Gegen den Antrag: 24 Enthaltungen: 2",
        "rejected",
        "majority",
        (17, 24, 2),
    ),
    ("17 Stimmen dafür, 24 Stimmen dagegen, 2 Enthaltungen", "rejected", "majority", (17, 24, 2)),
    ("Mit 17 Für- und 4 Gegenstimmen angenommen", "adopted", "majority", (17, 4, None)),
    ("einstimmig (18 Ja-Stimmen)", "adopted", "unanimous", (18, None, None)),
    ("22 JA / 0 NEIN / 0 ENTHALTUNG", "adopted", "unanimous", (22, 0, 0)),
    ("Ja 22 / Nein 0 / Enthaltung 0", "adopted", "unanimous", (22, 0, 0)),
    (
        "mit den Stimmen von SPD und Grünen gegen die Stimmen der CDU angenommen",
        "adopted",
        "majority",
        (None, None, None),
    ),
    (
        "gegen die Stimmen der AfD-Fraktion mehrheitlich angenommen",
        "adopted",
        "majority",
        (None, None, None),
    ),
    ("mehrheitlich gegen 2 Stimmen beschlossen", "adopted", "majority", (None, 2, None)),
    ("mit 2 Gegenstimmen angenommen", "adopted", "majority", (None, 2, None)),
    (
        "bei drei Gegenstimmen und einer Stimmenthaltung angenommen",
        "adopted",
        "majority",
        (None, 3, 1),
    ),
    (
        "Der Beschlussvorschlag wurde mit 8 Ja- und 5 Neinstimmen angenommen",
        "adopted",
        "majority",
        (8, 5, None),
    ),
    ("Dem Antrag wird nicht zugestimmt", "rejected", None, (None, None, None)),
    ("nicht angenommen", "rejected", None, (None, None, None)),
    ("Der Antrag fand keine Mehrheit", "rejected", None, (None, None, None)),
    (
        "Der Antrag ist damit abgelehnt: 5 Ja-Stimmen, 14 Nein-Stimmen",
        "rejected",
        "majority",
        (5, 14, None),
    ),
    ("einstimmig abgelehnt", "rejected", "unanimous", (None, None, None)),
    ("Entscheidung: mehrheitlich dafür", "adopted", "majority", (None, None, None)),
    ("alle dafür", "adopted", "unanimous", (None, None, None)),
    ("ohne Gegenstimmen und Enthaltungen angenommen", "adopted", "unanimous", (None, 0, 0)),
    ("ohne Gegenstimmen bei 1 Enthaltung beschlossen", "adopted", "majority", (None, 0, 1)),
    ("teilweise angenommen", "partly_adopted", None, (None, None, None)),
    ("in Teilen beschlossen", "partly_adopted", None, (None, None, None)),
    ("Kenntnis genommen", "noted", None, (None, None, None)),
    ("Kenntnisnahme erfolgt", "noted", None, (None, None, None)),
    ("Der Ausschuss nimmt Kenntnis.", "noted", None, (None, None, None)),
    ("Von der Mitteilung wurde Kenntnis genommen", "noted", None, (None, None, None)),
    ("Keine Abstimmung", None, None, (None, None, None)),
    ("Eine Abstimmung findet nicht statt", None, None, (None, None, None)),
    ("Nicht abgestimmt", None, None, (None, None, None)),
    ("einundzwanzig Ja-Stimmen, dreizehn Nein-Stimmen", "adopted", "majority", (21, 13, None)),
    ("Ja: einundzwanzig, Nein: dreizehn, Enthaltungen: keine", "adopted", "majority", (21, 13, 0)),
    ("14 Jastimmen 3 Neinstimmen 1 Stimmenthaltung", "adopted", "majority", (14, 3, 1)),
    ("14 Ja-Stimmen, keine Nein-Stimmen, 2 Enthaltungen", "adopted", "majority", (14, 0, 2)),
    ("Angenommen", "adopted", None, (None, None, None)),
    ("angenommen mit 31 zu 12 Stimmen bei 3 Enthaltungen", "adopted", "majority", (31, 12, 3)),
    (
        "Wahl: Frau Sommer wird mit 28 Ja-Stimmen bei 3 Enthaltungen gewählt",
        "adopted",
        "majority",
        (28, None, 3),
    ),
    ("einstimmig gewählt", "adopted", "unanimous", (None, None, None)),
    (
        "Dem Verwaltungsvorschlag wird einstimmig gefolgt",
        "adopted",
        "unanimous",
        (None, None, None),
    ),
    ("gemäß Beschlussvorlage", "adopted", None, (None, None, None)),
    ("mit Mehrheit angenommen", "adopted", "majority", (None, None, None)),
    ("mit großer Mehrheit abgelehnt", "rejected", "majority", (None, None, None)),
    ("mit knapper Mehrheit abgelehnt", "rejected", "majority", (None, None, None)),
    ("Mehrheit dafür", "adopted", "majority", (None, None, None)),
    ("einst. beschlossen", "adopted", "unanimous", (None, None, None)),
    ("mehrh. beschlossen", "adopted", "majority", (None, None, None)),
    ("Abst.: einst.", "adopted", "unanimous", (None, None, None)),
]


@pytest.mark.parametrize(("phrase", "outcome", "majority", "counts"), PHRASES)
def test_a_result_in_one_line(phrase, outcome, majority, counts):
    result = read_result(phrase)
    assert result is not None
    assert (result.outcome, result.majority) == (outcome, majority)
    assert (result.yes, result.no, result.abstain) == counts


EXTRACTS = [
    (
        """Auszug aus der Niederschrift der Sitzung des Stadtrates Lindach vom 4. Mai 2026

TOP Ö 5: Neubau der Kita am Auenweg
Vorlage: VO/2026/123

Der Stadtrat beschließt den Neubau.

Abstimmung:
Ja-Stimmen: 12
Nein-Stimmen: 3
Enthaltungen: 2
""",
        [("5", "adopted", "majority", (12, 3, 2))],
    ),
    (
        """Niederschrift über die Sitzung des Gemeinderats Auenstadt

§ 12 Feuerwehrbedarfsplan

Beschluss:
Der Gemeinderat stimmt dem Bedarfsplan zu.
(einstimmig)

§ 13 Anfragen

Herr Kröger fragt nach dem Radweg.
""",
        [("12", "adopted", "unanimous", (None, None, None))],
    ),
    (
        """Protokoll der 12. Sitzung des Rates der Stadt Moorbeck

5. Bebauungsplan Nr. 17 „Am Hang“

Beschluss:
Der Rat beschließt den Bebauungsplan als Satzung.

Abstimmungsergebnis: mehrheitlich angenommen
21 dafür, 4 dagegen, 1 Enthaltung
""",
        [("5", "adopted", "majority", (21, 4, 1))],
    ),
    (
        """Protokoll der Sitzung des Ortsbeirats Steinwede

TOP 3: Antrag der Freien Liste: Zebrastreifen am Markt

Der Antrag wird bei zwei Enthaltungen einstimmig angenommen.

TOP 4: Antrag der Bürgerunion: Bank am Weiher

Der Antrag wird mit 3 Ja-Stimmen und 6 Nein-Stimmen abgelehnt.

TOP 5: Mitteilungen

Die Mitteilungen werden zur Kenntnis genommen.

TOP 6: Spielplatz

Der Punkt wird auf die nächste Sitzung vertagt.

TOP 7: Antrag der Grünen Liste

Der Antrag wird von der Antragstellerin zurückgezogen.

TOP 8: Antrag der Bürgerunion: Papierkörbe

Der Antrag wird in den Bauausschuss verwiesen.
""",
        [
            ("3", "adopted", "unanimous", (None, None, 2)),
            ("4", "rejected", "majority", (3, 6, None)),
            ("5", "noted", None, (None, None, None)),
            ("6", "postponed", None, (None, None, None)),
            ("7", "withdrawn", None, (None, None, None)),
            ("8", "referred", None, (None, None, None)),
        ],
    ),
    (
        """Niederschrift der Sitzung des Kreistags

Zu Punkt 4 der Tagesordnung: Kreisumlage

Beschluss:
Die Kreisumlage wird auf 32,5 v. H. festgesetzt.

Abstimmungsergebnis:
Änderungsantrag der Fraktion Grüne Liste: 14 Ja, 31 Nein – abgelehnt
Beschlussvorschlag der Verwaltung: 33 Ja, 10 Nein, 2 Enthaltungen – angenommen
""",
        [("4", "adopted", "majority", (33, 10, 2))],
    ),
    (
        """Protokoll Stadtverordnetenversammlung Hohenfurt

TOP 7 Haushaltssatzung 2026
Beschluss-Nr. 17/2026: Die Stadtverordnetenversammlung beschließt die Haushaltssatzung.
Abstimmungsergebnis: Ja 18 Nein 5 Enthaltung 1 (mehrheitlich beschlossen)

TOP 8 Bericht der Kämmerei
Kenntnisnahme
""",
        [("7", "adopted", "majority", (18, 5, 1))],
    ),
    (
        """Niederschrift Sitzung Haupt- und Finanzausschuss Erlenburg

Punkt 2 der Tagesordnung: Zuschüsse

Antrag 2.1: Musikschule
Antrag 2.2: Tierheim
Antrag 2.3: Jugendzentrum

Abstimmungsergebnis:
Antrag 2.1: einstimmig zugestimmt
Antrag 2.2: mehrheitlich abgelehnt (4 Ja, 9 Nein)
Antrag 2.3: zurückgezogen
""",
        [
            ("2.1", "adopted", "unanimous", (None, None, None)),
            ("2.2", "rejected", "majority", (4, 9, None)),
            ("2.3", "withdrawn", None, (None, None, None)),
        ],
    ),
    (
        """Niederschrift der Sitzung des Rates

TOP 9: Resolution zum Nahverkehr

Beratungsergebnis: Einstimmig

TOP 10: Stellplatzsatzung

Beratungsergebnis: Mit Stimmenmehrheit, Ja 14, Nein 8, Enthaltung 1

TOP 11: Wochenmarkt

Beratungsergebnis: Zurückgestellt
""",
        [
            ("9", "adopted", "unanimous", (None, None, None)),
            ("10", "adopted", "majority", (14, 8, 1)),
            ("11", "postponed", None, (None, None, None)),
        ],
    ),
    (
        """Sitzungsprotokoll Verbandsversammlung

TOP 2: Jahresabschluss

Die Versammlung nimmt den Jahresabschluss einstimmig zur Kenntnis.

TOP 3: Umlage

Die Versammlung beschließt die Umlage mit fünfzehn Ja-Stimmen bei drei Gegenstimmen.

TOP 4: Antrag Sandhafen

Der Antrag findet mit 7 zu 11 Stimmen keine Mehrheit.
""",
        [
            ("2", "noted", None, (None, None, None)),
            ("3", "adopted", "majority", (15, 3, None)),
            ("4", "rejected", "majority", (7, 11, None)),
        ],
    ),
    (
        """Niederschrift über die öffentliche Sitzung des Gemeinderates

TOP 6
Ausbau der Kirchgasse

Beschluss: Der Auftrag wird an die Firma vergeben.
Abstimmungsergebnis: 15 : 0

TOP 7
Erlass einer Veränderungssperre

Beschluss: Die Satzung wird beschlossen.
Abstimmungsergebnis: 9:6
""",
        [("6", "adopted", "unanimous", (15, 0, None)), ("7", "adopted", "majority", (9, 6, None))],
    ),
    (
        """Protokoll des Rates

TOP 3: Sportplatz

Beschluss:
Der Rat nimmt den Bericht zur Kenntnis.

Abstimmungsergebnis: ohne Abstimmung

TOP 4: Antrag Bürgerunion

Beschluss:
Der Antrag wird abgelehnt.

Abstimmungsergebnis: 8 Ja, 20 Nein
""",
        [("3", "noted", None, (None, None, None)), ("4", "rejected", "majority", (8, 20, None))],
    ),
    (
        """Niederschrift der Ratssitzung

TOP 5: Antrag der Freien Liste: Tempo 30

Beschluss:
Der Antrag wird abgelehnt.

Abstimmungsergebnis: einstimmig

TOP 6: Gebühren

Beschluss: Vertagt.
""",
        [
            ("5", "rejected", "unanimous", (None, None, None)),
            ("6", "postponed", None, (None, None, None)),
        ],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), EXTRACTS)
def test_an_extract(text, wanted):
    votes = find_votes(ReadDocument(name="", text=text))
    items = [v for v in votes if "," not in v.item]  # without amendments and paragraphs
    assert [(v.item, v.outcome, v.majority, (v.yes, v.no, v.abstain)) for v in items] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Beschluss:\n1. Der Rat beschließt den Plan.\n2. Die Verwaltung wird beauftragt.\n\n"
        "Abstimmungsergebnis: einstimmig\n",
        "Der Rat hat wie folgt beraten:\n\n12 Punkte sind offen.\n\nBeschluss:\nVertagt.\n"
        "Abstimmungsergebnis: einstimmig\n",
    ],
)
def test_a_numbered_paragraph_is_no_item(text):
    assert {v.item for v in find_votes(ReadDocument(name="", text=text))} == {""}
