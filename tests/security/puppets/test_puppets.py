"""One person can't be two: whoever brought somebody in, at any remove, finds no second person in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.accounts.models import Invitation, PendingChange
from rounds.accounts.services import access_changes as services
from rounds.accounts.services.logins import accept_invitation, invite_person
from rounds.core.access import system, viewer_for
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import Institution, User
from rounds.matching.decisions.services.exceptions import confirm_exception
from rounds.matching.models import ConflictException, MatchRun, PairDecision, RunStep
from rounds.matching.publishing.services.approval import (
    approve_run,
    publish_run,
    return_run,
    send_for_approval,
)
from rounds.mentorships.conversations.selectors import list_entries
from rounds.mentorships.growth.selectors.goals import goal_for, goals_of_pair
from rounds.mentorships.growth.services.goals import show_goals
from rounds.mentorships.models import BreakGlass
from rounds.mentorships.safeguards.services import Emergency, ask_to_open, decide_emergency
from rounds.mentorships.selectors import own_mentorship_for
from rounds.mentorships.services.office import hand_over
from rounds.people.models import Person, RoleAssignment
from rounds.people.services import create_person, merge_people, update_person
from rounds.programs.models import Enrollment, Program, ProgramRole
from tests.access.matrix import client_of
from tests.security import states
from tests.world import Actor


@pytest.fixture
def world(own_world, clock):
    with scope(own_world.here.id):
        PendingChange.objects.all().delete()
        Institution.objects.filter(id=own_world.here.id).update(mail_is_live=True)
        yield own_world


def insider(world, name="chief"):
    """Return a coordinator of the whole institution as they act."""
    return viewer_for(world.here.id, world.actors[name].user.id)


def joined(person, by):
    """Invite a person, and come in by the letter as whoever reads its mail."""
    user = accept_invitation(token=invite_person(person=person, by=by), user=None)
    return viewer_for(by.institution_id, user.id)


def puppet(by, email="puppet@evil.example", name="Invented"):
    return joined(create_person(by=by, given_name="Pat", family_name=name, email=email), by)


def take_role(asker, second, *, role="coordinator", scope_id=None):
    """Try to take a role with two logins: one asks for the other, or for itself, and the other confirms."""
    for one, other in ((asker, second), (second, asker)):
        for whose in (one, other):
            person = Person.objects.get(id=whose.person_id)
            try:
                change = services.request_role(person=person, role=role, by=one, scope_id=scope_id)
                services.confirm_change(change=change, by=other)
            except DomainError:
                PendingChange.objects.filter(decision="open").update(decision="refused")


def taken(world):
    """Return what the insider could want and has got: roles and accounts."""
    before = {actor.user.pk: actor.user.email for actor in world.actors.values()}
    moved = [user for user in User.objects.filter(pk__in=before) if user.email != before[user.pk]]
    people = {actor.person.id for actor in world.actors.values()}
    roles = [
        row for model in (RoleAssignment, ProgramRole) for row in model.objects.exclude(person_id__in=people)
    ]
    auditors = RoleAssignment.objects.filter(role="auditor").exclude(person=world.actors["auditor"].person)
    return [*moved, *roles, *auditors]


def test_invented_person_confirms_nothing(world, clock):
    alice = insider(world)
    pat = puppet(alice)
    clock.shift(timedelta(days=10))

    take_role(alice, pat, scope_id=world.rows["ladder"].id)
    change = services.request_address_change(
        person=world.actors["auditor"].person, new_address="mine@evil.example", by=alice
    )
    for who in (pat, alice):
        with pytest.raises(DomainError):
            services.confirm_change(change=change, by=who)

    assert taken(world) == []


def test_puppet_of_a_puppet_confirms_nothing(world, clock):
    alice = insider(world)
    first = puppet(alice)
    # as if the first had come to rights of the office by somebody's good faith
    RoleAssignment.objects.create(person_id=first.person_id, role="coordinator", from_on="2020-01-01")
    first = viewer_for(world.here.id, first.user_id)
    second = puppet(first, "second@evil.example", "Second")
    third = puppet(first, "third@evil.example", "Third")
    clock.shift(timedelta(days=10))

    for asker, other in ((alice, second), (first, second), (second, third)):
        take_role(asker, other, role="director", scope_id=world.rows["ladder"].id)

    assert [row for row in taken(world) if row.person_id != first.person_id] == []


def test_imported_puppet_confirms_nothing(world, clock):
    alice = insider(world)
    states.import_roster(world, world.actors["chief"], client_of(world.actors["chief"]))
    pim = Person.objects.get(email="eli@x.example")
    # somebody else of the office sends the letter
    viewer = joined(pim, system(world.here.id))
    clock.shift(timedelta(days=10))

    take_role(alice, viewer, scope_id=world.rows["ladder"].id)

    assert taken(world) == []


def test_real_person_at_another_address_confirms_nothing(world, clock):
    """Somebody whom setup knew and who has no login yet is re-addressed to a mailbox of the insider."""
    alice = insider(world)
    erin = Person.objects.create(given_name="Erin", family_name="Real", email="erin@st-brigid.example")
    update_person(person=erin, by=alice, email="erin@evil.example")
    viewer = joined(erin, system(world.here.id))
    clock.shift(timedelta(days=10))

    take_role(alice, viewer, scope_id=world.rows["ladder"].id)

    assert taken(world) == []


def test_puppet_merged_into_an_old_record_confirms_nothing(world, clock):
    alice = insider(world)
    old = Person.objects.create(given_name="Olga", family_name="Old", created_at=now() - timedelta(days=900))
    pat = puppet(alice)
    merge_people(keep=old, other=Person.objects.get(id=pat.person_id), by=alice)
    viewer = viewer_for(world.here.id, pat.user_id)
    clock.shift(timedelta(days=10))

    take_role(alice, viewer, scope_id=world.rows["ladder"].id)

    assert viewer.person_id == old.id
    assert taken(world) == []


def test_exception_is_not_confirmed_by_a_puppet(world, clock):
    alice = insider(world)
    pat = puppet(alice)
    row = ConflictException.objects.first()
    ConflictException.objects.filter(id=row.id).update(
        declared_by_id=alice.person_id, confirmed_by_id=None, confirmed_at=None
    )
    clock.shift(timedelta(days=10))

    with pytest.raises(OutOfOrder):
        confirm_exception(exception_id=row.id, by=pat)

    assert ConflictException.objects.get(id=row.id).confirmed_at is None


def test_emergency_is_not_agreed_to_by_a_puppet(world, clock):
    """Nor where the puppet asks and whoever brought it in agrees, with every role given in good faith."""
    alice, pair = insider(world), world.rows["running pair"]
    pat = puppet(alice)
    RoleAssignment.objects.create(person_id=alice.person_id, role="site_admin", from_on="2020-01-01")
    for role in ("coordinator", "site_admin"):
        RoleAssignment.objects.create(person_id=pat.person_id, role=role, from_on="2020-01-01")
    clock.shift(timedelta(days=10))
    alice, pat = (viewer_for(world.here.id, one.user_id) for one in (alice, pat))
    wanted = Emergency(thing=world.rows["emergency"], reason="Somebody is in danger")

    for asker, second in ((alice, pat), (alice, alice), (pat, alice)):
        glass = ask_to_open(pair=pair, emergency=replace(wanted, entry_id=uuid4()), by=asker)
        with pytest.raises(OutOfOrder, match=r"confirm"):
            decide_emergency(glass=glass, is_agreed=True, by=second)

    assert not BreakGlass.objects.filter(asked_by_id__in=[alice.person_id, pat.person_id]).exclude(
        decision="open"
    )


def test_puppet_that_takes_a_pair_over_reads_nothing_of_the_mentor_before(world, clock):
    """The office can make anybody a mentor; what a mentee showed to another stays between those two."""
    alice, pair = insider(world), world.rows["running pair"]
    goal_id = next(one.arguments["goal_id"] for one in world.things if one.label == "goal shared")
    pat = puppet(alice)
    seat = Enrollment.objects.create(
        cohort=pair.mentor_enrollment.cohort,
        person_id=pat.person_id,
        side="mentor",
        state="enrolled",
        how="by_program",
        capacity=2,
    )
    new = hand_over(
        mentorship_id=pair.id,
        mentor_enrollment_id=seat.id,
        mentor_id=pat.person_id,
        places=2,
        reason="changed",
        by=alice,
    )

    assert goals_of_pair(pat, new) == []
    assert [note for entry in list_entries(new, pat) for note in entry.notes] == []
    for act in (
        lambda: goal_for(pat, goal_id),
        lambda: show_goals(goal_ids=[goal_id], mentorship_id=new.id, by=pat),
        lambda: show_goals(goal_ids=[goal_id], mentorship_id=new.id, by=alice),
        lambda: own_mentorship_for(pat, pair.id),
        lambda: own_mentorship_for(alice, new.id),
    ):
        with pytest.raises(DomainError):
            act()


# and still: two people are two


def test_newcomer_of_others_waits_three_days(world, clock):
    chief = insider(world)
    asker = insider(world, "site_admin")
    new = puppet(chief, "new@st-brigid.example", "New")
    change = services.request_role(person=Person.objects.get(id=new.person_id), role="auditor", by=asker)

    with pytest.raises(OutOfOrder, match="fourth day"):
        services.confirm_change(change=change, by=new)
    clock.shift(timedelta(days=3, minutes=1))
    services.confirm_change(change=change, by=new)

    assert viewer_for(world.here.id, new.user_id).has("auditor")


def test_page_says_why_one_can_not_confirm(world, clock):
    chief = insider(world)
    pat = puppet(chief)
    clock.shift(timedelta(days=10))
    services.request_role(
        person=Person.objects.get(id=pat.person_id),
        role="steering_viewer",
        by=chief,
        scope_id=world.rows["ladder"].id,
    )
    change = PendingChange.objects.get()
    actor = Actor("pat", world.here, User.objects.get(pk=pat.user_id), Person.objects.get(id=pat.person_id))
    page = client_of(actor).get(f"/st-brigid/access/{change.id}/", follow=True)

    assert "Somebody whom neither brought in must confirm this" in page.text
    assert "Confirm the change" not in page.text


def test_who_has_left_has_no_hand_in_anybody(world, clock):
    chief = insider(world)
    one, two = puppet(chief, "one@x.example", "One"), puppet(chief, "two@x.example", "Two")
    RoleAssignment.objects.create(person_id=one.person_id, role="site_admin", from_on="2020-01-01")
    one = viewer_for(world.here.id, one.user_id)
    change = services.request_role(person=Person.objects.get(id=two.person_id), role="auditor", by=one)
    clock.shift(timedelta(days=10))
    with pytest.raises(OutOfOrder):
        services.confirm_change(change=change, by=two)

    Person.objects.filter(id=chief.person_id).update(left_on=now().date())
    services.confirm_change(change=change, by=two)

    assert Invitation.objects.filter(person_id=two.person_id).exists()
    assert viewer_for(world.here.id, two.user_id).has("auditor")


def test_pairs_are_not_approved_by_a_puppet(world, clock):
    """Whoever sent the pairs approves them neither alone nor with a login of somebody whom they brought in."""
    run = world.rows["ladder run"]
    RunStep.objects.filter(run=run).delete()
    MatchRun.objects.filter(id=run.id).update(state="draft", needs_second_person=False)
    Program.objects.filter(id=world.rows["ladder"].id).update(needs_second_person=True)
    PairDecision.objects.all().delete()
    alice = insider(world)
    first, second = puppet(alice), puppet(alice, "second@evil.example", "Second")
    for one in (first, second):  # as if somebody had given them the role in good faith
        RoleAssignment.objects.create(person_id=one.person_id, role="coordinator", from_on="2020-01-01")
    clock.shift(timedelta(days=10))
    first, second = (viewer_for(world.here.id, one.user_id) for one in (first, second))

    for sender, approver in ((alice, alice), (alice, first), (first, alice), (first, second)):
        send_for_approval(run_id=run.id, by=sender)
        with pytest.raises(OutOfOrder):
            approve_run(run_id=run.id, by=approver)
        with pytest.raises(OutOfOrder):
            publish_run(run_id=run.id, by=approver)
        return_run(run_id=run.id, by=sender, note="Again")

    assert not RunStep.objects.filter(run=run, step__in=("approved", "published")).exists()
    send_for_approval(run_id=run.id, by=first)
    assert approve_run(run_id=run.id, by=insider(world, "director")).state == "approved"
