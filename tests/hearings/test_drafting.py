"""From a text to the final version."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sprengel.accounts.models import Activity, Visibility
from sprengel.archive.models import Document, DocumentState, Immutable
from sprengel.hearings.drafting import actions, texts
from sprengel.hearings.models import Hearing, HearingState, Version
from tests.hearings.conftest import TEXT, TODAY, World

REVISED = TEXT.replace("fünf Jahre verlängert", "zehn Jahre verlängert").replace(
    "3. Die Nachweise werden auf ein Blatt im Jahr beschränkt.",
    "3. Städte dürfen gemeinsame Stellen schaffen, auch über Kreisgrenzen hinweg.",
)


def test_a_text_becomes_paragraphs_that_stand_in_the_archive(world: World) -> None:
    hearing = world.start()
    version = world.latest(hearing)
    paragraphs = list(version.paragraphs.all())
    assert [one.label for one in paragraphs] == ["", "1.", "2.", "3."]
    text = version.document.latest_revision.text
    assert [text[one.start : one.end] for one in paragraphs] == [one.text for one in paragraphs]
    assert hearing.state == HearingState.DRAFT
    assert (hearing.visibility, version.document.visibility) == ("office", "office")
    assert version.document.state == DocumentState.READ, "a draft is nobody's word yet"
    assert not version.document.runs.exists()
    line = Activity.objects.latest("pk")
    assert (line.sentence, line.visibility) == (
        "Anhörung „Musterförderungsgesetz“ angelegt.",
        "office",
    )


def test_a_word_file_is_kept_as_it_came(world: World) -> None:
    word = docx.Document()
    word.add_heading("Stellungnahme", 1)
    word.add_paragraph("1. Das Land zahlt.")
    data = io.BytesIO()
    word.save(data)
    text = texts.uploaded(data.getvalue(), "Entwurf.docx")
    facts = actions.Facts(kind="position", title="Papier", organization=world.circle)
    hearing = actions.start(actor=world.office, facts=facts, text=text)
    version = world.latest(hearing)
    assert version.document.file_name == "Entwurf.docx"
    assert [(one.text, one.is_heading) for one in version.paragraphs.all()] == [
        ("Stellungnahme", True),
        ("1. Das Land zahlt.", False),
    ]


@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (b"", "leer.docx", "leer"),
        (b"PK\x03\x04kaputt", "kaputt.docx", "Datei"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "alt.doc", "als .docx speichern"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    world: World, data: bytes, name: str, part: str
) -> None:
    with pytest.raises(ValidationError) as problem:
        texts.uploaded(data, name)
    assert part in " ".join(problem.value.messages)
    assert "%(" not in " ".join(problem.value.messages)
    assert not Document.objects.exists()


def test_empty_and_endless_texts_are_refused_in_words() -> None:
    for text, part in (
        ("  \n\n ", "kein Text"),
        ("\n\n".join(["Absatz."] * 601), "601 Absätze"),
        ("a" * 400_001, "zu lang"),
    ):
        with pytest.raises(ValidationError, match=part):
            texts.pasted(text)


def test_days_in_the_wrong_order_are_named_at_their_field(world: World) -> None:
    wrong = {
        "deadline_on": TODAY - timedelta(days=9),
        "comments_until": TODAY + timedelta(days=99),
        "title": " ",
    }
    for name, value in wrong.items():
        with pytest.raises(ValidationError) as problem:
            world.start(**{name: value})
        assert name in problem.value.error_dict
    assert not Hearing.objects.exists()


def test_the_same_text_started_twice_is_told(world: World) -> None:
    world.start()
    with pytest.raises(ValidationError, match="liegt schon im Archiv"):
        world.start()
    assert Hearing.objects.count() == 1


def test_a_new_version_keeps_the_descent_of_each_paragraph(world: World) -> None:
    hearing = world.asked()
    first = {one.label: one for one in world.latest(hearing).paragraphs.all()}
    version = world.revise(hearing, REVISED, note="Frist verlängert")
    second = {one.label: one for one in version.paragraphs.all()}
    assert (version.number, version.note) == (2, "Frist verlängert")
    assert second["2."].line == first["2."].line
    assert second["2."].before == first["2."]
    assert second["2."].text != first["2."].text
    assert second["3."].before is None
    assert second["3."].line != first["3."].line
    assert version.document.visibility == Visibility.MEMBERS, "the cities see it at once"


def test_whoever_began_from_an_older_version_is_told(world: World) -> None:
    hearing = world.start()
    world.revise(hearing, REVISED)
    with pytest.raises(actions.NewerVersion) as newer:
        actions.new_version(
            actor=world.colleague,
            hearing=hearing,
            text=texts.pasted(TEXT + "\n\n4. Noch etwas."),
            seen_number=1,
        )
    assert newer.value.version.number == 2
    assert hearing.versions.count() == 2


def test_the_same_text_is_no_new_version(world: World) -> None:
    hearing = world.start()
    with pytest.raises(ValidationError, match="derselbe wie in Fassung 1"):
        world.revise(hearing, TEXT)


def test_the_final_version_is_fixed_once(world: World) -> None:
    hearing = world.asked()
    final = world.final(hearing)
    hearing.refresh_from_db()
    assert (hearing.state, hearing.visibility) == (HearingState.FINAL, "public")
    assert (final.is_final, final.document.visibility) == (True, "public")
    assert final.document.runs.count() == 1, "the final version is read for demands"
    assert [one.text for one in final.paragraphs.all()] == [
        one.text for one in hearing.versions.get(number=1).paragraphs.all()
    ]
    assert hearing.versions.get(number=1).document.visibility == "members"
    with pytest.raises(ValidationError, match="liegt schon vor"):
        world.final(hearing)
    with pytest.raises(ValidationError, match="liegt schon vor"):
        world.revise(hearing, REVISED)


def test_published_and_taken_back_to_the_members(world: World) -> None:
    hearing = world.asked()
    final = world.final(hearing, Visibility.MEMBERS)
    actions.change_audience(actor=world.office, hearing=hearing, visibility="public")
    final.document.refresh_from_db()
    assert final.document.visibility == "public"
    actions.change_audience(actor=world.office, hearing=hearing, visibility="members")
    hearing.refresh_from_db()
    assert hearing.visibility == "members"
    mine = Activity.objects.filter(path=hearing.get_absolute_url())
    assert not mine.filter(visibility="public").exists(), "no line names it to the public"
    with pytest.raises(ValidationError):
        actions.change_audience(actor=world.office, hearing=hearing, visibility="office")


def test_versions_and_paragraphs_only_grow(world: World) -> None:
    version = world.latest(world.start())
    version.note = "anders"
    with pytest.raises(Immutable):
        version.save()
    with pytest.raises(Immutable):
        version.paragraphs.first().delete()


def test_the_database_itself_refuses_a_public_draft(world: World) -> None:
    hearing = world.start()
    for values in ({"visibility": "public"}, {"visibility": "members"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hearing.objects.filter(pk=hearing.pk).update(**values)
    hearing = world.asked(title="Zweites", text=TEXT + "\n\n4. Anders.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hearing.objects.filter(pk=hearing.pk).update(visibility="public")


def test_a_new_hearing_after_the_costs_changed(world: World) -> None:
    before = world.asked()
    world.final(before)
    again = world.start(follows=before, costs_changed=True, text=REVISED)
    assert again.follows == before
    assert list(before.followed_by.all()) == [again]
    before.refresh_from_db()
    assert Version.objects.filter(hearing=before).count() == 2, "the earlier one stays as it is"
