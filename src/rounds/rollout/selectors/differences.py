"""Where one program is set up otherwise than another: each setting once, with what stands on both sides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rounds.programs.models import Program
from rounds.rollout.models import DifferenceReason
from rounds.rollout.selectors.setup import setup_of
from rounds.rollout.values.pitch import digest_of

Settings = dict[tuple[str, ...], Any]


@dataclass(frozen=True)
class Difference:
    """One setting that differs: its path, what stands in the pilot and here, and why, if somebody said so."""

    path: tuple[str, ...]
    was: Any
    now: Any
    said: DifferenceReason | None

    @property
    def key(self) -> str:
        """Return the path as one word."""
        return key_of(self.path)

    @property
    def digest(self) -> str:
        """Return the digest of what stands on both sides."""
        return digest_of({"was": self.was, "now": self.now})


def key_of(path: tuple[str, ...]) -> str:
    """Return a path as one word."""
    return ":".join(path)[:80]


def differences_of(program: Program, pilot: Program) -> list[Difference]:
    """Return where a program differs from its pilot, in the order of the settings."""
    was, now = settings_of(setup_of(pilot)), settings_of(setup_of(program))
    rows = DifferenceReason.objects.filter(program=program, pilot=pilot)
    said = {(one.key, one.digest): one for one in rows}
    found = []
    for path in dict.fromkeys([*was, *now]):
        one = Difference(path, was.get(path), now.get(path), None)
        if one.was != one.now:
            found.append(Difference(path, one.was, one.now, said.get((one.key, one.digest))))
    return found


def settings_of(setup: dict[str, Any]) -> Settings:
    """Return a setup as single settings by path; what belongs to the institution is in none."""
    return dict(_settings(setup))


def _settings(setup: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in setup["settings"].items():
        yield ("settings", name), value
    for place, phase in enumerate(setup["phases"], start=1):
        yield ("phases", str(place)), phase
    weights = setup["weights"] or {"values": {}, "load_costs": [], "shares": []}
    for name, value in weights["values"].items():
        yield ("weights", name), value
    yield ("weights", "load_costs"), weights["load_costs"]
    for one in weights["shares"]:
        yield ("shares", one["name"]), one["share"]
    for one in setup["priorities"]:
        yield ("priorities", one["name"]), [one["weight"], one["rationale"]]
    for one in setup["plan"]:
        yield (
            ("plan", str(one["phase"]), one["rule"]),
            {key: value for key, value in one.items() if key not in ("phase", "rule")},
        )
    for one in setup["mail"]:
        yield ("mail", one["kind"]), [one["subject"], one["body"]]
    tiers: dict[str, list[dict[str, Any]]] = {}
    for one in setup["objectives"]:
        rest = {key: value for key, value in one.items() if key != "tier"}
        tiers.setdefault(one["tier"], []).append(rest)
    for tier, goals in tiers.items():
        yield ("objectives", tier), sorted(goals, key=lambda one: json.dumps(one, sort_keys=True))
