"""Say which column fills which target, from its name and its values, and ask where it is not sure.

A name must fit (see headers), and the values must be readable as the target's kind. Neither alone is enough: a name with
other words in it counts only where the values could hardly be anything else. Close calls are asked.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from rounds.sheets.mapping.evidence import (
    are_moments,
    by_values_alone,
    differ,
    look_at,
    samples_of,
    says_sides,
)
from rounds.sheets.mapping.headers import Match, Names, forms_of, match_column, names_of, rank_in, words_of
from rounds.sheets.mapping.sensitive import are_birthdays, reason_to_leave_out
from rounds.sheets.reading.model import Column, Table
from rounds.sheets.targets.target import Catalog, Kind, Target
from rounds.sheets.text import clean, fold

SURE, MARGIN, READABLE, LEAST = 0.62, 0.08, 0.5, 0.45
# by how many values a column is judged: of a narrow file, of a wide one, and of all columns together
MOST_VALUES, LEAST_VALUES, ALL_VALUES = 500, 15, 60_000
# who somebody is: these are never taken from a name with a strange word in it
IDENTITY: Final = {
    *("full_name", "first_name", "last_name", "email", "employee_id", "npi", "orcid"),
    *(
        f"{side}_{part}"
        for side in ("mentor", "mentee")
        for part in ("name", "first_name", "last_name", "email", "id")
    ),
}
NO_PLACE: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("phone", re.compile(r"\b(phone|cell|mobile|pager|fax|telephone)\b")),
    ("note", re.compile(r"\b(notes?|comments?|remarks?|anything else)\b")),
    (
        "stamp",
        re.compile(
            r"\b(timestamp|submitted|completion time|start time|ip address|ipaddress|response id|user agent|last modified|submission)\b"
        ),
    ),
    (
        "record",
        re.compile(
            r"^(record|study|subject|response|respondent|submission|case|entry|survey|participant|form) (id|number|no)$|^(id|record|external id|external key)$"
        ),
    ),
    ("count", re.compile(r"^(sr no|s no|row|row number|number|sl no|no|index|item)$")),
)


class Status(StrEnum):
    RECOGNIZED = "recognized"  # by name and values
    ANSWERED = "answered"  # by a person, now or earlier
    NEEDS_YOU = "needs_you"  # stays out until somebody says what it is
    LEFT_OUT = "left_out"  # health, identity, birth, home: stays out unless asked for
    NO_PLACE = "no_place"  # known, and nothing here takes it
    EMPTY = "empty"  # no values


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that a column may be. It is taken without asking only when it is sure."""

    target: str
    score: float
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Say what happens with one column. `key` names it in remembered answers."""

    column: Column
    key: str
    status: Status
    target: str = ""
    reason: str = ""
    samples: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_used(self) -> bool:
        return bool(self.target)


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens with every column of a table, in its order."""

    columns: tuple[ColumnPlan, ...]
    by_target: dict[str, tuple[ColumnPlan, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grouped: dict[str, tuple[ColumnPlan, ...]] = {}
        for plan in self.columns:
            if plan.target:
                grouped[plan.target] = (*grouped.get(plan.target, ()), plan)
        for key, plans in grouped.items():
            ranks = [rank_in(plan.column.header) for plan in plans]
            if len(plans) > 1 and all(ranks):  # the third choice may stand before the second
                grouped[key] = tuple(
                    plan for _rank, plan in sorted(zip(ranks, plans, strict=True), key=lambda one: one[0])
                )
        object.__setattr__(self, "by_target", grouped)

    def having(self, *statuses: Status) -> tuple[ColumnPlan, ...]:
        return tuple(plan for plan in self.columns if plan.status in statuses)


def make_plan(
    table: Table, catalog: Catalog, answers: Mapping[str, str] | None = None, *, today: datetime.date
) -> Plan:
    """Decide about each column. `answers` (column key -> target key, "" to leave it out) come first."""
    answers = answers or {}
    keys = column_keys(table.columns)
    judge = _Judge(catalog, names_of(catalog), today)
    plans = []
    # a wide file is judged by fewer rows, so that its time grows with its columns alone
    most = max(LEAST_VALUES, min(MOST_VALUES, ALL_VALUES // max(len(keys), 1)))
    for column, key in zip(table.columns, keys, strict=True):
        plan = judge.decide(column, key, table.first_values_of(column, most))
        if key in answers and (answers[key] in catalog.index or not answers[key]):
            plan = replace(plan, status=Status.ANSWERED, target=answers[key])
        plans.append(plan)
    return Plan(tuple(_drop_repeats(_settle_rivals(plans, catalog))))


def column_keys(columns: Sequence[Column]) -> list[str]:
    """Name columns in a way that the same file gives again: its folded name, numbered when it repeats."""
    seen: dict[str, int] = {}
    keys = []
    for column in columns:
        name = (
            fold(column.aliases[0] if column.aliases else column.header) or f"column {column.letter.lower()}"
        )
        seen[name] = seen.get(name, 0) + 1
        keys.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return keys


@dataclass(frozen=True)
class _Judge:
    """Decides about one column at a time."""

    catalog: Catalog
    names: Names
    today: datetime.date

    def decide(self, column: Column, key: str, values: Sequence[str]) -> ColumnPlan:
        samples = tuple(dict.fromkeys(text[:60] for value in values if (text := clean(value))))[:3]
        plan = ColumnPlan(column, key, Status.NEEDS_YOU, samples=samples)
        names = [name for name in (column.header, *column.aliases) if name] or [""]
        reason = next(filter(None, (reason_to_leave_out(name, values) for name in names)), "")
        if reason:
            return replace(plan, status=Status.LEFT_OUT, reason=reason, samples=())
        if not samples:
            return replace(plan, status=Status.EMPTY)
        texts = samples_of(values)
        candidates = self.rank(column, texts)
        sure = [candidate for candidate in candidates if candidate.is_sure]
        second = max((other.score for other in sure[1:]), default=0.0)
        plan = replace(plan, candidates=candidates[:4])
        if sure and sure[0].score - second >= MARGIN:
            return replace(plan, status=Status.RECOGNIZED, target=sure[0].target)
        if not sure and are_birthdays(column.header, values, self.today):
            return replace(plan, status=Status.LEFT_OUT, reason="birth", samples=(), candidates=())
        return self._place_or_question(plan, texts) if not sure else plan

    def _place_or_question(self, plan: ColumnPlan, texts: Sequence[str]) -> ColumnPlan:
        """Say why a column has no place here; else ask, with what its values may be."""
        if are_moments(texts):
            return replace(plan, status=Status.NO_PLACE, reason="stamp", candidates=())
        forms = [said for form in forms_of(plan.column) for said in (fold(form), " ".join(words_of(form)))]
        for reason, pattern in NO_PLACE:
            if any(pattern.search(said) for said in forms):
                return replace(plan, status=Status.NO_PLACE, reason=reason)
        if plan.candidates:
            return plan
        if says_sides(self.catalog.index.get("side"), texts):
            return replace(plan, candidates=(Candidate("side", LEAST, is_sure=False),))
        guess = by_values_alone(texts, self.catalog.targets)
        if guess and plan.column.header and not differ(texts):
            return plan
        if guess and not plan.column.header:
            candidate = Candidate(guess, SURE + MARGIN)
            return replace(plan, status=Status.RECOGNIZED, target=guess, candidates=(candidate,))
        return replace(plan, candidates=(Candidate(guess, LEAST, is_sure=False),)) if guess else plan

    def rank(self, column: Column, texts: Sequence[str]) -> tuple[Candidate, ...]:
        """Return the targets that fit, sure ones and the best first."""
        found = []
        for key, match in match_column(column, self.names).items():
            target = self.catalog.index[key]
            candidate = _weigh(target, match, column, texts)
            if candidate is not None:
                found.append(candidate)
        return tuple(sorted(found, key=lambda candidate: (-candidate.is_sure, -candidate.score)))


def _weigh(target: Target, match: Match, column: Column, texts: Sequence[str]) -> Candidate | None:
    """Join what name and values say. Values that don't read as the kind take a target out."""
    evidence = look_at(target, texts)
    if match.score < LEAST:
        return None
    if evidence.share < READABLE:
        # under its very name, a choice may speak another house's language: its words are then asked one by one
        foreign = match.is_exact and not match.is_weak and target.kind in (Kind.CHOICE, Kind.CHOICES)
        if foreign:
            return Candidate(target.key, round(match.score * 0.5, 3))
        # what is said to be private stays so, however its values read
        is_private = target.key == "exclusions"
        return Candidate(target.key, round(match.score * 0.5, 3), is_sure=False) if is_private else None
    score = round(match.score * (0.6 + 0.4 * evidence.share) + (0.1 if evidence.convinces else 0.0), 3)
    return Candidate(target.key, score, _is_sure(target, match, column, evidence.convinces, score))


def _is_sure(target: Target, match: Match, column: Column, convinces: bool, score: float) -> bool:
    if target.kind in (Kind.PEOPLE, Kind.PERSON) and column.sort == "notes":
        return False
    if match.is_exact:
        # "Level" and "Year" say little: the values must say the rest
        return not (match.is_weak and target.kind in (Kind.PGY, Kind.CHOICE)) or convinces
    return convinces and target.key not in IDENTITY and score >= SURE


def _settle_rivals(plans: list[ColumnPlan], catalog: Catalog) -> list[ColumnPlan]:
    """Let one column fill a target: the clearly better one, else neither."""
    settled = list(plans)
    by_target: dict[str, list[int]] = {}
    for place, plan in enumerate(settled):
        if plan.target:
            by_target.setdefault(plan.target, []).append(place)
    for key, rivals in by_target.items():
        if catalog.index[key].many or len(rivals) < 2:
            continue
        scores = {place: _claim(settled[place]) for place in rivals}
        best = max(rivals, key=lambda place: scores[place])
        clear = all(scores[best] - scores[place] >= MARGIN for place in rivals if place != best)
        for place in rivals:
            if place != best or not clear:
                settled[place] = replace(settled[place], status=Status.NEEDS_YOU, target="", reason="rival")
    return settled


def _claim(plan: ColumnPlan) -> float:
    return 2.0 if plan.status is Status.ANSWERED else plan.candidates[0].score


def _drop_repeats(plans: list[ColumnPlan]) -> list[ColumnPlan]:
    """Leave out a full name beside first and last names."""
    used = {plan.target for plan in plans}
    if not {"first_name", "last_name"} <= used:
        return plans
    return [
        replace(plan, status=Status.NO_PLACE, target="", reason="repeats")
        if plan.target == "full_name" and plan.status is Status.RECOGNIZED
        else plan
        for plan in plans
    ]
