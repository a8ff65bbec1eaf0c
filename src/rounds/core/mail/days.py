"""The mail of the day: rungs contribute lines, each person gets one mail, and a ledger remembers person and day.

Sources say every hour what they would like to tell; who is to be written to now gets what there is room for. The
same transaction writes the ledger, tells each source what became of its lines, and queues the mail, by ids: `web`
writes it when it leaves.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from rounds.core.clock import institution_today, now
from rounds.core.mail.budget import AFTERNOON, MORNING, WEEK, YEAR, Habit, Line, Past, fit
from rounds.core.mail.services import one_line
from rounds.core.models import DayMail, Institution, MailChoice, OutgoingMail

log = structlog.get_logger()

KIND = "day"
AT_ONCE = 100


@dataclass(frozen=True)
class Reader:
    """Somebody who can be written to: address and time zone."""

    address: str
    zone: str


@dataclass(frozen=True)
class Source:
    """A rung that has something to tell.

    `lines` returns what it would like to tell now; `settle(kept, dropped)` remembers what became of it, and on which
    day of its reader's, in the same transaction, and raises IntegrityError where somebody else was first.
    """

    name: str
    lines: Callable[[], Iterable[Line]]
    settle: Callable[[Sequence[Line], Sequence[Line]], None]


# step(people, first day, last day) -> on which of these days each of them is not written to
QuietDays = Callable[[Collection[UUID], date, date], Mapping[UUID, Collection[date]]]
ReaderSource = Callable[[Collection[UUID]], Mapping[UUID, Reader]]
_sources: dict[str, Source] = {}
_quiet_days: list[QuietDays] = []
_reader_sources: list[ReaderSource] = []


def add_source(source: Source) -> None:
    """Register what contributes lines to the mail of the day."""
    _sources[source.name] = source


def add_quiet_days(step: QuietDays) -> None:
    """Register step(people, first day, last day) -> days on which nothing is sent to each of them."""
    _quiet_days.append(step)


def add_reader_source(source: ReaderSource) -> None:
    """Register source(people) -> those who are here, with their address and zone; who has left is left out."""
    _reader_sources.append(source)


def queue_mail_of_the_day(institution: Institution) -> int:
    """Queue the mail of everybody whose hour has come; return how many. The institution is in scope.

    While it rehearses nothing is told: what is due then is told once mail is live.
    """
    if not institution.mail_is_live:
        return 0
    lines: dict[UUID, list[Line]] = defaultdict(list)
    for source in _sources.values():
        for line in source.lines():
            lines[line.person_id].append(line)
    ready = _whose_time_has_come(lines)
    ids = sorted(ready)
    return sum(
        _queue_some(institution, {key: ready[key] for key in ids[first : first + AT_ONCE]}, lines)
        for first in range(0, len(ids), AT_ONCE)
    )


@dataclass(frozen=True)
class _Ready:
    reader: Reader
    day: date


def _whose_time_has_come(lines: Mapping[UUID, list[Line]]) -> dict[UUID, _Ready]:
    """Return who is to be written to now: here, not stopped, at their hour of a day that is not quiet, not yet today."""
    ids = list(lines)
    readers = readers_of(ids)
    choices = {row.person_id: row for row in MailChoice.objects.filter(person_id__in=ids)}
    moment, today = now(), institution_today()
    quiet = quiet_days_of(ids, today - WEEK, today + timedelta(days=1))
    recent = DayMail.objects.filter(person_id__in=ids, on__gte=today - timedelta(days=1))
    had = set(recent.values_list("person_id", "on"))
    ready = {}
    for person_id, reader in readers.items():
        choice = choices.get(person_id)
        if choice is not None and choice.stopped_at:
            continue
        local = moment.astimezone(ZoneInfo(reader.zone))
        habit = habit_of(choice, is_mentor=all(line.is_for_mentor for line in lines[person_id]))
        if habit.is_time(local, quiet.get(person_id, ())) and (person_id, local.date()) not in had:
            ready[person_id] = _Ready(reader, local.date())
    return ready


def habit_of(choice: MailChoice | None, *, is_mentor: bool) -> Habit:
    """Return when somebody is written to: as they chose, else mentees in the morning, mentors on one afternoon."""
    is_weekly = choice.rhythm == "weekly" if choice is not None and choice.rhythm else is_mentor
    hour = choice.hour if choice is not None else None
    if not is_weekly:
        return Habit(MORNING if hour is None else hour)
    return Habit(AFTERNOON if hour is None else hour, choice.weekday if choice is not None else 0)


def readers_of(ids: Collection[UUID]) -> dict[UUID, Reader]:
    """Return those of some people who are here."""
    return {person: reader for source in _reader_sources for person, reader in source(ids).items()}


def quiet_days_of(ids: Collection[UUID], first: date, last: date) -> dict[UUID, set[date]]:
    """Return on which days each of some people is not written to, weekends apart."""
    found: dict[UUID, set[date]] = defaultdict(set)
    for step in _quiet_days:
        for person_id, days in step(ids, first, last).items():
            found[person_id].update(days)
    return found


def _queue_some(
    institution: Institution, ready: Mapping[UUID, _Ready], lines: Mapping[UUID, list[Line]]
) -> int:
    """Queue the mail of some people in one transaction; none of them if somebody else was first."""
    try:
        with transaction.atomic():
            return _queue(institution, ready, lines)
    except IntegrityError:
        log.warning("mail_of_the_day_was_queued_meanwhile", people=len(ready))
        return 0


def _queue(institution: Institution, ready: Mapping[UUID, _Ready], lines: Mapping[UUID, list[Line]]) -> int:
    past = past_of(ready, institution_today())
    kept: list[Line] = []
    dropped: list[Line] = []
    days = []
    for person_id, one in ready.items():
        goes, falls = fit(lines[person_id], past.get(person_id, Past()), one.day)
        kept += [replace(line, on=one.day) for line in goes]
        dropped += [replace(line, on=one.day) for line in falls]
        if goes or falls:
            days.append(_day_of(person_id, one.day, goes, falls))
    DayMail.objects.bulk_create(days)
    for source in _sources.values():
        mine = [[line for line in some if line.source == source.name] for some in (kept, dropped)]
        if any(mine):
            source.settle(*mine)
    programs = {line.person_id: line.program_id for line in reversed(kept)}
    OutgoingMail.objects.bulk_create(
        _message(institution, day, ready[day.person_id].reader, programs[day.person_id])
        for day in days
        if day.person_id in programs
    )
    return len(programs)


def _day_of(person_id: UUID, day: date, kept: Sequence[Line], dropped: Sequence[Line]) -> DayMail:
    return DayMail(
        person_id=person_id,
        on=day,
        reminders=sum(line.is_reminder for line in kept),
        dropped=len(dropped),
        is_sent=bool(kept),
    )


def past_of(ids: Iterable[UUID], today: date) -> dict[UUID, Past]:
    """Return what each of some people got in the last week and year."""
    rows = DayMail.objects.filter(person_id__in=list(ids), on__gt=today - YEAR, is_sent=True).order_by()
    reminders = dict(rows.values_list("person_id").annotate(all=Sum("reminders")))
    mailed: dict[UUID, set[date]] = defaultdict(set)
    for person_id, on in rows.filter(on__gt=today - WEEK).values_list("person_id", "on"):
        mailed[person_id].add(on)
    return {key: Past(frozenset(mailed.get(key, ())), count) for key, count in reminders.items()}


def _message(institution: Institution, day: DayMail, reader: Reader, program_id: UUID) -> OutgoingMail:
    """Return the message of a day: mail is live and its row in the ledger is new, so nothing else has to be asked."""
    return OutgoingMail(
        key=f"{KIND}:{day.id}",
        kind=KIND,
        to_address=reader.address,
        to_person_id=day.person_id,
        subject=_("Your mentorship: what comes next"),
        body=_("Reminders of the day. Their text is written when they leave."),
        reply_to=institution.reply_to,
        from_name=one_line(institution.name)[:200],
        program_id=program_id,
        ids={"day": str(day.id)},
    )


def is_still_time(day: DayMail, moment: datetime, zone: str) -> bool:
    """Tell whether the mail of a day is still of that day where its reader lives."""
    return moment.astimezone(ZoneInfo(zone)).date() == day.on
