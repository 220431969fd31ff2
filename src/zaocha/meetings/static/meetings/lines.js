// What was said, newest first. An entry is redrawn only when it changed, so nothing moves under the finger.
(() => {
  "use strict";
  const make = window.zaochaMake;
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });
  const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

  window.zaochaLines = ({ box, words, nameOf, onAct }) => {
    const rows = new Map(); // key -> { row, node, drawn }
    const pill = (text, tone) => make("span", { className: `zc-pill zc-tone-${tone}`, textContent: text });
    const button = (act, label, css = "") => {
      const node = make("button", { type: "button", className: `btn btn-sm ${css}`, textContent: label });
      node.dataset.act = act;
      return node;
    };
    const said = (statement) => [
      [statement.giver, statement.unit_name].filter(Boolean).join(" "),
      statement.what || words.will_answer,
      statement.due_on && filled(words.by_day, { day: statement.due_on }),
      statement.trigger && filled(words.as_soon_as, { trigger: statement.trigger }),
    ].filter(Boolean).join(" · ");

    const drawn = (row) => {
      const speaker = row.speaker || nameOf(row.invitation) || words.nobody;
      const head = make("div", { className: "zc-row meet-line-head" },
        make("strong", { textContent: speaker, className: row.invitation ? "" : "text-secondary" }),
        make("time", { className: "text-secondary", textContent: clock.format(new Date(row.at)) }));
      const stated = row.outcome === "promised" && !row.statement?.confirmed;
      if (stated) head.append(pill(words.statement, "amber"));
      else if (row.outcome) head.append(pill(words[row.outcome], row.outcome === "noted" ? "grey" : "teal"));
      if (row.category_label) head.append(make("span", { className: "text-secondary", textContent: row.category_label }));
      if (row.waiting) head.append(pill(row.refused ? row.refused : words.waiting, row.refused ? "red" : "amber"));
      else head.append(make("span", { className: "meet-saved", textContent: `✓ ${words.saved}` }));
      const parts = [head, make("p", { className: "meet-words", textContent: row.words })];
      if (row.answer) parts.push(make("p", { className: "zc-sub m-0", textContent: `${words.answer}${words.colon}${row.answer}${row.answered_by ? ` (${row.answered_by})` : ""}` }));
      if (row.statement) parts.push(make("p", { className: "zc-sub m-0", textContent: `${words.promise}${words.colon}${said(row.statement)}` }));
      parts.push(tools(row));
      return parts;
    };
    const tools = (row) => {
      const bar = make("div", { className: "zc-row meet-line-tools" });
      if (row.refused) bar.append(button("again", words.again), button("take-back", words.take_back));
      else if (row.demand) bar.append(make("a", { className: "btn btn-sm", href: row.demand_url, textContent: words.demand }));
      else if (!row.waiting) bar.append(button("answer", words.answer), button("promise", words.promise), button("change", words.change), button("remove", words.remove));
      return bar;
    };

    const place = (entry) => {
      const after = [...box.children].find((node) => node.dataset.at < entry.row.at || (node.dataset.at === entry.row.at && Number(node.dataset.n) < (entry.row.id ?? Infinity)));
      entry.node.dataset.at = entry.row.at;
      entry.node.dataset.n = entry.row.id ?? "Infinity";
      if (after) after.before(entry.node); else box.append(entry.node);
    };
    const put = (row) => {
      let entry = rows.get(row.key);
      if (row.removed) {
        entry?.node.remove();
        rows.set(row.key, { row, node: null, drawn: "" });
        return;
      }
      const now = JSON.stringify([row, nameOf(row.invitation)]);
      if (entry?.drawn === now) return;
      if (!entry?.node) {
        entry = { row, node: make("li", {}), drawn: "" };
        entry.node.dataset.key = row.key;
        rows.set(row.key, entry);
      }
      const moved = entry.node.dataset.at !== row.at || !entry.node.isConnected;
      Object.assign(entry, { row, drawn: now });
      entry.node.classList.toggle("is-waiting", Boolean(row.waiting));
      entry.node.replaceChildren(...drawn(row));
      if (moved) place(entry);
    };
    box.addEventListener("click", (event) => {
      const act = event.target.closest("[data-act]");
      const key = act?.closest("li")?.dataset.key;
      if (key) onAct(act.dataset.act, rows.get(key).row);
    });
    return {
      put,
      drop: (key) => { rows.get(key)?.node?.remove(); rows.delete(key); },
      get: (key) => rows.get(key)?.row,
      all: () => [...rows.values()].map((entry) => entry.row),
      redraw: () => [...rows.values()].forEach((entry) => { if (entry.node) { entry.drawn = ""; put(entry.row); } }),
    };
  };
})();
