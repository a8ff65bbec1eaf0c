"""From a frozen input to a complete answer: pairs, proof, reasons, alternatives. Runs in a process of its own."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np

from rounds.matching.input.values.snapshot import Snapshot
from rounds.pairing import Explainer, PairReasons, Problem, Solution, needs, rule_effects, solve, summary
from rounds.pairing.problem.stages import stage_tables
from rounds.pairing.scoring.rules import removals

FORMAT = 1
ALTERNATIVES = 10
LOOK_FIRST = 5
CLOSE = 20_000  # micro-points: a runner-up within two points of a hundred
LITTLE_TIME = 2_500  # of 10,000: a quarter of the hours needed
LONGEST_EFFECTS = 4_000_000  # pairs up to which every rule's effect is counted

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Part:
    """One criterion's share of a score, in micro-points, and the most that it could be."""

    key: str
    micro: int
    most: int
    missing: tuple[str, ...]

    @property
    def value(self) -> float:
        return self.micro / self.most if self.most else 0.0


@dataclass(frozen=True)
class Reasons:
    """Why a pair scores as it does. `runner_up` is (mentor, behind, ((criterion, micro), ...)) or None."""

    mentee: str
    mentor: str
    score: int
    parts: tuple[Part, ...]
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    notes: tuple[str, ...]
    runner_up: tuple[str, int, tuple[tuple[str, int], ...]] | None
    # What the whole run would lose at least with the runner-up instead: (people, micro-points).
    rival_costs: tuple[int, int] | None = None

    @classmethod
    def of(cls, found: PairReasons, rival_costs: tuple[int, int] | None = None) -> Self:
        rival = found.runner_up
        return cls(
            found.mentee,
            found.mentor,
            found.score,
            tuple(Part(part.key, part.micro, part.most, part.missing) for part in found.contributions),
            found.covered,
            found.uncovered,
            found.notes,
            None if rival is None else (rival.mentor, rival.behind, rival.by_criterion),
            rival_costs,
        )

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def to_plain(self) -> list[Any]:
        return [
            self.mentee,
            self.mentor,
            self.score,
            [[part.key, part.micro, part.most, *part.missing] for part in self.parts],
            self.covered,
            self.uncovered,
            self.notes,
            self.runner_up,
            self.rival_costs,
        ]

    @classmethod
    def from_plain(cls, row: list[Any]) -> Self:
        mentee, mentor, score, parts, covered, uncovered, notes, rival, costs = row
        return cls(
            mentee,
            mentor,
            score,
            tuple(Part(key, micro, most, tuple(missing)) for key, micro, most, *missing in parts),
            tuple(covered),
            tuple(uncovered),
            tuple(notes),
            rival and (rival[0], rival[1], tuple((key, micro) for key, micro in rival[2])),
            costs and (costs[0], costs[1]),
        )


@dataclass(frozen=True)
class Result:
    """A run's answer as its JSON holds it."""

    found: dict[str, Any]

    @classmethod
    def from_text(cls, text: str) -> Self:
        return cls(json.loads(text))

    @cached_property
    def solution(self) -> Solution:
        return Solution.from_json(json.dumps(self.found["solution"]))

    @cached_property
    def reasons(self) -> dict[tuple[str, str], Reasons]:
        rows = map(Reasons.from_plain, self.found["pairs"])
        return {(row.mentee, row.mentor): row for row in rows}

    @property
    def look_first(self) -> dict[tuple[str, str], str]:
        return {(mentee, mentor): why for mentee, mentor, why in self.found["look_first"]}

    @property
    def mentors_for(self) -> dict[str, list[tuple[str, int]]]:
        """Return the best ten mentors of each mentee, whoever may be had."""
        return {
            person: [(other, score) for other, score in row]
            for person, row in self.found["mentors_for"].items()
        }

    @property
    def mentees_for(self) -> dict[str, list[tuple[str, int]]]:
        return {
            person: [(other, score) for other, score in row]
            for person, row in self.found["mentees_for"].items()
        }

    @property
    def unmatched(self) -> dict[str, tuple[str, str, str]]:
        """Return mentee -> (reason key, in words, nearest fix)."""
        return {mentee: (reason, words, fix) for mentee, reason, words, fix in self.found["unmatched"]}

    @property
    def ruled_out(self) -> dict[str, dict[str, int]]:
        """Return mentee -> rule -> how many mentors it removed before scoring."""
        return dict(self.found["ruled_out"])

    @property
    def needs(self) -> list[tuple[str, str, int]]:
        """Return (kind, code, places): what more places should bring."""
        return [(kind, code, places) for kind, code, places in self.found["needs"]]

    @property
    def summary(self) -> dict[str, Any]:
        return dict(self.found["summary"])

    @property
    def effects(self) -> list[tuple[str, int, int, list[str]]]:
        """Return (rule, pairs removed, by it alone, mentees left out) before the run."""
        return [(rule, pairs, alone, out) for rule, pairs, alone, out in self.found["effects"]]


