"""At the top tier peers may pair, but never both ways."""

import pytest

from rounds.core.errors import DomainError
from rounds.matching.gathering import gather
from rounds.matching.preview import preview_of
from rounds.matching.selectors import result_of
from rounds.matching.services.decisions import lock_pair
from rounds.matching.services.runs import start_run
from tests.matching.scenes import add_mentee, add_mentor, make_scene, solve_now

CHAIR = {"tier": "executive", "capacity": 1}


@pytest.fixture
def scene(in_hospital):
    """Two chairs, each a mentee too: Ada knows what Ben wants, Ben little of what Ada wants."""
    scene = make_scene(in_hospital)
    scene.program.allow_peers = True
    scene.program.save()
    scene.enrollments["Bob", "mentor"].delete()
    scene.enrollments["Cleo", "mentee"].delete()
    add_mentor(scene, "Ada", **CHAIR, answers={"expertise": {"FIN": 5, "TEAM": 5}})
    add_mentor(scene, "Ben", **CHAIR, answers={"expertise": {"FIN": 1}})
    add_mentee(scene, "Ada", answers={"gaps": {"FIN": 3}})
    add_mentee(scene, "Ben", answers={"gaps": {"FIN": 3, "TEAM": 2}})
    return scene


def directions(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    names = {str(person.id): name for name, person in scene.people.items()}
    return [(names[pair.mentee], names[pair.mentor]) for pair in result_of(run).solution.pairs]


def test_two_peers_are_paired_one_way_by_who_covers_more_gaps(scene):
    assert directions(scene) == [("Ben", "Ada")]


def test_locked_direction_stays_open_and_the_other_is_closed(scene):
    lock_pair(cohort=scene.cohort, pair=scene.pair("Ben", "Ada"), by=scene.alice)

    with pytest.raises(DomainError, match="the other way round"):
        lock_pair(cohort=scene.cohort, pair=scene.pair("Ada", "Ben"), by=scene.alice)
    assert directions(scene) == [("Ben", "Ada")]


def test_closed_direction_is_named_before_the_run_and_at_the_unmatched(scene):
    effects = {effect.name: effect.pairs for effect in preview_of(scene.cohort, scene.alice).effects}
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    assert effects["the other way round"] == 1
    assert list(result_of(run).unmatched) == [str(scene.people["Ada"].id)]


def test_no_direction_is_closed_where_a_tier_decides(scene):
    add_mentor(scene, "Carl", tier="mid_career")
    add_mentee(scene, "Carl")

    closed = [one for one in gather(scene.cohort).relations if one.kind == "mutual"]

    assert len(closed) == 1


def test_ring_of_three_chairs_can_not_close_between_any_two(scene):
    add_mentor(scene, "Cy", **CHAIR)
    add_mentee(scene, "Cy")

    found = directions(scene)

    assert len(found) >= 2
    assert not {(mentor, mentee) for mentee, mentor in found} & set(found)
