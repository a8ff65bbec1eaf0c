"""A mentor's time of a month: promised, used, lost. The minutes of a conversation count once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DateField, DecimalField, QuerySet, Sum
from django.db.models.functions import Coalesce

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.dates import months_after
from rounds.core.errors import NotFound
from rounds.mentorships.groups.selectors import minutes_of_groups
from rounds.mentorships.models import Conversation, LostTime
from rounds.mentorships.models.conversations import COUNTS
from rounds.programs.models import Enrollment


@dataclass(frozen=True)
class MonthOfTime:
    """One month of one place as a mentor: hours promised (None: nobody has said), minutes used, hours lost."""

    from_on: date
    promised: Decimal | None
    used_minutes: int
    lost: Decimal

    @property
    def used_hours(self) -> float:
        return round(self.used_minutes / 60, 1)


def promised_hours(place: str = "") -> Coalesce:
    """Return the hours a month of a mentor's place, of which every page says "promised": one answer for all of them.

    It is what was promised to the mentor as protected time; where nobody has said, what the mentor promised to give.
    `place` leads to the enrollment in a query.
    """
    return Coalesce(
        f"{place}baseline__protected_hours", f"{place}hours_per_month", output_field=DecimalField()
    )


def _hours_promised(enrollment_ids: Any) -> QuerySet[Any, Any]:
    rows = Enrollment.objects.filter(id__in=among(enrollment_ids)).order_by()
    return rows.values_list("id", promised_hours())


def _minutes_held(enrollment_ids: Any, first: Any, following: Any) -> QuerySet[Any, Any]:
    rows = Conversation.objects.filter(
        COUNTS,
        mentorship__mentor_enrollment_id__in=among(enrollment_ids),
        held_on__gte=first,
        held_on__lt=following,
    )
    return rows.order_by().values_list("mentorship__mentor_enrollment_id").annotate(Sum("minutes"))


def _hours_lost(enrollment_ids: Any, first: Any, following: Any) -> QuerySet[Any, Any]:
    rows = LostTime.objects.filter(
        enrollment_id__in=among(enrollment_ids), taken_back_at=None, on__gte=first, on__lt=following
    )
    return rows.order_by().values_list("enrollment_id").annotate(Sum("hours"))


_DAYS = {"first": DateField(), "following": DateField()}
_promised: Prepared[tuple[UUID, Decimal | None]] = Prepared(_hours_promised, enrollment_ids=Ids())
_used: Prepared[tuple[UUID, int]] = Prepared(_minutes_held, enrollment_ids=Ids(), **_DAYS)
_in_groups: Prepared[tuple[UUID, int]] = Prepared(minutes_of_groups, enrollment_ids=Ids(), **_DAYS)
_lost: Prepared[tuple[UUID, Decimal]] = Prepared(_hours_lost, enrollment_ids=Ids(), **_DAYS)


def month_of(enrollment_ids: Collection[UUID], day: date) -> dict[UUID, MonthOfTime]:
    """Return the month of a day for mentors' places, their groups among it; four queries for any number."""
    days = _month_around(day)
    promised = dict(_promised(enrollment_ids=enrollment_ids))
    used = Counter(dict(_used(enrollment_ids=enrollment_ids, **days)))
    used.update(dict(_in_groups(enrollment_ids=enrollment_ids, **days)))
    lost = dict(_lost(enrollment_ids=enrollment_ids, **days))
    return {
        one: MonthOfTime(days["first"], promised.get(one), used[one], lost.get(one, Decimal(0)))
        for one in enrollment_ids
    }


def asks_for_month(enrollment_ids: Collection[UUID], day: date) -> list[Ask]:
    """Return what `month_of` will ask."""
    days = _month_around(day)
    return [
        _promised.asked(enrollment_ids=enrollment_ids),
        *(one.asked(enrollment_ids=enrollment_ids, **days) for one in (_used, _in_groups, _lost)),
    ]


def list_lost_time(enrollment: Enrollment, day: date) -> list[LostTime]:
    """Return what was reported for the month of a day and for the month before, the newest first."""
    since = months_after(day.replace(day=1), -1)
    rows = LostTime.objects.filter(enrollment=enrollment, taken_back_at=None, on__gte=since)
    return list(rows.order_by("-on", "-reported_at"))


def has_reported(person_id: UUID) -> bool:
    """Tell whether somebody has reported lost time that stands."""
    return LostTime.objects.filter(enrollment__person_id=person_id, taken_back_at=None).exists()


def _month_around(day: date) -> dict[str, date]:
    first = day.replace(day=1)
    return {"first": first, "following": months_after(first, 1)}


def own_lost_time_for(viewer: Viewer, lost_id: UUID) -> LostTime:
    """Return what somebody has reported of one's own; NotFound to everybody else."""
    found: LostTime | None = LostTime.objects.filter(id=lost_id, enrollment__person_id=viewer.own_id).first()
    if found is None:
        raise NotFound
    return found