def solve_snapshot(text: str, report: Report) -> str:
    """Solve a frozen input and explain the answer; canonical JSON, the same for the same input."""
    snapshot = Snapshot.from_text(text)
    problem = snapshot.problem
    report(0, 4, "scoring")
    solution = solve(problem, aim=snapshot.aim)
    report(1, 4, "explaining")
    explainer = Explainer(problem, solution)
    reasons = [explained(explainer, pair.mentee, pair.mentor) for pair in solution.pairs]
    report(2, 4, "ranking")
    found = {
        "format": FORMAT,
        "solution": json.loads(solution.to_json()),
        "pairs": [row.to_plain() for row in reasons],
        "look_first": look_first(reasons, set(snapshot.kept)),
        "mentors_for": {
            person: [
                [one.person, one.score] for one in explainer.alternatives_for_mentee(person, ALTERNATIVES)
            ]
            for person in problem.mentees.ids
        },
        "mentees_for": {
            person: [[one.person, one.score] for one in row]
            for person, row in explainer.alternatives_for_mentors(ALTERNATIVES).items()
        },
        "unmatched": [[one.mentee, one.reason, one.words, one.fix] for one in explainer.unmatched()],
        "effects": effects_of(problem),
        "ruled_out": ruled_out(problem),
        "needs": [[need.kind, need.code, need.places] for need in needs(explainer)],
        "summary": summary_of(problem, solution),
    }
    report(3, 4, "writing")
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def explained(explainer: Explainer, mentee: str, mentor: str) -> Reasons:
    """Explain one pair, chosen or not."""
    found = explainer.pair(mentee, mentor)
    short = found.runner_up and explainer.not_chosen(mentee, found.runner_up.mentor).short
    return Reasons.of(found, (short.people, short.micro) if short else None)


def effects_of(problem: Problem) -> list[list[Any]]:
    """Count what each hard rule removes, as (rule, pairs, by it alone, mentees left out)."""
    if len(problem.mentees) * len(problem.mentors) > LONGEST_EFFECTS:
        return []
    return [[one.rule, one.pairs, one.alone, list(one.mentees_left_out)] for one in rule_effects(problem)]


def ruled_out(problem: Problem) -> dict[str, dict[str, int]]:
    """Count for each mentee how many mentors each rule removes before any scoring."""
    tables = stage_tables(problem)
    below = (~tables.above).astype(np.int64) @ np.bincount(tables.stage_of, minlength=tables.above.shape[1])
    full = int((problem.mentors.capacity <= 0).sum())
    found: dict[str, Counter[str]] = {
        person: Counter({"capacity": full, "tier": int(below[profile]) if problem.policy.tier_rule else 0})
        for person, profile in zip(problem.mentees.ids, tables.profile_of.tolist(), strict=True)
    }
    for (row, _column), kinds in removals(problem).by_pair.items():
        found[problem.mentees.ids[row]].update(kinds)
    return {
        person: {rule: count for rule, count in counts.items() if count} for person, counts in found.items()
    }


def summary_of(problem: Problem, solution: Solution) -> dict[str, Any]:
    """Give a run's totals as plain values, scores in micro-points."""
    return asdict(summary(problem, solution))


def look_first(reasons: list[Reasons], kept: set[tuple[str, str]]) -> list[list[str]]:
    """Choose up to five pairs that a person should look at first, each for another reason."""
    open_ = sorted(
        (row for row in reasons if (row.mentee, row.mentor) not in kept), key=lambda row: row.score
    )
    chosen: dict[tuple[str, str], str] = {}
    for why, candidates in _doubts(open_):
        for row in candidates:
            if (row.mentee, row.mentor) not in chosen:
                chosen[row.mentee, row.mentor] = why
                break
    for row in open_:
        chosen.setdefault((row.mentee, row.mentor), "low")
        if len(chosen) >= LOOK_FIRST:
            break
    return [[*pair, why] for pair, why in list(chosen.items())[:LOOK_FIRST]]


def _doubts(rows: list[Reasons]) -> Iterator[tuple[str, list[Reasons]]]:
    yield "lowest", rows[:1]
    yield "warned", [row for row in rows if row.notes]
    yield "close", [row for row in rows if row.runner_up and abs(row.runner_up[1]) < CLOSE]
    yield (
        "style",
        [row for row in rows if (part := row.part("style")) and not part.micro and not part.missing],
    )
    yield (
        "time",
        [
            row
            for row in rows
            if (part := row.part("availability"))
            and not part.missing
            and part.micro * 10_000 < LITTLE_TIME * part.most
        ],
    )
    yield "gaps", [row for row in rows if row.uncovered and not row.covered]
