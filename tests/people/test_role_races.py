"""A role is confirmed at the moment at which its holder-to-be leaves, or no longer directs: nobody keeps it."""

import threading

import pytest
from django.db import connection

from rounds.accounts.models import PendingChange
from rounds.accounts.services.access_changes import ask_to_direct, confirm_change, refuse_change
from rounds.core.access import Grant, Viewer
from rounds.core.audit.checks import verify_all
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import OutOfOrder
from rounds.core.models import Institution
from rounds.people.models import Person, RoleAssignment, TrainingProgram, TrainingProgramMember
from rounds.people.services import add_training_member, end_training_member, record_leaving

ROUNDS = 8


@pytest.fixture
def hospital(transactional_db):
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        yield hospital


def at_once(hospital, *acts):
    """Do all at the same moment; return what broke. To be told that it is out of order breaks nothing."""
    barrier, broken = threading.Barrier(len(acts), timeout=60), []

    def do(act):
        try:
            with scope(hospital.id):
                barrier.wait()
                act()
        except OutOfOrder:
            pass
        except Exception as error:
            broken.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


@pytest.mark.parametrize("how", ["the membership ends", "the person leaves"])
def test_nobody_keeps_a_role_confirmed_at_the_moment_it_ends(hospital, how):
    office = Person.objects.create(family_name="Adams")
    alice = Viewer(hospital.id, None, office.id, "Alice Adams", grants=frozenset({Grant("coordinator")}))
    program = TrainingProgram.objects.create(name="Medicine")
    broken = []

    for _number in range(ROUNDS):
        bob = Person.objects.create(family_name="Baker")
        owner = Viewer(hospital.id, None, bob.id, "Bob Baker")
        member = add_training_member(training_program=program, person=bob, kind="director", by=alice)
        change = ask_to_direct(member=member, by=alice)
        end = {
            "the membership ends": lambda member=member: end_training_member(member=member, by=alice),
            "the person leaves": lambda bob=bob: record_leaving(
                people=[bob], on=institution_today(), by=alice
            ),
        }[how]
        broken += at_once(
            hospital,
            end,
            lambda change=change, owner=owner: confirm_change(change=change, by=owner),
            lambda change=change: refuse_change(change=PendingChange.objects.get(id=change.id), by=alice),
        )

    assert broken == []
    assert not TrainingProgramMember.objects.filter(to_on=None).exists()
    assert not RoleAssignment.objects.filter(to_on=None).exists()
    assert not PendingChange.objects.filter(decision="open").exists()
    assert verify_all().findings == []
