"""Two years that are over: their pairs talked and ended, a decision closes each, and who agreed is asked what became of them.

One mentor had five mentees in each year: what ten of them say together is the estimate that this mentor reads.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from rounds.core.access import Viewer, system
from rounds.core.clock import now
from rounds.core.dates import months_after
from rounds.core.enums import Role
from rounds.demo import gathering, surveying
from rounds.demo.staffing import Staff
from rounds.demo.talking import let_them_talk
from rounds.insights.models import FollowUp
from rounds.insights.services.deciding import Decision, write_decision
from rounds.insights.services.following import Answer, answer_follow_up, ask_who_is_due, make_link
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import EarlierPair, prepare_existing_pairs, record_existing_pairs
from rounds.mentorships.services.states import complete_mentorship
from rounds.people.enums import ConsentKind
from rounds.people.models import Consent, Person
from rounds.programs import services
from rounds.programs.enums import Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.selectors import cohort_of
from rounds.surveys.campaigns.values.audiences import Invitee

NAME = "Resident Leadership Year, first site"
MENTORS, MENTEES = 10, 31  # of one year, beside the mentor who has five
OF_ONE, ANSWERED = 5, 0.7
# the same people each time, whatever their ids
IN_ORDER = ("folded_family", "folded_given", "email")
# in the order of the years: what was seen, what changes, what stays
DECISIONS = (
    (
        "Pairs met as agreed until the spring; a third fell silent in the months of night float.",
        "Mentees on night float plan the next two talks before it begins.",
        "One conversation a month.",
    ),
    (
        "Fewer pairs fell silent. Mentees ask for somebody from finance.",
        "Two mentors from finance are asked for each year.",
        "The two talks that are planned before night float.",
    ),
)


def make_closed_years(
    random: Random,
    office: Viewer,
    staff: Staff,
    day: date,
    *,
    named: dict[Role, Person],
    mentors: Sequence[Person],
    mentees: Sequence[Person],
) -> None:
    """Make both years, one after the other, each with its pulse and its decision."""
    first = months_after(day.replace(day=1), -26)
    program = services.create_program(by=office, name=NAME, template="leadership_12", starts_on=first)
    gathering.staff_program(office, program, named)
    for year, decision in enumerate(DECISIONS):
        starts_on = months_after(first, 12 * year)
        cohort = (
            cohort_of(program)
            if not year
            else services.open_cycle(by=office, program=program, starts_on=starts_on)
        )
        own = mentees[year * len(mentees) // 2 : (year + 1) * len(mentees) // 2]
        people = [named[Role.MENTOR], *mentors]
        gathering.gather(random, office, staff, cohort, mentors=people, mentees=list(own))
        pairs = _pair_up(office, cohort, named[Role.MENTOR])
        ends_on = cohort.cycle.ends_on
        let_them_talk(random, office, pairs, ends_on)
        invitees = [Invitee(pair.mentee_id, pair.mentor_id) for pair in pairs]
        surveying.ask_in_time(random, office, day, program=program.id, ends_on=ends_on, invitees=invitees)
        for pair in pairs:
            complete_mentorship(mentorship_id=pair.id, by=office)
        Mentorship.objects.filter(cycle=cohort.cycle).update(ended_on=ends_on)
        services.close_cycle(by=office, cycle=cohort.cycle)
        again = day + timedelta(days=120)
        write_decision(cycle=cohort.cycle, decision=Decision(*decision, again), entry_id=uuid4(), by=office)


def ask_what_became_of_them(random: Random) -> None:
    """Let most of those who agreed have an address of their own, be asked a year after, and answer."""
    ended = Mentorship.objects.filter(cycle__program__name=NAME).values("mentee_id")
    agreed = Consent.objects.filter(kind=ConsentKind.FOLLOW_UP, withdrawn_at=None, person_id__in=ended)
    for person in Person.objects.filter(id__in=agreed.values("person_id")).order_by(*IN_ORDER):
        if random.random() < 0.9:
            person.personal_email = f"{person.email.partition('@')[0]}@home.example"
            person.personal_confirmed_at = now()
            person.save(update_fields=["personal_email", "personal_confirmed_at"])
    by = system(Person.objects.order_by("id")[0].institution_id)
    ask_who_is_due(by=by)
    for row in FollowUp.objects.select_related("person").order_by(*(f"person__{one}" for one in IN_ORDER)):
        make_link(row, message_id=uuid4())
        if random.random() < ANSWERED:
            owner = Viewer(by.institution_id, row.person.user_id, row.person_id, row.person.display_name)
            answer_follow_up(follow_up_id=row.id, answer=Answer(is_here=True), by=owner)


def _pair_up(office: Viewer, cohort: Cohort, one: Person) -> list[Mentorship]:
    """Give one mentor five mentees, and every other one or two or three."""
    sides: dict[str, list[Enrollment]] = {Side.MENTOR: [], Side.MENTEE: []}
    rows = Enrollment.objects.filter(cohort=cohort)
    for row in rows.order_by(*(f"person__{one}" for one in IN_ORDER)):
        sides[row.side].append(row)
    mine = next(row for row in sides[Side.MENTOR] if row.person_id == one.id)
    others = [row for row in sides[Side.MENTOR] if row != mine]
    of = [mine] * OF_ONE + others * len(sides[Side.MENTEE])
    earlier = [
        EarlierPair(
            pair=Opening(
                mentee_enrollment_id=mentee.id,
                mentor_enrollment_id=mentor.id,
                mentee_id=mentee.person_id,
                mentor_id=mentor.person_id,
                places=OF_ONE,
            ),
            started_on=cohort.cycle.starts_on + timedelta(days=7),
            is_known=True,
        )
        for mentee, mentor in zip(sides[Side.MENTEE], of, strict=False)
    ]
    ready = prepare_existing_pairs(
        pairs=earlier, cycle_id=cohort.cycle_id, program_id=cohort.cycle.program_id
    )
    record_existing_pairs(ready=ready, by=office)
    made = Mentorship.objects.filter(cycle_id=cohort.cycle_id)
    return list(made.order_by(*(f"mentee__{one}" for one in IN_ORDER)))
