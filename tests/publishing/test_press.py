"""Press releases: what they may say, on what it rests, who lets them out, how they are corrected."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sprengel.accounts.models import User, Visibility
from sprengel.archive.models import Document, Revision
from sprengel.ledger import spans
from sprengel.ledger.models import Statement, Vote
from sprengel.meetings import actions as meetings
from sprengel.meetings.models import MeetingDocument, MeetingDocumentRole
from sprengel.publishing.models import PressRelease, ReleaseState
from sprengel.publishing.press import actions, files, queries, quotations, wording
from sprengel.publishing.press.actions import Edited, SecondPersonNeeded, Stale
from tests.meetings.conftest import World

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TEXT = (
    "Niederschrift der Frühjahrssitzung\n"
    "Der Geschäftsführer sagte Auenstadt zu, „bis Ende Mai“ ein Angebot zu schreiben, das für alle "
    "gilt.\n"
    "Auenstadt und Lindach forderten vom Land mehr Geld für den Ganztag.\n"
    "Der Rat stimmte mit 12 Ja und 3 Nein zu.\n"
)


def paper(world: World, text: str = TEXT, title: str = "Niederschrift", **fields: Any) -> Document:
    document = world.document(title, **fields)
    Revision.objects.filter(document=document).delete()
    Revision.objects.create(
        document=document, number=1, text=text, text_sha256="1" * 64, extractor="test"
    )
    meetings.attach_document(
        actor=None, meeting=world.last, document=document, role=MeetingDocumentRole.MINUTES
    )
    return document


def said(document: Document, **roles: str) -> Statement:
    """A statement whose roles are these words of the document."""
    fields = {name: roles.pop(name) for name in ("act", "state", "actor_name") if name in roles}
    revision = document.latest_revision
    assert revision is not None
    text = revision.text
    offsets = {
        role: [(text.index(words), text.index(words) + len(words))] for role, words in roles.items()
    }
    return Statement.objects.create(
        document=document,
        revision=revision,
        position=min(start for [(start, _end)] in offsets.values()),
        spans=spans.anchored(text, offsets),
        confidence=0.9,
        source_text=roles.get("source", ""),
        addressee_name=roles.get("addressee", ""),
        message_text=roles.get("message", ""),
        due_text=roles.get("deadline", ""),
        **{"act": "commitment", "state": "accepted", **fields},
    )


@pytest.fixture
def other(users: Any) -> User:
    return User.objects.create_user("chef@musterland.example", name="Toni Horn", role="office")


@pytest.fixture
def promise(world: World) -> Statement:
    return said(
        paper(world),
        source="Der Geschäftsführer",
        cue="sagte",
        addressee="Auenstadt",
        message="„bis Ende Mai“ ein Angebot zu schreiben",
        actor_name="Ingo Lind",
    )


def as_saved(release: PressRelease) -> list[Edited]:
    return [
        Edited(row.pk, row.text, row.paragraph, row.position) for row in release.sentences.all()
    ]


def changed(release: PressRelease, old: str, new: str) -> list[Edited]:
    return [
        Edited(one.pk, one.text.replace(old, new), one.paragraph, one.position)
        for one in as_saved(release)
    ]


def handed_in(actor: User, world: World) -> PressRelease:
    release = actions.draft(actor=actor, meeting=world.last)
    return actions.hand_in(actor=actor, release=release, version=release.version)


def released(users: Any, other: User, world: World) -> PressRelease:
    release = handed_in(users.office, world)
    return actions.publish(actor=other, release=release, version=release.version)


# ── The draft ─────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_made_of_what_is_accepted_and_public(users, world: World, promise) -> None:
    document = promise.document
    said(document, source="Auenstadt und Lindach", cue="forderten", addressee="Land",
         message="mehr Geld für den Ganztag", act="demand")  # fmt: skip
    said(document, source="Der Rat", cue="stimmte", message="12 Ja", state="proposed")
    said(document, source="Der Rat", cue="stimmte", message="3 Nein", state="rejected")
    for level in (Visibility.MEMBERS, Visibility.OFFICE):
        hidden = paper(world, f"Ada Auer sagte zu, Geheimes {level} zu tun.", level)
        Document.objects.filter(pk=hidden.pk).update(visibility=level)
        said(hidden, source="Ada Auer", cue="sagte", message=f"Geheimes {level} zu tun")
    narrowed = said(document, source="Der Rat", cue="stimmte", message="12 Ja und 3 Nein")
    narrowed.matter = world.matter("12 Ja und 3 Nein", visibility="office")
    narrowed.save()

    release = actions.draft(actor=users.office, meeting=world.last)
    assert queries.plain_text(release).split("\n\n") == [
        "Frühjahrssitzung 2026",
        "Sprengel Nord hat am 16. März 2026 getagt (Lindach).",
        "Auenstadt und Lindach forderten (an: Land): „mehr Geld für den Ganztag“.",
        "Der Geschäftsführer sagte gegenüber Auenstadt zu: „‚bis Ende Mai‘ ein Angebot zu "
        "schreiben“.\n",
    ]
    material = queries.material(users.office, world.last)
    assert (material.held_back, material.unreviewed) == (3, 1)
    assert queries.material(users.member, world.last) == queries.Material((), (), 0, 0)


def test_what_two_documents_tell_is_told_once(users, world: World, promise) -> None:
    promise.matter = world.matter("ein Angebot zu schreiben")
    promise.save()
    again = paper(world, "Ingo Lind sagte zu, ein Angebot zu schreiben.", "Zeitung")
    second = said(again, source="Ingo Lind", cue="sagte", message="ein Angebot zu schreiben")
    second.matter = promise.matter
    second.save()
    assert queries.material(users.office, world.last).statements == (promise,)


def test_every_sentence_leads_to_its_passage(users, world: World, promise, client_of) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    lead, told = (one for part in queries.sentences(users.office, release) for one in part)
    assert lead.source is None
    assert lead.row.is_own
    assert told.source is not None
    assert told.source.document == promise.document
    assert told.source.quote.startswith("Der Geschäftsführer sagte Auenstadt zu")
    page = client_of("office").get(reverse("publishing:edit_release", args=[release.public_id]))
    assert promise.document.get_absolute_url() in page.content.decode()


def test_votes_are_told_with_their_counts(users, world: World) -> None:
    document = paper(world)
    start = TEXT.index("Der Rat stimmte")
    Vote.objects.create(
        document=document, revision=document.latest_revision, position=start,
        anchor={"start": start, "end": start + 41, "quote": "", "prefix": "", "suffix": ""},
        item_label="TOP 3", outcome="adopted", majority="majority", yes=12, no=3, state="accepted",
    )  # fmt: skip
    release = actions.draft(actor=users.office, meeting=world.last)
    text = queries.plain_text(release)
    assert "TOP 3: mehrheitlich angenommen (12 Ja, 3 Nein, 0 Enthaltungen)." in text


def test_nothing_to_tell_is_said_and_leaves_no_draft(client_of, world: World) -> None:
    address = reverse("publishing:begin_release", args=[world.last.pk])
    page = client_of("office").post(address, follow=True)
    assert "noch keine öffentliche Aussage angenommen" in page.content.decode()
    assert not PressRelease.objects.exists()


def test_beginning_twice_goes_on_with_the_same_draft(client_of, world: World, promise) -> None:
    address = reverse("publishing:begin_release", args=[world.last.pk])
    client = client_of("office")
    assert client.post(address).url == client.post(address).url
    assert PressRelease.objects.count() == 1


@pytest.mark.parametrize("role", ["public", "guest", "member"])
def test_only_the_office_writes(client_of, users, world: World, promise, role: str) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    client = client_of(role)
    begin = client.post(reverse("publishing:begin_release", args=[world.last.pk]))
    assert begin.status_code == (302 if role == "public" else 403)
    for name in ("edit_release", "publish_release", "withdraw_release", "correct_release"):
        page = client.post(reverse(f"publishing:{name}", args=[release.public_id]))
        assert page.status_code == (302 if role == "public" else 403)
    assert client.get(release.get_absolute_url()).status_code == 404
    assert client.get(release.get_absolute_url(), {"format": "docx"}).status_code == 404
    listed = client.get(reverse("publishing:press_releases")).content.decode()
    assert release.get_absolute_url() not in listed
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT


# ── Wording ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "cue", "expected"),
    [
        ("Der Geschäftsführer", "forderte", "Der Geschäftsführer forderte: „x“."),
        ("die Stadt Auenstadt", "fordert", "Die Stadt Auenstadt forderte: „x“."),
        ("Auenstadt und Lindach", "forderten", "Auenstadt und Lindach forderten: „x“."),
        ("Die Städte", "fordern", "Die Städte forderten: „x“."),
        ("Die Oberbürgermeister", "verlangten", "Die Oberbürgermeister forderten: „x“."),
        ("der Stadtverwaltung", "nach Angaben", "Forderung (Ada Auer): „x“."),
        ("von den Städten", "gefordert", "Forderung (Ada Auer): „x“."),
        ("Die Städte", "wurden … gefordert", "Forderung (Ada Auer): „x“."),
        ("Sie", "forderte", "Ada Auer forderte: „x“."),
        ("Sie", "forderten", "Ada Auer forderte: „x“."),
        ("Die Städte", "beschlossen", "Die Städte forderten: „x“."),
        ("Der Gemeinderat", "beschlossen", "Forderung (Ada Auer): „x“."),
        ("", "gefordert", "Forderung (Ada Auer): „x“."),
    ],
)
def test_verb_and_speaker_agree(source: str, cue: str, expected: str) -> None:
    statement = Statement(
        act="demand",
        source_text=source,
        actor_name="Ada Auer",
        message_text="x.",
        spans={"cue": [{"quote": cue}]},
    )
    assert wording.sentence(statement) == expected


def test_an_addressee_that_must_be_declined_is_put_in_brackets() -> None:
    nominal = Statement(
        act="demand", actor_name="Auenstadt", addressee_name="Bund (Musterland)",
        message_text="Geld", spans={"cue": [{"quote": "Forderung"}]},
    )  # fmt: skip
    assert wording.sentence(nominal) == "Forderung (Auenstadt, an: Bund (Musterland)): „Geld“."
    statement = Statement(
        act="demand", source_text="Auenstadt", addressee_name="das Land",
        message_text="Geld", due_text="bis Mai", spans={"cue": [{"quote": "forderte"}]},
    )  # fmt: skip
    assert wording.sentence(statement) == (
        "Auenstadt forderte (an: das Land): „Geld“. Als Frist wurde genannt: „bis Mai“."
    )


@pytest.mark.parametrize(
    ("day", "precision", "expected"),
    [
        ("2026-03-16", "day", "Sprengel Nord hat am 16. März 2026 getagt (Lindach)."),
        ("2026-03-01", "month", "Sprengel Nord hat getagt (März 2026)."),
    ],
)
def test_the_first_sentence_fits_the_date(world: World, day, precision, expected) -> None:
    world.last.date_precision = precision
    assert wording.lead(world.last) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[demand\none=", "kein gültiges TOML"),
        ('[wunsch]\none = "x"', "Abschnitt [wunsch] gibt es nicht"),
        ('demand = "x"', "Abschnitt [demand] gibt es nicht"),
        ('[demand]\nzwei = "x"', "gibt es „zwei“ nicht"),
        ("[demand]\none = 3", "gibt es „one“ nicht"),
        ('[demand]\none = "{who.__class__}"', "unbekannte Feld {who.__class__}"),
        ('[demand]\none = "{who!r}"', "unbekannte Feld {who}"),
        ('[demand]\none = "{who:>9999999}"', "unbekannte Feld {who}"),
        ('[demand]\none = "{}"', "unbekannte Feld {}"),
        ('[demand]\none = "{0}"', "unbekannte Feld {0}"),
        ('[demand]\none = "{yes}"', "unbekannte Feld {yes}"),
        ('[demand]\none = "{who"', "geschweifte Klammer"),
    ],
)
def test_bad_wording_is_refused_and_the_old_one_stays(
    client_of, settings, tmp_path: Path, text: str, told: str
) -> None:
    settings.DATA_DIR = tmp_path
    page = client_of("office").post(reverse("publishing:press_wording"), {"text": text})
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not wording.own_file().exists()


def test_the_office_words_it_its_own_way(
    client_of, settings, tmp_path: Path, users, world: World, promise
) -> None:
    settings.DATA_DIR = tmp_path
    client = client_of("office")
    address = reverse("publishing:press_wording")
    own = '[commitment]\r\none = "„{what}“, sagte {who} zu."\r\n'
    assert client.post(address, {"text": own}).status_code == 302
    release = actions.draft(actor=users.office, meeting=world.last)
    assert "schreiben“, sagte Der Geschäftsführer zu." in queries.plain_text(release)
    assert client.post(address, {"zurueck": "1"}).status_code == 302
    assert not wording.own_file().exists()


def test_a_wording_file_broken_by_hand_is_told(
    client_of, settings, tmp_path: Path, world: World, promise
) -> None:
    settings.DATA_DIR = tmp_path
    wording.own_file().parent.mkdir(parents=True)
    wording.own_file().write_text("[kaputt", "utf-8")
    address = reverse("publishing:begin_release", args=[world.last.pk])
    page = client_of("office").post(address, follow=True)
    assert "Formulierungen für Pressemitteilungen sind nicht lesbar" in page.content.decode()
    assert not PressRelease.objects.exists()


# ── Quotations ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("quote", "is_there"),
    [
        ("ein Angebot zu schreiben", True),
        ("Ein Angebot zu schreiben.", True),
        ("‚bis Ende Mai‘ ein Angebot", True),
        ("bis Ende Mai … zu schreiben", True),
        ("bis Ende Mai […] gilt", True),
        ("zu schreiben … bis Ende Mai", False),
        ("ein Angebot zu machen", False),
        ("in Angebot zu schreibe", False),
        ("", True),
    ],
)
def test_a_quotation_is_the_passage_s_own_words(quote: str, is_there: bool) -> None:
    assert wording.stands_in(quote, TEXT) == is_there


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Er sagte: „Ja.“ Und: „Nein“", ["Ja.", "Nein"]),
        ('Er sagte: „Ja”, und "nein", und »vielleicht«.', ["Ja", "nein", "vielleicht"]),
        ("„Was ‚sie‘ will“", ["Was ‚sie‘ will"]),
        ("„Was ‚sie will“", ["Was ‚sie will"]),
        ('"Was "sie" will"', ['Was "sie" will']),
        ("„Was „sie“ will“ und »mehr«", ["Was „sie“ will", "mehr"]),
        ("«Was «sie» will»", ["Was «sie» will"]),
        ("'Er sagte: „Ja“ und ging'", ["Er sagte: „Ja“ und ging"]),
        ('„"Ja", sagte er“', ['"Ja", sagte er']),
        ("« Ja, gern », sagte er", [" Ja, gern "]),
        ("Die „Spiegel“-Leser", ["Spiegel"]),
        ("„Wir machen's“, „hab’ ich“, „’s ist gut“", ["Wir machen's", "hab’ ich", "’s ist gut"]),
        ("‚Wir machen's so‘", ["Wir machen's so"]),
        ("Land's Ende, Hans’ Rad, so 'ne Sache, die ’68er", []),
        ("so 'ne ganze Sache'", ["ne ganze Sache"]),
        ("Ohne Zitat, 5\" lang, 6' breit", []),
        ("„ein\u200b Wort\u200b“", ["ein Wort"]),
        ("", []),
    ],
)
def test_quotations_are_found_whatever_marks_were_typed(text: str, quotes: list[str]) -> None:
    found = quotations.read(text)
    assert list(found.quotes) == quotes
    assert found.unpaired == ""


@pytest.mark.parametrize(
    "text",
    [
        "„a b",
        "a b“",
        "a b”.",
        "»a b",
        '"a b',
        "‚a b",
        "‚a b“",
        "„a b‘",
        "„a „b“ c",
        "„Ja“ und nein“",
        "'Hans' Auto steht dort'",
        ",die Ausbildung'",
        "„Ja“, »nein",
        "„“",
    ],
)
def test_a_mark_without_its_counterpart_is_told(text: str) -> None:
    found = quotations.read(f"Die Runde: {text}")
    assert found.unpaired
    assert found.unpaired in found.text


KINDS = (
    *["„“", "„”", '„"', "““", "“”", "””", '""', "«»", "»«", "»»", "‟”", "＂＂", "″″", "「」"],
    *["‚‘", "‚’", "‚'", "‘’", "''", "´´", "`´", "‹›", "›‹"],
    *[(",,", "''"), ("``", "''"), ("<<", ">>"), (">>", "<<"), ("‚‚", "‘‘"), ("„", "''")],
)
WORDS = st.lists(
    st.sampled_from(["die", "Ausbildung", "geht's", "Land’s", "sofort,", "5", "2026", "–", "Öl"]),
    min_size=1,
    max_size=6,
).map(lambda words: f"so {' '.join(words)} abzuschaffen")


@pytest.mark.parametrize("marks", KINDS)
@given(before=WORDS, words=WORDS, after=WORDS, end=st.sampled_from(["", ".", "!", " …"]))
def test_each_kind_of_marks_makes_a_quotation(marks, before, words, after, end) -> None:
    opening, closing = marks
    said = f"{words}{end}".rstrip(" …")
    found = quotations.read(f"{before}: {opening}{said}{closing}, {after}.")
    assert (found.quotes, found.unpaired) == ((said,), "")


@given(st.text() | st.text("„“”»«\"‚‘’'‹›,<>` .…5ab s\n"))
def test_no_mark_of_any_text_is_overlooked(text: str) -> None:
    found = quotations.read(text)
    starts = [0, *(end + 1 for _start, end in found.places)]
    ends = [*(start - 1 for start, _end in found.places), len(found.text)]
    if found.unpaired_at is not None:
        return
    outside = [found.text[start:end] for start, end in zip(starts, ends, strict=True)]
    # What is left are inches and apostrophes.
    assert not re.search(r'[„“”»«‚‹›]|(?<!\d)"', " | ".join(outside))
    assert all(any(char.isalnum() for char in quote) for quote in found.quotes)


@given(st.text() | st.text("„“”»«\"‚‘’'‹›,<>` .…5ab s\n"))
def test_what_is_drafted_is_one_quotation(text: str) -> None:
    statement = Statement(
        act="demand", source_text="Auenstadt", message_text=f"a{text}b",
        spans={"cue": [{"quote": "forderte"}]},
    )  # fmt: skip
    found = quotations.read(wording.sentence(statement))
    assert (len(found.quotes), found.unpaired) == (1, "")
    assert wording.stands_in(found.quotes[0], f"a{text}b")


@given(st.text())
def test_any_text_can_be_compared(text: str) -> None:
    assert wording.stands_in(text, text) or "…" in text or "..." in text


INVENTED = [
    "“die Ausbildung sofort ganz abzuschaffen”",
    "«die Ausbildung sofort ganz abzuschaffen»",
    '„die Ausbildung sofort ganz abzuschaffen"',
    "‚die Ausbildung sofort ganz abzuschaffen‘",
    "'die Ausbildung sofort ganz abzuschaffen'",
    "„die Ausbildung „sofort“ ganz abzuschaffen“",
]


def edited(actor: User, release: PressRelease, text: str, row: int | None) -> PressRelease:
    """The sentence replaced by this text; None: one of the office's own is added."""
    sentences = [
        Edited(one.pk, text if one.pk == row else one.text, one.paragraph, one.position)
        for one in as_saved(release)
    ]
    if row is None:
        sentences.append(Edited(None, text, 5, 9))
    return actions.edit(
        actor=actor, release=release, version=release.version, title="Titel", subtitle="",
        sentences=sentences,
    )  # fmt: skip


