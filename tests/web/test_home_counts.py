"""Every figure of the office's pages about intake and pairs, against a plain count over the same untidy world."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.models import OutgoingMail
from rounds.mentorships.services.pairs import open_pairs, record_existing_pair
from rounds.mentorships.services.states import end_mentorship
from rounds.people.services import record_leaving
from rounds.programs.models import Cohort, Cycle, Enrollment, Intake, Program, ProgramRole
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_mentee, add_mentor, make_scene
from tests.mentorships.test_services import opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(in_hospital):
    """Make two programs; pairs begun, asked, refused and brought along; people imported, entered for, gone, applied."""
    scene = make_scene(in_hospital, mentees=10, mentors=5)
    add_mentor(scene, "Ann", capacity=3)
    for name in ("Eve", "Fay", "Gus"):
        add_mentee(scene, name)
    alice = scene.alice
    cycle = {"cycle_id": scene.cohort.cycle_id, "program_id": scene.program.id, "by": alice}
    began = institution_today() - timedelta(days=60)
    record_existing_pair(pair=opening(scene, "Eve", "Ann"), started_on=began, **cycle)
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


def plain_count(program):
    """Count by hand: person by person, without any selector of the product."""
    found = {"missing": 0, "confirm": 0, "applied": 0, "begun": 0, "asked": 0, "without": 0, "mentees": 0}
    for one in Enrollment.objects.filter(cohort__cycle__program=program).exclude(state="withdrawn"):
        intakes = Intake.objects.filter(enrollment=one)
        sent = intakes.exclude(submitted_at=None).order_by("version").last()
        is_expected = one.state != "applied" and one.person.left_on is None
        found["applied"] += one.state == "applied"
        found["missing"] += is_expected and not intakes.exists()
        confirms = sent is None or (sent.entered_by_id and not sent.confirmed_at)
        found["confirm"] += bool(is_expected and intakes.exists() and confirms)
        if one.side == "mentee":
            from rounds.mentorships.models import Mentorship

            states = set(Mentorship.objects.filter(mentee_enrollment=one).values_list("state", flat=True))
            found["mentees"] += 1
            has_begun, is_asked = states & {"active", "paused"}, states & {"proposed", "offered", "accepted"}
            found["begun" if has_begun else "asked" if is_asked else "without"] += 1
    return found


def number_before(words, page):
    found = re.search(rf"(\d+) {words}", page)
    return int(found[1]) if found else 0


def test_home_counts_what_is_there(crowd):
    scene, _nursing = crowd
    counted = plain_count(scene.program)

    answer = look(scene, f"?program={scene.program.id}")

    page = " ".join(answer.text.split())
    assert min(counted.values()) > 0, "the world has one of each kind"
    assert number_before("(?:person has|people have) not finished intake", page) == counted["missing"]
    assert number_before("(?:person has|people have) not confirmed answers", page) == counted["confirm"]
    assert number_before("(?:person has|people have) applied", page) == counted["applied"]
    assert f"{counted['asked']} wait for an answer, {counted['without']} without a mentor" in page
    figure = next(one for one in answer.context["office"].figures if "begun" in str(one.label))
    assert (figure.value, figure.most) == (counted["begun"], counted["mentees"])
    assert "All is well" not in page
    assert "Everything else is on course" not in page


def test_home_names_what_waits_in_other_programs(crowd):
    scene, nursing = crowd
    counted = plain_count(nursing)

    page = " ".join(look(scene, f"?program={scene.program.id}").text.split())

    assert f"answers of {counted['missing']} people missing" in page
    assert f"{counted['without']} mentees without a mentor" in page


def test_button_count_list_and_mail_are_one_selection(crowd):
    scene, _nursing = crowd
    counted = plain_count(scene.program)
    below = f"programs/{scene.program.id}/people/"
    home = " ".join(look(scene, f"?program={scene.program.id}").text.split())
    button = number_before(r"(?:person|people)(?= </a>|</a>)", home.partition("Remind ")[2][:40])

    listed = look(scene, f"{below}?state=missing").context["page"].paginator.count
    asked = look(scene, f"programs/{scene.program.id}/remind/").context["reached"]
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    client.post(f"/{scene.institution.slug}/programs/{scene.program.id}/remind/")

    letters = OutgoingMail.objects.filter(kind="intake_reminder")
    assert listed == counted["missing"]
    assert len(asked) == letters.count() == counted["missing"] == (button or counted["missing"])
    assert {one.to_person_id for one in letters} == {row.enrollment.person_id for row in asked}


def test_reminder_after_a_stop_leaves_on_the_same_day(crowd):
    scene, _nursing = crowd
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    remind = f"/{scene.institution.slug}/programs/{scene.program.id}/remind/"
    client.post(remind)
    OutgoingMail.objects.update(state="stopped")

    client.post(remind)
    client.post(remind)

    waiting = OutgoingMail.objects.filter(state="waiting")
    assert waiting.count() == plain_count(scene.program)["missing"]


def test_imported_answers_are_to_confirm_and_get_another_letter(crowd):
    scene, _nursing = crowd
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)

    page = look(scene, f"programs/{scene.program.id}/people/?state=confirm").text
    client.post(f"/{scene.institution.slug}/programs/{scene.program.id}/remind/?state=confirm")

    assert "Imported, to confirm" in page
    assert "Entered by the office" in page
    assert {one.subject for one in OutgoingMail.objects.all()} == {"Leadership: are these answers right?"}


def test_home_of_one_who_coordinates_all_is_calm_only_when_nothing_waits(in_hospital):
    scene = make_scene(in_hospital)
    record_existing_pair(
        pair=opening(scene),
        started_on=institution_today(),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        by=scene.alice,
    )
    Program.objects.update(state="running")

    with scope(in_hospital.id):
        page = " ".join(look(scene, "").text.split())

    assert "All is well" in page
    assert "Nothing needs you today. Everything is on course." in page
