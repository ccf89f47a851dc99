"""Numbers as people write them: "ca. 50", "40–50", "über 1.600", "1,5 Mio. €", "k. A.".

What could mean two things is asked about, never guessed: "1.5" is no German number, and whether a
point is a decimal mark only the writer knows. Whatever comes in, the answer is a
:class:`ReadNumber` or a :class:`FigureProblem` with a sentence for people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sprengel.figures.models import Gap
from sprengel.figures.problems import FigureProblem

LONGEST = 200
"""As many characters as ``Figure.as_written`` keeps."""
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """``value`` and ``gap`` are never both there; a range's middle is its approximate value."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    is_approximate: bool = False
    gap: str = ""
    as_written: str = ""
    unit: str = ""
    """What stood behind the number: "€", "%", "m²"; "" where nothing did."""


_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b\ufeff]+")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_GAPS: dict[str, str] = {
    "": Gap.NOT_STATED,
    "?": Gap.NOT_STATED,
    "/": Gap.NOT_STATED,
    "x": Gap.NOT_STATED,
    ".": Gap.NOT_STATED,
    "...": Gap.NOT_STATED,
    "…": Gap.NOT_STATED,
    "ka": Gap.NOT_STATED,
    "k.a": Gap.NOT_STATED,
    "k/a": Gap.NOT_STATED,
    "keineangabe": Gap.NOT_STATED,
    "keineangaben": Gap.NOT_STATED,
    "ohneangabe": Gap.NOT_STATED,
    "o.a": Gap.NOT_STATED,
    "n/a": Gap.NOT_STATED,
    "n.a": Gap.NOT_STATED,
    "na": Gap.NOT_STATED,
    "n.v": Gap.NOT_STATED,
    "n.b": Gap.NOT_STATED,
    "nichtbekannt": Gap.NOT_STATED,
    "unbekannt": Gap.NOT_STATED,
    "nichterhoben": Gap.NOT_STATED,
    "entfällt": Gap.NOT_STATED,
    "indenquellennichtgefunden": Gap.NOT_FOUND,
    "nichtgefunden": Gap.NOT_FOUND,
    "wegenkleinerzahlnichtgezeigt": Gap.WITHHELD,
}
"""Written without spaces and without a last full stop."""

_ABOUT = r"ca|circa|zirka|rd|rund|etwa|ungefähr|ungef|knapp|gut|annähernd|geschätzt|fast|~|≈"
_LEAST = r"über|mehr als|mindestens|mind|min|ab|wenigstens|>=|≥|>"
_MOST = r"unter|weniger als|höchstens|maximal|max|bis zu|bis|<=|≤|<"
_BEFORE = re.compile(
    rf"^(?:(?P<about>{_ABOUT})|(?P<least>{_LEAST})|(?P<most>{_MOST}))(?![a-zäöü])\.?\s*", re.I
)
_NUMBER = r"\d[\d.,'’\s]*"
_SIGNED = rf"[{_DASHES}+]?\s?{_NUMBER}"
_RANGE = re.compile(
    rf"^(?P<low>{_SIGNED}?)\s*(?:[{_DASHES}]|bis(?:\s+zu)?)\s*(?P<high>{_SIGNED})(?P<rest>.*)$",
    re.I,
)
_BETWEEN = re.compile(
    rf"^zwischen\s+(?P<low>{_SIGNED}?)\s*und\s+(?P<high>{_SIGNED})(?P<rest>.*)$", re.I
)
_SCALES = {
    **dict.fromkeys(("tsd", "tausend", "t€", "teuro", "teur", "k€", "keur"), Decimal(10) ** 3),
    **dict.fromkeys(("mio", "mill", "million", "millionen", "m€", "meur"), Decimal(10) ** 6),
    **dict.fromkeys(("mrd", "milliarde", "milliarden"), Decimal(10) ** 9),
}
SCALED = re.compile(
    rf"^(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![a-zäöüß])\.?\s*"
    r"(?P<unit>.*)$",
    re.I,
)
_LOST = re.compile(r"^(?:hundert|dutzend|tausend|tsd|mio|mill|mrd|milliard|(?:t|k|m)\s|k$)", re.I)
"""What makes another number of the one before it and was not understood as such."""
_MONEY_UNITS = {"€", "eur", "euro"}
_UNIT = re.compile(r"^[^\W\d_][^\d_+*=?()<>:;,]*$|^[%€‰]$")
_PRICE_DASH = re.compile(rf"(?<=\d),[{_DASHES}]{{1,2}}(?=\s|$|€)")
_DATE = re.compile(r"^\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2}|\d{4})?$")
_SPAN_IN_BRACKETS = re.compile(r"^(?P<main>.*?\d.*?)\s*\((?P<inner>[^()]*)\)$")


