"""With all connections off nothing is asked of them: pages and their queries are as without; of what is loaded see tests/architecture."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.matrix import asker_of, text_of

pytestmark = pytest.mark.django_db

TABLES = ("integrations_connection", "integrations_lti", "integrations_linkedidentity")
PAGES = {
    "cleo": ("", "mine/", "me/", "pairs/", "growth/", "calendar/"),
    "bob": ("", "me/", "pairs/", "growth/"),
    "chief": (
        "",
        "people/",
        "programs/",
        "matching/",
        "year/",
        "surveys/",
        "evidence/",
        "roll-out/",
        "sent/",
    ),
    "director": ("", "evidence/"),
}


def asked_by(world, who):
    """Return how often each page of somebody asks the tables of connections, with the page."""
    asker, found = asker_of(world.actors[who]), {}
    for page in PAGES[who]:
        asker.get(f"/{world.here.slug}/{page}")  # what is kept for a while is kept
        with CaptureQueriesContext(connection) as asked:
            answer = asker.get(f"/{world.here.slug}/{page}")
        assert answer.status_code in (200, 302), page
        about = [one["sql"] for one in asked if any(name in one["sql"] for name in TABLES)]
        found[page] = (len(about), len(asked), len(text_of(answer)))
    return found


@pytest.mark.parametrize("who", sorted(PAGES))
def test_pages_ask_nothing_of_connections_but_one_count_for_the_office(standing_world, who):
    """Open the pages with four connections there: only the question of the office's home counts them, with all else."""
    asked = {page: about for page, (about, _all, _length) in asked_by(standing_world, who).items()}

    assert all(about == 0 for page, about in asked.items() if page)
    assert asked[""] <= (3 if who == "chief" else 0)  # one that waits is read, with why not
