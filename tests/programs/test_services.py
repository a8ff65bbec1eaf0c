from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from rounds.core.access import Grant, grants_of
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import AuditEvent, Event
from rounds.people.models import Consent
from rounds.programs import services
from rounds.programs.models import Cohort, Enrollment, Exclusion, Intake, ProgramRole
from rounds.programs.selectors import (
    cohort_for,
    current_intakes,
    enrollments_for_matching,
    exclusions_for_matching,
)
from tests.programs.builders import MENTEE, MENTOR, make_person


def test_program_starts_with_the_defaults_of_its_template(world):
    program = world.program

    assert (program.months, program.checkins_per_year, program.is_simple) == (12, 4, True)
    assert (world.cohort.cycle.starts_on, world.cohort.cycle.ends_on) == (date(2027, 7, 1), date(2028, 7, 1))
    assert world.cohort.cycle.name == "2027–28"


def test_second_program_of_the_same_name_is_refused(world):
    with pytest.raises(DomainError) as caught:
        services.create_program(
            by=world.alice, name="leadership mentorship", template="pilot_6", starts_on=date(2027, 1, 1)
        )

    assert caught.value.field == "name"


def test_next_year_waits_until_this_one_is_closed(world):
    with pytest.raises(OutOfOrder):
        services.open_cycle(by=world.alice, program=world.program, starts_on=date(2028, 7, 1))

    services.close_cycle(by=world.alice, cycle=world.cohort.cycle)
    cohort = services.open_cycle(by=world.alice, program=world.program, starts_on=date(2028, 7, 1))

    assert cohort.cycle.name == "2028–29"


def test_grants_come_from_roles_and_enrollment(world):
    assert Grant("coordinator", world.program.id) in world.alice.grants
    assert Grant("mentor", world.program.id) in world.bob.grants
    assert Grant("mentee", world.program.id) in world.cleo.grants


def test_grant_ends_with_the_role_in_a_program(world):
    """What is held is asked of the database each time."""
    before = grants_of(world.alice.person_id)
    ProgramRole.objects.filter(person_id=world.alice.person_id).update(
        from_on=institution_today() - timedelta(days=1), to_on=institution_today()
    )

    assert Grant("coordinator", world.program.id) in before
    assert grants_of(world.alice.person_id) == before - {Grant("coordinator", world.program.id)}


def test_grant_ends_with_withdrawal(world):
    services.change_enrollment_state(by=world.alice, enrollment=world.bobs, state="withdrawn")

    assert grants_of(world.bob.person_id) == frozenset()


def test_last_coordinator_stays(world):
    with pytest.raises(DomainError):
        services.end_role(by=world.alice, program_role=world.program.roles.get())


def test_stranger_does_not_find_a_cohort(world):
    for stranger in (world.bob, world.cleo):
        with pytest.raises(NotFound):
            cohort_for(stranger, world.cohort.id)


def test_enrolling_twice_is_once(world):
    entries = [services.NewEnrollment(person_id=world.bob.person_id, side="mentor", capacity=2)]

    for _ in range(2):
        services.enroll_people(by=world.alice, cohort=world.cohort, people=entries)

    assert Enrollment.objects.filter(person_id=world.bob.person_id).count() == 1
    world.bobs.refresh_from_db()
    assert world.bobs.capacity == 2


def test_person_may_be_mentee_upward_and_mentor_downward(world):
    services.enroll_people(
        by=world.alice,
        cohort=world.cohort,
        people=[services.NewEnrollment(person_id=world.bob.person_id, side="mentee")],
    )

    assert Enrollment.objects.filter(person_id=world.bob.person_id).count() == 2


@pytest.mark.parametrize(
    "broken",
    [
        {"side": "mentee", "demand": 4},
        {"side": "mentor", "capacity": 7},
        {"side": "mentor", "demand": 1},
        {"side": "friend"},
    ],
)
def test_number_out_of_range_is_refused_in_words(world, broken):
    with pytest.raises(DomainError) as caught:
        services.enroll_people(
            by=world.alice,
            cohort=world.cohort,
            people=[services.NewEnrollment(person_id=world.alice.person_id, **broken)],
        )

    assert caught.value.field in broken


