"""Logging that a conversation was held: once, by whoever comes first."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.mail import STOP_MINUTES, stop_batch
from rounds.mentorships.conversations.services.notes import Writing, write_down
from rounds.mentorships.enums import ConversationState, NewsKind
from rounds.mentorships.growth.services.marks import take_marks_back
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.news.services import take_news_back
from rounds.mentorships.services.limits import locked_pair


class FutureDay(DomainError):
    """A conversation was logged for a day to come; it can be planned instead."""


class SameDay(OutOfOrder):
    """A conversation of the pair is logged for the same day already: it is asked whether the two are one."""

    def __init__(self, other: Conversation) -> None:
        words = {
            "name": other.logged_by.display_name,
            "day": date_format(other.held_on, "j M Y") if other.held_on else "",
            "minutes": other.minutes,
        }
        super().__init__(
            _("%(name)s has logged a conversation for %(day)s already, %(minutes)s minutes.") % words,
            field="held_on",
        )
        self.other = other


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is said of a conversation that took place; `entry_id` is made with the form."""

    entry_id: UUID
    held_on: date
    minutes: int
    mode: str = ""
    # The one that was planned, if it was.
    planned_id: UUID | None = None
    # It is another one than what somebody else has logged for the day.
    is_another: bool = False


@transaction.atomic
def log_conversation(
    *, mentorship_id: UUID, held: Held, by: Viewer, writing: Writing | None = None, for_pair: bool = False
) -> Conversation:
    """Log that a conversation was held; a form sent twice is one row. `for_pair`: the office enters it for the two.

    Raises FutureDay, SameDay when one is logged for the day already, OutOfOrder when the pair doesn't run.
    """
    pair = locked_running(mentorship_id)
    entered: Conversation | None = Conversation.objects.filter(
        mentorship=pair, entry_id=held.entry_id
    ).first()
    if entered is not None:
        return entered
    check_day(pair, held.held_on)
    others = _others_of_the_day(pair, held, None if for_pair else by)
    if others and not held.is_another:
        raise SameDay(others[0])
    conversation: Conversation = _planned(pair, held) or Conversation(mentorship=pair)
    conversation.planned_minutes, conversation.planned_mode = conversation.minutes, conversation.mode
    conversation.state = ConversationState.HELD
    conversation.held_on, conversation.minutes, conversation.mode = held.held_on, held.minutes, held.mode
    conversation.entry_id, conversation.by_office = held.entry_id, for_pair
    conversation.logged_by_id, conversation.logged_at = by.own_id, now()
    conversation.save()
    if writing is not None:
        write_down(conversation, writing, by)
    audit.record("conversation.logged", by=by, kind="conversation", object_id=conversation.id)
    if for_pair:
        events.emit(
            "conversation.recorded_for_pair",
            institution_id=by.institution_id,
            conversation=conversation.id,
            user=by.user_id or "",
        )
    return conversation


def check_day(pair: Mentorship, day: date) -> None:
    """Refuse a day on which the two cannot have talked: FutureDay for one to come, DomainError before they began."""
    if day > institution_today():
        raise FutureDay(
            _("%(day)s is still to come. Plan the conversation instead, or correct the day.")
            % {"day": date_format(day, "j M Y")},
            field="held_on",
        )
    if pair.opened_on and day < pair.opened_on:
        raise DomainError(
            _("The two of you began on %(day)s. Choose that day or a later one.")
            % {"day": date_format(pair.opened_on, "j M Y")},
            field="held_on",
        )


def _others_of_the_day(pair: Mentorship, held: Held, by: Viewer | None) -> list[Conversation]:
    """Return what somebody else has logged for a day; what anybody has, where the office enters it for the two.

    One's own entry of the same length, too, unless it came with a debrief: who has two windows open tells of one talk
    twice.
    """
    rows = Conversation.objects.filter(COUNTS, mentorship=pair, held_on=held.held_on)
    if by is not None:
        own = Q(logged_by=by.own_id)
        rows = rows.exclude(own & ~Q(minutes=held.minutes)).exclude(own & Q(debriefs__isnull=False))
    return list(rows.select_related("logged_by").order_by("logged_at"))


def _planned(pair: Mentorship, held: Held) -> Conversation | None:
    if held.planned_id is None:
        return None
    planned: Conversation | None = Conversation.objects.filter(mentorship=pair, id=held.planned_id).first()
    if planned is None:
        raise NotFound
    if planned.state != ConversationState.PLANNED:
        raise OutOfOrder(_("What became of this conversation is entered already. Open the log to see it."))
    if is_of_a_later_day(planned):
        raise OutOfOrder(
            _("This meeting is on %(day)s: say then how it went. What you talked before is logged by itself.")
            % {"day": _day_of(planned)}
        )
    return planned


