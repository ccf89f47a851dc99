"""Loads the sample leagues of ``demo/`` through the same actions the screens use.

Nothing is written past the rooms' rules: documents are read by the machine, its statements are
accepted, corrected or added by the office, and every entry of a matter rests on a passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from sprengel.accounts.clock import today
from sprengel.accounts.demo import LOGINS
from sprengel.accounts.models import User
from sprengel.archive.models import Document
from sprengel.bodies.actions import load_register, represent
from sprengel.bodies.models import Actor, Body
from sprengel.cli.league_files import (
    TEXTS_END_ON,
    Calendar,
    DocumentEntry,
    Folder,
    LeagueError,
)
from sprengel.cli.league_matters import Matters
from sprengel.cli.league_programmes import Programmes
from sprengel.cli.league_who import load_who
from sprengel.cli.league_year import Year
from sprengel.ledger.actions import read_now, take_in
from sprengel.ledger.models import Matter
from sprengel.meetings.actions import (
    add_item,
    add_participation,
    add_series,
    attach_document,
    defer,
    plan_meeting,
    take,
)
from sprengel.meetings.models import Meeting
from sprengel.meetings.proposals import proposals

LEAGUES = ("suedwuerttemberg", "musterland")


@dataclass(frozen=True, slots=True)
class Loaded:
    documents: int
    matters: int
    meetings: int


class NotEmpty(Exception):
    """The database holds something already; the leagues are only loaded into an empty one."""


def demo_folder() -> Path | None:
    """In an installed package beside the rooms, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    places = (package / "demo", package.parent.parent / "demo")
    return next((place for place in places if (place / LEAGUES[0]).is_dir()), None)


def league_folders(calendar: Calendar) -> list[Folder]:
    top = demo_folder()
    if top is None:
        raise LeagueError("the folder demo/ is missing")
    return [Folder(top / name, calendar) for name in LEAGUES]


def document_count() -> int:
    return sum(len(folder.documents()) for folder in league_folders(Calendar(today())))


@transaction.atomic
def load_demo(*, progress: Callable[[], None] = lambda: None) -> Loaded:
    """All or nothing; ``progress`` is called after every document."""
    if is_filled():
        raise NotEmpty
    if today() < TEXTS_END_ON:
        raise LeagueError(f"the leagues' texts reach to {TEXTS_END_ON}; set SPRENGEL_TODAY")
    office, *others = [
        User.objects.create_user(one.email, one.password, name=one.name, role=one.role)
        for one in LOGINS
    ]
    load_register(actor=office)
    folders = league_folders(Calendar(today()))
    leagues = [League(office, folder, progress) for folder in folders]
    for league in leagues:
        league.take_in()
    # The real one last: what was told last stands first on the public page.
    for league in reversed(leagues):
        league.review()
    for user, login in zip(others, LOGINS[1:], strict=True):
        if not login.body:
            continue
        represent(actor=office, user=user, body=Body.objects.get(name=login.body))
    return Loaded(
        documents=Document.objects.count(),
        matters=Matter.objects.count(),
        meetings=Meeting.objects.count(),
    )


def is_filled() -> bool:
    return any(model.objects.exists() for model in (User, Actor, Document, Meeting))


class League:
    """One folder on its way into the database."""

    def __init__(self, office: User, folder: Folder, progress: Callable[[], None]) -> None:
        self.office = office
        self.folder = folder
        self.progress = progress
        self.meetings: dict[str, Meeting] = {}
        self.documents: dict[str, Document] = {}

    def take_in(self) -> None:
        """Who is who, the meetings, and the documents as the machine reads them."""
        self.actors = load_who(actor=self.office, folder=self.folder)
        self._plan_meetings()
        for entry in self.folder.documents():
            self.documents[entry.key] = self._take_in(entry)
            self.progress()

    def review(self) -> None:
        """What people have made of it: matters, their history, the next agenda."""
        matters = Matters(self.office, self.documents, self.actors)
        for matter in self.folder.matters():
            matters.follow(matter)
        for statement in self.folder.statements():
            matters.keep(statement)
        reviewed = [entry.key for entry in self.folder.documents() if entry.reviewed]
        matters.finish_reviews(self.documents[key] for key in reviewed)
        self._prepare_agendas(matters)
        Year(
            self.office,
            self.folder,
            self.actors,
            self.meetings,
            self.series,
            matters.by_key,
            read=_read,
        ).load()
        Programmes(self.office, self.folder, self.actors, self.documents, matters.by_key).load()

    def _plan_meetings(self) -> None:
        self.series = {
            entry.key: add_series(
                actor=self.office,
                organization=self.actors.organization(entry.organization),
                name=entry.name,
                per_year=entry.per_year,
                source=entry.source,
            )
            for entry in self.folder.series()
        }
        for entry in self.folder.meetings():
            meeting = plan_meeting(
                actor=self.office,
                series=self.series[entry.series],
                title=entry.title,
                starts_on=entry.starts_on,
                ends_on=entry.ends_on,
                date_precision=entry.date_precision,
                date_note=entry.date_note,
                starts_at=entry.starts_at,
                place=entry.place,
                host=self.actors.body(entry.host),
                state=entry.state,
                note=entry.note,
                visibility=entry.visibility,
            )
            self.meetings[entry.key] = meeting
            for title in entry.agenda:
                add_item(
                    actor=self.office, meeting=meeting, title=title, visibility=entry.visibility
                )
            for one in entry.participation:
                add_participation(
                    actor=self.office,
                    meeting=meeting,
                    of=self.actors.named(one.of),
                    person=self.actors.person(one.person),
                    role=one.role,
                    post_title=one.post_title,
                    is_remote=one.is_remote,
                )

    def _take_in(self, entry: DocumentEntry) -> Document:
        added = take_in(
            actor=self.office,
            data=self.folder.data(entry.file),
            file_name=entry.file,
            title=entry.title,
            kind=entry.kind,
            body=self.actors.body(entry.body),
            organization=self.actors.organization(entry.organization),
            dated_on=entry.dated_on,
            dated_note=entry.dated_note,
            provenance=entry.provenance,
            visibility=entry.visibility,
        )
        _read(added.document)
        if entry.meeting:
            attach_document(
                actor=self.office,
                meeting=self.meetings[entry.meeting],
                document=added.document,
                role=entry.role,
            )
        return added.document

    def _prepare_agendas(self, matters: Matters) -> None:
        for choice in self.folder.agenda():
            meeting, matter = self.meetings[choice.meeting], matters.by_key[choice.matter]
            proposed = {one.matter.pk: one.because for one in proposals(self.office, meeting)}
            if matter.pk not in proposed:
                raise LeagueError(f"agenda: {choice.matter} is not proposed")
            decided = {"actor": self.office, "meeting": meeting, "matter": matter}
            if choice.decision == "take":
                take(**decided, because=proposed[matter.pk])
            else:
                defer(**decided, until=choice.until, reason=choice.reason)


def _read(document: Document) -> None:
    """What the worker would do, here and now; attachments come to light while reading."""
    _finish(document.runs.all())
    for attachment in document.attachments.all():
        _read(attachment)
    document.refresh_from_db()


def _finish(runs: Iterable[object]) -> None:
    for run in runs:
        read_now(run_id=run.pk)
