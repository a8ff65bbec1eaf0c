"""Who of a program's running pairs is asked, and about whom; what pairs were asked beside surveys."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import day_begins, institution_today
from rounds.core.database.bulk_rows import among
from rounds.mentorships.audiences.values import OFFERED, PREFIX, WITHIN, SurveyRow, quarter_of, rows_for
from rounds.mentorships.enums import RUNNING, SERVED
from rounds.mentorships.models import Debrief, IndicatorRatings, Mentorship, Signature
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle, PlanItem, Program
from rounds.surveys.budget.selectors import add_charge_source
from rounds.surveys.campaigns.values.audiences import Invitee, add_audience, add_offer
from rounds.surveys.planning.selectors import Planned, add_plan_source

# How long each takes: an agreement, looking at it again, ratings of one day, the form of a debrief.
DAYS_A_MONTH = 30.4
# who ends with the year is asked, and can answer, in the weeks after
ROLLS_OUT = timedelta(days=21)
AGREEMENT, AGREED_AGAIN, RATINGS, DEBRIEF = 10, 2, 4, 2


def add_audiences_of_pairs() -> None:
    """Register mentees about their mentor, mentors, and mentors about each mentee."""
    add_audience("mentees", _mentees, label=_("mentees, each about the first mentor"), about="mentor")
    add_audience("mentors", _mentors, label=_("mentors, once each"))
    add_audience("begun_lately", _begun, label=_("mentees whose time began in the last days"))
    add_audience("ended_lately", _ended, label=_("mentees whose time ended in the last days"))
    add_audience("pairs", _pairs, label=_("mentors, about each mentee"), about="mentee")
    add_offer(OFFERED, label=_("mentees, on the page of their log after a conversation"))


def add_charges_of_pairs() -> None:
    """Register what agreements, ratings and debriefs take of the minutes that may be asked of somebody in a year."""
    add_charge_source(_minutes_of_pairs)


def _minutes_of_pairs(ids: Collection[UUID], first: date, after: date) -> Mapping[UUID, int]:
    """Return how many minutes each of some people was asked within days, by what they did."""
    signed = Signature.objects.filter(
        person_id__in=among(ids), signed_at__gte=day_begins(first), signed_at__lt=day_begins(after)
    )
    rated = IndicatorRatings.objects.filter(
        rated_by_id__in=among(ids), rated_on__gte=first, rated_on__lt=after
    )
    written = Debrief.objects.filter(
        by_id__in=among(ids), is_let_go=False, at__gte=day_begins(first), at__lt=day_begins(after)
    )
    found: Counter[UUID] = Counter()
    for rows, who, minutes in (
        (signed.filter(version__number=1), "person_id", AGREEMENT),
        (signed.exclude(version__number=1), "person_id", AGREED_AGAIN),
        (rated, "rated_by_id", RATINGS),
        (written, "by_id", DEBRIEF),
    ):
        for person_id, many in rows.order_by().values_list(who).annotate(many=Count("id")):
            found[person_id] += minutes * many
    return found


def add_plans_of_surveys() -> None:
    """Register the surveys that the plans of programs ask."""
    add_plan_source(_planned)


@dataclass(frozen=True)
class PlannedRow:
    """One survey of a program's year as it stands: asked or not, after how many days, on which day of the open year."""

    row: SurveyRow
    is_on: bool
    day: int
    opens_on: date | None


def survey_rows_of(program: Program) -> list[PlannedRow]:
    """Return the surveys of a program's year, in their order."""
    cycle = open_cycle_of(program)
    own = PlanItem.objects.filter(program=program, phase=0, rule__startswith=PREFIX)
    return _rows(program, cycle, {item.rule: item for item in own})


def _rows(program: Program, cycle: Cycle | None, own: Mapping[str, PlanItem]) -> list[PlannedRow]:
    found = []
    for row in rows_for(program.template):
        item = own.get(row.rule)
        day = item.due if item else standard_day(row, cycle, program)
        opens_on = row.opens_on(day, cycle.starts_on, cycle.ends_on) if cycle else None
        found.append(PlannedRow(row, item is None or item.is_on, day, opens_on))
    return found


def open_cycle_of(program: Program) -> Cycle | None:
    """Return the year of a program that is open."""
    found: Cycle | None = Cycle.objects.filter(program=program, state=CycleState.OPEN).first()
    return found


def standard_day(row: SurveyRow, cycle: Cycle | None, program: Program) -> int:
    """Return after how many days of a program's year a survey opens where nothing was changed."""
    if cycle is not None:
        return row.standard_day(cycle.starts_on, cycle.ends_on)
    today = institution_today()
    return row.standard_day(today, today + timedelta(days=round(program.months * DAYS_A_MONTH)))


