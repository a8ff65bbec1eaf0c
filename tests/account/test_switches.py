"""What takes two people to turn: mail for everybody, and approval by one person."""

import pytest

from rounds.accounts.models import PendingChange
from rounds.core.access import viewer_for
from rounds.core.database.scope import scope
from rounds.core.models import AuditEvent, Institution
from rounds.programs.models import Program
from rounds.programs.services import update_program
from tests.access.matrix import client_of

MAIL = "/st-brigid/access/mail/"


@pytest.fixture
def world(own_world):
    with scope(own_world.here.id):
        PendingChange.objects.all().delete()
        yield own_world


def is_live(world):
    return Institution.objects.get(id=world.here.id).mail_is_live


def decide(world, name, go="confirm"):
    change = PendingChange.objects.get(decision="open")
    return client_of(world.actors[name]).post(f"/st-brigid/access/{change.id}/", {go: "1"})


@pytest.mark.parametrize("before", [False, True])
def test_mail_is_switched_by_two_people_and_recorded(world, before):
    Institution.objects.filter(id=world.here.id).update(mail_is_live=before)
    chief = client_of(world.actors["chief"])

    page = chief.get(MAIL).text
    chief.post(MAIL)
    assert is_live(world) is before
    assert decide(world, "chief").status_code == 409
    decide(world, "site_admin")

    assert is_live(world) is not before
    assert "wait" in page
    action = "institution.mail_rehearsal" if before else "institution.mail_live"
    assert AuditEvent.objects.filter(
        action=action, by_person_id=world.actors["site_admin"].person.id
    ).exists()


def test_page_says_that_it_was_asked_and_asks_once(world):
    chief = client_of(world.actors["chief"])
    chief.post(MAIL)

    again = chief.post(MAIL)

    assert again.status_code == 409
    assert "Chia Ferro asked for it" in chief.get(MAIL).text
    assert PendingChange.objects.count() == 1


@pytest.mark.parametrize("who", ["alice", "director", "auditor", "bob"])
def test_who_acts_for_one_program_switches_no_mail(world, who):
    client_of(world.actors["chief"]).post(MAIL)

    answers = [client_of(world.actors[who]).post(MAIL).status_code, decide(world, who).status_code]

    assert answers == [404, 404]
    assert not is_live(world)


def test_fresh_installation_is_not_locked(db):
    from rounds.accounts.services import access_changes, logins, switches
    from rounds.cli.installation.institution import FirstUser, create_institution

    token = create_institution(
        name="New",
        slug="new",
        timezone="America/Chicago",
        administrator=FirstUser("Sam", "One", "sam@new.example"),
        password="a lantern in the ward",
        coordinator=FirstUser("Alva", "Two", "alva@new.example"),
    )
    user = logins.accept_invitation(token=token, user=None)
    place = Institution.objects.get(slug="new")
    with scope(place.id):
        from rounds.people.models import Person

        alva = viewer_for(place.id, user.id)
        sam = viewer_for(place.id, Person.objects.get(family_name="One").user_id)
        change = switches.request_switch(switch="mail_live", by=alva)
        access_changes.confirm_change(change=change, by=sam)

    assert Institution.objects.get(slug="new").mail_is_live


def test_approval_by_one_takes_two_people(world):
    program = world.rows["ladder"]
    Program.objects.filter(id=program.id).update(needs_second_person=True)
    alice = viewer_for(world.here.id, world.actors["alice"].user.id)

    update_program(by=alice, program=Program.objects.get(id=program.id), needs_second_person=False, months=9)
    update_program(by=alice, program=Program.objects.get(id=program.id), needs_second_person=False)
    between = Program.objects.get(id=program.id)
    decide(world, "alice")
    still = Program.objects.get(id=program.id).needs_second_person
    decide(world, "director")

    assert (between.needs_second_person, between.months) == (True, 9)
    assert still
    assert not Program.objects.get(id=program.id).needs_second_person


def test_switch_of_another_program_is_not_decided(world):
    program = world.rows["ladder"]
    Program.objects.filter(id=program.id).update(needs_second_person=True)
    alice = viewer_for(world.here.id, world.actors["alice"].user.id)
    update_program(by=alice, program=Program.objects.get(id=program.id), needs_second_person=False)

    answer = decide(world, "other_coordinator")

    assert answer.status_code == 404
    assert Program.objects.get(id=program.id).needs_second_person
