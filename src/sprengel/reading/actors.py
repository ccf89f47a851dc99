"""From a mention to a name: who is "er", "Heute-Bluhm", "die OBs"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date
from typing import Protocol

from sprengel.language.words import word_set
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


_MAYORS = re.compile(
    r"(?:OBs|Rathauschefs?|Rathausspitzen|Stadtoberhäupter|Stadtchefs|Oberbürgermeister|Runde|"
    r"Oberbürgermeisterinnen und Oberbürgermeister|Kommunalvertreter|Stadtoberhäuptern)$"
)
_HE = word_set("er ihm ihn seiner seines seinen seinem sein")
_SHE = word_set("sie ihr ihrer ihres ihren ihrem")
_I = word_set("ich wir mich mir uns meiner unserer mein unser")
_ARTICLE = re.compile(
    r"^(?:der|die|das|den|dem|des|ein|eine|einer|eines|einem|einen|unser|unsere|einige|mehrere[rn]?|"
    r"viele|alle|beide|diese[rs]?)\s+",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\b(?:seine|ihre|meine|unsere|seiner|ihrer|meiner|unserer)r?\s+Fraktion", re.I)
_SENDER = re.compile(
    r"^[ \t>]*(?:Von|From):[ \t]*(?P<name>[^<\n]+?)[ \t]*(?:<[^>\n]*>)?[ \t]*$", re.M
)
_WROTE = re.compile(r"^[ \t>]*Am [^\n]{6,40} schrieb (?P<name>[^\n:]{3,60}):", re.M)
_SIGNED = re.compile(r"^[ \t]*(?:gez\.|i\.\s?A\.|i\.\s?V\.)\s+(?P<name>[^\n]{4,60}?)[ \t]*$", re.M)
_GREETING = re.compile(
    r"^[ \t>]*(?:Mit [\w ]+ Grüßen|(?:Freundliche|Viele|Beste|Herzliche) Grüße)[ \t]*\n+[ \t]*"
    r"(?:gez\.|i\.\s?A\.|i\.\s?V\.)?[ \t]*(?P<name>[A-ZÄÖÜ][^\n]{3,60}?)[ \t]*$",
    re.M,
)
_LETTER = re.compile(r"Sehr geehrte|Sehr geehrter|^Liebe[r]? |Mit freundlichen Grüßen", re.M)
_CITY_BODIES = re.compile(
    r"(?:Gemeinderat|Stadtrat|Kreistag|[\w -]*[Aa]usschuss|[\w-]*beirat|Ortschaftsrat|Bürgerverein|"
    r"Nachbarschaftsverband|Gewerbeverein|Förderverein)"
)
_LEAGUE_BODIES = re.compile(
    r"(?:Präsidium|Vorstand|Mitgliederversammlung|Hauptversammlung|Geschäftsstelle|Arbeitskreis\b.*)"
)


class _Naming:
    def __init__(self, document: ReadDocument, registry: ActorRegistry | None) -> None:
        self.document = document
        self.registry = registry
        self.cast: Cast = find_cast(document.text)
        _place_in(self.cast, document.body)
        self.parties = frozenset(p.party for p in self.cast.people.values() if p.party)
        self.is_minutes = is_minutes(document.text)
        chair = find_chair(document.text)
        self.chair = self._known(bare_name(_plain(chair.of(document.text)))) if chair else ""
        body = find_body(document.text)
        self.body = self._institution(_nominative(_plain(body.of(document.text)))) if body else ""
        self.senders = sorted(
            (m.start(), m["name"].strip())
            for pattern in (_SENDER, _WROTE)
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
        mention = _plain(" ".join(span.of(text) for span in spans))
        known = self._from_registry(mention)
        if known:
            return known
        self.decides = statement.act in (Act.DECISION, Act.ASSIGNMENT)
        name = self._resolve(mention, spans[0].start)
        return self._from_registry(name) or name

    def _from_registry(self, mention: str) -> str:
        if self.registry is None or not mention:
            return ""
        return self.registry.resolve(mention, self.document.dated_on) or ""

    def _resolve(self, mention: str, offset: int) -> str:
        low = mention.lower()
        if low in _I:
            return self._sender(offset, plural=low in ("wir", "uns", "unserer", "unser"))
        if mention in ("Sie", "Ihnen") and self._is_letter():
            return self._addressed(offset)
        if low in _HE:
            return self._pronoun(offset, female=False)
        if low in _SHE:
            return self._pronoun(offset, female=True)
        if low in ("diese", "dieser", "dieses", "beide", "alle", "viele", "einige"):
            return ""
        if low in ("man", "es", "wir als fraktion") or low.startswith("man "):
            return self._pronoun(offset, female=None)
        if _GROUP.search(mention) or low == "fraktion":
            return self._faction_of_speaker(offset)
        if (
            re.match(r"(?:Der|Die|der|die) Vorsitzende\b", mention)
            and self.chair
            and "," not in mention
        ):
            return self.chair
        person = self._person(mention)
        if person:
            return person
        if _TITLED.match(mention):
            return bare_name(mention)
        return self._collective(mention) or self._institution(self._in_full(mention, offset))

    def _in_full(self, mention: str, offset: int) -> str:
        """ "der Verein": the "Gewerbeverein" named before."""
        bare = _nominative(mention)
        if bare == mention or not _SHORT.fullmatch(bare):
            return bare
        before = self.document.text[max(0, offset - 2000) : offset]
        whole = re.findall(rf"\b([A-ZÄÖÜ][\w-]*{bare.lower()})(?:e?s)?\b", before)
        return whole[-1] if whole else bare

    def _addressed(self, offset: int) -> str:
        """Whom the letter greets."""
        greeted = list(_SALUTATION.finditer(self.document.text, 0, offset))
        name = greeted[-1]["name"].strip() if greeted else ""
        if is_function(name):  # "Sehr geehrter Herr Bürgermeister"
            person = self.cast.by_function(name)
            return self._label(person) if person else ""
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
        behind = mention.rpartition(", ")[2]
        if behind != mention and _FULL_NAME.fullmatch(behind):
            return behind  # "der Vorstand des Klinikverbunds, Ute Sperling"
        if party and re.match(r"(?:Stadtr|Herr|Frau|Dr|Ortsv|Kreisr|Gemeinder)", mention):
            return bare_name(mention)
        function = _ARTICLE.sub("", mention)
        if (
            re.fullmatch(r"[A-ZÄÖÜ][\w-]*(?:in|en|er|t|r|s)?", function)
            and not _MAYORS.match(function)
            and not _BODY_NAMES.fullmatch(function)
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
        if said and person.party and _PARTY.fullmatch(said) and _PARTY.fullmatch(person.party):
            party = said
        person.party = person.party or party
        party = _OFFICE_SHORT.sub("Ortsvorsteher ", party)
        if self.is_minutes and party:
            return f"{person.name.split()[-1]} ({party})"
        return f"{person.name} ({party})" if party else person.name

    def _known(self, bare: str) -> str:
        person = self._lookup(bare)
        return person.name if person is not None else bare

    def _pronoun(self, offset: int, *, female: bool | None) -> str:
        previous, last_at = "", -1
        for start, name, sex in reversed(self.last[-40:]):
            if start >= offset or (female is not None and sex is None and self._is_no_person(name)):
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

    def _is_no_person(self, name: str) -> bool:
        """In minutes "er" speaks; a body decides."""
        return self.is_minutes and not self.decides and _NO_PERSON.search(name) is not None

    def _sender(self, offset: int, *, plural: bool) -> str:
        text = self.document.text
        at = bisect_left(self.senders, (offset, "")) - 1
        if at >= 0:
            return self._known(bare_name(self.senders[at][1]))
        if self.is_minutes and self.chair:
            return self.chair
        if plural and self.cast.league:
            return self.cast.league
        signed = _SIGNED.search(text, offset) or _GREETING.search(text, offset)
        return self._known(bare_name(signed["name"].strip())) if signed else ""

    def _is_letter(self) -> bool:
        return _LETTER.search(self.document.text) is not None

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

    def _is_city(self, name: str) -> bool:
        if name == self.cast.city:
            return True
        text = self.document.text
        office = (
            rf"\b(?:Stadt {name}|{name}er (?:Rathaus|OB|Oberbürgermeister|Bürgermeister|Stadt))"
        )
        return re.search(office, text) is not None

    def _faction(self, party: str, *, of_council: bool = False) -> str:
        if self.is_minutes or of_council:
            return f"{party}-Gemeinderatsfraktion {self.cast.city}".strip()
        return f"{party} {self.cast.city}".strip()

    # -- circles, bodies, offices

    def _collective(self, mention: str) -> str:
        bare = _ARTICLE.sub("", mention)
        if not _MAYORS.match(bare):
            return ""
        # The text's own circle first: the mayors of one Sprengel are not those of the whole league.
        sprengel = _SPRENGEL.search(self.document.text)
        if sprengel:
            return f"Oberbürgermeister des Sprengels {sprengel['name']}"
        return (
            f"Oberbürgermeister im {self.cast.league}" if self.cast.league else "Oberbürgermeister"
        )

    def _institution(self, bare: str) -> str:
        city, league = self.cast.city, self.cast.league
        faction = _FACTION.match(bare)
        if faction:
            of_council = self.is_minutes or "ratsfraktion" in bare.lower()
            return self._faction(_party(faction["party"]), of_council=of_council)
        if self.is_minutes and (_PARTY.fullmatch(bare) or bare in self.parties):
            return self._faction(_party(bare))
        if " | " in bare and all(
            _PARTY.fullmatch(p) or p in self.parties for p in bare.split(" | ")
        ):
            return "; ".join(self._faction(_party(p)) for p in bare.split(" | "))
        if bare in ("Verwaltung", "Stadtverwaltung") or _REPLY_OF.match(bare):
            return f"Stadtverwaltung {city}".strip()
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
        if city and _CITY_BODIES.fullmatch(bare):
            return f"{bare} {city}"
        if league and bare in ("Verband", league.split()[0]):
            return league
        if league and not (self.is_minutes and city) and _LEAGUE_BODIES.fullmatch(bare):
            return f"{bare} {league}"
        if bare == "Versammlung" and league:
            return f"Mitgliederversammlung {league}"
        return bare


_FACTION = re.compile(
    r"(?P<party>[\wÄÖÜ|/.]+(?: (?:LINKE|PARTEI)\.?)?)-\s?(?:\w+rats)?[Ff]raktion(?:\s.*)?$"
)
_PARTY = re.compile(
    r"(?:CDU|CSU|SPD|FDP|AfD|BSW|GR[ÜU]NEN?|Grünen?|(?:D[Ii][Ee] )?LINKEN?\.?|Linken?|"
    r"Freien? Wähler|FW)"
)
_REPLY_OF = re.compile(
    r"(?:(?:schriftliche )?(?:Antwort|Stellungnahme)) der (?:Stadt)?[Vv]erwaltung\b"
)


def _party(written: str) -> str:
    """One name for one party: "GRÜNEN" and "GRÜNE", "LINKE" and "DIE LINKE."."""
    if re.fullmatch(r"(?:D[Ii][Ee] )?LINKEN?\.?", written):
        return "DIE LINKE."
    return {"GRÜNEN": "GRÜNE", "Grünen": "Grüne"}.get(written, written)


def _place_in(cast: Cast, body: str) -> None:
    """What the caller knows of the document's body goes before what the text seems to say."""
    if city := re.match(r"(?:Große Kreis|Landeshaupt|Universitäts)?[Ss]tadt\s+(?P<city>.+)$", body):
        cast.city = city["city"]
    elif re.match(r"\w*(?:bund|tag|verband)\b", body):
        cast.league = body


