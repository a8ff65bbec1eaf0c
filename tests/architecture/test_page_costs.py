"""What a page costs, counted: questions to the database and template nodes drawn. Time is measured in `benchmarks/`."""

import pytest
from django.db import connection
from django.template.base import Node
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rounds.core.database.scope import scope
from rounds.people.models import Person
from rounds.web.kept_pages import forget_pages
from tests.browser.world import make_world


@pytest.fixture
def world(db):
    return make_world("costs")


def cost(client, path, monkeypatch):
    """Return (queries, template nodes) of a page that somebody has opened before, as it is drawn anew."""
    assert client.get(path).status_code == 200
    forget_pages()
    drawn, draw = [], Node.render_annotated

    def counting(node, context):
        drawn.append(node)
        return draw(node, context)

    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(Node, "render_annotated", counting)
        assert client.get(path).status_code == 200
    return len(queries), len(drawn)


# who, page: at most so many queries and nodes. The frame itself: session, owner, institution, person, roles.
COSTS = [
    ("cleo", "frame:help", 5, 93),
    ("alice", "frame:help", 5, 97),
    ("cleo", "home", 11, 49),
    ("cleo", "intake:mine", 7, 37),
    ("cleo", "pairs:mine", 7, 37),
    ("cleo", "record:mine", 14, 89),
    ("alice", "programs:list", 6, 48),
    ("alice", "matching:home", 6, 40),
    ("alice", "framework:current", 13, 45),
    ("alice", "people:list", 13, 73),
]


@pytest.mark.parametrize(("who", "page", "most_queries", "most_nodes"), COSTS)
def test_page_costs_no_more_than_it_did(client, world, monkeypatch, who, page, most_queries, most_nodes):
    client.force_login(world.users[who])

    queries, nodes = cost(client, reverse(page, kwargs={"institution": "st-brigid"}), monkeypatch)

    assert (queries <= most_queries, nodes <= most_nodes) == (True, True), (queries, nodes)


def test_menus_of_the_frame_are_drawn_once(client, world, monkeypatch):
    from rounds.web.templatetags import kept

    client.force_login(world.users["alice"])
    path = reverse("frame:help", kwargs={"institution": "st-brigid"})
    cost(client, path, monkeypatch)
    before = kept._drawn.cache_info()

    client.get(path)

    after = kept._drawn.cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits


def test_a_row_of_a_list_is_one_node(client, world, monkeypatch):
    client.force_login(world.users["alice"])
    path = reverse("people:list", kwargs={"institution": "st-brigid"})
    before = cost(client, path, monkeypatch)

    with scope(world.institution.id):
        for number in range(20):
            Person.objects.create(given_name="Invented", family_name=f"Person {number}")

    queries, nodes = cost(client, path, monkeypatch)
    assert queries == before[0]
    assert nodes - before[1] <= 20 + 10
