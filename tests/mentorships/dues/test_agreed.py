"""Conversations agreed: one number, worked out of running days, held against a recount day by day over a crowded world."""

from datetime import timedelta
from random import Random

import pytest

from rounds.core.clock import institution_today
from rounds.insights.selectors.gathering import cycle_facts
from rounds.mentorships.agreements.services import EarlierAgreement, record_signed_agreements
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.mentorships.dues.selectors.agreed import agreed_of
from rounds.mentorships.models import Mentorship, Pause
from rounds.people.models import Leave
from rounds.programs.models import Cycle
from tests.matching.scenes import add_mentee, add_mentor, make_scene
from tests.mentorships.conversations.scenes import day
from tests.mentorships.test_services import opening

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pairs(in_hospital):
    """Let twelve pairs have run for up to two years: pauses that overlap leaves, open ones, ends, signed terms."""
    from rounds.mentorships.services.pairs import record_existing_pair

    scene, random = make_scene(in_hospital), Random(4)
    for number in range(12):
        add_mentor(scene, f"Mentor{number}", capacity=2)
        add_mentee(scene, f"Mentee{number}")
        made = record_existing_pair(
            pair=opening(scene, mentee=f"Mentee{number}", mentor=f"Mentor{number}"),
            cycle_id=scene.cohort.cycle_id,
            program_id=scene.program.id,
            started_on=day(random.randrange(30, 700)),
            by=scene.alice,
        )
        # known since it began, but for some that were imported later
        if number % 4:
            Mentorship.objects.filter(id=made.id).update(imported_start_on=None)
        if number % 3 == 0:
            terms = default_terms(day(-90))
            record_signed_agreements(
                agreements=[EarlierAgreement(pair=made, terms=terms, signed_at=made.created_at)],
                by=scene.alice,
            )
        for person in (made.mentee, made.mentor):
            first = random.randrange(5, 690)
            to_on = day(first - random.randrange(1, 60)) if random.random() < 0.8 else None
            Leave.objects.create(person=person, from_on=day(first), to_on=to_on)
        if number % 2:
            first = random.randrange(10, 400)
            Pause.objects.create(mentorship=made, from_on=day(first), to_on=day(first - 9))
        if number % 5 == 0:
            Mentorship.objects.filter(id=made.id).update(state="ended", ended_on=day(random.randrange(3, 25)))
    return list(Mentorship.objects.select_related("cycle__program").order_by("id"))


def counted_by_hand(pair, as_of):
    """Walk the days of a pair one by one."""
    on, days = pair.opened_on, 0
    if pair.imported_start_on:
        on = max(on, institution_today())
    leaves = Leave.objects.filter(person__in=(pair.mentee_id, pair.mentor_id))
    stops = [*leaves.values_list("from_on", "to_on"), *pair.pauses.values_list("from_on", "to_on")]
    while on < min(pair.ended_on or as_of, as_of):
        days += not any(first <= on and (last is None or on < last) for first, last in stops)
        on += DAY
    return days


def test_days_without_pauses_and_leaves_are_counted_once_for_every_reader(
    pairs, django_assert_max_num_queries
):
    as_of = institution_today() - DAY

    with django_assert_max_num_queries(3):
        found = agreed_of(pairs, as_of)

    assert {pair.id: found[pair.id].days for pair in pairs} == {
        pair.id: counted_by_hand(pair, as_of) for pair in pairs
    }
    assert sum(one.days > 0 for one in found.values()) >= 5
    assert {one.interval_days for one in found.values()} == {30, 365.25 / 4}
    facts = cycle_facts(Cycle.objects.get(id=pairs[0].cycle_id), as_of)
    assert sum(one.agreed for one in facts.pairs) == pytest.approx(
        sum(one.conversations for one in found.values())
    )
