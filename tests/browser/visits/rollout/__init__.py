"""Roll-out: the ladder of a program, its two days, a step of each kind."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from tests.browser.visits import Visit


def prepare_last(world):
    """Begin the roll-out of the brought program, with a step that was ticked and one that was let go."""
    from rounds.core.access import system
    from rounds.rollout.enums import Said
    from rounds.rollout.models import PitchFigure
    from rounds.rollout.selectors.scale import bundle_of
    from rounds.rollout.services.committee import (
        Resolution,
        call_meeting,
        take_seat,
        write_minutes,
        write_resolution,
    )
    from rounds.rollout.services.gate import Decided, decide, facts_now, lock_plan, take_reading, write_plan
    from rounds.rollout.services.launching import begin_launch, say_of_item
    from rounds.rollout.services.ledger import Asking, ask_dean, enter_hours, note_harm
    from rounds.rollout.services.objectives import open_without, take_drafts
    from rounds.rollout.services.pitching import begin_figures, issue_pitch
    from rounds.rollout.services.promotion import Wording, propose_rule
    from rounds.rollout.services.scale import Department, bring_bundle, plan_wave
    from rounds.rollout.services.signing import Signature, enter_paper, issue_endorsement
    from rounds.rollout.values.endorsement import Terms
    from rounds.rollout.values.pitch import digest_of
    from rounds.rollout.values.plan import Plan, begins_with

    by = system(world.institution.id)
    program = world.things["brought"].cycle.program
    plan = write_plan(program=program, plan=Plan(**begins_with(date(2026, 1, 5))), by=by)
    lock_plan(program=program, digest=digest_of(facts_now(program, plan)), by=by)
    take_reading(program=program, is_complete=False, by=by)
    decide(program=program, decided=Decided("extend", "Too few", ""), entry_id=uuid4(), by=by)
    launch = begin_launch(program=program, kickoff_on=date(2026, 9, 14), ends_on=date(2027, 3, 12), by=by)
    items = {one.key: one for one in launch.items.all()}
    say_of_item(item_id=items["labor"].id, said=Said.TICKED, words="Counsel has read it", by=by)
    say_of_item(item_id=items["prototype"].id, said=Said.LET_GO, words="Pairs stood already", by=by)
    world.things["steps"] = items
    begin_figures(program=program, by=by)
    take_drafts(program=program, tier="resident", by=by)
    open_without(program=program, reason="A world of tests", by=by)
    met, entry = date(2026, 1, 5), {"entry_id": uuid4(), "by": by}
    world.things["seat"] = take_seat(
        program=program, sits_for="clinician", name="Dr. Marsh", since_on=met, **entry
    )
    world.things["meeting"] = held = call_meeting(program=program, held_on=met, agenda="The gate", **entry)
    write_minutes(meeting_id=held.id, present="All", minutes="We go on", by=by)
    world.things["to minute"] = call_meeting(
        program=program, held_on=met, agenda="The wave", entry_id=uuid4(), by=by
    )
    decided = Resolution(met, "Which department?", "Surgery, or nobody", "Surgery", "It asked", held.id)
    write_resolution(program=program, resolution=decided, **entry)
    department = Department("Surgery", "Dr. Osei", 24, 12, 9, date(2027, 9, 1))
    world.things["wave"] = plan_wave(program=program, department=department, entry_id=uuid4(), by=by)
    note_harm(program=program, heard_on=met, **entry)
    enter_hours(program=program, hours=Decimal("6.5"), worked_on=met, **entry)
    asking = Asking("money", Decimal(18400), "the second year", "It ends.", date(2031, 6, 1))
    ask_dean(program=program, asking=asking, **entry)
    world.things["bundle"] = bring_bundle(data=bundle_of(program)[0], by=by)
    said = Wording("Medicine", "hours", "to associate", "Mentoring counts as service.", "Hours held")
    world.things["rule"] = propose_rule(wording=said, entry_id=uuid4(), by=by)
    world.things["figure"] = PitchFigure.objects.get(program=program, key="coverage")
    world.things["issued"] = issue_pitch(program=program, by=by)

    terms = Terms("A pilot", "The dean", "36 a month", "none", date(2031, 6, 1))
    world.things["endorsement"] = endorsement = issue_endorsement(program=program, terms=terms, by=by)
    paper = Signature("The dean", "sponsor", date(2026, 3, 2))
    world.things["on paper"] = enter_paper(
        document=endorsement, digest=endorsement.digest, signature=paper, entry_id=uuid4(), by=by
    )


def objective(world):
    """Return an objective of the brought program."""
    from rounds.rollout.models import Objective

    return {"objective_id": Objective.objects.first().id}


def letter_row(world):
    """Return the letter that asks the dean to sign the endorsement."""
    from rounds.core.access import system
    from rounds.rollout.models import SignLink
    from rounds.rollout.selectors.signing import newest_endorsement
    from rounds.rollout.services.links import Asked, ask_by_mail

    # whoever pressed the form of a new version has made the one that stands
    document = newest_endorsement(world.things["endorsement"].program_id)
    asked, by = Asked("Dean Okafor", "sponsor", "okafor@school.example"), system(world.institution.id)
    if not SignLink.objects.exists():
        ask_by_mail(document=document, digest=document.digest, asked=asked, entry_id=uuid4(), by=by)
    return SignLink.objects.get()


def letter(world):
    """Return the word of the letter's link."""
    from rounds.rollout.services.links import make_word

    return {"sign_token": make_word(letter_row(world))}


