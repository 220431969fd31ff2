// A finder: type, arrows, Enter. [data-find="address"] on an input; fires "found" with the item that was chosen.
(() => {
  "use strict";
  const make = (tag, props = {}) => Object.assign(document.createElement(tag), props);

  const arm = (input) => {
    const list = make("ul", { className: "meet-found", hidden: true, id: `${input.id}-found` });
    list.setAttribute("role", "listbox");
    input.parentElement.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    let items = [];
    let at = -1;
    let timer = 0;
    let asked = 0;

    const mark = (place) => {
      at = place;
      [...list.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === at)));
      list.children[at]?.scrollIntoView({ block: "nearest" });
      if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id); else input.removeAttribute("aria-activedescendant");
    };
    const show = (found) => {
      const free = input.dataset.findFree;
      items = free && input.value.trim() ? [...found, { free: true, name: input.value.trim() }] : found;
      list.replaceChildren(...items.map((item, n) => {
        const node = make("li", { id: `${list.id}-${n}` });
        node.setAttribute("role", "option");
        node.append(make("span", { textContent: item.free ? free.replace("%(name)s", item.name) : item.name }));
        if (item.full && item.full !== item.name) node.append(make("span", { className: "zc-sub", textContent: item.full }));
        return node;
      }));
      list.hidden = !items.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(items.length ? 0 : -1);
      if (items.length || !input.dataset.findNone || !input.value.trim()) return;
      list.replaceChildren(make("li", { className: "zc-sub", textContent: input.dataset.findNone }));
      list.hidden = false;
    };
    const hide = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
    const choose = (item) => {
      input.value = "";
      items = [];
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.dispatchEvent(new CustomEvent("found", { bubbles: true, detail: item }));
    };
    const ask = async () => {
      const text = input.value.trim();
      const mine = ++asked;
      if (!text) { list.hidden = true; return; }
      let found = [];
      try {
        const response = await fetch(`${input.dataset.find}?q=${encodeURIComponent(text)}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
        if (response.ok) found = (await response.json()).items;
      } catch { /* without network only the free name is offered */ }
      if (mine === asked) show(found);
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && items.length) { event.preventDefault(); mark((at + 1) % items.length); }
      else if (event.key === "ArrowUp" && items.length) { event.preventDefault(); mark((at - 1 + items.length) % items.length); }
      else if (event.key === "Enter" && items[at]) { event.preventDefault(); choose(items[at]); }
      else if (event.key === "Enter") { event.preventDefault(); clearTimeout(timer); ask(); } // a page that loads anew would lose what is ticked
      else if (event.key === "Escape") { list.hidden = true; input.dispatchEvent(new CustomEvent("left", { bubbles: true })); }
    });
    input.parentElement.querySelector("button")?.addEventListener("click", (event) => { event.preventDefault(); input.focus(); ask(); });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const node = event.target.closest("li[role=option]");
      if (node) choose(items[[...list.children].indexOf(node)]);
    });
    input.addEventListener("blur", () => setTimeout(() => { if (!list.matches(":hover")) hide(); }, 150));
  };
  document.querySelectorAll("[data-find]").forEach(arm);
})();
