"""Approval: a second person where residents are matched, and program directors (PDs) who are asked and answer."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from rounds.core.clock import institution_today, now
from rounds.core.errors import OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.decisions.selectors.directors import directors_of
from rounds.matching.decisions.services.decisions import lock_pair
from rounds.matching.models import MatchRun, NoObjection
from rounds.matching.publishing.services.approval import (
    approve_run,
    publish_run,
    return_run,
    send_for_approval,
)
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.people.models import AuthorityLine, RoleAssignment, TrainingProgram, TrainingProgramMember
from rounds.programs import services
from rounds.programs.models import Cycle
from rounds.programs.values.templates import TEMPLATES
from tests.matching.scenes import add_mentee, add_person, add_residency, make_scene, solve_now
from tests.matching.test_pages import at, client


@pytest.fixture
def scene(in_hospital):
    """Rolf directs the program in which Cleo and three others train; nobody speaks for Wilma's."""
    scene = make_scene(in_hospital, mentors=6)
    add_residency(scene)
    residency = TrainingProgram.objects.get()
    other = TrainingProgram.objects.create(name="Surgery")
    for name, program in (("Uma", residency), ("Vic", residency), ("Wilma", other)):
        add_mentee(scene, name)
        TrainingProgramMember.objects.create(
            training_program=program, person=scene.people[name], kind="resident", from_on=institution_today()
        )
    add_person(scene, "Grace", login=True)
    return scene


@pytest.fixture
def run(scene):
    return solve_now(start_run(cohort=scene.cohort, by=scene.alice))


def sent(scene, run, **settings):
    scene.program.needs_second_person = True
    scene.program.save()
    return send_for_approval(run_id=run.id, by=scene.alice, **settings)


@pytest.mark.parametrize("key", TEMPLATES)
def test_program_starts_with_the_rule_where_residents_are_matched(in_hospital, key):
    scene = make_scene(in_hospital)
    program = services.create_program(
        by=scene.alice, name=f"New {key}", template=key, starts_on=institution_today()
    )

    assert program.needs_second_person == ("resident" in TEMPLATES[key].mentee_tiers)


def test_rule_that_is_switched_off_later_frees_no_run_that_was_sent(scene, run):
    sent(scene, run)
    scene.program.needs_second_person = False
    scene.program.save()

    with pytest.raises(OutOfOrder, match="Somebody else of the program office approves"):
        publish_run(run_id=run.id, by=scene.alice)
    with pytest.raises(OutOfOrder, match="somebody else approves"):
        approve_run(run_id=run.id, by=scene.alice)
    return_run(run_id=run.id, by=scene.alice, note="again")
    with pytest.raises(OutOfOrder, match="Send them for approval"):
        publish_run(run_id=run.id, by=scene.alice)
    send_for_approval(run_id=run.id, by=scene.alice)
    approve_run(run_id=run.id, by=scene.viewer("Grace", "director"))

    assert publish_run(run_id=run.id, by=scene.alice).state == "published"


def test_directors_on_the_page_are_those_who_get_the_mail_with_the_day(scene, run):
    page = client(scene, "Alice").get(at(scene, "matching:approval", run_id=run.id)).content.decode()
    day = institution_today() + timedelta(days=10)

    sent(scene, run, answer_by_on=day)
    dispatch_waiting()

    (mail,) = OutgoingMail.objects.filter(kind="trainees_pairs")
    assert "1 program director (PD) will be asked by mail" in page
    assert "Surgery (1)" in page
    assert [one.person.email for one in directors_of(run).asked] == ["rolf@example.org"]
    assert f"{day:%-d %B %Y}" in mail.body
    assert mail.send_after > now() + timedelta(minutes=13)
    assert "Cleo" not in mail.body


def test_sending_back_in_time_stops_the_mail_to_directors(scene, run):
    sent(scene, run)
    dispatch_waiting()

    return_run(run_id=run.id, by=scene.alice, note="too early")

    assert OutgoingMail.objects.get(kind="trainees_pairs").state == OutgoingMail.State.STOPPED


