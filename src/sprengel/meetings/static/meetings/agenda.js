/* Order of an agenda by dragging and by keys; ticking many matters. Without it the buttons do. */
(() => {
  "use strict";

  const section = document.querySelector("[data-agenda]");
  if (section && section.querySelector("[data-move]")) agenda(section);
  const ticks = document.querySelector("[data-tick-form]");
  if (ticks) ticking(ticks);

  function agenda(root) {
    const said = root.querySelector("[data-agenda-said]");
    const hint = root.querySelector("[data-agenda-hint]");
    if (hint) hint.hidden = false;
    const keys = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
    let dragged = null;
    let busy = false;
    makeDraggable();

    root.addEventListener("keydown", (event) => {
      const point = event.target.closest("[data-point]");
      const step = keys[event.key];
      if (!point || !step || !event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      move(point, { move: step }, event.target.value || "");
    });

    root.addEventListener("submit", (event) => {
      const form = event.target.closest("[data-move]");
      const step = event.submitter && event.submitter.value;
      if (!form || !Object.values(keys).includes(step)) return;
      event.preventDefault();
      move(form.closest("[data-point]"), { move: step }, step);
    });

    root.addEventListener("dragstart", (event) => {
      dragged = event.target.closest && event.target.closest("[data-point]");
      if (!dragged) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.dataset.title);
      dragged.classList.add("agenda__point--dragged");
    });
    root.addEventListener("dragend", () => {
      if (dragged) dragged.classList.remove("agenda__point--dragged");
      dragged = null;
      unmark();
    });
    root.addEventListener("dragover", (event) => {
      const target = dropped(event);
      if (!target) return;
      event.preventDefault();
      unmark();
      target.element.classList.add(target.mark);
    });
    root.addEventListener("drop", (event) => {
      const target = dropped(event);
      if (!target) return;
      event.preventDefault();
      const { part, parent, before } = target;
      move(dragged, { move: "put", part, parent, before }, "");
    });

    /* Where it would land: in the upper half before a point, in the lower behind it, and there
       further to the right under it. */
    function dropped(event) {
      if (!dragged) return null;
      const list = event.target.closest(".agenda");
      if (!list) return null;
      const part = list.dataset.part;
      const over = event.target.closest("[data-point]");
      if (!over) return { element: list, mark: "agenda--over", part, parent: "", before: "" };
      if (over === dragged) return null;
      const box = over.getBoundingClientRect();
      const at = { element: over, part, parent: over.dataset.parent };
      if (event.clientY < box.top + box.height / 2) {
        return { ...at, mark: "agenda__point--before", before: over.dataset.point };
      }
      if (event.clientX > box.left + 160) {
        return { ...at, mark: "agenda__point--inside", parent: over.dataset.point, before: "" };
      }
      return { ...at, mark: "agenda__point--after", before: following(over) };
    }

    /* The next point under the same one; "" at the end. */
    function following(point) {
      for (let next = point.nextElementSibling; next; next = next.nextElementSibling) {
        if (next.dataset.depth < point.dataset.depth) return "";
        if (next.dataset.parent === point.dataset.parent) return next.dataset.point;
      }
      return "";
    }

    async function move(point, fields, button) {
      if (busy) return;
      busy = true;
      const pk = point.dataset.point;
      const number = point.dataset.number;
      const form = point.querySelector("[data-move]");
      const data = new FormData(form);
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      try {
        const answer = await fetch(form.action, { method: "POST", body: data });
        if (!answer.ok) throw new Error(answer.status);
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        said.textContent = root.dataset.failed;
        return;
      } finally {
        busy = false;
      }
      tell(pk, number, button);
    }

    /* The lists as they are now, and what the server has to say. */
    function show(page) {
      const lists = page.querySelector("[data-agenda-lists]");
      if (!lists) throw new Error("no agenda");
      root.querySelector("[data-agenda-lists]").replaceWith(document.adoptNode(lists));
      const length = page.querySelector(".agenda-length");
      const here = root.querySelector(".agenda-length");
      if (length && here) here.replaceWith(document.adoptNode(length));
      const words = page.querySelector(".messages");
      if (words) {
        const old = document.querySelector(".messages");
        if (old) old.replaceWith(document.adoptNode(words));
        else document.querySelector("main").prepend(document.adoptNode(words));
      }
      makeDraggable();
    }

    function tell(pk, before, button) {
      const point = document.getElementById(`punkt-${pk}`);
      if (!point) return;
      const { number, title } = point.dataset;
      const sentence = number === before ? root.dataset.stays : root.dataset.moved;
      said.textContent = sentence.replace("{title}", title).replace("{number}", number);
      const same = point.querySelector(`button[value="${button || "up"}"]`);
      (same || point).focus();
    }

    function makeDraggable() {
      for (const point of root.querySelectorAll("[data-point]")) point.draggable = true;
    }

    function unmark() {
      for (const name of ["before", "after", "inside"]) {
        for (const one of root.querySelectorAll(`.agenda__point--${name}`)) {
          one.classList.remove(`agenda__point--${name}`);
        }
      }
      for (const one of root.querySelectorAll(".agenda--over")) one.classList.remove("agenda--over");
    }
  }

  function ticking(form) {
    const boxes = [...form.querySelectorAll("input[name=matter]")];
    const all = form.querySelector("[data-tick-all]");
    const bar = form.querySelector("[data-tick-bar]");
    const count = form.querySelector("[data-tick-count]");
    form.querySelector("[data-tick-all-row]").hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      tell();
    });
    form.addEventListener("change", tell);
    tell();

    function tell() {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
      bar.classList.toggle("returns-bar--some", ticked > 0);
      count.textContent = ticked ? count.dataset.some.replace("{n}", ticked) : count.dataset.none;
    }
  }
})();
