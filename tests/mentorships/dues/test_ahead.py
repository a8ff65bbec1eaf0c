"""What a pair's year still holds."""

from datetime import date, timedelta

from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.values import DEFAULT_PLAN, AgreedTerms, Facts, Held, Span, ahead

OPENED, ENDS, TODAY = date(2026, 6, 1), date(2027, 6, 1), date(2026, 9, 10)


def facts(**more):
    base = {
        "opened_on": OPENED,
        "ends_on": ENDS,
        "has_goal": True,
        "held": (Held(date(2026, 9, 5), 30),),
        "agreement": AgreedTerms(date(2026, 6, 20), date(2026, 12, 1)),
    }
    return Facts(**(base | more))


def rules(found):
    return [one.rule for one in found]


def test_each_rule_comes_once_by_day():
    found = ahead(facts(), TODAY, plan=DEFAULT_PLAN)

    days = [one.due_on for one in found]
    assert days == sorted(days)
    assert rules(found).count(Rule.CHECK_IN) == 1
    assert set(rules(found)) == {Rule.CHECK_IN, Rule.MID_POINT, Rule.REVIEW, Rule.CLOSING}


def test_what_is_done_is_not_ahead():
    open_ = ahead(facts(agreement=None, has_goal=False, held=()), TODAY, plan=DEFAULT_PLAN)

    assert {Rule.AGREEMENT, Rule.GOALS, Rule.FIRST_CONVERSATION} <= set(rules(open_))
    assert not {Rule.AGREEMENT, Rule.GOALS, Rule.FIRST_CONVERSATION} & set(
        rules(ahead(facts(), TODAY, plan=DEFAULT_PLAN))
    )


def test_a_pause_moves_what_is_ahead():
    pause = Span(date(2026, 9, 6), date(2026, 9, 9))

    plain = {one.rule: one.due_on for one in ahead(facts(), TODAY, plan=DEFAULT_PLAN)}
    moved = {one.rule: one.due_on for one in ahead(facts(stops=(pause,)), TODAY, plan=DEFAULT_PLAN)}

    assert moved[Rule.MID_POINT] == plain[Rule.MID_POINT] + timedelta(days=3)


def test_nothing_is_ahead_after_the_end():
    assert ahead(facts(ended_on=date(2026, 8, 1)), TODAY, plan=DEFAULT_PLAN) == []