_TITLED = re.compile(r"(?:Herrn?|Frau|(?:Prof\.\s)?Dr\.)\s[^,]{3,40}$")
_SHORT = re.compile(r"Verein|Ministerium|Verband|Ausschuss|Beirat|Amt|Werk|Gesellschaft|Kammer")
_SALUTATION = re.compile(
    r"^[ \t>]*(?:Sehr geehrte[r]?|Liebe[r]?|Guten Tag) (?:Herrn?|Frau)\s+"
    r"(?:(?:Ober)?bürgermeister(?:in)?\s+|Stadtr\w+\s+|(?:Prof\.|Dr\.)\s+)*(?P<name>[^,!\n]{2,40})[,!]",
    re.M | re.I,
)
_NO_PERSON = re.compile(
    r"(?:rat|rats|ausschuss|fraktion|verwaltung|beirat|versammlung|präsidium|vorstand|antrag|stadt|"
    r"amt|GmbH|verband|verein|bund)\b",
    re.I,
)
_OFFICE_SHORT = re.compile(r"^OV(?:in)? ")


_SPRENGEL = re.compile(r"\b(?:\w+-)?Sprengels?[ \n](?P<name>[A-ZÄÖÜ][\wäöüß-]{3,})")
_LONG_GENITIVE = re.compile(r"(?:nd|at|ag|mt|is|ss|rt|nst|rg|ck|st|zt|ht)es$")
_BODY_NAMES = re.compile(
    r"(?:Stadt|Gemeinde|Kreis|Orts(?:chafts)?|Bezirks|Bundes|Aufsichts|Verwaltungs|Samtgemeinde)?"
    r"(?:rat|rats|rates|tag|tags|tages|beirat|Rat)"
)
_FULL_NAME = re.compile(
    r"[A-ZÄÖÜ][a-zäöüßé]+(?:-[A-ZÄÖÜ][a-zäöüßé]+)? "
    r"(?:(?:von|van|de|zu|al|ten|Edler von|Graf|Gräfin|Freiherr von|Freifrau von) )?"
    r"[A-ZÄÖÜ][\w’'-]+"
)


def _plain(mention: str) -> str:
    """On one line, words mended, hyphens plain."""
    mended = re.sub(r"[-‐‑]\s*\n\s*(?=[a-zäöüß])", "", mention)
    mended = re.sub(r"[-‐]\s*\n\s*", "-", mended).replace("‑", "-")
    return re.sub(r"\s+", " ", mended).strip()


def _nominative(mention: str) -> str:
    """Without its article; a genitive's ending goes with it: "des Ministeriums"."""
    genitive = re.match(r"(?:des|eines|unseres)\s", mention, re.IGNORECASE) is not None
    bare = _ARTICLE.sub("", mention)
    if not genitive:
        return bare
    head, _, rest = bare.partition(" ")
    if _LONG_GENITIVE.search(head):
        head = head[:-2]
    elif head.endswith("s") and not head.endswith("ss"):
        head = head[:-1]
    return f"{head} {rest}".strip()
