"""Steps out of order: each is refused with 409, says what to do next, links on, and changes nothing."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.models import AuditEvent
from rounds.matching.decisions.services.decisions import lift_pair, lock_pair
from rounds.matching.decisions.services.exceptions import declare_exception
from rounds.matching.models import ConflictException, MatchRun, Offer, PairDecision, WeightSet
from rounds.matching.publishing.services.answers import accept_as_mentor, decline_as_mentor
from rounds.matching.publishing.services.approval import (
    approve_run,
    publish_run,
    return_run,
    send_for_approval,
    stop_publishing,
)
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.people.models import AuthorityLine, CareerStage
from rounds.programs.models import Enrollment, Intake, ProgramRole
from tests.matching.scenes import add_mentor, add_person, add_residency, make_scene, solve_now
from tests.matching.test_pages import at, client
from tests.matching.test_waiting import tell


@pytest.fixture
def scene(in_hospital):
    """Alice coordinates, Grace directs; a second person is asked for."""
    scene = make_scene(in_hospital)
    add_mentor(scene, "Eve", answers={"expertise": {}, "styles": []})
    add_person(scene, "Grace", login=True)
    ProgramRole.objects.create(
        program=scene.program, person=scene.people["Grace"], role="director", from_on=institution_today()
    )
    scene.program.needs_second_person = True
    scene.program.save()
    return scene


# the states of a run, each reached as people reach it


def draft(scene):
    return solve_now(start_run(cohort=scene.cohort, by=scene.alice))


def sent(scene):
    run = draft(scene)
    send_for_approval(run_id=run.id, by=scene.alice)
    return run


def returned(scene):
    run = sent(scene)
    return_run(run_id=run.id, by=scene.viewer("Grace", "director"), note="Look at the first pair")
    return run


def approved(scene):
    run = sent(scene)
    approve_run(run_id=run.id, by=scene.viewer("Grace", "director"))
    return run


def published(scene):
    run = approved(scene)
    publish_run(run_id=run.id, by=scene.alice)
    return run


def stopped(scene):
    run = published(scene)
    stop_publishing(run_id=run.id, by=scene.alice)
    return run


def told(scene):
    run = published(scene)
    tell()
    return run


def accepted(scene):
    run = told(scene)
    accept_as_mentor(
        offer_id=Offer.objects.get().id, meeting_at=now() + timedelta(days=3), modality="video", by=scene.bob
    )
    return run


def refused(scene):
    run = told(scene)
    decline_as_mentor(offer_id=Offer.objects.get().id, reason="", by=scene.bob)
    return run


def working(scene):
    return start_run(cohort=scene.cohort, by=scene.alice)


def nobody(scene):
    Enrollment.objects.all().delete()


def silent(scene):
    """Make people who are here, without answers and without anything on record."""
    Intake.objects.all().delete()
    CareerStage.objects.all().delete()


def undecided(scene):
    """Make a draft, and a lock that its pairs do not follow."""
    run = draft(scene)
    lock_pair(cohort=scene.cohort, pair=scene.pair("Cleo", "Eve"), by=scene.alice)
    return run


def locked(scene):
    run = draft(scene)
    lock_pair(cohort=scene.cohort, pair=chosen(scene, run), by=scene.alice)
    return run


def declared(scene):
    AuthorityLine.objects.create(
        subject=scene.people["Cleo"],
        over=scene.people["Eve"],
        kind="line_manager",
        from_on=institution_today(),
    )
    declare_exception(
        cohort=scene.cohort, pair=scene.pair("Cleo", "Eve"), reason="A rotation of leadership", by=scene.alice
    )


# the steps


def chosen(scene, run):
    pair = result_of(run).solution.pairs[0]
    return scene.people["Cleo"].id, next(
        person.id for person in scene.people.values() if str(person.id) == pair.mentor
    )


def of_run(page, **data):
    return lambda scene, run: (at(scene, page, run_id=run.id), data)


def of_cohort(page, **data):
    return lambda scene, run: (at(scene, page, cohort_id=scene.cohort.id), data)


def of_pair(page, mentor="Bob", **data):
    def step(scene, run):
        mentee, other = scene.pair("Cleo", mentor)
        return at(scene, page, run_id=run.id, mentee_id=mentee, mentor_id=other), data

    return step


def of_offer(page, **data):
    return lambda scene, run: (at(scene, page, offer_id=Offer.objects.get().id), data)


def confirm(scene, run):
    return at(scene, "matching:confirm_exception", exception_id=ConflictException.objects.get().id), {}


SEND, APPROVE = of_run("matching:approval", go="send"), of_run("matching:approval", go="approve")
RETURN = of_run("matching:approval", go="return", note="Once more")
PUBLISH, STOP = of_run("matching:publish"), of_run("matching:stop")
LOCK = of_pair("matching:lock")
STEPS = [
    # before its time
    ("run over nobody", nobody, of_cohort("matching:start"), "Alice", "Enroll"),
    ("run without any answer", silent, of_cohort("matching:start"), "Alice", "Ask for intake first"),
    ("run while one works", working, of_cohort("matching:start"), "Alice", "wait for its pairs"),
    ("approve a draft", draft, APPROVE, "Grace", "Send them for approval first"),
    ("publish a draft", draft, PUBLISH, "Alice", "Send them for approval first"),
    ("publish what was sent back", returned, PUBLISH, "Alice", "Send them for approval first"),
    ("publish before approval", sent, PUBLISH, "Alice", "approves them first"),
    ("approve one's own", sent, APPROVE, "Alice", "somebody else approves"),
    ("send with a decision left out", undecided, SEND, "Alice", "Run again around it first"),
    ("send back a draft", draft, RETURN, "Grace", "a draft already"),
    ("stop a draft", draft, STOP, "Alice", "nothing to stop"),
    ("stop what is only approved", approved, STOP, "Alice", "nothing to stop"),
    ("offer before publishing", draft, of_pair("matching:offer"), "Alice", "Publish them"),
    ("confirm one's own exception", declared, confirm, "Alice", "somebody else has to confirm"),
    # too late, or twice
    ("send twice", sent, SEND, "Alice", "was first: sent for approval"),
    ("approve twice", approved, APPROVE, "Grace", "was first: approved"),
    ("publish twice", published, PUBLISH, "Alice", "Alice Adams was first: published"),
    ("approve what is published", published, APPROVE, "Grace", "was first: published"),
    ("send back what is published", published, RETURN, "Grace", "was first: published"),
    ("stop twice", stopped, STOP, "Alice", "was first: stopped"),
    ("stop when the mail has left", told, STOP, "Alice", "End single pairs"),
    ("lock twice", locked, LOCK, "Alice", "was first: this pair is locked"),
    ("lift what nobody decided", draft, of_pair("matching:lift"), "Alice", "undone already"),
    ("undo nothing", draft, of_run("matching:undo"), "Alice", "nothing of yours"),
    ("lock on a published run", published, LOCK, "Alice", "Match again"),
    ("forbid on a published run", published, of_pair("matching:forbid", reason="No"), "Alice", "Match again"),
    ("assign on a published run", published, of_pair("matching:hand", reason="Yes"), "Alice", "Match again"),
    ("swap on a published run", published, of_pair("matching:swap", reason="Yes"), "Alice", "Match again"),
    ("offer to who has a mentor", told, of_pair("matching:offer", "Eve"), "Alice", "one is asked already"),
    ("offer to who refused", refused, of_pair("matching:offer"), "Alice", "see who comes next"),
    ("give places that all have", draft, of_cohort("matching:places"), "Alice", "single numbers"),
]


@pytest.mark.parametrize(
    ("reach", "step", "who", "says"), [row[1:] for row in STEPS], ids=[row[0] for row in STEPS]
)
def test_step_out_of_order_is_refused_with_what_to_do_next(scene, reach, step, who, says):
    run = reach(scene)
    address, data = step(scene, run)
    browser = client(scene, who)
    before = list(MatchRun.objects.values_list("id", "state")), AuditEvent.objects.count()

    answer = browser.post(address, data)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert says in page.replace("&#x27;", "'")
    assert before == (list(MatchRun.objects.values_list("id", "state")), AuditEvent.objects.count())
    onward, _label = answer.context["onward"]
    assert browser.get(onward, follow=True).status_code == 200


MEETING = {
    "meeting_at": (now() + timedelta(days=3)).strftime("%Y-%m-%dT10:00"),
    "modality": "video",
}
ANSWERS = [
    ("a mentor says yes twice", accepted, {"go": "accept", **MEETING}),
    ("a mentor says no after yes", accepted, {"go": "decline", "reason": ""}),
    ("a mentor says yes after no", refused, {"go": "accept", **MEETING}),
]


@pytest.mark.parametrize(("reach", "data"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_answer_twice_is_refused_in_words_and_changes_nothing(scene, reach, data):
    reach(scene)
    offer = Offer.objects.get()
    before = offer.mentor_answer, offer.mentorship.state

    answer = client(scene, "Bob").post(at(scene, "pairs:pair", mentorship_id=offer.mentorship_id), data)

    after = Offer.objects.get()
    assert answer.status_code == 409
    assert "answered already" in answer.content.decode()
    assert (after.mentor_answer, after.mentorship.state) == before


def test_yes_with_a_time_asks_for_the_time_and_says_nothing_to_anybody(scene):
    told(scene)
    offer = Offer.objects.get()
    where = at(scene, "pairs:pair", mentorship_id=offer.mentorship_id)

    answer = client(scene, "Bob").post(where, {"go": "accept_at", "meeting_at_0": "", "meeting_at_1": ""})

    assert answer.status_code == 200
    assert "Choose a day and a time for the first meeting." in answer.content.decode()
    assert Offer.objects.get().mentor_answer == offer.mentor_answer


@pytest.mark.parametrize("reach", [published, told, refused])
def test_mentee_can_not_answer_what_a_mentor_has_not_accepted(scene, reach):
    reach(scene)

    answer = client(scene, "Cleo").post(
        at(scene, "pairs:pair", mentorship_id=Offer.objects.get().mentorship_id), {"go": "agree"}
    )

    assert answer.status_code == 404


# questions with a text: who comes too late keeps what was typed


def grace(scene):
    return scene.viewer("Grace", "director")


def locked_by_grace(scene):
    run = draft(scene)
    lock_pair(cohort=scene.cohort, pair=chosen(scene, run), by=grace(scene))
    return run


def kept_with_eve(scene):
    run = draft(scene)
    lock_pair(cohort=scene.cohort, pair=scene.pair("Cleo", "Eve"), by=grace(scene))
    return run


def other(scene, name):
    return str(scene.people[name].id)


LATE = [
    ("forbid what is locked", locked_by_grace, "forbid", None, "Grace Test was first: this pair is locked"),
    (
        "assign who is kept elsewhere",
        kept_with_eve,
        "hand",
        "Bob",
        "Grace Test was first: Cleo Castell is kept with Eve Test",
    ),
    ("forbid on a published run", published, "forbid", None, "Alice Adams was first: published"),
    ("assign on a published run", published, "hand", "Bob", "Alice Adams was first: published"),
]


@pytest.mark.parametrize(
    ("reach", "page", "mentor", "says"), [row[1:] for row in LATE], ids=[row[0] for row in LATE]
)
def test_who_loses_a_race_reads_who_won_and_keeps_what_was_typed(scene, reach, page, mentor, says):
    run = reach(scene)
    mentee, bob = scene.people["Cleo"].id, chosen(scene, run)[1]
    typed = {"reason": "typed-words", **({"other": other(scene, mentor)} if mentor else {})}

    answer = client(scene, "Alice").post(
        at(scene, f"matching:{page}", run_id=run.id, mentee_id=mentee, mentor_id=bob), typed
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert says in text
    assert 'value="typed-words"' in text
    assert ("data-dialog-content" in text) == (page == "forbid")  # the others are pages with a price
    assert not mentor or f'name="other" value="{other(scene, mentor)}"' in text
    assert client(scene, "Alice").get(answer.context["onward"][0], follow=True).status_code == 200


def test_veto_that_comes_too_late_says_who_won_and_keeps_what_was_typed(scene):
    add_residency(scene)
    run = sent(scene)
    mentee, mentor = chosen(scene, run)
    lock_pair(cohort=scene.cohort, pair=(mentee, mentor), by=grace(scene))

    answer = client(scene, "Rolf").post(
        at(scene, "vetoes:veto", run_id=run.id, mentee_id=mentee, mentor_id=mentor), {"reason": "typed-words"}
    )

    assert answer.status_code == 409
    assert "Grace Test was first" in answer.content.decode()
    assert 'value="typed-words"' in answer.content.decode()


def test_lift_twice_names_who_was_first(scene):
    run = locked(scene)
    mentee, mentor = chosen(scene, run)
    lift_pair(cohort=scene.cohort, pair=(mentee, mentor), by=grace(scene))

    answer = client(scene, "Alice").post(
        at(scene, "matching:lift", run_id=run.id, mentee_id=mentee, mentor_id=mentor)
    )

    assert answer.status_code == 409
    assert "Grace Test was first: that is undone already" in answer.content.decode()


def test_decision_stands_when_another_run_has_just_begun(scene):
    run = draft(scene)
    mentee, mentor = chosen(scene, run)
    start_run(cohort=scene.cohort, by=grace(scene))

    answer = client(scene, "Alice").post(
        at(scene, "matching:forbid", run_id=run.id, mentee_id=mentee, mentor_id=mentor),
        {"reason": "Same family"},
        follow=True,
    )

    assert answer.status_code == 200
    assert "Noted, but no new run began" in answer.content.decode()
    assert PairDecision.objects.get().kind == "forbid"


def test_weights_whose_run_was_refused_are_not_kept(scene):
    run = draft(scene)
    start_run(cohort=scene.cohort, by=grace(scene))
    before = WeightSet.objects.count()

    answer = client(scene, "Alice").post(
        at(scene, "matching:what_if", run_id=run.id), {"w_gaps": "60", "rationale": "typed-words"}
    )

    assert answer.status_code == 409
    assert "wait for its pairs" in answer.content.decode()
    assert "typed-words" in answer.content.decode()
    assert WeightSet.objects.count() == before
