"""What a phrase says about a vote: "bei 20 Ja- und 25 Nein-Stimmen mehrheitlich abgelehnt".

The phrases of minutes are made of few words in many orders. So a result is not matched as a
whole but as a run of signals: counts, words of majority and words of outcome, with the small
words between them. What stands between two runs is the label of the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .document import Majority, Outcome

_SMALL_NUMBERS = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
_UNITS = _SMALL_NUMBERS.split(" ")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")


def _number_words() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_UNITS)}
    stems = {3: "drei", 4: "vier", 5: "fünf", 6: "sech", 7: "sieb", 8: "acht", 9: "neun"}
    words |= {f"{stem}zehn": number + 10 for number, stem in stems.items()}
    for ten, word in enumerate(_TENS, 2):
        words[word] = 10 * ten
        words |= {f"{_UNITS[unit]}und{word}": 10 * ten + unit for unit in range(1, 10)}
    words |= dict.fromkeys(("eine", "einer", "einem", "einen", "eines"), 1)
    words |= dict.fromkeys(("kein", "keine", "keiner", "keinen", "ohne"), 0)
    return words


_WORDS = _number_words()
_NUMBER = (
    r"(?:\d{1,4}|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und"
    r"(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)(?:zig|ßig)|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn|"
    r"(?:zwan|vier|fünf|sech|sieb|acht|neun)zig|dreißig|ein(?:e[rnms]?)?|keine?[rn]?|ohne|"
    r"null|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)"
)

_YES = (
    r"(?:stimmen\s+)?(?:ja|dafür|pro)\b(?:[\s-]*stimmen?\b)?|(?:für-?|ja)stimmen?\b|"
    r"für-?(?=\s+(?:und|,))|zustimmungen\b|(?<=\d)-stimmen\b"
)
_NO = (
    r"(?:nein|gegen)\b[\s-]*stimmen?\b|(?:stimmen\s+)?(?:nein|dagegen|contra)\b|"
    r"(?:gegen|nein)stimmen?\b|ablehnungen\b"
)
_ABSTAIN = r"(?:stimm)?enthaltung(?:en)?\b|enth\."
_VOICE = rf"(?:(?P<yes>{_YES})|(?P<no>{_NO})|(?P<abstain>{_ABSTAIN}))"

_COUNT_FIRST = re.compile(rf"(?<![\w/.])(?<!\d,)(?P<n>{_NUMBER})\s*(?:[x×]\s*)?-?\s*{_VOICE}", re.I)
_KIND_FIRST = re.compile(rf"(?<!\w){_VOICE}\s*[:=]\s*(?P<n>{_NUMBER}|[-–])(?!\w)", re.I)
_RATIO_PATTERN = (
    r"(?<![\d.:])\d{1,3}(?:\s+:\s+\d{1,3}){1,2}(?![\d:])|(?<![\d.:])\d{1,3}(?::\d{1,3}){2}(?![\d:])|"
    r"(?m:^)[ \t]*\d{1,3}:\d{1,3}[ \t]*(?m:$)"
)
_RATIO = re.compile(_RATIO_PATTERN)
_AGAINST = re.compile(
    rf"(?P<yes>{_NUMBER})\s*(?:ja-?stimmen\s*)?(?:gegen|zu)\s*(?P<no>{_NUMBER})\s*(?:nein-?)?stimmen?\b",
    re.I,
)
_AGAINST_SOME = re.compile(rf"\bgegen\s+(?P<no>{_NUMBER})\s+stimmen?\b", re.I)
_NOBODY = re.compile(
    r"\b(?:ohne|keine)\s+gegenstimmen?\s+(?:und|oder)\s+(?:ohne\s+|keine\s+)?(?:stimm)?enthaltung(?:en)?\b",
    re.I,
)

# Votes set out as a list or a table: all voices in one order, so that no unit between number and
# kind is needed. Groups are left out where the patterns are put together to a larger one.
_FOR = r"(?:ja(?:-?\s?stimmen?)?|dafür|zustimmung(?:en)?|für-?stimmen?|j)"
_AGAINST_IT = r"(?:nein(?:-?\s?stimmen?)?|dagegen|ablehnung(?:en)?|gegenstimmen?|n)"
_ABSTAINED = r"(?:(?:stimm)?enthaltung(?:en)?|enth\.?|e)"
_TO = r"\b[ \t]{0,5}[:=(|]?[ \t]{0,5}"
_BETWEEN = r"[\s,;/|)]{1,20}(?:und\s)?"
_LISTED = (
    rf"(?<!\d)(?<!\d[\s-])\b{_FOR}{_TO}(?P<yes>\d{{1,4}}){_BETWEEN}{_AGAINST_IT}{_TO}(?P<no>\d{{1,4}})"
    rf"(?:{_BETWEEN}{_ABSTAINED}{_TO}(?P<abstain>\d{{1,4}}))?\b(?!\s*(?:{_FOR}|{_AGAINST_IT}|{_ABSTAINED})\b)"
)
_CELL = r"[ \t|/]{1,20}"
_IN_COLUMNS = (
    rf"\b{_FOR}{_CELL}{_AGAINST_IT}(?:{_CELL}{_ABSTAINED})?(?:{_CELL}befangen)?[\s|:–-]{{1,40}}"
    rf"(?P<yes>\d{{1,4}}){_CELL}(?P<no>\d{{1,4}})(?:{_CELL}(?P<abstain>\d{{1,4}}))?\b"
)
_IN_LETTERS = (
    r"(?<![\w.,])(?P<yes>\d{1,4})\s?J\b[\s,/;]{1,5}(?P<no>\d{1,4})\s?N\b"
    r"(?:[\s,/;]{1,5}(?P<abstain>\d{1,4})\s?E(?:nth)?\b)?"
)
_ONLY_FOR = r"\((?P<yes>\d{1,4})\s?J\)"
_AS_RATIO = (
    r"\bstimmenverhältnis(?:\svon)?:?\s(?P<yes>\d{1,4})\s?(?:zu|:|gegen)\s?(?P<no>\d{1,4})\b"
)
_FOR_AND_AGAINST = (
    r"\bfür\s+den\s+\w+:\s?(?P<yes>\d{1,4})[\s,;/]{1,5}(?:und\s)?gegen\s+den\s+\w+:\s?(?P<no>\d{1,4})"
    rf"(?:{_BETWEEN}{_ABSTAINED}{_TO}(?P<abstain>\d{{1,4}}))?\b"
)
_COLON = r"(?<![\d.:])(?P<yes>\d{1,3}):(?P<no>\d{1,3})(?=\sstimmen\b)"
_TALLY_PATTERNS = (
    _LISTED,
    _IN_COLUMNS,
    _IN_LETTERS,
    _ONLY_FOR,
    _AS_RATIO,
    _COLON,
    _FOR_AND_AGAINST,
)
_TALLIES = tuple(re.compile(pattern, re.I) for pattern in _TALLY_PATTERNS)
_TALLY = re.sub(r"\?P<\w+>", "?:", "|".join(_TALLY_PATTERNS))
_ANY_TALLY = re.compile(_TALLY, re.I)

_REPLY = r"(?:stellungnahmen?|antwort(?:en)?|ausführungen)"
_OUTCOMES: tuple[tuple[Outcome | None, str], ...] = (
    (
        None,
        r"(?:keine|ohne|nicht)\s+(?:abstimmung(?:en)?|abgestimmt)\b|abstimmung\s+(?:entfällt|findet\s+nicht\s+statt)",
    ),
    (Outcome.WITHDRAWN, r"zurück(?:gezogen|genommen)\b"),
    (
        Outcome.PARTLY_ADOPTED,
        r"(?:teilweise|(?:nur\s+)?in\s+teilen)\s+(?:zugestimmt|angenommen|beschlossen|zustimmung)\b",
    ),
    (
        Outcome.REFERRED,
        r"verw(?:ie|ei)sen\b|verweist\b[^.]{0,200}?\b(?:in|an)\s+(?:den|die|das)\b|(?:ver|über)weisung\b|überwiesen\b|"
        r"(?:in\s+die\s+)?\w*beratung(?:en)?\b[^.\n]{0,60}?\b(?:genommen|aufgenommen|verwiesen)\b|"
        r"\b(?:weiter(?:e|en)?\s*)?(?:behandlung|beratung)\s+(?:de[rs]\s+\w+\s+)?(?:im|in\s+de[rnm]|in)\b",
    ),
    (Outcome.POSTPONED, r"vertagt\b|zurückgestellt\b|abgesetzt\b|verschoben\b"),
    (
        Outcome.REPLY_ACCEPTED,
        rf"einverstanden\s+mit\s+(?:(?:der|den)\s+)?{_REPLY}|(?:(?:der|den)\s+)?{_REPLY}(?:\s+der\s+verwaltung)?\s+einverstanden|"
        rf"zustimmende\s+kenntnisnahme|zustimmung\s+zu[r]?\s+(?:der\s+)?{_REPLY}|einverstanden\b",
    ),
    (Outcome.SETTLED, r"erledigt\b|erledigung\b"),
    (
        Outcome.REJECTED,
        r"nicht\s+(?:zugestimmt|angenommen|beschlossen|gebilligt|gefolgt|stattgegeben)\b|"
        r"abgelehnt\b|ablehnung\b|ablehnen\b|(?:(?:finde[tn]?|fand|erh(?:ä|ie)lt)\s+)?keine\s+mehrheit\b|(?:rest|ansonsten|sonst)\s+(?:sind\s+)?nein-?stimmen\b",
    ),
    (
        Outcome.ADOPTED,
        r"zugestimmt\b|zustimmung(?:en)?\b|zustimmen\b|angenommen\b|annahme\b|beschlossen\b|gewählt\b|"
        r"wiedergewählt\b|genehmigt\b|gebilligt\b|befürwortet\b|stattgegeben\b|"
        r"(?:laut|lt\.|gemäß)\s+(?:beschluss-?|verwaltungs-?)(?:vorschlag|vorlage)\b|(?<!nicht\s)gefolgt\b|"
        r"(?:alle|einstimmig|mehrheit(?:lich)?)\s+dafür\b|"
        r"(?:rest|ansonsten|sonst)\s+(?:sind\s+)?ja-?stimmen\b",
    ),
    (Outcome.NOTED, r"kenntnisnahme\b|(?:zur\s+)?kenntnis(?:\s+genommen)?\b"),
    (Outcome.REFERRED, r"bericht(?:erstattung)?\s+(?:im|in\s+de[rnm])\b"),
)
"""In order of weight: of several in one phrase the first one counts."""
_OUTCOME = re.compile("|".join(f"(?P<o{i}>{p})" for i, (_, p) in enumerate(_OUTCOMES)), re.I)

_UNANIMOUS = r"einstimmig\w*|einhellig\w*|einmütig\w*|einst\.|alle(?=\s+dafür\b)"
_BY_MAJORITY = (
    r"(?:stimmen)?mehrheitlich\w*|mehrh\.|mehrheit(?=\s+dafür\b)|gegen\s+die\s+stimmen?\s+(?:de[rs]|von)\b|mit\s+(?:großer\s+|knapper\s+)?(?:stimmen)?mehrheit|"
    r"stimmengleichheit"
)
_MAJORITY = re.compile(rf"\b(?:(?P<unanimous>{_UNANIMOUS})|(?P<majority>{_BY_MAJORITY}))", re.I)

_SIGNAL = (
    rf"(?:{_TALLY}|{'|'.join(p for _, p in _OUTCOMES)}|\b(?:{_UNANIMOUS}|{_BY_MAJORITY})|"
    rf"(?<![\w/.])(?<!\d,){_NUMBER}\s*(?:[x×]\s*)?-?\s*(?:{_YES}|{_NO}|{_ABSTAIN})|"
    rf"(?<!\w)(?:{_YES}|{_NO}|{_ABSTAIN})\s*[:=]\s*(?:{_NUMBER}|[-–])(?!\w)|"
    rf"{_NUMBER}\s*(?:gegen|zu)\s*{_NUMBER}\s*(?:nein-?)?stimmen?\b|{_RATIO_PATTERN}|"
    rf"(?:{_NOBODY.pattern})|(?:\bgegen\s+{_NUMBER}\s+stimmen?\b))"
)
_SMALL_WORD = (
    r"(?:bei|mit|und|sowie|der|die|das|den|dem|von|vom|zur|zum|an|ist|sind|wird|wurde|wurden|"
    r"werden|jeweils|damit|durch|rest|ansonsten|sonst|allen|übrigen|verwaltung|stimmen|"
    rf"modifizierten|geänderten|kenntnis|{_REPLY})\b"
)
_NAMES = r"\([^()\d:]{3,80}\)"
_GAP = rf"(?:{_NAMES}|[\s,;./()\[\]–-]|{_SMALL_WORD})"
_SIGNALS = re.compile(_SIGNAL, re.I)
_RUN = re.compile(rf"(?:\b(?:bei|mit)\s+)?{_SIGNAL}(?:{_SIGNAL}|{_GAP})*+", re.I)
"""Possessive: a run is never tried again in another way, whatever a text repeats."""


@dataclass(frozen=True, slots=True)
class Result:
    """A vote's result; ``outcome`` is None where it is said that there was no vote."""

    outcome: Outcome | None
    majority: Majority | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None


