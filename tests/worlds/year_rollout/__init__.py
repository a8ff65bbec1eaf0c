"""Roll-outs: one of the ladder program with a step that was ticked, one elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from rounds.core.access import system
from rounds.core.database.scope import scope
from tests.world import World

SECTION = {"number": 1, "title": "What we ask", "text": "Hours", "figures": []}
FACTS = {"program": "Ladder", "sections": [SECTION], "one_sided": ""}
MET = date(2025, 5, 5)
DAYS = {"kickoff_on": date(2026, 9, 14), "ends_on": date(2027, 3, 12)}


def add(world: World) -> None:
    from rounds.programs.models import Cycle

    with scope(world.here.id):
        _add(world, world.rows["running pair"].cycle.program, "ladder", world.here)
    with scope(world.elsewhere.id):
        _add(world, Cycle.objects.first().program, "elsewhere", world.elsewhere)


def _add(world: World, program, name: str, at) -> None:
    from rounds.people.enums import Tier
    from rounds.programs.models import Program
    from rounds.rollout.enums import Kind, Said
    from rounds.rollout.models import PitchFigure
    from rounds.rollout.selectors.scale import bundle_of
    from rounds.rollout.services.committee import call_meeting, take_seat
    from rounds.rollout.services.gate import Decided, decide, facts_now, lock_plan, take_reading, write_plan
    from rounds.rollout.services.launching import begin_launch, say_of_item
    from rounds.rollout.services.links import Asked, ask_by_mail
    from rounds.rollout.services.objectives import open_without, write_objective
    from rounds.rollout.services.pitching import begin_figures, freeze, write_pitch
    from rounds.rollout.services.promotion import Wording, propose_rule
    from rounds.rollout.services.scale import Department, bring_bundle, plan_wave
    from rounds.rollout.services.signing import Signature, enter_paper, issue_endorsement
    from rounds.rollout.values.endorsement import Terms
    from rounds.rollout.values.objectives import drafts_for
    from rounds.rollout.values.pitch import digest_of
    from rounds.rollout.values.plan import Plan, begins_with

    by = system(at.id)
    words = begins_with(date(2026, 1, 5))
    plan = write_plan(program=program, plan=Plan(**words), by=by)
    lock_plan(program=program, digest=digest_of(facts_now(program, plan)), by=by)
    take_reading(program=program, is_complete=True, by=by)
    decided = Decided("extend", "Too few pairs have begun", "")
    decision = decide(program=program, decided=decided, entry_id=uuid4(), by=replace(by, person_id=uuid4()))
    world.add_thing(f"decision of {name}", program=name, at=at, decision_id=decision.id)
    # Its days were moved after the gate was read.
    launch = begin_launch(program=program, by=by, **DAYS)
    items = {one.key: one for one in launch.items.all()}
    say_of_item(item_id=items["labor"].id, said=Said.TICKED, words="Counsel has read it", by=by)
    write_pitch(program=program, texts={1: "Twelve mentors"}, one_sided="", by=by)
    begin_figures(program=program, by=by)
    figure = PitchFigure.objects.get(program=program, key="our_leavers")
    world.add_thing(f"figure of the pitch of {name}", program=name, at=at, figure_id=figure.id)
    version = freeze(program=program, kind=Kind.PITCH, facts=FACTS, by=by)
    world.add_thing(f"paper of {name}", program=name, at=at, document_id=version.id, paper="a4")
    terms = Terms("A pilot", "The dean", "36 a month", "none", date(2031, 6, 1))
    endorsement = issue_endorsement(program=program, terms=terms, by=by)
    world.add_thing(f"endorsement of {name}", program=name, at=at, document_id=endorsement.id)
    paper = Signature("The dean", "sponsor", date(2026, 3, 2))
    row = enter_paper(
        document=endorsement, digest=endorsement.digest, signature=paper, entry_id=uuid4(), by=by
    )
    world.add_thing(f"signature of {name}", program=name, at=at, signature_id=row.id)
    asked = Asked("Dean Okafor", "sponsor", "okafor@school.example")
    letter, _batch = ask_by_mail(
        document=endorsement, digest=endorsement.digest, asked=asked, entry_id=uuid4(), by=by
    )
    world.add_thing(f"letter of {name}", program=name, at=at, link_id=letter.id)
    wave = plan_wave(
        program=program,
        department=Department("Surgery", "Dr. Osei", 24, 12, 9, DAYS["ends_on"]),
        entry_id=uuid4(),
        by=by,
    )
    world.add_thing(f"wave of {name}", program=name, at=at, next_department_id=wave.id)
    bundle = bring_bundle(data=bundle_of(program)[0], by=by)
    world.add_thing(f"bundle of {name}", at=at, bundle_id=bundle.id)
    other = Program.objects.exclude(id=program.id).first()
    if other is not None:
        world.add_thing(f"two of {name}", program=name, at=at, program_id=program.id, pilot_id=other.id)
    said = Wording("Medicine", "hours", "to associate", "Mentoring counts as service.", "Hours held")
    rule = propose_rule(wording=said, entry_id=uuid4(), by=by)
    world.add_thing(f"rule of {name}", at=at, rule_id=rule.id)
    seat = take_seat(
        program=program, sits_for="clinician", name="Dr. Marsh", since_on=MET, entry_id=uuid4(), by=by
    )
    world.add_thing(f"seat of {name}", program=name, at=at, seat_id=seat.id)
    called = call_meeting(program=program, held_on=MET, agenda="The gate", entry_id=uuid4(), by=by)
    world.add_thing(f"meeting of {name}", program=name, at=at, committee_meeting_id=called.id)
    goal = drafts_for(Tier.RESIDENT, date(2031, 5, 4))[1]
    objective = write_objective(program=program, goal=goal, entry_id=uuid4(), by=by)
    # so that the figures of the world stay open
    open_without(program=program, reason="A world of tests", by=by)
    world.add_thing(f"objective of {name}", program=name, at=at, objective_id=objective.id)
    _keep_ledger(world, program, name, at, by)
    for key in ("labor", "sponsor", "annual"):
        world.add_thing(f"step {key} of {name}", program=name, at=at, item_id=items[key].id)


def _keep_ledger(world: World, program, name: str, at, by) -> None:
    from rounds.rollout.services.ledger import Asking, ask_dean, note_harm

    world.add_thing(f"budget file of {name}", program=name, at=at, program_id=program.id, form="csv")
    report = note_harm(program=program, heard_on=MET, entry_id=uuid4(), by=by)
    world.add_thing(f"harm of {name}", program=name, at=at, harm_report_id=report.id)
    asking = Asking("signature", None, "the rule of use", "", date(2031, 6, 1))
    ask = ask_dean(program=program, asking=asking, entry_id=uuid4(), by=by)
    world.add_thing(f"ask of {name}", program=name, at=at, dean_ask_id=ask.id)
