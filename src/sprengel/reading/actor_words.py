"""The words that stand for people, parties and bodies, and how they are brought to one form."""

from __future__ import annotations

import re

from sprengel.language.words import word_set
from sprengel.reading.cast import Cast

MAYORS = re.compile(
    r"(?:OBs|Rathauschefs?|Rathausspitzen|Stadtoberhäupter|Stadtchefs|Oberbürgermeister|Runde|"
    r"Oberbürgermeisterinnen und Oberbürgermeister|Kommunalvertreter|Stadtoberhäuptern)$"
)
HE = word_set("er ihm ihn seiner seines seinen seinem sein")
SHE = word_set("sie ihr ihrer ihres ihren ihrem")
FIRST_PERSON = word_set("ich wir mich mir uns meiner unserer mein unser")
ARTICLE = re.compile(
    r"^(?:der|die|das|den|dem|des|ein|eine|einer|eines|einem|einen|unser|unsere|einige|mehrere[rn]?|"
    r"viele|alle|beide|diese[rs]?)\s+",
    re.IGNORECASE,
)
GROUP = re.compile(r"\b(?:seine|ihre|meine|unsere|seiner|ihrer|meiner|unserer)r?\s+Fraktion", re.I)
SENDER = re.compile(
    r"^[ \t>]*(?:Von|From):[ \t]*(?P<name>[^<\n]+?)[ \t]*(?:<[^>\n]*>)?[ \t]*$", re.M
)
WROTE = re.compile(r"^[ \t>]*Am [^\n]{6,40} schrieb (?P<name>[^\n:]{3,60}):", re.M)
SIGNED = re.compile(r"^[ \t]*(?:gez\.|i\.\s?A\.|i\.\s?V\.)\s+(?P<name>[^\n]{4,60}?)[ \t]*$", re.M)
GREETING = re.compile(
    r"^[ \t>]*(?:Mit [\w ]+ Grüßen|(?:Freundliche|Viele|Beste|Herzliche) Grüße)[ \t]*\n+[ \t]*"
    r"(?:gez\.|i\.\s?A\.|i\.\s?V\.)?[ \t]*(?P<name>[A-ZÄÖÜ][^\n]{3,60}?)[ \t]*$",
    re.M,
)
LETTER = re.compile(r"Sehr geehrte|Sehr geehrter|^Liebe[r]? |Mit freundlichen Grüßen", re.M)
CITY_BODIES = re.compile(
    r"(?:Gemeinderat|Stadtrat|Kreistag|[\w -]*[Aa]usschuss|[\w-]*beirat|Ortschaftsrat|Bürgerverein|"
    r"Nachbarschaftsverband|Gewerbeverein|Förderverein)"
)
LEAGUE_BODIES = re.compile(
    r"(?:Präsidium|Vorstand|Mitgliederversammlung|Hauptversammlung|Geschäftsstelle|Arbeitskreis\b.*)"
)
FACTION = re.compile(
    r"(?P<party>[\wÄÖÜ|/.]+(?: (?:LINKE|PARTEI)\.?)?)-\s?(?:\w+rats)?[Ff]raktion(?:\s.*)?$"
)
PARTY = re.compile(
    r"(?:CDU|CSU|SPD|FDP|AfD|BSW|GR[ÜU]NEN?|Grünen?|(?:D[Ii][Ee] )?LINKEN?\.?|Linken?|"
    r"Freien? Wähler|FW)"
)
REPLY_OF = re.compile(
    r"(?:(?:schriftliche )?(?:Antwort|Stellungnahme)) der (?:Stadt)?[Vv]erwaltung\b"
)


def party_name(written: str) -> str:
    """One name for one party: "GRÜNEN" and "GRÜNE", "LINKE" and "DIE LINKE."."""
    if re.fullmatch(r"(?:D[Ii][Ee] )?LINKEN?\.?", written):
        return "DIE LINKE."
    return {"GRÜNEN": "GRÜNE", "Grünen": "Grüne"}.get(written, written)


def place_in(cast: Cast, body: str) -> None:
    """What the caller knows of the document's body goes before what the text seems to say."""
    if city := re.match(r"(?:Große Kreis|Landeshaupt|Universitäts)?[Ss]tadt\s+(?P<city>.+)$", body):
        cast.city = city["city"]
    elif re.match(r"\w*(?:bund|tag|verband)\b", body):
        cast.league = body


