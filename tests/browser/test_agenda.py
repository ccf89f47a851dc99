"""The order of an agenda in a browser: with keys, by dragging, and without any script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Site, log_in
from tests.browser.test_screens import VIEWS, check, new_context

from sprengel.cli.league import LOGINS

OFFICE, MAYOR = LOGINS[0], LOGINS[1]


def to_agenda(page: Page) -> None:
    page.goto("/sitzungen/")
    page.get_by_role("link", name="Hohenfurt").first.click()
    page.get_by_role("link", name="Tagesordnung", exact=True).click()


def add(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_label("Neuer Tagesordnungspunkt").fill(title)
        page.get_by_role("button", name="Hinzufügen").click()
        page.locator(f"[data-title='{title}']").wait_for()


def clear(page: Page, *titles: str) -> None:
    for title in titles:
        button = page.get_by_role("button", name=f"Entfernen: {title}")
        if button.count():
            button.click()
            expect(page.locator(f"[data-title='{title}']")).to_have_count(0)


def number(page: Page, title: str) -> str:
    return page.locator(f"[data-title='{title}']").get_attribute("data-number") or ""


TITLES = ("Probe Alpha", "Probe Beta", "Probe Gamma")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def office(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url, locale="de-DE", java_script_enabled=request.param
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    to_agenda(page)
    clear(page, *TITLES)
    add(page, *TITLES)
    yield page
    to_agenda(page)
    clear(page, *TITLES)
    context.close()


def test_buttons_move_points_with_and_without_a_script(office: Page) -> None:
    first = int(number(office, "Probe Alpha"))
    office.get_by_role("button", name="Nach oben: Probe Gamma").click()
    expect(office.locator("[data-title='Probe Gamma']")).to_have_attribute(
        "data-number", str(first + 1)
    )
    office.get_by_role("button", name="Unter den vorigen Punkt: Probe Gamma").click()
    expect(office.locator("[data-title='Probe Gamma']")).to_have_attribute(
        "data-number", f"{first}.1"
    )
    assert number(office, "Probe Beta") == str(first + 1)
    office.get_by_role("button", name="Eine Ebene heraus: Probe Gamma").click()
    expect(office.locator("[data-title='Probe Gamma']")).to_have_attribute(
        "data-number", str(first + 1)
    )


@pytest.fixture
def scripted(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url, locale="de-DE", viewport={"width": 1280, "height": 1400}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    to_agenda(page)
    clear(page, *TITLES)
    add(page, *TITLES)
    yield page
    to_agenda(page)
    clear(page, *TITLES)
    context.close()


def test_keys_move_a_point_keep_the_focus_and_say_where_it_stands(scripted: Page) -> None:
    page, first = scripted, int(number(scripted, "Probe Alpha"))
    said = page.locator("[data-agenda-said]")
    page.get_by_role("button", name="Nach oben: Probe Gamma").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(said).to_have_text(f"„Probe Gamma“ steht jetzt als TOP {first + 1}.")
    expect(page.get_by_role("button", name="Nach oben: Probe Gamma")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    expect(said).to_have_text(f"„Probe Gamma“ steht jetzt als TOP {first}.1.")
    page.keyboard.press("Alt+ArrowRight")
    expect(said).to_contain_text(f"„Probe Gamma“ bleibt TOP {first}.1")
    page.keyboard.press("Alt+ArrowLeft")
    expect(said).to_have_text(f"„Probe Gamma“ steht jetzt als TOP {first + 1}.")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    page.reload()
    assert number(page, "Probe Gamma") == str(first + 1)


def test_a_point_is_dragged_before_another(scripted: Page) -> None:
    page, first = scripted, int(number(scripted, "Probe Alpha"))
    page.locator("[data-title='Probe Gamma'] .agenda__title").drag_to(
        page.locator("[data-title='Probe Alpha']"), target_position={"x": 30, "y": 4}
    )
    expect(page.locator("[data-title='Probe Gamma']")).to_have_attribute("data-number", str(first))
    assert number(page, "Probe Alpha") == str(first + 1)


def test_ticking_all_takes_them_to_the_question_what_else(scripted: Page) -> None:
    page = scripted
    page.get_by_role("link", name="Vorbereitung", exact=True).click()
    boxes = page.locator("input[name=matter]")
    if not boxes.count():
        pytest.fail("the demo league has nothing that comes back at its next meeting")
    page.get_by_label("Alle auf dieser Seite auswählen").check()
    expect(page.locator("[data-tick-count]")).to_have_text(f"{boxes.count()} ausgewählt")
    page.get_by_role("button", name="Zusammenfassen, zurückstellen").click()
    expect(page.locator("h1")).to_contain_text("Was soll mit dies")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_screens_of_the_agenda(browser: Browser, site: Site, view: object) -> None:
    context = new_context(browser, site, view)  # type: ignore[arg-type]
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    to_agenda(page)
    base = "/sitzungen/" + page.url.split("/sitzungen/")[1].split("/")[0] + "/"
    standing = page.get_by_role("link", name="Feste Punkte der Reihe").get_attribute("href") or ""
    edit = page.locator("a[href*='/bearbeiten/'][title]").first.get_attribute("href")
    for path in (
        f"{base}themen/",
        f"{base}tagesordnung/druck/",
        standing,
        *([edit] if edit else []),
    ):
        check(page, path)
    context.close()
    context = new_context(browser, site, view)  # type: ignore[arg-type]
    page = context.new_page()
    log_in(page, MAYOR.email, MAYOR.password)
    check(page, f"{base}themen/")
    check(page, f"{base}tagesordnung/")
    context.close()
