"""The waiting list: mentees whom publishing left without a mentor, longest first, and who can be asked for each.

It is computed from what is recorded, never stored, so that a place which opens (a pair ends, a mentor offers one more or
joins) is on it at once. For mentees it does not exist: they read the same whether somebody is asked, has said no, or
was never found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateTimeField, Max, Min, QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import institution_day, now
from rounds.core.database.prepared import Ask, Prepared
from rounds.core.folding import fold
from rounds.matching.enums import RunState
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.input.values.relations import standing_conflicts
from rounds.matching.models import MatchRun
from rounds.matching.review.selectors.board import Board
from rounds.matching.runs.selectors import reasons_between
from rounds.matching.runs.values.reasons import Reasons
from rounds.mentorships.enums import OPEN, SERVED
from rounds.mentorships.models import Mentorship
from rounds.mentorships.models.pairs import NOT_ON_PANEL
from rounds.mentorships.selectors import mentorships_known_to
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Enrollment

PROPOSALS = 3
SHOWN = 40  # people of the list whose next mentors are looked up; more are better matched in a new run


@dataclass(frozen=True)
class Proposal:
    """A mentor who can be asked now."""

    mentor_id: str
    mentor: str
    micro: int
    places: int


@dataclass(frozen=True)
class Waiting:
    """A mentee without a mentor after publishing; `reasons` speak of the first proposal."""

    mentee_id: UUID
    mentee: str
    since: date
    proposals: list[Proposal]
    reasons: Reasons | None


def waiting_list(board: Board) -> list[Waiting]:
    """List who waits in a published run's cohort, longest first; places go out in that order."""
    gathering = gather(board.run.cohort)
    paired = {mentee for mentee, _mentor in gathering.running}
    served = _served([row.enrollment_id for row in gathering.mentees])
    alone = [
        row
        for row in gathering.mentees
        if str(row.person_id) not in paired and row.enrollment_id not in served
    ]
    if not alone:
        return []
    since = _since(board.run, [row.enrollment_id for row in alone])
    alone.sort(key=lambda row: (since[row.enrollment_id], fold(row.name)))
    places = {str(person): number for person, number in gathering.open_places.items() if number}
    ruled_out = standing_conflicts(gathering.relations)
    found = []
    for number, row in enumerate(alone):
        person = str(row.person_id)
        proposals = [
            Proposal(other, board.names[other].name, score, places[other])
            for other, score in (_ranked(board, person, places) if number < SHOWN else [])
            if (person, other) not in ruled_out
        ][:PROPOSALS]
        reasons = None
        if proposals:
            places[proposals[0].mentor_id] -= 1
            reasons = reasons_between(board.run, person, proposals[0].mentor_id)
        found.append(Waiting(row.person_id, row.name, since[row.enrollment_id], proposals, reasons))
    return found


def _served(enrollment_ids: Iterable[UUID]) -> set[UUID]:
    """Return who of these came to the end with a mentor."""
    rows = Mentorship.objects.filter(
        NOT_ON_PANEL, mentee_enrollment_id__in=list(enrollment_ids), state__in=SERVED
    )
    return set(rows.order_by().values_list("mentee_enrollment_id", flat=True))


def runs_waiting_for(mentor_id: UUID, viewer: Viewer) -> list[MatchRun]:
    """Return the newest published run of each cohort in which somebody waits who could have the mentor."""
    cohorts = Enrollment.objects.filter(
        person_id=mentor_id, side=Side.MENTOR, state=EnrollmentState.ENROLLED
    ).values("cohort_id")
    published = MatchRun.objects.filter(cohort__in=cohorts, state=RunState.PUBLISHED).select_related(
        "cohort__cycle__program", "weights"
    )
    newest = {run.cohort_id: run for run in published.order_by("number")}.values()
    return [run for run in newest if _is_wanted(str(mentor_id), Board(run, viewer))]


def _is_wanted(mentor: str, board: Board) -> bool:
    return any(mentor == one.mentor_id for row in waiting_list(board) for one in row.proposals)


def cohorts_in_line(viewer: Viewer) -> set[UUID]:
    """Return the cohorts whose pairs are out and where the viewer, a mentee, knows of none of their own.

    Whether a mentor is asked just now, has said no or was never found makes no difference here.
    """
    return set(_in_line(person_id=viewer.own_id, at=now()))


def ask_for_line(viewer: Viewer) -> Ask:
    """Return what `cohorts_in_line` will ask."""
    return _in_line.asked(person_id=viewer.own_id, at=now())


def _without_a_mentor(person_id: UUID, at: datetime) -> QuerySet[Enrollment, UUID]:
    told = MatchRun.objects.filter(state=RunState.PUBLISHED, mail_leaves_at__lte=at).values("cohort_id")
    mine = Enrollment.objects.filter(
        person_id=person_id, side=Side.MENTEE, state=EnrollmentState.ENROLLED, cohort_id__in=told
    )
    known = mentorships_known_to(person_id, at=at).filter(mentee_id=person_id, state__in=(*OPEN, *SERVED))
    alone = mine.exclude(id__in=known.order_by().values("mentee_enrollment_id"))
    return alone.values_list("cohort_id", flat=True)


_in_line = Prepared(_without_a_mentor, person_id=UUIDField(), at=DateTimeField())


def _ranked(board: Board, mentee: str, places: dict[str, int]) -> list[tuple[str, int]]:
    """Return the run's best ten for a mentee who have a place now; when none has, everybody whom the run ranked."""
    if mentee not in board.problem.mentee_place or not any(places.values()):
        return []
    best = [(other, score) for other, score in board.result.mentors_for[mentee] if places.get(other)]
    if best:
        return best
    everybody = board.explainer.alternatives_for_mentee(mentee, len(board.problem.mentors))
    return [(one.person, one.score) for one in everybody if places.get(one.person)]


def _since(run: MatchRun, enrollment_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Return since when each waits: the first pairs, the day of joining, or the end of a pair that had begun.

    An offer that was not taken up costs nobody the place in the list.
    """
    published = MatchRun.objects.filter(cohort_id=run.cohort_id, state=RunState.PUBLISHED)
    first = published.aggregate(first=Min("published_at"))["first"] or run.made_at
    here = Enrollment.objects.filter(cohort_id=run.cohort_id, id__in=enrollment_ids)
    ended = dict(
        Mentorship.objects.filter(
            NOT_ON_PANEL, mentee_enrollment__in=here, opened_on__isnull=False, ended_on__isnull=False
        )
        .values_list("mentee_enrollment_id")
        .annotate(last=Max("ended_on"))
    )
    return {
        key: max([institution_day(first), institution_day(joined), *([ended[key]] if ended.get(key) else [])])
        for key, joined in here.values_list("id", "state_at")
    }