def test_submitting_accepts_an_invitation(world):
    dora = make_person("Dora")
    enrollment = services.enroll_people(
        by=world.alice,
        cohort=world.cohort,
        people=[services.NewEnrollment(person_id=dora.id, side="mentee")],
        state="invited",
        how="invitation",
    )[0]
    from rounds.core.access import Viewer

    dora_looks = Viewer(world.institution.id, uuid4(), dora.id, "Dora")

    services.submit_intake(
        by=dora_looks, enrollment=enrollment, submission=services.Submission(answers=MENTEE)
    )

    assert enrollment.state == "enrolled"
    assert Event.objects.filter(name="programs.intake.submitted").count() == 1


def test_correction_is_a_new_version(world):
    submission = services.Submission(answers=MENTEE)
    first = services.submit_intake(by=world.cleo, enrollment=world.cleos, submission=submission)

    second = services.submit_intake(
        by=world.cleo, enrollment=world.cleos, submission=submission, expected_version=1
    )

    assert (first.version, second.version) == (1, 2)
    assert Intake.objects.count() == 2
    assert current_intakes([world.cleos.id])[world.cleos.id].version == 2


def test_submission_from_a_second_place_is_not_overwritten(world):
    submission = services.Submission(answers=MENTEE)
    services.submit_intake(by=world.alice, enrollment=world.cleos, submission=submission, expected_version=0)

    with pytest.raises(OutOfOrder):
        services.submit_intake(
            by=world.cleo, enrollment=world.cleos, submission=submission, expected_version=0
        )

    assert Intake.objects.count() == 1


def test_incomplete_intake_names_what_is_missing(world):
    with pytest.raises(DomainError) as caught:
        services.submit_intake(
            by=world.bob, enrollment=world.bobs, submission=services.Submission(answers=MENTOR)
        )

    assert caught.value.field == "capacity"
    assert Intake.objects.count() == 0


def test_entry_on_behalf_waits_for_its_owner(world):
    intake = services.submit_intake(
        by=world.alice, enrollment=world.cleos, submission=services.Submission(answers=MENTEE)
    )
    assert intake.waits_for_owner

    with pytest.raises(DomainError):
        services.confirm_intake(by=world.alice, enrollment=world.cleos)
    services.confirm_intake(by=world.cleo, enrollment=world.cleos)

    intake.refresh_from_db()
    assert not intake.waits_for_owner


def test_prefill_is_replaced_by_submission_and_never_replaces_it(world):
    given = {world.cleos.id: {"gaps": {"FIN": 2}}}
    assert services.prefill_intakes(by=world.alice, answers=given) == 1
    assert services.prefill_intakes(by=world.alice, answers=given) == 0
    services.submit_intake(
        by=world.cleo,
        enrollment=world.cleos,
        submission=services.Submission(answers=MENTEE),
        expected_version=0,
    )

    changed = services.prefill_intakes(by=world.alice, answers={world.cleos.id: {"gaps": {"FIN": 1}}})

    assert changed == 0
    assert Intake.objects.get().answers["gaps"] == {"FIN": 3, "TEAM": 1}


def test_exclusion_is_sealed_and_absent_from_the_audit(world):
    services.submit_intake(
        by=world.cleo,
        enrollment=world.cleos,
        submission=services.Submission(answers=MENTEE, exclusions=[world.bob.person_id]),
    )

    stored = Exclusion.objects.get()
    assert str(world.bob.person_id) not in stored.sealed
    assert exclusions_for_matching(world.cohort)[0].excluded_person_id == world.bob.person_id
    about = AuditEvent.objects.filter(action="programs.intake.submitted").get()
    assert "exclusion" not in str(about.facts)
    assert str(world.bob.person_id) not in str(about.facts)


def enroll_mentor(world, name):
    person = make_person(name)
    services.enroll_people(
        by=world.alice,
        cohort=world.cohort,
        people=[services.NewEnrollment(person_id=person.id, side="mentor")],
    )
    return person


def test_wishes_keep_their_rank(world):
    dora = enroll_mentor(world, "Dora")
    people = [dora.id, world.bob.person_id]

    services.submit_intake(
        by=world.cleo, enrollment=world.cleos, submission=services.Submission(answers=MENTEE, wishes=people)
    )

    row = next(row for row in enrollments_for_matching(world.cohort) if row.side == "mentee")
    assert row.wishes == ((1, dora.id), (2, world.bob.person_id))


def test_wish_for_somebody_who_is_not_found_in_the_cohort_is_refused(world):
    stranger = make_person("Dora")

    with pytest.raises(DomainError, match="not known here") as caught:
        services.submit_intake(
            by=world.cleo,
            enrollment=world.cleos,
            submission=services.Submission(answers=MENTEE, wishes=[stranger.id]),
        )

    assert caught.value.field == "wishes"


