"""Every change of people's years: room is held, charged, given back. Rows are locked by person, in one order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import transaction

from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.people.models import Person
from rounds.surveys.budget.selectors import TAKEN, Want, ceilings_of, other_minutes_of, place_of
from rounds.surveys.budget.values import MINUTES, RATED, REQUESTS, Room, make_room
from rounds.surveys.enums import AskState, RequestState, WaveState, WhyNot
from rounds.surveys.models import Ask, AskYear, Request

BATCH = 500


@transaction.atomic
def hold_room(*, wants: Sequence[Want], year: int) -> set[UUID]:
    """Hold room for what a wave asks of some people; return those for whom there is none.

    What yields to it is not asked: its request says so.
    """
    rows = _locked([one.person_id for one in wants], year)
    asks = _asks_of(rows.values())
    refused, yielding, new = set(), [], []
    for want in wants:
        row, mine = rows[want.person_id], asks[want.person_id]
        mine = [ask for ask in mine if ask.wave_id != want.wave_id]
        going = make_room([place_of(ask) for ask in mine], want.place(), _room_of(row))
        if going is None:
            refused.add(want.person_id)
            continue
        gone = {place.key for place in going}
        yielding += [(ask, want) for ask in mine if ask.wave_id in gone]
        ask = _ask(row, want)
        new.append(ask)
        asks[want.person_id] = [*(one for one in mine if one.wave_id not in gone), ask]
    _let_yield(yielding)
    Ask.objects.filter(wave_id__in={one.wave_id for one in wants}, ask_year__in=list(rows.values())).delete()
    _count(rows, asks)
    Ask.objects.bulk_create(new, batch_size=BATCH)
    return refused


def _locked(ids: Collection[UUID], year: int) -> dict[UUID, AskYear]:
    """Return the years of people, locked in one order, with what other things took of them by now."""
    people = sorted(set(ids))
    known = set(
        AskYear.objects.filter(person_id__in=among(people), year=year).values_list("person_id", flat=True)
    )
    ceilings = ceilings_of([one for one in people if one not in known])
    AskYear.objects.bulk_create(
        (
            AskYear(
                person_id=one,
                year=year,
                most_requests=REQUESTS,
                most_minutes=MINUTES,
                most_rated=RATED,
                most_in_all=ceiling,
            )
            for one, ceiling in ceilings.items()
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    found = AskYear.objects.filter(person_id__in=among(people), year=year).order_by("person_id")
    rows = {row.person_id: row for row in found.select_for_update(no_key=True)}
    others = other_minutes_of(people, year)
    for person_id, row in rows.items():
        row.other_minutes = min(others[person_id], row.most_in_all)
    return rows


def _asks_of(rows: Iterable[AskYear]) -> dict[UUID, list[Ask]]:
    found: dict[UUID, list[Ask]] = defaultdict(list)
    by_id = {row.id: row.person_id for row in rows}
    for ask in Ask.objects.filter(ask_year_id__in=among(by_id), state__in=TAKEN):
        found[by_id[ask.ask_year_id]].append(ask)
    return found


def _room_of(row: AskYear) -> Room:
    return Room(row.most_requests, row.most_minutes, row.most_rated, row.most_in_all, row.other_minutes)


def _ask(row: AskYear, want: Want) -> Ask:
    return Ask(
        ask_year=row,
        wave_id=want.wave_id,
        rank=want.rank,
        planned_at=want.planned_at,
        minutes=want.minutes,
        is_rating=want.is_rating,
        is_kept=want.is_kept,
    )


def _let_yield(yielding: Sequence[tuple[Ask, Want]]) -> None:
    """Take back what yields: its request was not sent yet, and says why it is not."""
    waves: dict[UUID, list[UUID]] = defaultdict(list)
    for ask, want in yielding:
        ask.state, ask.yielded_to_id = AskState.YIELDED, want.wave_id
        waves[ask.wave_id].append(want.person_id)
    Ask.objects.bulk_update([ask for ask, _want in yielding], ["state", "yielded_to_id"], batch_size=BATCH)
    for wave_id, people in waves.items():
        waiting = Request.objects.filter(
            wave_id=wave_id, person_id__in=among(people), state=RequestState.WAITING
        )
        waiting.update(state=RequestState.NOT_ASKED, reason=WhyNot.BUDGET)


def _count(rows: dict[UUID, AskYear], asks: dict[UUID, list[Ask]]) -> None:
    """Write down what is held by now; the database refuses what passes a cap."""
    for person_id, row in rows.items():
        mine = asks[person_id]
        row.requests, row.minutes = len(mine), sum(ask.minutes for ask in mine)
        row.rated = sum(ask.is_rating for ask in mine)
        # what others took beyond the ceiling leaves no room, and no room is less than none
        row.other_minutes = min(row.other_minutes, row.most_in_all - row.minutes)
    counters = ["requests", "minutes", "rated", "other_minutes"]
    AskYear.objects.bulk_update(rows.values(), counters, batch_size=BATCH)


@transaction.atomic
def charge_ask(*, wave_id: UUID, person_id: UUID) -> bool:
    """Ask a person of a wave now, by mail or by a page; return whether their request waited for it until now.

    Their year is locked first: what is asked here yields to nothing from now on.
    """
    years = AskYear.objects.filter(person_id=person_id, asks__wave_id=wave_id).order_by("person_id")
    list(years.select_for_update(no_key=True, of=("self",)))
    waiting = Request.objects.filter(wave_id=wave_id, person_id=person_id, state=RequestState.WAITING)
    is_new = bool(waiting.update(state=RequestState.ASKED, asked_on=institution_today()))
    Ask.objects.filter(wave_id=wave_id, ask_year__person_id=person_id, state=AskState.HELD).update(
        state=AskState.CHARGED
    )
    return is_new


@transaction.atomic
def give_back(*, wave_id: UUID, states: Sequence[str] = (AskState.HELD,)) -> None:
    """Give back what a wave holds and has not asked; what yielded to it comes back where there is room."""
    mine = Ask.objects.filter(wave_id=wave_id, state__in=states)
    year_ids = mine.values_list("ask_year_id", flat=True)
    people = set(AskYear.objects.filter(id__in=among(year_ids)).values_list("person_id", "year"))
    for year in {year for _person, year in people}:
        rows = _locked([person for person, its_year in people if its_year == year], year)
        Ask.objects.filter(wave_id=wave_id, ask_year__in=list(rows.values()), state__in=states).delete()
        asks = _asks_of(rows.values())
        _come_back(rows, asks, wave_id)
        _count(rows, asks)


def give_back_all(*, wave_id: UUID) -> None:
    """Give back all that a wave took, of those whom it has asked too: it is deleted."""
    give_back(wave_id=wave_id, states=TAKEN)


def _come_back(rows: dict[UUID, AskYear], asks: dict[UUID, list[Ask]], wave_id: UUID) -> None:
    yielded = Ask.objects.filter(
        yielded_to_id=wave_id, state=AskState.YIELDED, wave__state=WaveState.SENT
    ).select_related("ask_year")
    for ask in yielded.order_by("rank", "planned_at"):
        person_id = ask.ask_year.person_id
        mine = asks[person_id]
        if person_id not in rows or not _room_of(rows[person_id]).holds(
            [place_of(one) for one in (*mine, ask)]
        ):
            continue
        ask.state, ask.yielded_to_id = AskState.HELD, None
        ask.save(update_fields=["state", "yielded_to_id"])
        mine.append(ask)
        refused = Request.objects.filter(
            wave_id=ask.wave_id, person_id=person_id, state=RequestState.NOT_ASKED, reason=WhyNot.BUDGET
        )
        refused.update(state=RequestState.WAITING, reason=WhyNot.NONE)


def give_back_what_was_never_asked() -> int:
    """Give back what is held of waves that have closed without asking; return of how many waves."""
    today = institution_today()
    over = Ask.objects.filter(state=AskState.HELD).exclude(
        wave__state__in=(WaveState.SENT, WaveState.PLANNED), wave__closes_on__gte=today
    )
    waves = set(over.values_list("wave_id", flat=True))
    for wave_id in waves:
        give_back(wave_id=wave_id)
    return len(waves)


def merge_years(keep: Person, other: Person) -> None:
    """Put what is held of two records of one person into one year each; what has no room there any more is let go."""
    for gone in AskYear.objects.filter(person=other).order_by("year"):
        kept = AskYear.objects.filter(person=keep, year=gone.year).first()
        if kept is None:
            AskYear.objects.filter(id=gone.id).update(person=keep)
            continue
        room, mine = _room_of(kept), list(kept.asks.filter(state__in=TAKEN))
        waves = {ask.wave_id for ask in kept.asks.all()}
        for ask in gone.asks.filter(state__in=TAKEN).exclude(wave_id__in=waves).order_by("state", "rank"):
            if room.holds([place_of(one) for one in (*mine, ask)]):
                ask.ask_year = kept
                ask.save(update_fields=["ask_year"])
                mine.append(ask)
        gone.delete()
        _count({keep.id: kept}, {keep.id: mine})
