// Minutes beside their drafts: words and cards point at each other; a selected passage becomes a draft.
(() => {
  "use strict";
  const MOST = 10 * 1024 * 1024;

  // a text or file that is too big is held back here, so that nothing pasted is lost on the way
  for (const form of document.querySelectorAll("[data-minutes-box]")) {
    const note = form.querySelector("[data-too-big]");
    const tooBig = () => {
      const file = form.querySelector("input[type=file]")?.files?.[0];
      const text = form.querySelector("textarea")?.value ?? "";
      return (file && file.size > MOST) || new Blob([text]).size > MOST;
    };
    const look = () => { note.hidden = !tooBig(); return note.hidden; };
    form.addEventListener("change", look);
    form.addEventListener("submit", (event) => {
      if (look()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      note.scrollIntoView({ block: "center" });
    });
  }

  const page = document.querySelector("[data-minutes]");
  if (!page) return;
  const marks = () => [...page.querySelectorAll("mark[data-drafts]")];
  const idsOf = (mark) => mark.dataset.drafts.split(" ");
  const cardOf = (id) => document.getElementById(`draft-${id}`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const how = { block: "nearest", behavior: calm ? "auto" : "smooth" };

  const colour = () => {
    for (const mark of marks()) {
      const states = idsOf(mark).map((id) => cardOf(id)?.dataset.state);
      mark.classList.toggle("is-confirmed", states.every((state) => state === "confirmed"));
      mark.classList.toggle("is-dropped", states.every((state) => state === "dropped"));
    }
  };
  const point = (id, scroll) => {
    page.querySelectorAll(".is-here").forEach((one) => one.classList.remove("is-here"));
    if (!id) return;
    cardOf(id)?.classList.add("is-here");
    const mine = marks().filter((mark) => idsOf(mark).includes(id));
    mine.forEach((mark) => mark.classList.add("is-here"));
    const box = mine[0]?.closest(".zc-text");
    if (scroll && mine[0] && box && box.scrollHeight > box.clientHeight) {
      const top = mine[0].offsetTop - box.offsetTop - box.clientHeight / 3;
      box.scrollTo({ top, behavior: how.behavior });
    }
  };
  const idAt = (event) => event.target.closest?.("[data-draft]")?.dataset.draft;
  page.addEventListener("mouseover", (event) => {
    const mark = event.target.closest?.("mark[data-drafts]");
    if (mark) point(idsOf(mark)[0], false);
    else if (idAt(event)) point(idAt(event), true);
  });
  page.addEventListener("focusin", (event) => { if (idAt(event)) point(idAt(event), true); });
  page.addEventListener("click", (event) => {
    const shower = event.target.closest("[data-show]");
    if (shower) {
      const mark = marks().find((one) => idsOf(one).includes(shower.dataset.show));
      if (!mark) return;
      event.preventDefault();
      point(shower.dataset.show, false);
      mark.scrollIntoView({ block: "center", behavior: how.behavior });
      return;
    }
    const mark = event.target.closest("mark[data-drafts]");
    if (mark && getSelection().isCollapsed) {
      const card = cardOf(idsOf(mark)[0]);
      card?.scrollIntoView({ block: "center", behavior: how.behavior });
      card?.focus({ preventScroll: true });
      point(idsOf(mark)[0], false);
      return;
    }
    const pick = event.target.closest("[data-pick]");
    if (!pick) return;
    const box = pick.closest("[data-company-lookup]");
    const input = box.querySelector("input");
    input.value = pick.dataset.pick;
    box.querySelector("[data-found]").replaceChildren();
    input.focus();
  });

  // company by name, pinyin initials or code, while typing
  let timer = 0;
  page.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-company-lookup]");
    if (!box) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const typed = event.target.value.trim();
      const found = box.querySelector("[data-found]");
      if (!typed) { found.replaceChildren(); return; }
      window.htmx.ajax("GET", `${box.dataset.companyLookup}?company=${encodeURIComponent(typed)}`, { target: found, swap: "innerHTML" });
    }, 200);
  });

  // only what belongs to the chosen outcome is asked for
  const suit = (form) => {
    const chosen = form.querySelector("select[name$=outcome]")?.value;
    form.querySelectorAll("[data-outcome]").forEach((part) => { part.hidden = part.dataset.outcome !== chosen; });
  };
  const dress = (root) => {
    root.querySelectorAll("form.zc-draft-form").forEach(suit);
    colour();
  };
  page.addEventListener("change", (event) => {
    const form = event.target.closest("form.zc-draft-form");
    if (form && event.target.matches("select[name$=outcome]")) suit(form);
  });

  // after a card was settled, the hand goes on to the next one that is left
  let acted = "";
  const looksUp = (event) => event.detail.target?.matches?.("[data-found]");
  document.addEventListener("htmx:beforeRequest", (event) => { if (!looksUp(event)) acted = event.detail.elt.closest?.("[data-draft]")?.dataset.draft ?? acted; });
  document.addEventListener("htmx:afterSettle", (event) => {
    dress(page);
    const id = acted;
    if (!id || looksUp(event) || event.detail.target?.id === "going-out") return;
    const card = cardOf(id);
    if (!card) return;
    acted = "";
    const field = card.querySelector("form.zc-draft-form textarea");
    if (field) { (card.querySelector(".is-invalid") ?? field).focus(); return; }
    const cards = [...page.querySelectorAll("[data-draft]")];
    const following = [...cards.slice(cards.indexOf(card)), ...cards].find((one) => one.dataset.state === "pending");
    (following?.querySelector("[data-first]") ?? card).focus({ preventScroll: following === card });
  });

  // a passage selected in the text
  const adder = page.querySelector("[data-add]");
  const points = (text) => [...text].length;
  const placeOf = (node, offset) => {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-start]");
    if (!run) return null;
    const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : (offset ? run.textContent : "");
    return Number(run.dataset.start) + points(before);
  };
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!adder || chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    const source = page.querySelector("[data-source]");
    if (!source.contains(range.startContainer) || !source.contains(range.endContainer)) return;
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    adder.elements.start.value = start;
    adder.elements.end.value = end;
    adder.elements.words.value = chosen.toString().trim();
    adder.classList.add("is-picked");
  });
  adder?.elements.words.addEventListener("input", () => {
    adder.elements.start.value = adder.elements.end.value = "";
    adder.classList.remove("is-picked");
  });

  dress(page);
})();