@pytest.mark.parametrize("quote", INVENTED)
@pytest.mark.parametrize("is_own", [True, False])
def test_an_invented_quotation_is_not_handed_in(
    users, world: World, promise, quote: str, is_own: bool
) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    row = None if is_own else release.sentences.get(statement=promise).pk
    release = edited(users.office, release, f"Die Runde: {quote}.", row)
    place = "in keinem öffentlichen Dokument" if is_own else "nicht in der Fundstelle"
    with pytest.raises(ValidationError, match=f"Im Satz „Die Runde: .*{place}"):
        actions.hand_in(actor=users.office, release=release, version=release.version)
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT


@pytest.mark.parametrize("is_own", [True, False])
def test_marks_that_do_not_pair_are_not_handed_in(users, world, promise, is_own: bool) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    row = None if is_own else release.sentences.get(statement=promise).pk
    release = edited(users.office, release, "Die Runde: „die Ausbildung abzuschaffen.", row)
    with pytest.raises(ValidationError, match=r"Im Satz „Die Runde.*hat kein Gegenstück"):
        actions.hand_in(actor=users.office, release=release, version=release.version)


@pytest.mark.parametrize("field", ["title", "subtitle"])
def test_the_heading_invents_no_quotation_either(users, world, promise, field: str) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    heads = {
        "title": "Titel",
        "subtitle": "",
        field: "Runde will “die Ausbildung sofort ganz abschaffen”",
    }
    release = actions.edit(
        actor=users.office, release=release, version=release.version,
        sentences=as_saved(release), **heads,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="In der Überschrift „Runde will"):
        actions.hand_in(actor=users.office, release=release, version=release.version)


