"""A change of mentor by the program office, held by the rules that hold for every match."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.matching.publishing.selectors.hand_over import candidate_for
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services import office


@transaction.atomic
def hand_over(*, pair: Mentorship, mentor_id: UUID, reason: str, by: Viewer) -> Mentorship:
    """End a pair and begin one with another mentor; return the new pair.

    Raises DomainError for a mentor without a free place, outside the cohort, or against a rule of matching.
    """
    words = _("This mentor can't take over any more. Choose another one.")
    chosen = candidate_for(pair, mentor_id, refusal=words)
    return office.hand_over(
        mentorship_id=pair.id,
        mentor_enrollment_id=chosen.enrollment_id,
        mentor_id=chosen.person_id,
        places=chosen.places,
        reason=reason,
        by=by,
    )
