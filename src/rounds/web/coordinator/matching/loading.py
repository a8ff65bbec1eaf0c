"""What the studio's pages load, and who may: the office of the program."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer, holds
from rounds.core.enums import Role
from rounds.core.errors import NotFound, OutOfOrder
from rounds.matching.enums import RunState
from rounds.matching.models import ConflictException, MatchRun, Offer
from rounds.matching.publishing.services.approval import who_was_first
from rounds.matching.review.selectors.board import Board
from rounds.matching.runs.selectors import run_for, solved_run_for
from rounds.programs.selectors import cohort_for

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


@dataclass(frozen=True)
class PairAt:
    """Two people of a run."""

    run: MatchRun
    mentee_id: UUID
    mentor_id: UUID

    @property
    def ids(self) -> tuple[UUID, UUID]:
        return self.mentee_id, self.mentor_id

    @property
    def key(self) -> tuple[str, str]:
        return str(self.mentee_id), str(self.mentor_id)


def board_for(viewer: Viewer, run_id: UUID) -> Board:
    """Return a run that has its pairs, as the viewer may see it."""
    return Board(solved_run_for(viewer, run_id), viewer)


def pair_for(viewer: Viewer, run_id: UUID, mentee_id: UUID, mentor_id: UUID) -> PairAt:
    """Return two people of a run."""
    run = solved_run_for(viewer, run_id)
    problem = Board(run, viewer).problem
    if str(mentee_id) not in problem.mentee_place or str(mentor_id) not in problem.mentor_place:
        raise NotFound
    return PairAt(run, mentee_id, mentor_id)


def open_pair_for(viewer: Viewer, run_id: UUID, mentee_id: UUID, mentor_id: UUID) -> PairAt:
    """Return two people of a run about whom one can still decide: a published run decides nothing any more."""
    found = pair_for(viewer, run_id, mentee_id, mentor_id)
    refuse_published(found.run)
    return found


def refuse_published(run: MatchRun) -> None:
    """Raise OutOfOrder, with who published, when a run's pairs are published."""
    if run.state == RunState.PUBLISHED:
        raise OutOfOrder(
            _("%(first)s Match again for those who wait, and decide there.") % {"first": who_was_first(run)}
        )


def office_offer_for(viewer: Viewer, offer_id: UUID) -> Offer:
    """Return an offer to the office of its program."""
    offer: Offer | None = Offer.objects.filter(id=offer_id).first()
    if offer is None:
        raise NotFound
    run_for(viewer, offer.run_id)
    return offer


def exception_for(viewer: Viewer, exception_id: UUID) -> ConflictException:
    """Return a declared exception to the office of its program."""
    row: ConflictException = ConflictException.objects.select_related("cohort__cycle__program").get(
        id=exception_id
    )
    cohort_for(viewer, row.cohort_id)
    return row


__all__ = [
    "OFFICE",
    "PairAt",
    "board_for",
    "cohort_for",
    "exception_for",
    "office_offer_for",
    "open_pair_for",
    "pair_for",
    "refuse_published",
    "run_for",
    "solved_run_for",
]