def test_what_is_no_quotation_after_handing_in_is_not_released(
    users, other, world: World, promise
) -> None:
    release = handed_in(users.office, world)
    # A text from before this was asked at handing in.
    release.sentences.filter(statement=promise).update(text=f"Die Runde: {INVENTED[0]}.")
    with pytest.raises(ValidationError, match="steht aber so nicht in der Fundstelle"):
        actions.publish(actor=other, release=release, version=release.version)
    release.refresh_from_db()
    assert release.state == ReleaseState.FOR_RELEASE
    assert release.document is None


def test_the_writer_is_told_at_saving_and_at_the_sentence(
    client_of, users, world: World, promise
) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    told = release.sentences.get(statement=promise)
    address = reverse("publishing:edit_release", args=[release.public_id])
    client: Client = client_of("office")
    wrong = {f"text-{told.pk}": f"Die Runde: {INVENTED[0]}.", "text-neu-0": "Thema: „Ganztag."}
    page = client.post(address, form_of(release, **wrong), follow=True).content.decode()
    assert "So kann die Mitteilung noch nicht hinaus" in page
    assert "steht aber so nicht in der Fundstelle: „die Ausbildung" in page
    assert "kein Gegenstück, bei: „Ganztag." in page or "bei: Thema: „Ganztag." in page
    release.refresh_from_db()
    page = client.post(address, form_of(release, vorlegen="1"), follow=True).content.decode()
    assert "Im Satz „Die Runde: ‘die Ausbildung sofort ganz abzuschaffen’.“: Als Zitat" in page
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT
    own = release.sentences.get(text="Thema: „Ganztag.")
    right = {f"text-{told.pk}": told.text, f"text-{own.pk}": "Thema: „Ganztag“."}
    page = client.post(address, form_of(release, **right), follow=True).content.decode()
    assert "Gespeichert." in page
    assert "noch nicht hinaus" not in page
    release.refresh_from_db()
    client.post(address, form_of(release, vorlegen="1"))
    release.refresh_from_db()
    assert release.state == ReleaseState.FOR_RELEASE


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("Thema war der „Pakt für Integration“.", True),
        ('Thema war der "Pakt für Integration".', True),
        ("Es ging um „mehr Geld für den Ganztag“.", True),
        ("Ada Auer sagte: „Das Land lässt uns im Regen stehen“.", False),
    ],
)
def test_no_speech_without_a_document(users, other, world: World, promise, text, goes) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    release = edited(users.office, release, text, None)
    if goes:
        release = actions.hand_in(actor=users.office, release=release, version=release.version)
        actions.publish(actor=other, release=release, version=release.version)
        return
    with pytest.raises(ValidationError, match="in keinem öffentlichen Dokument"):
        actions.hand_in(actor=users.office, release=release, version=release.version)


