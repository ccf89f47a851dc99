"""The words of a German term: one pattern, and what it matched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from . import periods
from .dates import MONTH, WEEKDAYS

_SEASON: Final = "|".join(periods.SEASONS)
NUMBERS: Final = {
    "ein": 1, "eine": 1, "einem": 1, "einen": 1, "einer": 1, "eines": 1, "zwei": 2, "drei": 3,
    "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12,
}  # fmt: skip
_NUMBER: Final = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
ORDINALS: Final = {
    "erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "i.": 1, "ii.": 2, "iii.": 3, "iv.": 4,
    "q1": 1, "q2": 2, "q3": 3, "q4": 4,
}  # fmt: skip
_ORDINAL: Final = r"(?:(?:erste|zweite|dritte|vierte)[nsr]?|[1-4]\.|I{1,3}\.|IV\.)"
_YEAR: Final = r"(?:19|20)\d{2}"
_EDGE: Final = r"anfang|mitte|ende"
LATER: Final = r"kommende[nrms]?|nächste[nrms]?|folgende[nrms]?|darauffolgende[nrms]?"
_THIS: Final = r"diese[mrsn]?|laufende[nrms]?"
_MEETING: Final = (
    r"\w*(?:sitzung(?:srunde)?|treffen|tagung|ausschuss|beirat|versammlung|gemeinderat|"
    r"stadtrat|ausgabe|präsidium|sprengel|gesprächsrunde)s?"
)

_LEAD: Final = r"""
    (?:(?:noch|schon|bereits|möglichst|voraussichtlich|frühestens|spätestens|erst)\s+){0,2}
    (?:bis\s+(?:(?:spätestens|voraussichtlich|einschließlich|maximal|längstens)\s+)?
            (?:zum\s+|zur\s+|zu\s+(?:den\s+|der\s+)?|in\s+den\s+|in\s+das\s+|ins\s+|an\s+)?
        |spätestens\s+(?:bis\s+(?:zum\s+|zur\s+)?)?
        |vor\s+(?:der\s+|dem\s+|den\s+)?|nach\s+(?:der\s+|dem\s+|den\s+)?
        |frühestens\s+|zum\s+|zur\s+|zu\s+|mit\s+|im\s+(?:laufe\s+(?:des|der)\s+|verlauf\s+(?:des|der)\s+)?
        |in\s+(?:der\s+|den\s+|dem\s+)?|auf\s+der\s+|am\s+|ab\s+(?:dem\s+|der\s+)?
        |binnen\s+|innerhalb\s+(?:von\s+|der\s+|des\s+)?
        |für\s+(?:den\s+|das\s+|die\s+)?|bei\s+der\s+|(?:vom|von|zwischen)\s+
    )"""
_CORE: Final = rf"""
      (?:(?P<day_before>\d{{1,2}})\.\s*(?:und|/|bis|–|-)\s*)?
      (?P<day>\d{{1,2}})\.\s*(?P<month>{MONTH})(?:\s+(?P<year>\d{{4}}))?
    | (?P<nday>\d{{1,2}})\.\s?(?P<nmonth>\d{{1,2}})\.(?:\s?(?P<nyear>\d{{4}}|\d{{2}}(?!\d)))?
    | (?P<edge>{_EDGE})\s+(?:des\s+|der\s+|dieses\s+|dieser\s+|(?P<edge_later>{LATER})\s+)?
        (?:(?P<edge_quarter>{_ORDINAL})\s+(?P<edge_part>quartals?|halbjahr(?:e?s)?)
            (?:\s+(?P<edge_qy>{_YEAR}))?
        |(?P<edge_unit>jahre?s|quartals|monats|woche)
        |(?P<edge_month>{MONTH})(?:\s+(?P<edge_my>{_YEAR}))?|(?P<edge_year>{_YEAR}))
    | (?P<end_of>jahresende|jahresmitte|jahresanfang|jahresbeginn|monatsende|quartalsende
        |wochenende)
    | (?P<turn>jahreswechsel)(?:\s+(?P<turn_year>{_YEAR}))?
    | (?P<quarter>{_ORDINAL})\s+(?P<part>quartals?|halbjahr(?:e?s)?|jahreshälfte)
        (?:\s+(?P<quarter_year>{_YEAR})|\s+(?P<quarter_this>dieses|des\s+laufenden)\s+jahres
            |\s+(?:des\s+)?(?P<quarter_later>{LATER})\s+jahres)?
    | (?P<q>q[1-4])(?:[\s/]+(?P<q_year>{_YEAR}))?
    | (?P<deictic>{_THIS}|{LATER})\s+(?P<unit>jahre?s?|quartals?|monats?|woche|halbjahre?s?
        |{_SEASON})(?:e?s)?(?:\s+(?P<unit_year>{_YEAR}))?
    | (?P<within>(?:den\s+|der\s+)?(?:kommenden|nächsten)\s+)?(?P<count>{_NUMBER})
        (?:\s+(?:bis|oder)\s+(?P<count_to>{_NUMBER}))?
        \s+(?P<count_unit>tage[ns]?|wochen?|monate[ns]?|monats|jahre[ns]?|jahres?)
    | (?P<half>einem?\s+halben\s+jahr|eines\s+halben\s+jahres|halbjahresfrist)
    | (?P<span>wochen|monats|jahres)frist
    | (?:kw|kalenderwoche)\s*(?P<week>\d{{1,2}})(?:[\s/]+(?P<week_year>{_YEAR}))?
    | (?P<week_first>\d{{1,2}})\.\s*(?:kw|kalenderwoche)(?:[\s/]+(?P<week_first_year>{_YEAR}))?
    | (?P<season>{_SEASON})(?:\s+(?P<season_year>{_YEAR}))?
    | (?P<month_only>{MONTH})(?:\s+(?P<month_year>{_YEAR}))?
    | (?P<weekday>{"|".join(WEEKDAYS)})
    | (?P<feast>{"|".join(periods.FEASTS)})(?:\s+(?P<feast_year>{_YEAR}))?
    | (?P<pause>sommerpause)
    | (?P<holidays>(?:sommer|herbst|oster|pfingst|weihnachts|winter|schul)?ferien)
        (?:\s+(?P<holidays_year>{_YEAR}))?
    | (?P<school>schuljahres(?:beginn|anfang|start)|(?:beginn|anfang|start)\s+des\s+(?:neuen\s+
        |kommenden\s+|nächsten\s+)?schuljahre?s)(?:\s+(?P<school_year>{_YEAR})(?:/\d{{2,4}})?)?
    | (?P<meeting>(?:nächsten|kommenden|übernächsten|folgenden)\s+(?:\w+[- ]){{0,2}}?{_MEETING})
    | (?:(?:kommenden|nächsten)\s+)?(?P<budget>(?:doppel|nachtrags)?haushalt(?:sjahre?s?)?
        |(?:programm|schul|förder|wirtschafts|geschäfts)?jahre?s?)
        \s+(?P<budget_year>{_YEAR})(?:/(?P<budget_to>\d{{2,4}}))?
    | (?P<talks>haushaltsberatung(?:en)?|haushaltsplanberatung(?:en)?)(?:\s+\d{{4}}(?:/\d{{2,4}})?)?
    | (?P<tomorrow>morgen|übermorgen)
    | (?P<year_only>{_YEAR})(?:/(?P<year_to>\d{{2,4}}))?
"""
TERM = re.compile(rf"(?<!\w)(?P<lead>{_LEAD})?(?P<core>{_CORE})(?!\w)", re.IGNORECASE | re.VERBOSE)
UNTIL: Final = frozenset({"bis", "spätestens", "binnen", "innerhalb", "vor"})
OWN_YEAR: Final = (
    "year", "nyear", "edge_my", "edge_year", "edge_qy", "quarter_year", "q_year", "season_year",
    "month_year", "unit_year", "budget_year", "year_only", "week_year", "week_first_year",
    "feast_year", "holidays_year", "school_year", "turn_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One term as it is matched."""

    found: re.Match[str]
    today: date | None
    state: str

    def __getitem__(self, group: str) -> str:
        return (self.found[group] or "").lower()

    def year(self, group: str) -> int | None:
        """The year named, else the document's."""
        return int(self[group]) if self[group] else (self.today.year if self.today else None)

    @property
    def has_year(self) -> bool:
        return any(self.found[group] for group in OWN_YEAR)

    @property
    def lead(self) -> list[str]:
        return self["lead"].split()
