"""The real sheets of another service through the wizard in a browser: at most six clicks a file once its columns are known."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from tests.data import real_data

pytestmark = pytest.mark.browser
GRADES = ("resident", "fellow", "junior_faculty", "mid_career", "executive")


class Clicks:
    """Counts what a person presses."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def press(self, selector: str) -> None:
        self.count += 1
        self.page.click(selector)
        self.page.wait_for_load_state()

    def choose(self, path) -> None:
        self.count += 1
        self.page.set_input_files("input[name=file]", str(path))


@pytest.mark.parametrize(
    ("name", "kind"), [("civil-service-mentees.csv", "mentees"), ("civil-service-mentors.csv", "mentors")]
)
def test_known_columns_take_at_most_six_clicks(open_window, live_server, people_alone, name, kind, tmp_path):
    page = open_window(width=1280, mode="light", user=people_alone.users["alice"]).new_page()
    source = real_data("spreadsheets", name)
    start = live_server.url + reverse("imports:new", kwargs={"institution": "st-brigid"})
    first = tmp_path / "first.csv"
    lines = source.read_text().splitlines(keepends=True)
    first.write_text("".join(lines[:60]))

    teach = Clicks(page)
    page.goto(f"{start}?kind={kind}")
    teach.choose(first)
    teach.press("main button.button-primary")
    selects = page.locator(".import-cause select")
    for number in range(selects.count()):
        selects.nth(number).select_option(GRADES[number % len(GRADES)])
    teach.press(".import-cause button[name=do] >> nth=0")
    teach.press("main button.button-primary")

    again = Clicks(page)
    began = time.perf_counter()
    page.goto(f"{start}?kind={kind}")
    again.choose(source)
    again.press("main button.button-primary")
    counted = page.inner_text(".import-counts")
    left_out = page.inner_text(".import-left-out")
    again.press("main button.button-primary")
    seconds = time.perf_counter() - began

    print(f"\n{name}: {again.count} clicks, {seconds:.1f} s; {' '.join(counted.split())}")
    assert again.count <= 6
    assert "441" in counted.split()
    assert "biography" in left_out
    assert ("identity to match" if kind == "mentees" else "characteristics") in left_out
    assert "were imported" in page.inner_text("main")