@pytest.mark.parametrize("message", ['ein "Angebot', "ein „Angebot", "ein Angebot“ zu", "ein ’n"])
def test_a_draft_from_cut_marks_can_be_handed_in(users, world: World, message: str) -> None:
    document = paper(world, f"Ada Auer sagte zu, {message} schreiben.")
    said(document, source="Ada Auer", cue="sagte", message=message, actor_name="Ada Auer")
    assert handed_in(users.office, world).state == ReleaseState.FOR_RELEASE


# ── Four eyes ─────────────────────────────────────────────────────────────────────────────────


def test_the_author_does_not_release(users, world: World, promise, client_of) -> None:
    release = handed_in(users.office, world)
    with pytest.raises(SecondPersonNeeded):
        actions.publish(actor=users.office, release=release, version=release.version)
    page = client_of("office").get(release.get_absolute_url()).content.decode()
    assert "Freigeben muss jemand anders" in page
    assert "Freigeben und veröffentlichen" not in page


def test_whoever_changed_it_does_not_release(users, other, world: World, promise) -> None:
    release = handed_in(users.office, world)
    release = actions.edit(
        actor=other, release=release, version=release.version, title="Anders", subtitle="",
        sentences=as_saved(release),
    )  # fmt: skip
    assert release.state == ReleaseState.DRAFT
    release = actions.hand_in(actor=other, release=release, version=release.version)
    for person in (other, users.office):
        with pytest.raises(SecondPersonNeeded):
            actions.publish(actor=person, release=release, version=release.version)
    third = User.objects.create_user("neu@musterland.example", name="Nika Tal", role="office")
    assert actions.publish(actor=third, release=release, version=release.version).released_on


