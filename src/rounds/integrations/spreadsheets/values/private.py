"""Whom somebody must not be paired with: read by its owner and the coordinator, so kept out of what others see."""

from rounds.sheets import Plan

PRIVATE = "exclusions"  # the target


def private_places(plan: Plan) -> set[int]:
    """Return the places of columns that hold, or by their name may hold, whom somebody must not be paired with."""
    return {
        one.column.index
        for one in plan.columns
        if PRIVATE in (one.target, *(candidate.target for candidate in one.candidates))
    }
