"""Facts of pairs as they are in the tables, and the two lists of the program office that follow from them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rounds.core.clock import now
from rounds.mentorships.agreements.services import propose_agreement, sign_agreement
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.mentorships.conversations.services.disputing import dispute_conversation
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import facts_of, office_pairs
from rounds.mentorships.dues.values import Held
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.office import pause_pair, resume_pair
from rounds.people.models import Leave, Person, TrainingProgram, TrainingProgramMember
from rounds.web.words.dues import late_words
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair

RULES = (Rule.FIRST_CONVERSATION, Rule.SILENCE)


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    """Return a pair that was opened here 90 days ago."""
    made = run_pair(scene)
    Mentorship.objects.update(imported_start_on=None, created_at=now() - timedelta(days=90))
    return Mentorship.objects.select_related("cycle__program").get(id=made.id)


def trouble(scene):
    found = office_pairs(scene.alice, [scene.program]).trouble
    return {rule: [one.pair.id for one in found[rule]] for rule in RULES}


def test_pair_without_a_first_conversation_is_listed_until_one_is_logged(scene, pair):
    assert trouble(scene) == {Rule.FIRST_CONVERSATION: [pair.id], Rule.SILENCE: []}

    log(pair, scene.cleo, ago=3)

    assert trouble(scene) == {Rule.FIRST_CONVERSATION: [], Rule.SILENCE: []}


def test_pair_of_a_program_with_phases_is_listed_with_the_name_of_its_own(scene, pair):
    spec = {"match": "own", "days": None, "checkins_per_year": None}
    scene.program.phases = [{"name": name, "months": 6, **spec} for name in ("First part", "Second part")]
    scene.program.save()
    Mentorship.objects.filter(id=pair.id).update(phase=2)

    [row] = office_pairs(scene.alice, [scene.program]).trouble[Rule.FIRST_CONVERSATION]

    assert row.pair.phase == "Second part"
    assert late_words(row).endswith(", in Second part")


def test_pair_is_silent_sixty_days_after_the_last_conversation(scene, pair):
    log(pair, scene.cleo, ago=59)
    assert trouble(scene)[Rule.SILENCE] == []

    other = log(pair, scene.bob, ago=60)
    assert trouble(scene)[Rule.SILENCE] == []
    newest = facts_of([pair])[pair.id].last_held_on
    assert (newest, other.held_on) == (day(59), day(60))


def test_agreed_interval_moves_the_silence_and_the_signature_ends_the_list(scene, pair):
    log(pair, scene.cleo, ago=50)
    found = office_pairs(scene.alice, [scene.program]).trouble
    assert [one.pair.id for one in found[Rule.AGREEMENT]] == [pair.id]

    terms = replace(default_terms(day(-90)), interval_days=14)
    version = propose_agreement(mentorship_id=pair.id, terms=terms, seen=0, by=scene.cleo)
    sign_agreement(version=version, digest=version.digest, by=scene.bob)

    found = office_pairs(scene.alice, [scene.program]).trouble
    assert (found[Rule.AGREEMENT], trouble(scene)[Rule.SILENCE]) == ([], [pair.id])


def test_silence_counts_no_disputed_conversation_and_no_day_of_a_pause(scene, pair, clock):
    log(pair, scene.cleo, ago=70)
    recent = log(pair, scene.bob, ago=2)
    dispute_conversation(conversation_id=recent.id, by=scene.cleo)
    assert trouble(scene)[Rule.SILENCE] == [pair.id]

    pause_pair(mentorship_id=pair.id, by=scene.alice)
    assert trouble(scene)[Rule.SILENCE] == []
    clock.shift(timedelta(days=20))
    resume_pair(mentorship_id=pair.id, by=scene.alice)
    assert trouble(scene)[Rule.SILENCE] == [pair.id]


def test_imported_pair_is_not_asked_for_what_was_before_rounds_knew_of_it(scene, clock):
    pair = run_pair(scene)

    assert trouble(scene)[Rule.FIRST_CONVERSATION] == []
    clock.shift(timedelta(days=31))
    assert trouble(scene)[Rule.FIRST_CONVERSATION] == [pair.id]


def test_office_is_told_the_name_and_the_last_day_as_they_are_now(scene, pair, django_assert_num_queries):
    office_pairs(scene.alice, [scene.program])

    Person.objects.filter(id=pair.mentee_id).update(family_name="Marshall", left_on=day(-10))

    with django_assert_num_queries(3):
        found = office_pairs(scene.alice, [scene.program])
    assert [one.pair.mentee.full_name for one in found.troubles] == ["Cleo Marshall"] * 2
    assert [one.mentee.left_on for one in found.leavers(scene.cohort.id)] == [day(-10)]
    with django_assert_num_queries(2):
        office_pairs(scene.alice, [scene.program])


def test_whoever_has_a_hand_in_the_mentees_training_does_not_see_the_pair(scene, pair):
    residency = TrainingProgram.objects.create(name="Internal Medicine Residency")
    for person, kind in (("Cleo", "resident"), ("Alice", "ccc_member")):
        TrainingProgramMember.objects.create(
            training_program=residency, person=scene.people[person], kind=kind, from_on=day(400)
        )

    assert trouble(scene) == {rule: [] for rule in RULES}


def test_old_conversations_are_not_read_but_the_newest_is(scene, pair):
    Mentorship.objects.update(opened_on=day(900))
    pair.refresh_from_db()
    for ago in (800, 700):
        log(pair, scene.cleo, ago=ago)

    assert facts_of([pair])[pair.id].held == (Held(day(700), 1),)


def test_facts_take_nine_queries_however_many_pairs(scene, pair, django_assert_num_queries):
    with django_assert_num_queries(9):
        facts_of([pair, pair])


def test_pair_of_which_one_is_away_is_named_with_the_day_of_return_and_owes_nothing(scene, pair):
    leave = Leave.objects.create(person_id=pair.mentor_id, from_on=day(3), to_on=day(-10))
    for other in ({"from_on": day(30), "to_on": day(3)}, {"from_on": day(-20), "to_on": day(-30)}):
        Leave.objects.create(person_id=pair.mentee_id, **other)

    [one] = office_pairs(scene.alice, [scene.program]).on_leave
    assert (one.pair.id, one.who.full_name, one.back_on) == (pair.id, pair.mentor.full_name, day(-10))
    assert trouble(scene) == {rule: [] for rule in RULES}

    Leave.objects.filter(id=leave.id).update(to_on=day(0))
    assert office_pairs(scene.alice, [scene.program]).on_leave == ()
