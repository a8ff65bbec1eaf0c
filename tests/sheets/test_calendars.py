"""Calendar files through the reader: days as they are written, broken files refused in words, none is a crash."""

from datetime import date

import pytest

from rounds.sheets.errors import SENTENCES, SheetError
from rounds.sheets.reading import calendars
from rounds.sheets.reading.calendars import Guest, is_calendar, read_calendar
from tests.data import real_data


def calendar(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines):
    return ["BEGIN:VEVENT", "UID:one@example.org", *lines, "END:VEVENT"]


def only(*lines, zone="UTC"):
    [entry] = read_calendar(calendar(*event(*lines)), zone=zone).entries
    return entry


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260729"], ("2026-07-01", "2026-07-28")),
        (["DTSTART;VALUE=DATE:20260701", "DURATION:P4W"], ("2026-07-01", "2026-07-28")),
        (["DTSTART;VALUE=DATE:20260701"], ("2026-07-01", "2026-07-01")),
        (["DTSTART:20260701T000000", "DTEND:20260715T000000"], ("2026-07-01", "2026-07-14")),
        (["DTSTART;TZID=Mars/North:20260701T070000", "DURATION:PT36H"], ("2026-07-01", "2026-07-02")),
        # midnight in Chicago, written in UTC
        (["DTSTART:20260701T050000Z", "DTEND:20260715T050000Z"], ("2026-07-01", "2026-07-14")),
    ],
)
def test_days_are_those_that_are_written(lines, days):
    entry = only(*lines, zone="America/Chicago")

    assert entry.days == tuple(map(date.fromisoformat, days))


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART;;VALUE=DATE-TIME:20140409T093000"],
        ["DTSTART:INVALID", "DTEND:20250102T120000Z"],
        ["DTSTART:20260701T000000Z", "DTEND:20260601T000000Z"],
        ["SUMMARY:no day at all"],
    ],
)
def test_entry_without_days_that_can_be_read_stays_in_sight(lines):
    assert only(*lines).days is None


def test_guests_folded_lines_and_escapes_are_read():
    entry = only(
        "SUMMARY:Newborn nursery\\, N",
        " orth",
        'ATTENDEE;CN="Orchid, Saffron":MAILTO:saffron@example.org',
        "ATTENDEE:mailto:tulip@example.org",
        "BEGIN:VALARM",
        "SUMMARY:not this one",
        "END:VALARM",
    )

    assert entry.title == "Newborn nursery, North"
    assert entry.guests == (Guest("saffron@example.org", "Orchid, Saffron"), Guest("tulip@example.org", ""))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"name,start\nBob,2026", "BEGIN:VCALENDAR"),
        (calendar(), "no entry"),
        (calendar("BEGIN:VEVENT", "UID:a"), "line 5"),
        (calendar("BEGIN:VEVENT", "BEGIN:VEVENT", "END:VEVENT", "END:VEVENT"), "line 4"),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:\xe9\xff", "UTF-8"),
    ],
)
def test_broken_file_is_refused_in_words(data, words):
    with pytest.raises(SheetError, match=words):
        read_calendar(data)


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(calendars, "MOST_ENTRIES", 2)
    monkeypatch.setattr(calendars, "MOST_BYTES", 5_000)

    with pytest.raises(SheetError, match="more than 2 entries"):
        read_calendar(calendar(*event() * 3))
    with pytest.raises(SheetError, match="are allowed"):
        read_calendar(calendar("X-A:" + "a" * 6_000))


def test_zone_that_never_ends_keeps_nobody_waiting():
    zone = [
        *("BEGIN:VTIMEZONE", "TZID:Endless", "BEGIN:STANDARD", "DTSTART:16010101T000000"),
        *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE"),
    ]
    file = read_calendar(calendar(*zone, *event("DTSTART;TZID=Endless:20260701T070000", "DURATION:P7D")))

    assert file.entries[0].days == (date(2026, 7, 1), date(2026, 7, 8))


def test_real_files_are_read_or_refused_and_none_crashes():
    files = sorted(real_data("ical").glob("*.ics"))
    refused = {}
    for path in files:
        try:
            found = read_calendar(path.read_bytes())
        except SheetError as error:
            refused[path.name] = error.code
        else:
            assert found.entries, path.name

    assert len(files) == 39
    assert set(refused.values()) <= set(SENTENCES)
    assert {"fuzz_testcase_vtimezone_lone_cr.ics", "empty_RDATE.ics", "example.ics"} <= set(refused)


def test_calendar_is_known_by_name_or_first_line():
    assert is_calendar("a.ICS", b"")
    assert is_calendar("download", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n")
    assert not is_calendar("a.csv", b"name,start")
