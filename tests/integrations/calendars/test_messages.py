"""Calendar messages read back by vobject, a reader that did not write them; titles that try to be something else."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import vobject

from rounds.integrations.calendars.values.messages import (
    Address,
    CalendarMeeting,
    cancel_of,
    feed_of,
    request_of,
)

PLAIN = CalendarMeeting(
    uid="6f1d1c1e-6a43-4f0e-8f0a-0d6f5f3f2a11",
    sequence=31,
    changed_at=datetime(2027, 6, 1, 12, 0, 30, 55, tzinfo=UTC),
    # nine in the morning in New York, in summer
    starts_at=datetime(2027, 7, 6, 13, 0, tzinfo=UTC),
    minutes=45,
    title="Meeting with Dr. Okafor",
    lines=["https://rounds.example/st-brigid/pairs/meetings/1/", "New York time"],
    url="https://rounds.example/st-brigid/pairs/meetings/1/",
    place="by video",
    organizer=Address("mentorship@st-brigid.example", "Leadership Mentorship"),
    guests=(Address("okafor@st-brigid.example", "Dr. Ada Okafor"), Address("cleo@st-brigid.example", "Cleo")),
)
PIECES = (
    *(
        "\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT",
        "\nMETHOD:CANCEL",
        "\rATTENDEE:mailto:eve@example.org",
        "\u2028X:1",
    ),
    *(
        ";VALUE=DATE:20270101",
        ",,,",
        "\\n\\n",
        "\\",
        '"',
        '";CN="',
        ":mailto:x",
        "\x85UID:2",
        "\x00",
        "\x1b[2J",
    ),
    *(
        "END:VCALENDAR",
        "é" * 90,
        "日本語" * 40,
        "\u202eevil",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ),
    *(
        "=?utf-8?q?x?=",
        "<script>",
        "{{ x }}",
        "%0d%0aX:1",
        "^n^'",
        "\ufeff",
        "\t ",
        "😀" * 60,
        "\x0b\x0c\x1c\x1d\x1e",
    ),
)


def read(text):
    [calendar] = vobject.readComponents(text)
    return calendar


def shape(text):
    """Return every component with the names of its lines, and whom it is for, without their values."""
    calendar = read(text)
    return [
        (one.name, sorted((line.name, sorted(line.params)) for line in one.lines()))
        for one in (calendar, *calendar.components())
    ]


def test_request_says_when_in_utc_and_that_both_have_agreed():
    calendar = read(request_of(PLAIN))
    event = calendar.vevent

    assert (calendar.method.value, event.uid.value, event.sequence.value) == ("REQUEST", PLAIN.uid, "31")
    assert event.dtstart.value == datetime(2027, 7, 6, 13, 0, tzinfo=UTC)
    assert event.dtend.value == datetime(2027, 7, 6, 13, 45, tzinfo=UTC)
    assert event.dtstamp.value == datetime(2027, 6, 1, 12, 0, 30, tzinfo=UTC)
    assert not hasattr(calendar, "vtimezone")
    assert (event.summary.value, event.status.value) == ("Meeting with Dr. Okafor", "CONFIRMED")
    assert event.organizer.value == "mailto:mentorship@st-brigid.example"
    assert [(one.value, one.params["PARTSTAT"], one.params["RSVP"]) for one in event.attendee_list] == [
        ("mailto:okafor@st-brigid.example", ["ACCEPTED"], ["FALSE"]),
        ("mailto:cleo@st-brigid.example", ["ACCEPTED"], ["FALSE"]),
    ]
    assert event.description.value.splitlines()[0] == PLAIN.url


def test_cancel_is_of_the_same_meeting():
    calendar = read(cancel_of(replace(PLAIN, sequence=40)))

    event = calendar.vevent
    assert (calendar.method.value, event.status.value) == ("CANCEL", "CANCELLED")
    assert (event.uid.value, event.organizer.value, event.sequence.value) == (
        *(PLAIN.uid, "mailto:mentorship@st-brigid.example", "40"),
    )


def test_lines_are_as_long_as_mail_and_calendars_allow():
    text = request_of(replace(PLAIN, title="é" * 150, lines=["日" * 190]))

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert read(text).vevent.summary.value == "é" * 150


@pytest.mark.parametrize("build", [request_of, cancel_of])
def test_hostile_titles_and_names_change_no_component(build):
    draw = random.Random(4)
    titles = [
        f"{draw.choice(PIECES)}Meeting {number}{''.join(draw.sample(PIECES, draw.randint(1, 4)))}"
        for number in range(200)
    ]
    expected = shape(build(PLAIN))

    wrong = [
        title
        for title in titles
        if shape(
            build(
                replace(
                    PLAIN,
                    title=title,
                    place=title,
                    lines=[PLAIN.url, title],
                    organizer=Address("mentorship@st-brigid.example", title),
                    guests=[Address(one.email, title) for one in PLAIN.guests],
                )
            )
        )
        != expected
    ]

    assert len(set(titles)) == 200
    assert wrong == []


def test_hostile_titles_change_no_component_of_a_feed():
    draw = random.Random(5)
    titles = [f"{draw.choice(PIECES)}{''.join(draw.sample(PIECES, 3))}{number}" for number in range(200)]
    meetings = [replace(PLAIN, uid=f"{number}") for number in range(200)]

    hostile = [replace(one, title=title, place=title) for one, title in zip(meetings, titles, strict=True)]

    assert shape(feed_of(titles[0], hostile).decode()) == shape(feed_of("Plain", meetings).decode())


def test_feed_holds_each_meeting_without_people_and_is_the_same_each_time():
    meetings = [replace(PLAIN, uid=f"{number}") for number in range(3)]

    text = feed_of("Mentorship of Cleo", meetings)

    calendar = read(text.decode())
    assert [event.uid.value for event in calendar.vevent_list] == ["0", "1", "2"]
    assert calendar.method.value == "PUBLISH"
    assert b"ATTENDEE" not in text
    assert text == feed_of("Mentorship of Cleo", meetings)
