"""The programs in which one person takes part, and how far intake has come in each."""

from dataclasses import dataclass

from rounds.core.access import Viewer
from rounds.people.models import Person
from rounds.programs.models import Enrollment, Program
from rounds.programs.selectors.chase import STOPPED, state_of
from rounds.programs.selectors.intake import current_intakes
from rounds.programs.selectors.programs import programs_for


@dataclass(frozen=True)
class PartTaken:
    """One program of a person, and how far intake has come there; `state` and `topic` as in the list of a cohort."""

    enrollment: Enrollment
    program: Program
    state: str
    topic: str


def list_parts_of(person: Person, viewer: Viewer) -> list[PartTaken]:
    """Return the programs of a person whose office the viewer belongs to, newest cycle first."""
    enrollments = list(
        Enrollment.objects.filter(person=person, cohort__cycle__program__in=programs_for(viewer))
        .select_related("cohort__cycle__program", "person")
        .order_by("-cohort__cycle__starts_on", "side", "id")
    )
    intakes = current_intakes([one.id for one in enrollments], with_answers=False)
    found = []
    for one in enrollments:
        state, _since = state_of(one, intakes.get(one.id))
        topic = one.intake_topic if state == STOPPED else ""
        found.append(PartTaken(one, one.cohort.cycle.program, state, topic))
    return found
