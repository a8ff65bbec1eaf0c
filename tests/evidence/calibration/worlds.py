"""One world a function: drawn by a seed, asked through the engine, and answered with hits of tries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from rounds.evidence.answers.adjusting import unit_difference, weighted
from rounds.evidence.answers.changes import mirrored, paired_change
from rounds.evidence.answers.rates import rate_ratio
from rounds.evidence.answers.series import run_chart
from rounds.evidence.answers.shares import share
from rounds.evidence.claims.templates import TEMPLATES, needed
from rounds.evidence.claims.verdicts import Analysis, Locked, Sentence, judge
from rounds.evidence.mentors.learning import Pairs, criteria_learned
from rounds.evidence.mentors.signal import SURE, chance_under, pool
from rounds.evidence.results import Estimate, Missing
from rounds.evidence.times.cox import cox, split_at

Draw = np.random.Generator
Tries = tuple[int, int]  # hits, tries


@dataclass(frozen=True)
class World:
    """Hold a world, the share of hits that it must show, and how many runs a short and a long trial take."""

    key: str
    words: str
    run: Callable[[Draw], Tries]
    low: float
    high: float
    short: int = 200
    long: int = 2_000


def covers(one: Estimate, truth: float) -> int:
    """Return 1 where an interval holds the truth."""
    return int(
        (one.low if one.low is not None else -np.inf)
        <= truth
        <= (one.high if one.high is not None else np.inf)
    )


def joined_in_time(draw: Draw, *, n: int = 300, effect: float = 0.0) -> tuple[np.ndarray, ...]:
    """Return rows of people who join during follow-up, split at joining, and whom they belong to."""
    joins, censored = draw.exponential(24, n), draw.uniform(24, 84, n)
    need = draw.exponential(1, n)  # of hazard, until it happens
    rate = 1 / 40
    before = need / rate
    happens = np.where(before < joins, before, joins + (need - joins * rate) / (rate * np.exp(effect)))
    until = np.minimum(happens, censored)
    return split_at(np.zeros(n), until, happens <= censored, joins)


def in_time(draw: Draw) -> Tries:
    """Ask whether joining matters where it doesn't, counted in time."""
    start, stop, event, exposed, person = joined_in_time(draw)
    found = cox(stop, event, exposed, ["now"], start=start, clusters=person)
    return covers(found["now"], 0.0), 1


def mirror_band(draw: Draw) -> Tries:
    """Ask for a mean change of .30 where 45% answer, the more they gained the likelier."""
    gain = draw.normal(0.3, 1, 200)
    chance = 1 / (1 + np.exp(-(gain - 0.3) * 1.1 + 0.25))
    answered = draw.random(200) < chance
    if not 80 <= answered.sum() <= 139:
        return 0, 0
    before = draw.normal(5, 1, 200)
    found = paired_change(before[answered], (before + gain)[answered])
    band = mirrored(found, Missing(200, 200, int(answered.sum()), int((~answered).sum())))
    return covers(band["mean"], 0.3), 1


def overlap(draw: Draw) -> Tries:
    """Ask for an effect where there is none and what drives joining drives the outcome too."""
    x = draw.normal(size=(400, 3))
    joined = draw.random(400) < 1 / (1 + np.exp(-x @ [0.8, 0.5, -0.4]))
    y = x @ [1.0, 0.6, -0.3] + draw.normal(size=400)
    found = weighted(y, joined, x)
    return (0, 0) if found.is_refused else (covers(found["difference"], 0.0), 1)


def means(draw: Draw) -> Tries:
    """Ask for the mean change of 5 to 20 people on a scale of 0 to 10."""
    n = int(draw.integers(5, 21))
    before = np.clip(np.round(draw.normal(5, 1.5, n)), 0, 10)
    after = before + np.round(draw.normal(0, 1.6, n))
    found = paired_change(before, after)
    one = found.estimates.get("mean")
    return (0, 0) if one is None or one.low is None else (covers(one, 0.0), 1)


