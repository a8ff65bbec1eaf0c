"""A run's answer as it is stored."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from rounds.matching.runs.values.reasons import Reasons
from rounds.pairing import Solution


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
