"""One wave played through the services: drafts, sending in an order of chance, release, the end of the key; copies are kept."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.db import connection

from rounds.surveys.box.sealing import new_draft_key
from rounds.surveys.box.services import destroy_box, keep_draft, open_box, release_box, seal_answers
from rounds.surveys.enums import BoxState
from rounds.surveys.models import Batch, Request, Wave
from tests.surveys.attack.evidence import Evidence, take_dump
from tests.surveys.attack.outsider import ANSWERS, Found, attack, opened
from tests.surveys.box.scenes import after_closing, make_wave, office, requests_of


@dataclass
class Played:
    """A wave while it is played: who answers what, with which key, in which order."""

    wave: Wave
    requests: list[Request]
    answers: list[dict[str, Any]]
    order: list[int]
    draft_keys: list[bytes]
    sent: list[int] = field(default_factory=list)


class NoLeak:
    """What a planted leak may change; this one changes nothing."""

    name = "nothing planted"

    def around(self, played: Played) -> AbstractContextManager[Any]:
        """Be in force while the wave is played."""
        return nullcontext()

    def before_sending(self, played: Played) -> None:
        """Act when everybody has a draft and nobody has sent."""

    def after_release(self, played: Played) -> None:
        """Act once the answers are written."""


def play_and_attack(people: int, seed: int, leak: NoLeak | None = None) -> list[Found]:
    """Play a wave and attack both tables of its answers."""
    draw, leak = random.Random(seed), leak or NoLeak()
    played = _prepare(people, draw, seed)
    evidence = Evidence([request.person_id.hex for request in played.requests])
    with leak.around(played), lines_of_logs(evidence.lines):
        _play(played, evidence, leak)
    evidence.known["the order of sending, by the second"] = [
        float(played.order.index(place)) for place in range(people)
    ]
    return [_attack(played, evidence, table, seed) for table in ANSWERS]


@contextmanager
def lines_of_logs(lines: list[str]) -> Iterator[None]:
    """Write down what the program logs, with everything that a line carries."""

    class Writer(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.created} {record.name} {record.msg} {record.args}".replace("-", ""))

    writer, root = Writer(logging.DEBUG), logging.getLogger()
    root.addHandler(writer)
    try:
        yield
    finally:
        root.removeHandler(writer)


def _prepare(people: int, draw: random.Random, seed: int) -> Played:
    wave = make_wave(people, cuts=(), number=seed)
    requests = requests_of(wave)
    codes = draw.sample(range(10_000, 99_999), people)
    answers = [
        {
            "fair": draw.randint(1, 7),
            "gain": sorted(draw.sample(range(1, 8), draw.randint(0, 7))),
            "code": code,
            "next": f"{code} " + "x" * draw.randint(1, 590),
        }
        for code in codes
    ]
    order = draw.sample(range(people), people)
    return Played(wave, requests, answers, order, [new_draft_key() for _ in range(people)])


def _play(played: Played, evidence: Evidence, leak: NoLeak) -> None:
    box = open_box(wave=played.wave, by=office())
    for place in played.order:
        keep_draft(box_id=box.id, key=played.draft_keys[place], answers=played.answers[place])
    leak.before_sending(played)
    _copy(played, evidence)
    for place in played.order:
        seal_answers(
            box_id=box.id,
            request_id=played.requests[place].id,
            answers=played.answers[place],
            draft_key=played.draft_keys[place],
        )
    with time_machine.travel(after_closing(played.wave)):
        assert release_box(box_id=box.id, by=office()) == BoxState.RELEASED
    leak.after_release(played)
    _copy(played, evidence)
    with time_machine.travel(after_closing(played.wave, days=4)):
        assert destroy_box(box_id=box.id, by=office()) == BoxState.DESTROYED
    _copy(played, evidence)


def _copy(played: Played, evidence: Evidence) -> None:
    """Keep a copy of the database; of answers those of this wave, which its batch tells."""
    dump = take_dump(connection)
    batches = {one.hex for one in Batch.objects.filter(box__wave=played.wave).values_list("id", flat=True)}
    for table in ANSWERS:
        dump[table] = [row for row in dump[table] if row["batch_id"] in batches]
    evidence.dumps.append(dump)


def _attack(played: Played, evidence: Evidence, table: str, seed: int) -> Found:
    codes = {answers["code"]: place for place, answers in enumerate(played.answers)}
    rows = sorted(evidence.dumps[-1][table], key=lambda row: row["id"])
    contents = [opened(row) for row in rows]
    # the truth, for counting alone: the code that stands in what was answered
    owners = [codes[one["code"] if isinstance(one, dict) else int(one.split()[0])] for one in contents]
    return attack(evidence, table, owners, contents, seed)
