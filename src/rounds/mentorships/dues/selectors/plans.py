"""The plan of each program's year: the standard rows, with what the program changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.values import DEFAULT_PLAN, Facts, PlanRow, Told, due
from rounds.mentorships.models import Mentorship
from rounds.programs.models import PlanItem, Program

MONTHS_A_YEAR = 12
RULES = frozenset(Rule)

Plan = tuple[PlanRow, ...]


@dataclass(frozen=True)
class OwnRow:
    """What a program has changed in one rule."""

    is_on: bool
    due: int
    reminders: tuple[int, ...]
    office_from: int | None


class Plans:
    """The plans of programs: what each changed, in all of it (phase 0) and in its phases."""

    def __init__(self, changed: Mapping[UUID, Mapping[int, Mapping[str, OwnRow]]]) -> None:
        self._changed = changed
        self._made: dict[tuple[UUID, int], Plan] = {}

    def of(self, program_id: UUID, phase: int | None = None, rules: Collection[Rule] = tuple(Rule)) -> Plan:
        """Return the plan of a program in one of its phases; each call of one object names the same rules."""
        key = (program_id, phase or 0)
        if key not in self._made:
            self._made[key] = plan_with(self.own_rows(*key), rules)
        return self._made[key]

    def of_pair(self, pair: Mentorship, rules: Collection[Rule] = tuple(Rule)) -> Plan:
        """Return the plan of a pair; of a mentor on a panel nothing is due: the primary one keeps the rhythm."""
        return () if pair.is_on_panel else self.of(pair.cycle.program_id, pair.phase, rules)

    def own_rows(self, program_id: UUID, phase: int = 0) -> dict[str, OwnRow]:
        """Return what differs from the standard in a phase of a program, what holds in all of it among it."""
        changed = self._changed.get(program_id, {})
        return {**changed.get(0, {}), **(changed.get(phase, {}) if phase else {})}


def plans_of(program_ids: Collection[UUID]) -> Plans:
    """Return the plans of programs; one query."""
    changed: dict[UUID, dict[int, dict[str, OwnRow]]] = {}
    for item in _items(program_ids=set(program_ids)):
        if item.rule not in RULES:  # surveys have rows of their own
            continue
        own = OwnRow(item.is_on, item.due, tuple(item.reminders), item.office_from)
        changed.setdefault(item.program_id, {}).setdefault(item.phase, {})[item.rule] = own
    return Plans(changed)


def ask_for_plans(program_ids: Collection[UUID]) -> Ask:
    """Return what `plans_of` will ask."""
    return _items.asked(program_ids=program_ids)


_items = Prepared(
    lambda program_ids: PlanItem.objects.filter(program_id__in=among(program_ids)), program_ids=Ids()
)


def plan_with(changed: Mapping[str, OwnRow], rules: Collection[Rule] = tuple(Rule)) -> Plan:
    """Return the standard rows of some rules with what a program changed; what it switched off is left out."""
    rows = ((row, changed.get(row.rule)) for row in DEFAULT_PLAN if row.rule in rules)
    return tuple(_row(row, item) for row, item in rows if item is None or item.is_on)


def _row(row: PlanRow, item: OwnRow | None) -> PlanRow:
    """Return a standard row with a program's own days; whom each reminder reaches stays."""
    if item is None:
        return row
    reminders = tuple(replace(one, day=day) for one, day in zip(row.reminders, item.reminders, strict=False))
    office_from = item.office_from if row.office_from is not None else None
    return replace(row, due=item.due, reminders=reminders, office_from=office_from)


@dataclass(frozen=True)
class Foreseen:
    """One reminder that a pair would get that did nothing of what is asked."""

    on: date
    rule: Rule
    to: Subject


def foresee(program: Program, ends_on: date, phase: int | None = None) -> list[Foreseen]:
    """Return what a pair that opened today would get, and when, if nothing of it were done."""
    today, plan = institution_today(), plans_of([program.id]).of(program.id, phase)
    check_in_months = MONTHS_A_YEAR // program.checkins_in(phase)
    facts = Facts(opened_on=today, ends_on=ends_on, check_in_months=check_in_months)
    told: set[Told] = set()
    found = []
    for day in (today + timedelta(days=number) for number in range((ends_on - today).days + 1)):
        now = [one for item in due(facts, told, day, plan=plan) for one in item.tell]
        told.update(now)
        found += [Foreseen(day, one.rule, one.to) for one in now]
    return found
