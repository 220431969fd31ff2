// What came of a line: attached later, in any order. Nothing typed is lost when the network is.
(() => {
  "use strict";
  window.zaochaLineDialog = ({ node, wire, chips, take, words, done }) => {
    const form = node.querySelector("form");
    const fields = form.elements;
    const wrong = node.querySelector("[data-wrong]");
    let row = null;

    const parts = () => {
      const outcome = fields.outcome.value;
      node.querySelector("[data-for=on_spot]").hidden = outcome !== "on_spot";
      node.querySelector("[data-for=promised]").hidden = outcome !== "promised";
    };
    const speakers = () => {
      const none = new Option(words.nobody, "");
      fields.invitation.replaceChildren(none, ...chips.all().map((one) => new Option(one.name, one.id)));
      if (row.invitation && !chips.all().some((one) => one.id === row.invitation)) fields.invitation.append(new Option(row.speaker, row.invitation));
    };
    const open = (shown, outcome, focus) => {
      row = shown;
      const promise = row.statement ?? { kind: "answer" };
      speakers();
      fields.words.value = row.words;
      fields.invitation.value = row.invitation ?? "";
      fields.category.value = row.category;
      fields.outcome.value = outcome;
      fields.answer.value = row.answer;
      fields.answered_by.value = row.answered_by;
      for (const name of ["giver", "what", "due_on", "trigger", "kind"]) fields[name].value = promise[name] ?? "";
      fields.unit.value = promise.unit ?? "";
      wrong.hidden = true;
      parts();
      node.showModal();
      fields[focus].focus();
    };
    const save = async () => {
      const value = Object.fromEntries(new FormData(form));
      const line = `lines/${row.id}/`;
      if (row.statement && value.outcome !== "promised") take(await wire.post(`${line}statement/`, { do: "take_back" }));
      const changes = { words: value.words, invitation: value.invitation, category: value.category, answer: value.answer, answered_by: value.answered_by };
      if (value.outcome !== "promised") changes.outcome = value.outcome;
      take(await wire.post(line, changes));
      if (value.outcome !== "promised") return;
      const { what, kind, giver, unit, due_on, trigger } = value;
      take(await wire.post(`${line}statement/`, { what, kind, giver, unit, due_on, trigger }));
    };
    form.addEventListener("change", parts);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await save();
        node.close();
      } catch (failure) {
        wrong.querySelector("[data-text]").textContent = failure.kind === "refused" ? failure.message : failure.kind === "signed_out" ? words.signed_out : words.no_network_for_this;
        wrong.hidden = false;
        fields[failure.field]?.focus();
      }
    });
    node.addEventListener("close", done);
    return { open };
  };
})();
