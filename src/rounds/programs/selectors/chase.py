"""Who has not finished intake, where each of them stopped, and what reminders did."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _

from rounds.core.clock import institution_day, institution_today
from rounds.core.database.prepared import Prepared
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.fields import is_mail_address
from rounds.core.mail.selectors import tries_of
from rounds.core.models import OutgoingMail
from rounds.people.selectors import current_departments
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.selectors.progress import (
    IMPORTED,
    NOT_STARTED,
    STATES,
    STOPPED,
    TO_CONFIRM,
    Member,
    Sent,
    members,
    members_of,
    read_members,
    state_of,
)

REMINDER = "intake_reminder"


class ChaseRow(NamedTuple):
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
    rows = _rows_of(members_of(id=enrollment_id), _mail_of(id=enrollment_id))
    return next((row.asks for row in rows), "")


@kept_while_unchanged
def _all_rows(cohort_id: UUID) -> tuple[ChaseRow, ...]:
    return _rows_of(members(cohort_id=cohort_id), _mail(cohort_id=cohort_id))


def _rows_of(found: Iterable[tuple[Any, ...]], mail: Iterable[OutgoingMail]) -> tuple[ChaseRow, ...]:
    """Return the rows of members, those who need somebody first, then by name; `mail` is theirs, oldest first."""
    people, sent = read_members(found)
    departments = current_departments([one.person_id for one in people])
    reminders, day = _reminders(people, mail), institution_today()
    people.sort(key=attrgetter("order"))
    rows = [
        _row(one, sent.get(one.id), departments.get(one.person_id, ""), reminders.get(one.id), day)
        for one in people
    ]
    return tuple(sorted(rows, key=lambda row: STATES.index(row.state)))


def _row(
    member: Member,
    intake: Sent | None,
    department: str,
    mail: list[OutgoingMail] | None,
    day: date,
) -> ChaseRow:
    told = _told(mail, day) if mail else NOT_TOLD
    state, since = state_of(member, intake)
    return ChaseRow(
        enrollment_id=member.id,
        person_id=member.person_id,
        side=member.side,
        enrollment_state=member.state,
        has_login=member.user_id is not None,
        name=member.name,
        department=department,
        email=member.email,
        state=state,
        topic=member.intake_topic if state == STOPPED else "",
        since=since,
        reminded_at=told.reminded_at,
        is_reminded_today=told.is_reminded_today,
        waits_to_leave=told.waits_to_leave,
        leaves_at=told.leaves_at,
        over_today=told.over_today,
        problem=_problem_of(member.email, told),
        closes_on=member.closes_on,
        gone_on=member.left_on,
    )


class _Told(NamedTuple):
    """What became of somebody's reminders."""

    reminded_at: datetime | None = None
    is_reminded_today: bool = False
    waits_to_leave: bool = False
    leaves_at: datetime | None = None
    over_today: int = 0
    # why the last one came back
    problem: str = ""


NOT_TOLD = _Told()


def _told(mail: list[OutgoingMail], day: date) -> _Told:
    of_today = tries_of([row.state for row in mail if institution_day(row.queued_at) == day])
    left = [row for row in mail if row.state != OutgoingMail.State.STOPPED]
    last = left[-1] if left else None
    gone = [row for row in left if row.state != OutgoingMail.State.WAITING]
    return _Told(
        reminded_at=gone[-1].queued_at if gone else None,
        is_reminded_today=of_today.is_sent,
        waits_to_leave=tries_of([row.state for row in mail]).waits,
        leaves_at=last.send_after if last and last.state == OutgoingMail.State.WAITING else None,
        over_today=of_today.over,
        problem=last.problem if last and last.state == OutgoingMail.State.BOUNCED else "",
    )


def _problem_of(address: str, told: _Told) -> str:
    """Return why reminders don't arrive: the address is none, or the last one came back."""
    if address and not is_mail_address(address):
        return _("not an e-mail address")
    return told.problem


def _reminders(people: list[Member], mail: Iterable[OutgoingMail]) -> dict[UUID, list[OutgoingMail]]:
    """Return the reminders of enrollments, oldest first; whose they are stands in their keys."""
    wanted, found = {f"{REMINDER}:{one.id}" for one in people}, defaultdict(list)
    for one in mail:
        key = ":".join(one.key.split(":")[:2])
        if key in wanted:
            found[UUID(key.partition(":")[2])].append(one)
    return found


def _mail_of(**which: Any) -> QuerySet[OutgoingMail]:
    people = Enrollment.objects.filter(**which).order_by().values("person_id")
    mail = OutgoingMail.objects.filter(kind=REMINDER, to_person_id__in=people)
    return mail.only("key", "state", "queued_at", "send_after", "problem").order_by("queued_at")


_mail = Prepared(lambda cohort_id: _mail_of(cohort_id=cohort_id), cohort_id=UUIDField())
