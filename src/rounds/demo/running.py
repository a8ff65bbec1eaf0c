"""A program in the middle of its year: some 190 pairs that began six months ago, and what became of them."""

from datetime import date, timedelta
from random import Random

from rounds.core.access import Viewer
from rounds.core.dates import months_after
from rounds.core.enums import Role
from rounds.demo import gathering
from rounds.demo.arranging import let_them_arrange
from rounds.demo.staffing import Staff
from rounds.demo.talking import let_them_sign, let_them_talk
from rounds.mentorships.dues.services import record_past_reminders
from rounds.mentorships.enums import EndReason, State
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.phases.enums import Going
from rounds.mentorships.phases.selectors import phases_of_year
from rounds.mentorships.phases.services import open_next_phase
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.office import hand_over, pause_pair
from rounds.mentorships.services.pairs import (
    EarlierPair,
    prepare_existing_pairs,
    record_existing_pair,
    record_existing_pairs,
)
from rounds.people.models import Person
from rounds.people.services.leaving import enter_leave
from rounds.programs import services
from rounds.programs.enums import Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.selectors import cohort_of

MENTORS, MENTEES = 84, 190
MONTHS_IN = 6
# Which of the pairs: whose mentor is away, and who got another one.
AWAY, HANDED_OVER = -3, -6


def make_running_year(
    random: Random,
    office: Viewer,
    staff: Staff,
    day: date,
    *,
    named: dict[Role, Person],
    mentors: list[Person],
    mentees: list[Person],
) -> int:
    """Make the program, its pairs and their conversations; return how many pairs run."""
    cohort = gathering.make_running(office, months_after(day.replace(day=1), -MONTHS_IN), named)
    gathering.gather(random, office, staff, cohort, mentors=mentors, mentees=mentees)
    _pair_up(random, office, cohort)
    pairs = list(
        Mentorship.objects.filter(cycle_id=cohort.cycle_id, state=State.ACTIVE).order_by(
            "mentee__folded_family", "mentee__folded_given"
        )
    )
    let_them_talk(random, office, pairs, day)
    let_them_sign(random, office, pairs)
    let_them_arrange(random, office, pairs)
    pause_pair(mentorship_id=pairs[-1].id, by=office)
    _let_time_pass(office, cohort, pairs, day)
    return len(pairs)


def _let_time_pass(office: Viewer, cohort: Cohort, pairs: list[Mentorship], day: date) -> None:
    """Let people have been reminded in these months, one mentor be on leave, one hand a mentee over."""
    running = Mentorship.objects.filter(id__in=[pair.id for pair in pairs[:-1]])
    record_past_reminders(pairs=list(running.select_related("cycle__program")), by=office)
    away = pairs[AWAY].mentor
    enter_leave(person=away, from_on=day - timedelta(days=9), to_on=day + timedelta(days=26), by=office)
    old = pairs[HANDED_OVER]
    taken = dict(MentorLoad.objects.values_list("mentor_id", "active"))
    free = [
        one
        for one in Enrollment.objects.filter(cohort=cohort, side=Side.MENTOR).order_by(
            "person__folded_family", "person__folded_given"
        )
        if (one.capacity or 0) > taken.get(one.person_id, 0) and one.person_id not in (old.mentor_id, away.id)
    ]
    if free:
        hand_over(
            mentorship_id=old.id,
            mentor_enrollment_id=free[0].id,
            mentor_id=free[0].person_id,
            places=free[0].capacity or 1,
            reason=EndReason.TIME,
            by=office,
        )


def _pair_up(random: Random, office: Viewer, cohort: Cohort) -> None:
    """Give each mentee a mentor with a place left, the days of their beginning spread over the first weeks."""
    sides: dict[str, list[Enrollment]] = {Side.MENTOR: [], Side.MENTEE: []}
    people = Enrollment.objects.filter(cohort=cohort).order_by(
        "person__folded_family", "person__folded_given"
    )
    for one in people:
        sides[one.side].append(one)
    places = [mentor for mentor in sides[Side.MENTOR] for _ in range(mentor.capacity or 1)]
    random.shuffle(places)
    start = cohort.cycle.starts_on
    earlier = []
    for mentee, mentor in zip(sides[Side.MENTEE], places, strict=False):
        began = start + timedelta(days=random.randrange(0, 18))
        opening = Opening(
            mentee_enrollment_id=mentee.id,
            mentor_enrollment_id=mentor.id,
            mentee_id=mentee.person_id,
            mentor_id=mentor.person_id,
            places=mentor.capacity or 1,
        )
        earlier.append(EarlierPair(pair=opening, started_on=began, is_known=True))
    ready = prepare_existing_pairs(
        pairs=earlier, cycle_id=cohort.cycle_id, program_id=cohort.cycle.program_id
    )
    record_existing_pairs(ready=ready, by=office)


def make_phased(
    office: Viewer, day: date, named: dict[Role, Person], people: dict[str, list[Person]]
) -> None:
    """Make the rotation, with residents in the middle of their four weeks, and the acceleration in its second phase."""
    rotation = _phased(
        office, "Leadership Rotation", "rotation_12", months_after(day.replace(day=1), -3), named
    )
    for number, (mentee, mentor) in enumerate(zip(people["residents"], people["chairs"], strict=True)):
        _record_pair(office, rotation, mentee, mentor, day - timedelta(days=4 + 5 * number))
    start = months_after(day.replace(day=1), -13)
    acceleration = _phased(office, "Leadership Acceleration", "acceleration_2", start, named)
    for mentee, mentor in zip(people["faculty"], people["sponsors"], strict=True):
        _record_pair(office, acceleration, mentee, mentor, start)
    pairs = phases_of_year(acceleration.cycle.program).running
    ways = {pair.id: Going.GO_ON if number else Going.MATCH for number, pair in enumerate(pairs)}
    open_next_phase(program=acceleration.cycle.program, choices=ways, by=office)


def _phased(office: Viewer, name: str, template: str, start: date, named: dict[Role, Person]) -> Cohort:
    program = services.create_program(by=office, name=name, template=template, starts_on=start)
    gathering.staff_program(office, program, named)
    return cohort_of(program)


def _record_pair(office: Viewer, cohort: Cohort, mentee: Person, mentor: Person, started_on: date) -> None:
    ours = (mentee, Side.MENTEE), (mentor, Side.MENTOR)
    entries = [services.NewEnrollment(person_id=one.id, side=side) for one, side in ours]
    of_mentee, of_mentor = services.enroll_people(by=office, cohort=cohort, people=entries)
    record_existing_pair(
        pair=Opening(
            mentee_enrollment_id=of_mentee.id,
            mentor_enrollment_id=of_mentor.id,
            mentee_id=mentee.id,
            mentor_id=mentor.id,
            places=1,
        ),
        cycle_id=cohort.cycle_id,
        program_id=cohort.cycle.program_id,
        started_on=started_on,
        by=office,
    )
