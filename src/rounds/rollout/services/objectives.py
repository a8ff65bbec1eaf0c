"""Objectives are written, locked by two people, and amended in the open; outcomes stay closed until then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.insights.models import Figure
from rounds.insights.selectors.seals import OUTCOMES
from rounds.insights.services.sealing import close_outcomes, open_outcomes
from rounds.people.enums import Tier
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Kind
from rounds.rollout.models import Objective, ObjectiveChange, ObjectiveSet
from rounds.rollout.selectors.objectives import cycle_of, digest_of_set
from rounds.rollout.services.pitching import freeze
from rounds.rollout.values.objectives import (
    MOST,
    Goal,
    drafts_for,
    facts_of_objectives,
    refusals,
)


@transaction.atomic
def begin_objectives(*, program: Program, by: Viewer) -> ObjectiveSet:
    """Begin the objectives of a program's cycle: from now on its outcomes are closed, unless they were out already."""
    cycle = cycle_of(program)
    if cycle is None:
        raise OutOfOrder(_("Set up a year of this program first: objectives belong to it."))
    cycle.program = program
    of: ObjectiveSet
    of, is_new = ObjectiveSet.objects.get_or_create(cycle=cycle, defaults={"was_out": _were_out(cycle)})
    if is_new:
        if not of.was_out:
            close_outcomes(cycle=cycle, by=by)
        _told("objectives.begun", of, by)
    return of


def _were_out(cycle: Cycle) -> bool:
    rows = Figure.objects.filter(cycle_id=cycle.id, measure__in=OUTCOMES)
    return any("hidden" not in one for one in rows.values_list("result", flat=True))


@transaction.atomic
def take_drafts(*, program: Program, tier: str, by: Viewer) -> int:
    """Take the three drafts of a tier that has none yet; return how many were added."""
    of = _open(begin_objectives(program=program, by=by).id)
    if Objective.objects.filter(of=of, tier=tier).exists():
        return 0
    drafts = drafts_for(Tier(tier), of.cycle.ends_on)
    for one in drafts:
        Objective.objects.create(of=of, **vars(one))
    _unask(of)
    _told("objectives.written", of, by, tier=tier)
    return len(drafts)


@transaction.atomic
def write_objective(*, program: Program, goal: Goal, entry_id: UUID, by: Viewer) -> Objective:
    """Write an objective; a form sent twice is one. A tier has at most three."""
    of = _open(begin_objectives(program=program, by=by).id)
    found: Objective | None = Objective.objects.filter(of=of, entry_id=entry_id).first()
    if found is not None:
        return found
    if Objective.objects.filter(of=of, tier=goal.tier).count() >= MOST:
        raise DomainError(_("This tier has three objectives: more are none. Remove one first."), field="tier")
    _check(goal)
    row: Objective = Objective.objects.create(of=of, entry_id=entry_id, **vars(goal))
    _unask(of)
    _told("objectives.written", of, by, tier=goal.tier)
    return row


@transaction.atomic
def change_objective(*, objective_id: UUID, goal: Goal, by: Viewer) -> Objective:
    """Change an objective that is not locked yet."""
    row = _row(objective_id)
    _check(goal)
    others = Objective.objects.filter(of_id=row.of_id, tier=goal.tier).exclude(id=row.id)
    if others.count() >= MOST:
        raise DomainError(_("This tier has three objectives: more are none. Remove one first."), field="tier")
    for name, value in vars(goal).items():
        setattr(row, name, value)
    row.save()
    _unask(row.of)
    _told("objectives.written", row.of, by, tier=goal.tier)
    return row


@transaction.atomic
def remove_objective(*, objective_id: UUID, by: Viewer) -> None:
    """Remove an objective that is not locked yet."""
    row = _row(objective_id)
    of = row.of
    row.delete()
    _unask(of)
    _told("objectives.removed", of, by)


@transaction.atomic
def ask_to_lock(*, program: Program, digest: str, by: Viewer) -> ObjectiveSet:
    """Ask that the objectives be locked as they are on the page; a second person locks them."""
    of = _open(_set_of(program).id)
    _check_set(of, digest)
    if of.asked_digest != digest:
        of.asked_digest, of.asked_by, of.asked_by_id = digest, by.name[:200], by.person_id
        of.save(update_fields=["asked_digest", "asked_by", "asked_by_id"])
        _told("objectives.asked", of, by)
    return of


