"""The office brings a reminder forward: by name, within the two that anybody gets, never in an anonymous wave."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.surveys.campaigns.selectors import requests_to_remind
from rounds.surveys.campaigns.selectors.nudging import people_to_nudge
from rounds.surveys.campaigns.services.nudging import nudge, take_back_nudge
from rounds.surveys.models import Request, Wave
from tests.surveys.scenes import an_audience, office, opened, people, plan

PROGRAM = uuid4()


@pytest.fixture
def by(in_hospital):
    return office(in_hospital, PROGRAM)


def asked_yesterday(by, **more):
    with an_audience(people(8)):
        rows = opened(plan(by, PROGRAM, key="climate", **more), by)
    Request.objects.update(state="asked", asked_on=institution_today() - timedelta(days=1))
    return Wave.objects.select_related("campaign").get(id=rows[0].wave_id), [row.id for row in rows]


def reminded():
    return {line.key for line in requests_to_remind()}


def test_who_is_missing_is_reminded_before_the_day_and_it_is_taken_back(by):
    wave, ids = asked_yesterday(by)
    Request.objects.filter(id=ids[0]).update(state="answered", answered_on=institution_today())

    assert reminded() == set()
    assert nudge(wave=wave, by=by) == nudge(wave=wave, by=by) == 7
    assert reminded() == set(ids[1:])
    take_back_nudge(wave=wave, by=by)
    assert reminded() == set()


def test_a_reminder_that_came_today_and_two_in_all_are_enough(by):
    wave, ids = asked_yesterday(by)
    Request.objects.filter(id=ids[0]).update(reminders=1, reminded_on=institution_today())
    Request.objects.filter(id=ids[1]).update(reminders=2)

    assert len(people_to_nudge(wave)) == 6
    nudge(wave=wave, by=by)
    assert reminded() == set(ids[2:])
    Request.objects.update(reminders=2)
    with pytest.raises(OutOfOrder):
        nudge(wave=wave, by=by)


def test_of_an_anonymous_wave_nobody_is_named_or_reminded_by_hand(by):
    wave, _ids = asked_yesterday(by, mode="anonymous")

    assert people_to_nudge(wave) == []
    with pytest.raises(OutOfOrder):
        nudge(wave=wave, by=by)
    Wave.objects.filter(id=wave.id).update(nudged_on=institution_today())
    assert reminded() == set()


def test_nothing_is_brought_into_the_last_two_days(by):
    wave, _ids = asked_yesterday(by)
    Wave.objects.filter(id=wave.id).update(closes_on=institution_today() + timedelta(days=1))

    with pytest.raises(OutOfOrder):
        nudge(wave=wave, by=by)
