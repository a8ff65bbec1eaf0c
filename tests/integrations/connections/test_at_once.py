"""Many at once: one launch, one way in, one registration, two credentials, one line in the log; nobody sees an error of the database."""

from __future__ import annotations

import json
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection as database

from rounds.core.access import Grant, Viewer
from rounds.core.audit.checks import verify_all
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.core.models import AuditEvent, Event, Institution
from rounds.integrations.connections import services
from rounds.integrations.credentials import services as credentials
from rounds.integrations.lti.selectors import entry_of, hash_of
from rounds.integrations.lti.services import joining, keys, launching, registering
from rounds.integrations.lti.values.launches import Launch
from rounds.integrations.models import (
    Connection,
    LinkedIdentity,
    LtiLogin,
    LtiRegistration,
    MachineCredential,
)
from rounds.integrations.outgoing import Answer
from rounds.integrations.signed_tokens import Refused
from rounds.people.models import Person
from tests.integrations.lti.platform import Learn, key_named
from tests.integrations.lti.test_registering import CONFIGURATION, REGISTERED, WHERE
from tests.worlds.year_surveys.connections import PLATFORM, a_connection, a_credential, a_monitor

AT_ONCE = 8
OURS = launching.Ours(login="https://r/login", launch="https://r/launch", keys="https://r/keys")


