// An element with data-poll fetches its successor every two seconds, until that one says data-over: then the
// page is loaded again, because what it waited for is there.
"use strict";

const poll = async (element) => {
  try {
    const answer = await fetch(element.dataset.poll, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return window.location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-poll]");
    if (!next || "over" in next.dataset) return window.location.reload();
    // Only what changed, so that a screen reader hears no more than that.
    if (next.innerHTML !== element.innerHTML) element.innerHTML = next.innerHTML;
  } catch {
    // The line is down for a moment; the next round asks again.
  }
  setTimeout(poll, 2000, element);
};

for (const element of document.querySelectorAll("[data-poll]:not([data-over])")) setTimeout(poll, 2000, element);
