"""The criteria: what makes a pair good, each a small named function with the sentence that people are shown.

Every criterion gives a pair a whole value from 0 to `UNIT`. A function returns the parts that add up to it:
`Bilinear` (a product of narrow whole-number factor matrices), `Clipped` (shared yes/no answers counted up to a
need) and `Sparse` (single pairs). All factors are non-negative whole numbers, so float32 products are exact.

A missing answer scores `HALF` with everybody: the same for each possible partner, so it changes nobody's order
of preference, neither drags a person down nor lifts them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rounds.pairing.problem.problem import Problem
from rounds.pairing.problem.weights import UNIT
from rounds.pairing.scoring.parts import (
    HALF,
    Bilinear,
    Clipped,
    Part,
    Sparse,
    affinity,
    coverage,
    distinct,
    half_where_missing,
    one_hot,
    shared_one,
)


@dataclass(frozen=True)
class Criterion:
    key: str
    title: str
    meaning: str
    parts: Callable[[Problem], tuple[Part, ...]]


def gaps(problem: Problem) -> tuple[Part, ...]:
    """Score how much of what the mentee wants to learn the mentor is good at."""
    # 2,000 per level, shared out among the gaps by importance: five levels in every gap make the whole
    return coverage(problem.mentees.gaps.astype(np.int64), problem.mentors.expertise, top=5)


def ambition(problem: Problem) -> tuple[Part, ...]:
    """Score how many of the milestones on the mentee's aspired path the mentor has reached."""
    wanted = problem.mentees.aspires.copy()
    names = {name: place for place, name in enumerate(problem.axes.milestones)}
    for tier, milestones in problem.policy.tier_milestones:
        at = problem.mentees.aspired_tier == problem.axes.tiers.index(tier)
        for milestone in milestones:
            if milestone in names:
                wanted[at, names[milestone]] = True
    return coverage(wanted.astype(np.int64), problem.mentors.milestones, top=2)


def tier(problem: Problem) -> tuple[Part, ...]:
    """Score how well the mentor's tier fits: best at the next tier up, or at the one aspired to."""
    tables = problem.stages
    return (one_hot(tables.values[tables.profile_of], tables.stage_of, len(tables.stages)),)


def style(problem: Problem) -> tuple[Part, ...]:
    """Score whether the mentor leads in the style that the mentee prefers."""
    names = problem.axes.styles
    table = np.eye(len(names), dtype=np.int64) * UNIT
    for mentee_style, mentor_style, value in problem.policy.style_pairs:
        if mentee_style in names and mentor_style in names:
            table[names.index(mentee_style), names.index(mentor_style)] = value
    patterns, pattern_of = distinct(problem.mentors.styles)
    values = np.full((len(names) + 1, len(patterns)), HALF, dtype=np.int64)  # -1 reads the last row
    for place, styles in enumerate(patterns):
        if styles.any():
            values[:-1, place] = table[:, styles].max(axis=1, initial=0)
    return (one_hot(values[problem.mentees.style], pattern_of, len(patterns)),)


def site(problem: Problem) -> tuple[Part, ...]:
    """Score whether both work at the same site."""
    return shared_one(problem.mentees.sites, problem.mentors.sites)


def modality(problem: Problem) -> tuple[Part, ...]:
    """Score whether both want to meet in the same way."""
    return shared_one(problem.mentees.modalities, problem.mentors.modalities)


def language(problem: Problem) -> tuple[Part, ...]:
    """Score whether both share a language."""
    return shared_one(problem.mentees.languages, problem.mentors.languages)


def department(problem: Problem) -> tuple[Part, ...]:
    """Score the departments, same or other, as the program prefers."""
    p = problem
    return affinity(p.mentees.department, p.mentors.department, p.axes.departments, p.policy.department)


def specialty(problem: Problem) -> tuple[Part, ...]:
    """Score the specialties, same or other, as the program prefers."""
    p = problem
    return affinity(p.mentees.specialty, p.mentors.specialty, p.axes.specialties, p.policy.specialty)


