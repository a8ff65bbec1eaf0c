"""Why this pair, why not that one, why nobody, and what would help: everything that people are told about a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rounds.pairing.problem.columns import Ints
from rounds.pairing.problem.problem import Problem
from rounds.pairing.scoring.contributions import Contribution, Contributions, points
from rounds.pairing.scoring.rules import MEANINGS, Removals, in_public_words, removals, why_not
from rounds.pairing.solving.bounds import row_blocks
from rounds.pairing.solving.instance import prepare
from rounds.pairing.solving.solution import Solution

BANNED = -(2**61)
MASTERED = 4  # a level at which a gap counts as covered: reliably and under pressure


@dataclass(frozen=True)
class Loss:
    """What something costs the whole run: mentees left without a mentor, then micro-points."""

    people: int
    micro: int


@dataclass(frozen=True)
class RunnerUp:
    """The mentor who came closest instead: `behind` micro-points of score, and by criterion (key, micro)."""

    mentor: str
    behind: int
    by_criterion: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PairReasons:
    """Why a pair scores as it does; the contributions' micro-points add up to `score`."""

    mentee: str
    mentor: str
    score: int
    contributions: tuple[Contribution, ...]
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    notes: tuple[str, ...]
    runner_up: RunnerUp | None


@dataclass(frozen=True)
class NotChosen:
    """Why a pair was not chosen. `rules` keys of hard rules (empty: it could have been made); `public` the same
    in words for everybody; `short` what the run would lose at least if it were forced."""

    mentee: str
    mentor: str
    score: int
    rules: tuple[str, ...]
    public: tuple[str, ...]
    short: Loss | None


@dataclass(frozen=True)
class Unmatched:
    """Why somebody has no mentor: `reason` a key ("rules", "capacity", "minimum", "count"), in words, and the nearest fix."""

    mentee: str
    reason: str
    words: str
    fix: str


@dataclass(frozen=True)
class Alternative:
    """A possible partner, best first; `score` of the pair in micro-points."""

    person: str
    score: int
    chosen: bool


