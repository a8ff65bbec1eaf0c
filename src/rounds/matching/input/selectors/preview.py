"""A cohort before its run: who is here, what is missing, and what each rule would remove."""

from collections import Counter
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import UUIDField

from rounds.core.access import Viewer
from rounds.core.database.prepared import Prepared
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.enums import Role
from rounds.core.folding import fold
from rounds.matching.input.selectors.gathering import Gathering, gather
from rounds.matching.input.selectors.weights import newest_weights
from rounds.matching.input.values.relations import kinds_by_pair, merged, open_conflicts
from rounds.matching.models import ConflictException, MatchRun
from rounds.mentorships.selectors import PlaceCounts, count_mentees, count_places
from rounds.pairing import PERSONAL, preset, rule_effects
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.selectors import programs_for

MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class CohortLine:
    """A cohort in the list, with its newest run, and how many of its mentees have begun."""

    cohort: Cohort
    run: MatchRun | None
    begun: int = 0


@dataclass(frozen=True)
class Effect:
    """What one rule removes: pairs, those that no other rule removes, and who is left without anybody."""

    rule: str
    pairs: int
    alone: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """Two people with a line between them, by name."""

    mentee_id: str
    mentor_id: str
    mentee: str
    mentor: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class MatchInput:
    """What a run would start from now, and what each rule would remove."""

    mentees: int
    # whom of them a run would look for somebody: the others have all that they asked for
    wanting: int
    mentors: int
    # what is left of them, and mentors who carry more than they offered
    left: PlaceCounts
    running: int
    kept: int
    without_answers: tuple[str, ...]
    without_places: tuple[str, ...]
    # mentors for whom nobody ever said how many
    silent_places: int
    pairs: int
    effects: tuple[Effect, ...]
    warned: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Preview(MatchInput):
    """Everything the cohort's page says before a run."""

    exceptions: list[tuple[ConflictException, str, str]]
    runs: list[MatchRun]
    weights: object
    is_coordinator: bool

    @property
    def can_run(self) -> bool:
        return bool(self.mentees and self.mentors)

    @property
    def newest(self) -> MatchRun | None:
        return self.runs[0] if self.runs else None


def list_cohorts(viewer: Viewer) -> list[CohortLine]:
    """Return the cohorts of the viewer's programs, each with its newest run and how many have begun, in three queries."""
    programs = [program.id for program in programs_for(viewer)]
    cohorts = Cohort.objects.filter(cycle__program__in=programs).select_related("cycle__program")
    runs: dict[object, MatchRun] = {}
    for run in MatchRun.objects.filter(cohort__in=cohorts).order_by("number"):
        runs[run.cohort_id] = run
    ordered = cohorts.order_by("cycle__program__name", "-cycle__starts_on", "name")
    begun = count_mentees([cohort.id for cohort in ordered])
    return [CohortLine(cohort, runs.get(cohort.id), begun[cohort.id].begun) for cohort in ordered]


def preview_of(cohort: Cohort, viewer: Viewer) -> Preview:
    """Return a cohort as it is now. Only coordinators are told personal rules apart."""
    is_coordinator = viewer.has(Role.COORDINATOR, scope_id=cohort.cycle.program_id)
    return Preview(
        **vars(match_input(cohort.id, is_coordinator=is_coordinator)),
        exceptions=_exceptions(cohort),
        runs=_runs(cohort_id=cohort.id),
        weights=newest_weights(cohort.cycle.program_id),
        is_coordinator=is_coordinator,
    )


@kept_while_unchanged
def match_input(cohort_id: UUID, *, is_coordinator: bool) -> MatchInput:
    """Return what a run over a cohort would start from now; personal rules apart for coordinators alone."""
    cohort = Cohort.objects.select_related("cycle__program").get(id=cohort_id)
    gathering = gather(cohort)
    names = {str(row.person_id): row.name for row in (*gathering.mentees, *gathering.mentors)}
    kinds = kinds_by_pair(gathering.relations)
    why = Counter(gathering.kept.values())
    return MatchInput(
        mentees=len(gathering.mentees),
        wanting=count_mentees([cohort.id])[cohort.id].wanting,
        mentors=len(gathering.mentors),
        left=count_places(cohort.id),
        running=why["running"],
        kept=len(gathering.kept) - why["running"],
        without_answers=tuple(
            sorted(
                (row.name for row in (*gathering.mentees, *gathering.mentors) if not row.has_intake), key=fold
            )
        ),
        without_places=tuple(sorted((names[person] for person in gathering.left_out), key=fold)),
        silent_places=Enrollment.objects.filter(
            cohort=cohort, side=Side.MENTOR, state=EnrollmentState.ENROLLED, capacity=None
        ).count(),
        pairs=len(gathering.mentees) * len(gathering.mentors),
        effects=_effects(gathering, names, is_coordinator=is_coordinator),
        warned=sum(bool(found & {"committee", "rotation", "section"}) for found in kinds.values()),
        conflicts=_conflicts(kinds, names) if is_coordinator else (),
    )


def _effects(gathering: Gathering, names: dict[str, str], *, is_coordinator: bool) -> tuple[Effect, ...]:
    if not gathering.mentees or not gathering.mentors:
        return ()
    problem = gathering.snapshot(weights=preset("balanced"), aim="total", seed=0).problem
    if len(problem.mentees) * len(problem.mentors) > MOST_PAIRS:
        return ()
    if not is_coordinator:
        problem = replace(problem, relations=tuple(merged(problem.relations)))
    return tuple(
        Effect(
            rule="personal" if one.rule in PERSONAL and not is_coordinator else one.rule,
            pairs=one.pairs,
            alone=one.alone,
            left_out=tuple(names[person] for person in one.mentees_left_out),
        )
        for one in rule_effects(problem)
    )


def _conflicts(kinds: dict[tuple[str, str], set[str]], names: dict[str, str]) -> tuple[Conflict, ...]:
    found = [
        Conflict(mentee, mentor, names[mentee], names[mentor], tuple(lines))
        for (mentee, mentor), between in kinds.items()
        if (lines := open_conflicts(between))
    ]
    return tuple(sorted(found, key=lambda one: (one.mentee, one.mentor)))


def _exceptions(cohort: Cohort) -> list[tuple[ConflictException, str, str]]:
    rows = _declared(cohort_id=cohort.id)
    return [(row, row.mentee.person.full_name, row.mentor.person.full_name) for row in rows]


_declared = Prepared(
    lambda cohort_id: ConflictException.objects.filter(cohort_id=cohort_id).select_related(
        "mentee__person", "mentor__person"
    ),
    cohort_id=UUIDField(),
)
_runs = Prepared(
    lambda cohort_id: MatchRun.objects.filter(cohort_id=cohort_id).select_related("weights"),
    cohort_id=UUIDField(),
)
