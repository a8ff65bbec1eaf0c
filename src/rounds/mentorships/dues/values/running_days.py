"""Counting days while a pair runs: days of a pause or a leave don't count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rounds.mentorships.dues.values.facts import Span


@dataclass(frozen=True)
class RunningDays:
    """The calendar of a pair without the spans in which it stands still."""

    stops: tuple[Span, ...]  # in order, none touching another

    @classmethod
    def without(cls, spans: Iterable[Span]) -> "RunningDays":
        """Return the calendar that leaves out some spans, which may overlap."""
        merged: list[Span] = []
        for span in sorted(spans, key=lambda one: one.from_on):
            before = merged[-1] if merged else None
            if before is None or (before.to_on is not None and before.to_on < span.from_on):
                merged.append(span)
            elif before.to_on is not None:
                to_on = None if span.to_on is None else max(before.to_on, span.to_on)
                merged[-1] = Span(before.from_on, to_on)
        return cls(tuple(merged))

    def stands_still(self, day: date) -> bool:
        """Tell whether a day does not count."""
        return any(one.from_on <= day and (one.to_on is None or day < one.to_on) for one in self.stops)

    def count(self, start: date, until: date) -> int:
        """Return how many running days there are from a day on, before another."""
        days = max(0, (until - start).days)
        for stop in self.stops:
            first, last = max(stop.from_on, start), min(stop.to_on or until, until)
            days -= max(0, (last - first).days)
        return days

    def day_after(self, start: date, days: int) -> date | None:
        """Return the running day so many running days after a start; None when a stop without end comes first."""
        day = start + timedelta(days=days)
        for stop in self.stops:
            if stop.to_on is not None and stop.to_on <= start:
                continue
            if stop.from_on > day:
                break
            if stop.to_on is None:
                return None
            day += stop.to_on - max(stop.from_on, start)
        return day
