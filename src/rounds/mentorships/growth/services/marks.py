"""What is added to a goal: steps that are done, lines of evidence, conversations that were about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.growth.selectors.goals import ReadGoal
from rounds.mentorships.growth.services.goals import addable
from rounds.mentorships.models import Conversation, GoalEvidence, GoalMark, GoalTouch
from rounds.mentorships.models.groups import UNDO_TIME


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """What speaks for a goal: what, when, a link or the name of a file; `entry_id` is made with the form."""

    what: str
    on: date
    link: str = ""
    entry_id: UUID


@dataclass(frozen=True)
class TickedStep:
    """One step of one goal."""

    goal_id: UUID
    step: UUID


@transaction.atomic
def set_step(*, ticked: TickedStep, done_on: date | None, by: Viewer) -> ReadGoal:
    """Tick a step of a goal, or take the tick away."""
    found = addable(ticked.goal_id, by)
    _check_open(found)
    if ticked.step not in {step.key for step in found.steps}:
        raise NotFound
    if done_on is None:
        GoalMark.objects.filter(goal=found.goal, step=ticked.step).delete()
    else:
        _mark(found, ticked.step, done_on, by, None)
    return found


@transaction.atomic
def add_evidence(*, goal_id: UUID, line: EvidenceLine, by: Viewer) -> GoalEvidence:
    """Add a line of evidence; a form sent twice is one line. Raises DomainError for a day to come."""
    found = addable(goal_id, by)
    entered: GoalEvidence | None = GoalEvidence.objects.filter(
        goal=found.goal, entry_id=line.entry_id
    ).first()
    if entered is not None and entered.taken_away_at is None:
        return entered
    if line.on > institution_today():
        raise DomainError(
            _("This day is still to come. Evidence is of something that has happened."), field="on"
        )
    # A form that is sent again after its line was taken away is a line of its own.
    entry_id = line.entry_id if entered is None else uuid4()
    row = GoalEvidence(goal=found.goal, on=line.on, added_by_id=by.own_id, entry_id=entry_id)
    row.seal_value({"what": line.what.strip(), "link": line.link.strip()})
    row.save()
    return row


@transaction.atomic
def remove_evidence(*, evidence: GoalEvidence, by: Viewer) -> None:
    """Take away a line that one has added: nobody reads it from now on, and for a day it can be put back."""
    addable(evidence.goal_id, by)
    own = GoalEvidence.objects.filter(id=evidence.id, added_by_id=by.own_id)
    own.filter(taken_away_at=None).update(taken_away_at=now())


@transaction.atomic
def put_evidence_back(*, evidence: GoalEvidence, by: Viewer) -> None:
    """Let a line be read again that one has taken away. Pressed twice, it stands once."""
    addable(evidence.goal_id, by)
    GoalEvidence.objects.filter(id=evidence.id, added_by_id=by.own_id).update(taken_away_at=None)


def delete_evidence_taken_away() -> int:
    """Delete the lines that were taken away a day ago; return how many. What a hold keeps is kept by it."""
    over = GoalEvidence.objects.filter(taken_away_at__lt=now() - UNDO_TIME)
    return int(over.delete()[0])


@transaction.atomic
def touch_goals(
    *, conversation: Conversation, goal_ids: Collection[UUID], steps: Collection[TickedStep], by: Viewer
) -> None:
    """Note which goals a conversation was about and which steps it showed to be done; what is unreadable is left out."""
    day = conversation.held_on or institution_today()
    for goal_id in sorted({*goal_ids, *(one.goal_id for one in steps)}):
        found = addable(goal_id, by)
        GoalTouch.objects.get_or_create(goal=found.goal, conversation=conversation)
        keys = {step.key for step in found.steps if step.mark is None}
        for one in steps:
            if one.goal_id == goal_id and one.step in keys and found.is_open:
                _mark(found, one.step, day, by, conversation)


def take_marks_back(*, conversation: Conversation) -> None:
    """Undo what `touch_goals` noted with a conversation whose log is taken back, in the caller's transaction."""
    GoalMark.objects.filter(conversation=conversation).delete()
    GoalTouch.objects.filter(conversation=conversation).delete()


def _mark(found: ReadGoal, step: UUID, done_on: date, by: Viewer, conversation: Conversation | None) -> None:
    GoalMark.objects.get_or_create(
        goal=found.goal,
        step=step,
        defaults={"done_on": done_on, "marked_by_id": by.own_id, "conversation": conversation},
    )


def _check_open(found: ReadGoal) -> None:
    if not found.is_open:
        raise OutOfOrder(_("This goal is closed. Open it again to tick its steps."))
