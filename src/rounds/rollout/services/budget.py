"""A budget is written, checked by a second person, and spent; nothing that was booked is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.programs.models import Program
from rounds.rollout.models import Budget, Spending
from rounds.rollout.selectors.budget import budget_of
from rounds.rollout.selectors.objectives import cycle_of
from rounds.rollout.values.pitch import digest_of


@dataclass(frozen=True)
class Booked:
    """What is booked: for which line, on which day, how much, by which bill."""

    line: str
    booked_on: date
    amount: Decimal
    words: str


@transaction.atomic
def write_budget(
    *, program: Program, typed: Mapping[str, int], prices: Mapping[str, Decimal | None], by: Viewer
) -> Budget:
    """Write quantities and prices; what changes is to be checked again."""
    Program.objects.select_for_update().get(id=program.id)
    cycle = cycle_of(program)
    if cycle is None:
        raise OutOfOrder(_("Set up a year of this program first: a budget belongs to it."))
    said = {"typed": dict(typed), "prices": {key: str(one) for key, one in prices.items() if one is not None}}
    found: Budget | None = Budget.objects.filter(cycle=cycle).first()
    if found is not None and (found.typed, found.prices) == (said["typed"], said["prices"]):
        return found
    unchecked = {"checked_by": "", "checked_at": None, "written_at": now()}
    who = {"written_by": by.name[:200], "written_by_id": by.person_id}
    row: Budget
    row, _made = Budget.objects.update_or_create(cycle=cycle, defaults={**said, **unchecked, **who})
    _told("budget.written", row, program, by)
    return row


def digest_of_prices(budget: Budget) -> str:
    """Return the digest of what a second person checks."""
    return digest_of({"typed": budget.typed, "prices": budget.prices})


@transaction.atomic
def check_budget(*, program: Program, digest: str, by: Viewer) -> Budget:
    """Say as a second person that quantities and prices are right as they stood on the page."""
    Program.objects.select_for_update().get(id=program.id)
    row = budget_of(program)
    if row is None:
        raise OutOfOrder(_("There is no budget to check. Write it first."))
    if digest_of_prices(row) != digest:
        raise OutOfOrder(_("Somebody has changed the budget since. Load the page again and read it."))
    if row.written_by_id == by.person_id:
        raise OutOfOrder(_("You wrote it last. Somebody else of the office or of finance checks it."))
    if row.checked_at is None:
        row.checked_by, row.checked_at = by.name[:200], now()
        row.save(update_fields=["checked_by", "checked_at"])
        _told("budget.checked", row, program, by)
    return row


@transaction.atomic
def book_spending(*, program: Program, booked: Booked, entry_id: UUID, by: Viewer) -> Spending:
    """Book an amount; a form sent twice books once, and a mistake is booked back with a minus."""
    Program.objects.select_for_update().get(id=program.id)
    budget = budget_of(program)
    if budget is None:
        raise OutOfOrder(_("There is no budget to spend from. Write it first."))
    if not booked.amount:
        raise DomainError(_("Nothing costs nothing: enter an amount."), field="amount")
    if booked.booked_on > institution_today():
        raise DomainError(_("This day is still to come. Book what was spent."), field="booked_on")
    found: Spending | None = Spending.objects.filter(budget=budget, entry_id=entry_id).first()
    if found is not None:
        return found
    row: Spending = Spending.objects.create(
        budget=budget, entry_id=entry_id, entered_by=by.name[:200], **vars(booked)
    )
    _told("budget.spent", budget, program, by)
    return row


def _told(action: str, budget: Budget, program: Program, by: Viewer) -> None:
    audit.record(action, by=by, kind="budget", object_id=budget.id, program=str(program.id))
