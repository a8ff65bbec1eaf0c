"""What Rounds counts for a budget, and the budget of a program as it is printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rounds.core.access import Viewer
from rounds.core.dates import months_between, spans_between
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.figures.selectors import year_figures
from rounds.mentorships.figures.values import QUARTER_MONTHS, YearFigures
from rounds.mentorships.hours.selectors import promised_hours
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.people.models import CareerStage
from rounds.programs.models import Cycle, Program
from rounds.rollout.models import Budget, Spending
from rounds.rollout.selectors.objectives import cycle_of
from rounds.rollout.values.budget import (
    FLOOR,
    PRICES,
    TYPED,
    Counted,
    Line,
    Totals,
    by_quarter,
    each,
    lines_of,
    totals_of,
)


@dataclass(frozen=True)
class QuarterOfMoney:
    """What a quarter was to cost, and what was spent in it."""

    number: int
    planned: Decimal | None
    spent: Decimal


@dataclass(frozen=True)
class BudgetPage:
    """The budget of a cycle: counted, planned, priced, spent."""

    cycle: Cycle
    budget: Budget | None
    counted: Counted
    figures: YearFigures
    lines: tuple[Line, ...]
    totals: Totals
    quarters: tuple[QuarterOfMoney, ...]
    spendings: tuple[Spending, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """Return the lines whose price is missing."""
        return tuple(one for one in self.lines if one.amount is None)

    @property
    def total_each(self) -> tuple[tuple[int, Decimal | None, Decimal | None], ...]:
        """Return how many pairs have met and how many talks were held, with cash and in kind each; nothing of few pairs."""
        if self.counted.met < FLOOR:
            return ()
        return tuple(
            (count, each(self.totals.cash, count), each(self.totals.kind, count))
            for count in (self.counted.met, self.counted.talks)
        )

    @property
    def spent(self) -> Decimal:
        """Return what was spent so far."""
        return sum((one.amount for one in self.spendings), Decimal(0))


def budget_of(program: Program) -> Budget | None:
    """Return the budget of a program's cycle; None while nobody has written one."""
    cycle = cycle_of(program)
    found: Budget | None = Budget.objects.filter(cycle=cycle).first() if cycle else None
    return found


def typed_of(budget: Budget | None) -> dict[str, int]:
    """Return the planned quantities, those that ship where nobody has said."""
    said = budget.typed if budget else {}
    return {key: int(said.get(key, default)) for key, (_label, default) in TYPED.items()}


def prices_of(budget: Budget | None) -> dict[str, Decimal | None]:
    """Return the prices; None where nobody has said."""
    said = budget.prices if budget else {}
    return {key: Decimal(said[key]) if said.get(key) else None for key in PRICES}


def budget_page(viewer: Viewer, program: Program) -> BudgetPage | None:
    """Return the budget of a program with all that is counted for it; None where it has no cycle."""
    cycle = cycle_of(program)
    if cycle is None:
        return None
    budget = budget_of(program)
    figures = year_figures(viewer, [cycle], with_coverage=False)[cycle.id]
    counted = count_for(cycle, figures)
    lines = lines_of(counted, typed_of(budget), prices_of(budget))
    totals = totals_of(lines)
    spendings = tuple(Spending.objects.filter(budget=budget)) if budget else ()
    return BudgetPage(
        *(cycle, budget, counted, figures, lines, totals, _quarters(cycle, totals, spendings), spendings)
    )


def count_for(cycle: Cycle, figures: YearFigures) -> Counted:
    """Return what is counted for the budget of a cycle; hours talked are those of every other page."""
    running = Mentorship.objects.filter(cycle=cycle, state__in=RUNNING)
    rows = list(
        running.annotate(promised=promised_hours("mentor_enrollment__"))
        .order_by()
        .values_list("id", "mentor_id", "mentee_id", "mentor_enrollment_id", "promised")
    )
    months = months_between(cycle.starts_on, cycle.ends_on)
    by_place = {place: promised or Decimal(0) for _id, _mentor, _mentee, place, promised in rows}
    held = Conversation.objects.filter(COUNTS, mentorship__cycle=cycle)
    mentors, mentees = {row[1] for row in rows}, {row[2] for row in rows}
    stages = CareerStage.objects.filter(person_id__in=mentors | mentees, to_on=None).order_by()
    tiers = dict(stages.values_list("person_id", "tier"))
    return Counted(
        pairs=len(rows),
        mentors=len(mentors),
        months=months,
        promised=sum(by_place.values(), Decimal(0)) * months,
        talked=round(figures.minutes / 60),
        met=held.order_by().values("mentorship_id").distinct().count(),
        talks=figures.conversations,
        mentor_tiers=Counter(tiers.get(one, "") for one in mentors),
        mentee_tiers=Counter(tiers.get(one, "") for one in mentees),
    )


def _quarters(cycle: Cycle, totals: Totals, spendings: tuple[Spending, ...]) -> tuple[QuarterOfMoney, ...]:
    spans = list(spans_between(cycle.starts_on, cycle.ends_on, QUARTER_MONTHS))
    planned = by_quarter(totals.cash, len(spans)) if totals.cash is not None else [None] * len(spans)
    return tuple(
        QuarterOfMoney(number + 1, planned[number], _spent_in(spans, number, spendings))
        for number in range(len(spans))
    )


def _spent_in(spans: list[tuple[date, date]], number: int, spendings: tuple[Spending, ...]) -> Decimal:
    """Return what was booked in a quarter; what lies before the first counts there, what lies after in the last."""
    first, following = spans[number]
    return sum(
        (
            one.amount
            for one in spendings
            if (one.booked_on >= first or number == 0)
            and (one.booked_on < following or number == len(spans) - 1)
        ),
        Decimal(0),
    )
