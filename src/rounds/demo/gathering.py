"""The invented programs: who takes part, what they said, which pairs run already."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.demo.answering import (
    ABOUT,
    capacity_of,
    confidence_of,
    mentee_answers,
    mentor_answers,
)
from rounds.demo.staffing import Staff
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.people.enums import ConsentKind
from rounds.people.models import Consent, Person
from rounds.people.values.consents import current_text
from rounds.programs import services
from rounds.programs.enums import ProgramState, Side
from rounds.programs.forms.office import next_start
from rounds.programs.models import (
    Baseline,
    Cohort,
    Enrollment,
    Exclusion,
    Intake,
    IntroductionCard,
    Wish,
)
from rounds.programs.selectors import cohort_of, priorities_on

__all__ = [
    "gather",
    "make_pilot",
    "make_running",
    "make_year",
    "next_start",
    "record_running_pairs",
]

PRIORITIES = (
    ("Telehealth", 12, "Two thirds of follow-up visits should be possible from home by next year."),
    ("Patient flow", 8, "Beds are free too late in the day; those who have changed that should teach it."),
    ("Rural access", 6, "The Northfield clinic needs leaders who know what distance does."),
)
PROMISED_BY = ("Department chair", "Section chief", "Program director", "")


def make_pilot(office: Viewer, starts_on: date, named: dict[Role, Person]) -> Cohort:
    """Make the six-month pilot of one department."""
    program = services.create_program(
        by=office, name="Internal Medicine Pilot", template="pilot_6", starts_on=starts_on
    )
    staff_program(office, program, named)
    return cohort_of(program)


def make_running(office: Viewer, starts_on: date, named: dict[Role, Person]) -> Cohort:
    """Make a twelve-month program in the middle of its year."""
    program = services.create_program(
        by=office, name="Resident Leadership Year", template="leadership_12", starts_on=starts_on
    )
    staff_program(office, program, named)
    cohort = cohort_of(program)
    Cohort.objects.filter(id=cohort.id).update(intake_closes_on=starts_on - timedelta(days=28))
    return cohort


def make_year(office: Viewer, starts_on: date, named: dict[Role, Person]) -> Cohort:
    """Make the twelve-month program with three strategic priorities."""
    program = services.create_program(
        by=office, name="Leadership Mentorship", template="leadership_12", starts_on=starts_on
    )
    for name, weight, rationale in PRIORITIES:
        services.save_priority(
            by=office,
            program=program,
            name=name,
            from_on=starts_on - timedelta(days=120),
            to_on=starts_on + timedelta(days=365),
            weight=weight,
            rationale=rationale,
        )
    staff_program(office, program, named)
    cohort = cohort_of(program)
    Cohort.objects.filter(id=cohort.id).update(intake_closes_on=starts_on - timedelta(days=28))
    return cohort


def staff_program(office: Viewer, program, named: dict[Role, Person]) -> None:  # type: ignore[no-untyped-def]
    """Give a program its director and steering viewer, and let it run."""
    for role in (Role.DIRECTOR, Role.STEERING_VIEWER):
        if role in named:
            services.give_role(by=office, program=program, person=named[role], role=role)
    services.change_program_state(by=office, program=program, state=ProgramState.RUNNING)


def gather(
    random: Random,
    office: Viewer,
    staff: Staff,
    cohort: Cohort,
    *,
    mentors: list[Person],
    mentees: list[Person],
    unfinished: int = 0,
    not_started: set[UUID] | None = None,
) -> None:
    """Enroll people and let them answer; `unfinished` of them have stopped or not started."""
    entries = [services.NewEnrollment(person_id=one.id, side=Side.MENTOR) for one in mentors]
    entries += [services.NewEnrollment(person_id=one.id, side=Side.MENTEE) for one in mentees]
    enrollments = services.enroll_people(by=office, cohort=cohort, people=entries)
    idle = _leave_unfinished(random, enrollments, unfinished, not_started or set())
    answering = [one for one in enrollments if one.id not in idle]
    priorities = [str(one.id) for one in priorities_on(cohort.cycle.program_id, cohort.cycle.starts_on)]
    intakes, baselines, cards = [], [], []
    # intake was before the year began
    gone = max(timedelta(0), institution_today() - cohort.cycle.starts_on)
    for number, enrollment in enumerate(answering):
        stage, person = staff.stages[enrollment.person_id], staff.people[enrollment.person_id]
        zone = stage.site.timezone if stage.site else ""
        spoken = tuple(person.languages)
        if enrollment.side == Side.MENTOR:
            answers = mentor_answers(random, stage.tier, spoken, priorities, zone)
            enrollment.capacity, enrollment.outside_mentees = capacity_of(random, stage.tier)
            enrollment.hours_per_month = answers.hours_per_month
        else:
            answers = mentee_answers(random, stage.tier, spoken, priorities, zone)
            enrollment.demand = 2 if random.random() < 0.06 else 1
        moment = now() - timedelta(days=random.randrange(1, 30), minutes=random.randrange(1000))
        # Every fortieth was entered by the office and waits for its owner.
        by_office = unfinished > 0 and number % 40 == 17
        intakes.append(
            Intake(
                enrollment=enrollment,
                version=1,
                answers=answers.to_json(),
                submitted_at=moment,
                entered_by_id=office.person_id if by_office else None,
                confirmed_at=None if by_office else moment,
            )
        )
        baselines.append(_baseline(random, enrollment, stage.tier))
        baselines[-1].recorded_at = moment - gone
        cards.append(_card(random, enrollment, stage, approved=None if by_office else moment))
    Enrollment.objects.bulk_update(
        answering, ["capacity", "outside_mentees", "hours_per_month", "demand"], batch_size=500
    )
    Intake.objects.bulk_create(intakes, batch_size=500)
    Baseline.objects.bulk_create(baselines, batch_size=500)
    IntroductionCard.objects.bulk_create(cards, batch_size=500)
    _keep_consents(baselines)
    _choose_people(random, answering)


def record_running_pairs(
    random: Random, office: Viewer, cohort: Cohort, day: date, *, first: tuple[Person, Person], pairs: int = 6
) -> None:
    """Record pairs that ran before the program knew of them, as last year's made by hand; one is given."""
    by_side: dict[str, dict[UUID, Enrollment]] = {Side.MENTOR: {}, Side.MENTEE: {}}
    for one in Enrollment.objects.filter(cohort=cohort).order_by(
        "person__folded_family", "person__folded_given"
    ):
        by_side[one.side][one.person_id] = one
    mentee, mentor = first
    free = [one for one in by_side[Side.MENTOR] if one != mentor.id]
    others = [one for one in by_side[Side.MENTEE] if one != mentee.id]
    random.shuffle(free)
    random.shuffle(others)
    # the mentor whose sign-in is shown has a second mentee
    chosen = [(mentee.id, mentor.id), *zip(others, [mentor.id, *free], strict=False)][:pairs]
    for mentee_id, mentor_id in chosen:
        record_existing_pair(
            pair=Opening(
                mentee_enrollment_id=by_side[Side.MENTEE][mentee_id].id,
                mentor_enrollment_id=by_side[Side.MENTOR][mentor_id].id,
                mentee_id=mentee_id,
                mentor_id=mentor_id,
                places=by_side[Side.MENTOR][mentor_id].capacity or 1,
            ),
            cycle_id=cohort.cycle_id,
            program_id=cohort.cycle.program_id,
            started_on=day - timedelta(days=random.randrange(30, 160)),
            by=office,
        )


