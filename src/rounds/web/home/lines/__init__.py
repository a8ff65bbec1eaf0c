"""What each subject adds to the cards of pairs on their homes: a module of this folder is a subject.

A module may define one or more of

    lines_of(request, pairs) -> {pair id: [Line]}      lines on the card of each running pair
    cards_of(request) -> [Card]                        what waits for the reader, pair or none
    blocks_of(request, pairs) -> [Block]               cards of their own, below those of the pairs
    rows_of(request, pairs) -> {pair id: [YearRow]}    rows of each running pair on the page of the year

for all running pairs of the reader at once, so that the number of queries does not grow with them. What is found here
is shown; nothing has to be registered.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from uuid import UUID

from rounds.core.access import Request
from rounds.mentorships.models import Mentorship
from rounds.web.home.slots import Block, Card, Line, YearRow


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return what all subjects say of running pairs, in the order of their slots; those that wait first in each."""
    found: dict[UUID, list[Line]] = {pair.id: [] for pair in pairs}
    if not found:
        return found
    for subject in _subjects("lines_of"):
        for pair_id, lines in subject.lines_of(request, pairs).items():
            found[pair_id] += lines
    return {pair_id: sorted(lines, key=_place) for pair_id, lines in found.items()}


def cards_of(request: Request) -> list[Card]:
    """Return what subjects say waits for the reader, whether they have a pair or not."""
    return [card for subject in _subjects("cards_of") for card in subject.cards_of(request)]


def blocks_of(request: Request, pairs: list[Mentorship]) -> list[Block]:
    """Return the cards that subjects add to the home of a person with these running pairs."""
    found = [block for subject in _subjects("blocks_of") for block in subject.blocks_of(request, pairs)]
    return sorted(found, key=lambda block: block.place)


def rows_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[YearRow]]:
    """Return what all subjects say of running pairs on the page of the year, in the order of their places."""
    found: dict[UUID, list[YearRow]] = {pair.id: [] for pair in pairs}
    if not found:
        return found
    for subject in _subjects("rows_of"):
        for pair_id, rows in subject.rows_of(request, pairs).items():
            found[pair_id] += rows
    return {pair_id: sorted(rows, key=lambda row: row.place) for pair_id, rows in found.items()}


def _place(line: Line) -> tuple[int, bool]:
    return line.slot, not line.waits


def _subjects(function: str) -> Iterable[ModuleType]:
    return (module for module in _modules() if hasattr(module, function))


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted(found.name for found in iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}") for name in names)