def read_number(text: str, *, money: bool = False) -> ReadNumber:
    """One number with what was said about it; raises ``FigureProblem`` for the rest.

    ``money``: "Euro" may stand before or behind it, and more than two decimals are asked about.
    """
    written = " ".join(_SPACES.sub(" ", text).split())
    if len(written) > LONGEST or "\x00" in written:
        raise FigureProblem(
            _("„%(text)s“ ist zu lang für eine Zahl. Bitte nur die Zahl angeben.")
            % {"text": f"{written[:40]}…"},
            field="value",
        )
    gap = _gap(written)
    if gap:
        return ReadNumber(None, gap=gap, as_written=written)
    found = _read(written, written)
    if money:
        _check_cents(found, written)
    return found


def _gap(written: str) -> str:
    squeezed = written.lower().replace(" ", "")
    if squeezed and set(squeezed) <= set(_DASHES):
        return Gap.NOT_STATED
    return _GAPS.get(squeezed, "") or _GAPS.get(squeezed.rstrip("."), "")


def _read(text: str, written: str) -> ReadNumber:
    bracketed = _SPAN_IN_BRACKETS.match(text)
    if bracketed:
        return _value_with_span(bracketed["main"], bracketed["inner"], written)
    text, word = _word_before(_PRICE_DASH.sub("", text))
    span = _RANGE.match(text) or _BETWEEN.match(text)
    if span and word in ("", "about"):
        return _span(span, written)
    value, unit = _one(text, written)
    if word == "least":
        return ReadNumber(value, low=value, is_approximate=True, as_written=written, unit=unit)
    if word == "most":
        return ReadNumber(value, high=value, is_approximate=True, as_written=written, unit=unit)
    return ReadNumber(value, is_approximate=word == "about", as_written=written, unit=unit)


def _word_before(text: str) -> tuple[str, str]:
    """("50", "about") from "ca. 50"; one word only: "rund über 50" is not understood."""
    found = _BEFORE.match(text)
    if found is None:
        return text, ""
    return text[found.end() :], str(found.lastgroup)


def _value_with_span(main: str, inner: str, written: str) -> ReadNumber:
    """ "ca. 50 (40 bis 60)", "50 Plätze (mindestens 40)"."""
    text, word = _word_before(main)
    if word in ("least", "most") or _RANGE.match(text):
        raise _not_read(written)
    value, unit = _one(text, written)
    around = _read(inner, written)
    low, high = around.low, around.high
    if low is None and high is None:
        raise _not_read(written)
    if (low is not None and value < low) or (high is not None and value > high):
        raise FigureProblem(
            _("In „%(text)s“ liegt die Zahl nicht in ihrer Spanne.") % {"text": written},
            field="value",
        )
    return ReadNumber(value, low, high, word == "about", as_written=written, unit=unit)


def _span(span: re.Match[str], written: str) -> ReadNumber:
    high, unit = _one(span["high"] + span["rest"], written)
    # "1,5–2 Mio. Euro": the word behind belongs to both ends.
    scale = SCALED.match(span["rest"].strip())
    low, _unit_of_low = _one(f"{span['low']} {scale['scale'] if scale else ''}", written)
    if low > high:
        raise FigureProblem(
            _("In „%(text)s“ ist die erste Zahl größer als die zweite. Bitte prüfen.")
            % {"text": written},
            field="value",
        )
    return ReadNumber((low + high) / 2, low, high, True, as_written=written, unit=unit)


