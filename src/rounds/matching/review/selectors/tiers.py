"""Who mentors whom across the tiers: people of each tier, and pairs between two tiers, counted."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from rounds.core.folding import order_key
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.people import Someone


@dataclass(frozen=True)
class TierCount:
    """The people of one tier: `both` mentor and are mentored, `alone` are mentees without a mentor."""

    tier: str
    mentees: int
    mentors: int
    both: int
    free: int
    alone: int


@dataclass(frozen=True)
class Standing:
    """One person of a run: the place of the tier from below (-1: nobody recorded it), on which sides, free places, whether left without a mentor."""

    person: Someone
    place: int
    is_mentee: bool
    is_mentor: bool
    free: int
    alone: bool


@dataclass(frozen=True)
class AcrossTiers:
    """A run seen by tier, the lowest first; `pairs` are (mentee, mentor)."""

    tiers: list[TierCount]
    mentees: dict[str, Standing]
    mentors: dict[str, Standing]
    pairs: list[tuple[Standing, Standing]]

    @cached_property
    def people(self) -> dict[str, Standing]:
        """Return everybody once."""
        return {**self.mentees, **self.mentors}

    @cached_property
    def both(self) -> int:
        return len(self.mentees.keys() & self.mentors.keys())

    @cached_property
    def steps(self) -> Counter[tuple[int, int]]:
        """Count pairs by (place of the mentor's tier, place of the mentee's)."""
        return Counter((mentor.place, mentee.place) for mentee, mentor in self.pairs)

    @cached_property
    def alone(self) -> list[Standing]:
        """Return the mentees without a mentor, by name."""
        found = [one for one in self.mentees.values() if one.alone]
        return sorted(found, key=lambda one: order_key(one.person.sort_name))


def across_tiers(board: Board) -> AcrossTiers:
    """Return a run's people and pairs by tier."""
    problem = board.problem
    mentee_place = dict(zip(problem.mentees.ids, problem.mentees.tier.tolist(), strict=True))
    mentor_place = dict(zip(problem.mentors.ids, problem.mentors.tier.tolist(), strict=True))
    mentees = {one: _standing(board, one, place, mentor_place) for one, place in mentee_place.items()}
    mentors = {one: _standing(board, one, place, mentor_place) for one, place in mentor_place.items()}
    pairs = sorted(
        ((mentees[pair.mentee], mentors[pair.mentor]) for pair in board.result.solution.pairs),
        key=lambda pair: order_key(pair[0].person.sort_name),
    )
    tiers = [_count(tier, place, mentees, mentors) for place, tier in enumerate(problem.axes.tiers)]
    return AcrossTiers(tiers, mentees, mentors, pairs)


def _standing(board: Board, person: str, place: int, mentors: dict[str, int]) -> Standing:
    return Standing(
        person=board.names[person],
        place=place,
        is_mentee=person in board.problem.mentee_place,
        is_mentor=person in mentors,
        free=max(0, board.places.get(person, 0) - len(board.result.solution.mentees_of.get(person, ()))),
        alone=person in board.result.unmatched,
    )


def _count(tier: str, place: int, mentees: dict[str, Standing], mentors: dict[str, Standing]) -> TierCount:
    here = {one for one, standing in mentees.items() if standing.place == place}
    above = {one for one, standing in mentors.items() if standing.place == place}
    return TierCount(
        tier=tier,
        mentees=len(here),
        mentors=len(above),
        both=len(here & above),
        free=sum(mentors[one].free for one in above),
        alone=sum(mentees[one].alone for one in here),
    )
