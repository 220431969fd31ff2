// The numbers of the form above go along when a proposal is kept; charts are drawn anew after each comparison.
(() => {
  "use strict";
  document.addEventListener("input", (event) => {
    const follower = document.querySelector(`[data-follows="${event.target.id}"]`);
    if (follower) follower.value = event.target.value;
  });
})();
