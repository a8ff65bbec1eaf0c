"""Presets of weights, and whole numbers that add up to 100."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.pairing import PRESETS

TOTAL = 100


MOST_FOR_PRIORITIES = 40


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


def preset_named(key: str) -> Preset | None:
    """Return the preset of a key, None where there is none."""
    return next((preset for preset in PRESET_LIST if preset.key == key), None)


def preset_for(key: str) -> Preset:
    """Return a preset, the balanced one where the key is not known."""
    return preset_named(key) or PRESET_LIST[0]


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