_ADOPTED = Result(Outcome.ADOPTED)


@dataclass(frozen=True, slots=True)
class Run:
    """A result with the stretch of text that says it and the label before it."""

    label: str
    start: int
    end: int
    result: Result


def runs(text: str) -> Iterator[Run]:
    """The results in a text one after the other, each with what stands before it."""
    label_start = 0
    for match in _RUN.finditer(text):
        end = _last_signal_end(text, match.start(), match.end())
        result = read_result(text[match.start() : end])
        if result is None or (result.outcome is None and text[end : end + 1] == ":"):
            continue  # "Schluss der Debatte, keine Abstimmung: angenommen" is what was moved
        label = text[label_start : match.start()]
        if label_start and "\n" in label:
            label = label.partition("\n")[2]  # the rest of its line belongs to the result before
        yield Run(label, match.start(), end, result)
        label_start = end


def _last_signal_end(text: str, start: int, end: int) -> int:
    """Where the last word of the result ends, with the bracket that closes it."""
    for signal in _SIGNALS.finditer(text, start, end):
        last = signal.end()
    closing = re.compile(r"\s*\)").match(text, last, end)
    return closing.end() if closing and "(" in text[start:last] else last


def read_result(phrase: str) -> Result | None:
    """What a phrase says; None if it says nothing about a vote."""
    outcomes = _outcomes(_ANY_TALLY.sub(" ", phrase))
    counted = _counts(phrase)
    if not outcomes and counted is None:
        said = _MAJORITY.search(phrase)
        # "Abstimmungsergebnis: einstimmig" means: adopted.
        return replace(_ADOPTED, majority=_majority(phrase, _ADOPTED)) if said else None
    spoken = [rank for rank in outcomes if _OUTCOMES[rank][0] is not None]
    outcome = _OUTCOMES[min(spoken)][0] if spoken else None
    result = replace(counted or Result(None), outcome=outcome)
    if not outcomes and (result.yes is not None or _MAJORITY.search(phrase)):
        # Counts alone: the law decides. A tie is a refusal (§ 37 GemO BW and its like).
        adopted = result.yes is None or result.yes > (result.no or 0)
        result = replace(result, outcome=Outcome.ADOPTED if adopted else Outcome.REJECTED)
    if result.outcome not in (Outcome.ADOPTED, Outcome.REJECTED, Outcome.PARTLY_ADOPTED):
        return result if outcomes else None  # a bare "2 Enthaltungen" is no result
    return replace(result, majority=_majority(phrase, result))


