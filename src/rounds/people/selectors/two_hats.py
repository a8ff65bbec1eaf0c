"""Who of a program office also has power over somebody's training, and therefore reads less about them."""

from collections.abc import Collection
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.people.enums import DIRECTING, TrainingKind
from rounds.people.models import AuthorityLine, TrainingProgramMember

JUDGING = (*DIRECTING, TrainingKind.CCC_MEMBER)


def trainees_judged_by(viewer: Viewer, person_ids: Collection[UUID]) -> set[UUID]:
    """Return which of some people train where the viewer directs, judges in the committee, or reports to one who does.

    What these people said and how often they talk with a mentor is not for the viewer, whatever the viewer's role.
    """
    day = open_on(institution_today())
    lines = AuthorityLine.objects.filter(day, subject_id=viewer.own_id).values_list("over_id", flat=True)
    judging = TrainingProgramMember.objects.filter(
        day, kind__in=JUDGING, person_id__in=[viewer.own_id, *lines]
    )
    places = set(judging.values_list("training_program_id", flat=True))
    if not places:
        return set()
    trainees = TrainingProgramMember.objects.filter(
        day, kind=TrainingKind.RESIDENT, training_program_id__in=places, person_id__in=person_ids
    )
    return set(trainees.values_list("person_id", flat=True))
