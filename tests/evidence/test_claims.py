"""Claim cards end in one of four sentences, by rules fixed before anybody looked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.evidence.claims.pace import closes_unanswered, pace
from rounds.evidence.claims.templates import TEMPLATES, Alone, needed
from rounds.evidence.claims.verdicts import Analysis, Locked, Sentence, judge

RATIO = Locked(claimed=1.3, no_effect=1, needed=464, unit="submissions", smallest=1.15)


def found(value, low, high, **more):
    return Analysis("Overlap weights", value, low, high, **more)


def test_information_needed_equals_the_plan():
    assert [needed(key) for key in ("C1", "C2", "C3", "C5", "C7")] == [335, 34, 464, 143, 286]
    assert [needed("C2", 0.3), needed("C6")] == [90, 152]


@pytest.mark.parametrize(
    ("ends", "sentence", "words"),
    [
        ((0.95, 1.28), Sentence.CONTRADICTS, "a smaller effect remains possible"),
        ((0.50, 0.90), Sentence.CONTRADICTS, "the claimed size lies outside."),
        ((0.95, 1.50), Sentence.COMPATIBLE, "both the claim and no effect"),
        ((1.05, 1.50), Sentence.SUPPORTS, "the claimed size lies inside"),
        ((1.35, 1.60), Sentence.SUPPORTS, "past the claimed size"),
    ],
)
def test_the_interval_says_the_sentence(ends, sentence, words):
    said = judge(RATIO, 464, [found(sum(ends) / 2, *ends)])

    assert said.sentence is sentence
    assert words in said.words


@pytest.mark.parametrize(
    ("have", "analyses", "response", "why"),
    [
        (463, [found(1.2, 1.1, 1.4)], None, "463 of 464 submissions"),
        (464, [found(1.2, 1.1, 1.4)], 0.39, "39% answered"),
        (464, [found(1.2, 1.1, 1.4)], 0.55, "doesn't bear those who didn't"),
        (464, [found(None, None, None, reason="Unlike.")], None, "no locked analysis"),
        (464, [found(1.2, 1.1, 1.4, is_adjusted=False)], None, "no locked analysis"),
    ],
)
def test_without_information_answers_or_analysis_nothing_is_said(have, analyses, response, why):
    said = judge(RATIO, have, analyses, response=response)

    assert (said.sentence, said.low) == (Sentence.CANNOT, None)
    assert why in said.words


def test_the_widest_adjusted_interval_decides_and_raw_never():
    raw = Analysis("Raw", 1.4, 1.3, 1.6, is_adjusted=False)

    said = judge(RATIO, 500, [found(1.2, 1.02, 1.4), found(1.1, 0.98, 1.3), raw])

    assert (said.sentence, said.low, said.high) == (Sentence.COMPATIBLE, 0.98, 1.4)
    assert said.notes == ("Smallest effect that matters, 1.15: not excluded.",)


def test_falls_are_judged_in_the_mirror():
    card = Locked(claimed=0.7, no_effect=1, needed=1, unit="exits")

    sentences = [
        judge(card, 1, [found(0.8, *ends)]).sentence for ends in ((0.6, 0.9), (0.75, 1.1), (0.6, 1.1))
    ]

    assert sentences == [Sentence.SUPPORTS, Sentence.CONTRADICTS, Sentence.COMPATIBLE]


@given(st.sampled_from(sorted(TEMPLATES)), st.floats(0.5, 2), st.floats(0.01, 1), st.integers(0, 2_000))
def test_without_a_comparison_no_card_supports(key, value, reach, have):
    one = TEMPLATES[key]
    card = Locked(one.claimed, one.no_effect, needed(key), one.unit, one.alone, has_comparator=False)

    said = judge(card, have, [found(value, value - reach, value + reach)])

    assert said.sentence is not Sentence.SUPPORTS


def test_the_pilot_of_twenty_supports_nothing_however_good_its_year():
    best = found(3.0, 2.5, 3.5)
    said = []
    for key, one in TEMPLATES.items():
        card = Locked(one.claimed, one.no_effect, needed(key), one.unit, one.alone)
        said.append(judge(card, 20, [best]).sentence)

    assert set(said) == {Sentence.CANNOT}


def test_context_is_always_compatible_and_a_share_is_inside_outside_or_across():
    context = Locked(1.15, 1, 24, "months", Alone.ALWAYS_COMPATIBLE)
    share = Locked(0.68, 0.68, 335, "answers", Alone.SHARE)

    assert judge(context, 24, [found(2.0, 1.8, 2.2)]).sentence is Sentence.COMPATIBLE
    ends = ((0.65, 0.71), (0.50, 0.60), (0.58, 0.68))
    assert [judge(share, 335, [found(0.66, *one)]).sentence for one in ends] == [
        "inside",
        "outside",
        "across",
    ]


def test_pace_says_the_year_and_the_stop_day_closes():
    today = date(2027, 3, 9)

    found = pace(12, 143, date(2026, 7, 1), today)

    assert (found.earliest_on.year, found.likely_on.year, found.latest_on.year) == (2031, 2034, 2041)
    assert pace(0, 143, date(2026, 7, 1), today).likely_on is None
    assert closes_unanswered(20, 34, date(2027, 3, 9), today)
    assert not closes_unanswered(34, 34, date(2027, 3, 9), today)
