"""When a check itself breaks, nothing is allowed and nothing is written, on every page."""

from __future__ import annotations

import pytest
from allauth.core import ratelimit
from allauth.core.internal import ratelimit as inner_ratelimit
from django.test import Client

from rounds.core import access
from rounds.web import middleware
from rounds.web.account.sign_in import sessions
from tests.access.matrix import all_addresses, ask, asker_of
from tests.security.test_methods import someone_for

pytestmark = pytest.mark.django_db


def broken(*args, **kwargs):
    raise RuntimeError("out of order")


# who looks, what they hold, whether the session is over, which proofs it has
CHECKS = [
    (middleware, "viewer_for"),
    (access.Viewer, "has_anywhere"),
    (sessions, "is_over"),
    (sessions, "missing_step"),
]


@pytest.mark.parametrize(("where", "check"), CHECKS, ids=lambda part: getattr(part, "__name__", part))
def test_broken_check_denies_every_page_that_asks_it(standing_world, monkeypatch, where, check):
    office = standing_world.actors["chief"]
    asker, served, refused = asker_of(office), [], 0
    monkeypatch.setattr(where, check, broken)

    for address in all_addresses():
        if not address.in_institution or address.name.startswith("demo"):
            continue
        _actor, thing = someone_for(address, standing_world, "GET")
        for method in ("GET", "POST"):
            answer = ask(asker, address, method, thing)
            refused += answer.status >= 500
            if answer.status == 200 or answer.writes:
                served.append(f"{method} {address.name}: {answer.status} {answer.writes[:3]}")

    if check == "has_anywhere":
        # Pages for everybody with a person ask for no role; their frame does, and breaks.
        served = [line for line in served if line.startswith("POST")]
    assert served == []
    assert refused > 100


# What an address opens, whoever asks (a secret one; our public keys): no predicate is asked there that could break.
ASKED_BY_ADDRESS = {"feed", "lti_keys", "celebration", "certificate_check"}


def test_broken_predicate_denies(standing_world, monkeypatch):
    asker, served = asker_of(standing_world.actors["alice"]), []
    monkeypatch.setattr("rules.Predicate.test", broken)

    for address in all_addresses():
        if address.in_institution and address.name not in ASKED_BY_ADDRESS:
            _actor, thing = someone_for(address, standing_world, "GET")
            answer = ask(asker, address, "GET", thing)
            served += [f"{address.name}: {answer.status}"] if answer.status == 200 else []

    assert served == []


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/sign-in/", {"email": "cleo@st-brigid.example"}),
        ("/sign-in/password/", {"login": "cleo@st-brigid.example", "password": "correct horse"}),
        ("/accounts/invitation/not-a-token/", None),
    ],
)
def test_broken_limiter_lets_nobody_in(standing_world, monkeypatch, mailoutbox, path, data):
    client = Client(raise_request_exception=False)
    for module in (ratelimit, inner_ratelimit):
        monkeypatch.setattr(module, "consume", broken)

    answer = client.post(path, data) if data else client.get(path)

    assert answer.status_code >= 500
    assert mailoutbox == []
    assert "_auth_user_id" not in client.session
