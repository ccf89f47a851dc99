"""What changes in this room. A figure is never changed: a correction is a new row.

Every action owns its transaction and writes one line of the log.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sprengel.accounts.actions import log, narrow_lines
from sprengel.accounts.models import ActivityVerb, User, Visibility
from sprengel.archive import actions as archive
from sprengel.archive.anchors import find_quote
from sprengel.archive.models import Document, Passage
from sprengel.bodies import names
from sprengel.bodies.models import Actor
from sprengel.figures import checking
from sprengel.figures.models import Definition, Figure, KeyPrecision, SeriesBreak
from sprengel.figures.numbers import SCALED
from sprengel.figures.problems import AlreadyCorrected, FigureProblem
from sprengel.figures.wording import spell
from sprengel.meetings.rules import narrowest

CORRECTABLE = (
    "definition",
    "about",
    "scope",
    "value",
    "low",
    "high",
    "gap",
    "is_approximate",
    "as_written",
    "from_on",
    "key_on",
    "key_precision",
    "base_n",
    "base_of",
    "counted_by",
    "counted_by_name",
    "passage",
    "source",
    "source_url",
    "source_path",
    "note",
    "visibility",
)
"""What a correction may say anew; everything else it takes over."""


@transaction.atomic
def define(
    *,
    actor: User | None,
    name: str,
    theme: str,
    wording: str,
    unit_kind: str,
    unit: str,
    decimals: int = 0,
    per_inhabitants: bool = False,
    lowest: Decimal | None = None,
    highest: Decimal | None = None,
    same_thing: str = "",
    source: str = "",
    slug: str = "",
    visibility: str = Visibility.OFFICE,
) -> Definition:
    """Fix what is counted; ``slug`` is made from the name where none is given."""
    definition = Definition(
        slug=slug or _free_slug(name),
        theme=theme,
        name=name.strip(),
        wording=wording.strip(),
        unit_kind=unit_kind,
        unit=unit.strip(),
        decimals=decimals,
        per_inhabitants=per_inhabitants,
        lowest=checking.stored_number(lowest, "lowest"),
        highest=checking.stored_number(highest, "highest"),
        same_thing=same_thing,
        source=source.strip(),
        visibility=visibility,
    )
    _check_definition(definition)
    definition.save()
    _log_definition(actor, definition, _("Kennzahl „%(name)s“ festgelegt.") % {"name": name})
    return definition


@transaction.atomic
def change_definition(*, actor: User | None, definition: Definition, **changes: Any) -> Definition:
    """Mend the words or limits of a definition; what is counted anew needs a new definition."""
    for name, value in changes.items():
        if name not in _CHANGEABLE:
            raise TypeError(f"a definition's {name} is not changed")
        setattr(definition, name, value)
    for name in ("lowest", "highest"):
        setattr(definition, name, checking.stored_number(getattr(definition, name), name))
    _check_definition(definition)
    definition.save()
    narrow_lines(path=definition.get_absolute_url(), visibility=definition.visibility)
    _log_definition(
        actor, definition, _("Festlegung von „%(name)s“ geändert.") % {"name": definition.name}
    )
    return definition


_CHANGEABLE = (
    "theme",
    "name",
    "wording",
    "decimals",
    "per_inhabitants",
    "lowest",
    "highest",
    "same_thing",
    "source",
    "visibility",
)


def _check_definition(definition: Definition) -> None:
    if not definition.wording:
        raise FigureProblem(
            _("Bitte in Worten sagen, was gezählt wird und was nicht."), field="wording"
        )
    lowest, highest = definition.lowest, definition.highest
    if lowest is not None and highest is not None and lowest > highest:
        raise FigureProblem(
            _("Der kleinste plausible Wert ist größer als der größte."), field="lowest"
        )
    if definition.decimals > 4:
        raise FigureProblem(_("Möglich sind bis zu 4 Nachkommastellen."), field="decimals")
    if SCALED.match(definition.unit):
        raise FigureProblem(
            _(
                "Bitte die Einheit ohne „Mio.“ oder „Tsd.“ angeben (etwa „Euro“): Zahlen stehen "
                "hier immer ausgeschrieben."
            ),
            field="unit",
        )
    checking.check_fields(definition)


def _log_definition(actor: User | None, definition: Definition, sentence: str) -> None:
    log(
        actor=actor,
        verb=ActivityVerb.FIGURE_CHANGED,
        sentence=sentence,
        path=definition.get_absolute_url(),
        visibility=definition.visibility,
    )


def _free_slug(name: str) -> str:
    wanted = slugify(names.fold(name))[:100] or "kennzahl"
    taken = set(Definition.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken or slug in RESERVED:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


RESERVED = frozenset({"neu", "laden", "zahl", "eintragen", "vergleich"})
"""Words of this room's own addresses."""


