"""`sprengel programme …`: may we apply, what will it cost us, who gets how much. No database."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sprengel.cli.text import _
from sprengel.cli.usage import GermanGroup
from sprengel.programmes.engines import eligibility, forecast
from sprengel.programmes.engines.distribution import NotDistributable, distribute
from sprengel.programmes.engines.eligibility import BadRule, Kind, Question, RuleSet, Verdict
from sprengel.programmes.engines.forecast import Alternative, Assumptions, BadAssumption, Range
from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable

REQUIRED = (
    "first_year",
    "last_year",
    "term_ends",
    "posts",
    "grant_per_post_eur",
    "cost_per_post_eur",
)
RULES = Path(eligibility.__file__).parent / "rules_data"

app = typer.Typer(
    help=_("Förderprogramme: Antrag prüfen, Kosten vorausrechnen, Summen verteilen"),
    cls=GermanGroup,
    no_args_is_help=True,
)


@app.command(help=_("Die mitgelieferten Regeln zeigen"))
def rules() -> None:
    """List the rule sets that come with Sprengel."""
    for found in _shipped():
        typer.echo(f"{found.key}  {found.title}")


@app.command(help=_("Prüfen, ob die Bedingungen erfüllt sind; nichts davon wird gespeichert"))
def check(
    rule: Annotated[str, typer.Argument(help=_("Name einer Regel oder eine eigene TOML-Datei"))],
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", help=_("Antwort als frage=wert; mehrmals möglich")),
    ] = None,
) -> None:
    """Say for every criterion whether it is met, not met or not known, and by which source."""
    found = _rule_set(rule)
    try:
        result = eligibility.check(found, _answers(found, answer or []))
    except BadRule as problem:
        raise typer.BadParameter(problem.in_words(_)) from None
    typer.echo(found.title)
    for route in result.routes:
        typer.echo(f"\n{route.route.name}: {_word(route.verdict)}")
        for one in route.criteria:
            typer.echo(f"  {_word(one.verdict)}  {one.question.key}: {_asked(one.question)}")
            hint = one.question.open_point or (
                one.question.missing if one.verdict is Verdict.UNMET else ""
            )
            if hint:
                typer.echo(f"      {hint}")
            typer.echo("      " + _("Quelle: %(source)s") % {"source": one.question.source})
    for sentence in found.not_known:
        typer.echo("\n" + _("Nicht bekannt: %(what)s") % {"what": sentence})
    typer.echo("\n" + _("Zusammen: %(verdict)s") % {"verdict": _word(result.verdict)})


@app.command("distribute", help=_("Eine Summe oder Personen nach einem Schlüssel verteilen"))
def share(
    file: Annotated[Path, typer.Argument(help=_("CSV mit Name und Schlüssel je Zeile"))],
    total: Annotated[str, typer.Option(help=_("Was verteilt wird, z. B. 90000000 oder 700"))],
    persons: Annotated[
        bool, typer.Option("--persons", help=_("Personen statt Euro verteilen"))
    ] = False,
) -> None:
    """Largest remainder: the parts add up to the cent, or to the person."""
    try:
        weights = _weights(file.read_text("utf-8-sig"))
        units = int(total) if persons else int(Decimal(total.replace(",", ".")) * 100)
        shares = distribute(units, weights)
    except (OSError, ValueError, InvalidOperation, csv.Error) as problem:
        typer.echo(
            _("Das lässt sich nicht verteilen: %(what)s") % {"what": _in_words(problem)}, err=True
        )
        raise typer.Exit(1) from None
    for one in shares:
        value = str(one.units) if persons else f"{one.units / 100:.2f}"
        typer.echo(f"{one.key};{value}")


@app.command("forecast", help=_("Was bleibt bei der Stadt, wenn eine befristete Förderung endet?"))
def reckon(
    file: Annotated[Path, typer.Argument(help=_("TOML mit den Annahmen"))],
    output: Annotated[str, typer.Option("--format", help=_("table oder json"))] = "table",
) -> None:
    """Year by year for every alternative, with the range the assumptions give."""
    if output not in ("table", "json"):
        raise typer.BadParameter(_("--format ist table oder json."))
    try:
        given = _assumptions(tomllib.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as problem:
        typer.echo(
            _("Die Annahmen sind nicht brauchbar: %(what)s") % {"what": _in_words(problem)},
            err=True,
        )
        raise typer.Exit(1) from None
    paths = {one: forecast.forecast(given, one) for one in Alternative}
    if output == "json":
        typer.echo(json.dumps({one.value: _as_rows(path) for one, path in paths.items()}))
        return
    table = Table(title=_("Was bei der Stadt bleibt, Euro im Jahr (von – bis)"))
    table.add_column(_("Jahr"))
    for one in paths:
        table.add_column(_names()[one], justify="right")
    for number, year in enumerate(given.years):
        table.add_row(str(year), *(_euros(path[number].own_eur) for path in paths.values()))
    Console().print(table)
    edge = forecast.cliff(given)
    if edge is not None:
        typer.echo(
            _(
                "%(year)s zahlt die Stadt %(euros)s Euro mehr als im Jahr davor, wenn die Stellen "
                "bleiben."
            )
            % {"year": edge.year, "euros": _number(edge.rise_eur)}
        )
    for name, source in given.sources:
        typer.echo(f"{name}: {source}")


def _shipped() -> Iterable[RuleSet]:
    return [eligibility.parse(path.read_text("utf-8")) for path in sorted(RULES.glob("*.toml"))]


def _rule_set(name: str) -> RuleSet:
    path = RULES / f"{name}.toml"
    if not path.is_file() or "/" in name:
        path = Path(name)
    try:
        return eligibility.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        known = ", ".join(one.key for one in _shipped())
        raise typer.BadParameter(
            _("Diese Regel gibt es nicht: %(name)s. Mitgeliefert sind: %(known)s.")
            % {"name": name, "known": known}
        ) from None
    except BadRule as problem:
        raise typer.BadParameter(f"{path}: {problem.in_words(_)}") from None


def _answers(found: RuleSet, given: list[str]) -> dict[str, eligibility.Answer]:
    kinds = {question.key: question.kind for question in found.questions}
    answers: dict[str, eligibility.Answer] = {}
    for one in given:
        key, mark, value = one.partition("=")
        if not mark or key not in kinds:
            raise typer.BadParameter(
                _("--answer ist frage=wert; gefragt wird nach: %(keys)s.")
                % {"keys": ", ".join(kinds)}
            )
        answers[key] = _value(kinds[key], key, value.strip())
    return answers


def _value(kind: Kind, key: str, value: str) -> eligibility.Answer:
    if kind is Kind.ONE_OF:
        return value
    if kind is Kind.YES_NO:
        words = {"ja": True, "yes": True, "nein": False, "no": False}
        if value.lower() not in words:
            raise typer.BadParameter(_("%(key)s: bitte ja oder nein.") % {"key": key})
        return words[value.lower()]
    try:
        return float(value.replace(".", "").replace(",", ".") if "," in value else value)
    except ValueError:
        raise typer.BadParameter(_("%(key)s: bitte eine Zahl.") % {"key": key}) from None


def _asked(question: Question) -> str:
    if question.kind is Kind.ONE_OF:
        return f"{question.text} ({' | '.join(value for value, _text in question.options)})"
    if question.limit is None:
        return question.text
    border = _("mindestens") if question.kind is Kind.AT_LEAST else _("höchstens")
    return f"{question.text} ({border} {_number(question.limit)} {question.unit})"


def _word(verdict: Verdict) -> str:
    words = {
        Verdict.MET: "● " + _("erfüllt"),
        Verdict.UNMET: "✕ " + _("nicht erfüllt"),
        Verdict.UNKNOWN: "? " + _("offen"),
    }
    return words[verdict]


def _names() -> dict[Alternative, str]:
    return {
        Alternative.END: _("Stellen enden"),
        Alternative.GO_ON_ALONE: _("Stadt zahlt allein"),
        Alternative.FROZEN: _("verlängert, gleicher Betrag"),
        Alternative.INDEXED: _("verlängert, mit Tarif"),
        Alternative.FEWER_POSTS: _("weniger Stellen"),
    }


def _in_words(problem: Exception) -> str:
    if isinstance(problem, ProgrammeProblem):
        return problem.in_words(_)
    if isinstance(problem, tomllib.TOMLDecodeError):
        return _("Kein gültiges TOML: %(problem)s") % {"problem": problem}
    if isinstance(problem, OSError):
        return problem.strerror or str(problem)
    return str(problem)


def _weights(text: str) -> dict[str, int]:
    """Name and whole number in each row; a head line without a number is passed over."""
    dialect = csv.Sniffer().sniff(text[:2000], delimiters=";,\t")
    weights: dict[str, int] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text), dialect), start=1):
        if len(row) < 2 or (number == 1 and not row[1].strip().replace(".", "").isdigit()):
            continue
        name = row[0].strip()
        if name in weights:
            raise NotDistributable(gettext_noop("Der Name steht zweimal: %(name)s"), name=name)
        weights[name] = int(row[1].strip().replace(".", ""))
    return weights


def _assumptions(raw: dict[str, Any]) -> Assumptions:
    known = {field.name for field in fields(Assumptions)}
    foreign, missing = set(raw) - known, [name for name in REQUIRED if name not in raw]
    if foreign:
        raise BadAssumption(
            gettext_noop("Diese Angabe gibt es nicht: %(names)s"), names=", ".join(sorted(foreign))
        )
    if missing:
        raise BadAssumption(gettext_noop("Es fehlt: %(names)s"), names=", ".join(missing))
    ranges = ("posts", "cost_per_post_eur", "material_per_post_eur", "pay_rise", "filled")
    values = {
        name: _range(name, value) if name in ranges else value
        for name, value in raw.items()
        if name != "sources"
    }
    sources = tuple((str(k), str(v)) for k, v in dict(raw.get("sources", {})).items())
    return Assumptions(**values, sources=sources)


def _range(name: str, value: object) -> Range:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Range.of(float(value))
    if isinstance(value, list) and len(value) == 3:
        return Range(*(float(one) for one in value))
    raise BadAssumption(
        gettext_noop("%(name)s: eine Zahl oder [niedrig, wahrscheinlich, hoch]."), name=name
    )


def _as_rows(path: list[forecast.Year]) -> list[dict[str, object]]:
    return [
        {
            "year": one.year,
            **{
                name: [getattr(one, name).low, getattr(one, name).likely, getattr(one, name).high]
                for name in ("posts", "cost_eur", "grant_eur", "own_eur")
            },
        }
        for one in path
    ]


def _euros(of: Range) -> str:
    if of.is_point:
        return _number(of.likely)
    return f"{_number(of.likely)} ({_number(of.low)} – {_number(of.high)})"


def _number(value: float) -> str:
    """Whole euros with German thousands; a fraction of a post keeps its decimals."""
    if value != round(value) and abs(value) < 100:
        return f"{value:g}".replace(".", ",")
    return f"{round(value):,}".replace(",", ".")
