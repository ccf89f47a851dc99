"""Each statement of the review as it is shown: a sentence, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sprengel.accounts.models import Viewer
from sprengel.archive import queries as archive
from sprengel.archive.models import Document
from sprengel.ledger import queries, spans, wording
from sprengel.ledger.actions import StaleStatement
from sprengel.ledger.models import Matter, Review, Statement, StatementState
from sprengel.ledger.review_forms import AttachForm, CorrectionForm
from sprengel.reading.document import DOUBTFUL_BELOW


@dataclass(frozen=True, slots=True)
class Shown:
    """Which form is open under which statement, and what was wanted when somebody was quicker."""

    correcting: int | None = None
    form: CorrectionForm | None = None
    attaching: int | None = None
    attach_form: AttachForm | None = None
    wish: str = ""
    reason: str = ""
    matter: Matter | None = None
    stale: StaleStatement | None = None

    @property
    def statement_id(self) -> int | None:
        """The one the page is about."""
        return self.stale.statement.pk if self.stale else self.correcting or self.attaching

    def in_conflict(self, stale: StaleStatement) -> Shown:
        if self.form is not None:
            self.form.take_over(stale.statement)
        return replace(self, stale=stale)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    statement: Statement
    office: str
    """The post the person held on the day of the document."""
    says: str
    cue: str
    last_review: Review | None
    likely: list[Matter]
    page_number: int | None = None
    correction: CorrectionForm | None = None
    attach: AttachForm | None = None
    conflict: Shown | None = None

    @property
    def is_doubtful(self) -> bool:
        waiting = self.statement.state == StatementState.PROPOSED
        return waiting and self.statement.confidence < DOUBTFUL_BELOW

    @property
    def is_waiting(self) -> bool:
        return self.statement.state == StatementState.PROPOSED

    @property
    def who(self) -> str:
        return self.statement.actor_name or self.statement.source_text

    @property
    def as_written(self) -> str:
        """How the document calls whoever it is, where that differs."""
        written = self.statement.source_text
        return written if written and written != self.who else ""


def items(
    user: Viewer, document: Document, statements: list[Statement], shown: Shown
) -> list[ReviewItem]:
    """A fixed number of queries, however many statements there are."""
    offices = queries.posts_on(
        (s.actor_id for s in statements if s.actor_id is not None), document.dated_on
    )
    reviews = queries.last_reviews(statements)
    latest = archive.latest_pages(document)
    waiting = [s for s in statements if s.state == StatementState.PROPOSED and s.is_followed]
    likely = queries.likely_for(user, waiting)
    return [
        _item(user, statement, shown, offices, reviews, likely.get(statement.pk, []), latest)
        for statement in statements
    ]


def _item(
    user: Viewer,
    statement: Statement,
    shown: Shown,
    offices: dict[int, str],
    reviews: dict[int, Review],
    likely: list[Matter],
    latest: archive.RevisionPages,
) -> ReviewItem:
    pk = statement.pk
    correction = attach = None
    if shown.correcting == pk:
        correction = shown.form or CorrectionForm(statement=statement, user=user)
    if shown.attaching == pk:
        attach = shown.attach_form or AttachForm(user=user, statement=statement)
    in_conflict = shown.stale is not None and shown.stale.statement.pk == pk
    source = statement.source_text if statement.actor_id is None else statement.actor_name
    return ReviewItem(
        statement=statement,
        office=offices.get(statement.actor_id or 0, ""),
        says=wording.says(statement.act, source),
        cue=spans.words(statement.spans, "cue"),
        last_review=reviews.get(pk),
        likely=likely,
        page_number=latest.page_of(statement.revision_id, statement.position),
        correction=correction,
        attach=attach,
        conflict=shown if in_conflict else None,
    )
