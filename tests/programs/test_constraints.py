"""The database refuses what must never be; each test tries."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from rounds.core.clock import now
from rounds.programs.enums import CycleState
from rounds.programs.models import (
    Baseline,
    Cohort,
    Cycle,
    Enrollment,
    Intake,
    IntroductionCard,
    MailText,
    Priority,
    Program,
    ProgramRole,
    Wish,
)


def refused(make):
    with pytest.raises(IntegrityError):
        make()


def test_program_slug_once(world):
    refused(lambda: Program.objects.create(name="Twin", slug=world.program.slug, template="pilot_6"))


@pytest.mark.parametrize(
    "broken", [{"months": 0}, {"months": 61}, {"checkins_per_year": 0}, {"minimum_score": 101}]
)
def test_program_settings_stay_in_range(world, broken):
    refused(lambda: Program.objects.filter(id=world.program.id).update(**broken))


def test_second_open_cycle_is_refused(world):
    refused(
        lambda: Cycle.objects.create(
            program=world.program,
            name="Twin",
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 2, 1),
            state=CycleState.OPEN,
        )
    )


def test_cycle_that_ends_before_it_starts_is_refused(world):
    refused(lambda: Cycle.objects.update(ends_on=date(2027, 7, 1)))


def test_cycle_name_once(world):
    cycle = world.cohort.cycle
    refused(
        lambda: Cycle.objects.create(
            program=world.program, name=cycle.name, starts_on=date(2028, 1, 1), ends_on=date(2028, 2, 1)
        )
    )


def test_cohort_name_once(world):
    refused(lambda: Cohort.objects.create(cycle=world.cohort.cycle, name=world.cohort.name))


def test_person_once_per_side(world):
    refused(
        lambda: Enrollment.objects.create(
            cohort=world.cohort, person_id=world.bob.person_id, side="mentor", state="enrolled", how="import"
        )
    )


@pytest.mark.parametrize(
    "broken",
    [{"demand": 0}, {"demand": 4}, {"capacity": 1}, {"outside_mentees": 21}, {"hours_per_month": 41}],
)
def test_numbers_of_a_mentee_stay_in_range(world, broken):
    refused(lambda: Enrollment.objects.filter(id=world.cleos.id).update(**broken))


@pytest.mark.parametrize("broken", [{"capacity": 7}, {"demand": 1}])
def test_numbers_of_a_mentor_stay_in_range(world, broken):
    refused(lambda: Enrollment.objects.filter(id=world.bobs.id).update(**broken))


def test_intake_version_once(world):
    Intake.objects.create(enrollment=world.bobs, version=1, submitted_at=now())
    refused(lambda: Intake.objects.create(enrollment=world.bobs, version=1, submitted_at=now()))


def test_second_unsubmitted_intake_is_refused(world):
    Intake.objects.create(enrollment=world.bobs, version=1)
    refused(lambda: Intake.objects.create(enrollment=world.bobs, version=2))


def test_intake_confirmed_before_it_is_submitted_is_refused(world):
    refused(lambda: Intake.objects.create(enrollment=world.bobs, confirmed_at=now()))


@pytest.mark.parametrize("second", [{"rank": 1, "who": "alice"}, {"rank": 2, "who": "bob"}])
def test_wish_rank_and_person_once(world, second):
    Wish.objects.create(enrollment=world.cleos, rank=1, person_id=world.bob.person_id)
    person_id = getattr(world, second["who"]).person_id
    refused(lambda: Wish.objects.create(enrollment=world.cleos, rank=second["rank"], person_id=person_id))


@pytest.mark.parametrize("rank", [0, 6])
def test_wish_rank_from_1_to_5(world, rank):
    refused(lambda: Wish.objects.create(enrollment=world.cleos, rank=rank, person_id=world.bob.person_id))


@pytest.mark.parametrize("broken", [{"to_on": date(2027, 1, 1)}, {"weight": 0}, {"weight": 101}])
def test_priority_stays_in_range(world, broken):
    facts = {"name": "Telehealth", "from_on": date(2027, 1, 1), "weight": 10, **broken}
    refused(lambda: Priority.objects.create(program=world.program, **facts))


def test_priority_name_once(world):
    Priority.objects.create(program=world.program, name="Telehealth", from_on=date(2027, 1, 1))
    refused(
        lambda: Priority.objects.create(program=world.program, name="Telehealth", from_on=date(2028, 1, 1))
    )


@pytest.mark.parametrize("broken", [{"protected_hours": 81}, {"follow_up_consent": True}])
def test_baseline_stays_in_range(world, broken):
    refused(lambda: Baseline.objects.create(enrollment=world.cleos, **broken))


def test_baseline_and_card_once(world):
    Baseline.objects.create(enrollment=world.cleos)
    IntroductionCard.objects.create(enrollment=world.bobs)
    with pytest.raises(IntegrityError):
        IntroductionCard.objects.create(enrollment=world.bobs)


def test_second_baseline_is_refused(world):
    Baseline.objects.create(enrollment=world.cleos)
    refused(lambda: Baseline.objects.create(enrollment=world.cleos))


def test_program_role_once_while_it_lasts(world):
    refused(
        lambda: ProgramRole.objects.create(
            program=world.program,
            person_id=world.alice.person_id,
            role="coordinator",
            from_on=date(2027, 1, 1),
        )
    )


def test_program_role_that_ends_before_it_starts_is_refused(world):
    refused(lambda: ProgramRole.objects.update(to_on=date(2000, 1, 1)))


def test_mail_text_once_per_kind(world):
    MailText.objects.create(program=world.program, kind="remind", subject="A", body="B")
    refused(lambda: MailText.objects.create(program=world.program, kind="remind", subject="A", body="B"))


@pytest.mark.parametrize("change", [{"answers": {"goals": "other"}}, {"submitted_at": None}])
def test_database_refuses_to_change_submitted_answers(world, change):
    intake = Intake.objects.create(enrollment=world.cleos, answers={"goals": "mine"}, submitted_at=now())

    with pytest.raises(DatabaseError, match="Submitted answers never"), transaction.atomic():
        Intake.objects.filter(id=intake.id).update(**change)

    intake.refresh_from_db()
    assert intake.answers == {"goals": "mine"}


def test_database_lets_prefilled_answers_change_and_submitted_ones_be_confirmed(world):
    intake = Intake.objects.create(enrollment=world.cleos, answers={"goals": "mine"})

    Intake.objects.filter(id=intake.id).update(answers={"goals": "other"}, submitted_at=now())
    Intake.objects.filter(id=intake.id).update(confirmed_at=now())

    intake.refresh_from_db()
    assert intake.answers == {"goals": "other"}
