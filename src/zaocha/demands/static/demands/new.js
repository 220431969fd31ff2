/* Looks up companies and asks for help while a demand is typed; the cursor is never moved. */
(() => {
  "use strict";
  const form = document.getElementById("new-demand");
  if (!form) return;
  const words = form.elements.words;
  const name = form.elements.company_text;
  const number = form.elements.company_id;
  const later = (run, wait) => {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(run, wait);
    };
  };
  const ask = () =>
    htmx.ajax("GET", form.dataset.help, {
      target: "#help",
      values: { text: words.value, company_id: number.value },
    });
  words.addEventListener("input", later(ask, 250));
  if (words.value.trim()) ask();
  name.addEventListener("input", () => {
    number.value = "";
  });
  const choose = (pk, label) => {
    number.value = pk;
    name.value = label;
    document.getElementById("companies").replaceChildren();
    if (words.value.trim()) ask();
  };
  document.addEventListener("click", (event) => {
    const company = event.target.closest("[data-company]");
    if (company) choose(company.dataset.company, company.dataset.name);
    const filled = event.target.closest("[data-fill]");
    if (!filled) return;
    if (filled.dataset.fill === "category") form.elements.category.value = filled.dataset.value;
    if (filled.dataset.fill === "company") choose(filled.dataset.value, filled.textContent.trim());
  });
})();