def shares(draw: Draw) -> Tries:
    """Ask for shares from .05 to .95 of 10 to 60 people."""
    n, truth = int(draw.integers(10, 61)), float(draw.uniform(0.05, 0.95))
    return covers(share(int(draw.binomial(n, truth)), n)["share"], truth), 1


def null_rates(draw: Draw) -> Tries:
    """Look once at a card on a rate that doesn't differ, at its planned information."""
    return int(_card_on_rates(draw, 1.0, 1.0) is Sentence.SUPPORTS), 1


def null_times(draw: Draw) -> Tries:
    """Look once at a card on promotions in time that mentoring doesn't move."""
    return int(_card_on_times(draw, 0.0, 300) is Sentence.SUPPORTS), 1


def true_rates(draw: Draw) -> Tries:
    """Look once at a card whose claim is true, at half as much information again."""
    return int(_card_on_rates(draw, TEMPLATES["C3"].claimed, 1.5) is Sentence.SUPPORTS), 1


def _card_on_rates(draw: Draw, ratio: float, more: float) -> Sentence:
    plan = TEMPLATES["C3"]
    total = round(needed("C3") * more)
    mine = int(draw.binomial(total, ratio / (1 + ratio)))
    found = rate_ratio(mine, 640.0, total - mine, 640.0)
    card = Locked(plan.claimed, plan.no_effect, needed("C3"), plan.unit)
    return judge(card, total, [Analysis.of("Rates", found, "ratio")]).sentence


def _card_on_times(draw: Draw, effect: float, n: int) -> Sentence:
    start, stop, event, exposed, person = joined_in_time(draw, n=n, effect=effect)
    one = cox(stop, event, exposed, ["now"], start=start, clusters=person)["now"]
    ends = [float(np.exp(end)) for end in (one.value, one.low, one.high)]
    card = Locked(TEMPLATES["C5"].claimed, 1.0, needed("C5"), "promotions")
    return judge(card, int(event.sum()), [Analysis("In time", *ends)]).sentence


def quiet_line(draw: Draw) -> Tries:
    """Ask a run chart of noise whether it moved."""
    months = (12, 24, 36)
    return sum(int(run_chart(draw.normal(size=n)).numbers["shifted"]) for n in months), len(months)


def departments(draw: Draw) -> Tries:
    """Ask whether 4 departments of 8 or of 12 differ where they don't."""
    hits = 0
    for n in (8, 12):
        values = draw.normal(size=n) + draw.normal(size=n) * 0.5
        hits += unit_difference(values, np.arange(n) < 4).numbers["p"] <= 0.05
    return int(hits), 2


def wrong_flags(draw: Draw) -> Tries:
    """Return flags of mentors who are not under 3.25, of all flags, in one program of 12, 40 or 150 mentors."""
    return _flags(draw)[:2]


def found_low(draw: Draw) -> Tries:
    """Return mentors truly under 3.25 who were flagged, of all who are: how little ratings can find."""
    wrong, flagged, low = _flags(draw)
    return flagged - wrong, low


def _flags(draw: Draw) -> tuple[int, int, int]:
    mentors = int(draw.choice([12, 40, 150]))
    truth = _truths(draw, mentors)
    ratings = []
    for middle in truth:
        n = int(draw.choice([5, 8, 12, int(draw.integers(1, 13)), 15]))
        ratings.append(_said(draw, middle, n))
    others = pool(ratings)
    wrong = flags = 0
    for middle, row in zip(truth, ratings, strict=True):
        if len(row) >= 10 and chance_under(len(row), float(np.mean(row)), others, 3.25) > SURE:
            flags += 1
            wrong += _expected(middle) >= 3.25
    return wrong, flags, int(sum(_expected(one) < 3.25 for one in truth))


def _truths(draw: Draw, mentors: int) -> np.ndarray:
    return draw.normal(4.35, 0.75, mentors)


def _said(draw: Draw, middle: float, n: int) -> list[float]:
    return [float(one) for one in np.clip(np.round(draw.normal(middle, 0.9, n)), 1, 5)]


def _expected(middle: float) -> float:
    """Return the mean of answers on 1 to 5 around a middle, ceiling and rounding in it."""
    edges = stats.norm.cdf((np.arange(1.5, 5) - middle) / 0.9)
    return float(5 - edges.sum())


