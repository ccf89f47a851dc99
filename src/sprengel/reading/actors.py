"""From a mention to a name: who is "er", "Heute-Bluhm", "die OBs"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date
from typing import Protocol

from sprengel.reading.actor_words import (
    ADDRESS,
    ARTICLE,
    BODY_NAMES,
    CITY_BODIES,
    DOCUMENT_OF,
    FACTION,
    FIRST_PERSON,
    FULL_NAME,
    GREETING,
    GROUP,
    HE,
    HE_BODIES,
    LEAGUE_BODIES,
    LETTER,
    MAYORS,
    MOVED_BY,
    NAME_WITH_OFFICE,
    NO_CITY,
    NO_PERSON,
    OFFICE_SHORT,
    PARTY,
    REPLY_OF,
    SALUTATION,
    SENDER,
    SHE,
    SHORT,
    SIGNED,
    SPRENGEL,
    TITLED,
    WROTE,
    nominative,
    party_name,
    place_in,
    plain,
)
from sprengel.reading.cast import Cast, Person, bare_name, find_cast, is_function
from sprengel.reading.document import Act, ReadDocument, Spans, Statement
from sprengel.reading.structure import find_body, find_chair, is_minutes


class ActorRegistry(Protocol):
    """What the database knows about people and bodies; the reader works without one, too."""

    def resolve(self, mention: str, dated_on: date | None) -> str | None: ...


def name_actors(document: ReadDocument, registry: ActorRegistry | None) -> None:
    """Give every statement its actor's canonical name."""
    if not document.statements:
        return
    naming = _Naming(document, registry)
    named: list[Statement] = []
    for statement in document.statements:
        actor = naming.actor_of(statement)
        asked = naming.name(statement.addressee, statement) if statement.addressee else ""
        named.append(replace(statement, actor=actor, addressee_actor=asked))
    document.statements = tuple(named)


