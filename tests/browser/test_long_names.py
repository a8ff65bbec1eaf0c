"""A surname of 35 letters and an address of 60 signs push no page sideways on the narrowest phone."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import address_of
from tests.browser.visits import all_visits

SURNAME = "Wolfeschlegelsteinhausenbergerdorff"
DOMAIN = "@rehabilitation-and-research-hospital.example"
WIDTH = 320
HALVES = (0, 1)  # so that two cores share the pages
# the widest thing that sticks out, to be named
WIDEST = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 0.5);
  const last = out.filter((one) => !out.includes(one.firstElementChild)).slice(0, 3);
  return `${document.documentElement.scrollWidth} px: ` + last.map((one) => one.outerHTML.slice(0, 120)).join(" | ");
}"""


def lengthen(world):
    """Give everybody a long surname and a long address."""
    from rounds.core.folding import fold
    from rounds.people.models import Person

    for number, person in enumerate(Person.everywhere.order_by("id")):
        address = f"{number:03}".rjust(60 - len(DOMAIN), "x") + DOMAIN
        Person.everywhere.filter(id=person.id).update(
            family_name=SURNAME, folded_family=fold(SURNAME), email=address if person.email else ""
        )


@pytest.mark.parametrize("half", HALVES)
def test_no_page_is_pushed_sideways(open_window, world, half):
    """A second a page in all: each is drawn by the browser."""
    lengthen(world)
    windows, wrong, shown = {}, {}, 0

    for visit in [*{(visit.page, visit.who): visit for visit in all_visits()}.values()][half::2]:
        if visit.who not in windows:
            windows[visit.who] = open_window(width=WIDTH, user=world.users.get(visit.who)).new_page()
        page = windows[visit.who]
        page.goto(address_of(visit, world), wait_until="load")
        shown += SURNAME in page.content()
        if sticks_out := page.evaluate(WIDEST):
            wrong[str(visit)] = sticks_out

    assert wrong == {}, "\n".join(f"{visit}: {what}" for visit, what in wrong.items())
    assert shown > 20
