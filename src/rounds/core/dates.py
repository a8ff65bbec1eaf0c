"""Counting in months, in one place: a month is as long as the calendar says."""

from datetime import date

from dateutil.relativedelta import relativedelta


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later (earlier for a negative number), or the last day of a shorter month."""
    then: date = day + relativedelta(months=months)
    return then


def months_between(first: date, last: date) -> int:
    """Return how many months lie in [first, last), one that has only begun among them; at least one."""
    apart = relativedelta(last, first)
    months: int = apart.years * 12 + apart.months + (apart.days > 0)
    return max(1, months)
