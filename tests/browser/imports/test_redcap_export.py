"""Each REDCap export through the wizard in a browser: read, folded, checked; every column and row has its place on the page."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from rounds.people.models import Person
from tests.data import real_data
from tests.sheets.test_redcap import PROJECTS, dictionary_of

pytestmark = pytest.mark.browser
# The short version takes the one kind that has checkboxes and a dictionary and little else.
SHORT = "checkboxes-1"


@pytest.fixture
def world(transactional_db, monkeypatch):
    """Return the characters alone: nothing of other areas is needed here."""
    from tests.browser import visits
    from tests.browser.world import make_world

    monkeypatch.setattr(visits, "_modules", list)
    return make_world()


def columns_of(folder) -> list[str]:
    text = (folder / "data.csv").read_text(encoding="utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    return next(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count)))


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "project", [pytest.param(one, marks=() if one == SHORT else pytest.mark.long) for one in PROJECTS]
)
def test_export_is_read_and_each_column_has_its_place(open_window, live_server, world, project):
    folder = real_data("redcap", project)
    dictionary = dictionary_of(folder)
    labels = {
        name: one_line(field.label) for name, field in (dictionary.fields if dictionary else {}).items()
    }
    page = open_window(width=1280, mode="light", user=world.users["alice"]).new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 500 else None)

    page.goto(live_server.url + reverse("imports:new", kwargs={"institution": "st-brigid"}) + "?kind=mentees")
    page.set_input_files("input[name=file]", str(folder / "data.csv"))
    if dictionary:
        page.click("text=The file comes from REDCap")
        page.set_input_files("input[name=dictionary]", str(next(folder.glob("dictiona*.csv"))))
    page.click("main button.button-primary")
    page.wait_for_selector(".import-counts")
    page.click("text=Use these columns")
    page.wait_for_selector(".import-counts")

    told = one_line(page.text_content("main") or "")
    lost = [
        name
        for name in columns_of(folder)
        if name.split("___")[0] not in told and labels.get(name, "\0") not in told
    ]
    counts = [
        int(one.replace(",", "")) for one in page.locator(".import-counts dd.value").all_text_contents()
    ]
    rows = int(page.locator(".page-head p").inner_text().split(" row")[0].split()[-1])
    assert not lost
    assert not failed
    assert sum(counts) == rows > 0
    if dictionary:
        assert not any("___" in text for text in page.locator(".import-columns").all_text_contents())
    assert Person.everywhere.count() == len(world.people)
