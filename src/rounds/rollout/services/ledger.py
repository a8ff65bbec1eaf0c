"""The office's ledger is written: its hours, reports of harm; and what is asked of the dean, with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.rollout.enums import Answer, Asked, HarmState
from rounds.rollout.models import DeanAsk, HarmReport, OfficeHours


@dataclass(frozen=True)
class Asking:
    """What is asked of the dean: how much of what, for what, what happens otherwise, by when."""

    what: str
    amount: Decimal | None
    words: str
    otherwise: str
    due_on: date


@transaction.atomic
def enter_hours(
    *, program: Program, hours: Decimal, worked_on: date, entry_id: UUID, by: Viewer
) -> OfficeHours:
    """Enter hours that the office worked; a form sent twice enters once, a mistake is written back with a minus."""
    Program.objects.select_for_update().get(id=program.id)
    if not hours:
        raise DomainError(_("No hours are nothing to enter: enter how many."), field="hours")
    if worked_on > institution_today():
        raise DomainError(_("This day is still to come. Enter what was worked."), field="worked_on")
    found: OfficeHours | None = OfficeHours.objects.filter(program=program, entry_id=entry_id).first()
    if found is not None:
        return found
    row: OfficeHours = OfficeHours.objects.create(
        program=program, hours=hours, worked_on=worked_on, entry_id=entry_id, entered_by=by.name[:200]
    )
    _told("ledger.hours", program, by)
    return row


@transaction.atomic
def note_harm(*, program: Program, heard_on: date, entry_id: UUID, by: Viewer) -> HarmReport:
    """Note that a report of harm came in; a form sent twice notes one."""
    Program.objects.select_for_update().get(id=program.id)
    if heard_on > institution_today():
        raise DomainError(
            _("This day is still to come. Enter the day on which it came in."), field="heard_on"
        )
    found: HarmReport | None = HarmReport.objects.filter(program=program, entry_id=entry_id).first()
    if found is not None:
        return found
    row: HarmReport = HarmReport.objects.create(
        program=program, heard_on=heard_on, entry_id=entry_id, entered_by=by.name[:200]
    )
    _told("ledger.harm", program, by)
    return row


@transaction.atomic
def settle_harm(*, report: HarmReport, state: HarmState, by: Viewer) -> HarmReport:
    """Say what became of a report of harm, or that it is open again."""
    row: HarmReport = HarmReport.objects.select_for_update(of=("self",)).get(id=report.id)
    if row.state != state:
        is_open = state == HarmState.OPEN
        row.state, row.state_by = state, "" if is_open else by.name[:200]
        row.state_on = None if is_open else institution_today()
        row.save(update_fields=["state", "state_by", "state_on"])
        _told("ledger.harm", report.program, by)
    return row


@transaction.atomic
def ask_dean(*, program: Program, asking: Asking, entry_id: UUID, by: Viewer) -> DeanAsk:
    """Write down what is asked of the dean; a form sent twice asks once."""
    Program.objects.select_for_update().get(id=program.id)
    found: DeanAsk | None = DeanAsk.objects.filter(program=program, entry_id=entry_id).first()
    if found is not None:
        return found
    signs = asking.what == Asked.SIGNATURE
    if signs and asking.amount is not None:
        raise DomainError(_("A signature has no amount: leave it empty."), field="amount")
    if not signs and not asking.amount:
        raise DomainError(_("Say how much is asked, such as 1200 or 0.5."), field="amount")
    if asking.due_on < institution_today():
        raise DomainError(_("This day is over. Say by when you need an answer."), field="due_on")
    row: DeanAsk = DeanAsk.objects.create(
        program=program, entry_id=entry_id, written_by=by.name[:200], **vars(asking)
    )
    _told("dean.asked", program, by)
    return row


@transaction.atomic
def note_answer(*, ask: DeanAsk, answer: Answer, by: Viewer) -> DeanAsk:
    """Note what became of something that was asked, or that it is open again."""
    row: DeanAsk = DeanAsk.objects.select_for_update(of=("self",)).get(id=ask.id)
    if row.answer != answer:
        row.answer, row.answered_by = answer, by.name[:200] if answer else ""
        row.answered_on = institution_today() if answer else None
        row.save(update_fields=["answer", "answered_by", "answered_on"])
        _told("dean.answered", ask.program, by)
    return row


def _told(action: str, program: Program, by: Viewer) -> None:
    audit.record(action, by=by, kind="rollout", object_id=program.id, program_id=program.id)