class Explainer:
    """Reads one problem and its solution; rows are computed on demand, so large runs can be explained too."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem.ordered
        self.solution = solution
        self.instance = prepare(problem, aim=solution.aim, floor=solution.floor)
        self.contributions = Contributions(self.problem)
        scale = self.instance.scale
        self.prices: Ints = np.array(
            [solution.price_of.get(mentor, 0) // scale for mentor in self.problem.mentors.ids], dtype=np.int64
        )

    # pairs

    def pair(self, mentee: str, mentor: str) -> PairReasons:
        """Explain one pair, chosen or not."""
        row, column = self._places(mentee, mentor)
        parts = self.contributions.of(row, column)
        gaps, levels = self.problem.mentees.gaps[row], self.problem.mentors.expertise[column]
        names = self.problem.axes.domains
        order = [place for place in np.argsort(-gaps, kind="stable").tolist() if gaps[place]]
        return PairReasons(
            mentee,
            mentor,
            sum(part.micro for part in parts),
            parts,
            tuple(names[place] for place in order if levels[place] >= MASTERED),
            tuple(names[place] for place in order if levels[place] < MASTERED),
            self._removals.warnings.get((row, column), ()),
            self._runner_up(row, column, parts),
        )

    def not_chosen(self, mentee: str, mentor: str) -> NotChosen:
        """Explain why a pair was not chosen, with the least that forcing it would cost the run."""
        row, column = self._places(mentee, mentor)
        score = int(self.instance.scorer.at(np.array([row]), np.array([column]))[0]) * self.instance.scale
        rules = why_not(self.problem, mentee, mentor)
        if (
            not rules
            and self.instance.lowest is not None
            and score < self.instance.lowest * self.instance.scale
        ):
            rules = ("minimum",)
        short = None
        if not rules and self.solution.proof and self.instance.demand[row] > 0:
            reduced = self._reduced(row)
            short = self.loss(self._gain(row, reduced) - int(reduced[column]))
        return NotChosen(mentee, mentor, score, rules, in_public_words(rules), short)

    def alternatives_for_mentee(self, mentee: str, limit: int = 10) -> tuple[Alternative, ...]:
        """Rank the mentors a mentee could have, best score first; personal rules leave no trace."""
        row = self.problem.mentee_place[mentee]
        scores = self._scores(np.array([row]))[0]
        chosen = set(self.solution.mentors_of.get(mentee, ()))
        return self._ranked(scores, self.problem.mentors.ids, chosen, limit)

    def alternatives_for_mentor(self, mentor: str, limit: int = 10) -> tuple[Alternative, ...]:
        """Rank the mentees a mentor could have, best score first; personal rules leave no trace."""
        return self._for_mentors([mentor], limit)[mentor]

    def alternatives_for_mentors(self, limit: int = 10) -> dict[str, tuple[Alternative, ...]]:
        """Rank the mentees of every mentor in one pass."""
        return self._for_mentors(self.problem.mentors.ids, limit)

    def _for_mentors(self, mentors: Sequence[str], limit: int) -> dict[str, tuple[Alternative, ...]]:
        places = np.array([self.problem.mentor_place[mentor] for mentor in mentors], dtype=np.int64)
        best = np.full((len(places), 0), BANNED, dtype=np.int64)
        who = np.zeros((len(places), 0), dtype=np.int64)
        for rows in row_blocks(self.instance):
            best = np.concatenate([best, self._scores(rows)[:, places].T], axis=1)
            who = np.concatenate([who, np.broadcast_to(rows, (len(places), len(rows)))], axis=1)
            order = np.argsort(-best, axis=1, kind="stable")[:, :limit]
            best, who = np.take_along_axis(best, order, axis=1), np.take_along_axis(who, order, axis=1)
        found = {}
        for at, mentor in enumerate(mentors):
            chosen = set(self.solution.mentees_of.get(mentor, ()))
            names = [self.problem.mentees.ids[row] for row in who[at].tolist()]
            found[mentor] = tuple(
                Alternative(name, score, name in chosen)
                for name, score in zip(names, best[at].tolist(), strict=True)
                if score != BANNED
            )
        return found

    # people without a mentor

    def unmatched(self) -> tuple[Unmatched, ...]:
        """Say for each mentee without a mentor why, and the nearest fix."""
        return tuple(self._why_unmatched(mentee) for mentee in self.solution.unmatched)

    def _why_unmatched(self, mentee: str) -> Unmatched:
        row = self.problem.mentee_place[mentee]
        allowed = np.isfinite(self.instance.scorer.block(np.array([row]))[0])
        places = self.problem.mentors.capacity > 0
        if not (allowed & places).any():
            return self._nobody_allowed(mentee, row, allowed)
        scores = self._scores(np.array([row]))[0]
        if not ((scores != BANNED) & places).any():
            raw = (
                self.instance.scorer.at(np.full(len(scores), row), np.arange(len(scores)))
                * self.instance.scale
            )
            best = int(np.where(allowed & places, raw, BANNED).max())
            lowest = (self.instance.lowest or 0) * self.instance.scale
            return Unmatched(
                mentee,
                "minimum",
                f"Every possible pair is under the minimum score of {points(lowest)}.",
                f"The best one reaches {points(best)}: a minimum that much lower would allow it.",
            )
        count = int((scores != BANNED).sum())
        full = all(
            len(self.solution.mentees_of.get(self.problem.mentors.ids[place], ()))
            >= self.problem.mentors.capacity[place]
            for place in np.flatnonzero((scores != BANNED) & places).tolist()
        )
        if not full:
            return Unmatched(
                mentee,
                "count",
                "The pair would cost more than it is worth.",
                "Lower the load costs or put everybody's first mentor first.",
            )
        who = "mentor" if count == 1 else "mentors"
        return Unmatched(
            mentee,
            "capacity",
            "All places of the mentors who could take this mentee are taken by pairs that fit better or have less choice.",
            f"One more place with {'the' if count == 1 else 'any of the'} {count} possible {who} would do.",
        )

    def _nobody_allowed(self, mentee: str, row: int, allowed: np.ndarray) -> Unmatched:  # type: ignore[type-arg]
        if not len(allowed):
            return Unmatched(mentee, "rules", "There are no mentors in this run.", "Add mentors.")
        if allowed.any():
            return Unmatched(
                mentee,
                "capacity",
                "Every mentor who could take this mentee has capacity 0.",
                f"One place with any of {int(allowed.sum())} mentors would do.",
            )
        tables = self.problem.stages
        above = tables.above[tables.profile_of[row], tables.stage_of] | (not self.problem.policy.tier_rule)
        single = [kinds for (i, _), kinds in self._removals.by_pair.items() if i == row]
        if not above.any():
            return Unmatched(
                mentee,
                "rules",
                "No mentor stands above this mentee's tier.",
                "Add a mentor of a higher tier, or allow peers.",
            )
        counted = Counter(kind for kinds in single for kind in kinds)
        rule, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
        return Unmatched(
            mentee,
            "rules",
            f"Hard rules remove every mentor; most often ({count}): {MEANINGS[rule]}",
            "Add a mentor from outside, or declare an exception with a reason.",
        )

    # inside

    @property
    def _removals(self) -> Removals:
        if not hasattr(self, "_found_removals"):
            self._found_removals = removals(self.problem)
        return self._found_removals

    def _places(self, mentee: str, mentor: str) -> tuple[int, int]:
        return self.problem.mentee_place[mentee], self.problem.mentor_place[mentor]

    def _scores(self, rows: Ints) -> Ints:
        """Return the micro-points of all pairs that may be made, locked ones too; BANNED elsewhere."""
        scores = self.instance.scorer.block(rows)
        if self.instance.lowest is not None:
            scores[scores < self.instance.lowest] = -np.inf
        allowed = np.isfinite(scores)
        whole: Ints = np.where(
            allowed, np.where(allowed, scores, 0).astype(np.int64) * self.instance.scale, BANNED
        )
        return whole

    def _ranked(
        self, scores: Ints, names: tuple[str, ...], chosen: set[str], limit: int
    ) -> tuple[Alternative, ...]:
        order = np.argsort(-scores, kind="stable")[:limit].tolist()
        return tuple(
            Alternative(names[place], int(scores[place]), names[place] in chosen)
            for place in order
            if scores[place] != BANNED
        )

    def _reduced(self, row: int) -> Ints:
        """Return a mentee's scores less the mentors' prices, in micro-points."""
        scores = self._scores(np.array([row]))[0]
        return np.where(scores == BANNED, BANNED, scores - self.prices * self.instance.scale)

    def _gain(self, row: int, reduced: Ints) -> int:
        """Return what the mentee's last place is worth to the run: any other mentor must offer more to be chosen."""
        mentee = self.problem.mentees.ids[row]
        locked = set(self.instance.locked_of.get(row, ()))
        mine = [self.problem.mentor_place[mentor] for mentor in self.solution.mentors_of.get(mentee, ())]
        free = [place for place in mine if place not in locked]
        offers = [int(reduced[place]) for place in free]
        if len(free) < self.instance.demand[row]:  # a place stays empty: anything above this would be taken
            offers.append(0 if mine else -self.instance.bonus * self.instance.scale)
        return min(offers)

    def loss(self, micro: int) -> Loss:
        """Split micro-points that hold the bonus into people and points."""
        bonus = self.instance.bonus * self.instance.scale
        if not bonus:
            return Loss(0, micro)
        people = (2 * micro + bonus) // (2 * bonus)
        return Loss(people, micro - people * bonus)

    def _runner_up(self, row: int, column: int, parts: tuple[Contribution, ...]) -> RunnerUp | None:
        reduced = self._reduced(row)
        mentee = self.problem.mentees.ids[row]
        for mentor in (*self.solution.mentors_of.get(mentee, ()), self.problem.mentors.ids[column]):
            reduced[self.problem.mentor_place[mentor]] = BANNED
        if not len(reduced) or reduced.max() == BANNED:
            return None
        other = int(reduced.argmax())
        theirs = self.contributions.of(row, other)
        gaps = tuple((mine.key, mine.micro - his.micro) for mine, his in zip(parts, theirs, strict=True))
        return RunnerUp(self.problem.mentors.ids[other], sum(gap for _, gap in gaps), gaps)