def _day_of(conversation: Conversation) -> str:
    moment = conversation.starts_at
    return date_format(institution_day(moment), "j M Y") if moment else ""


def is_of_a_later_day(conversation: Conversation) -> bool:
    """Tell whether a conversation is planned for a day after today, so that nobody can know yet how it went."""
    starts_at = conversation.starts_at
    return starts_at is not None and institution_day(starts_at) > institution_today()


def locked_running(mentorship_id: UUID) -> Mentorship:
    """Lock a pair that runs, so that whoever writes second sees what the first wrote. Raises OutOfOrder otherwise."""
    pair = locked_pair(mentorship_id)
    if not pair.is_running:
        raise OutOfOrder(
            _("This pair does not run now, so nothing can be entered. What you wrote before stays readable.")
        )
    return pair


@transaction.atomic
def take_back_conversation(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Take back what one has logged by mistake; what was written about it stays with who wrote it.

    What was planned before is planned again, and steps that the log ticked are open again.
    """
    conversation = locked_conversation(conversation_id)
    is_held = conversation.state == ConversationState.HELD and conversation.taken_back_at is None
    if conversation.logged_by_id != by.own_id or not is_held:
        raise OutOfOrder(_("Only whoever logged it can take this back. Open the log to see its state."))
    return _taken_back(conversation, by)


@transaction.atomic
def remove_entry(*, conversation_id: UUID, by: Viewer) -> Conversation:
    """Remove what the office has entered for a pair, disputed or not; who was told of it is told."""
    conversation = locked_conversation(conversation_id)
    _refuse_removed(conversation)
    was_told = conversation.counts and not stop_batch(conversation.id, by=by)
    if was_told and now() - conversation.logged_at > timedelta(minutes=STOP_MINUTES):
        events.emit(
            "conversation.entry_removed",
            institution_id=by.institution_id,
            conversation=conversation.id,
            user=by.user_id or "",
        )
    return _taken_back(conversation, by)


@transaction.atomic
def correct_entry(*, conversation_id: UUID, held: Held, by: Viewer) -> Conversation:
    """Enter again, as it was, what the office has entered wrongly for a pair; both are told what counts now."""
    wrong = locked_conversation(conversation_id)
    _refuse_removed(wrong)
    _taken_back(wrong, by)
    return log_conversation(mentorship_id=wrong.mentorship_id, held=held, by=by, for_pair=True)


def _refuse_removed(conversation: Conversation) -> None:
    if conversation.taken_back_at is not None or not conversation.by_office:
        raise OutOfOrder(
            _("This was removed already, or is none that the office entered. Open the pair again.")
        )


def _taken_back(conversation: Conversation, by: Viewer) -> Conversation:
    """Take a conversation out of the log with what came of it; what was planned before is planned again."""
    take_marks_back(conversation=conversation)
    take_news_back(kind=NewsKind.DISPUTED, thing_id=conversation.id)
    take_news_back(kind=NewsKind.CORRECTED, thing_id=conversation.id)
    if conversation.by_office:
        stop_batch(conversation.id, by=by)
    if not _plan_as_before(conversation):
        conversation.taken_back_at = now()
    return _kept(conversation, "conversation.taken_back", by)


def _plan_as_before(conversation: Conversation) -> bool:
    """Let a logged conversation be planned as it was; False when it was not, or the two meet then otherwise."""
    at = {"mentorship_id": conversation.mentorship_id, "starts_at": conversation.starts_at}
    is_taken = Conversation.objects.filter(state=ConversationState.PLANNED, **at).exists()
    if conversation.starts_at is None or is_taken:
        return False
    conversation.state, conversation.held_on = ConversationState.PLANNED, None
    conversation.disputed_by, conversation.disputed_at = None, None
    conversation.minutes = conversation.planned_minutes or conversation.minutes
    conversation.mode = conversation.planned_mode
    conversation.planned_minutes, conversation.planned_mode = None, ""
    conversation.corrected_by, conversation.corrected_at = None, None
    # the form that logged it can be sent again
    conversation.entry_id = uuid4()
    conversation.save()
    return True


def locked_conversation(conversation_id: UUID) -> Conversation:
    """Lock the pair of a conversation, which has to run, and return the conversation as it is then."""
    conversation: Conversation = Conversation.objects.get(id=conversation_id)
    locked_running(conversation.mentorship_id)
    conversation.refresh_from_db()
    return conversation


def _kept(conversation: Conversation, action: str, by: Viewer) -> Conversation:
    conversation.save(update_fields=["disputed_by", "disputed_at", "taken_back_at"])
    audit.record(action, by=by, kind="conversation", object_id=conversation.id)
    return conversation
