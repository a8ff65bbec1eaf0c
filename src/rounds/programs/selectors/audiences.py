"""What a program hands in to surveys: who takes part in its open year, on either side, and what they said at intake."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rounds.core.database.bulk_rows import among
from rounds.programs.enums import CycleState, EnrollmentState, Side
from rounds.programs.models import Baseline, Enrollment
from rounds.surveys.budget.selectors import add_mentee_source
from rounds.surveys.campaigns.values.audiences import Invitee, add_audience
from rounds.surveys.results.values.earlier import add_earlier_answers

LABELS = {
    Side.MENTEE: ("enrolled_mentees", _("everybody who takes part as a mentee")),
    Side.MENTOR: ("enrolled_mentors", _("everybody who takes part as a mentor")),
}


def add_audiences_of_programs() -> None:
    """Register the two sides of a program's open year, and whose ceiling of minutes is that of a mentee."""
    add_mentee_source(_mentees_among)
    for side, (key, label) in LABELS.items():
        add_audience(key, _enrolled(side), label=label)
    # the eight questions of intake are the first version of the survey
    add_earlier_answers("confidence", _at_intake, label=_("intake"))


def _enrolled(side: str) -> Callable[[UUID, Mapping[str, Any], date], Iterable[Invitee]]:
    def gathered(_institution_id: UUID, parameters: Mapping[str, Any], _on: date) -> Iterable[Invitee]:
        rows = Enrollment.objects.filter(
            cohort__cycle__program_id=parameters["program"],
            cohort__cycle__state=CycleState.OPEN,
            side=side,
            state=EnrollmentState.ENROLLED,
        )
        return [
            Invitee(key) for key in rows.order_by("person_id").values_list("person_id", flat=True).distinct()
        ]

    return gathered


def _mentees_among(ids: Collection[UUID]) -> Collection[UUID]:
    rows = Enrollment.objects.filter(
        person_id__in=among(ids), side=Side.MENTEE, cohort__cycle__state=CycleState.OPEN
    )
    return set(rows.values_list("person_id", flat=True))


def _at_intake(program_id: UUID, on: date) -> Mapping[UUID, Mapping[str, int]]:
    """Return what each mentee of a program had answered at intake before a day, the newest; what was skipped is absent."""
    rows = Baseline.objects.filter(
        enrollment__cohort__cycle__program_id=program_id,
        enrollment__side=Side.MENTEE,
        recorded_at__date__lt=on,
    )
    newest_last = rows.order_by("recorded_at", "id").values_list("enrollment__person_id", "items")
    return {person_id: items for person_id, items in newest_last if items}
