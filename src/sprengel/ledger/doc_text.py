"""A document's text as HTML, with the marks of its statements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sprengel.archive.models import Revision
from sprengel.ledger import spans
from sprengel.ledger.marking import Mark, Piece, pieces
from sprengel.ledger.models import Statement, StatementState, Vote
from sprengel.ledger.wording import ROLE_LABELS


def marked_text(
    revision: Revision,
    statements: Iterable[Statement],
    *,
    within: tuple[int, int] | None = None,
    votes: Iterable[Vote] = (),
) -> SafeString:
    """Every run of text in an element that knows the code point at which it begins.

    ``within``: only this part of the text.
    """
    first, last = within or (0, len(revision.text))
    known = {s.pk: s for s in statements if s.revision_id == revision.pk and not s.is_broken}
    page_starts = {start: number for number, start, _end in revision.pages}
    labels = _labels(known.values())
    marks = [*_marks(known.values()), *_vote_marks(revision, votes)]
    # Browsers read a carriage return and a line feed as one character.
    returns = (match.end() for match in re.finditer("\r", revision.text))
    html: list[str] = []
    for piece in pieces(revision.text, marks, cuts=[*page_starts, *returns, first, last]):
        if not first <= piece.start < last:
            continue
        if piece.start in page_starts:
            html.append(page_mark(page_starts[piece.start]))
        html.append(_run(piece, known, labels.get(piece.start, {}).get(piece.role, "")))
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


def _vote_marks(revision: Revision, votes: Iterable[Vote]) -> Iterable[Mark]:
    for vote in votes:
        if vote.revision_id == revision.pk and not vote.is_broken:
            yield Mark(vote.anchor["start"], vote.anchor["end"], "vote", vote_id=vote.pk)


def _labels(statements: Iterable[Statement]) -> dict[int, dict[str, str]]:
    """Where a role begins, the word that is shown there while its statement is active."""
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    for statement in statements:
        for role in ("source", "message", "addressee", "deadline"):
            places = spans.offsets_of(statement.spans, role)
            if places:
                labels[places[0][0]][role] = str(ROLE_LABELS[role])
    return labels


def _run(piece: Piece, statements: dict[int, Statement], label: str) -> SafeString:
    text = conditional_escape(piece.text)
    voted = format_html(' data-vote="{}"', _ids(piece.vote_ids)) if piece.vote_ids else ""
    if not piece.statement_ids:
        run = format_html('<span data-start="{}">{}</span>', piece.start, text)
        return format_html('<mark class="mark--vote"{}>{}</mark>', voted, run) if voted else run
    classes = f"mark mark--{piece.role} act--{piece.act}{_done(piece, statements)}"
    if voted:
        classes += " mark--vote"
    return format_html(
        '<mark class="{}" data-statement="{}"{}{}><span data-start="{}">{}</span></mark>',
        classes,
        _ids(piece.statement_ids),
        voted,
        format_html(' data-label="{}"', label) if label else "",
        piece.start,
        text,
    )


def _ids(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _done(piece: Piece, statements: dict[int, Statement]) -> str:
    states = {statements[pk].state for pk in piece.statement_ids}
    if states == {StatementState.REJECTED}:
        return " mark--done mark--rejected"
    return "" if StatementState.PROPOSED in states else " mark--done"
