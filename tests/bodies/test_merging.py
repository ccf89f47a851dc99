"""A city that was merged into another: shown as such, to whoever may see the other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from sprengel.accounts.models import User
from sprengel.bodies import actions, queries
from sprengel.bodies.models import Body, BodyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(auenstadt: Body) -> Body:
    return actions.add_body(
        actor=None,
        name="Steinwede",
        kind=BodyKind.CITY,
        ended_on=date(2020, 1, 1),
        succeeded_by=auenstadt,
    )


def post(client: Client, body: Body, **answers: str) -> str:
    given = {"name": body.name, "kind": "city", "visibility": "public", **answers}
    address = f"/koerperschaften/{body.slug}/bearbeiten/"
    return client.post(address, given, follow=True).content.decode()


def test_both_pages_say_so(client: Client, merged: Body, auenstadt: Body) -> None:
    page = client.get(merged.get_absolute_url()).content.decode()
    assert "Aufgegangen in Auenstadt am 1. Januar 2020." in page
    other = client.get(auenstadt.get_absolute_url()).content.decode()
    assert "Hierin aufgegangen" in other
    assert "Steinwede" in other


@pytest.mark.parametrize("visibility", ["members", "office"])
def test_a_hidden_successor_or_predecessor_is_not_named(
    client: Client, merged: Body, auenstadt: Body, office: User, visibility: str
) -> None:
    for hidden, shown in [(auenstadt, merged), (merged, auenstadt)]:
        Body.objects.filter(pk=hidden.pk).update(visibility=visibility)
        page = client.get(shown.get_absolute_url()).content.decode()
        assert hidden.name not in page
        Body.objects.filter(pk=hidden.pk).update(visibility="public")
    Body.objects.filter(pk=auenstadt.pk).update(visibility=visibility)
    assert queries.successor_of(None, merged) is None
    assert queries.successor_of(office, merged) == auenstadt
    Body.objects.filter(pk=merged.pk).update(visibility=visibility)
    assert list(queries.predecessors_of(None, auenstadt)) == []
    assert list(queries.predecessors_of(office, auenstadt)) == [merged]


def test_the_office_enters_the_merger_the_rank_and_the_place(
    client: Client, office: User, auenstadt: Body, lindach: Body
) -> None:
    client.force_login(office)
    page = post(client, lindach, succeeded_by=str(auenstadt.pk))
    assert "An welchem Tag ist sie darin aufgegangen?" in page
    page = post(client, lindach, latitude="48.2")
    assert "Zur Lage gehören Breite und Länge; eine davon fehlt." in page
    page = post(client, lindach, latitude="148.2", longitude="9")
    assert "kleiner oder gleich 90" in page
    page = post(client, lindach, city_status_before="stadt")
    assert "Ein früherer Rang braucht den Tag" in page
    page = post(
        client,
        lindach,
        succeeded_by=str(auenstadt.pk),
        ended_on="2019-01-01",
        city_status="grosse_kreisstadt",
        city_status_since="2010-01-01",
        city_status_before="stadt",
        latitude="48.216",
        longitude="9.026",
    )
    assert "Aufgegangen in Auenstadt am 1. Januar 2019." in page
    assert "seit 1. Januar 2010" in page
    assert "davor Stadt" in page
    lindach.refresh_from_db()
    assert (lindach.latitude, lindach.longitude) == (Decimal("48.216"), Decimal("9.026"))


@pytest.mark.parametrize(
    "facts",
    [
        {"latitude": Decimal(91), "longitude": Decimal(9)},
        {"latitude": Decimal(48)},
        {"longitude": Decimal(9)},
    ],
)
def test_the_database_keeps_no_impossible_place(auenstadt: Body, facts: dict[str, Decimal]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=auenstadt.pk).update(**facts)


def test_nothing_is_merged_into_itself_or_without_a_day(auenstadt: Body, lindach: Body) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=auenstadt.pk).update(succeeded_by=lindach)
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=auenstadt.pk).update(
            succeeded_by=auenstadt, ended_on=date(2020, 1, 1)
        )
