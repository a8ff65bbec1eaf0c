"""Pages that are kept: whoever lost a right since gets what somebody without it gets, never what is kept.

A kept page stands outside its rule of access, so it is right only while the rule asks the reader and the database and
nothing else. Each kept page is opened by everybody who may, then rights end in several ways, and the next answer must
be the one that is drawn when nothing is kept.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.mentorships.models import Delegation, Mentorship
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import Enrollment, ProgramRole
from rounds.web import kept_pages
from tests.access.matrix import (
    all_addresses,
    client_of,
    is_allowed,
    path_of,
    read_policy,
    rolled_back,
    things_for,
)

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")\w*')


def roles_end(day):
    RoleAssignment.objects.update(to_on=day)
    ProgramRole.objects.update(to_on=day)


def everybody_leaves(day):
    Person.objects.update(left_on=day)


def everybody_withdraws(day):
    Enrollment.objects.update(state="withdrawn")


def pairs_end(day):
    Mentorship.objects.update(state="ended", ended_on=day, end_reason="other")


def assistants_stop(day):
    Delegation.objects.update(ended_at="2026-01-01T00:00Z")


# Chooses one of several pages, of which some are kept.
KEPT_BELOW = {"home"}
CHANGES = (
    roles_end,
    everybody_leaves,
    pairs_end,
    pytest.param(everybody_withdraws, marks=pytest.mark.long),
    pytest.param(assistants_stop, marks=pytest.mark.long),
)


def kept_addresses():
    return [address for address in all_addresses() if is_kept(address.view) or address.name in KEPT_BELOW]


def is_kept(view) -> bool:
    """Tell whether a view, or one that it wraps, is declared to be kept."""
    while view is not None:
        if view.__code__.co_qualname.startswith("kept_page."):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def told(client: Client, path: str) -> tuple[int, str, str]:
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", ""), TOKEN.sub(r"\1", answer.content.decode())


def visits(world):
    """Yield (client, path) of each kept page that somebody may open, once for each of them."""
    policy = read_policy()
    for address in kept_addresses():
        for actor in world.actors.values():
            for thing in things_for(address, world):
                if is_allowed(policy[address.name].get("GET"), actor, thing, world):
                    given = {**thing.arguments, "institution": thing.institution.slug}
                    yield client_of(actor), path_of(address.name, tuple(given.items()))
                    break


def test_there_are_kept_pages_and_they_are_found():
    assert len(kept_addresses()) > 5


@pytest.mark.parametrize("change", CHANGES)
def test_right_that_ended_is_not_kept(standing_world, change):
    """Slow, because each kept page is opened three times by everybody who may."""
    kept_pages.forget_pages()
    changed = 0
    with rolled_back():
        opened = [(client, path, told(client, path)) for client, path in visits(standing_world)]
        for institution in (standing_world.here, standing_world.elsewhere):
            with scope(institution.id):
                change(institution_today() - timedelta(days=1))
        after = [told(client, path) for client, path, _ in opened]
        kept_pages.forget_pages()
        wrong = [
            path for (client, path, _), one in zip(opened, after, strict=True) if told(client, path) != one
        ]
        changed = sum(before != one for (_, _, before), one in zip(opened, after, strict=True))
    kept_pages.forget_pages()

    assert not wrong
    assert changed > 0, "the change changed nothing that anybody sees"
