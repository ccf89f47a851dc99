"""Documents, their parts and the filters' choices: nobody learns of what they may not see."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from sprengel.accounts.models import Visibility
from sprengel.archive import actions, queries
from sprengel.archive.models import Document, Passage, Revision
from sprengel.archive.queries import DocumentFilters
from sprengel.bodies.actions import add_body, add_organization

pytestmark = pytest.mark.django_db
LEVELS = list(Visibility)


@pytest.fixture
def documents(office) -> dict[str, Document]:
    made = {}
    for level in LEVELS:
        body = add_body(actor=None, name=f"Körperschaft {level}", kind="other", visibility=level)
        circle = add_organization(
            actor=None, name=f"Kreis {level}", body=body, kind="other", visibility=level
        )
        made[level] = actions.add_document(
            actor=office,
            data=level.encode(),
            file_name=f"geheim-{level}.txt",
            body=body,
            organization=circle,
            visibility=level,
        ).document
        revision = actions.extract(document=made[level])
        actions.mark_passage(revision=revision, start=0, end=3)
    return made


@pytest.fixture(params=[1, 2, 3])
def viewer(request, office, member):
    return [AnonymousUser(), member, office][request.param - 1], request.param


def test_documents_revisions_passages(documents, viewer) -> None:
    user, n = viewer
    assert queries.documents(user).count() == n
    assert Revision.objects.visible_to(user).count() == n
    assert Passage.objects.visible_to(user).count() == n
    assert queries.issuers(user).count() == n
    assert queries.circles(user).count() == n
    for place, level in enumerate(LEVELS):
        if place >= n:
            with pytest.raises(Http404):
                queries.document(user, documents[level].public_id)


def test_filters(documents, viewer) -> None:
    user, n = viewer
    for place, document in enumerate(documents.values()):
        for filters in (
            DocumentFilters(body=document.body.slug),
            DocumentFilters(organization=document.organization.slug),
            DocumentFilters(q=document.title),
        ):
            assert queries.documents(user, filters).count() == (1 if place < n else 0)


def test_a_hidden_body_behind_a_public_document_is_not_named(
    documents, viewer, client, office, member
) -> None:
    user, n = viewer
    document = documents["public"]
    Document.objects.filter(pk=document.pk).update(
        body=documents["office"].body, organization=documents["office"].organization
    )
    document.refresh_from_db()
    row = queries.rows(user, [document])[0]
    assert (row.body is not None) == (row.organization is not None) == (n == 3)
    filters = DocumentFilters(body=document.body.slug)
    assert queries.documents(user, filters).exists() == (n == 3)
    if n > 1:
        client.force_login(user)
    for url in ("/dokumente/", document.get_absolute_url()):
        html = client.get(url).content.decode()
        assert ("Körperschaft office" in html) == (n == 3)
        assert ("Kreis office" in html) == (n == 3)


def test_attachments(documents, viewer) -> None:
    user, n = viewer
    parent = documents["public"]
    Document.objects.filter(pk=documents["office"].pk).update(parent=parent)
    Document.objects.filter(pk=documents["members"].pk).update(parent=parent)
    assert queries.attachments(user, parent).count() == n - 1