def _one(text: str, written: str) -> tuple[Decimal, str]:
    """The number and the unit behind (or, for money, before) it."""
    text, unit_before = _unit_before(text.strip())
    is_negative = text[:1] != "" and text[0] in _DASHES
    if is_negative or text[:1] == "+":
        text = text[1:].lstrip()
    found = re.match(_NUMBER, text)
    if found is None:
        raise _not_read(written)
    rest = text[found.end() :].strip()
    number = _digits(found[0].rstrip(), written)
    factor, unit = _factor(rest, written)
    number *= factor
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS or number.adjusted() >= MOST_DIGITS:
        raise FigureProblem(
            _("„%(text)s“ hat zu viele Stellen. Bitte die Einheit prüfen.") % {"text": written},
            field="value",
        )
    return (-number if is_negative else number), unit or unit_before


def _unit_before(text: str) -> tuple[str, str]:
    found = re.match(r"^(€|EUR\b|Euro\b)\s*", text, re.I)
    return (text[found.end() :], "€") if found else (text, "")


_POINTS = re.compile(r"^\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
_SPACED = re.compile(r"^\d{1,3}(?: \d{3})+(?:,\d+)?$")
_QUOTED = re.compile(r"^\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?$")
_PLAIN = re.compile(r"^\d+(?:,\d+)?$")


def _digits(digits: str, written: str) -> Decimal:
    """German only: the point groups thousands, the comma begins the decimals."""
    digits = "".join(c if not c.isdigit() or c.isascii() else str(int(c)) for c in digits)
    if _QUOTED.match(digits):
        return Decimal(re.sub("['’]", "", digits).replace(",", "."))
    if any(shape.match(digits) for shape in (_POINTS, _SPACED, _PLAIN)):
        return Decimal(digits.replace(".", "").replace(" ", "").replace(",", "."))
    if _DATE.match(digits):
        raise FigureProblem(
            _("„%(text)s“ sieht aus wie ein Datum. Bitte eine Zahl angeben.") % {"text": written},
            field="value",
        )
    if "." in digits or "," in digits:
        raise FigureProblem(
            _(
                "„%(text)s“ kann zweierlei heißen. Bitte die Nachkommastellen mit Komma schreiben "
                "(1,5) und Tausender ohne Punkt oder in Dreiergruppen (1.500)."
            )
            % {"text": written},
            field="value",
        )
    raise _not_read(written)


def _factor(rest: str, written: str) -> tuple[Decimal, str]:
    """What a "Mio." behind the number makes of it, and the unit that then follows."""
    found = SCALED.match(rest)
    if found is None:
        return Decimal(1), _unit(rest, written)
    scale = found["scale"].lower()
    unit = "€" if scale.endswith(("€", "eur", "euro")) else _unit(found["unit"], written)
    return _SCALES[scale], unit


def _unit(unit: str, written: str) -> str:
    """Words may follow a number; what would change it or be lost may not."""
    unit = unit.strip()
    if not unit:
        return ""
    if any(c.isdecimal() for c in unit.replace("m2", "")):
        raise FigureProblem(
            _("In „%(text)s“ steht mehr als eine Zahl. Bitte nur eine angeben.")
            % {"text": written},
            field="value",
        )
    if _LOST.match(unit) or not _UNIT.match(unit.replace("m2", "m²")) or not unit.isprintable():
        raise _not_read(written)
    return "€" if unit.lower() in _MONEY_UNITS else unit


def _check_cents(found: ReadNumber, written: str) -> None:
    if found.unit not in ("", "€"):
        raise FigureProblem(
            _("„%(text)s“ ist kein Betrag in Euro. Bitte den Betrag angeben.") % {"text": written},
            field="value",
        )
    for number in (found.value, found.low, found.high):
        if number is not None and number != number.quantize(Decimal("0.01")):
            raise FigureProblem(
                _("„%(text)s“ hat Bruchteile eines Cents. Bitte den Betrag prüfen.")
                % {"text": written},
                field="value",
            )


def _not_read(written: str) -> FigureProblem:
    return FigureProblem(
        _(
            "„%(text)s“ wurde nicht als Zahl verstanden. Möglich sind etwa 1.234,5; ca. 50; "
            "40 bis 50; über 1.600; 1,5 Mio. Euro; 12 %% oder k. A."
        )
        % {"text": written},
        field="value",
    )