def test_whoever_only_read_it_may_release(users, other, world: World, promise) -> None:
    release = handed_in(users.office, world)
    same = actions.edit(
        actor=other, release=release, version=release.version, title=release.title, subtitle="",
        sentences=as_saved(release),
    )  # fmt: skip
    assert (same.version, same.state) == (release.version, ReleaseState.FOR_RELEASE)
    assert actions.publish(actor=other, release=same, version=same.version).released_by == other


def test_what_is_not_handed_in_is_not_released(users, other, world: World, promise) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    with pytest.raises(ValidationError, match="noch nicht zur Freigabe vorgelegt"):
        actions.publish(actor=other, release=release, version=release.version)


def test_nobody_releases_what_was_changed_meanwhile(users, other, world: World, promise) -> None:
    release = handed_in(users.office, world)
    seen = release.version
    actions.edit(
        actor=users.office, release=release, version=seen, title="Neuer Titel", subtitle="",
        sentences=as_saved(release),
    )  # fmt: skip
    with pytest.raises(Stale):
        actions.publish(actor=other, release=release, version=seen)


# ── Two people write ──────────────────────────────────────────────────────────────────────────


def form_of(release: PressRelease, **more: str) -> dict[str, str]:
    fields = {"version": str(release.version), "title": release.title, "subtitle": ""}
    for row in release.sentences.all():
        fields[f"text-{row.pk}"] = row.text
        fields[f"absatz-{row.pk}"] = str(row.paragraph + 1)
    return {**fields, **more}


