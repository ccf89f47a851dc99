"""How long the pages of the office take in a database of some years' work.

The rows are made up on the spot (Musterland): 5,000 matters, each with three entries and a passage,
400 documents with 50 statements each.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

import stage

DOCUMENTS, STATEMENTS_EACH, MATTERS, TIMES = 400, 50, 5_000, 20


def main() -> None:
    with stage.database():
        paths = fill()
        from django.test import Client

        from sprengel.accounts.models import Role, User

        office = User.objects.create_user("bench@example.org", "x", name="Bench", role=Role.OFFICE)
        client = Client(SERVER_NAME="localhost")
        client.force_login(office, "allauth.account.auth_backends.AuthenticationBackend")
        print(f"{MATTERS} matters, {DOCUMENTS} documents, {DOCUMENTS * STATEMENTS_EACH} statements")
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            seconds = stage.timed(lambda path=path: client.get(path), TIMES)
            size = len(answer.content) / 1024
            print(f"{path:<58} {stage.percentiles(seconds)}   {size:5.0f} KiB")


def fill() -> list[str]:
    from django.db import transaction

    from sprengel.bodies import actions as bodies
    from sprengel.meetings import actions as meetings

    rng = random.Random(7)
    with transaction.atomic():
        league = bodies.add_body(actor=None, name="Städtebund Musterland", kind="association")
        circle = bodies.add_organization(
            actor=None, name="OB-Sprengel Musterland", body=league, kind="sprengel"
        )
        people = [
            bodies.add_person(actor=None, given_name="Ute", family_name=f"Muster{n}")
            for n in range(40)
        ]
        series = meetings.add_series(actor=None, organization=circle, name="Sitzungen")
        today = date.today()
        meetings.plan_meeting(
            actor=None,
            series=series,
            title="Letzte",
            starts_on=today - timedelta(180),
            state="held",
        )
        meeting = meetings.plan_meeting(
            actor=None, series=series, title="Nächste", starts_on=today + timedelta(21)
        )
        documents = make_documents(league, circle, rng)
        matter = make_matters(documents, people, circle, rng)
    review = next(d for d in documents)
    return [
        "/",
        "/dokumente/",
        f"/dokumente/{review.public_id}/pruefen/",
        "/vorgaenge/",
        "/vorgaenge/?q=Pauschale",
        matter.get_absolute_url(),
        f"/sitzungen/{meeting.pk}/vorbereitung/",
        f"/sitzungen/{meeting.pk}/offen/",
        people[0].get_absolute_url(),
    ]


def make_documents(league, circle, rng):  # type: ignore[no-untyped-def]
    import hashlib

    from sprengel.archive import anchors
    from sprengel.archive.models import Document, Revision, StoredFile
    from sprengel.ledger.models import Statement

    sentence = "Ute Muster sagte zu, die Pauschale Nummer {n} bis zum Jahresende vorzulegen. "
    documents = []
    for n in range(DOCUMENTS):
        text = "".join(sentence.format(n=f"{n}-{i}") for i in range(STATEMENTS_EACH))
        digest = hashlib.sha512(text.encode()).hexdigest()
        file = StoredFile.objects.create(sha512=digest, size_bytes=len(text))
        document = Document.objects.create(
            title=f"Niederschrift {n}",
            kind="minutes",
            body=league,
            organization=circle,
            dated_on=date.today() - timedelta(rng.randrange(900)),
            visibility=rng.choice(["public", "members", "office"]),
            file=file,
            file_name=f"{n}.txt",
            state="read",
        )
        revision = Revision.objects.create(
            document=document, number=1, text=text, text_sha256=digest[:64], extractor="bench"
        )
        rows, at = [], 0
        for i in range(STATEMENTS_EACH):
            own = sentence.format(n=f"{n}-{i}")
            quote = own[21:-2]
            start = at + 21
            anchor = anchors.as_json(anchors.make(text, start, start + len(quote)))
            cue = anchors.as_json(anchors.make(text, at + 11, at + 16))
            rows.append(
                Statement(
                    document=document,
                    revision=revision,
                    position=at,
                    act="commitment",
                    spans={
                        "cue": [cue],
                        "source": [],
                        "addressee": [],
                        "message": [anchor],
                        "deadline": [],
                    },
                    actor_name="Ute Muster",
                    message_text=quote,
                    confidence=0.8,
                    state="proposed" if n % 4 == 0 else "accepted",
                )
            )
            at += len(own)
        Statement.objects.bulk_create(rows)
        documents.append(document)
    return documents


def make_matters(documents, people, circle, rng):  # type: ignore[no-untyped-def]
    from sprengel.archive.models import Passage
    from sprengel.ledger.models import Entry, Evidence, Matter

    states = ["open", "in_progress", "partly_met", "met", "refused", "unknown"]
    matter = None
    for n in range(MATTERS):
        document = documents[n % len(documents)]
        revision = document.latest_revision
        start = rng.randrange(max(1, len(revision.text) - 120))
        # One circle does not have thousands of open matters: most are settled.
        state = rng.choice(states) if n % 10 == 0 else "met"
        matter = Matter.objects.create(
            act="commitment",
            quote=f"die Pauschale Nummer {n} bis zum Jahresende vorzulegen",
            actor=people[n % len(people)],
            actor_name="Ute Muster",
            responsible=people[n % len(people)],
            organization=circle,
            said_on=document.dated_on,
            due_on=document.dated_on + timedelta(rng.randrange(700)),
            state=state,
            visibility=document.visibility,
        )
        passage = Passage.objects.create(
            revision=revision, start=start, end=start + 60, quote=revision.text[start : start + 60]
        )
        for kind, entry_state in (("opened", "open"), ("note", ""), ("state", state)):
            entry = Entry.objects.create(
                matter=matter,
                kind=kind,
                state=entry_state,
                sentence="Sachstand mitgeteilt.",
                happened_on=document.dated_on,
                user_name="Bench",
                visibility=document.visibility,
            )
            Evidence.objects.create(entry=entry, passage=passage)
    return matter


if __name__ == "__main__":
    main()
