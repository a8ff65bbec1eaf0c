"""The months of a pair: in which of them the two talked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.mentorships.dues.values import Span
from rounds.mentorships.dues.values.running_days import RunningDays
from rounds.mentorships.models import Mentorship

# So many months that are over are shown, and so many in all.
MOST_MONTHS, MOST_SHOWN = 12, 24


@dataclass(frozen=True)
class Month:
    """One month of a pair: its letter, and whether the two talked in it.

    None while it is to come, and of a month in which the pair stood still: paused, or one of the two on leave.
    """

    letter: str
    is_held: bool | None
    is_now: bool


def months_of(pair: Mentorship, held_on: Iterable[date], stops: Iterable[Span]) -> list[Month]:
    """Return the months of the calendar in which the pair runs, up to its planned end; of those gone by the last year.

    The first one counts from its first day on, or because the two talked in it: a few days are no month to miss.
    """
    first, today = pair.opened_on or institution_today(), institution_today()
    last = max(pair.planned_end_on or pair.cycle.ends_on, today)
    talked = {day.replace(day=1) for day in held_on}
    day = first.replace(day=1)
    if first != day and day not in talked:
        day = months_after(day, 1)
    months, running = [], RunningDays.without(stops)
    while day <= last:
        following = months_after(day, 1)
        # The month that runs is open until it is over, or until the two have talked in it.
        is_missed = following <= today and running.count(max(day, first), following) > 0
        is_held = True if day in talked else (False if is_missed else None)
        months.append(Month(date_format(day, "M")[0], is_held, day <= today < following))
        day = following
    so_far = sum(month.is_held is not None for month in months)
    from_ = max(0, so_far - MOST_MONTHS)
    return months[from_ : from_ + MOST_SHOWN]


def months_words(months: Iterable[Month]) -> str:
    """Say in how many of the months that are over the two talked."""
    gone = [month for month in months if month.is_held is not None]
    if not gone:
        return _("No month is over yet")
    held = sum(bool(month.is_held) for month in gone)
    words = ngettext(
        "A conversation in %(held)s of %(count)s month",
        "A conversation in %(held)s of %(count)s months",
        len(gone),
    )
    return words % {"held": held, "count": len(gone)}
