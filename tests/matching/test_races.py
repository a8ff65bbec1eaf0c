"""Many people decide about the same pairs at once: nobody gets a mentor too many, nothing is lost, nobody sees an error."""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from rounds.core.audit_checks import verify_all
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.models import AuditEvent
from rounds.core.scope import scope
from rounds.matching.models import MatchRun, Offer
from rounds.matching.services import answers, approval, decisions
from rounds.matching.services.runs import start_run
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services import Opening, end_mentorship, open_pairs, set_places
from rounds.programs.models import Enrollment
from rounds.programs.services import change_enrollment_state
from tests.matching.scenes import add_mentee, add_mentor, make_scene, solve_now

MENTEES, MENTORS = 6, 3


class Race:
    """One round: everybody starts at the same moment; what each did or was told."""

    def __init__(self, scene, seed):
        self.scene, self.done, self.refused, self.broken = scene, Counter(), Counter(), []
        self.sentences = set()
        self.draw = random.Random(seed)

    def run(self, writers):
        barrier = threading.Barrier(writers)
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
        scene, draw, by = self.scene, self.draw, self.scene.alice
        run = MatchRun.objects.order_by("-number").first()
        mentor = scene.people[f"Mentor{draw.randrange(MENTORS)}"]
        mentee = scene.people[f"Mentee{draw.randrange(MENTEES)}"]
        offer = Offer.objects.order_by("?").select_related("mentorship").first()
        plans = {
            "publish": lambda: approval.publish_run(run_id=run.id, by=by),
            "lock": lambda: decisions.lock_pair(cohort=scene.cohort, pair=(mentee.id, mentor.id), by=by),
            "places": lambda: set_places(mentor_id=mentor.id, places=draw.choice([1, 2, 3]), by=by),
            "withdraw": lambda: change_enrollment_state(
                by=by, enrollment=Enrollment.objects.get(cohort=scene.cohort, person=mentor, side="mentor"), state="withdrawn"
            ),
        }  # fmt: skip
        if offer is not None:
            theirs = scene.viewer(offer.mentorship.mentor.given_name)
            plans["answer yes"] = lambda: answers.accept_as_mentor(
                offer_id=offer.id, meeting_at=now() + timedelta(days=2), modality="video", by=theirs
            )
            plans["reassign"] = lambda: self._reassign(mentee, mentor)
            plans["answer no"] = lambda: answers.decline_as_mentor(offer_id=offer.id, reason="", by=theirs)
        weights = {"publish": 8, "withdraw": 0.05, "lock": 0.1}
        name = draw.choices(list(plans), [weights.get(one, 1) for one in plans])[0]
        return name, plans[name]

    def _reassign(self, mentee, mentor):
        """End what the mentee has and give another mentor."""
        scene = self.scene
        for pair in Mentorship.objects.filter(mentee=mentee, state__in=OPEN):
            end_mentorship(mentorship_id=pair.id, reason="other", by=scene.alice)
        pair = Opening(
            mentee_enrollment_id=scene.enrollments[mentee.given_name, "mentee"].id,
            mentor_enrollment_id=scene.enrollments[mentor.given_name, "mentor"].id,
            mentee_id=mentee.id, mentor_id=mentor.id, places=2,
        )  # fmt: skip
        open_pairs(pairs=[pair], cycle_id=scene.cohort.cycle_id, program_id=scene.program.id, by=scene.alice)


def check(race, audited_before):
    """What must hold after every round."""
    assert not race.broken
    open_pairs_now = list(Mentorship.objects.filter(state__in=OPEN))
    taken = Counter(pair.mentor_id for pair in open_pairs_now)
    for load in MentorLoad.objects.all():
        assert load.active == taken[load.mentor_id] <= load.capacity
    primaries = Counter((pair.mentee_id, pair.cycle_id) for pair in open_pairs_now if pair.is_primary)
    assert not [mentee for mentee, number in primaries.items() if number > 1]
    assert (
        AuditEvent.objects.filter(action="run.published").count() - audited_before
        == race.done["publish"]
        <= 1
    )
    assert verify_all().findings == []


def race_round(scene, seed, writers):
    """Publish, answer, reassign, withdraw, change places: all at once over one run."""
    Offer.objects.all().delete()
    Mentorship.objects.all().delete()
    MentorLoad.objects.all().delete()
    Enrollment.objects.filter(cohort=scene.cohort).update(state="enrolled")
    from rounds.matching.models import PairDecision

    PairDecision.objects.all().delete()
    solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    if seed % 2:  # every other round begins with published pairs, so that there is something to answer
        approval.publish_run(run_id=MatchRun.objects.order_by("-number").first().id, by=scene.alice)
        Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
    audited = AuditEvent.objects.filter(action="run.published").count()
    race = Race(scene, seed)
    race.run(writers)
    check(race, audited)
    return race


@pytest.fixture
def scene(transactional_db):
    from rounds.core.models import Institution

    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        scene = make_scene(hospital)
        scene.enrollments["Bob", "mentor"].delete()
        scene.enrollments["Cleo", "mentee"].delete()
        for number in range(MENTORS):
            add_mentor(scene, f"Mentor{number}", capacity=2)
        for number in range(MENTEES):
            add_mentee(scene, f"Mentee{number}")
        yield scene


def test_few_writers_at_once_never_overload_anybody(scene):
    races = [race_round(scene, seed, writers=10) for seed in range(3)]

    assert sum(sum(race.done.values()) for race in races) > 0
    assert sum(sum(race.refused.values()) for race in races) > 0
    assert sum(race.done["publish"] for race in races) > 0


@pytest.mark.long
def test_fifty_writers_in_two_hundred_rounds_never_overload_anybody(scene):
    published = sum(race_round(scene, seed, writers=50).done["publish"] for seed in range(200))

    assert published >= 50
