"""What a launch must not do: 34 ways to lie, each refused with a reason in the log, none an error of ours."""

import time
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.integrations.connections import services
from rounds.integrations.lti.services import keys
from rounds.integrations.lti.values.launches import CLAIM
from rounds.integrations.models import Connection, LtiEntry
from rounds.integrations.outgoing import Answer, NoAnswer, NotAllowed
from rounds.people.models import Person
from tests.integrations.lti.platform import (
    COOKIE,
    DROP,
    Learn,
    forged_with_public_key,
    key_in_header,
    key_named,
    unsigned,
)
from tests.worlds.year_surveys.connections import PLATFORM, a_connection


@pytest.fixture
def learn(hospital, client, monkeypatch):
    """Return a platform that is on, and join Cleo to it."""
    cache.clear()
    with scope(hospital.id):
        sid, alice, cleo = (
            Person.objects.create(given_name=name, family_name="Ames", email=f"{name}@st-brigid.example")
            for name in ("sid", "alice", "cleo")
        )
        connection = a_connection("Learn", "on", sid, confirmed_by=alice, confirmed_at=now())
        made = Learn(client, connection)
        from rounds.integrations.lti.services.joining import join

        join(connection=connection, subject="subject-1", person=cleo, by_number=False)
    monkeypatch.setattr(keys, "ask", made.answer_for_keys)
    return made


def claim(**changes):
    return lambda learn: learn.claims.update(changes)


def lti(**changes):
    return lambda learn: learn.claims.update({CLAIM + name: value for name, value in changes.items()})


def signs(function):
    return lambda learn: setattr(learn, "token", function)


def other_key(learn):
    learn.key = key_named("key-1", 1)[0]


def unknown_kid(learn):
    learn.kid = "key-9"


def twin_kids(learn):
    learn.keys = [learn.keys[0], key_named("key-1", 1)[1]]


def nonce_of_another_login(learn):
    other = learn.begun()
    learn.claims["nonce"] = other["nonce"]


def token_again(learn):
    """Send, with a login of its own, the token that another login has brought already."""
    asked = learn.begun()
    token = learn.signed(asked)
    assert learn.launch(asked, id_token=token).status_code == 303
    with scope(learn.connection.institution_id):
        LtiEntry.objects.all().delete()
    learn.posted["id_token"] = token


def posts(**more):
    return lambda learn: learn.posted.update(more)


def state_of_another_browser(learn):
    learn.before = lambda: learn.client.cookies.__setitem__(COOKIE, "x" * 43)


def state_twice(learn):
    asked = learn.begun()
    assert learn.launch(asked).status_code == 303
    with scope(learn.connection.institution_id):
        LtiEntry.objects.all().delete()
    learn.posted["state"] = asked["state"]
    learn.claims["nonce"] = asked["nonce"]


def login(**more):
    return lambda learn: learn.hints.update(more)


def other_institution(learn):
    """Use another institution's connection under this one's address."""
    elsewhere = Institution.objects.create(slug="elsewhere", name="Elsewhere")
    with scope(elsewhere.id):
        ada, dan = (
            Person.objects.create(given_name=name, family_name="Foss", email=f"{name}@elsewhere.example")
            for name in ("ada", "dan")
        )
        far = a_connection("Learn", "on", ada, confirmed_by=dan, confirmed_at=now())
    learn.path = f"/lti/st-brigid/{far.id}"


def paused(learn):
    def pause():
        with scope(learn.connection.institution_id):
            Connection.objects.update(state="paused")

    learn.before = pause


def key_server(answer):
    return lambda learn: setattr(learn, "keys_answer", answer)


IN_AN_HOUR, AN_HOUR_AGO = (lambda: int(time.time()) + 3600), (lambda: int(time.time()) - 3600)
# what is changed, and the word in the log
NEGATIVES = {
    "alg none": (signs(unsigned), "alg"),
    "HS256 with the public key": (signs(forged_with_public_key), "alg"),
    "key in the header": (signs(key_in_header), "InvalidSignatureError"),
    "signed by another key": (other_key, "InvalidSignatureError"),
    "kid unknown": (unknown_kid, "kid"),
    "two keys of one kid": (twin_kids, "kid"),
    "issuer of another": (claim(iss="https://evil.example"), "InvalidIssuerError"),
    "audience a list with another": (claim(aud=[PLATFORM["client_id"], "another"]), "aud"),
    "azp of another": (claim(azp="another"), "azp"),
    "expired": (lambda learn: learn.claims.update(exp=AN_HOUR_AGO()), "ExpiredSignatureError"),
    "from the future": (lambda learn: learn.claims.update(iat=IN_AN_HOUR()), "ImmatureSignatureError"),
    "issued an hour ago": (lambda learn: learn.claims.update(iat=AN_HOUR_AGO()), "age"),
    "token replayed": (token_again, "nonce"),
    "nonce of another login": (nonce_of_another_login, "nonce"),
    "state missing": (posts(state=DROP), "state"),
    "state of nobody": (posts(state="y" * 43), "state"),
    "state of another browser": (state_of_another_browser, "state_foreign"),
    "state twice": (state_twice, "state_twice"),
    "deployment of another": (lti(deployment_id="2"), "deployment"),
    "version 1.1": (lti(version="1.1"), "version"),
    "type unknown": (lti(message_type="LtiSubmissionReviewRequest"), "message_type"),
    "target elsewhere": (lti(target_link_uri="https://evil.example/launch/"), "target"),
    "login for another target": (login(target_link_uri="https://evil.example/"), "target"),
    "login of another issuer": (login(iss="https://evil.example"), "iss"),
    "login without a hint": (login(login_hint=DROP), "login_hint"),
    "subject empty": (claim(sub=""), "sub"),
    "subject of 256 characters": (claim(sub="s" * 256), "sub"),
    "paused between login and launch": (paused, "off"),
    "id tampered with": (lti(custom={"rounds_wave": f"{uuid4()}' OR 1=1"}), "custom"),
    "key server down": (key_server(NoAnswer("ConnectionRefusedError")), "keys_ConnectionRefusedError"),
    "key server slow": (key_server(NoAnswer("slow")), "keys_slow"),
    "key server sends 10 MB": (key_server(NoAnswer("size")), "keys_size"),
    "key server redirects inside": (
        key_server(Answer(302, {"location": "https://169.254.169.254/"}, b"")),
        "keys_keys",
    ),
    "key server turns out to be inside": (key_server(NotAllowed("inside")), "keys_inside"),
}


