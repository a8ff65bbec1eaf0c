"""How matching works here, for everybody: the program's own weights, and two invented people."""

from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.matching.input.selectors.gathering import TIER_MILESTONES
from rounds.matching.input.selectors.weights import engine_weights, newest_weights, starting_numbers
from rounds.matching.input.values.weights import CRITERIA, preset_for
from rounds.matching.models import WeightSet
from rounds.matching.runs.values.reasons import Reasons
from rounds.matching.runs.values.solving import explained
from rounds.pairing import Explainer, Mentee, Mentor, Policy, Problem, solve
from rounds.people.enums import Tier
from rounds.programs.enums import MilestoneKind, Modality, Style
from rounds.programs.models import Program
from rounds.programs.selectors import priorities_on

HERE = (Role.COORDINATOR, Role.DIRECTOR, Role.MENTOR, Role.MENTEE, Role.STEERING_VIEWER)


@dataclass(frozen=True)
class How:
    """A program's weights, weightiest first, and why an invented pair scores as it does with them."""

    program: Program
    weights: list[tuple[str, int]]
    priorities: dict[str, str]
    version: int
    rationale: str
    reasons: Reasons


def how_for(viewer: Viewer, program_id: UUID) -> How:
    """Return how a program matches, to everybody who takes part in it or watches it."""
    program: Program | None = Program.objects.filter(id=program_id).first()
    if program is None or not viewer.has(*HERE, scope_id=program.id):
        raise NotFound
    weights = newest_weights(program.id) or _not_saved_yet(program)
    numbers = {**weights.values, **{f"priority:{key}": number for key, number in weights.priorities.items()}}
    ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    return How(
        program=program,
        weights=[(key, number) for key, number in ordered if number],
        priorities={str(one.id): one.name for one in priorities_on(program.id, institution_today())},
        version=weights.version,
        rationale=weights.rationale,
        reasons=_invented(weights, program),
    )


def _not_saved_yet(program: Program) -> WeightSet:
    preset = preset_for(program.weight_preset)
    values, shares = starting_numbers(preset, priorities_on(program.id, institution_today()))
    return WeightSet(
        program=program,
        version=1,
        name=str(preset.name),
        values={**dict.fromkeys(CRITERIA, 0), **values},
        priorities=shares,
        load_costs=[0],
    )


def _invented(weights: WeightSet, program: Program) -> Reasons:
    """Match two people who don't exist with the engine itself."""
    mentee = Mentee(
        id="mentee",
        tier=Tier.RESIDENT,
        pgy=2,
        aspired_tier=Tier.MID_CAREER,
        aspires=frozenset({MilestoneKind.COMMITTEE_CHAIR}),
        gaps={"FIN": 3, "TEAM": 2, "STR": 1},
        style=Style.LISTENER,
        sites=frozenset({"a"}),
        modalities=frozenset({Modality.VIDEO}),
        languages=frozenset({"en"}),
        department="one",
        specialty="one",
        hours=frozenset(range(40, 44)),
        wishes=("mentor",),
    )
    mentor = Mentor(
        id="mentor",
        tier=Tier.JUNIOR_FACULTY,
        expertise={"FIN": 4, "TEAM": 3},
        milestones={MilestoneKind.COMMITTEE_CHAIR: 2},
        styles=frozenset({Style.LISTENER, Style.PLANNER}),
        sites=frozenset({"a"}),
        modalities=frozenset({Modality.VIDEO}),
        languages=frozenset({"en"}),
        department="two",
        specialty="one",
        hours=frozenset(range(41, 46)),
    )
    priorities = priorities_on(program.id, institution_today())
    problem = Problem.of(
        [mentee],
        [mentor],
        weights=engine_weights(program, weights, priorities),
        policy=Policy(tiers=tuple(Tier.values), tier_milestones=TIER_MILESTONES),
        on=institution_today(),
    )
    return explained(Explainer(problem, solve(problem)), "mentee", "mentor")
