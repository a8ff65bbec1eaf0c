"""Many people decide about the same pairs at once: nobody gets a mentor too many, nothing is lost, nobody sees an error."""

import random
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction

from rounds.core.audit.checks import verify_all
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.matching.decisions.services import decisions
from rounds.matching.models import MatchRun, Offer, PairDecision, RunStep
from rounds.matching.publishing.services import answers, approval
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import open_pairs, set_places
from rounds.mentorships.services.states import end_mentorship
from rounds.programs.models import Enrollment, ProgramRole
from rounds.programs.services import change_enrollment_state
from tests.matching.scenes import add_mentee, add_mentor, add_person, make_scene, solve_now
from tests.matching.test_pages import at, client

MENTEES, MENTORS = 6, 3
# what was done -> what it leaves in the audit, one row each
LEAVES = {
    "publish": "run.published",
    "confirm": "mentorship.moved",
    "decline": "offer.returned",
    "raise capacity": "mentorship.places_set",
    "remove mentor": "programs.enrollment.withdrawn",
    "swap": "decision.hand",
    "end": "mentorship.ended",
}


class Race:
    """One round: everybody starts at the same moment; what each did or was told."""

    def __init__(self, scene, run_id, seed):
        self.scene, self.run_id, self.done, self.refused, self.broken = (
            scene,
            run_id,
            Counter(),
            Counter(),
            [],
        )
        self.sentences = set()
        self.draw = random.Random(seed)
        self.offers = list(Offer.objects.select_related("mentorship__mentor"))

    def run(self, writers):
        barrier = threading.Barrier(writers, timeout=60)
        plans = [self._plan() for _ in range(writers)]
        threads = [threading.Thread(target=self._write, args=(barrier, *plan)) for plan in plans]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _write(self, barrier, name, act):
        try:
            with scope(self.scene.institution.id):
                barrier.wait()
                act()
            self.done[name] += 1
        except DomainError as told:
            self.refused[name] += 1
            self.sentences.add((name, told.message))
        except Exception as error:
            self.broken.append(f"{name}: {type(error).__name__}: {error}")
        finally:
            connection.close()

    def _plan(self):
        """Plan what one writer does: Alice or Grace of the office, or a mentor with an offer."""
        scene, draw = self.scene, self.draw
        by = draw.choice([scene.alice, scene.viewer("Grace", "director")])
        one, two = draw.sample(range(MENTEES), 2)
        first, second = scene.people[f"Mentee{one}"], scene.people[f"Mentee{two}"]
        mentor, other = (scene.people[f"Mentor{n}"] for n in draw.sample(range(MENTORS), 2))
        places = draw.choice([1, 2, 3])
        plans = {
            "publish": lambda: approval.publish_run(run_id=self.run_id, by=by),
            "swap": lambda: decisions.swap_pairs(
                cohort=scene.cohort,
                first=(first.id, mentor.id),
                second=(second.id, other.id),
                reason="Other project",
                by=by,
            ),
            "raise capacity": lambda: set_places(mentor_id=mentor.id, places=places, by=by),
            "remove mentor": lambda: self._remove(mentor, by),
        }
        if self.offers:
            offer = draw.choice(self.offers)
            plans["reassign"] = lambda: self._reassign(first, mentor, by)
            theirs = scene.viewer(offer.mentorship.mentor.given_name)
            plans["confirm"] = lambda: answers.accept_as_mentor(
                offer_id=offer.id, meeting_at=now() + timedelta(days=2), modality="video", by=theirs
            )
            plans["decline"] = lambda: answers.decline_as_mentor(offer_id=offer.id, reason="", by=theirs)
        weights = {"publish": 5, "remove mentor": 0.05, "swap": 0.05 if not self.offers else 1}
        name = draw.choices(list(plans), [weights.get(one, 1) for one in plans])[0]
        return name, plans[name]

    def _remove(self, mentor, by):
        with transaction.atomic():
            enrollment = Enrollment.objects.select_for_update(no_key=True).get(
                cohort=self.scene.cohort, person=mentor, side="mentor"
            )
            if enrollment.state == "withdrawn":
                raise OutOfOrder("Withdrawn already.")
            change_enrollment_state(by=by, enrollment=enrollment, state="withdrawn")

    def _reassign(self, mentee, mentor, by):
        """End what the mentee has, then give another mentor."""
        scene = self.scene
        pair = Opening(
            mentee_enrollment_id=scene.enrollments[mentee.given_name, "mentee"].id,
            mentor_enrollment_id=scene.enrollments[mentor.given_name, "mentor"].id,
            mentee_id=mentee.id,
            mentor_id=mentor.id,
            places=2,
        )
        for held in Mentorship.objects.filter(mentee=mentee, state__in=OPEN):
            end_mentorship(mentorship_id=held.id, reason="other", by=by)
            self.done["end"] += 1
        open_pairs(pairs=[pair], cycle_id=scene.cohort.cycle_id, program_id=scene.program.id, by=by)


