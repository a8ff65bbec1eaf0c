"""A year of two programs: plans, surveys by hand, dues, leave, leavers, quiet weeks; hour by hour, through the real services."""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail as outbox

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.core.mail import Line, Source, days, send_waiting
from rounds.core.mail.days import queue_mail_of_the_day
from rounds.people.models import CareerStage, Leave, Person, Site, TrainingProgram, TrainingProgramMember
from rounds.surveys.answering.services import send_answers
from rounds.surveys.budget.services import give_back_what_was_never_asked
from rounds.surveys.campaigns.services import Plan, plan_wave, send_wave
from rounds.surveys.campaigns.values import audiences
from rounds.surveys.campaigns.values.audiences import Invitee, add_audience
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import QuietPeriod, Request
from rounds.surveys.planning import selectors as planning
from rounds.surveys.planning.selectors import Planned
from rounds.surveys.planning.services import follow_plans
from rounds.web.mail.day import Told, add_words
from rounds.web.mail.day import _words as writers

STARTS = date(2026, 7, 1)
ZONES = ("America/Chicago", "America/New_York", "Pacific/Guam")
# hours of the day (UTC) at which the worker is watched: morning, noon, evening and night of each zone
HOURS = (3, 12, 14, 18, 21, 23)
FEW_HOURS = (3, 14, 21)
ASKED = (("pulse", 90, 3), ("midpoint", 180, 3), ("pulse", 270, 3), ("closure_mentee", 340, 2))
BY_HAND = ("pulse", "closure_mentee", "midpoint")


@dataclass
class Year:
    """What happened: who was written to when, and who could have been."""

    people: list = field(default_factory=list)
    zone: dict = field(default_factory=dict)
    sent: dict = field(default_factory=lambda: defaultdict(list))
    answered_at: dict = field(default_factory=dict)
    waves_by_hand: int = 0


def run_year(hospital, *, pairs, by_hand, seed=1, days_of_year=365, hours=HOURS):
    """Let a year pass and return what happened."""
    random, year = Random(seed), Year()
    with (
        time_machine.travel(datetime(2026, 7, 1, 13, tzinfo=UTC)) as clock,
        _sources(hospital, year, pairs, random),
    ):
        waves = sorted(random.sample(range(20, 330), by_hand))
        for number in range(days_of_year):
            day = STARTS + timedelta(days=number)
            _morning(hospital, day, random, year, ad_hoc=waves.count(number))
            for hour in hours:
                clock.move_to(datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=hour))
                _hour(hospital, year)
            _answer(day, random, year)
    return year


def _hour(hospital, year):
    before = len(outbox.outbox)
    queue_mail_of_the_day(hospital)
    send_waiting(limit=5000)
    for letter in outbox.outbox[before:]:
        year.sent[letter.to[0]].append((now(), letter))


def _morning(hospital, day, random, year, *, ad_hoc):
    by = system(hospital.id)
    follow_plans(by=by)
    give_back_what_was_never_asked()
    for _n in range(ad_hoc):
        key, program = random.choice(BY_HAND), random.choice(("first", "second"))
        office = Viewer(hospital.id, None, None, "Office", frozenset([Grant("coordinator", SCOPES[program])]))
        closes_on = institution_today() + timedelta(days=14)
        plan = Plan(current_version(key), SCOPES[program], program, {}, "pooled", closes_on, "we learn")
        wave = plan_wave(plan=plan, by=office)
        try:
            send_wave(wave=wave, by=office)
            year.waves_by_hand += 1
        except DomainError:
            pass  # nobody had room


def _answer(day, random, year):
    """Let some of those who were asked answer in the evening."""
    for request in Request.objects.filter(state="asked").select_related("wave", "person"):
        if random.random() < 0.12 and request.wave.closes_on >= institution_today():
            send_answers(request=request)
            year.answered_at[request.id] = now()


SCOPES = {"first": uuid4(), "second": uuid4()}


@contextmanager
def _sources(hospital, year, pairs, random):
    """Register two programs' audiences and plans, and dues that want to be told."""
    install_instruments(by=system(hospital.id))
    _people(year, pairs, random)
    mentor = Person.objects.create(given_name="M", family_name="Mentor", email="mentor@hospital.example")
    second = {one.id for one in year.people[: max(2, pairs // 5)]}  # who is in both programs
    for key in SCOPES:
        ids = [one.id for one in year.people if key == "first" or one.id in second]
        add_audience(key, _gathered(ids, mentor), label=key, about="mentor")
    plans = [
        Planned(
            f"{key}:{n}", what, SCOPES[key], key, {}, rank, STARTS + timedelta(days=after + (key == "second"))
        )
        for key in SCOPES
        for n, (what, after, rank) in enumerate(ASKED)
    ]
    kept = planning._sources[:]
    planning._sources[:] = [lambda _day: plans]
    told = set()

    def settle(kept, _dropped):
        told.update((line.person_id, line.on) for line in kept)

    def words(_institution, of_days):
        line = Told("Something is due", "It is.", "You alone.", "https://rounds.example/")
        return {day.id: [line] for day in of_days if (day.person_id, day.on) in told}

    dues = Source("dues of a test", lambda: _dues(year), settle)
    days.add_source(dues)
    add_words(words)
    try:
        yield
    finally:
        planning._sources[:] = kept
        del days._sources[dues.name]
        writers.remove(words)
        for key in SCOPES:
            del audiences._sources[key]


def _gathered(ids, mentor):
    def gathered(_institution, _parameters, on):
        gone = Person.objects.filter(left_on__lte=on).values_list("id", flat=True)
        return [Invitee(one, mentor.id) for one in ids if one not in set(gone)]

    return gathered


def _people(year, pairs, random):
    sites = {zone: Site.objects.create(name=zone, timezone=zone) for zone in ZONES}
    boards = TrainingProgram.objects.create(name="Surgery")
    for number in range(pairs):
        person = Person.objects.create(
            given_name="P", family_name=f"{number:03}", email=f"p{number}@hospital.example"
        )
        zone = ZONES[number % len(ZONES)]
        CareerStage.objects.create(
            person=person, tier="resident", site=sites[zone], from_on=STARTS - timedelta(days=9)
        )
        if number % 5 == 1:
            first = STARTS + timedelta(days=random.randrange(60, 200))
            Leave.objects.create(person=person, from_on=first, to_on=first + timedelta(days=40))
        if number % 7 == 2:
            person.left_on = STARTS + timedelta(days=random.randrange(100, 300))
            person.save()
        if number % 3 == 0:
            TrainingProgramMember.objects.create(
                training_program=boards, person=person, kind="resident", from_on=STARTS - timedelta(days=9)
            )
        year.people.append(person)
        year.zone[person.email] = ZoneInfo(zone)
    first = STARTS + timedelta(days=88)
    QuietPeriod.objects.create(
        name="ACGME survey", from_on=first, to_on=first + timedelta(days=9), training_program=boards
    )
    QuietPeriod.objects.create(name="Holidays", from_on=date(2026, 12, 24), to_on=date(2027, 1, 2))


def _dues(year):
    """Yield something due of every third person on every fifth day: it has to share days with surveys."""
    today = institution_today()
    for number, person in enumerate(year.people):
        if (number + today.toordinal()) % 5 == 0:
            yield Line(person.id, "dues of a test", (person.id, today), 10, SCOPES["first"])
