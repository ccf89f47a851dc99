"""The screens of the minutes, by real requests."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sprengel.accounts.models import Activity, User
from sprengel.ledger import actions as ledger
from sprengel.ledger.models import Matter
from sprengel.meetings.minutes import actions, fixing, machine, writing
from sprengel.meetings.minutes.actions import RecordFacts
from sprengel.meetings.minutes.fixing import Wanted
from sprengel.meetings.minutes.writing import Typed
from sprengel.meetings.models import (
    AgendaItem,
    Minutes,
    MinutesRecord,
    MinutesVersion,
    Participation,
    SectionDraft,
    SectionRevision,
)

from .conftest import Users, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def minutes(world: World, users: Users) -> Minutes:
    for position, (title, part) in enumerate(
        (("Begrüßung", "public"), ("Personal", "nonpublic")), start=1
    ):
        AgendaItem.objects.create(
            meeting=world.last,
            title=title,
            part=part,
            position=position,
            visibility="public" if part == "public" else "members",
        )
    return actions.begin(actor=users.office, meeting=world.last)


def page(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args)


def post(client: Client, minutes: Minutes, then: str = "", **texts: str) -> Any:
    data = {"then": then}
    for key, text in texts.items():
        section = minutes.sections.all()[int(key[1:])]
        newest = section.revisions.order_by("-number").first()
        data |= {f"text-{section.pk}": text, f"based-{section.pk}": newest.number if newest else 0}
    return client.post(page("write_minutes", minutes.meeting_id), data)


def section_pk(minutes: Minutes, index: int = 0) -> int:
    return minutes.sections.all()[index].pk


def write(minutes: Minutes, actor: User, text: str, index: int = 0) -> None:
    section = minutes.sections.all()[index]
    last = section.revisions.order_by("-number").first()
    typed = Typed(section.pk, text, last.number if last else 0)
    writing.save(actor=actor, minutes=minutes, typed=[typed])


# ── Writing ───────────────────────────────────────────────────────────────────────────────────


def test_begin_write_and_see_it_saved(world: World, client_of: Any) -> None:
    client = client_of("office")
    AgendaItem.objects.create(meeting=world.last, title="Begrüßung", position=1)
    assert "Niederschrift beginnen" in client.get(page("record", world.last.pk)).text
    client.post(page("begin_minutes", world.last.pk))
    minutes = Minutes.objects.get()
    answer = post(client, minutes, f"save-{section_pk(minutes)}", s0="Willkommen.")
    assert answer.url.endswith(f"#abschnitt-{section_pk(minutes)}")
    shown = client.get(answer.url).text
    assert "1 Abschnitt gespeichert." in shown
    assert "Willkommen.</textarea>" in shown
    assert "TOP 1: Begrüßung" in shown
    assert "Kim Weber" in shown


@pytest.mark.parametrize("role", ["public", "guest", "member"])
def test_only_the_office_writes(minutes: Minutes, client_of: Any, role: str, users: Users) -> None:
    write(minutes, users.office, "Vertraulich gesagt.")
    client = client_of(role)
    pk, section = minutes.meeting_id, section_pk(minutes)
    pages = [
        page("write_minutes", pk),
        page("fix_minutes", pk),
        page("approve_minutes", pk),
        page("read_section", pk, section),
        page("section_history", pk, section),
        page("note_record", pk, section),
    ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code in (302, 403), address
        assert "Vertraulich" not in answer.content.decode()
    sent = [
        page("begin_minutes", pk),
        page("add_section", pk),
        page("take_over_agenda", pk),
        page("change_section", pk, section),
        page("discard_draft", pk, section),
    ]
    assert {client.post(address).status_code for address in sent} <= {302, 403}
    assert post(client, minutes, s0="Fremd").status_code == 401
    assert SectionRevision.objects.get().text == "Vertraulich gesagt."
    shown = client.get(page("record", pk)).content.decode()
    assert "wird geschrieben" not in shown
    assert "Vertraulich" not in shown


def test_the_draft_comes_back_after_a_crash(minutes: Minutes, client_of: Any) -> None:
    client = client_of("office")
    address = page("keep_draft", minutes.meeting_id, section_pk(minutes))
    answer = client.post(address, {"text": "Noch nicht fert", "based_on": "0"}).json()
    assert answer["said"].startswith("Entwurf gesichert ")
    assert answer["newer"] is None
    shown = client.get(page("write_minutes", minutes.meeting_id)).text
    assert "Noch nicht fert</textarea>" in shown
    assert "noch nicht gespeichert" in shown
    client.post(page("discard_draft", minutes.meeting_id, section_pk(minutes)))
    assert "Noch nicht fert" not in client.get(page("write_minutes", minutes.meeting_id)).text


def test_a_draft_without_login_is_refused_in_words_the_script_knows(minutes: Minutes) -> None:
    address = page("keep_draft", minutes.meeting_id, section_pk(minutes))
    answer = Client().post(address, {"text": "x", "based_on": "0"})
    assert (answer.status_code, answer.json()) == (401, {"problem": "login"})
    assert not SectionDraft.objects.exists()


def test_logged_out_while_typing_the_text_is_shown_again(minutes: Minutes) -> None:
    answer = post(Client(), minutes, s0="Eine Stunde <b>Arbeit</b>")
    assert answer.status_code == 401
    assert "Eine Stunde &lt;b&gt;Arbeit&lt;/b&gt;</textarea>" in answer.text
    assert "Sie sind nicht mehr angemeldet" in answer.text
    assert "Begrüßung" not in answer.text


def test_two_people_see_both_texts_and_choose(
    minutes: Minutes, client_of: Any, colleague: User
) -> None:
    client, other = client_of("office"), Client()
    other.force_login(colleague)
    pk = section_pk(minutes)
    data = {f"text-{pk}": "Es ist kalt.", f"based-{pk}": "0"}
    other.post(page("write_minutes", minutes.meeting_id), {**data, f"text-{pk}": "Es ist warm."})
    answer = client.post(page("write_minutes", minutes.meeting_id), data)
    assert answer.status_code == 409
    for words in ("Gespeichert von Ilse Amsel", "Es ist kalt.</textarea>", "<ins>", "<del>"):
        assert words in answer.text
    merged = {f"text-{pk}": "Es ist mild.", f"based-{pk}": "1"}
    assert client.post(page("write_minutes", minutes.meeting_id), merged).status_code == 302
    history = client.get(page("section_history", minutes.meeting_id, pk)).text
    assert "Ilse Amsel" in history
    assert "Stand 2" in history


def test_the_buttons_save_first_and_lead_on(minutes: Minutes, client_of: Any) -> None:
    client, pk = client_of("office"), section_pk(minutes)
    answer = post(client, minutes, f"decision-{pk}", s0="Es wurde beraten.", s1="Auch hier.")
    assert answer.url == page("note_record", minutes.meeting_id, pk) + "?art=decision"
    assert SectionRevision.objects.count() == 2
    assert post(client, minutes, f"read-{pk}").url == page("read_section", minutes.meeting_id, pk)


def test_what_the_machine_reads_is_told_and_not_kept(
    minutes: Minutes, client_of: Any, users: Users, world: World
) -> None:
    write(
        minutes,
        users.office,
        "Geschäftsführer Ingo Lind sagte zu, bis zum 30. Juni 2027 einen Entwurf "
        "vorzulegen.\n\nDer Antrag wurde mit 12 Ja-Stimmen und 3 Nein-Stimmen angenommen.",
    )
    shown = (
        client_of("office").get(page("read_section", minutes.meeting_id, section_pk(minutes))).text
    )
    assert "Ingo Lind</strong> sagt zu: „bis zum 30. Juni 2027 einen Entwurf vorzulegen“" in shown
    assert "mehrheitlich angenommen bei 12 Ja-Stimmen und 3 Nein-Stimmen" in shown
    assert "nichts davon ist gespeichert" in shown
    assert not Matter.objects.exists()


def test_a_reading_that_dawdles_is_ended_and_told(
    minutes: Minutes, client_of: Any, users: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(minutes, users.office, "Der Rat hat lange darüber beraten. " * 5_000)
    monkeypatch.setattr(machine, "SECONDS", 0)
    shown = client_of("office").get(page("read_section", minutes.meeting_id, section_pk(minutes)))
    assert "Das Lesen hat zu lange gedauert. Gespeichert ist alles" in shown.text


def test_sections_and_agenda_changes_by_form(minutes: Minutes, client_of: Any) -> None:
    client, pk = client_of("office"), minutes.meeting_id
    assert client.post(page("add_section", pk), {"heading": " "}).status_code == 422
    client.post(page("add_section", pk), {"heading": "Schluss"})
    last = minutes.sections.last()
    client.post(page("change_section", pk, last.pk), {"move": "up"})
    assert [row.heading for row in minutes.sections.all()] == ["Begrüßung", "Schluss", "Personal"]
    assert client.post(page("change_section", pk, last.pk), {"move": "x"}).status_code == 400
    client.post(page("change_section", pk, last.pk), {"move": "remove"})
    AgendaItem.objects.filter(title="Personal").update(title="Stellenplan")
    shown = client.get(page("write_minutes", pk)).text
    assert "TOP 2 heißt jetzt „Stellenplan“" in shown
    client.post(page("take_over_agenda", pk), {"change": f"titel-{section_pk(minutes, 1)}"})
    assert [row.heading for row in minutes.sections.all()] == ["Begrüßung", "Stellenplan"]


# ── Records ───────────────────────────────────────────────────────────────────────────────────


def test_note_change_and_strike_a_decision(minutes: Minutes, client_of: Any, world: World) -> None:
    client, pk = client_of("office"), minutes.meeting_id
    Participation.objects.create(meeting=world.last, actor=world.city, role="member")
    address = page("note_record", pk, section_pk(minutes))
    facts = {"kind": "decision", "wording": "Der Plan gilt", "outcome": "adopted", "yes": "2"}
    answer = client.post(address, facts, follow=True)
    assert "2 Stimmen gezählt, aber nur 1 Mitglied ist als anwesend eingetragen" in answer.text
    assert "Beschluss: Der Plan gilt (angenommen bei 2 Ja-Stimmen)." in answer.text
    record = MinutesRecord.objects.get()
    form = client.get(page("change_record", pk, record.pk))
    seen = form.context["form"]["seen"].value()
    changed = {**facts, "yes": "1", "majority": "unanimous", "seen": seen}
    client.post(page("change_record", pk, record.pk), changed)
    record.refresh_from_db()
    assert (record.yes, record.majority) == (1, "unanimous")
    late = client.post(page("change_record", pk, record.pk), {**changed, "yes": "0"})
    assert late.status_code == 422
    assert "hat inzwischen jemand anders geändert" in late.text
    client.post(page("remove_record", pk, record.pk))
    assert not MinutesRecord.objects.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"wording": ""}, "Wortlaut"),
        ({"yes": "3"}, "Bitte auch das Ergebnis wählen"),
        ({"majority": "unanimous"}, "auch das Ergebnis wählen"),
        ({"outcome": "adopted", "majority": "unanimous", "yes": "3", "no": "1"}, "Einstimmig kann"),
        ({"yes": "-1"}, "0"),
        ({"due_on": "30.02.2027"}, "Datum"),
    ],
)
def test_a_wrong_record_is_told_and_not_kept(
    minutes: Minutes, client_of: Any, facts: dict[str, str], words: str
) -> None:
    address = page("note_record", minutes.meeting_id, section_pk(minutes))
    data = {"kind": "decision", "wording": "Der Plan gilt", **facts}
    answer = client_of("office").post(address, data)
    assert answer.status_code == 422
    assert words in answer.text
    assert not MinutesRecord.objects.exists()


# ── Versions ──────────────────────────────────────────────────────────────────────────────────


def test_fix_shows_what_will_stand_there_and_refuses_what_nobody_has_seen(
    minutes: Minutes, client_of: Any, users: Users
) -> None:
    client, address = client_of("office"), page("fix_minutes", minutes.meeting_id)
    write(minutes, users.office, "Willkommen in Lindach.")
    preview = client.get(address)
    assert "Willkommen in Lindach." in preview.text
    data = {
        "visibility": "members",
        "keeper": "Kim Weber",
        "seen": preview.context["form"]["seen"].value(),
    }
    write(minutes, users.office, "Willkommen in Auenstadt.")
    late = client.post(address, data)
    assert late.status_code == 422
    assert "Inzwischen wurde an der Niederschrift geschrieben" in late.text
    data["seen"] = late.context["form"]["seen"].value()
    told = client.post(address, data, follow=True).text
    assert "Fassung 1 ist festgehalten" in told
    assert "noch nicht genehmigt" in told
    assert "hat sich nichts geändert" in client.post(address, data, follow=True).text
    assert MinutesVersion.objects.count() == 1


def test_unsaved_drafts_are_named_before_a_version_is_fixed(
    minutes: Minutes, client_of: Any, users: Users, colleague: User
) -> None:
    first, second = minutes.sections.all()
    writing.keep_draft(actor=users.office, section=first, text="meins", based_on=0)
    writing.keep_draft(actor=colleague, section=second, text="ihres", based_on=0)
    shown = client_of("office").get(page("fix_minutes", minutes.meeting_id)).text
    assert "haben Sie noch nicht gespeichert" in shown
    assert "Ilse Amsel: Personal" in shown
    assert "ihres" not in shown


def test_members_read_print_and_download_the_version(
    minutes: Minutes, client_of: Any, users: Users
) -> None:
    write(minutes, users.office, "Erster Absatz.\n\nZweiter Absatz.")
    section = minutes.sections.all()[0]
    facts = RecordFacts("decision", "Der Plan gilt", None, None, "adopted", "unanimous")
    actions.note(actor=users.office, section=section, facts=facts)
    fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted(keeper="Kim Weber"))
    pk = minutes.meeting_id
    member = client_of("member")
    assert "Fassung 1" in member.get(page("record", pk)).text
    shown = member.get(page("minutes_version", pk, 1, "whole")).text
    assert "Beschluss: Der Plan gilt (einstimmig angenommen)." in shown
    assert "<p>Zweiter Absatz.</p>" in shown
    answer = member.get(page("minutes_docx", pk, 1, "whole"))
    told = [p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert "TOP 1: Begrüßung" in told
    assert "Beschluss: Der Plan gilt (einstimmig angenommen)." in told
    assert "Fassung 1" in told
    assert "einstimmig angenommen" in member.get(page("results", pk)).text
    for name in ("minutes_version", "minutes_docx"):
        assert client_of("public").get(page(name, pk, 1, "whole")).status_code == 404
        assert member.get(page(name, pk, 7, "whole")).status_code == 404
    assert "Der Plan gilt" not in client_of("public").get(page("results", pk)).text


def test_two_versions_compared_with_symbol_and_word(
    minutes: Minutes, client_of: Any, users: Users
) -> None:
    for text in ("Es waren zehn Leute da.", "Es waren zwölf Leute da."):
        write(minutes, users.office, text)
        fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted())
    shown = client_of("member").get(page("compare_minutes", minutes.meeting_id)).text
    assert "zehn" in shown
    assert "＋</span>" in shown
    assert "gestrichen: </span>zehn" in shown
    public = client_of("public").get(page("compare_minutes", minutes.meeting_id)).text
    assert "zehn" not in public
    assert "sobald es zwei gibt" in public


def test_an_overtaken_version_says_so_on_its_page(
    minutes: Minutes, client_of: Any, users: Users
) -> None:
    for text in ("Erstens.", "Zweitens."):
        write(minutes, users.office, text)
        fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted())
    first, second = MinutesVersion.objects.order_by("number")
    member = client_of("member")
    told = "Diese Fassung ist überholt; es gilt: Fassung 2."
    assert told in member.get(first.document.get_absolute_url()).text
    assert told not in member.get(second.document.get_absolute_url()).text
    second.document.visibility = "office"
    second.document.save()
    assert told not in member.get(first.document.get_absolute_url()).text


def test_minutes_written_in_word_are_a_version_too(
    minutes: Minutes, client_of: Any, users: Users
) -> None:
    write(minutes, users.office, "Willkommen.")
    fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted())
    client, pk = client_of("office"), minutes.meeting_id
    file = SimpleUploadedFile("Niederschrift.txt", b"Niederschrift\n\nWillkommen alle.")
    data = {
        "files": file,
        "kind": "minutes",
        "visibility": "members",
        "organization": minutes.meeting.organization.pk,
        "dated_on": "2026-03-16",
    }
    client.post(page("add_document", pk), data)
    version = MinutesVersion.objects.get(number=2)
    shown = client.get(page("record", pk)).text
    assert "Als Datei aufgenommen" in shown
    assert "noch nicht gelesen" in client.get(page("compare_minutes", pk)).text
    ledger.read_now(run_id=version.document.runs.get().pk)
    assert "alle" in client.get(page("compare_minutes", pk)).text
    assert client.get(page("minutes_version", pk, 2, "whole")).status_code == 302


def test_approval_is_entered_and_shown(minutes: Minutes, client_of: Any, world: World) -> None:
    client, address = client_of("office"), page("approve_minutes", world.last.pk)
    assert "sobald eine Fassung festgehalten ist" in client.get(address).text
    fixing.fix(actor=None, minutes=minutes, wanted=Wanted())
    seen = client.get(address).context["form"]["seen"].value()
    facts = {"approved_in": world.next.pk, "approved_on": "2026-09-30", "note": "", "seen": seen}
    wrong = client.post(address, {**facts, "approved_on": "2027-01-01"})
    assert wrong.status_code == 422
    assert "liegt in der Zukunft" in wrong.text
    told = client.post(address, facts, follow=True).text
    assert "30. September 2026, Fassung 1" in told
    minutes.refresh_from_db()
    assert minutes.approved_on == date(2026, 9, 30)
    assert (
        "als „nach Genehmigung berichtigt“" in client.get(page("write_minutes", world.last.pk)).text
    )


def test_objections_are_not_told_to_everybody(
    minutes: Minutes, client_of: Any, users: Users
) -> None:
    fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted(publish=True))
    actions.approve(
        actor=users.office,
        minutes=minutes,
        approved_in=None,
        approved_on=date(2026, 9, 30),
        note="Auenstadt widerspricht",
    )
    for role in ("public", "guest", "member", "office"):
        shown = client_of(role).get(page("record", minutes.meeting_id)).text
        assert "genehmigt" in shown
        assert ("Auenstadt widerspricht" in shown) is (role in ("member", "office")), role


def test_narrowing_a_version_narrows_the_lines_about_it(minutes: Minutes, users: Users) -> None:
    (version,) = fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted()).versions
    told = Activity.objects.filter(sentence__contains="Fassung 1 festgehalten")
    assert told.get().visibility == "members"
    document = version.document
    facts = ledger.DocumentFacts(document.title, document.kind, "office")
    ledger.change_document(actor=users.office, document=document, facts=facts)
    assert told.get().visibility == "office"


@pytest.mark.parametrize("count", [1, 60])
def test_pages_take_the_same_number_of_queries(
    minutes: Minutes,
    client_of: Any,
    users: Users,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        section = actions.add_section(
            actor=users.office, minutes=minutes, heading=f"Abschnitt {number}"
        )
        typed = [Typed(section.pk, f"Text {number}", 0)]
        writing.save(actor=users.office, minutes=minutes, typed=typed)
        facts = RecordFacts("decision", f"Punkt {number}", None, None, "adopted", "unanimous")
        actions.note(actor=users.office, section=section, facts=facts)
    client = client_of("office")
    with django_assert_max_num_queries(34):
        client.get(page("write_minutes", minutes.meeting_id))
    with django_assert_max_num_queries(44):
        client.get(page("fix_minutes", minutes.meeting_id))
    fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted())
    with django_assert_max_num_queries(24):
        client.get(page("minutes_version", minutes.meeting_id, 1, "whole"))
    with django_assert_max_num_queries(24):
        client.get(page("record", minutes.meeting_id))
    with django_assert_max_num_queries(24):
        client.get(page("results", minutes.meeting_id))


@pytest.fixture
def colleague(users: Users) -> User:
    return User.objects.create_user("amsel@musterland.example", name="Ilse Amsel", role="office")


def test_minutes_to_be_approved_are_offered_as_a_point_of_the_next_agenda(
    client_of: Any, world: World, users: Users
) -> None:
    minutes = actions.begin(actor=users.office, meeting=world.last)
    actions.add_section(actor=users.office, minutes=minutes, heading="Begrüßung")
    fixing.fix(actor=users.office, minutes=minutes, wanted=Wanted())
    agenda = reverse("meetings:agenda", args=[world.next.pk])
    client = client_of("office")
    page = client.get(agenda).content.decode()
    assert "Noch nicht genehmigt: Niederschrift zu „Frühjahrssitzung 2026“" in page
    title = "Genehmigung der Niederschrift: 16. März 2026"
    client.post(
        reverse("meetings:add_item", args=[world.next.pk]),
        {"title": title, "visibility": "members"},
    )
    assert world.next.agenda.filter(title=title).exists()
    assert "Noch nicht genehmigt" not in client.get(agenda).content.decode()
