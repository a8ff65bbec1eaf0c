"""Any two things that happen to the pairs of one mentor, at the same moment: no deadlock, no place too many, no error.

Each round has people of its own, so nothing is put back between rounds. What a page would answer with a sentence (a
DomainError) is a good end of an act; anything else is not.
"""

import threading
from collections import Counter
from itertools import combinations_with_replacement

import pytest
from django.db import connection
from django.db.models import Count, F, Q

from rounds.core.audit.checks import verify_all
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError
from rounds.core.models import Institution
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import MentorLoad, Mentorship
from tests.matching.scenes import make_scene
from tests.mentorships.race_scenes import ACTS, Arena

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
PAIRS = tuple(combinations_with_replacement(ACTS, 2))
PARTS = 19


def race(made, acts):
    """Do all acts at the same moment; return how many were done, how many refused, and what else happened."""
    barrier, done, broken = threading.Barrier(len(acts), timeout=60), Counter(), []

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
    """One round of each pair of acts, on real threads: each round has people of its own."""
    done, wrong = run_rounds(arena, PAIRS, rounds=1)

    assert wrong == []
    assert overfull() == ([], [])
    assert done["done"] > done["refused"] > 0
    assert verify_all().findings == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_any_two_acts_fifty_times_at_once_end_well(arena, part):
    """Fifty rounds of each pair of acts, in parts: minutes, on real threads."""
    pairs = PAIRS[part::PARTS]
    done, wrong = run_rounds(arena, pairs, rounds=50)

    print(f"\n{connection.vendor}: {dict(done)} in 50 rounds of {len(pairs)} pairs of acts")
    assert wrong == []
    assert overfull() == ([], [])
    assert verify_all().findings == []
