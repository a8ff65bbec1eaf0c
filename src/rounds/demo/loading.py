"""Writing the invented institutions: everything in bulk, the same every time."""

from datetime import date
from functools import partial
from random import Random

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.dates import months_after
from rounds.core.enums import Role
from rounds.core.models import Institution, User
from rounds.demo import arranging, gathering, growing, rotating, running, staffing, surveying, talking
from rounds.demo.casting import MENTEE_MIX, MENTOR_MIX, SITES, invent, spread
from rounds.demo.development.coaching import coach_one
from rounds.demo.development.experiences import offer_experiences
from rounds.demo.development.training import hold_sessions
from rounds.demo.evidence import careers, closed, graduates
from rounds.demo.evidence.claims import write_claims, write_down_what_changes
from rounds.demo.evidence.talks import ask_for_calls_and_names, offer_talks
from rounds.demo.evidence.training import train_mentors
from rounds.demo.evidence.units import bring_units
from rounds.demo.feedback.connections import connect_learning_platform
from rounds.demo.feedback.differing import let_some_need_the_office
from rounds.demo.feedback.questions import enter_licensed_questions, write_own_questions
from rounds.demo.feedback.rounds import give_feedback_all_around
from rounds.demo.feedback.voices import let_groups_speak
from rounds.demo.names import invent_names
from rounds.demo.rollout import later as later_on
from rounds.demo.rollout.launch import roll_out
from rounds.demo.signing_in import DEMO_PASSWORD, NAMED, address_of
from rounds.framework.services import install_first_version
from rounds.mentorships.models import Mentorship
from rounds.people.enums import Tier
from rounds.people.models import Person, Site
from rounds.programs.models import Program
from rounds.surveys.instruments.services import install_instruments

SEED = 20261122
INTERNAL_MEDICINE = 0


@transaction.atomic
def load_demo() -> Institution:
    """Create St. Brigid Health and Cedar Valley Medical School, with people who do not exist."""
    hospital = _institution("st-brigid", "St. Brigid Health", "America/Chicago")
    with scope(hospital.id):
        install_first_version(by=system(hospital.id))
        install_instruments(by=system(hospital.id))
        staffing.say_where_help_is(system(hospital.id))
        _fill_hospital(hospital, Random(SEED))  # noqa: S311  # nosec B311
    school = _institution("cedar-valley", "Cedar Valley Medical School", "America/Denver")
    with scope(school.id):
        install_first_version(by=system(school.id))
        install_instruments(by=system(school.id))
        _fill_school(school, Random(SEED + 1))  # noqa: S311  # nosec B311
    return hospital


def _institution(slug: str, name: str, zone: str) -> Institution:
    return Institution.objects.create(
        slug=slug,
        name=name,
        timezone=zone,
        reply_to=f"mentorship@{slug}.example",
        mail_is_live=True,
        is_invented=True,
    )


