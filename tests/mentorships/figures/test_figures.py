"""The figures of a cycle, against a count by hand over every row."""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.mentorships.figures.selectors import year_figures
from rounds.mentorships.models import AgreementVersion, Conversation, Mentorship, Signature
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.mentorships.services.states import end_mentorship
from rounds.people.models import TrainingProgram, TrainingProgramMember, TrainingRecord
from rounds.programs.models import Cycle, Enrollment
from tests.matching.scenes import add_mentee, add_mentor, make_scene
from tests.mentorships.test_services import opening

pytestmark = pytest.mark.django_db
BEGAN = 200
MENTORS = 4
MENTEES = 12


@pytest.fixture
def scene(in_hospital):
    """Make twelve pairs of four mentors that began at different times, talked or not, signed or not; some have ended."""
    made = make_scene(in_hospital)
    today, dice = institution_today(), random.Random(3)
    Cycle.objects.filter(id=made.cohort.cycle_id).update(starts_on=today - timedelta(days=BEGAN))
    made.cohort.refresh_from_db()
    for number in range(MENTORS):
        add_mentor(made, f"Mentor{number}", capacity=6)
    hours = iter([4, 2, None, 6])
    for number in range(MENTORS):
        enrollment = made.enrollments[f"Mentor{number}", "mentor"]
        Enrollment.objects.filter(id=enrollment.id).update(hours_per_month=next(hours))
    TrainingRecord.objects.create(person=made.people["Mentor1"], title="Two days")
    for number in range(MENTEES):
        add_mentee(made, f"Mentee{number}")
        pair = record_existing_pair(
            pair=opening(made, f"Mentee{number}", f"Mentor{number % MENTORS}", places=6),
            cycle_id=made.cohort.cycle_id,
            program_id=made.program.id,
            started_on=today - timedelta(days=dice.randrange(20, BEGAN)),
            by=made.alice,
        )
        for _talk in range(dice.randrange(4)):
            talk(pair, dice.randrange(0, BEGAN), dice.choice((15, 30, 45)))
        if number % 3:
            sign(pair, both=number % 2 == 0)
        if number in (4, 9):
            end_mentorship(mentorship_id=pair.id, reason="goals", by=made.alice)
    return made


def talk(pair, ago, minutes):
    return Conversation.objects.create(
        mentorship=pair,
        state="held",
        held_on=institution_today() - timedelta(days=ago),
        minutes=minutes,
        logged_by=pair.mentee,
    )


def sign(pair, *, both):
    version = AgreementVersion(
        mentorship=pair,
        number=1,
        interval_days=30,
        minutes=45,
        review_on=institution_today(),
        proposed_by=pair.mentee,
        digest="0" * 64,
    )
    version.seal_value({"text": "terms"})
    version.save()
    for person in (pair.mentee, pair.mentor)[: 2 if both else 1]:
        Signature.objects.create(version=version, person=person, digest=version.digest)


def together_on(pairs, day):
    return [one for one in pairs if one.opened_on <= day and (one.ended_on is None or one.ended_on > day)]


def by_hand(cycle, pairs, talks):
    """Return contact by quarter as (talked, together), counted pair by pair."""
    today, found, number = institution_today(), [], 0
    while (first := months_after(cycle.starts_on, 3 * number)) <= today:
        following = min(months_after(cycle.starts_on, 3 * number + 3), cycle.ends_on)
        last = min(following - timedelta(days=1), today)
        there = together_on(pairs, last)
        spoke = [
            pair
            for pair in there
            if any(one.mentorship_id == pair.id and first <= one.held_on <= last for one in talks)
        ]
        found.append((len(spoke), len(there)))
        number += 1
    return found


