"""Each rule that the database keeps, with an attempt to break it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rounds.core.models import User
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Consent,
    Department,
    Person,
    RoleAssignment,
    RollOver,
    Site,
    TrainingProgram,
    TrainingProgramMember,
    TrainingRecord,
)

DAY, LATER = date(2026, 7, 1), date(2027, 7, 1)
NOW = timezone.now()


@pytest.fixture
def cleo(in_hospital):
    return Person.objects.create(given_name="Cleo", family_name="Marsh")


@pytest.fixture
def bob(in_hospital):
    return Person.objects.create(given_name="Bob", family_name="Lindqvist")


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "cleo@example.org"}, {"email": "CLEO@example.org"}),
        ({"npi": "1003142399"}, {"npi": "1003142399"}),
        ({"orcid": "0000-0002-1825-0097"}, {"orcid": "0000-0002-1825-0097"}),
        ({"employee_id": "E1"}, {"employee_id": "E1"}),
    ],
)
def test_identifier_of_two_people_is_refused_and_that_of_a_merged_one_is_free(cleo, first, second):
    holder = Person.objects.create(family_name="Marsh", **first)

    refused(lambda: Person.objects.create(family_name="Okafor", **second))

    Person.objects.filter(id=holder.id).update(merged_into=cleo)
    Person.objects.create(family_name="Okafor", **second)


def test_one_person_per_login_in_an_institution(cleo, bob):
    user = User.objects.create_user("both@example.org")
    Person.objects.filter(id=cleo.id).update(user=user)

    refused(lambda: Person.objects.filter(id=bob.id).update(user=user))


def test_person_is_not_merged_into_itself(cleo):
    refused(lambda: Person.objects.filter(id=cleo.id).update(merged_into=cleo))


def test_second_open_stage_is_refused(cleo):
    CareerStage.objects.create(person=cleo, tier="resident", from_on=DAY)

    refused(lambda: CareerStage.objects.create(person=cleo, tier="fellow", from_on=LATER))


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_on": LATER, "to_on": DAY},
        {"tier": "wizard"},
        {"pgy": 13},
        {"fte": Decimal("1.10")},
    ],
)
def test_wrong_stage_is_refused(cleo, wrong):
    refused(
        lambda: CareerStage.objects.create(**{"person": cleo, "tier": "resident", "from_on": DAY} | wrong)
    )


def test_names_of_places_are_compared_without_case(in_hospital):
    for model in (Department, Site, TrainingProgram):
        model.objects.create(name="Medicine")

        refused(lambda model=model: model.objects.create(name="medicine"))


@pytest.mark.parametrize("number", ["12345", "14041abcde", "14041 2123"])
def test_training_program_number_has_ten_digits(in_hospital, number):
    refused(lambda: TrainingProgram.objects.create(name="Residency", acgme_number=number))


def test_training_program_number_belongs_to_one(in_hospital):
    TrainingProgram.objects.create(name="Medicine", acgme_number="1404121234")

    refused(lambda: TrainingProgram.objects.create(name="Surgery", acgme_number="1404121234"))


def test_training_program_of_thirteen_years_is_refused(in_hospital):
    refused(lambda: TrainingProgram.objects.create(name="Medicine", years=13))


def test_open_membership_line_role_and_consent_exist_once(cleo, bob):
    program = TrainingProgram.objects.create(name="Medicine")
    for make in (
        lambda: TrainingProgramMember.objects.create(
            training_program=program, person=cleo, kind="resident", from_on=DAY
        ),
        lambda: AuthorityLine.objects.create(subject=cleo, over=bob, kind="line_manager", from_on=DAY),
        lambda: RoleAssignment.objects.create(person=bob, role="auditor", from_on=DAY),
        lambda: Consent.objects.create(person=cleo, kind="follow_up", version="1"),
    ):
        make()

        refused(make)


def test_dated_facts_do_not_end_before_they_begin(cleo, bob):
    program = TrainingProgram.objects.create(name="Medicine")
    dates = {"from_on": LATER, "to_on": DAY}

    refused(lambda: AuthorityLine.objects.create(subject=cleo, over=bob, kind="line_manager", **dates))
    refused(lambda: RoleAssignment.objects.create(person=bob, role="auditor", **dates))
    refused(
        lambda: TrainingProgramMember.objects.create(
            training_program=program, person=cleo, kind="resident", **dates
        )
    )
    refused(
        lambda: Consent.objects.create(
            person=cleo, kind="research", version="1", given_at=NOW, withdrawn_at=NOW.replace(year=2020)
        )
    )


def test_nobody_has_authority_over_themselves(cleo):
    refused(lambda: AuthorityLine.objects.create(subject=cleo, over=cleo, kind="line_manager", from_on=DAY))


def test_training_of_no_hours_is_refused(cleo):
    refused(lambda: TrainingRecord.objects.create(person=cleo, title="Course", hours=0, done_on=DAY))


def test_one_roll_over_is_open_at_a_time(in_hospital):
    RollOver.objects.create(on=DAY)

    refused(lambda: RollOver.objects.create(on=LATER))
