"""A meeting as a calendar message, and many as a calendar that is subscribed to.

Times are written in UTC: common readers take the library's descriptions of zones for an hour late in summer. Titles and
names are people's own words, so nothing of them may begin a line of its own; the library escapes, and what is no
character of a line is taken out before.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Rounds//Rounds//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
# How often a calendar that is subscribed to asks again.
REFRESH = timedelta(hours=1)
LONGEST_TITLE = 200
# Line ends of any kind, other control characters, marks that turn the direction of what follows, half characters.
_NO_TEXT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)


@dataclass(frozen=True)
class Address:
    """An address with a name beside it."""

    email: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarMeeting:
    """What a calendar shows of one meeting: no goal, no debrief, nothing of what was said."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    minutes: int
    title: str
    # the first line of what stands below: the address where the meeting is moved
    lines: Sequence[str] = ()
    url: str = ""
    place: str = ""
    organizer: Address | None = None
    guests: Sequence[Address] = ()


def request_of(meeting: CalendarMeeting) -> str:
    """Return the message that puts a meeting into a calendar, or moves it there."""
    return _message(meeting, REQUEST, "CONFIRMED")


def cancel_of(meeting: CalendarMeeting) -> str:
    """Return the message that takes a meeting out of a calendar."""
    return _message(meeting, CANCEL, "CANCELLED")


def series_of(meetings: Iterable[CalendarMeeting]) -> bytes:
    """Return many meetings as one file that a calendar takes in: each keeps its own UID, by which it is moved later."""
    calendar = _calendar(PUBLISH)
    for meeting in meetings:
        calendar.add_component(_event(meeting, "CONFIRMED"))
    return calendar.to_ical()


def feed_of(name: str, meetings: Iterable[CalendarMeeting]) -> bytes:
    """Return a calendar to subscribe to: the same meetings give the same bytes."""
    calendar = _calendar(PUBLISH)
    calendar.add("X-WR-CALNAME", plain_line(name))
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_event(meeting, "CONFIRMED"))
    return calendar.to_ical()


def plain_line(text: str) -> str:
    """Return a text as one line without characters that a calendar could take for something else."""
    return " ".join(_NO_TEXT.sub(" ", text).split())[:LONGEST_TITLE]


def _message(meeting: CalendarMeeting, method: str, status: str) -> str:
    calendar = _calendar(method)
    event = _event(meeting, status)
    if meeting.organizer:
        event["ORGANIZER"] = _person(meeting.organizer)
    for guest in meeting.guests:
        attendee = _person(guest)
        # both agreed here: nobody is asked again, and no answer comes to the office's mailbox
        for key, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")):
            attendee.params[key] = vText(value)
        event.add("ATTENDEE", attendee, encode=False)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def _event(meeting: CalendarMeeting, status: str) -> Event:
    event = Event()
    event.add("UID", meeting.uid)
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTAMP", _utc(meeting.changed_at))
    event.add("LAST-MODIFIED", _utc(meeting.changed_at))
    event.add("DTSTART", _utc(meeting.starts_at))
    event.add("DTEND", _utc(meeting.starts_at + timedelta(minutes=meeting.minutes)))
    event.add("SUMMARY", plain_line(meeting.title))
    if meeting.lines:
        event.add("DESCRIPTION", "\n".join(plain_line(line) for line in meeting.lines))
    if meeting.place:
        event.add("LOCATION", plain_line(meeting.place))
    if meeting.url:
        event.add("URL", meeting.url)
    event.add("STATUS", status)
    event.add("TRANSP", "OPAQUE" if status == "CONFIRMED" else "TRANSPARENT")
    return event


def _person(who: Address) -> vCalAddress:
    address = vCalAddress(f"mailto:{plain_line(who.email)}")
    if name := plain_line(who.name).replace('"', "'").replace("^", " "):
        address.params["CN"] = vText(name)
    return address


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
