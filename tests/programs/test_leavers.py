"""Roles in a program end with somebody's last day, and come back alone only as an undo."""

from datetime import timedelta

import pytest

from rounds.core.access import grants_of
from rounds.core.clock import institution_today
from rounds.core.models import User
from rounds.people.models import Person
from rounds.people.services import bring_back, merge_people, record_leaving
from rounds.programs.models import ProgramRole
from rounds.programs.services import give_role


@pytest.fixture
def dora(world):
    """Dora directs the program."""
    dora = Person.objects.create(given_name="Dora", family_name="Kim")
    give_role(by=world.alice, program=world.program, person=dora, role="director")
    return dora


def roles_of(person):
    return {grant.role for grant in grants_of(person.id)}


def test_role_in_a_program_ends_with_the_last_day(world, dora):
    record_leaving(people=[dora], on=institution_today(), by=world.alice)

    assert ProgramRole.objects.get(person=dora).to_on is not None
    assert "director" not in roles_of(dora)


@pytest.mark.parametrize(("hours", "expected"), [(1, True), (25, False)])
def test_role_in_a_program_comes_back_alone_only_as_an_undo(world, dora, clock, hours, expected):
    left_on = institution_today()
    record_leaving(people=[dora], on=left_on, by=world.alice)
    clock.shift(timedelta(hours=hours))

    plan = bring_back(person=Person.objects.get(id=dora.id), on=left_on, by=world.alice)

    assert ("director" in roles_of(dora)) is expected
    assert ([role.role for role in plan.roles], plan.stays) == ((["director"], 0) if expected else ([], 1))


def test_role_given_anew_meanwhile_is_not_given_twice(world, dora):
    record_leaving(people=[dora], on=institution_today(), by=world.alice)
    give_role(by=world.alice, program=world.program, person=dora, role="director")

    bring_back(person=Person.objects.get(id=dora.id), on=institution_today(), by=world.alice)

    assert ProgramRole.objects.filter(person=dora, to_on=None).count() == 1


def test_role_in_a_program_does_not_pass_to_the_login_of_another_record(world, dora):
    keep = Person.objects.create(
        given_name="Dora", family_name="Kim", user=User.objects.create_user("dora@x.example")
    )

    merge_people(keep=keep, other=dora, by=world.alice)

    assert "director" not in roles_of(keep)