def availability(problem: Problem) -> tuple[Part, ...]:
    """Score how many hours of the week both are free, up to the hours needed."""
    need = problem.policy.hours_needed
    left, right = problem.mentees.hours, problem.mentors.hours
    used = left.any(axis=0) & right.any(axis=0)
    shared = Clipped(left[:, used], right[:, used], need=need, step=UNIT // need)
    return (shared, half_where_missing(~left.any(axis=1), ~right.any(axis=1)))


def wishes(problem: Problem) -> tuple[Part, ...]:
    """Score whom the two have asked for: half for the mentee's wish, half for the mentor's."""
    rows, columns, values = [], [], []
    for rank in range(problem.mentees.wishes.shape[1]):
        value = HALF - rank * (HALF // 5)
        chosen = np.flatnonzero(problem.mentees.wishes[:, rank] >= 0)
        rows.append(chosen)
        columns.append(problem.mentees.wishes[chosen, rank])
        chosen_by = np.flatnonzero(problem.mentors.wishes[:, rank] >= 0)
        rows.append(problem.mentors.wishes[chosen_by, rank])
        columns.append(chosen_by)
        values += [np.full(len(chosen) + len(chosen_by), value, dtype=np.int64)]
    return (Sparse(np.concatenate(rows), np.concatenate(columns), np.concatenate(values)),)


def priority(problem: Problem, code: str, *, for_everybody: bool) -> tuple[Part, ...]:
    """Score the mentor's experience with an institutional priority, times the mentee's interest."""
    if code not in problem.axes.priorities:
        return ()
    place = problem.axes.priorities.index(code)
    experience = problem.mentors.experience[:, [place]].astype(np.int64)
    steps = np.array(
        [0, 1_667, 3_333, HALF], dtype=np.int64
    )  # a third, two thirds, all of what one level gives
    interest = problem.mentees.interests[:, [place]]
    left = np.full(interest.shape, HALF, dtype=np.int64) if for_everybody else steps[interest]
    return (Bilinear(left, experience),)


CRITERIA: dict[str, Criterion] = {
    criterion.key: criterion
    for criterion in (
        Criterion(
            "gaps",
            "Gaps and expertise",
            "How much of what the mentee wants to learn the mentor is good at.",
            gaps,
        ),
        Criterion(
            "ambition",
            "Aspiration and milestones",
            "How many of the leadership milestones on the mentee's aspired path the mentor has reached.",
            ambition,
        ),
        Criterion(
            "tier", "Tier", "Whether the mentor is at the next tier up, or at the tier aspired to.", tier
        ),
        Criterion(
            "style",
            "Leadership style",
            "Whether the mentor leads in the style that the mentee prefers.",
            style,
        ),
        Criterion("site", "Site", "Whether both work at the same site.", site),
        Criterion("modality", "Way of meeting", "Whether both want to meet in the same way.", modality),
        Criterion("language", "Language", "Whether both share a language.", language),
        Criterion(
            "department", "Department", "Whether the departments fit as the program prefers.", department
        ),
        Criterion("specialty", "Specialty", "Whether the specialties fit as the program prefers.", specialty),
        Criterion(
            "availability",
            "Time in common",
            "How many hours of the week both are free, up to the hours needed.",
            availability,
        ),
        Criterion("wishes", "Wishes", "Whether they asked for each other, and how high on the list.", wishes),
    )
}


def criteria_of(problem: Problem) -> tuple[tuple[Criterion, int], ...]:
    """List the criteria that count in this run, with their weights; priorities only on their dates."""
    counted = [(CRITERIA[key], problem.weights.of(key)) for key in CRITERIA if problem.weights.of(key)]
    for item in problem.weights.priorities:
        weight = item.weight_on(problem.on)
        if weight:
            counted.append((_priority_criterion(item.code, item.for_everybody), weight))
    return tuple(counted)


def parts_of(problem: Problem, criterion: Criterion) -> tuple[Part, ...]:
    """Return the criterion's parts, made once for the same people: they do not depend on the weights."""
    key = f"{criterion.key}: {criterion.meaning}"  # one priority counts for everybody or by interest
    if key not in problem.parts:
        problem.parts[key] = criterion.parts(problem)
    return problem.parts[key]


def _priority_criterion(code: str, for_everybody: bool) -> Criterion:
    meaning = "How much experience the mentor has with this priority of the institution"
    return Criterion(
        f"priority:{code}",
        f"Priority: {code}",
        meaning + ("." if for_everybody else ", times the mentee's interest in it."),
        lambda problem: priority(problem, code, for_everybody=for_everybody),
    )
