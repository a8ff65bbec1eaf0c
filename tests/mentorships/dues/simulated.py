"""A year of a program, day by day against the tables, and beside it the plain model; what both must agree on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from unittest.mock import patch
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.core import mail as outbox

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.mail import choices, send_waiting
from rounds.core.models import DayMail
from rounds.core.tasks import queue_mail_of_the_day
from rounds.mentorships.agreements.services import propose_agreement, sign_agreement
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.mentorships.conversations.services.log import Held as Talk
from rounds.mentorships.conversations.services.log import log_conversation
from rounds.mentorships.conversations.services.notes import Writing
from rounds.mentorships.dues.selectors import LISTED, office_pairs
from rounds.mentorships.dues.services import answer_about_pair
from rounds.mentorships.dues.services.answers import Said
from rounds.mentorships.dues.tasks import close_what_is_over
from rounds.mentorships.dues.values import AgreedTerms, Held, Span
from rounds.mentorships.enums import State
from rounds.mentorships.models import AgreementVersion, Mentorship, Telling
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.office import hand_over, pause_pair, plan_end, resume_pair
from rounds.mentorships.services.pairs import open_pairs
from rounds.mentorships.services.states import end_mentorship
from rounds.people.models import Person, Site
from rounds.people.services import record_leaving
from rounds.people.services.leaving import enter_leave
from tests.matching.scenes import add_mentee, add_mentor, make_scene
from tests.mentorships.dues.year import FIRST, LENGTH, Life, Model, talks_of

ZONES = ("America/New_York", "America/Chicago")
# The nights in which the clocks of both zones change.
CLOCK_CHANGES = (date(2025, 11, 2), date(2026, 3, 8))
DOWN = [first + timedelta(days=n) for first in (date(2025, 10, 14), date(2026, 2, 9)) for n in range(3)]


class Year:
    """The program, its people, and what happens to both the tables and the model."""

    def __init__(self, institution, count, seed):
        self.random, self.model, self.institution = Random(seed), Model(), institution
        self.scene = make_scene(institution)
        self.scene.cohort.cycle.ends_on = FIRST + timedelta(days=340)
        self.scene.cohort.cycle.save()
        self.scene.program.state = "running"
        self.scene.program.save()
        self.sites = [Site.objects.create(name=zone, timezone=zone) for zone in ZONES]
        self.todo = defaultdict(list)
        self.zone_of, self.spare = {}, []
        self._people(count)
        self._invent()

    def _people(self, count):
        for number in range((count + 1) // 2 + 3):
            self._add(add_mentor, f"Mentor{number}", capacity=4)
        openings = []
        for number in range(count):
            self._add(add_mentee, f"Mentee{number}")
            openings.append(self._opening(f"Mentee{number}", f"Mentor{number // 2}"))
        self.spare = [f"Mentor{(count + 1) // 2 + n}" for n in range(3)]
        pairs = open_pairs(
            pairs=openings,
            cycle_id=self.scene.cohort.cycle_id,
            program_id=self.scene.program.id,
            by=self.scene.alice,
            state=State.ACTIVE,
        )
        for number, pair in enumerate(pairs):
            self._live(pair, f"Mentee{number}", f"Mentor{number // 2}")
        # a pair that was offered and never taken up: nothing is ever due of it
        self._add(add_mentee, "Declined")
        offered = self._opening("Declined", self.spare[2])
        open_pairs(
            pairs=[offered],
            cycle_id=self.scene.cohort.cycle_id,
            program_id=self.scene.program.id,
            by=self.scene.alice,
        )

    def _add(self, add, name, **more):
        site = self.random.choice(self.sites)
        self.zone_of[name.lower()] = ZoneInfo(site.timezone)
        add(self.scene, name, site=site, **more)

    def _opening(self, mentee, mentor):
        return Opening(
            mentee_enrollment_id=self.scene.enrollments[mentee, "mentee"].id,
            mentor_enrollment_id=self.scene.enrollments[mentor, "mentor"].id,
            mentee_id=self.scene.people[mentee].id,
            mentor_id=self.scene.people[mentor].id,
            places=4,
        )

    def _live(self, pair, mentee, mentor):
        life = Life(pair.id, mentee, mentor, institution_today(), self.scene.cohort.cycle.ends_on)
        self.model.lives.append(life)
        self.model.lives.sort(key=lambda one: one.id)
        return life

    def viewer(self, name):
        person = self.scene.people[name]
        return Viewer(self.institution.id, None, person.id, name)

    def _invent(self):
        """Draw what happens to each pair, and on which day."""
        for life in list(self.model.lives):
            self._draw_talks(life, 0)
            draw = self.random.random
            if draw() < 0.75:
                self._on(self.random.randrange(4, 60), self.propose, life)
            if draw() < 0.5:
                self._on(self.random.randrange(150, 230), self.answer, life, "mid_point", "right")
            for _side in range(2):
                if draw() < 0.5:
                    self._on(self.random.randrange(300, 335), self.answer, life, "closing", "go_on")
            if draw() < 0.15:
                start = self.random.randrange(20, 250)
                self._on(start, self.pause, life)
                self._on(start + self.random.randrange(5, 60), self.resume, life)
            if draw() < 0.1:
                self._on(self.random.randrange(60, 250), self.move_end, life)
            if draw() < 0.08:
                self._on(self.random.randrange(40, 250), self.change, life)
        names = sorted({name for life in self.model.lives for name in (life.mentee, life.mentor)})
        for name in names:
            draw = self.random.random()
            if draw < 0.12:
                self._on(self.random.randrange(20, 280), self.go_away, name)
            elif draw < 0.18:
                self._on(self.random.randrange(60, 280), self.leave, name)
            elif draw < 0.22:
                self._on(self.random.randrange(10, 200), self.unsubscribe, name)

    def _draw_talks(self, life, after):
        for day in talks_of(self.random):
            self._on(after + day, self.talk, life)

    def _on(self, day, what, *arguments):
        self.todo[FIRST + timedelta(days=day)].append((what, arguments))

    def _runs(self, life):
        return life.ended_on is None

    # what happens, to both

    def talk(self, life):
        paused = life.pauses and life.pauses[-1][1] is None
        if not self._runs(life) or paused:
            return
        day, minutes = institution_today(), self.random.choice((10, 20, 30, 45))
        held = Talk(entry_id=uuid4(), held_on=day, minutes=minutes)
        log_conversation(mentorship_id=life.id, held=held, by=self.viewer(life.mentee), writing=Writing())
        life.held.append(Held(day, minutes))

    def propose(self, life):
        if self._runs(life):
            review = institution_today() + timedelta(days=90)
            terms = replace(default_terms(review), interval_days=self.random.choice((14, 30, 45)))
            propose_agreement(mentorship_id=life.id, terms=terms, seen=0, by=self.viewer(life.mentee))
            life.pen = "mentor"
            if self.random.random() < 0.8:
                when = (institution_today() - FIRST).days + self.random.randrange(1, 25)
                self._on(when, self.sign, life, review, terms.interval_days, institution_today())

    def sign(self, life, review, interval, proposed_on):
        if self._runs(life):
            version = AgreementVersion.objects.get(mentorship_id=life.id)
            sign_agreement(version=version, digest=version.digest, by=self.viewer(life.mentor))
            life.terms, life.interval, life.pen = AgreedTerms(proposed_on, review), interval, "mentee"

    def answer(self, life, occasion, choice):
        if self._runs(life):
            side = self.random.choice(("mentee", "mentor"))
            by = self.viewer(life.mentee if side == "mentee" else life.mentor)
            said = Said(occasion=occasion, choice=choice)
            answer_about_pair(mentorship_id=life.id, said=said, by=by)
            life.answers[occasion][side] = institution_today()
            if choice == "go_on":
                life.goes_on.add(side)

    def pause(self, life):
        if self._runs(life):
            pause_pair(mentorship_id=life.id, by=self.scene.alice)
            life.pauses.append([institution_today(), None])

    def resume(self, life):
        if self._runs(life) and life.pauses and life.pauses[-1][1] is None:
            resume_pair(mentorship_id=life.id, by=self.scene.alice)
            life.pauses[-1][1] = institution_today()

    def move_end(self, life):
        if self._runs(life):
            end = life.ends_on + timedelta(days=self.random.randrange(-40, 40))
            if end > institution_today():
                plan_end(mentorship_id=life.id, planned_end_on=end, by=self.scene.alice)
                life.ends_on = end

    def change(self, life):
        if not self._runs(life) or self.spare[0] in self.model.left:
            return
        new = hand_over(
            mentorship_id=life.id,
            mentor_enrollment_id=self.scene.enrollments[self.spare[0], "mentor"].id,
            mentor_id=self.scene.people[self.spare[0]].id,
            places=60,
            reason="changed",
            by=self.scene.alice,
        )
        life.ended_on = institution_today()
        life.goes_on.clear()
        self._draw_talks(self._live(new, life.mentee, self.spare[0]), (institution_today() - FIRST).days)

    def go_away(self, name):
        first = institution_today() + timedelta(days=self.random.randrange(0, 20))
        last = first + timedelta(days=self.random.randrange(10, 70))
        enter_leave(person=self.scene.people[name], from_on=first, to_on=last, by=self.scene.alice)
        self.model.leaves[name].append(Span(first, last))

    def leave(self, name):
        record_leaving(people=[self.scene.people[name]], on=institution_today(), by=self.scene.alice)
        self.model.left[name] = institution_today()
        self._on((institution_today() - FIRST).days + 2, self.end_pairs, name)

    def end_pairs(self, name):
        for life in self.model.lives:
            if name in (life.mentee, life.mentor) and self._runs(life):
                end_mentorship(mentorship_id=life.id, reason="left", by=self.scene.alice)
                life.ended_on = institution_today()
                life.goes_on.clear()

    def unsubscribe(self, name):
        choices.stop_reminders(person_id=self.scene.people[name].id, by=self.viewer(name))
        self.model.stopped.add(name)

    def close(self, day):
        close_what_is_over()
        for life in self.model.lives:
            if self._runs(life) and life.ends_on <= day:
                life.ended_on = day

    def lists(self):
        """Return what the office sees, and what the plain recount says that it should."""
        found = office_pairs(self.scene.alice, [self.scene.program]).trouble
        seen = {(str(rule), row.pair.id) for rule in LISTED for row in found[rule]}
        today, counted = institution_today(), set()
        for life in self.model.lives:
            if self._runs(life):
                for rule, _subject, _key, _on, office, _tell in self.model_due(life, today):
                    if office and rule in LISTED:
                        counted.add((rule, life.id))
        return seen, counted

    def model_due(self, life, day):
        from tests.mentorships.dues.recount import recount

        return list(recount(life.facts(self.model.leaves), {}, day))


def hours_of(day, *, is_short):
    """Return the hours of a day at which anything can happen; all of them around the nights when clocks change."""
    if any(abs((day - one).days) <= 1 for one in CLOCK_CHANGES):
        return range(6, 24)
    if day.weekday() >= 5:
        return (12,)
    morning, afternoon = (11, 12, 13), (21, 22, 23)
    return morning if is_short and day.weekday() > 1 else (*morning, *afternoon)


def run_year(year, clock, *, days=LENGTH, dates=20):
    checked, sent_at = 0, []
    every = days // dates
    for number in range(days):
        day = FIRST + timedelta(days=number)
        clock.move_to(datetime(day.year, day.month, day.day, 6, tzinfo=UTC))
        for what, arguments in year.todo[day]:
            what(*arguments)
        year.close(day)
        if number % every == every - 1 and checked < dates:
            seen, counted = year.lists()
            assert seen == counted, f"the office's lists on {day}"
            checked += 1
        if day in DOWN:
            continue
        for hour in hours_of(day, is_short=days < LENGTH):
            clock.move_to(datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC))
            queue_mail_of_the_day()
            send_waiting(limit=10_000)
            sent_at += [(datetime.now(UTC), message) for message in outbox.outbox[len(sent_at) :]]
        for is_mentor in (False, True):
            if not (is_mentor and days < LENGTH and day.weekday() > 1):
                year.model.run(day, is_mentor=is_mentor)
    assert checked == dates
    return sent_at


def check_limits(year, sent_at):
    """Count by hand what was sent: day, hour, week, and who was away or gone."""
    by_person = defaultdict(list)
    for moment, message in sent_at:
        name = message.to[0].partition("@")[0]
        local = moment.astimezone(year.zone_of[name])
        assert local.hour == (7 if name.startswith("mentee") else 17), (name, local)
        by_person[name].append(local.date())
    proper = {name.lower(): name for name in year.scene.people}
    for name, days in by_person.items():
        assert len(days) == len(set(days)), f"two mails on one day: {name}"
        for day in days:
            assert sum(day <= one < day + timedelta(days=7) for one in days) <= 3, (
                f"over three a week: {name}"
            )
            assert not year.model.is_quiet(proper[name], day), f"a quiet day: {name}, {day}"
            assert year.model.left.get(proper[name], date.max) > day, f"to who has left: {name}"
    return by_person


def check(year, sent_at):
    """Hold the tables against the model: each due told exactly once, mails as counted by hand; return the figures."""
    told = {
        (row.due.mentorship_id, row.due.rule, row.due.subject, row.due.key, row.number, row.to): (
            row.on,
            row.is_dropped,
        )
        for row in Telling.objects.select_related("due")
    }
    assert told == year.model.tellings
    by_person = check_limits(year, sent_at)
    counted = {name.lower(): len(mails) for name, mails in year.model.mails.items() if mails}
    assert {name: len(days) for name, days in by_person.items()} == counted
    assert DayMail.objects.filter(is_sent=True).count() == len(sent_at)
    lines = sum(message.body.count("/pairs/") for _moment, message in sent_at)
    assert lines == sum(not dropped for _on, dropped in told.values())
    assert not Person.objects.filter(given_name="Declined", email__in=[m.to[0] for _t, m in sent_at])
    return {
        "mails": len(sent_at),
        "told": len(told),
        "dropped": sum(dropped for _on, dropped in told.values()),
        "most_a_week": max(
            (
                sum(day <= one < day + timedelta(days=7) for one in days)
                for days in by_person.values()
                for day in days
            ),
            default=0,
        ),
        "continued": Mentorship.objects.filter(state=State.CONTINUED).count(),
        "left": len(year.model.left),
        "on_leave": len(year.model.leaves),
    }


def simulate(hospital, clock, *, pairs, days, seed):
    """Let a hospital live through a year, and return its figures once they agree with the model."""
    hospital.mail_is_live, hospital.timezone = True, ZONES[0]
    hospital.save()
    clock.move_to(datetime(FIRST.year, FIRST.month, FIRST.day, 6, tzinfo=UTC))
    ids = Random(seed)
    # of two reminders of one rule the pair whose id is first goes first: one seed is one year
    drawn = patch.object(
        Mentorship._meta.get_field("id"),
        "_get_default",
        lambda: UUID(int=ids.getrandbits(128), version=4),
        create=True,
    )
    with drawn, scope(hospital.id, hospital.timezone):
        year = Year(hospital, pairs, seed)
        return check(year, run_year(year, clock, days=days))
