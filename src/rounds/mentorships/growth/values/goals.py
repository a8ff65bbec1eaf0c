"""The words of a goal as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

LONGEST_GOAL = 300
LONGEST_MEASURE = 280
LONGEST_STEP = 160
MOST_STEPS = 6
LONGEST_EVIDENCE = 280
LONGEST_LINK = 500
LONGEST_REASON = 280
# Suggested, never forced.
FEW, MANY = 3, 5


@dataclass(frozen=True)
class StepWords:
    """One step of a goal; its key stays when its words are corrected."""

    key: UUID
    text: str


@dataclass(frozen=True, kw_only=True)
class GoalText:
    """What a goal says: what for, how one would notice, until when, in which steps, which indicators it is about."""

    text: str
    measure: str = ""
    until: date | None = None
    steps: tuple[StepWords, ...] = ()
    # Keys of indicators, as in TEAM.fellow.
    indicators: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the words as JSON holds them."""
        return {
            "text": self.text,
            "measure": self.measure,
            "until": self.until.isoformat() if self.until else None,
            "steps": [[str(step.key), step.text] for step in self.steps],
            "indicators": list(self.indicators),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "GoalText":
        """Return the words that `to_json` wrote."""
        until = value["until"]
        return cls(
            text=value["text"],
            measure=value["measure"],
            until=date.fromisoformat(until) if until else None,
            steps=tuple(StepWords(UUID(key), text) for key, text in value["steps"]),
            indicators=tuple(value["indicators"]),
        )

    def with_keys_of(self, before: "GoalText | None") -> "GoalText":
        """Return the words with known steps under the keys that they had, so that what is done stays done.

        A step with the same words is the same one; else the one in its place, unless that is still there elsewhere.
        """
        old = before.steps if before else ()
        by_text = {step.text: step.key for step in old}
        taken = {by_text[step.text] for step in self.steps if step.text in by_text}
        steps = []
        for place, step in enumerate(self.steps):
            key = by_text.pop(step.text, None)
            if key is None and place < len(old) and old[place].key not in taken:
                key = old[place].key
                taken.add(key)
            steps.append(StepWords(key or uuid4(), step.text))
        return replace(self, steps=tuple(steps))
