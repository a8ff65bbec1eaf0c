"""Whose mentors differ between two sets of pairs, as rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from rounds.matching.review.selectors.outcomes import Change, Outcome
from rounds.matching.review.selectors.people import Someone
from rounds.matching.runs.values.scores import MICRO_PER_POINT, percent
from rounds.web.words.scores import with_sign

NONE = "–"
MICRO_PER_TENTH = 1000


@dataclass(frozen=True)
class ChangeRow:
    """One mentee whose mentors change."""

    person: Someone
    before: str
    after: str
    was_text: str
    is_text: str
    change_text: str
    bar: float


def change_row(one: Change) -> ChangeRow:
    """Return a change as it is read; the difference is that of the two numbers as they are shown."""
    was, is_ = percent(one.was), percent(one.is_)
    tenths = round(float(is_) * 10) - round(float(was) * 10)
    return ChangeRow(
        person=one.person,
        before=names_of(one.before),
        after=names_of(one.after),
        was_text=was,
        is_text=is_,
        change_text=with_sign(percent(tenths * MICRO_PER_TENTH)),
        bar=one.change / MICRO_PER_POINT,
    )


def names_of(people: Iterable[Someone]) -> str:
    """Return names in a row."""
    return ", ".join(one.name for one in people)


def lowest_text(outcome: Outcome) -> str:
    """Return the lowest score, a dash where there is no pair."""
    return NONE if outcome.lowest is None else percent(outcome.lowest)
