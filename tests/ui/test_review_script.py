"""The review page's script in a real browser, on a page of its own: keys, marks, selected text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import sprengel.ui

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SCRIPT = (Path(sprengel.ui.__file__).parent / "static/ui/js/review.js").read_text()

# "𝄞" is one code point and two UTF-16 units: whoever counts units is off by one after it.
PAGE = f"""<!doctype html><meta charset="utf-8"><title>Prüfen</title>
<div data-review>
  <article data-text><span data-start="0">𝄞 Moorbeck </span><mark data-statement="1"><span
    data-start="11">sagte</span></mark><i>Seite 2</i><span data-start="16"> </span><mark data-statement="1 2"><span
    data-start="17">Hilfe</span></mark><span data-start="22"> zu. Ende</span></article>
  <ol class="statement-list">
    <li id="aussage-1" data-statement="1" data-state="accepted" tabindex="-1">eins
      <button type="button" data-action="undo">zurück</button></li>
    <li id="aussage-2" data-statement="2" data-state="proposed" tabindex="-1">zwei
      <button type="button" data-action="accept">annehmen</button>
      <details data-action="reject"><summary>verwerfen</summary><input name="reason"></details>
      <form data-correction><fieldset data-span="message"><output data-quote>Hilfe</output>
        <input type="hidden" name="message" value="[[17, 22]]">
        <button type="button" data-set-span="message" hidden>nehmen</button>
        <button type="button" data-add-span="message" hidden>dazu</button>
        <button type="button" data-clear-span="message" hidden>leeren</button></fieldset></form></li>
  </ol>
  <dialog data-help><input type="checkbox" data-keys-switch>
    <form method="dialog"><button>zu</button></form></dialog>
</div>
<script>
  window.pressed = [];
  for (const button of document.querySelectorAll("button[data-action]"))
    button.addEventListener("click", () => window.pressed.push(button.dataset.action));
  function select(fromRun, from, toRun, to) {{
    const runs = document.querySelectorAll("[data-start]");
    getSelection().setBaseAndExtent(runs[fromRun].firstChild, from, runs[toRun].firstChild, to);
  }}
</script><script>{SCRIPT}</script>"""


@pytest.fixture
def review(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(20_000)
    # An address of its own: a page without one may keep nothing in the browser.
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto("http://review.test/")
    # Keys go nowhere until the new window has the focus.
    page.bring_to_front()
    page.wait_for_function("document.hasFocus()")
    yield page
    page.context.close()


def active(page: Page) -> str | None:
    return page.evaluate("document.querySelector('li[aria-current]')?.dataset.statement")


def spans(page: Page) -> str:
    return page.input_value("input[name=message]")


def test_it_opens_at_the_first_that_is_not_yet_reviewed(review: Page) -> None:
    assert active(review) == "2"


def test_an_address_may_name_the_statement(review: Page) -> None:
    review.goto("http://review.test/#aussage-1")
    assert active(review) == "1"


def test_j_and_k_go_through_the_list_and_stop_at_its_ends(review: Page) -> None:
    review.keyboard.press("k")
    assert active(review) == "1"
    review.keyboard.press("k")
    assert active(review) == "1"
    review.keyboard.press("j")
    review.keyboard.press("j")
    assert active(review) == "2"
    assert review.evaluate("document.activeElement.id") == "aussage-2"


def test_the_active_statement_is_marked_in_the_text_too(review: Page) -> None:
    review.keyboard.press("k")
    assert review.locator("mark[aria-current]").all_inner_texts() == ["sagte", "Hilfe"]
    review.keyboard.press("j")
    assert review.locator("mark[aria-current]").all_inner_texts() == ["Hilfe"]


def test_clicking_a_mark_leads_to_its_statements_in_turn(review: Page) -> None:
    shared_mark = review.locator("mark[data-statement='1 2']")
    shared_mark.click()
    assert active(review) == "1"
    shared_mark.click()
    assert active(review) == "2"


def test_keys_press_the_buttons_of_the_active_statement_only(review: Page) -> None:
    review.keyboard.press("u")
    review.keyboard.press("a")
    assert review.evaluate("window.pressed") == ["accept"]


def test_keys_are_letters_while_one_types(review: Page) -> None:
    review.keyboard.press("r")
    review.keyboard.type("ja, aber")
    assert review.input_value("input[name=reason]") == "ja, aber"
    assert review.evaluate("window.pressed") == []
    review.keyboard.press("Escape")
    assert review.evaluate("document.querySelector('details').open") is False
    assert review.evaluate("document.activeElement.id") == "aussage-2"


def test_keys_can_be_switched_off_for_good(review: Page) -> None:
    review.keyboard.press("?")
    review.uncheck("[data-keys-switch]")
    review.keyboard.press("Escape")
    review.reload()
    review.keyboard.press("a")
    assert review.evaluate("window.pressed") == []


def test_selected_text_becomes_a_span_in_code_points(review: Page) -> None:
    review.evaluate("select(0, 3, 1, 5)")  # "Moorbeck sagte", counted in UTF-16 units
    review.click("[data-set-span]")
    assert spans(review) == "[[2,16]]"
    assert review.inner_text("[data-quote]") == "Moorbeck sagte"


def test_blanks_at_the_ends_are_left_out(review: Page) -> None:
    review.evaluate("select(2, 0, 4, 4)")  # " Hilfe zu."
    review.click("[data-set-span]")
    assert spans(review) == "[[17,26]]"


def test_a_page_mark_between_two_runs_is_no_text(review: Page) -> None:
    review.evaluate("select(1, 0, 3, 5)")
    review.click("[data-set-span]")
    assert spans(review) == "[[11,22]]"
    assert review.inner_text("[data-quote]") == "sagte Hilfe"


def test_a_further_place_is_added_in_order_of_the_text(review: Page) -> None:
    review.evaluate("select(0, 3, 0, 11)")
    review.click("[data-add-span]")
    assert spans(review) == "[[2,10],[17,22]]"


def test_emptying_and_pressing_without_a_selection(review: Page) -> None:
    review.click("[data-clear-span]")
    assert spans(review) == "[]"
    review.click("[data-set-span]")
    assert spans(review) == "[]"


def test_after_a_part_was_replaced_marks_follow_and_the_next_is_active(review: Page) -> None:
    review.evaluate("""() => {
        document.getElementById("aussage-2").dataset.state = "rejected";
        document.body.dispatchEvent(new Event("htmx:afterSettle"));
        document.body.dispatchEvent(
            new CustomEvent("review:next", { bubbles: true, detail: { id: 1 } }));
    }""")
    assert active(review) == "1"
    assert review.locator("mark.mark--done").all_inner_texts() == ["sagte", "Hilfe"]
    assert review.locator("mark.mark--rejected").count() == 0