def test_office_reads_who_said_no_why_and_how_many_have_answered(scene, run):
    run = sent(scene, run)
    alice, rolf = client(scene, "Alice"), client(scene, "Rolf")
    cleo = next(pair for pair in result_of(run).solution.pairs if pair.mentee == str(scene.people["Cleo"].id))

    before = alice.get(at(scene, "matching:approval", run_id=run.id)).content.decode()
    rolf.post(
        at(scene, "vetoes:veto", run_id=run.id, mentee_id=cleo.mentee, mentor_id=cleo.mentor),
        {"reason": "rates her in May"},
    )
    middle = alice.get(at(scene, "matching:approval", run_id=run.id)).content.decode()
    asked = rolf.get(at(scene, "vetoes:rest", run_id=run.id)).content.decode()
    rolf.post(at(scene, "vetoes:rest", run_id=run.id))
    after = alice.get(at(scene, "matching:approval", run_id=run.id)).content.decode()

    assert "0 of 1 program director (PD) has answered" in before
    assert "rates her in May" in middle
    assert "0 of 1" in middle
    assert "No objection to 2 pairs?" in asked
    assert "1 of 1 program director (PD) has answered" in after
    assert "no objection to 2 pairs" in after


def test_answer_is_taken_back_until_the_approval_and_not_after_it(scene, run):
    run, rolf = sent(scene, run), client(scene, "Rolf")
    rolf.post(at(scene, "vetoes:rest", run_id=run.id))
    rolf.post(at(scene, "vetoes:object_again", run_id=run.id))
    assert not NoObjection.objects.filter(undone_at=None).exists()
    rolf.post(at(scene, "vetoes:rest", run_id=run.id))

    approve_run(run_id=run.id, by=scene.viewer("Grace", "director"))
    late = rolf.post(at(scene, "vetoes:object_again", run_id=run.id))

    assert late.status_code == 409
    assert NoObjection.objects.filter(undone_at=None).count() == 1
    assert (
        at(scene, "vetoes:object_again", run_id=run.id)
        not in rolf.get(at(scene, "vetoes:list")).content.decode()
    )


def test_conflicts_come_first_and_the_rest_is_folded(scene):
    """A conflict is on record between Cleo and everybody who can mentor her: she is on top, the others are folded."""
    from rounds.people.models import Person

    for person in Person.objects.filter(given_name__startswith="Max"):
        AuthorityLine.objects.create(
            over=person, subject=scene.people["Cleo"], kind="rotation_attending", from_on=institution_today()
        )
    AuthorityLine.objects.create(
        over=scene.people["Bob"],
        subject=scene.people["Cleo"],
        kind="rotation_attending",
        from_on=institution_today(),
    )
    run = sent(scene, solve_now(start_run(cohort=scene.cohort, by=scene.alice)))

    page = client(scene, "Rolf").get(at(scene, "vetoes:list"))

    (group,) = page.context["groups"]
    text = page.content.decode()
    assert group.run.id == run.id
    assert [pair.mentee for pair, _words in group.warned] == ["Cleo Castell"]
    assert (len(group.plain), group.all) == (2, 3)
    assert text.index("A conflict is on record") < text.index("2 pairs without a conflict on record")
    assert "No conflict on record" not in text


def test_other_directors_see_nothing_of_a_run_without_their_trainees(scene, run):
    sent(scene, run)
    add_person(scene, "Nora", login=True)

    browser: Client = client(scene, "Nora")

    assert browser.get(at(scene, "vetoes:rest", run_id=run.id)).status_code == 404


