"""Writes published rows as an office would send them: a personnel history and a sheet of outcomes, in whole days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# The personnel history tells who left from here on; nobody is followed before.
YEARS_BACK = timedelta(days=5000)
LONG_UNSEEN = timedelta(days=600)


@dataclass(frozen=True)
class Subject:
    """One row: days since time zero at which they are first seen, are seen last, what ended it, and what they did when."""

    until: int
    end: str = ""  # "departure", "promotion"; empty: could be followed no longer
    entry: int = 0
    joined: int | None = None
    acts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Files:
    """A history with those who left, a sheet of what else happened, and who found a mentor on which day."""

    history: str
    outcomes: str
    joined: dict[str, date]
    numbers: list[str]


def files_of(subjects: Sequence[Subject], today: date, act: str = "") -> Files:
    """Return the files of subjects; who left no trace for longer than eighteen months ends on the last day seen."""
    begins = today - YEARS_BACK
    history = ["Employee ID,Hired on,Left on", f"first,{begins - timedelta(days=900)},{begins}"]
    outcomes, joined = ["Employee ID,What,Date"], {}
    for number, one in enumerate(subjects):
        who = f"n{number}"
        zero = _zero(one, begins, today)
        if one.end == "departure":
            history.append(f"{who},{zero},{zero + timedelta(days=one.until)}")
        elif not one.entry and not one.end:
            history.append(f"{who},{zero},")
        else:
            outcomes.append(f"{who},Hired,{zero}")
            outcomes.append(f"{who},{one.end or 'Award'},{zero + timedelta(days=one.until)}")
        outcomes += [f"{who},{act},{zero + timedelta(days=day)}" for day in one.acts]
        if one.joined is not None:
            joined[who] = zero + timedelta(days=one.joined)
    numbers = ["first", *(f"n{number}" for number in range(len(subjects)))]
    return Files(_lines(history), _lines(outcomes), joined, numbers)


def _zero(one: Subject, begins: date, today: date) -> date:
    """Return the day of appointment: who goes on is here today, who is seen late was appointed before we began to look."""
    if one.entry or one.end:
        return begins - timedelta(days=one.entry)
    return today - timedelta(days=one.until)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
