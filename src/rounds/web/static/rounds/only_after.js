// Questions that are asked only after an answer above them. Without this file all are shown, each with when it counts;
// what counts is decided where the answers arrive.
"use strict";

const blocks = [...document.querySelectorAll("[data-only-after]")];

function show() {
  for (const block of blocks) {
    const codes = block.dataset.codes.split(" ");
    const given = [...document.querySelectorAll(`[name="${block.dataset.onlyAfter}"]:checked`)];
    const isAsked = given.some((one) => codes.includes(one.value) && !one.closest("[hidden]"));
    // an error is never hidden
    block.hidden = !isAsked && !block.querySelector(".field-bad");
  }
}

document.addEventListener("change", show);
show();
