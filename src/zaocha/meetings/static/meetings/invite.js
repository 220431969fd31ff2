// A company that was found by hand becomes a ticked box of the form.
(() => {
  "use strict";
  document.addEventListener("found", (event) => {
    const target = document.querySelector(event.target.dataset.findTarget);
    const { id, full, name } = event.detail;
    const there = document.querySelector(`input[name=company][value="${id}"]`);
    if (there) { there.checked = true; there.closest("label").scrollIntoView({ block: "center" }); return; }
    const label = Object.assign(document.createElement("label"), { className: "form-check" });
    const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", name: "company", value: id, checked: true });
    label.append(box, Object.assign(document.createElement("span"), { className: "form-check-label", textContent: full || name }));
    target.append(label);
    target.closest("[hidden]")?.removeAttribute("hidden");
  });
})();