def _fill_hospital(hospital: Institution, random: Random) -> None:
    day = institution_today()
    Site.objects.bulk_create(Site(name=name, timezone=zone) for name, zone in SITES)
    staff = staffing.Staff(list(Site.objects.order_by("name")), staffing.make_departments(6))
    named = _named_people(staff, random)
    taken = {(given, family) for _title, given, family in NAMED.values()}

    # The pilot: internal medicine alone. Bob and Cleo are two of its 32.
    pilot_mentors = [
        named[Role.MENTOR],
        *_people(random, 11, MENTOR_MIX, [INTERNAL_MEDICINE], taken=taken, staff=staff),
    ]
    pilot_mentees = [
        named[Role.MENTEE],
        *_people(random, 19, MENTEE_MIX, [INTERNAL_MEDICINE], taken=taken, staff=staff),
    ]
    mentors = _people(random, 99, MENTOR_MIX, list(range(6)), taken=taken, staff=staff)
    mentees = _people(random, 199, MENTEE_MIX, list(range(6)), taken=taken, staff=staff)
    staffing.staff_training_programs(random, staff, day, director=named[Role.RESIDENCY_DIRECTOR])
    staffing.draw_authority(random, staff, day)

    office = Viewer(hospital.id, None, named[Role.COORDINATOR].id, named[Role.COORDINATOR].full_name)
    pilot = gathering.make_pilot(office, months_after(day.replace(day=1), -2), named)
    gathering.gather(random, office, staff, pilot, mentors=pilot_mentors, mentees=pilot_mentees)
    gathering.record_running_pairs(random, office, pilot, day, first=(named[Role.MENTEE], named[Role.MENTOR]))
    cohort = gathering.make_year(office, gathering.next_start(day), named)
    gathering.gather(
        random,
        office,
        staff,
        cohort,
        mentors=[named[Role.MENTOR], *mentors],
        mentees=[named[Role.MENTEE], *mentees],
        unfinished=14,
        not_started={named[Role.MENTEE].id},
    )
    # Drawn last and with a draw of their own, so that everybody else stays as they are.
    later = Random(SEED + 2)  # noqa: S311  # nosec B311
    running.make_running_year(
        later,
        office,
        staff,
        day,
        named=named,
        mentors=_people(later, running.MENTORS, MENTOR_MIX, list(range(6)), taken=taken, staff=staff),
        mentees=_people(later, running.MENTEES, MENTEE_MIX, list(range(6)), taken=taken, staff=staff),
    )
    rows = Mentorship.objects.filter(cycle_id=pilot.cycle_id).order_by("opened_on", "mentee__folded_family")
    pairs = list(rows)
    talking.let_them_talk(later, office, pairs, day)
    talking.let_them_sign(later, office, pairs)
    arranging.arrange_for_named(office, pairs, named)
    first = next(pair for pair in pairs if pair.mentee_id == named[Role.MENTEE].id)
    arranging.gather_around(office, first, pairs, day)
    growing.let_everybody_grow(
        Random(SEED + 3),  # noqa: S311  # nosec B311
        office,
        day,
        both=(named[Role.MENTEE], named[Role.MENTOR]),
    )
    rotating.let_them_rotate(Random(SEED + 4), office, day, named=named)  # noqa: S311  # nosec B311
    running.make_phased(office, day, named, _of_the_phased(taken, staff))
    asked_later = frozenset([named[Role.MENTEE].id])
    write_own_questions(office)
    enter_licensed_questions(office, day)
    surveying.ask_everybody(
        Random(SEED + 6),  # noqa: S311  # nosec B311
        office,
        day,
        unanswered=asked_later,
        open_in=pilot.cycle.program_id,
    )
    rotation = Program.objects.get(name="Leadership Rotation").id
    surveying.ask_by_name(Random(SEED + 11), office, day, program=rotation)  # noqa: S311  # nosec B311
    surveying.ask_anonymously(Random(SEED + 7), office, day, pilot.cycle.program_id)  # noqa: S311  # nosec B311
    again = Random(SEED + 8)  # noqa: S311  # nosec B311
    surveying.ask_confidence_again(again, office, day, program=pilot.cycle.program_id)
    taps = Random(SEED + 13)  # noqa: S311  # nosec B311
    for program in (pilot.cycle.program, Program.objects.get(name="Resident Leadership Year")):
        surveying.offer_taps(taps, office, day, program=program.id, unanswered=asked_later)
    give_feedback_all_around(Random(SEED + 9), office, named=named)  # noqa: S311  # nosec B311
    let_groups_speak(office, day, pilot.cycle.program_id, named[Role.FACULTY_DEVELOPER])
    _add_closed_years(office, day, named, taken, staff)
    _add_evidence(office, day, named, taken, staff)
    write_claims(office, pilot.cycle.program, day)
    write_down_what_changes(office, pilot.cycle, day)
    learners = (named[Role.MENTEE], named[Role.MENTOR])
    connect_learning_platform(office, named[Role.SITE_ADMIN], named[Role.COORDINATOR], learners)
    roll_out(office, pilot.cycle, cohort.cycle, named)
    hire = partial(_people, departments=[later_on.DEPARTMENT], taken=taken, staff=staff)
    later_on.copy_to_surgery(Random(SEED + 15), office, staff, pilot.cycle.program, named=named, hire=hire)  # noqa: S311  # nosec B311
    hold_sessions(named, hospital)
    coach_one(named[Role.MENTOR], named[Role.FACULTY_DEVELOPER], hospital)
    later_on.keep_dossier(named[Role.MENTOR], hospital)
    offer_experiences(office, named, pairs)
    let_some_need_the_office(office, first, named[Role.COORDINATOR], day)
    audit.record("demo.loaded", by=system(hospital.id), people=Person.objects.count())


def _add_closed_years(
    office: Viewer,
    day: date,
    named: dict[Role, Person],
    taken: set[tuple[str, str]],
    staff: staffing.Staff,
) -> None:
    """Add two years that are over, with a draw of their own: what became of their people, and what mentees said together."""
    # both load the engine: no page needs it
    from rounds.insights.services.learning import learn
    from rounds.insights.services.signaling import work_out_signals

    random = Random(SEED + 12)  # noqa: S311  # nosec B311
    closed.make_closed_years(
        random,
        office,
        staff,
        day,
        named=named,
        mentors=_people(random, closed.MENTORS, MENTOR_MIX, list(range(6)), taken=taken, staff=staff),
        mentees=_people(random, 2 * closed.MENTEES, MENTEE_MIX, list(range(6)), taken=taken, staff=staff),
    )
    closed.ask_what_became_of_them(random)
    work_out_signals(by=office)
    learn(by=office)


