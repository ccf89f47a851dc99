"""Nobody learns of a saved reckoning they may not see, nor of what it names."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from sprengel.accounts.models import Visibility
from sprengel.programmes.models import Programme
from sprengel.programmes.scenarios import actions, queries

pytestmark = pytest.mark.django_db
SEEN = {"public": 1, "members": 2, "office": 3}


@pytest.fixture
def world(office):
    """One at each level, and a public one whose programme only the office may see by now."""
    found = {}
    for level in Visibility.values:
        found[level] = actions.save(
            actor=office,
            kind="grant",
            title=f"Geheimtitel {level}",
            assumptions={"x": 1},
            sources={},
            visibility=level,
        )
    programme = Programme.objects.create(
        slug="p", kind="grant", name="Geheimprogramm", visibility="public"
    )
    narrowed = actions.save(
        actor=office,
        kind="staff",
        title="Enger geworden",
        assumptions={},
        sources={},
        programme=programme,
        visibility="public",
    )
    Programme.objects.update(visibility="office")
    found["narrowed"] = narrowed
    return found


@pytest.fixture(params=["public", "members", "office"])
def viewer(request, office, member):
    users = {"public": AnonymousUser(), "members": member, "office": office}
    return users[request.param], SEEN[request.param]


def test_lists_counts_and_single_ones(world, viewer) -> None:
    user, n = viewer
    hidden = 1 if n == 3 else 0
    assert queries.scenarios(user).count() == n + hidden
    assert len(queries.lines(user)) == n + hidden
    assert queries.counts(user) == {"grant": n, "distribution": 0, "staff": hidden}
    for place, level in enumerate(Visibility.values):
        of = world[level]
        may = place < n
        assert (queries.scenario(user, of.scenario.public_id) is not None) is may
        assert (queries.version(user, of.scenario.public_id, 1) is not None) is may
        assert len(queries.versions(user, of.scenario)) == may
    assert (queries.version(user, world["narrowed"].scenario.public_id) is not None) is bool(hidden)
    assert len(queries.versions(user, world["narrowed"].scenario)) == hidden


def test_pages_do_not_exist_for_whoever_may_not_see_them(world, client_of, member, office) -> None:
    for who, n in ((None, 1), (member, 2), (office, 3)):
        client = client_of(who)
        page = client.get("/programme/szenarien/").content.decode()
        assert page.count("Geheimtitel") == n
        assert ("Geheimprogramm" in page) is (n == 3)
        for place, level in enumerate(Visibility.values):
            path = world[level].scenario.get_absolute_url()
            for address in (path, f"{path}1/", f"{path}vergleich/"):
                assert client.get(address).status_code == (200 if place < n else 404)


def test_figures_behind_an_assumption_are_shown_to_those_who_may_see_them(
    office, per_post, client_of
) -> None:
    of = actions.save(
        actor=office,
        kind="staff",
        title="Mit Kennzahl",
        assumptions={"grant": 60000},
        sources={"grant": {"text": "", "figure": str(per_post.public_id)}},
        visibility="public",
    )
    path = of.scenario.get_absolute_url()
    assert "Zuschuss je Vollzeitstelle und Jahr" in client_of(None).get(path).content.decode()
    type(per_post).objects.update(visibility="office")
    assert "Zuschuss je Vollzeitstelle" not in client_of(None).get(path).content.decode()
    assert "Zuschuss je Vollzeitstelle" in client_of(office).get(path).content.decode()


def test_only_the_office_copies_and_shows(world, client_of, member, office) -> None:
    path = world["public"].scenario.get_absolute_url()
    assert client_of(None).post(f"{path}kopieren/", {"titel": "K"}).status_code == 302
    assert client_of(member).post(f"{path}kopieren/", {"titel": "K"}).status_code == 403
    assert client_of(member).post(f"{path}sichtbarkeit/", {}).status_code == 403
    assert queries.scenarios(office).filter(title="K").count() == 0
    answer = client_of(office).post(f"{path}kopieren/", {"titel": "K", "fassung": "1"})
    assert answer.status_code == 302
    assert queries.scenarios(office).filter(title="K").count() == 1


@pytest.mark.parametrize("number", ["0", "99", "x", "٣", "1" * 400])
def test_a_version_that_does_not_exist_is_not_found(world, client_of, office, number) -> None:
    path = world["public"].scenario.get_absolute_url()
    assert client_of(office).get(f"{path}vergleich/?neu={number}").status_code == 404
    assert client_of(office).get(f"{path}{number}/").status_code in (404, 400)


def test_the_list_asks_as_often_for_many_as_for_one(
    office, client_of, django_assert_max_num_queries
) -> None:
    client = client_of(office)
    for n in range(6):
        actions.save(actor=office, kind="grant", title=f"T{n}", assumptions={"n": n}, sources={})
    with django_assert_max_num_queries(8):
        client.get("/programme/szenarien/")
