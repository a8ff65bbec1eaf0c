"""What is recorded between a mentee and a mentor: conflicts by grade, exclusions, ended pairs, decisions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.matching.enums import REMOVES
from rounds.matching.models import ConflictException, PairDecision
from rounds.mentorships.panels.selectors import panel_pairs
from rounds.mentorships.selectors import pairs_not_again
from rounds.pairing import Relation
from rounds.people.enums import AuthorityKind, TrainingKind
from rounds.people.models import AuthorityLine, TrainingProgramMember
from rounds.programs.models import Cohort
from rounds.programs.selectors import MatchingRow, exclusions_for_matching

AUTHORITY = {
    AuthorityKind.LINE_MANAGER: "line_manager",
    AuthorityKind.STANDING_EVALUATOR: "evaluator",
    AuthorityKind.ROTATION_ATTENDING: "rotation",
}
TRAINING = {
    TrainingKind.DIRECTOR: "program_director",
    TrainingKind.ASSOCIATE_DIRECTOR: "program_director",
    TrainingKind.CCC_MEMBER: "committee",
}


def relations_of(
    cohort: Cohort, mentees: Sequence[MatchingRow], mentors: Sequence[MatchingRow]
) -> list[Relation]:
    """List every recorded fact about the pairs of a cohort, each once."""
    mentee_ids = {row.person_id for row in mentees}
    mentor_ids = {row.person_id for row in mentors}
    found: set[tuple[UUID, UUID, str]] = {
        *_lines(mentee_ids, mentor_ids),
        *_training(mentee_ids, mentor_ids),
        *_sections(mentees, mentors),
        *_exclusions(cohort),
        *((mentee, mentor, "ended") for mentee, mentor in pairs_not_again(mentee_ids)),
        *_decided(cohort),
        *((mentee, mentor, "panel") for mentee, mentor in panel_pairs(cohort.cycle_id)),
    }
    return sorted(
        Relation(str(mentee), str(mentor), kind)
        for mentee, mentor, kind in found
        if mentee in mentee_ids and mentor in mentor_ids
    )


def _lines(mentees: set[UUID], mentors: set[UUID]) -> Iterator[tuple[UUID, UUID, str]]:
    rows = AuthorityLine.objects.filter(
        open_on(institution_today()), subject_id__in=mentees, over_id__in=mentors
    )
    for subject, over, kind in rows.values_list("subject_id", "over_id", "kind"):
        yield subject, over, AUTHORITY[kind]


def _training(mentees: set[UUID], mentors: set[UUID]) -> Iterator[tuple[UUID, UUID, str]]:
    residents: dict[UUID, list[UUID]] = defaultdict(list)
    leaders: list[tuple[UUID, UUID, str]] = []
    rows = TrainingProgramMember.objects.filter(open_on(institution_today()), person_id__in=mentees | mentors)
    for program, person, kind in rows.values_list("training_program_id", "person_id", "kind"):
        if kind == TrainingKind.RESIDENT:
            residents[program].append(person)
        elif kind in TRAINING:
            leaders.append((program, person, TRAINING[kind]))
    for program, leader, kind in leaders:
        for resident in residents[program]:
            yield resident, leader, kind


def _sections(
    mentees: Sequence[MatchingRow], mentors: Sequence[MatchingRow]
) -> Iterator[tuple[UUID, UUID, str]]:
    by_section: dict[tuple[UUID | None, str], list[UUID]] = defaultdict(list)
    for mentor in mentors:
        if mentor.section:
            by_section[mentor.department_id, mentor.section.casefold()].append(mentor.person_id)
    for mentee in mentees:
        if mentee.section:
            for mentor_id in by_section[mentee.department_id, mentee.section.casefold()]:
                if mentor_id != mentee.person_id:
                    yield mentee.person_id, mentor_id, "section"


def _exclusions(cohort: Cohort) -> Iterator[tuple[UUID, UUID, str]]:
    for row in exclusions_for_matching(cohort):
        yield row.person_id, row.excluded_person_id, "exclusion"
        yield row.excluded_person_id, row.person_id, "exclusion"


def _decided(cohort: Cohort) -> Iterator[tuple[UUID, UUID, str]]:
    removed = PairDecision.objects.filter(cohort=cohort, undone_at=None, kind__in=REMOVES)
    for mentee, mentor in removed.values_list("mentee__person_id", "mentor__person_id"):
        yield mentee, mentor, "ban"
    lifted = ConflictException.objects.filter(cohort=cohort, confirmed_at__isnull=False)
    for mentee, mentor in lifted.values_list("mentee__person_id", "mentor__person_id"):
        yield mentee, mentor, "exception"
