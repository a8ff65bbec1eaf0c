"""Who has not finished intake, where each of them stopped, and what reminders did."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery, UUIDField
from django.utils.translation import gettext as _

from rounds.core.clock import institution_day, institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.fields import is_mail_address
from rounds.core.mail.selectors import tries_of
from rounds.core.models import OutgoingMail
from rounds.people.selectors import current_departments
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment, Intake
from rounds.programs.selectors.intake import current_intakes

REMINDER = "intake_reminder"

NOT_STARTED, STOPPED, IMPORTED, TO_CONFIRM, SENT = "not_started", "stopped", "imported", "to_confirm", "sent"
STATES = (NOT_STARTED, STOPPED, IMPORTED, TO_CONFIRM, SENT)


@dataclass(frozen=True)
class ChaseRow:
    """One person of a cohort and how far intake has come; never what was typed."""

    enrollment_id: UUID
    person_id: UUID
    side: str
    enrollment_state: str
    has_login: bool
    name: str
    department: str
    email: str
    state: str
    topic: str
    since: datetime | None
    reminded_at: datetime | None
    # a reminder has left today; one that waits is not one, nor one that was stopped or came back
    is_reminded_today: bool
    waits_to_leave: bool
    # when the one that waits leaves; None also for one that waits for an address
    leaves_at: datetime | None
    # how many reminders of today were stopped before they left, or came back
    over_today: int
    problem: str
    # the last day of the cohort's intake
    closes_on: date | None
    # from when on the person is gone from the institution
    gone_on: date | None = None

    @property
    def is_expected(self) -> bool:
        """Tell whether answers are expected of the person at all."""
        return self.enrollment_state != EnrollmentState.APPLIED and self.gone_on is None

    @property
    def lacks_answers(self) -> bool:
        """Tell whether nothing of theirs counts in a match yet."""
        return self.state in (NOT_STARTED, STOPPED) and self.is_expected

    @property
    def waits_to_confirm(self) -> bool:
        """Tell whether answers count that the person has not looked at: imported, or entered by the office."""
        return self.state in (IMPORTED, TO_CONFIRM) and self.is_expected

    @property
    def asks(self) -> str:
        """Return what the person is asked for: to finish, to confirm, or nothing."""
        return "finish" if self.lacks_answers else "confirm" if self.waits_to_confirm else ""

    @property
    def can_be_reminded(self) -> bool:
        """Tell whether a reminder sent now reaches them: asked for something, with an address, not yet today."""
        return self._is_due and is_mail_address(self.email)

    @property
    def waits_for_address(self) -> bool:
        """Tell whether a reminder sent now waits until their address is corrected; without any, nothing is sent."""
        return self._is_due and bool(self.email) and not is_mail_address(self.email)

    @property
    def _is_due(self) -> bool:
        is_asked = self.lacks_answers or self.waits_to_confirm
        return is_asked and not (self.is_reminded_today or self.waits_to_leave)


def _is_in(state: str, row: ChaseRow) -> bool:
    return row.state == state


# What a list of people can be narrowed to; home, chips, links and reminders all choose by these words.
SELECTIONS: dict[str, Callable[[ChaseRow], bool]] = {
    "missing": lambda row: row.lacks_answers,
    "confirm": lambda row: row.waits_to_confirm,
    "applied": lambda row: row.enrollment_state == EnrollmentState.APPLIED,
    "bounced": lambda row: bool(row.problem),
    **{state: partial(_is_in, state) for state in STATES},
}


def known_selection(show: str) -> str:
    """Return the name of a selection, "" for one that does not exist: its list is that of everybody."""
    return show if show in SELECTIONS else ""


def select_rows(rows: Iterable[ChaseRow], *, show: str = "", side: str = "") -> list[ChaseRow]:
    """Return the rows that a selection and a side leave; words that are not known narrow nothing."""
    chosen, is_of_all = SELECTIONS.get(show), side not in Side.values
    return [row for row in rows if (chosen is None or chosen(row)) and (is_of_all or row.side == side)]


def to_remind(rows: Iterable[ChaseRow], *, show: str = "", side: str = "") -> list[ChaseRow]:
    """Return who gets a reminder from a list: without a selection, those whose answers are missing."""
    return [row for row in select_rows(rows, show=show or "missing", side=side) if row.can_be_reminded]


def held_reminders(rows: Iterable[ChaseRow], *, show: str = "", side: str = "") -> list[ChaseRow]:
    """Return whose reminder of a list waits until their address is corrected."""
    return [row for row in select_rows(rows, show=show or "missing", side=side) if row.waits_for_address]


def list_chase(cohort: Cohort) -> list[ChaseRow]:
    """Return everybody of a cohort, those who need somebody first, in a fixed number of queries."""
    return list(_all_rows(cohort.id))


def chase_counts(rows: list[ChaseRow]) -> dict[str, int]:
    """Return how many people each selection shows."""
    return {show: len(select_rows(rows, show=show)) for show in SELECTIONS}


def asked_of(enrollment_id: UUID) -> str:
    """Return what one person is asked for now; nothing of who takes no part any more."""
    found = Enrollment.objects.exclude(state=EnrollmentState.WITHDRAWN).select_related("person", "cohort")
    return next((row.asks for row in _rows_of(list(found.filter(id=enrollment_id)))), "")


@kept_while_unchanged
def _all_rows(cohort_id: UUID) -> tuple[ChaseRow, ...]:
    return _rows_of(_taking_part(cohort_id=cohort_id))


def _rows_of(enrollments: list[Enrollment]) -> tuple[ChaseRow, ...]:
    departments = current_departments([one.person_id for one in enrollments])
    intakes = current_intakes([one.id for one in enrollments], with_answers=False)
    mail = _reminders(enrollments)
    enrollments.sort(key=_by_name)
    rows = [
        _row(one, intakes.get(one.id), departments.get(one.person_id, ""), mail.get(one.id, []))
        for one in enrollments
    ]
    return tuple(sorted(rows, key=lambda row: STATES.index(row.state)))


def _by_name(enrollment: Enrollment) -> tuple[str, str, str, UUID]:
    person = enrollment.person
    return person.folded_family, person.folded_given, person.sort_name, enrollment.id


def _row(
    enrollment: Enrollment, intake: Intake | None, department: str, mail: list[OutgoingMail]
) -> ChaseRow:
    person, day = enrollment.person, institution_today()
    of_today = tries_of([row.state for row in mail if institution_day(row.queued_at) == day])
    left = [row for row in mail if row.state != OutgoingMail.State.STOPPED]
    last = left[-1] if left else None
    gone = [row for row in left if row.state != OutgoingMail.State.WAITING]
    state, since = state_of(enrollment, intake)
    return ChaseRow(
        enrollment_id=enrollment.id,
        person_id=person.id,
        side=enrollment.side,
        enrollment_state=enrollment.state,
        has_login=person.user_id is not None,
        name=person.display_name,
        department=department,
        email=person.email,
        state=state,
        topic=enrollment.intake_topic if state == STOPPED else "",
        since=since,
        reminded_at=gone[-1].queued_at if gone else None,
        is_reminded_today=of_today.is_sent,
        waits_to_leave=tries_of([row.state for row in mail]).waits,
        leaves_at=last.send_after if last and last.state == OutgoingMail.State.WAITING else None,
        over_today=of_today.over,
        problem=_problem_of(person.email, last),
        closes_on=enrollment.cohort.intake_closes_on,
        gone_on=person.left_on,
    )


def _problem_of(address: str, last: OutgoingMail | None) -> str:
    """Return why reminders don't arrive: the address is none, or the last one came back."""
    if address and not is_mail_address(address):
        return _("not an e-mail address")
    return last.problem if last and last.state == OutgoingMail.State.BOUNCED else ""