@transaction.atomic
def enter(
    *,
    actor: User | None,
    definition: Definition,
    about: Actor | None = None,
    scope: str = "",
    value: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    gap: str = "",
    is_approximate: bool = False,
    as_written: str = "",
    from_on: date | None = None,
    key_on: date | None = None,
    key_precision: str = KeyPrecision.DAY,
    base_n: int | None = None,
    base_of: int | None = None,
    counted_by: Actor | None = None,
    counted_by_name: str = "",
    passage: Passage | None = None,
    source: str = "",
    source_url: str = "",
    source_path: str = "",
    note: str = "",
    visibility: str = Visibility.OFFICE,
    public_id: uuid.UUID | None = None,
) -> Figure:
    """Keep one number with where it comes from; ``FigureProblem`` where it cannot be kept.

    Without ``key_on`` the key date counts as not known. ``public_id``: chosen beforehand by a
    form, so that sending it twice enters one figure.
    """
    figure = Figure(
        public_id=public_id or uuid.uuid4(),
        definition=definition,
        about=about,
        scope=scope,
        value=value,
        low=low,
        high=high,
        gap=gap,
        is_approximate=is_approximate,
        as_written=as_written,
        from_on=from_on,
        key_on=key_on,
        key_precision=key_precision,
        base_n=base_n,
        base_of=base_of,
        counted_by=counted_by,
        counted_by_name=counted_by_name,
        passage=passage,
        source=source,
        source_url=source_url,
        source_path=source_path,
        note=note,
        visibility=visibility,
    )
    _prepare(actor, figure)
    figure.save()
    _log_figure(
        actor,
        figure,
        _("Kennzahl eingetragen: %(name)s, %(about)s: %(value)s.") % _words_of(figure),
    )
    return figure


@transaction.atomic
def enter_many(
    *, actor: User | None, definition: Definition, rows: Sequence[dict[str, Any]]
) -> list[Figure]:
    """All of a table or none of it; ``rows`` hold what ``enter`` takes. One line in the log."""
    figures = [Figure(definition=definition, **row) for row in rows]
    for figure in figures:
        _prepare(actor, figure)
    made = Figure.objects.bulk_create(figures)
    if made:
        log(
            actor=actor,
            verb=ActivityVerb.FIGURE_CHANGED,
            sentence=ngettext(
                "%(n)s Kennzahl aus einer Tabelle eingetragen: %(name)s.",
                "%(n)s Kennzahlen aus einer Tabelle eingetragen: %(name)s.",
                len(made),
            )
            % {"n": len(made), "name": definition.name},
            path=definition.get_absolute_url(),
            visibility=narrowest(*(figure.visibility for figure in made)),
        )
    return made


@transaction.atomic
def correct(
    *,
    actor: User | None,
    figure: Figure,
    because: str,
    public_id: uuid.UUID | None = None,
    **changes: Any,
) -> Figure:
    """A new row in the place of ``figure``, which stays and can still be found.

    ``changes`` are what ``enter`` takes; the rest is taken over. Raises ``AlreadyCorrected``
    where somebody else was quicker.
    """
    if not because.strip():
        raise FigureProblem(_("Bitte den Grund der Berichtigung nennen."), field="replaced_because")
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"a figure has no {', '.join(sorted(unknown))} to correct")
    if "key_on" in changes and "key_precision" not in changes:
        changes["key_precision"] = KeyPrecision.DAY
    facts = {name: changes.get(name, getattr(figure, name)) for name in CORRECTABLE}
    newer = Figure(
        **facts,
        public_id=public_id or uuid.uuid4(),
        replaces=figure,
        replaced_because=because.strip(),
    )
    _prepare(actor, newer)
    columns = [Figure._meta.get_field(name).attname for name in CORRECTABLE]
    if all(getattr(newer, column) == getattr(figure, column) for column in columns):
        raise FigureProblem(
            _("An der Kennzahl hat sich nichts geändert. Bitte die Berichtigung eintragen.")
        )
    _replace(figure, newer)
    words = {**_words_of(newer), "before": spell(figure), "because": newer.replaced_because}
    _log_figure(
        actor,
        newer,
        _("Kennzahl berichtigt: %(name)s, %(about)s: %(value)s statt %(before)s (%(because)s).")
        % words,
        visibility=narrowest(newer.visibility, figure.visibility),
    )
    return newer


