"""Credentials of machines: shown once, kept as a hash, two at most, a last day; what they open, and what nothing else opens."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from rounds.core.access import Grant, Viewer
from rounds.core.access.devices import hash_token
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import AuditEvent, OutgoingMail
from rounds.integrations.connections import services as connections
from rounds.integrations.credentials import services
from rounds.integrations.credentials.enums import Scope
from rounds.integrations.models import Connection, MachineCredential
from rounds.people.models import Person
from tests.integrations.connections.test_connections import somebody
from tests.worlds.year_surveys.connections import a_connection

WHERE = "/api/v1/{}/connections/"
BOTH = Scope.values


@pytest.fixture
def sid(in_hospital):
    cache.clear()
    return somebody(in_hospital, "Sid", Role.SITE_ADMIN)


@pytest.fixture
def alice(in_hospital):
    return somebody(in_hospital, "Alice", Role.COORDINATOR)


@pytest.fixture
def monitoring(sid, alice):
    row = connections.enter_connection(kind="monitor", name="Zabbix", by=sid)
    services.choose_scopes(connection=row, scopes=BOTH, by=sid)
    connections.confirm_connection(connection=row, by=alice)
    return Connection.objects.get(id=row.id)


def make(monitoring, by, days=100, scopes=BOTH):
    last_on = institution_today() + timedelta(days=days)
    return services.make_credential(connection=monitoring, scopes=scopes, last_on=last_on, by=by)


def ask(client, token, slug="st-brigid", scheme="Bearer"):
    headers = {"Authorization": f"{scheme} {token}"} if token else {}
    return client.get(WHERE.format(slug), headers=headers)


def test_a_second_person_lets_a_machine_ask_and_it_reads_states_and_no_person(monitoring, sid, alice, client):
    person = Person.objects.get(id=alice.person_id)
    more = {"confirmed_by": person, "confirmed_at": now(), "failures": 5, "last_problem": "slow"}
    broken = a_connection("Learn", "broken", Person.objects.get(id=sid.person_id), **more)
    token = make(monitoring, sid)

    answer = ask(client, token)

    said = answer.json()
    assert set(said) == {"institution", "asked_at", "broken", "connections", "next_credential_ends_on"}
    assert {frozenset(one) for one in said["connections"]} == {
        frozenset(("id", "name", "kind", "state", "state_since", "last_success_at", "last_problem"))
    }
    learn = next(one for one in said["connections"] if one["id"] == str(broken.id))
    assert (said["broken"], learn["state"], learn["last_problem"]) == (1, "broken", "slow")
    assert said["next_credential_ends_on"] == (institution_today() + timedelta(days=100)).isoformat()
    for one in Person.objects.all():
        for word in (one.given_name, one.family_name, one.email, str(one.id)):
            assert word not in answer.text
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_token_is_kept_nowhere_and_has_256_bits(monitoring, sid):
    token = make(monitoring, sid)

    row = MachineCredential.objects.get()
    assert len(token.removeprefix("rounds_")) == 43
    assert row.digest == hash_token(token)
    kept = [str(one) for one in MachineCredential.objects.values()] + [
        json.dumps(one.facts) for one in AuditEvent.objects.all()
    ]
    assert not any(token in one for one in kept)


@pytest.mark.parametrize(
    ("scopes", "keys"),
    [(["connections"], {"broken", "connections"}), (["credentials"], {"next_credential_ends_on"})],
)
def test_scope_opens_what_it_says_and_no_more_than_the_connection(
    monitoring, sid, alice, client, scopes, keys
):
    token = make(monitoring, sid, scopes=scopes)
    assert set(ask(client, token).json()) == {"institution", "asked_at", *keys}

    # the two agree to less: what was made before opens no more than that
    other = [one for one in BOTH if one not in scopes]
    services.choose_scopes(connection=monitoring, scopes=other, by=sid)
    assert ask(client, token).status_code == 401
    connections.confirm_connection(connection=monitoring, by=alice)
    assert set(ask(client, token).json()) == {"institution", "asked_at"}


def dead(monitoring, sid, alice, other_hospital, time_machine, how):
    """Return a token that does not count, in one way, and the institution that is asked."""
    if how == "invented":
        return "rounds_" + "x" * 43, "st-brigid"
    if how == "none":
        return "", "st-brigid"
    token = make(monitoring, sid, days=3)
    row = MachineCredential.objects.get()
    if how == "ended":
        services.end_credential(credential=row, by=alice)
    elif how == "past":
        time_machine.move_to(now() + timedelta(days=5))
    elif how == "paused":
        connections.pause_connection(connection=monitoring, by=alice)
    elif how == "of another kind":
        Connection.objects.filter(id=monitoring.id).update(kind="lti")
    elif how == "digest":
        return row.digest, "st-brigid"
    elif how == "long":
        return token + "a" * 300, "st-brigid"
    return token, {"elsewhere": "elsewhere", "no institution": "nobody-here"}.get(how, "st-brigid")


WAYS = (
    *("invented", "none", "ended", "past", "paused", "of another kind", "digest", "long"),
    *("elsewhere", "no institution", "basic", "in the address", "of a session"),
)


@pytest.mark.parametrize("how", WAYS)
def test_whatever_does_not_count_is_refused_alike(
    monitoring, sid, alice, other_hospital, time_machine, client, how
):
    token, slug = dead(monitoring, sid, alice, other_hospital, time_machine, how)
    cache.clear()
    if how == "in the address":
        answer = client.get(WHERE.format(slug), {"token": token, "access_token": token})
    elif how == "of a session":
        client.cookies["Authorization"] = f"Bearer {token}"
        answer = client.get(WHERE.format(slug))
    else:
        answer = ask(client, token, slug, "Basic" if how == "basic" else "bearer")

    assert (answer.status_code, answer.json()) == (401, {"error": "no credential that counts here"})
    assert answer["WWW-Authenticate"] == 'Bearer realm="rounds"'
    assert MachineCredential.everywhere.filter(used_on__isnull=False).count() == 0
    assert not AuditEvent.objects.filter(action="credential.used").exists()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_written_by_a_machine(monitoring, sid, client, method):
    token = make(monitoring, sid)

    answer = getattr(client, method)(WHERE.format("st-brigid"), headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 405


def test_two_live_beside_each_other_and_a_third_only_once_one_has_ended(
    monitoring, sid, alice, client, time_machine
):
    first, second = make(monitoring, sid, days=3), make(monitoring, sid)
    assert [ask(client, one).status_code for one in (first, second)] == [200, 200]
    with pytest.raises(OutOfOrder):
        make(monitoring, sid)
    services.end_credential(credential=MachineCredential.objects.get(digest=hash_token(second)), by=alice)
    third = make(monitoring, sid)
    assert [ask(client, one).status_code for one in (first, second, third)] == [200, 401, 200]
    time_machine.move_to(now() + timedelta(days=5))
    make(monitoring, sid)  # what is past its last day takes no place
    assert MachineCredential.objects.filter(ended_at=None).count() == 2


def test_the_database_takes_no_third(monitoring, sid):
    make(monitoring, sid), make(monitoring, sid)
    row = MachineCredential.objects.first()
    for slot in (row.slot, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            MachineCredential.objects.create(
                connection=monitoring, slot=slot, digest=str(uuid4()), last_on=institution_today()
            )


@pytest.mark.parametrize("days", [-1, 366])
def test_last_day_is_within_a_year(monitoring, sid, days):
    with pytest.raises(DomainError):
        make(monitoring, sid, days=days)


def test_last_day_counts_by_the_institutions_calendar(monitoring, sid, client, time_machine):
    # 04:00 UTC is the evening before in New York
    time_machine.move_to("2027-03-02 04:00Z", tick=False)
    token = make(monitoring, sid, days=0)
    assert MachineCredential.objects.get().last_on.isoformat() == "2027-03-01"
    assert ask(client, token).status_code == 200
    time_machine.move_to("2027-03-02 05:01Z", tick=False)
    assert ask(client, token).status_code == 401


def test_first_use_of_a_day_is_recorded_and_others_write_nothing(
    monitoring, sid, client, time_machine, django_assert_num_queries
):
    token = make(monitoring, sid)
    for _each in range(3):
        ask(client, token)
    time_machine.move_to(now() + timedelta(days=1))
    ask(client, token)

    used = AuditEvent.objects.filter(action="credential.used")
    assert used.count() == 2
    assert {one.by_name for one in used} == {"Rounds"}
    assert MachineCredential.objects.get().used_on == institution_today()


def test_who_asks_too_often_waits_and_a_strangers_tries_stop_nobody(monitoring, sid, client):
    """Two minutes of a monitoring that asks without a pause."""
    token = make(monitoring, sid)
    refused = [ask(client, "wrong").status_code for _each in range(61)]
    assert (refused[:60], refused[60:]) == ([401] * 60, [429])

    answers = [ask(client, token).status_code for _each in range(121)]
    assert (answers[:120], answers[120:]) == ([200] * 120, [429])


@pytest.mark.parametrize(
    ("made_for", "passed", "told"),
    [
        (100, 69, 0),
        (100, 70, 2),
        (100, 80, 2),
        (100, 93, 4),
        (100, 99, 4),
        (100, 101, 4),
        (20, 1, 0),
        (20, 13, 2),
        (5, 4, 0),
    ],
)
def test_both_are_told_30_and_7_days_before_each_once(monitoring, sid, time_machine, made_for, passed, told):
    make(monitoring, sid, days=made_for)
    for day in range(passed):
        time_machine.move_to(now() + timedelta(days=1))
        if day >= 65 or passed < 65:
            services.tell_of_ends()
            services.tell_of_ends()
            dispatch_waiting()

    found = OutgoingMail.objects.filter(kind="credential_ends")
    assert found.count() == told
    assert {one.to_address for one in found} <= {"sid@st-brigid.example", "alice@st-brigid.example"}


def test_message_says_which_day_and_what_takes_over(monitoring, sid, alice, time_machine):
    make(monitoring, sid, days=40)
    time_machine.move_to(now() + timedelta(days=10))
    services.tell_of_ends()
    make(monitoring, sid, days=300)
    dispatch_waiting()

    body = OutgoingMail.objects.filter(kind="credential_ends").first().body
    first, second = MachineCredential.objects.order_by("last_on")
    assert f"{first.last_on:%-d %b %Y}" in body
    assert f"{second.last_on:%-d %b %Y}" in body


def test_nobody_is_told_of_what_was_ended_meanwhile(monitoring, sid, alice, time_machine):
    make(monitoring, sid, days=40)
    time_machine.move_to(now() + timedelta(days=10))
    services.tell_of_ends()
    services.end_credential(credential=MachineCredential.objects.get(), by=alice)
    dispatch_waiting()

    assert not OutgoingMail.objects.filter(kind="credential_ends").exists()


def test_credential_of_another_institution_opens_neither(monitoring, sid, client, other_hospital):
    here = make(monitoring, sid)
    with scope(other_hospital.id, other_hospital.timezone):
        theirs = somebody(other_hospital, "Dan", Role.SITE_ADMIN)
        second = Viewer(
            other_hospital.id,
            uuid4(),
            somebody(other_hospital, "Dora").person_id,
            "Dora",
            frozenset({Grant(Role.COORDINATOR)}),
        )
        row = connections.enter_connection(kind="monitor", name="Far", by=theirs)
        services.choose_scopes(connection=row, scopes=BOTH, by=theirs)
        connections.confirm_connection(connection=row, by=second)
        there = make(row, theirs)

    answers = {
        (token, slug): ask(client, token, slug)
        for token in (here, there)
        for slug in ("st-brigid", "elsewhere")
    }

    assert [one.status_code for one in answers.values()] == [200, 401, 401, 200]
    assert "Zabbix" not in answers[there, "elsewhere"].text
    assert "Far" not in answers[here, "st-brigid"].text
