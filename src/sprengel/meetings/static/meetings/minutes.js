// Writing minutes: what is typed is kept every few seconds, and it is said when it cannot be.
// Without this file the page works by its buttons.
"use strict";

(() => {
  const AFTER_TYPING = 1500;
  const AGAIN_AFTER = 5000;
  const KEEPALIVE_LIMIT = 50000; // browsers send no more than 64 KB when a page is left

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  // Somebody logged in again in another window: the form's own token is an old one then.
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
    if (field && token()) field.value = token();
  });

  const board = document.querySelector("[data-minutes]");
  if (!board) return;
  const fields = [...board.querySelectorAll("textarea[data-draft]")].map(watched);
  let isSubmitting = false;

  function watched(area) {
    const field = { area, kept: area.value, sending: null, isFailing: false, timer: null };
    area.addEventListener("input", () => {
      say(field, board.dataset.saidTyping);
      plan(field, AFTER_TYPING);
    });
    return field;
  }

  const isDirty = (field) => field.area.value !== field.kept;
  const stateOf = (field) => field.area.closest(".field").querySelector("[data-state]");

  function say(field, text, { isProblem = false, link = "" } = {}) {
    const state = stateOf(field);
    if (state.dataset.said === text) return; // not read aloud again and again
    state.dataset.said = text;
    state.textContent = text;
    state.classList.toggle("overdue", isProblem);
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: link, target: "_blank", rel: "noopener" });
      anchor.textContent = board.dataset.loginText;
      state.append(" ", anchor);
    }
  }

  function plan(field, wait) {
    if (field.timer) return;
    field.timer = setTimeout(() => {
      field.timer = null;
      keep(field);
    }, wait);
  }

  function request(field, keepalive = false) {
    const body = new URLSearchParams({ text: field.area.value, based_on: field.area.dataset.basedOn });
    const headers = { "X-CSRFToken": token() ?? "", "X-Requested-With": "XMLHttpRequest" };
    return fetch(field.area.dataset.draft, { method: "POST", body, headers, keepalive, credentials: "same-origin" });
  }

  // One at a time: an older text must not arrive after a newer one.
  async function keep(field) {
    await field.sending;
    if (!isDirty(field) || isSubmitting) return;
    field.sending = send(field);
    await field.sending;
  }

  async function send(field) {
    const text = field.area.value;
    try {
      const response = await request(field);
      if (response.ok) {
        const answer = await response.json();
        field.kept = text;
        field.isFailing = false;
        say(field, answer.newer ? `${answer.said}. ${answer.newer}` : answer.said, { isProblem: Boolean(answer.newer) });
      } else {
        await refused(field, response);
      }
    } catch {
      failed(field, board.dataset.saidOffline);
    } finally {
      field.sending = null;
      if (isDirty(field)) plan(field, field.isFailing ? AGAIN_AFTER : AFTER_TYPING);
    }
  }

  async function refused(field, response) {
    if (response.status === 404) return failed(field, board.dataset.saidGone);
    if (response.status === 422) return failed(field, board.dataset.saidLong);
    const problem = await response.json().then((answer) => answer.problem, () => "");
    if (problem === "right") return failed(field, board.dataset.saidRight);
    if (response.status === 401 || response.status === 403) return failed(field, board.dataset.saidLogin, board.dataset.login);
    failed(field, board.dataset.saidOffline);
  }

  function failed(field, text, link = "") {
    field.isFailing = true;
    say(field, text, { isProblem: true, link });
  }

  addEventListener("online", () => fields.forEach(keep));
  addEventListener("focus", () => fields.filter((field) => field.isFailing).forEach(keep));

  // What is on its way arrives first: after saving it would look like a draft begun before.
  board.closest("main").addEventListener("submit", async (event) => {
    if (event.target.id !== "niederschrift") return;
    isSubmitting = true;
    const onTheWay = fields.map((field) => field.sending).filter(Boolean);
    if (!onTheWay.length) return;
    event.preventDefault();
    await Promise.all(onTheWay);
    event.target.requestSubmit(event.submitter);
  });
  addEventListener("pageshow", () => {
    isSubmitting = false;
  });

  // The page is left: what is not kept yet goes along; only what cannot is asked about.
  addEventListener("beforeunload", (event) => {
    if (isSubmitting) return;
    const open = fields.filter(isDirty);
    for (const field of open) if (field.area.value.length <= KEEPALIVE_LIMIT) request(field, true).catch(() => {});
    if (open.some((field) => field.isFailing || field.area.value.length > KEEPALIVE_LIMIT)) event.preventDefault();
  });

  // --- what the machine reads ------------------------------------------------------------------

  const readInto = (url, place) => htmx.ajax("GET", url, { target: place, swap: "innerHTML" });

  for (const button of board.querySelectorAll("[data-read]")) {
    button.addEventListener("click", async (event) => {
      const field = fields.find(({ area }) => area.closest("section") === button.closest("section"));
      if (field.isFailing) return; // by the form then, which says what is wrong
      event.preventDefault();
      await keep(field);
      readInto(button.dataset.read, document.getElementById(button.dataset.into));
    });
  }
  for (const place of board.querySelectorAll("[data-read-now]")) readInto(place.dataset.readNow, place);
})();
