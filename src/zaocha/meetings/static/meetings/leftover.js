// Words captured without network wait in this browser until their table is opened again: say so.
(() => {
  "use strict";
  const box = document.getElementById("leftover");
  let names = [];
  try { names = Object.keys(localStorage); } catch { return; }
  const waiting = new Map();
  for (const name of names) {
    const meeting = /^zc-line:(\d+):/.exec(name)?.[1];
    if (meeting) waiting.set(meeting, (waiting.get(meeting) ?? 0) + 1);
  }
  if (!box || !waiting.size) return;
  const links = [...waiting].map(([meeting, n]) => Object.assign(document.createElement("a"), {
    href: box.dataset.table.replace("/0/", `/${meeting}/`), textContent: `#${meeting} (${n})`,
  }));
  box.querySelector("[data-links]").append(...links.flatMap((link) => [link, " "]));
  box.hidden = false;
})();
