"""Audiences of surveys that a program hands in: who takes part in its open year, on either side."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rounds.core.database.bulk_rows import among
from rounds.programs.enums import CycleState, EnrollmentState, Side
from rounds.programs.models import Enrollment
from rounds.surveys.budget.selectors import add_mentee_source
from rounds.surveys.campaigns.values.audiences import Invitee, add_audience

LABELS = {
    Side.MENTEE: ("enrolled_mentees", _("everybody who takes part as a mentee")),
    Side.MENTOR: ("enrolled_mentors", _("everybody who takes part as a mentor")),
}


def add_audiences_of_programs() -> None:
    """Register the two sides of a program's open year, and whose ceiling of minutes is that of a mentee."""
    add_mentee_source(_mentees_among)
    for side, (key, label) in LABELS.items():
        add_audience(key, _enrolled(side), label=label)


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
