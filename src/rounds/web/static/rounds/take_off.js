// A chosen answer that is pressed again is taken off: no question of a survey has to stay answered.
// Without this file the sentence that says so stays hidden.
"use strict";

const taken = new Map();

for (const one of document.querySelectorAll("#answers input[type=radio]:checked")) taken.set(one.name, one);

document.addEventListener("click", (event) => {
  const one = event.target;
  if (!(one instanceof HTMLInputElement) || one.type !== "radio" || !one.closest("#answers")) return;
  if (taken.get(one.name) !== one) {
    taken.set(one.name, one);
    return;
  }
  taken.delete(one.name);
  one.checked = false;
  one.dispatchEvent(new Event("input", { bubbles: true }));
  one.dispatchEvent(new Event("change", { bubbles: true }));
});

const words = document.getElementById("take-off");
if (words) words.hidden = false;
