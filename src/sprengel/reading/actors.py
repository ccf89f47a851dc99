"""From a mention to a name: who is "er", "Heute-Bluhm", "die OBs"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date
from typing import Protocol

from sprengel.language.words import word_set
from sprengel.reading.cast import Cast, Person, bare_name, find_cast
from sprengel.reading.document import ReadDocument, Spans, Statement
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
            return self.body if statement.act.value in ("decision", "assignment") else ""
        mention = _plain(" ".join(span.of(text) for span in spans))
        known = self._from_registry(mention)
        if known:
            return known
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
            return ""
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
        return self._collective(mention) or self._institution(_nominative(mention))

    # -- people

    def _person(self, mention: str) -> str:
        """The person named in the mention, wherever in it: "der Vorsitzende, Juwelier N. H."."""
        party = re.search(r"\(([^()]{2,40})\)\s*$", mention)
        for piece in (*reversed(mention.split(", ")), mention):
            bare = bare_name(re.sub(r"\s*\([^()]*\)", "", piece)).strip()
            known = self._lookup(bare)
            if known is not None:
                if party and not known.party:
                    known.party = party[1]
                return self._label(known)
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
            return None
        if len(bare.split()) > 4:
            return None
        return person

    def _label(self, person: Person) -> str:
        if self.is_minutes and person.party:
            return f"{person.name.split()[-1]} ({person.party})"
        return person.canonical

    def _known(self, bare: str) -> str:
        person = self._lookup(bare)
        return person.name if person is not None else bare

    def _pronoun(self, offset: int, *, female: bool | None) -> str:
        previous, last_at = "", -1
        for start, name, sex in reversed(self.last[-40:]):
            if start < offset and (female is None or sex is None or sex == female):
                previous, last_at = name, start
                break
        mention = self.cast.mention_before(offset, female=female, reach=400)
        person = mention[1] if mention else None
        if mention is not None and not self.is_minutes and mention[0] > last_at:
            return self._label(mention[1])
        if self.is_minutes and not previous:
            return self.chair
        return previous or (self._label(person) if person else "")

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

    def _faction(self, party: str) -> str:
        if self.is_minutes:
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
        faction = re.match(
            r"(?P<party>[\wÄÖÜ|/.-]+?)-(?:Gemeinderatsf|F)raktion(?:\s+(?P<of>\w+))?$", bare
        )
        if faction:
            return self._faction(faction["party"])
        if self.is_minutes and re.fullmatch(
            r"(?:CDU|SPD|FDP|AfD|GRÜNEN?|DIE LINKE\.?|KULT|FW\|FÜR|Freie Wähler|Grünen?)", bare
        ):
            return self._faction(bare.replace("GRÜNEN", "GRÜNE").replace("Grünen", "Grüne"))
        if bare in ("Verwaltung", "Stadtverwaltung") or bare.startswith("Antwort der Verwaltung"):
            return f"Stadtverwaltung {city}".strip()
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
        if league and not self.is_minutes and _LEAGUE_BODIES.fullmatch(bare):
            return f"{bare} {league}"
        if bare == "Versammlung" and league:
            return f"Mitgliederversammlung {league}"
        return bare


_SPRENGEL = re.compile(r"\b(?:\w+-)?Sprengels?[ \n](?P<name>[A-ZÄÖÜ][\wäöüß-]{3,})")
_LONG_GENITIVE = re.compile(r"(?:nd|at|ag|mt|is|ss|rt|nst|rg|ck|st|zt|ht)es$")
_BODY_NAMES = re.compile(
    r"(?:Stadt|Gemeinde|Kreis|Orts(?:chafts)?|Bezirks|Bundes|Aufsichts|Verwaltungs|Samtgemeinde)?"
    r"(?:rat|rats|rates|tag|tags|tages|beirat|Rat)"
)
_FULL_NAME = re.compile(
    r"[A-ZÄÖÜ][a-zäöüßé]+(?:-[A-ZÄÖÜ][a-zäöüßé]+)? (?:von |van |de |zu )?[A-ZÄÖÜ][\w’'-]+"
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
