"""What the office enters is kept, dated, logged, and refused when it cannot be right."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sprengel.accounts.models import Activity, User, Visibility
from sprengel.bodies import actions, queries
from sprengel.bodies.facts import PersonFacts
from sprengel.bodies.models import (
    Actor,
    Alias,
    Body,
    BodyKind,
    Membership,
    Organization,
    OrganizationKind,
    Person,
    Post,
)
from sprengel.bodies.problems import AlreadyMember, EndsBeforeStart

from .conftest import AddPerson

pytestmark = pytest.mark.django_db


def test_a_body_with_its_names(office: User) -> None:
    body = actions.add_body(
        actor=office,
        name="Städtebund Musterland",
        kind=BodyKind.ASSOCIATION,
        short_name="Städtebund",
        aliases=["SBM", "SBM", " ", "Städtebund Musterland"],
        source="erfunden",
    )
    assert body.slug == "staedtebund"
    assert list(body.aliases.values_list("name", "source")) == [("SBM", "erfunden")]
    line = Activity.objects.get()
    assert line.sentence == "Städtebund Musterland wurde eingetragen."
    assert (line.user_name, line.path) == ("Petra Sommer", "/koerperschaften/staedtebund/")


def test_addresses_are_readable_and_unique() -> None:
    slugs = [
        actions.add_person(actor=None, given_name="Jörg", family_name="Weiß").slug
        for _again in range(3)
    ]
    assert slugs == ["joerg-weiss", "joerg-weiss-2", "joerg-weiss-3"]
    odd = actions.add_body(actor=None, name="市", kind=BodyKind.OTHER)
    assert odd.get_absolute_url().startswith("/koerperschaften/")
    new = actions.add_body(actor=None, name="Neu", kind=BodyKind.CITY)
    assert new.slug != "neu"  # that address is the form
    long = actions.add_body(actor=None, name="Zweckverband " * 15, kind=BodyKind.OTHER)
    assert len(long.slug) <= 120


def test_one_who_becomes_hidden_is_told_of_only_there(office: User) -> None:
    actions.add_person(
        actor=office, given_name="Kim", family_name="Verdeckt", visibility=Visibility.OFFICE
    )
    assert Activity.objects.get().visibility == Visibility.OFFICE


def test_a_post_is_dated(auenstadt: Body, add_person: AddPerson) -> None:
    person = add_person("Anna Weber", at=auenstadt, start_on=date(2018, 3, 15))
    assert queries.post_on(person, date(2018, 3, 14)) is None
    held = queries.post_on(person, date(2018, 3, 15))
    assert held is not None
    assert held.at.name == "Auenstadt"


def test_of_two_posts_the_later_begun_counts(
    auenstadt: Body, lindach: Body, add_person: AddPerson
) -> None:
    person = add_person("Anna Weber", at=auenstadt)
    actions.add_post(
        actor=None, person=person, at=lindach, title="Beraterin", start_on=date(2020, 1, 1)
    )
    held = queries.post_on(person, date(2024, 1, 1))
    assert held is not None
    assert held.title == "Beraterin"


def test_an_end_before_the_start_is_refused(
    auenstadt: Body, circle: Organization, add_person: AddPerson
) -> None:
    person = add_person("Anna Weber", at=auenstadt)
    post, lines = Post.objects.get(), Activity.objects.count()
    wrong = {"start_on": date(2020, 1, 2), "end_on": date(2020, 1, 1)}
    with pytest.raises(EndsBeforeStart):
        actions.add_post(actor=None, person=person, at=auenstadt, title="x", **wrong)
    with pytest.raises(EndsBeforeStart):
        actions.change_post(
            actor=None, post=post, at=auenstadt, title="x", dates_note="", source="", **wrong
        )
    with pytest.raises(EndsBeforeStart):
        actions.add_membership(actor=None, member=auenstadt, organization=circle, **wrong)
    assert Post.objects.get().end_on is None
    assert not Membership.objects.exists()
    assert Activity.objects.count() == lines


def test_one_open_membership_at_a_time(auenstadt: Body, circle: Organization) -> None:
    first = actions.add_membership(actor=None, member=auenstadt, organization=circle)
    with pytest.raises(AlreadyMember):
        actions.add_membership(actor=None, member=auenstadt, organization=circle)
    actions.change_membership(
        actor=None,
        membership=first,
        start_on=None,
        end_on=date(2020, 12, 31),
        dates_note="ausgetreten",
        source="Beschluss (erfunden)",
    )
    again = actions.add_membership(
        actor=None, member=auenstadt, organization=circle, start_on=date(2022, 1, 1)
    )
    on = {
        day.year: [m.pk for m in queries.members(None, circle, day)]
        for day in (date(2020, 6, 1), date(2021, 6, 1), date(2022, 6, 1))
    }
    assert on == {2020: [first.pk], 2021: [], 2022: [again.pk]}
    with pytest.raises(AlreadyMember):
        actions.change_membership(
            actor=None, membership=first, start_on=None, end_on=None, dates_note="", source=""
        )


def test_a_change_keeps_the_address_and_replaces_other_names(add_person: AddPerson) -> None:
    person = add_person("Anna Weber")
    actions.add_alias(actor=None, of=person, name="Anni Weber", source="Presse (erfunden)")
    actions.add_alias(actor=None, of=person, name="A. Weber")
    facts = PersonFacts(
        title="Dr.",
        given_name="Anna",
        family_name="Weber-Lang",
        note="",
        source="",
        visibility="public",
    )
    actions.change_actor(actor=None, of=person, facts=facts, aliases=["Anni Weber", "Anna Weber"])
    changed = Person.objects.get()
    assert (changed.name, changed.with_title) == ("Anna Weber-Lang", "Dr. Anna Weber-Lang")
    assert changed.get_absolute_url() == "/personen/anna-weber/"
    assert dict(changed.aliases.values_list("name", "source")) == {
        "Anni Weber": "Presse (erfunden)",
        "Anna Weber": "",
    }
    found = queries.resolve("Anna Weber")
    assert found is not None
    assert found.pk == person.pk


def test_an_alias_twice_is_once(auenstadt: Body) -> None:
    actions.add_alias(actor=None, of=auenstadt, name="Auen")
    lines = Activity.objects.count()
    actions.add_alias(actor=None, of=auenstadt, name="Auen")
    assert Alias.objects.count() == 1
    assert Activity.objects.count() == lines


def test_a_user_works_for_one_body(member_user: User, auenstadt: Body, lindach: Body) -> None:
    assert queries.body_of(member_user) is None
    actions.represent(actor=None, user=member_user, body=auenstadt)
    actions.represent(actor=None, user=member_user, body=lindach)
    assert queries.body_of(member_user) == lindach
    assert queries.body_of(None) is None
    assert Activity.objects.order_by("-pk")[0].visibility == Visibility.OFFICE


def test_resolve_gives_the_entry(auenstadt: Body, add_person: AddPerson) -> None:
    person = add_person("Dr. Anna Weber", at=auenstadt, start_on=date(2018, 1, 1))
    found = queries.resolve("OB Weber", dated_on=date(2024, 1, 1))
    assert found == Actor.objects.get(pk=person.pk)
    assert queries.resolve("OB Weber", dated_on=date(2017, 1, 1)) is None


def test_the_registry_is_built_from_few_queries(
    django_assert_num_queries, auenstadt: Body, add_person: AddPerson
) -> None:
    add_person("Anna Weber", at=auenstadt)
    with django_assert_num_queries(5):
        registry = queries.registry()
        for _mention in range(100):
            assert registry.resolve("OB Weber", date(2024, 1, 1)) == "Anna Weber"


def test_the_database_itself_refuses(auenstadt: Body, circle: Organization) -> None:
    def breaks(constraint: str, make) -> None:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            make()

    person = actions.add_person(actor=None, given_name="Kim", family_name="Test")
    wrong = {"start_on": date(2020, 1, 2), "end_on": date(2020, 1, 1)}
    breaks(
        "bodies_post_ends_after_start",
        lambda: Post.objects.create(person=person, at=auenstadt, title="x", **wrong),
    )
    breaks(
        "bodies_membership_ends_after_start",
        lambda: Membership.objects.create(member=auenstadt, organization=circle, **wrong),
    )
    breaks(
        "bodies_body_kind_known",
        lambda: actions.add_body(actor=None, name="x", kind="planet"),
    )
    breaks(
        "bodies_organization_kind_known",
        lambda: Organization.objects.create(name="x", slug="x", body=auenstadt, kind="club"),
    )
    breaks(
        "bodies_body_population_has_key_date",
        lambda: actions.add_body(actor=None, name="x", kind=BodyKind.CITY, population=5),
    )
    breaks(
        "bodies_actor_kind_known",
        lambda: Actor.objects.create(name="x", slug="y", actor_kind="thing"),
    )


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Actor, {"bodies_actor_kind_known"}),
        (
            Body,
            {
                "bodies_body_kind_known",
                "bodies_body_population_has_key_date",
                "bodies_body_ags_unique",
                "bodies_body_position_on_earth",
                "bodies_body_successor_is_another",
            },
        ),
        (
            Organization,
            {"bodies_organization_kind_known", "bodies_organization_quorum_known"},
        ),
        (Post, {"bodies_post_ends_after_start"}),
        (Membership, {"bodies_membership_ends_after_start", "bodies_membership_one_open"}),
        (Alias, {"bodies_alias_unique"}),
    ],
)
def test_constraints_have_names(model, names: set[str]) -> None:
    assert {constraint.name for constraint in model._meta.constraints} == names


def test_the_same_key_twice_is_refused() -> None:
    actions.add_body(actor=None, name="Auenstadt", kind=BodyKind.CITY, ags="99000001")
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_body(actor=None, name="Lindach", kind=BodyKind.CITY, ags="99000001")
    # No key is no clash.
    actions.add_body(actor=None, name="Hohenfurt", kind=BodyKind.CITY)
    actions.add_body(actor=None, name="Moorbeck", kind=BodyKind.CITY)


def test_an_organization_belongs_to_a_body(league: Body) -> None:
    board = actions.add_organization(
        actor=None, name="Präsidium", body=league, kind=OrganizationKind.BOARD
    )
    assert [one.organization for one in queries.organizations_of(None, league, date.today())] == [
        board
    ]
