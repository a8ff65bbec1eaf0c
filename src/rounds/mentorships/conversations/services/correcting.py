"""Correcting what is on record of a held conversation: in place, with what stood before in a row that never changes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.services.disputing import lift_dispute
from rounds.mentorships.conversations.services.log import SameDay, check_day, locked_running
from rounds.mentorships.enums import ConversationState, NewsKind
from rounds.mentorships.growth.selectors.goals import goals_about, goals_of_pair
from rounds.mentorships.models import Conversation, ConversationCorrection, GoalMark, GoalTouch, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.news.services import add_news


class CorrectedMeanwhile(OutOfOrder):
    """Somebody has corrected the conversation since it was read; nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("This conversation was corrected in this moment. Look at it and save once more."))


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What is so, as somebody says now; `entry_id` is made with the form, `seen` is when it was corrected before."""

    entry_id: UUID
    seen: datetime | None
    held_on: date
    minutes: int
    mode: str = ""
    goals: frozenset[UUID] = frozenset()
    # It is another one than what is logged for the day.
    is_another: bool = False


@transaction.atomic
def correct_conversation(*, conversation_id: UUID, said: Correction, by: Viewer) -> Conversation:
    """Correct day, minutes, manner and goals of a held conversation by one of the two; a form sent twice is one row.

    Whatever is worked out of it follows: figures, dues, hours. What was disputed counts again as it is corrected. The
    other one is told. Raises SameDay when another is logged for the day, FutureDay, CorrectedMeanwhile, OutOfOrder when
    it is not in the log as held or the pair does not run.
    """
    conversation: Conversation = Conversation.objects.get(id=conversation_id)
    pair = locked_running(conversation.mentorship_id)
    conversation.refresh_from_db()
    if by.own_id not in (pair.mentee_id, pair.mentor_id):
        raise NotFound
    check_held(conversation)
    goals, before = goals_after(conversation, pair, said.goals, by), goals_about(conversation)
    if goals == before and _stands(conversation) == (said.held_on, said.minutes, said.mode):
        return _as_it_was(conversation)
    if conversation.corrected_at != said.seen:
        raise CorrectedMeanwhile
    check_day(pair, said.held_on)
    _check_alone(conversation, said)
    if conversation.corrections.filter(entry_id=said.entry_id).exists():
        # the same page sent again with other words is another correction
        said = replace(said, entry_id=uuid4())
    _keep_what_stood(conversation, before, said, by)
    _change(conversation, said, goals, before, by)
    other = pair.mentor_id if by.own_id == pair.mentee_id else pair.mentee_id
    add_news(pair=pair, person_id=other, kind=NewsKind.CORRECTED, thing_id=conversation.id)
    audit.record("conversation.corrected", by=by, kind="conversation", object_id=conversation.id)
    return conversation


def check_held(conversation: Conversation) -> None:
    """Refuse what is not in the log as held, disputed or not. Raises OutOfOrder."""
    if conversation.state != ConversationState.HELD or conversation.taken_back_at is not None:
        raise OutOfOrder(
            _("This conversation does not stand in the log as held, so there is nothing to correct.")
        )


def goals_after(
    conversation: Conversation, pair: Mentorship, wanted: Collection[UUID], by: Viewer
) -> frozenset[UUID]:
    """Return what it was about once somebody's ticks count: of goals that one does not read, nothing changes.

    Raises DomainError for a goal of which the conversation ticked a step.
    """
    readable = {goal.id: goal for goal in goals_of_pair(by, pair)}
    before = goals_about(conversation)
    after = frozenset(one for one in before if one not in readable) | (frozenset(wanted) & set(readable))
    marks = GoalMark.objects.filter(conversation=conversation)
    for goal_id in marks.values_list("goal_id", flat=True):
        if goal_id in before - after:
            words = {"goal": readable[goal_id].text.text}
            raise DomainError(
                _(
                    "A step of “%(goal)s” was ticked in this conversation: open the step first, on the goal’s page."
                )
                % words,
                field="goals",
            )
    return after


def _as_it_was(conversation: Conversation) -> Conversation:
    """Return what nobody changed, as after a form that was sent twice; of what is disputed something has to change."""
    if conversation.disputed_at is not None:
        raise DomainError(
            _(
                "This is what the other one of you says was not so. Change the day, the minutes or how you talked."
            ),
            field="held_on",
        )
    return conversation


def _stands(conversation: Conversation) -> tuple[date | None, int | None, str]:
    return conversation.held_on, conversation.minutes, conversation.mode


def _check_alone(conversation: Conversation, said: Correction) -> None:
    counts_there = conversation.counts and said.held_on == conversation.held_on
    if said.is_another or counts_there:
        return
    others = Conversation.objects.filter(
        COUNTS, mentorship_id=conversation.mentorship_id, held_on=said.held_on
    ).exclude(id=conversation.id)
    first = others.select_related("logged_by").order_by("logged_at").first()
    if first is not None:
        raise SameDay(first)


def _keep_what_stood(
    conversation: Conversation, goals: Collection[UUID], said: Correction, by: Viewer
) -> None:
    ConversationCorrection.objects.create(
        conversation=conversation,
        corrected_by_id=by.own_id,
        was_held_on=conversation.held_on,
        was_minutes=conversation.minutes,
        was_mode=conversation.mode,
        was_goals=sorted(str(one) for one in goals),
        entry_id=said.entry_id,
    )


def _change(
    conversation: Conversation,
    said: Correction,
    goals: frozenset[UUID],
    before: frozenset[UUID],
    by: Viewer,
) -> None:
    # steps that it ticked were done on its day
    GoalMark.objects.filter(conversation=conversation, done_on=conversation.held_on).update(
        done_on=said.held_on
    )
    GoalTouch.objects.filter(conversation=conversation, goal_id__in=before - goals).delete()
    for goal_id in sorted(goals - before):
        GoalTouch.objects.create(conversation=conversation, goal_id=goal_id)
    conversation.held_on, conversation.minutes, conversation.mode = said.held_on, said.minutes, said.mode
    conversation.corrected_by_id, conversation.corrected_at = by.own_id, now()
    lift_dispute(conversation)
    conversation.save(
        update_fields=[
            *("held_on", "minutes", "mode", "corrected_by", "corrected_at"),
            *("disputed_by", "disputed_at"),
        ]
    )
