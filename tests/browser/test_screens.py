"""Every screen: no axe violation, no overflow, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.conftest import Site, log_in

from sprengel.cli.league import LOGINS

OFFICE, MAYOR = LOGINS[0], LOGINS[1]


@dataclass(frozen=True)
class View:
    name: str
    width: int
    height: int
    scheme: str


VIEWS = (
    View("desk", 1280, 900, "light"),
    View("desk-dark", 1280, 900, "dark"),
    View("phone", 390, 844, "light"),
    View("phone-dark", 390, 844, "dark"),
)


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: view.name)
def office(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = new_context(browser, site, request.param)
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    yield page
    context.close()


def new_context(browser: Browser, site: Site, view: View) -> BrowserContext:
    context = browser.new_context(
        base_url=site.url,
        locale="de-DE",
        viewport={"width": view.width, "height": view.height},
        color_scheme=view.scheme,  # type: ignore[arg-type]
    )
    context.set_default_timeout(20_000)
    return context


def first_link(page: Page, start: str, pattern: str) -> str:
    """The address of the first link on ``start`` whose href contains ``pattern``."""
    page.goto(start)
    link = page.locator(f"main a[href*='{pattern}']").first
    return link.get_attribute("href") or ""


def check(page: Page, path: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    assert page.locator("h1").count() == 1, f"{path}: one h1"
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{path}: {overflow} px wider than the window"
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert not problems, f"{path}: {problems}"


PLAIN = (
    "/",
    "/dokumente/",
    "/dokumente/neu/",
    "/vorgaenge/",
    "/vorgaenge/?sachstand=unknown",
    "/sitzungen/",
    "/koerperschaften/",
    "/stil/",
)


@pytest.mark.parametrize("path", PLAIN)
def test_screen(office: Page, path: str) -> None:
    check(office, path)


def test_document_and_review(office: Page) -> None:
    review = first_link(office, "/", "/pruefen/").split("?")[0].split("#")[0]
    check(office, review.removesuffix("pruefen/"))
    check(office, review)
    # The correction form too.
    office.keyboard.press("j")
    office.keyboard.press("e")
    office.locator("[data-correction]:visible").wait_for()
    result = Axe().run(office)
    assert result.violations_count == 0, result.generate_report()


def test_help_dialog_of_the_review(office: Page) -> None:
    office.goto(first_link(office, "/", "/pruefen/").split("#")[0])
    office.keyboard.press("?")
    dialog = office.locator("dialog[open]")
    dialog.wait_for()
    assert "annehmen" in dialog.inner_text().lower()
    result = Axe().run(office)
    assert result.violations_count == 0, result.generate_report()
    office.keyboard.press("Escape")


def test_matter(office: Page) -> None:
    check(office, first_link(office, "/vorgaenge/", "/vorgaenge/"))


def test_meeting_and_its_tabs(office: Page) -> None:
    office.goto("/sitzungen/")
    office.get_by_role("link", name="Hohenfurt").first.click()
    base = "/sitzungen/" + office.url.split("/sitzungen/")[1].split("/")[0] + "/"
    for tab in (
        "",
        "vorbereitung/",
        "tagesordnung/",
        "teilnahme/",
        "niederschrift/",
        "ergebnisse/",
        "offen/",
    ):
        check(office, base + tab)


def test_who_is_who(office: Page) -> None:
    for pattern in ("/koerperschaften/", "/gremien/", "/personen/"):
        check(office, first_link(office, "/koerperschaften/?q=Musterland", pattern))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_public_and_mayors_office(browser: Browser, site: Site, view: View) -> None:
    context = new_context(browser, site, view)
    page = context.new_page()
    for path in ("/", "/vorgaenge/", "/sitzungen/", "/koerperschaften/", "/konto/login/"):
        check(page, path)
    log_in(page, MAYOR.email, MAYOR.password)
    for path in ("/", "/vorgaenge/", "/sitzungen/"):
        check(page, path)
    context.close()


def meeting_base(page: Page, name: str) -> str:
    page.goto("/sitzungen/")
    page.get_by_role("link", name=name).first.click()
    return "/sitzungen/" + page.url.split("/sitzungen/")[1].split("/")[0] + "/"


def test_screens_of_the_year(office: Page) -> None:
    """Planning, following and telling, as the office sees them."""
    office.goto("/sitzungen/")
    series = office.get_by_role("link", name="Sitzungen des OB-Sprengels Musterland", exact=True)
    own = series.first.get_attribute("href") or ""
    for path in ("", "bearbeiten/", "planen/", "jahr/", "umfrage/"):
        check(office, own + path)
    check(office, first_link(office, own, "/sitzungen/termin/"))
    coming = meeting_base(office, "Hohenfurt")
    for path in ("bearbeiten/", "gastgeberin/", "unterlagen/"):
        check(office, coming + path)
    check(office, first_link(office, coming + "unterlagen/", "/unterlagen/auenstadt"))
    past = meeting_base(office, "Auenstadt")
    for path in (
        "niederschrift/schreiben/",
        "niederschrift/festhalten/",
        "niederschrift/genehmigen/",
        "pressemitteilung/",
        "was-daraus-wurde/",
    ):
        check(office, past + path)
    check(office, first_link(office, past + "niederschrift/", "/niederschrift/fassung/"))
    for path in ("/rueckfragen/", "/berichte/", "/berichte/vorlagen/", "/presse/", "/kalender/"):
        check(office, path)
    check(office, "/presse/formulierungen/")
    check(office, "/berichte/entwurf/?gremium=ob-sprengel-musterland&leser=members")
    check(office, first_link(office, "/rueckfragen/", "/uebernehmen/"))
    release = first_link(office, "/presse/", "/presse/")
    office.goto("/presse/")
    release = (
        office.get_by_role("region", name="In Arbeit").locator("a").first.get_attribute("href")
        or release
    )
    check(office, release)
    check(office, release + "bearbeiten/")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_screens_of_the_year_for_members_and_everybody(
    browser: Browser, site: Site, view: View
) -> None:
    context = new_context(browser, site, view)
    page = context.new_page()
    draft = "/berichte/entwurf/?gremium=ob-sprengel-musterland"
    base = meeting_base(page, "Auenstadt")
    for path in ("/berichte/", draft, "/presse/", f"{base}was-daraus-wurde/"):
        check(page, path)
    log_in(page, MAYOR.email, MAYOR.password)
    coming = meeting_base(page, "Hohenfurt")
    for path in ("/rueckfragen/", "/kalender/", draft, f"{coming}antwort/", f"{coming}themen/"):
        check(page, path)
    check(page, f"{coming}unterlagen/auenstadt/")
    context.close()


def test_english(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.url, locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    check(page, "/")
    context.close()


def test_without_javascript(browser: Browser, site: Site) -> None:
    """Reviewing, filtering and reading work with forms and links alone."""
    context = browser.new_context(base_url=site.url, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    page.goto(first_link(page, "/", "/pruefen/").split("#")[0])
    open_before = page.get_by_text("zu prüfen", exact=True).count()
    page.get_by_role("button", name="Annehmen").first.click()
    assert page.get_by_text("zu prüfen", exact=True).count() == open_before - 1
    page.goto("/vorgaenge/")
    page.locator("main a[href*='sachstand=']").first.click()
    assert page.locator("h1").inner_text() == "Vorgänge"
    context.close()