def test_run_that_replaces_another_is_the_one_that_directors_are_told_of(scene, run):
    """Run 2 is approved and published at once: no mail of dead run 1 leaves, and the page says that nobody was asked."""
    sent(scene, run)
    dispatch_waiting()
    cleo = next(pair for pair in result_of(run).solution.pairs if pair.mentee == str(scene.people["Cleo"].id))
    rolf, alice = client(scene, "Rolf"), client(scene, "Alice")
    no = at(scene, "vetoes:veto", run_id=run.id, mentee_id=cleo.mentee, mentor_id=cleo.mentor)
    rolf.post(no, {"reason": "rates her in May"})
    second = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    sent(scene, second)
    run.refresh_from_db()
    assert run.state == "draft"
    assert OutgoingMail.objects.get(kind="trainees_pairs").state == OutgoingMail.State.STOPPED
    dispatch_waiting()
    waits = alice.get(at(scene, "matching:approval", run_id=second.id)).content.decode()
    assert "if the pairs are published before, it never does" in waits

    approve_run(run_id=second.id, by=scene.viewer("Grace", "director"))
    publish_run(run_id=second.id, by=scene.alice)
    OutgoingMail.objects.filter(kind="trainees_pairs", state="waiting").update(state="stopped")
    page = alice.get(at(scene, "matching:approval", run_id=second.id)).content.decode()
    late = rolf.post(no, {"reason": "another"})
    home = rolf.get(at(scene, "home")).content.decode()

    assert "No program director (PD) was asked" in page
    assert "0 of 1" not in page
    assert "wait for your word" not in home
    assert late.status_code == 409
    assert "sent back" in late.content.decode()


def test_no_of_one_director_is_not_the_no_of_the_other(scene, run):
    """Rolf said no: Nora reads that another did, without a way to take it back; the office reads who has answered."""
    add_person(scene, "Nora", login=True)
    residency = TrainingProgram.objects.get(name="Internal Medicine")
    TrainingProgramMember.objects.create(
        training_program=residency,
        person=scene.people["Nora"],
        kind="director",
        from_on=institution_today(),
    )
    RoleAssignment.objects.create(
        person=scene.people["Nora"],
        role="residency_director",
        scope_id=residency.id,
        from_on=institution_today(),
    )
    run = sent(scene, run)
    cleo = next(pair for pair in result_of(run).solution.pairs if pair.mentee == str(scene.people["Cleo"].id))
    pair = {"run_id": run.id, "mentee_id": cleo.mentee, "mentor_id": cleo.mentor}
    rolf, nora = client(scene, "Rolf"), client(scene, "Nora")
    rolf.post(at(scene, "vetoes:veto", **pair), {"reason": "rates her in May"})
    lift = at(scene, "vetoes:lift", **pair)

    own = rolf.get(at(scene, "vetoes:list")).content.decode()
    others = nora.get(at(scene, "vetoes:list")).content.decode()
    office = client(scene, "Alice").get(at(scene, "matching:approval", run_id=run.id)).content.decode()

    assert ("You said no" in own, lift in own) == (True, True)
    assert ("You said no" in others, lift in others) == (False, False)
    assert "Another program director (PD) said no" in others
    assert "1 more has said no to a pair" in office
    assert "2 pairs not answered" in office
    assert "Not answered" not in office


def test_sender_is_not_offered_what_somebody_else_does(scene, run):
    """The page of approval and the office's home offer the sender no approval, and say who can, or that nobody can."""
    run = sent(scene, run)
    alice, page = client(scene, "Alice"), at(scene, "matching:approval", run_id=run.id)

    nobody = alice.get(page).content.decode()
    home = alice.get(at(scene, "home")).content.decode()
    refused = alice.post(page, {"go": "approve"}).content.decode()
    RoleAssignment.objects.create(
        person=scene.people["Grace"], role="director", from_on=institution_today() - timedelta(days=9)
    )
    colleague = alice.get(page).content.decode()

    assert 'value="approve"' not in nobody
    assert "Nobody else of the program office can yet" in nobody
    assert "See who has answered" in home
    assert "Approve or send back" not in home
    assert "changed in the meantime" not in refused
    assert "somebody else approves them" in refused
    assert "These can: Dr. Grace Test." in " ".join(colleague.split())