class _Naming:
    def __init__(self, document: ReadDocument, registry: ActorRegistry | None) -> None:
        self.document = document
        self.registry = registry
        self.cast: Cast = find_cast(document.text)
        place_in(self.cast, document.body)
        self.parties = frozenset(p.party for p in self.cast.people.values() if p.party)
        self.movers = frozenset(
            name.strip()
            for found in MOVED_BY.finditer(document.text, 0, 6_000)
            for name in re.split(r"[,;]| und ", found["movers"])
            if re.fullmatch(r"[A-ZÄÖÜ/|][\wÄÖÜ/|. -]{1,24}", name.strip())
        )
        self.is_minutes = is_minutes(document.text)
        chair = find_chair(document.text)
        self.chair = self._known(bare_name(plain(chair.of(document.text)))) if chair else ""
        body = find_body(document.text)
        self.body = self._institution(nominative(plain(body.of(document.text)))) if body else ""
        self.senders = sorted(
            (m.start(), m["name"].strip())
            for pattern in (SENDER, WROTE)
            for m in pattern.finditer(document.text)
        )
        self.decides = False
        """Whether the statement at hand is a body's, not a person's."""
        self.last: list[tuple[int, str, bool | None]] = []
        """Speakers so far: where, who, and whether she is a woman (None: a body or unknown)."""

    def actor_of(self, statement: Statement) -> str:
        name = self.name(statement.source, statement)
        if name:
            start = statement.source[0].start if statement.source else statement.cue[0].start
            person = self.cast.people.get(name.split(" (")[0].split()[-1]) if name else None
            self.last.append((start, name, person.is_female if person else None))
        return name

    def name(self, spans: Spans, statement: Statement) -> str:
        text = self.document.text
        if not spans:
            return self.body if statement.act in (Act.DECISION, Act.ASSIGNMENT) else ""
        mention = plain(" ".join(span.of(text) for span in spans))
        known = self._from_registry(mention) or self._in_office(mention)
        if known:
            return known
        self.decides = statement.act in (Act.DECISION, Act.ASSIGNMENT)
        name = self._resolve(mention, spans[0].start)
        return self._from_registry(name) or name

    def _from_registry(self, mention: str) -> str:
        if self.registry is None or not mention:
            return ""
        return self.registry.resolve(mention, self.document.dated_on) or ""

    def _in_office(self, mention: str) -> str:
        """ "die Oberbürgermeisterin": of this city, on the document's day."""
        office = ARTICLE.sub("", mention)
        if self.cast.city and office != mention and is_function(office) and " " not in office:
            singular = re.match(r"(?:der|die|dem|den|des)\s", mention, re.IGNORECASE)
            if singular and not (mention[:3].lower() == "die" and MAYORS.match(office)):
                return self._from_registry(f"{office} {self.cast.city}")
        return ""

    def _resolve(self, mention: str, offset: int) -> str:
        low = mention.lower()
        if low in FIRST_PERSON:
            return self._sender(offset, plural=low in ("wir", "uns", "unserer", "unser"))
        if mention in ("Sie", "Ihnen") and self._is_polite(mention, offset):
            return self._addressed(offset)
        if low in HE:
            return self._pronoun(offset, female=False)
        if low in SHE:
            return self._pronoun(offset, female=True)
        if low in ("diese", "dieser", "dieses", "beide", "alle", "viele", "einige"):
            return ""
        if low in ("man", "es", "wir als fraktion") or low.startswith("man "):
            return self._pronoun(offset, female=None)
        if GROUP.search(mention) or low == "fraktion":
            return self._faction_of_speaker(offset)
        if (
            re.match(r"(?:Der|Die|der|die) Vorsitzende\b", mention)
            and self.chair
            and "," not in mention
        ):
            return self.chair
        if self._is_group(nominative(mention)):
            return self._institution(nominative(mention))
        person = self._person(mention)
        if person:
            return person
        if TITLED.match(mention):
            return bare_name(mention)
        return self._collective(mention) or self._institution(self._in_full(mention, offset))

    def _in_full(self, mention: str, offset: int) -> str:
        """ "der Verein": the "Gewerbeverein" named before."""
        bare = nominative(mention)
        if bare == mention or not SHORT.fullmatch(bare):
            return bare
        before = self.document.text[max(0, offset - 2000) : offset]
        whole = re.findall(rf"\b([A-ZÄÖÜ][\w-]*{bare.lower()})(?:e?s)?\b", before)
        return whole[-1] if whole else bare

    def _is_polite(self, mention: str, offset: int) -> bool:
        """ "Sie haben" in a letter is whom it is to; "Sie gab zu bedenken" is a woman."""
        verb = re.match(r"\s+\w+", self.document.text[offset + len(mention) :][:40])
        return self._is_letter() and not (verb and mention == "Sie" and verb[0][-1] != "n")

    def _addressed(self, offset: int) -> str:
        """Whom the letter greets."""
        greeted = list(SALUTATION.finditer(self.document.text, 0, offset))
        name = greeted[-1]["name"].strip() if greeted else ""
        if is_function(name):  # "Sehr geehrter Herr Bürgermeister"
            address = ADDRESS.search(self.document.text, 0, 800)
            person = self.cast.by_function(name)
            return self._label(person) if person else address["name"].strip() if address else ""
        return self._known(bare_name(name))

    # -- people

    def _person(self, mention: str) -> str:
        """The person named in the mention, wherever in it: "der Vorsitzende, Juwelier N. H."."""
        party = re.search(r"\(([^()]{2,40})\)\s*$", mention)
        for piece in (*reversed(mention.split(", ")), mention):
            bare = bare_name(re.sub(r"\s*\([^()]*\)", "", piece)).strip()
            known = self._lookup(bare)
            if known is not None:
                return self._label(known, party[1] if party else "")
        named = NAME_WITH_OFFICE.fullmatch(mention)
        if named and is_function(named["office"]):
            return named["name"]
        behind = mention.rpartition(", ")[2]
        if behind != mention and FULL_NAME.fullmatch(behind):
            return behind  # "der Vorstand des Klinikverbunds, Ute Sperling"
        if party and re.match(r"(?:Stadtr|Herr|Frau|Dr|Ortsv|Kreisr|Gemeinder)", mention):
            return bare_name(mention)
        function = ARTICLE.sub("", mention)
        if (
            re.fullmatch(r"[A-ZÄÖÜ][\w-]*(?:in|en|er|t|r|s)?", function)
            and not MAYORS.match(function)
            and not BODY_NAMES.fullmatch(function)
        ):
            by_function = self.cast.by_function(function)
            if by_function is not None:
                return self._label(by_function)
        if re.fullmatch(r"Oberbürgermeister|OB", function) and re.match(
            r"(?:der|dem)\b", mention, re.I
        ):
            by_function = self.cast.by_function("Oberbürgermeister")
            return self._label(by_function) if by_function else ""
        return ""

    def _lookup(self, bare: str) -> Person | None:
        if not bare or not bare[0].isalpha():
            return None
        last = bare.split()[-1]
        person = self.cast.people.get(last)
        if person is None and last.endswith("s"):
            person = self.cast.people.get(last[:-1])
        if person is None:
            person = self.cast.people.get(last[0].lower() + last[1:])  # "al-Haddad" in front
        if person is None:
            return None
        if len(bare.split()) > 4 and not bare.endswith(person.name):
            return None
        return person

    def _label(self, person: Person, said: str = "") -> str:
        """``said``: the bracket behind the mention; two of a name differ in their party."""
        party = person.party or (said if not is_function(said) else "")
        if said and person.party and PARTY.fullmatch(said) and PARTY.fullmatch(person.party):
            party = said
        person.party = person.party or party
        party = OFFICE_SHORT.sub("Ortsvorsteher ", party)
        if self.is_minutes and party:
            return f"{person.name.split()[-1]} ({party})"
        return f"{person.name} ({party})" if party else person.name

    def _known(self, bare: str) -> str:
        person = self._lookup(bare)
        return person.name if person is not None else bare

    def _pronoun(self, offset: int, *, female: bool | None) -> str:
        previous, last_at = "", -1
        for start, name, sex in reversed(self.last[-40:]):
            if start >= offset or (sex is None and self._is_other(name, female=female)):
                continue
            if female is None or sex is None or sex == female:
                previous, last_at = name, start
                break
        mention = self.cast.mention_before(offset, female=female, reach=400)
        person = mention[1] if mention else None
        if mention is not None and not self.is_minutes and mention[0] > last_at:
            return self._label(mention[1])
        if self.is_minutes and not previous:
            return self.chair
        return previous or (self._label(person) if person else "")

    def _is_other(self, name: str, *, female: bool | None) -> bool:
        """In minutes "er" speaks and a body decides; elsewhere "er" may be "der Verband"."""
        if female is None:
            return False
        if self.is_minutes:
            return not self.decides and NO_PERSON.search(name) is not None
        return not female and HE_BODIES.search(name) is None and not FULL_NAME.fullmatch(name)

    def _sender(self, offset: int, *, plural: bool) -> str:
        text = self.document.text
        at = bisect_left(self.senders, (offset, "")) - 1
        if at >= 0:
            return self._known(bare_name(self.senders[at][1]))
        if self.is_minutes and self.chair:
            return self.chair
        if plural and self.cast.league:
            return self.cast.league
        signed = SIGNED.search(text, offset) or GREETING.search(text, offset)
        return self._known(bare_name(signed["name"].strip())) if signed else ""

    def _is_letter(self) -> bool:
        return LETTER.search(self.document.text) is not None

    def _faction_of_speaker(self, offset: int) -> str:
        for start, name, _ in reversed(self.last[-40:]):
            if start <= offset:
                party = re.search(r"\(([^()]+)\)$", name)
                if party:
                    return self._faction(party[1])
        before = re.findall(
            r"\(([A-ZÄÖÜ][^()\n]{1,20})\)", self.document.text[max(0, offset - 3000) : offset]
        )
        return self._faction(before[-1]) if before else ""

    def _is_group(self, name: str) -> bool:
        """A party of the council: by its name, a member's bracket, or as mover of a motion."""
        return name in self.movers or (
            self.is_minutes and (name in self.parties or PARTY.fullmatch(name) is not None)
        )

    def _is_city(self, name: str) -> bool:
        if name == self.cast.city:
            return True
        text = self.document.text
        if NO_CITY.fullmatch(name):
            return False
        return re.search(rf"\b(?:(?:[Ii]n|[Aa]us|Stadt) {name}|{name}er)\b", text) is not None

    def _faction(self, party: str, *, of_council: bool = False) -> str:
        if self.is_minutes or of_council:
            return f"{party}-Gemeinderatsfraktion {self.cast.city}".strip()
        return f"{party} {self.cast.city}".strip()

    # -- circles, bodies, offices

    def _collective(self, mention: str) -> str:
        bare = ARTICLE.sub("", mention)
        if not MAYORS.match(bare):
            return ""
        # The text's own circle first: the mayors of one Sprengel are not those of the whole league.
        sprengel = SPRENGEL.search(self.document.text)
        if sprengel:
            return f"Oberbürgermeister des Sprengels {sprengel['name']}"
        return (
            f"Oberbürgermeister im {self.cast.league}" if self.cast.league else "Oberbürgermeister"
        )

    def _institution(self, bare: str) -> str:
        city, league = self.cast.city, self.cast.league
        faction = FACTION.match(bare)
        if faction:
            of_council = self.is_minutes or "ratsfraktion" in bare.lower()
            return self._faction(party_name(faction["party"]), of_council=of_council)
        if self._is_group(bare.removesuffix("-Antrag")):
            return self._faction(
                party_name(bare.removesuffix("-Antrag")), of_council=bare in self.movers
            )
        movers = bare.split(" | ")
        if len(movers) > 1 and any(self._is_group(m) for m in movers):
            return "; ".join(self._institution(m) for m in movers)
        if bare in ("Verwaltung", "Stadtverwaltung") or REPLY_OF.match(bare):
            return f"Stadtverwaltung {city}".strip()
        if issued := DOCUMENT_OF.match(bare):
            return self._institution(nominative(issued["issuer"]))
        if bare.startswith("OR "):
            return f"Ortschaftsrat {bare[3:]}"
        if re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]+", bare) and self._is_city(bare):
            return f"Stadt {bare}"
        if bare == "Stadt":
            return f"Stadt {city}".strip()
        if bare in ("Rat", "Gremium") and "Gemeinderat" in self.document.text:
            return f"Gemeinderat {city}".strip()
        if bare.endswith(f" der Stadt {city}") and city:
            bare = bare.removesuffix(f" der Stadt {city}")
        if city and CITY_BODIES.fullmatch(bare):
            return f"{bare} {city}"
        if league and bare in ("Verband", league.split()[0]):
            return league
        if league and not (self.is_minutes and city) and LEAGUE_BODIES.fullmatch(bare):
            return f"{bare} {league}"
        if bare == "Versammlung" and league:
            return f"Mitgliederversammlung {league}"
        return bare
