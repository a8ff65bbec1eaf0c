"""Large texts are read in a process of their own: the same comes out, and what takes too much is refused in words."""

from dataclasses import replace

import pytest

from rounds.sheets import LIMITS, SheetError, read_workbook
from rounds.sheets.reading import calendars, delimited
from rounds.sheets.reading.guard import SMALL_TEXT

HEAD = "First,Last,Email,Note\r\n"
ROWS = HEAD + "".join(f'Zo\u00eb {n},"Lee, {n}",zoe{n}@x.test,"a ""b""\nc"\r\n\r\n' for n in range(6_000))
ENTRY = "BEGIN:VEVENT\r\nUID:{0}@x\r\nSUMMARY:Zo\u00eb Lee \u2013 MICU {0}\r\nDTSTART;VALUE=DATE:20260701\r\n"
ENTRY += "DTEND;VALUE=DATE:20260729\r\nATTENDEE;CN=Ann Lee:mailto:ann@x.test\r\nEND:VEVENT\r\n"
CALENDAR = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Zo\u00eb\r\n{}BEGIN:VEVENT\r\nSUMMARY:no day\r\nEND:VEVENT\r\nEND:VCALENDAR"


def test_large_table_comes_out_as_it_would_here():
    data = ROWS.encode()
    assert len(data) > SMALL_TEXT

    assert delimited.read_delimited(data, LIMITS) == delimited.read_here(data, LIMITS)


def test_large_calendar_comes_out_as_it_would_here():
    data = CALENDAR.format("".join(ENTRY.format(number) for number in range(1_500))).encode()
    assert len(data) > SMALL_TEXT

    read = calendars.read_calendar(data, zone="America/Chicago")

    assert read == calendars.read_here(data, zone="America/Chicago")
    assert len(read.entries) == 1_501


@pytest.mark.parametrize(
    "limits",
    [replace(LIMITS, wall_seconds=0.01), replace(LIMITS, memory_bytes=10 * 1024 * 1024)],
    ids=["seconds", "memory"],
)
def test_text_that_takes_more_than_is_allowed_is_refused_in_words(limits):
    with pytest.raises(SheetError) as refused:
        read_workbook(f"{HEAD}{'a,b,c,d' * 2}\n".encode() * 40_000, name="list.csv", limits=limits)

    assert refused.value.code == "text"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (HEAD.encode() + b'"a" b,"c",d\n' * 40_000, "quote"),
        (HEAD.encode() + b'"a,b\n' + b"c,d\n" * 60_000, "open_quote"),
        (b"a,b\n\x00\x01" * 60_000, "not_text"),
    ],
)
def test_refusal_of_a_large_text_says_what_it_says_of_a_small_one(data, code):
    with pytest.raises(SheetError) as refused:
        read_workbook(data, name="list.csv")

    assert refused.value.code == code
