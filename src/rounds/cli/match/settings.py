"""Reads the two settings files of `rounds match`, mapping and weights (TOML)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from rounds.pairing import Affinity, PairingError, Policy, PriorityWeight, Weights, preset
from rounds.sheets import Answers
from rounds.sheets.text import fold

TIERS = ("resident", "fellow", "junior_faculty", "mid_career", "executive")
TIER_MILESTONES = (
    ("mid_career", ("committee", "budget")),
    ("executive", ("board", "budget", "accreditation")),
)


class SettingsError(Exception):
    """A settings file can't be used; the sentence names the file, the place and the fix."""


def read_toml(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} is not a TOML file: {error}. Correct that line.") from error


def answers_from(mapping: dict[str, Any], side: str) -> Answers:
    """Read one side of the mapping: [mentees.columns], [mentees.values.FIELD], [mentees.defaults]."""
    part = mapping.get(side, {})
    unknown = set(part) - {"columns", "values", "defaults", "date_order"}
    if unknown:
        raise SettingsError(
            f"The mapping has [{side}.{sorted(unknown)[0]}]; it may have columns, values, defaults and date_order."
        )
    return Answers(
        columns={fold(column): target for column, target in part.get("columns", {}).items()},
        values={
            target: {fold(text): value or None for text, value in words.items()}
            for target, words in part.get("values", {}).items()
        },
        defaults=dict(part.get("defaults", {})),
        date_order=part.get("date_order", ""),
    )


def weights_from(found: dict[str, Any]) -> Weights:
    """Read the weights: a `preset`, and what the file says instead of it."""
    base = preset(found.get("preset", "balanced"))
    known = {
        "preset",
        "name",
        "version",
        "values",
        "priorities",
        "load_costs",
        "minimum_score",
        "count_first",
        "policy",
    }
    if set(found) - known:
        raise SettingsError(
            f"The weights have “{sorted(set(found) - known)[0]}”; they may have {', '.join(sorted(known))}."
        )
    try:
        return Weights(
            name=found.get("name", base.name),
            version=found.get("version", base.version),
            values={**base.values, **found.get("values", {})}
            if "preset" in found or "values" not in found
            else found["values"],
            priorities=tuple(PriorityWeight(**item) for item in found.get("priorities", ())),
            load_costs=tuple(found.get("load_costs", base.load_costs)),
            minimum_score=found.get("minimum_score", base.minimum_score),
            count_first=found.get("count_first", base.count_first),
        )
    except TypeError as error:
        raise SettingsError(f"The weights can't be read: {error}.") from error


def policy_from(found: dict[str, Any], mentor_tiers: set[str]) -> Policy:
    """Read [policy] of the weights file; the tiers that exist are the ones that some mentor has."""
    given = dict(found.get("policy", {}))
    for name in ("department", "specialty"):
        if name in given:
            given[name] = Affinity(**{key: _tuples(value) for key, value in given[name].items()})
    settings = {
        "tiers": TIERS,
        "mentor_tiers": tuple(tier for tier in TIERS if tier in mentor_tiers),
        "tier_milestones": TIER_MILESTONES,
        **{key: _tuples(value) for key, value in given.items()},
    }
    try:
        return Policy(**settings)
    except TypeError as error:
        raise SettingsError(f"[policy] can't be read: {error}.") from error
    except PairingError as error:
        raise SettingsError(f"[policy] can't be used: {error}") from error


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
