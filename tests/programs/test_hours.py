"""Hours of the week as moments: the night that leaves out an hour, the one that has it twice, zones apart."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rounds.programs.values.hours import Free, free_moments, repeated

NEW_YORK, CHICAGO, KATHMANDU = "America/New_York", "America/Chicago", "Asia/Kathmandu"
SUNDAY = 6 * 24
# in 2027 New York's clocks go forward on 14 March and back on 7 November
SHORT, LONG = datetime(2027, 3, 14, tzinfo=UTC), datetime(2027, 11, 7, tzinfo=UTC)
DAY = timedelta(days=1)


def walls(moments, zone):
    return [f"{moment.astimezone(ZoneInfo(zone)):%H:%M %Z}" for moment in moments]


def test_hour_that_a_night_leaves_out_is_never_free():
    free = Free(frozenset({SUNDAY + 1, SUNDAY + 2, SUNDAY + 3}), NEW_YORK)

    found = free_moments([free], begin=SHORT, end=SHORT + DAY, minutes=30)

    assert walls(found, NEW_YORK) == ["01:00 EST", "01:30 EST", "03:00 EDT", "03:30 EDT"]


def test_hour_that_a_night_has_twice_is_free_twice():
    free = Free(frozenset({SUNDAY + 1}), NEW_YORK)

    found = free_moments([free], begin=LONG, end=LONG + DAY, minutes=30)

    assert walls(found, NEW_YORK) == ["01:00 EDT", "01:30 EDT", "01:00 EST", "01:30 EST"]
    assert len(set(found)) == 4


def test_two_zones_meet_where_both_clocks_say_free():
    monday = datetime(2027, 7, 5, tzinfo=UTC)
    people = [Free(frozenset({9, 10}), NEW_YORK), Free(frozenset({8, 9}), CHICAGO)]

    found = free_moments(people, begin=monday, end=monday + DAY, minutes=60)

    assert walls(found, NEW_YORK) == ["09:00 EDT", "09:30 EDT", "10:00 EDT"]
    assert walls(found, CHICAGO) == ["08:00 CDT", "08:30 CDT", "09:00 CDT"]


def test_zone_of_three_quarters_of_an_hour_is_free_for_whole_half_hours_alone():
    monday = datetime(2027, 7, 5, tzinfo=UTC)

    found = free_moments([Free(frozenset({9}), KATHMANDU)], begin=monday - DAY, end=monday + DAY, minutes=30)

    # half hours of UTC begin at a quarter there
    assert walls(found, KATHMANDU) == ["09:15 +0545"]


@pytest.mark.parametrize("minutes", [15, 30, 45, 60])
def test_meeting_ends_before_the_free_hours_do(minutes):
    monday = datetime(2027, 7, 5, tzinfo=UTC)

    found = free_moments([Free(frozenset({9}), "UTC")], begin=monday, end=monday + DAY, minutes=minutes)

    assert walls(found, "UTC") == (["09:00 UTC", "09:30 UTC"] if minutes <= 30 else ["09:00 UTC"])


@pytest.mark.parametrize(
    "zone", ["UTC", NEW_YORK, KATHMANDU, "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"]
)
def test_half_hours_of_a_year_are_those_that_the_clocks_show(zone):
    free, minute = Free(frozenset({SUNDAY + 1, SUNDAY + 2, 9, 10, 47, 48, 167}), zone), timedelta(minutes=1)
    begin = datetime(2027, 1, 1, 0, 7, tzinfo=UTC)

    found = set(free_moments([free], begin=begin, end=begin + 366 * DAY, minutes=30))

    for number in range(366 * 48):
        moment = begin + timedelta(minutes=23 + 30 * number)
        assert (moment in found) == (free.is_at(moment) and free.is_at(moment + 29 * minute)), moment


def test_weekly_half_past_seven_stays_half_past_seven_over_both_changes():
    for night in (SHORT, LONG):
        first = (night - 3 * DAY).replace(hour=7, minute=30, tzinfo=ZoneInfo(NEW_YORK))

        found = repeated(first, NEW_YORK, weeks=1, times=3)

        assert {wall.partition(" ")[0] for wall in walls(found, NEW_YORK)} == {"07:30"}
        assert found[1] - found[0] != timedelta(weeks=1)
        assert found[2] - found[1] == timedelta(weeks=1)


def test_weekly_time_in_the_odd_hour_is_an_hour_later_or_the_first_of_two():
    left_out = datetime(2027, 3, 7, 2, 30, tzinfo=ZoneInfo(NEW_YORK))
    twice = datetime(2027, 10, 31, 1, 30, tzinfo=ZoneInfo(NEW_YORK))

    assert walls(repeated(left_out, NEW_YORK, weeks=1, times=3), NEW_YORK) == [
        *("02:30 EST", "03:30 EDT", "02:30 EDT"),
    ]
    assert walls(repeated(twice, NEW_YORK, weeks=1, times=3), NEW_YORK) == [
        *("01:30 EDT", "01:30 EDT", "01:30 EST"),
    ]
