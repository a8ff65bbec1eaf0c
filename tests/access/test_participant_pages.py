"""What every page of mentees and mentors has: a true sentence beside each box for text, and the way to help."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.access.matrix import all_addresses, ask, asker_of, is_allowed, read_policy, remembered, things_for

pytestmark = pytest.mark.django_db

READERS = ("cleo", "bob", "both", "former_mentor")


class Boxes(HTMLParser):
    """Collects the boxes for long text about which neither their form nor the page's head says who reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.silent: list[str] = []
        self.boxes = 0
        self._in_form: list[str] = []
        self._is_said = self._is_said_above = self._is_inside = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if tag == "form":
            self._in_form, self._is_said, self._is_inside = [], False, True
        elif tag == "textarea":
            self.boxes += 1
            self._in_form.append(about.get("name", ""))
        elif "reads" in (about.get("class") or "").split():
            self._is_said = True
            self._is_said_above |= not self._is_inside

    def handle_endtag(self, tag):
        if tag == "form":
            self._is_inside = False
            self.silent += [] if self._is_said or self._is_said_above else self._in_form


def pages_of(world, who):
    """Yield the name and the HTML of every page that somebody of a pair may open, on each thing."""
    actor, policy = world.actors[who], read_policy()
    asker = asker_of(actor)
    with remembered():
        for address in all_addresses():
            rule = policy[address.name].get("GET")
            if not address.in_institution or not isinstance(rule, dict):
                continue
            for thing in things_for(address, world):
                if thing.institution == world.here and is_allowed(rule, actor, thing, world):
                    answer = ask(asker, address, "GET", thing)
                    if answer.status == 200 and "html" in answer.headers.get("Content-Type", ""):
                        yield address.name, answer.text


@pytest.mark.parametrize("who", READERS)
def test_every_page_says_who_reads_what_is_typed_and_leads_to_help(standing_world, who):
    """Open every page of one reader: that is the second which it takes."""
    help_page = reverse("frame:routes", kwargs={"institution": standing_world.here.slug})
    boxes, pages, wrong = 0, 0, set()

    for name, html in pages_of(standing_world, who):
        found = Boxes(html)
        boxes, pages = boxes + found.boxes, pages + 1
        wrong |= {f"{name}: nobody says who reads “{box}”" for box in found.silent}
        if "<body" in html and help_page not in html:
            wrong.add(f"{name}: no way to help and reporting")

    assert sorted(wrong) == []
    assert pages > 15
    assert boxes > 0 or who == "former_mentor"


def test_silent_box_is_found():
    told = '<form method="post"><p class="reads">Only you.</p><textarea name="a"></textarea></form>'

    assert Boxes(told + '<form><textarea name="b"></textarea></form>').silent == ["b"]