def audited():
    return Counter(AuditEvent.objects.values_list("action", flat=True))


def check(race, before):
    """Check what must hold after every round."""
    assert not race.broken
    open_pairs_now = list(Mentorship.objects.filter(state__in=OPEN))
    taken = Counter(pair.mentor_id for pair in open_pairs_now)
    for load in MentorLoad.objects.all():
        assert load.active == taken[load.mentor_id] <= load.capacity
    primaries = Counter((pair.mentee_id, pair.cycle_id) for pair in open_pairs_now if pair.is_primary)
    assert not [mentee for mentee, number in primaries.items() if number > 1]
    rows, done = audited() - before, race.done
    done["end"] += done["decline"]
    for name, action in LEAVES.items():
        assert (name, rows[action]) == (name, done[name])
    assert rows["mentorship.opened"] == done["publish"] + done["reassign"]
    assert done["publish"] <= 1
    assert PairDecision.objects.count() == 2 * done["swap"]


class Arena:
    """One cohort with one solved run, put back to the start before each round."""

    def __init__(self, scene):
        self.scene = scene
        self.run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))

    def reset(self):
        Offer.objects.all().delete()
        Mentorship.objects.all().delete()
        MentorLoad.objects.all().delete()
        PairDecision.objects.all().delete()
        RunStep.objects.all().delete()
        Enrollment.objects.filter(cohort=self.scene.cohort).update(state="enrolled")
        MatchRun.objects.update(state="draft", published_at=None, mail_leaves_at=None)

    def round(self, seed, writers):
        """Publish, confirm, decline, reassign, swap, remove, raise: all at once over one run."""
        self.reset()
        if seed % 2:  # every other round begins with published pairs, so that there is something to answer
            approval.publish_run(run_id=self.run.id, by=self.scene.alice)
            Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
        before = audited()
        race = Race(self.scene, self.run.id, seed)
        race.run(writers)
        check(race, before)
        return race


@pytest.fixture
def arena(scene):
    return Arena(scene)


@pytest.fixture
def scene(transactional_db):
    from rounds.core.models import Institution

    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        scene = make_scene(hospital)
        scene.enrollments["Bob", "mentor"].delete()
        scene.enrollments["Cleo", "mentee"].delete()
        add_person(scene, "Grace", login=True)
        ProgramRole.objects.create(
            program=scene.program, person=scene.people["Grace"], role="director", from_on=institution_today()
        )
        for number in range(MENTORS):
            add_mentor(scene, f"Mentor{number}", capacity=2)
        for number in range(MENTEES):
            add_mentee(scene, f"Mentee{number}")
        yield scene


def added(races):
    """Add up all rounds."""
    done, refused, sentences = Counter(), Counter(), set()
    for race in races:
        done += race.done
        refused += race.refused
        sentences |= race.sentences
    return done, refused, sentences


def test_few_writers_at_once_never_overload_anybody(arena):
    done, refused, _sentences = added([arena.round(seed, writers=10) for seed in range(4)])

    assert done["publish"] > 0
    assert sum(refused.values()) > 0
    assert verify_all().findings == []


def test_loser_of_a_race_to_publish_reads_who_won_on_a_409_page(arena):
    races = (arena.round(seed, writers=10) for seed in range(0, 40, 2))
    race = next(race for race in races if race.done["publish"])
    page = client(arena.scene, "Grace").post(at(arena.scene, "matching:publish", run_id=arena.run.id))

    winner = arena.run.steps.get(step="published").by_name
    assert winner in {"Alice Adams", "Grace Test"}
    assert page.status_code == 409
    assert f"{winner} was first: published" in page.content.decode()
    assert race.broken == []


@pytest.mark.long
def test_fifty_writers_in_two_hundred_rounds_never_overload_anybody(arena):
    began = time.monotonic()
    done, refused, sentences = added([arena.round(seed, writers=50) for seed in range(200)])
    seconds = time.monotonic() - began

    print(
        f"\n{connection.vendor}: 50 writers x 200 rounds in {seconds:.0f} s; done {dict(done)}; refused {dict(refused)}; "
        f"{AuditEvent.objects.count()} audit rows"
    )
    assert set(LEAVES) | {"reassign"} <= set(done)
    assert done["publish"] >= 50
    told = {sentence for name, sentence in sentences if name == "publish"}
    assert any("was first" in sentence for sentence in told)
    assert verify_all().findings == []
