"""How a program is set up, as one record: for the page of differences, for a copy, for a bundle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rounds.development.models import Entry
from rounds.framework.models import FrameworkVersion
from rounds.matching.input.selectors.weights import newest_weights
from rounds.matching.input.values.weights import CRITERIA
from rounds.matching.models import WeightSet
from rounds.mentorships.audiences.values import OF_ROTATIONS, SURVEYS
from rounds.mentorships.dues.enums import Rule
from rounds.programs.models import Program
from rounds.rollout.models import Objective
from rounds.rollout.selectors.objectives import cycle_of
from rounds.rollout.values.bundle import SETTINGS

_PLAN = ("rule", "phase", "is_on", "due", "reminders", "office_from")
_GOAL = ("tier", "measure", "target", "describes_only", "comparison", "least")
_ENTRY = ("key", "title", "kind", "tier", "length", "domains", "prompts", "looks_for", "evidence")


def setup_of(program: Program) -> dict[str, Any]:
    """Return how a program is set up, from a list of what goes: no key leads to a person, an answer, a price."""
    weights = newest_weights(program.id)
    rules = [*map(str, Rule), *(one.rule for one in (*SURVEYS, *OF_ROTATIONS))]
    return {
        "name": program.name,
        "framework": _framework(),
        "settings": {name: getattr(program, name) for name in SETTINGS},
        "phases": [_phase(one) for one in program.phases],
        "weights": weights and _weights(weights, program),
        "priorities": list(program.priorities.order_by("name").values("name", "weight", "rationale")),
        "plan": list(program.plan.filter(rule__in=rules).order_by("phase", "rule").values(*_PLAN)),
        "mail": list(program.mail_texts.order_by("kind").values("kind", "subject", "body")),
        "objectives": _objectives(program),
        "catalog": list(_catalog()),
    }


def _weights(weights: WeightSet, program: Program) -> dict[str, Any]:
    names = {str(one.id): one.name for one in program.priorities.all()}
    shares = [
        {"name": names[key], "share": share} for key, share in weights.priorities.items() if key in names
    ]
    return {
        "values": {key: weights.values.get(key, 0) for key in CRITERIA},
        "load_costs": list(weights.load_costs),
        "shares": sorted(shares, key=lambda one: one["name"]),
    }


def _framework() -> dict[str, Any] | None:
    rows = FrameworkVersion.objects.filter(published_at__isnull=False).select_related("framework")
    newest = rows.order_by("-published_at").first()
    return {"name": newest.framework.name, "number": newest.number} if newest else None


def _phase(kept: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": kept["name"],
        "months": kept["months"],
        "match": kept["match"],
        "days": kept.get("days"),
        "checkins_per_year": kept.get("checkins_per_year"),
        "mentor_tiers": list(kept.get("mentor_tiers", ())),
        "tasks": list(kept.get("tasks", ())),
    }


def _objectives(program: Program) -> list[dict[str, Any]]:
    """Return the objectives as drafts: without owner, day and where they began."""
    cycle = cycle_of(program)
    rows = Objective.objects.filter(of__cycle=cycle) if cycle else Objective.objects.none()
    return list(rows.values(*_GOAL))


def _catalog() -> Iterator[dict[str, Any]]:
    """Yield the entries of the catalog in their newest words."""
    before = None
    for row in Entry.objects.order_by("key", "-number").values(*_ENTRY):
        if row["key"] != before:
            before = row["key"]
            yield row
