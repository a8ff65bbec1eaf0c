"""Any two things that happen to the pairs of one mentor, at the same moment: no deadlock, no place too many, no error.

Each round has people of its own, so nothing is put back between rounds. What a page would answer with a sentence (a
DomainError) is a good end of an act; anything else is not.
"""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations_with_replacement
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F, Q

from rounds.core.audit.checks import verify_all
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError
from rounds.core.models import Institution
from rounds.matching.decisions.services.decisions import lock_pair
from rounds.matching.input.services.weights import weights_for
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.services import answers, approval
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.office import end_pair_by_office
from rounds.mentorships.services.pairs import open_pairs, set_places
from rounds.mentorships.services.states import end_pairs_of
from rounds.people.models import CareerStage, Person
from rounds.people.services.leaving import record_leaving
from rounds.people.services.merging import merge_people
from rounds.people.services.returning import take_back_leaving
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.services import change_enrollment_state
from tests.matching.scenes import make_scene, solve_now

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
MENTORS = {"Max": 3, "Twin": 3, "Nora": 2}
MENTEES = ("Ada", "Ben", "Cy", "Dot", "Eve")
# Max is asked for two and mentors a third, his second record mentors a fourth; Eve has nobody.
ASKED, RUNNING = (("Ada", "Max"), ("Ben", "Max")), (("Dot", "Max"), ("Cy", "Twin"))


@dataclass
class Round:
    """A cohort of its own, and what may happen to Max's pairs in it."""

    scene: Any
    cohort: Cohort
    people: dict[str, Person]
    enrollments: dict[str, Enrollment]
    pairs: dict[str, Mentorship]
    offers: dict[str, Offer]
    run: MatchRun
    way_back: dict[str, Any] | None = None

    @property
    def office(self):
        return self.scene.alice

    def end(self):
        end_pair_by_office(
            mentorship_id=self.pairs["Dot"].id, reason="other", ended_on=institution_today(), by=self.office
        )

    def withdraw(self):
        """Withdraw Max, and end his pairs as the worker does."""
        change_enrollment_state(by=self.office, enrollment=self.enrollments["Max"], state="withdrawn")
        end_pairs_of(enrollment_id=self.enrollments["Max"].id, by=self.office)

    def leave(self):
        record_leaving(
            people=[self.people["Max"], self.people["Dot"]], on=institution_today(), by=self.office
        )

    def take_back(self):
        take_back_leaving(way_back=self.way_back, by=self.office)

    def publish(self):
        approval.publish_run(run_id=self.run.id, by=self.office)

    def stop(self):
        approval.stop_publishing(run_id=self.run.id, by=self.office)

    def confirm(self):
        """Let Max say yes to Ada, and Ada to Max."""
        for name, act in (("Max", self._as_mentor), ("Ada", self._as_mentee)):
            act(self.scene.viewer(name))

    def _as_mentor(self, by):
        meeting = {"meeting_at": now() + timedelta(days=2), "modality": "video"}
        answers.accept_as_mentor(offer_id=self.offers["Ada"].id, by=by, **meeting)

    def _as_mentee(self, by):
        answers.accept_as_mentee(offer_id=self.offers["Ada"].id, meeting_at=None, by=by)

    def lock(self):
        lock_pair(cohort=self.cohort, pair=(self.people["Eve"].id, self.people["Max"].id), by=self.office)

    def merge(self):
        merge_people(keep=self.people["Max"], other=self.people["Twin"], by=self.office)

    def change_places(self):
        set_places(mentor_id=self.people["Max"].id, places=4, by=self.office)


ACTS = (
    Round.end,
    Round.withdraw,
    Round.leave,
    Round.take_back,
    Round.publish,
    Round.stop,
    Round.confirm,
    Round.lock,
    Round.merge,
    Round.change_places,
)
PAIRS = tuple(combinations_with_replacement(ACTS, 2))