def test_there_are_34_of_them():
    assert len(NEGATIVES) == 34


@pytest.mark.parametrize("name", NEGATIVES)
def test_each_lie_is_refused_with_a_reason_in_the_log(name, learn, caplog):
    change, reason = NEGATIVES[name]
    change(learn)

    answer = learn.login()
    if answer.status_code == 302:
        answer = learn.launch()

    assert answer.status_code == 400
    said = [one.getMessage() for one in caplog.records if "was refused" in str(one.msg)]
    assert said[-1].endswith(f"was refused: {reason}")
    with scope(learn.connection.institution_id):
        assert not LtiEntry.objects.exists()
    assert "_auth_user_id" not in learn.client.session


def test_the_same_launch_unchanged_is_let_in(learn):
    assert learn.launch().status_code == 303


@pytest.mark.parametrize("path", ["/lti/nowhere/{id}", "/lti/st-brigid/00000000-0000-0000-0000-000000000007"])
def test_connection_of_another_place_is_not_there(learn, path):
    learn.path = path.format(id=learn.connection.id)

    assert learn.login().status_code == 404
    assert learn.client.post(f"{learn.path}/launch/").status_code == 404


def test_connection_of_another_institution_is_not_there(learn):
    other_institution(learn)

    assert learn.login().status_code == 404


@pytest.mark.parametrize("what", ["roles", "role_scope_mentor"])
def test_roles_of_a_platform_grant_nothing(learn, what):
    said = {
        "roles": ["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"],
        "role_scope_mentor": ["subject-2"],
    }
    learn.claims[CLAIM + what] = said[what]
    page = learn.client.get(learn.launch()["Location"], follow=True)

    assert page.status_code == 200
    assert "_auth_user_id" not in learn.client.session
    for closed in ("/st-brigid/people/", "/st-brigid/"):
        assert learn.client.get(closed)["Location"].startswith("/sign-in/")


def test_keys_are_asked_once_an_hour_and_for_a_new_kid_once_a_minute(learn):
    for _each in range(3):
        assert learn.launch().status_code == 303
    assert len(learn.asked) == 1
    learn.kid = "key-9"
    for _each in range(3):
        assert learn.launch().status_code == 400
    assert len(learn.asked) == 1  # within the minute
    cache.delete(f"lti-asked:{learn.connection.id}")
    learn.launch()
    assert len(learn.asked) == 2


def test_five_refusals_of_its_key_server_break_a_connection(learn, caplog):
    learn.keys_answer = NoAnswer("slow")
    for _each in range(services.FAILURES):
        cache.clear()
        learn.launch()

    with scope(learn.connection.institution_id):
        assert Connection.objects.get(id=learn.connection.id).state == "broken"
    assert learn.login().status_code == 400


def test_a_way_in_counts_once_and_for_a_minute(learn, time_machine):
    place = learn.launch()["Location"]
    again = Client()

    assert again.get(place).status_code == 302
    assert Client().get(place).status_code == 400
    late = learn.launch()["Location"]
    from datetime import timedelta

    time_machine.move_to(now() + timedelta(seconds=61))
    assert Client().get(late).status_code == 400


def written():
    """Return all that stands in the database, as text."""
    from django.db import connection as database

    with database.cursor() as cursor:
        found = []
        for table in database.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str(cursor.fetchall()))
    return "".join(found)


def test_200_strings_of_launches_stand_in_no_log_no_table_and_on_no_page(learn, caplog):
    """Forty launches, half of them refused, with five strings each that nobody here has any need of."""
    caplog.set_level("DEBUG")
    planted, shown = [], ""
    for number in range(40):
        strings = [f"Zzq{number:02}{what}" for what in ("hint", "message", "mail", "name", "custom")]
        planted += strings
        hint, message, mail, name, custom = strings
        learn.hints = {"login_hint": hint, "lti_message_hint": message}
        learn.claims |= {"email": f"{mail}@x.example", "name": name, CLAIM + "version": "1.3.0"}
        learn.claims[CLAIM + "custom"] = {"other": custom}
        if number % 2:
            learn.claims[CLAIM + "version"] = "1.1"
        answer = learn.launch()
        shown += answer.text + str(answer.headers)
        if answer.status_code == 303:
            shown += learn.client.get(answer["Location"], follow=True).text
    held = written() + caplog.text + shown

    assert len(planted) == 200
    assert [one for one in planted if one in held] == []
    assert "subject-1" in held  # what is kept of somebody
