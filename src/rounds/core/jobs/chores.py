"""Small work that comes again and again: dispatching events, sending mail, pruning.

A chore may run twice and may die half-way: it works off what is waiting, in small idempotent steps.
Slots are counted in UTC, so a change to summer time neither skips nor doubles one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import RecurringRun

log = structlog.get_logger()


@dataclass(frozen=True)
class Chore:
    """A function and how often it is due; None is every round of the worker, about once a second."""

    name: str
    every: timedelta | None
    function: Callable[[], object]


chores: dict[str, Chore] = {}


def chore(name: str, *, every: timedelta | None) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function without arguments, called outside any institution's scope.

    With `every`, one worker of all runs it once a slot. With None each worker calls it all the time: it
    must look first whether there is work, without writing, and claim the rows that it takes.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        chores[name] = Chore(name, every, function)
        return function

    return register


def run_due_chores() -> list[str]:
    """Run what is due; one that fails is logged and does not stop the others. Return the names run."""
    return [one.name for one in chores.values() if _is_mine_now(one) and _run(one)]


def _is_mine_now(one: Chore) -> bool:
    if one.every is None:
        return True
    slot = int(now().timestamp() // one.every.total_seconds())
    # Further ahead than one slot: the clock was wrong and has been set back.
    due = Q(slot__lt=slot) | Q(slot__gt=slot + 1)
    row = RecurringRun.objects.filter(name=one.name).first() or _first_row(one.name)
    if row.slot in (slot, slot + 1):
        return False
    return bool(RecurringRun.objects.filter(due, name=one.name).update(slot=slot, started_at=now()))


def _first_row(name: str) -> RecurringRun:
    return RecurringRun.objects.get_or_create(name=name)[0]


def _run(one: Chore) -> bool:
    problem = ""
    try:
        one.function()
    except Exception as error:
        problem = type(error).__name__
        log.error("chore_failed", chore=one.name, error=problem, exc_info=True)
    if one.every is not None:
        RecurringRun.objects.filter(name=one.name).update(problem=problem)
    return True
