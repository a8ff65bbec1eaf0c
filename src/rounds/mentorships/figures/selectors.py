"""The figures of cycles, counted in the database: homes, lists and reports all ask here."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Func, OuterRef, Q, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.dates import spans_between
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.figures.values import QUARTER_MONTHS, Hours, Quarter, Share, YearFigures
from rounds.mentorships.hours.selectors import promised_hours
from rounds.mentorships.models import AgreementVersion, Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.models.pairs import NEVER_WAS
from rounds.mentorships.selectors import count_mentees
from rounds.people.models import Person
from rounds.people.selectors import is_judged_by
from rounds.people.selectors.two_hats import is_judged_by_any
from rounds.programs.models import Cohort, Cycle

MINUTES_AN_HOUR = 60
DAYS_A_MONTH = 30.44
LATELY = timedelta(days=90)
Spans = tuple[tuple[date, date], ...]


class _Year(NamedTuple):
    """A cycle, without its row."""

    id: UUID
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class _Pair:
    """What is counted of one pair that has begun; `talked` are the numbers of the quarters in which it did."""

    mentor: UUID
    promised: Decimal | None
    is_running: bool
    opened_on: date
    ended_on: date | None
    is_signed: bool
    is_judged: bool
    is_on_panel: bool
    conversations: int
    minutes: int
    talked: frozenset[int]

    def is_counted_on(self, day: date) -> bool:
        """Tell whether contact is asked of the pair on a day; nobody asks it of a mentor on a panel."""
        if self.is_on_panel:
            return False
        return self.opened_on <= day and (self.ended_on is None or self.ended_on > day)


def year_figures(
    viewer: Viewer, cycles: Sequence[Cycle], *, with_coverage: bool = True, readers: Collection[UUID] = ()
) -> dict[UUID, YearFigures]:
    """Return the figures of cycles: one query for any number of them, two more for coverage.

    Contact of mentees in whose training the viewer has a hand is in none of them: what is by pair not for the viewer
    can't be found by subtraction either. A figure that several read alike leaves out the same of all its `readers`.
    """
    coverage = _coverage([cycle.id for cycle in cycles]) if with_coverage else {}
    years = tuple(_Year(cycle.id, cycle.starts_on, cycle.ends_on) for cycle in cycles)
    return {
        one.cycle_id: replace(one, coverage=coverage.get(one.cycle_id, Share()))
        for one in _figures_of(tuple(sorted(readers)) or (viewer.own_id,), years)
    }


@kept_while_unchanged
def _figures_of(readers: tuple[UUID, ...], years: tuple[_Year, ...]) -> tuple[YearFigures, ...]:
    quarters = {year.id: tuple(_spans(year)) for year in years}
    pairs = _pairs(readers, quarters)
    return tuple(_figures(year, pairs.get(year.id, []), quarters[year.id]) for year in years)


def _figures(year: _Year, pairs: list[_Pair], spans: Spans) -> YearFigures:
    running = [pair for pair in pairs if pair.is_running and not pair.is_on_panel]
    seen = [pair for pair in pairs if not pair.is_judged]
    return YearFigures(
        cycle_id=year.id,
        agreements=Share(sum(pair.is_signed for pair in running), len(running)),
        quarters=tuple(_quarter(number, span, seen) for number, span in enumerate(spans)),
        conversations=sum(pair.conversations for pair in seen),
        minutes=sum(pair.minutes for pair in seen),
        hours=_hours(year, seen, apart={pair.mentor for pair in pairs if pair.is_judged}),
        left_out=len(pairs) - len(seen),
        on_panel=sum(pair.is_running and pair.is_on_panel for pair in pairs),
    )


def _quarter(number: int, span: tuple[date, date], pairs: list[_Pair]) -> Quarter:
    first, following = span
    together = [pair for pair in pairs if pair.is_counted_on(_last_day(following))]
    talked = Share(sum(number in pair.talked for pair in together), len(together))
    return Quarter(number + 1, first, following, talked)


def _last_day(following: date) -> date:
    """Return the last day of a quarter that ends before a day, or today."""
    return min(following - timedelta(days=1), institution_today())


def _coverage(cycle_ids: list[UUID]) -> dict[UUID, Share]:
    """Return how many mentees have begun, as the office's home counts them, over the cohorts of each cycle."""
    cohorts = dict(Cohort.objects.filter(cycle_id__in=cycle_ids).order_by().values_list("id", "cycle_id"))
    found: dict[UUID, Share] = {}
    for cohort_id, counts in count_mentees(cohorts).items():
        before = found.get(cohorts[cohort_id], Share())
        found[cohorts[cohort_id]] = Share(before.counted + counts.begun, before.of + counts.everybody)
    return found


def _spans(year: _Year) -> Iterator[tuple[date, date]]:
    """Yield the quarters [from, to) of a cycle that have begun."""
    today = institution_today()
    for first, following in spans_between(year.starts_on, year.ends_on, QUARTER_MONTHS):
        if first <= today:
            yield first, following


