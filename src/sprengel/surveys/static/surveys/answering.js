/* The form of a survey: saves while one types, hides what is not asked. Without it the buttons do
   the same. */
(function () {
  "use strict";
  const form = document.querySelector("[data-survey-form]");
  if (!form) return;
  const isPreview = form.hasAttribute("data-preview");
  const questions = Array.from(form.querySelectorAll("[data-key]"));
  const byKey = new Map(questions.map((one) => [one.dataset.key, one]));
  const said = form.querySelector("[data-saved]");

  // A number is read here only to hide a question or not; the server reads it properly. What is
  // not a plain number leaves the question open to be seen.
  function number(text) {
    const plain = text.trim();
    if (!/^-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(plain)) return NaN;
    return Number(plain.replace(/\./g, "").replace(",", "."));
  }

  function given(question) {
    if (!question || question.hidden) return { choices: [], text: "" };
    if (question.querySelector("[data-gap]").checked) return { choices: [], text: "" };
    const choices = Array.from(question.querySelectorAll("input[name$='-choice']:checked"));
    const field = question.querySelector("textarea, input[type=text], input[type=date]");
    return { choices: choices.map((one) => one.value), text: field ? field.value.trim() : "" };
  }

  function holds(question) {
    const before = byKey.get(question.dataset.if);
    // The question it hangs on belongs to somebody else's part: the server knows.
    if (!before) return true;
    const { choices, text } = given(before);
    if (!choices.length && !text) return false;
    const wanted = question.dataset.value;
    const isNumeric = ["number", "money"].includes(before.dataset.kind);
    const value = isNumeric ? number(text) : NaN;
    switch (question.dataset.op) {
      case "answered":
        return true;
      case "at_least":
        return Number.isNaN(value) || value >= Number(wanted);
      case "at_most":
        return Number.isNaN(value) || value <= Number(wanted);
      case "is_not":
        return !is(choices, text, value, wanted, isNumeric);
      default:
        return is(choices, text, value, wanted, isNumeric);
    }
  }

  function is(choices, text, value, wanted, isNumeric) {
    if (choices.length) return choices.includes(wanted);
    if (isNumeric) return Number.isNaN(value) || value === Number(wanted);
    return text.toLowerCase() === wanted.trim().toLowerCase();
  }

  function show() {
    for (const question of questions) {
      if (!question.dataset.if) continue;
      // What stands in a question that is not asked stays where it is: it is not sent.
      question.hidden = !holds(question) && !question.classList.contains("field--error");
    }
  }

  let timer = 0;
  let isSaving = false;
  let isDirty = false;

  async function save() {
    if (isSaving) return;
    isSaving = true;
    isDirty = false;
    const data = new FormData(form);
    for (const [name, value] of Array.from(data.entries())) {
      if (value instanceof File) data.delete(name);
    }
    data.append("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      const kept = await answer.json();
      if (kept.over) {
        location.reload();
        return;
      }
      taken(kept);
    } catch (problem) {
      said.textContent = "";
    }
    isSaving = false;
    if (isDirty) later();
  }

  function taken(kept) {
    for (const [key, seen] of Object.entries(kept.seen)) {
      const question = byKey.get(key);
      if (question) question.querySelector("[data-was]").value = seen;
    }
    for (const [key, words] of Object.entries(kept.conflicts)) {
      const note = byKey.get(key) && byKey.get(key).querySelector("[data-conflict]");
      if (!note) continue;
      note.textContent = words;
      note.hidden = false;
    }
    said.textContent = kept.said;
  }

  function later() {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 1200);
  }

  function onlyOneOf(event) {
    const question = event.target.closest("[data-key]");
    if (!question) return;
    if (event.target.matches("[data-gap]")) {
      if (!event.target.checked) return;
      for (const one of question.querySelectorAll("input[name$='-choice']")) one.checked = false;
    } else if (event.target.matches("input[name$='-choice']") && event.target.checked) {
      question.querySelector("[data-gap]").checked = false;
    }
  }

  form.addEventListener("change", onlyOneOf);
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  if (!isPreview) {
    const typed = (event) => {
      if (event.target.closest("[data-key]") && event.target.type !== "file") later();
    };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!isSaving) return;
      // What is on its way counts as seen only once it has come back.
      event.preventDefault();
      const button = event.submitter;
      const wait = setInterval(() => {
        if (isSaving) return;
        clearInterval(wait);
        clearTimeout(timer);
        form.requestSubmit(button);
      }, 50);
    });
  }
  show();
})();
