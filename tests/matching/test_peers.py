"""At the top tier peers may pair, but never in a ring: neither two people nor more."""

import random
from contextlib import suppress
from itertools import product
from uuid import UUID

import pytest

from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.matching.decisions.services.decisions import lock_pair
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.input.selectors.preview import preview_of
from rounds.matching.models import PairDecision
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Mentorship
from rounds.people.models import CareerStage
from rounds.programs.models import Intake
from tests.matching.scenes import add_mentee, add_mentor, make_scene, random_answers, solve_now

CHAIR = {"tier": "executive", "capacity": 1}


@pytest.fixture
def scene(in_hospital):
    """Make two chairs, each a mentee too: Ada knows what Ben wants, Ben little of what Ada wants."""
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
    effects = {effect.rule: effect.pairs for effect in preview_of(scene.cohort, scene.alice).effects}
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    assert effects["mutual"] == 1
    assert list(result_of(run).unmatched) == [str(scene.people["Ada"].id)]


def test_no_direction_is_closed_where_a_tier_decides(scene):
    add_mentor(scene, "Carl", tier="mid_career")
    add_mentee(scene, "Carl")

    closed = [one for one in gather(scene.cohort).relations if one.kind == "mutual"]

    assert len(closed) == 1


@pytest.fixture
def three(scene):
    """Add a third chair, so that each would cover most of what the next one wants: alone they would close a ring."""
    domains = dict(zip(("Ada", "Ben", "Cy"), ("FIN", "TEAM", "STR"), strict=True))
    add_mentor(scene, "Cy", **CHAIR)
    add_mentee(scene, "Cy")
    for name, after in (("Ada", "Ben"), ("Ben", "Cy"), ("Cy", "Ada")):
        tell(scene, name, "mentor", {"expertise": {domains[name]: 5}})
        tell(scene, name, "mentee", {"gaps": {domains[after]: 3}})
    return scene


def tell(scene, name, side, answers):
    """Change what somebody answers."""
    enrollment = scene.enrollments[name, side]
    Intake.objects.filter(enrollment=enrollment).delete()
    Intake.objects.create(enrollment=enrollment, version=1, answers=answers, submitted_at=now())


def ring_in(pairs):
    """Return the people of a ring of mentors, or none: who is left when those without a mentor above go, repeatedly."""
    left = set(pairs)
    while True:
        mentees = {mentee for mentee, _mentor in left}
        stays = {pair for pair in left if pair[1] in mentees}
        if stays == left:
            return sorted({person for pair in left for person in pair})
        left = stays


def test_ring_is_found_by_the_check_itself():
    assert ring_in([("A", "B"), ("B", "C"), ("C", "A"), ("D", "A")]) == ["A", "B", "C", "D"]
    assert ring_in([("A", "B"), ("B", "C"), ("A", "C")]) == []


def test_ring_of_three_chairs_never_closes_though_each_fits_the_next_best(three):
    found = directions(three)

    assert len(found) == 2
    assert ring_in(found) == []


def test_pair_by_hand_turns_the_order_unless_it_would_close_a_ring(three):
    lock_pair(cohort=three.cohort, pair=three.pair("Ada", "Ben"), by=three.alice)
    lock_pair(cohort=three.cohort, pair=three.pair("Ben", "Cy"), by=three.alice)

    with pytest.raises(DomainError, match="the other way round"):
        lock_pair(cohort=three.cohort, pair=three.pair("Cy", "Ada"), by=three.alice)
    assert set(directions(three)) == {("Ada", "Ben"), ("Ben", "Cy")}


def test_either_direction_of_two_peers_can_be_locked_first(scene):
    lock_pair(cohort=scene.cohort, pair=scene.pair("Ada", "Ben"), by=scene.alice)

    assert directions(scene) == [("Ada", "Ben")]


def test_proposed_pairs_of_peers_can_be_published_after_an_answer_has_changed(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    tell(scene, "Ben", "mentor", {"expertise": {"FIN": 5, "TEAM": 5}})
    tell(scene, "Ada", "mentor", {"expertise": {}})

    publish_run(run_id=run.id, by=scene.alice)

    assert list(Mentorship.objects.values_list("mentee__given_name", "mentor__given_name")) == [
        ("Ben", "Ada")
    ]


def test_rings_through_a_tier_that_nobody_recorded_never_close(scene):
    """Nova's tier is unknown: she could mentor the chairs and be mentored by residents."""
    for name, stage in (("Nova", {}), ("Rae", {"pgy": 3}), ("Rob", {"pgy": 1})):
        add_mentor(scene, name, tier="resident", **stage)
        add_mentee(scene, name)
    CareerStage.objects.filter(person=scene.people["Nova"]).delete()

    gathering = gather(scene.cohort)

    names = [(person.given_name, str(person.id)) for person in scene.people.values()]
    closed = {(one.mentee, one.mentor) for one in gathering.relations if one.kind == "mutual"}
    can = [
        (mentee, mentor)
        for (mentee, low), (mentor, high) in product(names, repeat=2)
        if mentee != mentor and {mentee, mentor} <= {"Ada", "Ben", "Nova", "Rae", "Rob"}
        if (low, high) not in closed and not gathering.rules_between(UUID(low), UUID(high))
    ]
    assert ring_in(can) == []
    assert {"Nova"} <= {mentee for mentee, _mentor in can} | {mentor for _mentee, mentor in can}


@pytest.mark.parametrize("seed", range(20))
def test_circle_of_chairs_has_no_ring_whatever_they_answer_and_whatever_stands(in_hospital, seed):
    draw = random.Random(seed)
    scene = make_scene(in_hospital)
    scene.program.allow_peers = True
    scene.program.save()
    chairs = [f"Chair{number}" for number in range(8)]
    for name in chairs:
        add_mentor(scene, name, tier="executive", capacity=2, answers=random_answers(draw, "mentor"))
        add_mentee(scene, name, answers=random_answers(draw, "mentee"))
    for _number in range(3):
        with suppress(DomainError):
            lock_pair(cohort=scene.cohort, pair=scene.pair(*draw.sample(chairs, 2)), by=scene.alice)
    kept = {
        (one.mentee.person.given_name, one.mentor.person.given_name) for one in PairDecision.objects.all()
    }

    found = directions(scene)

    assert kept
    assert kept <= set(found)
    assert ring_in(found) == []
