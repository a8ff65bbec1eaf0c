"""The whole input of a run, frozen and validated: people, weights, policy, relations, locks and the seed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from rounds.pairing.arguments import LARGEST, Checks, is_text, listed, said
from rounds.pairing.errors import InvalidInput
from rounds.pairing.problem.answers import check_answers
from rounds.pairing.problem.column_checks import checked_side
from rounds.pairing.problem.columns import (
    Axes,
    Ints,
    Mentees,
    Mentors,
    mentees_to_columns,
    mentors_to_columns,
    shuffled,
)
from rounds.pairing.problem.people import Mentee, Mentor
from rounds.pairing.problem.policy import Policy
from rounds.pairing.problem.relations import GRADES, Relation, is_relation
from rounds.pairing.problem.stages import StageTables, stage_tables
from rounds.pairing.problem.weights import Weights


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
        given = Checks("problem")
        self._check(given)
        given.close()
        axes, mentees, mentors = self.axes, self.mentees, self.mentors
        checked = {
            "mentees": checked_side(mentees, axes, others=len(mentors), who="mentees"),
            "mentors": checked_side(mentors, axes, others=len(mentees), who="mentors"),
            "relations": tuple(sorted(set(self.relations))),
            "locks": tuple(sorted({(mentee, mentor) for mentee, mentor in self.locks})),
            "seed": int(self.seed),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        if problems := [*self._repeated(), *self._unknown()]:
            raise InvalidInput(problems, rule="people")

    def _check(self, given: Checks) -> None:
        for name, kind in KINDS.items():
            given.kind(f"The problem's {name}", getattr(self, name), kind, f"of the kind {kind.__name__}")
        if given.several("The relations", self.relations, is_relation, "a Relation"):
            for relation in self.relations:
                for name in ("mentee", "mentor", "kind"):
                    given.text(f"The {name} of a relation", getattr(relation, name))
        given.several("The locks", self.locks, is_pair, "a mentee's id and a mentor's id")
        given.day("The day that the run is on", self.on)
        given.whole("The seed", self.seed, -LARGEST, LARGEST)

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
        policy = Policy() if policy is None else policy
        mentees, mentors = listed("The mentees", mentees), listed("The mentors", mentors)
        check_answers(mentees, mentors, policy)
        axes = Axes.found_in(mentees, mentors, tiers=policy.tiers)
        return cls(
            axes=axes,
            mentees=mentees_to_columns(mentees, axes, [mentor.id for mentor in mentors]),
            mentors=mentors_to_columns(mentors, axes, [mentee.id for mentee in mentees]),
            weights=weights,
            policy=policy,
            relations=listed("The relations", relations),
            locks=listed("The locks", locks),
            on=on,
            seed=seed,
        )

    @cached_property
    def mentee_place(self) -> dict[str, int]:
        return {person: place for place, person in enumerate(self.mentees.ids)}

    @cached_property
    def mentor_place(self) -> dict[str, int]:
        return {person: place for place, person in enumerate(self.mentors.ids)}

    def row_of(self, mentee: str) -> int:
        """Return the place of a mentee; InvalidInput says that somebody is not in this run."""
        return _place(self.mentee_place, mentee, "mentee")

    def column_of(self, mentor: str) -> int:
        """Return the place of a mentor; InvalidInput says that somebody is not in this run."""
        return _place(self.mentor_place, mentor, "mentor")

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
        changed = replace(self, weights=weights)  # which refuses whatever is no Weights
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
                twice = sorted(person for person, times in Counter(side.ids).items() if times > 1)
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


KINDS = {"axes": Axes, "mentees": Mentees, "mentors": Mentors, "weights": Weights, "policy": Policy}


def is_pair(value: object) -> bool:
    """Say whether a value is (mentee's id, mentor's id)."""
    return isinstance(value, tuple | list) and len(value) == 2 and all(map(is_text, value))


def _place(places: Mapping[str, int], person: object, what: str) -> int:
    if not is_text(person) or person not in places:
        raise InvalidInput(f"There is no {what} {said(person)} in this run.", rule="people")
    return places[person]


def _moved(wishes: Ints, order: Ints) -> Ints:
    new_place = np.empty(len(order) + 1, dtype=np.int64)
    new_place[order] = np.arange(len(order))
    new_place[-1] = -1  # a wish of -1 reads the last entry and stays -1
    return new_place[wishes]
