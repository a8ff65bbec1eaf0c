"""Who belongs to a cohort: invited, applied, or enrolled by the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.programs.enums import (
    ENROLLMENT_TRANSITIONS,
    CohortState,
    EnrollmentHow,
    EnrollmentState,
    Side,
)
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.services.recording import record_enrollment


@dataclass(frozen=True, kw_only=True)
class NewEnrollment:
    """Somebody to be added to a cohort. Numbers that were not said stay None."""

    person_id: UUID
    side: str
    demand: int | None = None
    capacity: int | None = None
    outside_mentees: int | None = None
    hours_per_month: int | None = None


@retried
def enroll_people(
    *,
    by: Viewer,
    cohort: Cohort,
    people: Sequence[NewEnrollment],
    state: str = EnrollmentState.ENROLLED,
    how: str = EnrollmentHow.BY_PROGRAM,
) -> list[Enrollment]:
    """Add people to a cohort, or bring withdrawn ones back; twice is once.

    Numbers that are given replace those on record; None leaves them. Returns one enrollment for each
    entry, in its order. One audit event for all of them; a number out of range names its field.
    """
    if cohort.state == CohortState.CLOSED:
        raise OutOfOrder(_("%(cohort)s is closed; nobody can be added to it.") % {"cohort": cohort.name})
    existing = {
        (one.person_id, one.side): one
        for one in Enrollment.objects.select_for_update(no_key=True).filter(
            cohort=cohort, person_id__in=[entry.person_id for entry in people]
        )
    }
    added, changed = [], []
    for entry in people:
        check_numbers(entry)
        enrollment = existing.get((entry.person_id, entry.side))
        if enrollment is None:
            enrollment = Enrollment(
                cohort=cohort, person_id=entry.person_id, side=entry.side, state=state, how=how
            )
            existing[entry.person_id, entry.side] = enrollment
            added.append(enrollment)
        elif state in ENROLLMENT_TRANSITIONS[EnrollmentState(enrollment.state)]:
            enrollment.state, enrollment.state_at = state, now()
            changed.append(enrollment)
        if take_numbers(enrollment, entry) and enrollment not in added:
            changed.append(enrollment)
    Enrollment.objects.bulk_create(added, batch_size=500)
    if changed:
        Enrollment.objects.bulk_update(
            changed,
            ["state", "state_at", "demand", "capacity", "outside_mentees", "hours_per_month"],
            batch_size=500,
        )
    if added or changed:
        _record(
            by,
            cohort,
            f"programs.enrollment.{state}",
            added=len(added),
            changed=len(changed),
            how=how,
            people=[one.person_id for one in added] if len(added) <= 20 else [],
        )
    return [existing[entry.person_id, entry.side] for entry in people]


@transaction.atomic
def change_enrollment_state(*, by: Viewer, enrollment: Enrollment, state: str) -> None:
    """Accept, enroll, withdraw or bring back; raises OutOfOrder where the step does not follow."""
    locked = (
        Enrollment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__cycle")
        .get(id=enrollment.id)
    )
    if locked.state == state:
        return
    if state not in ENROLLMENT_TRANSITIONS[EnrollmentState(locked.state)]:
        raise OutOfOrder(
            _("This person is %(state)s; that step does not follow. Load the page again.")
            % {"state": locked.get_state_display()}
        )
    locked.state = enrollment.state = state
    locked.state_at = enrollment.state_at = now()
    locked.save(update_fields=["state", "state_at"])
    record_enrollment(
        f"programs.enrollment.{state}", by=by, enrollment=locked, person=locked.person_id, side=locked.side
    )
    if state == EnrollmentState.WITHDRAWN:
        events.emit("programs.enrollment.withdrawn", institution_id=by.institution_id, enrollment=locked.id)


@retried
def apply_to_program(*, by: Viewer, cohort: Cohort, side: str) -> Enrollment:
    """Ask to take part; the program office accepts. Only where applications are open."""
    if by.person_id is None or not cohort.cycle.program.applications_open:
        raise OutOfOrder(_("This program does not take applications now."))
    return enroll_people(
        by=by,
        cohort=cohort,
        people=[NewEnrollment(person_id=by.person_id, side=side)],
        state=EnrollmentState.APPLIED,
        how=EnrollmentHow.APPLICATION,
    )[0]


def check_numbers(entry: NewEnrollment) -> None:
    if entry.side not in Side.values:
        raise DomainError(_("A person joins as mentor or mentee."), field="side")
    is_mentee = entry.side == Side.MENTEE
    if entry.demand is not None and not (is_mentee and 1 <= entry.demand <= 3):
        raise DomainError(_("Mentors wanted: a mentee may ask for 1, 2 or 3."), field="demand")
    if entry.capacity is not None and (is_mentee or not 0 <= entry.capacity <= 6):
        raise DomainError(_("Mentees: a mentor has 0 to 6 places."), field="capacity")
    if entry.outside_mentees is not None and not 0 <= entry.outside_mentees <= 20:
        raise DomainError(_("Mentees elsewhere: a number from 0 to 20."), field="outside_mentees")
    if entry.hours_per_month is not None and not 0 <= entry.hours_per_month <= 40:
        raise DomainError(_("Hours a month: a number from 0 to 40."), field="hours_per_month")


def take_numbers(enrollment: Enrollment, entry: NewEnrollment) -> bool:
    changed = False
    for name in ("demand", "capacity", "outside_mentees", "hours_per_month"):
        value = getattr(entry, name)
        if value is not None and value != getattr(enrollment, name):
            setattr(enrollment, name, value)
            changed = True
    return changed


def _record(by: Viewer, cohort: Cohort, action: str, **facts: Any) -> None:
    audit.record(
        action, by=by, kind="cohort", object_id=cohort.id, program_id=cohort.cycle.program_id, **facts
    )
