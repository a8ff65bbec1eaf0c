"""The months of a pair: in which of them the two talked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import ngettext

from rounds.core.clock import institution_today
from rounds.core.dates import months_after, months_between
from rounds.mentorships.models import Mentorship

MOST_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month of a pair: its letter, and whether the two talked in it; None while it is to come."""

    letter: str
    is_held: bool | None
    is_now: bool


def months_of(pair: Mentorship, held_on: Iterable[date]) -> list[Month]:
    """Cut the pair's time into months of its own, at most the last year of them."""
    first, today = pair.opened_on or institution_today(), institution_today()
    last = max(pair.planned_end_on or pair.cycle.ends_on, today)
    count = months_between(first, last)
    begin = [months_after(first, number) for number in range(count + 1)]
    held = sorted(held_on)
    months = []
    for number in range(count):
        day, following = begin[number], begin[number + 1]
        # The month that runs is open until it is over, or until the two have talked in it.
        is_held = any(day <= one < following for one in held) or (False if following <= today else None)
        months.append(Month(date_format(day, "M")[0], is_held, day <= today < following))
    so_far = sum(month.is_held is not None for month in months)
    from_ = max(0, so_far - MOST_MONTHS)
    return months[from_ : from_ + MOST_MONTHS]


def months_words(months: Iterable[Month]) -> str:
    """Say in how many of the months that are over the two talked."""
    gone = [month for month in months if month.is_held is not None]
    held = sum(bool(month.is_held) for month in gone)
    words = ngettext(
        "A conversation in %(held)s of %(count)s month",
        "A conversation in %(held)s of %(count)s months",
        len(gone),
    )
    return words % {"held": held, "count": len(gone)}
