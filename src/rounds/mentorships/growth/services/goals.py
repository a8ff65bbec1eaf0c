"""Opening, changing and closing a goal; to whom it is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.framework.selectors import current_version
from rounds.mentorships.enums import GoalState
from rounds.mentorships.growth.selectors.goals import ReadGoal, goal_for, own_goal_for, own_mentee_pairs
from rounds.mentorships.growth.values.goals import LONGEST_REASON, MOST_STEPS, GoalText
from rounds.mentorships.models import Goal, GoalReader, GoalTurn, GoalWords, Mentorship
from rounds.mentorships.selectors import own_mentorship_for


class GoalChanged(OutOfOrder):
    """Another window has changed the goal since; `theirs` is what it says, and nothing was overwritten."""

    def __init__(self, theirs: GoalText, version: int) -> None:
        super().__init__(_("This goal was changed in another window. Both texts are kept."))
        self.theirs, self.version = theirs, version


@dataclass(frozen=True, kw_only=True)
class NewGoal:
    """A goal as it is begun; `entry_id` is made with the form, `pair_ids` are the pairs whose mentors read it."""

    text: GoalText
    entry_id: UUID
    pair_ids: frozenset[UUID] = frozenset()


@transaction.atomic
def open_goal(*, wanted: NewGoal, by: Viewer) -> Goal:
    """Begin a goal of one's own; a form sent twice is one goal."""
    entered: Goal | None = Goal.objects.filter(mentee_id=by.own_id, entry_id=wanted.entry_id).first()
    if entered is not None:
        return entered
    _check(wanted.text)
    goal = Goal(mentee_id=by.own_id, entry_id=wanted.entry_id)
    goal.seal_value({})
    goal.save()
    _write(goal, wanted.text.with_keys_of(None))
    for pair in own_mentee_pairs(by):
        if pair.id in wanted.pair_ids:
            GoalReader.objects.create(goal=goal, mentorship=pair)
    return goal


@transaction.atomic
def change_goal(*, goal_id: UUID, text: GoalText, version: int, by: Viewer) -> None:
    """Write other words; `version` is the one that the page shows. Raises GoalChanged when there are newer ones."""
    goal = _locked(goal_id, by)
    found = own_goal_for(by, goal_id)
    if goal.version != version:
        raise GoalChanged(found.text, goal.version)
    _check(text)
    goal.version = version + 1
    if not Goal.objects.filter(id=goal.id, version=version).update(version=goal.version):
        raise GoalChanged(own_goal_for(by, goal_id).text, version)
    _write(goal, text.with_keys_of(found.text))


@transaction.atomic
def close_goal(*, goal_id: UUID, state: str, reason: str = "", by: Viewer) -> None:
    """Say that a goal is done, or let it go; why is asked of what is let go."""
    goal = _locked(goal_id, by)
    if goal.state != GoalState.OPEN:
        raise OutOfOrder(_("This goal is closed already. Open it again first."))
    if state == GoalState.LET_GO and not reason.strip():
        raise DomainError(
            _("Say in a few words why you let it go; only who reads the goal reads it."), field="reason"
        )
    goal.state, goal.closed_at = state, now()
    goal.seal_value({"reason": reason.strip()[:LONGEST_REASON]})
    goal.save(update_fields=["state", "closed_at", "sealed"])
    GoalTurn.objects.create(goal=goal, state=goal.state, at=goal.closed_at or now())


@transaction.atomic
def reopen_goal(*, goal_id: UUID, by: Viewer) -> None:
    """Take up again what was closed; pressed twice it is one turn."""
    goal = _locked(goal_id, by)
    if goal.state == GoalState.OPEN:
        return
    goal.state, goal.closed_at = GoalState.OPEN, None
    goal.seal_value({})
    goal.save(update_fields=["state", "closed_at", "sealed"])
    GoalTurn.objects.create(goal=goal, state=goal.state, at=goal.closed_at or now())


@transaction.atomic
def show_goals(*, goal_ids: Collection[UUID], mentorship_id: UUID, by: Viewer) -> int:
    """Carry goals over to the mentor of a running pair of one's own; return how many are new to them."""
    pair = _own_pair(mentorship_id, by)
    goals = Goal.objects.filter(mentee_id=by.own_id, id__in=list(goal_ids))
    shown = [GoalReader.objects.get_or_create(goal=goal, mentorship=pair)[1] for goal in goals]
    return sum(shown)


@transaction.atomic
def hide_goal(*, goal_id: UUID, mentorship_id: UUID, by: Viewer) -> None:
    """Let the mentor of a running pair no longer read a goal. What a former mentor had stays as it is."""
    pair = _own_pair(mentorship_id, by)
    goal = _locked(goal_id, by)
    GoalReader.objects.filter(goal=goal, mentorship=pair).delete()


def addable(goal_id: UUID, by: Viewer) -> ReadGoal:
    """Lock a goal and return it to somebody who may add to it: its mentee, or a mentor who reads it while the pair runs.

    Raises NotFound to who may not read it, OutOfOrder to who may no longer add.
    """
    Goal.objects.select_for_update(no_key=True).filter(id=goal_id).first()
    found = goal_for(by, goal_id)
    if not found.can_add:
        raise OutOfOrder(
            _("This pair does not run now, so nothing is added. What you two had stays readable.")
        )
    return found


def _own_pair(mentorship_id: UUID, by: Viewer) -> Mentorship:
    pair = own_mentorship_for(by, mentorship_id)
    if pair.mentee_id != by.own_id:
        raise NotFound
    if not pair.is_running:
        raise OutOfOrder(_("This pair does not run now, so nothing is carried over."))
    return pair


def _locked(goal_id: UUID, by: Viewer) -> Goal:
    goal: Goal | None = (
        Goal.objects.select_for_update(no_key=True).filter(id=goal_id, mentee_id=by.own_id).first()
    )
    if goal is None:
        raise NotFound
    return goal


def _write(goal: Goal, text: GoalText) -> None:
    words = GoalWords(goal=goal, number=goal.version, framework_version=current_version())
    words.seal_value(text.to_json())
    words.save()


def _check(text: GoalText) -> None:
    if not text.steps:
        raise DomainError(_("Write at least one step: the first thing that you do."), field="step_1")
    if len(text.steps) > MOST_STEPS:
        raise DomainError(_("A goal has six steps at most. Make two goals of it."), field="step_1")
