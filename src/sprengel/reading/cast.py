"""Who appears in a document: people with names, functions and parties; its city and its body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from sprengel.language.words import word_set

_NAME = r"[A-ZÄÖÜ][\w’'‑‐-]*[a-zäöüßøéíáóńśłž][\w’'‑‐-]*"
_PARTICLES = (
    r"(?:von|van|zu|zur|de|del|di|al|el|ten|ter|la|van der|von der|Freiherr|Freifrau|Graf|"
    r"Gräfin|Edler|Ritter)"
)
_ACADEMIC = r"(?:Prof\.|Dr\.|Dipl\.-\w+\.?|Dr\.-Ing\.|h\.\s?c\.|med\.|phil\.|jur\.|Ing\.)"
_FUNCTION_END = (
    r"meister(?:in)?s?|präsident(?:in|en)?|minister(?:in|s)?|sekretär(?:in|s)?|direktor(?:in|s)?|"
    r"leiter(?:in|s)?|referent(?:in|en)?|vorsitzende[rn]?|sprecher(?:in|s)?|(?<!gemeinde)(?<!Gemeinde)(?<!bei)rats?|rätin|räte|"
    r"kämmerer|kämmerin|kämmerers|geschäftsführer(?:in|s)?|chef(?:in|s)?|mitglied(?:s)?|"
    r"vertreter(?:in|s)?|beigeordnete[rn]?|berater(?:in|s)?|dezernent(?:in|en)?|kollege|kollegin|"
    r"kollegen|vorsteher(?:in|s)?|beauftragte[rn]?|abgeordnete[rn]?|kanzler(?:in|s)?|intendant(?:in|en)?|"
    r"manager(?:in)?|architekt(?:in)?|pfarrer(?:in)?|dekan(?:in)?|juwelier|vorstand|obfrau|obmann|"
    r"gutachter(?:in)?|planer(?:in)?|förster(?:in)?|kommandant(?:in)?|rektor(?:in)?|"
    r"dirigent(?:in|en)?|professor(?:in|s)?|anwalt|anwältin|amtfrau|amtmann|inhaber(?:in|s)?|"
    r"betreiber(?:in|s)?|unternehmer(?:in|s)?|experte|expertin|experten|ökonom(?:in|en)?"
)
_FUNCTION = (
    rf"(?:(?=[A-ZÄÖÜ])[\w-]*?(?i:{_FUNCTION_END})(?![\w-])|Herrn?|Frau|OB(?:in)?|BM(?:in)?|"
    r"GR(?:in)?|GF|StR(?:in)?)"
)
_PERSON = re.compile(
    rf"(?:(?P<function>(?<![\w-]){_FUNCTION})(?:\s+(?:des|der|vom|von)\s+[A-ZÄÖÜ][\w-]+){{0,1}},?\s+)?"
    rf"(?:(?:{_ACADEMIC})\s*)*"
    rf"(?P<name>{_NAME}(?:[ \t\xa0]+(?:[A-ZÄÖÜ]\.|{_PARTICLES}[ \t\xa0]+(?:(?:zu|von)[ "
    rf"\t\xa0]+)?{_NAME}|{_PARTICLES}\s*-?{_NAME}|{_NAME})){{0,4}})"
    r"(?:\s*\((?P<party>[^()\n]{2,30})\))?"
)
_IS_FUNCTION = re.compile(_FUNCTION)
_LEADING = re.compile(
    rf"^(?:(?:{_FUNCTION}|{_ACADEMIC}|Der|Die|der|die|den|dem|des|deren|dessen|Erste[rn]?|erste[rn]?)(?:\s+|$))+"
)
_APPOSITION = re.compile(
    rf"\b(?P<name>{_NAME}),\s+(?:(?:der|die|den|dem)\s+)?(?:[\w-]+(?:er|e|en)\s+)?(?P<function>{_FUNCTION})\b"
)
_WITH_ARTICLE = re.compile(
    r"\b(?:das|die|den|dem|des|ein|eine|kein|keine|mehr|im|am|zum|zur|vom|viel|ihr|sein)\s+([A-ZÄÖÜ][\w-]+)"
)
_NO_CITY = re.compile(
    r"vorlage|mitteilung|protokoll|schrift|sitzung|schreiben|bericht|ausschuss|antrag|amt|haus|"
    r"saal|herr|frau|^(?:dez|az|betr|tel|fax|anl)$|dr$|prof|rat$|verband|bund$|tag$|straße|"
    r"platz|Nr|Die |Der |Das ",
    re.IGNORECASE,
)
_CITY = re.compile(
    r"(?:Stadt|Gemeinde|Landeshauptstadt|Universitätsstadt)\s+(?P<city>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ]\w+)?)"
)
_PLACES = (
    (3, re.compile(r"\b\d{5}[ \n]([A-ZÄÖÜ][a-zäöüß]{3,})\b")),
    (
        2,
        re.compile(
            r"\b(?:Stadtwerken?|Gesamtstadt|Klinikum|Innenstadt)\s+([A-ZÄÖÜ][a-zäöüß]{3,})\b"
        ),
    ),
    (1, re.compile(r"\b(?:[Ii]n|[Aa]us|[Nn]ach|[Vv]on|Stadtgarten)\s+([A-ZÄÖÜ][a-zäöüß]{3,})\b")),
)
"""Where places are named, and how much that says."""
_OF_CLUB = re.compile(r"\b[A-ZÄÖÜ][\w-]+ ([A-ZÄÖÜ][a-zäöüß]{3,}) (?:GmbH|e\. ?V\.)")
_NO_PLACE = re.compile(
    r"(?:ung|ungen|keit|heit|schaft|tion|ion|ismus|tät|raum|land|seite|form|zeit|frage|jahr|summe)s?n?$|"
    r"^(?:Ziffer|Absatz|Anlage|Anspruch|Bezug|Folge|Gang|Haft|Höhe|Kauf|Kraft|Ordnung|Punkt|Sachen|"
    r"Schulen|Zukunft|Deutschland|Baden|Bayern|Hessen|Sachsen|Europa|Berlin|Januar|Februar|März|April|Juni|Juli|August|"
    r"September|Oktober|November|Dezember|Frau|Herrn?|Euro|Prozent|Millionen|Stadtr\w+)$"
)
_DATELINE_CITY = re.compile(
    r"^\s*(?P<city>[A-ZÄÖÜ][a-zäöüß]+(?:[- ][A-ZÄÖÜ][a-zäöüß]+)?)(?:,\s*\d{1,2}\.|\s+[–-]\s|"
    r"\s\([a-z]|\.\s)",
    re.MULTILINE,
)
_LEAGUE = re.compile(
    r"\b(?P<league>(?:Deutscher )?(?:Städtebund|Städtetag|Gemeindetag|Landkreistag|Gemeindebund|"
    r"Landkreisbund|Städte- und Gemeindebund)s?(?:\s+[A-ZÄÖÜ][\w]+(?:-[A-ZÄÖÜ]\w+)?)?)"
)
_LEAGUE_IN_CAPITALS = re.compile(
    r"\b(?:STÄDTEBUND|STÄDTETAG|GEMEINDETAG|LANDKREISTAG|GEMEINDEBUND)[ \t]+"
    r"[A-ZÄÖÜ]{4,}(?:-[A-ZÄÖÜ]+)?"
)
_NOT_NAMES = word_set(
    "der die das den dem und in im am auf für bei mit sehr geehrte geehrter herr frau stadt land "
    "bund gemeinderat rat verwaltung antrag punkt vorlage tagesordnung januar februar märz april "
    "mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag "
    "freitag samstag sonntag als an zu von vom abstimmung co niederschrift sitzung beschluss "
    "pressemitteilung haus wer was wie wo"
)
_FEMALE = re.compile(r"(?:in|Frau|rätin|Vorsitzende)$")


def surname(name: str) -> str:
    return name.split()[-1] if name.split() else name


@dataclass(slots=True)
class Person:
    name: str
    party: str = ""
    functions: set[str] = field(default_factory=set)
    is_female: bool | None = None

    @property
    def canonical(self) -> str:
        return f"{self.name} ({self.party})" if self.party else self.name


@dataclass(slots=True)
class Cast:
    city: str
    league: str
    people: dict[str, Person]
    mentions: list[tuple[int, Person]]
    """Where people are named, in text order."""
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [start for start, _ in self.mentions]

    def person_before(self, offset: int, *, female: bool | None, reach: int) -> Person | None:
        mention = self.mention_before(offset, female=female, reach=reach)
        return mention[1] if mention else None

    def mention_before(
        self, offset: int, *, female: bool | None, reach: int
    ) -> tuple[int, Person] | None:
        for index in range(bisect_left(self.starts, offset) - 1, -1, -1):
            start, person = self.mentions[index]
            if offset - start > reach:
                return None
            if female is None or person.is_female is None or person.is_female == female:
                return start, person
        return None

    def by_function(self, function: str) -> Person | None:
        """ "die Ministerin" → the person called "Verkehrsministerin"."""
        low = function.lower()
        stems = (low, low.removesuffix("s"), low.removesuffix("en"), low.removesuffix("in"))
        for person in self.people.values():
            if any(known.lower() in stems for known in person.functions):
                return person
        for person in self.people.values():
            if any(known.lower().endswith(low) for known in person.functions):
                return person
        return None


def find_cast(text: str) -> Cast:
    people: dict[str, Person] = {}
    mentions: list[tuple[int, Person]] = []
    plain = text if len(text) < 400_000 else text[:400_000]
    nouns = _nouns(plain)
    for found in _PERSON.finditer(plain):
        function = found["function"] or ""
        party = found["party"] or ""
        if is_function(party):
            party = ""
        if party and not re.match(r"[A-ZÄÖÜ][^\d]*$", party):
            party = ""
        words = found["name"].replace("‑", "-").replace("‐", "-").split()
        function, words = _without_functions(function, words)
        if not words or not _is_name(words, bool(function), bool(party)):
            continue
        if not function and not party and (words[-1] in nouns or words[0] in nouns):
            continue
        key = words[-1]
        person = people.get(key)
        if person is None:
            if (
                not function
                and not party
                and (len(words) < 2 or plain.count(key) < 2 or plain.count(words[0]) > 9)
            ):
                continue
            person = people[key] = Person(" ".join(words))
        _learn(person, words, function, party)
        mentions.append((found.start("name"), person))
    _appositions(plain, people)
    return Cast(_find_city(plain), _find_league(plain), people, mentions)


def _appositions(text: str, people: dict[str, Person]) -> None:
    """ "Heute-Bluhm, Vorstandsmitglied des Städtetags": a function that stands behind the name."""
    for found in _APPOSITION.finditer(text):
        person = people.get(found["name"])
        if person is not None and not _IS_FUNCTION.fullmatch(found["name"]):
            _learn(person, person.name.split(), found["function"], "")


def is_function(words: str) -> bool:
    """ "(Direktor Zoo)" is an office and no party."""
    return any(_IS_FUNCTION.fullmatch(word) for word in words.split())


def _without_functions(function: str, words: list[str]) -> tuple[str, list[str]]:
    """ "Zusage von Staatssekretärin Tatjana B.": the name begins behind the last function."""
    for index in range(len(words) - 1, -1, -1):
        if _IS_FUNCTION.fullmatch(words[index]):
            return words[index], words[index + 1 :]
    return function, words


def _nouns(text: str) -> frozenset[str]:
    """Words the text uses with an article: no names, though they are capitalised."""
    return frozenset(_WITH_ARTICLE.findall(text))


def _find_city(text: str) -> str:
    mended = re.sub(r"[-‐]\s*\n\s*(?=[a-zäöüß])", "", text[:60_000])
    named = Counter(
        m["city"] for m in _CITY.finditer(mended) if m["city"].lower() not in _NOT_NAMES
    )
    for city, _ in named.most_common(3):
        if len(re.findall(rf"\b{re.escape(city)}", mended)) > 1:
            return str(city)
    if named:
        return str(named.most_common(1)[0][0])
    for dateline in _DATELINE_CITY.finditer(text, 0, 400):
        city = dateline["city"]
        if city.lower() not in _NOT_NAMES and not _NO_CITY.search(city):
            return str(city)
    return _place(mended)


def _place(text: str) -> str:
    """The place a text speaks of most, if it does not only touch it."""
    nouns = _nouns(text)
    found: Counter[str] = Counter()
    for weight, pattern in _PLACES:
        for match in pattern.finditer(text):
            place = match[1]
            if place not in nouns and not _NO_PLACE.search(place):
                found[place] += weight
    for place in {m[0]: m[1] for m in _OF_CLUB.finditer(text)}.values():
        found[place] += 1  # each club once: its own name stands there, too
    for place in found:
        adjective = re.sub(r"(?:en|e)$", "", place) + "er"
        found[place] += len(re.findall(rf"\b{re.escape(adjective)}\b", text))
    place, count = found.most_common(1)[0] if found else ("", 0)
    return place if count > 1 else ""


def _find_league(text: str) -> str:
    named = [
        re.sub(r"((?:bund|tag))e?s\b", r"\1", m["league"])
        for m in _LEAGUE.finditer(text, 0, 60_000)
    ]
    named = [name for name in named if name.split()[-1].lower() not in _NOT_NAMES]
    full = Counter(name for name in named if " " in name)
    if full:
        return full.most_common(1)[0][0]
    if named:
        return named[0]
    letterhead = _LEAGUE_IN_CAPITALS.search(text, 0, 400)
    return letterhead[0].title() if letterhead else ""


def _is_name(words: list[str], has_function: bool, has_party: bool) -> bool:
    if any(word[0].isupper() and word.lower().rstrip(".") in _NOT_NAMES for word in words):
        return False
    if any(
        re.search(r"(?:ung|keit|schaft|tion|amt|rat|bund|tag|haus|platz|straße)$", w)
        for w in words[-1:]
    ):
        return False
    return has_function or has_party or len(words) >= 2


def _learn(person: Person, words: list[str], function: str, party: str) -> None:
    name = " ".join(words)
    if len(words) > len(person.name.split()) and person.name.split()[-1] == words[-1]:
        person.name = name
    if party and not person.party:
        person.party = party
    if function:
        person.functions.add(function)
        if person.is_female is None:
            person.is_female = _FEMALE.search(function) is not None


def bare_name(mention: str) -> str:
    """A mention without article, function and title: "Dr. Frank Mentrup" → "Frank Mentrup"."""
    before = None
    while before != mention:
        before = mention
        mention = _LEADING.sub("", mention).strip()
    return mention
