from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.urls import reverse

from sprengel.ledger import actions
from sprengel.ledger.models import Matter, Statement, StatementState

pytestmark = pytest.mark.django_db


def address(name: str, document, *more: object) -> str:
    return reverse(f"ledger:{name}", args=[document.public_id, *more])


def shown_text(html: str) -> str:
    """The document's text as the page carries it, taken from its runs."""
    import html as entities

    article = re.search(r"<article class=\"doc-text\" data-text>(.*?)</article>", html, re.S)[1]
    article = re.sub(r'<span class="doc-page"[^>]*>.*?</span>', "", article)
    return entities.unescape(re.sub(r"<[^>]+>", "", article))


@pytest.fixture
def page(client, office, document):
    client.force_login(office)
    return lambda query="": client.get(address("review", document) + query)


# ── who may ──


@pytest.mark.parametrize("name", ["review", "add_statement"])
def test_only_the_office_reviews(client, member, document, name) -> None:
    url = address(name, document)
    assert client.get(url).status_code == 302 or "login" in client.get(url)["Location"]
    client.force_login(member)
    assert client.post(url).status_code == 403


def test_a_member_cannot_accept(client, member, document, promise) -> None:
    client.force_login(member)
    assert client.post(address("accept", document, promise.pk), {"version": 1}).status_code == 403
    promise.refresh_from_db()
    assert promise.state == StatementState.PROPOSED


# ── the page ──


def test_the_text_is_there_to_the_letter_and_every_run_knows_its_place(page, document) -> None:
    html = page().content.decode()
    text = document.latest_revision.text
    assert shown_text(html) == text
    import html as entities

    for start, run in re.findall(r'<span data-start="(\d+)">([^<]*)</span>', html):
        assert text[int(start) :].startswith(entities.unescape(run))


def test_a_statement_reads_as_a_sentence(page, promise) -> None:
    html = " ".join(page().content.decode().split())
    assert "<strong>Selma Krähwinkel</strong>" in html
    assert "(Geschäftsführerin, Städtebund Musterland)" in html
    assert '<b class="act act--commitment">sagt zu</b>, „' in html
    assert f'id="aussage-{promise.pk}"' in html
    assert "0 von" in html


def test_doubtful_ones_first(page, document) -> None:
    last = document.statements.last()
    Statement.objects.filter(pk=last.pk).update(confidence=0.1)
    html = page("?zuerst=zweifel").content.decode()
    first = re.search(r'<li class="statement" id="aussage-(\d+)"', html)[1]
    assert int(first) == last.pk


@pytest.mark.parametrize("n", [1, 3, 30])
def test_a_fixed_number_of_queries(n, client, office, taken, django_assert_max_num_queries) -> None:
    text = "Lindach. " + " ".join(
        f"Stadtrat Nummer {i} sagte zu, den Bericht {i} bis Ostern vorzulegen." for i in range(n)
    )
    document = taken(text)
    assert document.statements.count() >= n
    client.force_login(office)
    with django_assert_max_num_queries(14):
        assert client.get(address("review", document)).status_code == 200


def test_a_long_record_comes_in_pages_with_its_part_of_the_text(
    page, document, monkeypatch
) -> None:
    from sprengel.ledger.views import review

    monkeypatch.setattr(review, "PER_PAGE", 2)
    statements = list(document.statements.all())
    assert len(statements) >= 3
    first, second = page("?seite=1").content.decode(), page("?seite=2").content.decode()
    assert f'id="aussage-{statements[1].pk}"' in first
    assert f'id="aussage-{statements[2].pk}"' not in first
    assert f'id="aussage-{statements[2].pk}"' in second
    third = page("?seite=3").content.decode() if len(statements) > 4 else ""
    whole = shown_text(first) + shown_text(second) + (shown_text(third) if third else "")
    assert whole == document.latest_revision.text
    asked = page(f"?aussage={statements[2].pk}").content.decode()
    assert f'id="aussage-{statements[2].pk}"' in asked
    correcting = page(f"?berichtigen={statements[2].pk}").content.decode()
    assert "data-correction" in correcting


def test_numbers_in_addresses_and_ids_have_no_thousands_separator(page, document) -> None:
    Statement.objects.filter(pk=document.statements.first().pk).update(id=1234567, version=1001)
    for query in ("", "?berichtigen=1234567", "?zuordnen=1234567"):
        html = page(query).content.decode()
        assert 'id="aussage-1234567"' in html
        assert 'name="version" value="1001"' in html
        assert "1.234.567" not in html
        assert "1.001" not in html


# ── verdicts without JavaScript ──


