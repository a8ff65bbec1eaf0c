"""What is due of pairs, from the tables: facts, plans, who is to be told, what the office sees."""

from rounds.mentorships.dues.selectors.counts import count_all, counts_of, would_count
from rounds.mentorships.dues.selectors.facts import facts_of
from rounds.mentorships.dues.selectors.office import (
    LISTED,
    ChangeAsked,
    OfficePairs,
    OnLeave,
    OpenPair,
    Trouble,
    leavers_in,
    office_pairs,
)
from rounds.mentorships.dues.selectors.plans import plans_of

__all__ = [
    "LISTED",
    "ChangeAsked",
    "OfficePairs",
    "OnLeave",
    "OpenPair",
    "Trouble",
    "count_all",
    "counts_of",
    "facts_of",
    "leavers_in",
    "office_pairs",
    "plans_of",
    "would_count",
]
