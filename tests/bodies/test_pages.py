"""The pages of who is who: what stands on them, in how many queries, and who may change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from sprengel.accounts.models import User, Viewer
from sprengel.bodies import actions, sections
from sprengel.bodies.models import Actor, Body, BodyKind, Membership, Organization, Person, Post
from sprengel.bodies.sections import Section, register_section

from .conftest import AddPerson

pytestmark = pytest.mark.django_db


def fill(league: Body, circle: Organization, how_many: int) -> tuple[Body, Person]:
    """So many cities in the circle, so many people with so many posts each."""
    cities = [
        actions.add_body(
            actor=None,
            name=f"Stadt {number}",
            kind=BodyKind.CITY,
            population=20_000 + number,
            population_on=date(2023, 12, 31),
            aliases=[f"Ort {number}"],
        )
        for number in range(how_many)
    ]
    people = [
        actions.add_person(actor=None, given_name="Kim", family_name=f"Person {number}")
        for number in range(how_many)
    ]
    for city in cities:
        actions.add_membership(actor=None, member=city, organization=circle)
        actions.add_organization(actor=None, name=f"Rat {city}", body=league, kind="committee")
    for person in people:
        for at in (*cities, circle):
            actions.add_post(actor=None, person=person, at=at, title="Sprecherin")
            actions.add_post(
                actor=None, person=person, at=at, title="früher", end_on=date(2001, 1, 1)
            )
    return cities[0], people[0]


@pytest.fixture(autouse=True)
def _only_this_room() -> Iterator[None]:
    """What other rooms add has its own tests there, and its own queries."""
    kept = dict(sections._registered)
    sections._registered.clear()
    yield
    sections._registered.clear()
    sections._registered.update(kept)


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_one_row_as_for_three(
    client: Client, django_assert_num_queries, league: Body, circle: Organization, rows: int
) -> None:
    city, person = fill(league, circle, rows)
    for path, count in [
        ("/koerperschaften/", 5),
        ("/koerperschaften/?q=stadt", 9),
        (city.get_absolute_url(), 7),
        (league.get_absolute_url(), 7),
        (circle.get_absolute_url(), 4),
        (person.get_absolute_url(), 3),
    ]:
        with django_assert_num_queries(count):
            assert client.get(path).status_code == 200, path


def test_the_directory_for_everybody(
    client: Client, league: Body, circle: Organization, auenstadt: Body, add_person: AddPerson
) -> None:
    actions.add_membership(actor=None, member=auenstadt, organization=circle)
    add_person("Dr. Anna Weber", at=auenstadt)
    text = client.get("/koerperschaften/").content.decode()
    for expected in ("Städtebund Musterland", "Sprengel Musterland", "1 Stadt", "Dr. Anna Weber"):
        assert expected in text
    assert "eintragen" not in text  # that is the office's


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("auenst", True),
        ("AUENSTADT", True),
        ("weber auenstadt", True),
        ("oberbuergermeisterin", True),
        ("Hohenfurt", False),
    ],
)
def test_search(
    client: Client, auenstadt: Body, add_person: AddPerson, search: str, is_found: bool
) -> None:
    add_person("Anna Weber", at=auenstadt)
    text = client.get("/koerperschaften/", {"q": search}).content.decode()
    assert ("Auenstadt</a>" in text) is is_found
    assert ("ist niemand eingetragen" in text) is not is_found


def test_a_search_for_a_circle_shows_its_cities(
    client: Client, circle: Organization, auenstadt: Body
) -> None:
    actions.add_membership(actor=None, member=auenstadt, organization=circle)
    text = client.get("/koerperschaften/", {"q": "sprengel musterland"}).content.decode()
    assert "1 Stadt" in text
    assert "Auenstadt" in text


def test_what_is_typed_stays_text(client: Client) -> None:
    text = client.get("/koerperschaften/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in text


def test_facts_show_their_source_and_day(client: Client) -> None:
    body = actions.add_body(
        actor=None,
        name="Auenstadt",
        kind=BodyKind.CITY,
        population=21_345,
        population_on=date(2023, 12, 31),
        source="Musterländisches Gemeindeverzeichnis (erfunden)",
    )
    text = client.get(body.get_absolute_url(), headers={"accept-language": "de"}).content.decode()
    assert "21.345" in text
    assert "31. Dezember 2023" in text
    assert "Musterländisches Gemeindeverzeichnis (erfunden)" in text


def test_a_person_and_their_offices(
    client: Client, auenstadt: Body, lindach: Body, add_person: AddPerson
) -> None:
    person = add_person("Dr. Anna Weber", at=auenstadt, start_on=date(2018, 3, 15))
    actions.add_post(
        actor=None,
        person=person,
        at=lindach,
        title="Kämmerin",
        end_on=date(2018, 3, 14),
        dates_note="seit etwa 2010",
        source="Amtsblatt (erfunden)",
    )
    text = client.get(person.get_absolute_url(), headers={"accept-language": "de"}).content.decode()
    assert "seit 15. März 2018" in text
    assert "bis 14. März 2018" in text
    assert "seit etwa 2010" in text
    assert "Amtsblatt (erfunden)" in text
    assert "Oberbürgermeisterin, Auenstadt" in text  # the office held today, on top
    assert "Kämmerin, Lindach" not in text


def test_members_on_a_chosen_day(
    client: Client, circle: Organization, auenstadt: Body, lindach: Body
) -> None:
    actions.add_membership(
        actor=None, member=auenstadt, organization=circle, start_on=date(2020, 1, 1)
    )
    actions.add_membership(
        actor=None, member=lindach, organization=circle, end_on=date(2019, 12, 31)
    )

    def on(day: str) -> str:
        return client.get(circle.get_absolute_url(), {"am": day}).content.decode()

    assert "Lindach</a>" in on("2019-12-31")
    assert "Auenstadt</a>" not in on("2019-12-31")
    assert "Auenstadt</a>" in on("2020-01-01")
    assert "Lindach</a>" not in on("2020-01-01")
    assert "Auenstadt</a>" in on("Unfug")  # then it is today


def test_rooms_above_add_sections(client: Client, auenstadt: Body, lindach: Body) -> None:
    def section(user: Viewer, actor: Actor) -> Section | None:
        if actor.name != "Auenstadt":
            return None
        # Any fragment will do; this one is there.
        return Section(
            title="Was gefragt wurde",
            template="ui/components/empty.html",
            context={"text": f"gefragt von {user or 'allen'}"},
        )

    register_section("asked", section, order=20)
    register_section("asked", section, order=20)  # an app may start twice
    text = client.get(auenstadt.get_absolute_url()).content.decode()
    assert text.count("Was gefragt wurde") == 1
    assert 'id="asked"' in text
    assert "gefragt von AnonymousUser" in text
    assert "Was gefragt wurde" not in client.get(lindach.get_absolute_url()).content.decode()


def test_sections_stand_in_order(client: Client, auenstadt: Body) -> None:
    def section(title: str) -> sections.SectionMaker:
        return lambda user, actor: Section(title=title, template="ui/components/empty.html")

    register_section("b", section("Zweites"), order=20)
    register_section("a", section("Drittes"), order=30)
    register_section("c", section("Erstes"), order=10)
    text = client.get(auenstadt.get_absolute_url()).content.decode()
    assert text.index("Erstes") < text.index("Zweites") < text.index("Drittes")


# The office's forms

FORMS = [
    "/koerperschaften/neu/",
    "/gremien/neu/",
    "/personen/neu/",
    "/koerperschaften/auenstadt/bearbeiten/",
    "/gremien/sprengel-musterland/bearbeiten/",
    "/gremien/sprengel-musterland/mitglieder/neu/",
    "/personen/anna-weber/bearbeiten/",
    "/personen/anna-weber/aemter/neu/",
]


@pytest.fixture
def entries(
    auenstadt: Body, circle: Organization, add_person: AddPerson
) -> tuple[Post, Membership]:
    add_person("Anna Weber", at=auenstadt)
    membership = actions.add_membership(actor=None, member=auenstadt, organization=circle)
    return Post.objects.get(), membership


def test_only_the_office_may_change(
    client: Client, entries: tuple[Post, Membership], member_user: User, office: User
) -> None:
    post, membership = entries
    paths = [*FORMS, f"/aemter/{post.pk}/", f"/mitgliedschaften/{membership.pk}/"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert "/konto/login/" in answer.url
    client.force_login(member_user)
    for path in paths:
        assert client.get(path).status_code == 403, path
        assert client.post(path, {}).status_code == 403, path
    assert client.post("/koerperschaften/verzeichnis/").status_code == 403
    client.force_login(office)
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Speichern" in answer.content.decode()
    assert client.get("/koerperschaften/verzeichnis/").status_code == 405


def test_entering_a_person_and_their_office(client: Client, office: User, auenstadt: Body) -> None:
    client.force_login(office)
    answer = client.post(
        "/personen/neu/",
        {
            "title": "Dr.",
            "given_name": "Anna",
            "family_name": "Weber",
            "aliases": "Anni Weber\n\n",
            "visibility": "public",
            "source": "Amtsblatt (erfunden)",
        },
    )
    assert answer.url == "/personen/anna-weber/"
    person = Person.objects.get()
    assert person.with_title == "Dr. Anna Weber"
    assert [alias.name for alias in person.aliases.all()] == ["Anni Weber"]

    answer = client.post(
        "/personen/anna-weber/aemter/neu/",
        {"title": "Oberbürgermeisterin", "at": auenstadt.pk, "start_on": "2018-03-15"},
    )
    assert answer.url == "/personen/anna-weber/"
    post = Post.objects.get()
    assert (post.at.name, post.start_on, post.end_on) == ("Auenstadt", date(2018, 3, 15), None)


def test_the_same_name_offers_the_existing_entry(
    client: Client, office: User, add_person: AddPerson
) -> None:
    add_person("Anna Weber")
    client.force_login(office)
    typed = {"given_name": "ANNA", "family_name": "Weber", "visibility": "public"}
    text = client.post("/personen/neu/", typed).content.decode()
    assert "Diesen Namen gibt es schon" in text
    assert '<a href="/personen/anna-weber/">Anna Weber</a>' in text
    assert 'type="checkbox" name="is_another"' in text
    assert Person.objects.count() == 1

    client.post("/personen/neu/", {**typed, "is_another": "on"})
    assert Person.objects.count() == 2


def test_an_other_name_counts_as_a_name(client: Client, office: User, auenstadt: Body) -> None:
    actions.add_alias(actor=None, of=auenstadt, name="Auenheim")
    client.force_login(office)
    text = client.post(
        "/koerperschaften/neu/", {"name": "Auenheim", "kind": "city", "visibility": "public"}
    ).content.decode()
    assert "Diesen Namen gibt es schon" in text


def test_every_council_may_have_a_main_committee(
    client: Client, office: User, auenstadt: Body, lindach: Body
) -> None:
    actions.add_organization(actor=None, name="Hauptausschuss", body=auenstadt, kind="committee")
    client.force_login(office)
    typed = {"name": "Hauptausschuss", "kind": "committee", "visibility": "public"}
    again = client.post("/gremien/neu/", {**typed, "body": auenstadt.pk})
    assert "Diesen Namen gibt es schon" in again.content.decode()
    other = client.post("/gremien/neu/", {**typed, "body": lindach.pk})
    assert other.status_code == 302
    assert Organization.objects.count() == 2


def test_the_end_before_the_start_is_said_at_the_field(
    client: Client, office: User, entries: tuple[Post, Membership]
) -> None:
    post, membership = entries
    client.force_login(office)
    wrong = {"start_on": "2020-01-02", "end_on": "2020-01-01"}
    for path, more in [
        (f"/aemter/{post.pk}/", {"title": "OB", "at": post.at_id}),
        (f"/mitgliedschaften/{membership.pk}/", {}),
    ]:
        answer = client.post(path, {**more, **wrong})
        assert answer.status_code == 200
        assert "Das Ende liegt vor dem Anfang." in answer.content.decode()


def test_a_second_open_membership_is_explained(
    client: Client, office: User, entries: tuple[Post, Membership]
) -> None:
    _post, membership = entries
    client.force_login(office)
    answer = client.post(
        "/gremien/sprengel-musterland/mitglieder/neu/", {"member": membership.member_id}
    )
    assert "noch nicht beendet" in answer.content.decode()
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ags": "123"}, "genau acht Ziffern"),
        ({"ags": "99000001"}, "Diesen Namen gibt es schon"),
        ({"population": "20000"}, "braucht einen Stichtag"),
    ],
)
def test_a_body_that_cannot_be_right(
    client: Client, office: User, typed: dict[str, str], said: str
) -> None:
    actions.add_body(actor=None, name="Auenstadt", kind=BodyKind.CITY, ags="99000001")
    client.force_login(office)
    answer = client.post(
        "/koerperschaften/neu/",
        {"name": "Lindach", "kind": "city", "visibility": "public", **typed},
    )
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert Body.objects.count() == 1


def test_changing_keeps_the_address(client: Client, office: User, auenstadt: Body) -> None:
    client.force_login(office)
    answer = client.post(
        "/koerperschaften/auenstadt/bearbeiten/",
        {"name": "Auenstadt am Fluss", "kind": "city", "visibility": "members", "aliases": "Auen"},
    )
    assert answer.url == "/koerperschaften/auenstadt/"
    auenstadt.refresh_from_db()
    assert (auenstadt.name, auenstadt.visibility) == ("Auenstadt am Fluss", "members")
    assert [alias.name for alias in auenstadt.aliases.all()] == ["Auen"]


def test_the_register_is_one_click_away_while_it_is_empty(client: Client, office: User) -> None:
    client.force_login(office)
    assert "Verzeichnis Baden-Württemberg laden" in client.get("/koerperschaften/").content.decode()
    answer = client.post("/koerperschaften/verzeichnis/", follow=True)
    text = answer.content.decode()
    assert "Das Verzeichnis ist geladen" in text
    assert "Sprengel Südwürttemberg" in text
    again = client.post("/koerperschaften/verzeichnis/", follow=True)
    assert "schon vollständig" in again.content.decode()


def test_only_the_office_sees_where_to_write(
    client: Client, office: User, member_user: User
) -> None:
    body = actions.add_body(
        actor=None, name="Auenstadt", kind="city", email="rathaus@auenstadt.example"
    )
    address = body.get_absolute_url()
    assert "rathaus@auenstadt.example" not in client.get(address).content.decode()
    client.force_login(member_user)
    assert "rathaus@auenstadt.example" not in client.get(address).content.decode()
    client.force_login(office)
    assert "rathaus@auenstadt.example" in client.get(address).content.decode()