WEIGHTS = dict(zip("abcdefgh", (13, 13, 13, 13, 12, 12, 12, 12), strict=True))


def null_criteria(draw: Draw) -> Tries:
    """Ask for proposed weights where good pairs go with the score and nothing else, at 20, 60, 150 and 300 pairs."""
    sizes = (20, 60, 150, 300)
    return sum(bool(proposed(closed_years(draw, n))) for n in sizes), len(sizes)


def null_criteria_told(draw: Draw) -> Tries:
    """Ask the same where it isn't refused: at 150 pairs."""
    return int(bool(proposed(closed_years(draw, 150)))), 1


def heavy_criterion(draw: Draw) -> Tries:
    """Ask for proposed weights where one criterion is worth nine times its weight, at 300 pairs."""
    found = proposed(closed_years(draw, 300, worth=8 * WEIGHTS["a"] / 100))
    return int(found.get("a", 0) > WEIGHTS["a"]), 1


def closed_years(draw: Draw, n: int, worth: float = 0.0) -> Pairs:
    """Return pairs of years that are over: the score and, on top of it, one criterion went with good pairs."""
    shares = draw.random((n, len(WEIGHTS)))
    mentor, cohort = draw.integers(0, max(30, n // 3), n), np.arange(n) % max(2, n // 75)
    score = shares @ np.array(list(WEIGHTS.values())) / 100
    of_mentors, of_cohorts = draw.normal(0, 0.4, mentor.max() + 1), draw.normal(0, 0.3, cohort.max() + 1)
    good = score + worth * shares[:, 0] + of_mentors[mentor] + of_cohorts[cohort] + draw.normal(0, 0.9, n)
    return Pairs(good, score, shares, [f"m{one}" for one in mentor], [f"c{one}" for one in cohort])


def proposed(pairs: Pairs) -> dict[str, int]:
    """Return the weights to try."""
    numbers = criteria_learned(pairs, WEIGHTS).numbers
    return {key.removeprefix("try "): round(to) for key, to in numbers.items() if key.startswith("try ")}


WORLDS = (
    World("S-30", "joining during follow-up, no effect: interval in time", in_time, 0.93, 0.97),
    World("S-32", "45% answer, more if they gained: mirror band", mirror_band, 0.95, 1.0),
    World("S-34", "strong confounding, no effect: overlap weights", overlap, 0.93, 0.97),
    World("S-35a", "means of 5 to 20 people", means, 0.93, 0.97, short=400, long=4_000),
    World("S-35b", "shares of 10 to 60 people", shares, 0.93, 0.97, short=400, long=20_000),
    World(
        "S-36a", "null programs through cards, rates: supports", null_rates, 0.0, 0.033, short=400, long=4_000
    ),
    World("S-36b", "null programs through cards, in time: supports", null_times, 0.0, 0.033),
    World("S-37", "true effect at 1.5 x information: supports", true_rates, 0.80, 1.0),
    World("S-38", "noise on a run chart: shift", quiet_line, 0.0, 0.05, long=4_000),
    World("S-39", "4 of 8 and 4 of 12 departments: rejected", departments, 0.0, 0.05, short=100, long=1_000),
    World(
        "S-40",
        "criteria without effect: proposals at 20 to 300 pairs",
        null_criteria,
        0.0,
        0.05,
        short=20,
        long=1_000,
    ),
    World("S-40a", "the same, at 150 pairs alone", null_criteria_told, 0.0, 0.05, short=40),
    World(
        "S-40b",
        "a criterion worth nine times its weight, found at 300 pairs",
        heavy_criterion,
        0.5,
        1.0,
        short=12,
        long=1_000,
    ),
    World("S-33", "mentors flagged who are not low", wrong_flags, 0.0, 0.20, short=40, long=6_000),
    World(
        "S-33b",
        "low mentors who are found (no promise: printed beside it)",
        found_low,
        0.0,
        1.0,
        short=40,
        long=6_000,
    ),
)