TITLED = re.compile(r"(?:Herrn?|Frau|(?:Prof\.\s)?Dr\.)\s[^,]{3,40}$")
SHORT = re.compile(r"Verein|Ministerium|Verband|Ausschuss|Beirat|Amt|Werk|Gesellschaft|Kammer")
SALUTATION = re.compile(
    r"^[ \t>]*(?:Sehr geehrte[r]?|Liebe[r]?|Guten Tag) (?:Herrn?|Frau)\s+"
    r"(?:(?:Ober)?bürgermeister(?:in)?\s+|Stadtr\w+\s+|(?:Prof\.|Dr\.)\s+)*(?P<name>[^,!\n]{2,40})[,!]",
    re.M | re.I,
)
HE_BODIES = re.compile(
    r"(?:rat|ausschuss|beirat|vorstand|verband|verein|bund|tag|kreis|sprengel|konzern|senat|"
    r"minister|magistrat|dienst|betrieb|rechnungshof)\b",
    re.I,
)
"""Bodies of which German says "er"."""
NO_CITY = re.compile(
    r"Land|Länder|Bund|Kreis|Deutschland|Europa|Bayern|Hessen|Sachsen|Berlin|Brüssel|Ziffer|Punkt"
)
DOCUMENT_OF = re.compile(
    r"(?:Gutachten|Umfrage|Papier|Studie|Untersuchung|Mitteilung|Pressemitteilung|Schreiben|Brief) "
    r"(?P<issuer>de[rs]\s.+)$"
)
ADDRESS = re.compile(
    r"^[ \t]*(?:Herrn?|Frau)\b[^\n.]{0,50}\n[ \t]*(?P<name>[A-ZÄÖÜ][^\n,\d]{4,40})$", re.M
)
NO_PERSON = re.compile(
    r"(?:rat|rats|ausschuss|fraktion|verwaltung|beirat|versammlung|präsidium|vorstand|antrag|stadt|"
    r"amt|GmbH|verband|verein|bund)\b",
    re.I,
)
OFFICE_SHORT = re.compile(r"^OV(?:in)? ")


SPRENGEL = re.compile(r"\b(?:\w+-)?Sprengels?[ \n](?P<name>[A-ZÄÖÜ][\wäöüß-]{3,})")
LONG_GENITIVE = re.compile(r"(?:nd|at|ag|mt|is|ss|rt|nst|rg|ck|st|zt|ht)es$")
BODY_NAMES = re.compile(
    r"(?:Stadt|Gemeinde|Kreis|Orts(?:chafts)?|Bezirks|Bundes|Aufsichts|Verwaltungs|Samtgemeinde)?"
    r"(?:rat|rats|rates|tag|tags|tages|beirat|Rat)"
)
MOVED_BY = re.compile(
    r"^[ \t]*(?:\w+er )?(?:\w*[Aa]ntrag|Anfrage)(?: der)?:[ \t]*(?P<movers>[^\n]{2,80}?)[ \t]*$",
    re.M,
)
FULL_NAME = re.compile(
    r"[A-ZÄÖÜ][a-zäöüßé]+(?:-[A-ZÄÖÜ][a-zäöüßé]+)? "
    r"(?:(?:von|van|de|zu|al|ten|Edler von|Graf|Gräfin|Freiherr von|Freifrau von) )?"
    r"[A-ZÄÖÜ][\w’'-]+"
)
NAME_WITH_OFFICE = re.compile(rf"(?P<name>{FULL_NAME.pattern}) \((?P<office>[^()]+)\)")


def plain(mention: str) -> str:
    """On one line, words mended, hyphens plain."""
    mended = re.sub(r"[-‐‑]\s*\n\s*(?=[a-zäöüß])", "", mention)
    mended = re.sub(r"[-‐]\s*\n\s*", "-", mended).replace("‑", "-")
    return re.sub(r"\s+", " ", mended).strip()


def nominative(mention: str) -> str:
    """Without its article; a genitive's ending goes with it: "des Ministeriums"."""
    genitive = re.match(r"(?:des|eines|unseres)\s", mention, re.IGNORECASE) is not None
    bare = ARTICLE.sub("", mention)
    if not genitive:
        return bare
    head, _, rest = bare.partition(" ")
    if LONG_GENITIVE.search(head):
        head = head[:-2]
    elif head.endswith("s") and not head.endswith("ss"):
        head = head[:-1]
    return f"{head} {rest}".strip()
