"""How many are asked, and how often one person is; who could rate whom within that."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

RATINGS_A_YEAR = 4
ASKED_AT_LEAST, ASKED_AT_MOST, PROPOSED_AT_MOST = 6, 8, 12
DAYS_OPEN = 21
# the debriefer reads so long before; without a debrief somebody else takes over; then the person gets it anyway
READS_BEFORE = timedelta(hours=24)
ANOTHER_AFTER, HANDED_OVER_AFTER = timedelta(days=14), timedelta(days=30)
BEGINS_BEFORE = timedelta(minutes=15)


def rounds_that_fit(
    subjects: Collection[UUID], left: Mapping[UUID, int], *, each: int = ASKED_AT_LEAST
) -> int:
    """Return how many of these people can each have so many different raters, of whom each rates nobody above what is left.

    Whoever has most left rates first, and no one rates oneself: where that fails, nothing else succeeds.
    """
    room = {person: count for person, count in left.items() if count > 0}
    fitting = 0
    for subject in subjects:
        others = sorted((one for one in room if one != subject), key=lambda one: (-room[one], str(one)))[
            :each
        ]
        if len(others) < each:
            continue
        for one in others:
            room[one] -= 1
        room = {person: count for person, count in room.items() if count > 0}
        fitting += 1
    return fitting
