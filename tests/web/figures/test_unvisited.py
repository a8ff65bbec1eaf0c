"""Pages that are said to hold no figure hold none: looked at in a world in which something leads to each."""

import re

import pytest

from rounds.core.database.scope import scope
from rounds.people.models import Person
from tests.access.matrix import client_of
from tests.access.midway import midway_world
from tests.standing import standing
from tests.web.figures.pages import figures_of, pages_from
from tests.web.figures.test_recount import AREAS
from tests.web.figures.unvisited import WITHOUT_FIGURES

pytestmark = pytest.mark.django_db
world = standing(midway_world)
NAMES = re.compile(r"Zzq\w+|\bversion \d+", re.IGNORECASE)  # words of the world, versions of a map


def test_pages_without_figures_hold_none(world):
    """A walk through the office: that is the seconds which it takes."""
    with scope(world.here.id):
        names = [one.full_name for one in Person.objects.all()]
        walk = pages_from(
            client_of(world.actors["alice"]), [f"/{world.here.slug}/{area}" for area in AREAS], of_each=4
        )
        seen = {}
        for answer, html in walk:
            view = answer.resolver_match.view_name
            if view in WITHOUT_FIGURES:
                seen.setdefault(view, []).extend(figures_of(NAMES.sub("Word", html), names=names))

    print(f"\n{len(seen)} of {len(WITHOUT_FIGURES)} looked at: {sorted(seen)}")
    held = [f"{view}: {one}" for view, found in seen.items() for one in found]
    assert held == [], "\n".join(held)
    assert len(seen) > 5
