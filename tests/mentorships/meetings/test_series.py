"""A time that repeats: the same by the clocks of a place all year, odd nights named, each meeting by itself."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.fields import MomentField
from rounds.mentorships.conversations.services.planning import call_off_conversation, move_conversation
from rounds.mentorships.conversations.values.series import Oddity, Repeats, occurrences
from rounds.mentorships.meetings.services import Proposal, give_time_back, propose_times, take_time
from rounds.mentorships.models import Conversation, Meeting, ProposedTimes
from rounds.web.words.series import oddity_words
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair

CHICAGO = "America/Chicago"


def at(*parts, zone=CHICAGO):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def clocks(found, zone=CHICAGO):
    return [f"{one.moment.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for one in found]


@pytest.fixture
def pair(in_hospital):
    scene = make_scene(in_hospital, mentees=1, mentors=1)
    pair = run_pair(scene)
    pair.scene = scene
    return pair


def first_time(days=3):
    day = institution_today() + timedelta(days=days)
    return at(day.year, day.month, day.day, 7, 30)


def propose(pair, *times, repeats=Repeats.WEEKLY, days=24, **changes):
    given = {"until": institution_today() + timedelta(days=days), "zone": CHICAGO, **changes}
    wanted = Proposal(times=times or (first_time(),), minutes=30, entry_id=uuid4(), repeats=repeats, **given)
    return propose_times(mentorship_id=pair.id, proposal=wanted, by=pair.scene.cleo)


def planned(pair):
    rows = Conversation.objects.filter(mentorship=pair, state="planned").order_by("starts_at")
    return [one.starts_at for one in rows]


@pytest.mark.parametrize(
    ("first", "days"),
    [
        ((2027, 3, 5, 7, 30), ["03-05", "03-12", "03-19"]),
        ((2027, 10, 29, 7, 30), ["10-29", "11-05", "11-12"]),
    ],
)
def test_weekly_half_past_seven_stays_so_over_both_changes_of_clocks(first, days):
    found = occurrences(at(*first), CHICAGO, Repeats.WEEKLY, at(*first).date() + timedelta(days=14))

    assert clocks(found) == [f"{day} 07:30" for day in days]
    assert len({one.moment.utctimetuple().tm_hour for one in found}) == 2
    assert not any(one.oddity for one in found)


def test_night_without_half_past_two_holds_the_meeting_an_hour_later_and_says_so():
    found = occurrences(at(2027, 3, 7, 2, 30), CHICAGO, Repeats.WEEKLY, date(2027, 3, 21))

    assert clocks(found) == ["03-07 02:30", "03-14 03:30", "03-21 02:30"]
    assert [one.oddity for one in found] == [Oddity.NONE, Oddity.SKIPPED, Oddity.NONE]
    words = "On 14 Mar 2027 the clocks of Chicago skip 2:30 AM: that meeting is at 3:30 AM."
    assert oddity_words(found[1], CHICAGO) == words


def test_night_with_two_half_past_ones_takes_the_first_and_says_so():
    found = occurrences(at(2027, 10, 31, 1, 30), CHICAGO, Repeats.WEEKLY, date(2027, 11, 14))

    assert clocks(found) == ["10-31 01:30", "11-07 01:30", "11-14 01:30"]
    assert found[1].moment == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    assert [one.oddity for one in found] == [Oddity.NONE, Oddity.TWICE, Oddity.NONE]
    assert "show 1:30 AM twice: that meeting is the one at 1:30 AM CDT." in oddity_words(found[1], CHICAGO)


def test_chosen_second_half_past_one_stays_the_second():
    second = datetime(2027, 11, 7, 7, 30, tzinfo=UTC)

    (only,) = occurrences(second, CHICAGO, Repeats.ONCE, None)

    assert (only.moment, only.oddity) == (second, Oddity.TWICE)


@pytest.mark.parametrize(
    ("repeats", "days"),
    [
        (Repeats.FORTNIGHTLY, ["01-31 07:30", "02-14 07:30", "02-28 07:30", "03-14 07:30", "03-28 07:30"]),
        (Repeats.MONTHLY, ["01-31 07:30", "02-28 07:30", "03-31 07:30"]),
    ],
)
def test_two_weeks_and_months_are_counted_from_the_first(repeats, days):
    assert clocks(occurrences(at(2027, 1, 31, 7, 30), CHICAGO, repeats, date(2027, 4, 1))) == days


def test_taken_in_one_press_each_is_a_meeting_of_its_own(pair):
    made = propose(pair)

    take_time(proposal_id=made.id, moment=made.moments[0], by=pair.scene.bob)
    take_time(proposal_id=made.id, moment=made.moments[0], by=pair.scene.bob)

    found = occurrences(first_time(), CHICAGO, Repeats.WEEKLY, made.until)
    assert planned(pair) == [one.moment for one in found]
    assert len(found) == Meeting.objects.count() == 4


def test_one_is_moved_and_one_called_off_and_the_others_stay(pair):
    made = propose(pair)
    take_time(proposal_id=made.id, moment=made.moments[0], by=pair.scene.bob)
    first, second, *rest = Conversation.objects.filter(state="planned").order_by("starts_at")

    move_conversation(
        conversation_id=first.id, starts_at=first.starts_at + timedelta(hours=2), by=pair.scene.cleo
    )
    call_off_conversation(conversation_id=second.id, by=pair.scene.cleo)

    assert planned(pair) == [first.starts_at + timedelta(hours=2), *[one.starts_at for one in rest]]


def test_taken_back_takes_back_all_that_is_still_planned(pair):
    made = propose(pair)
    take_time(proposal_id=made.id, moment=made.moments[0], by=pair.scene.bob)

    give_time_back(proposal_id=made.id, by=pair.scene.bob)

    assert planned(pair) == []
    assert ProposedTimes.objects.get().state == "open"
    take_time(proposal_id=made.id, moment=made.moments[0], by=pair.scene.bob)
    assert len(planned(pair)) == 4


def test_series_that_meets_a_planned_time_plans_nothing(pair):
    other = propose(pair, first_time(10), repeats=Repeats.ONCE)
    take_time(proposal_id=other.id, moment=other.moments[0], by=pair.scene.bob)
    made = propose(pair)

    with pytest.raises(OutOfOrder, match="already meet then"):
        take_time(proposal_id=made.id, moment=made.moments[0], by=pair.scene.bob)
    assert len(planned(pair)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until": None}, "Say until which day"),
        ({"days": 5}, "would not come again"),
        ({"days": 3 + 7 * 26}, "More than 26 meetings"),
        ({"days": 900}, "ends on"),
    ],
)
def test_series_that_is_none_or_too_long_is_refused_at_its_day(pair, changes, words):
    with pytest.raises(DomainError, match=words) as caught:
        propose(pair, **changes)

    assert caught.value.field == "until"
    assert not ProposedTimes.objects.exists()


def test_series_of_twenty_six_fits(pair):
    made = propose(pair, days=3 + 7 * 25)

    take_time(proposal_id=made.id, moment=made.moments[0], by=pair.scene.bob)

    assert len(planned(pair)) == 26
    assert planned(pair)[0] > now()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2027-03-14T02:30", "The clocks skip 2:30 AM on 14 Mar 2027"),
        ("2027-11-07T01:30", "show 1:30 AM twice"),
    ],
)
def test_time_typed_into_an_odd_night_is_refused_in_a_sentence(typed, words):
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    with timezone.override(CHICAGO), pytest.raises(ValidationError) as caught:
        MomentField().clean(typed)

    assert words in caught.value.messages[0]
