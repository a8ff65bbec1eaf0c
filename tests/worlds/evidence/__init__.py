"""Outcomes: one of Cleo that the office entered, one elsewhere."""

from __future__ import annotations

from datetime import date

from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    _add(world, "cleo", "outcome of cleo")
    _add(world, "dina", "outcome elsewhere")


def _add(world: World, whose: str, label: str) -> None:
    from rounds.insights.models import Check, OutcomeEvent

    actor = world.actors[whose]
    office = {"chief", "alice", "director", "founder", "other_coordinator", "other_director"}
    words = world.word("OutcomeEvent.details", whose, may=office) if whose == "cleo" else "Elsewhere"
    with scope(actor.institution.id):
        event = OutcomeEvent.objects.create(
            person=actor.person,
            kind="seat",
            details=words,
            from_on=date(2026, 3, 1),
            to_on=date(2026, 4, 1),
            source="office",
            source_key=label,
        )
        Check.objects.create(event=event, checker="owner", said="wrong", by=actor.person, on=date(2026, 4, 2))
    world.rows[label] = event
    world.add_thing(label, at=actor.institution, person_id=actor.person.id, event_id=event.id)
