"""A program's weights: presets, versions, and the engine's form. Criteria and priorities add up to 100."""

from collections.abc import Mapping

from django.db.models import UUIDField

from rounds.core.database.prepared import Prepared
from rounds.matching.input.values.weights import CRITERIA, MOST_FOR_PRIORITIES, TOTAL, Preset, scaled
from rounds.matching.models import WeightSet
from rounds.pairing import PRESETS, PriorityWeight, Weights
from rounds.programs.enums import PriorityMode
from rounds.programs.models import Priority, Program

MICRO_PER_PERCENT = 10_000


def starting_numbers(preset: Preset, priorities: list[Priority]) -> tuple[dict[str, int], dict[str, int]]:
    """Give (criteria, priorities) of a preset, with room made for the institution's priorities."""
    wanted = {str(one.id): one.weight for one in priorities}
    share = min(sum(wanted.values()), MOST_FOR_PRIORITIES)
    return (
        scaled(PRESETS[preset.key].values, whole=TOTAL - share),
        scaled(wanted, whole=share) if wanted else {},
    )


def engine_weights(
    program: Program,
    weights: WeightSet,
    priorities: list[Priority],
) -> Weights:
    """Give the engine's weights."""
    values = {**weights.values, **weights.priorities}
    return Weights(
        name=weights.name,
        version=weights.version,
        values={key: values.get(key, 0) for key in CRITERIA},
        priorities=tuple(
            PriorityWeight(
                code=str(one.id),
                weight=values.get(str(one.id), 0),
                for_everybody=program.priority_mode == PriorityMode.EVERYBODY,
                starts_on=one.from_on,
                ends_on=one.to_on,
            )
            for one in sorted(priorities, key=lambda one: str(one.id))
        ),
        load_costs=tuple(weights.load_costs),
        minimum_score=(program.minimum_score or 0) * MICRO_PER_PERCENT,
    )


def newest_weights(program_id: object) -> WeightSet | None:
    """Return a program's weights that count now."""
    return next(iter(_newest(program_id=program_id)), None)


_newest = Prepared(
    lambda program_id: WeightSet.objects.filter(program_id=program_id).order_by("-version")[:1],
    program_id=UUIDField(),
)


def next_weights(program: Program, name: str, numbers: Mapping[str, int]) -> WeightSet:
    """Return a program's next version of weights, not saved yet; numbers are scaled so that they add up to 100."""
    newest = newest_weights(program.id)
    numbers = scaled(numbers)
    return WeightSet(
        program=program,
        version=newest.version + 1 if newest else 1,
        name=name[:80],
        values={key: numbers.get(key, 0) for key in CRITERIA},
        priorities={key: number for key, number in numbers.items() if key not in CRITERIA},
        load_costs=newest.load_costs if newest else list(PRESETS["balanced"].load_costs),
    )