def _outcomes(phrase: str) -> list[int]:
    """The ranks of all words of outcome in a phrase."""
    return [int(m.lastgroup[1:]) for m in _OUTCOME.finditer(phrase) if m.lastgroup]


def says_outcome(phrase: str) -> bool:
    """Whether it is said what was done, or only how many were for it."""
    return _OUTCOME.search(_ANY_TALLY.sub(" ", phrase)) is not None


def _majority(phrase: str, result: Result) -> Majority | None:
    if said := _MAJORITY.search(phrase):
        return Majority.UNANIMOUS if said["unanimous"] else Majority.MAJORITY
    for_it, against = (result.yes, result.no)
    if result.outcome is Outcome.REJECTED:
        for_it, against = against, for_it
    if against or result.abstain:
        return Majority.MAJORITY
    if against == 0:
        return Majority.UNANIMOUS
    return Majority.UNANIMOUS if for_it and _OUTCOME.search(phrase) else None


def _counts(phrase: str) -> Result | None:
    for tally in _TALLIES:
        if match := tally.search(phrase):
            return _counted({kind: int(n) for kind, n in match.groupdict().items() if n})
    voices = _voices(phrase)
    if match := _AGAINST.search(phrase):
        voices |= {"yes": _number(match["yes"]), "no": _number(match["no"])}
    elif match := _NOBODY.search(phrase):
        voices |= {"no": 0, "abstain": 0}
    elif "no" not in voices and (match := _AGAINST_SOME.search(phrase)):
        voices["no"] = _number(match["no"])
    elif not voices and (match := _RATIO.search(phrase)):
        numbers = [int(n) for n in match[0].split(":")]
        voices = dict(zip(("yes", "no", "abstain"), numbers, strict=False))
    return _counted(voices) if voices else None


def _counted(voices: dict[str, int]) -> Result:
    return Result(None, None, voices.get("yes"), voices.get("no"), voices.get("abstain"))


def _voices(phrase: str) -> dict[str, int]:
    found: dict[str, int] = {}
    kind_first = list(_KIND_FIRST.finditer(phrase))
    for match in kind_first or _COUNT_FIRST.finditer(phrase):
        kind = next(k for k in ("yes", "no", "abstain") if match[k])
        found.setdefault(kind, _number(match["n"]))
    return found


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _WORDS.get(word.lower(), 0)
