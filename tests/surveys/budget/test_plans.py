"""Waves by plan: room is held ahead, each is sent once on its day, whatever kills the chore."""

from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import Person
from rounds.surveys.campaigns import services as sending
from rounds.surveys.campaigns.services import send_wave, stop_wave
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Ask, AskYear, Request, Wave
from rounds.surveys.planning import selectors, services
from rounds.surveys.planning.selectors import Planned, standing_for
from rounds.surveys.planning.services import follow_plans
from tests.surveys.scenes import an_audience, office, people, plan

PROGRAM = uuid4()


@pytest.fixture
def by(in_hospital):
    Institution.objects.filter(id=in_hospital.id).update(mail_is_live=True)
    by = system(in_hospital.id)
    install_instruments(by=by)
    return by


@pytest.fixture
def asked(in_hospital):
    mentor = Person.objects.create(given_name="Bob", family_name="Moss", email="bob@hospital.example")
    found = people(3)
    with an_audience(found, mentor):
        yield found


@pytest.fixture
def year(by, monkeypatch):
    """Return what a plan asks; a test can change it."""
    asks = []
    monkeypatch.setattr(selectors, "_sources", [lambda _day: asks])
    return asks


def pulse(days, key="year:pulse_3"):
    return Planned(key, "pulse", PROGRAM, "of a test", {}, 3, institution_today() + timedelta(days=days))


def test_planned_wave_holds_room_ahead_and_is_sent_once_on_its_day(by, asked, year):
    year.append(pulse(5))

    assert follow_plans(by=by) == 0
    wave = Wave.objects.get()
    assert (wave.state, wave.plan_key, Request.objects.count()) == ("planned", "year:pulse_3", 0)
    assert [row.requests for row in AskYear.objects.all()] == [1, 1, 1]
    year[:] = [pulse(0)]
    assert [follow_plans(by=by), follow_plans(by=by)] == [1, 0]

    wave.refresh_from_db()
    assert (wave.state, Request.objects.count(), OutgoingMail.objects.count()) == ("sent", 3, 3)
    assert wave.closes_on == institution_today() + timedelta(days=14)
    assert [row.requests for row in AskYear.objects.all()] == [1, 1, 1]
    stop_wave(wave=wave, by=by)
    assert follow_plans(by=by) == 0
    assert [row.requests for row in AskYear.objects.all()] == [0, 0, 0]


@pytest.mark.parametrize("dies_in", ["hold_room", "give_back", "send_wave", "_queue", "audit"])
def test_chore_that_dies_anywhere_has_sent_once(by, asked, year, monkeypatch, dies_in):
    year.append(pulse(0))

    def die(*_args, **_more):
        raise SystemExit

    module = services if hasattr(services, dies_in) else sending
    at = (sending.audit, "record") if dies_in == "audit" else (module, dies_in)
    with monkeypatch.context() as patch:
        patch.setattr(*at, die)
        with pytest.raises(SystemExit):
            follow_plans(by=by)
    assert OutgoingMail.objects.count() == 0

    assert follow_plans(by=by) == 1
    assert (Request.objects.count(), OutgoingMail.objects.count()) == (3, 3)
    assert [row.requests for row in AskYear.objects.all()] == [1, 1, 1]


def test_what_was_asked_by_hand_stands_for_the_plan(by, asked, year):
    hand = plan(office(Institution.objects.get(id=by.institution_id), PROGRAM), PROGRAM)
    send_wave(wave=hand, by=by)
    year.append(pulse(0))

    assert follow_plans(by=by) == 0
    planned = Wave.objects.get(state="planned")
    assert standing_for([planned]) == {planned.id: hand}
    assert not Ask.objects.filter(wave=planned).exists(), "nothing is held for what nobody is asked"
    Wave.objects.filter(id=hand.id).update(state="closed")
    assert follow_plans(by=by) == 0
    planned.opens_on += timedelta(days=60)
    assert standing_for([planned]) == {}


def test_day_that_was_moved_moves_what_was_not_sent(by, asked, year):
    year.append(pulse(5))
    follow_plans(by=by)

    year[:] = [pulse(9)]
    follow_plans(by=by)

    wave = Wave.objects.get()
    assert wave.opens_on == institution_today() + timedelta(days=9)
    assert wave.closes_on == wave.opens_on + timedelta(days=14)
    year[:] = [pulse(-20)]
    assert follow_plans(by=by) == 0


def test_rolling_wave_asks_each_once_when_their_day_comes_and_not_those_who_were_asked(by, asked, year):
    until = institution_today() + timedelta(days=200)
    year.append(
        Planned("year:end", "rotation_after", PROGRAM, "of a test", {}, 1, institution_today(), until)
    )
    with an_audience([]):
        follow_plans(by=by)
        wave = Wave.objects.get()
        assert (wave.state, wave.closes_on, Request.objects.count()) == ("sent", until, 0)
    with an_audience(asked[:1]):
        follow_plans(by=by)
        follow_plans(by=by)
    assert OutgoingMail.objects.get().to_person_id == asked[0].id
    with an_audience(asked):
        follow_plans(by=by)

    assert Request.objects.filter(wave=wave, state="waiting").count() == 3
    assert OutgoingMail.objects.count() == 3
    assert [row.requests for row in AskYear.objects.all()] == [1, 1, 1]


def test_who_has_just_begun_or_ended_is_in_the_audience_for_a_week(own_world):
    with scope(own_world.here.id):
        pair = own_world.rows["running pair"]
        program = str(pair.cycle.program_id)
        began, ended = audience("begun_lately").gathered, audience("ended_lately").gathered

        def days_after(gathered, day, **more):
            found = [
                days
                for days in range(-2, 12)
                if pair.mentee_id
                in {
                    one.person_id
                    for one in gathered(
                        own_world.here.id, {"program": program, **more}, day + timedelta(days)
                    )
                }
            ]
            return found[:1] + found[-1:]

        day = institution_today() - timedelta(days=30)
        type(pair).objects.filter(id=pair.id).update(opened_on=day, planned_end_on=day + timedelta(days=28))

        assert days_after(began, day) == [0, 7]
        assert days_after(ended, day + timedelta(days=28)) == [0, 7]
        assert days_after(ended, day + timedelta(days=28), after=2) == [2, 9]
