/* Escape closes the card at a number; pointer and keyboard open it by style alone. */
(function () {
  "use strict";
  var CLOSED = "figure-note--closed";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".figure-note:hover, .figure-note:focus-within").forEach(function (note) {
      note.classList.add(CLOSED);
    });
  });
  function reopen(event) {
    var note = event.target.closest && event.target.closest(".figure-note");
    if (note && !note.contains(event.relatedTarget)) note.classList.remove(CLOSED);
  }
  document.addEventListener("mouseout", reopen);
  document.addEventListener("focusout", reopen);
})();
