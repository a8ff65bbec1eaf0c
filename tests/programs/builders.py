"""The four people whom all tests know, in a running program. Call inside the institution's scope."""

from dataclasses import dataclass
from datetime import date

from rounds.core.access import Viewer, viewer_for
from rounds.core.models import Institution, User
from rounds.people.models import Person
from rounds.programs import services
from rounds.programs.models import Cohort, Enrollment, Program
from rounds.programs.values.answers import MenteeAnswers, MentorAnswers

MENTEE = MenteeAnswers(gaps={"FIN": 3, "TEAM": 1}, modalities=("video",), hours=(8, 9), zone="UTC")
MENTOR = MentorAnswers(expertise={"FIN": 4}, modalities=("video",), hours="varies", zone="UTC")


@dataclass
class World:
    """A program of Alice's with Bob as mentor and Cleo as mentee."""

    institution: Institution
    program: Program
    cohort: Cohort
    alice: Viewer
    bob: Viewer
    cleo: Viewer
    bobs: Enrollment
    cleos: Enrollment


def make_person(given_name: str, family_name: str = "Example", *, login: bool = False) -> Person:
    email = f"{given_name.lower()}.{family_name.lower()}@example.org"
    user = User.objects.create_user(email, "correct horse battery") if login else None
    return Person.objects.create(given_name=given_name, family_name=family_name, email=email, user=user)


def look_as(person: Person) -> Viewer:
    """Return the viewer that a person is, with the grants that the domains know of."""
    viewer = viewer_for(person.institution_id, person.user_id)
    assert viewer is not None
    return viewer


def make_world(institution: Institution) -> World:
    alice, bob, cleo = (make_person(name, login=True) for name in ("Alice", "Bob", "Cleo"))
    builder = Viewer(institution.id, alice.user_id, alice.id, "Alice Example")
    program = services.create_program(
        by=builder, name="Leadership Mentorship", template="leadership_12", starts_on=date(2027, 7, 1)
    )
    cohort = Cohort.objects.get(cycle__program=program)
    bobs, cleos = services.enroll_people(
        by=builder,
        cohort=cohort,
        people=[
            services.NewEnrollment(person_id=bob.id, side="mentor"),
            services.NewEnrollment(person_id=cleo.id, side="mentee"),
        ],
    )
    return World(institution, program, cohort, look_as(alice), look_as(bob), look_as(cleo), bobs, cleos)
