"""Questions in a dialog, in a browser: who comes too late reads there who won, and keeps what was typed; without scripts on a page."""

from uuid import UUID

import pytest

from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.matching.decisions.services.decisions import lift_decisions, lock_pair
from rounds.matching.models import PairDecision
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.programs.models import ProgramRole
from tests.matching.scenes import add_person, make_scene, solve_now
from tests.matching.test_pages import at

pytestmark = pytest.mark.browser


@pytest.fixture
def hospital(transactional_db):
    from rounds.core.models import Institution

    institution = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(institution.id):
        yield institution


@pytest.fixture
def scene(hospital):
    scene = make_scene(hospital, mentees=4, mentors=3)
    add_person(scene, "Grace", login=True)
    ProgramRole.objects.create(
        program=scene.program, person=scene.people["Grace"], role="director", from_on=institution_today()
    )
    return scene


@pytest.fixture
def pair(scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    found = result_of(run).solution.pairs[0]
    return {"run_id": run.id, "mentee_id": UUID(found.mentee), "mentor_id": UUID(found.mentor)}


def lock_first(scene, pair):
    """Grace decides while Alice types."""
    ids = pair["mentee_id"], pair["mentor_id"]
    return lock_pair(cohort=scene.cohort, pair=ids, by=scene.viewer("Grace", "director"))


def test_dialog_shows_who_won_and_what_was_typed_then_takes_the_answer(open_window, scene, pair):
    page = open_window(user=scene.people["Alice"].user).new_page()
    page.goto(at(scene, "matching:pair", **pair))
    page.get_by_role("link", name="Forbid…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("Same family")
    lock = lock_first(scene, pair)

    with page.expect_response(lambda answer: answer.request.method == "POST") as late:
        dialog.get_by_role("button", name="Forbid, run later").click()

    dialog.get_by_text("Grace Test was first").wait_for()
    assert late.value.status == 409
    assert dialog.get_by_label("Why").input_value() == "Same family"
    assert page.evaluate("document.activeElement.className") == "error-summary"

    lift_decisions(cohort=scene.cohort, action_id=lock.action_id, by=scene.viewer("Grace", "director"))
    dialog.get_by_role("button", name="Forbid, run later").click()
    page.locator(".toast", has_text="Noted").wait_for()
    assert page.locator(".toast").get_by_role("button", name="Undo").count() == 1
    assert PairDecision.objects.get(undone_at=None).reason == "Same family"


def test_page_without_scripts_shows_who_won_and_what_was_typed(browser, live_server, scene, pair):
    from tests.browser.conftest import sign_in

    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, scene.people["Alice"].user, live_server.url)
    page = context.new_page()
    page.goto(at(scene, "matching:pair", **pair))
    page.get_by_role("link", name="Forbid…").click()
    page.get_by_label("Why").fill("Same family")
    lock_first(scene, pair)

    page.get_by_role("button", name="Forbid, run later").click()

    assert page.get_by_text("Grace Test was first").count()
    assert page.get_by_label("Why").input_value() == "Same family"
    assert page.get_by_role("link", name="Open the run").count()
    context.close()
