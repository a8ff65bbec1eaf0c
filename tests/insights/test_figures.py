"""Cuts and figures: from the tables to what is stored, written once; small groups hidden with a second one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.evidence.facts.cohorts import follow
from rounds.insights.models import Cut, Figure
from rounds.insights.services.cutting import make_figures
from rounds.insights.services.outcomes import Fact, check_outcome, correct_outcome, record_outcome
from rounds.insights.values.careers import promotion, retention
from rounds.insights.values.facts import Career, CycleFacts, Faculty, PairFact, Stages
from rounds.insights.values.library import MEASURES
from rounds.insights.values.measuring import contact, digest_of, flow
from rounds.people.models import CareerStage, Person
from tests.insights.published import PUBLISHED
from tests.surveys.feedback360.scenes import viewer_of

DAY = date(2026, 6, 30)


def careers(count: int, *, left: int = 0, joined: int = 0) -> Faculty:
    """Return people appointed ten years before, of whom the last left after five, and the first had a mentor from then on."""
    zero, middle = date(2016, 7, 1), date(2021, 7, 1)
    found = [
        Career(
            str(one),
            zero,
            (DAY,),
            left_on=middle + timedelta(days=one + 1) if one >= count - left or (joined and one < 2) else None,
            joined_on=middle if one < joined else None,
        )
        for one in range(count)
    ]
    return Faculty(tuple(found), zero)


def careers_with_rises() -> Faculty:
    """Return sixty people of whom twelve rose and eight left in their third year."""
    found = careers(60).careers
    day = date(2019, 1, 1)
    rises = [replace(one, promoted_on=day + timedelta(days=n)) for n, one in enumerate(found[:12])]
    gone = [replace(one, left_on=day + timedelta(days=n)) for n, one in enumerate(found[12:20])]
    return Faculty((*rises, *gone, *found[20:]), date(2016, 7, 1))


def test_published_measures_are_fixed():
    assert {(key, one.version): one.digest for key, one in MEASURES.items()} == PUBLISHED


def test_retention_counts_the_days_before_a_mentor_as_days_without():
    found = retention(careers(60, left=20, joined=30), DAY)

    mentored, others = found["curves"]
    assert (mentored["n"], others["n"]) == (30, 60)
    assert others["tallies"][0] == [0, 60, 0, 0]
    for _, here, gone, censored in others["tallies"]:
        assert here + gone + censored == 60, "who joined is followed no longer among those without"
    assert "at 10" not in found["estimates"], "nobody was followed for so long"
    assert found["estimates"]["at 5"] == [1.0, 1.0, 1.0]


def test_rise_tells_who_left_apart_from_who_could_be_followed_no_longer():
    curve = promotion(careers_with_rises(), DAY)["curves"][0]

    assert curve["tallies"][-1][2:] == [12, 40, 8]
    for _, here, rose, censored, left in curve["tallies"]:
        assert here + rose + censored + left == curve["n"] == 60


def test_retention_is_refused_without_those_who_left_and_lost_people_are_told():
    stayed = Faculty(careers(40).careers, None)

    assert "those who left" in retention(stayed, DAY)["hidden"]
    assert promotion(stayed, DAY)["hidden"]
    unseen = follow(
        "1", zero=date(2016, 7, 1), observed_from=date(2016, 7, 1), as_of=DAY, sightings=[date(2020, 1, 1)]
    )
    assert unseen is not None
    assert unseen.is_lost


def test_small_departments_are_hidden_with_a_second_one_and_small_programs_whole():
    def pairs(where, count):
        return [PairFact(where, 2, 4.0) for _ in range(count)]

    facts = CycleFacts(Stages(20, 18, 14, 12), (*pairs("A", 3), *pairs("B", 6), *pairs("C", 9)), ())

    rows = {row["label"]: row for row in contact(facts)["rows"]}
    assert "fewer than 5" in rows["A"]["hidden"]
    assert "reveal" in rows["B"]["hidden"]
    assert rows["C"] == {"label": "C", "pairs": 9, "held": 18, "agreed": 36}
    assert flow(facts)["estimates"]["share"] == [0.6, 0.386582, 0.781193]
    assert "fewer than 5" in flow(CycleFacts(Stages(4, 4, 4, 4), (), ()))["hidden"]


@pytest.mark.django_db
def test_figures_stand_when_an_outcome_is_corrected_and_the_next_cut_differs_in_its_block(in_hospital):
    office, cleo = system(current_institution_id()), Person.objects.create(family_name="Reyes")
    CareerStage.objects.create(person=cleo, tier="junior_faculty", from_on=date(2020, 7, 1))
    seat = record_outcome(person=cleo, fact=Fact("promotion", date(2024, 7, 1)), by=office)
    first = make_figures(by=office)
    kept = list(first.figures.values_list("measure", "digest"))
    again = make_figures(by=office)
    correct_outcome(event_id=seat.id, fact=Fact("promotion", date(2025, 7, 1)), reason="HR", by=office)
    later = make_figures(by=office)

    assert list(first.figures.values_list("measure", "digest")) == kept
    assert [digest_of(one.result) for one in first.figures.all()] == [one for _, one in kept]
    assert again.blocks == first.blocks != later.blocks
    newer = later.blocks
    assert [[kind, year] for kind, year, _ in newer] == [["promotion", 2025]]
    event = seat.correction
    check_outcome(event_id=event.id, said="wrong", checker="owner", by=viewer_of(cleo))
    assert make_figures(by=office).blocks == [], "what its person calls wrong counts in no figure"


@pytest.mark.django_db
def test_database_refuses_to_change_or_remove_cuts_and_figures(in_hospital):
    cut = make_figures(by=system(current_institution_id()))

    assert cut.as_of == institution_today()
    for change in (
        lambda: Cut.objects.update(blocks=[["seat", 2020, "x"]]),
        lambda: Figure.objects.update(result={}),
        lambda: Figure.objects.all()._raw_delete("default"),
        lambda: Cut.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
