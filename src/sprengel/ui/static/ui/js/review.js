// The review page by keyboard. Everything here is a shortcut: without it the page works by links and forms.
"use strict";

(() => {
  const review = document.querySelector("[data-review]");
  if (!review) return;
  const text = review.querySelector("[data-text]");
  const KEYS = { a: "accept", e: "correct", r: "reject", m: "attach", u: "undo" };
  const KEYS_OFF = "sprengel.review.keys.off";
  let activeId = null;
  let selectedSpan = null;

  // --- which statement is active ---------------------------------------------------------------

  const statements = () => [...review.querySelectorAll(".statement-list [data-statement]")];
  const statementOf = (id) => statements().find((item) => item.dataset.statement === id);
  const active = () => statementOf(activeId);
  const idsOf = (mark) => mark.dataset.statement.split(" ");
  const marksOf = (id) =>
    text ? [...text.querySelectorAll("mark[data-statement]")].filter((mark) => idsOf(mark).includes(id)) : [];

  function showActive() {
    for (const item of review.querySelectorAll("[data-statement][aria-current]")) item.removeAttribute("aria-current");
    active()?.setAttribute("aria-current", "true");
    for (const mark of marksOf(activeId)) mark.setAttribute("aria-current", "true");
  }

  function activate(id, { focus = true, scroll = true } = {}) {
    const item = statementOf(id);
    if (!item) return;
    activeId = id;
    showActive();
    if (focus) item.focus({ preventScroll: true });
    if (scroll) item.scrollIntoView({ block: "nearest" });
    bringIntoText(marksOf(id));
  }

  // Scrolls the text's own pane only: the page must not jump while one reads the list.
  function bringIntoText(marks) {
    const pane = text?.closest("[data-pane]") ?? text;
    if (!marks.length || !pane || pane.scrollHeight <= pane.clientHeight) return;
    const top = marks[0].getBoundingClientRect().top - pane.getBoundingClientRect().top;
    const bottom = marks.at(-1).getBoundingClientRect().bottom - pane.getBoundingClientRect().top;
    if (top < 0 || bottom > pane.clientHeight) pane.scrollTop += top - pane.clientHeight / 4;
  }

  function step(by) {
    const all = statements();
    const at = all.indexOf(active());
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) activate(next.dataset.statement);
  }

  function first() {
    const named = location.hash.match(/^#aussage-(\w+)$/)?.[1];
    const waiting = statements().find((item) => item.dataset.state === "proposed") ?? statements()[0];
    if (named && statementOf(named)) {
      activate(named);
      // Opened to be corrected or attached: on to its form.
      statementOf(named).querySelector(":scope > form :is(input:not([type=hidden]), select, textarea)")?.focus({ preventScroll: true });
    } else if (waiting) activate(waiting.dataset.statement, { focus: false, scroll: !location.hash });
  }

  // --- what the keys press ---------------------------------------------------------------------

  function press(action) {
    const target = active()?.querySelector(`[data-action="${action}"]`);
    if (!target) return;
    if (target.tagName === "DETAILS") {
      target.open = true;
      target.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
    } else if (target.tagName === "FORM") target.requestSubmit();
    else target.click();
  }

  const isTyping = (node) => node.closest("input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select, [contenteditable]");
  const keysAreOff = () => localStorage.getItem(KEYS_OFF) === "1";
  const help = () => review.querySelector("dialog[data-help]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closeFold(event.target)) return event.preventDefault();
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (keysAreOff() || document.querySelector("dialog[open]")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") help()?.showModal();
    else if (KEYS[event.key]) press(KEYS[event.key]);
    else return;
    event.preventDefault();
  });

  function closeFold(node) {
    const fold = node.closest?.("details[data-action][open]");
    if (!fold) return false;
    fold.open = false;
    fold.closest("[data-statement]")?.focus();
    return true;
  }

  review.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-help]")) help()?.showModal();
    const mark = event.target.closest("mark[data-statement]");
    if (mark && getSelection().isCollapsed) activate(pick(idsOf(mark)));
    const item = event.target.closest(".statement-list [data-statement]");
    if (item && item.dataset.statement !== activeId) activate(item.dataset.statement, { focus: false });
  });
  review.addEventListener("focusin", (event) => {
    const item = event.target.closest(".statement-list [data-statement]");
    if (item && item.dataset.statement !== activeId) activate(item.dataset.statement, { focus: false });
  });

  // A mark may belong to several statements: clicking it again moves on to the next of them.
  const pick = (ids) => ids[(ids.indexOf(activeId) + 1) % ids.length];

  const keySwitch = review.querySelector("[data-keys-switch]");
  if (keySwitch) {
    keySwitch.checked = !keysAreOff();
    keySwitch.addEventListener("change", () => localStorage.setItem(KEYS_OFF, keySwitch.checked ? "0" : "1"));
  }

  // --- text selection to spans -----------------------------------------------------------------
  // The server counts code points, the browser UTF-16 units: strings are counted by iterating them.

  const countCodePoints = (string) => [...string].length;

  function textBetween(startNode, startOffset, endNode, endOffset) {
    const range = document.createRange();
    range.setStart(startNode, startOffset);
    range.setEnd(endNode, endOffset);
    return range.toString();
  }

  // The part of a selection that lies in one run of text; page marks between runs are no text.
  function partIn(run, range) {
    const whole = document.createRange();
    whole.selectNodeContents(run);
    const startsInside = range.compareBoundaryPoints(Range.START_TO_START, whole) > 0;
    const endsInside = range.compareBoundaryPoints(Range.END_TO_END, whole) < 0;
    const base = Number(run.dataset.start);
    const before = startsInside ? textBetween(run, 0, range.startContainer, range.startOffset) : "";
    const upTo = endsInside ? textBetween(run, 0, range.endContainer, range.endOffset) : run.textContent;
    return { start: base + countCodePoints(before), end: base + countCodePoints(upTo), quote: upTo.slice(before.length) };
  }

  function spanOfSelection() {
    const selection = getSelection();
    if (!text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    const parts = [...text.querySelectorAll("[data-start]")]
      .filter((run) => !run.querySelector("[data-start]") && range.intersectsNode(run))
      .map((run) => partIn(run, range))
      .filter((part) => part.end > part.start);
    if (!parts.length) return null;
    const quote = parts.map((part) => part.quote).join("");
    const start = parts[0].start + countCodePoints(quote.match(/^\s*/)[0]);
    const end = parts.at(-1).end - countCodePoints(quote.match(/\s*$/)[0]);
    return end > start ? { start, end, quote: quote.trim() } : null;
  }

  // Kept from the moment of selecting: pressing a button may take the selection away.
  document.addEventListener("selectionchange", () => {
    selectedSpan = spanOfSelection() ?? selectedSpan;
  });

  function spanField(button, role) {
    const form = button.closest("[data-correction]");
    return {
      input: form?.querySelector(`input[name="${role}"]`),
      quote: form?.querySelector(`[data-span="${role}"] [data-quote]`),
    };
  }

  function writeSpans({ input, quote }, spans, words) {
    if (!input) return;
    input.value = JSON.stringify(spans);
    if (quote) quote.textContent = words;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function onSpanButton(button) {
    const { setSpan, addSpan, clearSpan } = button.dataset;
    const field = spanField(button, setSpan ?? addSpan ?? clearSpan);
    if (clearSpan) return writeSpans(field, [], "");
    if (!selectedSpan) return;
    const span = [selectedSpan.start, selectedSpan.end];
    const earlier = addSpan ? JSON.parse(field.input?.value || "[]") : [];
    const words = addSpan && field.quote?.textContent.trim() ? `${field.quote.textContent.trim()} … ${selectedSpan.quote}` : selectedSpan.quote;
    writeSpans(field, [...earlier, span].sort((one, other) => one[0] - other[0]), words);
    selectedSpan = null;
    getSelection().removeAllRanges();
  }

  const SPAN_BUTTONS = "[data-set-span], [data-add-span], [data-clear-span]";
  review.addEventListener("pointerdown", (event) => {
    if (event.target.closest(SPAN_BUTTONS)) event.preventDefault();
  });
  review.addEventListener("click", (event) => {
    const button = event.target.closest(SPAN_BUTTONS);
    if (button) onSpanButton(button);
  });

  // --- start, and again after htmx has replaced a part -----------------------------------------

  function showScriptOnly() {
    for (const node of review.querySelectorAll(`${SPAN_BUTTONS}, [data-open-help]`)) node.hidden = false;
  }

  showScriptOnly();
  // After the browser itself has gone to the address's "#…", or it would take the focus again.
  if (document.readyState === "complete") first();
  else addEventListener("load", () => requestAnimationFrame(first));
  // What has been decided recedes in the text as well, without loading the text again.
  function showStates() {
    const states = new Map(statements().map((item) => [item.dataset.statement, item.dataset.state]));
    for (const mark of text?.querySelectorAll("mark[data-statement]") ?? []) {
      const these = idsOf(mark).map((id) => states.get(id) ?? "proposed");
      mark.classList.toggle("mark--done", !these.includes("proposed"));
      mark.classList.toggle("mark--rejected", these.every((state) => state === "rejected"));
    }
  }

  addEventListener("hashchange", first);
  // The verdict's answer leads on, unless one has walked on oneself while it was under way.
  let decidedId = null;
  review.addEventListener("submit", (event) => {
    decidedId = event.target.closest("[data-statement]")?.dataset.statement ?? null;
  });
  document.addEventListener("review:next", ({ detail }) => {
    if (decidedId && activeId !== decidedId) return;
    if (statementOf(String(detail.id))) activate(String(detail.id));
    else if (detail.url) location.assign(detail.url);  // it is on another page of the list
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    showScriptOnly();
    showStates();
    if (active()) showActive();
    else first();
  });
})();
