"""Audiences of surveys that a program hands in: who takes part in its open year, on either side."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rounds.programs.enums import CycleState, EnrollmentState, Side
from rounds.programs.models import Enrollment
from rounds.surveys.campaigns.values.audiences import Invitee, add_audience

LABELS = {
    Side.MENTEE: ("enrolled_mentees", _("everybody who takes part as a mentee")),
    Side.MENTOR: ("enrolled_mentors", _("everybody who takes part as a mentor")),
}


def add_audiences_of_programs() -> None:
    """Register the two sides of a program's open year."""
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
