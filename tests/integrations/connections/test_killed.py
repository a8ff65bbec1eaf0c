"""Whatever is done with a connection, killed at each of its writes and done again: all of it once, or nothing yet."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection as database

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.models import Event
from rounds.integrations.connections import services
from rounds.integrations.credentials import services as credentials
from rounds.integrations.lti.selectors import hash_of
from rounds.integrations.lti.services import joining, launching, noting, own_key, registering
from rounds.integrations.lti.values.launches import Course, Launch
from rounds.integrations.models import (
    Connection,
    ConnectionRun,
    LinkedIdentity,
    LtiCourse,
    LtiEntry,
    LtiItem,
    LtiRegistration,
    LtiTask,
    MachineCredential,
)
from rounds.integrations.outgoing import Answer
from rounds.people.models import Person
from tests.integrations.lti.platform import key_named
from tests.integrations.lti.test_registering import CONFIGURATION, REGISTERED, WHERE
from tests.worlds.year_surveys.connections import PLATFORM, a_connection

OURS = launching.Ours(login="https://r/login", launch="https://r/launch", keys="https://r/keys")
WAVES = (UUID(int=1), UUID(int=2))
WRITES = ("INSERT", "UPDATE", "DELETE")


class Killed(Exception):
    """Stands for the end of the process."""


@contextmanager
def killed_at(number):
    """End everything at the write of this number; yields what counts them."""
    counted = []

    def wrap(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES) and "integrations_" in sql:
            counted.append(sql)
            if len(counted) == number:
                raise Killed
        return execute(sql, params, many, context)

    with database.execute_wrapper(wrap):
        yield counted


class Scene:
    """A connection, two people of it, and somebody who comes by it."""

    def __init__(self, institution):
        self.institution = institution
        self.sid, self.alice, self.ann = (
            Person.objects.create(given_name=name, family_name="Ames", email=f"{name}@st-brigid.example")
            for name in ("sid", "alice", "ann")
        )
        self.admin, self.chief = (
            self.viewer(self.sid, Role.SITE_ADMIN),
            self.viewer(self.alice, Role.COORDINATOR),
        )
        self.row = a_connection("Learn", "draft", self.sid, settings={})
        self.told = []

    def viewer(self, person, *roles):
        return Viewer(self.institution.id, None, person.id, person.full_name, frozenset(map(Grant, roles)))

    def held(self):
        return Connection.objects.get(id=self.row.id)

    def made(self, **values):
        Connection.objects.filter(id=self.row.id).update(**values)
        return self

    def ask(self, _address, *, method="GET", headers=None, body=None):
        self.told.append(method)
        said = CONFIGURATION if method == "GET" else REGISTERED
        return Answer(200, {}, json.dumps(said).encode())


def enters(scene):
    services.enter_connection(kind="lti", name="Canvas", by=scene.admin)


def keeps_settings(scene):
    own_key.ensure_key(scene.held())
    services.change_settings(connection=scene.held(), settings=PLATFORM, by=scene.admin)


def confirms(scene):
    services.confirm_connection(connection=scene.held(), by=scene.chief)


def pauses(scene):
    services.pause_connection(connection=scene.held(), by=scene.chief)


def resumes(scene):
    services.resume_connection(connection=scene.held(), by=scene.chief)


def tries(scene):
    services.note_trial(connection=scene.held(), sentence="It answers.", counts={}, by=scene.admin)


def fails(scene):
    services.note_failure(connection=scene.held(), what="done", problem="x", sentence="No.", is_final=True)


def opens_registration(scene):
    registering.open_registration(connection=scene.held(), by=scene.admin)


def joins(scene):
    joining.join(connection=scene.held(), subject="s-1", person=scene.ann, by_number=False)


def unlinks(scene):
    for identity in LinkedIdentity.objects.all():
        joining.unlink(identity=identity, by=scene.chief)


def lets_in(scene):
    course = Course("c-1", "Leading", "https://learn.example/members")
    launching.enter(
        connection=scene.held(),
        launch=Launch("s-1", "", "LtiResourceLinkRequest", None, context_id="c-1", course=course),
    )


def notes_tasks(scene):
    noting.note_tasks(
        connection=scene.held(),
        subject="s-1",
        person_id=scene.ann.id,
        wave_ids=WAVES,
        counted=noting.Counted("c-1", "https://learn.example/items/7", WAVES[0]),
    )


def renames(scene):
    services.rename_connection(connection=scene.held(), name="Canvas", by=scene.admin)


def deletes(scene):
    for row in Connection.objects.filter(id=scene.row.id):
        services.delete_connection(connection=row, by=scene.admin)


def chooses_scopes(scene):
    credentials.choose_scopes(connection=scene.held(), scopes=["connections"], by=scene.admin)


def makes_credential(scene):
    last_on = institution_today() + timedelta(days=60)
    credentials.make_credential(
        connection=scene.held(), scopes=["connections"], last_on=last_on, by=scene.admin
    )


def ends_credential(scene):
    for row in MachineCredential.objects.all():
        credentials.end_credential(credential=row, by=scene.chief)


def uses_credential(scene):
    for row in MachineCredential.objects.all():
        credentials.note_use(row)


def tells_of_ends(scene):
    credentials.tell_of_ends()


AGREED = {"settings": PLATFORM, "confirmed_at": now()}
MONITORED = {"kind": "monitor", "settings": {"scopes": ["connections"]}, "confirmed_at": now(), "state": "on"}
STEPS = {
    enters: {},
    keeps_settings: {},
    confirms: {"settings": PLATFORM, "state": "trying"},
    pauses: {**AGREED, "state": "on"},
    resumes: {**AGREED, "state": "paused"},
    tries: {"settings": PLATFORM},
    fails: {**AGREED, "state": "on"},
    opens_registration: {},
    joins: {**AGREED, "state": "on"},
    unlinks: {**AGREED, "state": "on"},
    lets_in: {**AGREED, "state": "on"},
    notes_tasks: {**AGREED, "state": "on"},
    renames: {},
    deletes: {},
    chooses_scopes: {"kind": "monitor"},
    makes_credential: MONITORED,
    ends_credential: MONITORED,
    uses_credential: MONITORED,
    tells_of_ends: MONITORED,
}
# of these there is one credential before
WITH_CREDENTIAL = (ends_credential, uses_credential, tells_of_ends)
# These may be done twice by pressing twice, and then stand twice: a run that is noted, a way in of a minute.
AGAIN = {
    tries: {"runs"},
    fails: {"runs"},
    lets_in: {"entries"},
    makes_credential: {"credentials"},
}


def state():
    """Return what is kept, as far as it says the same in two tries."""
    return {
        "connections": sorted(
            (one.name, one.state, bool(one.sealed), bool(one.settings), one.confirmed_at is not None)
            for one in Connection.objects.all()
        ),
        "runs": ConnectionRun.objects.count(),
        "joined": sorted(LinkedIdentity.objects.values_list("subject", "person_id")),
        "courses": sorted(LtiCourse.objects.values_list("context_id", "title")),
        "entries": LtiEntry.objects.count(),
        "items": sorted(LtiItem.objects.values_list("wave_id", "line_item")),
        "tasks": sorted(LtiTask.objects.values_list("wave_id", "line_item", "of_all")),
        "credentials": sorted(
            (one.slot, one.ended_at is None, str(one.used_on), str(one.told_days))
            for one in MachineCredential.objects.all()
        ),
        "told": Event.objects.filter(name="credential.ends").count(),
        "registrations": LtiRegistration.objects.filter(used_at=None).count(),
    }


@pytest.fixture
def scene(in_hospital, monkeypatch):
    cache.clear()
    ours = key_named("ours")[0]
    monkeypatch.setattr(
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", lambda **_size: ours
    )
    made = Scene(in_hospital)
    monkeypatch.setattr(registering, "ask", made.ask)
    return made


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_each_step_killed_at_each_write_leaves_nothing_half_and_is_done_once(scene, step):
    more = dict(STEPS[step])
    if "confirmed_at" in more:
        more["confirmed_by"] = scene.alice
    scene.made(**more)
    if step is unlinks:
        joins(scene)
    if step in WITH_CREDENTIAL:
        makes_credential(scene)
        MachineCredential.objects.update(last_on=institution_today() + timedelta(days=20))
    before, number, seen = state(), 1, []
    while True:
        with killed_at(number) as counted:
            try:
                step(scene)
            except Killed:
                seen.append(state())
            else:
                break
        number += 1
    after = state()

    assert number > 1
    assert len(counted) < number
    assert after != before
    # a key is made before what it is for, and does nothing by itself
    half = [one for one in seen if one not in (before, after)]
    assert all(one["connections"][0][2:4] == (True, False) for one in half)
    with suppress(services.DomainError):  # a name that is there, a confirmation that was given
        step(scene)
    twice = state()
    changed = {key for key in after if after[key] != twice[key]}
    assert changed <= AGAIN.get(step, set())


def test_registration_killed_after_the_platform_was_told_enters_nothing_and_a_new_address_does(scene):
    code = registering.open_registration(connection=scene.row, by=scene.admin)

    def register(code):
        found = LtiRegistration.objects.select_related("opened_by").get(code_hash=hash_of(code))
        registering.register(registration=found, configuration=WHERE, token="t", name="Rounds", ours=OURS)

    with killed_at(2), pytest.raises(Killed):
        register(code)
    assert scene.told == ["GET", "POST"]
    assert scene.held().settings == {}
    with pytest.raises(registering.Refused):
        register(code)
    register(registering.open_registration(connection=scene.row, by=scene.admin))
    assert scene.held().settings["client_id"] == "r5vIQ"