def test_nobody_s_words_are_lost_when_two_write(users, other, world, promise, client_of) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    lead, told = release.sentences.all()
    mine = form_of(release, **{f"text-{lead.pk}": "Mein Anfang."})
    actions.edit(
        actor=other, release=release, version=release.version, title="Ihr Titel", subtitle="",
        sentences=[Edited(lead.pk, lead.text, 0, 0), Edited(None, "Ihr neuer Satz.", 3, 9)],
    )  # fmt: skip
    actions.edit(
        actor=other, release=release, version=2, title="Ihr Titel", subtitle="",
        sentences=[Edited(told.pk, "", 0, 0)],
    )  # fmt: skip
    address = reverse("publishing:edit_release", args=[release.public_id])
    client: Client = client_of("office")
    page = client.post(address, mine)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Toni Horn hat diese Mitteilung inzwischen gespeichert" in text
    assert "Mein Anfang." in text
    assert "Ihr neuer Satz." in text
    release.refresh_from_db()
    assert release.title == "Ihr Titel"
    again = {field.html_name: field.value() or "" for field in page.context["form"]}
    assert client.post(address, again).status_code == 302
    saved = queries.plain_text(release)
    assert "Mein Anfang." in saved
    assert "Ihr neuer Satz." in saved
    assert told.text in saved


def test_a_release_needs_a_heading(users, world: World, promise, client_of) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    address = reverse("publishing:edit_release", args=[release.public_id])
    page = client_of("office").post(address, form_of(release, title=" "))
    assert page.status_code == 422
    release.refresh_from_db()
    assert release.title == "Frühjahrssitzung 2026"


# ── Out ───────────────────────────────────────────────────────────────────────────────────────


def feed(client: Client) -> list[Any]:
    found = client.get("/feed/presse.atom")
    return etree.fromstring(found.content).xpath("//a:entry", namespaces=ATOM)