def _leave_unfinished(
    random: Random, enrollments: list[Enrollment], unfinished: int, not_started: set[UUID]
) -> set[UUID]:
    """Choose who has not finished; every other of them has stopped in the middle."""
    idle = [one for one in enrollments if one.person_id in not_started and one.side == Side.MENTEE]
    idle += random.sample([one for one in enrollments if one.person_id not in not_started][1:], k=unfinished)
    stopped = idle[1::2]
    for one in stopped:
        one.intake_topic = random.choice(("times", "together", "wishes", "start"))
        one.intake_topic_at = now() - timedelta(days=random.randrange(2, 20))
    Enrollment.objects.bulk_update(stopped, ["intake_topic", "intake_topic_at"])
    return {one.id for one in idle}


def _baseline(random: Random, enrollment: Enrollment, tier: str) -> Baseline:
    promised = random.choice((None, 1, 2, 2, 4))
    consent = random.choices((True, False, None), weights=(7, 2, 1))[0]
    return Baseline(
        enrollment=enrollment,
        items=confidence_of(random, tier) if enrollment.side == Side.MENTEE else {},
        protected_hours=None if promised is None else Decimal(promised),
        promised_by="" if promised is None else random.choice(PROMISED_BY),
        follow_up_consent=consent,
        consent_version="" if consent is None else current_text(ConsentKind.FOLLOW_UP).version,
    )


def _keep_consents(baselines: list[Baseline]) -> None:
    """Record a consent for whoever said yes at the baseline, once, however many programs asked."""
    agreed = {one.enrollment.person_id: one for one in baselines if one.follow_up_consent}
    known = set(Consent.objects.filter(person_id__in=agreed).values_list("person_id", flat=True))
    new = [person_id for person_id in agreed if person_id not in known]
    rows = [
        Consent(person_id=one, kind=ConsentKind.FOLLOW_UP, version=agreed[one].consent_version) for one in new
    ]
    # three of four of them let their answers be used for research, too
    rows += [
        Consent(person_id=one, kind=ConsentKind.RESEARCH, version=current_text(ConsentKind.RESEARCH).version)
        for number, one in enumerate(new)
        if number % 4
    ]
    Consent.objects.bulk_create(rows, batch_size=500)


def _card(random: Random, enrollment: Enrollment, stage, *, approved) -> IntroductionCard:  # type: ignore[no-untyped-def]
    return IntroductionCard(
        enrollment=enrollment,
        headline=f"{stage.title}, {stage.section}"[:120],
        about=random.choice(ABOUT),
        ask_me_about=random.choice(
            ("Handover", "Budgets", "Difficult conversations", "Night shifts", "Saying no")
        ),
        approved_at=approved,
    )


def _choose_people(random: Random, enrollments: list[Enrollment]) -> None:
    """Let a third have wishes and every twentieth exclude somebody."""
    sides: dict[str, list[Enrollment]] = {side: [] for side in Side.values}
    for one in enrollments:
        sides[one.side].append(one)
    wishes, exclusions = [], []
    for one in enrollments:
        others = sides[Side.MENTOR if one.side == Side.MENTEE else Side.MENTEE]
        others = [other for other in others if other.person_id != one.person_id]
        if random.random() < 0.35 and others:
            named = random.sample(others, k=min(len(others), random.choice((1, 2, 3, 5))))
            wishes += [
                Wish(enrollment=one, rank=rank, person_id=other.person_id)
                for rank, other in enumerate(named, 1)
            ]
        if random.random() < 0.05 and others:
            exclusion = Exclusion(enrollment=one)
            exclusion.seal_value({"person": str(random.choice(others).person_id)})
            exclusions.append(exclusion)
    Wish.objects.bulk_create(wishes, batch_size=500)
    Exclusion.objects.bulk_create(exclusions, batch_size=500)