def _replace(figure: Figure, newer: Figure) -> None:
    try:
        with transaction.atomic():
            newer.save()
    except IntegrityError as e:
        there = Figure.objects.filter(replaces=figure).first()
        if there is None:
            raise
        raise AlreadyCorrected(there) from e


@transaction.atomic
def add_break(
    *,
    actor: User | None,
    definition: Definition,
    on: date,
    reason: str,
    about: Actor | None = None,
    passage: Passage | None = None,
    source: str = "",
) -> SeriesBreak:
    """From ``on`` the series counts something else; ``about`` None means for everybody."""
    if not reason.strip():
        raise FigureProblem(_("Bitte sagen, was sich geändert hat."), field="reason")
    for name, text, longest in (("reason", reason, 300), ("source", source, 400)):
        if len(text) > longest or "\x00" in text:
            raise FigureProblem(_("Bitte höchstens %(n)s Zeichen.") % {"n": longest}, field=name)
    checking.check_day(on, "on")
    document = passage.revision.document if passage else None
    if document and checking.is_wider(definition.visibility, document.visibility):
        raise FigureProblem(
            _(
                "Den Bruch sieht jeder, der die Kennzahl sieht; das Dokument der Fundstelle ist "
                "aber enger sichtbar. Bitte eine Quelle in Worten nennen."
            ),
            field="passage",
        )
    added = SeriesBreak.objects.create(
        definition=definition,
        about=about,
        on=on,
        reason=reason.strip(),
        passage=passage,
        source=source,
    )
    seen = [definition.visibility] + ([about.visibility] if about else [])
    log(
        actor=actor,
        verb=ActivityVerb.FIGURE_CHANGED,
        sentence=_("Bruch in der Reihe „%(name)s“ vermerkt: %(reason)s")
        % {"name": definition.name, "reason": added.reason},
        path=definition.get_absolute_url(),
        visibility=narrowest(*seen),
        about=[about.get_absolute_url()] if about else [],
    )
    return added


@transaction.atomic
def mark_quote(*, document: Document, quote: str) -> Passage:
    """The passage of a quote somebody copied from the document's text; found once or not at all."""
    revision = document.latest_revision
    if revision is None:
        raise FigureProblem(
            _(
                "Aus diesem Dokument ist noch kein Text gelesen. Bitte warten, bis es gelesen "
                "ist, oder die Quelle in Worten nennen."
            ),
            field="document",
        )
    anchor = find_quote(quote, revision.text)
    if anchor is None:
        raise FigureProblem(
            _(
                "Diesen Wortlaut gibt es in dem Dokument nicht oder an mehreren Stellen. Bitte "
                "genau aus seinem Text kopieren, und so viel, dass die Stelle eindeutig ist."
            ),
            field="quote",
        )
    return archive.mark_passage(revision=revision, start=anchor.start, end=anchor.end)


def _prepare(actor: User | None, figure: Figure) -> None:
    for name in ("value", "low", "high"):
        setattr(figure, name, checking.stored_number(getattr(figure, name), name))
    for name in ("scope", "as_written", "counted_by_name", "source", "note"):
        setattr(figure, name, getattr(figure, name).strip())
    if figure.key_on is None:
        figure.key_precision = KeyPrecision.UNKNOWN
    figure.entered_by = actor
    figure.entered_by_name = str(actor) if actor else "Sprengel"
    checking.check_figure(figure)


def _words_of(figure: Figure) -> dict[str, str]:
    about = figure.about.name if figure.about else figure.scope
    return {"name": figure.definition.name, "about": about, "value": spell(figure)}


def _log_figure(
    actor: User | None, figure: Figure, sentence: str, *, visibility: str | None = None
) -> None:
    """Whatever the sentence rests on narrows the line with it."""
    rests_on: list[Any] = [figure.definition, figure.about, figure.counted_by]
    if figure.passage is not None:
        rests_on.append(figure.passage.revision.document)
    log(
        actor=actor,
        verb=ActivityVerb.FIGURE_CHANGED,
        sentence=sentence,
        path=figure.get_absolute_url(),
        visibility=visibility or figure.visibility,
        about=[one.get_absolute_url() for one in rests_on if one is not None],
    )
