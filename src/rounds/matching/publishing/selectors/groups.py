"""Who can hold a group in a cohort, and who can be in it: no rule of matching stands between the two."""

from uuid import UUID

from rounds.core.folding import fold
from rounds.matching.input.selectors.gathering import gather
from rounds.mentorships.groups.selectors import OfficeGroup
from rounds.programs.models import Cohort

# A mentor on one's panel may hold one's group, too.
NO_RULE_OF_GROUPS = frozenset({"panel"})


def mentors_for_group(cohort: Cohort) -> list[tuple[UUID, str]]:
    """Return (enrollment, name) of the mentors of a cohort, by name."""
    rows = sorted(gather(cohort).mentors, key=lambda row: fold(row.name))
    return [(row.enrollment_id, row.name) for row in rows]


def mentees_for_group(found: OfficeGroup) -> list[tuple[UUID, str]]:
    """Return (enrollment, name) of who can join a group, by name: mentees of the mentor's cohort, not in it yet."""
    gathering = gather(found.group.mentor_enrollment.cohort)
    inside = {one.person_id for one in found.members}
    mentor = found.group.mentor_id
    if all(row.person_id != mentor for row in gathering.mentors):
        return []
    return [
        (row.enrollment_id, row.name)
        for row in sorted(gathering.mentees, key=lambda row: fold(row.name))
        if row.person_id not in inside
        and row.person_id != mentor
        and not set(gathering.rules_between(row.person_id, mentor)) - NO_RULE_OF_GROUPS
    ]
