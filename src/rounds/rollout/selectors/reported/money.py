"""The money of several programs at once: planned, spent, for each pair that has met; four queries for any number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Sum

from rounds.core.dates import months_between
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.programs.models import Cycle
from rounds.rollout.models import Budget, Spending
from rounds.rollout.selectors.budget import prices_of, typed_of
from rounds.rollout.values.budget import (
    FLOOR,
    Counted,
    coordination_fte,
    directing_fte,
    each,
    lines_of,
    totals_of,
)


@dataclass(frozen=True)
class Money:
    """The money of one cycle: the same totals as on the page of its budget."""

    budget: Budget | None
    counted: Counted
    # in cash with the reserve; None while a price is missing
    planned: Decimal | None
    spent: Decimal

    @property
    def is_checked(self) -> bool:
        """Tell whether a second person has said that quantities and prices are right."""
        return self.budget is not None and self.budget.checked_at is not None

    @property
    def posts(self) -> Decimal:
        """Return which share of a post coordination and direction take."""
        return coordination_fte(self.counted.pairs) + directing_fte(self.counted.pairs)

    @property
    def each(self) -> Decimal | None:
        """Return what was spent for each pair that has met; None of few pairs, and where nothing is booked."""
        if self.counted.is_too_small or self.counted.met < FLOOR or not self.spent:
            return None
        return each(self.spent, self.counted.met)


def money_of(cycles: Sequence[Cycle]) -> dict[UUID, Money]:
    """Return the money of cycles."""
    budgets = {one.cycle_id: one for one in Budget.objects.filter(cycle__in=list(cycles))}
    running = (
        Mentorship.objects.filter(cycle__in=list(cycles), state__in=RUNNING)
        .order_by()
        .values_list("cycle_id")
        .annotate(pairs=Count("id"), mentors=Count("mentor_id", distinct=True))
    )
    pairs = {cycle_id: (count, mentors) for cycle_id, count, mentors in running}
    held = Conversation.objects.filter(COUNTS, mentorship__cycle__in=list(cycles)).order_by()
    met = dict(held.values_list("mentorship__cycle_id").annotate(met=Count("mentorship_id", distinct=True)))
    rows = Spending.objects.filter(budget__in=list(budgets.values())).order_by()
    spent = dict(rows.values_list("budget__cycle_id").annotate(total=Sum("amount")))
    found = {}
    for cycle in cycles:
        count, mentors = pairs.get(cycle.id, (0, 0))
        months = months_between(cycle.starts_on, cycle.ends_on)
        counted = Counted(pairs=count, mentors=mentors, months=months, met=met.get(cycle.id, 0))
        budget = budgets.get(cycle.id)
        planned = totals_of(lines_of(counted, typed_of(budget), prices_of(budget))).cash if budget else None
        found[cycle.id] = Money(budget, counted, planned, spent.get(cycle.id, Decimal(0)))
    return found
