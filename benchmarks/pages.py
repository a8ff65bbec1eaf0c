"""How fast the demo's pages come, in a real browser: a call-room phone and a desk.

    python -m benchmarks.pages [pictures]

Starts the demo with data of its own, signs in as its people and opens each page with an empty cache: the phone has
a processor four times slower and a line of 1.6 Mbit/s with 150 ms there and back, the desk 10 Mbit/s and 40 ms.
Prints, beside its budget, the median of three openings: largest paint and first paint in ms, blocking time in ms (what
long tasks take over 50 ms each), layout shift, and what came over the line. `pictures` writes the README's picture and
those of docs/integrations.md to docs/pictures instead.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import chromium

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
OPENINGS = 3
COORDINATOR, MENTOR, MENTEE = "Alice Varga", "Dr. Robert Okafor", "Dr. Cleo Marchetti"
SITE_ADMIN = "Sam Whitfield"
PAINTS = """() => new Promise((done) => {
  const seen = { lcp: 0, tbt: 0, cls: 0 };
  const watch = (type, what) =>
    new PerformanceObserver((list) => list.getEntries().forEach(what)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
  watch("longtask", (one) => { seen.tbt += Math.max(0, one.duration - 50); });
  watch("layout-shift", (one) => { seen.cls += one.value; });
  setTimeout(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    done({ ...seen, fcp: paint ? paint.startTime : 0 });
  }, 200);
})"""


class Reader(NamedTuple):
    """A device: width in pixels, how many times slower its processor is, its line in bit/s and ms."""

    name: str
    width: int
    slower: int
    bits: float
    latency: int


PHONE = Reader("phone", 390, 4, 1.6e6, 150)
DESK = Reader("desk", 1280, 1, 10e6, 40)
# largest paint in ms on the phone and at the desk, blocking time in ms
BUDGETS = {"participant": (1800, 800, 100), "staff": (2500, 1200, 150)}


def main(arguments: list[str]) -> None:
    with demo() as address, chromium() as browser:
        if arguments == ["pictures"]:
            take_pictures(browser, address)
            take_set_up_pictures(browser, address)
            return
        visits = addresses(browser, address)
        print(
            f"{'page':34} {'seen from':9} {'largest':>8} {'budget':>7} {'first':>6} {'blocked':>8} {'shift':>6} {'KiB':>6}"
        )
        for reader in (PHONE, DESK):
            for who, weight, path in visits:
                measured = [open_page(browser, address, who, path, reader) for _ in range(OPENINGS)]
                lcp, fcp, tbt, cls, kib = (
                    statistics.median(column) for column in zip(*measured, strict=True)
                )
                budget = BUDGETS[weight][reader is DESK]
                print(
                    f"{path[:34]:34} {reader.name:9} {lcp:8.0f} {budget:7} {fcp:6.0f} {tbt:8.0f} {cls:6.3f} {kib:6.0f}"
                    + (" over budget" if lcp > budget or tbt > BUDGETS[weight][2] else "")
                )


@contextmanager
def demo() -> Iterator[str]:
    """Start the demo with data of its own and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        running = subprocess.Popen(
            [sys.executable, "-m", "rounds.cli", "demo"],
            cwd=ROOT,
            env={**os.environ, "ROUNDS_DATA": folder, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/demo/")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(30)


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The demo did not start within 150 seconds.")


def sign_in(context: BrowserContext, address: str, who: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name=f"Sign in as {who}").click()
    page.wait_for_load_state("load")
    return page


def addresses(browser: Browser, address: str) -> list[tuple[str, str, str]]:
    """Return who opens which path, with the weight of its budget; lets a match run first, so that there is a review."""
    context = browser.new_context()
    page = sign_in(context, address, COORDINATOR)
    home = urlsplit(page.url).path
    review = propose_pairs(page, address, home)
    page.goto(f"{address}{home}programs/")
    chase = page.locator("main a[href$='/people/']").first.get_attribute("href")
    context.close()
    context = browser.new_context()
    page = sign_in(context, address, MENTEE)
    page.locator("main a[href*='/intake/']").first.click()
    page.wait_for_load_state()
    intake = urlsplit(page.url).path
    context.close()
    return [
        (MENTEE, "participant", home),
        (MENTEE, "participant", f"{home}mine/"),
        (MENTEE, "participant", f"{home}me/"),
        (MENTEE, "participant", intake),
        (MENTOR, "participant", home),
        (MENTOR, "participant", f"{home}pairs/"),
        (COORDINATOR, "staff", home),
        (COORDINATOR, "staff", f"{home}people/"),
        (COORDINATOR, "staff", f"{home}imports/new/"),
        (COORDINATOR, "staff", chase),
        (COORDINATOR, "staff", f"{home}matching/"),
        (COORDINATOR, "staff", review),
        (COORDINATOR, "staff", f"{home}competencies/"),
    ]


def propose_pairs(page: Page, address: str, home: str) -> str:
    """Press what a coordinator presses for the largest cohort and return the path of the review."""
    page.goto(f"{address}{home}matching/")
    links = page.locator("a[href*='/matching/cohorts/']")
    buttons = {}
    for path in [links.nth(place).get_attribute("href") for place in range(links.count())]:
        page.goto(f"{address}{path}")
        label = page.get_by_role("button", name="Find mentors for").inner_text()
        buttons[path] = int("".join(filter(str.isdigit, label)))
    page.goto(address + max(buttons, key=buttons.__getitem__))
    page.get_by_role("button", name="Find mentors for").click()
    page.wait_for_selector("h1:has-text('Review')", timeout=120_000)
    return urlsplit(page.url).path


def open_page(browser: Browser, address: str, who: str, path: str, reader: Reader) -> list[float]:
    """Open a path with an empty cache; return largest paint, first paint, blocking time (ms), shift and KiB."""
    context = browser.new_context(viewport={"width": reader.width, "height": 800})
    sign_in(context, address, who).close()
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": reader.latency,
            "downloadThroughput": reader.bits / 8,
            "uploadThroughput": reader.bits / 8,
        },
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": reader.slower})
    came = []
    line.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.goto(address + path, wait_until="load")
    seen = page.evaluate(PAINTS)
    context.close()
    return [seen["lcp"], seen["fcp"], seen["tbt"], seen["cls"], sum(came) / 1024]


def take_pictures(browser: Browser, address: str) -> None:
    """Write the README's picture: the review of the proposed pairs of the large cohort."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, device_scale_factor=1.5)
    page = sign_in(context, address, COORDINATOR)
    propose_pairs(page, address, urlsplit(page.url).path)
    page.wait_for_load_state("networkidle")
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / "review.png")
    context.close()


def take_set_up_pictures(browser: Browser, address: str) -> None:
    """Write the pictures of docs/integrations.md: the one address, what waits to be switched on, a link to place."""
    for who, take in ((SITE_ADMIN, _enter_platform), (COORDINATOR, _switch_on)):
        context = browser.new_context(viewport={"width": 1100, "height": 1400}, device_scale_factor=1.5)
        page = sign_in(context, address, who)
        take(page, f"{address}{urlsplit(page.url).path}connections/")
        context.close()


def _enter_platform(page: Page, connections: str) -> None:
    page.goto(f"{connections}new/")
    page.get_by_label("Name").fill("Canvas")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Make the address").click()
    _keep_picture(page, "connection-1-address.png")


def _switch_on(page: Page, connections: str) -> None:
    page.goto(connections)
    page.get_by_role("link", name="Simulation Center").click()
    _keep_picture(page, "connection-2-switch-on.png")
    page.goto(connections)
    page.get_by_role("link", name="St. Brigid Learn").click()
    page.get_by_role("link", name="Place a link in a course").click()
    _keep_picture(page, "connection-3-place.png")


def _keep_picture(page: Page, name: str) -> None:
    """Keep the page as far down as something stands on it."""
    box = page.locator("#main").bounding_box()
    end = page.evaluate(
        "Math.max(...[...document.querySelectorAll('#main *')].map((one) => one.getBoundingClientRect().bottom))"
    )
    clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": end - box["y"] + 24}
    page.screenshot(path=PICTURES / name, clip=clip)


if __name__ == "__main__":
    main(sys.argv[1:])
