"""May this city apply, does this training fit, what is missing? Rules as data. Pure.

A rule file (TOML) has questions, each with the source of its rule, and routes: a route is met when
all its questions are, the whole when one route is. Answers are given for one check and kept
nowhere; what was not answered is unknown and never guessed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sprengel.programmes.engines.problems import ProgrammeProblem, gettext_noop

Answer = str | float | bool | None


class BadRule(ProgrammeProblem):
    """The rule file cannot be used; the message says where and why."""


class Verdict(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    kind: Kind
    text: str
    """As it is asked, in German."""
    source: str
    options: tuple[tuple[str, str], ...] = ()
    """For one_of: value and wording of every choice."""
    accepted: tuple[str, ...] = ()
    """For one_of: the choices that meet the criterion."""
    limit: float | None = None
    unit: str = ""
    missing: str = ""
    """What to do where it is not met, if the source says."""
    open_point: str = ""
    """What the source leaves open: shown, and the criterion is unknown even when answered yes."""


@dataclass(frozen=True, slots=True)
class Route:
    key: str
    name: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    key: str
    title: str
    about: str
    """"city" or "person": nothing of either is kept."""
    valid_from: str
    valid_until: str
    questions: tuple[Question, ...]
    routes: tuple[Route, ...]
    not_known: tuple[str, ...] = ()
    """What no source says; shown as such."""


@dataclass(frozen=True, slots=True)
class Criterion:
    question: Question
    verdict: Verdict
    answer: Answer


@dataclass(frozen=True, slots=True)
class RouteResult:
    route: Route
    verdict: Verdict
    criteria: tuple[Criterion, ...]

    @property
    def missing(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.verdict is not Verdict.MET)


@dataclass(frozen=True, slots=True)
class Result:
    rules: RuleSet
    verdict: Verdict
    routes: tuple[RouteResult, ...]

    @property
    def nearest(self) -> RouteResult:
        """The route with the fewest criteria that are not met; of equals the first."""
        return min(
            self.routes,
            key=lambda one: (
                sum(c.verdict is Verdict.UNMET for c in one.criteria),
                len(one.missing),
            ),
        )


def check(rules: RuleSet, answers: Mapping[str, Answer]) -> Result:
    """Every criterion, then the routes, then the whole. Raises BadRule for a foreign answer."""
    known = {question.key: question for question in rules.questions}
    for key in answers:
        if key not in known:
            raise BadRule(gettext_noop("Diese Frage gibt es nicht: %(key)s"), key=key)
    criteria = {
        key: Criterion(question, _verdict(question, answers.get(key)), answers.get(key))
        for key, question in known.items()
    }
    routes = tuple(
        RouteResult(route, _all(found := [criteria[key] for key in route.questions]), tuple(found))
        for route in rules.routes
    )
    return Result(rules, _any([route.verdict for route in routes]), routes)


def _verdict(question: Question, answer: Answer) -> Verdict:
    if answer is None or answer == "":
        return Verdict.UNKNOWN
    met = _is_met(question, answer)
    if met and question.open_point:
        return Verdict.UNKNOWN
    return Verdict.MET if met else Verdict.UNMET


def _is_met(question: Question, answer: Answer) -> bool:
    if question.kind is Kind.YES_NO:
        if not isinstance(answer, bool):
            raise BadRule(gettext_noop("%(key)s: bitte ja oder nein."), key=question.key)
        return answer
    if question.kind is Kind.ONE_OF:
        if answer not in dict(question.options):
            raise BadRule(
                gettext_noop("%(key)s: steht nicht zur Wahl: %(value)s"),
                key=question.key,
                value=answer,
            )
        return answer in question.accepted
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        raise BadRule(gettext_noop("%(key)s: bitte eine Zahl."), key=question.key)
    assert question.limit is not None
    return answer >= question.limit if question.kind is Kind.AT_LEAST else answer <= question.limit


def _all(criteria: Sequence[Criterion]) -> Verdict:
    verdicts = [one.verdict for one in criteria]
    if Verdict.UNMET in verdicts:
        return Verdict.UNMET
    return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.MET


def _any(verdicts: Sequence[Verdict]) -> Verdict:
    if Verdict.MET in verdicts:
        return Verdict.MET
    return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.UNMET


# ── Reading the file ──────────────────────────────────────────────────────────────────────────


def parse(text: str) -> RuleSet:
    """A rule file; raises BadRule with the place of what is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadRule(gettext_noop("Kein gültiges TOML: %(problem)s"), problem=problem) from None
    head = _table(data, "rules")
    questions = tuple(_question(one) for one in _tables(data, "question"))
    keys = [question.key for question in questions]
    if len(set(keys)) != len(keys):
        raise BadRule(gettext_noop("Eine Frage steht zweimal in der Datei."))
    routes = tuple(_route(one, set(keys)) for one in _tables(data, "route"))
    if not routes:
        raise BadRule(gettext_noop("Es gibt keinen Weg [[route]]: Nichts könnte je erfüllt sein."))
    return RuleSet(
        key=_text(head, "key"),
        title=_text(head, "title"),
        about=_choice(head, "about", ("city", "person")),
        valid_from=str(head.get("valid_from", "")),
        valid_until=str(head.get("valid_until", "")),
        questions=questions,
        routes=routes,
        not_known=tuple(str(one) for one in head.get("not_known", [])),
    )


