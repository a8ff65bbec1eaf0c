"""Every fact that shows a step, by the step's key."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from rounds.rollout.models import Launch
from rounds.rollout.selectors.facts import money, pairs, papers, people, seats, waves
from rounds.rollout.selectors.facts.here import Fact, Facts, Here, here_of

KNOWN: dict[str, Callable[[Here], dict[UUID, Fact]]] = {
    "hours": people.hours,
    "sponsor": seats.sponsor,
    "seats": seats.seats,
    "next": waves.next_departments,
    "timeline": waves.timeline,
    "wording": waves.wording,
    "local_figures": papers.local_figures,
    "pitch": papers.pitch,
    "endorsement": papers.endorsement,
    "plan": papers.plan,
    "budget": money.budget,
    "objectives": papers.objectives,
    "locked": papers.locked,
    "roster": people.roster,
    "intakes": people.intakes,
    "weights": pairs.weights,
    "conflicts": pairs.conflicts,
    "published": pairs.published,
    "trained": people.trained,
    "baseline": people.baseline,
    "freeze": papers.freeze,
    "gate": papers.gate,
}


def facts_of(launches: Collection[Launch]) -> dict[UUID, Facts]:
    """Return by program what is known of each step that a fact shows."""
    here = here_of(launches)
    found: dict[UUID, Facts] = {program_id: {} for program_id in here.launches}
    for key, known in KNOWN.items():
        for program_id, fact in known(here).items():
            found[program_id][key] = fact
    return found
