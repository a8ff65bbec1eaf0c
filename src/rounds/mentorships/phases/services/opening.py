"""Ending one phase and opening the next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.errors import OutOfOrder
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship, PhaseOpening
from rounds.mentorships.phases.enums import Going
from rounds.mentorships.phases.selectors import phases_of_year
from rounds.mentorships.services.limits import locked_pairs
from rounds.mentorships.services.pairs import end_in
from rounds.mentorships.services.states import complete_mentorship
from rounds.programs.enums import CycleState, Side
from rounds.programs.models import Cohort, Phase, Program
from rounds.programs.services import NewEnrollment, add_cohort, enroll_people
from rounds.programs.services.phases import pass_to_phase


@dataclass(frozen=True)
class PhaseOpened:
    """What one press did: the phase that is open now, how many pairs went which way, whom to match."""

    phase: Phase
    counts: Counter[Going]
    to_match: Cohort | None


@transaction.atomic
def open_next_phase(*, program: Program, choices: Mapping[UUID, Going], by: Viewer) -> PhaseOpened:
    """End the phase that runs and open the next: each of its running pairs goes the way that is chosen for it.

    Raises OutOfOrder when there is no next phase, or when a pair began or ended since the page was shown.
    """
    year = phases_of_year(program)
    locked = {one.id: one for one in locked_pairs(choices)}
    now, following = year.now, year.following
    if (
        now is None
        or following is None
        or not Phase.objects.select_for_update(no_key=True).filter(id=now.id, state=CycleState.OPEN)
    ):
        raise OutOfOrder(_("There is no next phase to open. Load the page again."))
    if {one.id for one in year.running} != set(choices) or any(
        one.state not in RUNNING for one in locked.values()
    ):
        raise OutOfOrder(_("A pair has begun or ended meanwhile. Look through the list again."))
    opening = _note(now, following, locked.values(), choices, by)
    pass_to_phase(ended=now, following=following)
    to_match = []
    for pair in locked.values():
        going = choices[pair.id]
        if going == Going.GO_ON:
            _carry(pair, following)
            continue
        complete_mentorship(mentorship_id=pair.id, by=by)
        if going == Going.MATCH:
            to_match.append(pair)
    cohort = _cohort_of(to_match, following, by) if to_match else None
    if cohort is not None:
        opening.to_match = cohort
        opening.save(update_fields=["to_match"])
    audit.record(
        "programs.phase.opened",
        by=by,
        kind="program",
        object_id=program.id,
        program_id=program.id,
        phase=following.number,
        pairs=len(choices),
    )
    return PhaseOpened(following, Counter(choices.values()), cohort)


def _note(
    ended: Phase, following: Phase, pairs: Iterable[Mentorship], choices: Mapping[UUID, Going], by: Viewer
) -> PhaseOpening:
    """Note how everything stands before it is changed."""
    ways = {
        str(pair.id): {
            "going": choices[pair.id],
            "state": pair.state,
            "planned_end_on": pair.planned_end_on.isoformat() if pair.planned_end_on else "",
        }
        for pair in pairs
    }
    opening: PhaseOpening = PhaseOpening.objects.create(
        ended=ended,
        following=following,
        opened_by_id=by.person_id,
        ways=ways,
        mentor_tiers=list(following.cycle.program.mentor_tiers),
    )
    return opening


def _carry(pair: Mentorship, following: Phase) -> None:
    pair.phase = following.number
    pair.planned_end_on = end_in(following, following.starts_on)
    pair.save(update_fields=["phase", "planned_end_on"])


def _cohort_of(pairs: list[Mentorship], following: Phase, by: Viewer) -> Cohort:
    """Put the mentees who need a match into a cohort of their own; how many mentors each wants stays."""
    spec = following.cycle.program.phase(following.number)
    cohort = add_cohort(by=by, cycle=following.cycle, name=str(spec.name) if spec else str(following.number))
    people = {pair.mentee_id: NewEnrollment(person_id=pair.mentee_id, side=Side.MENTEE) for pair in pairs}
    enroll_people(by=by, cohort=cohort, people=list(people.values()))
    return cohort
