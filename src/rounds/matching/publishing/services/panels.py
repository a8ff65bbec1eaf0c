"""Another mentor on a mentee's panel, held by the rules that hold for every match."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.matching.publishing.selectors.hand_over import candidate_for
from rounds.mentorships.models import Mentorship
from rounds.mentorships.panels import services


@transaction.atomic
def join_panel(*, pair: Mentorship, mentor_id: UUID, purpose: str, by: Viewer) -> Mentorship:
    """Put a mentor on the panel of a pair's mentee; return the new pair.

    Raises DomainError for a mentor without a free place, outside the cohort, or against a rule of matching.
    """
    words = _("This mentor can't join the panel any more. Choose another one.")
    chosen = candidate_for(pair, mentor_id, refusal=words)
    return services.join_panel(
        mentorship_id=pair.id,
        mentor_enrollment_id=chosen.enrollment_id,
        mentor_id=chosen.person_id,
        places=chosen.places,
        purpose=purpose,
        by=by,
    )