def test_wish_stays_when_the_mentor_has_left_the_cohort(world):
    dora = enroll_mentor(world, "Dora")
    submission = services.Submission(answers=MENTEE, wishes=[dora.id])
    services.submit_intake(by=world.cleo, enrollment=world.cleos, submission=submission)
    Enrollment.objects.filter(person=dora).update(state="withdrawn")

    services.submit_intake(by=world.cleo, enrollment=world.cleos, submission=submission)

    assert [wish.person_id for wish in world.cleos.wishes.all()] == [dora.id]


def test_own_name_as_a_wish_is_refused(world):
    with pytest.raises(DomainError):
        services.submit_intake(
            by=world.cleo,
            enrollment=world.cleos,
            submission=services.Submission(answers=MENTEE, wishes=[world.cleo.person_id]),
        )


def test_places_leave_out_mentees_outside_the_system(world):
    services.submit_intake(
        by=world.bob,
        enrollment=world.bobs,
        submission=services.Submission(answers=MENTOR, capacity=3, outside_mentees=1),
    )

    row = next(row for row in enrollments_for_matching(world.cohort) if row.side == "mentor")
    assert (row.places, row.answers, row.has_intake) == (2, MENTOR, True)


@pytest.mark.parametrize("people", [1, 30])
def test_rows_for_matching_take_a_fixed_number_of_queries(world, people, django_assert_num_queries):
    entries = [
        services.NewEnrollment(person_id=make_person(f"P{number}").id, side="mentee")
        for number in range(people)
    ]
    services.enroll_people(by=world.alice, cohort=world.cohort, people=entries)

    with django_assert_num_queries(5):
        rows = enrollments_for_matching(Cohort.objects.get())  # itself one query

    assert len(rows) == people + 2


def test_baseline_is_recorded_with_its_consent_version(world):
    facts = services.BaselineFacts(items={"budget": 3, "lead_team": 6}, follow_up_consent=True)

    baseline = services.record_baseline(by=world.cleo, enrollment=world.cleos, facts=facts)

    consent = Consent.objects.get(person_id=world.cleo.person_id)
    assert baseline.items == dict(facts.items)
    assert (consent.kind, consent.version) == ("follow_up", baseline.consent_version)


def test_consent_counts_from_the_person_alone(world):
    facts = services.BaselineFacts(items={}, follow_up_consent=True)

    services.record_baseline(by=world.alice, enrollment=world.cleos, facts=facts)

    assert not Consent.objects.exists()


def test_card_written_by_others_waits_for_approval(world):
    words = services.CardWords(headline="Hospitalist", about="Runs night rounds.", approve=True)

    by_office = services.save_card(by=world.alice, enrollment=world.bobs, words=words)
    assert by_office.approved_at is None
    by_owner = services.save_card(by=world.bob, enrollment=world.bobs, words=words)
    assert by_owner.approved_at is not None
    changed = services.save_card(by=world.alice, enrollment=world.bobs, words=replace(words, about="New"))

    assert changed.approved_at is None


def test_priority_that_ends_before_it_starts_names_its_field(world):
    with pytest.raises(DomainError) as caught:
        services.save_priority(
            by=world.alice,
            program=world.program,
            name="Telehealth",
            from_on=date(2027, 1, 1),
            to_on=date(2026, 1, 1),
            weight=10,
            rationale="",
        )

    assert caught.value.field == "to_on"


def test_everything_of_another_institution_stays_out_of_reach(world, other_hospital):
    from rounds.core.database.scope import scope

    with scope(other_hospital.id):
        assert Enrollment.objects.count() == 0
        assert grants_of(world.bob.person_id) == frozenset()


def test_nobody_is_both_wished_for_and_excluded(world):
    both = [world.bob.person_id]

    with pytest.raises(DomainError) as caught:
        services.submit_intake(
            by=world.cleo,
            enrollment=world.cleos,
            submission=services.Submission(answers=MENTEE, wishes=both, exclusions=both),
        )

    assert caught.value.field == "exclusions"
    assert Intake.objects.count() == 0


@pytest.mark.parametrize("named", ["wishes", "exclusions"])
def test_naming_somebody_unknown_is_refused_in_words(world, named):
    submission = services.Submission(answers=MENTEE, **{named: [uuid4()]})

    with pytest.raises(DomainError, match="not known here") as caught:
        services.submit_intake(by=world.cleo, enrollment=world.cleos, submission=submission)

    assert caught.value.field == named
