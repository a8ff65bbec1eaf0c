"""What a program director (PD) sees before pairs are approved: own trainees, names and conflict, nothing else."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import OutOfOrder
from rounds.core.folding import order_key
from rounds.matching.enums import BEFORE_PEOPLE, Decision, RunState, Step
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun, NoObjection, PairDecision
from rounds.matching.runs.selectors import result_of, snapshot_of
from rounds.people.enums import TrainingKind
from rounds.people.models import Person, TrainingProgramMember

Key = tuple[str, str]


@dataclass(frozen=True)
class Trainee:
    """One proposed pair of one of the viewer's trainees."""

    run: MatchRun
    mentee_id: str
    mentor_id: str
    mentee: str
    mentor: str
    # what only warns of, as the engine calls it
    notes: tuple[str, ...]
    veto: PairDecision | None
    # said by the viewer, who alone takes it back here
    is_veto_own: bool
    # the viewer had no objection to it in an earlier run, and nothing on record has changed since
    is_cleared: bool
    # published before: only ending it changes it
    is_running: bool

    @property
    def waits(self) -> bool:
        """Tell whether the viewer has still to say something of the pair."""
        return self.veto is None and not self.is_running and not self.is_cleared

    @property
    def ids(self) -> tuple[UUID, UUID]:
        return UUID(self.mentee_id), UUID(self.mentor_id)


def trainees_pairs(viewer: Viewer) -> list[Trainee]:
    """Return the pairs in review or approved whose mentee trains in a program that the viewer directs."""
    trainees = _own_trainees(viewer)
    if not trainees:
        return []
    runs = MatchRun.objects.filter(state__in=BEFORE_PEOPLE).select_related("cohort__cycle__program")
    pairs = [pair for run in runs for pair in _pairs_of(run, trainees)]
    cleared = {run.id: cleared_keys(run).get(viewer.own_id, set()) for run in runs}
    people = {
        str(person.id): person
        for person in Person.objects.filter(
            id__in={pair.mentee_id for pair in pairs} | {pair.mentor_id for pair in pairs}
        )
    }
    named = [
        Trainee(
            pair.run,
            pair.mentee_id,
            pair.mentor_id,
            people[pair.mentee_id].full_name,
            people[pair.mentor_id].display_name,
            pair.notes,
            pair.veto,
            pair.veto is not None and pair.veto.made_by_id == viewer.own_id,
            (pair.mentee_id, pair.mentor_id) in cleared[pair.run.id],
            pair.is_running,
        )
        for pair in pairs
    ]
    return sorted(named, key=lambda pair: (order_key(people[pair.mentee_id].sort_name), pair.mentor))


def refuse_closed(viewer: Viewer, run_id: UUID) -> None:
    """Say why nothing can be said any more of a run that once was before the viewer, as a tab left open still asks."""
    run = MatchRun.objects.filter(id=run_id, steps__step=Step.SENT).first()
    if run is None or run.state in BEFORE_PEOPLE:
        return
    if not _own_trainees(viewer) & {mentee for mentee, _mentor in result_of(run).reasons}:
        return
    if run.state == RunState.PUBLISHED:
        raise OutOfOrder(_("These pairs are published. Ask the program office about a pair that should end."))
    raise OutOfOrder(
        _("These pairs were sent back and are a draft. You are asked again when pairs are sent for approval.")
    )


def open_keys(run: MatchRun) -> set[tuple[str, str]]:
    """Return the (mentee, mentor) of a run that are not a pair already: what can be objected to."""
    kept = snapshot_of(run).kept
    return {
        (pair.mentee, pair.mentor)
        for pair in result_of(run).solution.pairs
        if kept.get((pair.mentee, pair.mentor)) != RUNNING
    }


def cleared_keys(run: MatchRun) -> dict[UUID, set[Key]]:
    """Return the pairs to which each director had no objection in an earlier run: the same two, the same on record."""
    earlier = NoObjection.objects.filter(
        run__cohort_id=run.cohort_id, run__number__lt=run.number, undone_at=None
    ).select_related("run")
    found: dict[UUID, set[Key]] = defaultdict(set)
    if not earlier:
        return found
    reasons = result_of(run).reasons
    vetoed = set(
        PairDecision.objects.filter(cohort_id=run.cohort_id, kind=Decision.VETO).values_list(
            "mentee__person_id", "mentor__person_id"
        )
    )
    refused = {(str(mentee), str(mentor)) for mentee, mentor in vetoed}
    for one in earlier:
        before = result_of(one.run).reasons
        found[one.by_id] |= {
            key
            for key in open_keys(one.run) - refused
            if key in reasons and reasons[key].notes == before[key].notes
        }
    return found


def _own_trainees(viewer: Viewer) -> set[str]:
    directed = viewer.scopes(Role.RESIDENCY_DIRECTOR) - {None}
    members = TrainingProgramMember.objects.filter(
        open_on(institution_today()), kind=TrainingKind.RESIDENT, training_program_id__in=directed
    )
    return {str(person) for person in members.values_list("person_id", flat=True)}


def _pairs_of(run: MatchRun, trainees: set[str]) -> Iterator[Trainee]:
    vetoes = {
        (str(one.mentee.person_id), str(one.mentor.person_id)): one
        for one in PairDecision.objects.filter(
            cohort_id=run.cohort_id, undone_at=None, kind=Decision.VETO
        ).select_related("mentee", "mentor")
    }
    is_open = open_keys(run)
    for (mentee, mentor), reasons in result_of(run).reasons.items():
        if mentee in trainees:
            veto = vetoes.get((mentee, mentor))
            is_running = (mentee, mentor) not in is_open
            yield Trainee(run, mentee, mentor, "", "", reasons.notes, veto, False, False, is_running)
