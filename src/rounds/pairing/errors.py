"""Errors of the pairing engine; each names the people or the rule concerned and the way out."""

from __future__ import annotations

from collections.abc import Sequence


class PairingError(ValueError):
    """Something in the input is wrong; `problems` lists every sentence, `people` the ids concerned."""

    def __init__(self, problems: str | Sequence[str], *, rule: str = "", people: Sequence[str] = ()) -> None:
        self.problems: tuple[str, ...] = (problems,) if isinstance(problems, str) else tuple(problems)
        self.rule = rule
        self.people: tuple[str, ...] = tuple(people)
        super().__init__("\n".join(self.problems))


class InvalidInput(PairingError):
    """An answer, weight or setting is not what its meaning allows."""


class ContradictoryLock(PairingError):
    """A pair is locked although a rule, a capacity or a demand forbids it."""


class OutOfRange(PairingError):
    """The numbers are too large to be added up exactly."""
