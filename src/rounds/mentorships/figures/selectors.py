"""The figures of cycles, counted in the database: homes, lists and reports all ask here."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.dates import months_after, months_between
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.figures.values import QUARTER_MONTHS, Hours, Quarter, Share, YearFigures
from rounds.mentorships.models import AgreementVersion, Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.selectors import count_mentees
from rounds.people.selectors import is_judged_by
from rounds.programs.models import Cohort, Cycle

MINUTES_AN_HOUR = 60
DAYS_A_MONTH = 30.44


def year_figures(viewer: Viewer, cycles: Sequence[Cycle]) -> dict[UUID, YearFigures]:
    """Return the figures of cycles; six queries for any number of them, three without one.

    Contact of mentees in whose training the viewer has a hand is in none of them: what is by pair not for the viewer
    can't be found by subtraction either.
    """
    ids = [cycle.id for cycle in cycles]
    coverage, signed = _coverage(ids), _agreements(ids)
    quarters = {cycle.id: tuple(_spans(cycle)) for cycle in cycles}
    talked, minutes = _contact(viewer, cycles, quarters), list(_minutes(viewer, ids))
    together, pairs = _together(viewer, cycles, quarters), _pairs(viewer, ids)
    return {
        cycle.id: YearFigures(
            cycle_id=cycle.id,
            coverage=coverage.get(cycle.id, Share()),
            agreements=signed.get(cycle.id, Share()),
            quarters=tuple(
                Quarter(
                    number, first, last, Share(talked[cycle.id][number - 1], together[cycle.id][number - 1])
                )
                for number, (first, last) in enumerate(quarters[cycle.id], 1)
            ),
            conversations=sum(row[2] for row in minutes if row[0] == cycle.id),
            minutes=sum(row[3] for row in minutes if row[0] == cycle.id),
            hours=_hours(cycle, [pair for pair in pairs if pair[0] == cycle.id and not pair[5]], minutes),
            left_out=sum(pair[5] for pair in pairs if pair[0] == cycle.id),
        )
        for cycle in cycles
    }


def _coverage(cycle_ids: list[UUID]) -> dict[UUID, Share]:
    """Return how many mentees have begun, as the office's home counts them, over the cohorts of each cycle."""
    cohorts = dict(Cohort.objects.filter(cycle_id__in=cycle_ids).order_by().values_list("id", "cycle_id"))
    found: dict[UUID, Share] = {}
    for cohort_id, counts in count_mentees(cohorts).items():
        before = found.get(cohorts[cohort_id], Share())
        everybody = counts.begun + counts.asked + counts.without
        found[cohorts[cohort_id]] = Share(before.counted + counts.begun, before.of + everybody)
    return found


def _agreements(cycle_ids: list[UUID]) -> dict[UUID, Share]:
    signed = AgreementVersion.objects.filter(mentorship_id=OuterRef("id"))
    signed = signed.annotate(names=Count("signatures")).filter(names=2)
    rows = (
        Mentorship.objects.filter(cycle_id__in=cycle_ids, state__in=RUNNING)
        .annotate(is_signed=Exists(signed))
        .order_by()
        .values("cycle_id")
        .annotate(pairs=Count("id"), both=Count("id", filter=Q(is_signed=True)))
    )
    return {row["cycle_id"]: Share(row["both"], row["pairs"]) for row in rows}


