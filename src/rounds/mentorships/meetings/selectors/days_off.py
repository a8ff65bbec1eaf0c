"""Days on which nobody proposes a time to somebody: vacation, days away, nights and the morning after them."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.core.database.prepared import Ask
from rounds.people.selectors.leaves import leaves_since
from rounds.programs.enums import NIGHT_KINDS, OFF_KINDS
from rounds.programs.selectors.rotations import rotations_since

# Whoever worked in the last night comes from call on the day on which the rotation ends.
POST_CALL = timedelta(days=1)


def days_off_of(people: Collection[UUID], last: date) -> dict[UUID, set[date]]:
    """Return these days from today until a last one, as far as schedules and days away know them; two queries."""
    today = institution_today()
    found: dict[UUID, set[date]] = {}
    for one in rotations_since(person_ids=people, since=today - POST_CALL):
        if one.kind in (*OFF_KINDS, *NIGHT_KINDS):
            ends = one.to_on + POST_CALL if one.kind in NIGHT_KINDS else one.to_on
            found.setdefault(one.person_id, set()).update(_days(one.from_on, ends, today, last))
    for leave in leaves_since(person_ids=people, since=today):
        found.setdefault(leave.person_id, set()).update(_days(leave.from_on, leave.to_on, today, last))
    return found


def asks_for_days_off(people: Collection[UUID]) -> list[Ask]:
    """Return what `days_off_of` will ask."""
    today = institution_today()
    return [
        rotations_since.asked(person_ids=people, since=today - POST_CALL),
        leaves_since.asked(person_ids=people, since=today),
    ]


def _days(from_on: date, to_on: date | None, first: date, last: date) -> set[date]:
    begins, ends = max(from_on, first), min(to_on or last, last + timedelta(days=1))
    return {begins + timedelta(days=number) for number in range((ends - begins).days)}