class Arena:
    """A program in which rounds are made."""

    def __init__(self, scene):
        self.scene, self.made = scene, 0
        self.weights = weights_for(program=scene.program, by=scene.alice)

    def round(self, acts):
        """Make the people of a round, and what the acts start from."""
        self.made += 1
        cohort = Cohort.objects.create(cycle=self.scene.cohort.cycle, name=f"Round {self.made}")
        people = {
            name: Person(given_name=name, family_name=f"Round {self.made}") for name in (*MENTORS, *MENTEES)
        }
        Person.objects.bulk_create(people.values())
        CareerStage.objects.bulk_create(
            CareerStage(
                person=person,
                tier="mid_career" if name in MENTORS else "resident",
                from_on=institution_today() - timedelta(days=9),
            )
            for name, person in people.items()
        )
        enrollments = {
            name: Enrollment(
                cohort=cohort,
                person=person,
                side="mentor" if name in MENTORS else "mentee",
                state="enrolled",
                how="by_program",
                capacity=MENTORS.get(name),
            )
            for name, person in people.items()
        }
        Enrollment.objects.bulk_create(enrollments.values())
        self.scene.people.update(people)
        made = Round(self.scene, cohort, people, enrollments, {}, {}, None)
        self._open(made, ASKED, "offered")
        self._open(made, RUNNING, "active")
        if {Round.publish, Round.stop} & set(acts):
            made.run = solve_now(start_run(cohort=cohort, by=self.scene.alice))
        if Round.stop in acts:
            made.publish()
        self._offer(made)
        if Round.take_back in acts:
            made.way_back = record_leaving(
                people=[people["Max"], people["Dot"]], on=institution_today(), by=self.scene.alice
            )
        return made

    def _open(self, made, pairs, state):
        openings = [
            Opening(
                mentee_enrollment_id=made.enrollments[mentee].id,
                mentor_enrollment_id=made.enrollments[mentor].id,
                mentee_id=made.people[mentee].id,
                mentor_id=made.people[mentor].id,
                places=MENTORS[mentor],
            )
            for mentee, mentor in pairs
        ]
        cycle = self.scene.cohort.cycle
        opened = open_pairs(
            pairs=openings, cycle_id=cycle.id, program_id=cycle.program_id, by=self.scene.alice, state=state
        )
        made.pairs |= {mentee: pair for (mentee, _mentor), pair in zip(pairs, opened, strict=True)}

    def _offer(self, made):
        """Let the pairs that wait for an answer come from a run before."""
        before = MatchRun.objects.create(
            cohort=made.cohort, number=900, weights=self.weights, input_digest="0"
        )
        made.offers = {
            mentee: Offer.objects.create(mentorship=made.pairs[mentee], run=before)
            for mentee, _mentor in ASKED
        }


def race(made, acts):
    """Do all acts at the same moment; return how many were done, how many refused, and what else happened."""
    barrier, done, broken = threading.Barrier(len(acts)), Counter(), []

    def write(act):
        try:
            with scope(made.scene.institution.id):
                connection.ensure_connection()
                barrier.wait()
                act(made)
            done["done"] += 1
        except DomainError:
            done["refused"] += 1
        except Exception as error:
            broken.append(f"{act.__name__}: {type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done, broken


def overfull():
    """Return mentors whose count of places does not hold, open pairs of people who are gone, second primary mentors."""
    taken = Counter(Mentorship.objects.filter(state__in=OPEN).values_list("mentor_id", flat=True))
    loads = dict(MentorLoad.objects.values_list("mentor_id", "active"))
    wrong = [key for key in {*taken, *loads} if taken[key] != loads.get(key, 0)]
    wrong += MentorLoad.objects.filter(active__gt=F("capacity")).values_list("mentor_id", flat=True)
    merged = Q(mentee__merged_into__isnull=False) | Q(mentor__merged_into__isnull=False)
    withdrawn = Q(mentee_enrollment__state="withdrawn") | Q(mentor_enrollment__state="withdrawn")
    gone = Mentorship.objects.filter(merged | withdrawn, state__in=OPEN)
    wrong += [f"{pair.mentee_id} and {pair.mentor_id}: {pair.state}" for pair in gone]
    primaries = Mentorship.objects.filter(state__in=OPEN, is_primary=True).values("mentee_id", "cycle_id")
    return wrong, list(primaries.annotate(times=Count("id")).filter(times__gt=1))


@pytest.fixture
def arena(transactional_db):
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        yield Arena(make_scene(hospital))


def run_rounds(arena, pairs, rounds):
    """Let every pair of acts meet so many times; return what was done and refused, and all that went wrong."""
    done, wrong = Counter(), []
    for acts in pairs:
        names = " and ".join(act.__name__ for act in acts)
        for _ in range(rounds):
            counted, broken = race(arena.round(acts), acts)
            done += counted
            wrong += [f"{names}: {one}" for one in broken]
    return done, wrong


def test_any_two_acts_at_once_end_well(arena):
    """Three rounds of each pair of acts, on real threads: each round has people of its own."""
    done, wrong = run_rounds(arena, PAIRS, rounds=3)

    assert wrong == []
    assert overfull() == ([], [])
    assert done["done"] > done["refused"] > 0
    assert verify_all().findings == []


@pytest.mark.long
@pytest.mark.parametrize("first", ACTS, ids=[act.__name__ for act in ACTS])
def test_any_two_acts_fifty_times_at_once_end_well(arena, first):
    """Fifty rounds of each pair of acts, in a part for each first act: minutes, on real threads."""
    pairs = [acts for acts in PAIRS if acts[0] is first]
    done, wrong = run_rounds(arena, pairs, rounds=50)

    print(f"\n{connection.vendor}: {dict(done)} in 50 rounds of {len(pairs)} pairs of acts")
    assert wrong == []
    assert overfull() == ([], [])
    assert verify_all().findings == []
