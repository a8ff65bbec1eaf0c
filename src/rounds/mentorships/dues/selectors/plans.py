"""The plan of each program's year: the standard rows, with what the program changed."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ids, Prepared
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.values import DEFAULT_PLAN, PlanRow
from rounds.programs.models import PlanItem

Plan = tuple[PlanRow, ...]


def plans_of(program_ids: Collection[UUID]) -> dict[UUID, Plan]:
    """Return the plans of programs; one query."""
    changed: dict[UUID, dict[str, PlanItem]] = {program_id: {} for program_id in program_ids}
    for item in _items(program_ids=changed):
        changed[item.program_id][item.rule] = item
    return {program_id: plan_with(items) for program_id, items in changed.items()}


_items = Prepared(
    lambda program_ids: PlanItem.objects.filter(program_id__in=among(program_ids)), program_ids=Ids()
)


def plan_with(changed: Mapping[str, PlanItem], rules: Collection[Rule] = tuple(Rule)) -> Plan:
    """Return the standard rows of some rules with what a program changed; what it switched off is left out."""
    rows = ((row, changed.get(row.rule)) for row in DEFAULT_PLAN if row.rule in rules)
    return tuple(_row(row, item) for row, item in rows if item is None or item.is_on)


def _row(row: PlanRow, item: PlanItem | None) -> PlanRow:
    """Return a standard row with a program's own days; whom each reminder reaches stays."""
    if item is None:
        return row
    reminders = tuple(replace(one, day=day) for one, day in zip(row.reminders, item.reminders, strict=False))
    office_from = item.office_from if row.office_from is not None else None
    return replace(row, due=item.due, reminders=reminders, office_from=office_from)
