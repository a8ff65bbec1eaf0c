"""What every page must hold: accessibility rules, the content policy, no strangers, no sideways scroll, budgets."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

# On a first visit: KiB as sent, KiB of JavaScript, requests, layout shift.
BUDGETS = {
    "participant": (120, 40, 15, 0.02),
    "staff": (250, 120, 20, 0.05),
    "dashboard": (400, 200, 25, 0.05),
}
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Another theme changes colors and nothing else of a page that has been looked at.
COLORS_ALONE = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
AXE_SCRIPT = Axe().axe_script
# Static files do not change during a run: path, and bytes as sent.
FILES: dict[str, int] = {}
# Rows far below are drawn when one comes there; until then they lie over each other.
UNROLLED = """const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets.push(sheet);"""
READY = f"(() => {{ {AXE_SCRIPT}; {UNROLLED} }})()"
# What has arrived: the fonts are there, and so much was pushed about. The rules are read while one waits for it.
ARRIVED = f"""async () => {{
  await document.fonts.ready;
  const pushed = new Promise((done) => {{
    let sum = 0;
    new PerformanceObserver((list) => {{ for (const one of list.getEntries()) sum += one.value; }})
      .observe({{ type: "layout-shift", buffered: true }});
    setTimeout(() => done(sum), 50);
  }});
  {AXE_SCRIPT};
  const sum = await pushed;
  {UNROLLED}
  return sum;
}}"""
# What sticks out at the right, to be named.
WIDEST = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 0.5);
  const last = out.filter((one) => !out.includes(one.firstElementChild)).slice(0, 3);
  return `${document.documentElement.scrollWidth} px of content in ${width} px: `
    + last.map((one) => one.outerHTML.slice(0, 120)).join(" | ");
}"""

# A first visit over a slow line is drawn in the font of the machine, which is wider.
WITHOUT_ITS_FONT = f"""() => {{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("body {{ font-family: system-ui, sans-serif; }}");
  document.adoptedStyleSheets.push(sheet);
  const widest = ({WIDEST})();
  document.adoptedStyleSheets.pop();
  return widest;
}}"""

PHONE = 768
# On a phone: links and buttons of rows that a finger misses, and scales of numbers that break into two rows.
FOR_FINGERS = """() => {
  const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
  const height = (one) => one.getBoundingClientRect().height;
  const rows = ["tbody tr", ".card-rows > li", ".tasks > li", ".pair-line", ".toast"];
  const small = rows.flatMap((row) => [...document.querySelectorAll(`main ${row} :is(a, button)`)])
    .concat([...document.querySelectorAll("main .alone")])
    .filter((one) => seen(one) && height(one) < 43.5)
    .map((one) => `${Math.round(height(one))} px high in a row, 44 wanted: ${one.outerHTML.slice(0, 120)}`);
  const controls = ["button", "summary", "select", ".option", ".chip", ".segments > *", ".menu-sheet a", ".foot a",
    ".crumbs a", ".find-link", ".brand", ".button",
    "input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=range])"];
  const low = [...document.querySelectorAll(controls.join())]
    .filter((one) => seen(one) && height(one) < 43.5 && !one.matches(".visually-hidden"))
    .map((one) => `a control ${Math.round(height(one))} px high, 44 wanted: ${one.outerHTML.slice(0, 120)}`);
  const rows_of = (one) => new Set([...one.children].map((step) => step.offsetTop)).size;
  const narrow = [...document.querySelectorAll(".words-halves > label")].filter(seen)
    .filter((one) => one.getBoundingClientRect().width < 43.5 || height(one) < 43.5)
    .map((one) => `a step of a scale is ${Math.round(one.getBoundingClientRect().width)} px wide, 44 wanted`);
  const broken = [...document.querySelectorAll(".words")].filter(seen)
    .filter((one) => rows_of(one) > (one.matches(".words-halves") ? 2 : 1))
    .map((one) => `a scale of ${one.children.length} breaks into rows: ${one.innerText.slice(0, 40)}`);
  return [...small.slice(0, 3), ...low.slice(0, 3), ...narrow.slice(0, 3), ...broken.slice(0, 3)];
}"""


# What stands around every page of a kind: half of its elements, and most of the time that the rules take.
FRAME = "nav.side, header.head, header.top"
# All of it in one question: each costs a fiftieth of a second. A line of a template may begin with the comma of the one before.
LOOK = f"""async ([options, phone, known]) => {{
  if (!("axe" in window)) return null;
  const around = [...document.querySelectorAll({FRAME!r})];
  const frame = around.map((one) => one.className).join(" ");
  const part = frame && known.includes(frame) ? {{ exclude: around }} : document;
  const seen = (one) => one.checkVisibility({{ visibilityProperty: true }}) && one.getBoundingClientRect().width > 0;
  return {{
    frame,
    violations: (await axe.run(part, options)).violations,
    widest: ({WIDEST})(),
    without: phone ? ({WITHOUT_ITS_FONT})() : "",
    fingers: phone ? ({FOR_FINGERS})() : [],
    loose: (document.querySelector("main") || document.body).innerText.match(/\\w [,.](?=\\s)/g) || [],
    filled: [...document.querySelectorAll("main .button-primary")].filter(seen).length,
  }};
}}"""


