"""What becomes of pairs when something happens on a lower rung."""

from uuid import UUID

from rounds.core.access import system
from rounds.core.events import handles
from rounds.core.models import Event
from rounds.mentorships.agreements.services.papers import keep_paper
from rounds.mentorships.groups.services.groups import leave_groups
from rounds.mentorships.services.states import end_pairs_of
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Enrollment


@handles("programs.enrollment.withdrawn")
def end_pairs_of_who_leaves(event: Event) -> None:
    """End the pairs of who has left a program and leave its groups, unless they were brought back meanwhile."""
    gone = Enrollment.objects.filter(id=event.ids["enrollment"], state=EnrollmentState.WITHDRAWN)
    if gone.exists():
        by = system(event.institution_id)
        end_pairs_of(enrollment_id=UUID(event.ids["enrollment"]), by=by)
        leave_groups(enrollment_id=UUID(event.ids["enrollment"]), by=by)


@handles("agreement.signed")
def write_the_document(event: Event) -> None:
    """Write the document of an agreement that both have signed, into both records."""
    keep_paper(version_id=UUID(event.ids["version"]))
