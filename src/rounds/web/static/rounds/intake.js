// Keeps what is typed: a moment after each change the form is saved as it is. Without this file the
// buttons save it.
"use strict";

const form = document.querySelector("form[data-autosave]");
if (form) {
  const words = form.querySelector("[data-autosave-words]");
  let timer = null;
  let sending = null;
  let stopped = false;

  const save = async () => {
    timer = null;
    const contents = new FormData(form);
    contents.set("go", "autosave");
    try {
      const answer = await fetch(form.action, { method: "POST", body: contents, redirect: "error" });
      const said = await answer.json();
      if (answer.ok) form.elements.seen.value = said.seen;
      else stopped = true; // another window changed this topic: the button will ask which text to keep
      words.textContent = said.words;
    } catch {
      // Offline or signed out: the page keeps what is typed, and the next change tries again.
      words.textContent = "";
    }
  };

  const later = () => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      sending = (sending || Promise.resolve()).then(save);
    }, 700);
  };
  form.addEventListener("input", later);

  // A save that is on its way must not race the button.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    stopped = true;
    if (sending && !form.dataset.waited) {
      event.preventDefault();
      form.dataset.waited = "yes";
      delete form.dataset.sent;
      sending.finally(() => form.requestSubmit(event.submitter));
    }
  });
}
