"""Lines of single people without their names: whose may leave, and what is out with them.

Whoever holds the lines of those who agreed can add them up, and take the sums from what is told of everybody: what is left
speaks of those who refused. So the sums pass the audit like any other number, and those who refused are nobody or enough for
a table of their own. Who answered decides, never what.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from rounds.surveys.floors import TABLE_FLOOR
from rounds.surveys.publication.audit import Ledger
from rounds.surveys.publication.coding import Number, Table
from rounds.surveys.publication.rows import Row, answered, mean_row
from rounds.surveys.publication.values import Wave


@dataclass(frozen=True)
class Lines:
    """Whose lines leave of a wave, in the order in which they stand, and the items that they hold."""

    people: tuple[str, ...]
    items: tuple[str, ...]


def items_that_may_leave(wave: Wave, people: Collection[str], ledger: Ledger) -> list[str]:
    """Return the items of a wave of which the lines of some people may leave beside all that a ledger knows; it knows them then."""
    found: list[str] = []
    for members, measures in _groups(wave):
        is_enough = all(_is_enough(wave, item, people) for item in members)
        if is_enough and ledger.admit([_sum(wave, measure, people) for measure in measures]):
            found += [item for item in members if item not in found]
    told = {name for members, measures in _groups(wave) for name in measures if set(members) <= set(found)}
    implied = {name for name, members in wave.scores.items() if set(members) <= set(found)}
    return found if implied <= told else []


def _groups(wave: Wave) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the items that leave together, with what else follows from them: those of a score, else one alone."""
    own = {item for members in wave.scores.values() for item in members}
    scores = [(tuple(members), (*members, name)) for name, members in wave.scores.items()]
    return [*scores, *(((item,), (item,)) for item in wave.items if item not in own)]


def _is_enough(wave: Wave, item: str, people: Collection[str]) -> bool:
    said = set(answered(wave, item))
    refused = len(said - set(people))
    return len(said & set(people)) >= TABLE_FLOOR and (refused == 0 or refused >= TABLE_FLOOR)


def _sum(wave: Wave, measure: str, people: Collection[str]) -> Row:
    return mean_row([wave], measure, lambda _wave: people)


def let_out(wave: Wave, lines: Lines, ledger: Ledger, table: Table) -> None:
    """Let a ledger and a table know that lines are out: their sums are known to the digit, and their answers were given away."""
    measures = [
        *(item for item in wave.items if item in lines.items),
        *(name for name, members in wave.scores.items() if set(members) <= set(lines.items)),
    ]
    rows = [_sum(wave, measure, lines.people) for measure in measures]
    ledger.rows += rows
    numbers = [Number(row, Fraction(wave.low), Fraction(wave.high)) for row in rows]
    exact = [Fraction(number.total(table.answers), number.row.divisor) for number in numbers]
    table.give_away({unknown for row in rows for unknown in row.weights})
    table.remember([(number, value, value) for number, value in zip(numbers, exact, strict=True)])
