"""The marks that paragraphs begin with: labels, list marks, fields, headings of resolutions."""

from __future__ import annotations

import re

PAGE_MARK = re.compile(
    r"^[ \t\f]*(?:[-–—][ \t]*\d{1,3}[ \t]*[-–—]|-- \d{1,3} of \d{1,3} --|Seite \d+(?: von \d+)?)"
    r"[ \t]*$"
)
FORM_LINE = re.compile(
    r"[ \t]*(?:[Ff]inanzielle[ \t]+Auswirkungen|Auswirkungen auf (?:den|die|das)\b|"
    r"Gesamt(?:kosten|aufwand)(?: der)?[ \t]*(?::|$)|Haushaltsmittel (?:sind|stehen|werden)\b|"
    r"Kontierungsobjekt|ISEK\b|"
    r"IQ[- ]relevant|CO2-Relevanz|Klimarelevanz|Klimaauswirkungen?|Karlsruhe Masterplan|"
    r"(?:Hauptamt|Stadtamt|Ratsangelegenheiten|Sitzungsdienste)\b[^.\n]{0,50}$|"
    r"Anhörung Ortschaftsrat|Abstimmung mit städtischen|Gegenfinanzierung durch|☐|"
    r"Ergänzende Erläuterungen|Dienststelle[ \t]+Datum|Stadt [A-ZÄÖÜ]\w+[ \t]+[-–][ \t]+Hauptamt)"
)
"""The printed form around a paper's text: no part of what is decided or said."""
DECISION_ADDRESS = re.compile(
    r"\s*(?:(?:[IVX]{1,4}|\d{1,2})[.)][ \t]+)?Antrag[ \t]+(?:an (?:den|die|das)[ \t]+)?[A-ZÄÖÜ]"
    r"[^\n:.]{2,110}:?[ \t]*(?:\n|$)"
)
"""Below "Beschluss:" for whom it is proposed: "Antrag an den Gemeinderat nach Vorberatung im …"."""
LIST_MARK = re.compile(r"[ \t]*(?:[-–—•▪‣*·]|\d{1,2}[.)]|[a-z][.)]|[IVX]{1,4}\.)[ \t\xa0]+")
TITLES = (
    r"Stadtr[aä]t(?:in)?|Stadtverordneter?|Ortschaftsr[aä]t(?:in)?|Gemeinder[aä]t(?:in)?|"
    r"Kreisr[aä]t(?:in)?|Ratsherr|Ratsfrau|Ratsmitglied|Bezirksr[aä]t(?:in)?|Ortsvorsteher(?:in)?|"
    r"(?:Ober|Erste[rn]? |Bau|Sozial|Finanz|Kultur)?[Bb]ürgermeister(?:in)?|Beigeordneter?|"
    r"Stadtkämmerer|Stadtkämmerin|Kämmerer|Kämmerin|Herr|Frau|OB(?:in)?|BM(?:in)?|GR(?:in)?|StR(?:in)?|Stv\.|RM|KR(?:in)?|GF|MdL|Ratsmitglied|Landrat|Landrätin|"
    r"(?:Der |Die )?Vorsitzende[r]?|Präsident(?:in)?|Regierungspräsident(?:in)?|Minister(?:in)?|"
    r"Staatssekretär(?:in)?|Amtsleiter(?:in)?|Dezernent(?:in)?|Referent(?:in)?|Zuruf|"
    r"Sachverständiger?|Abg\.|Abgeordneter?|Dr\.|Prof\.|Zuhörer(?:in)?|Bürger(?:in)?|"
    r"Stadtvertreter(?:in)?|Gemeindevertreter(?:in)?|Kreistagsabgeordneter?|Bürgervorsteher(?:in)?|"
    r"Jugendr[aä]t(?:in)?|Moderator(?:in)?|Moderation|Zwischenruf|Publikum|Elternvertreter(?:in)?|"
    r"Ratsvorsitzender?|Stadtverordnetenvorsteher(?:in)?|Fraktionsvorsitzender?|Senator(?:in)?|"
    r"Geschäftsführer(?:in)?|Direktor(?:in)?|Vertreter(?:in)?|Verwaltung"
)
LABEL = re.compile(
    rf"[ \t]*(?:[-–•][ \t]+)?(?P<label>(?:{TITLES})(?:[ \t]*[^\n:()„\"]{{0,60}}?)"
    rf"(?:[ \t]*\([^)\n]{{1,60}}\))?)(?P<colon>:)(?=\s)"
)
CAPITAL_LABEL = re.compile(
    r"[ \t]*(?P<label>[A-ZÄÖÜ][A-ZÄÖÜẞ.’'-]{2,}(?:[ \t]+[A-ZÄÖÜ][A-ZÄÖÜẞ.’'-]+){0,4})"
    r"(?P<colon>:)(?=\s)"
)
"""BRANDAU: the speaker in capitals, as in transcripts."""
INTERJECTION = re.compile(
    rf"[ \t]*\([ \t]*(?P<label>(?:{TITLES})\b[^\n:()„\"]{{0,60}}?(?:[/ ][\w.]+)?)(?P<colon>:)(?=\s)"
    rf"(?P<words>[^()]*?)\)?[ \t]*$"
)
"""(Stadtrat Meier/SPD: Stimmt nicht!)"""
NAMED_LABEL = re.compile(
    r"[ \t]*(?P<label>(?!Begründung|Anlage|Hinweis|Anmerkung|Auszug|Vorlage|Frage|"
    r"Antrag)[A-ZÄÖÜ][\w.’'-]+(?:[ \t]+(?:von|zu|van|de|der|al|[A-ZÄÖÜ][\w.’'-]*)){0,4}"
    r"[ \t]*\([^)\n]{2,60}\))(?P<colon>:)(?=\s)"
)
RESULT = re.compile(
    r"[ \t]*(?:Abstimmungsergebnis|Abstimmung|Ergebnis der Abstimmung)\b[^\n]{0,60}:?", re.I
)
DECISION = re.compile(
    r"[ \t]*(?:\d{1,2}[.)][ \t]+)?(?P<head>(?:Beschluss|Beschluß|Beschlussfassung|"
    r"Beschlussvorschlag|Beschlussantrag|Beschlussempfehlung|Beschlusstext|Beschlussvorlage|"
    r"Antrag an den [^\n:]{3,60}|Resolution)"
    r"(?: des [^\n:]{3,60}| der [^\n:]{3,60})?(?:[ \t]*\([^)\n]{1,40}\))?)[ \t]*(?P<colon>:)"
)
BARE_DECISION = re.compile(
    r"[ \t]*(?P<head>Beschluss(?:antrag|vorschlag|empfehlung)|"
    r"Antrag an den [A-ZÄÖÜ][^\n:]{3,40}?(?:[–-][ \t]*nach Vorberatung[^\n:.]{3,70})?)"
    r"[ \t]*(?:\n|$)"
)
HEAD_FIELD = re.compile(
    r"[ \t]*(?:Gremium|Termin|Ort|Vorsitz(?:ende(?:/r|r)?)?|Protokoll|Vorlage(?: Nr\.?)?|Az|"
    r"Aktenzeichen|Verantwortlich|Verteiler|Datum|Betreff|Betr|Teilnehmende[^:]*|Schriftführer(?:in)?|"
    r"Die Schriftführerin|Der Schriftführer|Zur Beurkundung|Anlagen?|TOP|Beginn|Ende|Anwesend|"
    r"Entschuldigt|Zeit|Sitzungsdatum|Bearbeiter(?:in)?|Telefon|Tel\.?|E-Mail|Fax|Von|An|Cc|CC)"
    r"[ \t]*:"
)
MAIL_HEAD = re.compile(
    r"[ \t>]*(?:Von|An|Cc|CC|Datum|Gesendet|Betreff|From|To|Subject|Date|Sent):[ \t]"
)
