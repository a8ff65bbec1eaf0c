"""Which request yields to another: held against every way there is."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest

from rounds.surveys.budget.values import Place, Room, academic_year, make_room

FIRST = datetime(2026, 9, 1, tzinfo=UTC)


def some_places(random, count):
    return [
        Place(
            key,
            rank=random.randrange(1, 7),
            planned_at=FIRST + timedelta(days=random.randrange(5), seconds=key),
            minutes=random.randrange(1, 9),
            is_rating=random.random() < 0.2,
            is_kept=random.random() < 0.1,
            is_charged=random.random() < 0.4,
        )
        for key in range(count)
    ]


def lowest_first(places):
    return sorted((one.order for one in places), reverse=True)


def best_of_all_ways(held, wanted, room):
    """Return which may yield, found by trying all ways: as long as nothing yields that has a higher place than need be."""
    free = [one for one in held if not one.is_charged and one.order > wanted.order]
    ways = [
        some
        for count in range(len(free) + 1)
        for some in combinations(free, count)
        if room.holds([one for one in held if one not in some] + [wanted])
    ]
    if not ways:
        return None
    # the highest of those that yield is as low as can be, then the next: what is compared are sorted orders
    return max(ways, key=lambda some: [*sorted(one.order for one in some), (9, FIRST)])


@pytest.mark.parametrize("seed", range(6))
def test_the_right_one_yields(seed):
    random = Random(seed)
    for _round in range(60):
        room = Room(requests=5, minutes=random.randrange(8, 25), rated=2, in_all=random.randrange(10, 30))
        held = []
        for one in some_places(random, 7):
            if room.holds([*held, one]):
                held.append(one)
        (wanted,) = some_places(random, 1)
        room = room.beside(random.randrange(6))

        going = make_room(held, wanted, room)

        best = best_of_all_ways(held, wanted, room)
        assert (going is None) == (best is None)
        if going is not None:
            assert all(not one.is_charged and one.order > wanted.order for one in going)
            assert room.holds([one for one in held if one not in going] + [wanted])
            # none of them yields for nothing
            for one in going:
                assert not room.holds(
                    [other for other in held if other not in going or other is one] + [wanted]
                )


def place(key, rank, minutes=5, **more):
    return Place(key, rank, more.pop("at", FIRST), minutes, **more)


def test_what_was_asked_never_yields_and_equal_ranks_keep_their_turn():
    full = Room(requests=2)
    asked = place("climate", 6, is_charged=True)
    earlier, later = place("pulse", 3), place("midpoint", 3, at=FIRST + timedelta(days=1))

    assert make_room([asked, earlier], place("closure", 2, at=FIRST + timedelta(days=9)), full) == [earlier]
    assert make_room([asked, earlier], later, full) is None
    assert make_room([asked, later], earlier, full) == [later]
    assert make_room([asked, place("x", 5, is_charged=True)], place("baseline", 1), full) is None


def test_a_pulse_that_gave_way_once_does_not_twice_running():
    full = Room(requests=1)
    kept = place("pulse", 3, is_kept=True)

    assert make_room([kept], place("baseline", 1), full) is None
    assert make_room([place("baseline", 1)], kept, full) == [place("baseline", 1)]


def test_other_minutes_count_against_the_ceiling_alone():
    assert make_room([], place("pulse", 3, 5), Room().beside(145)) == []
    assert make_room([], place("pulse", 3, 6), Room().beside(145)) is None
    assert make_room([], place("pulse", 3, 5), Room().beside(400)) is None


@pytest.mark.parametrize(("day", "year"), [((2026, 6, 30), 2025), ((2026, 7, 1), 2026), ((2027, 1, 1), 2026)])
def test_academic_year_begins_in_july(day, year):
    assert academic_year(datetime(*day, tzinfo=UTC).date()) == year
