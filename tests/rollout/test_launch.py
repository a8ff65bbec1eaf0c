"""A roll-out's steps: their days count from two anchors, their state is what facts, documents and ticks show."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from rounds.core.access import system
from rounds.core.clock import now
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.models import Person, TrainingRecord
from rounds.programs.models import Cohort, Cycle, Enrollment, Program
from rounds.rollout.enums import Anchor, Proof, Said
from rounds.rollout.models import ChecklistItem
from rounds.rollout.selectors.ladder import ladders_of, line_of
from rounds.rollout.services.launching import begin_launch, move_anchors, move_back, say_of_item, take_back
from rounds.rollout.values.checklist import CHECKLIST, STEPS

pytestmark = pytest.mark.django_db
DAYS = {"kickoff_on": date(2026, 9, 14), "ends_on": date(2027, 3, 12)}
# around leap days and ends of years
KICKOFFS = [date(2027, 12, 31), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2029, 1, 1)]
LENGTHS = [1, 59, 60, 182, 365, 366]


@pytest.fixture
def by(in_hospital):
    return system(current_institution_id())


@pytest.fixture
def program(by):
    return Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")


@pytest.fixture
def launch(program, by):
    return begin_launch(program=program, by=by, **DAYS)


def item(launch, key):
    return ChecklistItem.objects.get(launch=launch, key=key)


def say(launch, key, said, words, by):
    return say_of_item(item_id=item(launch, key).id, said=said, words=words, by=by)


def test_every_step_of_the_seven_has_its_day(launch):
    due = dict(launch.items.values_list("key", "due_on"))

    assert set(due) == set(CHECKLIST)
    assert {one.rung for one in CHECKLIST.values()} == set(range(len(STEPS)))
    assert due["determination"] == date(2026, 4, 17)  # 150 days before
    assert due["kickoff"] == date(2026, 9, 14)
    assert due["gate"] == date(2027, 4, 16)  # 35 days after the end


def test_moved_anchor_moves_what_is_open_and_says_which(launch, program, by):
    """Thirty moves over leap days and ends of years."""
    say(launch, "labor", Said.TICKED, "Counsel read it", by)
    say(launch, "timeline", Said.LET_GO, "One department only", by)
    kept = {key: item(launch, key).due_on for key in ("labor", "timeline")}
    before = dict(launch.items.values_list("key", "due_on"))
    for kickoff_on, days in product(KICKOFFS, LENGTHS):
        ends_on = kickoff_on + timedelta(days=days)
        moves = move_anchors(program=program, kickoff_on=kickoff_on, ends_on=ends_on, by=by)
        due = dict(launch.items.values_list("key", "due_on"))
        wanted = {
            key: (kickoff_on if step.anchor == Anchor.KICKOFF else ends_on) + timedelta(days=step.days)
            for key, step in CHECKLIST.items()
        } | kept
        assert due == wanted
        assert {one.line.item.key for one in moves} == {key for key in due if due[key] != before[key]}
        before = due


def test_move_is_undone_once_and_what_was_done_meanwhile_keeps_its_day(launch, program, by):
    before = dict(launch.items.values_list("key", "due_on"))
    move_anchors(program=program, kickoff_on=date(2026, 9, 21), ends_on=date(2027, 3, 19), by=by)
    say(launch, "labor", Said.TICKED, "Counsel read it", by)

    move_back(program=program, by=by)

    due = dict(launch.items.values_list("key", "due_on"))
    assert {key for key in due if due[key] != before[key]} == {"labor"}
    with pytest.raises(OutOfOrder, match="no move to undo"):
        move_back(program=program, by=by)


def test_tick_over_a_fact_a_missing_word_and_a_second_word_are_refused(launch, by):
    facts = [key for key, step in CHECKLIST.items() if step.proof == Proof.FACT]
    for key in facts:
        for said in (Said.TICKED, Said.DOCUMENT):
            with pytest.raises(OutOfOrder, match="fact"):
                say(launch, key, said, "It is", by)
    with pytest.raises(OutOfOrder, match="document"):
        say(launch, "determination", Said.TICKED, "Yes", by)
    with pytest.raises(DomainError, match="why"):
        say(launch, "labor", Said.LET_GO, "  ", by)
    say(launch, "labor", Said.TICKED, "Counsel read it", by)
    say(launch, "labor", Said.TICKED, "Counsel read it", by)
    with pytest.raises(OutOfOrder, match="already"):
        say(launch, "labor", Said.LET_GO, "Not here", by)
    with pytest.raises(DomainError, match="before it begins"):
        move_anchors(program=launch.program, kickoff_on=date(2027, 1, 2), ends_on=date(2027, 1, 2), by=by)

    take_back(item_id=item(launch, "labor").id, by=by)
    assert line_of(item(launch, "labor")).is_open


def test_fact_is_done_as_soon_as_it_is_so_and_what_is_let_go_counts_no_more(launch, program, by):
    days = {"starts_on": DAYS["kickoff_on"], "ends_on": DAYS["ends_on"]}
    cycle = Cycle.objects.create(program=program, name="2026", state="open", **days)
    cohort = Cohort.objects.create(cycle=cycle, name="All")
    people = [Person.objects.create(given_name="M", family_name=f"Mentor {one}") for one in range(5)]
    for one in people:
        Enrollment.objects.create(
            cohort=cohort, person=one, side="mentor", state="enrolled", how="by_program", capacity=1
        )
    for one in people[:3]:
        TrainingRecord.objects.create(person=one, title="Core", done_on=now().date())
    assert line_of(item(launch, "trained")).fact.words == "3 of 5 mentors are trained"
    assert not line_of(item(launch, "trained")).is_done

    TrainingRecord.objects.create(person=people[3], title="Core", done_on=now().date())
    say(launch, "timeline", Said.LET_GO, "One department only", by)
    ladder = ladders_of([program])[program.id]
    pilot, scale = ladder.rungs[4], ladder.rungs[5]
    assert (pilot.done, [one.item.key for one in pilot.lines if one.is_fact]) == (1, ["trained"])
    assert (scale.counted, scale.let_go) == (2, 1)
    assert ladder.counted == len(CHECKLIST) - 1
