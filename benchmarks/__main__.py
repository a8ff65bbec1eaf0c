"""Runs everything side by side and writes results.md and a plot: `python -m benchmarks [--quick]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import numpy
import ortools
import scipy

from benchmarks.sections import rewrite_head

HERE = Path(__file__).resolve().parent
PEER = HERE.parent / "var" / "mentor-match"
PEER_VERSION = "7.0.1"
ONE_THREAD = {
    **os.environ,
    "OPENBLAS_NUM_THREADS": "1",
}  # everybody gets one, so that processor seconds compare
SIZES = ((1_000, 500), (2_000, 1_000), (5_000, 2_500), (12_000, 6_000), (20_000, 10_000))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that everything runs")
    parser.add_argument("--runs", type=int, default=3, help="runs of each pair; the median ratio is written")
    given = parser.parse_args()
    shrink = 10 if given.quick else 1
    rows = [
        against_dense(5_000 // shrink, 2_500 // shrink, given.runs, goal=3),
        against_dense(12_000 // shrink, 6_000 // shrink, max(1, given.runs - 1), goal=8, memory_goal=4),
        against_peer(1_000 // shrink, 1_000 // shrink),
        against_product(20_000 // shrink, 10_000 // shrink, max(1, given.runs - 1)),
        after_a_change(2_000 // shrink, 700 // shrink, given.runs),
        fair_aim(5_000 // shrink, 2_500 // shrink, given.runs),
    ]
    curve = [(n // shrink, m // shrink, measure("ours", n // shrink, m // shrink)) for n, m in SIZES]
    text = written(rows, curve)
    print(text)
    if not given.quick:
        rewrite_head(text)
        plot(curve)


def measure(case: str, n: int, m: int) -> dict[str, Any]:
    say(f"{case} at {n:,} x {m:,} ...")
    command = [sys.executable, "-m", "benchmarks.measure", case, str(n), str(m)]
    done = subprocess.run(
        command, cwd=HERE.parent, env=ONE_THREAD, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    say(f"  {found['seconds']:.2f} s, {found['megabytes']:.0f} MB")
    return found


def against_dense(
    n: int, m: int, runs: int, *, goal: float, memory_goal: float | None = None
) -> tuple[str, str, str, str]:
    pairs = [(measure("ours", n, m), measure("dense", n, m)) for _ in range(runs)]
    faster = median(dense["seconds"] / ours["seconds"] for ours, dense in pairs)
    smaller = median(dense["megabytes"] / ours["megabytes"] for ours, dense in pairs)
    same = all(
        (ours["matched"], ours["score"]) == (dense["matched"], dense["score"]) for ours, dense in pairs
    )
    times = f"{middle(pairs, 0):.2f} s v {middle(pairs, 1):.2f} s"
    memory = f", 1/{smaller:.1f} of its peak memory" if memory_goal else ""
    return (
        f"SciPy dense on our own ready scores, solve only, v our whole run with scores and proof, {n:,} x {m:,}",
        f"{goal:g} times faster"
        + (f", 1/{memory_goal:g} of the memory" if memory_goal else "")
        + ", same optimum",
        f"**{faster:.1f} times faster**{memory}, {'same optimum' if same else 'ANOTHER OPTIMUM'}",
        times,
    )


def middle(pairs: list[tuple[dict[str, Any], dict[str, Any]]], side: int) -> float:
    return median(pair[side]["seconds"] for pair in pairs)


def against_peer(n: int, m: int) -> tuple[str, str, str, str]:
    python = PEER / "bin" / "python"
    if not python.exists():
        say("Setting up mentor-match in an environment of its own ...")
        subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"mentor-match=={PEER_VERSION}"], check=True)
    table = subprocess.run(
        [sys.executable, "-m", "benchmarks.measure", "write-table", str(n), str(m)],
        cwd=HERE.parent,
        capture_output=True,
        check=True,
    ).stdout
    ours = measure("table", n, m)
    say(f"mentor-match at {n:,} x {m:,} (minutes) ...")
    done = subprocess.run(
        [python, str(HERE / "peer.py"), str(n), str(m)], input=table, capture_output=True, check=True
    )
    theirs = json.loads(done.stdout)
    ratio = theirs["seconds"] / ours["seconds"]
    total = "total not lower" if ours["score"] >= theirs["score"] else "TOTAL LOWER"
    return (
        f"mentor-match {PEER_VERSION} on one ready table of scores, {n:,} x {m:,}",
        "250 times faster, total not lower",
        f"**{ratio:,.0f} times faster**, {total}",
        f"{ours['seconds']:.2f} s v {theirs['seconds']:.1f} s",
    )


def against_product(n: int, m: int, runs: int) -> tuple[str, str, str, str]:
    pairs = [(measure("ours", n, m), measure("product", n, m)) for _ in range(runs)]
    ratio = median(ours["seconds"] / bare["seconds"] for ours, bare in pairs)
    peak = max(ours["megabytes"] for ours, _ in pairs)
    proven = all(ours["gap"] == 0 for ours, _ in pairs)
    return (
        f"whole run at {n:,} x {m:,} v one bare float32 product of its {pairs[0][1]['columns']} factor columns over all pairs",
        "at most 10 times the product; under 600 MB; proven",
        f"**{ratio:.1f} times the product**, {peak:.0f} MB, {'proven optimum' if proven else 'NOT PROVEN'}",
        f"{middle(pairs, 0):.2f} s v {middle(pairs, 1):.2f} s",
    )


def after_a_change(n: int, m: int, runs: int) -> tuple[str, str, str, str]:
    found = [measure("what-if", n, m) for _ in range(runs)]
    ratio = median(item["seconds"] / item["first_seconds"] for item in found)
    same = all(item["same_optimum"] and item["gap"] == 0 for item in found)
    return (
        f"what-if after a change of one weight, {n:,} x {m:,}, v a first run",
        "at most half",
        f"**{ratio:.2f} of a first run**, {'same optimum as a cold run, proven' if same else 'ANOTHER OPTIMUM'}",
        f"{median(item['seconds'] for item in found):.2f} s v {median(item['first_seconds'] for item in found):.2f} s",
    )


def fair_aim(n: int, m: int, runs: int) -> tuple[str, str, str, str]:
    pairs = [(measure("fair", n, m), measure("ours", n, m)) for _ in range(runs)]
    ratio = median(fair["seconds"] / ours["seconds"] for fair, ours in pairs)
    proven = all(fair["gap"] == 0 for fair, _ in pairs)
    return (
        f"fair aim v best total, whole runs, {n:,} x {m:,}",
        "none",
        f"**{ratio:.1f} times a run for the best total**, {max(fair['megabytes'] for fair, _ in pairs):.0f} MB, {'proven' if proven else 'NOT PROVEN'}",
        f"{middle(pairs, 0):.2f} s v {middle(pairs, 1):.2f} s",
    )


def written(rows: list[tuple[str, str, str, str]], curve: list[tuple[int, int, dict[str, Any]]]) -> str:
    lines = [
        "# Benchmarks of the pairing engine",
        "",
        "Written by `make bench`. Each pair was run in turn on the same machine, every run in a process of its own with one thread, after a small run that loads all modules. Seconds are",
        "processor seconds, because the machine did other work at the time; the ratios count. People are invented (`benchmarks/people.py`): every",
        "criterion answered, demand 1, 0.88 places a mentee, no load cost.",
        "",
        machine(),
        "",
        "| what | goal | reached | times |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        "Our whole run by size (scores, optimum and proof):",
        "",
        "| mentees x mentors | pairs | processor seconds | peak MB | gap |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {n:,} x {m:,} | {n * m:,} | {found['seconds']:.2f} | {found['megabytes']:.0f} | {found['gap']} |"
            for n, m, found in curve
        ),
        "",
        "![Time and memory against size](results.svg)",
        "",
    ]
    return "\n".join(lines)


def machine() -> str:
    return (
        f"Machine: {os.cpu_count()} processors ({platform.machine()}), {memory()} GB of memory, {platform.system()}, Python {platform.python_version()}, "
        f"NumPy {numpy.__version__}, SciPy {scipy.__version__}, OR-tools {ortools.__version__}."
    )


def memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def plot(curve: list[tuple[int, int, dict[str, Any]]]) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "rounds"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    pairs = [n * m for n, m, _ in curve]
    for axis, key, label in zip(
        axes, ("seconds", "megabytes"), ("processor seconds", "peak memory, MB"), strict=True
    ):
        axis.plot(pairs, [found[key] for _, _, found in curve], marker="o", color="#1f5f8b")
        axis.set(xscale="log", yscale="log", xlabel="pairs of mentee and mentor", ylabel=label)
        axis.grid(alpha=0.3, which="both")
    figure.suptitle("Whole run with proof, by size")
    figure.savefig(HERE / "results.svg", metadata={"Date": None})


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
