// A chosen answer that is pressed again is taken off, by finger, mouse or the space bar: no question has to stay answered.
// Without this file the sentence that says so stays hidden.
"use strict";

const taken = new Map();
let wasChosen = null;

for (const one of document.querySelectorAll("#answers input[type=radio]:checked")) taken.set(one.name, one);

function answer(event) {
  const one = event.target;
  const isOne = one instanceof HTMLInputElement && one.type === "radio" && one.closest("#answers");
  return isOne ? one : null;
}

function takeOff(one) {
  taken.delete(one.name);
  one.checked = false;
  one.dispatchEvent(new Event("input", { bubbles: true }));
  one.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const one = answer(event);
  if (!one) return;
  if (taken.get(one.name) === one) takeOff(one);
  else taken.set(one.name, one);
});

// a chosen one that is pressed by the space bar is no click to a browser
document.addEventListener("keyup", (event) => {
  const one = answer(event);
  if (one && event.key === " " && wasChosen === one) {
    event.preventDefault();
    takeOff(one);
  }
  wasChosen = null;
});

document.addEventListener("keydown", (event) => {
  const one = answer(event);
  wasChosen = one && event.key === " " && one.checked ? one : null;
});

const words = document.getElementById("take-off");
if (words) words.hidden = false;
