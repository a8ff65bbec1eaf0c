"""What is due of a pair: worked examples of the table, and 2,000 random lives against a slow recount."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.values import DEFAULT_PLAN, AgreedTerms, Facts, Held, Rotation, Span, due
from tests.mentorships.dues.histories import invent_history
from tests.mentorships.dues.recount import recount

OPENED = date(2026, 7, 1)
FACTS = Facts(opened_on=OPENED, ends_on=date(2027, 7, 1))
# Nothing else waits: signed, with a goal.
SETTLED = replace(FACTS, agreement=AgreedTerms(OPENED), has_goal=True)
MENTEE, MENTOR = Subject.MENTEE, Subject.MENTOR


def on(days):
    return OPENED + timedelta(days=days)


def told_on(facts, days, sent=()):
    return {
        (one.rule, one.number, one.to)
        for found in due(facts, sent, on(days), plan=DEFAULT_PLAN)
        for one in found.tell
    }


def the(rule, facts, days):
    return next((one for one in due(facts, (), on(days), plan=DEFAULT_PLAN) if one.rule == rule), None)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (9, set()),
        (10, {(Rule.FIRST_CONVERSATION, 1, MENTEE)}),
        (21, {(Rule.FIRST_CONVERSATION, 2, MENTEE), (Rule.FIRST_CONVERSATION, 2, MENTOR)}),
    ],
)
def test_first_conversation_tells_the_mentee_then_both(days, told):
    assert told_on(SETTLED, days) == told


def test_first_conversation_is_the_offices_from_the_day_after_it_was_due():
    first = [the(Rule.FIRST_CONVERSATION, SETTLED, days) for days in (30, 31)]

    assert [one.due_on for one in first] == [on(30), on(30)]
    assert [one.is_for_office for one in first] == [False, True]


def test_what_was_told_is_not_told_again_when_a_pause_moves_it():
    (before,) = due(SETTLED, (), on(21), plan=DEFAULT_PLAN)
    paused = replace(SETTLED, stops=(Span(on(22), on(40)),))

    assert due(paused, before.tell, on(30), plan=DEFAULT_PLAN) == []
    (after,) = due(paused, before.tell, on(40), plan=DEFAULT_PLAN)
    assert (after.due_on, after.tell, after.is_for_office) == (on(48), (), False)


@pytest.mark.parametrize(("interval", "silent_after"), [(14, 28), (30, 60), (60, 90)])
def test_silence_is_twice_the_interval_or_thirty_days_more(interval, silent_after):
    facts = replace(SETTLED, held=(Held(on(5), 30),), interval_days=interval)

    assert the(Rule.SILENCE, facts, 5 + silent_after - 1) is None
    assert the(Rule.SILENCE, facts, 5 + silent_after).is_for_office


def test_check_in_takes_fifteen_minutes_within_its_period():
    short, enough = (replace(SETTLED, held=(Held(on(60), minutes),)) for minutes in (14, 15))

    assert the(Rule.CHECK_IN, short, 80).due_on == date(2026, 10, 1)
    assert the(Rule.CHECK_IN, enough, 80) is None
    assert the(Rule.CHECK_IN, enough, 175).key == "2"


def test_debrief_closes_by_itself_and_a_conversation_counts_as_one():
    rotation = Rotation("icu", on(50))
    facts = replace(SETTLED, held=(Held(on(40), 30),), rotations=(rotation,))

    assert the(Rule.DEBRIEF, facts, 51).due_on == on(64)
    assert the(Rule.DEBRIEF, facts, 71) is None
    assert the(Rule.DEBRIEF, replace(facts, held=(Held(on(52), 20),)), 53) is None


def test_ninth_rotation_of_a_year_asks_for_no_debrief():
    rotations = tuple(Rotation(str(number), on(30 * number)) for number in range(1, 10))
    facts = replace(SETTLED, rotations=rotations)

    assert the(Rule.DEBRIEF, facts, 241).key == "8"
    assert the(Rule.DEBRIEF, facts, 271) is None


def test_only_the_last_of_several_missed_reminders_is_told():
    assert told_on(replace(FACTS, agreement=AgreedTerms(OPENED)), 44) >= {(Rule.GOALS, 2, MENTEE)}
    assert (Rule.GOALS, 1, MENTEE) not in told_on(FACTS, 44)


def test_pen_that_changes_hands_is_reminded_once():
    first = told_on(FACTS, 14)
    sent = [one for found in due(FACTS, (), on(14), plan=DEFAULT_PLAN) for one in found.tell]

    assert (Rule.AGREEMENT, 1, MENTEE) in first
    assert not any(
        rule == Rule.AGREEMENT for rule, _, _ in told_on(replace(FACTS, pen=MENTOR), 20, tuple(sent))
    )


def test_nothing_is_due_of_an_ended_pair_but_the_question_afterward():
    ended = replace(FACTS, ended_on=on(100), goes_on=frozenset({MENTEE}))

    assert due(ended, (), on(120), plan=DEFAULT_PLAN) == []
    assert told_on(ended, 190) == {(Rule.AFTERWARD, 1, MENTEE)}


def test_leave_without_a_day_of_return_leaves_the_due_day_open():
    facts = replace(FACTS, held=(Held(on(2), 30),), stops=(Span(on(40)),))

    goals = the(Rule.GOALS, facts, 39)

    assert (goals.due_on, [one.number for one in goals.tell]) == (None, [1])


def same(seed):
    """Live a random life with a worker that sleeps on most days, and compare what both find on each of its days."""
    random = Random(seed)
    history = invent_history(random)
    sent, told = set(), {}
    day = history.opened_on - timedelta(days=2)
    last = history.opened_on + timedelta(days=660)
    while day < last:
        facts = history.facts_on(day)
        open_now = due(facts, sent, day, plan=DEFAULT_PLAN)
        found = {
            (
                str(one.rule),
                str(one.subject),
                one.key,
                one.due_on,
                one.is_for_office,
                frozenset((each.number, str(each.to)) for each in one.tell),
            )
            for one in open_now
        }
        counted = set(recount(facts, told, day))
        assert found == counted, f"seed {seed}, {day}: {sorted(map(str, found ^ counted))}"
        fresh = [each for one in open_now for each in one.tell]
        assert not sent.intersection(fresh), f"seed {seed}, {day}: told twice"
        sent |= set(fresh)
        for rule, subject, key, _due, _office, numbers in counted:
            told.setdefault((rule, subject, key), set()).update(numbers)
        day += timedelta(days=random.choice((1, 2, 9, 17)))
    return len(sent)


def test_two_hundred_random_lives_agree_with_a_recount_by_days():
    """Takes some seconds: each of 200 lives is walked through day by day, which is the point of it."""
    told = [same(seed) for seed in range(200)]

    assert sum(told) > 2000


@pytest.mark.long
def test_two_thousand_random_lives_agree_with_a_recount_by_days():
    assert sum(same(seed) for seed in range(200, 2200)) > 20_000


def test_pair_known_since_later_is_half_way_at_the_half_of_all_its_time():
    """Of a half that was over before the pair was known here nobody is asked, and a review after the end is none."""
    began, ends = on(-200), on(100)

    late = replace(SETTLED, began_on=began, ends_on=ends)
    in_time = replace(SETTLED, began_on=on(-20), ends_on=ends)
    reviewed = replace(SETTLED, ends_on=ends, agreement=AgreedTerms(OPENED, on(120)))

    assert the(Rule.MID_POINT, late, 60) is None
    assert the(Rule.MID_POINT, in_time, 60).due_on == on(40)
    assert the(Rule.REVIEW, reviewed, 130) is None