def test_figures_equal_a_count_by_hand(scene):
    cycle = Cycle.objects.get(id=scene.cohort.cycle_id)
    disputed = talk(Mentorship.objects.first(), 3, 600)
    Conversation.objects.filter(id=disputed.id).update(
        disputed_at="2026-01-01T00:00Z", disputed_by=disputed.logged_by
    )

    found = year_figures(scene.alice, [cycle])[cycle.id]

    pairs = list(Mentorship.objects.all())
    talks = [one for one in Conversation.objects.all() if one.counts]
    running = [one for one in pairs if one.is_running]
    assert [(one.talked.counted, one.talked.of) for one in found.quarters] == by_hand(cycle, pairs, talks)
    assert len(found.quarters) == 3
    assert (found.conversations, found.minutes) == (len(talks), sum(one.minutes for one in talks))
    assert (found.agreements.counted, found.agreements.of) == (
        sum(
            Signature.objects.filter(version__mentorship=one, version__number=1).count() == 2
            for one in running
        ),
        len(running),
    )
    mentees = Enrollment.objects.filter(side="mentee").exclude(state="withdrawn")
    assert (found.coverage.counted, found.coverage.of) == (len(running), mentees.count())


def test_hours_are_of_mentors_who_said_how_many(scene):
    cycle = Cycle.objects.get(id=scene.cohort.cycle_id)

    hours = year_figures(scene.alice, [cycle])[cycle.id].hours

    assert (hours.promised, hours.used, hours.mentors.counted) == hours_by_hand(cycle)
    assert hours.mentors.of == MENTORS


def hours_by_hand(cycle, *, without=None):
    """Return hours promised, hours used, and of how many mentors who said how many."""
    promised, used, mentors = 0.0, 0, 0
    for mentor in Enrollment.objects.filter(side="mentor"):
        mine = list(Mentorship.objects.filter(mentor_enrollment=mentor))
        if not mine or mentor.hours_per_month is None or mentor == without:
            continue
        mentors += 1
        first = max(min(one.opened_on for one in mine), cycle.starts_on)
        last = max(one.ended_on or institution_today() for one in mine)
        promised += mentor.hours_per_month * (last - first).days / 30.44
        used += sum(one.minutes for pair in mine for one in pair.conversations.all())
    return round(promised), round(used / 60), mentors


def test_contact_of_own_trainees_is_in_no_figure(scene):
    cycle = Cycle.objects.get(id=scene.cohort.cycle_id)
    before = year_figures(scene.alice, [cycle])[cycle.id]
    pair = next(
        one
        for one in Mentorship.objects.all()
        if one.is_running and one.conversations.exists() and one.mentor_enrollment.hours_per_month
    )
    training = TrainingProgram.objects.create(name="Internal Medicine")
    for person, kind in ((pair.mentee, "resident"), (scene.people["Alice"], "director")):
        TrainingProgramMember.objects.create(
            training_program=training, person=person, kind=kind, from_on=institution_today()
        )

    after = year_figures(scene.alice, [cycle])[cycle.id]

    minutes = sum(one.minutes for one in pair.conversations.all())
    assert (before.left_out, after.left_out) == (0, 1)
    assert before.minutes - after.minutes == minutes
    assert after.contact.talked.of == before.contact.talked.of - 1
    assert after.coverage == before.coverage
    # a mentor promises hours to all pairs together: used of one pair fewer, they would look unused
    assert (after.hours.promised, after.hours.used, after.hours.mentors.counted) == hours_by_hand(
        cycle, without=pair.mentor_enrollment
    )
    assert after.hours.mentors.of == MENTORS - 1

    # one who has a hand in nobody's training reads the same, where several read alike
    other = viewer_like(scene.alice)
    alike = {"readers": [scene.alice.person_id, other.person_id]}
    assert year_figures(other, [cycle])[cycle.id] == before
    assert year_figures(other, [cycle], **alike) == year_figures(scene.alice, [cycle], **alike)
    assert year_figures(other, [cycle], **alike)[cycle.id] == after


def viewer_like(viewer):
    return replace(viewer, person_id=uuid4())


def test_queries_do_not_grow_with_cycles(scene, django_assert_max_num_queries):
    cycles = list(Cycle.objects.all())
    other = Cycle.objects.create(
        program=scene.program,
        name="Before",
        starts_on=institution_today() - timedelta(days=700),
        ends_on=institution_today() - timedelta(days=400),
        state="closed",
    )

    with django_assert_max_num_queries(4):
        found = year_figures(scene.alice, [*cycles, other])

    assert len(found[other.id].quarters) == 4
    assert not found[other.id].has_pairs
