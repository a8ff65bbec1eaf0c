"""A program is started when it has what it needs, and says when it begins."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.programs import services
from rounds.programs.models import Cycle, Program
from rounds.programs.selectors import cohort_figures, cohort_of, list_programs, setup_of
from tests.matching.scenes import make_scene
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


def test_started_program_runs_from_its_first_day(scene):
    begin_in(scene, 0)
    services.start_program(by=scene.alice, program=scene.program)

    (line,) = list_programs(scene.alice)

    assert (line.state_words, line.is_running) == ("Running", True)


def test_start_twice_is_refused(scene):
    services.start_program(by=scene.alice, program=scene.program)

    with pytest.raises(OutOfOrder, match="is running; that step does not follow"):
        services.start_program(by=scene.alice, program=scene.program)
