"""An untidy world: two programs; pairs begun, asked, refused, brought along; people imported, entered for, gone, applied."""

from datetime import timedelta
from uuid import uuid4

from django.test import Client

from rounds.core.clock import institution_today, now
from rounds.mentorships.changes.services import ask_for_change
from rounds.mentorships.services.pairs import open_pairs, record_existing_pair
from rounds.mentorships.services.states import end_mentorship
from rounds.people.services import record_leaving
from rounds.programs.models import Cohort, Cycle, Enrollment, Intake, Program, ProgramRole
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_mentee, add_mentor, make_scene
from tests.mentorships.test_services import opening


def make_crowd(institution):
    """Make two programs; pairs begun, asked, refused and brought along; people imported, entered for, gone, applied."""
    scene = make_scene(institution, mentees=10, mentors=5)
    add_mentor(scene, "Ann", capacity=3)
    for name in ("Eve", "Fay", "Gus"):
        add_mentee(scene, name)
    alice = scene.alice
    cycle = {"cycle_id": scene.cohort.cycle_id, "program_id": scene.program.id, "by": alice}
    began = institution_today() - timedelta(days=60)
    brought = record_existing_pair(pair=opening(scene, "Eve", "Ann"), started_on=began, **cycle)
    ask_for_change(mentorship_id=brought.id, reason="", entry_id=uuid4(), by=scene.viewer("Eve"))
    open_pairs(pairs=[opening(scene, "Fay", "Ann")], **cycle)
    (refused,) = open_pairs(pairs=[opening(scene, "Gus", "Bob")], **cycle)
    end_mentorship(mentorship_id=refused.id, reason="declined", by=alice)
    everybody = list(Enrollment.objects.filter(cohort=scene.cohort).order_by("person__given_name", "id"))
    Intake.objects.filter(enrollment__in=everybody[:4]).delete()
    Enrollment.objects.filter(id=everybody[0].id).update(intake_topic="times", intake_topic_at=now())
    Enrollment.objects.filter(id=everybody[1].id).update(state="applied")
    record_leaving(people=[everybody[2].person], on=institution_today() + timedelta(days=9), by=alice)
    # imported, and entered by the office
    said = Intake.objects.get(enrollment=everybody[5]).answers
    Intake.objects.filter(enrollment=everybody[5]).delete()
    Intake.objects.create(enrollment=everybody[5], answers=said)
    Intake.objects.filter(enrollment=everybody[6]).update(entered_by=scene.people["Alice"])
    return scene, second_program(scene)


def second_program(scene):
    program = Program.objects.create(
        name="Nursing", slug="nursing", template="leadership_12", state="running"
    )
    day = institution_today()
    cycle = Cycle.objects.create(
        program=program, name="2027", starts_on=day, ends_on=day + timedelta(days=300), state="open"
    )
    cohort = Cohort.objects.create(cycle=cycle, name="Spring")
    ProgramRole.objects.create(program=program, person=scene.people["Alice"], role="coordinator", from_on=day)
    for name in ("Eve", "Fay"):
        Enrollment.objects.create(
            cohort=cohort, person=scene.people[name], side="mentee", state="enrolled", how="by_program"
        )
    return program


def look(scene, path):
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    return client.get(f"/{scene.institution.slug}/{path}")
