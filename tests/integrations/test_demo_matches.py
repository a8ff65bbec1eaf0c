"""The invented cohorts can be matched as they are, every one of them, the pairs that run already included."""

import pytest

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.demo import load_demo
from rounds.matching.enums import RunState
from rounds.matching.runs.selectors import result_of
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Mentorship
from rounds.programs.enums import Side
from rounds.programs.models import Cohort, Enrollment
from tests.matching.scenes import solve_now
from tests.standing import standing

standing_demo = standing(load_demo)


@pytest.mark.parametrize("program", ["Internal Medicine Pilot", "Leadership Mentorship"])
def test_demo_cohort_is_matched_and_running_pairs_stand(db, standing_demo, program):
    hospital = standing_demo
    with scope(hospital.id):
        cohort = Cohort.objects.get(cycle__program__name=program)
        run = solve_now(start_run(cohort=cohort, by=system(hospital.id)))

        result = result_of(run)
        pairs = {(pair.mentee, pair.mentor) for pair in result.solution.pairs}
        mentees = Enrollment.objects.filter(cohort=cohort, side=Side.MENTEE).values_list(
            "person_id", flat=True
        )
        running = Mentorship.objects.filter(mentee_enrollment__cohort=cohort, purpose="")  # no panel
        standing = {(str(pair.mentee_id), str(pair.mentor_id)) for pair in running}
    assert run.state == RunState.DRAFT
    assert standing <= pairs
    assert {mentee for mentee, _ in pairs} | set(result.unmatched) == {str(mentee) for mentee in mentees}
