"""Who can take over a mentee: enrolled mentors with a free place and no rule between the two."""

from dataclasses import dataclass
from uuid import UUID

from rounds.core.errors import DomainError
from rounds.core.folding import fold
from rounds.matching.input.selectors.gathering import Gathering, gather
from rounds.mentorships.models import Mentorship
from rounds.people.selectors.people import current_departments
from rounds.programs.models import Cohort


@dataclass(frozen=True)
class Candidate:
    """A mentor who can take over; `places` is how many they carry in all, `free` what is left of them."""

    person_id: UUID
    enrollment_id: UUID
    name: str
    places: int
    free: int
    department: str = ""


def candidates_for(pair: Mentorship) -> list[Candidate]:
    """Return who can become the mentor of a pair's mentee, by name; empty when the mentee left the cohort."""
    cohort = Cohort.objects.select_related("cycle__program").get(id=pair.mentee_enrollment.cohort_id)
    gathering = gather(cohort)
    if all(row.person_id != pair.mentee_id for row in gathering.mentees):
        return []
    able = [row for row in gathering.mentors if _can_take(gathering, pair, row.person_id)]
    departments = current_departments(row.person_id for row in able)
    return [
        Candidate(
            row.person_id,
            row.enrollment_id,
            row.name,
            row.places,
            gathering.open_places[row.person_id],
            departments.get(row.person_id, ""),
        )
        for row in sorted(able, key=lambda row: fold(row.name))
    ]


def candidate_for(pair: Mentorship, mentor_id: UUID, *, refusal: str) -> Candidate:
    """Return one of `candidates_for`; DomainError of the mentor, in these words, for who is none any more."""
    chosen = next((one for one in candidates_for(pair) if one.person_id == mentor_id), None)
    if chosen is None:
        raise DomainError(refusal, field="mentor")
    return chosen


def _can_take(gathering: Gathering, pair: Mentorship, mentor_id: UUID) -> bool:
    if mentor_id in (pair.mentor_id, pair.mentee_id) or not gathering.open_places[mentor_id]:
        return False
    return not gathering.rules_between(pair.mentee_id, mentor_id)
