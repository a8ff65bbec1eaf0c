// Small comforts. Every page works without this file.
"use strict";

// Toasts can be dismissed.
for (const button of document.querySelectorAll("[data-dismiss]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest(".toast").remove();
    document.getElementById("main").focus();
  });
}

// What is shown to be carried elsewhere can be copied in one press: <button data-copy="id of the box or text" hidden>.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copy);
    if (box.select) box.select();
    else getSelection().selectAllChildren(box);
    await navigator.clipboard.writeText(box.value ?? box.textContent.trim());
    button.textContent = button.dataset.done;
  });
}

// A form that came back with errors starts at its summary.
document.querySelector("[data-focus]")?.focus();

// A question that has a page of its own is asked in a dialog: <a href="…" data-dialog> fetches the page and
// shows its part marked data-dialog-content. The form in it is sent from there: what comes back as a question,
// because of a mistake (200) or because somebody was first (409), is shown in the same dialog.
const questionIn = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-dialog-content]");

function ask(dialog, content) {
  const heading = content.querySelector("h1, h2");
  if (heading) dialog.setAttribute("aria-label", heading.textContent.trim());
  dialog.replaceChildren(...content.childNodes);
  for (const close of dialog.querySelectorAll("[data-close]")) {
    close.addEventListener("click", (press) => {
      press.preventDefault();
      dialog.close();
    });
  }
  dialog.querySelector("[data-focus]")?.focus();
}

// To this same page again, whatever part of it is named: a new fragment alone would load nothing.
function goTo(address) {
  const [now, then] = [window.location.href, new URL(address, window.location.href).href];
  window.location.href = then;
  if (now.split("#")[0] === then.split("#")[0]) window.location.reload();
}

async function sendFromDialog(event) {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: new FormData(form, event.submitter),
      headers: { Accept: "text/html", "X-Dialog": "yes" },
    });
    const onward = answer.headers.get("X-Onward");
    const content = onward ? null : await questionIn(answer);
    if (onward) goTo(onward);
    else if (content) ask(form.closest("dialog"), content);
    else throw new Error("not a question");
  } catch {
    form.submit(); // what a dialog can't show is answered as a page
  }
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const content = await questionIn(answer);
    if (!answer.ok || answer.redirected || !content) throw new Error("not a question");
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    ask(dialog, content);
    document.body.append(dialog);
    dialog.addEventListener("submit", sendFromDialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    dialog.showModal();
  } catch {
    window.location.href = link.href;
  }
});

// A control that only narrows a list submits its form at once: <form data-at-once>.
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// An open menu closes with Escape and with a press elsewhere.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Single keys, unless the reader has turned them off: an element says which key presses it (data-key="l");
// J and K walk through the links marked data-row.
if (document.body.dataset.shortcuts !== "off") {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog")) return;
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (wanted) {
      event.preventDefault();
      wanted.focus();
      if (!wanted.matches("input")) wanted.click();
      return;
    }
    if (event.key !== "j" && event.key !== "k") return;
    const rows = [...document.querySelectorAll("a[data-row]")];
    const here = rows.findIndex((row) => row === document.activeElement || row.hasAttribute("aria-current"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, here + (event.key === "j" ? 1 : -1)))];
    if (next && rows.indexOf(next) !== here) {
      event.preventDefault();
      next.focus();
      next.click();
    }
  });
}

// In a survey a chosen answer that is pressed again is taken off, by finger, mouse or the space bar: no question has to
// stay answered. Without this the sentence that says so stays hidden.
if (document.getElementById("take-off")) {
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

  const said = document.getElementById("take-off");
  if (said) said.hidden = false;
}
