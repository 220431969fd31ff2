// Attendees as chips in seat order: choose the speaker by tap, digits or arrows; reorder; let go.
(() => {
  "use strict";
  const make = (tag, props = {}, ...parts) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...parts);
    return node;
  };

  window.zaochaChips = ({ box, tools, expected, onChosen, onOrder, onLeave }) => {
    let seats = [];
    let chosen = null;
    let digits = "";
    let digitsTimer = 0;

    const node = (id) => box.querySelector(`[data-seat="${id}"]`);
    const index = () => seats.findIndex((one) => one.id === chosen);

    const show = () => {
      const focused = box.contains(document.activeElement);
      box.replaceChildren(...seats.map((one, place) => {
        const chip = make("button", { type: "button", className: "zc-chip meet-seat" },
          make("span", { className: "meet-seat-no", textContent: String(place + 1) }),
          make("span", { textContent: one.guest ? `${one.name} · ${one.guest}` : one.name }));
        chip.dataset.seat = one.id;
        chip.setAttribute("role", "radio");
        chip.setAttribute("aria-checked", String(one.id === chosen));
        chip.setAttribute("aria-pressed", String(one.id === chosen));
        chip.tabIndex = one.id === chosen || (chosen === null && place === 0) ? 0 : -1;
        return chip;
      }));
      tools.hidden = chosen === null;
      box.parentElement.classList.toggle("is-empty", !seats.length);
      for (const chip of expected) chip.hidden = seats.some((one) => String(one.id) === chip.dataset.invitation);
      if (focused && chosen !== null) node(chosen)?.focus();
    };
    const choose = (id, { quietly = false } = {}) => {
      chosen = seats.some((one) => one.id === id) ? id : null;
      show();
      if (!quietly) onChosen(chosen);
    };
    const chooseAt = (place) => { if (seats[place]) choose(seats[place].id, { quietly: true }); };
    const step = (by) => {
      if (seats.length) chooseAt((index() + by + seats.length + (chosen === null && by < 0 ? 1 : 0)) % seats.length);
    };
    const move = (by) => {
      const from = index();
      const to = from + by;
      if (from < 0 || to < 0 || to >= seats.length) return;
      [seats[from], seats[to]] = [seats[to], seats[from]];
      show();
      onOrder(seats.map((one) => one.id));
    };
    const digit = (key) => {
      // "1" chooses at once; "12" within 0.7 s chooses seat 12; 0 alone is seat 10
      clearTimeout(digitsTimer);
      digits = (digits + key).slice(-2);
      const wanted = digits === "0" ? 10 : Number(digits);
      chooseAt((wanted > seats.length ? Number(key) || 10 : wanted) - 1);
      digitsTimer = setTimeout(() => { digits = ""; }, 700);
    };

    box.addEventListener("click", (event) => {
      const chip = event.target.closest("[data-seat]");
      if (chip) choose(Number(chip.dataset.seat) === chosen ? null : Number(chip.dataset.seat));
    });
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const arrows = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
      if (event.key in arrows) {
        event.preventDefault();
        if (event.shiftKey) move(arrows[event.key]); else step(arrows[event.key]);
        node(chosen)?.focus();
      } else if (/^\d$/.test(event.key)) {
        event.preventDefault();
        digit(event.key);
        node(chosen)?.focus();
      } else if (event.key === "Escape" || (event.key.length === 1 && event.key !== " ")) {
        onChosen(chosen); // back to the words; the letter that was typed lands there
      }
    });
    tools.addEventListener("click", (event) => {
      const tool = event.target.closest("[data-tool]")?.dataset.tool;
      if (tool === "back") move(-1);
      if (tool === "on") move(1);
      if (tool === "leave" && chosen !== null) onLeave(chosen);
    });

    return {
      set: (next) => {
        seats = next;
        if (!seats.some((one) => one.id === chosen)) chosen = null;
        show();
      },
      all: () => seats,
      chosen: () => chosen,
      choose,
      digit,
      step,
      focus: () => (node(chosen) ?? box.querySelector("[data-seat]"))?.focus(),
    };
  };
  window.zaochaMake = make;
})();
