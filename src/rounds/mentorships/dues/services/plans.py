"""A program's own plan: only what differs from the standard is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.errors import DomainError
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.plans import plans_of
from rounds.mentorships.dues.values import DEFAULT_PLAN, PlanRow
from rounds.programs.models import PlanItem, Program


@dataclass(frozen=True, kw_only=True)
class PlanChange:
    """One rule as a program wants it: days count from the day that the rule itself names."""

    is_on: bool
    due: int
    reminders: tuple[int, ...]
    office_from: int | None


@transaction.atomic
def save_plan(*, program: Program, wanted: Mapping[Rule, PlanChange], by: Viewer, phase: int = 0) -> int:
    """Keep the plan of a program or of one of its phases; return how many rules differ from the standard now.

    The standard of a phase is what holds in all of the program.

    What was told stays told: a change moves what has not been sent. Raises DomainError where a second reminder comes
    before the first.
    """
    changed, standard = 0, _standards(program, phase)
    for row in DEFAULT_PLAN:
        change = wanted.get(row.rule)
        if change is None:
            continue
        _check(row, change)
        if change == standard[row.rule]:
            PlanItem.objects.filter(program=program, rule=row.rule, phase=phase).delete()
            continue
        changed += 1
        PlanItem.objects.update_or_create(
            program=program,
            rule=row.rule.value,
            phase=phase,
            defaults={
                "is_on": change.is_on,
                "due": change.due,
                "reminders": list(change.reminders),
                "office_from": change.office_from,
            },
        )
    audit.record(
        "programs.plan.saved",
        by=by,
        kind="program",
        object_id=program.id,
        program_id=program.id,
        rules=changed,
    )
    return changed


def _standards(program: Program, phase: int) -> dict[Rule, PlanChange]:
    """Return what holds where nothing is changed: the shipped rows, in a phase what the program asks."""
    standard = {row.rule: _standard(row) for row in DEFAULT_PLAN}
    own = plans_of([program.id]).own_rows(program.id) if phase else {}
    for rule, row in own.items():
        office_from = row.office_from if standard[Rule(rule)].office_from is not None else None
        standard[Rule(rule)] = PlanChange(
            is_on=row.is_on, due=row.due, reminders=row.reminders, office_from=office_from
        )
    return standard


def _standard(row: PlanRow) -> PlanChange:
    days = tuple(one.day for one in row.reminders)
    return PlanChange(is_on=True, due=row.due, reminders=days, office_from=row.office_from)


def _check(row: PlanRow, change: PlanChange) -> None:
    if list(change.reminders) != sorted(set(change.reminders)):
        raise DomainError(
            _("The second reminder comes after the first. Choose a later day."), field=f"{row.rule}_2"
        )
