"""What directors meet in one world: pages, searches, downloads, and the messages that leave in some days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import time_machine
from django.core import mail
from django.db import connection
from django.test import Client

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chores
from rounds.core.models import OutgoingMail
from rounds.matching.enums import Decision, RunState, Step
from rounds.matching.models import MatchRun, PairDecision, RunStep
from rounds.mentorships.conversations.services.log import Held, log_conversation
from rounds.mentorships.debriefs.services import write_debrief
from rounds.mentorships.milestones.services import answer_report, write_report
from rounds.mentorships.models import MilestoneReport
from rounds.web.mail.matching import ask_directors
from tests.access.matrix import (
    Address,
    all_addresses,
    client_of,
    is_allowed,
    path_of,
    read_policy,
    rolled_back,
    things_for,
)
from tests.world import Thing, World
from tests.worlds.words import viewer_of

# The director of the residency asks for every address, these for all that they may open.
RESIDENCY_DIRECTOR = "residency_director"
OFFICERS = ("gme_officer", "director")
THE_TWO = ("cleo", "bob")
# What is new in every answer, whoever asks: form tokens, marks of one sending, the script nonce.
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TOKENS = re.compile(rf"""(?<==")(?:[\w+/=:-]{{40,}}|{UUID})(?=")|(?<=nonce=")[^"]+|(?<='nonce-)[^']+""")
# Makes a secret of the reader's own with each look.
ANEW = {"mfa_activate_totp"}
# The number of a request in the log, how long it took, and the second in which it was answered.
EACH_ITS_OWN = {"X-Request-Id", "Server-Timing", "Expires", "Set-Cookie"}
LITERALS = re.compile(r"'[^']*'|\bs\d+_x\d+\b|\b[0-9a-f]{32}\b|\b\d+\b")
# What is looked for, and how lists are narrowed, beside the addresses as they are.
QUERIES = {
    "frame:find": ("q=Cleo", "q=report", "q=debrief", "q=Wards", "q=released"),
    "people:list": ("q=Marsh",),
    "year:list": ("q=Marsh", "show=running", "show=silent", "show=first", "show=unsigned"),
    "report:program": ("cycle=all",),
}
# When the worker works, in days from now: evenings, mornings, and a debrief that has closed by itself.
DAYS, HOURS = (0, 1, 2, 8, 22, 30), (11, 15, 22)
Seen = dict[str, tuple]


def masked(text: str) -> str:
    return TOKENS.sub("?", text)


def log_the_same(world: World) -> Held:
    """Let Cleo and Bob talk after the wards, as they do in both worlds."""
    held = Held(entry_id=uuid4(), held_on=viewer_of(world, "cleo").today(), minutes=30)
    log_conversation(mentorship_id=world.rows["running pair"].id, held=held, by=viewer_of(world, "cleo"))
    return held


def keep_to_themselves(world: World, held: Held) -> list[MilestoneReport]:
    """Let Cleo and Bob have five pieces that nobody released: four reports, one of them answered, and a debrief."""
    pair, cleo, bob = world.rows["running pair"], viewer_of(world, "cleo"), viewer_of(world, "bob")
    reports = [
        write_report(mentorship_id=pair.id, text=f"Report {number}", entry_id=uuid4(), by=cleo)
        for number in range(4)
    ]
    answer_report(report=reports[0], saw="Calm", try_next="Ask", version=1, by=bob)
    rotation = world.rows["rotations of cleo"]["Wards"]
    write_debrief(
        mentorship_id=pair.id, rotation=rotation, held=held, answers={"conflict": "One word"}, by=cleo
    )
    return reports


def things_of(reports: list[MilestoneReport], world: World) -> list[Thing]:
    return [Thing({"report_id": row.id}, world.here, "unreleased report") for row in reports]


def pages_seen(world: World, who: str, more: list[Thing], only: tuple[str, ...] = ()) -> Seen:
    """Return status, headers, body and queries of each address on each thing, as somebody asks for it."""
    client, policy, found = client_of(world.actors[who]), read_policy(), {}
    for address in all_addresses():
        if address.name in ANEW or (only and address.name not in only):
            continue
        rule = policy[address.name].get("GET")
        for thing in _things_here(address, world, more):
            if who == RESIDENCY_DIRECTOR or is_allowed(rule, world.actors[who], thing, world):
                for path in _paths(address, thing):
                    found[f"{who}: {address.name} {thing.label} {path}"] = _answer(client, path)
    return found


def _things_here(address: Address, world: World, more: list[Thing]) -> list[Thing]:
    things = things_for(address, world) + [one for one in more if set(one.arguments) == address.arguments]
    return [one for one in things if one.institution == world.here]


def _paths(address: Address, thing: Thing) -> Iterator[str]:
    arguments = dict(thing.arguments)
    if address.in_institution:
        arguments["institution"] = thing.institution.slug
    path = path_of(address.name, tuple(sorted(arguments.items())))
    yield path
    for query in QUERIES.get(address.name, ()):
        yield f"{path}?{query}"


def _answer(client: Client, path: str) -> tuple:
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        """Note a statement, with placeholders for its values."""
        asked.append(LITERALS.sub("?", sql))
        return execute(sql, params, many, context)

    with rolled_back(), connection.execute_wrapper(note):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {key: masked(value) for key, value in answer.headers.items() if key not in EACH_ITS_OWN}
    # latin-1 keeps each byte of a file
    return answer.status_code, headers, masked(body.decode("latin-1")), tuple(asked)


def messages_sent(world: World) -> dict[str, list[str]]:
    """Let the worker work on some days; return what everybody but the two was sent, and what lies in their queues."""
    with scope(world.here.id):
        _send_pairs_for_approval(world)
    mail.outbox.clear()
    for days in DAYS:
        for hour in HOURS:
            moment = now().replace(hour=hour, minute=5) + timedelta(days=days)
            with time_machine.travel(moment, tick=False):
                for chore in chores.values():
                    chore.function()
    of_the_two = {world.actors[name].person.email for name in THE_TWO}
    found: dict[str, list[str]] = {}
    for message in mail.outbox:
        parts = [message.subject, message.body, str(message.extra_headers), str(message.attachments)]
        _note(found, message.to[0], "\n".join(parts), but=of_the_two)
    for row in OutgoingMail.everywhere.order_by("queued_at"):
        _note(found, row.to_address, f"{row.kind} {row.state} {row.subject}\n{row.body}", but=of_the_two)
    return {to: sorted(texts) for to, texts in found.items()}


def _send_pairs_for_approval(world: World) -> None:
    """Let the director of the residency be asked for an answer, so that there is a message to look at."""
    world.here.mail_is_live = True
    world.here.save()
    run = MatchRun.objects.filter(cohort=world.rows["ladder cohort"]).earliest("number")
    run.state = RunState.IN_REVIEW  # once it is published nobody is asked any more
    PairDecision.objects.filter(kind=Decision.VETO).delete()  # nor who has answered
    run.answer_by_on = viewer_of(world, "director").today() + timedelta(days=7)
    run.save()
    RunStep.objects.create(run=run, step=Step.SENT, by_id=world.actors["director"].person.id)
    ask_directors(run, viewer_of(world, "director"))


def _note(found: dict[str, list[str]], to: str, text: str, *, but: set[str]) -> None:
    if to not in but:
        found.setdefault(to, []).append(re.sub(UUID, "?", text))


def differences(with_five: Seen, with_none: Seen) -> dict[str, list[str]]:
    """Return what differs between two worlds, by address: the names of the parts, and the first place in the body."""
    assert with_five.keys() == with_none.keys()
    differ = {}
    for key, five in with_five.items():
        if five != (none := with_none[key]):
            parts = zip(("status", "headers", "body", "queries"), five, none, strict=True)
            differ[key] = [name for name, one, two in parts if one != two]
            differ[key] += _first_difference(five[2], none[2])
    return differ


def _first_difference(one: str, two: str) -> list[str]:
    at = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), 0)
    return [one[max(0, at - 60) : at + 60], two[max(0, at - 60) : at + 60]]