def _add_evidence(
    office: Viewer,
    day: date,
    named: dict[Role, Person],
    taken: set[tuple[str, str]],
    staff: staffing.Staff,
) -> None:
    """Add ten years of the faculty's lives and what the figures say of them, with a draw of its own."""
    random = Random(SEED + 10)  # noqa: S311  # nosec B311
    leavers = _people(random, careers.LEAVERS, careers.MIX, list(range(6)), taken=taken, staff=staff)
    careers.bring_history(random, office, day, leavers)
    apart = Random(SEED + 14)  # noqa: S311  # nosec B311
    residents = {Tier.RESIDENT: 1}
    gone_on = _people(apart, graduates.ELSEWHERE, residents, list(range(6)), taken=taken, staff=staff)
    graduates.let_them_have_trained_here(apart, day, gone_on)
    bring_units(day)
    careers.record_for_named(office, named[Role.MENTEE], day)
    careers.figures_stand(office)
    train_mentors(random, day)
    offer_talks(named)
    ask_for_calls_and_names(named)


def _of_the_phased(taken: set[tuple[str, str]], staff: staffing.Staff) -> dict[str, list[Person]]:
    """Invent who is in the programs of several phases, with a draw of their own."""
    random = Random(SEED + 5)  # noqa: S311  # nosec B311
    return {
        name: _people(random, count, {tier: 1}, list(range(6)), taken=taken, staff=staff)
        for name, count, tier in (
            ("residents", 4, Tier.RESIDENT),
            ("chairs", 4, Tier.EXECUTIVE),
            ("faculty", 3, Tier.MID_CAREER),
            ("sponsors", 3, Tier.EXECUTIVE),
        )
    }


def _fill_school(school: Institution, random: Random) -> None:
    day = institution_today()
    Site.objects.create(name="Cedar Valley Campus", timezone=school.timezone)
    staff = staffing.Staff(list(Site.objects.all()), staffing.make_departments(2))
    taken: set[tuple[str, str]] = {("Dan", "Ferro")}
    user = User.objects.create_user("coordinator@cedar-valley.example", DEMO_PASSWORD)
    dan = staffing.hire_office(
        staff, ("", "Dan", "Ferro"), user=user, job="Program coordinator", domain="cedar-valley"
    )
    staffing.give_roles([(dan, Role.COORDINATOR)], day)
    mentors = _people(random, 6, MENTOR_MIX, [0, 1], taken=taken, staff=staff, domain="cedar-valley")
    mentees = _people(random, 9, MENTEE_MIX, [0, 1], taken=taken, staff=staff, domain="cedar-valley")
    staffing.draw_authority(random, staff, day)
    office = Viewer(school.id, user.id, dan.id, dan.full_name)
    cohort = gathering.make_year(office, gathering.next_start(day), {Role.COORDINATOR: dan})
    gathering.gather(random, office, staff, cohort, mentors=mentors, mentees=mentees, unfinished=2)
    audit.record("demo.loaded", by=system(school.id), people=Person.objects.count())


def _named_people(staff: staffing.Staff, random: Random) -> dict[Role, Person]:
    """Make the people who can sign in, one for each role."""
    clinical = {
        Role.DIRECTOR: Tier.EXECUTIVE,
        Role.MENTOR: Tier.MID_CAREER,
        Role.MENTEE: Tier.RESIDENT,
        Role.RESIDENCY_DIRECTOR: Tier.MID_CAREER,
        Role.GME_OFFICER: Tier.EXECUTIVE,
        Role.FACULTY_DEVELOPER: Tier.MID_CAREER,
    }
    people = {}
    for role, name in NAMED.items():
        user = User.objects.create_user(address_of(role), DEMO_PASSWORD)
        if role in clinical:
            one = invent(random, name[1:], clinical[role], INTERNAL_MEDICINE)
            people[role] = staffing.hire([one], staff, users=[user], emails=[address_of(role)])[0]
        else:
            people[role] = staffing.hire_office(
                staff, name, user=user, job=str(role.label).capitalize(), email=address_of(role)
            )
    institution_roles: list[tuple[Person, Role]] = [
        (people[role], role)
        for role in NAMED
        if role not in {Role.MENTOR, Role.MENTEE, Role.RESIDENCY_DIRECTOR}
    ]
    staffing.give_roles(institution_roles, institution_today())
    return people


def _people(
    random: Random,
    count: int,
    mix: dict[Tier, int],
    departments: list[int],
    *,
    taken: set[tuple[str, str]],
    staff: staffing.Staff,
    domain: str = "st-brigid",
) -> list[Person]:
    names = invent_names(random, count, taken=taken)
    invented = [
        invent(random, name, tier, departments[number % len(departments)])
        for number, (name, tier) in enumerate(zip(names, spread(random, count, mix), strict=True))
    ]
    return staffing.hire(invented, staff, domain=domain)
