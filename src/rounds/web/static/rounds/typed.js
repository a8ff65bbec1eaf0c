// Keeps what is typed into a long form: a moment after each change it is sent to where the form says, and the words
// below the fields tell how far it is. Without this file the buttons save it.
"use strict";

const words = document.querySelector("[data-typed]");
const form = words?.closest("form");
if (form) {
  const itself = words.dataset.typed === "";
  const to = words.dataset.typed || form.getAttribute("action") || window.location.href;
  const seen = form.elements[itself ? "seen" : "typed_seen"];
  let timer = null;
  let sending = null; // the save that is on its way
  let isNew = false; // something was typed since the last save began
  let isDead = false; // the line, when it was last tried
  let goesAnyway = false; // only the button can say more: another window was first, nobody is signed in, an error
  let stopped = false;
  let pressed = null; // the button whose press waits for a save
  let wait = 1000;

  const say = (text, link, page) => {
    words.textContent = text;
    if (link) words.append(" ", Object.assign(document.createElement("a"), { href: page, textContent: link }));
  };

  const contents = () => {
    const found = new FormData(form);
    found.set("go", "autosave");
    return found;
  };
  const headers = { Accept: "application/json", "X-Autosave": "yes" };

  const send = async () => {
    const answer = await fetch(to, {
      method: "POST",
      body: contents(),
      headers,
      signal: AbortSignal.timeout(20_000),
    });
    isDead = false;
    return [answer.status, await answer.json()];
  };

  const save = async () => {
    clearTimeout(timer);
    isNew = goesAnyway = false;
    isDead = true;
    if (!words.textContent) say(words.dataset.saving);
    try {
      const [status, said] = await send();
      if (status === 200) seen.value = said.seen;
      else goesAnyway = true;
      stopped = status === 409;
      say(said.words, said.link, said.page);
      wait = 1000;
    } catch {
      isNew = true;
      goesAnyway = !isDead;
      say(words.dataset[isDead ? (pressed ? "waiting" : "offline") : "failing"]);
      wait = Math.min(60_000, wait * 2);
      timer = setTimeout(begin, wait);
    }
  };

  // One save at a time; a press that came meanwhile goes on after it. Not at once: a form that is sent while it is
  // being sent does nothing.
  const begin = () => {
    sending ??= save().finally(() => {
      sending = null;
      if (pressed && (goesAnyway || !isNew)) setTimeout(go, 0);
      else if (pressed && !isDead) begin();
    });
  };
  const go = () => {
    clearTimeout(timer);
    stopped = true;
    delete form.dataset.sent;
    form.requestSubmit(pressed.isConnected && pressed !== form ? pressed : undefined);
    pressed = null;
  };

  const later = () => {
    if (stopped) return;
    isNew = true;
    clearTimeout(timer);
    timer = setTimeout(begin, 700);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.addEventListener("online", () => {
    if (isNew || pressed) begin();
  });
  if (form.querySelector("[data-typed-back]")) {
    const folded = form.closest("details");
    if (folded) folded.open = true;
    if (itself) later();
  }

  // What is not kept yet is kept before the button goes on: a save on its way must not race it, and nothing is sent
  // into a dead line.
  form.addEventListener("submit", (event) => {
    if (stopped || goesAnyway || (!sending && !isNew && navigator.onLine)) {
      clearTimeout(timer);
      stopped = true;
      return;
    }
    event.preventDefault();
    pressed = event.submitter ?? form;
    begin();
  });

  // The last word: who leaves by a link a moment after typing loses nothing. A save on its way may still arrive before it
  // or not at all, so this one says that it is the last of this page.
  window.addEventListener("pagehide", () => {
    if (stopped || !(isNew || sending)) return;
    clearTimeout(timer);
    isNew = false;
    const last = contents();
    last.set("typed_last", "yes");
    fetch(to, { method: "POST", body: last, headers, keepalive: true })
      .then(async (answer) => {
        if (answer.status === 200) seen.value = (await answer.json()).seen;
      })
      .catch(() => {
        isNew = true;
      });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = false;
  });
}
