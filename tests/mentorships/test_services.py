from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.enums import OPEN, TRANSITIONS, State
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import (
    EarlierPair,
    open_pairs,
    prepare_existing_pairs,
    record_existing_pair,
    set_places,
)
from rounds.mentorships.services.states import complete_mentorship, end_mentorship, move_mentorship
from tests.matching.scenes import add_mentee, add_mentor, make_scene


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


def opening(scene, mentee="Cleo", mentor="Bob", places=2):
    return Opening(
        mentee_enrollment_id=scene.enrollments[mentee, "mentee"].id,
        mentor_enrollment_id=scene.enrollments[mentor, "mentor"].id,
        mentee_id=scene.people[mentee].id,
        mentor_id=scene.people[mentor].id,
        places=places,
    )


def open_(scene, *pairs, state=State.ACTIVE):
    return open_pairs(
        pairs=pairs, cycle_id=scene.cohort.cycle_id, program_id=scene.program.id, by=scene.alice, state=state
    )


def test_open_pairs_takes_a_place_for_each(scene):
    open_(scene, opening(scene))

    assert MentorLoad.objects.get().active == 1
    assert Mentorship.objects.get().opened_on == institution_today()


def test_mentor_beyond_the_places_is_named_and_nothing_is_opened(scene):
    add_mentee(scene, "Finn")

    with pytest.raises(OutOfOrder, match="Bob Brandt"):
        open_(scene, opening(scene, places=1), opening(scene, "Finn", places=1))
    assert not Mentorship.objects.exists()


def test_mentor_who_takes_fewer_now_gets_no_second_pair(scene):
    add_mentee(scene, "Finn")
    open_(scene, opening(scene, places=2))

    with pytest.raises(OutOfOrder, match="Bob Brandt"):
        open_(scene, opening(scene, "Finn", places=1))
    with pytest.raises(OutOfOrder, match="Bob Brandt"):
        open_(scene, opening(scene, "Finn", places=0))
    assert MentorLoad.objects.get().active == 1


def test_who_has_withdrawn_meanwhile_is_named_and_nothing_opens(scene):
    scene.enrollments["Cleo", "mentee"].state = "withdrawn"
    scene.enrollments["Cleo", "mentee"].save()

    with pytest.raises(OutOfOrder, match=r"Cleo Castell.*not in this cohort any more"):
        open_(scene, opening(scene))
    assert not Mentorship.objects.exists()


def test_second_primary_mentor_is_refused_by_name(scene):
    add_mentor(scene, "Eve")
    open_(scene, opening(scene))

    with pytest.raises(OutOfOrder, match="Cleo Castell"):
        open_(scene, opening(scene, mentor="Eve"))


def test_database_refuses_a_second_primary_mentor(scene):
    add_mentor(scene, "Eve")
    (first,) = open_(scene, opening(scene))
    eve = opening(scene, mentor="Eve")

    with pytest.raises(IntegrityError), transaction.atomic():
        Mentorship.objects.create(
            cycle_id=first.cycle_id,
            mentee_id=first.mentee_id,
            mentee_enrollment_id=first.mentee_enrollment_id,
            mentor_id=eve.mentor_id,
            mentor_enrollment_id=eve.mentor_enrollment_id,
            state=State.OFFERED,
        )


def test_database_refuses_a_mentor_over_capacity(scene):
    open_(scene, opening(scene))

    with pytest.raises(IntegrityError), transaction.atomic():
        MentorLoad.objects.update(active=3)


def test_existing_pair_stretches_the_places_and_keeps_its_start(scene):
    pair = record_existing_pair(
        pair=opening(scene, places=0),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        started_on=date(2026, 3, 1),
        by=scene.alice,
    )

    assert (pair.state, pair.imported_start_on, pair.opened_on) == (
        State.ACTIVE,
        date(2026, 3, 1),
        date(2026, 3, 1),
    )
    assert MentorLoad.objects.get().capacity == 1


def test_existing_pair_from_the_future_is_refused(scene):
    with pytest.raises(DomainError, match="to come"):
        record_existing_pair(
            pair=opening(scene),
            cycle_id=scene.cohort.cycle_id,
            program_id=scene.program.id,
            started_on=institution_today() + timedelta(days=2),
            by=scene.alice,
        )


def test_two_primary_mentors_of_one_mentee_are_refused_by_name_before_anything_is_written(scene):
    add_mentor(scene, "Eve")
    pairs = [
        EarlierPair(pair=opening(scene, mentor=name), started_on=date(2026, 3, 1)) for name in ("Bob", "Eve")
    ]

    with pytest.raises(OutOfOrder, match="Cleo Castell already has a mentor"):
        prepare_existing_pairs(pairs=pairs, cycle_id=scene.cohort.cycle_id, program_id=scene.program.id)


@pytest.mark.parametrize("finish", [complete_mentorship, lambda **kw: end_mentorship(reason="time", **kw)])
def test_end_frees_the_place_and_the_mentee(scene, finish):
    (pair,) = open_(scene, opening(scene))

    finish(mentorship_id=pair.id, by=scene.alice)

    assert MentorLoad.objects.get().active == 0
    open_(scene, opening(scene))


def test_end_twice_is_refused(scene):
    (pair,) = open_(scene, opening(scene))
    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)

    with pytest.raises(OutOfOrder, match="nothing to end"):
        end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)
    assert MentorLoad.objects.get().active == 0


@pytest.mark.parametrize("state", list(State))
def test_only_steps_of_the_table_are_taken(scene, state):
    (pair,) = open_(scene, opening(scene))
    for target in State:
        if target not in TRANSITIONS[state]:
            Mentorship.objects.update(state=state)
            with pytest.raises(OutOfOrder):
                move_mentorship(mentorship_id=pair.id, to=target, by=scene.alice)


def test_places_below_the_pairs_carried_are_refused(scene):
    open_(scene, opening(scene))

    with pytest.raises(OutOfOrder, match="1 mentee now"):
        set_places(mentor_id=scene.people["Bob"].id, places=0, by=scene.alice)


def test_closed_states_take_no_place():
    assert {State.COMPLETED, State.ENDED, State.CONTINUED}.isdisjoint(OPEN)
