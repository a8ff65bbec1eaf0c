"""Ratings: who reads which, "not seen" is no number, a mentor rates what is asked, what looks ready and what is proposed."""

from decimal import Decimal

import pytest

from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.framework.selectors import current_version
from rounds.framework.services import install_first_version
from rounds.mentorships.growth.selectors.framework import indicators_of
from rounds.mentorships.growth.selectors.progression import own_progression, progression_of_pair
from rounds.mentorships.growth.selectors.ratings import open_rating_ask, ratings_for, ratings_of
from rounds.mentorships.growth.services.marks import EvidenceLine, add_evidence
from rounds.mentorships.growth.services.ratings import (
    ask_mentor_to_rate,
    rate_mentee,
    rate_oneself,
    share_progress,
)
from rounds.mentorships.growth.values.readiness import Source, gaps, readiness
from rounds.mentorships.models import IndicatorRatings
from rounds.mentorships.services.states import end_mentorship
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, run_pair
from tests.mentorships.growth.scenes import write_goal

FOCUS = ("TEAM", "IMP", "STR")  # of a fellow


@pytest.fixture
def scene(in_hospital):
    found = make_scene(in_hospital)
    if current_version() is None:
        install_first_version(by=found.alice)
    return found


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def number(value):
    return None if value is None else Decimal(str(value))


def rate(by, **numbers):
    """Rate oneself at the next tier, by domain."""
    rate_oneself(ratings={f"{key}.fellow": number(value) for key, value in numbers.items()}, by=by)


def let_bob_rate(scene, pair, **numbers):
    keys = [f"{key}.fellow" for key in numbers]
    ask_mentor_to_rate(mentorship_id=pair.id, keys=keys, by=scene.cleo)
    ratings = {f"{key}.fellow": number(value) for key, value in numbers.items()}
    rate_mentee(mentorship_id=pair.id, ratings=ratings, by=scene.bob)


def read(viewer, pair):
    """Return who said what, as one of the two reads it."""
    found = ratings_for(viewer, pair, current_version())
    return {one.person.given_name: dict(one.ratings) for one in found}


def test_sixteen_indicators_are_rated_focus_first(scene):
    found = indicators_of(scene.cleo.own_id)

    assert len(found) == 16
    for tier, focus in (("fellow", 3), ("resident", 3)):
        marks = [one.is_focus for one in found if one.tier == tier]
        assert marks == [True] * focus + [False] * (8 - focus)


def test_mentor_reads_his_own_ratings_and_those_that_are_shown(scene, pair):
    rate(scene.cleo, TEAM=3)
    let_bob_rate(scene, pair, TEAM=4)

    assert read(scene.cleo, pair) == {"Cleo": {"TEAM.fellow": 3}, "Bob": {"TEAM.fellow": 4}}
    assert read(scene.bob, pair) == {"Bob": {"TEAM.fellow": 4}}
    share_progress(mentorship_id=pair.id, is_shown=True, by=scene.cleo)
    assert set(read(scene.bob, pair)) == {"Cleo", "Bob"}
    share_progress(mentorship_id=pair.id, is_shown=False, by=scene.cleo)
    assert set(read(scene.bob, pair)) == {"Bob"}


def test_former_mentor_reads_nothing_that_was_rated_since(scene, pair):
    rate(scene.cleo, TEAM=3)
    share_progress(mentorship_id=pair.id, is_shown=True, by=scene.cleo)
    IndicatorRatings.objects.update(rated_on=day(3))
    end_mentorship(mentorship_id=pair.id, reason="goals", by=scene.alice)
    pair.refresh_from_db()
    rate(scene.cleo, TEAM=5, IMP=5)

    assert read(scene.bob, pair) == {"Cleo": {"TEAM.fellow": 3}}
    assert read(scene.cleo, pair)["Cleo"] == {"TEAM.fellow": 5, "IMP.fellow": 5}


def test_mentor_rates_what_is_asked_and_nothing_else(scene, pair):
    with pytest.raises(OutOfOrder, match="Nothing is asked"):
        rate_mentee(mentorship_id=pair.id, ratings={"TEAM.fellow": Decimal(4)}, by=scene.bob)

    ask_mentor_to_rate(mentorship_id=pair.id, keys=["TEAM.fellow"], by=scene.cleo)
    rate_mentee(
        mentorship_id=pair.id,
        ratings={"TEAM.fellow": None, "SELF.fellow": Decimal(1), "no such": Decimal(1)},
        by=scene.bob,
    )
    assert read(scene.bob, pair) == {"Bob": {"TEAM.fellow": None}}
    assert open_rating_ask(pair) is None