def endorsement(world):
    return {"document_id": world.things["endorsement"].id}


def program(world):
    return {"program_id": world.things["brought"].cycle.program_id}


def two(world):
    """Return the brought program and another one of the office."""
    from rounds.programs.models import Program

    found = program(world)
    return {**found, "pilot_id": Program.objects.exclude(id=found["program_id"]).order_by("name").first().id}


def step(key):
    return lambda world: {"item_id": world.things["steps"][key].id}


VISITS = [
    Visit("rollout:list"),
    Visit("rollout:dean", weight="dashboard"),
    Visit("rollout:asks", arguments=program),
    Visit("rollout:ledger", arguments=program),
    Visit("rollout:add_harm", arguments=program),
    Visit("rollout:ladder", arguments=program, weight="dashboard"),
    Visit("rollout:anchors", arguments=program),
    Visit("rollout:step", arguments=step("determination")),
    Visit("rollout:step", arguments=step("labor"), state="ticked"),
    Visit("rollout:step", arguments=step("trained"), state="a fact"),
    Visit("rollout:pitch", arguments=program, weight="dashboard"),
    Visit("rollout:preview", arguments=program),
    Visit("rollout:issue", arguments=program),
    Visit("rollout:figure", arguments=lambda world: {"figure_id": world.things["figure"].id}),
    Visit("rollout:documents", arguments=program),
    Visit("rollout:version", arguments=lambda world: {"document_id": world.things["issued"].id}),
    Visit("rollout:version", arguments=endorsement, state="endorsement"),
    Visit("rollout:endorse", arguments=program),
    Visit("rollout:objectives", arguments=program, weight="dashboard"),
    Visit("rollout:add_objective", arguments=program),
    Visit("rollout:objective", arguments=objective),
    Visit("rollout:amend", arguments=program),
    Visit("rollout:budget", arguments=program, weight="dashboard"),
    Visit("rollout:prices", arguments=program),
    Visit("rollout:spend", arguments=program),
    Visit("rollout:plan", arguments=program),
    Visit("rollout:gate", arguments=program),
    Visit("rollout:committee", arguments=program),
    Visit("rollout:add_seat", arguments=program),
    Visit("rollout:seat", arguments=lambda world: {"seat_id": world.things["seat"].id}),
    Visit("rollout:call", arguments=program),
    Visit("rollout:decide", arguments=program),
    Visit("rollout:meeting", arguments=lambda world: {"committee_meeting_id": world.things["meeting"].id}),
    Visit(
        "rollout:meeting",
        arguments=lambda world: {"committee_meeting_id": world.things["to minute"].id},
        state="no minutes yet",
    ),
    Visit("rollout:scale", arguments=program),
    Visit("rollout:add_department", arguments=program),
    Visit("rollout:department", arguments=lambda world: {"next_department_id": world.things["wave"].id}),
    Visit("rollout:differences", arguments=two, weight="dashboard"),
    Visit("rollout:copy", arguments=program),
    Visit("rollout:bundle", arguments=program),
    Visit("rollout:bring"),
    Visit("rollout:brought", arguments=lambda world: {"bundle_id": world.things["bundle"].id}),
    Visit("rollout:promotion"),
    Visit("rollout:propose"),
    Visit("rollout:rule", arguments=lambda world: {"rule_id": world.things["rule"].id}),
    Visit("rollout:ask", arguments=endorsement),
    Visit("rollout:off", arguments=lambda world: {"link_id": letter_row(world).id}),
    Visit("rollout:take", arguments=lambda world: {"signature_id": world.things["on paper"].id}),
    Visit("sign_off_link", who=None, arguments=letter, weight="participant"),
    Visit("rollout:on_paper", arguments=endorsement),
    Visit("rollout:sign", who="gina", arguments=endorsement),
]
NOT_PAGES = {
    "rollout:seen": "takes a POST and leads on",
    "sign_off": "shows the page to whom sign_off_link let in, nothing to others",
    "rollout:confirm": "takes a POST and leads on",
    "rollout:back": "takes a POST and leads on",
    "rollout:ask_answered": "takes a POST and leads on",
    "rollout:settle_harm": "takes a POST and leads on",
    "rollout:dean_paper": "a file",
    "rollout:budget_file": "a file",
    "rollout:paper": "a file",
    "rollout:bundle_file": "a file",
}
