"""Inviting, answering and the list at the door, as people see them; the last without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Site, log_in
from tests.browser.test_screens import OFFICE, VIEWS, check, new_context


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: view.name)
def office(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = new_context(browser, site, request.param)
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    yield page
    context.close()


def coming(page: Page) -> str:
    """The address of the sample league's next session."""
    page.goto("/sitzungen/")
    page.get_by_role("link", name="Hohenfurt").first.click()
    return "/sitzungen/" + page.url.split("/sitzungen/")[1].split("/")[0] + "/"


def test_screens(office: Page) -> None:
    base = coming(office)
    for path in ("einladen/", "anwesenheit/", "anwesenheit/liste/", "teilnahme/"):
        check(office, base + path)
    one = office.locator("main a[href*='/teilnahme/eingeladen/']").first.get_attribute("href")
    history = office.locator("main a[href*='/sitzungen/teilnahme/']").first.get_attribute("href")
    check(office, one or "")
    answer_page = office.locator("p.letter").inner_text().strip()
    check(office, history or "")
    for path in ("/sitzungen/antworten/", "/post/"):
        check(office, path)
    letter = office.locator("main a[href^='/post/']").first.get_attribute("href")
    check(office, letter or "")
    check(office, answer_page)


def test_a_day_that_is_over_is_asked_about(office: Page) -> None:
    office.goto(coming(office) + "bearbeiten/")
    before = office.get_by_label("Datum").input_value()
    office.get_by_label("Datum").fill("2020-03-02")
    office.get_by_role("button", name="Speichern", exact=True).click()
    assert "Dieser Tag ist schon vorbei." in office.get_by_role("alert").first.inner_text()
    assert office.get_by_role("button", name="Trotzdem speichern").is_visible()
    assert office.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    result = Axe().run(office)
    assert result.violations_count == 0, result.generate_report()
    office.goto(coming(office) + "bearbeiten/")
    assert office.get_by_label("Datum").input_value() == before


def test_at_the_door_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.url,
        locale="de-DE",
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    page.goto(coming(page) + "anwesenheit/")
    row = page.locator(".door__row", has=page.get_by_role("heading", name="Dornhagen"))
    row.get_by_role("button", name="anwesend").click()
    assert "✓ anwesend" in row.inner_text()
    assert "Mitgliedern anwesend" in page.locator(".page-head__lead").inner_text()
    row.locator("summary").click()
    row.get_by_label("Uhrzeit").fill("11:30")
    row.get_by_role("button", name="ging früher").click()
    assert "bis 11:30 Uhr" in row.inner_text()
    row.locator("summary").click()
    row.get_by_role("button", name="Angabe löschen").click()
    assert "keine Antwort" in row.inner_text()
    context.close()


def test_answered_by_link_on_a_phone(browser: Browser, site: Site) -> None:
    """The link needs no login; a mistake is said beside its field and nothing is lost."""
    context = new_context(browser, site, VIEWS[2])
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    base = coming(page)
    page.goto(base + "teilnahme/")
    page.get_by_role("link", name="Eschwede").first.click()
    address = page.locator("p.letter").inner_text().strip()
    context.close()

    context = new_context(browser, site, VIEWS[2])
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Ich werde vertreten").check()
    page.get_by_role("button", name="Antwort absenden").click()
    assert "Bitte sagen Sie, wer Sie vertritt." in page.locator("main").inner_text()
    page.get_by_label("Wer vertritt Sie?").fill("Ben Amt")
    page.get_by_role("button", name="Antwort absenden").click()
    assert "Danke, Ihre Antwort ist angekommen" in page.locator("main").inner_text()
    assert page.get_by_label("Wer vertritt Sie?").input_value() == "Ben Amt"
    context.close()
