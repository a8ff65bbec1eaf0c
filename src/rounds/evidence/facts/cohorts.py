"""Cohorts are rules: who is eligible, on which day time begins, what counts as mentored, and until when we saw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LOST_AFTER = timedelta(days=548)  # eighteen months without a sighting
CURRENT_ONLY = (
    "Every row is of somebody who still works here. Retention can't be learned from those who stayed: "
    "send the history with those who left, with their last day."
)


@dataclass(frozen=True)
class Span:
    """Hold one stretch of days [from_on, to_on); without an end it goes on."""

    from_on: date
    to_on: date | None = None


@dataclass(frozen=True)
class Followed:
    """Hold one person's time: days since time zero at entry and exit, what ended it, and the day of joining."""

    person: str
    entry: int
    until: int
    kind: int  # 0: goes on, or was lost
    joined: int | None
    is_lost: bool = False


def joined_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return stretches in order, those that touch or overlap made one: merged and returning people are one person."""
    found: list[Span] = []
    for one in sorted(spans, key=lambda one: one.from_on):
        last = found[-1] if found else None
        if last is None or (last.to_on is not None and one.from_on > last.to_on):
            found.append(one)
        elif last.to_on is not None:
            ends = None if one.to_on is None else max(last.to_on, one.to_on)
            found[-1] = Span(last.from_on, ends)
    return tuple(found)


def person_days(spans: Iterable[Span], first: date, last: date) -> int:
    """Return the days of [first, last) that lie in any stretch, each once."""
    return sum(
        max(0, (min(one.to_on or last, last) - max(one.from_on, first)).days) for one in joined_spans(spans)
    )


def follow(
    person: str,
    *,
    zero: date,
    observed_from: date,
    as_of: date,
    sightings: Sequence[date],
    exits: Mapping[int, date | None] | None = None,
    joined_on: date | None = None,
    ended_on: date | None = None,
) -> Followed | None:
    """Return how long a person was followed, None where not a day was seen.

    Who was there before we began to look enters late, on `observed_from`. An exit counts by its kind, the earliest
    first; without one, time ends with the last sighting if eighteen months have passed since, else on the day of the
    cut. Mentored counts from the day of joining, never "ever".
    """
    begins = max(zero, observed_from)
    last_seen = max((one for one in sightings if one <= as_of), default=begins)
    is_lost = as_of - last_seen > LOST_AFTER
    stop = last_seen if is_lost else as_of
    if ended_on is not None and ended_on < stop:
        stop, is_lost = ended_on, False
    kind = 0
    for which, on in sorted((exits or {}).items(), key=lambda pair: (pair[1] or date.max, pair[0])):
        if on is not None and on <= as_of and (on <= stop or is_lost):
            kind, stop, is_lost = which, on, False
            break
    if stop <= begins:
        return None
    mentored = None if joined_on is None or joined_on >= stop else (max(joined_on, begins) - zero).days
    return Followed(person, (begins - zero).days, (stop - zero).days, kind, mentored, is_lost)


def refused_for_retention(ends: Sequence[date | None]) -> str:
    """Return why a history can't tell retention, empty where it can: a sheet of current staff holds survivors only."""
    return CURRENT_ONLY if ends and all(one is None for one in ends) else ""
