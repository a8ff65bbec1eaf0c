"""The whole input of a run, frozen and validated: people, weights, policy, relations, locks and the seed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from rounds.pairing.errors import InvalidInput
from rounds.pairing.problem.columns import (
    Axes,
    Ints,
    Mentees,
    Mentors,
    mentees_to_columns,
    mentors_to_columns,
    shuffled,
)
from rounds.pairing.problem.people import HOURS_OF_WEEK, MAX_DEMAND, MAX_STYLES, MAX_WISHES, Mentee, Mentor
from rounds.pairing.problem.policy import Policy
from rounds.pairing.problem.relations import GRADES, Relation
from rounds.pairing.problem.stages import StageTables, stage_tables
from rounds.pairing.problem.weights import Weights, is_whole


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One run's input. Build it from records with `Problem.of`, or from arrays directly (the columns' shapes count).

    `locks` (mentee id, mentor id) pairs that the run keeps; `on` the day that decides which dated
    priorities count; `seed` breaks ties.
    """

    axes: Axes
    mentees: Mentees
    mentors: Mentors
    weights: Weights
    policy: Policy = field(default_factory=Policy)
    relations: tuple[Relation, ...] = ()
    locks: tuple[tuple[str, str], ...] = ()
    on: date | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        problems = [*self._repeated(), *self._unknown()]
        if not is_whole(self.seed):
            problems.append("The seed must be a whole number.")
        if problems:
            raise InvalidInput(problems, rule="people")
        for side in (self.mentees, self.mentors):
            for item in fields(side):
                value = getattr(side, item.name)
                if isinstance(value, np.ndarray):
                    if len(value) != len(side):
                        raise InvalidInput(
                            f"The column “{item.name}” has {len(value)} rows for {len(side)} people."
                        )
                    value.setflags(write=False)

    @classmethod
    def of(
        cls,
        mentees: Sequence[Mentee],
        mentors: Sequence[Mentor],
        *,
        weights: Weights,
        policy: Policy | None = None,
        relations: Iterable[Relation] = (),
        locks: Iterable[tuple[str, str]] = (),
        on: date | None = None,
        seed: int = 0,
    ) -> Problem:
        """Check every answer and build a run's input; InvalidInput lists all that is wrong, by person."""
        policy = policy or Policy()
        problems, people = _problems_of(mentees, mentors, policy)
        if problems:
            raise InvalidInput(problems, rule="answers", people=people)
        axes = Axes.found_in(mentees, mentors, tiers=policy.tiers)
        return cls(
            axes=axes,
            mentees=mentees_to_columns(mentees, axes, [mentor.id for mentor in mentors]),
            mentors=mentors_to_columns(mentors, axes, [mentee.id for mentee in mentees]),
            weights=weights,
            policy=policy,
            relations=tuple(sorted(set(relations))),
            locks=tuple(sorted(set(locks))),
            on=on,
            seed=seed,
        )

    @cached_property
    def mentee_place(self) -> dict[str, int]:
        return {person: place for place, person in enumerate(self.mentees.ids)}

    @cached_property
    def mentor_place(self) -> dict[str, int]:
        return {person: place for place, person in enumerate(self.mentors.ids)}

    @cached_property
    def ordered(self) -> Problem:
        """Return the same problem with both sides ordered by hash(seed, id): what the engine computes with."""
        rows = shuffled(self.mentees.ids, self.seed, "mentee")
        columns = shuffled(self.mentors.ids, self.seed, "mentor")
        if np.array_equal(rows, np.arange(len(rows))) and np.array_equal(columns, np.arange(len(columns))):
            return self
        mentees, mentors = self.mentees.take(rows), self.mentors.take(columns)
        return replace(
            self,
            mentees=replace(mentees, wishes=_moved(mentees.wishes, columns)),
            mentors=replace(mentors, wishes=_moved(mentors.wishes, rows)),
        )

    @cached_property
    def stages(self) -> StageTables:
        return stage_tables(self)

    @cached_property
    def parts(self) -> dict[str, tuple[Any, ...]]:
        """Return what the criteria have made of these people so far, kept by `criteria.parts_of`."""
        return {}

    def with_weights(self, weights: Weights) -> Problem:
        """Return the same problem with other weights; what does not depend on them is not made again."""
        changed = replace(self, weights=weights)
        changed.__dict__["stages"] = self.stages
        changed.__dict__["parts"] = self.parts
        if self.ordered is not self:
            changed.__dict__["ordered"] = self.ordered.with_weights(weights)
        return changed

    @cached_property
    def digest(self) -> str:
        """Return a fingerprint of the input that does not depend on the order of the rows."""
        problem, total = self.ordered, hashlib.sha256()
        settings = [asdict(problem.axes), asdict(problem.weights), asdict(problem.policy)]
        pairs = [[asdict(relation) for relation in problem.relations], problem.locks]
        total.update(
            json.dumps([settings, pairs, problem.on, problem.seed], sort_keys=True, default=str).encode()
        )
        for side in (problem.mentees, problem.mentors):
            for item in fields(side):
                value = getattr(side, item.name)
                total.update(item.name.encode())
                total.update("\n".join(value).encode() if isinstance(value, tuple) else value.tobytes())
        return total.hexdigest()

    def _repeated(self) -> list[str]:
        problems = []
        for side, name in ((self.mentees, "mentee"), (self.mentors, "mentor")):
            if len(set(side.ids)) != len(side):
                twice = sorted({person for person in side.ids if side.ids.count(person) > 1})
                problems.append(
                    f"These {name}s appear twice: {', '.join(twice)}. Each needs an id of its own."
                )
        return problems

    def _unknown(self) -> list[str]:
        problems = []
        for what, mentee, mentor in (
            *((f"The relation “{r.kind}”", r.mentee, r.mentor) for r in self.relations),
            *(("A locked pair", *lock) for lock in self.locks),
        ):
            problems += [f"{what} names the mentee {mentee}, who is not in this run."] * (
                mentee not in self.mentee_place
            )
            problems += [f"{what} names the mentor {mentor}, who is not in this run."] * (
                mentor not in self.mentor_place
            )
        kinds = sorted({relation.kind for relation in self.relations} - set(GRADES))
        problems += [
            f"There is no relation of kind “{kind}”; there are {', '.join(GRADES)}." for kind in kinds
        ]
        return problems


