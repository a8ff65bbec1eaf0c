"""What is recorded between one mentee and one mentor: conflicts, exclusions, ended pairs, bans by hand."""

from __future__ import annotations

from dataclasses import dataclass

# kind -> what it does; only "never" removes a pair
NEVER, DOES_NOT_RATE, WARNS, LIFTS = "never", "does not rate", "warns", "lifts"
GRADES: dict[str, str] = {
    "line_manager": NEVER,
    "program_director": NEVER,
    "evaluator": NEVER,
    "exclusion": NEVER,
    "ended": NEVER,
    "ban": NEVER,
    "mutual": NEVER,
    "panel": NEVER,
    "committee": DOES_NOT_RATE,
    "rotation": WARNS,
    "section": WARNS,
    "exception": LIFTS,
}
CONFLICTS = frozenset({"line_manager", "program_director", "evaluator"})  # what a declared exception lifts
# Personal: what happened between two people. To everybody but the coordinator all of them read the same.
PERSONAL = frozenset({"line_manager", "program_director", "evaluator", "exclusion", "ended"})


@dataclass(frozen=True, order=True)
class Relation:
    """One recorded fact about a pair; `kind` is a key of `GRADES`."""

    mentee: str
    mentor: str
    kind: str


def is_relation(value: object) -> bool:
    return isinstance(value, Relation)
