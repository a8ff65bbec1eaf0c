"""Opening one thing in an emergency, by two people; keeping everything as it is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.accounts.selectors import why_not_two
from rounds.core import audit, events
from rounds.core.access import Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.enums import GlassDecision
from rounds.mentorships.models import BreakGlass, Mentorship, PreservationHold
from rounds.mentorships.safeguards.selectors import (
    ASKED_FOR,
    guarded_pair_for,
    may_still_ask,
    openables_of,
    why_not_theirs,
)
from rounds.mentorships.services.limits import locked_pair

OPEN_FOR = timedelta(minutes=60)
LATEST_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """What is asked for: one thing by its key, why, and the days until the two are told (0: at once).

    `entry_id` is made with the form, so that a form sent twice is one question.
    """

    thing: str
    reason: str
    days: int = 0
    counsel: str = ""
    entry_id: UUID = field(default_factory=uuid4)


@transaction.atomic
def ask_to_open(*, pair: Mentorship, emergency: Emergency, by: Viewer) -> BreakGlass:
    """Ask a second person to let one thing of a pair be opened. Raises DomainError, OutOfOrder for who may not ask."""
    _refuse_insiders(pair, by)
    locked_pair(pair.id)
    entered: BreakGlass | None = BreakGlass.objects.filter(
        asked_by_id=by.own_id, entry_id=emergency.entry_id
    ).first()
    if entered is not None:
        return entered
    thing = next((one for one in openables_of(pair) if one.key == emergency.thing), None)
    if thing is None:
        raise DomainError(_("Choose one of the things of the list."), field="thing")
    if not emergency.reason.strip():
        raise DomainError(_("Say why: the second person decides by it."), field="reason")
    if not 0 <= emergency.days <= LATEST_DAYS:
        raise DomainError(_("The two are told at once, or within 30 days."), field="days")
    if emergency.days and not emergency.counsel.strip():
        raise DomainError(_("Name who of counsel says that notice would do harm."), field="counsel")
    glass = BreakGlass(
        mentorship=pair,
        kind=thing.kind,
        thing_id=thing.thing_id,
        asked_by_id=by.own_id,
        entry_id=emergency.entry_id,
        tell_on=institution_today() + timedelta(days=emergency.days) if emergency.days else None,
    )
    glass.seal_value(
        {"reason": emergency.reason.strip(), "counsel": emergency.counsel.strip() if emergency.days else ""}
    )
    glass.save()
    _note("break_glass.asked", glass, by)
    events.emit("break_glass.asked", institution_id=by.institution_id, glass=glass.id)
    return glass


def _refuse_insiders(pair: Mentorship, by: Viewer) -> None:
    if problem := why_not_theirs(by, pair):
        raise OutOfOrder(problem)


@transaction.atomic
def decide_emergency(*, glass: BreakGlass, is_agreed: bool, by: Viewer) -> BreakGlass:
    """Agree as the second person, and it is open to who asked for 60 minutes; or refuse."""
    row: BreakGlass = _locked_glass(glass)
    if not by.has_anywhere(Role.SITE_ADMIN):
        raise OutOfOrder(_("A site administrator is the second person of an emergency."))
    if why_not_theirs(by, row.mentorship):
        raise OutOfOrder(
            _("You are one of the two, or have a say in the training. Another site administrator decides.")
        )
    if is_agreed and not may_still_ask(row):
        raise OutOfOrder(
            _("%(name)s may not ask for this now. If it is still needed, somebody else of the office asks.")
            % {"name": row.asked_by.full_name}
        )
    if problem := why_not_two(row.asked_by_id, by.own_id):
        raise OutOfOrder(problem)
    if row.decision != GlassDecision.OPEN:
        raise OutOfOrder(_("This is decided already. The page shows by whom."))
    if now() - row.asked_at > ASKED_FOR:
        raise OutOfOrder(_("This was asked more than a day ago. If it is still needed, it is asked again."))
    moment = now()
    row.decided_by_id, row.decided_at = by.own_id, moment
    row.decision = GlassDecision.AGREED if is_agreed else GlassDecision.REFUSED
    if is_agreed:
        row.open_until = moment + OPEN_FOR
    row.save(update_fields=["decided_by", "decided_at", "decision", "open_until"])
    _note("break_glass.agreed" if is_agreed else "break_glass.refused", row, by)
    events.emit("break_glass.decided", institution_id=by.institution_id, glass=row.id)
    if is_agreed and row.tell_on is None:
        _tell(row, by)
    return row


def tell_who_waits() -> int:
    """Tell the two of what was opened and whose day has come; return how many."""
    today = institution_today()
    due = BreakGlass.objects.filter(decision=GlassDecision.AGREED, told_at=None, tell_on__lte=today)
    for glass in due:
        with transaction.atomic():
            row = _locked_glass(glass)
            if row.told_at is None:
                _tell(row, system(cast(UUID, row.institution_id)))
    return len(due)


def _tell(glass: BreakGlass, by: Viewer) -> None:
    """Tell both, by mail and in what each finds of one's own record."""
    glass.told_at = now()
    glass.save(update_fields=["told_at"])
    for person_id in (glass.mentorship.mentee_id, glass.mentorship.mentor_id):
        audit.record(
            "break_glass.told", by=by, kind="break_glass", object_id=glass.id, about_person_id=person_id
        )
    events.emit("break_glass.told", institution_id=by.institution_id, glass=glass.id)


def _locked_glass(glass: BreakGlass) -> BreakGlass:
    """Lock an emergency; its pair and who asked are read with it."""
    rows = BreakGlass.objects.select_for_update(of=("self",)).select_related("mentorship", "asked_by")
    row: BreakGlass = rows.get(id=glass.id)
    return row


@transaction.atomic
def put_hold(*, pair: Mentorship, reason: str, by: Viewer) -> PreservationHold:
    """Keep everything that a pair wrote as it is, what its authors change included. It opens nothing.

    Raises OutOfOrder for one of the two, for who has a say in the training, and when a hold is on.
    """
    _refuse_insiders(pair, by)
    locked_pair(pair.id)
    if not reason.strip():
        raise DomainError(_("Say why nothing may be lost."), field="reason")
    if PreservationHold.objects.filter(mentorship=pair, lifted_at=None).exists():
        raise OutOfOrder(_("A hold is on already."))
    hold = PreservationHold(mentorship=pair, asked_by_id=by.own_id)
    hold.seal_value({"reason": reason.strip()})
    hold.save()
    audit.record("hold.put", by=by, kind="hold", object_id=hold.id, program_id=pair.cycle.program_id)
    return hold


@transaction.atomic
def lift_hold(*, hold: PreservationHold, by: Viewer) -> None:
    """End a hold; what was kept meanwhile stays for a year. Raises OutOfOrder for who may not put one, and when it is off."""
    pair = guarded_pair_for(by, hold.mentorship_id)
    row: PreservationHold = PreservationHold.objects.select_for_update().get(id=hold.id)
    if row.lifted_at is not None:
        raise OutOfOrder(_("This hold is lifted already."))
    row.lifted_at, row.lifted_by_id = now(), by.own_id
    row.save(update_fields=["lifted_at", "lifted_by"])
    audit.record("hold.lifted", by=by, kind="hold", object_id=row.id, program_id=pair.cycle.program_id)


def _note(action: str, glass: BreakGlass, by: Viewer) -> None:
    audit.record(action, by=by, kind="break_glass", object_id=glass.id)