def test_only_the_mentee_asks_shows_and_only_the_mentor_rates(scene, pair):
    for act in (
        lambda: ask_mentor_to_rate(mentorship_id=pair.id, keys=["TEAM.fellow"], by=scene.bob),
        lambda: share_progress(mentorship_id=pair.id, is_shown=True, by=scene.bob),
        lambda: rate_mentee(mentorship_id=pair.id, ratings={"TEAM.fellow": None}, by=scene.cleo),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(DomainError, match="at least one line"):
        ask_mentor_to_rate(mentorship_id=pair.id, keys=["TEAM.executive"], by=scene.cleo)


def test_what_is_said_twice_on_a_day_is_one_occasion_and_nothing_is_lost(scene):
    rate(scene.cleo, TEAM=3, IMP=2)
    rate(scene.cleo, TEAM=3.5)

    assert {key: str(value) for key, value in IndicatorRatings.objects.get().opened().items()} == {
        "TEAM.fellow": "3.5",
        "IMP.fellow": "2",
    }


def test_nothing_rated_is_said_in_words(scene):
    with pytest.raises(DomainError, match="Nothing is rated"):
        rate_oneself(ratings={}, by=scene.cleo)


def sources(*ratings):
    return [
        Source(f"R{place}", {key: number(v) for key, v in one.items()}) for place, one in enumerate(ratings)
    ]


NAMES = {key: key.title() for key in (*FOCUS, "FIN")}


@pytest.mark.parametrize(
    ("own", "his", "is_ready", "said"),
    [
        ({"TEAM": 3, "IMP": 3.5, "STR": 5}, {"TEAM": 4, "IMP": 3.5, "STR": 3}, True, "median 3.5"),
        ({"TEAM": 3, "IMP": 3, "STR": 5}, {"TEAM": 4, "IMP": 4, "STR": 4}, False, "R0: median 3 in 3"),
        ({"TEAM": 4, "IMP": 4, "STR": 4}, {"TEAM": 4, "IMP": None, "STR": 4}, False, "so far: R0"),
        ({"TEAM": 4, "IMP": 4, "STR": 4}, {"TEAM": 4, "IMP": 4, "STR": 2}, False, "R1: 2 in Str"),
        ({"TEAM": 4, "IMP": 4, "STR": 4, "FIN": 2}, {"TEAM": 4, "IMP": 4, "STR": 4}, False, "R0: 2 in Fin"),
        ({"TEAM": 4, "IMP": 4, "STR": 4, "FIN": None}, {"TEAM": 4, "IMP": 4, "STR": 4}, True, "No domain"),
        ({"TEAM": 2.5, "IMP": 4, "STR": 4}, {"TEAM": 2.5, "IMP": 4, "STR": 4}, True, "No domain"),
    ],
)
def test_ready_needs_two_sources_a_median_and_nothing_low(own, his, is_ready, said):
    found = readiness(FOCUS, NAMES, sources(own, his))

    assert found.is_ready is is_ready
    assert said in " ".join(reason.text for reason in found.reasons)
    assert all(reason.speaks_for for reason in found.reasons) is is_ready


def test_one_source_or_none_proposes_nothing():
    whole = {"TEAM": 5, "IMP": 5, "STR": 5}

    assert not readiness(FOCUS, NAMES, sources(whole)).is_ready
    assert "so far: nobody" in readiness(FOCUS, NAMES, []).reasons[0].text
    assert "no mentor now" in readiness(FOCUS, NAMES, [], has_mentor=False).reasons[0].text


def test_gaps_propose_the_three_widest_and_no_goal_twice():
    own = {"A": Decimal(2), "B": Decimal(1), "C": Decimal(2), "D": None, "E": Decimal(0), "F": Decimal(5)}

    assert gaps(own, focus=["C"], taken=["E"]) == ["B", "C", "A"]


def test_way_shows_both_views_evidence_and_proposals_to_the_mentee_alone(scene, pair):
    rate(scene.cleo, TEAM=3, IMP=2, STR=1, SELF=4)
    let_bob_rate(scene, pair, TEAM=4, IMP=None)
    goal = write_goal(scene.cleo, pair, indicators=("TEAM.fellow",))
    line = EvidenceLine(what="Led it", on=day(), entry_id=goal.entry_id)
    add_evidence(goal_id=goal.id, line=line, by=scene.bob)
    own, his = own_progression(scene.cleo), progression_of_pair(scene.bob, pair)

    said = {row.indicator.domain_key: [(one.name, one.value) for one in row.said] for row in own.rows}
    assert said["TEAM"] == [("You", 3), ("Dr. Bob Brandt", 4)]
    assert said["IMP"] == [("You", 2), ("Dr. Bob Brandt", None)]
    assert {row.indicator.domain_key for row in own.rows[:3]} == set(FOCUS)
    assert own.rows[0].evidence + own.rows[1].evidence + own.rows[2].evidence == 1
    assert [one.key for one in own.proposals] == ["STR.fellow", "IMP.fellow"]
    assert not his.proposals
    assert {one.name for row in his.rows for one in row.said} == {"Dr. Bob Brandt"}


def test_nobody_is_above_the_last_tier(scene):
    scene.people["Cleo"].stages.update(tier="executive")

    assert own_progression(scene.cleo) is None
    assert len(indicators_of(scene.cleo.own_id)) == 8


def test_rating_is_taken_away_and_the_next_one_counts(scene, pair):
    rate(scene.cleo, TEAM=3, IMP=4)
    key = next(iter(IndicatorRatings.objects.get().opened()))

    rate_oneself(ratings={}, cleared=[key], by=scene.cleo)
    version = current_version()
    left = ratings_of(scene.cleo.own_id, version)[0].ratings
    rate_oneself(ratings={key: Decimal(2)}, by=scene.cleo)

    assert key not in left
    assert ratings_of(scene.cleo.own_id, version)[0].ratings[key] == 2