def state_of(enrollment: Enrollment, intake: Intake | None) -> tuple[str, datetime | None]:
    """Return how far somebody's intake has come, and since when."""
    if intake is not None and intake.submitted_at is not None:
        return (TO_CONFIRM if intake.waits_for_owner else SENT), intake.submitted_at
    if intake is not None:
        return IMPORTED, enrollment.state_at
    if enrollment.intake_topic:
        return STOPPED, enrollment.intake_topic_at
    return NOT_STARTED, enrollment.state_at


_taking_part = Prepared(
    lambda cohort_id: (
        Enrollment.objects.filter(cohort_id=cohort_id)
        .exclude(state=EnrollmentState.WITHDRAWN)
        .select_related("person", "cohort")
        .only(
            *("side", "state", "state_at", "intake_topic", "intake_topic_at", "cohort__intake_closes_on"),
            *(f"person__{name}" for name in ("title", "given_name", "family_name", "email")),
            *("person__folded_family", "person__folded_given"),
            *("person__user_id", "person__left_on"),
        )
    ),
    cohort_id=UUIDField(),
)


def _reminders(enrollments: list[Enrollment]) -> dict[UUID, list[OutgoingMail]]:
    """Return the reminders of enrollments, oldest first; whose they are stands in their keys."""
    wanted, found = {f"{REMINDER}:{one.id}" for one in enrollments}, defaultdict(list)
    for mail in _reminders_to(person_ids=[one.person_id for one in enrollments]):
        key = ":".join(mail.key.split(":")[:2])
        if key in wanted:
            found[UUID(key.partition(":")[2])].append(mail)
    return found