def _pairs(readers: tuple[UUID, ...], quarters: dict[UUID, Spans]) -> dict[UUID, list[_Pair]]:
    """Return the pairs of cycles that have begun, by cycle; one query."""
    most = max(map(len, quarters.values()), default=0)
    signed = AgreementVersion.objects.filter(mentorship_id=OuterRef("id"))
    held = Conversation.objects.filter(COUNTS, mentorship_id=OuterRef("id")).order_by()
    # in one look at a pair's conversations: each column of its own would be another look
    counted = _in_a_row(
        Count("id"),
        Coalesce(Sum("minutes"), 0),
        *(Count("id", filter=_within(quarters, number)) for number in range(most)),
    )
    rows = (
        Mentorship.objects.filter(
            cycle_id__in=list(quarters),
            opened_on__isnull=False,
        )
        .exclude(NEVER_WAS)
        .order_by()
        .annotate(
            promised=promised_hours("mentor_enrollment__"),
            is_signed=Exists(signed.annotate(names=Count("signatures")).filter(names=2)),
            is_judged=is_judged_by_any(readers, OuterRef("mentee_id")),
            talks=Subquery(held.values("mentorship_id").annotate(talks=counted).values("talks")),
        )
        .values_list(*_READ)
    )
    found: dict[UUID, list[_Pair]] = {}
    for (
        cycle_id,
        mentor,
        hours,
        state,
        opened,
        ended,
        is_signed,
        is_judged,
        purpose,
        counted_talks,
    ) in rows:
        count, minutes, *talked = (int(one) for one in (counted_talks or NO_TALKS).split())
        numbers = frozenset(number for number, has_talked in enumerate(talked) if has_talked)
        pair = _Pair(
            *(mentor, hours, state in RUNNING, opened, ended, is_signed, is_judged, bool(purpose)),
            *(count, minutes, numbers),
        )
        found.setdefault(cycle_id, []).append(pair)
    return found


_READ = (
    *("cycle_id", "mentor_enrollment_id", "promised", "state", "opened_on"),
    *("ended_on", "is_signed", "is_judged", "purpose", "talks"),
)
NO_TALKS = "0 0"


def _in_a_row(*numbers: Any) -> Func:
    """Return numbers as one text, with spaces between them: one subquery returns one value.

    In a row and not within each other, as Concat would write them: SQLite reads no more than a hundred levels.
    """
    parts: list[Any] = []
    for one in numbers:
        parts += [Cast(one, TextField()), Value(" ", output_field=TextField())]
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def _within(quarters: dict[UUID, Spans], number: int) -> Q:
    """Return the condition that a conversation was held in a quarter of its cycle."""
    condition = Q(pk__in=[])
    for cycle_id, spans in quarters.items():
        if number < len(spans):
            first, following = spans[number]
            condition |= Q(
                mentorship__cycle_id=cycle_id, held_on__gte=first, held_on__lte=_last_day(following)
            )
    return condition


def _hours(year: _Year, pairs: list[_Pair], *, apart: set[UUID]) -> Hours:
    """Return what mentors promised from their first pair on until today, and what the same mentors have talked.

    A mentor promises hours to all pairs together: whoever has a pair that is left out is left out (`apart`).
    """
    until = min(institution_today(), year.ends_on)
    spans: dict[UUID, tuple[float, date, date]] = {}
    for pair in pairs:
        if pair.promised is None or pair.mentor in apart:
            continue
        first, last = max(pair.opened_on, year.starts_on), min(pair.ended_on or until, until)
        _monthly, before, after = spans.get(pair.mentor, (0, first, last))
        spans[pair.mentor] = (float(pair.promised), min(first, before), max(last, after))
    days = sum(monthly * max(0, (last - first).days) for monthly, first, last in spans.values())
    used = sum(pair.minutes for pair in pairs if pair.mentor in spans)
    mentors = Share(len(spans), len({pair.mentor for pair in pairs} - apart))
    return Hours(round(days / DAYS_A_MONTH), round(used / MINUTES_AN_HOUR), mentors)


def trainee_figures(viewer: Viewer) -> tuple[Share, Share]:
    """Return of the residents whom the viewer trains those in a running pair, and of these those who talked lately."""
    running = Mentorship.objects.filter(state__in=RUNNING, mentee_id=OuterRef("id"))
    since = institution_today() - LATELY
    held = Conversation.objects.filter(COUNTS, held_on__gte=since, mentorship__state__in=RUNNING)
    trainees = Person.objects.filter(is_judged_by(viewer, OuterRef("id")), left_on=None)
    counted = trainees.aggregate(
        all=Count("id"),
        paired=Count("id", filter=Q(Exists(running))),
        talked=Count("id", filter=Q(Exists(held.filter(mentorship__mentee_id=OuterRef("id"))))),
    )
    return Share(counted["paired"], counted["all"]), Share(counted["talked"], counted["paired"])
