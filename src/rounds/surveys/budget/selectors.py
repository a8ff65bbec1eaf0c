"""Reads of people's years: what is held, what other things took, for whom there is room."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.surveys.budget.values import (
    MENTEE_CEILING,
    MENTOR_CEILING,
    Place,
    Room,
    academic_year,
    first_day,
    make_room,
)
from rounds.surveys.enums import AskState
from rounds.surveys.models import Ask, AskYear

TAKEN = (AskState.HELD, AskState.CHARGED)
# step(people, first day, day after the last) -> minutes that something else than surveys took of each
ChargeSource = Callable[[Collection[UUID], date, date], Mapping[UUID, int]]
# step(people) -> those who are asked as mentees, and so have the higher ceiling
MenteeSource = Callable[[Collection[UUID]], Collection[UUID]]
_charges: list[ChargeSource] = []
_mentees: list[MenteeSource] = []


@dataclass(frozen=True)
class Want:
    """What a wave would take of somebody's year."""

    person_id: UUID
    wave_id: UUID
    rank: int
    planned_at: datetime
    minutes: int
    is_rating: bool = False
    is_kept: bool = False

    def place(self) -> Place:
        """Return it as a place among others."""
        return Place(
            self.wave_id, self.rank, self.planned_at, self.minutes, self.is_rating, is_kept=self.is_kept
        )


@dataclass(frozen=True)
class Spent:
    """What is told to a person of their own year."""

    minutes: int
    most: int
    # of these minutes by surveys alone
    most_of_surveys: int
    requests: int
    most_requests: int

    @property
    def requests_left(self) -> int:
        return max(0, self.most_requests - self.requests)


def add_charge_source(source: ChargeSource) -> None:
    """Register source(people, first day, day after the last) -> minutes that it took of each."""
    _charges.append(source)


def add_mentee_source(source: MenteeSource) -> None:
    """Register source(people) -> those who take part as mentees."""
    _mentees.append(source)


def other_minutes_of(ids: Collection[UUID], year: int) -> Counter[UUID]:
    """Return how many minutes other things than surveys took of each of some people in an academic year."""
    found: Counter[UUID] = Counter()
    for source in _charges:
        found.update(source(ids, first_day(year), first_day(year + 1)))
    return found


def ceilings_of(ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many minutes may be asked of each of some people in a year."""
    mentees = {one for source in _mentees for one in source(ids)}
    return {one: MENTEE_CEILING if one in mentees else MENTOR_CEILING for one in ids}


def rooms_of(ids: Collection[UUID], year: int) -> dict[UUID, Room]:
    """Return the room of each of some people's year."""
    others, ceilings = other_minutes_of(ids, year), ceilings_of(ids)
    kept = {row.person_id: row for row in AskYear.objects.filter(person_id__in=among(ids), year=year)}
    return {
        one: (_room(kept[one]) if one in kept else Room(in_all=ceilings[one])).beside(others[one])
        for one in ids
    }


def _room(row: AskYear) -> Room:
    return Room(row.most_requests, row.most_minutes, row.most_rated, row.most_in_all)


def places_of(ids: Collection[UUID], year: int) -> dict[UUID, list[Place]]:
    """Return what is held in each of some people's year; the key of a place is its wave."""
    found: dict[UUID, list[Place]] = defaultdict(list)
    rows = Ask.objects.filter(ask_year__person_id__in=among(ids), ask_year__year=year, state__in=TAKEN)
    for row in rows.select_related("ask_year"):
        found[row.ask_year.person_id].append(place_of(row))
    return found


def place_of(row: Ask) -> Place:
    """Return a row as a place among others."""
    is_charged = row.state == AskState.CHARGED
    return Place(
        row.wave_id, row.rank, row.planned_at, row.minutes, row.is_rating, row.is_kept, is_charged=is_charged
    )


def without_room(wants: Sequence[Want]) -> set[UUID]:
    """Return for whom of those who are wanted there would be no room today. Nothing is held for it."""
    year = academic_year(institution_today())
    ids = {one.person_id for one in wants}
    rooms, places = rooms_of(ids, year), places_of(ids, year)
    return {
        one.person_id
        for one in wants
        if make_room(
            [held for held in places[one.person_id] if held.key != one.wave_id],
            one.place(),
            rooms[one.person_id],
        )
        is None
    }


def spent_of(person_id: UUID) -> Spent:
    """Return what was asked of a person in this academic year: surveys that reached them, and all else."""
    year = academic_year(institution_today())
    room = rooms_of([person_id], year)[person_id]
    charged = Ask.objects.filter(
        ask_year__person_id=person_id, ask_year__year=year, state=AskState.CHARGED
    ).order_by()
    minutes = charged.aggregate(all=Sum("minutes"))["all"] or 0
    spent = min(room.in_all, minutes + room.other_minutes)
    return Spent(spent, room.in_all, room.minutes, charged.count(), room.requests)
