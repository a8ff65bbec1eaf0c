"""The mentors' signal: nothing from four, an estimate from five, a signal from ten at the earliest, never from chance."""

from datetime import date

import pytest

from rounds.evidence.mentors.facts import Prompt, WorkingLife, prompts
from rounds.evidence.mentors.signal import Pool, pool, signal

POOL = Pool(mentors=40, mean=4.2, between=1.6, within=0.7, typical_n=8, answers=320)


def test_who_has_few_mentees_gets_no_figure_and_who_has_some_no_signal():
    assert signal(4, 1.0, POOL, 3.25).is_refused
    assert signal(9, 1.0, POOL, 3.25).numbers["signal"] == 0
    assert signal(10, 1.0, POOL, 3.25).numbers["signal"] == 1
    assert signal(20, 1.0, Pool(9, 4.2, 1.6, 0.7, 8, 72), 3.25).is_refused


@pytest.mark.parametrize("mean", [2.0, 3.0, 4.0, 4.9])
def test_an_estimate_lies_between_the_own_mean_and_the_program_and_nearer_with_more(mean):
    few, many = (signal(n, mean, POOL, 3.25)["mean"] for n in (5, 40))

    assert abs(many.value - mean) < abs(few.value - mean) < abs(POOL.mean - mean)
    assert few.width > many.width
    assert few.low < few.value < few.high


def test_the_less_mentors_differ_the_more_one_is_drawn_to_all():
    alike = Pool(40, 4.2, 0.7, 0.7, 8, 320)

    assert abs(signal(10, 3.0, alike, 3.25)["mean"].value - 4.2) < abs(
        signal(10, 3.0, POOL, 3.25)["mean"].value - 4.2
    )


def test_a_pool_equals_the_count_by_hand():
    found = pool([[4, 5], [3, 3], [2, 4]])

    assert (found.mentors, found.answers, found.typical_n) == (3, 6, 2)
    assert (found.mean, found.between, found.within) == pytest.approx((3.5, 1.5, 2.5 / 3))


def test_facts_prompt_before_ratings_speak():
    today = date(2027, 3, 9)
    quiet = WorkingLife(
        date(2026, 9, 1), date(2026, 10, 9), date(2026, 11, 1), date(2023, 1, 1), 12, 6, asked=True
    )
    never = WorkingLife(date(2026, 9, 1), trained_on=date(2025, 1, 1))
    fine = WorkingLife(date(2026, 9, 1), date(2026, 9, 12), date(2027, 2, 1), date(2025, 1, 1), 12, 12)

    assert prompts(quiet, today) == (
        Prompt.ASKED,
        Prompt.NO_TRAINING,
        Prompt.LATE_FIRST,
        Prompt.NO_CONTACT,
        Prompt.LOST_TIME,
    )
    assert prompts(fine, today) == ()
    assert prompts(never, today) == (Prompt.LATE_FIRST,), "a pair that never met is said once"