def _moved(wishes: Ints, order: Ints) -> Ints:
    new_place = np.empty(len(order) + 1, dtype=np.int64)
    new_place[order] = np.arange(len(order))
    new_place[-1] = -1  # a wish of -1 reads the last entry and stays -1
    return new_place[wishes]


# validation of records, every sentence naming the person


def _problems_of(
    mentees: Sequence[Mentee], mentors: Sequence[Mentor], policy: Policy
) -> tuple[list[str], list[str]]:
    found: list[tuple[str, str]] = []
    for mentee in mentees:
        who = f"Mentee {mentee.id}"
        _whole(found, mentee.id, f"{who}: demand", mentee.demand, low=1, high=MAX_DEMAND)
        _levels(found, mentee.id, f"{who}: importance of the gap", mentee.gaps, 3)
        _levels(found, mentee.id, f"{who}: interest in", mentee.interests, 3)
        _among(found, mentee.id, f"{who}: aspired tier", mentee.aspired_tier, policy.tiers)
        _both(found, who, mentee, policy)
    for mentor in mentors:
        who = f"Mentor {mentor.id}"
        _whole(found, mentor.id, f"{who}: capacity", mentor.capacity, low=0, high=1_000)
        _whole(found, mentor.id, f"{who}: load", mentor.load, low=0, high=1_000)
        _levels(found, mentor.id, f"{who}: expertise in", mentor.expertise, 5)
        _levels(found, mentor.id, f"{who}: milestone", mentor.milestones, 2)
        _levels(found, mentor.id, f"{who}: experience in", mentor.experience, 2)
        if len(mentor.styles) > MAX_STYLES:
            found.append(
                (mentor.id, f"{who}: {len(mentor.styles)} styles; at most {MAX_STYLES} can be given.")
            )
        _both(found, who, mentor, policy)
    return [sentence for _, sentence in found], sorted({person for person, _ in found})


def _both(found: list[tuple[str, str]], who: str, person: Mentee | Mentor, policy: Policy) -> None:
    _among(found, person.id, f"{who}: tier", person.tier, policy.tiers)
    if person.pgy is not None:
        _whole(found, person.id, f"{who}: PGY", person.pgy, low=0, high=20)
    if not all(is_whole(hour) and 0 <= hour < HOURS_OF_WEEK for hour in person.hours):
        found.append((person.id, f"{who}: hours must be whole numbers from 0 (Monday midnight) to 167."))
    if len(person.wishes) > MAX_WISHES or len(set(person.wishes)) != len(person.wishes):
        found.append((person.id, f"{who}: wishes must be at most {MAX_WISHES} different people."))


def _whole(
    found: list[tuple[str, str]], person: str, what: str, value: object, *, low: int, high: int
) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        found.append((person, f"{what} is {value}; it must be a whole number from {low} to {high}."))


def _levels(
    found: list[tuple[str, str]], person: str, what: str, levels: Mapping[str, int], high: int
) -> None:
    for name, level in levels.items():
        _whole(found, person, f"{what} “{name}”", level, low=0, high=high)


def _among(
    found: list[tuple[str, str]], person: str, what: str, value: str | None, names: Collection[str]
) -> None:
    if value is not None and value not in names:
        found.append(
            (person, f"{what} is “{value}”, which is not one of: {', '.join(names) or 'none are set'}.")
        )
