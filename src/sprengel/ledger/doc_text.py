"""A document's text as HTML, with the marks of its statements."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sprengel.archive.models import Revision
from sprengel.ledger import spans
from sprengel.ledger.marking import Mark, Piece, pieces
from sprengel.ledger.models import Statement, StatementState


def marked_text(revision: Revision, statements: Iterable[Statement]) -> SafeString:
    """Every run of text in an element that knows the code point at which it begins."""
    known = {s.pk: s for s in statements if s.revision_id == revision.pk and not s.is_broken}
    page_starts = {start: number for number, start, _end in revision.pages}
    runs = pieces(revision.text, _marks(known.values()), cuts=list(page_starts))
    html: list[str] = []
    for piece in runs:
        if piece.start in page_starts:
            html.append(page_mark(page_starts[piece.start]))
        html.append(_run(piece, known))
    return mark_safe("".join(html))


def page_mark(number: int) -> SafeString:
    return format_html(
        '<span class="doc-page" id="seite-{}">{}</span>', number, _("Seite %(n)s") % {"n": number}
    )


def _marks(statements: Iterable[Statement]) -> Iterable[Mark]:
    for statement in statements:
        for role in spans.ROLES:
            for start, end in spans.offsets_of(statement.spans, role):
                yield Mark(start, end, role, statement.act, statement.pk)


def _run(piece: Piece, statements: dict[int, Statement]) -> SafeString:
    text = conditional_escape(piece.text)
    if not piece.statement_ids:
        return format_html('<span data-start="{}">{}</span>', piece.start, text)
    classes = f"mark mark--{piece.role} act--{piece.act}{_done(piece, statements)}"
    ids = " ".join(map(str, piece.statement_ids))
    return format_html(
        '<mark class="{}" data-statement="{}"><span data-start="{}">{}</span></mark>',
        classes,
        ids,
        piece.start,
        text,
    )


def _done(piece: Piece, statements: dict[int, Statement]) -> str:
    states = {statements[pk].state for pk in piece.statement_ids}
    if states == {StatementState.REJECTED}:
        return " mark--done mark--rejected"
    return "" if StatementState.PROPOSED in states else " mark--done"
