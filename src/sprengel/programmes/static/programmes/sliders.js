/* A slider beside each number: moving one moves the other; the server reckons anew (htmx listens
   to the number's own input event). Without this file the sliders stay hidden and nothing is lost. */
(function () {
  "use strict";

  function read(text) {
    var plain = String(text).replace(/\s/g, "").replace(/\./g, "").replace(",", ".");
    return plain === "" || isNaN(plain) ? null : Number(plain);
  }

  function write(value, step) {
    var decimals = (String(step).split(".")[1] || "").length;
    return Number(value).toLocaleString("de-DE", { maximumFractionDigits: decimals });
  }

  function join(slider) {
    var number = document.getElementById(slider.dataset.slides);
    if (!number) { return; }
    slider.closest("[data-slider]").hidden = false;
    slider.addEventListener("input", function () {
      number.value = write(slider.value, slider.step);
      number.dispatchEvent(new Event("input", { bubbles: true }));
    });
    number.addEventListener("input", function (event) {
      var value = read(number.value);
      if (event.isTrusted && value !== null) {
        if (value > Number(slider.max)) { slider.max = value * 2; }
        slider.value = value;
      }
    });
  }

  document.querySelectorAll("input[type=range][data-slides]").forEach(join);
})();
