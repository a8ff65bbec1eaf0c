"""A cut that goes on from the last one is the cut made from nothing, whatever happened between: 200 random edits."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_institution_id
from rounds.insights.models import Cut, OutcomeEvent, RememberedBlock, Sighting
from rounds.insights.selectors.gathering import faculty
from rounds.insights.selectors.happened import all_that_happened, gone_on, what_is_new
from rounds.insights.services.cutting import make_figures
from rounds.insights.services.outcomes import (
    Fact,
    check_outcome,
    correct_outcome,
    forget_outcomes,
    record_outcome,
    withdraw_outcome,
)
from rounds.insights.values.facts import House
from rounds.insights.values.happened import cut_of
from rounds.insights.values.measuring import canonical, figures_of
from rounds.people.models import CareerStage, Person
from rounds.people.services import merge_people
from tests.surveys.feedback360.scenes import viewer_of

pytestmark = pytest.mark.django_db
EDITS, CUT_EVERY = 200, 10
KINDS = ("appointment", "promotion", "seat", "qi_submitted", "grant_awarded", "departure")
PRECISIONS = ("day", "day", "month", "year")


class World:
    """People to whom things happen, are corrected, taken back, called wrong, forgotten and merged."""

    def __init__(self, seed: int) -> None:
        """Make twenty people of the faculty."""
        self.random = Random(seed)
        self.office = system(current_institution_id())
        self.people = [Person.objects.create(family_name=f"Reyes {one}") for one in range(20)]
        for one in self.people:
            CareerStage.objects.create(person=one, tier="junior_faculty", from_on=date(2018, 7, 1))

    def fact(self) -> Fact:
        """Return something that happened on a day of ten years, sometimes in this month or year."""
        today = institution_today()
        on = self.random.choice((today, today - timedelta(days=self.random.randrange(3600))))
        kind = self.random.choice(KINDS)
        return Fact(kind, on, self.random.choice(PRECISIONS), why="moved" if kind == "departure" else "")

    def live(self) -> OutcomeEvent | None:
        """Return an outcome in force, if there is one."""
        rows = OutcomeEvent.objects.filter(person__isnull=False, correction=None, withdrawn=False)
        found = list(rows.order_by("recorded_at", "id"))
        return self.random.choice(found) if found else None

    def edit(self) -> None:
        """Do one thing; people are rarely forgotten or merged."""
        way, event = self.random.random(), self.live()
        if event is None or way < 0.55:
            record_outcome(person=self.random.choice(self.people), fact=self.fact(), by=self.office)
        elif way < 0.75:
            correct_outcome(event_id=event.id, fact=self.fact(), reason="HR", by=self.office)
        elif way < 0.85:
            withdraw_outcome(event_id=event.id, reason="Never", by=self.office)
        elif way < 0.93:
            owner = viewer_of(event.person)
            check_outcome(event_id=event.id, said="wrong", checker="owner", by=owner)
        elif way < 0.95 and len(self.people) > 5:
            forget_outcomes(person=self.people.pop(), by=self.office)
        elif way < 0.97 and len(self.people) > 5:
            merge_people(keep=self.people[0], other=self.people.pop(), by=self.office)
        else:
            source = {"source": "hr", "source_key": str(self.random.random())}
            day = institution_today() - timedelta(days=self.random.randrange(2000))
            OutcomeEvent.objects.create(
                person=self.people[1], kind="departure", from_on=day, to_on=day + timedelta(days=1), **source
            )


def figures(blocks, as_of):
    """Return every figure of the house in its one written form."""
    house = House(as_of, {}, faculty(blocks, as_of))
    return [(measure, canonical(result)) for measure, _cycle, result in figures_of(house)]


def test_going_on_from_the_last_cut_says_what_a_cut_from_nothing_says(in_hospital):
    """Takes seconds: histories of 200 edits, each handful of them cut twice."""
    world, gone, as_of = World(7), 0, institution_today()
    make_figures(by=world.office)
    for number in range(EDITS):
        world.edit()
        if number % CUT_EVERY:
            continue
        until, on = now(), as_of + timedelta(days=number // 8)  # days pass, and coarse days come
        new, last = what_is_new(on, until), Cut.objects.order_by("-recorded_until").first()
        if new is not None:
            gone += 1
            again, whole = gone_on(last.id, new), all_that_happened(on, until)
            assert cut_of(again, on, until) == cut_of(whole, on, until)
            assert figures(again, on) == figures(whole, on)
        cut = make_figures(by=world.office)
        whole = all_that_happened(as_of, cut.recorded_until)
        assert cut.digest == cut_of(whole, as_of, cut.recorded_until).digest
    assert gone > EDITS / CUT_EVERY / 2, "most cuts go on from the one before"


def test_late_row_of_an_earlier_time_makes_the_next_cut_whole_and_only_new_blocks_are_read(in_hospital):
    world = World(8)
    record_outcome(person=world.people[0], fact=Fact("seat", date(2024, 3, 5)), by=world.office)
    first = make_figures(by=world.office)
    record_outcome(person=world.people[0], fact=Fact("grant_awarded", date(2023, 3, 5)), by=world.office)
    assert list(what_is_new(institution_today(), now())) == [("grant_awarded", 2023)]

    long_import = {
        "source": "hr",
        "source_key": "1",
        "recorded_at": first.recorded_until - timedelta(hours=1),
    }
    day = date(2022, 5, 5)
    OutcomeEvent.objects.create(
        person=world.people[1], kind="seat", from_on=day, to_on=day + timedelta(days=1), **long_import
    )

    assert what_is_new(institution_today(), now()) is None
    assert ["seat", 2022] in [one[:2] for one in make_figures(by=world.office).blocks]


def test_forgotten_person_is_in_no_block_that_is_remembered(in_hospital):
    world = World(9)
    cleo = world.people[0]
    record_outcome(person=cleo, fact=Fact("seat", date(2024, 3, 5)), by=world.office)
    Sighting.objects.create(person=cleo, on=date(2024, 3, 5), source="hr")
    cut = make_figures(by=world.office)
    assert str(cleo.id) in str(list(RememberedBlock.objects.values_list("days", flat=True)))

    forget_outcomes(person=cleo, by=world.office)

    assert not RememberedBlock.objects.exists()
    assert what_is_new(institution_today(), now()) is None
    assert make_figures(by=world.office).blocks == []
    assert cut.figures.count() == make_figures(by=world.office).figures.count(), "figures that are out stand"
