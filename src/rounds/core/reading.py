"""What a browser sent: an id, a number, a day, words to search for. What is none is None, never an error."""

import re
from datetime import date
from uuid import UUID

# No record has it: a thing that was not named is looked for like one that is gone.
NO_ID = UUID(int=0)
BIGGEST = 2**31 - 1  # what a column holds
SEARCHED = 100  # characters of a search that are read
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORDS = 6  # each word costs the database one more look at every row


def read_id(text: object) -> UUID | None:
    """Return the id that a text is, as addresses show it."""
    written = str(text)
    try:
        return UUID(written) if len(written) in (32, 36) and written.isascii() else None
    except ValueError:
        return None


def read_number(text: object, *, least: int = 0, most: int = BIGGEST) -> int | None:
    """Return the whole number that a text is, within bounds; other scripts' digits and endless ones are none."""
    written = str(text).strip()
    if not (written.isascii() and written.removeprefix("-").isdigit()) or len(written) > len(str(most)) + 1:
        return None
    number = int(written)
    return number if least <= number <= most else None


def read_day(text: object) -> date | None:
    """Return the day that a text is, written as 2027-06-30, of the years that are near."""
    written = str(text)
    try:
        day = date.fromisoformat(written) if DAY.fullmatch(written) else None
    except ValueError:
        return None
    return day if day and 1900 <= day.year <= 2100 else None


def read_digits(text: object) -> str:
    """Return the digits of a code as somebody copied it, with spaces or dashes between them."""
    return "".join(character for character in str(text) if character in "0123456789")


def read_search(text: object) -> str:
    """Return the words of a search as they are looked for: the first six, a hundred characters at most."""
    return " ".join(str(text or "")[:SEARCHED].split()[:WORDS])
