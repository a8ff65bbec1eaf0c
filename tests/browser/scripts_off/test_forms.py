"""Every page of participants with JavaScript off: each of its forms is filled in, sent, and does what it says.

The longer version sends each form of each page; the short one the forms of every fifth page. A form takes half a second.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Locator, Page

from tests.browser.conftest import sign_in
from tests.browser.test_pages import address_of
from tests.browser.visits import all_visits

PLAIN = "Plain words, typed by hand."
# the examples of those who give these numbers out
NUMBERS = {"orcid": "0000-0002-1825-0097", "npi": "1234567893"}
FORMS = "main form[method=post]"
ONCE_MORE = "send it once more"
VISITS = [
    visit
    for visit in all_visits()
    if visit.weight == "participant" and visit.status == 200 and visit.who is not None
]


@contextmanager
def as_it_was() -> Iterator[None]:
    """Put the database back afterward, so that each form is sent in the same world."""
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:")
    connection.connection.backup(kept)
    yield
    kept.backup(connection.connection)
    kept.close()


@pytest.mark.parametrize("part", [0, *(pytest.param(one, marks=pytest.mark.long) for one in range(1, 5))])
def test_every_form_of_participants_works_without_javascript(browser, live_server, world, part):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    context.set_default_timeout(5_000)
    page, wrong, sent = context.new_page(), {}, 0

    for visit in VISITS[part::5]:
        address, number = address_of(visit, world), 0
        while True:
            with as_it_was():
                sign_in(context, world.users[visit.who], live_server.url)
                page.goto(address)
                if page.locator(FORMS).count() <= number:
                    break
                problem = send(page, page.locator(FORMS).nth(number), world)
                number, sent = number + 1, sent + 1
                if problem:
                    wrong[f"{visit}, form {number}"] = problem
    context.close()

    print(f"{sent} forms sent without JavaScript")
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())


def send(page: Page, form: Locator, world: Any) -> str:
    """Fill a form in and press its first button; return what is wrong with what comes."""
    unfold(page)
    fill(form, world)
    button = form.locator("button:visible").first
    if not button.count():
        return "has no button that can be seen"
    name = " ".join(button.inner_text().split())
    status, said = press(page, button)
    if ONCE_MORE in said:
        # the world's meetings are at the hour of the run, and at night the page asks whether that is meant
        status, said = press(page, page.locator(FORMS).get_by_role("button", name=name).first)
    if status == 200 and not said and page.locator("h1").count():
        return ""
    return f"“{name}” answers {status}, {page.title()}: {' '.join(said.split())}"


def press(page: Page, button: Locator) -> tuple[int, str]:
    """Press a button; return the status of what comes, and what it says is wrong."""
    with page.expect_navigation() as answer:
        button.click()
    return answer.value.status, " ".join(page.locator(".error-summary").all_inner_texts())


def unfold(page: Page) -> None:
    """Open what is folded on the page."""
    folded = page.locator("main details:not([open]) > summary:visible")
    for _time in range(20):
        if folded.count():
            folded.first.click()


def fill(form: Locator, world: Any) -> None:
    """Answer everything that is empty, as somebody would who answers all; what is filled in stays."""
    from rounds.core.clock import institution_today
    from rounds.core.database.scope import scope

    with scope(world.institution.id, world.institution.timezone):
        today = institution_today()
    said = {
        "email": "nobody.else@st-brigid.example",
        "date": today.isoformat(),
        "time": "16:30",
        "datetime-local": f"{today + timedelta(days=12)}T16:30",
        "decimal": "2",
    }
    # a field that finds somebody is given somebody
    known = {**NUMBERS, "who": world.people["alice"].full_name, "talked_on": today.isoformat()}
    boxes = "textarea:visible, input:visible:not([type=radio]):not([type=checkbox]):not([type=file])"
    for box in form.locator(boxes).all():
        if not box.input_value() and box.is_editable():
            kind = box.get_attribute("inputmode") or box.get_attribute("type") or "text"
            box.fill(known.get(box.get_attribute("name") or "") or said.get(kind, PLAIN))
            said["date"] = (today + timedelta(days=7)).isoformat()  # what comes after a day is a later one
    asked = set()
    for one in form.locator("input[type=radio]").all():
        name = one.get_attribute("name")
        if name not in asked and not form.locator(f"input[name='{name}']:checked").count():
            one.check(force=True)
        asked.add(name)
    ticks = form.locator("input[type=checkbox]")
    if ticks.count() and not form.locator("input[type=checkbox]:checked").count():
        ticks.first.check(force=True)
