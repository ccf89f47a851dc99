"""A survey from the first question to the receipt, as people see it; every screen in every view."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Site, log_in
from tests.browser.test_screens import MAYOR, OFFICE, VIEWS, View, check, new_context

SHOTS = os.environ.get("SPRENGEL_SHOTS", "")
"""A folder: then every screen is also kept as a picture."""


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: view.name)
def people(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[tuple[Page, Page, View]]:
    office_context = new_context(browser, site, request.param)
    member_context = new_context(browser, site, request.param)
    office, member = office_context.new_page(), member_context.new_page()
    log_in(office, OFFICE.email, OFFICE.password)
    log_in(member, MAYOR.email, MAYOR.password)
    yield office, member, request.param
    office_context.close()
    member_context.close()


def look(page: Page, view: View, name: str, path: str = "") -> None:
    """This page as it stands, or the one at ``path``."""
    if path:
        check(page, path)
    else:
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{name}: {overflow} px wider than the window"
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{view.name}-{name}.png"), full_page=True)


def add_question(office: Page, base: str, text: str, kind: str, **more: str) -> None:
    office.goto(f"{base}fragen/neu/")
    office.get_by_label("Frage", exact=True).fill(text)
    office.get_by_label("Art der Antwort").select_option(label=kind)
    for label, value in more.items():
        office.locator(f"[name={label}]").fill(value)
    office.get_by_role("button", name="Speichern", exact=True).click()
    expect(office.get_by_text("Die Frage ist gespeichert.")).to_be_visible()


def test_from_the_first_question_to_the_receipt(people: tuple[Page, Page, View]) -> None:
    office, member, view = people
    look(office, view, "new", "/umfragen/neu/")
    office.get_by_label("Titel").fill(f"Wie viele Plätze? ({view.name})")
    office.get_by_text("Einzelne Städte wählen").click()
    office.get_by_label(MAYOR.body, exact=True).check()
    office.get_by_label("Antworten bis").fill((date.today() + timedelta(days=20)).isoformat())
    office.get_by_role("button", name="Speichern").click()
    expect(office.get_by_text("Der Entwurf ist angelegt.")).to_be_visible()
    base = office.url.removesuffix("fragen/")
    look(office, view, "questions-empty")
    add_question(office, base, "Gibt es eigene Plätze?", "ja oder nein", key="eigene")
    add_question(office, base, "Wie viele?", "Zahl", unit="Plätze", highest="500", key="wie-viele")
    add_question(office, base, "Wer betreibt sie?", "mehrere von mehreren", options="Stadt\nLand")
    office.goto(f"{base}fragen/neu/")
    expect(office.locator("[name=options]")).to_be_visible()
    office.get_by_label("Art der Antwort").select_option(label="Text")
    expect(office.locator("[name=options]")).to_be_hidden()
    look(office, view, "question-form")
    office.get_by_label("Frage", exact=True).fill("Warum so viele?")
    office.get_by_label("Nur fragen, wenn").select_option(label="Wie viele?")
    office.locator("[name=cond_op]").select_option(label="ist mindestens")
    office.locator("[name=cond_value]").fill("100")
    office.get_by_role("button", name="Speichern", exact=True).click()
    for name in ("fragen/", "vorschau/", "angaben/", "fragen/tabelle/", "", "eroeffnen/"):
        look(office, view, f"draft-{name.strip('/').replace('/', '-')}", base + name)
    look(office, view, "copy", "/umfragen/wie-beim-letzten-mal/")
    office.goto(f"{base}eroeffnen/")
    office.get_by_role("button", name="Eröffnen und").click()
    expect(office.get_by_role("heading", name="Die Städte")).to_be_visible()
    _answer(member, view, base)
    for name in ("", "fragen/", "verlaengern/", "beenden/"):
        look(office, view, f"open-{name.strip('/')}", base + name)
    office.get_by_role("button", name="Jetzt beenden").wait_for()
    office.goto(base)
    office.locator("main table a").first.click()
    expect(office.get_by_role("heading", name="Die Antwort")).to_be_visible()
    look(office, view, "city")
    office.goto(f"{base}fragen/")
    office.get_by_role("link", name="Schreibfehler berichtigen").first.click()
    look(office, view, "correct")
    look(office, view, "list", "/umfragen/")


def _answer(member: Page, view: View, base: str) -> None:
    """Typed, saved by itself, asked back, looked through, sent."""
    look(member, view, "member-list", "/umfragen/")
    look(member, view, "member-survey", base)
    look(member, view, "form", f"{base}antworten/")
    expect(member.get_by_text("Warum so viele?")).to_be_hidden()
    member.get_by_label("ja", exact=True).check()
    member.get_by_label("Wie viele?").fill("1.200")
    expect(member.get_by_text("Warum so viele?")).to_be_visible()
    expect(member.locator("[data-saved]")).to_contain_text("Gespeichert um")
    member.get_by_role("button", name="Weiter: prüfen und absenden").click()
    expect(member.get_by_role("alert")).to_contain_text("Stimmt 1.200 Plätze?")
    look(member, view, "form-asks-back")
    member.get_by_text("Ja, das stimmt.").click()
    member.get_by_text("Jemanden um Mitarbeit bitten").click()
    look(member, view, "form-helpers")
    member.get_by_role("button", name="Weiter: prüfen und absenden").click()
    expect(member.get_by_role("heading", name="Prüfen und absenden")).to_be_visible()
    look(member, view, "look-through")
    member.get_by_label("Ihr Name und Amt").fill("Hauptamt")
    member.get_by_role("button", name="Jetzt absenden").click()
    expect(member.get_by_role("heading", name="Was angekommen ist")).to_be_visible()
    look(member, view, "receipt")
    member.get_by_role("button", name="Antworten ändern").click()
    expect(member.get_by_text("Sie ändern eine abgesendete Antwort.")).to_be_visible()
    look(member, view, "form-again")


def test_a_link_that_is_over(people: tuple[Page, Page, View]) -> None:
    _office, member, view = people
    member.goto("/a/umfrage/0000/")
    expect(member.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()
    look(member, view, "link-over")
