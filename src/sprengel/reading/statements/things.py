"""Things and agents: "die Verlegung" says nothing, "die Verwaltung" does."""

from __future__ import annotations

from collections.abc import Sequence

from sprengel.language.tokens import Token
from sprengel.language.words import DETERMINERS, word_set

_THINGS = (
    "ungen", "keit", "keiten", "heiten", "ismus", "nisse", "plan", "konzept", "projekt", "zahl",
    "zahlen", "preis", "kosten", "system", "quote", "geld", "situation", "platz", "stelle", "lage",
    "prozent", "euro", "maßnahme", "maßnahmen", "sache", "punkt", "frage", "thema", "problem",
    "anteil", "weg", "ziel", "verkehr", "gebiet", "haushalt", "jahr", "zeit", "forderung", "bild",
    "raum", "bereich",
)  # fmt: skip
MONTHS = word_set(
    "januar februar märz april mai juni juli august september oktober november dezember montag "
    "dienstag mittwoch donnerstag freitag samstag sonntag"
)
ARTICLES = DETERMINERS | {"das", "die", "der"}
_AGENTS = word_set("stelle geschäftsstelle leitstelle seite")
_AGENT_ENDINGS = (
    "verwaltung", "regierung", "versammlung", "leitung", "beratung", "führung",
    "vertretung", "abteilung",
    "innung", "zeitung", "stiftung", "einigung", "vereinigung", "verbindung", "sitzung",
    "wirtschaft",
)  # fmt: skip


def names_thing(tokens: Sequence[Token], lo: int, hi: int) -> bool:
    """Whether the phrase's first noun is a thing; a pronoun is not."""
    first = next((t for t in tokens[lo:hi] if t.is_upper and t.low not in ARTICLES), None)
    if first is None or first.low in _AGENTS:
        return False
    low = first.low
    return low.endswith(_THINGS) or (low.endswith("ung") and not low.endswith(_AGENT_ENDINGS))
