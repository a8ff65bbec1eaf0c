"""Where everybody begins, and the program that most pages show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.browser.visits import Visit

MENTORS = ("Joan Abara", "Omar Haddad", "Helen Osei", "Paul Sorensen")
MENTEES = ("Amara Nwosu", "Noah Brandt", "Grace Lindholm", "Caleb Ortiz", "Lena Fischer", "Marcus Teo")

VISITS = [
    Visit("home", state="with work to do"),
    Visit("home", who="sam", state="with no program"),
    Visit("home", who="cleo", weight="participant", state="with intake to finish"),
    Visit("home", who="bob", weight="participant"),
    Visit("home", who="erin", weight="participant", state="in no program"),
    Visit("mine", who="bob", weight="participant", state="by its own address"),
]
NOT_PAGES: dict[str, str] = {}


def prepare(world: Any) -> None:
    """Make a running program: Bob and four others mentor, Cleo and six others are mentored; some intakes stopped."""
    from rounds.core.access import Viewer
    from rounds.core.clock import institution_today
    from rounds.people.services import create_person
    from rounds.programs import services
    from rounds.programs.models import Cohort, Enrollment

    alice = world.people["alice"]
    by = Viewer(world.institution.id, alice.user_id, alice.id, alice.display_name)
    program = services.create_program(
        by=by,
        name="Autumn Pilot",
        template="leadership_12",
        starts_on=institution_today() - timedelta(days=75),
    )
    cohort = Cohort.objects.get(cycle__program=program)
    Cohort.objects.filter(id=cohort.id).update(intake_closes_on=institution_today() + timedelta(days=12))
    sides = [(world.people["bob"], "mentor"), (world.people["cleo"], "mentee")]
    for side, names in (("mentor", MENTORS), ("mentee", MENTEES)):
        for name in names:
            given_name, family_name = name.split()
            person = create_person(
                by=by,
                title="Dr." if side == "mentor" else "",
                given_name=given_name,
                family_name=family_name,
                email=f"{family_name.lower()}@st-brigid.example",
            )
            sides.append((person, side))
    enrollments = services.enroll_people(
        by=by,
        cohort=cohort,
        people=[
            services.NewEnrollment(person_id=person.id, side=side, capacity=2 if side == "mentor" else None)
            for person, side in sides
        ],
    )
    services.change_program_state(by=by, program=program, state="running")
    services.note_topic(by=by, enrollment=enrollments[1], topic="times")
    Enrollment.objects.filter(id=enrollments[1].id).update(
        intake_topic_at=enrollments[1].state_at - timedelta(days=5)
    )
    world.things.update(
        by=by,
        pilot=program,
        pilot_cohort=Cohort.objects.get(id=cohort.id),
    )
