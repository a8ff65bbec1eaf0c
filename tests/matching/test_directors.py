"""Approval: a second person where residents are matched, and program directors (PDs) who are asked and answer."""

from datetime import timedelta

import pytest
from django.test import Client

from rounds.core.clock import institution_today, now
from rounds.core.errors import OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.decisions.selectors.directors import directors_of
from rounds.matching.models import NoObjection
from rounds.matching.publishing.services.approval import (
    approve_run,
    publish_run,
    return_run,
    send_for_approval,
)
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.people.models import AuthorityLine, TrainingProgram, TrainingProgramMember
from rounds.programs import services
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
