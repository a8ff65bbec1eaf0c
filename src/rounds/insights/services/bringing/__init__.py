"""What a file brings: outcomes of people, months of units. The same file twice changes nothing."""

from rounds.insights.services.bringing.outcomes import (
    Brought,
    Changes,
    bring_outcomes,
    changes_of,
    key_of,
    latest_by_key,
    take_back_outcomes,
    unseen,
)

__all__ = [
    "Brought",
    "Changes",
    "bring_outcomes",
    "changes_of",
    "key_of",
    "latest_by_key",
    "take_back_outcomes",
    "unseen",
]
