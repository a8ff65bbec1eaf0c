"""Checks a solution without the solver: every rule holds, the totals add up, the prices prove the optimum."""

from __future__ import annotations

from collections import Counter

import numpy as np

from rounds.pairing.arguments import Checks, check
from rounds.pairing.solving.bounds import price_bound, row_blocks
from rounds.pairing.solving.instance import AnyProblem, Instance, check_belongs, prepare
from rounds.pairing.solving.solution import Pair, Solution


def faults(problem: AnyProblem, solution: Solution) -> tuple[str, ...]:
    """List everything that is wrong with a solution; an empty list is the certificate."""
    check("The solution", solution, Solution, "a Solution")
    instance = prepare(problem, aim=solution.aim, floor=solution.floor)
    if solution.digest != problem.digest:
        return ("The solution belongs to another problem.",)
    found = [*_broken_rules(instance, solution), *_wrong_totals(instance, solution)]
    if solution.proof is not None:
        bound = recomputed_bound(problem, solution)
        if bound != solution.proof.bound:
            found.append(f"The prices bound the objective by {bound}, not by {solution.proof.bound}.")
        if bound != solution.proof.objective:
            found.append(f"The objective {solution.proof.objective} is not proven: the bound is {bound}.")
    if solution.aim == "stable" and blocking_pairs(problem, solution, limit=1):
        found.append("Two people would both rather have each other.")
    return tuple(found)


def recomputed_bound(problem: AnyProblem, solution: Solution) -> int:
    """Add up the bound that the solution's prices put on every possible choice."""
    if solution.proof is None:
        raise RuntimeError("solution.proof is missing")
    instance = prepare(problem, aim=solution.aim, floor=solution.floor)
    prices = np.array(
        [solution.price_of[mentor] // instance.scale for mentor in instance.mentor_ids], dtype=np.int64
    )
    return price_bound(instance, prices) * instance.scale


def blocking_pairs(
    problem: AnyProblem, solution: Solution, limit: int = 1_000_000
) -> tuple[tuple[str, str], ...]:
    """List pairs who would both rather have each other: strictly better for both than their worst place.

    Locked pairs can't be left. An empty place is worse than any pair.
    """
    check_belongs(problem, solution)
    given = Checks("arguments")
    given.whole("The limit", limit, 1)
    given.close()
    instance = prepare(problem)  # without the floor: people may want what the fair aim rules out
    mentees, mentors = _places(instance)
    n, m = instance.scorer.shape
    worst_mentee, worst_mentor = np.full(n, np.inf), np.full(m, np.inf)
    count_mentee, count_mentor = np.zeros(n, np.int64), np.zeros(m, np.int64)
    for pair in solution.pairs:
        if not pair.locked:
            row, column, score = mentees[pair.mentee], mentors[pair.mentor], pair.score / instance.scale
            worst_mentee[row], worst_mentor[column] = (
                min(worst_mentee[row], score),
                min(worst_mentor[column], score),
            )
            count_mentee[row] += 1
            count_mentor[column] += 1
    worst_mentee[count_mentee < instance.demand] = -np.inf
    worst_mentor[count_mentor < instance.capacity] = -np.inf
    chosen = {(mentees[pair.mentee], mentors[pair.mentor]) for pair in solution.pairs}
    found: list[tuple[str, str]] = []
    for rows in row_blocks(instance):
        scores = instance.block(rows)
        better = np.isfinite(scores) & (scores > worst_mentee[rows, None]) & (scores > worst_mentor)
        for place, column in np.argwhere(better).tolist():
            if (int(rows[place]), column) not in chosen:
                found.append((instance.mentee_ids[rows[place]], instance.mentor_ids[column]))
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _places(instance: Instance) -> tuple[dict[str, int], dict[str, int]]:
    return (
        {person: place for place, person in enumerate(instance.mentee_ids)},
        {person: place for place, person in enumerate(instance.mentor_ids)},
    )


def _broken_rules(instance: Instance, solution: Solution) -> list[str]:
    mentees, mentors = _places(instance)
    found = []
    free = [pair for pair in solution.pairs if not pair.locked]
    of_mentee, of_mentor = Counter(pair.mentee for pair in free), Counter(pair.mentor for pair in free)
    for person, count in of_mentee.items():
        if count > instance.demand[mentees[person]]:
            found.append(f"Mentee {person} has more mentors than asked for.")
    for person, count in of_mentor.items():
        if count > instance.capacity[mentors[person]]:
            found.append(f"Mentor {person} has more mentees than places.")
    if len({(pair.mentee, pair.mentor) for pair in solution.pairs}) != len(solution.pairs):
        found.append("A pair appears twice.")
    locked = {(pair.mentee, pair.mentor) for pair in solution.pairs if pair.locked}
    wanted = {(instance.mentee_ids[i], instance.mentor_ids[j]) for i, j in instance.locks.tolist()}
    if locked != wanted:
        found.append("The locked pairs are not the ones that were locked.")
    by_row: dict[int, list[Pair]] = {}
    for pair in free:
        by_row.setdefault(mentees[pair.mentee], []).append(pair)
    rows = np.array(sorted(by_row), dtype=np.int64)
    for some in np.array_split(rows, max(1, len(rows) * len(mentors) // 4_000_000 + 1)):
        block = instance.block(some)
        for place, row in enumerate(some.tolist()):
            for pair in by_row[row]:
                score = block[place, mentors[pair.mentor]]
                if not np.isfinite(score):
                    found.append(f"The pair of {pair.mentee} and {pair.mentor} may not be made.")
                elif int(score) * instance.scale != pair.score:
                    found.append(f"The score of {pair.mentee} and {pair.mentor} is not right.")
    paired = {pair.mentee for pair in solution.pairs}
    if set(solution.unmatched) != set(instance.mentee_ids) - paired:
        found.append("The list of people without a mentor is not right.")
    return found


def _wrong_totals(instance: Instance, solution: Solution) -> list[str]:
    _, mentors = _places(instance)
    load: Counter[str] = Counter(pair.mentor for pair in solution.pairs)
    locked: Counter[str] = Counter(pair.mentor for pair in solution.pairs if pair.locked)
    free_cost = lock_cost = 0
    for mentor, count in load.items():
        column = mentors[mentor]
        start = int(instance.used[column]) - locked[mentor]
        steps = [
            instance.load_costs[min(start + k, len(instance.load_costs) - 1)] * instance.scale
            for k in range(count)
        ]
        lock_cost += sum(steps[: locked[mentor]])
        free_cost += sum(steps[locked[mentor] :])
    found = []
    if solution.load_cost != lock_cost + free_cost:
        found.append(f"The load cost is {lock_cost + free_cost}, not {solution.load_cost}.")
    if solution.score != sum(pair.score for pair in solution.pairs):
        found.append("The total score is not the sum of the pairs.")
    if solution.proof is not None:
        met_before = {pair.mentee for pair in solution.pairs if pair.locked}
        newly = {pair.mentee for pair in solution.pairs if not pair.locked} - met_before
        score = sum(pair.score for pair in solution.pairs if not pair.locked)
        objective = len(newly) * solution.proof.bonus + score - free_cost
        if objective != solution.proof.objective:
            found.append(f"The objective is {objective}, not {solution.proof.objective}.")
    return found
