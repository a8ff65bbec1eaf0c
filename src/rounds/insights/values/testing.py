"""What a claim card's look computes: its locked analyses, by the engine. Raw ones are shown and decide nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rounds.evidence import Estimate, Missing, Result
from rounds.evidence.answers.adjusting import weighted
from rounds.evidence.answers.changes import mirrored
from rounds.evidence.answers.rates import rate_model, rate_ratio
from rounds.evidence.claims.templates import TEMPLATES
from rounds.evidence.claims.verdicts import Analysis, Locked, Verdict, judge
from rounds.evidence.facts.cohorts import Followed
from rounds.evidence.results import answer
from rounds.evidence.times.cox import cox, split_at
from rounds.insights.values.acts import acts_between
from rounds.insights.values.careers import ROSE, followed_of
from rounds.insights.values.claims import CLAIMS
from rounds.insights.values.facts import Career, Change, CycleFacts, Faculty

YEAR = 365.25
BESIDE_YEAR, IN_DEPARTMENTS = (
    "beside the year of appointment",
    "within departments, beside the year of appointment",
)


@dataclass(frozen=True)
class Terms:
    """What was locked."""

    template: str
    claimed: float
    smallest: float | None
    needed: int
    since: date
    compares: bool


@dataclass(frozen=True)
class Found:
    """What a look found: information, analyses, and whether both groups can be compared at all."""

    have: int
    analyses: tuple[Analysis, ...] = ()
    response: float | None = None
    unlike: str = ""


def judged(terms: Terms, found: Found) -> Verdict:
    """Return the one sentence that a look ends in."""
    template = TEMPLATES[terms.template]
    has_comparator = terms.compares and CLAIMS[terms.template].has_comparison and not found.unlike
    locked = Locked(
        terms.claimed,
        template.no_effect,
        terms.needed,
        template.unit,
        template.alone,
        terms.smallest,
        has_comparator=has_comparator,
    )
    said = judge(locked, found.have, found.analyses, response=found.response)
    return replace(said, notes=(*said.notes, found.unlike)) if found.unlike else said


def analyzed(terms: Terms, house: Faculty, cycles: Sequence[CycleFacts], as_of: date) -> Found:
    """Compute what a card locked."""
    compute = TESTS.get(terms.template)
    return compute(terms, house, cycles, as_of) if compute else Found(0)


def _changes(terms: Terms, house: Faculty, cycles: Sequence[CycleFacts], as_of: date) -> Found:
    """Return each question's change in standard deviations of the later answers, with the band that the response allows."""
    for facts in cycles:
        shown = [one for one in facts.changes if one.mean and one.spread and max(one.spread) > 0]
        if shown:
            people = min(one.people for one in shown)
            invited = max(people, facts.stages.invited)
            analyses = tuple(_change(one, Missing(invited, invited, one.people)) for one in shown)
            return Found(people, analyses, people / invited)
    return Found(0)


def _change(one: Change, missing: Missing) -> Analysis:
    mean, spread = one.mean or (0.0, 0.0), one.spread or (1.0, 1.0)
    sd, value = sum(spread) / 2, sum(mean) / 2
    reach = 1.96 * math.sqrt(2 / one.people)
    size = value / sd
    ends = Estimate(
        size,
        min(mean) / (max(spread) if min(mean) > 0 else min(spread) or sd) - reach,
        max(mean) / (min(spread) or sd if max(mean) > 0 else max(spread)) + reach,
        scale="standard deviations",
    )
    named = f"{one.people}:{mean}:{spread}"
    result = answer(
        "paired_change", "published mean and spread", named, n=one.people, estimates={"mean": ends}
    )
    return Analysis.of(one.label, mirrored(result, missing), "mean")


@dataclass(frozen=True)
class Group:
    """Careers in time since a day, as those with a mentor and those without."""

    careers: tuple[Career, ...]
    followed: tuple[Followed, ...]

    @property
    def years_of_appointment(self) -> list[float]:
        return [one.appointed_on.year + one.appointed_on.timetuple().tm_yday / YEAR for one in self.careers]

    @property
    def places(self) -> list[int]:
        known = {name: number for number, name in enumerate(sorted({one.place for one in self.careers}))}
        return [known[one.place] for one in self.careers]

    @property
    def joined(self) -> list[float]:
        return [math.inf if one.joined is None else float(one.joined) for one in self.followed]

    def unlike(self) -> str:
        """Return why those who ever had a mentor can't be set beside the others, empty where they can."""
        ever = [one < math.inf for one in self.joined]
        places = self.places
        columns = [
            [year, *(float(place == one) for one in range(1, max(places, default=0) + 1))]
            for year, place in zip(self.years_of_appointment, places, strict=True)
        ]
        if not columns:
            return "Nobody can be compared."
        found = weighted([float(one.until - one.entry) for one in self.followed], ever, columns)
        return f"No balanced comparison: {found.reason}" if found.is_refused else ""