def _spans(cycle: Cycle) -> Iterator[tuple[date, date]]:
    """Yield the quarters [from, to) of a cycle that have begun."""
    today = institution_today()
    count = -(-months_between(cycle.starts_on, cycle.ends_on) // QUARTER_MONTHS)
    begin = [months_after(cycle.starts_on, number * QUARTER_MONTHS) for number in range(count + 1)]
    for first, following in pairwise(begin):
        if first <= today:
            yield first, min(following, cycle.ends_on)


Quarters = dict[UUID, tuple[tuple[date, date], ...]]


def _contact(viewer: Viewer, cycles: Sequence[Cycle], quarters: Quarters) -> dict[UUID, list[int]]:
    """Return how many pairs talked in each quarter, of those that were together at its end."""
    at = "mentorship__"
    rows = (
        Conversation.objects.filter(COUNTS, mentorship__cycle_id__in=[cycle.id for cycle in cycles])
        .exclude(is_judged_by(viewer, OuterRef("mentorship__mentee_id")))
        .order_by()
    )
    return _by_quarter(rows, quarters, at=at, what="mentorship_id", held=True)


def _together(viewer: Viewer, cycles: Sequence[Cycle], quarters: Quarters) -> dict[UUID, list[int]]:
    rows = (
        Mentorship.objects.filter(cycle_id__in=[cycle.id for cycle in cycles])
        .exclude(is_judged_by(viewer, OuterRef("mentee_id")))
        .order_by()
    )
    return _by_quarter(rows, quarters, at="", what="id", held=False)


def _by_quarter(rows: Any, quarters: Quarters, *, at: str, what: str, held: bool) -> dict[UUID, list[int]]:
    """Count pairs together at the end of each quarter; with `held`, those with a conversation in it. One query."""
    found = {cycle_id: [0] * len(spans) for cycle_id, spans in quarters.items()}
    most = max((len(spans) for spans in quarters.values()), default=0)
    if not most:
        return found
    wanted = [_in_quarter(quarters, number, at=at, held=held) for number in range(most)]
    counts = {
        f"quarter_{number}": Count(what, distinct=True, filter=condition)
        for number, condition in enumerate(wanted)
    }
    for row in rows.values(f"{at}cycle_id").annotate(**counts):
        cycle_id = row[f"{at}cycle_id"]
        found[cycle_id] = [row[f"quarter_{number}"] for number in range(len(quarters[cycle_id]))]
    return found


def _in_quarter(quarters: Quarters, number: int, *, at: str, held: bool) -> Q:
    tomorrow = institution_today() + timedelta(days=1)
    condition = Q()
    for cycle_id, spans in quarters.items():
        if number >= len(spans):
            continue
        first, following = spans[number]
        last = min(following, tomorrow) - timedelta(days=1)
        one = Q(**{f"{at}cycle_id": cycle_id, f"{at}opened_on__lte": last})
        one &= Q(**{f"{at}ended_on": None}) | Q(**{f"{at}ended_on__gt": last})
        if held:
            one &= Q(held_on__gte=first, held_on__lte=last)
        condition |= one
    return condition


def _minutes(viewer: Viewer, cycle_ids: list[UUID]) -> Iterable[tuple[UUID, UUID, int, int]]:
    """Return (cycle, mentor's enrollment, conversations, minutes)."""
    return (
        Conversation.objects.filter(COUNTS, mentorship__cycle_id__in=cycle_ids)
        .exclude(is_judged_by(viewer, OuterRef("mentorship__mentee_id")))
        .order_by()
        .values_list("mentorship__cycle_id", "mentorship__mentor_enrollment_id")
        .annotate(held=Count("id"), minutes=Sum("minutes"))
    )


def _pairs(
    viewer: Viewer, cycle_ids: list[UUID]
) -> list[tuple[UUID, UUID, int | None, date, date | None, bool]]:
    """Return (cycle, mentor's enrollment, hours a month, opened, ended, judged by the viewer) of pairs that began."""
    rows = Mentorship.objects.filter(cycle_id__in=cycle_ids, opened_on__isnull=False).order_by()
    return list(
        rows.annotate(is_judged=is_judged_by(viewer, OuterRef("mentee_id"))).values_list(
            "cycle_id",
            "mentor_enrollment_id",
            "mentor_enrollment__hours_per_month",
            "opened_on",
            "ended_on",
            "is_judged",
        )
    )


def _hours(cycle: Cycle, pairs: list[Any], minutes: list[Any]) -> Hours:
    """Return what mentors promised from their first pair on until today, and what the same mentors have talked."""
    until = min(institution_today(), cycle.ends_on)
    spans: dict[UUID, tuple[int, date, date]] = {}
    mentors = set()
    for _cycle_id, mentor, monthly, opened, ended, _judged in pairs:
        mentors.add(mentor)
        if monthly is None:
            continue
        first, last = max(opened, cycle.starts_on), min(ended or until, until)
        if mentor in spans:
            first, last = min(first, spans[mentor][1]), max(last, spans[mentor][2])
        spans[mentor] = (monthly, first, last)
    days = sum(monthly * max(0, (last - first).days) for monthly, first, last in spans.values())
    used = sum(row[3] for row in minutes if row[0] == cycle.id and row[1] in spans)
    return Hours(round(days / DAYS_A_MONTH), round(used / MINUTES_AN_HOUR), Share(len(spans), len(mentors)))
