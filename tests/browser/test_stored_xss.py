"""Scripts that somebody typed into every text field: shown in a real browser, none of them runs.

All of them at once, in one text, are on the pages of test_pages.py; here is what must notice them, and the long version.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import reverse

from tests.browser.conftest import sign_in_client
from tests.browser.hostile_texts import PAYLOADS, Watch, plant
from tests.browser.test_pages import address_of
from tests.browser.visits import all_visits

SHOWS_ONE = "people:detail"


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
def test_no_script_runs_when_it_comes_first(open_window, world, part):
    """Look for scripts in every state, with few payloads at a time, so that each is the first in some text."""
    plant(world, PAYLOADS[part::5])

    wrong, shown = sweep(open_window, world, all_visits())

    assert wrong == {}
    # The payloads were there to be read, as text.
    assert shown > len(all_visits()) / 3


def sweep(open_window, world, visits) -> tuple[dict[str, list[str]], int]:
    """Return what came alive by page, and how many pages showed a payload as text."""
    watches, wrong, shown = {}, {}, 0
    for visit in visits:
        if visit.who not in watches:
            watches[visit.who] = Watch(open_window(user=world.users.get(visit.who)).new_page())
        noted = watches[visit.who].open(address_of(visit, world), status=visit.status)
        shown += watches[visit.who].shows_payload()
        if noted:
            wrong[str(visit)] = noted
    return wrong, shown


def test_template_that_does_not_escape_is_noticed(open_window, world):
    """Render the same page with every value marked as safe."""
    visit = next(visit for visit in all_visits() if visit.page == SHOWS_ONE)
    source = get_template("coordinator/people/detail.html").template.source
    careless = re.sub(r"\{\{ ([\w.]+) \}\}", r"{{ \1|safe }}", source)
    plant(world, PAYLOADS)
    page = open_window(user=world.users[visit.who]).new_page()

    with override_settings(TEMPLATES=templates_with({"coordinator/people/detail.html": careless})):
        noted = Watch(page).open(address_of(visit, world))

    assert careless != source
    # The policy stopped it, and both the policy and the page tell.
    assert any("Security Policy" in line for line in noted)
    assert any("alert(1)" in line for line in noted)


def templates_with(planted: dict[str, str]) -> list[dict]:
    """Return the template settings with some templates replaced."""
    own = settings.TEMPLATES[0]
    loaders = [
        ("django.template.loaders.locmem.Loader", planted),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    return [{**own, "APP_DIRS": False, "OPTIONS": {**own["OPTIONS"], "loaders": loaders}}]


def _sheet(world):
    return {"import_id": world.things["import_messy"].id, "form": "csv"}


FILES = {
    "imports:people": lambda world: {"form": "xlsx"},
    "imports:rejected": _sheet,
    "matching:export": lambda world: {"run_id": world.things["published"].id, "kind": "xlsx"},
    "audit:export": lambda world: {},
}


@pytest.mark.parametrize("name", FILES)
def test_file_with_payloads_is_saved_and_never_shown(browser, world, name):
    plant(world, PAYLOADS)
    client = Client()
    sign_in_client(client, world.users["nadia" if name == "audit:export" else "alice"])

    answer = client.get(reverse(name, kwargs={"institution": "st-brigid", **FILES[name](world)}))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer["Content-Type"]
    assert "alert(1)" in text_of_file(answer)


def text_of_file(answer) -> str:
    """Return the words of a CSV or a workbook, which must be well-formed."""
    content = answer.getvalue()
    if content.startswith(b"PK"):
        from defusedxml.ElementTree import fromstring

        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            trees = [fromstring(parts.read(name)) for name in parts.namelist() if name.endswith(".xml")]
        return " ".join(text for tree in trees for text in tree.itertext())
    return " ".join(cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row)
