"""A program is started when it has what it needs, and says when it begins."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.mentorships.dues.selectors.telling import lines_to_tell, told_at_start
from rounds.mentorships.models import Mentorship
from rounds.programs import services
from rounds.programs.models import Cycle, Enrollment, Intake, Program
from rounds.programs.selectors import cohort_figures, cohort_of, list_programs, setup_of
from tests.matching.scenes import add_mentee, make_scene
from tests.matching.test_pages import at, client


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    Program.objects.update(state="setting_up", reply_to="office@example.org")
    scene.program.refresh_from_db()
    return scene


def begin_in(scene, days):
    day = institution_today() + timedelta(days=days)
    Cycle.objects.update(starts_on=day, ends_on=day + timedelta(days=300))
    return day


def running_pairs(scene):
    """Let Bob have Cleo and one more since 200 days ago, as an import of running pairs does."""
    add_mentee(scene, "Mia")
    day, bob = institution_today() - timedelta(days=200), scene.people["Bob"]
    return [
        Mentorship.objects.create(
            cycle=scene.cohort.cycle,
            mentee=scene.people[name],
            mentor=bob,
            mentee_enrollment=scene.enrollments[name, "mentee"],
            mentor_enrollment=scene.enrollments["Bob", "mentor"],
            state="active",
            opened_on=day,
        )
        for name in ("Cleo", "Mia")
    ]


def detail(scene, program=None):
    return client(scene, "Alice").get(at(scene, "programs:detail", program_id=(program or scene.program).id))


def test_start_is_disabled_with_each_reason_as_a_link_while_steps_are_missing(scene):
    empty = services.create_program(
        by=scene.alice, name="Empty", template="pilot_6", starts_on=institution_today()
    )
    browser = client(scene, "Alice")

    page = detail(scene, empty)
    pressed = browser.post(at(scene, "programs:start", program_id=empty.id), follow=True)

    text = page.content.decode()
    cohort = cohort_of(empty)
    needed = [
        one for one in setup_of(empty, cohort, cohort_figures(cohort)) if one.is_needed and not one.is_done
    ]
    notice = text.split('id="missing"')[1].split("</div>")[0]
    assert {one.key for one in needed} == {"reply_to", "mentors", "mentees"}
    assert [one.title in notice for one in needed] == [True] * 3
    assert notice.count("<a href=") == 3
    assert 'disabled aria-describedby="missing"' in text
    assert at(scene, "programs:start", program_id=empty.id) not in text
    assert "can’t be started yet" in pressed.content.decode().replace("&#x27;", "’")
    empty.refresh_from_db()
    assert empty.state == "setting_up"


def test_program_that_people_apply_to_starts_without_people(in_hospital):
    scene = make_scene(in_hospital)
    program = services.create_program(
        by=scene.alice,
        name="Open",
        template="pilot_6",
        starts_on=institution_today(),
        applications_open=True,
        reply_to="office@example.org",
    )

    services.start_program(by=scene.alice, program=program)

    assert program.state == "running"


def test_start_in_the_future_waits_for_its_day(scene):
    day = begin_in(scene, 40)

    pressed = client(scene, "Alice").post(
        at(scene, "programs:start", program_id=scene.program.id), follow=True
    )

    said = f"{day:%-d %b %Y}"
    pages = [pressed, detail(scene), client(scene, "Alice").get(at(scene, "programs:list"))]
    assert all(f"tarts on {said}" in page.content.decode() for page in pages)
    assert not any("unning" in page.content.decode() for page in pages)


def test_start_asks_with_who_is_in_it_and_what_begins_and_is_taken_back_until_pairs_are_published(scene):
    begin_in(scene, 40)
    browser, where = client(scene, "Alice"), {"program_id": scene.program.id}

    asked = browser.get(at(scene, "programs:start", **where)).content.decode()
    figures = cohort_figures(cohort_of(scene.program))
    assert f"In it are {figures.mentees} mentees and {figures.mentors} mentors." in asked
    assert "writes to nobody" in asked
    assert "run in it already" not in asked
    scene.program.refresh_from_db()
    assert scene.program.state == "setting_up"

    page = browser.post(at(scene, "programs:start", **where), follow=True).content.decode()
    assert at(scene, "programs:undo_start", **where) in page
    browser.post(at(scene, "programs:undo_start", **where))
    scene.program.refresh_from_db()
    assert scene.program.state == "setting_up"

    services.start_program(by=scene.alice, program=scene.program)
    cohort = cohort_of(scene.program)
    services.change_cohort_state(by=scene.alice, cohort=cohort, state="matched")
    assert at(scene, "programs:undo_start", **where) not in detail(scene).content.decode()
    assert browser.post(at(scene, "programs:undo_start", **where)).status_code == 409


def test_start_counts_the_pairs_that_run_already_and_who_hears_of_them_at_once(scene):
    """Two imported pairs, long begun, of whom much is open; the count is held against what is then told."""
    begin_in(scene, -200)
    pairs = running_pairs(scene)
    told = told_at_start(scene.program.id)
    asked = (
        client(scene, "Alice").get(at(scene, "programs:start", program_id=scene.program.id)).content.decode()
    )

    services.start_program(by=scene.alice, program=scene.program)
    people = {line.person_id for line in lines_to_tell()}

    assert told.pairs == len(pairs) == 2
    assert told.people == len(people) > 0
    assert "2 pairs run in it already" in asked
    assert f"Something is open for {len(people)} people, who hear of it by mail within a day." in asked


def test_year_is_closed_after_a_question_that_counts_whom_it_ends_for(scene):
    begin_in(scene, -200)
    running_pairs(scene)
    where = at(scene, "programs:close_year", program_id=scene.program.id)
    browser = client(scene, "Alice")
    everybody = Enrollment.objects.count()
    sent = Intake.objects.exclude(submitted_at=None).values("enrollment_id").distinct().count()

    asked = browser.get(where).content.decode()
    assert f"end for {everybody} people, answers not sent yet: {everybody - sent}." in asked
    assert "2 pairs of it run, and go on" in asked
    assert Cycle.objects.get().state == "open"

    browser.post(where)
    assert Cycle.objects.get().state == "closed"
    assert Mentorship.objects.filter(state="active").count() == 2
    assert browser.post(where).status_code == 302


def test_started_program_runs_from_its_first_day(scene):
    begin_in(scene, 0)
    services.start_program(by=scene.alice, program=scene.program)

    (line,) = list_programs(scene.alice)

    assert (line.state_words, line.is_running) == ("Running", True)


def test_start_twice_is_refused(scene):
    services.start_program(by=scene.alice, program=scene.program)

    with pytest.raises(OutOfOrder, match="is running; that step does not follow"):
        services.start_program(by=scene.alice, program=scene.program)
