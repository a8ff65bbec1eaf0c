"""Trying a platform: what answers and what does not, in a sentence; a second connection to the same platform is refused."""

import json

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.enums import Role
from rounds.integrations.lti.selectors import same_platform
from rounds.integrations.lti.services import calling, keys, own_key
from rounds.integrations.lti.services.trying import try_platform
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import Answer
from rounds.people.models import Person
from tests.integrations.lti.platform import key_named
from tests.worlds.year_surveys.connections import PLATFORM, a_connection


@pytest.mark.parametrize(
    ("token", "is_good"),
    [({"access_token": "t", "token_type": "bearer"}, True), ({"error": "invalid_client"}, False)],
)
def test_trying_says_whether_a_token_is_given_and_launches_need_none(
    in_hospital, monkeypatch, token, is_good
):
    sid = Person.objects.create(given_name="Sid", family_name="Ames", email="s@st-brigid.example")
    by = Viewer(in_hospital.id, None, sid.id, "Sid", frozenset({Grant(Role.SITE_ADMIN)}))
    row = a_connection("Learn", "draft", sid)
    own_key.ensure_key(row)
    row.refresh_from_db()
    shown = json.dumps({"keys": [key_named("key-1")[1]]}).encode()
    status = 200 if is_good else 401
    monkeypatch.setattr(keys, "ask", lambda *_given, **_more: Answer(200, {}, shown))
    monkeypatch.setattr(
        calling, "ask", lambda *_given, **_more: Answer(status, {}, json.dumps(token).encode())
    )

    tried = try_platform(connection=row, by=by)

    row.refresh_from_db()
    assert (tried.is_good, row.state) == (is_good, "trying")
    assert ("no access token" in tried.sentence) is not is_good


def test_one_platform_is_entered_once(in_hospital):
    sid = Person.objects.create(given_name="Sid", family_name="Ames", email="s@st-brigid.example")
    first, second = (a_connection(name, "draft", sid) for name in ("Learn", "Again"))

    assert same_platform(second, Platform.of(PLATFORM)) == first
    assert same_platform(second, Platform.of({**PLATFORM, "client_id": "another"})) is None
