// Small behaviours that every page shares. No inline code, no eval, no dependency.
(() => {
  "use strict";
  const words = document.getElementById("zc-words")?.dataset ?? {};

  const toast = (text, { error = false, action = null } = {}) => {
    const box = document.getElementById("zc-toasts");
    if (!box || !text) return;
    const note = document.createElement("div");
    note.className = error ? "zc-toast zc-toast-error" : "zc-toast";
    note.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (action) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: action.label });
      button.addEventListener("click", () => { action.run(); note.remove(); });
      note.append(button);
    }
    box.append(note);
    setTimeout(() => note.remove(), error || action ? 12000 : 4000);
  };

  // copy: [data-copy="text"] or [data-copy-target="#id"]
  const copyByHand = (text) => {
    const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, className: "visually-hidden" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  const copy = async (button) => {
    const target = button.dataset.copyTarget && document.querySelector(button.dataset.copyTarget);
    const text = target ? (target.value ?? target.textContent.trim()) : button.dataset.copy;
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = copyByHand(text);
    }
    toast(done ? words.copied : words.copyFailed, { error: !done });
    if (!done) return;
    const label = button.querySelector("[data-copy-label]");
    if (!label || label.dataset.before) return;
    label.dataset.before = label.textContent;
    label.textContent = words.copied;
    setTimeout(() => { label.textContent = label.dataset.before; delete label.dataset.before; }, 2500);
  };

  // confirm: [data-confirm="question"] on a button, link or form; hx-confirm goes the same way
  const ask = (question, run) => {
    const box = document.createElement("dialog");
    box.className = "zc-dialog";
    const text = Object.assign(document.createElement("p"), { textContent: question, id: "zc-question" });
    box.setAttribute("aria-labelledby", "zc-question");
    const row = Object.assign(document.createElement("div"), { className: "zc-dialog-actions" });
    const no = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.cancel });
    const yes = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: words.confirm });
    no.addEventListener("click", () => box.close());
    yes.addEventListener("click", () => { box.close(); run(); });
    box.addEventListener("close", () => box.remove());
    row.append(no, yes);
    box.append(text, row);
    document.body.append(box);
    box.showModal();
    no.focus();
  };
  const confirmed = new WeakSet();

  document.querySelectorAll("[data-nav-group]").forEach((group) => {
    const key = `zaocha-nav-${group.dataset.navGroup}`;
    const here = group.querySelector("[aria-current]");
    try { if (!here && localStorage.getItem(key) === "closed") group.open = false; } catch { /* no storage: all stay open */ }
    group.addEventListener("toggle", () => { try { localStorage.setItem(key, group.open ? "open" : "closed"); } catch { /* not remembered */ } });
  });

  document.addEventListener("click", (event) => {
    const copier = event.target.closest("[data-copy], [data-copy-target]");
    if (copier) { event.preventDefault(); copy(copier); return; }
    const toggle = event.target.closest("[data-nav-toggle]");
    if (toggle) {
      event.preventDefault();
      const open = document.getElementById("site-nav").classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", String(open));
      return;
    }
    if (event.target.closest("[data-print]")) { window.print(); return; }
    const opener = event.target.closest("[data-dialog]");
    if (opener) { event.preventDefault(); document.querySelector(opener.dataset.dialog)?.showModal(); return; }
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) { event.preventDefault(); closer.closest("dialog")?.close(); return; }
    document.querySelectorAll("details.zc-menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const asker = event.target.closest("a[data-confirm], button[data-confirm], input[data-confirm]");
    if (asker && !confirmed.delete(asker)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(asker.dataset.confirm, () => { confirmed.add(asker); asker.click(); });
    }
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.zc-menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[data-submit-on=ctrl-enter]");
    if (!field || event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    field.form?.requestSubmit();
  });

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, () => event.detail.issueRequest(true));
  });

  // a form with data-once goes out once; a form with data-confirm asks first
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !confirmed.delete(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      ask(form.dataset.confirm, () => { confirmed.add(form); form.requestSubmit(submitter); });
      return;
    }
    if (!("once" in form.dataset)) return;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sent = "1";
    setTimeout(() => form.querySelectorAll("[type=submit], button:not([type])").forEach((b) => { b.disabled = true; b.setAttribute("aria-busy", "true"); }));
  }, true);
  const reopen = (form) => {
    if (!form?.dataset?.sent) return;
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy=true]").forEach((b) => { b.disabled = false; b.removeAttribute("aria-busy"); });
  };
  window.addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-once]").forEach(reopen); });
  document.addEventListener("htmx:afterRequest", (event) => reopen(event.detail.elt?.closest?.("form")));

  // a filter that changes sends its form
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
  });

  const lost = () => toast(words.lost, { error: true });
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status !== 422) toast(status === 403 || status === 404 ? words.refused : words.failed, { error: true });
  });
  document.addEventListener("toast", (event) => toast(event.detail.value ?? event.detail.text));

  // files: the control speaks the language of the page, not of the browser; the input lies over it, unseen
  document.querySelectorAll("input[type=file]").forEach((input) => {
    const box = Object.assign(document.createElement("div"), { className: "zc-file" });
    const button = Object.assign(document.createElement("span"), { className: "btn", textContent: words.chooseFile });
    const name = Object.assign(document.createElement("span"), { className: "zc-file-name" });
    const show = () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || words.noFile; };
    for (const part of [button, name]) part.setAttribute("aria-hidden", "true");
    input.before(box);
    box.append(input, button, name);
    input.addEventListener("change", show);
    show();
  });

  const network = () => document.documentElement.classList.toggle("is-offline", !navigator.onLine);
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  network();

  window.zaocha = Object.freeze({ toast, ask, words });
})();
