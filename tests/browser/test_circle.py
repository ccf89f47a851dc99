"""The main job, in the browser: a document comes in, and its promise is on the next agenda."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from tests.browser.conftest import log_in

from sprengel.cli.league import LOGINS

NOTE = """Pressemitteilung

Sandhafen, 10. November 2026. Beim Gespräch der Oberbürgermeister über die Unterbringung von \
Geflüchteten war Ministerialdirigentin Leonore Quast vom Migrationsministerium zu Gast. Quast sagte \
zu, bis Ende Januar 2027 einen Entwurf für die neue Pauschale vorzulegen. Die Oberbürgermeister \
forderten das Land auf, die Kosten leer stehender Unterkünfte vollständig zu erstatten. \
Sie bedauerten, dass die Auszahlung der Mittel ins Stocken geraten ist.
"""
PROMISE = "einen Entwurf für die neue Pauschale vorzulegen"
DEMAND = "die Kosten leer stehender Unterkünfte vollständig zu erstatten"


def test_from_upload_to_the_next_meetings_open_list(page: Page, tmp_path: Path) -> None:
    office = LOGINS[0]
    log_in(page, office.email, office.password)
    take_in(page, tmp_path)
    review_by_keyboard(page)
    matter_keeps_the_promise(page)
    next_meeting_brings_it_back(page)


def take_in(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "2026-11-10 Gespraech Sandhafen.txt"
    file.write_text(NOTE, encoding="utf-8")
    page.goto("/dokumente/neu/")
    page.set_input_files("input[name=files]", str(file))
    page.select_option("select[name=kind]", "press_release")
    page.fill("input[name=dated_on]", "2026-11-10")
    page.select_option("select[name=organization]", label="OB-Sprengel Musterland")
    page.select_option("select[name=visibility]", "public")
    page.get_by_role("button", name="Aufnehmen und lesen").click()
    # The worker reads it; the page shows progress and then offers the review.
    review = page.get_by_role("link", name="prüfen").first
    expect(review).to_be_visible(timeout=30_000)
    review.click()
    expect(page.locator("ol.statement-list > li")).not_to_have_count(0)


def review_by_keyboard(page: Page) -> None:
    """Three verdicts, hands on the keys: accept the promise, correct the demand, reject regret."""
    activate(page, PROMISE)
    page.keyboard.press("a")
    expect(item(page, PROMISE)).to_contain_text("angenommen")

    activate(page, DEMAND)
    page.keyboard.press("e")
    form = page.locator("[data-correction]:visible")
    expect(form).to_be_visible()
    form.locator("input[name=addressee_name], input[name=addressee]").first.fill("Land Musterland")
    form.get_by_role("button", name="Berichtigung speichern").or_(
        form.locator("button[type=submit], button:not([type])")
    ).first.click()
    expect(item(page, DEMAND)).to_contain_text("berichtigt")

    activate(page, "ins Stocken geraten")
    page.keyboard.press("r")
    page.keyboard.type("Stimmungsbild, keine Aussage, der wir folgen")
    page.keyboard.press("Enter")
    expect(item(page, "ins Stocken geraten")).to_contain_text("verworfen")


def activate(page: Page, words: str) -> None:
    """Walk down with j, and back up with k, until the statement with these words is active."""
    page.keyboard.press("Escape")
    for key in ("j",) * 40 + ("k",) * 40:
        active = page.locator("ol.statement-list > li[aria-current=true]")
        if active.count() and words in active.inner_text():
            return
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    raise AssertionError(f"no statement with „{words}“ reached by j and k")


def item(page: Page, words: str):  # type: ignore[no-untyped-def]
    return page.locator("ol.statement-list > li", has_text=words)


def matter_keeps_the_promise(page: Page) -> None:
    page.goto("/vorgaenge/?q=neue+Pauschale")
    page.get_by_role("link", name=PROMISE).first.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(PROMISE)
    body = page.locator("main")
    expect(page.locator("dl").first).to_contain_text("Leonore Quast")
    expect(body).to_contain_text("Januar 2027")
    # The evidence is shown in its passage, with the words around it.
    expect(body).to_contain_text("vom Migrationsministerium zu Gast")


def next_meeting_brings_it_back(page: Page) -> None:
    page.goto("/sitzungen/")
    page.get_by_role("link", name="Hohenfurt").first.click()
    page.get_by_role("link", name="Was ist offen?").first.click()
    expect(page.locator("main")).to_contain_text(PROMISE)
    expect(page.locator("main")).to_contain_text(DEMAND)
