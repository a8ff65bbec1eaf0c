"""Who has not finished intake, where each of them stopped, and what reminders did."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rounds.core.models import OutgoingMail
from rounds.people.selectors import current_stages
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.selectors.intake import current_intakes

REMINDER = "intake_reminder"

NOT_STARTED, STOPPED, TO_CONFIRM, SENT = "not_started", "stopped", "to_confirm", "sent"
STATES = (NOT_STARTED, STOPPED, TO_CONFIRM, SENT)


@dataclass(frozen=True)
class ChaseRow:
    """One person of a cohort and how far intake has come; never what was typed."""

    enrollment: Enrollment
    name: str
    department: str
    email: str
    state: str
    topic: str
    since: datetime | None
    reminded_at: datetime | None
    problem: str
    # from when on the person is gone from the institution
    gone_on: date | None = None

    @property
    def is_waiting(self) -> bool:
        is_expected = self.enrollment.state != EnrollmentState.APPLIED and self.gone_on is None
        return self.state != SENT and is_expected


def list_chase(cohort: Cohort, *, state: str = "", side: str = "") -> list[ChaseRow]:
    """Return everybody of a cohort, those who need somebody first, in a fixed number of queries."""
    rows = _all_rows(cohort)
    if side in Side.values:
        rows = [row for row in rows if row.enrollment.side == side]
    if state in STATES:
        rows = [row for row in rows if row.state == state]
    return sorted(
        rows,
        key=lambda row: (STATES.index(row.state), row.enrollment.person.sort_name, str(row.enrollment.id)),
    )


def chase_counts(rows: list[ChaseRow]) -> dict[str, int]:
    """Return how many people are in each state."""
    counted = Counter(row.state for row in rows)
    return {state: counted[state] for state in STATES}


def _all_rows(cohort: Cohort) -> list[ChaseRow]:
    enrollments = list(
        Enrollment.objects.filter(cohort=cohort)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .select_related("person")
    )
    stages = current_stages([one.person_id for one in enrollments])
    intakes = current_intakes([one.id for one in enrollments])
    mail = _last_reminders([one.person_id for one in enrollments])
    rows = []
    for one in enrollments:
        intake, stage = intakes.get(one.id), stages.get(one.person_id)
        sent = intake is not None and intake.submitted_at is not None
        last = mail.get(one.person_id)
        if intake is not None and sent:
            state, since = (TO_CONFIRM if intake.waits_for_owner else SENT), intake.submitted_at
        elif one.intake_topic:
            state, since = STOPPED, one.intake_topic_at
        else:
            state, since = NOT_STARTED, one.state_at
        rows.append(
            ChaseRow(
                enrollment=one,
                name=one.person.display_name,
                department=stage.department.name if stage and stage.department else "",
                email=one.person.email,
                state=state,
                topic=one.intake_topic if state == STOPPED else "",
                since=since,
                reminded_at=last.queued_at if last else None,
                problem=last.problem if last and last.state == OutgoingMail.State.BOUNCED else "",
                gone_on=one.person.left_on,
            )
        )
    return rows


def _last_reminders(person_ids: list[UUID]) -> dict[UUID, OutgoingMail]:
    queued = OutgoingMail.objects.filter(kind=REMINDER, to_person_id__in=person_ids).exclude(
        state=OutgoingMail.State.STOPPED
    )
    return {mail.to_person_id: mail for mail in queued.order_by("queued_at")}
