from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sprengel.accounts.models import Activity, Visibility
from sprengel.ledger import actions
from sprengel.ledger.models import Matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(office, promise) -> Matter:
    actions.accept(actor=office, statement=promise, version=1)
    return Matter.objects.get()


def change(office, document, **more: object):
    facts = {
        "title": document.title,
        "kind": document.kind,
        "visibility": document.visibility,
        "body": document.body,
        "organization": document.organization,
        "dated_on": document.dated_on,
        **more,
    }
    return actions.change_document(
        actor=office, document=document, facts=actions.DocumentFacts(**facts)
    )


def test_hiding_a_document_hides_what_was_opened_from_it(office, document, matter) -> None:
    change(office, document, visibility=Visibility.OFFICE)
    matter.refresh_from_db()
    assert matter.visibility == Visibility.OFFICE
    public = Activity.objects.exclude(visibility=Visibility.OFFICE)
    assert not public.filter(path__in=[document.get_absolute_url(), matter.get_absolute_url()])


def test_showing_a_document_does_not_publish_its_matters(office, taken) -> None:
    document = taken(visibility=Visibility.OFFICE)
    statement = document.statements.get(act="commitment")
    actions.accept(actor=office, statement=statement, version=1)
    change(office, document, visibility=Visibility.PUBLIC)
    assert Matter.objects.get().visibility == Visibility.OFFICE


def test_a_corrected_date_and_circle_reach_the_matter(office, document, matter) -> None:
    change(office, document, dated_on=date(2024, 3, 16), organization=None)
    matter.refresh_from_db()
    assert (matter.said_on, matter.organization) == (date(2024, 3, 16), None)
    sentences = [entry.sentence for entry in matter.entries.all()]
    assert "Datum des Dokuments berichtigt: gesagt am 16. März 2024." in sentences


def test_by_the_form(client, office, member, document) -> None:
    url = reverse("ledger:change_document", args=[document.public_id])
    client.force_login(member)
    assert client.get(url).status_code == 403
    client.force_login(office)
    assert 'value="2024-03-15"' in client.get(url).content.decode()
    fields = {"title": "Neuer Titel", "kind": "minutes", "visibility": "members", "dated_on": ""}
    client.post(url, fields)
    document.refresh_from_db()
    assert (document.title, document.kind, document.dated_on) == ("Neuer Titel", "minutes", None)
    assert "keine gültige Auswahl" in client.post(url, {**fields, "kind": "x"}).content.decode()