def test_released_it_is_public_in_the_archive_and_in_the_feed(
    users, other, world: World, promise, client_of
) -> None:
    assert feed(Client()) == []
    release = released(users, other, world)
    assert release.document is not None
    assert release.document.visibility == Visibility.PUBLIC
    assert release.document.kind == "press_release"
    laid = MeetingDocument.objects.get(meeting=world.last, document=release.document)
    assert laid.role == MeetingDocumentRole.PRESS
    page = Client().get(release.get_absolute_url()).content.decode()
    assert "Der Geschäftsführer sagte" in page
    assert promise.document.get_absolute_url() in page
    assert "Bearbeiten" not in page
    assert "Kim Weber" not in page
    assert "Toni Horn" not in page
    (entry,) = feed(Client())
    assert entry.xpath("string(a:title)", namespaces=ATOM) == "Frühjahrssitzung 2026"
    assert entry.xpath("string(a:id)", namespaces=ATOM) == release.public_id.urn
    assert release.title in Client().get(reverse("publishing:press_releases")).content.decode()


def test_what_was_released_is_not_drafted_from_again(users, other, world, promise) -> None:
    release = released(users, other, world)
    assert release.document is not None
    text = release.document.latest_revision
    if text is None:
        Revision.objects.create(
            document=release.document, number=1, text=queries.plain_text(release),
            text_sha256="2" * 64, extractor="test",
        )  # fmt: skip
    said(release.document, message="ein Angebot zu schreiben", cue="sagte")
    assert queries.material(users.office, world.last).statements == (promise,)


@pytest.mark.parametrize("level", [Visibility.MEMBERS, Visibility.OFFICE])
def test_of_a_hidden_session_nothing_gets_out(
    users, other, world: World, promise, client_of, level: str
) -> None:
    world.last.visibility = level
    world.last.save()
    release = released(users, other, world)
    assert release.document is not None
    assert release.document.visibility == level
    assert feed(Client()) == []
    for role, seen in (("public", False), ("guest", False), ("member", level == "members")):
        page = client_of(role).get(release.get_absolute_url())
        assert page.status_code == (200 if seen else 404)
        listed = client_of(role).get(reverse("publishing:press_releases")).content.decode()
        assert (release.get_absolute_url() in listed) == seen


def test_a_source_that_is_made_narrower_later_is_not_named(users, other, world, promise) -> None:
    release = released(users, other, world)
    Document.objects.filter(pk=promise.document.pk).update(visibility="office")
    page = Client().get(release.get_absolute_url()).content.decode()
    assert promise.document.get_absolute_url() not in page
    assert "Die Fundstelle steht in einem nicht öffentlichen Dokument." in page


# ── Corrected, withdrawn ──────────────────────────────────────────────────────────────────────


def corrected(users: Any, other: User, release: PressRelease) -> PressRelease:
    lead = release.sentences.first()
    release = actions.propose_correction(
        actor=users.office, release=release, version=release.version, sentence=lead,
        text="Sprengel Nord hat am 16. März 2026 getagt (Moorbeck).", note="Der Ort war falsch.",
    )  # fmt: skip
    return actions.confirm_correction(
        actor=other, release=release, version=release.version, accept=True
    )


def test_a_correction_is_shown_as_one(users, other, world: World, promise) -> None:
    release = corrected(users, other, released(users, other, world))
    page = Client().get(release.get_absolute_url()).content.decode()
    assert "<del>Sprengel Nord hat am 16. März 2026 getagt (Lindach).</del>" in page
    assert "<ins>Sprengel Nord hat am 16. März 2026 getagt (Moorbeck).</ins>" in page
    assert "Der Ort war falsch." in page
    assert "Kim Weber" not in page
    (entry,) = feed(Client())
    assert entry.xpath("string(a:title)", namespaces=ATOM).endswith(" (berichtigt)")
    assert "Der Ort war falsch." in entry.xpath("string(a:summary)", namespaces=ATOM)
    before, after = Document.objects.filter(kind="press_release").order_by("pk")
    assert before.title.endswith("(durch Berichtigung ersetzt)")
    assert before.visibility == Visibility.OFFICE
    assert release.document == after
    assert after.visibility == Visibility.PUBLIC


def test_a_correction_needs_two_people_and_may_be_refused(users, other, world, promise) -> None:
    release = released(users, other, world)
    lead = release.sentences.first()
    release = actions.propose_correction(
        actor=users.office, release=release, version=release.version, sentence=lead,
        text="Anders.", note="So.",
    )  # fmt: skip
    assert "Anders." not in Client().get(release.get_absolute_url()).content.decode()
    with pytest.raises(SecondPersonNeeded):
        actions.confirm_correction(
            actor=users.office, release=release, version=release.version, accept=True
        )
    with pytest.raises(ValidationError, match="wartet schon"):
        actions.propose_correction(
            actor=other, release=release, version=release.version, sentence=lead,
            text="Ganz anders.", note="So.",
        )  # fmt: skip
    release = actions.confirm_correction(
        actor=other, release=release, version=release.version, accept=False
    )
    assert not release.corrections.exists()
    assert release.sentences.first().text == lead.text


