"""Learning for the next match: what a good pair is, proposals that a person answers, and no weight written without one."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.insights.models import WeightProposal
from rounds.insights.selectors.learning import (
    changes_of,
    newest_finding,
    pairs_over,
    present_weights,
    proposal_for,
)
from rounds.insights.services import learning
from rounds.insights.values.proposals import PairOver, PairsOver, numbers_with
from rounds.matching.input.services.weights import save_weights
from rounds.matching.input.values.weights import CRITERIA
from rounds.matching.models import WeightSet
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Conversation, Mentorship
from rounds.people.models import Person
from rounds.programs.models import Cycle, Program
from tests.matching.scenes import make_scene, solve_now

WHY = "Two cohorts agree"


def years(cohorts: int, *, worth: float, seed: int = 4, of_each: int = 150) -> PairsOver:
    """Return pairs of so many cohorts; `worth` is how much more of what was agreed the first criterion went with."""
    draw, pairs = np.random.default_rng(seed), []
    for cohort in range(cohorts):
        for number in range(of_each):
            shares = dict(zip(CRITERIA, draw.random(len(CRITERIA)).tolist(), strict=True))
            score = sum(shares.values()) / len(shares)
            good = 0.2 + 0.2 * score + worth * shares[CRITERIA[0]] + float(draw.normal(0, 0.15))
            held = round(12 * min(1.0, max(0.0, good)))
            pairs.append(
                PairOver(f"{cohort}-{number:03}", f"m{number % 50}", f"c{cohort}", held, 12.0, shares)
            )
    return PairsOver(tuple(pairs), 3, 1)


@pytest.fixture
def program(in_hospital):
    return Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")


@pytest.fixture
def over(monkeypatch, program):
    """Let the closed years of the program be those that the test says."""
    said = {"pairs": years(2, worth=0.4)}
    nothing = PairsOver((), 0, 0)
    monkeypatch.setattr(
        learning, "pairs_over", lambda key, _day: said["pairs"] if key == program.id else nothing
    )
    return said


@pytest.fixture
def office(in_hospital):
    return system(in_hospital.id)


def test_pair_that_held_more_than_agreed_is_no_better_than_all_and_one_that_agreed_on_nothing_is_none():
    kept, none = (PairOver("p", "m", "c", 14, agreed, {}) for agreed in (12.0, 0.0))

    assert (kept.good, none.good) == (1.0, 0.0)


def test_clear_years_propose_at_most_five_points_and_write_no_weights(office, program, over):
    assert learning.learn(by=office) == 1
    assert learning.learn(by=office) == 0, "the same pairs are one finding"

    found = newest_finding(program.id)
    assert WeightSet.objects.count() == 0
    assert found.proposed[CRITERIA[0]] == found.weights[CRITERIA[0]] + 5
    assert all(abs(then - found.weights[key]) <= 5 for key, then in found.proposed.items())
    assert sum(numbers_with(present_weights(program)[1], found.proposed).values()) == 100
    line = next(one for one in found.result["lines"] if one["key"] == CRITERIA[0])
    assert 0 < line["low"] < line["points"] < line["high"]
    assert (found.result["left"], found.result["without_run"]) == (3, 1)


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        (years(2, worth=0.0), ""),
        (years(2, worth=0.4, of_each=60), "too_few"),
        (years(1, worth=0.4), "too_few"),
    ],
    ids=["no effect", "120 pairs", "one cohort"],
)
def test_years_that_say_nothing_propose_nothing(office, program, over, pairs, reason):
    over["pairs"] = pairs
    learning.learn(by=office)

    found = newest_finding(program.id)
    assert (found.proposed, found.result["reason"], found.waits) == ({}, reason, False)


def test_adopting_writes_one_version_and_the_same_years_propose_nothing_again(office, program, over):
    learning.learn(by=office)
    found = newest_finding(program.id)
    changed = changes_of(found)
    for _twice in range(2):
        done = learning.adopt_proposal(proposal_id=found.id, reason=WHY, by=office)

    written = WeightSet.objects.get(program=program)
    assert done.adopted_version == written.version
    assert {key: written.values[key] for key in changed} == {
        key: then for key, (_now, then) in changed.items()
    }
    over["pairs"] = years(2, worth=0.4, seed=5)
    learning.learn(by=office)
    assert newest_finding(program.id).id == found.id, "a further step needs a further cohort"
    over["pairs"] = years(3, worth=0.4)
    assert learning.learn(by=office) == 1
    assert newest_finding(program.id).waits


def test_declined_proposal_keeps_the_weights_and_can_wait_again(office, program, over):
    learning.learn(by=office)
    found = newest_finding(program.id)
    with pytest.raises(DomainError):
        learning.decline_proposal(proposal_id=found.id, reason=" ", by=office)
    learning.decline_proposal(proposal_id=found.id, reason=WHY, by=office)
    with pytest.raises(OutOfOrder):
        learning.adopt_proposal(proposal_id=found.id, reason=WHY, by=office)
    assert WeightSet.objects.count() == 0

    learning.take_back_decline(proposal_id=found.id, by=office)
    assert newest_finding(program.id).waits


def test_weights_changed_meanwhile_are_not_overwritten(office, program, over):
    learning.learn(by=office)
    _version, present = present_weights(program)
    other = {**present, CRITERIA[1]: present[CRITERIA[1]] + 7, CRITERIA[2]: present[CRITERIA[2]] - 7}
    save_weights(program=program, name="Own", numbers=other, rationale="Committee", by=office)

    with pytest.raises(OutOfOrder, match="changed since"):
        learning.adopt_proposal(proposal_id=newest_finding(program.id).id, reason=WHY, by=office)
    assert WeightSet.objects.count() == 1


def test_finding_is_never_changed_or_removed_and_other_programs_do_not_read_it(office, program, over):
    learning.learn(by=office)
    found = newest_finding(program.id)
    for change in (
        lambda: WeightProposal.objects.filter(id=found.id).update(proposed={"gaps": 90}),
        lambda: WeightProposal.objects.filter(id=found.id).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    director = Viewer(current_institution_id(), None, None, "Ruth", frozenset({Grant("director", uuid4())}))
    with pytest.raises(NotFound):
        proposal_for(director, found.id)


def test_pairs_whose_year_is_over_are_read_with_the_criteria_of_their_run(in_hospital):
    scene = make_scene(in_hospital, mentees=9, mentors=7)
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    opened = institution_today() - timedelta(days=400)
    Cycle.objects.filter(id=scene.cohort.cycle_id).update(
        starts_on=opened, ends_on=opened + timedelta(days=365)
    )
    Mentorship.objects.update(state="completed", opened_on=opened, created_at=now() - timedelta(days=400))
    early, left, young, *rest = Mentorship.objects.order_by("id")
    Mentorship.objects.filter(id=early.id).update(ended_on=opened + timedelta(days=60), end_reason="time")
    Person.objects.filter(id=left.mentee_id).update(left_on=opened + timedelta(days=90))
    Mentorship.objects.filter(id=young.id).update(
        opened_on=opened + timedelta(days=300), planned_end_on=institution_today() + timedelta(days=1)
    )
    for pair, days in ((early, (10, 40)), (rest[0], (10, 40, 70, 399))):
        for day in days:
            Conversation.objects.create(
                mentorship=pair,
                state="held",
                held_on=opened + timedelta(days=day),
                minutes=45,
                logged_by_id=pair.mentor_id,
            )

    over = pairs_over(scene.program.id, institution_today())

    found = {one.key: one for one in over.pairs}
    assert (over.left, over.without_run, len(found)) == (1, 0, len(rest) + 1)
    assert found[str(early.id)].held == 2
    assert found[str(early.id)].agreed == found[str(rest[1].id)].agreed > 3.9, (
        "an early end agreed on the whole year"
    )
    assert [found[str(one.id)].held for one in rest[:2]] == [3, 0], "what came after the year is not of it"
    for one in rest:
        reasons = result_of(run).reasons[str(one.mentee_id), str(one.mentor_id)]
        shares = found[str(one.id)].shares
        assert {part.key: round(part.value, 6) for part in reasons.parts} == {
            part.key: round(shares[part.key], 6) for part in reasons.parts
        }
