/* Shows inputs of a reply only for the result that needs them; without this script all are shown. */
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form")) {
    const bound = form.querySelectorAll("[data-when]");
    if (!bound.length) continue;
    const show = () => {
      for (const input of bound) {
        const [name, wanted] = input.dataset.when.split(":");
        const chosen = form.querySelector(`[name="${name}"]:checked`);
        const field = input.closest(".zc-field");
        if (field) field.hidden = !(chosen && chosen.value === wanted);
      }
    };
    form.addEventListener("change", show);
    show();
  }
})();