def test_accepting_leads_to_the_next_one(client, page, document) -> None:
    first, second = document.statements.all()[:2]
    answer = client.post(address("accept", document, first.pk), {"version": 1})
    assert answer.status_code == 302
    assert (
        answer["Location"]
        == f"{address('review', document)}?aussage={second.pk}#aussage-{second.pk}"
    )
    first.refresh_from_db()
    assert first.state == StatementState.ACCEPTED
    assert "1 von" in page().content.decode()


def test_after_the_last_one_it_says_so(client, page, document) -> None:
    for statement in document.statements.all():
        client.post(address("accept", document, statement.pk), {"version": 1})
    assert "Alle Aussagen dieses Dokuments sind geprüft." in page().content.decode()


def test_rejecting_with_a_reason_and_taking_it_back(client, page, document, promise) -> None:
    client.post(address("reject", document, promise.pk), {"version": 1, "reason": "Nur Absicht"})
    assert "Nur Absicht" in page().content.decode()
    client.post(address("undo", document, promise.pk), {"version": 2})
    promise.refresh_from_db()
    assert promise.state == StatementState.PROPOSED


def test_two_reviewers_see_both(client, page, colleague, document, promise) -> None:
    actions.accept(actor=colleague, statement=promise, version=1)
    answer = client.post(
        address("reject", document, promise.pk), {"version": 1, "reason": "Nur Absicht"}
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Herr Amsel hat diese Aussage gerade eben angenommen." in html
    assert "Sie wollten: verwerfen, weil „Nur Absicht“." in html
    again = client.post(
        address("reject", document, promise.pk), {"version": 2, "reason": "Nur Absicht"}
    )
    assert again.status_code == 302
    promise.refresh_from_db()
    assert promise.state == StatementState.REJECTED


def test_a_button_pressed_twice_is_no_conflict(client, page, document, promise) -> None:
    for _ in range(2):
        answer = client.post(address("accept", document, promise.pk), {"version": 1})
        assert answer.status_code == 302
    assert promise.reviews.count() == 1


def correction(statement: Statement, **more: object) -> dict[str, object]:
    return {
        "version": statement.version,
        "act": statement.act,
        "actor_name": statement.actor_name,
        "addressee_name": statement.addressee_name,
        "due_on": "",
        "due_text": "",
        **more,
    }


def test_the_correction_form_is_filled_and_saves(client, page, document, promise) -> None:
    html = page(f"?berichtigen={promise.pk}").content.decode()
    assert "data-correction" in html
    assert 'data-set-span="message"' in html
    assert '<datalist id="akteure">' in html
    text = document.latest_revision.text
    start = text.index("eine Verlängerung der Förderung")
    end = start + len("eine Verlängerung der Förderung")
    client.post(
        address("correct", document, promise.pk),
        correction(
            promise,
            message=json.dumps([[start, end]]),
            addressee_name="das Land",
            due_on="2024-06-30",
            due_text="bis zum 30. Juni 2024",
        ),
    )
    promise.refresh_from_db()
    assert promise.state == StatementState.CORRECTED
    assert promise.message_text == "eine Verlängerung der Förderung"
    assert promise.addressee_name == "Land Musterland"
    assert promise.due_on == date(2024, 6, 30)


def test_a_correction_that_was_too_late_is_kept_in_the_form(
    client, page, colleague, document, promise
) -> None:
    actions.reject(actor=colleague, statement=promise, version=1)
    answer = client.post(
        address("correct", document, promise.pk), correction(promise, due_text="bis Pfingsten")
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Herr Amsel hat diese Aussage gerade eben verworfen." in html
    assert 'value="bis Pfingsten"' in html
    assert 'name="version" value="2"' in html
    promise.refresh_from_db()
    assert promise.due_text != "bis Pfingsten"


@pytest.mark.parametrize(
    "raw",
    ["[[0, 99999999]]", "[[5, 2]]", "{}", "[[1]]", '[["a", "b"]]', "[[1, 2", "7", "[[true, 2]]"],
)
def test_tampered_places_are_refused_with_a_sentence(client, page, document, promise, raw) -> None:
    answer = client.post(address("correct", document, promise.pk), correction(promise, message=raw))
    assert answer.status_code == 200
    assert "steht nicht im Text" in answer.content.decode()


def test_places_marked_in_an_older_text_are_to_be_marked_anew(
    client, page, document, promise
) -> None:
    from sprengel.archive.models import Revision

    old = document.latest_revision
    Revision.objects.create(document=document, number=2, text="Neu. " + old.text, text_sha256="x")
    actions.reanchor_statements(document=document)
    fields = correction(promise, message="[[0, 5]]", due_text="bald", revision=old.pk)
    html = client.post(address("correct", document, promise.pk), fields).content.decode()
    assert "inzwischen eine neue Textfassung" in html
    assert 'value="bald"' in html
    assert f'name="revision" value="{document.latest_revision.pk}"' in html
    promise.refresh_from_db()
    assert promise.state == StatementState.PROPOSED


def test_without_javascript_a_quote_is_looked_for(client, page, document, promise) -> None:
    url = address("correct", document, promise.pk)
    answer = client.post(url, correction(promise, wording="das steht dort nicht"))
    assert "steht so nicht im Dokument" in answer.content.decode()
    client.post(url, correction(promise, wording="eine Verlängerung   der Förderung"))
    promise.refresh_from_db()
    assert promise.message_text == "eine Verlängerung der Förderung"


def test_adding_what_was_missed(client, page, document) -> None:
    assert 'id="ergaenzen"' in page("?ergaenzen=1").content.decode()
    url = address("add_statement", document)
    empty = client.post(url, {"act": "commitment"})
    assert "Bitte im Text markieren" in empty.content.decode()
    client.post(
        url,
        {"act": "commitment", "actor_name": "Krähwinkel", "wording": "Stand der Verhandlungen"},
    )
    added = Statement.objects.get(run=None)
    assert added.matter.actor_name == "Selma Krähwinkel"


def test_attaching_offers_the_matter_of_the_same_person(
    client, page, document, promise, taken
) -> None:
    actions.accept(actor=None, statement=promise, version=1)
    matter = Matter.objects.get()
    later = taken(
        "Lindach. Krähwinkel sagte zu, sich weiter für die Verlängerung der Förderung einzusetzen.",
        title="Später",
    )
    new = later.statements.get(act="commitment")
    html = client.get(address("review", later) + f"?zuordnen={new.pk}").content.decode()
    assert str(matter.public_id) in html
    assert "vielleicht schon einen Vorgang" in client.get(address("review", later)).content.decode()
    client.post(address("attach", later, new.pk), {"version": 1, "matter": str(matter.public_id)})
    new.refresh_from_db()
    assert new.matter == matter


def test_a_statement_that_is_gone_is_a_sentence(client, page, document, promise) -> None:
    pk = promise.pk
    actions.read_now(run_id=actions.queue_reading(actor=None, document=document).pk)
    answer = client.post(address("accept", document, pk), {"version": 1}, follow=True)
    assert "inzwischen neu gelesen" in answer.content.decode()


def test_coming_by_link_leads_to_the_page(client, page, document, promise) -> None:
    answer = client.get(address("accept", document, promise.pk))
    assert answer["Location"] == address("review", document)


# ── with htmx ──


def test_htmx_swaps_the_item_and_the_progress(client, page, document, promise) -> None:
    answer = client.post(
        address("accept", document, promise.pk), {"version": 1}, headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert html.count('<li class="statement"') == 1
    assert 'hx-swap-oob="true"' in html
    event = json.loads(answer["HX-Trigger-After-Settle"])["review:next"]
    assert int(event["id"]) != promise.pk


def test_htmx_conflict_is_swapped_in(client, page, colleague, document, promise) -> None:
    actions.accept(actor=colleague, statement=promise, version=1)
    answer = client.post(
        address("accept", document, promise.pk), {"version": 1}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "Herr Amsel hat" in answer.content.decode()


def test_text_of_a_document_is_escaped(client, office, taken) -> None:
    document = taken("Lindach. <script>alert(1)</script> Stadtrat A sagte zu, <b>alles</b> zu tun.")
    client.force_login(office)
    html = client.get(address("review", document)).content.decode()
    assert "<script>alert" not in html
    assert shown_text(html) == document.latest_revision.text
    assert "<script>alert" not in client.get(document.get_absolute_url()).content.decode()


def test_a_pdf_can_be_looked_at_page_by_page(client, office, taken) -> None:
    from tests.reading.files.making import make_pdf, placed

    lines = [
        placed(["Lindach. Stadtrat A sagte zu, alles zu prüfen."]),
        placed(["Stadtrat B forderte mehr Zeit."]),
    ]
    data = make_pdf(lines)
    document = actions.take_in(actor=office, data=data, file_name="zwei.pdf").document
    actions.read_now(run_id=document.runs.get().pk)
    client.force_login(office)
    text = client.get(address("review", document)).content.decode()
    assert "Seiten als Bild" in text
    assert 'id="seite-2"' in text
    assert shown_text(text) == document.latest_revision.text
    picture = client.get(address("review", document) + "?bild=2").content.decode()
    assert f"{document.get_absolute_url()}seiten/2.png" in picture
    assert "data-text" not in picture
    assert "Seite 2 von 2" in picture
    assert client.get(f"{document.get_absolute_url()}seiten/2.png").status_code == 200
    assert "?bild=2&amp;aussage=" in text
    for number in ("0", "77", "x"):
        assert client.get(address("review", document) + f"?bild={number}").status_code == 200
