// A chosen industry goes into its field.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    const field = document.getElementById(button.dataset.pickFor);
    if (!field) return;
    field.value = button.dataset.pick;
    const list = button.closest(".zc-picker-list");
    if (list) {
      const chosen = document.createElement("p");
      chosen.className = "zc-sub m-0";
      chosen.textContent = button.parentElement.textContent.trim().replace(/\s+/g, " ");
      list.replaceChildren(chosen);
    }
    field.focus();
  });
})();
