"""One address to paste: the platform registers Rounds by itself, once, as a draft that a second person confirms."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from rounds.core.access import Grant, Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import OutOfOrder
from rounds.core.models import User
from rounds.integrations.connections import services
from rounds.integrations.lti.services import registering
from rounds.integrations.lti.values.registrations import TOOL
from rounds.integrations.models import Connection, ConnectionRun, LtiRegistration
from rounds.integrations.outgoing import Answer, NoAnswer, NotAllowed, place_of
from rounds.people.models import Person, RoleAssignment
from tests.integrations.lti.platform import key_named

THERE = "https://moodle.example"
WHERE = f"{THERE}/mod/lti/openid-configuration.php"
CONFIGURATION = {
    "issuer": THERE,
    "authorization_endpoint": f"{THERE}/mod/lti/auth.php",
    "token_endpoint": f"{THERE}/mod/lti/token.php",
    "jwks_uri": f"{THERE}/mod/lti/certs.php",
    "registration_endpoint": f"{THERE}/mod/lti/openid-registration.php",
}
REGISTERED = {"client_id": "r5vIQ", TOOL: {"deployment_id": "7"}}


class Moodle:
    """A platform that registers tools as Moodle does; what it answers can be changed, and what it was told is kept."""

    def __init__(self, client, connection, code):
        self.client, self.connection = client, connection
        self.path = f"/lti/st-brigid/{connection.id}/register/{code}/"
        self.configuration, self.registered = dict(CONFIGURATION), dict(REGISTERED)
        self.status, self.told = 200, []
        self.handed = {"openid_configuration": WHERE, "registration_token": "token-1"}

    def ask(self, address, *, method="GET", headers=None, body=None):
        place_of(address)
        if method == "GET":
            return Answer(200, {}, json.dumps(self.configuration).encode())
        self.told.append((address, headers, json.loads(body)))
        return Answer(self.status, {}, json.dumps(self.registered).encode())

    def open(self, method="get"):
        return getattr(self.client, method)(self.path, self.handed)

    def held(self):
        return Connection.objects.get(id=self.connection.id)


@pytest.fixture
def sid(in_hospital):
    person = Person.objects.create(given_name="Sid", family_name="Ames", email="sid@st-brigid.example")
    return Viewer(in_hospital.id, None, person.id, "Sid", frozenset({Grant(Role.SITE_ADMIN)}))


@pytest.fixture
def moodle(sid, client, monkeypatch):
    cache.clear()
    ours = key_named("ours")[0]
    monkeypatch.setattr(
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", lambda **_size: ours
    )
    connection = services.enter_connection(kind="lti", name="Moodle", by=sid)
    made = Moodle(client, connection, registering.open_registration(connection=connection, by=sid))
    monkeypatch.setattr(registering, "ask", made.ask)
    return made


def test_platform_registers_us_and_a_second_person_switches_it_on(moodle, sid, in_hospital):
    page = moodle.open()
    assert "<strong>moodle.example</strong> asks to register Rounds" in page.text
    assert moodle.told == []
    assert len(moodle.client.get(f"/lti/st-brigid/{moodle.connection.id}/keys/").json()["keys"]) == 1

    assert "Registered" in moodle.open("post").text
    ((address, headers, words),) = moodle.told
    assert (address, headers["Authorization"]) == (CONFIGURATION["registration_endpoint"], "Bearer token-1")
    assert words["redirect_uris"] == [words[TOOL]["target_link_uri"]]
    assert words[TOOL]["claims"] == ["iss", "sub"]
    assert len(words["scope"].split()) == 2
    row = moodle.held()
    assert (row.state, row.entered_by_id, row.confirmed_by_id) == ("draft", sid.person_id, None)
    assert (row.settings["client_id"], row.settings["deployments"]) == ("r5vIQ", ["7"])
    assert row.settings["trusts_numbers"] is False
    alice = Person.objects.create(given_name="Alice", family_name="Ames", email="a@st-brigid.example")
    by = Viewer(in_hospital.id, None, alice.id, "Alice", frozenset({Grant(Role.COORDINATOR)}))
    services.note_trial(connection=row, sentence="It answers.", counts={"keys": 1}, by=by)
    services.confirm_connection(connection=row, by=by)
    assert moodle.held().state == "on"


def test_two_presses_register_once(moodle):
    assert [moodle.open("post").status_code for _each in range(2)] == [200, 400]
    assert len(moodle.told) == 1
    assert moodle.open().status_code == 400


def test_press_at_the_same_moment_finds_the_address_used(moodle):
    """The first one still waits for the platform when the second comes, or was killed there."""
    LtiRegistration.objects.update(used_at=now())

    assert moodle.open("post").status_code == 400
    assert moodle.told == []


def test_platform_that_sends_no_token_is_sent_none(moodle):
    del moodle.handed["registration_token"]

    moodle.open("post")
    assert "Authorization" not in moodle.told[0][1]


def test_platform_without_a_deployment_is_not_switched_on_before_it_is_entered(moodle, sid):
    moodle.registered = {"client_id": "10000000000001"}
    moodle.open("post")

    row = moodle.held()
    coordinator = Viewer(row.institution_id, None, None, "", frozenset({Grant(Role.COORDINATOR)}))
    assert "deployment ID" in services.why_not_confirm(row, coordinator)
    login = {"iss": THERE, "login_hint": "7", "target_link_uri": "https://elsewhere.example"}
    assert moodle.client.get(f"/lti/st-brigid/{row.id}/login/", login).status_code == 400


LIES = {
    "another issuer": {"configuration": {**CONFIGURATION, "issuer": "https://bank.example"}},
    "issuer of no host": {"configuration": {**CONFIGURATION, "issuer": "moodle"}},
    "issuer of 300 characters": {"configuration": {**CONFIGURATION, "issuer": THERE + "/" + "x" * 300}},
    "registers elsewhere": {
        "configuration": {**CONFIGURATION, "registration_endpoint": "https://bank.example/"}
    },
    "keys inside": {"configuration": {**CONFIGURATION, "jwks_uri": "https://10.0.0.5/keys"}},
    "no keys": {"configuration": {key: CONFIGURATION[key] for key in CONFIGURATION if key != "jwks_uri"}},
    "number for an address": {"configuration": {**CONFIGURATION, "token_endpoint": 7}},
    "configuration of the cloud": {"handed": {"openid_configuration": "https://169.254.169.254/latest"}},
    "configuration without https": {"handed": {"openid_configuration": WHERE.replace("https", "http")}},
    "no configuration": {"handed": {}},
    "configuration of odd letters": {"handed": {"openid_configuration": "https://[²/"}},
    "token of two lines": {"handed": {"openid_configuration": WHERE, "registration_token": "a\r\nX: b"}},
    "refused": {"status": 422},
    "redirect": {"status": 302},
    "no client": {"registered": {}},
    "client of NUL": {"registered": {"client_id": "a\0b"}},
    "client of 300 characters": {"registered": {"client_id": "x" * 300}},
}


@pytest.mark.parametrize("lie", LIES)
def test_each_lie_registers_nothing_and_leaves_the_address_good(moodle, lie):
    vars(moodle).update(LIES[lie])

    answer = moodle.open("post")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert moodle.held().settings == {}
    assert LtiRegistration.objects.get().used_at is None
    if "status" not in LIES[lie] and "registered" not in LIES[lie]:
        assert moodle.told == []
    vars(moodle).update(configuration=CONFIGURATION, registered=REGISTERED, status=200)
    moodle.handed = {"openid_configuration": WHERE}
    assert moodle.open("post").status_code == 200


@pytest.mark.parametrize("error", [NoAnswer("slow"), NotAllowed("inside")])
def test_platform_that_cannot_be_asked_is_said_and_noted_without_its_words(moodle, monkeypatch, error):
    def ask(*_address, **_more):
        raise error

    monkeypatch.setattr(registering, "ask", ask)
    assert moodle.open("post").status_code == 400
    assert not ConnectionRun.objects.get().is_good
    assert moodle.held().last_problem == error.reason


def test_wrong_old_or_foreign_address_opens_nothing(moodle, other_hospital):
    for path in (
        re.sub(r"[^/]+/$", "not-a-code/", moodle.path),
        moodle.path.replace("st-brigid", other_hospital.slug),
    ):
        assert moodle.client.post(path, moodle.handed).status_code in (400, 404)
    LtiRegistration.objects.update(until=now() - timedelta(seconds=1))
    assert moodle.open("post").status_code == 400
    assert moodle.told == []


def test_page_shows_the_address_once_to_who_enters_connections(moodle, client):
    user = User.objects.create_user("sam@st-brigid.example")
    sam = Person.objects.create(user=user, given_name="Sam", family_name="Ferro", email=user.email)
    RoleAssignment.objects.create(person=sam, role="site_admin", from_on="2020-01-01")
    client.force_login(user)
    page = f"/st-brigid/connections/{moodle.connection.id}/"

    shown = client.post(f"{page}registration/")
    (code,) = re.findall(rf"/lti/st-brigid/{moodle.connection.id}/register/([^/]+)/", shown.text)
    assert shown["Cache-Control"].startswith("no-store")
    assert code not in client.get(page).text
    moodle.path = f"/lti/st-brigid/{moodle.connection.id}/register/{code}/"
    assert moodle.open("post").status_code == 200
    assert moodle.held().entered_by_id == sam.id
    assert client.post(f"{page}registration/").status_code == 409


def test_new_address_ends_the_one_before_and_none_is_made_for_what_is_entered(moodle, sid):
    registering.open_registration(connection=moodle.connection, by=sid)
    assert moodle.open("post").status_code == 400

    services.change_settings(connection=moodle.connection, settings={"issuer": THERE}, by=sid)
    with pytest.raises(OutOfOrder):
        registering.open_registration(connection=moodle.held(), by=sid)


def test_a_platform_may_show_it_in_a_frame(moodle):
    policy = moodle.open()["Content-Security-Policy"]

    assert "frame-ancestors https:" in policy
    assert "script-src" not in policy or "unsafe" not in policy
