"""Outcomes: one of Cleo that the office entered, one elsewhere; a figure of a program at each."""

from __future__ import annotations

from datetime import date

from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    _add(world, "cleo", "outcome of cleo")
    _add(world, "dina", "outcome elsewhere")
    _add_papers(world)
    for name, other in (("alice", "cleo"), ("dan", "dina")):
        with scope(world.actors[name].institution.id):
            _add_history(world, name, world.actors[other].person.email)
    _add_wish(world, "bob")
    with scope(world.here.id):
        from rounds.programs.models import Cycle

        program_id = world.rows["running pair"].cycle.program_id
        _add_figure(world, Cycle.objects.get(program_id=program_id, state="open"), "ladder", world.here)
        _add_claims(world, program_id, "ladder", world.here)
        _add_proposal(world, program_id, "ladder", world.here)
    with scope(world.elsewhere.id):
        _add_figure(world, Cycle.objects.first(), "elsewhere", world.elsewhere)
        _add_claims(world, Cycle.objects.first().program_id, "elsewhere", world.elsewhere)
        _add_proposal(world, Cycle.objects.first().program_id, "elsewhere", world.elsewhere)


def _add_wish(world: World, whose: str) -> None:
    from rounds.core.clock import now
    from rounds.insights.models import HelpOffer

    actor = world.actors[whose]
    with scope(actor.institution.id):
        HelpOffer.objects.create(person=actor.person, asked_at=now())
    world.add_thing(f"helped {whose}", at=actor.institution, helped_id=actor.person.id)


def _add_papers(world: World) -> None:
    for at in (world.here, world.elsewhere):
        world.add_thing(f"report of {at.name}", at=at, paper="letter")


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


def _add_figure(world: World, cycle, program: str, at) -> None:
    from rounds.core.clock import institution_today, now
    from rounds.insights.models import Cut, Figure

    cut = Cut.objects.create(as_of=institution_today(), recorded_until=now(), digest="0" * 64, code="1")
    result = {"stages": [20, 18, 14, 12], "n": 20, "estimates": {"share": [0.6, 0.386582, 0.781193]}}
    figure = Figure.objects.create(
        cut=cut,
        measure="flow",
        version=1,
        cycle_id=cycle.id,
        program_id=cycle.program_id,
        result=result,
        digest="0" * 64,
    )
    world.add_thing(f"figure of {program}", program=program, at=at, figure_id=figure.id, form="csv")


def _add_history(world: World, name: str, email: str) -> None:
    from rounds.core.access import Grant, Viewer
    from rounds.integrations.histories.services import stage_history

    actor = world.actors[name]
    grants = frozenset({Grant("coordinator")})
    viewer = Viewer(actor.institution.id, actor.user.pk, actor.person.id, name, grants)
    data = f"E-mail,Hired on,Left on\n{email},2019-07-01,2021-06-30\n".encode()
    made = stage_history(by=viewer, name="history.csv", data=data)
    world.add_thing(f"history of {name}", owners={name}, at=actor.institution, history_id=made.id)


def _add_proposal(world: World, program_id, program: str, at) -> None:
    from rounds.core.clock import institution_today
    from rounds.insights.models import WeightProposal

    proposal = WeightProposal.objects.create(
        program_id=program_id,
        as_of=institution_today(),
        digest="0" * 64,
        weights={"gaps": 20},
        result={
            "pairs": 180,
            "cohorts": 2,
            "mentors": 60,
            "left": 0,
            "without_run": 0,
            "reason": "",
            "lines": [],
        },
        proposed={"gaps": 24},
    )
    world.add_thing(f"proposal of {program}", program=program, at=at, finding_id=proposal.id)


def _add_claims(world: World, program_id, program: str, at) -> None:
    """Add a card that is locked and one that isn't, by nobody who is here, so that nothing is closed to anybody."""
    from rounds.core.clock import now
    from rounds.insights.models import ClaimCard

    for label, locked_at in (("claim", now()), ("draft", None)):
        card = ClaimCard.objects.create(
            program_id=program_id,
            template="C7",
            claimed=1.4,
            since=date(2025, 1, 1),
            stop_on=date(2031, 1, 1),
            needed=286,
            written_by="Somebody",
            locked_at=locked_at,
        )
        world.add_thing(f"{label} of {program}", program=program, at=at, card_id=card.id)
