"""The invented institutions: complete, plausible, the same every time."""

from collections import Counter
from datetime import timedelta
from io import BytesIO

import pytest
from pptx import Presentation
from pypdf import PdfReader

from rounds.core.access import viewer_for
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.core.models import AuditEvent, Institution, User
from rounds.demo import list_sign_ins, load_demo
from rounds.demo.signing_in import NAMED, address_of
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.models import Conversation, Mentorship, Telling
from rounds.people.models import Leave, Person
from rounds.programs.models import Cohort, Enrollment, Intake, Program
from rounds.programs.selectors import enrollments_for_matching, list_chase
from rounds.web.home.undelivered import mail_counts
from tests.access.matrix import rolled_back
from tests.standing import standing


def loaded_twice():
    """Return the institution, and what is read of the same one that was taken back before it."""
    with rolled_back():
        first = read(load_demo())
    return load_demo(), first


standing_demo = standing(loaded_twice)


@pytest.fixture
def demo(db, standing_demo):
    with scope(standing_demo[0].id):
        yield standing_demo[0]


def read(hospital):
    """Return the people, answers, pairs and talks of an institution."""
    with scope(hospital.id):
        people = sorted(Person.objects.values_list("family_name", "given_name", "email"))
        answers = Counter(str(one.answers.get("gaps")) for one in Intake.objects.all())
        talks = Counter(
            (one.mentorship.mentee.full_name, one.held_on, one.minutes)
            for one in Conversation.objects.select_related("mentorship__mentee")
        )
        pairs = {
            (one.mentee.full_name, one.mentor.full_name)
            for one in Mentorship.objects.select_related("mentee", "mentor")
        }
    return people, answers, pairs, talks


def people_of(name):
    return Counter(
        Enrollment.objects.filter(cohort__cycle__program__name=name).values_list("side", flat=True)
    )


def test_demo_has_the_pilot_and_the_year(demo):
    assert people_of("Internal Medicine Pilot") == {"mentor": 12, "mentee": 20}
    assert people_of("Leadership Mentorship") == {"mentor": 100, "mentee": 200}
    assert people_of("Resident Leadership Year") == {"mentor": 84, "mentee": 190}
    assert Mentorship.objects.filter(cycle__program__name="Internal Medicine Pilot", purpose="").count() == 6
    running = Mentorship.objects.filter(cycle__program__name="Resident Leadership Year")
    assert Counter(running.values_list("state", flat=True)) == {"active": 189, "paused": 1, "ended": 1}


def test_year_that_runs_has_reminded_people_and_has_a_leave(demo):
    user = User.objects.get(email=address_of(Role.COORDINATOR))
    program = Program.objects.get(name="Resident Leadership Year")

    counts = mail_counts(viewer_for(demo.id, user.id), program.id)

    week = Telling.objects.filter(on__gt=institution_today() - timedelta(days=7), is_dropped=False)
    assert counts.reminded == week.filter(due__mentorship__cycle__program=program).count() > 20
    assert Telling.objects.count() > 1000
    assert Leave.objects.filter(from_on__lt=institution_today(), to_on__gt=institution_today()).count() == 1


def test_year_that_runs_has_silent_pairs_and_some_that_never_began(demo):
    user = User.objects.get(email=address_of(Role.COORDINATOR))

    found = office_pairs(viewer_for(demo.id, user.id), Program.objects.all())
    trouble = found.trouble

    assert [(row.due.rule, row.nudge.by) for row in found.nudged] == [
        (Rule.SILENCE, Person.objects.get(user=user).full_name)
    ]
    assert 3 <= len(trouble[Rule.FIRST_CONVERSATION]) <= 8
    assert 5 <= len(trouble[Rule.SILENCE]) <= 15
    assert 5 <= len(trouble[Rule.AGREEMENT]) <= 15
    assert Conversation.objects.count() > 900


def test_pilot_is_complete_and_the_year_is_not_quite(demo):
    pilot, year = (
        Cohort.objects.get(cycle__program__name=name)
        for name in ("Internal Medicine Pilot", "Leadership Mentorship")
    )

    assert all(row.has_intake for row in enrollments_for_matching(pilot))
    states = Counter(row.state for row in list_chase(year))
    assert states["not_started"] >= 5
    assert states["stopped"] >= 5
    assert states["to_confirm"] >= 5
    assert states["sent"] > 270


def test_answers_are_readable_by_the_schema(demo):
    for intake in Intake.objects.select_related("enrollment"):
        assert intake.coded().missing() == ()


def test_each_role_signs_in_and_holds_its_role(demo):
    for role in NAMED:
        user = User.objects.get(email=address_of(role))
        viewer = viewer_for(demo.id, user.id)
        assert viewer is not None
        assert viewer.has_anywhere(role), role
    assert {str(role.label) for role in Role} == {one.role for one in list_sign_ins()}


def test_names_are_not_repeated_and_everybody_is_marked_as_invented(demo):
    names = [(one.given_name, one.family_name) for one in Person.objects.all()]

    assert len(names) == len(set(names))
    assert set(Institution.objects.values_list("is_invented", flat=True)) == {True}
    assert all(one.endswith(".example") for one in Person.objects.values_list("email", flat=True))


def test_same_people_every_time(demo, standing_demo):
    first = standing_demo[1]

    again = read(demo)

    assert again == first


def test_residents_rotate_with_debriefs_reports_and_one_release(demo):
    from rounds.mentorships.models import Debrief, MilestoneFeedback, MilestoneReport, Release
    from rounds.programs.models import Rotation

    residents = Rotation.objects.values("person_id").distinct().count()

    assert residents >= 20
    assert Rotation.objects.count() == 13 * residents
    assert Debrief.objects.exclude(conversation=None).count() >= 3
    assert (MilestoneReport.objects.count(), MilestoneFeedback.objects.count()) == (2, 1)
    release = Release.objects.get()
    assert release.training_program.members.filter(kind="director", person__family_name="Menon").exists()


def test_dean_reads_two_pages_and_slides_of_the_same(demo, client):
    """Slow, because the report is written three times."""
    client.force_login(User.objects.get(email=address_of(Role.STEERING_VIEWER)))

    for paper, wide in (("letter", 612), ("a4", 595)):
        taken = client.get(f"/{demo.slug}/evidence/report/{paper}/")
        reader = PdfReader(BytesIO(taken.content))
        assert len(reader.pages) == 2
        assert round(float(reader.pages[0].mediabox.width)) == wide
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    slides = client.get(f"/{demo.slug}/evidence/report/slides/")
    titles = [slide.shapes.title.text for slide in Presentation(BytesIO(slides.content)).slides]
    on_paper = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert [title for title in titles if title in on_paper] == titles
    assert AuditEvent.objects.filter(action="evidence.reported").count() == 3
    assert client.get(f"/{demo.slug}/evidence/report/poster/").status_code == 404
