"""Conditions of templates speak of what views hand over: a name that nobody ever gives is always false, in silence."""

import pytest
from django.template.base import FilterExpression, Variable
from django.template.defaulttags import IfNode

from tests.browser.test_pages import address_of
from tests.browser.visits import all_visits
from tests.browser.world import make_world
from tests.standing import standing
from tests.web.test_typed import signed_in

standing_office = standing(make_world)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(standing_office):
    return standing_office


def names_in(condition):
    """Yield the first word of each variable of a condition."""
    for part in (getattr(condition, "first", None), getattr(condition, "second", None)):
        if part is not None:
            yield from names_in(part)
    value = getattr(condition, "value", None)
    if isinstance(value, FilterExpression) and isinstance(value.var, Variable) and value.var.lookups:
        yield value.var.lookups[0]


# Given by a view in a state that no visit shows, each with a test of its own.
GIVEN_ELSEWHERE = {
    ("components/routes.html", "first"): "to whom the link of a survey has let in",
    ("components/onward.html", "quiet"): "where a conflict says itself where to go on",
    ("components/empty.html", "other_href"): "on the home of who is in no program",
    ("coordinator/year/contact.html", "has_two_hats"): "who has a hand in the mentee's training",
    ("participant/calendar/mine.html", "new_address"): "after the address was renewed",
    ("participant/debriefs/write.html", "asked"): "after words that look like a patient",
    ("participant/debriefs/write.html", "twin"): "after another conversation of the day",
    ("participant/intake/base_topic.html", "theirs"): "after another window's save",
    ("components/answering/check.html", "test"): "in the test of a survey of thirteen questions or more",
    ("participant/milestones/report.html", "asked"): "after words that look like a patient",
    ("participant/milestones/report.html", "theirs"): "after another window's save",
}


def test_conditions_ask_only_for_names_that_some_page_gives(world, monkeypatch):
    """Draws every page of the visits once: that is the time which it takes."""
    given = {}
    render = IfNode.render

    def watching(node, context):
        for condition, _nodes in node.conditions_nodelists:
            for name in names_in(condition) if condition is not None else ():
                place = (node.origin.template_name, name)
                given[place] = given.get(place, False) or name in context
        return render(node, context)

    monkeypatch.setattr(IfNode, "render", watching)

    for visit in all_visits():
        user = world.users.get(visit.who)
        if user is not None:
            signed_in(user).get(address_of(visit, world))

    assert len(given) > 300
    never = {place for place, is_given in given.items() if not is_given}
    assert sorted(never - GIVEN_ELSEWHERE.keys()) == []
