"""An outcome in words, tables and a chart: what the page, the saved version and Excel share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.figures.charts import Chart, Line, Point, line_chart
from sprengel.programmes.engines.forecast import Alternative, Range
from sprengel.programmes.engines.rounding import rounded
from sprengel.programmes.forecasts import wording
from sprengel.programmes.forecasts.plan import Plan
from sprengel.programmes.forecasts.reckoning import DRAWS, Outcome, Way


@dataclass(frozen=True, slots=True)
class Fact:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way on, as a row of the comparison."""

    name: str
    meaning: str
    posts_last: str
    first_after: str
    all_years: str


@dataclass(frozen=True, slots=True)
class YearLine:
    year: int
    is_after: bool
    posts: str
    cost: str
    grant: str
    own: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Year by year of one way, not rounded to the range."""

    name: str
    years: tuple[YearLine, ...]


@dataclass(frozen=True, slots=True)
class CityLine:
    name: str
    posts: str
    before: str
    after: str
    rise: str


@dataclass(frozen=True, slots=True)
class Shown:
    headline: str
    second: str
    facts: tuple[Fact, ...]
    chart: Chart
    ways: tuple[WayLine, ...]
    details: tuple[Detail, ...]
    cities: tuple[CityLine, ...]
    notes: tuple[str, ...]
    how: tuple[str, ...]
    """How it is reckoned, one sentence each."""
    first_year: int
    last_year: int
    after_year: int | None


def show(outcome: Outcome, *, who: str = "", notes: Sequence[str] = ()) -> Shown:
    plan = outcome.plan
    return Shown(
        headline=_headline(outcome, who),
        second=_second(outcome),
        facts=tuple(_facts(outcome)),
        chart=_chart(outcome),
        ways=tuple(_way_line(way, outcome) for way in outcome.ways),
        details=tuple(_detail(way, plan) for way in outcome.ways),
        cities=tuple(_city_lines(outcome)),
        notes=(*_warnings(plan), *notes),
        how=tuple(_how(plan)),
        first_year=plan.common.first_year,
        last_year=plan.common.last_year,
        after_year=outcome.fall.year if outcome.fall else None,
    )


# ── The answer ────────────────────────────────────────────────────────────────────────────────


def _headline(outcome: Outcome, who: str) -> str:
    ends = outcome.plan.common.term_ends
    fall = outcome.fall
    if fall is None:
        if ends < outcome.plan.common.first_year:
            return _("Die Förderung ist vor %(year)s ausgelaufen: Die Stadt zahlt allein.") % {
                "year": outcome.plan.common.first_year
            }
        return _(
            "Die Förderung läuft bis %(ends)s; die Vorausschau endet vorher oder zugleich."
        ) % {"ends": ends}
    said = {
        "ends": ends,
        "year": fall.year,
        "amount": wording.middle_euros(fall.rise_eur),
        "who": who or _("die Stadt"),
    }
    if outcome.plan.is_circle:
        return (
            _(
                "Ende %(ends)s läuft die Förderung aus. Bleiben alle Stellen, zahlen die Städte "
                "%(year)s zusammen %(amount)s mehr als %(ends)s."
            )
            % said
        )
    return (
        _(
            "Ende %(ends)s läuft die Förderung aus. Bleiben alle Stellen, zahlt %(who)s %(year)s "
            "%(amount)s mehr als %(ends)s."
        )
        % said
    )


def _second(outcome: Outcome) -> str:
    span = wording.between(outcome.fall.rise_eur) if outcome.fall else ""
    if not span:
        return ""
    return _("In acht von zehn gerechneten Fällen liegt der Betrag %(span)s.") % {"span": span}


def _facts(outcome: Outcome) -> list[Fact]:
    common, fall = outcome.plan.common, outcome.fall
    facts = [
        Fact(wording.posts(common.posts), _("geförderte Stellen")),
        Fact(
            wording.middle_euros(Range.of(common.grant_per_post_eur)),
            _("Zuschuss je Stelle und Jahr"),
        ),
    ]
    last = outcome.in_term()
    if last is not None:
        year = {"year": last.year}
        facts += [
            Fact(wording.middle_euros(last.cost_eur), _("Kosten im Jahr %(year)s") % year),
            Fact(wording.middle_euros(last.grant_eur), _("Zuschuss im Jahr %(year)s") % year),
            Fact(
                _share(last.own_eur.likely, last.cost_eur.likely),
                _("Anteil der Stadt im Jahr %(year)s") % year,
            ),
        ]
    if fall is not None:
        facts.append(
            Fact(
                wording.middle_euros(fall.after_eur),
                _("zahlt die Stadt %(year)s allein") % {"year": fall.year}
                if not outcome.plan.is_circle
                else _("zahlen die Städte %(year)s allein") % {"year": fall.year},
            )
        )
    return facts


def _share(part: float, whole: float) -> str:
    if whole <= 0:
        return "–"
    return _("rund %(share)s %%") % {"share": wording.number(100 * part / whole)}


# ── Chart and tables ──────────────────────────────────────────────────────────────────────────


def _chart(outcome: Outcome) -> Chart:
    """Every way as a line; the band belongs to the one where the fall is seen."""
    lines = [
        Line(
            str(wording.NAMES[way.alternative]),
            [
                _point(year, way.spread.of_year(number))
                for number, year in enumerate(way.spread.years)
            ],
            is_range=way.alternative is Alternative.GO_ON_ALONE,
        )
        for way in outcome.ways
    ]
    title = (
        _("Was im Jahr bei den Städten zusammen bleibt")
        if outcome.plan.is_circle
        else _("Was im Jahr bei der Stadt bleibt")
    )
    return line_chart(lines, title=title, unit=_("Euro"), head=_("Jahr"), places=0)


def _point(year: int, of: Range) -> Point:
    said = rounded(of)
    return Point(
        year, said.likely, said.low, said.high, label=str(year), words=wording.amount(of)
    )  # fmt: skip


def _way_line(way: Way, outcome: Outcome) -> WayLine:
    after = outcome.fall.year if outcome.fall else None
    first_after = (
        wording.amount(way.spread.of_year(way.spread.years.index(after))) if after else "–"
    )
    return WayLine(
        str(wording.NAMES[way.alternative]),
        str(wording.MEANINGS[way.alternative]),
        wording.posts(way.last.posts),
        first_after,
        wording.amount(way.all_years),
    )


def _detail(way: Way, plan: Plan) -> Detail:
    return Detail(
        str(wording.NAMES[way.alternative]),
        tuple(
            YearLine(
                one.year,
                one.year > plan.common.term_ends,
                wording.exact(one.posts, 2),
                wording.exact(one.cost_eur),
                wording.exact(one.grant_eur),
                wording.exact(one.own_eur),
            )
            for one in way.plain
        ),
    )


def _city_lines(outcome: Outcome) -> list[CityLine]:
    fall = outcome.fall
    if not outcome.plan.is_circle or fall is None:
        return []
    return [
        CityLine(
            city.name,
            wording.posts(city.posts),
            wording.amount(before),
            wording.amount(after),
            wording.amount(rise),
        )
        for city, (before, after, rise) in zip(outcome.plan.cities, fall.by_city, strict=True)
    ]


# ── What must be said with it ─────────────────────────────────────────────────────────────────


def _warnings(plan: Plan) -> list[str]:
    found = []
    if plan.without_number:
        found.append(
            ngettext(
                "Für %(n)s von %(all)s Städten ist keine Stellenzahl bekannt. Sie ist nicht "
                "mitgerechnet: %(names)s.",
                "Für %(n)s von %(all)s Städten ist keine Stellenzahl bekannt. Sie sind nicht "
                "mitgerechnet: %(names)s.",
                len(plan.without_number),
            )
            % {
                "n": len(plan.without_number),
                "all": len(plan.without_number) + len(plan.cities),
                "names": ", ".join(plan.without_number),
            }
        )
    if plan.is_certain:
        found.append(
            _(
                "Alle Annahmen sind ohne Spanne eingetragen. Das Ergebnis wirkt dadurch genauer, "
                "als eine Vorausschau sein kann."
            )
        )
    return found


def _how(plan: Plan) -> list[str]:
    said = [
        _("Kosten einer Stelle: Personalkosten, die jedes Jahr steigen, und gleiche Sachkosten."),
        _("Der Zuschuss je Stelle ist während der Laufzeit fest und nie höher als die Kosten."),
        _("Unbesetzte Stellen kosten nichts und bringen keinen Zuschuss."),
        _(
            "Spannen: %(draws)s-mal wird jede unsichere Annahme zufällig aus ihrer Spanne gezogen, "
            "Werte nahe dem wahrscheinlichen häufiger. Gezeigt werden der mittlere Fall und die "
            "Spanne, in der acht von zehn Fällen liegen. Gleiche Annahmen ergeben immer dasselbe."
        )
        % {"draws": wording.number(DRAWS)},
        _("Alle Beträge in Euro des jeweiligen Jahres, gerundet, soweit die Spanne es erlaubt."),
    ]
    if plan.is_circle:
        said.append(
            _(
                "Zusammen: Jede Stadt wird für sich gezogen. Glück und Pech gleichen sich zum Teil "
                "aus, deshalb ist die Spanne der Summe enger als die Summe der Spannen."
            )
        )
    return said