@dataclass
class Traffic:
    """What came over the line for one page."""

    host: str
    bytes: int = 0
    script_bytes: int = 0
    requests: int = 0
    strangers: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def watching(self, page: Page) -> Iterator[None]:
        listeners: dict[str, Callable[[Any], None]] = {
            "response": self._response,
            "console": self._console,
            "pageerror": lambda error: self.complaints.append(str(error)),
        }
        for event, listener in listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]
        yield
        for event, listener in listeners.items():
            page.remove_listener(event, listener)

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def _response(self, response: Response) -> None:
        address = urlsplit(response.url)
        if address.scheme == "data":
            return
        self.requests += 1
        if address.netloc != self.host:
            self.strangers.append(response.url)
        if response.status >= 300:
            if response.status >= 400 and response.request.resource_type != "document":
                self.failed.append(f"{response.status} {response.url}")
            return
        sent = self._as_sent(response, is_file=address.path.startswith("/static/"))
        self.bytes += sent
        if response.request.resource_type == "script":
            self.script_bytes += sent

    def _as_sent(self, response: Response, *, is_file: bool) -> int:
        """Static files are compressed when they are collected for production, which tests do not do."""
        path = urlsplit(response.url).path
        if is_file and path in FILES:
            return FILES[path]
        if is_file:
            body = response.body()
            FILES[path] = len(body) if path.endswith(".woff2") else len(gzip.compress(body, 9))
            return FILES[path]
        return response.request.sizes()["responseBodySize"] or len(response.body())


def visit_page(
    context: BrowserContext,
    address: str,
    *,
    weight: str = "staff",
    status: int = 200,
    known: set[str] | None = None,
) -> tuple[Page, list[str]]:
    """Open an address in the window's tab, as on a first visit, and return the page with what is wrong with it, in words.

    `known`: the frames that were looked at in this window.
    """
    page = context.pages[0] if context.pages else open_tab(context)  # a tab more costs a process more
    base: Any = context._impl_obj._options["baseURL"]  # type: ignore[attr-defined]
    traffic = Traffic(urlsplit(base).netloc)
    with traffic.watching(page):
        response = page.goto(address, wait_until="load")
        shift = page.evaluate(ARRIVED)
    problems = []
    if response is None or response.status != status:
        problems.append(f"answers {response and response.status}, not {status}")
    if "sign-in" in page.url and "sign-in" not in address:
        problems.append(f"leads to sign-in: {page.url}")
    problems += check_page(page, known=known)
    problems += [f"third-party host: {url}" for url in traffic.strangers]
    problems += [f"could not be loaded: {what}" for what in traffic.failed]
    # a page that is meant to answer 404 is reported by the console as one
    problems += [f"console: {text}" for text in traffic.complaints if f"status of {status}" not in text]
    problems += _over_budget(shift, traffic, weight)
    return page, problems


def open_tab(context: BrowserContext) -> Page:
    """Open a tab that keeps no files, so that each visit is a first one."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page


def show_as(page: Page, *, width: int, mode: str) -> None:
    """Give an open page another width in pixels and another mode (light, dark, forced), without loading it again."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(
        color_scheme="dark" if mode == "dark" else "light",
        forced_colors="active" if mode == "forced" else "none",
    )


def check_page(
    page: Page, *, rules: dict[str, Any] = AXE_OPTIONS, known: set[str] | None = None
) -> list[str]:
    """Return what is wrong with an open page (in whatever state it is): axe, sideways scroll, fingers.

    A frame that is among the known ones is not held against the rules again; another one is known from here on.
    """
    # a press returns when the next page has begun to arrive; half of it has no heading yet
    page.wait_for_load_state()
    phone = (page.viewport_size or {"width": PHONE})["width"] < PHONE
    asked = [rules, phone, sorted(known or ())]
    found = page.evaluate(LOOK, asked)
    if found is None:
        page.evaluate(READY)
        found = page.evaluate(LOOK, asked)
    if known is not None:
        known.add(found["frame"])
    problems = [
        f"axe {rule['id']}: {node['html'][:160]} ({' '.join(node.get('failureSummary', '').split())[:200]})"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
    if found["widest"]:
        problems.append(f"scrolls sideways: {found['widest']}")
    if found["without"] and not found["widest"]:
        problems.append(f"scrolls sideways before its font has come: {found['without']}")
    problems += found["fingers"]
    problems += [f"a space before a mark: {mark}" for mark in found["loose"][:3]]
    if found["filled"] > 1 and "components" not in page.url:
        problems.append(f"{found['filled']} filled buttons; one a page")
    return problems


def _over_budget(layout_shift: float, traffic: Traffic, weight: str) -> list[str]:
    kib, script_kib, requests, shift = BUDGETS[weight]
    measured = [
        ("KiB in all", traffic.bytes / 1024, kib),
        ("KiB of JavaScript", traffic.script_bytes / 1024, script_kib),
        ("requests", traffic.requests, requests),
        ("layout shift", layout_shift, shift),
    ]
    return [f"{value:.3g} {name}, budget {most}" for name, value, most in measured if value > most]
