"""A pair as people name it, and its places in a cohort."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.errors import OutOfOrder
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment

Pair = tuple[UUID, UUID]  # person ids: mentee, mentor


def enrollments_of(cohort: Cohort, pair: Pair) -> tuple[Enrollment, Enrollment]:
    """Return mentee's and mentor's place in a cohort; OutOfOrder if one of them has left it."""
    found = {
        (one.person_id, one.side): one
        for one in Enrollment.objects.filter(
            cohort=cohort, person_id__in=pair, state=EnrollmentState.ENROLLED
        ).select_related("person")
    }
    try:
        return found[pair[0], Side.MENTEE], found[pair[1], Side.MENTOR]
    except KeyError:
        raise OutOfOrder(
            _("One of the two is not enrolled in this cohort any more. Open the cohort again.")
        ) from None