@transaction.atomic
def lock_objectives(*, program: Program, digest: str, by: Viewer) -> ObjectiveSet:
    """Lock the objectives as the second of two people: they are frozen, and the outcomes of the cycle are opened."""
    of = _set_of(program)
    if of.locked_at is not None and of.digest == digest:
        return of
    of = _open(of.id)
    goals = _check_set(of, digest)
    if of.asked_digest != digest:
        raise OutOfOrder(_("Nobody has asked to lock them as they are now. Ask first; another person locks."))
    if of.asked_by_id == by.person_id:
        raise OutOfOrder(_("You asked for it yourself: somebody else has to lock them."))
    of.digest, of.locked_by, of.locked_by_id, of.locked_at = digest, by.name[:200], by.person_id, now()
    of.save(update_fields=["digest", "locked_by", "locked_by_id", "locked_at"])
    facts = facts_of_objectives(program.name, of.cycle.name, goals, was_out=of.was_out)
    freeze(program=program, kind=Kind.OBJECTIVES, facts=facts, by=by)
    open_outcomes(cycle=of.cycle, by=by, digest=digest)
    _told("objectives.locked", of, by)
    return of


@transaction.atomic
def open_without(*, program: Program, reason: str, by: Viewer) -> None:
    """Open the outcomes of a cycle without objectives, with the reason, which later reports print."""
    of = _open(_set_of(program).id)
    open_outcomes(cycle=of.cycle, by=by, reason=reason)
    if not of.was_out:
        of.was_out = True
        of.save(update_fields=["was_out"])
        _unask(of)


@transaction.atomic
def amend_objectives(
    *, program: Program, words: str, reason: str, entry_id: UUID, by: Viewer
) -> ObjectiveChange:
    """Amend locked objectives: the amendment stands beside them in every report. A form sent twice is one."""
    of = ObjectiveSet.objects.select_for_update(of=("self",)).get(id=_set_of(program).id)
    if of.locked_at is None:
        raise OutOfOrder(_("These objectives are not locked yet: change them themselves."))
    found: ObjectiveChange | None = ObjectiveChange.objects.filter(of=of, entry_id=entry_id).first()
    if found is not None:
        return found
    row: ObjectiveChange = ObjectiveChange.objects.create(
        of=of,
        words=words.strip(),
        reason=reason.strip(),
        by_name=by.name[:200],
        by_person_id=by.person_id,
        entry_id=entry_id,
    )
    _told("objectives.amended", of, by)
    return row


def _set_of(program: Program) -> ObjectiveSet:
    cycle = cycle_of(program)
    found: ObjectiveSet | None = ObjectiveSet.objects.filter(cycle=cycle).first() if cycle else None
    if found is None:
        raise OutOfOrder(_("There is no objective yet. Take three drafts of a tier, or write one."))
    return found


def _open(set_id: UUID) -> ObjectiveSet:
    rows = ObjectiveSet.objects.select_for_update(of=("self",)).select_related("cycle__program")
    of: ObjectiveSet = rows.get(id=set_id)
    if of.locked_at is not None:
        raise OutOfOrder(
            _("These objectives are locked. What changes now is an amendment, which every report shows.")
        )
    return of


def _row(objective_id: UUID) -> Objective:
    found: Objective | None = Objective.objects.filter(id=objective_id).first()
    if found is None:
        raise NotFound
    found.of = _open(found.of_id)
    return found


def _check(goal: Goal) -> None:
    if not goal.describes_only and not goal.target:
        raise DomainError(_("Say which value is aimed at, or choose “describe only”."), field="target")
    if goal.describes_only and goal.target:
        raise DomainError(_("“Describe only” has no target: leave one of the two."), field="target")


def _check_set(of: ObjectiveSet, digest: str) -> list[Objective]:
    goals = list(Objective.objects.filter(of=of))
    why = refusals(goals, institution_today())
    if why:
        raise OutOfOrder(" ".join(why))
    if digest_of_set(of, goals) != digest:
        raise OutOfOrder(_("Somebody has changed an objective since. Load the page again and read them."))
    return goals


def _unask(of: ObjectiveSet) -> None:
    """Forget that somebody asked: what they asked to lock is no longer what stands."""
    if of.asked_digest:
        of.asked_digest, of.asked_by, of.asked_by_id = "", "", None
        of.save(update_fields=["asked_digest", "asked_by", "asked_by_id"])


def _told(action: str, of: ObjectiveSet, by: Viewer, **facts: Any) -> None:
    program_id = of.cycle.program_id
    audit.record(action, by=by, kind="rollout", object_id=of.id, program_id=program_id, **facts)
