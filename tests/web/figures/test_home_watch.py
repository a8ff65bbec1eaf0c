"""The homes of those who watch: each answers the first question of its reader, and shows no figure that is too small."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.mentorships.services.states import end_mentorship
from rounds.people.models import RoleAssignment, TrainingProgram, TrainingProgramMember, TrainingRecord
from rounds.programs.models import Cycle, Program, ProgramRole
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_mentee, add_mentor, add_person, make_scene
from tests.mentorships.figures.test_figures import sign, talk
from tests.mentorships.test_services import opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(in_hospital):
    made = make_scene(in_hospital)
    day = institution_today()
    Cycle.objects.update(starts_on=day - timedelta(days=120))
    for name, role in (
        ("Gina", Role.GME_OFFICER),
        ("Fay", Role.FACULTY_DEVELOPER),
        ("Audra", Role.AUDITOR),
        ("Sid", Role.SITE_ADMIN),
        ("Rolf", Role.RESIDENCY_DIRECTOR),
    ):
        person = add_person(made, name, login=True)
        RoleAssignment.objects.create(person=person, role=role, from_on=day)
    stella = add_person(made, "Stella", login=True)
    ProgramRole.objects.create(program=made.program, person=stella, role=Role.STEERING_VIEWER, from_on=day)
    return made


def run_pairs(scene, count):
    for number in range(count):
        add_mentee(scene, f"Mentee{number}")
        add_mentor(scene, f"Mentor{number}", capacity=1)
        record_existing_pair(
            pair=opening(scene, f"Mentee{number}", f"Mentor{number}", places=1),
            cycle_id=scene.cohort.cycle_id,
            program_id=scene.program.id,
            started_on=institution_today() - timedelta(days=100),
            by=scene.alice,
        )


def look(scene, who, page="home", **arguments):
    client = Client()
    sign_in_client(client, scene.people[who].user)
    return client.get(reverse(page, kwargs={"institution": scene.institution.slug, **arguments}))


@pytest.mark.parametrize("who", ["Gina", "Stella"])
def test_programs_in_figures_with_their_report(scene, who):
    run_pairs(scene, 6)

    text = " ".join(look(scene, who).text.split())

    assert "6 of 7" in text
    assert "0 of 6" in text
    assert reverse("report:program", args=[scene.institution.slug, scene.program.id]) in text


def test_program_that_is_set_up_with_days_gone_by_does_not_run_and_one_past_its_end_is_over(scene):
    run_pairs(scene, 6)
    day = institution_today()
    for name, state, began in (("Copied", "setting_up", 2000), ("Last year", "running", 500)):
        program = Program.objects.create(name=name, slug=state, template="residency", state=state)
        first = day - timedelta(days=began)
        Cycle.objects.create(
            program=program, name=name, starts_on=first, ends_on=first + timedelta(days=365), state="open"
        )

    text = " ".join(look(scene, "Gina").text.split())

    assert "1 mentorship program runs. 1 is over and not closed." in text
    assert "Last year" in text
    assert "Copied" not in text


@pytest.mark.parametrize("who", ["Gina", "Stella", "Fay"])
def test_figures_about_fewer_than_five_are_hidden(scene, who):
    run_pairs(scene, 3)

    text = " ".join(look(scene, who).text.split())

    assert "hidden: fewer than 5" in text
    assert "3 of 4" not in text
    assert "of 3" not in text


def test_faculty_developer_sees_no_agreements_and_who_is_trained_as_a_count(scene):
    run_pairs(scene, 6)
    half = Mentorship.objects.order_by("id").first().mentor
    TrainingRecord.objects.create(person=half, title="Beginning", module="1", done_on=institution_today())

    answer = look(scene, "Fay")

    assert "Agreements signed by both" not in answer.text
    said = "0 of 6 mentors whose pairs run in your programs are trained; 5 have no training on record"
    assert said in answer.text
    assert look(scene, "Fay", "report:program", program_id=scene.program.id).status_code == 404


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("Audra", "Exceptions to conflict rules"),
        ("Sid", "Mail is in rehearsal"),
        ("Sid", "No worker has been seen"),
        ("Rolf", "Your trainees with a mentor"),
        ("Rolf", "Residents choose what they release; it appears here."),
    ],
)
def test_home_says_what_its_reader_asks(scene, who, words):
    assert words in look(scene, who).text


def test_report_says_each_figure_with_its_counts_and_why_one_is_hidden(scene):
    run_pairs(scene, 6)

    text = " ".join(look(scene, "Alice", "report:program", program_id=scene.program.id).text.split())

    for words in (
        "Mentees with",
        "6 of 7",
        "Agreements",
        "0 of 6",
        "Pairs that",
        "Time talked",
        "Hours talked",
    ):
        assert words in text
    assert "Hidden:" not in text


def test_report_of_a_few_shows_nothing_of_them(scene):
    run_pairs(scene, 3)

    text = look(scene, "Alice", "report:program", program_id=scene.program.id).text

    assert "hidden: fewer than 5" in text
    assert "Hidden: figures about fewer than 5" in text


def test_report_as_pdf_is_tagged_and_recorded(scene):
    run_pairs(scene, 6)

    answer = look(scene, "Gina", "report:pdf", program_id=scene.program.id)

    assert answer.content.startswith(b"%PDF")
    assert b"/MarkInfo" in answer.content or b"/StructTreeRoot" in answer.content
    assert "took the report of a program away" in look(scene, "Audra").text


def test_program_director_sees_how_many_trainees_talk_and_never_which(scene):
    run_pairs(scene, 6)
    training = TrainingProgram.objects.create(name="Internal Medicine")
    members = [(scene.people["Rolf"], "director")]
    members += [(scene.people[f"Mentee{number}"], "resident") for number in range(6)]
    for person, kind in members:
        TrainingProgramMember.objects.create(
            training_program=training, person=person, kind=kind, from_on=institution_today()
        )
    for pair in Mentorship.objects.filter(mentee__given_name__in=["Mentee0", "Mentee1"]):
        Conversation.objects.create(
            mentorship=pair, state="held", held_on=institution_today(), minutes=30, logged_by=pair.mentee
        )

    text = look(scene, "Rolf").text

    assert "6 of 6 residents whose training you direct or assess" in text
    assert "2 of 6 of these residents talked with a mentor" in text
    assert "4 of 6 residents who have a mentor have not talked" in text
    assert "Mentee0" not in text


def test_every_page_tells_the_same_figures_of_a_program(scene):
    """One is begun and over, one signed, some talked: homes of four readers and the report agree."""
    run_pairs(scene, 7)
    first, second, *_others = Mentorship.objects.order_by("id")
    end_mentorship(mentorship_id=first.id, reason="goals", by=scene.alice)
    sign(second, both=True)
    talk(second, 0, 45)

    said = {who: OF.findall(words_of(look(scene, who)))[:3] for who in ("Alice", "Gina", "Stella")}
    report = words_of(look(scene, "Alice", "report:program", program_id=scene.program.id))
    said["report"] = [
        re.search(rf"{row}[^|]*?({OF.pattern})", report)[1]
        for row in ("Mentees with a mentor", "Agreements", "until today")
    ]

    assert said == {reader: ["6 of 8", "1 of 6", "1 of 6"] for reader in said}


OF = re.compile(r"(?<!Month )\b[0-9]+ of [0-9]+\b")


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
