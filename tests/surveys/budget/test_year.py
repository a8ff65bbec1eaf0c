"""A person's year: held on Send, charged when asked, given back on Stop, never past a cap; reasons that add up."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.core.models import Institution
from rounds.people.models import Person
from rounds.people.services import merge_people
from rounds.surveys.answering.services import note_asked, send_answers
from rounds.surveys.budget import selectors
from rounds.surveys.budget.selectors import spent_of
from rounds.surveys.budget.services import give_back_what_was_never_asked
from rounds.surveys.campaigns.selectors import reasons_in
from rounds.surveys.campaigns.selectors.candidates import candidates_of, reasons_of
from rounds.surveys.campaigns.services import send_wave, stop_wave
from rounds.surveys.models import Ask, AskYear, Campaign, Request, Wave
from tests.surveys.scenes import an_audience, office, opened, people, plan

PROGRAM = uuid4()


@pytest.fixture
def by(in_hospital):
    Institution.objects.filter(id=in_hospital.id).update(mail_is_live=True)
    return office(in_hospital, PROGRAM)


@pytest.fixture
def asked(in_hospital):
    mentor = Person.objects.create(given_name="Bob", family_name="Moss", email="bob@hospital.example")
    found = people(3)
    with an_audience(found, mentor):
        yield found


@pytest.fixture
def others(monkeypatch):
    """Let other things have taken minutes of some people."""
    taken = {}
    monkeypatch.setattr(
        selectors, "_charges", [lambda ids, _first, _after: {one: taken.get(one, 0) for one in ids}]
    )
    return taken


def ranked(by, rank, **more):
    wave = plan(by, PROGRAM, **more)
    Campaign.objects.filter(id=wave.campaign_id).update(rank=rank)
    return Wave.objects.select_related("campaign__instrument").get(id=wave.id)


def year_of(person):
    return AskYear.objects.get(person=person)


def test_year_is_held_on_send_charged_when_asked_and_given_back_on_stop(by, asked):
    wave = plan(by, PROGRAM)

    send_wave(wave=wave, by=by)
    held = year_of(asked[0])
    assert (held.requests, held.minutes, held.most_requests, held.most_minutes) == (1, 2, 8, 45)
    assert spent_of(asked[0].id).minutes == 0
    stop_wave(wave=wave, by=by)
    assert (year_of(asked[0]).requests, Ask.objects.count()) == (0, 0)

    second = opened(plan(by, PROGRAM), by)
    note_asked(second[0])
    send_answers(request=second[1])
    assert [spent_of(one.id).minutes for one in asked] == [2, 2, 0]
    assert spent_of(asked[0].id).requests_left == 7


def test_who_was_asked_enough_is_not_asked_and_counts_add_up(by, asked, others):
    others[asked[1].id] = 119
    wave = plan(by, PROGRAM)

    found = candidates_of(wave)
    assert reasons_of(found) == [("asked enough this year", 1)]
    assert send_wave(wave=wave, by=by) == 2

    assert reasons_in(wave) == [("asked enough this year", 1)]
    assert Request.objects.filter(wave=wave).count() == len(found) == 3
    assert not Ask.objects.filter(ask_year__person=asked[1]).exists()


def test_lowest_rank_that_was_not_sent_yields_and_comes_back_on_stop(by, asked):
    AskYear.objects.bulk_create(
        AskYear(
            person=one,
            year=selectors.academic_year(institution_today()),
            most_requests=2,
            most_minutes=45,
            most_rated=4,
            most_in_all=120,
        )
        for one in asked
    )
    climate, pulse = ranked(by, 6), ranked(by, 3)
    first = opened(climate, by)
    note_asked(first[0])
    send_wave(wave=pulse, by=by)
    closure = ranked(by, 2)

    send_wave(wave=closure, by=by)

    # of whom climate was asked already, the pulse yields; of others the climate does
    assert list(reasons_in(pulse)) == [("asked enough this year", 1)]
    assert list(reasons_in(climate)) == [("asked enough this year", 2)]
    assert {row.requests for row in AskYear.objects.all()} == {2}
    stop_wave(wave=closure, by=by)
    assert reasons_in(pulse) == reasons_in(climate) == []
    assert {row.requests for row in AskYear.objects.all()} == {2}


def test_a_pulse_that_found_no_room_is_asked_the_next_time(by, asked, others):
    others[asked[0].id] = 120
    pulse = plan(by, PROGRAM)
    opened(pulse, by)
    assert reasons_in(pulse) == [("asked enough this year", 1)]
    others.clear()
    Ask.objects.all().delete()

    first, second = plan(by, PROGRAM), ranked(by, 1, key="closure_mentee")
    send_wave(wave=second, by=by)
    AskYear.objects.update(most_requests=1)
    send_wave(wave=first, by=by)

    assert set(
        Request.objects.filter(wave=second, state="not_asked").values_list("person_id", flat=True)
    ) == {asked[0].id}
    assert Request.objects.get(wave=first, person=asked[0]).state == "waiting"


def test_nobody_left_to_ask_is_said_and_nothing_is_sent(by, asked, others):
    others.update({one.id: 200 for one in asked})

    with pytest.raises(DomainError):
        send_wave(wave=plan(by, PROGRAM), by=by)

    assert (Request.objects.count(), Ask.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "past", [{"requests": 9}, {"minutes": 46}, {"rated": 5}, {"minutes": 40, "other_minutes": 81}]
)
def test_database_refuses_more_than_a_cap(by, asked, past):
    send_wave(wave=plan(by, PROGRAM), by=by)

    with pytest.raises(IntegrityError), transaction.atomic():
        AskYear.objects.filter(person=asked[0]).update(**past)


def test_what_was_never_asked_is_given_back_once_its_wave_is_over(by, asked):
    wave = plan(by, PROGRAM)
    requests = opened(wave, by)
    note_asked(requests[0])
    Wave.objects.filter(id=wave.id).update(state="closed")

    assert give_back_what_was_never_asked() == 1
    assert [year_of(one).requests for one in asked] == [1, 0, 0]
    assert give_back_what_was_never_asked() == 0


def test_two_records_of_one_person_are_asked_once(by, asked):
    requests = opened(plan(by, PROGRAM), by)
    send_answers(request=requests[1])

    merge_people(keep=asked[0], other=asked[1], by=by)

    assert list(Request.objects.filter(person=asked[0]).values_list("id", "state")) == [
        (requests[1].id, "answered")
    ]
    assert year_of(asked[0]).requests == 1
    assert not AskYear.objects.filter(person=asked[1]).exists()
