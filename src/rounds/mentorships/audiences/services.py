"""A program's own plan of surveys: only what differs from the standard is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from rounds.core.access import Viewer
from rounds.mentorships.audiences.selectors import open_cycle_of, standard_day
from rounds.mentorships.audiences.values import rows_for
from rounds.programs.models import PlanItem, Program


@dataclass(frozen=True)
class SurveyChange:
    """One survey as a program wants it: asked or not, and after how many days of its year."""

    is_on: bool
    day: int


@transaction.atomic
def save_survey_plan(*, program: Program, wanted: Mapping[str, SurveyChange], by: Viewer) -> int:
    """Keep which surveys a program's year asks; return how many differ from the standard. What was sent stays sent."""
    changed, cycle = 0, open_cycle_of(program)
    for row in rows_for(program.template):
        change = wanted.get(row.key)
        if change is None:
            continue
        if change == SurveyChange(is_on=True, day=standard_day(row, cycle, program)):
            PlanItem.objects.filter(program=program, rule=row.rule, phase=0).delete()
            continue
        changed += 1
        PlanItem.objects.update_or_create(
            program=program,
            rule=row.rule,
            phase=0,
            defaults={"is_on": change.is_on, "due": change.day, "reminders": [], "office_from": None},
        )
    return changed
