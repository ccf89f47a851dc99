/* The form of a question: shows only what belongs to the kind of answer chosen. */
(function () {
  "use strict";
  const form = document.querySelector("[data-question-form]");
  const kind = form && form.querySelector("[data-kind]");
  if (!kind) return;
  function show() {
    for (const one of form.querySelectorAll("[data-for]")) {
      const isWanted = one.dataset.for.split(" ").includes(kind.value);
      // A field that is wrong stays to be seen, whatever was chosen since.
      const field = one.closest(".field");
      field.hidden = !isWanted && !field.classList.contains("field--error");
    }
  }
  kind.addEventListener("change", show);
  show();
})();
