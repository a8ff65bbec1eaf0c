"""The frozen input of a run as canonical JSON: ids and coded answers, never a name or a free text.

The same input gives the same bytes, and the bytes give the same answer again after people were edited.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from rounds.pairing import Aim, Problem
from rounds.pairing import from_json as problem_from_json
from rounds.pairing import to_json as problem_to_json

FORMAT = 1
RUNNING = "running"


@dataclass(frozen=True)
class Snapshot:
    """Everything that decides a run, and what people must know of it.

    `kept` says why each locked (mentee, mentor) is kept: "running", "lock" or "hand". `left_out` is why
    somebody who is enrolled could not take part: person id -> reason key. Ids are person ids, as text.
    """

    aim: Aim
    problem: Problem
    kept: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """Return the canonical bytes."""
        return _canonical(
            {
                "format": FORMAT,
                "aim": self.aim,
                "problem": json.loads(problem_to_json(self.problem)),
                "kept": [[*pair, why] for pair, why in sorted(self.kept.items())],
                "left_out": dict(self.left_out),
            }
        )

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def from_text(cls, text: str) -> Self:
        found: dict[str, Any] = json.loads(text)
        return cls(
            aim=found["aim"],
            problem=problem_from_json(_canonical(found["problem"])),
            kept={(mentee, mentor): why for mentee, mentor, why in found["kept"]},
            left_out=found["left_out"],
        )


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
