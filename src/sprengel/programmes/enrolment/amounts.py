"""The three amounts of a row as figures: asked for, granted, posts. A figure is never changed;
another amount is a correction that names the one before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from sprengel.accounts.actions import narrow_lines
from sprengel.accounts.models import User, Visibility
from sprengel.archive.models import Passage
from sprengel.figures import actions as figures
from sprengel.figures.models import Definition, Figure, Gap, KeyPrecision, Theme, UnitKind
from sprengel.figures.problems import FigureProblem
from sprengel.programmes.enrolment.problems import EnrolmentProblem
from sprengel.programmes.models import Enrolment

REQUESTED, GRANTED, POSTS = "requested", "granted", "posts"
KINDS = (REQUESTED, GRANTED, POSTS)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as somebody gave it; a gap where they said there is none."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    is_approximate: bool = False
    gap: str = ""
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class _Counted:
    slug: str
    name: str
    wording: str
    unit_kind: UnitKind
    unit: str
    decimals: int


_DEFINITIONS = {
    REQUESTED: _Counted(
        "beantragte-foerderung",
        "Beantragte Förderung",
        "Was eine Stadt in einer Runde eines Programms beantragt hat, für die ganze Laufzeit der "
        "Bewilligung, ohne ihren eigenen Anteil.",
        UnitKind.MONEY,
        "Euro",
        2,
    ),
    GRANTED: _Counted(
        "bewilligte-foerderung",
        "Bewilligte Förderung",
        "Was einer Stadt in einer Runde eines Programms bewilligt wurde, für die ganze Laufzeit "
        "der Bewilligung; nicht, was davon schon ausgezahlt ist.",
        UnitKind.MONEY,
        "Euro",
        2,
    ),
    POSTS: _Counted(
        "bewilligte-stellen",
        "Bewilligte Stellen",
        "Vollzeitstellen, die einer Stadt in einer Runde eines Programms bewilligt wurden; Teile "
        "einer Stelle zählen als Teile, ob besetzt oder nicht.",
        UnitKind.COUNT,
        "Stellen",
        2,
    ),
}


def definition(kind: str) -> Definition:
    """Made when the first amount is entered; what counts is the same in every programme."""
    counted = _DEFINITIONS[kind]
    there = Definition.objects.filter(slug=counted.slug).first()
    return there or figures.define(
        actor=None,
        slug=counted.slug,
        name=counted.name,
        theme=Theme.FUNDING,
        wording=counted.wording,
        unit_kind=counted.unit_kind,
        unit=counted.unit,
        decimals=counted.decimals,
        lowest=Decimal(0),
        visibility=Visibility.PUBLIC,
    )


def figure_facts(
    amount: Amount, *, of: Enrolment, visibility: str, source: str, passage: Passage | None
) -> dict[str, object]:
    """What ``figures.actions.enter`` takes; the key date is the day from which it holds."""
    return {
        "about": of.body,
        "scope": _scope(of),
        "value": amount.value,
        "low": amount.low,
        "high": amount.high,
        "gap": amount.gap,
        "is_approximate": amount.is_approximate,
        "as_written": amount.as_written,
        "key_on": of.start_on,
        "key_precision": KeyPrecision.DAY if of.start_on else KeyPrecision.UNKNOWN,
        "source": source,
        "passage": passage,
        "source_path": "" if source or passage else of_path(of),
        "visibility": visibility,
    }


def of_path(of: Enrolment) -> str:
    """The page of the row."""
    return reverse(
        "programmes:enrolment", args=[of.round.programme.slug, of.round.slug, of.body.slug]
    )


def _scope(of: Enrolment) -> str:
    return f"{of.round.programme}, {of.round.name}"[:200]


def is_same(figure: Figure | None, amount: Amount | None) -> bool:
    if figure is None or amount is None:
        return amount is None and (figure is None or figure.value is None)
    return (
        figure.value == amount.value
        and figure.low == amount.low
        and figure.high == amount.high
        and figure.gap == amount.gap
        and figure.is_approximate == amount.is_approximate
    )


def set_amount(
    *,
    actor: User | None,
    of: Enrolment,
    kind: str,
    now: Figure | None,
    amount: Amount | None,
    facts: dict[str, object],
) -> bool:
    """Point ``of`` at the figure for this amount; whether anything changed. Does not save it.

    ``facts``: what ``figure_facts`` takes beside them.
    """
    if is_same(now, amount):
        return False
    try:
        if amount is None:
            amount, because = Amount(None, gap=Gap.NOT_STATED), _("In der Beteiligung entfernt")
        else:
            because = _("In der Beteiligung geändert")
        said = figure_facts(amount, of=of, **facts)
        made = (
            figures.enter(actor=actor, definition=definition(kind), **said)
            if now is None
            else figures.correct(actor=actor, figure=now, because=because, **said)
        )
    except FigureProblem as problem:
        raise EnrolmentProblem(str(problem), field=kind) from problem
    setattr(of, kind, made)
    return True


def newest(pks: Iterable[int]) -> dict[int, int]:
    """By each key the key of the figure that stands now: a correction takes its place."""
    found = {pk: pk for pk in pks}
    ahead = dict(found)
    while ahead:
        after = dict(
            Figure.objects.filter(replaces__in=set(ahead.values())).values_list("replaces_id", "pk")
        )
        ahead = {pk: after[now] for pk, now in ahead.items() if now in after}
        found.update(ahead)
    return found


def figures_now(of: Enrolment) -> dict[str, Figure]:
    """The amounts as they stand, by kind; for writing, so without asking who looks."""
    keys = {kind: getattr(of, f"{kind}_id") for kind in KINDS}
    keys = {kind: pk for kind, pk in keys.items() if pk is not None}
    now = newest(keys.values())
    found = Figure.objects.select_related("definition").in_bulk(now.values())
    return {kind: found[now[pk]] for kind, pk in keys.items()}


def show_to(pks: list[int], visibility: str) -> None:
    """A row's amounts are seen by whoever sees the row, those a correction replaced too."""
    chain = set(pks)
    ahead = set(pks)
    while ahead:
        linked = Figure.objects.filter(pk__in=ahead).values_list("replaces_id", flat=True)
        after = Figure.objects.filter(replaces__in=ahead).values_list("pk", flat=True)
        ahead = ({pk for pk in linked if pk} | set(after)) - chain
        chain |= ahead
    found = Figure.objects.filter(pk__in=chain)
    for figure in found:
        narrow_lines(path=figure.get_absolute_url(), visibility=visibility)
    found.update(visibility=visibility)