class Scene:
    """A platform that is on, its two people, and two who come by it."""

    def __init__(self):
        cache.clear()
        self.hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
        with scope(self.hospital.id):
            self.sid, self.alice, self.ann, self.ben = (
                Person.objects.create(
                    given_name=name, family_name="Ames", email=f"{name}@x.example", employee_id=name
                )
                for name in ("sid", "alice", "ann", "ben")
            )
            agreed = {"confirmed_by": self.alice, "confirmed_at": now()}
            trusted = {**PLATFORM, "trusts_numbers": True}
            self.learn = a_connection("Learn", "on", self.sid, settings=trusted, **agreed)
            self.monitoring = a_monitor("Zabbix", "on", self.sid, **agreed)
        self.admin, self.chief = (
            Viewer(self.hospital.id, None, one.id, "X", frozenset({Grant(role)}))
            for one, role in ((self.sid, Role.SITE_ADMIN), (self.alice, Role.COORDINATOR))
        )

    def at_once(self, *acts):
        """Do all of it at one moment; return how often what came of it. Nothing but a refusal may come."""
        barrier, came, broken = threading.Barrier(len(acts), timeout=60), Counter(), []

        def run(act):
            try:
                with scope(self.hospital.id, self.hospital.timezone):
                    barrier.wait()
                    act()
                came["done"] += 1
            except (DomainError, Refused) as told:
                came[getattr(told, "reason", "refused")] += 1
            except Exception as error:
                broken.append(f"{type(error).__name__}: {error}")
            finally:
                database.close()

        threads = [threading.Thread(target=run, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not broken, broken
        verify_all()
        return came


@pytest.fixture
def scene(transactional_db):
    return Scene()


def launched(scene, monkeypatch, client):
    """Begin a login in one browser, and return what would finish it."""
    platform = Learn(client, scene.learn, number="ann")
    monkeypatch.setattr(keys, "ask", platform.answer_for_keys)
    asked = platform.begun()
    token, cookie = platform.signed(asked), client.cookies["__Host-rounds_lti"].value
    ours = launching.Ours(f"{platform.base}/login/", f"{platform.base}/launch/", f"{platform.base}/keys/")

    def finish():
        found = Connection.objects.get(id=scene.learn.id)
        launching.finish_launch(
            connection=found, state=asked["state"], token=token, ours=ours, browser=cookie
        )

    return finish


def test_launch_counts_once_and_joins_once(scene, monkeypatch, client):
    came = scene.at_once(*[launched(scene, monkeypatch, client)] * AT_ONCE)

    assert came == {"done": 1, "state_twice": AT_ONCE - 1}
    assert LtiLogin.everywhere.filter(used_at=None).count() == 0
    assert LinkedIdentity.everywhere.get().person_id == scene.ann.id


def test_way_in_opens_once(scene):
    with scope(scene.hospital.id):
        code = launching.enter(
            connection=scene.learn, launch=Launch("s-1", "", "LtiResourceLinkRequest", None, context_id="c-1")
        )
    found = []
    scene.at_once(
        *[lambda: found.append(launching.use_entry(entry) if (entry := entry_of(code)) else None)] * AT_ONCE
    )

    assert len([one for one in found if one is not None]) == 1


def test_account_of_a_platform_is_one_persons(scene):
    acts = [
        lambda person=person: joining.join(
            connection=scene.learn, subject="s-1", person=person, by_number=False
        )
        for person in (scene.ann, scene.ben) * 4
    ]
    came = scene.at_once(*acts)

    assert came == {"done": 4, "refused": 4}
    assert LinkedIdentity.everywhere.count() == 1
    assert AuditEvent.objects.filter(action="identity.joined").count() == 1


def test_platform_registers_once(scene, monkeypatch):
    ours = key_named("ours")[0]
    monkeypatch.setattr(
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", lambda **_size: ours
    )
    told = []

    def answer(_address, *, method="GET", headers=None, body=None):
        told.append(method)
        return Answer(200, {}, json.dumps(CONFIGURATION if method == "GET" else REGISTERED).encode())

    monkeypatch.setattr(registering, "ask", answer)
    with scope(scene.hospital.id):
        row = services.enter_connection(kind="lti", name="Canvas", by=scene.admin)
        code = registering.open_registration(connection=row, by=scene.admin)

    def register():
        held = LtiRegistration.objects.select_related("opened_by", "connection").get(code_hash=hash_of(code))
        registering.register(registration=held, configuration=WHERE, token="t", name="Rounds", ours=OURS)

    came = scene.at_once(*[register] * AT_ONCE)

    assert came == {"done": 1, "twice": AT_ONCE - 1}
    assert told == ["GET", "POST"]


def test_two_credentials_are_made_and_not_one_more(scene):
    last_on = now().date() + timedelta(days=50)

    def make():
        credentials.make_credential(
            connection=scene.monitoring, scopes=["connections"], last_on=last_on, by=scene.admin
        )

    came = scene.at_once(*[make] * AT_ONCE)

    assert came == {"done": 2, "refused": AT_ONCE - 2}
    assert set(MachineCredential.everywhere.values_list("slot", flat=True)) == {1, 2}


def test_first_use_of_a_day_is_one_line_and_what_ends_is_told_once(scene):
    with scope(scene.hospital.id):
        last_on = now().date() + timedelta(days=20)
        row = a_credential(scene.monitoring, scene.sid, "t", last_on=last_on)

    used = scene.at_once(*[lambda: credentials.note_use(MachineCredential.objects.get(id=row.id))] * AT_ONCE)
    told = scene.at_once(*[credentials.tell_of_ends] * AT_ONCE)

    assert (used["done"], told["done"]) == (AT_ONCE, AT_ONCE)
    assert AuditEvent.objects.filter(action="credential.used").count() == 1
    assert Event.objects.filter(name="credential.ends").count() == 1


@pytest.mark.parametrize("state", ["trying", "on", "paused"])
def test_whatever_two_do_with_a_connection_at_once_it_is_on_by_two_or_not_on(scene, state):
    with scope(scene.hospital.id):
        agreed = {} if state == "trying" else {"confirmed_by": scene.alice, "confirmed_at": now()}
        more = {**agreed, "paused_by": scene.alice if state == "paused" else None}
        row = a_connection("Canvas", state, scene.sid, settings={**PLATFORM, "client_id": "c"}, **more)

    def with_row(change, **more):
        return lambda: change(connection=Connection.objects.filter(id=row.id).first() or row, **more)

    other = {**PLATFORM, "client_id": "another"}
    came = scene.at_once(
        with_row(services.confirm_connection, by=scene.chief),
        with_row(services.change_settings, settings=other, by=scene.admin),
        with_row(services.pause_connection, by=scene.admin),
        with_row(services.resume_connection, by=scene.chief),
        with_row(services.note_failure, what="done", problem="x", sentence="No.", is_final=True),
        with_row(services.rename_connection, name="Moodle", by=scene.admin),
    )

    found = Connection.everywhere.get(id=row.id)
    assert sum(came.values()) == 6
    assert found.state != "on" or found.confirmed_by_id not in (None, found.entered_by_id)
    if found.settings == other:
        assert (found.state, found.confirmed_at) == ("draft", None)
