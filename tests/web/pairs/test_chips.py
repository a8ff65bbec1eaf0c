"""The list of pairs: what a chip counts is what its list shows, under the same search."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today, now
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Mentorship
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene, solve_now


@pytest.fixture
def look(in_hospital):
    """Return what Alice sees of three pairs that began a hundred days ago and have not talked."""
    scene = make_scene(in_hospital, mentees=2, mentors=2)
    publish_run(run_id=solve_now(start_run(cohort=scene.cohort, by=scene.alice)).id, by=scene.alice)
    Mentorship.objects.update(
        state="active",
        opened_on=institution_today() - timedelta(days=100),
        created_at=now() - timedelta(days=100),
    )
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    page = reverse("year:list", kwargs={"institution": scene.institution.slug})
    return lambda **query: client.get(page, query).context


def test_pairs_that_an_import_has_brought_are_said_to_count_from_then_on(look):
    assert look()["brought"] is None
    Mentorship.objects.update(imported_start_on=institution_today() - timedelta(days=100), created_at=now())

    shown = look()

    assert (shown["brought"].pairs, shown["brought"].on) == (3, institution_today())
    assert {key: count for key, _label, count in shown["chips"]}["first"] == 0


@pytest.mark.parametrize("words", ["", "Cleo", "nobody of this name"])
def test_chips_count_what_their_lists_show_under_the_same_search(look, words):
    chips = look(q=words)["chips"]

    shown = {key: look(q=words, show=key)["page"].paginator.count for key, _label, _count in chips}

    assert {key: count for key, _label, count in chips} == shown
    assert {"first", "silent", "unsigned"} <= set(shown)
    assert shown["first"] == {"": 3, "Cleo": 1}.get(words, 0)
