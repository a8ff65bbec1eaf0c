"""Programs in phases: laid out from the template, with plans of their own, and one press from one to the next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.core.errors import OutOfOrder
from rounds.mentorships.conversations.services.log import Held, log_conversation
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.facts import facts_of
from rounds.mentorships.dues.selectors.office import office_pairs
from rounds.mentorships.dues.selectors.plans import plans_of
from rounds.mentorships.dues.services import PlanChange, save_plan
from rounds.mentorships.dues.values import DEFAULT_PLAN
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.phases.enums import Going
from rounds.mentorships.phases.selectors import newest_opening, phases_of_year, tasks_of
from rounds.mentorships.phases.services import open_next_phase, take_back_opening
from rounds.mentorships.services.pairs import open_pairs
from rounds.mentorships.services.states import move_mentorship
from rounds.programs import services
from rounds.programs.models import Cohort, Enrollment, Phase
from rounds.programs.selectors import cohort_of, open_cycle_of
from rounds.programs.services.phases import PhaseChange, change_phase
from rounds.programs.values.templates import TEMPLATES
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.mentorships.test_services import opening


@pytest.fixture
def scene(in_hospital):
    """Return the scene of Alice, whose program is the acceleration of two years."""
    return made_of(in_hospital, "acceleration_2")


def made_of(institution, template):
    scene = make_scene(institution)
    program = services.create_program(
        by=scene.alice, name="In phases", template=template, starts_on=institution_today()
    )
    scene.program, scene.cohort = program, cohort_of(program)
    Enrollment.objects.filter(person__in=[scene.people["Bob"], scene.people["Cleo"]]).update(
        cohort=scene.cohort
    )
    return scene


def go(scene, going):
    pairs = phases_of_year(scene.program).running
    return open_next_phase(program=scene.program, choices={pair.id: going for pair in pairs}, by=scene.alice)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_template_lays_its_phases_over_the_cycle_and_brings_its_plan(in_hospital, template):
    scene = made_of(in_hospital, template.key)

    cycle, phases = open_cycle_of(scene.program), list(Phase.objects.order_by("number"))
    assert cycle.ends_on == months_after(cycle.starts_on, template.months)
    assert [one.state for one in phases] == ["open", "planned"][: len(template.phases)]
    assert not phases or phases[-1].ends_on == cycle.ends_on
    kept = {(one.rule, one.phase): (one.due, tuple(one.reminders)) for one in scene.program.plan.all()}
    assert kept == {(one.rule, one.phase): (one.due, one.reminders) for one in template.plan}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_plan_of_a_template_names_rules_that_there_are_with_their_reminders(template):
    standard = {row.rule: row for row in DEFAULT_PLAN}

    for one in template.plan:
        row = standard[Rule(one.rule)]
        assert len(one.reminders) == len(row.reminders)
        assert list(one.reminders) == sorted(one.reminders)
        assert (one.office_from is None) == (row.office_from is None)


def test_program_like_another_brings_its_plan_phases_and_texts(scene):
    save_plan(program=scene.program, wanted={Rule.GOALS: change(9)}, by=scene.alice, phase=2)
    services.save_mail_text(by=scene.alice, program=scene.program, kind="intake", subject="S", body="B")
    go(scene, Going.STOP)
    scene.program.refresh_from_db()

    copy = services.create_program(
        by=scene.alice,
        name="Again",
        template="",
        like=scene.program,
        starts_on=institution_today(),
    )

    assert plans_of([copy.id]).own_rows(copy.id, 2) == plans_of([scene.program.id]).own_rows(
        scene.program.id, 2
    )
    assert copy.phases == scene.program.phases
    assert copy.mentor_tiers == list(copy.phase(1).mentor_tiers) != scene.program.mentor_tiers
    assert [text.subject for text in copy.mail_texts.all()] == ["S"]
    assert [one.state for one in open_cycle_of(copy).phases.all()] == ["open", "planned"]
    assert not Enrollment.objects.filter(cohort__cycle__program=copy).exists()


def change(due):
    return PlanChange(is_on=True, due=due, reminders=(3, 5), office_from=None)


def test_plan_of_a_phase_holds_for_its_pairs_alone(scene):
    save_plan(program=scene.program, wanted={Rule.GOALS: change(20)}, by=scene.alice)
    save_plan(program=scene.program, wanted={Rule.GOALS: change(9)}, by=scene.alice, phase=2)

    plans = plans_of([scene.program.id])
    dues = [
        next(row.due for row in plans.of(scene.program.id, phase) if row.rule == Rule.GOALS)
        for phase in (None, 1, 2)
    ]
    assert dues == [20, 20, 9]
    # what is as in all of the program is no row of the phase
    save_plan(program=scene.program, wanted={Rule.GOALS: change(20)}, by=scene.alice, phase=2)
    assert not scene.program.plan.filter(rule="goals", phase=2).exists()


def test_office_goes_by_the_plan_of_the_phase(scene, clock):
    pair = run_pair(scene, since=0)
    clock.shift(timedelta(days=20))

    assert office_pairs(scene.alice, [scene.program]).trouble[Rule.FIRST_CONVERSATION] == []
    Mentorship.objects.filter(id=pair.id).update(phase=2)
    assert len(office_pairs(scene.alice, [scene.program]).trouble[Rule.FIRST_CONVERSATION]) == 1


def test_pair_ends_with_its_phase_and_is_asked_as_often_as_it_says(scene):
    pair = run_pair(scene, since=0)
    assert pair.planned_end_on == months_after(institution_today(), 12)

    go(scene, Going.GO_ON)

    carried = Mentorship.objects.select_related("cycle__program").get(id=pair.id)
    facts = facts_of([carried])[pair.id]
    assert (carried.state, carried.phase) == ("active", 2)
    assert facts.ends_on == months_after(institution_today(), 24)
    assert facts.check_in_months == 2


def test_who_needs_a_match_is_gathered_anew_and_the_mentor_is_free(scene):
    pair = run_pair(scene, since=10)

    opened = go(scene, Going.MATCH)

    assert Mentorship.objects.get(id=pair.id).state == "completed"
    assert MentorLoad.objects.get(mentor=scene.people["Bob"]).active == 0
    assert [one.person.given_name for one in opened.to_match.enrollments.all()] == ["Cleo"]
    assert opened.to_match.cycle_id == pair.cycle_id
    scene.program.refresh_from_db()
    assert scene.program.mentor_tiers == ["executive"]


def test_second_press_and_a_stale_list_change_nothing(scene):
    pair = run_pair(scene, since=10)
    with pytest.raises(OutOfOrder):
        open_next_phase(program=scene.program, choices={}, by=scene.alice)
    assert Phase.objects.get(number=1).state == "open"

    go(scene, Going.STOP)
    with pytest.raises(OutOfOrder):
        open_next_phase(program=scene.program, choices={pair.id: Going.STOP}, by=scene.alice)
    assert Cohort.objects.filter(cycle=pair.cycle_id).count() == 1


def test_pair_with_a_time_of_its_own_runs_from_its_first_day(in_hospital):
    scene = made_of(in_hospital, "rotation_12")
    (pair,) = open_pairs(
        pairs=[opening(scene)], cycle_id=scene.cohort.cycle_id, program_id=scene.program.id, by=scene.alice
    )
    assert (pair.phase, pair.planned_end_on) == (1, None)

    move_mentorship(mentorship_id=pair.id, to="accepted", by=scene.bob)
    begun = move_mentorship(mentorship_id=pair.id, to="active", by=scene.cleo)

    assert begun.planned_end_on == institution_today() + timedelta(days=28)
    begun = Mentorship.objects.select_related("cycle__program").get(id=pair.id)
    assert len(tasks_of([begun])) == 2


def stand(scene):
    """Return what an opening changes: phases, pairs, places, cohorts and who may mentor."""
    scene.program.refresh_from_db()
    return (
        list(Phase.objects.order_by("number").values_list("number", "state")),
        list(Mentorship.objects.order_by("id").values_list("state", "phase", "planned_end_on", "ended_on")),
        list(MentorLoad.objects.values_list("mentor_id", "active")),
        set(Cohort.objects.values_list("name", flat=True)),
        scene.program.mentor_tiers,
    )


@pytest.mark.parametrize("going", Going)
def test_opening_taken_back_leaves_everything_as_it_was_and_can_be_done_again(scene, going):
    run_pair(scene, since=10)
    before = stand(scene)
    go(scene, going)

    take_back_opening(opening=newest_opening(scene.program), by=scene.alice)

    assert stand(scene) == before
    assert newest_opening(scene.program) is None
    go(scene, going)
    assert newest_opening(scene.program) is not None


def test_opening_stays_once_something_has_happened_and_says_what(scene):
    pair = run_pair(scene, since=10)
    go(scene, Going.GO_ON)
    held = Held(entry_id=pair.id, held_on=institution_today(), minutes=30)
    log_conversation(mentorship_id=pair.id, held=held, by=scene.bob)

    with pytest.raises(OutOfOrder, match=r"Castell with .*Brandt has done something"):
        take_back_opening(opening=newest_opening(scene.program), by=scene.alice)
    assert Phase.objects.get(number=2).state == "open"


def test_opening_stays_once_the_mentees_who_wait_are_at_work(scene):
    run_pair(scene, since=10)
    cohort = go(scene, Going.MATCH).to_match
    Enrollment.objects.create(cohort=cohort, person=scene.people["Bob"], side="mentor", state="enrolled")

    with pytest.raises(OutOfOrder, match="is at work"):
        take_back_opening(opening=newest_opening(scene.program), by=scene.alice)


def test_opening_stays_when_the_place_of_the_mentor_is_gone(scene):
    run_pair(scene, since=10)
    go(scene, Going.STOP)
    MentorLoad.objects.update(capacity=0)

    with pytest.raises(OutOfOrder, match="No place left with Bob"):
        take_back_opening(opening=newest_opening(scene.program), by=scene.alice)
    assert Mentorship.objects.get().state == "completed"


def test_opening_is_taken_back_for_a_day(scene, clock):
    run_pair(scene, since=10)
    go(scene, Going.STOP)
    opening = newest_opening(scene.program)
    clock.shift(timedelta(hours=25))

    assert newest_opening(scene.program) is None
    with pytest.raises(OutOfOrder, match="this day is over"):
        take_back_opening(opening=opening, by=scene.alice)


def test_phase_to_come_is_changed_and_the_year_ends_with_it(scene):
    cycle = open_cycle_of(scene.program)
    wanted = PhaseChange(name="Shadowing", months=6, match="carried", tasks=("Write a brief",))

    change_phase(program=scene.program, number=2, wanted=wanted, by=scene.alice)

    scene.program.refresh_from_db()
    spec, phase = scene.program.phase(2), Phase.objects.get(number=2)
    cycle.refresh_from_db()
    assert (spec.name, spec.months, spec.match, spec.tasks) == ("Shadowing", 6, "carried", ("Write a brief",))
    assert scene.program.months == 18
    assert (phase.starts_on, phase.ends_on) == (
        months_after(cycle.starts_on, 12),
        months_after(cycle.starts_on, 18),
    )
    assert cycle.ends_on == phase.ends_on


def test_phase_that_has_begun_is_not_changed_and_says_why(scene):
    before = scene.program.phases
    with pytest.raises(OutOfOrder, match="has begun, and its pairs were told"):
        change_phase(
            program=scene.program,
            number=1,
            wanted=PhaseChange(name="Other", months=1, match="own"),
            by=scene.alice,
        )

    scene.program.refresh_from_db()
    assert scene.program.phases == before
