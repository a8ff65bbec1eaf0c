"""Putting a mentor on a panel, and taking that back before anybody is told. Who leaves it later ends a pair."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.mail import STOP_MINUTES, stop_batch
from rounds.mentorships.enums import OPEN, RUNNING, State
from rounds.mentorships.models import Mentorship
from rounds.mentorships.panels.selectors import MOST_OTHERS, panel_of
from rounds.mentorships.services import limits
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import open_pairs
from rounds.mentorships.services.states import take_back_pairs


@transaction.atomic
def join_panel(
    *, mentorship_id: UUID, mentor_enrollment_id: UUID, mentor_id: UUID, places: int, purpose: str, by: Viewer
) -> Mentorship:
    """Put a mentor who has agreed beside a mentee's primary one; the two see it, and are told, in 15 minutes.

    `places` is how many mentees the mentor can carry. Raises OutOfOrder when the primary pair does not run, when the
    panel is full, or when the mentor has no place left.
    """
    first = Mentorship.objects.filter(id=mentorship_id).select_related("cycle").first()
    if first is None:
        raise NotFound
    if mentor_id in (first.mentor_id, first.mentee_id):
        raise DomainError(_("Choose another mentor than the one of this pair."), field="mentor")
    limits.locked_loads([first.mentor_id, mentor_id])
    # one addition to a panel at a time: the second counts what the first has added
    pair = limits.locked_pair(mentorship_id)
    if pair.state not in RUNNING or pair.is_on_panel:
        raise OutOfOrder(_("A panel stands beside a primary mentor whose pair runs. Open the pair again."))
    if len(panel_of(pair)) >= MOST_OTHERS:
        raise OutOfOrder(
            _(
                "This panel has %(most)s mentors beside the primary one, and no more fit. End one of these first."
            )
            % {"most": MOST_OTHERS}
        )
    opening = Opening(
        mentee_enrollment_id=pair.mentee_enrollment_id,
        mentor_enrollment_id=mentor_enrollment_id,
        mentee_id=pair.mentee_id,
        mentor_id=mentor_id,
        places=places,
        is_primary=False,
        purpose=purpose,
    )
    (joined,) = open_pairs(
        pairs=[opening],
        cycle_id=pair.cycle_id,
        program_id=first.cycle.program_id,
        by=by,
        state=State.ACTIVE,
        shown_from_at=now() + timedelta(minutes=STOP_MINUTES),
    )
    events.emit("panel.joined", institution_id=by.institution_id, mentorship=joined.id, user=by.user_id or "")
    return joined


@transaction.atomic
def leave_panel_untold(*, mentorship_id: UUID, by: Viewer) -> None:
    """Take a mentor off a panel before anybody was told. Raises OutOfOrder afterward: then a pair ends."""
    pair = lock_panel_pair(mentorship_id)
    if pair is None or not take_back_pairs(mentorship_ids=[mentorship_id], by=by):
        raise OutOfOrder(_("Both have been told by now, or it was taken back. End this pair instead."))
    stop_batch(mentorship_id, by=by)


def lock_panel_pair(mentorship_id: UUID) -> Mentorship | None:
    """Lock a pair of a panel, so that no undo comes between; None when it was taken back."""
    pair = limits.locked_pair(mentorship_id)
    return pair if pair.is_on_panel and pair.state in OPEN else None
