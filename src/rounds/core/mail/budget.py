"""How much mail somebody gets, and when: at most one a day, three a week, so many reminders a year; no queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

MAILS_A_WEEK = 3
REMINDERS_A_YEAR = 24
WEEK, YEAR = timedelta(days=7), timedelta(days=365)
MORNING, AFTERNOON = 7, 17
# What an hour missed is made up for on the same day, but nobody is written to at night.
LATEST_HOUR = 21
# Between these what is sent to many, such as a survey, reaches people.
WORK_BEGINS, WORK_ENDS = 7, 19
# Saturday and Sunday; other quiet days are registered.
WEEKEND = (5, 6)


@dataclass(frozen=True)
class Line:
    """One line that a rung would like to put into somebody's mail of the day: ids, no words.

    Lower `place` goes first when there is not room for all. One that `can_wait` stays for the next free day when there
    is no room; any other is dropped. Only reminders count against the limit of a year.
    """

    person_id: UUID
    source: str
    key: object
    place: int
    program_id: UUID
    # Whom it reaches as a mentor is written to once a week, unless they chose otherwise.
    is_for_mentor: bool = False
    is_reminder: bool = True
    can_wait: bool = False
    # The day of the mail that tells it, where its reader lives: set once it is in that mail, or dropped from it.
    on: date | None = None


def keys_by_day(lines: Iterable[Line]) -> dict[date, list[object]]:
    """Return the keys of lines by the day of the mail that tells them: each reader's own, which may not be the institution's."""
    found: dict[date, list[object]] = defaultdict(list)
    for line in lines:
        if line.on is not None:
            found[line.on].append(line.key)
    return found


@dataclass(frozen=True)
class Habit:
    """When somebody is written to: at which hour of every working day, or of one weekday."""

    hour: int
    weekday: int | None = None

    def is_time(self, moment: datetime, quiet: Collection[date]) -> bool:
        """Tell whether a moment where they live is right; a weekly day that is quiet moves to the next that isn't."""
        day = moment.date()
        if is_quiet(day, quiet) or not self.hour <= moment.hour < max(LATEST_HOUR, self.hour + 1):
            return False
        if self.weekday is None:
            return True
        since = (day.weekday() - self.weekday) % 7
        return all(is_quiet(day - timedelta(days=back), quiet) for back in range(1, since + 1))


@dataclass(frozen=True)
class Past:
    """What somebody got: the days of the last week with a mail, and the reminders of the last year."""

    mailed: frozenset[date] = frozenset()
    reminders: int = 0


def is_quiet(day: date, quiet: Collection[date]) -> bool:
    """Tell whether nobody, or not this one, is written to on a day."""
    return day.weekday() in WEEKEND or day in quiet


def fit(lines: Sequence[Line], past: Past, day: date) -> tuple[list[Line], list[Line]]:
    """Return which lines go into the mail of a day, and which are dropped; what can wait is in neither."""
    ordered = sorted(lines, key=lambda line: line.place)
    is_full = sum(day - WEEK < one <= day for one in past.mailed) >= MAILS_A_WEEK
    room = 0 if is_full else max(0, REMINDERS_A_YEAR - past.reminders)
    reminders = [line for line in ordered if line.is_reminder]
    kept = [line for line in ordered if not is_full and not line.is_reminder]
    kept += reminders[:room]
    dropped = [line for line in ordered if line not in kept and not line.can_wait]
    return sorted(kept, key=lambda line: line.place), dropped


def free_moment(
    moment: datetime, quiet: Collection[date], mailed: Collection[date], until: date
) -> datetime | None:
    """Return the first moment from one on, where somebody lives, in which a mail of many may reach them.

    It is on a working day that is not quiet, within working hours, with no other mail that day and room in its week;
    None where there is no such moment up to a day.
    """
    day, starts = moment.date(), moment
    while day <= until:
        first = datetime.combine(day, time(WORK_BEGINS), tzinfo=moment.tzinfo)
        starts = max(moment, first) if day == moment.date() else first
        is_full = sum(day - WEEK < one <= day for one in mailed) >= MAILS_A_WEEK
        if starts.hour < WORK_ENDS and not is_quiet(day, quiet) and day not in mailed and not is_full:
            return starts
        day += timedelta(days=1)
    return None
