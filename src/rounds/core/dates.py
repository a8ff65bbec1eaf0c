"""Counting in months, in one place: a month is as long as the calendar says."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise

from dateutil.relativedelta import relativedelta


@lru_cache(maxsize=4096)  # thousands of pairs count from few days
def months_after(day: date, months: int) -> date:
    """Return the same day so many months later (earlier for a negative number), or the last day of a shorter month."""
    then: date = day + relativedelta(months=months)
    return then


def months_between(first: date, last: date) -> int:
    """Return how many months lie in [first, last), one that has only begun among them; at least one."""
    apart = relativedelta(last, first)
    months: int = apart.years * 12 + apart.months + (apart.days > 0)
    return max(1, months)


def spans_between(first: date, last: date, months: int) -> Iterator[tuple[date, date]]:
    """Yield [from, to) of so many months each from a first day on; the last one ends on the last day."""
    count = -(-months_between(first, last) // months)
    begin = [months_after(first, number * months) for number in range(count + 1)]
    for one, following in pairwise(begin):
        yield one, min(following, last)
