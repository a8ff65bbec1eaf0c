"""The places on a pair's card, and the shapes in which subjects fill them (`rounds.web.home.lines`)."""

from dataclasses import dataclass
from enum import IntEnum

from rounds.web.home.months import Month


class Slot(IntEnum):
    """Where on a pair's card a line stands, from above."""

    # beside the next conversation: times to offer, what is due this month
    NEXT = 1
    # below the strip of months: rhythm and length that were agreed
    TERMS = 2
    # what the two work on
    GOALS = 3
    # what is open between two conversations: a question, a debrief, a door that was opened
    OPEN = 4


@dataclass(frozen=True)
class Item:
    """One entry of a line that is a list."""

    text: str
    is_done: bool = False
    # what it says beside it: "2 of 4 steps"
    meta: str = ""
    href: str = ""


@dataclass(frozen=True)
class Line:
    """One line on a pair's card: what it is about, one sentence or a short list, and where it leads.

    A line that `waits` waits for the reader: it is tinted, counted in the sentence above, and its card comes first.
    With `link`, these words lead to `href`; without, the sentence itself does. `is_button` puts the link among
    the buttons at the foot of the card instead.
    """

    slot: Slot
    text: str = ""
    label: str = ""
    items: tuple[Item, ...] = ()
    link: str = ""
    href: str = ""
    waits: bool = False
    is_button: bool = False


@dataclass(frozen=True)
class Block:
    """A card of its own on a participant's home: goals, protected time. `key` is unique; small `place` comes first."""

    key: str
    title: str
    place: int
    text: str = ""
    items: tuple[Item, ...] = ()
    # drawn as a bar with its number beside it, when `most` is not 0
    value: float = 0
    most: float = 0
    link: str = ""
    href: str = ""
    waits: bool = False


@dataclass(frozen=True)
class YearRow:
    """One row of a pair on the page of the year: what it is, how it stands, and where it leads; small `place` first."""

    place: int
    label: str
    text: str
    href: str = ""
    # what stands below the sentence, a line each
    more: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    months_words: str = ""
    waits: bool = False


@dataclass(frozen=True)
class Card:
    """One card: what it is about, one sentence, and one step; one that `is_next` says that it waits for the reader."""

    meta: str
    title: str
    text: str
    action: str = ""
    href: str = ""
    is_next: bool = False
    tone: str = ""
    state: str = ""

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is asked any more and nothing is to come."""
        return self.tone == "ok"
