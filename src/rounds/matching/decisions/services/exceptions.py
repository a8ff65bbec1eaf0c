"""Exceptions: conflicts that two people allow."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.accounts.selectors import why_not_two
from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.matching.decisions.selectors.pairs import Pair, enrollments_of
from rounds.matching.models import ConflictException
from rounds.programs.models import Cohort


@transaction.atomic
def declare_exception(*, cohort: Cohort, pair: Pair, reason: str, by: Viewer) -> ConflictException:
    """Ask that a conflict be allowed, with a reason; it counts once a second person has confirmed it."""
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Say why this pair is wanted although a rule speaks against it."), field="reason")
    mentee, mentor = enrollments_of(cohort, pair)
    row: ConflictException
    row, is_new = ConflictException.objects.get_or_create(
        mentee=mentee,
        mentor=mentor,
        defaults={
            "cohort": cohort,
            "reason": reason[:500],
            "declared_by_id": by.person_id,
            "declared_by_name": by.name,
        },
    )
    if not is_new:
        raise OutOfOrder(
            _("%(name)s was first: this exception is declared already. Confirm it, or take it back.")
            % {"name": row.declared_by_name}
        )
    _record("exception.declared", row, by)
    return row


@transaction.atomic
def confirm_exception(*, exception_id: UUID, by: Viewer) -> ConflictException:
    """Confirm an exception as the second person; never as the one who declared it."""
    row: ConflictException = ConflictException.objects.select_for_update(no_key=True).get(id=exception_id)
    if row.declared_by_id == by.person_id:
        raise OutOfOrder(_("You declared this exception; somebody else has to confirm it."))
    if problem := why_not_two(row.declared_by_id, by.person_id):
        raise OutOfOrder(problem)
    if row.confirmed_at:
        raise OutOfOrder(
            _("%(name)s was first: this exception is confirmed, and the next run counts it.")
            % {"name": row.confirmed_by_name}
        )
    row.confirmed_by_id, row.confirmed_by_name, row.confirmed_at = by.person_id, by.name, now()
    row.save()
    _record("exception.confirmed", row, by)
    return row


@transaction.atomic
def withdraw_exception(*, exception_id: UUID, by: Viewer) -> None:
    """Take an exception back; the rule counts again."""
    row = ConflictException.objects.select_for_update(no_key=True).filter(id=exception_id).first()
    if row is None:
        raise OutOfOrder(_("Somebody has taken this exception back already."))
    _record("exception.withdrawn", row, by)
    row.delete()


def _record(action: str, row: ConflictException, by: Viewer) -> None:
    audit.record(
        action,
        by=by,
        kind="exception",
        object_id=row.id,
        program_id=row.cohort.cycle.program_id,
        mentee=row.mentee_id,
        mentor=row.mentor_id,
    )