def _planned(on: date) -> Iterable[Planned]:
    """Return what the plans of open years ask; nothing of a year for which no pair runs."""
    running = Mentorship.objects.filter(cycle=OuterRef("pk"), state__in=RUNNING)
    served = Mentorship.objects.filter(cycle=OuterRef("pk"), state__in=SERVED)
    cycles = Cycle.objects.filter(Exists(served), state=CycleState.OPEN).select_related("program")
    cycles = cycles.annotate(has_running=Exists(running))
    items: dict[UUID, dict[str, PlanItem]] = defaultdict(dict)
    for item in PlanItem.objects.filter(phase=0, rule__startswith=PREFIX):
        items[item.program_id][item.rule] = item
    for cycle in cycles.order_by("id"):
        for one in _rows(cycle.program, cycle, items[cycle.program_id]):
            if one.row.is_offered:
                yield from _offered(cycle, one, on)
                continue
            # the last of those who come one after another are asked when nobody runs any more
            is_of_now = cycle.has_running or one.row.is_rolling
            if one.is_on and one.opens_on is not None and is_of_now:
                yield Planned(
                    key=f"{cycle.id}:{one.row.key}",
                    instrument_key=one.row.instrument,
                    scope_id=cycle.program_id,
                    audience=one.row.audience,
                    parameters=_parameters(cycle, one),
                    rank=one.row.rank,
                    opens_on=one.opens_on,
                    rolls_until=cycle.ends_on + ROLLS_OUT if one.row.is_rolling else None,
                )


def _offered(cycle: Cycle, one: PlannedRow, on: date) -> Iterable[Planned]:
    """Return what is offered in the quarter of a year that a day is in; it closes with it."""
    quarter = quarter_of(on, cycle.starts_on, cycle.ends_on)
    if one.is_on and quarter is not None:
        number, first, last = quarter
        yield Planned(
            key=f"{cycle.id}:{one.row.key}:{number}",
            instrument_key=one.row.instrument,
            scope_id=cycle.program_id,
            audience=one.row.audience,
            parameters={"program": str(cycle.program_id)},
            rank=one.row.rank,
            opens_on=first,
            rolls_until=last,
        )


def _parameters(cycle: Cycle, one: PlannedRow) -> dict[str, Any]:
    after = {"after": one.day} if one.row.is_rolling else {}
    return {"program": str(cycle.program_id), **after}


def _running(parameters: Mapping[str, Any]) -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(
        mentee_enrollment__cohort__cycle__program_id=parameters["program"], state__in=RUNNING
    )


def _mentees(_institution_id: UUID, parameters: Mapping[str, Any], _on: date) -> Iterable[Invitee]:
    """Return each mentee once, about the first mentor: of a panel the others are not asked about."""
    rows = _running(parameters).filter(is_primary=True).order_by("mentee_id", "-opened_on")
    found = {mentee: Invitee(mentee, mentor) for mentee, mentor in rows.values_list("mentee_id", "mentor_id")}
    return found.values()


def _mentors(_institution_id: UUID, parameters: Mapping[str, Any], _on: date) -> Iterable[Invitee]:
    ids = _running(parameters).order_by("mentor_id").values_list("mentor_id", flat=True)
    return [Invitee(key) for key in ids.distinct()]


def _begun(_institution_id: UUID, parameters: Mapping[str, Any], on: date) -> Iterable[Invitee]:
    """Return each mentee whose time with a mentor began some days ago."""
    return _lately(parameters, on, "opened_on")


def _ended(_institution_id: UUID, parameters: Mapping[str, Any], on: date) -> Iterable[Invitee]:
    """Return each mentee whose time with a mentor ended some days ago: as planned, or on the day it did."""
    return _lately(parameters, on, "last_on")


def _lately(parameters: Mapping[str, Any], on: date, day: str) -> Iterable[Invitee]:
    latest = on - timedelta(days=parameters.get("after", 0))
    rows = Mentorship.objects.filter(
        mentee_enrollment__cohort__cycle__program_id=parameters["program"], state__in=SERVED
    ).annotate(last_on=Coalesce("ended_on", "planned_end_on"))
    rows = rows.filter(**{f"{day}__gte": latest - timedelta(days=WITHIN), f"{day}__lte": latest})
    return [Invitee(key) for key in rows.order_by("mentee_id").values_list("mentee_id", flat=True).distinct()]


def _pairs(_institution_id: UUID, parameters: Mapping[str, Any], _on: date) -> Iterable[Invitee]:
    rows = _running(parameters).order_by("mentor_id", "mentee_id")
    return [
        Invitee(mentor, mentee) for mentor, mentee in rows.values_list("mentor_id", "mentee_id").distinct()
    ]
