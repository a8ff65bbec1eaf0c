"""200 secrets of launches, registrations, calls and credentials: in no byte of the database (its dump), log line, mail, step, export or page."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache

from rounds.core.access import Grant, Viewer
from rounds.core.access.devices import hash_token
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.core.errors import OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.integrations.connections import services
from rounds.integrations.credentials.services import end_credential, make_credential
from rounds.integrations.lti.services import calling, keys, own_key, registering, rosters, telling
from rounds.integrations.lti.values.launches import CLAIM, ENDPOINT, SCORE
from rounds.integrations.models import Connection, LtiCourse, LtiLogin, MachineCredential
from rounds.integrations.outgoing import Answer
from rounds.people.models import Person
from rounds.surveys.models import Request
from tests.access.matrix import asker_of, text_of
from tests.integrations.lti.platform import COOKIE, Learn, key_named
from tests.integrations.lti.test_registering import CONFIGURATION, REGISTERED, WHERE
from tests.security.test_sealed import bytes_of_the_database
from tests.surveys.scenes import an_audience, office, opened, plan
from tests.world import build_world
from tests.worlds.year_surveys.connections import PLATFORM, a_connection, a_monitor

LAUNCHES, LIES, REGISTRATIONS, CALLS, CREDENTIALS = 16, 12, 12, 10, 12
PAGES = (
    *("", "connections/", "jobs/failed/", "jobs/steps/", "sent/", "audit/", "audit/export/", "my-log/"),
    *("me/", "me/my-record.pdf", "me/my-record.json"),
)


class Secrets:
    """Strings that stand nowhere else, by what they are."""

    def __init__(self):
        self.by_kind = {}

    def new(self, kind, word=""):
        word = word or f"zzsecret{uuid4().hex}"
        self.by_kind.setdefault(kind, []).append(word)
        return word

    @property
    def all(self):
        return [word for words in self.by_kind.values() for word in words]


@pytest.fixture
def world(transactional_db):
    cache.clear()
    return build_world()


@pytest.fixture
def learn(world, client, monkeypatch):
    """Return a platform that knows Cleo by her number; a survey waits for her."""
    cleo, admin, chief = (world.actors[name].person for name in ("cleo", "site_admin", "chief"))
    Person.everywhere.filter(id=cleo.id).update(employee_id="E-7")
    with scope(world.here.id, world.here.timezone):
        program = uuid4()
        by = office(world.here, program)
        with an_audience([cleo], admin):
            (asked,) = opened(plan(by, program), by)
        trusted = {**PLATFORM, "trusts_numbers": True}
        more = {"confirmed_by": chief, "confirmed_at": now(), "settings": trusted}
        connection = a_connection("Canary Learn", "on", admin, **more)
        ours = key_named("ours")[0]
        monkeypatch.setattr(
            "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", lambda **_size: ours
        )
        own_key.ensure_key(connection)
    made = Learn(client, connection, slug=world.here.slug, number="E-7")
    made.asked_for = asked
    monkeypatch.setattr(keys, "ask", made.answer_for_keys)
    return made


def launch(learn, secrets, *, lie=False):
    """Come out of the course once; each secret of the way is kept, also of a launch that lies."""
    learn.hints = {"login_hint": secrets.new("hint"), "lti_message_hint": secrets.new("message hint")}
    learn.claims |= {
        "name": secrets.new("name"),
        "email": f"{secrets.new('address')}@learn.example",
        CLAIM + "version": "9" if lie else "1.3.0",
        CLAIM + "custom": {"rounds_wave": str(learn.asked_for.wave_id)},
        CLAIM + "context": {"id": "c-1", "title": "Leading"},
        ENDPOINT: {"scope": [SCORE], "lineitem": "https://learn.example/items/7"},
    }
    asked = learn.begun()
    secrets.new("state", asked["state"]), secrets.new("nonce", asked["nonce"])
    secrets.new("cookie", learn.client.cookies[COOKIE].value)
    token = learn.signed(asked)
    secrets.new("signature", token.rpartition(".")[2])
    answer = learn.client.post(f"{learn.path}/launch/", {"state": asked["state"], "id_token": token})
    if lie:
        assert answer.status_code == 400
        return
    secrets.new("way in", re.search(r"/open/([^/]+)/", answer["Location"])[1])
    assert learn.client.get(answer["Location"]).status_code == 302


def register(learn, secrets, by, monkeypatch, *, fails):
    """Let a platform register us once; it answers with a secret in its error, or with one beside what is kept."""

    def answer(_address, *, method="GET", headers=None, body=None):
        said = CONFIGURATION if method == "GET" else {**REGISTERED, "secret": secrets.new("its answer")}
        bad = fails and method == "POST"
        return Answer(403 if bad else 200, {"x": secrets.new("header")}, json.dumps(said).encode())

    monkeypatch.setattr(registering, "ask", answer)
    row = services.enter_connection(kind="lti", name=f"Canary {uuid4().hex[:6]}", by=by)
    code = secrets.new("registration", registering.open_registration(connection=row, by=by))
    handed = {"openid_configuration": WHERE, "registration_token": secrets.new("registration token")}
    page = learn.client.post(f"/lti/{learn.slug}/{row.id}/register/{code}/", handed)
    assert page.status_code == (400 if fails else 200)


def call(learn, secrets, by, monkeypatch):
    """Tell who is done, and read who is in a course: the platform gives a token, then an error with words in it."""

    def answer(address, *, method="GET", headers=None, body=None):
        if address == PLATFORM["token_url"]:
            secrets.new("assertion", body.decode().rpartition(".")[2].partition("&")[0])
            return Answer(200, {}, json.dumps({"access_token": secrets.new("token")}).encode())
        return Answer(503, {"x": secrets.new("header")}, secrets.new("error").encode())

    monkeypatch.setattr(calling, "ask", answer)
    Connection.objects.filter(id=learn.connection.id).update(state="on", failures=0)
    connection = Connection.objects.get(id=learn.connection.id)
    telling.tell_completions(connection)
    course, _new = LtiCourse.objects.get_or_create(
        connection=connection,
        context_id="c-1",
        defaults={"title": "Leading", "memberships_url": "https://learn.example/members"},
    )
    with pytest.raises(OutOfOrder):
        rosters.stage_roster(course=course, by=by)


def show_credential(learn, secrets, monitoring, by, *, is_good):
    """Let a machine ask with a new credential, which then ends, or with one that nobody made."""
    if is_good:
        last_on = institution_today() + timedelta(days=30)
        token = make_credential(connection=monitoring, scopes=["connections"], last_on=last_on, by=by)
    else:
        token = f"rounds_{uuid4().hex}"
    secrets.new("credential" if is_good else "wrong credential", token)
    where = f"/api/v1/{learn.slug}/connections/"
    answer = learn.client.get(where, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == (200 if is_good else 401)
    assert token not in answer.text
    if is_good:
        end_credential(credential=MachineCredential.objects.get(digest=hash_token(token)), by=by)


def written_by(caplog):
    """Return what the log holds in production, which writes the name of a page in place of its path (config.logs)."""
    quiet = ("django.request", "django.server")
    held = [f"{one.getMessage()} {one.exc_text}" for one in caplog.records if one.name not in quiet]
    return "\n".join(held).encode()


def pages_of(world):
    """Return what the two of a connection, the auditor and the person read of it, downloads included."""
    found = {}
    for who in ("site_admin", "chief", "auditor", "cleo"):
        asker = asker_of(world.actors[who])
        rows = Connection.everywhere.filter(institution=world.here)
        shown = [*rows.filter(kind="lti")[:6], *rows.filter(kind="monitor")]
        where = [*PAGES, *(f"connections/{one.id}/" for one in shown)]
        found |= {f"{who} {one}": text_of(asker.get(f"/{world.here.slug}/{one}")) for one in where}
    return found


def test_200_secrets_of_connections_stand_nowhere(world, learn, monkeypatch, tmp_path, caplog):
    """A real database with its bytes, and a whole world: that is the time which it takes."""
    caplog.set_level(logging.DEBUG)
    secrets = Secrets()
    admin = world.actors["site_admin"].person
    by = Viewer(
        world.here.id, None, admin.id, "Admin", frozenset({Grant(Role.SITE_ADMIN), Grant(Role.COORDINATOR)})
    )
    for number in range(LAUNCHES + LIES):
        launch(learn, secrets, lie=number >= LAUNCHES)
    with scope(world.here.id, world.here.timezone):
        for number in range(REGISTRATIONS):
            register(learn, secrets, by, monkeypatch, fails=number % 2)
        chief = world.actors["chief"].person
        monitoring = a_monitor("Canary monitoring", "on", admin, confirmed_by=chief, confirmed_at=now())
        for number in range(CREDENTIALS):
            show_credential(learn, secrets, monitoring, by, is_good=number % 2)
        Request.objects.filter(id=learn.asked_for.id).update(
            state="answered", asked_on=institution_today(), answered_on=institution_today()
        )
        for _number in range(CALLS):
            call(learn, secrets, by, monkeypatch)
        assert Connection.objects.get(id=learn.connection.id).state in ("on", "broken")
        private = Connection.objects.get(id=learn.connection.id).opened()["key"]
        for line in private.splitlines()[1:-1]:
            secrets.new("private key", line)
    dispatch_waiting()

    assert len(secrets.all) >= 200
    assert {len(words) > 0 for words in secrets.by_kind.values()} == {True}
    sessions = [Session(session_data=row.session_data).get_decoded() for row in Session.objects.all()]
    searched = {
        "bytes of the database": bytes_of_the_database(tmp_path),
        "log": written_by(caplog),
        "mail": "".join(str(one.message()) for one in mail.outbox).encode(),
        "sessions": str(sessions).encode(),
        **{name: text.encode() for name, text in pages_of(world).items()},
    }
    found = {
        (kind, place)
        for kind, words in secrets.by_kind.items()
        for word in words
        for place, text in searched.items()
        if word.encode() in text
    }
    assert found == set()
    assert LtiLogin.everywhere.count() >= LAUNCHES + LIES  # hashes and what is sealed were looked through


def test_a_planted_secret_is_found(world, learn, tmp_path):
    word = Secrets().new("plant")
    Connection.everywhere.filter(id=learn.connection.id).update(last_problem=word[:40])

    assert word[:40].encode() in bytes_of_the_database(tmp_path)
    assert any(word[:40] in str(row) for row in Connection.everywhere.values("last_problem"))
