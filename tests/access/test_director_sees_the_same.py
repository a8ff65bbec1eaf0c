"""A program director (PD) sees the same, byte for byte, whether residents keep five pieces to themselves or none."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection

from rounds.core.database.scope import scope
from rounds.core.models import Event, OutgoingMail
from rounds.mentorships.conversations.services.log import Held
from rounds.mentorships.debriefs.services import write_debrief
from rounds.mentorships.milestones.services import answer_report, write_report
from tests.access.matrix import all_addresses, client_of, path_of, rolled_back, things_for
from tests.world import Thing
from tests.worlds.words import viewer_of

pytestmark = pytest.mark.django_db
DIRECTOR = "residency_director"
# What is new in every answer, whoever asks: form tokens, marks of one sending, the script nonce.
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TOKENS = re.compile(rf"""(?<==")(?:[\w+/=:-]{{40,}}|{UUID})(?=")|(?<=nonce=")[^"]+|(?<='nonce-)[^']+""")
# Makes a secret of the reader's own with each look.
ANEW = {"mfa_activate_totp"}
# The number of a request in the log, how long it took, and the second in which it was answered.
EACH_ITS_OWN = {"X-Request-Id", "Server-Timing", "Expires", "Set-Cookie"}
LITERALS = re.compile(r"'[^']*'|\bs\d+_x\d+\b|\b[0-9a-f]{32}\b|\b\d+\b")


def masked(text: str) -> str:
    return TOKENS.sub("?", text)


def noting(asked: list[str]):
    """Return what notes each statement, with placeholders for its values."""

    def note(execute, sql, params, many, context):
        asked.append(LITERALS.sub("?", sql))
        return execute(sql, params, many, context)

    return note


def keep_to_themselves(world) -> list[Thing]:
    """Let Cleo and Bob have five pieces that nobody released: four reports, one of them answered, and a debrief."""
    pair, cleo, bob = world.rows["running pair"], viewer_of(world, "cleo"), viewer_of(world, "bob")
    reports = [
        write_report(mentorship_id=pair.id, text=f"Report {number}", entry_id=uuid4(), by=cleo)
        for number in range(4)
    ]
    answer_report(report=reports[0], saw="Calm", try_next="Ask", version=1, by=bob)
    rotation = world.rows["rotations of cleo"]["Wards"]
    held = Held(entry_id=uuid4(), held_on=viewer_of(world, "cleo").today(), minutes=30)
    write_debrief(
        mentorship_id=pair.id, rotation=rotation, held=held, answers={"conflict": "One word"}, by=cleo
    )
    return [Thing({"report_id": row.id}, world.here, "unreleased report") for row in reports]


def everything_seen(world, more: list[Thing]) -> dict[str, tuple]:
    """Return status, headers, body and queries of every address on every thing, as the director asks for it."""
    client = client_of(world.actors[DIRECTOR])
    found = {}
    for address in all_addresses():
        if address.name in ANEW:
            continue
        things = things_for(address, world) + [one for one in more if set(one.arguments) == address.arguments]
        for thing in (one for one in things if one.institution == world.here):
            arguments = dict(thing.arguments)
            if address.in_institution:
                arguments["institution"] = thing.institution.slug
            path = path_of(address.name, tuple(sorted(arguments.items())))
            asked: list[str] = []
            with rolled_back(), connection.execute_wrapper(noting(asked)):
                answer = client.get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            headers = {key: masked(value) for key, value in answer.headers.items() if key not in EACH_ITS_OWN}
            found[f"{address.name} {thing.label} {path}"] = (
                answer.status_code,
                headers,
                masked(body.decode("utf-8", "replace")),
                tuple(asked),
            )
    return found


def _first_difference(one: str, two: str) -> tuple[str, str]:
    at = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), 0)
    return one[max(0, at - 60) : at + 60], two[max(0, at - 60) : at + 60]


def test_director_sees_the_same_with_five_unreleased_pieces_as_with_none(standing_world):
    """Take every address in both worlds: it asks for some 600 pages, so it takes more than a second."""
    world = standing_world
    everything_seen(world, [])  # what is kept between requests is kept from here on, in both worlds
    with rolled_back():
        before = (OutgoingMail.everywhere.count(), Event.objects.count())
        with scope(world.here.id):
            kept = keep_to_themselves(world)
        with_five = everything_seen(world, kept)
        after = (OutgoingMail.everywhere.count(), Event.objects.count())
    with_none = everything_seen(world, kept)

    assert before == after
    assert with_five.keys() == with_none.keys()
    differ = {
        key: [
            name
            for name, one, two in zip(("status", "headers", "body", "queries"), a, b, strict=True)
            if one != two
        ]
        for key, a in with_five.items()
        if (b := with_none[key]) != a
    }
    assert {
        key: (names, _first_difference(with_five[key][2], with_none[key][2])) for key, names in differ.items()
    } == {}
    assert sum(status == 200 for status, *_rest in with_none.values()) > 20
