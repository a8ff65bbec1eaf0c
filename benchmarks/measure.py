"""One measurement in a process of its own: `python -m benchmarks.measure CASE N M` prints seconds, peak memory, outcome."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.people import invented
from rounds.pairing import AIMS, MatrixProblem, Problem, Weights, solve
from rounds.pairing.solving.instance import Instance, prepare

FIRST = (
    2**31
)  # what a mentee's first mentor counts in the dense table: more than any sum of scores can change


def ours(n: int, m: int) -> dict[str, Any]:
    """Our whole run: factors, scores, optimum and proof, from the people's answers."""
    problem = invented(n, m)
    began = time.process_time()
    solution = solve(problem)
    return seconds(began) | {"matched": solution.matched, "score": solution.score, "gap": gap_of(solution)}


def dense(n: int, m: int) -> dict[str, Any]:
    """Time SciPy's linear_sum_assignment on our own ready scores, a row per place: the solve alone."""
    instance = prepare(invented(n, m))
    table = places_table(instance)
    began = time.process_time()
    places, mentees = linear_sum_assignment(table)
    timed = seconds(began)
    chosen = -table[places, mentees]
    chosen = chosen[chosen > 0]
    return timed | {"matched": len(chosen), "score": int((chosen - FIRST).sum()) * instance.scale}


def places_table(instance: Instance) -> np.ndarray:
    """Return costs (places, mentees): the shorter side first, which SciPy takes without a copy."""
    place_of = np.repeat(np.arange(len(instance.mentor_ids)), instance.capacity)
    n = len(instance.mentee_ids)
    table = np.empty((len(place_of), n))
    for start in range(0, n, 500):
        rows = np.arange(start, min(n, start + 500))
        scores = instance.block(rows).astype(np.float64)
        table[:, rows] = np.where(np.isfinite(scores), -(scores + FIRST), 0.0).T[place_of]
    return table


def fair(n: int, m: int) -> dict[str, Any]:
    """Our whole run for the fair aim."""
    problem = invented(n, m)
    began = time.process_time()
    solution = solve(problem, aim="fair")
    return seconds(began) | {"matched": solution.matched, "score": solution.score, "gap": gap_of(solution)}


def product(n: int, m: int) -> dict[str, Any]:
    """Time one bare float32 product of the fused factors over all pairs, block by block into one buffer."""
    scorer = prepare(invented(n, m)).scorer
    left, right = scorer.left, scorer.right  # type: ignore[attr-defined]
    buffer = np.empty((1_000, m), np.float32)
    began = time.process_time()
    for start in range(0, n, 1_000):
        some = left[start : start + 1_000]
        np.matmul(some, right, out=buffer[: len(some)])
    return seconds(began) | {"columns": int(left.shape[1])}


def ready_table(n: int, m: int) -> np.ndarray:
    scores = prepare(invented(n, m)).block(np.arange(n))
    return np.where(np.isfinite(scores), scores, 0).astype(np.int64)


def ours_on_table(n: int, m: int) -> dict[str, Any]:
    """Our whole run on a ready table of scores, one place each, as the peer takes it."""
    problem = MatrixProblem.of(ready_table(n, m))
    began = time.process_time()
    solution = solve(problem)
    return seconds(began) | {"matched": solution.matched, "score": solution.score, "gap": gap_of(solution)}


def what_if(n: int, m: int) -> dict[str, Any]:
    """Time a first run, then the same people after a change of one weight, from where the first ended."""
    problem = invented(n, m)
    began = time.process_time()
    first = solve(problem)
    first_seconds = time.process_time() - began
    changed = changed_weight(problem)
    began = time.process_time()
    again = solve(changed, start=first)
    timed = seconds(began)
    cold = solve(changed)
    same = (again.matched, again.points) == (cold.matched, cold.points)
    return timed | {"first_seconds": first_seconds, "same_optimum": same, "gap": gap_of(again)}


def changed_weight(problem: Problem) -> Problem:
    values = {**problem.weights.values, "availability": problem.weights.of("availability") + 6}
    return problem.with_weights(Weights(name="what if", values=values))


def gap_of(solution: Any) -> int:
    return int(solution.proof.gap)


def seconds(began: float) -> dict[str, Any]:
    return {"seconds": time.process_time() - began}


CASES: dict[str, Callable[[int, int], dict[str, Any]]] = {
    "ours": ours,
    "fair": fair,
    "dense": dense,
    "product": product,
    "table": ours_on_table,
    "what-if": what_if,
}


def main(case: str, n: str, m: str) -> None:
    if case == "write-table":  # for the peer, which lives in an environment of its own
        sys.stdout.buffer.write(ready_table(int(n), int(m)).tobytes())
        return
    for aim in AIMS:  # loading modules is not part of a run
        solve(invented(400, 300), aim=aim)
    found = CASES[case](int(n), int(m))
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
