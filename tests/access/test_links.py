"""Whom a link has let in, asked in a survey or rater from outside: the pages of that one request, and nothing else anywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from tests.access.matrix import (
    Asker,
    ask,
    cells_of,
    disagreement,
    is_allowed,
    read_policy,
    remembered,
)

pytestmark = pytest.mark.django_db

SHOWS_ALL = {"demo_mail"}


def asked_of_cleo(world):
    from rounds.surveys.models import Request

    return Request.objects.get(wave=world.rows["wave"])


def asked_from_outside(world):
    """Return the request of somebody outside who rates Cleo."""
    from rounds.surveys.models import ExternalRater, Request, Round360, Wave

    found = world.rows["round of cleo"]
    version = found.campaign.waves.model.objects.filter(campaign__audience="feedback360").first().version
    wave = Wave.objects.create(
        campaign=found.campaign,
        number=9,
        version=version,
        mode="anonymous",
        cuts=["group"],
        closes_on=institution_today() + timedelta(days=9),
        state="sent",
        sent_at=now() - timedelta(days=2),
        stop_until=now() - timedelta(days=2),
    )
    Round360.objects.filter(id=found.id).update(state="running", raters=wave)
    rater = ExternalRater.objects.create(name="Jo Outside", email="jo@elsewhere.example")
    return Request.objects.create(
        wave=wave, outside=rater, subject=found.subject, cuts={"group": "outside"}, state="asked"
    )


@pytest.mark.parametrize("request_of", [asked_of_cleo, asked_from_outside], ids=["asked", "rater"])
def test_a_link_opens_its_own_questions_and_no_other_cell(standing_world, request_of):
    """Takes some seconds: every address is tried, with a thing of each relation."""
    from rounds.surveys.answering.services import make_link

    world, policy = standing_world, read_policy()
    with scope(world.here.id):
        browser = Client()
        first = browser.get(f"/s/{make_link(request_of(world))}/")
    asker = Asker(raise_request_exception=False)
    asker.cookies = browser.cookies
    opened = browser.get(first.url)
    wrong, tried = [], 0

    with remembered():
        for address, thing, method in cells_of(None, world, policy, each=False):
            if address.name.startswith("survey_"):
                continue
            tried += 1
            rule = policy.get(address.name, {}).get(method)
            answer = ask(asker, address, method, thing)
            problem = disagreement(is_allowed(rule, None, thing, world), None, method, rule, answer)
            shown = "" if address.name in SHOWS_ALL else answer.text
            leaks = [f"shows {word.field}" for word in world.words if word.text in shown]
            wrong += [
                f"{method} {address.name} with {thing.label}: {what}"
                for what in ([problem] if problem else []) + leaks
            ]

    print(f"\n{tried} cells")
    assert (first.status_code, opened.status_code) == (302, 200)
    assert not [word.field for word in world.words if word.text in opened.content.decode()]
    assert not wrong, f"{len(wrong)} of {tried} cells disagree:\n" + "\n".join(wrong[:40])