_reminders_to = Prepared(
    lambda person_ids: (
        OutgoingMail.objects.filter(kind=REMINDER, to_person_id__in=among(person_ids))
        .only("key", "state", "queued_at", "send_after", "problem")
        .order_by("queued_at")
    ),
    person_ids=Ids(),
)


@dataclass(frozen=True)
class IntakeWork:
    """What a cohort's intake leaves for the office, in numbers: as `chase_counts` counts them."""

    missing: int = 0
    applied: int = 0
    confirm: int = 0


def work_of(cohort_ids: Iterable[UUID]) -> dict[UUID, IntakeWork]:
    """Return how many answers are missing or to be confirmed, and how many people have applied, for many cohorts in one query."""
    ids = sorted(set(cohort_ids))
    return dict.fromkeys(ids, IntakeWork()) | dict(_work_of(tuple(ids)))


@kept_while_unchanged
def _work_of(cohort_ids: tuple[UUID, ...]) -> tuple[tuple[UUID, IntakeWork], ...]:
    sent = Intake.objects.filter(enrollment=OuterRef("id"))
    people = Enrollment.objects.filter(cohort_id__in=cohort_ids).exclude(state=EnrollmentState.WITHDRAWN)
    newest = sent.exclude(submitted_at=None).order_by("-version")
    is_applied, is_sent = Q(state=EnrollmentState.APPLIED), Q(sent_at__isnull=False)
    is_unseen = ~is_sent | Q(entered_by__isnull=False, confirmed_at=None)
    is_expected = ~is_applied & Q(person__left_on=None)
    counted = (
        people.annotate(
            has_answers=Exists(sent),
            sent_at=Subquery(newest.values("submitted_at")[:1]),
            entered_by=Subquery(newest.values("entered_by_id")[:1]),
            confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        )
        .order_by()
        .values("cohort_id")
        .annotate(
            missing=Count("id", filter=is_expected & Q(has_answers=False)),
            applied=Count("id", filter=is_applied),
            confirm=Count("id", filter=is_expected & is_unseen & Q(has_answers=True)),
        )
    )
    return tuple(
        (row["cohort_id"], IntakeWork(row["missing"], row["applied"], row["confirm"])) for row in counted
    )
