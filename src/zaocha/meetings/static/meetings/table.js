// The table: Enter saves the words at once; everything else comes when there is time for it.
(() => {
  "use strict";
  const root = document.getElementById("table");
  const here = JSON.parse(document.getElementById("table-here").textContent);
  const { words } = here;
  const $ = (selector) => root.querySelector(selector);
  const input = $("#words");
  $("#guest").dataset.findFree = words.guest;
  const wire = window.zaochaWire(location.pathname);
  const queue = window.zaochaQueue(here.meeting);
  const toast = (text, more) => window.zaocha?.toast(text, more);
  const keep = (name, value) => { try { if (value) localStorage.setItem(name, value); else localStorage.removeItem(name); } catch { /* works without */ } };
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const DRAFT = `zc-draft:${here.meeting}`;
  const SHOWN = `zc-table:${here.meeting}`;

  let revision = -1;
  let trouble = ""; // "", offline, signed_out
  let category = "";
  const failed = (failure) => {
    if (failure.kind === "refused") toast(failure.message, { error: true });
    else { setTrouble(failure.kind); toast(failure.kind === "signed_out" ? words.signed_out : words.no_network_for_this, { error: true }); }
  };

  // seats and lines
  const chips = window.zaochaChips({
    box: $("#seats"),
    tools: $("#seat-tools"),
    expected: [...root.querySelectorAll("[data-invitation]")],
    onChosen: () => input.focus(),
    onOrder: (ids) => wire.post("seats/order/", { ids }).then(take, failed),
    onLeave: (id) => wire.post(`seats/${id}/leave/`, {}).then(take, failed),
  });
  const nameOf = (id) => chips.all().find((one) => one.id === id)?.name ?? "";
  const lines = window.zaochaLines({ box: $("#said"), words, nameOf, onAct: (act, row) => actions[act]?.(row) });

  const take = (answer) => {
    setTrouble("");
    if (answer.seats) { chips.set(answer.seats); lines.redraw(); }
    for (const row of answer.lines ?? (answer.line ? [answer.line] : [])) { queue.drop(row.key); lines.put(row); }
    if (answer.lines && answer.revision > revision) revision = answer.revision;
    if (answer.lines?.length || answer.line || answer.seats) remember();
    tell();
    return answer;
  };
  const remember = () => keep(SHOWN, JSON.stringify({ revision, lines: lines.all().filter((row) => row.id), seats: chips.all() }));

  // capture
  const capture = () => {
    const said = input.value.trim();
    if (!said) return;
    const entry = { key: window.zaochaKey(), words: said, invitation: chips.chosen(), category, said_at: new Date().toISOString(), n: Date.now() };
    queue.put(entry);
    input.value = "";
    keep(DRAFT, "");
    category = "";
    clearHelp();
    showWaiting(entry);
    tell();
    flush();
  };
  const showWaiting = (entry) => {
    if (lines.get(entry.key)?.id) { queue.drop(entry.key); return; }
    lines.put({ ...entry, at: entry.said_at, waiting: true });
  };
  let flushing = false;
  const flush = async () => {
    if (flushing) return;
    flushing = true;
    try {
      for (const entry of queue.all().filter((one) => !one.refused)) await send(entry);
    } catch (failure) {
      setTrouble(failure.kind);
    } finally {
      flushing = false;
      tell();
    }
    if (!trouble && queue.all().some((one) => !one.refused)) setTimeout(flush, 0); // came in meanwhile
  };
  const send = async (entry) => {
    const { key, words: said, invitation, category: kind, said_at } = entry;
    try {
      take(await wire.post("lines/", { key, words: said, invitation, category: kind, said_at }));
    } catch (failure) {
      if (failure.kind !== "refused") throw failure;
      if (failure.field === "invitation") { queue.put({ ...entry, invitation: null }); return; } // the chip is gone; the words are not
      if (failure.code === "handed_over") { // not even this browser keeps it
        queue.drop(key);
        lines.drop(key);
        toast(failure.message, { error: true });
        return;
      }
      queue.put({ ...entry, refused: failure.message });
      showWaiting({ ...entry, refused: failure.message });
    }
  };

  // what the officer sees of it
  const setTrouble = (kind) => { trouble = kind; tell(); };
  const tell = () => {
    const waiting = queue.all().length;
    const state = $("#table-state");
    const parts = [];
    if (trouble) parts.push(trouble === "signed_out" ? words.signed_out : words.offline);
    parts.push(waiting ? words.some_waiting.replace("%(n)s", waiting) : trouble ? "" : words.all_saved);
    if (!queue.isDurable()) parts.push(words.not_kept);
    const text = parts.filter(Boolean).join(" · ");
    if (state.textContent !== text) state.textContent = text;
    state.dataset.state = waiting || trouble ? "waiting" : "saved";
  };
  window.addEventListener("beforeunload", (event) => { if (queue.inMemory()) event.preventDefault(); });

  // two officers: ask for what is newer, every two seconds
  const poll = async () => {
    try {
      if (queue.all().some((one) => !one.refused)) await flush();
      take(await wire.get(`newer/?since=${revision}`));
    } catch (failure) {
      setTrouble(failure.kind === "refused" ? "offline" : failure.kind);
    }
    setTimeout(poll, document.hidden ? 10000 : 2000);
  };
  window.addEventListener("online", flush);

  // help in the drawer; it never touches the input
  let helpTimer = 0;
  let helpAsked = null;
  const drawer = $("#help");
  const clearHelp = () => { clearTimeout(helpTimer); helpAsked?.abort(); };
  const askHelp = () => {
    clearHelp();
    const text = input.value.trim();
    if (text.length < 4 || !drawer.dataset.url) return;
    helpTimer = setTimeout(async () => {
      helpAsked = new AbortController();
      const company = chips.all().find((one) => one.id === chips.chosen())?.company ?? "";
      try {
        const response = await fetch(`${drawer.dataset.url}?text=${encodeURIComponent(text.slice(0, 400))}&company_id=${company}`, { signal: helpAsked.signal, credentials: "same-origin" });
        if (response.ok && !response.redirected) drawer.replaceChildren(...new DOMParser().parseFromString(await response.text(), "text/html").body.childNodes);
      } catch { /* help is help: without network there is none */ }
    }, 350);
  };
  drawer.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-fill]");
    if (!pick) return;
    if (pick.dataset.fill === "company") sit({ company: Number(pick.dataset.value) });
    if (pick.dataset.fill === "category") {
      category = category === pick.dataset.value ? "" : pick.dataset.value;
      drawer.querySelectorAll("[data-fill=category]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.value === category)));
    }
    input.focus();
  });

  // a line, later: answer, promise, correction
  const dialog = window.zaochaLineDialog({ node: $("#line-dialog"), wire, chips, take, words, done: () => input.focus() });
  const actions = {
    answer: (row) => dialog.open(row, "on_spot", "answer"),
    promise: (row) => dialog.open(row, "promised", "giver"),
    change: (row) => dialog.open(row, row.outcome, "words"),
    remove: (row) => wire.post(`lines/${row.id}/`, { do: "remove" }).then((answer) => {
      take(answer);
      toast(words.removed, { action: { label: words.undo, run: () => wire.post(`lines/${row.id}/`, { do: "restore" }).then(take, failed) } });
      input.focus();
    }, failed),
    again: (row) => { const entry = queue.all().find((one) => one.key === row.key); queue.put({ ...entry, refused: "" }); showWaiting({ ...entry, refused: "" }); flush(); },
    "take-back": (row) => { queue.drop(row.key); lines.drop(row.key); input.value = [row.words, input.value].filter(Boolean).join("\n"); keep(DRAFT, input.value); tell(); input.focus(); },
  };

  // somebody sits down
  const sit = (guest) => wire.post("seats/", guest).then((answer) => { take(answer); chips.choose(answer.seat); }, failed);
  root.addEventListener("found", (event) => {
    const item = event.detail;
    sit(item.company ? { company: item.company } : item.unit ? { unit: item.unit } : { name: item.name });
    input.focus();
  });
  root.addEventListener("left", () => input.focus());
  root.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-invitation]");
    if (chip) sit({ invitation: Number(chip.dataset.invitation) });
  });

  // keys
  input.addEventListener("input", () => { keep(DRAFT, input.value); askHelp(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // the input method is choosing a character
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); capture(); }
    else if (event.key === "Escape") { event.preventDefault(); chips.focus(); }
    else if (event.altKey && /^Digit\d$/.test(event.code)) { event.preventDefault(); chips.digit(event.code.slice(5)); }
    else if (event.altKey && event.key === "ArrowUp") { event.preventDefault(); chips.step(-1); }
    else if (event.altKey && event.key === "ArrowDown") { event.preventDefault(); chips.step(1); }
    else if (event.altKey && event.code === "KeyG") { event.preventDefault(); $("#guest").focus(); }
  });
  $("#capture").addEventListener("submit", (event) => { event.preventDefault(); capture(); input.focus(); });

  // begin: what the page brought, what this browser showed last, what has not gone out yet
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith("zc-table:") && name !== SHOWN) localStorage.removeItem(name);
  } catch { /* nothing is kept */ }
  const last = JSON.parse(kept(SHOWN) ?? "null");
  for (const state of [here.state, last?.revision >= here.state.revision ? last : null]) if (state) take(state);
  queue.all().forEach(showWaiting);
  input.value = kept(DRAFT) ?? "";
  tell();
  poll();
  input.focus();
  window.zaochaOffline?.(root.dataset.worker, (stays) => { $("#reload-note").textContent = stays ? words.stays_open : words.do_not_reload; });
})();
