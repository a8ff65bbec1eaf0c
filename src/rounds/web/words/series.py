"""Times that repeat, in words: how often, how many, and what is odd about a night in which clocks change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.mentorships.conversations.values.series import Occurrence, Oddity, Repeats
from rounds.mentorships.meetings.selectors import occurrences_of
from rounds.mentorships.models import ProposedTimes
from rounds.web.words.times import TIME, at_words, place_of

OFTEN = {
    Repeats.WEEKLY: gettext_lazy("every week"),
    Repeats.FORTNIGHTLY: gettext_lazy("every two weeks"),
    Repeats.MONTHLY: gettext_lazy("every month"),
}


@dataclass(frozen=True)
class Series:
    """A time that repeats, as a page shows it: a sentence, each of its meetings, and a sentence for each odd night."""

    words: str
    times: tuple[str, ...]
    odd: tuple[str, ...]


def series_of(made: ProposedTimes, moment: datetime) -> Series | None:
    """Return what follows from one of proposed times; None where it is once and its night is like any other."""
    found = occurrences_of(made, moment)
    odd = tuple(oddity_words(one, made.zone) for one in found if one.oddity)
    if len(found) == 1:
        return Series("", (), odd) if odd else None
    words = ngettext(
        "%(often)s until %(day)s, %(count)s meeting, at %(time)s by the clocks of %(place)s all year",
        "%(often)s until %(day)s, %(count)s meetings, at %(time)s by the clocks of %(place)s all year",
        len(found),
    ) % {
        "often": OFTEN[Repeats(made.repeats)],
        "day": date_format(found[-1].meant, "j M Y"),
        "count": len(found),
        "time": date_format(found[0].meant, TIME),
        "place": place_of(made.zone),
    }
    return Series(words, tuple(at_words(one.moment) for one in found), odd)


def repeated_words(made: ProposedTimes, moment: datetime) -> str:
    """Return, in brackets, how often one of proposed times comes again; nothing where it is once."""
    series = series_of(made, moment)
    return f" ({series.words})" if series and series.words else ""


def oddity_words(one: Occurrence, zone: str) -> str:
    """Say what is odd about the night of a time, and when the meeting is held."""
    words = {
        "day": date_format(one.meant, "j M Y"),
        "time": date_format(one.meant, TIME),
        "at": at_words(one.moment, zone, shape=TIME),
        "place": place_of(zone),
    }
    if one.oddity == Oddity.SKIPPED:
        return _("On %(day)s the clocks of %(place)s skip %(time)s: that meeting is at %(at)s.") % words
    return (
        _("On %(day)s the clocks of %(place)s show %(time)s twice: that meeting is the one at %(at)s.")
        % words
    )


def agreed_words(found: Sequence[Occurrence]) -> str:
    """Say what was agreed: one time, or how many."""
    at = at_words(found[0].moment)
    if len(found) == 1:
        return _("Agreed: %(at)s. It comes into both calendars.") % {"at": at}
    return _("Agreed: %(count)s meetings from %(at)s on. One message puts them into both calendars.") % {
        "count": len(found),
        "at": at,
    }
