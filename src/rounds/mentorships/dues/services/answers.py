"""What the two answer about the pair itself, and how a pair closes whose time is over."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.enums import RUNNING, Choice, Occasion, State
from rounds.mentorships.models import Answer, Mentorship
from rounds.mentorships.services.limits import locked_pair
from rounds.mentorships.services.states import complete_mentorship, move_locked
from rounds.programs.enums import ProgramState, Side

# What can be answered when.
CHOICES: dict[str, tuple[str, ...]] = {
    Occasion.MID_POINT: (Choice.RIGHT, Choice.CHANGE),
    Occasion.CLOSING: (Choice.GO_ON, Choice.END),
    Occasion.AFTERWARD: (Choice.YES, Choice.NO, Choice.UNSAID),
    Occasion.TIER: (Choice.RIGHT, Choice.CHANGE),
}
WHILE_RUNNING = (Occasion.MID_POINT, Occasion.CLOSING, Occasion.TIER)


@dataclass(frozen=True, kw_only=True)
class Said:
    """An answer: at which occasion (`key` tells those apart that come again), and what."""

    occasion: str
    choice: str
    key: str = ""


@transaction.atomic
def answer_about_pair(*, mentorship_id: UUID, said: Said, by: Viewer) -> Answer:
    """Keep what one of the two answers; until the pair closes it can be changed.

    Raises DomainError for an answer that the occasion does not have, OutOfOrder when it is over.
    """
    if said.choice not in CHOICES.get(said.occasion, ()):
        raise DomainError(_("Choose one of the answers."), field="choice")
    pair = locked_pair(mentorship_id)
    side = _side_of(pair, by)
    if (said.occasion in WHILE_RUNNING) != pair.is_running:
        raise OutOfOrder(_("This is not asked of the pair now. Open it to see where it stands."))
    answer: Answer
    answer, _is_new = Answer.objects.update_or_create(
        mentorship=pair,
        side=side,
        occasion=said.occasion,
        key=said.key,
        defaults={"person_id": by.own_id, "choice": said.choice, "on": institution_today()},
    )
    audit.record("mentorship.answered", by=by, kind="mentorship", object_id=pair.id, occasion=said.occasion)
    return answer


def _side_of(pair: Mentorship, by: Viewer) -> Side:
    sides = {pair.mentee_id: Side.MENTEE, pair.mentor_id: Side.MENTOR}
    if by.own_id not in sides:
        raise NotFound
    return sides[by.own_id]


def complete_ended_pairs(*, by: Viewer) -> int:
    """Close the pairs whose planned time is over; where both chose so they go on informally. Return how many closed."""
    over = (
        Mentorship.objects.filter(state__in=RUNNING, cycle__program__state=ProgramState.RUNNING)
        .annotate(end=Coalesce("planned_end_on", "cycle__ends_on"))
        .filter(end__lte=institution_today())
    )
    ids = list(over.order_by("id").values_list("id", flat=True))
    return sum(_complete(pair_id, by) for pair_id in ids)


@transaction.atomic
def _complete(mentorship_id: UUID, by: Viewer) -> bool:
    pair = locked_pair(mentorship_id)
    if pair.state not in RUNNING:
        return False
    closed = complete_mentorship(mentorship_id=mentorship_id, by=by)
    going = Answer.objects.filter(mentorship=closed, occasion=Occasion.CLOSING, choice=Choice.GO_ON)
    if going.count() == 2:
        move_locked(closed, State.CONTINUED, by)
    return True
