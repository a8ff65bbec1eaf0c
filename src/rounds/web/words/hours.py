"""When two people are free, and how a mentor's promised time stands, in words."""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from rounds.mentorships.hours.selectors import MonthOfTime
from rounds.programs.forms.fields import DAYS
from rounds.programs.values.hours import Span

SHOWN = 6


def free_words(spans: Sequence[Span] | None) -> list[str] | None:
    """List the first spans of a week in words; None where nothing is known."""
    if spans is None:
        return None
    return [
        _("%(day)s, %(first)s to %(end)s")
        % {"day": DAYS[span.day], "first": _clock(span.first), "end": _clock(span.end)}
        for span in spans[:SHOWN]
    ]


def _clock(hour: int) -> str:
    """Write a whole hour as clocks on a wall show it."""
    return time_format(time(hour % 24), "g A")


def month_words(month: MonthOfTime) -> str:
    """Say what was promised of a month, used for talking, and lost."""
    used = _("%(used)s h used for conversations") % {"used": _hours(month.used_hours)}
    said = [used if month.promised is None else f"{_promised(month)}, {used}"]
    if month.lost:
        said.append(_("%(lost)s h lost") % {"lost": _hours(month.lost)})
    return f"{date_format(month.from_on, 'F')}: {', '.join(said)}."


def _promised(month: MonthOfTime) -> str:
    return _("%(promised)s h promised") % {"promised": _hours(month.promised or 0)}


def _hours(hours: Decimal | float) -> str:
    """Write hours without zeros at the end: a database may bring 2 as 2.0."""
    return f"{float(hours):g}"