def test_a_correction_may_not_invent_a_quotation(users, other, world: World, promise) -> None:
    release = released(users, other, world)
    told = release.sentences.last()
    with pytest.raises(ValidationError, match="steht aber so nicht"):
        actions.propose_correction(
            actor=users.office, release=release, version=release.version, sentence=told,
            text="Er sagte: “zehn Angebote bis morgen”.", note="So.",
        )  # fmt: skip
    release = actions.propose_correction(
        actor=users.office, release=release, version=release.version, sentence=told,
        text="Er sagte etwas zu.", note="So.",
    )  # fmt: skip
    # Proposed before the rule was asked at proposing.
    release.pending_correction["after"] = "Er sagte: «zehn Angebote bis morgen»."
    release.save()
    with pytest.raises(ValidationError, match="steht aber so nicht"):
        actions.confirm_correction(
            actor=other, release=release, version=release.version, accept=True
        )
    assert release.sentences.last().text == told.text


def test_the_way_of_a_correction_in_the_browser(client_of, users, other, world, promise) -> None:
    release = released(users, other, world)
    lead = release.sentences.first()
    client = client_of("office")
    address = reverse("publishing:correct_release", args=[release.public_id])
    same = {"version": release.version, "sentence": lead.pk, "text": lead.text, "note": "Ort"}
    page = client.post(address, same)
    assert page.status_code == 422
    assert "Der neue Satz ist derselbe wie vorher." in page.content.decode()
    assert client.post(address, {**same, "text": "In Moorbeck."}).status_code == 302
    assert client.post(address, {**same, "text": "In Erlenburg."}).status_code == 409
    release.refresh_from_db()
    confirm = reverse("publishing:confirm_correction", args=[release.public_id])
    page = client.post(confirm, {"version": release.version, "ja": "1"}, follow=True)
    assert "Bestätigen muss jemand anders" in page.content.decode()
    second = Client()
    second.force_login(other)
    page = second.post(confirm, {"version": release.version, "ja": "1"}, follow=True)
    assert "In Moorbeck." in page.content.decode()


def test_withdrawn_it_says_so_and_no_more(users, other, world: World, promise, client_of) -> None:
    release = corrected(users, other, released(users, other, world))
    release = actions.withdraw(actor=users.office, release=release, version=release.version)
    page = Client().get(release.get_absolute_url())
    assert page.status_code == 410
    text = page.content.decode()
    assert "Diese Mitteilung wurde zurückgezogen." in text
    assert "Der Geschäftsführer sagte" not in text
    assert Client().get(release.get_absolute_url(), {"format": "docx"}).status_code == 410
    (entry,) = feed(Client())
    assert entry.xpath("string(a:title)", namespaces=ATOM).endswith("(zurückgezogen)")
    assert "Moorbeck" not in entry.xpath("string(a:summary)", namespaces=ATOM)
    assert not Document.objects.visible_to(None).filter(kind="press_release").exists()
    listed = Client().get(reverse("publishing:press_releases")).content.decode()
    assert release.get_absolute_url() not in listed
    assert client_of("office").get(release.get_absolute_url()).status_code == 200


def test_a_draft_thrown_away_was_never_public(users, world: World, promise) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    actions.withdraw(actor=users.office, release=release, version=release.version)
    assert Client().get(release.get_absolute_url()).status_code == 404
    assert feed(Client()) == []


# ── How it is made ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 300])
def test_the_pages_take_the_same_queries_for_many(client_of, users, world, promise, count) -> None:
    for _number in range(count):
        said(promise.document, source="Der Rat", cue="stimmte", message="12 Ja und 3 Nein")
    release = actions.draft(actor=users.office, meeting=world.last)
    client = client_of("office")
    for name in ("edit_release", "press_release"):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse(f"publishing:{name}", args=[release.public_id]))
        assert page.status_code == 200
        assert len(captured) <= 14


def word_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Word(BytesIO(data)).paragraphs)


def test_the_word_file_says_what_it_is(users, other, world: World, promise) -> None:
    release = actions.draft(actor=users.office, meeting=world.last)
    draft = word_text(files.as_word(release).data)
    assert "Entwurf – nicht zur Veröffentlichung" in draft
    release = actions.hand_in(actor=users.office, release=release, version=release.version)
    release = actions.publish(actor=other, release=release, version=release.version)
    release = corrected(users, other, release)
    text = word_text(files.as_word(release).data)
    assert "Entwurf" not in text
    assert "Der Ort war falsch." in text
    assert "Moorbeck" in text


@pytest.mark.soffice
def test_libreoffice_opens_it(users, world: World, promise, soffice: str, tmp_path: Path) -> None:
    file = files.as_word(actions.draft(actor=users.office, meeting=world.last))
    (tmp_path / file.name).write_bytes(file.data)
    done = subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / file.name)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    made = (tmp_path / file.name).with_suffix(".pdf")
    assert made.is_file(), done.stderr
