"""A program's weights: presets, versions, and the engine's form. Criteria and priorities add up to 100."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.matching.models import WeightSet
from rounds.pairing import PRESETS, PriorityWeight, Weights
from rounds.programs.enums import PriorityMode
from rounds.programs.models import Priority, Program

TOTAL = 100
MOST_FOR_PRIORITIES = 40
MICRO_PER_PERCENT = 10_000
CRITERIA = tuple(PRESETS["balanced"].values)


@dataclass(frozen=True)
class Preset:
    """A set of weights that a program can start from; the engine knows its numbers by the same key."""

    key: str
    name: str | Promise
    words: str | Promise


PRESET_LIST = (
    Preset("balanced", _("Balanced"), _("Gaps and aspirations first, then time, style and wishes.")),
    Preset("growth", _("Skills first"), _("Gaps covered by expertise count most.")),
    Preset("everyday", _("Easy to meet"), _("Shared hours, site and way of meeting count more.")),
    Preset("wishes", _("Wishes count more"), _("Whom people asked for counts more.")),
)


def preset_for(key: str) -> Preset:
    """Return a preset, the balanced one where the key is not known."""
    return next((preset for preset in PRESET_LIST if preset.key == key), PRESET_LIST[0])


def scaled(numbers: Mapping[str, int], *, whole: int = TOTAL, keep: str | None = None) -> dict[str, int]:
    """Scale whole numbers so that they add up to `whole`, by largest remainder; `keep` stays as it is."""
    fixed = {} if keep is None else {keep: min(numbers[keep], whole)}
    others = {key: max(0, number) for key, number in numbers.items() if key not in fixed}
    room = whole - sum(fixed.values())
    total = sum(others.values())
    if not total:
        others, total = dict.fromkeys(others, 1), len(others) or 1
    parts = {key: divmod(number * room, total) for key, number in others.items()}
    result = {key: floor for key, (floor, _rest) in parts.items()}
    short = room - sum(result.values())
    for key in sorted(parts, key=lambda key: (-parts[key][1], key))[:short]:
        result[key] += 1
    return {key: fixed.get(key, result.get(key, 0)) for key in numbers}


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
    *,
    numbers: Mapping[str, int] | None = None,
) -> Weights:
    """Give the engine's weights; `numbers` (criteria and priority ids) replace the saved ones."""
    values = {**weights.values, **weights.priorities, **(numbers or {})}
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
    return WeightSet.objects.filter(program_id=program_id).order_by("-version").first()
