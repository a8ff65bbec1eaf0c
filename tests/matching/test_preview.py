"""The page of a cohort is kept while nothing changes: whatever changes is seen at the next look."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.database import unchanged
from rounds.core.enums import Role
from rounds.matching.decisions.services import exceptions
from rounds.matching.decisions.services.decisions import lock_pair
from rounds.matching.input.selectors import preview
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.input.selectors.preview import preview_of
from rounds.matching.input.services.weights import weights_for
from rounds.matching.models import ConflictException, PairDecision
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import open_pairs
from rounds.people.models import AuthorityLine, CareerStage, Department, Person, TrainingProgramMember
from rounds.programs.models import Enrollment, Exclusion, Intake
from tests.matching.scenes import add_mentee, add_mentor, add_person, add_residency, make_scene


@pytest.fixture
def scene(in_hospital):
    """Make Bob and Cleo with a line between them and one that waits to be confirmed, Eve the chair, Jo, Fay."""
    scene = make_scene(in_hospital)
    scene.medicine, _new = Department.objects.get_or_create(name="Medicine")
    add_person(scene, "Grace", login=True)
    add_mentor(scene, "Eve", tier="executive", department=scene.medicine, section="Heart")
    add_mentor(scene, "Jo", tier="resident")
    add_mentee(scene, "Fay", tier="fellow", department=scene.medicine, section="Lung")
    day = institution_today()
    AuthorityLine.objects.create(
        subject=scene.people["Cleo"], over=scene.people["Bob"], kind="line_manager", from_on=day
    )
    return scene


def enrollment(scene, name, side):
    return Enrollment.objects.filter(pk=scene.enrollments[name, side].pk)


def stage(scene, name):
    return CareerStage.objects.filter(person=scene.people[name])


def person(scene, name):
    return Person.objects.filter(pk=scene.people[name].pk)


def send_answers(scene):
    one = Intake.objects.get(enrollment=add_mentee(scene, "Gil"))
    Intake.objects.filter(pk=one.pk).delete()
    preview_of(scene.cohort, scene.alice)
    one.save(force_insert=True)


def add_exclusion(scene):
    one = Exclusion(enrollment=scene.enrollments["Fay", "mentee"])
    one.seal_value({"person": str(scene.people["Bob"].id)})
    one.save()


def start_pair(scene):
    pair = Opening(
        mentee_enrollment_id=scene.enrollments["Fay", "mentee"].id,
        mentor_enrollment_id=scene.enrollments["Bob", "mentor"].id,
        mentee_id=scene.people["Fay"].id,
        mentor_id=scene.people["Bob"].id,
        places=2,
    )
    open_pairs(pairs=[pair], cycle_id=scene.cohort.cycle_id, program_id=scene.program.id, by=scene.alice)


def fill_elsewhere(scene):
    MentorLoad.objects.create(mentor=scene.people["Eve"], active=1, capacity=1)


def end_for_cause(scene):
    start_pair(scene)
    Mentorship.objects.update(state="ended", end_reason="cause", ended_on=institution_today())


def declare(scene):
    exceptions.declare_exception(
        cohort=scene.cohort, pair=scene.pair("Cleo", "Bob"), reason="No other surgeon", by=scene.alice
    )


def confirm(scene):
    declare(scene)
    preview_of(scene.cohort, scene.alice)
    ConflictException.objects.update(confirmed_at=now(), confirmed_by_id=scene.people["Grace"].id)


CHANGES = {
    "answers are taken back": lambda scene: Intake.objects.filter(
        enrollment__person__given_name="Fay"
    ).delete(),
    "answers are sent": send_answers,
    "somebody joins": lambda scene: add_mentee(scene, "Gil"),
    "somebody withdraws": lambda scene: enrollment(scene, "Fay", "mentee").update(state="withdrawn"),
    "somebody has left": lambda scene: person(scene, "Fay").update(left_on=institution_today()),
    "a name": lambda scene: person(scene, "Bob").update(family_name="Zorn"),
    "places": lambda scene: enrollment(scene, "Bob", "mentor").update(capacity=4),
    "mentees outside": lambda scene: enrollment(scene, "Bob", "mentor").update(outside_mentees=2),
    "places never said": lambda scene: enrollment(scene, "Eve", "mentor").update(capacity=None),
    "places full elsewhere": fill_elsewhere,
    "a tier": lambda scene: stage(scene, "Bob").update(tier="fellow"),
    "a section": lambda scene: stage(scene, "Fay").update(section="Heart"),
    "a department": lambda scene: (
        stage(scene, "Fay").update(section="Heart", department=None),
        preview_of(scene.cohort, scene.alice),
        stage(scene, "Fay").update(department=scene.medicine),
    ),
    "a stage that ended": lambda scene: stage(scene, "Jo").update(to_on=institution_today()),
    "a line of authority": lambda scene: AuthorityLine.objects.update(kind="rotation_attending"),
    "a line that ended": lambda scene: AuthorityLine.objects.update(to_on=institution_today()),
    "an exclusion": add_exclusion,
    "a residency's director": lambda scene: (
        add_residency(scene),
        preview_of(scene.cohort, scene.alice),
        TrainingProgramMember.objects.filter(kind="director").update(person=scene.people["Eve"]),
    ),
    "a lock": lambda scene: lock_pair(cohort=scene.cohort, pair=scene.pair("Fay", "Eve"), by=scene.alice),
    "a pair forbidden": lambda scene: PairDecision.objects.create(
        cohort=scene.cohort,
        mentee=scene.enrollments["Fay", "mentee"],
        mentor=scene.enrollments["Bob", "mentor"],
        kind="forbid",
        reason="They share an office.",
    ),
    "a pair that runs": start_pair,
    "a pair that ended for cause": end_for_cause,
    "an exception declared": declare,
    "an exception confirmed": confirm,
    "peers at the top": lambda scene: (
        add_mentee(scene, "Eve"),
        add_mentor(scene, "Ada", tier="executive"),
        preview_of(scene.cohort, scene.alice),
        scene.program._meta.model.objects.update(allow_peers=True),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_once(scene, change):
    before = preview_of(scene.cohort, scene.alice)
    CHANGES[change](scene)

    after = preview_of(scene.cohort, scene.alice)

    unchanged._store.clear()
    assert vars(after) == vars(preview_of(scene.cohort, scene.alice))
    assert vars(after) != vars(before)


def test_weights_are_those_of_now(scene):
    before = preview_of(scene.cohort, scene.alice).weights
    weights = weights_for(program=scene.program, by=scene.alice)

    assert (before, preview_of(scene.cohort, scene.alice).weights) == (None, weights)


def test_a_line_that_begins_tomorrow_counts_tomorrow(scene, time_machine):
    AuthorityLine.objects.update(from_on=institution_today() + timedelta(days=1))
    today = preview_of(scene.cohort, scene.alice).conflicts
    time_machine.move_to(now() + timedelta(days=1))

    assert today == ()
    assert len(preview_of(scene.cohort, scene.alice).conflicts) == 1


def test_a_director_is_not_shown_what_a_coordinator_was_shown(scene):
    told = preview_of(scene.cohort, scene.alice)
    director = preview_of(scene.cohort, scene.viewer("Grace", Role.DIRECTOR))

    assert len(told.conflicts) == 1
    assert director.conflicts == ()
    assert {one.rule for one in director.effects} & {"line_manager"} == set()


def test_answers_are_read_once_while_nothing_changes(scene, monkeypatch):
    seen = []
    monkeypatch.setattr(preview, "gather", lambda cohort: seen.append(cohort) or gather(cohort))

    for _ in range(3):
        preview_of(scene.cohort, scene.alice)

    assert len(seen) == 1
