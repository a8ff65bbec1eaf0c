"""What a conversation counts as, held against what is due: what is done is due no more, and nothing counts twice."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.values import (
    DEFAULT_PLAN,
    Counted,
    Facts,
    Held,
    Rotation,
    Span,
    counts_as,
    debriefs_open_on,
    due,
)
from rounds.web.words.counts import counts_words
from tests.mentorships.dues.histories import invent_history

OPENED = date(2026, 7, 1)
FACTS = Facts(opened_on=OPENED, ends_on=date(2027, 7, 1))
KINDS = {Rule.CHECK_IN: Counted.CHECK_IN, Rule.DEBRIEF: Counted.DEBRIEF}
ICU = Rotation("icu", date(2026, 8, 20))


def on(day, minutes=30):
    return Held(day, minutes)


def kinds(facts):
    return [
        [(one.kind.value, one.key) for one in counts if one.kind != "meeting"] for counts in counts_as(facts)
    ]


def test_first_long_enough_of_a_quarter_is_its_check_in_and_no_other():
    held = (on(date(2026, 8, 3), 10), on(date(2026, 8, 4), 15), on(date(2026, 8, 5)), on(date(2026, 10, 1)))

    assert kinds(replace(FACTS, held=held)) == [[], [("check_in", "1")], [], [("check_in", "2")]]


@pytest.mark.parametrize(
    ("after", "counts"), [(-1, False), (0, False), (1, True), (20, True), (21, False)], ids=str
)
def test_conversation_within_three_weeks_of_a_rotation_is_its_debrief(after, counts):
    held = (on(ICU.ended_on + timedelta(days=after), 10),)

    found = kinds(replace(FACTS, held=held, rotations=(ICU,)))

    assert found == [[("debrief", "icu")] if counts else []]


def test_one_conversation_counts_as_all_that_applies_and_says_so():
    held = (on(date(2026, 8, 25)),)

    (counts,) = counts_as(replace(FACTS, held=held, rotations=(ICU,)))

    assert counts_words(counts, rotations={"icu": "ICU"}) == (
        "Counts as your debrief of ICU and your first-quarter check-in."
    )
    assert counts_words(counts[:1]) == ""


def test_days_of_a_pause_move_the_windows():
    stop = Span(date(2026, 8, 22), date(2026, 9, 22))
    held = (on(date(2026, 9, 30), 10),)

    assert kinds(replace(FACTS, held=held, rotations=(ICU,), stops=(stop,))) == [[("debrief", "icu")]]


def test_what_counts_is_due_no_more_over_many_histories():
    """Compare 400 random lives: a period or rotation is open only while no conversation counts as it."""
    random, compared = Random(13), 0
    for _ in range(400):
        life = invent_history(random)
        for days in (130, 260):
            day = life.opened_on + timedelta(days=days)
            facts = life.facts_on(day)
            if facts.ended_on is not None:
                continue
            counted = {(one.kind, one.key) for counts in counts_as(facts) for one in counts}
            waiting = {
                (KINDS[one.rule], one.key)
                for one in due(facts, (), day, plan=DEFAULT_PLAN)
                if one.rule in KINDS
            }
            compared += len(waiting)
            assert not waiting & counted
            turned = counts_as(replace(facts, held=tuple(reversed(facts.held))))
            assert {(one.kind, one.key) for counts in turned for one in counts} == counted
    assert compared > 50


def test_debrief_is_open_exactly_where_a_conversation_of_the_day_would_count_as_it():
    """Compare 200 random lives with leaves, pauses and cases settled: the log and the list answer one question."""
    random, compared = Random(29), 0
    for _ in range(200):
        life = invent_history(random)
        for days in range(5, 300, 17):
            day = life.opened_on + timedelta(days=days)
            facts = life.facts_on(day)
            is_open = {one.key for one in debriefs_open_on(facts, day, DEFAULT_PLAN)}
            talk = replace(facts, held=(*facts.held, on(day)))
            said = {one.key for one in counts_as(talk)[-1] if one.kind == Counted.DEBRIEF}
            assert said == is_open
            told = {one.key for one in due(facts, (), day, plan=DEFAULT_PLAN) if one.rule == Rule.DEBRIEF}
            assert told <= is_open
            compared += len(is_open)
    assert compared > 50


def test_settled_debrief_is_counted_where_it_was_written_and_nowhere_else():
    talks = (on(date(2026, 8, 22), 10), on(date(2026, 8, 25), 10))
    written = replace(ICU, is_settled=True, debriefed_on=date(2026, 8, 25))
    let_go = replace(ICU, is_settled=True)

    assert kinds(replace(FACTS, held=talks, rotations=(written,))) == [[], [("debrief", "icu")]]
    assert kinds(replace(FACTS, held=talks, rotations=(let_go,))) == [[], []]


def test_what_a_plan_does_not_ask_nothing_counts_as():
    facts = replace(FACTS, held=(on(date(2026, 8, 25)),), rotations=(ICU,))

    assert [len(one) for one in counts_as(facts, ())] == [1]
    assert not debriefs_open_on(facts, date(2026, 8, 22), ())
