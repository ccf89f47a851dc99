"""Writing minutes in the browser: nothing that was typed is lost, whatever happens."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tests.browser.conftest import Site, log_in

from sprengel.cli.league import LOGINS

OFFICE = LOGINS[0]
KEPT = re.compile(r"Entwurf gesichert \d\d:\d\d")


@pytest.fixture
def second(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, locale="de-DE")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def board(page: Page) -> str:
    """The address at which the minutes of a session are written, with a section of its own."""
    log_in(page, OFFICE.email, OFFICE.password)
    page.goto("/sitzungen/")
    links = page.locator("main a[href^='/sitzungen/']")
    found = [link.get_attribute("href") or "" for link in links.all()]
    meeting = next(href for href in found if re.fullmatch(r"/sitzungen/\d+/", href))
    page.goto(f"{meeting}niederschrift/")
    begin = page.get_by_role("button", name="Niederschrift beginnen")
    if begin.count():
        begin.click()
    return f"{meeting}niederschrift/schreiben/"


def new_section(page: Page, board: str, heading: str) -> None:
    page.goto(board)
    page.get_by_text("Abschnitt einfügen").click()
    page.get_by_label("Überschrift").fill(heading)
    page.get_by_role("button", name="Einfügen").click()


def field(page: Page, heading: str) -> Locator:
    return page.get_by_label(f"Text: {heading}")


def button(page: Page, words: str, heading: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{re.escape(words)}\s*: {heading}$"))


def state(page: Page, heading: str) -> Locator:
    return page.locator("section.minutes__section", has_text=heading).locator("[data-state]")


def test_what_is_typed_survives_a_killed_page(
    page: Page, context: BrowserContext, board: str
) -> None:
    new_section(page, board, "Absturz")
    field(page, "Absturz").press_sequentially("Die Oberbürgermeister berieten lange.")
    expect(state(page, "Absturz")).to_have_text(KEPT)
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(board)
    expect(field(again, "Absturz")).to_have_value("Die Oberbürgermeister berieten lange.")
    expect(state(again, "Absturz")).to_contain_text("noch nicht gespeichert")
    button(again, "Speichern", "Absturz").click()
    expect(state(again, "Absturz")).to_contain_text("gespeichert")
    expect(again.get_by_text("1 Abschnitt gespeichert.")).to_be_visible()


def test_two_browsers_and_nothing_is_overwritten(
    page: Page, board: str, second: BrowserContext
) -> None:
    new_section(page, board, "Zu zweit")
    other = second.new_page()
    log_in(other, OFFICE.email, OFFICE.password)
    other.goto(board)
    field(page, "Zu zweit").fill("Es war kalt im Saal.")
    expect(state(page, "Zu zweit")).to_have_text(KEPT)
    field(other, "Zu zweit").fill("Es war warm im Saal.")
    button(other, "Speichern", "Zu zweit").click()
    expect(other.get_by_text("1 Abschnitt gespeichert.")).to_be_visible()

    field(page, "Zu zweit").press_sequentially(" Sehr.")
    expect(state(page, "Zu zweit")).to_contain_text("Beim Speichern sehen Sie beide Texte")
    button(page, "Speichern", "Zu zweit").click()
    expect(page.get_by_text("Es ist nichts verloren")).to_be_visible()
    expect(page.locator(".compared ins").first).to_contain_text("kalt")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Was gelten soll").fill("Es war mild im Saal.")
    page.get_by_role("button", name="So speichern").click()
    expect(field(page, "Zu zweit")).to_have_value("Es war mild im Saal.")


def test_without_a_connection_the_text_stays_and_is_kept_later(
    page: Page, context: BrowserContext, board: str
) -> None:
    new_section(page, board, "Funkloch")
    context.set_offline(True)
    field(page, "Funkloch").fill("Ohne Netz geschrieben.")
    expect(state(page, "Funkloch")).to_contain_text("Keine Verbindung")
    context.set_offline(False)
    expect(state(page, "Funkloch")).to_have_text(KEPT)
    page.reload()
    expect(field(page, "Funkloch")).to_have_value("Ohne Netz geschrieben.")


def test_a_session_that_ends_while_typing_is_told_and_taken_up_again(
    page: Page, context: BrowserContext, board: str, site: Site
) -> None:
    new_section(page, board, "Abgemeldet")
    with closing(sqlite3.connect(site.data_dir / "sprengel.sqlite3", timeout=20)) as database:
        database.execute("DELETE FROM django_session")
        database.commit()
    field(page, "Abgemeldet").fill("Weiter geschrieben.")
    expect(state(page, "Abgemeldet")).to_contain_text("Sie sind nicht mehr angemeldet")
    expect(field(page, "Abgemeldet")).to_have_value("Weiter geschrieben.")
    log_in(context.new_page(), OFFICE.email, OFFICE.password)
    expect(state(page, "Abgemeldet")).to_have_text(KEPT)
    button(page, "Speichern", "Abgemeldet").click()
    expect(state(page, "Abgemeldet")).to_have_text(re.compile(r"^gespeichert"))


def test_without_scripts_it_works_by_its_buttons(browser: Browser, site: Site, board: str) -> None:
    context = browser.new_context(base_url=site.url, locale="de-DE", java_script_enabled=False)
    context.set_default_timeout(20_000)
    page = context.new_page()
    log_in(page, OFFICE.email, OFFICE.password)
    new_section(page, board, "Ohne Skript")
    field(page, "Ohne Skript").fill("Von Hand gespeichert.")
    button(page, "Beschluss eintragen", "Ohne Skript").click()
    page.get_by_label("Wortlaut").fill("Der Bericht wird veröffentlicht")
    page.get_by_label("Ergebnis").select_option("adopted")
    page.get_by_label("Mehrheit").select_option("unanimous")
    page.get_by_role("button", name="Eintragen").click()
    expect(field(page, "Ohne Skript")).to_have_value("Von Hand gespeichert.")
    sentence = "Beschluss: Der Bericht wird veröffentlicht (einstimmig angenommen)."
    expect(page.get_by_text(sentence)).to_be_visible()
    context.close()


def test_what_sprengel_reads_is_shown_beside_the_text(page: Page, board: str) -> None:
    new_section(page, board, "Gelesen")
    field(page, "Gelesen").fill("Der Antrag wurde mit 12 Ja-Stimmen und 3 Nein-Stimmen angenommen.")
    button(page, "Was liest Sprengel darin?", "Gelesen").click()
    expect(page.get_by_text("mehrheitlich angenommen bei 12 Ja-Stimmen")).to_be_visible()
    assert Axe().run(page).violations_count == 0
