"""One set of pairs in numbers, and what differs between two sets; both measured by the same weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rounds.core.folding import order_key
from rounds.matching.review.selectors.people import Someone
from rounds.pairing import Solution


@dataclass(frozen=True)
class Outcome:
    """One set of pairs in numbers; scores in micro-points, None where there is no pair."""

    matched: int
    without: int
    pairs: int
    total: int
    mean: int | None
    lowest: int | None
    # whose pair is the lowest, by id
    lowest_of: str

    @classmethod
    def of(cls, solution: Solution) -> Outcome:
        lowest = min(solution.pairs, key=lambda pair: (pair.score, pair.mentee), default=None)
        number = len(solution.pairs)
        return cls(
            matched=solution.matched,
            without=len(solution.unmatched),
            pairs=number,
            total=solution.score,
            mean=solution.score // number if number else None,
            lowest=lowest.score if lowest else None,
            lowest_of=lowest.mentee if lowest else "",
        )


@dataclass(frozen=True)
class Change:
    """One mentee whose mentors change; scores in micro-points by the saved weights, None without any mentor."""

    person: Someone
    before: list[Someone]
    after: list[Someone]
    was: int | None
    is_: int | None

    @property
    def change(self) -> int | None:
        """Return the difference, None where one side has no mentor: nobody is no score of 0."""
        return None if self.was is None or self.is_ is None else self.is_ - self.was

    @property
    def is_gain(self) -> bool:
        return self.was is None or (self.change or 0) > 0

    @property
    def is_loss(self) -> bool:
        return self.is_ is None or (self.change or 0) < 0


def changes_between(names: Mapping[str, Someone], before: Solution, after: Solution) -> list[Change]:
    """List the mentees whose mentors differ, the biggest gain first."""
    old = {(pair.mentee, pair.mentor): pair.score for pair in before.pairs}
    new = {(pair.mentee, pair.mentor): pair.score for pair in after.pairs}
    changes = []
    for mentee in sorted({mentee for mentee, _mentor in old.keys() ^ new.keys()}):
        left = [mentor for mentor in before.mentors_of.get(mentee, ()) if (mentee, mentor) not in new]
        right = [mentor for mentor in after.mentors_of.get(mentee, ()) if (mentee, mentor) not in old]
        changes.append(
            Change(
                names[mentee],
                [names[mentor] for mentor in left],
                [names[mentor] for mentor in right],
                sum(old[mentee, one] for one in left) if before.mentors_of.get(mentee) else None,
                sum(new[mentee, one] for one in right) if after.mentors_of.get(mentee) else None,
            )
        )
    return sorted(
        changes,
        key=lambda one: (
            one.was is not None,
            one.is_ is None,
            -(one.change or 0),
            order_key(one.person.sort_name),
        ),
    )


@dataclass(frozen=True)
class Alike:
    """Two sets of pairs over the people who have a mentor in both: sums and averages of a pair, in micro-points."""

    people: int
    totals: tuple[int, int]
    means: tuple[int | None, int | None]

    @classmethod
    def of(cls, before: Solution, after: Solution) -> Alike:
        both = before.mentors_of.keys() & after.mentors_of.keys()
        scores = [[pair.score for pair in side.pairs if pair.mentee in both] for side in (before, after)]
        first, second = (sum(side) // len(side) if side else None for side in scores)
        return cls(len(both), (sum(scores[0]), sum(scores[1])), (first, second))


def kept_between(before: Solution, after: Solution) -> int:
    """Count the pairs that are in both."""
    return len(
        {(pair.mentee, pair.mentor) for pair in before.pairs}
        & {(pair.mentee, pair.mentor) for pair in after.pairs}
    )
