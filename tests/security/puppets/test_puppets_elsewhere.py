"""The insider with a puppet in the newer rooms: switches, training programs, closed sign-ins, rounds of feedback, groups."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail

from rounds.accounts.enums import Switch
from rounds.accounts.models import PendingChange
from rounds.accounts.services import access_changes
from rounds.accounts.services.switches import request_switch
from rounds.core.access import viewer_for
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError
from rounds.core.models import Institution, User
from rounds.mentorships.groups.services.groups import open_group
from rounds.mentorships.meetings.services import name_assistant
from rounds.people.models import Person, RoleAssignment, TrainingProgram, TrainingProgramMember
from rounds.people.services import merge_people
from rounds.programs.models import Enrollment, Program
from rounds.surveys.feedback360.services.planning import Plan, plan_round
from tests.access.matrix import client_of
from tests.security.puppets.test_puppets import insider, joined, puppet, take_role, taken
from tests.world import Actor

OFFICE_PAGES = (
    "access/",
    "people/",
    "imports/",
    "surveys/",
    "rounds/",
    "evidence/",
    "year/groups/",
    "vetoes/",
)


@pytest.fixture
def world(own_world, clock):
    with scope(own_world.here.id):
        PendingChange.objects.all().delete()
        Institution.objects.filter(id=own_world.here.id).update(mail_is_live=True)
        yield own_world


def trusted(by, email="trusted@evil.example"):
    """Return a puppet to whom somebody gave the office of every program in good faith."""
    pat = puppet(by, email, "Trusted")
    RoleAssignment.objects.create(person_id=pat.person_id, role="coordinator", from_on="2020-01-01")
    return viewer_for(by.institution_id, pat.user_id)


def confirms(change, *viewers):
    """Return whether any of them gets a change confirmed."""
    for viewer in viewers:
        with suppress(DomainError):
            access_changes.confirm_change(change=change, by=viewer)
            return True
    return False


def client_as(world, viewer):
    return client_of(
        Actor("pat", world.here, User.objects.get(pk=viewer.user_id), Person.objects.get(id=viewer.person_id))
    )


def test_switches_are_not_turned_by_a_puppet(world, clock):
    """Mail goes live, and a program lets one person approve, by two people who came by different hands."""
    chief = insider(world)
    first = trusted(chief)
    second = joined(Person.objects.create(given_name="S", family_name="T", email="s@x.example"), first)
    ladder = world.rows["ladder"].id
    Program.objects.filter(id=ladder).update(needs_second_person=True)
    clock.shift(timedelta(days=10))

    for switch, scope_id in ((Switch.MAIL_REHEARSAL, None), (Switch.ALONE, ladder)):
        for asker in (chief, first):
            change = request_switch(switch=switch, by=asker, scope_id=scope_id)
            assert not confirms(change, chief, first, second)
            access_changes.refuse_change(change=change, by=asker)

    assert Institution.objects.get(id=world.here.id).mail_is_live
    assert Program.objects.get(id=ladder).needs_second_person


def test_puppet_recorded_as_program_director_sees_no_trainees(world, clock):
    """As an import or the page of a training program records it: the role still takes two."""
    chief = insider(world)
    pat, helper = puppet(chief), trusted(chief, "second@evil.example")
    residency = TrainingProgram.objects.first()
    members = [
        TrainingProgramMember.objects.create(
            training_program=residency, person_id=one.person_id, kind="director", from_on="2020-01-01"
        )
        for one in (pat, helper)
    ]
    clock.shift(timedelta(days=10))

    for member in members:
        change = access_changes.ask_to_direct(member=member, by=chief)
        assert not confirms(change, pat, helper, chief)

    assert not viewer_for(world.here.id, pat.user_id).scopes("residency_director")
    assert client_as(world, pat).get("/st-brigid/vetoes/").status_code == 404


def test_sign_in_of_the_auditor_is_not_closed_for_a_puppet_to_take_its_record(world, clock):
    """The puppet is called like the auditor, so that the two look like one person with two sign-ins."""
    chief, auditor = insider(world), world.actors["auditor"].person
    pat = puppet(chief, name=auditor.family_name)
    twin = Person.objects.get(id=pat.person_id)
    helper = joined(Person.objects.create(given_name="H", family_name="I", email="h@x.example"), chief)
    clock.shift(timedelta(days=10))

    for keep, other in ((auditor, twin), (twin, auditor)):
        with pytest.raises(DomainError):
            merge_people(keep=keep, other=other, by=chief)
    change = access_changes.request_closing(person=auditor, twin=twin, by=chief)

    assert not confirms(change, chief, pat, helper)
    assert viewer_for(world.here.id, world.actors["auditor"].user.id).has("auditor")
    assert taken(world) == []
    # its own sign-in may be closed, by itself: then the record is the auditor's, and the login opens nothing
    own = access_changes.request_closing(person=twin, twin=auditor, by=insider(world, "site_admin"))
    assert confirms(own, pat)
    assert viewer_for(world.here.id, pat.user_id) is None


def test_places_that_need_no_role_give_none(world, clock):
    """Somebody's assistant, the mentor of a group, the debriefer of a round: each by one press of the office or a mentor."""
    chief = insider(world)
    pat = puppet(chief)
    person = Person.objects.get(id=pat.person_id)
    clock.shift(timedelta(days=10))
    running = world.rows["running pair"]
    name_assistant(email=person.email, by=insider(world, "bob"))
    seat = Enrollment.objects.create(
        cohort=running.mentor_enrollment.cohort,
        person=person,
        side="mentor",
        state="enrolled",
        how="by_program",
        capacity=2,
    )
    open_group(mentor=seat, name="Club", size=4, by=chief)
    plan_round(
        plan=Plan(
            subject=world.actors["former_mentor"].person,
            debriefer=person,
            line_manager=world.actors["director"].person,
            scope_id=running.cycle.program_id,
            groups=("peers",),
            closes_on=institution_today() + timedelta(days=30),
        ),
        by=chief,
    )

    take_role(chief, viewer_for(world.here.id, pat.user_id), scope_id=world.rows["ladder"].id)
    pages = {page: client_as(world, pat).get(f"/st-brigid/{page}").status_code for page in OFFICE_PAGES}

    assert taken(world) == []
    # an assistant sees and moves the times of whom they help
    assert {grant.role for grant in viewer_for(world.here.id, pat.user_id).grants} == {"delegate"}
    assert {page for page, status in pages.items() if status == 200} <= {"access/"}


def test_address_of_another_is_not_taken_by_a_puppet(world, clock):
    """By its own sign-in address, by a private address, or by asking for a code."""
    chief, auditor = insider(world), world.actors["auditor"]
    pat = puppet(chief)
    clock.shift(timedelta(days=10))
    client = client_as(world, pat)
    before = set(User.objects.values_list("pk", "email"))

    mail.outbox.clear()
    client.post("/accounts/address/", {"address": auditor.user.email})
    client.post("/st-brigid/record/address/", {"address": auditor.user.email})
    change = access_changes.request_address_change(
        person=Person.objects.get(id=pat.person_id), new_address="two@evil.example", by=chief
    )

    assert not any("evil.example" in " ".join(one.to) for one in mail.outbox if "code" in one.body)
    assert not confirms(change, chief)
    assert set(User.objects.values_list("pk", "email")) == before
    assert taken(world) == []
