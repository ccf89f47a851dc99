"""The list of comments for tables: paragraph, city, stance, words, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from sprengel.accounts.clock import today
from sprengel.hearings.board import Board, CommentLine
from sprengel.hearings.commenting.actions import place_of
from sprengel.hearings.models import Consulted, Hearing, Paragraph, Version
from sprengel.ui.excel import Cell, Sheet, workbook
from sprengel.ui.wording import listed, long_date


@dataclass(frozen=True, slots=True)
class SynopsisRow:
    place: str
    paragraph: str
    city: str
    stance: str
    text: str
    wording: str
    version: int
    is_late: bool
    outcome: str
    reason: str
    on: date


def synopsis(board: Board) -> list[SynopsisRow]:
    """In the order of the text, what is said to the whole first, what is gone last."""
    rows = [_row(line, None) for line in board.whole]
    for each in (*board.lines, *board.gone):
        rows += [_row(line, each.paragraph) for line in each.comments]
    return rows


def _row(line: CommentLine, paragraph: Paragraph | None) -> SynopsisRow:
    comment = line.comment
    return SynopsisRow(
        place=place_of(paragraph),
        paragraph=comment.paragraph.text if comment.paragraph else "",
        city=line.city,
        stance=str(comment.get_stance_display()),
        text=comment.text,
        wording=comment.wording,
        version=comment.version.number,
        is_late=comment.is_late,
        outcome=str(line.handling.get_outcome_display()) if line.handling else "",
        reason=line.handling.reason if line.handling else "",
        on=timezone.localdate(comment.at),
    )


def state_of_answers(hearing: Hearing, asked: list[Consulted]) -> str:
    """Who has not answered belongs beside every list of comments."""
    silent = [one.city.name for one in asked if one.handed_in_at is None]
    words = {
        "answered": len(asked) - len(silent),
        "asked": len(asked),
        "day": long_date(today()),
        "names": listed(silent),
    }
    if not silent:
        return _("Stand %(day)s: alle %(asked)s Städte haben geantwortet.") % words
    return (
        _(
            "Stand %(day)s: %(answered)s von %(asked)s Städten haben geantwortet. Es fehlen: "
            "%(names)s."
        )
        % words
    )


def as_xlsx(hearing: Hearing, version: Version, board: Board, asked: list[Consulted]) -> bytes:
    """Two sheets: comment by comment, and paragraph by city."""
    rows = synopsis(board)
    notes = [state_of_answers(hearing, asked)] if asked else []
    listed_sheet = Sheet(
        name=_("Anmerkungen"),
        title=_("Anmerkungen zu „%(title)s“") % {"title": hearing.title},
        columns=(
            (_("Stelle"), 16),
            (_("Absatz, zu dem angemerkt wurde"), 50),
            (_("Stadt"), 20),
            (_("Haltung"), 18),
            (_("Anmerkung"), 50),
            (_("Vorgeschlagene Formulierung"), 50),
            (_("zu Fassung"), 10),
            (_("nach Frist"), 10),
            (_("am"), 12),
            (_("Was wurde daraus?"), 20),
            (_("Begründung"), 40),
        ),
        rows=[
            (
                row.place,
                row.paragraph,
                row.city,
                row.stance,
                row.text,
                row.wording,
                row.version,
                _("ja") if row.is_late else "",
                row.on,
                row.outcome,
                row.reason,
            )
            for row in rows
        ],
        notes=notes,
    )
    return workbook([listed_sheet, _grid(hearing, version, board, notes)])


def _grid(hearing: Hearing, version: Version, board: Board, notes: list[str]) -> Sheet:
    """Paragraph by city: the stance in a word."""
    lines = [*board.lines, *board.gone]
    said = [one for line in lines for one in line.comments]
    cities = sorted({one.city for one in [*said, *board.whole]})
    table: list[list[Cell]] = []
    for place, comments in [
        (_("Zum Ganzen"), board.whole),
        *((place_of(line.paragraph), line.comments) for line in lines),
    ]:
        by_city = {one.city: str(one.comment.get_stance_display()) for one in comments}
        table.append([place, *(by_city.get(city, "") for city in cities)])
    return Sheet(
        name=_("Absatz und Stadt"),
        title=_("Haltungen zu „%(title)s“, Fassung %(n)s")
        % {"title": hearing.title, "n": version.number},
        columns=((_("Stelle"), 18), *((city, 18) for city in cities)),
        rows=table,
        notes=notes,
    )
