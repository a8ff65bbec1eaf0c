"""Programs, who is missing, and every topic of intake on both sides."""

from datetime import date

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.access import Viewer
    from rounds.people.services import record_stage
    from rounds.programs import services
    from rounds.programs.models import Cohort
    from rounds.programs.values.answers import MentorAnswers

    people, things = world.people, world.things
    office = Viewer(world.institution.id, world.users["alice"].id, people["alice"].id, "Alice Varga")
    program = services.create_program(
        by=office, name="Leadership Mentorship", template="leadership_12", starts_on=date(2027, 7, 1)
    )
    things["priority"] = services.save_priority(
        by=office,
        program=program,
        name="Telehealth",
        from_on=date(2026, 1, 1),
        to_on=None,
        weight=12,
        rationale="Two thirds of follow-up visits should be possible from home.",
    )
    for name, tier in (("bob", "mid_career"), ("cleo", "resident")):
        record_stage(person=people[name], by=office, from_on=date(2026, 7, 1), tier=tier, title="Physician")
    cohort = Cohort.objects.get(cycle__program=program)
    things["bobs"], things["cleos"] = services.enroll_people(
        by=office,
        cohort=cohort,
        people=[
            services.NewEnrollment(person_id=people["bob"].id, side="mentor", capacity=2),
            services.NewEnrollment(person_id=people["cleo"].id, side="mentee"),
        ],
    )
    services.submit_intake(
        by=office,
        enrollment=things["bobs"],
        submission=services.Submission(
            answers=MentorAnswers(
                expertise={"FIN": 4}, modalities=("video",), hours=(8, 9, 10, 11), zone="UTC"
            ),
            wishes=[people["cleo"].id],
        ),
    )
    services.add_cohort(by=office, cycle=cohort.cycle, name="Surgery")
    things["program"], things["cohort"] = program, cohort
    things["empty_program"] = services.create_program(
        by=office, name="Pilot", template="pilot_6", starts_on=date(2027, 3, 1)
    )
    things["phased_program"] = _in_phases(office)


def _in_phases(office):
    """Make a program of two phases, with one pair in the first."""
    from rounds.core.clock import institution_today
    from rounds.mentorships.services.limits import Opening
    from rounds.mentorships.services.pairs import record_existing_pair
    from rounds.people.models import Person
    from rounds.programs import services
    from rounds.programs.selectors import cohort_of

    found = services.create_program(
        by=office, name="Acceleration", template="acceleration_2", starts_on=institution_today()
    )
    entries = [
        services.NewEnrollment(
            person_id=Person.objects.create(given_name=name, family_name="Phase").id, side=side
        )
        for name, side in (("Mona", "mentee"), ("Max", "mentor"))
    ]
    mentee, mentor = services.enroll_people(by=office, cohort=cohort_of(found), people=entries)
    pair = Opening(
        mentee_enrollment_id=mentee.id,
        mentor_enrollment_id=mentor.id,
        mentee_id=mentee.person_id,
        mentor_id=mentor.person_id,
        places=1,
    )
    record_existing_pair(
        pair=pair,
        cycle_id=mentee.cohort.cycle_id,
        program_id=found.id,
        started_on=institution_today(),
        by=office,
    )
    return found


def program(world):
    return {"program_id": world.things["program"].id}


def phased_program(world):
    return {"program_id": world.things["phased_program"].id}


def empty_program(world):
    return {"program_id": world.things["empty_program"].id}


def priority(world):
    found = world.things["priority"]
    return {"program_id": found.program_id, "priority_id": found.id}


def bobs(world):
    return {"enrollment_id": world.things["bobs"].id}


def cleos(world):
    return {"enrollment_id": world.things["cleos"].id}


def _topic(arguments, key):
    return lambda world: {**arguments(world), "topic": key}


MENTOR_TOPICS = (
    *("strengths", "milestones", "together", "times", "places", "priorities", "wishes"),
    *("private", "start", "card"),
)
MENTEE_TOPICS = ("grow", "aim", "together", "times", "priorities", "wishes", "private", "start", "card")

VISITS = [
    Visit("programs:list"),
    Visit("programs:new"),
    Visit("programs:detail", arguments=program),
    Visit("programs:detail", arguments=empty_program, state="nobody yet"),
    Visit("programs:settings", arguments=program),
    Visit("programs:plan", arguments=program),
    Visit("programs:years", arguments=program),
    Visit("programs:phases", arguments=phased_program),
    Visit("programs:phase", arguments=lambda world: {**phased_program(world), "number": 2}),
    Visit("programs:phase", arguments=lambda world: {**phased_program(world), "number": 1}, state="begun"),
    Visit("programs:phases", arguments=program, state="one piece"),
    Visit("programs:plan", arguments=phased_program, query="?phase=2", state="of a phase"),
    Visit("programs:priorities", arguments=program),
    Visit("programs:priorities", arguments=empty_program, state="none"),
    Visit("programs:priority", arguments=priority),
    Visit("programs:roles", arguments=program, query="?find=bo"),
    Visit("programs:people", arguments=program),
    Visit("programs:people", arguments=program, query="?state=stopped", state="nobody matches"),
    Visit("programs:people", arguments=empty_program, state="empty"),
    Visit("programs:find_people", arguments=program, query="?find=cleo"),
    Visit("year:nudge", arguments=program),
    Visit("year:paste_list", arguments=program),
    Visit("programs:remind", arguments=program),
    Visit("programs:remind", arguments=empty_program, state="nobody to remind"),
    Visit("programs:texts", arguments=program),
    Visit("programs:person", arguments=bobs),
    Visit("programs:person", arguments=cleos, state="nothing sent"),
    Visit("intake:mine", who="bob", weight="participant", state="to confirm"),
    Visit("intake:mine", who="cleo", weight="participant", state="not started"),
    Visit("intake:mine", who="sam", weight="participant", state="in no program"),
    *(
        Visit("intake:topic", who="bob", arguments=_topic(bobs, key), weight="participant", state=key)
        for key in MENTOR_TOPICS
    ),
    *(
        Visit("intake:topic", who="cleo", arguments=_topic(cleos, key), weight="participant", state=key)
        for key in MENTEE_TOPICS
    ),
    Visit("intake:topic", arguments=_topic(cleos, "grow"), weight="participant", state="on behalf"),
    Visit("intake:check", who="bob", arguments=bobs, weight="participant", state="to confirm"),
    Visit("intake:check", who="cleo", arguments=cleos, weight="participant", state="incomplete"),
    Visit("intake:done", who="bob", arguments=bobs, weight="participant"),
]
NOT_PAGES = {
    "programs:start": "the question of people:discard_roll_over in other words",
    "programs:close_year": "the question of people:discard_roll_over in other words",
    "programs:undo_start": "takes a POST and leads back",
    "programs:end_role": "the question of people:discard_roll_over in other words",
    "programs:change_state": "takes a POST and leads back",
    "programs:undo_phase": "takes a POST and leads back",
    "intake:resume": "leads to where the form was left",
    "intake:apply": "takes a POST and leads to the form",
    "intake:confirm": "takes a POST and leads on",
    "intake:forget": "takes a POST and leads back",
}