def test_home_does_not_forget_an_approved_run_and_calls_no_locked_pair_running(scene, run):
    cleo = next(pair for pair in result_of(run).solution.pairs if pair.mentee == str(scene.people["Cleo"].id))
    lock_pair(cohort=scene.cohort, pair=(UUID(cleo.mentee), UUID(cleo.mentor)), by=scene.alice)
    second = sent(scene, solve_now(start_run(cohort=scene.cohort, by=scene.alice)))
    alice = client(scene, "Alice")

    waits = alice.get(at(scene, "home")).content.decode()
    approve_run(run_id=second.id, by=scene.viewer("Grace", "director"))
    approved = alice.get(at(scene, "home")).content.decode()

    assert "4 proposed pairs wait" in waits
    assert "already and stay" not in waits
    assert "4 approved pairs are not published" in approved
    assert at(scene, "matching:publish", run_id=second.id) in approved


def test_program_without_directors_names_no_day_for_their_answers(in_hospital):
    scene = make_scene(in_hospital)
    run = sent(scene, solve_now(start_run(cohort=scene.cohort, by=scene.alice)))

    page = client(scene, "Alice").get(at(scene, "matching:approval", run_id=run.id)).content.decode()

    assert "No program director (PD) is asked" in page
    assert "Asked to answer by" not in page


def test_no_objection_holds_for_the_same_pairs_of_the_next_run(scene, run):
    """Rolf objected to one pair and to none of the rest: of run 2 he is asked about the new pair alone."""
    run, rolf = sent(scene, run), client(scene, "Rolf")
    cleo, uma = (
        next(pair for pair in result_of(run).solution.pairs if pair.mentee == str(scene.people[name].id))
        for name in ("Cleo", "Uma")
    )
    rolf.post(
        at(scene, "vetoes:veto", run_id=run.id, mentee_id=cleo.mentee, mentor_id=cleo.mentor),
        {"reason": "rates her in May"},
    )
    rolf.post(at(scene, "vetoes:rest", run_id=run.id))
    # one stays, whoever else moves
    lock_pair(cohort=scene.cohort, pair=(UUID(uma.mentee), UUID(uma.mentor)), by=scene.alice)
    before = {(pair.mentee, pair.mentor) for pair in result_of(run).solution.pairs}
    second = sent(scene, solve_now(start_run(cohort=scene.cohort, by=scene.alice)))
    dispatch_waiting()
    own = {str(scene.people[name].id) for name in ("Cleo", "Uma", "Vic")}
    after = {(pair.mentee, pair.mentor) for pair in result_of(second).solution.pairs if pair.mentee in own}
    new = after - before

    (group,) = rolf.get(at(scene, "vetoes:list")).context["groups"]
    (asked,) = directors_of(second).asked

    assert {(pair.mentee_id, pair.mentor_id) for pair, _words in group.warned + group.plain} == new
    assert (len(group.cleared), asked.cleared, asked.unanswered) == (3 - len(new), 3 - len(new), len(new))
    assert 0 < len(new) < 3
    assert OutgoingMail.objects.filter(kind="trainees_pairs", state="waiting").count() == 1


def test_publish_page_says_which_directors_have_not_answered_by_which_day(scene, run):
    send_for_approval(run_id=run.id, by=scene.alice)
    MatchRun.objects.filter(id=run.id).update(state="approved")
    Cycle.objects.update(starts_on=institution_today() + timedelta(days=30))
    run.refresh_from_db()

    page = " ".join(client(scene, "Alice").get(at(scene, "matching:publish", run_id=run.id)).text.split())

    day = f"{run.answer_by_on:%-d %b %Y}"
    assert f"1 program director (PD) has not answered, and was to have until {day}." in page
    assert "published before, it never does" in page
    assert "The first day of the program is" in page


def test_director_whom_the_training_program_does_not_name_is_not_asked_and_reads_why(scene, run):
    send_for_approval(run_id=run.id, by=scene.alice)
    TrainingProgramMember.objects.filter(person=scene.people["Rolf"]).update(to_on=institution_today())

    answer = client(scene, "Rolf").get(at(scene, "vetoes:list"))

    assert directors_of(run).asked == []
    assert [name for name, _count in directors_of(run).unheard] == ["Internal Medicine", "Surgery"]
    assert answer.status_code == 200
    assert "does not name you as director today" in " ".join(answer.text.split())
    assert client(scene, "Grace").get(at(scene, "vetoes:list")).status_code == 404
