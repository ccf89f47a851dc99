"""What a list would do, before it does it: who is found, who is asked about, who is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from sprengel.accounts.models import Viewer
from sprengel.bodies.models import Body
from sprengel.figures.numbers import read_number
from sprengel.figures.problems import FigureProblem
from sprengel.programmes.enrolment import amounts, checking, lists
from sprengel.programmes.enrolment.amounts import Amount
from sprengel.programmes.enrolment.facts import EnrolmentFacts, Line
from sprengel.programmes.enrolment.lists import RawList, RawRow
from sprengel.programmes.enrolment.matching import Register
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.models import Enrolment, EnrolmentState, Round

FOUND, AMBIGUOUS, UNKNOWN, DOUBLED, UNREADABLE = "found", "ambiguous", "unknown", "doubled", "wrong"

_FACT_OF_COLUMN = {
    lists.START: "start_on",
    lists.END: "end_on",
    lists.REQUESTED: "requested",
    lists.GRANTED: "granted",
    lists.POSTS: "posts",
    lists.NOTE: "note",
}


@dataclass(frozen=True, slots=True)
class PreviewLine:
    number: int
    written: str
    outcome: str
    body: Body | None = None
    facts: EnrolmentFacts | None = None
    there: Enrolment | None = None
    """Its row as it stands, where there is one already."""
    candidates: tuple[Body, ...] = ()
    problem: str = ""

    @property
    def is_new(self) -> bool:
        return self.outcome == FOUND and self.there is None

    @property
    def state_label(self) -> str:
        return str(EnrolmentState(self.facts.state).label) if self.facts else ""


@dataclass(frozen=True, slots=True)
class Preview:
    round: Round
    lines: tuple[PreviewLine, ...]
    leaves: frozenset[str]
    """Facts the list says nothing of."""
    notes: tuple[str, ...]

    def of(self, outcome: str) -> list[PreviewLine]:
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def found(self) -> list[PreviewLine]:
        return self.of(FOUND)

    @property
    def open(self) -> list[PreviewLine]:
        """Those a person must decide about or mend."""
        return [line for line in self.lines if line.outcome != FOUND]

    @property
    def new_count(self) -> int:
        return sum(line.is_new for line in self.lines)

    def seen_versions(self) -> dict[int, int]:
        return {
            line.body.pk: line.there.version if line.there else 0
            for line in self.found
            if line.body is not None
        }

    def to_enter(self) -> list[Line]:
        return [
            Line(body=line.body, facts=line.facts, leaves=self.leaves)
            for line in self.found
            if line.body is not None and line.facts is not None
        ]


def preview(
    user: Viewer,
    *,
    round: Round,
    raw: RawList,
    base: EnrolmentFacts,
    picks: Mapping[int, int] | None = None,
) -> Preview:
    """``base``: what holds for the whole list; a column of the list says it for one city.

    ``picks``: by line number the city a person chose among those offered.
    """
    register = Register.of(user)
    there = {
        one.body_id: one
        for one in Enrolment.objects.filter(round=round).select_related("body", "round__programme")
    }
    lines = [
        _line(row, register, there, base, round, (picks or {}).get(row.number)) for row in raw.rows
    ]
    told = frozenset(fact for column, fact in _FACT_OF_COLUMN.items() if column in raw.columns)
    base_says = {name for name in ("start_on", "end_on", "dates_note") if getattr(base, name)}
    leaves = frozenset({*_FACT_OF_COLUMN.values(), "dates_note"}) - told - base_says
    if "start_on" in told or "end_on" in told:
        leaves -= {"dates_note"}
    return Preview(round, tuple(_without_doubles(lines)), leaves, raw.notes)


def _line(
    row: RawRow,
    register: Register,
    there: Mapping[int, Enrolment],
    base: EnrolmentFacts,
    round: Round,
    pick: int | None,
) -> PreviewLine:
    written = row.name or row.cells.get(lists.KEY, "")
    match = register.find(row.name, row.cells.get(lists.KEY, ""))
    candidates = match.bodies if len(match.bodies) > 1 else match.suggestions
    body = match.bodies[0] if len(match.bodies) == 1 else None
    if body is None and pick in {one.pk for one in candidates}:
        body = register.get(pick)
    if body is None:
        outcome = AMBIGUOUS if len(match.bodies) > 1 else UNKNOWN
        return PreviewLine(row.number, written, outcome, candidates=candidates)
    try:
        facts = _facts(row, base)
        checking.check(round, body, facts)
    except EnrolmentProblem as problem:
        return PreviewLine(row.number, written, UNREADABLE, body=body, problem=str(problem))
    return PreviewLine(row.number, written, FOUND, body=body, facts=facts, there=there.get(body.pk))


def _facts(row: RawRow, base: EnrolmentFacts) -> EnrolmentFacts:
    cells, said = row.cells, base
    if lists.STATE in cells:
        state = lists.read_state(cells[lists.STATE])
        if state is None:
            raise EnrolmentProblem(
                _("Den Stand „%(state)s“ gibt es nicht. Möglich sind: %(known)s.")
                % {
                    "state": cells[lists.STATE][:60],
                    "known": ", ".join(str(one.label) for one in EnrolmentState),
                }
            )
        said = replace(said, state=state)
    said = _with_days(said, cells)
    for kind in amounts.KINDS:
        if kind in cells:
            said = replace(said, **{kind: read_amount(cells[kind], kind)})
    if lists.NOTE in cells:
        said = replace(said, note=cells[lists.NOTE])
    return said


def _with_days(said: EnrolmentFacts, cells: Mapping[str, str]) -> EnrolmentFacts:
    """A day that is not one ("März 2017") stays in words beside the empty field."""
    in_words = []
    for column, fact in ((lists.START, "start_on"), (lists.END, "end_on")):
        if column not in cells:
            continue
        day: date | None = lists.read_day(cells[column])
        said = replace(said, **{fact: day})
        if day is None:
            pattern = _("seit %(when)s") if column == lists.START else _("bis %(when)s")
            in_words.append(pattern % {"when": cells[column]})
    return replace(said, dates_note=", ".join(in_words)) if in_words else said


def read_amount(text: str, kind: str) -> Amount | None:
    """None for an empty field; "k. A." is a gap, not zero."""
    if not text.strip():
        return None
    try:
        number = read_number(text, money=kind != amounts.POSTS)
    except FigureProblem as problem:
        raise EnrolmentProblem(str(problem), field=kind) from problem
    if "%" in number.unit:
        raise EnrolmentProblem(
            _("„%(text)s“ ist ein Anteil. Hier wird eine Anzahl oder ein Betrag gebraucht.")
            % {"text": text.strip()[:60]},
            field=kind,
        )
    return Amount(
        value=number.value,
        low=number.low,
        high=number.high,
        is_approximate=number.is_approximate,
        gap=number.gap,
        as_written=number.as_written,
    )


def _without_doubles(lines: Sequence[PreviewLine]) -> list[PreviewLine]:
    """A city that stands there twice: once if both say the same, not at all if they differ."""
    count = Counter(line.body.pk for line in lines if line.outcome == FOUND and line.body)
    first: dict[int, PreviewLine] = {}
    differing = set()
    for line in lines:
        if line.outcome != FOUND or line.body is None or count[line.body.pk] < 2:
            continue
        earlier = first.setdefault(line.body.pk, line)
        if earlier.facts != line.facts:
            differing.add(line.body.pk)
    return [_doubled(line, first, differing) for line in lines]


def _doubled(
    line: PreviewLine, first: Mapping[int, PreviewLine], differing: set[int]
) -> PreviewLine:
    if line.outcome != FOUND or line.body is None or line.body.pk not in first:
        return line
    if line.body.pk in differing:
        return replace(
            line,
            outcome=DOUBLED,
            problem=_("Steht mehrmals in der Liste, mit verschiedenen Angaben. Bitte entscheiden."),
        )
    earlier = first[line.body.pk]
    if earlier is line:
        return line
    return replace(
        line,
        outcome=DOUBLED,
        problem=_("Steht schon in Zeile %(n)s, mit denselben Angaben.") % {"n": earlier.number},
    )
