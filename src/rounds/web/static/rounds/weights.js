// Sliders beside the number fields of the what-if page; the sum stays at 100. Without this file the numbers work alone.
"use strict";

const form = document.querySelector("form[data-weights]");
const rows = [...form.querySelectorAll(".weight")].map((row) => ({
  slider: row.querySelector("[data-slider]"),
  number: row.querySelector("[data-number]"),
}));
const values = rows.map((row) => Number(row.number.value));

function show() {
  rows.forEach((row, place) => {
    row.slider.value = values[place];
    row.number.value = values[place];
  });
  form.querySelector("[data-sum]").textContent = values.reduce((sum, value) => sum + value, 0);
}

// The others give or take in proportion to what they have; what rounding leaves goes to the largest.
function change(place, wanted) {
  const value = Math.max(0, Math.min(100, Math.round(wanted) || 0));
  const others = values.map((_, other) => other).filter((other) => other !== place);
  const before = others.reduce((sum, other) => sum + values[other], 0);
  const room = 100 - value;
  for (const other of others) {
    values[other] = before ? Math.floor((values[other] * room) / before) : 0;
  }
  values[place] = value;
  const rest = 100 - values.reduce((sum, each) => sum + each, 0);
  const largest = others.reduce((best, other) => (values[other] > values[best] ? other : best), others[0]);
  values[largest] += rest;
  show();
}

rows.forEach((row, place) => {
  row.slider.hidden = false;
  row.slider.addEventListener("input", () => change(place, Number(row.slider.value)));
  row.slider.addEventListener("change", () => form.requestSubmit());
  row.number.addEventListener("change", () => {
    change(place, Number(row.number.value));
    form.requestSubmit();
  });
});
for (const aim of form.querySelectorAll("[name=aim]")) aim.addEventListener("change", () => form.requestSubmit());
