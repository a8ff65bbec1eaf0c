"""Say which column fills which target, from its name and its values, and ask where it is not sure.

A name must fit (see headers), and the values must then be readable as the target's kind. Close calls are asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rounds.sheets.cells.several_values import BLANK
from rounds.sheets.cells.values import parse
from rounds.sheets.mapping.headers import best_name_score, forms_of
from rounds.sheets.mapping.sensitive import reason_to_leave_out
from rounds.sheets.reading.model import Column, Table
from rounds.sheets.targets.target import Catalog, Kind, Target
from rounds.sheets.text import clean, fold

SURE, MARGIN, READABLE = 0.62, 0.08, 0.5
SAMPLE = 200
CLOSED = {Kind.CHOICE, Kind.PGY, Kind.EMAIL, Kind.NPI, Kind.ORCID, Kind.DATE, Kind.DAY_PARTS}
NO_PLACE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("phone", re.compile(r"\b(phone|cell|mobile|pager|fax|telephone)\b")),
    ("note", re.compile(r"\b(notes?|comments?|remarks?|anything else)\b")),
    (
        "stamp",
        re.compile(
            r"\b(timestamp|submitted|completion time|start time|ip address|response id|user agent|last modified|submission)\b"
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
    target: str
    score: float


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
        object.__setattr__(self, "by_target", grouped)

    def having(self, *statuses: Status) -> tuple[ColumnPlan, ...]:
        return tuple(plan for plan in self.columns if plan.status in statuses)


def readable(target: Target, values: Sequence[str]) -> float:
    """Return the share of values that the target's kind can read (1.0 when there are none)."""
    texts = [clean(value) for value in values if clean(value).lower() not in BLANK][:SAMPLE]
    if not texts:
        return 1.0
    good = sum(1 for text in texts if _reads(target, text))
    return good / len(texts)


def _reads(target: Target, text: str) -> bool:
    if target.kind in (Kind.TEXT, Kind.PERSON, Kind.PEOPLE, Kind.LIST):
        looks_else = "@" in text if target.kind is Kind.TEXT else False
        return not looks_else and not re.fullmatch(r"[\d\s.,:/\-]+", text)
    if target.kind is Kind.CHOICES and target.open:
        return not re.fullmatch(r"[\d\s.,:/\-]+", text) and "@" not in text
    parsed = parse(target, text, order="mdy")
    return not parsed.problem or parsed.problem == "name_two_ways" or parsed.suggestion is not None


def _has_emails(values: Sequence[str]) -> bool:
    return any("@" in value for value in values[:SAMPLE])


def make_plan(table: Table, catalog: Catalog, answers: Mapping[str, str] | None = None) -> Plan:
    """Decide about each column. `answers` (column key -> target key, "" to leave it out) come first."""
    answers = answers or {}
    keys = column_keys(table.columns)
    own = {catalog.key.removesuffix("s")} if catalog.key in ("mentors", "mentees") else set()
    plans = []
    for column, key in zip(table.columns, keys, strict=True):
        plan = _judge(column, key, table.values_of(column), catalog, own)
        if key in answers and (answers[key] in catalog.index or not answers[key]):
            plan = replace(plan, status=Status.ANSWERED, target=answers[key])
        plans.append(plan)
    return Plan(tuple(_drop_repeats(_choose_between_rivals(plans, catalog))))


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


def _judge(column: Column, key: str, values: Sequence[str], catalog: Catalog, own: set[str]) -> ColumnPlan:
    samples = tuple(dict.fromkeys(clean(value)[:60] for value in values if clean(value)))[:3]
    plan = ColumnPlan(column, key, Status.NEEDS_YOU, samples=samples)
    reason = next(
        filter(None, (reason_to_leave_out(name, values) for name in (column.header, *column.aliases))), ""
    )
    if reason:
        return replace(plan, status=Status.LEFT_OUT, reason=reason, samples=())
    if not samples:
        return replace(plan, status=Status.EMPTY)
    candidates = rank_targets(column, values, catalog, own)
    plan = replace(plan, candidates=candidates[:4])
    second = candidates[1].score if len(candidates) > 1 else 0.0
    if candidates and candidates[0].score >= SURE and candidates[0].score - second >= MARGIN:
        return replace(plan, status=Status.RECOGNIZED, target=candidates[0].target)
    if not candidates or candidates[0].score < SURE:
        for name, pattern in NO_PLACE:
            if any(pattern.search(fold(form)) for form in forms_of(column)):
                return replace(plan, status=Status.NO_PLACE, reason=name)
    return plan


def rank_targets(
    column: Column, values: Sequence[str], catalog: Catalog, own: set[str]
) -> tuple[Candidate, ...]:
    """Return the targets that fit, best first. Values that don't read as the kind take a target out."""
    found = []
    strangers = []
    for target in catalog.targets:
        score = best_name_score(column, target, own)
        if score < 0.3:
            continue
        share = readable(target, values)
        # under the very name, a choice may use another institution's words (its words are then asked one by one)
        # and a text may be a number
        foreign = score > 0.95 and (
            target.kind is Kind.CHOICE or (target.kind is Kind.TEXT and not _has_emails(values))
        )
        if share < READABLE and not foreign:
            continue
        if share < READABLE:
            strangers.append(Candidate(target.key, round(score * 0.84, 3)))
            continue
        # values of a closed vocabulary say more than a name does
        vocabulary = 0.1 if target.kind in CLOSED and share > 0.9 else 0.0
        found.append(Candidate(target.key, round(score * (0.6 + 0.4 * share) + vocabulary, 3)))
    # what the values can be read as goes before a name alone
    known = any(candidate.score >= SURE for candidate in found)
    found += (
        [replace(stranger, score=round(stranger.score * 0.6, 3)) for stranger in strangers]
        if known
        else strangers
    )
    return tuple(sorted(found, key=lambda candidate: -candidate.score))


def _choose_between_rivals(plans: list[ColumnPlan], catalog: Catalog) -> list[ColumnPlan]:
    """Let one column fill a target: the clearly better one, else neither."""
    settled = list(plans)
    for target in catalog.targets:
        rivals = [place for place, plan in enumerate(settled) if plan.target == target.key]
        if target.many or len(rivals) < 2:
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
