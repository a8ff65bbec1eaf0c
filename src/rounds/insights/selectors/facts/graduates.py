"""Whose training here ended, and who of them became faculty here."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from rounds.core.database.bulk_rows import among
from rounds.insights.enums import Kind
from rounds.insights.selectors.leaving_out import left_out
from rounds.insights.values.facts import Graduate
from rounds.insights.values.happened import Blocks
from rounds.people.enums import Tier, TrainingKind
from rounds.people.models import CareerStage, TrainingProgramMember

FACULTY = (Tier.JUNIOR_FACULTY, Tier.MID_CAREER, Tier.EXECUTIVE)


def graduates_until(blocks: Blocks, as_of: date) -> tuple[Graduate, ...]:
    """Return everybody whose last training here had ended by a day."""
    trained = TrainingProgramMember.objects.filter(kind=TrainingKind.RESIDENT, person__merged_into=None)
    trained = trained.exclude(person_id__in=left_out().values("person_id"))
    still = trained.filter(to_on=None).values("person_id")
    ended = trained.filter(to_on__lte=as_of).exclude(person_id__in=still).order_by("to_on", "id")
    rows = ended.values_list("person_id", "training_program__name", "to_on")
    last = {person_id: (program, day) for person_id, program, day in rows}
    days = _days_as_faculty(blocks, last)
    return tuple(
        Graduate(program, day, min((one for one in days.get(key, ()) if day <= one <= as_of), default=None))
        for key, (program, day) in sorted(last.items())
    )


def _days_as_faculty(blocks: Blocks, people: Collection[UUID]) -> dict[UUID, list[date]]:
    """Return on which days each began as faculty, by career stages and by a personnel history."""
    found: dict[UUID, list[date]] = {}
    stages = CareerStage.objects.filter(person_id__in=among(people), tier__in=FACULTY)
    for person_id, day in stages.values_list("person_id", "from_on"):
        found.setdefault(person_id, []).append(day)
    for (kind, _year), block in blocks.items():
        if kind == Kind.APPOINTMENT:
            for key, numbers in block.days.items():
                found.setdefault(UUID(key), []).extend(map(date.fromordinal, numbers))
    return found
