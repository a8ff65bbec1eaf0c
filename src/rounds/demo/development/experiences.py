"""Experiences of the invented hospital: seats that are open, seats that were drawn, a rehearsal of a pair."""

from datetime import timedelta
from uuid import UUID, uuid5

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.development.models import Offering
from rounds.development.selectors.experiences import entry_for
from rounds.development.services.experiences import (
    Posting,
    ask_for_seat,
    draw_seats,
    plan_rehearsal,
    post_offering,
    write_rehearsal,
)
from rounds.mentorships.enums import State
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person

# entry, when, days until asking closes, days until it begins, seats
OPEN = (
    ("committee_visit", "First Tuesday, 7–9 AM", 12, 24, 2),
    ("huddle", "Ten weekdays, 7:10 AM, unit 5 West", 9, 20, 3),
    ("budget_line", "Any Thursday afternoon, finance office", 20, 34, 2),
    ("committee_seat", "Quality committee, third Wednesdays, 4 PM", 26, 45, 1),
)
DRAWN = ("policy_brief", "Three weeks, at your own pace, graduate council", 20, 4, 3)
ASKERS = 8
LINE = "I would like to see how this is decided."


def offer_experiences(office: Viewer, named: dict[Role, Person], pairs: list[Mentorship]) -> None:
    """Post seats, let mentees ask for them, draw those whose time has come, and let one pair rehearse."""
    host = named[Role.GME_OFFICER]
    for entry, times, closes, starts, seats in OPEN:
        _post(office, host, entry, times, (closes, starts, seats))
    _draw_one(office, host, [pair for pair in pairs if pair.state == State.ACTIVE][:ASKERS])
    pair = next(one for one in pairs if one.mentee_id == named[Role.MENTEE].id)
    _rehearse(pair, office.institution_id)


def _post(office: Viewer, host: Person, entry: str, times: str, days: tuple[int, int, int]) -> Offering:
    today = institution_today()
    closes, starts, seats = days
    posting = Posting(
        host, None, times, today + timedelta(days=starts), today + timedelta(days=closes), seats
    )
    return post_offering(entry=entry_for(office, entry), posting=posting, entry_id=_id(entry), by=office)


def _draw_one(office: Viewer, host: Person, pairs: list[Mentorship]) -> None:
    """Post, let them ask, and let it be weeks ago: its asking has closed and its seats are drawn."""
    entry, times, ago, starts, seats = DRAWN
    offering = _post(office, host, entry, times, (0, 1, seats))
    for pair in pairs:
        asker = Viewer(office.institution_id, None, pair.mentee_id, pair.mentee.full_name)
        ask_for_seat(offering_id=offering.id, line=LINE, by=asker)
    today = institution_today()
    Offering.objects.filter(id=offering.id).update(
        posted_at=now() - timedelta(days=ago),
        closes_on=today - timedelta(days=starts + 2),
        starts_on=today - timedelta(days=starts),
    )
    draw_seats(offering_id=offering.id, by=office)


def _rehearse(pair: Mentorship, hospital: UUID) -> None:
    mentee = Viewer(hospital, None, pair.mentee_id, pair.mentee.full_name)
    mentor = Viewer(hospital, None, pair.mentor_id, pair.mentor.full_name)
    for key in ("stop_line", "supply"):
        row = plan_rehearsal(pair=pair, entry=entry_for(mentee, key), entry_id=_id(key), by=mentee)
        if key == "stop_line":
            held_on = institution_today() - timedelta(days=6)
            words = "The second time I named the risk and the person. My voice was calmer than I felt."
            write_rehearsal(rehearsal=row, words=words, held_on=held_on, by=mentee)
            seen = "You waited after the first try instead of explaining. Next time say who is told, before you ask."
            write_rehearsal(rehearsal=row, words=seen, held_on=held_on, by=mentor)


def _id(name: str) -> UUID:
    return uuid5(UUID(int=16), name)
