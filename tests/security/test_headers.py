"""Headers on production settings: every address, with and without a session, refusals and errors included."""

from __future__ import annotations

import shutil

import pytest

from tests.commands.production import ROOT, python, settings_of

pytestmark = [pytest.mark.django_db, pytest.mark.ci]  # for its migrated tables

LOOK = f"""
import json, sys, warnings
sys.path.insert(0, {str(ROOT)!r})
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from tests.access.matrix import all_addresses, ask, asker_of, things_for
from tests.world import build_world
world, answers = build_world(), []
for who in (None, "alice"):
    asker = asker_of(world.actors.get(who))
    asker.defaults |= {{"HTTP_HOST": "rounds.example.org", "HTTP_X_FORWARDED_PROTO": "https"}}
    for address in all_addresses():
        thing = next((one for one in things_for(address, world) if who in one.owners), things_for(address, world)[0])
        for method in ("GET", "PUT"):
            answer = ask(asker, address, method, thing)
            headers = {{name.lower(): value for name, value in answer.headers.items()}}
            answers.append([f"{{method}} {{address.name}} as {{who}}", who, answer.status, headers])
print(json.dumps(answers))
"""
EVERYWHERE = {
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory, migrated):
    folder = tmp_path_factory.mktemp("production")
    shutil.copyfile(migrated, folder / "rounds.sqlite3")
    # Without a second factor: what is looked at are the pages behind it.
    environment = settings_of(
        folder, ROUNDS_BEHIND_PROXY="1", ROUNDS_SECOND_FACTOR="0", ROUNDS_LOG_LEVEL="CRITICAL"
    )
    return python(LOOK, environment=environment)[0]


def test_transport_and_type_are_declared_on_every_answer(answers):
    wrong = [
        (name, header, headers.get(header))
        for name, _who, _status, headers in answers
        for header, value in EVERYWHERE.items()
        if headers.get(header) != value
    ]

    assert wrong[:20] == []
    assert len(answers) > 500
    assert {200, 302, 404, 405} <= {status for _name, _who, status, _headers in answers}


def test_content_policy_stands_on_every_page(answers):
    pages = [
        (name, headers)
        for name, _who, _status, headers in answers
        if headers.get("content-type", "").startswith("text/html")
    ]

    wrong = [
        name
        for name, headers in pages
        if "unsafe" in (policy := headers.get("content-security-policy", ""))
        or not all(
            part in policy
            for part in (
                "default-src 'self'",
                "object-src 'none'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        )
    ]

    assert wrong[:20] == []
    assert len(pages) > 100


def test_texts_say_their_character_set(answers):
    wrong = [
        (name, kind)
        for name, _who, _status, headers in answers
        if (kind := headers.get("content-type", "")).startswith("text/") and "charset=utf-8" not in kind
    ]

    assert wrong[:20] == []


# A calendar program asks with an address of its own, not as whom it knows, and keeps what it got to ask whether it changed;
# a learning platform keeps our public keys for some minutes.
ASKED_BY_ADDRESS = {"GET feed", "GET lti_keys"}


def test_no_page_of_somebody_signed_in_is_stored(answers):
    wrong = [
        (name, status, headers.get("cache-control"))
        for name, who, status, headers in answers
        if who
        and status == 200
        and name.partition(" as ")[0] not in ASKED_BY_ADDRESS
        and "no-store" not in headers.get("cache-control", "")
    ]

    assert wrong[:20] == []
