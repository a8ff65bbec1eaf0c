"""Long surnames and addresses between usual texts push no page sideways on the narrowest phone.

The short version has them between the worst texts, in test_pages.py.
"""

from __future__ import annotations

import pytest

from tests.browser.checks import WIDEST
from tests.browser.hostile_texts import SURNAME, lengthen
from tests.browser.test_pages import address_of
from tests.browser.visits import all_visits

HALVES = (0, 1)  # so that two cores share the pages


@pytest.mark.long
@pytest.mark.parametrize("half", HALVES)
def test_no_page_is_pushed_sideways(open_window, world, half):
    """A second a page in all: each is drawn by the browser."""
    lengthen(world, each=True)
    windows, wrong, shown = {}, {}, 0

    for visit in [*{(visit.page, visit.who): visit for visit in all_visits()}.values()][half::2]:
        if visit.who not in windows:
            windows[visit.who] = open_window(width=320, user=world.users.get(visit.who)).new_page()
        page = windows[visit.who]
        page.goto(address_of(visit, world), wait_until="load")
        shown += SURNAME in page.content()
        if sticks_out := page.evaluate(WIDEST):
            wrong[str(visit)] = sticks_out

    assert wrong == {}, "\n".join(f"{visit}: {what}" for visit, what in wrong.items())
    assert shown > 20
