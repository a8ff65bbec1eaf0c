"""Connections: two people switch one on, one pauses it, what fails five times in a row waits until somebody looks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rounds.core.access import Grant, Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.integrations.connections import services
from rounds.integrations.connections.selectors import waiting_for
from rounds.integrations.models import Connection, ConnectionRun
from rounds.people.models import Origin, Person
from tests.worlds.year_surveys.connections import PLATFORM


def somebody(institution, name, *roles):
    person = Person.objects.create(
        given_name=name, family_name="Ames", email=f"{name.lower()}@st-brigid.example"
    )
    grants = frozenset(Grant(role) for role in roles)
    return Viewer(institution.id, uuid4(), person.id, person.display_name, grants)


@pytest.fixture
def sid(in_hospital):
    return somebody(in_hospital, "Sid", Role.SITE_ADMIN, Role.COORDINATOR)


@pytest.fixture
def alice(in_hospital):
    return somebody(in_hospital, "Alice", Role.COORDINATOR)


@pytest.fixture
def learn(sid):
    row = services.enter_connection(kind="lti", name="Learn", by=sid)
    services.change_settings(connection=row, settings=PLATFORM, by=sid)
    services.note_trial(connection=row, sentence="It answers.", counts={"keys": 2}, by=sid)
    return row


def state(row):
    return Connection.objects.get(id=row.id).state


def fail(row, times, what="done", **more):
    for _each in range(times):
        services.note_failure(connection=row, what=what, problem="slow", sentence="It was slow.", **more)


def test_a_second_person_switches_it_on_and_each_of_the_two_pauses_it(learn, sid, alice):
    with pytest.raises(OutOfOrder):
        services.confirm_connection(connection=learn, by=sid)
    services.confirm_connection(connection=learn, by=alice)
    assert state(learn) == "on"
    services.pause_connection(connection=learn, by=sid)
    assert state(learn) == "paused"
    services.resume_connection(connection=learn, by=alice)
    assert state(learn) == "on"


def test_who_enters_it_ends_nobody_elses_pause(learn, sid, alice):
    admin = Viewer(sid.institution_id, uuid4(), sid.person_id, "Sid", frozenset({Grant(Role.SITE_ADMIN)}))
    services.confirm_connection(connection=learn, by=alice)
    services.pause_connection(connection=learn, by=alice)
    with pytest.raises(OutOfOrder):
        services.resume_connection(connection=learn, by=admin)
    services.resume_connection(connection=learn, by=alice)
    services.pause_connection(connection=learn, by=admin)
    services.resume_connection(connection=learn, by=admin)
    assert state(learn) == "on"
    fail(learn, 5)
    with pytest.raises(OutOfOrder):
        services.resume_connection(connection=learn, by=admin)


def test_what_has_not_answered_is_switched_on_by_nobody(learn, sid, alice):
    services.change_settings(connection=learn, settings={**PLATFORM, "client_id": "another"}, by=sid)
    fail(learn, 1, what="try")

    assert not waiting_for(alice)
    with pytest.raises(OutOfOrder):
        services.confirm_connection(connection=learn, by=alice)


def test_trying_stops_nothing_that_runs(learn, alice):
    services.confirm_connection(connection=learn, by=alice)
    fail(learn, 9, what="try")

    assert state(learn) == "on"


def test_the_database_takes_no_connection_that_one_person_switched_on(learn, sid, alice):
    rows = Connection.objects.filter(id=learn.id)
    for values in (
        {"state": "on"},
        {"state": "on", "confirmed_by": sid.person_id, "confirmed_at": now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_whom_the_first_one_brought_in_is_no_second_person(learn, sid, alice):
    Origin.objects.create(person_id=alice.person_id, kind="made", by_id=sid.person_id)

    with pytest.raises(OutOfOrder):
        services.confirm_connection(connection=learn, by=alice)


def test_nothing_is_confirmed_before_something_is_entered(sid, alice):
    row = services.enter_connection(kind="lti", name="Learn", by=sid)

    with pytest.raises(OutOfOrder):
        services.confirm_connection(connection=row, by=alice)
    with pytest.raises(OutOfOrder):
        services.resume_connection(connection=row, by=alice)
    with pytest.raises(DomainError):
        services.enter_connection(kind="lti", name="Learn", by=sid)


def test_whatever_is_changed_is_confirmed_anew(learn, sid, alice):
    services.confirm_connection(connection=learn, by=alice)
    services.change_settings(connection=learn, settings=PLATFORM, by=sid)
    assert state(learn) == "on"
    services.change_settings(
        connection=learn, settings={**PLATFORM, "issuer": "https://evil.example"}, by=sid
    )
    assert state(learn) == "draft"


@pytest.mark.parametrize(
    ("times", "more", "mails"), [(4, {}, 0), (5, {}, 2), (7, {}, 2), (1, {"is_final": True}, 2)]
)
def test_what_fails_five_times_or_is_refused_once_is_broken_and_both_are_told_once(
    learn, alice, times, more, mails
):
    services.confirm_connection(connection=learn, by=alice)
    fail(learn, times, **more)
    dispatch_waiting()

    assert state(learn) == ("broken" if mails else "on")
    assert OutgoingMail.objects.filter(kind="connection_broken").count() == mails


def test_a_success_between_begins_the_count_anew(learn, alice):
    services.confirm_connection(connection=learn, by=alice)
    fail(learn, 4)
    services.note_success(connection=learn, what="try", sentence="It works.", counts={})
    fail(learn, 4)

    assert state(learn) == "on"


def test_what_is_only_tried_is_a_draft_after_two_weeks_and_old_runs_go(learn, sid, time_machine):
    assert state(learn) == "trying"
    time_machine.move_to(now() + timedelta(days=15))
    services.keep_in_time()
    assert (state(learn), ConnectionRun.objects.count()) == ("draft", 1)
    time_machine.move_to(now() + timedelta(days=400))
    services.keep_in_time()
    assert ConnectionRun.objects.count() == 0


def test_two_records_that_were_one_person_are_not_two(learn, sid, alice):
    services.confirm_connection(connection=learn, by=alice)
    keep, other = (Person.objects.get(id=one.person_id) for one in (sid, alice))
    services.merge_hands(keep, other, sid)

    assert (state(learn), Connection.objects.get().confirmed_by) == ("draft", None)


def test_who_may_be_the_second_person_is_told_what_waits_and_both_what_is_broken(learn, sid, alice):
    admin = Viewer(sid.institution_id, uuid4(), sid.person_id, "Sid", frozenset({Grant(Role.SITE_ADMIN)}))
    assert [list(waiting_for(one)) for one in (sid, alice, admin)] == [[], [learn], []]

    services.confirm_connection(connection=learn, by=alice)
    assert not waiting_for(alice)

    fail(learn, 1, is_final=True)
    assert [list(waiting_for(one)) for one in (sid, alice, admin)] == [[learn], [learn], [learn]]
