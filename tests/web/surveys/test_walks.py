"""Walks by chance through a survey: back, reload, a stale second tab, a lost reply, an ended session; nothing is lost.

`ROUNDS_WALKS=1000 pytest tests/web/surveys/test_walks.py -s` takes so many walks through a confidential survey.
"""

import os
import re
from random import Random

import pytest
from django.test import Client

from rounds.core.database.scope import scope
from rounds.surveys.answering.selectors import answers_of
from rounds.surveys.models import Request, Response
from rounds.surveys.scores import SKIPPED
from tests.access.matrix import client_of

WALKS, STEPS = int(os.environ.get("ROUNDS_WALKS", "6")), 8
pytestmark = pytest.mark.django_db


def controls(page):
    """Return each question of a page with the codes it can be answered by; none for a text."""
    found = {}
    for name, value in re.findall(r'<input type="radio" name="a-(\w+)" value="(-?\d+)"', page):
        found.setdefault(name, []).append(int(value))
    return found | dict.fromkeys(re.findall(r'<textarea[^>]*name="a-(\w+)"', page), None)


def typed(chance, asked):
    """Return what somebody enters on a page by chance, and what is kept of it."""
    said = {
        key: chance.choice(codes) if codes else f"words {chance.random()}"
        for key, codes in asked.items()
        if chance.random() < 0.8
    }
    return said, {key: said.get(key, SKIPPED) for key in asked}


class Walker:
    """Somebody who answers one request, and what must be kept of it."""

    def __init__(self, client, sign_in, asked, seed):
        self.client, self.sign_in, self.asked = client, sign_in, asked
        self.chance, self.kept = Random(seed), {}
        self.at, self.stale = 1, None

    def address(self, number):
        return f"/st-brigid/answer/{self.asked.id}/{number}/"

    def read(self, number):
        return self.client.get(self.address(number)).content.decode()

    def send(self, number, go):
        said, kept = typed(self.chance, controls(self.read(number)))
        form = {f"a-{key}": value for key, value in said.items()} | {"go": go}
        answer = self.client.post(self.address(number), form)
        assert answer.status_code == 302
        self.kept |= kept
        return answer

    def step(self):
        kind = self.chance.choice(("next", "next", "back", "reload", "stale", "lost", "session"))
        if kind == "session":
            # the page that was typed is refused and shown again after signing in; what was turned before stays
            self.client = Client()
            assert self.client.post(self.address(self.at), {"go": "next"}).status_code == 302
            self.client = self.sign_in()
        elif kind == "reload":
            self.read(self.at)
        elif kind == "stale":
            self.send(1, "next")
        elif kind == "lost":
            # the reply never came: the same page is sent again
            self.send(self.at, "next")
            self.send(self.at, "next")
        else:
            self.send(self.at, kind)
            self.at = 2 if kind == "next" else 1

    def check(self):
        held = answers_of(Request.objects.select_related("wave").get(id=self.asked.id))
        lost = {key: value for key, value in self.kept.items() if held.get(key, SKIPPED) != value}
        return len(lost)


def test_walks_lose_nothing(own_world):
    """Over a second: each walk is some ten pages."""
    asked = own_world.rows["request here"]
    cleo = own_world.actors["cleo"]
    lost = 0
    with scope(own_world.here.id, own_world.here.timezone):
        for seed in range(WALKS):
            Response.objects.filter(request=asked).delete()
            Request.objects.filter(id=asked.id).update(state="asked", answered_on=None)
            walker = Walker(client_of(cleo), lambda: client_of(cleo), asked, seed)
            for _step in range(STEPS):
                walker.step()
            lost += walker.check()
            # all of it counts as it is sent
            walker.send(2, "next")
            lost += walker.check()
            assert Request.objects.get(id=asked.id).state == "answered"
    print(f"\n{WALKS} walks of {STEPS} steps: {lost} answers lost")
    assert lost == 0
