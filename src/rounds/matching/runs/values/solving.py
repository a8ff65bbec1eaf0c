"""From a frozen input to a complete answer: pairs, proof, reasons, alternatives. Runs in a process of its own."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from rounds.matching.input.values.snapshot import Snapshot
from rounds.matching.runs.values.reasons import Reasons
from rounds.pairing import Explainer, Problem, Solution, needs, rule_effects, solve, summary
from rounds.pairing.problem.stages import stage_tables
from rounds.pairing.scoring.rules import removals

FORMAT = 1
ALTERNATIVES = 10
LOOK_FIRST = 5
CLOSE = 20_000  # micro-points: a runner-up within two points of a hundred
LITTLE_TIME = 2_500  # of 10,000: a quarter of the hours needed
LONGEST_EFFECTS = 4_000_000  # pairs up to which every rule's effect is counted

Report = Callable[[int, int, str], None]


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
    """Choose up to five pairs that a person should look at first, each for another reason; without one, none."""
    open_ = sorted(
        (row for row in reasons if (row.mentee, row.mentor) not in kept), key=lambda row: row.score
    )
    chosen: dict[tuple[str, str], str] = {}
    for why, candidates in _doubts(open_):
        for row in candidates:
            if (row.mentee, row.mentor) not in chosen:
                chosen[row.mentee, row.mentor] = why
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