def _question(raw: Mapping[str, object]) -> Question:
    key = _text(raw, "key")
    kind = Kind(_choice(raw, "kind", tuple(Kind)))
    options = tuple((str(k), str(v)) for k, v in _mapping(raw.get("options", {}), key).items())
    accepted = tuple(str(one) for one in raw.get("accepted", ()))  # type: ignore[attr-defined]
    limit = raw.get("limit")
    if kind is Kind.ONE_OF:
        if not options or not accepted or set(accepted) - {value for value, _text in options}:
            raise BadRule(
                gettext_noop("Frage %(key)s: options und accepted passen nicht zusammen."), key=key
            )
    elif kind in (Kind.AT_LEAST, Kind.AT_MOST) and not _is_number(limit):
        raise BadRule(gettext_noop("Frage %(key)s: limit ist keine Zahl."), key=key)
    return Question(
        key=key,
        kind=kind,
        text=_text(raw, "text"),
        source=_text(raw, "source"),
        options=options,
        accepted=accepted,
        limit=float(limit) if _is_number(limit) else None,  # type: ignore[arg-type]
        unit=str(raw.get("unit", "")),
        missing=str(raw.get("missing", "")),
        open_point=str(raw.get("open_point", "")),
    )


def _route(raw: Mapping[str, object], known: set[str]) -> Route:
    key = _text(raw, "key")
    wanted = raw.get("all")
    if not isinstance(wanted, list) or not wanted:
        raise BadRule(gettext_noop("Weg %(key)s: all muss mindestens eine Frage nennen."), key=key)
    foreign = [one for one in wanted if one not in known]
    if foreign:
        raise BadRule(
            gettext_noop("Weg %(key)s: unbekannte Frage %(question)s"), key=key, question=foreign[0]
        )
    return Route(key, _text(raw, "name"), tuple(wanted))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    return _mapping(data.get(name), name)


def _mapping(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadRule(gettext_noop("[%(name)s] fehlt oder ist keine Tabelle."), name=name)
    return value


def _tables(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadRule(gettext_noop("[[%(name)s]] ist keine Liste von Tabellen."), name=name)
    return found


def _text(raw: Mapping[str, object], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadRule(
            gettext_noop("%(name)s fehlt bei %(place)s."), name=name, place=raw.get("key", "?")
        )
    return value.strip()


def _choice(raw: Mapping[str, object], name: str, allowed: Sequence[str]) -> str:
    value = _text(raw, name)
    if value not in allowed:
        raise BadRule(
            gettext_noop("%(name)s: eines von %(allowed)s, nicht %(value)s."),
            name=name,
            allowed=", ".join(allowed),
            value=value,
        )
    return value