def _group(terms: Terms, house: Faculty, as_of: date, *, with_rises: bool) -> Group:
    since = terms.since if house.observed_from is None else max(terms.since, house.observed_from)
    found = followed_of(Faculty(house.careers, since), as_of, with_rises=with_rises)
    by_id = {one.person: one for one in house.careers}
    rows = [] if isinstance(found, str) else found
    return Group(tuple(by_id[one.person] for one in rows), tuple(rows))


def _rises(terms: Terms, house: Faculty, cycles: Sequence[CycleFacts], as_of: date) -> Found:
    """Return the ratio of hazards of a first rise, mentored counting from its day."""
    group = _group(terms, house, as_of, with_rises=True)
    rose = [one.kind == ROSE for one in group.followed]
    have = sum(rose)
    if not terms.compares or not have:
        return Found(have)
    start, stop, event, exposed, person = split_at(
        [one.entry for one in group.followed], [one.until for one in group.followed], rose, group.joined
    )
    year = [group.years_of_appointment[int(one)] for one in person]
    places = [group.places[int(one)] for one in person]
    columns = [[first, second] for first, second in zip(exposed, year, strict=True)]
    alone = [[one] for one in exposed]
    ways = (
        ("Raw, in time", cox(stop, event, alone, ("mentored",), start=start, clusters=person), False),
        (BESIDE_YEAR, cox(stop, event, columns, ("mentored", "year"), start=start, clusters=person), True),
        (
            IN_DEPARTMENTS,
            cox(
                stop,
                event,
                columns,
                ("mentored", "year"),
                start=start,
                clusters=person,
                strata=places,
            ),
            True,
        ),
    )
    analyses = tuple(_ratio(name, result, is_adjusted=adjusted) for name, result, adjusted in ways)
    return Found(have, analyses, unlike=group.unlike())


def _acts(terms: Terms, house: Faculty, cycles: Sequence[CycleFacts], as_of: date) -> Found:
    """Return the ratio of rates of what may happen again and again."""
    kind = CLAIMS[terms.template].kind
    group = _group(terms, house, as_of, with_rises=False)
    counts, years, columns, clusters = [], [], [], []
    totals = {False: [0, 0.0], True: [0, 0.0]}
    for number, (career, one) in enumerate(zip(group.careers, group.followed, strict=True)):
        year = group.years_of_appointment[number]
        for mentored, first, last in _stretches(one):
            count = acts_between(career, kind, first, last)
            counts.append(float(count))
            years.append((last - first) / YEAR)
            columns.append([float(mentored), year])
            clusters.append(number)
            totals[mentored][0] += count
            totals[mentored][1] += (last - first) / YEAR
    have = int(sum(counts))
    if not terms.compares or not have:
        return Found(have)
    raw = rate_ratio(int(totals[True][0]), totals[True][1], int(totals[False][0]), totals[False][1])
    middle = sum(one[1] for one in columns) / len(columns)
    centered = [[one[0], one[1] - middle] for one in columns]
    model = rate_model(counts, years, centered, ("mentored", "year"), clusters=clusters)
    analyses = (
        Analysis.of("Raw", raw, "ratio", is_adjusted=False),
        _ratio(BESIDE_YEAR, model),
    )
    return Found(have, analyses, unlike=group.unlike())


def _stretches(one: Followed) -> list[tuple[bool, int, int]]:
    """Return the days without a mentor and with one."""
    joined = one.until if one.joined is None else one.joined
    parts = [(False, one.entry, joined), (True, joined, one.until)]
    return [part for part in parts if part[2] > part[1]]


def _stayed(terms: Terms, house: Faculty, cycles: Sequence[CycleFacts], as_of: date) -> Found:
    """Return how many of the smaller group have been followed for ten years; the article's horizon needs them."""
    group = _group(terms, house, as_of, with_rises=False)
    ten = [
        (one.joined is not None, one.until - one.entry) for one in group.followed if one.until >= 10 * YEAR
    ]
    return Found(min(sum(arm for arm, _ in ten), sum(not arm for arm, _ in ten)))


def _ratio(name: str, result: Result, *, is_adjusted: bool = True) -> Analysis:
    """Take a log ratio as a ratio."""
    one = Analysis.of(name, result, "mentored", is_adjusted=is_adjusted)
    if one.value is None:
        return one
    ends = (None if end is None else math.exp(end) for end in (one.value, one.low, one.high))
    value, low, high = ends
    return replace(one, value=value, low=low, high=high)


TESTS: dict[str, Callable[[Terms, Faculty, Sequence[CycleFacts], date], Found]] = {
    "C2": _changes,
    "C3": _acts,
    "C5": _rises,
    "C6": _stayed,
    "C7": _acts,
}
