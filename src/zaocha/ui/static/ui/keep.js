// Typed text survives a lost network, a closed tab and an error page: textarea[data-keep], input[data-keep].
(() => {
  "use strict";
  const PREFIX = "zc-keep:";
  const DAYS_KEPT = 7;
  const words = document.getElementById("zc-words")?.dataset ?? {};
  const fields = (root) => root.querySelectorAll("textarea[data-keep], input[data-keep]");
  const keyOf = (field) => PREFIX + (field.dataset.keep || `${location.pathname}#${field.name || field.id}`);

  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const write = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window or full: the page works without */ }
  };
  const forget = (key) => {
    try { localStorage.removeItem(key); } catch { /* as above */ }
  };
  const keys = () => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
  };

  const restore = (field) => {
    const kept = read(keyOf(field));
    if (!kept || !kept.text || kept.text === field.value) return;
    const before = field.value;
    if (before && before !== kept.base) return; // the server has something newer
    field.value = kept.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    window.zaocha?.toast(words.restored, {
      action: { label: words.discard, run: () => { field.value = before; forget(keyOf(field)); } },
    });
  };

  const settle = () => {
    // What was being sent when this page was asked for has arrived, unless this page says otherwise.
    const how = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
    const failed = how !== "navigate" || document.body.dataset.page === "error" || document.querySelector(".is-invalid, [data-form-errors]");
    for (const key of keys()) {
      const kept = read(key);
      if (!kept || Date.now() - kept.at > DAYS_KEPT * 864e5) forget(key);
      else if (kept.sent && !failed) forget(key);
      else if (kept.sent) write(key, { ...kept, sent: false });
    }
  };

  let timer = 0;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches?.("textarea[data-keep], input[data-keep]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (field.value) write(keyOf(field), { text: field.value, base: field.defaultValue, at: Date.now(), sent: false });
      else forget(keyOf(field));
    }, 250);
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    for (const field of fields(event.target)) {
      if (field.value) write(keyOf(field), { text: field.value, base: field.defaultValue, at: Date.now(), sent: true });
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("form");
    if (!form || event.detail.requestConfig?.verb === "get") return;
    const again = event.detail.successful && /is-invalid|data-form-errors/.test(event.detail.xhr.responseText);
    for (const field of fields(form)) {
      if (event.detail.successful && !again) forget(keyOf(field));
    }
  });
  document.addEventListener("htmx:load", (event) => fields(event.detail.elt).forEach(restore));
  settle();
  fields(document).forEach(restore);
})();
